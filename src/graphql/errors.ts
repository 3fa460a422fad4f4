// Failures as the client sees them. In a mutation, what the caller can act upon is a member of its result union; anywhere
// else the same failure is a GraphQL error with a code. Everything that is not one of these classes is masked (masking.ts).
import { GraphQLError } from 'graphql';
import { InvalidInput, InvalidState, LimitReached, ModelUnavailable, NotFound, type InputIssue } from '../domain/errors.ts';
import { builder } from './builder.ts';

const ErrorInterface = builder.interfaceRef<Error>('Error').implement({
  description: 'A failure that the caller can act upon: what was wrong, what was expected, and what to do.',
  fields: (t) => ({ message: t.exposeString('message', { description: 'In plain words.' }) }),
});

const Issue = builder.objectRef<InputIssue>('InputIssue').implement({
  description: 'One fault in an input.',
  fields: (t) => ({
    path: t.stringList({ description: 'Where in the input: ["source", "definition", "sql", "text"].', resolve: (issue) => [...issue.path] }),
    message: t.exposeString('message', { description: 'What was expected, what was found, and what to do.' }),
    line: t.int({ nullable: true, description: 'Line in a source text, from 1.', resolve: (issue) => issue.line ?? null }),
  }),
});

builder.objectType(InvalidInput, {
  name: 'InvalidInputError',
  description: 'The input cannot be accepted. Nothing was begun.',
  interfaces: [ErrorInterface],
  fields: (t) => ({ issues: t.field({ type: [Issue], description: 'Every fault found, not only the first.', resolve: (error) => [...error.issues] }) }),
});

builder.objectType(NotFound, {
  name: 'NotFoundError',
  description: 'No such thing here, or it is not yours.',
  interfaces: [ErrorInterface],
});

builder.objectType(InvalidState, {
  name: 'InvalidStateError',
  description: 'The job, schema or model is in a state that does not allow it.',
  interfaces: [ErrorInterface],
});

builder.objectType(ModelUnavailable, {
  name: 'ModelUnavailableError',
  description: 'No such model here; says how to get it.',
  interfaces: [ErrorInterface],
  fields: (t) => ({ model: t.exposeString('model', { description: 'Its id, as it was asked for.' }) }),
});

/** The GraphQL error of a domain failure outside a result union; undefined where it is no such failure. */
export function asGraphQLError(error: unknown): GraphQLError | undefined {
  if (error instanceof InvalidInput) {
    return new GraphQLError(error.message, { extensions: { code: 'INVALID_INPUT', issues: error.issues } });
  }
  if (error instanceof NotFound) return new GraphQLError(error.message, { extensions: { code: 'NOT_FOUND' } });
  if (error instanceof InvalidState) return new GraphQLError(error.message, { extensions: { code: 'INVALID_STATE' } });
  if (error instanceof LimitReached) return new GraphQLError(error.message, { extensions: { code: 'LIMIT_REACHED' } });
  if (error instanceof ModelUnavailable) {
    return new GraphQLError(error.message, { extensions: { code: 'MODEL_UNAVAILABLE', model: error.model } });
  }
  return undefined;
}
