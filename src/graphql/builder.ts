// The schema builder: plugins, scalars' types and the cost limits. Defines no types of its own beyond the three roots;
// each type lives in the file named for it.
import SchemaBuilder from '@pothos/core';
import ComplexityPlugin, { ComplexityErrorKind } from '@pothos/plugin-complexity';
import ErrorsPlugin from '@pothos/plugin-errors';
import RelayPlugin from '@pothos/plugin-relay';
import { GraphQLError } from 'graphql';
import type { Value } from '../domain/schema.ts';
import type { Context } from './context.ts';
import { isNode, splitId } from './node-id.ts';

/** Most that one operation may cost: one per field, times the length of the lists around it. */
export const MAX_COMPLEXITY = 25_000;
/** Assumed length of a list that is not a page. */
export const LIST_COST = 10;
/** Cost of a field that makes rows or changes something. */
export const WORK_COST = 200;

export interface BuilderTypes {
  Context: Context;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date };
    JSON: { Input: Value; Output: unknown };
    SafeInt: { Input: number; Output: number };
    File: { Input: File; Output: never };
    StreamCursor: { Input: string; Output: string };
  };
}

export const builder = new SchemaBuilder<BuilderTypes>({
  plugins: [ErrorsPlugin, RelayPlugin, ComplexityPlugin],
  defaultFieldNullability: false,
  errors: {
    directResult: true,
    defaultTypes: [],
    defaultUnionOptions: {
      name: ({ fieldName }) => resultName(fieldName),
      description: 'What came of it: the thing itself, or the failure that the caller can act upon.',
    },
  },
  relay: {
    cursorType: 'String',
    brandLoadedObjects: true,
    encodeGlobalID: (typename, id) => Buffer.from(`${typename}:${id}`).toString('base64'),
    decodeGlobalID: splitId,
    idFieldOptions: { description: 'Opaque and global: `node(id:)` finds it again.' },
    nodeTypeOptions: { description: 'Whatever can be found again by its id.' },
    nodeQueryOptions: {
      description: 'The thing of that id, or null where there is none or it is not yours.',
      args: { id: { description: 'As some `id` field gave it.' } },
      resolve: (_root, { id }, _context, _info, resolveNode) => (isNode(id.typename, id.id) ? resolveNode(id) : null),
    },
    nodesQueryOptions: false,
    pageInfoTypeOptions: { description: 'Where a page lies in its list.' },
    hasNextPageFieldOptions: { description: 'More follows after `endCursor`.', nullable: false },
    hasPreviousPageFieldOptions: { description: 'Something comes before `startCursor`.', nullable: false },
    startCursorFieldOptions: { description: 'Cursor of the first item; null on an empty page.' },
    endCursorFieldOptions: { description: 'Cursor of the last item, for `after`; null on an empty page.' },
    pageInfoFieldOptions: { description: 'Where this page lies in the list.' },
    cursorFieldOptions: { description: 'Hand it in as `after` to go on right behind this item.' },
    nodeFieldOptions: { description: 'The item.', nullable: false },
    // The page's own field carries the multiplier; a list multiplier here would count it twice.
    edgesFieldOptions: { description: 'The items with their cursors.', nullable: false, complexity: { field: 0, multiplier: 1 } },
  },
  complexity: {
    defaultComplexity: 1,
    defaultListMultiplier: LIST_COST,
    limit: { complexity: MAX_COMPLEXITY },
    complexityError: (kind, { complexity }) =>
      new GraphQLError(
        `This operation costs ${complexity}, and the most is ${MAX_COMPLEXITY} (${kind === ComplexityErrorKind.Complexity ? 'one per field, times the length of the lists around it' : kind}). Ask for fewer fields, shorter pages (first), or fewer things by their names (names).`,
        { extensions: { code: 'TOO_COMPLEX' } },
      ),
  },
});

builder.queryType({ description: 'Reading: changes nothing.' });
builder.mutationType({ description: 'Changing. What the caller can act upon comes back as a member of the result union; limits and bugs come as errors with a code.' });
builder.subscriptionType({ description: 'Watching, over WebSocket (graphql-transport-ws) or server-sent events. Each stream ends by itself when there is no more.' });

function resultName(fieldName: string): string {
  return `${fieldName.slice(0, 1).toUpperCase()}${fieldName.slice(1)}Result`;
}
