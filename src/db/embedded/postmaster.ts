// One run of the PostgreSQL server, from start to exit. Between it and us stands a small shell that holds the other end
// of a pipe: when this process dies, however it dies, the pipe closes and the shell stops the server. So no server
// outlives its owner, kill -9 included. A run is never restarted: that is embedded.ts's.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../../lib/log.ts';
import { PROGRAM_ENVIRONMENT, type Account } from './account.ts';
import { EmbeddedPostgresError, type Binaries } from './binaries.ts';

/** How many sessions the embedded server allows; each process of the service uses about 25. */
const MAX_CONNECTIONS = 100;
/** Recovery after a crash reads up to max_wal_size of log; a server that lives is waited for until then. */
const READY_WITHIN_MS = 5 * 60_000;
const STOPPED_WITHIN_MS = 30_000;
const LAST_WORDS = 20;

/** The server's settings, beyond its own defaults (fsync stays on). */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: String(MAX_CONNECTIONS),
  shared_buffers: '128MB',
  // Small statements of one service: neither pays.
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '',
  // A failed statement is its caller's to report; the server's own events (LOG ranks above ERROR here) are ours.
  log_min_error_statement: 'panic',
  log_min_messages: 'log',
};

/**
 * Runs the program, waits for the pipe (descriptor 3) to close or for a signal, and then asks for a fast shutdown
 * (SIGINT). `wait` returns early at a signal, so it is repeated until the server is gone.
 */
const WATCHDOG = `
"$@" </dev/null 3<&- & server=$!
trap 'kill -INT $server 2>/dev/null' TERM INT HUP
(read _ <&3; kill -INT $server 2>/dev/null) & watcher=$!
exec 3<&-
wait $server; code=$?
while kill -0 $server 2>/dev/null; do wait $server; code=$?; done
kill $watcher 2>/dev/null
exit $code`;

export interface PostmasterOptions {
  readonly binaries: Binaries;
  readonly account: Account;
  readonly data: string;
  readonly socketFolder: string;
  /** Connects to the server once it is up. */
  readonly connection: pg.ClientConfig;
  readonly log: Log;
}

/** A server that was ready. `exited` settles when it is gone, asked or not. */
export interface Postmaster {
  readonly exited: Promise<void>;
  /** Asks for a fast shutdown (open transactions are rolled back) and waits; after STOPPED_WITHIN_MS it is made to stop. */
  stop(): Promise<void>;
}

/** Resolves when the server accepts connections. Throws EmbeddedPostgresError with its last words when it does not. */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const { binaries, account, data, socketFolder } = options;
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const command = [...account.prefix, binaries.postgres, '-D', data, '-k', socketFolder, '-p', '5432', ...settings];
  const child = spawn('/bin/sh', ['-c', WATCHDOG, 'postgres', ...command], {
    ...account.ids,
    cwd: '/',
    env: PROGRAM_ENVIRONMENT,
    // A process group of its own: Ctrl-C at our terminal is for us, and we need the database while we stop.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const lastWords = readWords(child, options.log);
  const exited = once(child, 'exit').then(() => {}, () => {});
  const stop = (): Promise<void> => stopServer(child, exited);
  try {
    await untilReady(child, options.connection, lastWords, data);
  } catch (error) {
    await stop();
    throw error;
  }
  return { exited, stop };
}

/** Passes the server's words on to the log, and keeps the last ones. */
function readWords(child: ChildProcess, log: Log): readonly string[] {
  const last: string[] = [];
  if (child.stderr === null) return last;
  createInterface({ input: child.stderr }).on('line', (line) => {
    last.push(line);
    if (last.length > LAST_WORDS) last.shift();
    // FATAL ends one session only ("the database system is starting up"); whoever had it is told.
    if (line.startsWith('PANIC:')) log.error({ postgres: line }, 'the embedded PostgreSQL says');
    else log.debug({ postgres: line }, 'the embedded PostgreSQL says');
  });
  return last;
}

async function untilReady(child: ChildProcess, connection: pg.ClientConfig, lastWords: readonly string[], data: string): Promise<void> {
  let failure: unknown;
  child.once('error', (error) => (failure = error));
  const giveUpAt = performance.now() + READY_WITHIN_MS;
  while (!(await answers(connection))) {
    const gone = failure !== undefined || child.exitCode !== null || child.signalCode !== null;
    if (gone || performance.now() > giveUpAt) {
      const why = failure === undefined ? lastWords.join('\n') : String(failure);
      throw new EmbeddedPostgresError(`The embedded PostgreSQL on ${data} did not ${gone ? 'start' : 'become ready in time'}:\n${why || 'it said nothing'}`);
    }
    await sleep(20);
  }
}

/** Does the server answer a query? */
export async function answers(connection: pg.ClientConfig): Promise<boolean> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 5_000, query_timeout: 5_000 });
  // An error after the answer must not become an unhandled event.
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    // Not yet up, starting, or stopping: all the same to the caller.
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function stopServer(child: ChildProcess, exited: Promise<void>): Promise<void> {
  child.stdio[3]?.destroy();
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const group = -child.pid;
  // Immediate shutdown for the whole group: no data is lost, the next start replays the log.
  const force = setTimeout(() => process.kill(group, 'SIGQUIT'), STOPPED_WITHIN_MS);
  await exited;
  clearTimeout(force);
}
