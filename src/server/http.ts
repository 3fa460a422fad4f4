// The one HTTP server: which route answers what. Every request passes the guard first; no route trusts another. Stops by letting
// what is under way end, within a bound.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Log } from '../lib/log.ts';
import { answerError, answerMethod, answerText, type Exchange } from './answer.ts';
import { download, type DownloadOptions } from './downloads.ts';
import { GraphiQLPage } from './graphiql.ts';
import type { Guard } from './guard.ts';
import type { Health } from './health.ts';
import { listenOn } from './listening.ts';
import type { Metrics } from './metrics.ts';
import { probeOf } from './probes.ts';
import { refusedBody } from './request-body.ts';
import { DOWNLOADS_PATH } from './signature.ts';
import { upload, UPLOADS_PATH, type UploadOptions } from './upload-route.ts';
import { MAX_SOCKETS, type WebSockets } from './ws.ts';
import { GRAPHQL_PATH, type Api, type Caller } from './yoga.ts';

/** A request's head must be here by then. */
const HEAD_WITHIN_MS = 30_000;
/** A whole request must be here by then; long enough for a large upload. */
const REQUEST_WITHIN_MS = 60 * 60 * 1_000;
/** A connection on which nothing moved for so long is cut. */
const IDLE_MS = 2 * 60 * 1_000;
/** How long a stop waits for answers under way. */
const STOP_WITHIN_MS = 10_000;
const MAX_URL_LENGTH = 64 * 1024;

export interface HttpOptions {
  readonly api: Api;
  readonly sockets: WebSockets;
  readonly guard: Guard;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly downloads: DownloadOptions;
  readonly uploads: UploadOptions;
  readonly callerOf: (request: IncomingMessage) => Caller;
  /** The printed API. */
  readonly schemaText: string;
  readonly log: Log;
}

interface Route {
  readonly name: string;
  readonly answer: (exchange: Exchange) => Promise<void> | void;
}

export class HttpServer implements AsyncDisposable {
  readonly #options: HttpOptions;
  readonly #server: Server;
  readonly #page = new GraphiQLPage();
  /** Answers that may never end by themselves. */
  readonly #streams = new Set<ServerResponse>();
  #stopped: Promise<void> | undefined;

  constructor(options: HttpOptions) {
    this.#options = options;
    this.#server = createServer({ headersTimeout: HEAD_WITHIN_MS, requestTimeout: REQUEST_WITHIN_MS, maxHeaderSize: MAX_URL_LENGTH }, (request, response) => {
      void this.#answer(request, response);
    });
    this.#server.setTimeout(IDLE_MS);
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** Begins to listen; resolves to the real address, such as http://127.0.0.1:4000. Rejects with CannotListen where the port is taken. */
  listen(port: number, host: string): Promise<string> {
    return listenOn(this.#server, { port, host, log: this.#options.log });
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    for (const stream of this.#streams) stream.destroy();
    await this.#options.sockets[Symbol.asyncDispose]();
    this.#server.closeIdleConnections();
    const patience = setTimeout(() => this.#server.closeAllConnections(), STOP_WITHIN_MS);
    await closed;
    clearTimeout(patience);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now();
    let name = 'none';
    response.once('close', () => this.#options.metrics.requestEnded(name, response.statusCode, (performance.now() - started) / 1_000));
    try {
      const url = URL.parse(request.url ?? '/', 'http://host');
      const refusal = this.#options.guard.check(request);
      if (refusal !== null) return answerError(response, refusal.status, refusal.code, refusal.message, { connection: 'close' });
      for (const [header, value] of Object.entries(this.#options.guard.headers(request))) if (value !== undefined) response.setHeader(header, value);
      if (this.#stopped !== undefined) response.setHeader('connection', 'close');
      if (request.method === 'OPTIONS') return void response.writeHead(204, { allow: 'GET, HEAD, POST, PUT, OPTIONS' }).end();
      if (url === null) return answerError(response, 400, 'BAD_URL', 'This is no address of this service.');
      const route = this.#route(request, url);
      if (route === null) return answerError(response, 404, 'NOT_FOUND', `Nothing is here. The API is at ${GRAPHQL_PATH}.`);
      name = route.name;
      await route.answer({ request, response, url });
    } catch (error) {
      this.#fail(response, error);
    }
  }

  #route(request: IncomingMessage, url: URL): Route | null {
    const { downloads, uploads, schemaText } = this.#options;
    const path = url.pathname;
    if (path === GRAPHQL_PATH) return GraphiQLPage.wants(request, url) ? { name: 'graphiql', answer: (exchange) => this.#page.send(exchange) } : { name: 'graphql', answer: (exchange) => this.#graphql(exchange) };
    if (path.startsWith(DOWNLOADS_PATH)) return { name: 'downloads', answer: (exchange) => download(exchange, downloads) };
    if (path === UPLOADS_PATH) return { name: 'uploads', answer: (exchange) => upload(exchange, uploads) };
    if (path === '/') return { name: 'root', answer: reading(({ response }) => void response.writeHead(302, { location: GRAPHQL_PATH, 'content-length': 0 }).end()) };
    if (path === '/schema.graphql') return { name: 'schema', answer: reading(({ response }) => answerText(response, 'text/plain; charset=utf-8', schemaText)) };
    const probe = probeOf(path, this.#options);
    if (probe !== undefined) return { name: path.slice(1), answer: reading(({ response }) => probe(response, this.#stopped !== undefined)) };
    return null;
  }

  async #graphql({ request, response }: Exchange): Promise<void> {
    const refusal = refusedBody(request);
    if (refusal !== null) return answerError(response, refusal.status, refusal.code, refusal.message);
    if ((request.headers.accept ?? '').includes('text/event-stream')) {
      this.#streams.add(response);
      response.once('close', () => this.#streams.delete(response));
    }
    await this.#options.api(request, response, this.#options.callerOf(request));
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', (error) => this.#options.log.debug({ error }, 'a connection failed while it was upgraded'));
    const refusal = this.#options.guard.check(request);
    if (refusal !== null) return refuseUpgrade(socket, '403 Forbidden', refusal.message);
    if (URL.parse(request.url ?? '/', 'http://host')?.pathname !== GRAPHQL_PATH) return refuseUpgrade(socket, '404 Not Found', `WebSockets are at ${GRAPHQL_PATH}.`);
    if (this.#stopped !== undefined) return refuseUpgrade(socket, '503 Service Unavailable', 'The service stops.');
    if (this.#options.sockets.open >= MAX_SOCKETS) return refuseUpgrade(socket, '503 Service Unavailable', `${MAX_SOCKETS} sockets are open, which is the most.`);
    this.#options.sockets.upgrade(request, socket, head);
  }

  #fail(response: ServerResponse, error: unknown): void {
    if (response.destroyed || isGone(error)) return void response.destroy();
    const id = crypto.randomUUID();
    this.#options.log.error({ errorId: id, error }, 'unexpected error');
    if (response.headersSent) response.destroy();
    else answerError(response, 500, 'INTERNAL_SERVER_ERROR', `Unexpected error. The log has it under ${id}.`);
  }
}

/** A route that only reads. */
function reading(answer: Route['answer']): Route['answer'] {
  return (exchange) => (exchange.request.method === 'GET' || exchange.request.method === 'HEAD' ? answer(exchange) : answerMethod(exchange.response, 'GET, HEAD'));
}

/** The client went away in the middle: nobody is left to be told. */
function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ERR_STREAM_PREMATURE_CLOSE' || error.code === 'ECONNRESET' || error.code === 'EPIPE');
}

function refuseUpgrade(socket: Duplex, status: string, message: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(message)}\r\n\r\n${message}`);
}
