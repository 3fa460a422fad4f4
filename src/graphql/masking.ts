// The last gate for errors, over HTTP and WebSocket alike. What was meant for the caller passes with its code; everything else
// becomes one sentence with an id, and the id stands in the log beside the real error.
import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { isOutage } from '../db/outage.ts';
import type { Log } from '../lib/log.ts';
import { shortened } from '../lib/shortened.ts';
import { asGraphQLError } from './errors.ts';

const MAX_MESSAGE_LENGTH = 2_000;
const AWAY_MESSAGE = 'The database does not answer just now. Ask again in a moment; runs under way wait for it, and go on by themselves.';

/** A function for Yoga's `maskedErrors.maskError` and for whoever answers without Yoga. */
export function createMaskError(log: Log): (error: unknown) => GraphQLError {
  return (error) => {
    const original = error instanceof GraphQLError ? error.originalError : error;
    if (error instanceof GraphQLError && (original === undefined || original instanceof GraphQLError || isHttpError(error))) return withCode(error);
    const known = asGraphQLError(original);
    if (known !== undefined) return at(known, error);
    if (isOutage(original)) return at(new GraphQLError(AWAY_MESSAGE, { extensions: { code: 'DATABASE_UNAVAILABLE' } }), error);
    if (original instanceof Error && original.name === 'AbortError') return at(new GraphQLError('Nobody waited for the answer any more.', { extensions: { code: 'ABORTED' } }), error);
    const id = randomUUID();
    log.error({ errorId: id, error: original, path: error instanceof GraphQLError ? error.path : undefined }, 'unexpected error');
    const masked = new GraphQLError(`Unexpected error. The log has it under ${id}.`, {
      extensions: { code: 'INTERNAL_SERVER_ERROR', id, unexpected: true },
    });
    return at(masked, error);
  };
}

/** What GraphQL itself refuses without a code is a variable or argument of the wrong kind. */
function withCode(error: GraphQLError): GraphQLError {
  const { originalError, ...extensions } = error.extensions;
  // The engine quotes the whole of a body that is no JSON.
  if (originalError !== undefined) return new GraphQLError(error.message, { extensions: { ...extensions, http: { status: 400 } } });
  if (extensions['code'] !== undefined && error.message.length <= MAX_MESSAGE_LENGTH) return error;
  // GraphQL quotes what it refuses, which may be megabytes.
  return at(new GraphQLError(shortened(error.message, MAX_MESSAGE_LENGTH), { extensions: { code: 'BAD_USER_INPUT', ...extensions } }), error);
}

/** The same error with the place in the document that `source` was located at. */
function at(error: GraphQLError, source: unknown): GraphQLError {
  if (!(source instanceof GraphQLError)) return error;
  return new GraphQLError(error.message, {
    nodes: source.nodes ?? null,
    path: source.path ?? null,
    extensions: error.extensions,
  });
}

/** Yoga's own refusals (413, 415 ...) are GraphQL errors that wrap another and carry an HTTP status. */
function isHttpError(error: GraphQLError): boolean {
  return error.extensions['http'] !== undefined;
}

