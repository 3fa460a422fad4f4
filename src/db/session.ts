// One connection of its own that is kept: for what lives and dies with a session (LISTEN, advisory locks) and so cannot
// share a pool. When it is lost it is made again, with growing waits, and set up anew before it counts as there.
// A silent loss (a cable, a sleeping host) is noticed by asking something every CHECK_EVERY_MS.
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../lib/log.ts';

const FIRST_RETRY_MS = 50;
/** Far below the time that a server which has just begun to serve gives its workers to come back (liveness.ts). */
const LAST_RETRY_MS = 1_000;
const CHECK_EVERY_MS = 10_000;
const ANSWER_WITHIN_MS = 10_000;
const CLOSED_WITHIN_MS = 1_000;

export interface SessionOptions {
  readonly connection: pg.ClientConfig;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** Makes a fresh connection into what the session is for. Runs at every connect; a rejection means another try. */
  readonly setUp: (client: pg.Client) => Promise<void>;
  /** What is asked regularly to see that the connection still answers; a rejection loses it. Default: SELECT 1, every CHECK_EVERY_MS. */
  readonly check?: SessionCheck;
  readonly log: Log;
}

export interface SessionCheck {
  readonly everyMs: number;
  readonly ask: (client: pg.Client) => Promise<unknown>;
}

const PLAIN_CHECK: SessionCheck = { everyMs: CHECK_EVERY_MS, ask: (client) => client.query('SELECT 1') };

/** Keeps one set-up connection until disposed. */
export class Session implements AsyncDisposable {
  readonly #options: SessionOptions;
  readonly #closing = new AbortController();
  readonly #keeping: Promise<void>;
  /** It was there once, and has been lost. */
  #lost = false;
  #current = Promise.withResolvers<pg.Client>();
  #connected: pg.Client | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    // Nobody may be waiting when it is closed.
    this.#current.promise.catch(() => {});
    this.#keeping = this.#keep();
  }

  /** The connection, once it is set up; it may be lost right after. Rejects when the session is closed. */
  get client(): Promise<pg.Client> {
    return this.#current.promise;
  }

  /** The connection, if there is one just now. */
  get connected(): pg.Client | undefined {
    return this.#connected;
  }

  async #keep(): Promise<void> {
    const { signal } = this.#closing;
    for (let waitMs = FIRST_RETRY_MS; !signal.aborted; ) {
      try {
        await this.#hold();
        waitMs = FIRST_RETRY_MS;
      } catch (error) {
        this.#options.log.debug({ error, retryInMs: waitMs }, `${this.#options.applicationName}: no connection`);
        // Rejects only when closed, which ends the loop.
        await sleep(waitMs, undefined, { signal }).catch(() => {});
        waitMs = Math.min(waitMs * 2, LAST_RETRY_MS);
      }
    }
    this.#current.reject(new Error(`${this.#options.applicationName} is closed`));
  }

  /** Connects, and returns once that connection is lost or the session closed. Throws when it was never set up. */
  async #hold(): Promise<void> {
    const client = new pg.Client({
      ...this.#options.connection,
      application_name: this.#options.applicationName,
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_WITHIN_MS,
    });
    const lost = Promise.withResolvers<void>();
    client.on('error', () => lost.resolve());
    client.on('end', () => lost.resolve());
    const close = (): void => lost.resolve();
    this.#closing.signal.addEventListener('abort', close);
    try {
      await client.connect();
      // Set-up may wait for a lock, and a connection that is lost meanwhile rejects it.
      await Promise.race([this.#options.setUp(client), lost.promise.then(() => Promise.reject(new Error('connection lost')))]);
      this.#connected = client;
      this.#current.resolve(client);
      if (this.#lost) this.#options.log.info(`${this.#options.applicationName}: the database is back`);
      using _check = checkRegularly(client, this.#options.check ?? PLAIN_CHECK, close);
      await lost.promise;
      this.#connected = undefined;
      this.#lost = true;
      if (!this.#closing.signal.aborted) this.#options.log.warn(`${this.#options.applicationName}: the database is away; connecting again until it is back`);
      this.#current = Promise.withResolvers<pg.Client>();
      this.#current.promise.catch(() => {});
    } finally {
      this.#closing.signal.removeEventListener('abort', close);
      await endSoon(client);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#keeping;
  }
}

/** Closes the connection; one whose other side is silent is left to itself after a second. */
async function endSoon(client: pg.Client): Promise<void> {
  const ended = new AbortController();
  const late = sleep(CLOSED_WITHIN_MS, undefined, { signal: ended.signal }).catch(() => {});
  await Promise.race([client.end().catch(() => {}), late]);
  ended.abort();
}

/** Asks one at a time, and calls `lose` when the server does not answer in time. */
function checkRegularly(client: pg.Client, { everyMs, ask }: SessionCheck, lose: () => void): Disposable {
  let deadline: NodeJS.Timeout | undefined;
  const timer = setInterval(() => {
    if (deadline !== undefined) return;
    deadline = setTimeout(lose, ANSWER_WITHIN_MS).unref();
    ask(client).then(() => {
      clearTimeout(deadline);
      deadline = undefined;
    }, lose);
  }, everyMs);
  timer.unref();
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
      clearTimeout(deadline);
    },
  };
}
