// The scalars of the API. Each says what it takes and what it gives; a wrong value is named with what was expected.
import { GraphQLError, Kind, type ValueNode } from 'graphql';
import { DateTimeResolver, JSONResolver } from 'graphql-scalars';
import { builder } from './builder.ts';

builder.addScalarType('DateTime', DateTimeResolver, { description: 'An RFC 3339 instant in UTC.' });
builder.addScalarType('JSON', JSONResolver, { description: 'Any JSON value.' });

builder.scalarType('SafeInt', {
  description: 'A count or size up to 2^53, as a JSON number.',
  serialize: (value) => safeInt(value),
  parseValue: (value) => safeInt(value),
  parseLiteral: (node) => safeInt(node.kind === Kind.INT ? Number(node.value) : textOf(node)),
});

builder.scalarType('File', {
  description: 'A file of a multipart request (GraphQL multipart request specification).',
  serialize: () => {
    throw new Error('File is for input only');
  },
  parseValue: (value) => {
    if (isFile(value)) return value;
    throw new GraphQLError('File: expected a file of a multipart request. Send the operation as multipart/form-data with its `map`, or use the upload route and `uploadId`.');
  },
  parseLiteral: () => {
    throw new GraphQLError('File: expected a variable that the multipart request fills, got a literal.');
  },
});

builder.scalarType('StreamCursor', {
  description: "Opaque place in a job's stream. Hand back the last one seen to go on right after it.",
  serialize: (value) => String(value),
  parseValue: (value) => streamCursor(value),
  parseLiteral: (node) => streamCursor(node.kind === Kind.STRING ? node.value : undefined),
});

/** By its shape: the HTTP engine has a class of its own. No JSON value has functions, so none can pass for one. */
function isFile(value: unknown): value is File {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string' && 'arrayBuffer' in value && typeof value.arrayBuffer === 'function';
}

function safeInt(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new GraphQLError(`SafeInt: expected a whole number between -2^53 and 2^53, got ${shown(value)}.`);
}

function streamCursor(value: unknown): string {
  if (typeof value === 'string' && value.length <= 200) return value;
  throw new GraphQLError('StreamCursor: expected a cursor as a batch gave it.');
}

function textOf(node: ValueNode): string {
  return 'value' in node ? String(node.value) : node.kind;
}

function shown(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 40) ?? typeof value;
}
