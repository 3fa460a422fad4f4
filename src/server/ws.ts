// GraphQL over WebSocket (graphql-transport-ws) on the same path and the same engine as HTTP. One operation's failure never ends the
// socket of the others; what a client does not read waits at its source, not in memory.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, type ExecutionArgs, type ExecutionResult, type FormattedExecutionResult } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import { handleProtocols, makeServer, type Context as SocketContext, type Server, type SubscribePayload } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { checkVariables } from '../graphql/limits.ts';
import type { Log } from '../lib/log.ts';
import type { Api, Caller } from './yoga.ts';
import { Unfailing } from './unfailing.ts';

/** Most operations at one time on one socket. */
export const MAX_OPERATIONS_PER_SOCKET = 100;
/** Most sockets at one time. */
export const MAX_SOCKETS = 10_000;
/** Most bytes of one message. */
export const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
/** A socket that has not answered a ping by the next one is gone. */
const KEEP_ALIVE_MS = 12_000;
/** How long a client may take to say who it is. */
const INIT_WITHIN_MS = 5_000;

const CLOSE_GOING_AWAY = 1001;
const CLOSE_INTERNAL_ERROR = 4500;

export interface WebSocketOptions {
  readonly api: Api;
  readonly maskError: (error: unknown) => GraphQLError;
  readonly log: Log;
  /** Who is calling, from the upgrade request. */
  readonly callerOf: (request: IncomingMessage) => Caller;
}

/** What belongs to one socket. */
interface Extra {
  readonly caller: Caller;
}

type Enveloped = ReturnType<Api['getEnveloped']>;

export class WebSockets implements AsyncDisposable {
  readonly #options: WebSocketOptions;
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false, handleProtocols });
  readonly #server: Server<Extra>;
  readonly #alive = new WeakSet<WebSocket>();
  readonly #keepAlive: NodeJS.Timeout;
  #operations = 0;

  constructor(options: WebSocketOptions) {
    this.#options = options;
    this.#server = makeServer<Record<string, unknown>, Extra>({
      connectionInitWaitTimeout: INIT_WITHIN_MS,
      execute: (args) => enveloped(args).execute(args),
      subscribe: async (args) => this.#unfailing(await enveloped(args).subscribe(args)),
      onSubscribe: (socket, _id, payload) => this.#begin(socket, payload),
      onNext: (_socket, _id, _payload, _args, result) => withoutHttp(result as ExecutionResult), // ours has no incremental results
      onError: (_socket, _id, _payload, errors) => errors.map(publicError),
    });
    this.#keepAlive = setInterval(() => this.#ping(), KEEP_ALIVE_MS).unref();
  }

  /** Sockets that are open. */
  get open(): number {
    return this.#sockets.clients.size;
  }

  /** Streams that run. */
  get operations(): number {
    return this.#operations;
  }

  /** Takes over a connection that asked to become a WebSocket, and that the guard has let through. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#sockets.handleUpgrade(request, socket, head, (opened) => this.#opened(opened, request));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#keepAlive);
    const closed = [...this.#sockets.clients].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    for (const socket of this.#sockets.clients) socket.close(CLOSE_GOING_AWAY, 'The service stops; connect again');
    const patience = setTimeout(() => this.#terminateAll(), 1_000);
    await Promise.all(closed);
    clearTimeout(patience);
    this.#sockets.close();
  }

  #opened(socket: WebSocket, request: IncomingMessage): void {
    this.#alive.add(socket);
    socket.on('pong', () => this.#alive.add(socket));
    // Too large a message or a broken frame; ws closes the socket with the right code by itself.
    socket.on('error', (error) => this.#options.log.debug({ error }, 'websocket failed'));
    const gone = new AbortController();
    const closed = this.#server.opened(
      {
        protocol: socket.protocol,
        send: (text) => send(socket, text),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (handle) => {
          socket.on('message', (data) => {
            handle(String(data)).catch((error: unknown) => this.#fail(socket, error));
          });
        },
      },
      { caller: { ...this.#options.callerOf(request), gone: gone.signal } },
    );
    socket.once('close', (code, reason) => {
      gone.abort();
      closed(code, String(reason)).catch((error: unknown) => this.#options.log.error({ error }, 'a websocket did not close cleanly'));
    });
  }

  /** Parses and checks an operation. Every failure is an answer to this operation alone. */
  async #begin(socket: SocketContext<Record<string, unknown>, Extra>, payload: SubscribePayload): Promise<ExecutionArgs | readonly GraphQLError[]> {
    try {
      if (Object.keys(socket.subscriptions).length > MAX_OPERATIONS_PER_SOCKET) {
        return [new GraphQLError(`This socket has ${MAX_OPERATIONS_PER_SOCKET} operations under way already, which is the most. Complete some, or open another socket.`, { extensions: { code: 'TOO_MANY_OPERATIONS' } })];
      }
      checkVariables(payload.variables);
      const engine = this.#options.api.getEnveloped({ ...socket.extra.caller, params: payload });
      const document = engine.parse(payload.query);
      const errors: readonly GraphQLError[] = engine.validate(engine.schema, document);
      if (errors.length > 0) return errors;
      return {
        schema: engine.schema,
        document,
        operationName: payload.operationName,
        variableValues: payload.variables,
        contextValue: await engine.contextFactory(),
        rootValue: engine,
      };
    } catch (error) {
      return [this.#options.maskError(error)];
    }
  }

  #unfailing(result: unknown): AsyncIterableIterator<ExecutionResult> | ExecutionResult {
    if (!isAsyncIterable(result)) return result as ExecutionResult; // the engine answers one or the other
    this.#operations++;
    return new Unfailing(result as AsyncIterable<ExecutionResult>, this.#options.maskError, () => this.#operations--);
  }

  #fail(socket: WebSocket, error: unknown): void {
    if (socket.readyState !== socket.OPEN) return; // it went while something was sent to it
    this.#options.log.error({ error }, 'a websocket message could not be handled');
    socket.close(CLOSE_INTERNAL_ERROR, 'Internal server error');
  }

  #ping(): void {
    for (const socket of this.#sockets.clients) {
      if (!this.#alive.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }

  #terminateAll(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
  }
}

/** The engine that `#begin` put beside the document. */
function enveloped(args: ExecutionArgs): Enveloped {
  return args.rootValue as Enveloped;
}

/** Resolves when the bytes are on their way, which is what holds back a stream whose client does not read. */
function send(socket: WebSocket, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (socket.readyState !== socket.OPEN) resolve();
    else socket.send(text, (error) => (error == null ? resolve() : reject(error)));
  });
}

function withoutHttp({ errors, data, extensions }: Pick<ExecutionResult, 'errors' | 'data' | 'extensions'>): FormattedExecutionResult | undefined {
  if (errors === undefined) return undefined;
  return { ...(data === undefined ? {} : { data }), ...(extensions === undefined ? {} : { extensions }), errors: errors.map(publicError) };
}

/** As clients see it, without the words that are for HTTP. */
function publicError(error: GraphQLError) {
  const { extensions, ...rest } = error.toJSON();
  const { http: _http, unexpected: _unexpected, ...kept } = extensions ?? {};
  return { ...rest, extensions: kept };
}
