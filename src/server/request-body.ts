// What a GraphQL request over HTTP may carry, checked from its head before a byte of it is read, and said in full where it is refused.
import { GraphQLError } from 'graphql';
import type { IncomingMessage } from 'node:http';

/** Most bytes of a GraphQL request over HTTP, files of a multipart request included. */
export const MAX_REQUEST_BYTES = 25_000_000;

const MEDIA_TYPES: ReadonlySet<string> = new Set(['application/json', 'multipart/form-data', 'application/x-www-form-urlencoded', 'application/graphql', 'application/graphql+json']);
/** What the engine calls a body that turned out too long while it was read. */
const TOO_LARGE = 'REQUEST_ENTITY_TOO_LARGE';

export interface BodyRefusal {
  readonly status: 413 | 415;
  readonly code: string;
  readonly message: string;
}

/** Why a request's body is not read; null where it is. */
export function refusedBody({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): BodyRefusal | null {
  if (method !== 'POST') return null;
  const announced = Number(headers['content-length'] ?? 0);
  if (announced > MAX_REQUEST_BYTES) return { status: 413, code: TOO_LARGE, message: tooLarge(`${announced} are announced`) };
  const mediaType = (headers['content-type'] ?? '').split(/[;,]/)[0]?.trim().toLowerCase() ?? '';
  if (MEDIA_TYPES.has(mediaType)) return null;
  const got = mediaType === '' ? 'none' : JSON.stringify(mediaType.slice(0, 100));
  return { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', message: `Expected a content-type of application/json with {"query": ..., "variables": ...}, or multipart/form-data for files, got ${got}. Set the header and send it again.` };
}

/** The engine's refusal of a body that was longer than announced, in the same words; any other error as it is. */
export function inFull(error: GraphQLError): GraphQLError {
  if (error.extensions['code'] !== TOO_LARGE) return error;
  return new GraphQLError(tooLarge('more came'), { extensions: error.extensions });
}

function tooLarge(got: string): string {
  return `Expected a request of at most ${MAX_REQUEST_BYTES} bytes, and ${got}. Send a large file by PUT /uploads?name=, and name the id that it answers in FileInput.uploadId.`;
}
