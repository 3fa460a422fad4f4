// Short answers of the plain routes: JSON with an error's code and message, in the shape that GraphQL clients know.
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** What a route is handed. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
}

export function answerJson(response: ServerResponse, status: number, body: unknown, headers: OutgoingHttpHeaders = {}): void {
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text), 'cache-control': 'no-store', ...headers });
  response.end(response.req.method === 'HEAD' ? undefined : text);
}

/** An error as `{ errors: [{ message, extensions: { code } }] }`. */
export function answerError(response: ServerResponse, status: number, code: string, message: string, headers: OutgoingHttpHeaders = {}): void {
  answerJson(response, status, { errors: [{ message, extensions: { code } }] }, headers);
}

/** The same for methods that a route does not know. */
export function answerMethod(response: ServerResponse, allowed: string): void {
  answerError(response, 405, 'METHOD_NOT_ALLOWED', `expected ${allowed}, got ${response.req.method ?? 'no method'}`, { allow: allowed });
}

export function answerText(response: ServerResponse, mediaType: string, text: string): void {
  response.writeHead(200, { 'content-type': mediaType, 'content-length': Buffer.byteLength(text), 'cache-control': 'no-cache' });
  response.end(response.req.method === 'HEAD' ? undefined : text);
}
