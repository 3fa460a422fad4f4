// The service as a user starts it: a process of its own, which can be stopped, killed, and started again on the same folder.
// `await using service = await startServiceProcess()`. Disposal leaves no process behind, its PostgreSQL included.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { VerisimClient } from '../../src/client/client.ts';
import { eventually } from './eventually.ts';
import { temporaryFolder } from './postgres.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
/** Settings that a test starts from, whatever the machine's environment or a `.env` says; an empty one has its default. */
const ENVIRONMENT = {
  PORT: '0', HOST: '', CORS_ORIGINS: '', ALLOWED_HOSTS: '', PUBLIC_URL: '', DATABASE_URL: '', HF_ENDPOINT: '', HF_TOKEN: '', ROLE: '', LOG_LEVEL: 'info',
  MAX_ROWS_PER_JOB: '', MAX_JOBS_PER_OWNER: '', MAX_UPLOAD_BYTES: '', MIN_FREE_DISK_BYTES: '', WORKER_PLACES: '', SHARD_ROWS: '',
};
/** Both late, since a busy machine is no fault. */
const READY_WITHIN_MS = 120_000;
const STOPPED_WITHIN_MS = 60_000;

export interface ServiceProcessOptions {
  /** Its data folder. Left out: one of its own, removed when it is disposed of. */
  readonly folder?: string;
  /** Settings, over those of ENVIRONMENT. For a restart that clients shall find again: `{ PORT: String(first.port) }`. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A line of its log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly msg: string };

export interface ServiceProcess extends AsyncDisposable {
  readonly pid: number;
  /** Such as http://127.0.0.1:43667/graphql; empty for ROLE=worker, which serves nothing. */
  readonly address: string;
  /** `address` without its path. */
  readonly base: string;
  readonly port: number;
  readonly folder: string;
  /** Of this process's address; not to be used for a worker. Closed with it. */
  readonly client: VerisimClient;
  /** Resolves when it is gone, whyever. */
  readonly exited: Promise<Exit>;
  /** What it has logged so far. */
  log(): readonly LogLine[];
  /** All that it wrote to stderr so far, for what is no log line. */
  stderr(): string;
  /** SIGTERM, and waits for the end. Fails after STOPPED_WITHIN_MS. */
  stop(): Promise<Exit>;
  /** kill -9, and waits for the end. Its PostgreSQL ends by itself a moment later, or is taken over by the next one on the folder. */
  kill(): Promise<Exit>;
}

/** Resolves once it says that it is ready. Rejects with what it wrote, where it ends before. */
export async function startServiceProcess({ folder, environment = {} }: ServiceProcessOptions = {}): Promise<ServiceProcess> {
  const own = folder === undefined ? temporaryFolder() : undefined;
  const dataFolder = folder ?? own?.path ?? '';
  const child = spawn(process.execPath, [MAIN], { env: { ...process.env, ...ENVIRONMENT, DATA_DIR: dataFolder, MODEL_DIR: path.join(dataFolder, '.models'), ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  const running = new Running(child);
  let address: string;
  try {
    address = await running.ready();
  } catch (error) {
    await running.end('SIGKILL');
    await databaseGone(dataFolder);
    own?.[Symbol.dispose]();
    throw error;
  }
  let client: VerisimClient | undefined; // a worker has no use for one
  const base = address.replace(/\/graphql$/, '');
  return {
    pid: running.pid,
    address,
    base,
    port: Number(URL.parse(base)?.port ?? 0),
    folder: dataFolder,
    get client() {
      return (client ??= new VerisimClient({ address }));
    },
    exited: running.exited,
    log: () => running.log(),
    stderr: () => running.stderr,
    stop: () => running.end('SIGTERM'),
    kill: () => running.end('SIGKILL'),
    [Symbol.asyncDispose]: async () => {
      await client?.[Symbol.asyncDispose]();
      await running.end('SIGTERM');
      if (own === undefined) return;
      await databaseGone(dataFolder);
      own[Symbol.dispose]();
    },
  };
}

/** Resolves once no embedded PostgreSQL runs on a data folder any more; before that, the folder cannot be removed. */
export async function databaseGone(dataFolder: string): Promise<void> {
  await eventually(`the end of PostgreSQL in ${dataFolder}`, () => !runs(dataFolder));
}

function runs(dataFolder: string): boolean {
  try {
    process.kill(Number.parseInt(readFileSync(path.join(dataFolder, '.postgres/data/postmaster.pid'), 'utf8'), 10), 0);
    return true;
  } catch {
    return false; // no such file or no such process
  }
}

class Running {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterableIterator<string>;
  stderr = '';

  constructor(child: ChildProcess) {
    assert(child.pid !== undefined && child.stdout !== null && child.stderr !== null, 'the service could not be spawned');
    this.#child = child;
    this.pid = child.pid;
    this.exited = new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** Its address, from the ready line; empty for a worker. */
  async ready(): Promise<string> {
    const tooLate = AbortSignal.timeout(READY_WITHIN_MS);
    const late = new Promise<never>((_, reject) => tooLate.addEventListener('abort', () => reject(new Error(`the service was not ready within ${READY_WITHIN_MS} ms:\n${this.stderr}`))));
    for (;;) {
      const line = await Promise.race([this.#lines.next(), late]);
      if (line.done === true) throw new Error(`the service ended before it was ready, with ${JSON.stringify(await this.exited)}:\n${this.stderr}`);
      if (line.value === 'Verisim worker ready') return '';
      const address = /^Verisim ready at (http\S+)$/.exec(line.value)?.[1];
      if (address !== undefined) return address;
    }
  }

  log(): readonly LogLine[] {
    return this.stderr.split('\n').flatMap((line) => (/^\{.*\}$/.test(line) ? [JSON.parse(line) as LogLine] : [])); // pino writes nothing else
  }

  /** Sends a signal to what still runs, and waits for its end. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Exit> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill(signal);
    const waited = new AbortController();
    const late = sleep(STOPPED_WITHIN_MS, undefined, { signal: waited.signal }).then(() => {
      this.#child.kill('SIGKILL');
      throw new Error(`the service did not end within ${STOPPED_WITHIN_MS} ms of ${signal}, and was killed:\n${this.stderr.slice(-4_000)}`);
    });
    late.catch(() => undefined); // aborted once the process has ended
    try {
      return await Promise.race([this.exited, late]);
    } finally {
      waited.abort();
    }
  }
}
