// Makes the data folder of the embedded PostgreSQL, once, and clears the way for a start: what a killed process may
// have left (a half-made folder, a server that is still stopping, a stale postmaster.pid) is dealt with here.
// The caller holds the folder's lock, so whatever runs on it is an orphan.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { commandOfProcess, startOfProcess } from '../../lib/processes.ts';
import type { Log } from '../../lib/log.ts';
import { PROGRAM_ENVIRONMENT, takeOwnership, type Account } from './account.ts';
import { EmbeddedPostgresError, type Binaries } from './binaries.ts';

/** The embedded server's only role and its database. No password: who may open the socket's folder may connect. */
export const SUPERUSER = 'postgres';
const HALF_MADE = 'data.init';
/** A server whose watchdog lives stops by itself within this time; after it we ask it to stop. */
const STOPS_BY_ITSELF_MS = 3_000;
const STOPS_WHEN_ASKED_MS = 60_000;

/** Makes sure that `folder`/data holds a database of this version, owned by the account; returns its path. */
export async function prepareData(folder: string, binaries: Binaries, account: Account): Promise<string> {
  const data = path.join(folder, 'data');
  for (const name of readdirSync(folder)) {
    if (name.startsWith(HALF_MADE)) rmSync(path.join(folder, name), { recursive: true, force: true });
  }
  if (!existsSync(path.join(data, 'PG_VERSION'))) {
    // Made under another name and renamed, so that an interrupted first start is never mistaken for a finished one.
    const half = path.join(folder, HALF_MADE);
    await initialise(half, binaries, account);
    renameSync(half, data);
    return data;
  }
  takeOwnership(data, account);
  const version = readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim();
  if (version !== account.majorVersion) {
    throw new EmbeddedPostgresError(
      `The database in ${data} was made by PostgreSQL ${version}, but the one installed is ${account.majorVersion}. ` +
        `Install the version of the service that made it, or move ${folder} away to begin anew.`,
    );
  }
  return data;
}

/** Waits for, or stops, a server that still runs on `data`, and removes the pid file of one that no longer does. */
export async function clearTheWay(data: string, log: Log): Promise<void> {
  const pidFile = path.join(data, 'postmaster.pid');
  const startedAt = performance.now();
  for (let asked = false; existsSync(pidFile); await sleep(50)) {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
    if (!runsOn(pid, data)) {
      // Its number may belong to any process by now, and PostgreSQL would refuse to start because of it.
      rmSync(pidFile, { force: true });
      return;
    }
    const waitedMs = performance.now() - startedAt;
    if (waitedMs > STOPS_WHEN_ASKED_MS) {
      throw new EmbeddedPostgresError(`A PostgreSQL server left behind (process ${pid}) still runs on ${data} and does not stop. Stop it with "kill -INT ${pid}", then start again.`);
    }
    if (!asked && waitedMs > STOPS_BY_ITSELF_MS) {
      log.warn({ pid, data }, 'a PostgreSQL server was left running by a process that is gone; stopping it');
      process.kill(pid, 'SIGINT');
      asked = true;
    }
  }
}

/** Is this process a PostgreSQL server on that folder? */
function runsOn(pid: number, data: string): boolean {
  return startOfProcess(pid) !== undefined && commandOfProcess(pid).includes(data);
}

async function initialise(folder: string, binaries: Binaries, account: Account): Promise<void> {
  const options = [
    '-D', folder, '-U', SUPERUSER, '-A', 'trust', '-E', 'UTF8', '--no-instructions',
    // Text compares by code point whatever the machine's locale, and still knows upper and lower case of every script.
    '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--lc-collate=C', '--lc-ctype=C',
  ];
  const [command = binaries.initdb, ...rest] = [...account.prefix, binaries.initdb, ...options];
  try {
    await promisify(execFile)(command, rest, { ...account.ids, cwd: '/', env: PROGRAM_ENVIRONMENT });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw new EmbeddedPostgresError(`The embedded PostgreSQL could not make its data folder ${folder}: ${String(error)}. Is the disk full or read-only?`, { cause: error });
  }
}
