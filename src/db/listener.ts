// NOTIFY as it arrives, on one connection for the whole process. A notification is a hint and may be lost with its
// connection: the facts are in the tables. So after every reconnect each handler is told to read again (onResync).
// Never parses a payload, never keeps one.
import type pg from 'pg';
import type { Log } from '../lib/log.ts';
import type { DatabaseClient } from './database.ts';
import { Session } from './session.ts';

/** PostgreSQL refuses payloads of 8,000 bytes or more. */
const MAX_PAYLOAD_BYTES = 7_999;

/** What a listener is told. None may throw; all run on the event loop, so they are to be quick. */
export interface NotificationHandler {
  onNotification(payload: string): void;
  /** The connection was lost and is there again: anything may have been missed. */
  onResync(): void;
  /** The connection is lost: the database may be away. */
  onLost?(): void;
}

/** Sends a hint when the client's transaction commits (at once without one). Throws a RangeError when it is too long. */
export async function notify(client: DatabaseClient, channel: string, payload: string): Promise<void> {
  const bytes = Buffer.byteLength(payload);
  if (bytes > MAX_PAYLOAD_BYTES) {
    throw new RangeError(`A notification on ${channel} holds at most ${MAX_PAYLOAD_BYTES} bytes, got ${bytes}; send a reference instead.`);
  }
  await client.$executeRaw`SELECT pg_notify(${channel}, ${payload})`;
}

/** The process's ear. Connects when made; dispose it to close the connection. */
export class Listener implements AsyncDisposable {
  readonly #handlers = new Map<string, Set<NotificationHandler>>();
  readonly #session: Session;
  #connectedBefore = false;
  #isClosed = false;

  constructor(connection: pg.ClientConfig, log: Log) {
    this.#session = new Session({ connection, applicationName: 'verisim listener', setUp: (client) => this.#setUp(client), log });
  }

  /**
   * Hands every notification on `channel` to the handler until the answer is disposed. Resolves once it is in force:
   * what is committed from then on is heard, so read the present state after it. Waits while the database is away.
   */
  async listen(channel: string, handler: NotificationHandler): Promise<AsyncDisposable> {
    if (!/^[a-z_][a-z0-9_]{0,62}$/.test(channel)) throw new RangeError(`A channel is named in lower-case letters, digits and _, got ${JSON.stringify(channel)}`);
    const handlers = this.#handlers.get(channel) ?? new Set();
    this.#handlers.set(channel, handlers.add(handler));
    await this.#inForce(channel);
    return { [Symbol.asyncDispose]: () => this.#forget(channel, handler) };
  }

  /** LISTEN on the present connection; one that is lost meanwhile is followed by one whose set-up does it. */
  async #inForce(channel: string): Promise<void> {
    const client = await this.#session.client;
    await client.query(`LISTEN ${channel}`).catch(async () => {
      await this.#session.client;
    });
  }

  async #forget(channel: string, handler: NotificationHandler): Promise<void> {
    const handlers = this.#handlers.get(channel);
    if (handlers?.delete(handler) !== true || handlers.size > 0) return;
    this.#handlers.delete(channel);
    // Without a connection the server has forgotten it already, and the next one does not ask for it; lost meanwhile is the same.
    await this.#session.connected?.query(`UNLISTEN ${channel}`).catch(() => {});
    // A handler that came while we waited had its LISTEN undone.
    if (this.#handlers.has(channel)) await this.#inForce(channel);
  }

  async #setUp(client: pg.Client): Promise<void> {
    client.on('notification', ({ channel, payload }) => {
      for (const handler of this.#handlers.get(channel) ?? []) handler.onNotification(payload ?? '');
    });
    client.once('end', () => {
      if (!this.#isClosed) for (const handlers of this.#handlers.values()) for (const handler of handlers) handler.onLost?.();
    });
    for (const channel of this.#handlers.keys()) await client.query(`LISTEN ${channel}`);
    if (this.#connectedBefore) {
      for (const handlers of this.#handlers.values()) for (const handler of handlers) handler.onResync();
    }
    this.#connectedBefore = true;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    return this.#session[Symbol.asyncDispose]();
  }
}
