// The whole API as one GraphQL schema. Imports every file that defines a part of it; defines nothing.
import './scalars.ts';
import './errors.ts';
import './health.ts';
import './image-job.ts';
import './image-run.ts';
import './job-mutations.ts';
import './job-rows.ts';
import './machine-catalog.ts';
import './model.ts';
import './qa-job.ts';
import './qa-run.ts';
import './schema-mutations.ts';
import './series-job.ts';
import './series-run.ts';
import './text-run.ts';
import './unified-job.ts';
import './unified-run.ts';
import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { builder } from './builder.ts';

/** The schema that is served. Builds it anew at each call: call it once per process. */
export function buildSchema(): GraphQLSchema {
  return builder.toSchema({ sortSchema: true });
}

/** The schema as text, as it is checked in and served. */
export function printApi(schema: GraphQLSchema): string {
  return `# The public API, printed by \`npm run schema:print\`. Never edited by hand.\n\n${printSchema(lexicographicSortSchema(schema))}\n`;
}
