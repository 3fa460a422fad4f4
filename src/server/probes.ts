// What watches a process: whether it lives, whether it can work, what it has done. Part of the API's server, and all that a worker serves.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Log } from '../lib/log.ts';
import { answerError, answerJson, answerMethod, answerText } from './answer.ts';
import type { Guard } from './guard.ts';
import { listenOn } from './listening.ts';
import type { Metrics } from './metrics.ts';

export interface ProbeOptions {
  readonly health: { isReady(): Promise<boolean> };
  readonly metrics: Metrics;
}

/** Who answers a path, told whether the process stops; undefined for a path that is no probe. */
export function probeOf(path: string, { health, metrics }: ProbeOptions): ((response: ServerResponse, stops: boolean) => Promise<void> | void) | undefined {
  if (path === '/health') return (response) => answerJson(response, 200, { status: 'ok' });
  if (path === '/metrics') return async (response) => answerText(response, metrics.mediaType, await metrics.text());
  if (path !== '/ready') return undefined;
  return async (response, stops) => {
    if (stops) return answerJson(response, 503, { status: 'stopping' });
    if (!(await health.isReady())) return answerJson(response, 503, { status: 'waiting for the database' });
    answerJson(response, 200, { status: 'ready' });
  };
}

/** The server of a worker: probes, and nothing else. */
export class ProbeServer implements AsyncDisposable {
  readonly #options: ProbeOptions & { readonly guard: Guard; readonly log: Log };
  readonly #server: Server;

  constructor(options: ProbeOptions & { readonly guard: Guard; readonly log: Log }) {
    this.#options = options;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  /** Resolves to the address. Rejects with CannotListen. */
  listen(port: number, host: string): Promise<string> {
    return listenOn(this.#server, { port, host, log: this.#options.log });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const refusal = this.#options.guard.check(request);
      if (refusal !== null) return answerError(response, refusal.status, refusal.code, refusal.message, { connection: 'close' });
      if (request.method !== 'GET' && request.method !== 'HEAD') return answerMethod(response, 'GET, HEAD');
      const probe = probeOf(URL.parse(request.url ?? '/', 'http://host')?.pathname ?? '', this.#options);
      if (probe === undefined) return answerError(response, 404, 'NOT_FOUND', 'This process only works (ROLE=worker): it has /health, /ready and /metrics. The API is at a process of ROLE=api.');
      await probe(response, !this.#server.listening);
    } catch (error) {
      this.#options.log.error({ error }, 'a probe could not be answered');
      response.destroy();
    }
  }
}
