// The one way into PostgreSQL: the embedded server or the one that DATABASE_URL names, brought to this version's data
// model, with a Prisma client, a pool for plain SQL, and an ear for notifications. Never shows a password: messages
// name a server by host, port and database.
import { setTimeout as sleep } from 'node:timers/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Log } from '../lib/log.ts';
import { messageOf } from '../lib/message.ts';
import { startEmbeddedPostgres } from './embedded.ts';
import { PrismaClient, type Prisma } from './generated/client.ts';
import { Listener, type NotificationHandler } from './listener.ts';
import { applyMigrations } from './migrations.ts';
import { isOutage } from './outage.ts';

/** Connections of one process's pool, shared by Prisma and plain SQL. */
export const POOL_SIZE = 16;
/** How long a call waits for a connection. */
const CONNECTION_TIMEOUT_MS = 10_000;
/** Default of DatabaseOptions.reachableWithinMs. */
const REACHABLE_WITHIN_MS = 10_000;
const UP_WITHIN_MS = 2_000;
/** How long closing waits for connections still in use. */
const CLOSED_WITHIN_MS = 5_000;
const TRANSACTION_WAIT_MS = 10_000;
const TRANSACTION_TIMEOUT_MS = 30_000;
const IDLE_TRANSACTION_MS = 60_000;

/** The Prisma client, or a transaction of it: what every store takes first. */
export type DatabaseClient = Prisma.TransactionClient;

export interface DatabaseOptions {
  /** A PostgreSQL server to use; left out: the embedded one. */
  readonly databaseUrl?: string;
  /** Where the embedded server keeps its data. */
  readonly folder: string;
  readonly log: Log;
  /** How long a server named by DATABASE_URL may take to come up. Default: REACHABLE_WITHIN_MS. */
  readonly reachableWithinMs?: number;
}

export interface Database extends AsyncDisposable {
  readonly prisma: PrismaClient;
  /** For plain SQL; the same connections as Prisma's. */
  readonly pool: pg.Pool;
  /** For who needs connections of its own (the queue, a session). */
  readonly connection: pg.ClientConfig;
  readonly log: Log;
  /** See Listener.listen. */
  listen(channel: string, handler: NotificationHandler): Promise<AsyncDisposable>;
  /** Does it answer now, within two seconds? */
  isUp(): Promise<boolean>;
}

/** Thrown at start when the server that DATABASE_URL names cannot be used. */
export class DatabaseUnreachableError extends Error {
  override readonly name = 'DatabaseUnreachableError';
}

/** Opens the database, migrated. Throws EmbeddedPostgresError, DatabaseUnreachableError or MigrationError. Dispose it last. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { databaseUrl, folder, log, reachableWithinMs = REACHABLE_WITHIN_MS } = options;
  await using opened = new AsyncDisposableStack();
  const connection = databaseUrl === undefined
    ? opened.use(await startEmbeddedPostgres({ folder, log })).connection
    : await reachable(databaseUrl, reachableWithinMs);
  await migrate(connection, log);
  const pool = openPool(connection, log);
  const prisma = opened.adopt(
    new PrismaClient({
      adapter: new PrismaPg(pool),
      errorFormat: 'minimal',
      transactionOptions: { maxWait: TRANSACTION_WAIT_MS, timeout: TRANSACTION_TIMEOUT_MS },
    }),
    (client) => close(client, pool),
  );
  const listener = opened.use(new Listener(connection, log));
  const resources = opened.move();
  return {
    prisma,
    pool,
    connection,
    log,
    listen: (channel, handler) => listener.listen(channel, handler),
    isUp: () => isUp(pool),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** Waits for the server to answer. What no waiting mends (a wrong password, no such database) is told at once. */
async function reachable(databaseUrl: string, withinMs: number): Promise<pg.ClientConfig> {
  const connection: pg.ClientConfig = { connectionString: databaseUrl, keepAlive: true };
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    try {
      const client = new pg.Client({ ...connection, connectionTimeoutMillis: CONNECTION_TIMEOUT_MS });
      client.on('error', () => {});
      await client.connect().finally(() => client.end().catch(() => {}));
      return connection;
    } catch (error) {
      if (!isOutage(error) || performance.now() > giveUpAt) throw unreachable(databaseUrl, error);
      await sleep(250);
    }
  }
}

function unreachable(databaseUrl: string, error: unknown): DatabaseUnreachableError {
  const url = URL.parse(databaseUrl);
  const where = url === null ? '(its value is no URL)' : `${url.hostname || 'localhost'}:${url.port || '5432'}${url.pathname}`;
  const cause = error instanceof AggregateError ? error.errors[0] : error;
  return new DatabaseUnreachableError(
    `The PostgreSQL server that DATABASE_URL names, ${where}, cannot be used: ${messageOf(cause)}. ` +
      'Start it or correct DATABASE_URL (postgresql://user:password@host:5432/database), or leave DATABASE_URL out to use the embedded one.',
    { cause: error },
  );
}

async function migrate(connection: pg.ClientConfig, log: Log): Promise<void> {
  const client = new pg.Client({ ...connection, application_name: 'verisim migrations' });
  client.on('error', (error) => log.warn({ error }, 'the connection for migrations was lost'));
  await client.connect();
  try {
    const applied = await applyMigrations(client);
    if (applied.length > 0) log.info({ applied }, 'the database was brought to this version');
  } finally {
    await client.end();
  }
}

function openPool(connection: pg.ClientConfig, log: Log): pg.Pool {
  const pool = new pg.Pool({
    ...connection,
    application_name: 'verisim',
    max: POOL_SIZE,
    // A process that stands still in the middle of a transaction must not keep its locks for ever.
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_MS,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    keepAlive: true,
  });
  // Without this, a server that shuts down ends our process by an unhandled error on an idle connection.
  // While the pool closes, it drops connections without waiting for them, and our own server may be the quicker one.
  pool.on('error', (error) => {
    if (!pool.ending) log.warn({ error }, 'a database connection was lost');
  });
  // The same for one that is in use: whoever uses it is told by the rejection of its query.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** Waits for calls under way, but not for ever: one that hangs, or a transaction that waits for a lock, must not keep the process. */
async function close(client: PrismaClient, pool: pg.Pool): Promise<void> {
  const timeUp = new AbortController();
  const late = sleep(CLOSED_WITHIN_MS, undefined, { signal: timeUp.signal }).catch(() => {});
  await Promise.race([client.$disconnect(), late]);
  await Promise.race([pool.end(), late]);
  timeUp.abort();
}

async function isUp(pool: pg.Pool): Promise<boolean> {
  const answered = new AbortController();
  const late = sleep(UP_WITHIN_MS, false, { signal: answered.signal }).catch(() => false);
  const answer = pool.query('SELECT 1').then(() => true, () => false);
  const up = await Promise.race([answer, late]);
  answered.abort();
  return up;
}
