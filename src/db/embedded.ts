// A real PostgreSQL server of our own, from npm's binaries, in a folder: what the service uses when it is given no
// DATABASE_URL. Never listens on a network, never outlives this process, never shares its folder with another.
// Should the server die while we live, it is started again; callers see lost connections, and connect anew.
import { mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { chooseAccount, type Account } from './embedded/account.ts';
import { EmbeddedPostgresError, findBinaries, type Binaries } from './embedded/binaries.ts';
import { clearTheWay, prepareData, SUPERUSER } from './embedded/data.ts';
import { lockFolder } from './embedded/lock.ts';
import { startPostmaster, type Postmaster } from './embedded/postmaster.ts';
import { makeSocketFolder } from './embedded/socket.ts';
import type { Log } from '../lib/log.ts';

export interface EmbeddedPostgresOptions {
  /** Holds the data, the lock and the socket; made if missing. */
  readonly folder: string;
  readonly log: Log;
}

/** A running server. Dispose it last, after every connection to it is closed. */
export interface EmbeddedPostgres extends AsyncDisposable {
  /** How to connect, for pg.Client and pg.Pool. */
  readonly connection: pg.ClientConfig;
}

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;

/**
 * Starts the server in `folder`, making its data on the first start (half a second) and recovering them after a crash.
 * Throws FolderInUseError when another process has the folder, EmbeddedPostgresError when it cannot run here.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const folder = path.resolve(options.folder);
  const binaries = findBinaries();
  // Only this one is private: its parent holds what the service makes for its users.
  mkdirSync(path.dirname(folder), { recursive: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  refuseForeign(folder);
  const lock = await lockFolder(folder, options.log);
  try {
    const account = chooseAccount(binaries, folder);
    const data = await prepareData(folder, binaries, account);
    const server = new SupervisedServer({ binaries, account, data, socketFolder: makeSocketFolder(folder, account), log: options.log, lock });
    await server.start();
    return server;
  } catch (error) {
    lock[Symbol.dispose]();
    throw error;
  }
}

/** Only root may go on with what another user began: it hands the folder over (takeOwnership). */
function refuseForeign(folder: string): void {
  const me = process.getuid?.();
  const { uid } = statSync(folder);
  if (me === undefined || me === 0 || me === uid) return;
  throw new EmbeddedPostgresError(
    `The database in ${folder} belongs to user ${uid}, but the service runs as user ${me}. Run it as that user (or root, if root made it), or choose another DATA_DIR.`,
  );
}

interface ServerParts {
  readonly binaries: Binaries;
  readonly account: Account;
  readonly data: string;
  readonly socketFolder: string;
  readonly lock: Disposable;
  readonly log: Log;
}

/** Keeps one server running until disposed. */
class SupervisedServer implements EmbeddedPostgres {
  readonly connection: pg.ClientConfig;
  readonly #parts: ServerParts;
  readonly #stopping = new AbortController();
  #postmaster: Postmaster | undefined;
  #supervision: Promise<void> | undefined;
  #disposed: Promise<void> | undefined;

  constructor(parts: ServerParts) {
    this.#parts = parts;
    // Each of these named, so that PGHOST, PGPORT and the like cannot lead elsewhere.
    this.connection = { host: parts.socketFolder, port: 5432, user: SUPERUSER, database: SUPERUSER, password: '', ssl: false };
  }

  /** The first start: its failure is the caller's to see. */
  async start(): Promise<void> {
    this.#postmaster = await this.#launch();
    this.#supervision = this.#supervise(this.#postmaster);
  }

  async #launch(): Promise<Postmaster> {
    await clearTheWay(this.#parts.data, this.#parts.log);
    return startPostmaster({ ...this.#parts, connection: this.connection });
  }

  /** Waits for the server's end, and starts it again unless that end was ours. */
  async #supervise(first: Postmaster): Promise<void> {
    for (let current = first; ; ) {
      await current.exited;
      if (this.#stopping.signal.aborted) return;
      this.#parts.log.error({ data: this.#parts.data }, 'the embedded PostgreSQL stopped by itself; starting it again');
      // The shell may have died alone: this closes its pipe, and with it whatever it started.
      await current.stop();
      const next = await this.#relaunch();
      // Disposed while it started: dispose() did not know this one.
      if (next === undefined || this.#stopping.signal.aborted) return next?.stop();
      this.#postmaster = current = next;
      this.#parts.log.info({ data: this.#parts.data }, 'the embedded PostgreSQL is up again');
    }
  }

  /** Tries until it runs; undefined when disposed meanwhile. */
  async #relaunch(): Promise<Postmaster | undefined> {
    const { signal } = this.#stopping;
    for (let waitMs = FIRST_RETRY_MS; !signal.aborted; waitMs = Math.min(waitMs * 2, LAST_RETRY_MS)) {
      try {
        return await this.#launch();
      } catch (error) {
        this.#parts.log.error({ error, retryInMs: waitMs }, 'the embedded PostgreSQL does not start');
        // Rejects only when disposed, which ends the loop.
        await sleep(waitMs, undefined, { signal }).catch(() => {});
      }
    }
    return undefined;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#disposed ??= this.#dispose();
    return this.#disposed;
  }

  async #dispose(): Promise<void> {
    this.#stopping.abort();
    await this.#postmaster?.stop();
    await this.#supervision;
    rmSync(this.#parts.socketFolder, { recursive: true, force: true });
    this.#parts.lock[Symbol.dispose]();
  }
}
