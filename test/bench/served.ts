// The service as a user starts it: a process of its own, on its embedded database, in a folder that goes with it. Unlike the tests' helper it can
// be bound to cores and profiled.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { VerisimClient } from '../../src/client/client.ts';
import { temporaryFolder } from '../support/postgres.ts';
import { memoryOf, memoryOfChildren, type Memory } from './processes.ts';

const MAIN = new URL('../../src/main.ts', import.meta.url).pathname;
/** A start makes the database, so it takes seconds; after this long it has failed. */
const READY_WITHIN_MS = 60_000;

export interface ServedOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Words before the command, such as those that bind it to a core. */
  readonly before?: readonly string[];
  /** Keeps a CPU profile of every thread in this folder. */
  readonly profileFolder?: string | undefined;
}

/** A running service. Dispose it to stop it and to remove its folder. */
export interface Served extends AsyncDisposable {
  /** http://127.0.0.1:<port>/graphql */
  readonly address: string;
  readonly client: VerisimClient;
  /** Its own memory, all threads, without PostgreSQL. */
  memory(): Memory;
  /** PostgreSQL's. */
  databaseBytes(): number;
  /** A figure of GET /metrics. */
  metric(name: string): Promise<number>;
}

/** Starts it; resolves once it is ready. Rejects with what it wrote where it ends before. */
export async function serve({ environment = {}, before = [], profileFolder }: ServedOptions = {}): Promise<Served> {
  const folder = temporaryFolder();
  const profiling = profileFolder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${path.resolve(profileFolder)}`];
  if (profileFolder !== undefined) mkdirSync(profileFolder, { recursive: true });
  const [command = process.execPath, ...words] = [...before, process.execPath, ...profiling, MAIN];
  const child = spawn(command, words, {
    cwd: folder.path, // so that no .env of whoever measures is read
    env: { ...process.env, DATABASE_URL: '', PORT: '0', DATA_DIR: path.join(folder.path, 'data'), LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    return running(child, await addressOf(child), folder);
  } catch (error) {
    await stop(child);
    folder[Symbol.dispose]();
    throw error;
  }
}

function running(child: ChildProcess, address: string, folder: Disposable): Served {
  const client = new VerisimClient({ address });
  const pid = child.pid ?? -1;
  return {
    address,
    client,
    memory: () => memoryOf(pid),
    databaseBytes: () => memoryOfChildren(pid),
    metric: async (name) => {
      const text = await (await fetch(new URL('/metrics', address))).text();
      return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
    },
    [Symbol.asyncDispose]: async () => {
      await client[Symbol.asyncDispose]();
      await stop(child);
      folder[Symbol.dispose]();
    },
  };
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the service has no output to read');
  const tooLate = setTimeout(() => child.kill('SIGKILL'), READY_WITHIN_MS);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const address = /^Verisim ready at (\S+)$/.exec(line)?.[1];
      if (address !== undefined) return address;
    }
  } finally {
    clearTimeout(tooLate);
  }
  throw new Error(`the service ended before it was ready (exit code ${child.exitCode ?? 'unknown'}): what it wrote stands above`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

/** A file of this repository, as text. */
export function textOf(name: string): string {
  return readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
}
