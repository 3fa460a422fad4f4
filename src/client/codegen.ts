// `npm run codegen`: types of every operation in this folder, written to generated/ from the printed API. Paths are from the repository's root.
import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  schema: 'src/graphql/schema.graphql',
  documents: 'src/client/*.graphql',
  importExtension: '.ts',
  emitLegacyCommonJSImports: false,
  silent: true,
  generates: {
    'src/client/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: 'string',
        enumsAsTypes: true,
        useTypeImports: true,
        strictScalars: true,
        scalars: {
          DateTime: 'string',
          File: 'never', // over a socket, files go to the upload route
          JSON: 'unknown',
          SafeInt: 'number',
          StreamCursor: 'string',
        },
      },
    },
  },
};

export default config;
