// Lets one process at a time own the embedded database's folder. Never trusts a bare pid: the lock names the process by
// its start too, and, for processes that cannot see one another (containers sharing a volume), it is touched every
// two seconds. Taken over only from an owner that is proven dead, or silent for STALE_AFTER_MS.
import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { placeOfProcesses, startOfProcess } from '../../lib/processes.ts';
import type { Log } from '../../lib/log.ts';
import { EmbeddedPostgresError } from './binaries.ts';

const TOUCH_EVERY_MS = 2_000;
/** An owner of another place that has not touched its lock for so long is taken for dead. */
const STALE_AFTER_MS = 12_000;

interface Owner {
  readonly pid: number;
  readonly start: string;
  readonly place: string;
  readonly token: string;
}

/** Thrown when a live process owns the folder; the message has its pid and what to do. */
export class FolderInUseError extends EmbeddedPostgresError {
  override readonly name = 'FolderInUseError';
}

/** Owns `folder` until disposed. Throws FolderInUseError when another process does; waits only for one that it cannot see. */
export async function lockFolder(folder: string, log: Log): Promise<Disposable> {
  const file = path.join(folder, 'owner.lock');
  const me: Owner = { pid: process.pid, start: startOfProcess(process.pid) ?? '', place: placeOfProcesses(), token: randomUUID() };
  const giveUpAt = performance.now() + STALE_AFTER_MS + TOUCH_EVERY_MS;
  for (let told = false; !tryCreate(file, me); ) {
    const other = readOwner(file);
    const verdict = judge(file, other, me);
    if (verdict === 'alive' || (verdict === 'unsure' && performance.now() > giveUpAt)) throw inUse(folder, other);
    if (verdict === 'dead') takeAway(file, other);
    else {
      if (!told) log.info({ folder, owner: other }, 'the database folder has an owner that cannot be seen from here; waiting for a sign of life');
      told = true;
      await sleep(500);
    }
  }
  return hold(file, me, log);
}

function tryCreate(file: string, me: Owner): boolean {
  try {
    writeFileSync(file, JSON.stringify(me), { flag: 'wx', flush: true });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined when there is none, or none that was written whole. */
function readOwner(file: string): Owner | undefined {
  try {
    // Written by tryCreate; anything else ends as an owner whose fields match nothing.
    return JSON.parse(readFileSync(file, 'utf8')) as Owner;
  } catch {
    // Gone meanwhile, or its writer died between creating and writing: judge() goes by its age.
    return undefined;
  }
}

function judge(file: string, other: Owner | undefined, me: Owner): 'alive' | 'dead' | 'unsure' {
  if (other !== undefined && other.place === me.place) {
    return startOfProcess(other.pid) === other.start ? 'alive' : 'dead';
  }
  const touchedAt = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  // The file's clock may be a server's: a time in the future counts as fresh.
  return touchedAt !== undefined && Date.now() - touchedAt > STALE_AFTER_MS ? 'dead' : 'unsure';
}

/** Removes the lock that was judged. Moved aside first: had another process meanwhile put its own there, it is put back. */
function takeAway(file: string, judged: Owner | undefined): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch {
    // Another process took it away first; the next turn of the loop sees what is there now.
    return;
  }
  if (readOwner(aside)?.token === judged?.token) rmSync(aside, { force: true });
  else renameSync(aside, file);
}

function hold(file: string, me: Owner, log: Log): Disposable {
  const timer = setInterval(() => {
    try {
      const now = new Date();
      utimesSync(file, now, now);
    } catch (error) {
      log.error({ file, error }, 'the lock of the database folder is gone; leave that folder alone while the service runs');
    }
  }, TOUCH_EVERY_MS);
  timer.unref();
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
      if (readOwner(file)?.token === me.token) unlinkSync(file);
    },
  };
}

function inUse(folder: string, other: Owner | undefined): FolderInUseError {
  const who = other === undefined ? 'another process' : `process ${other.pid}${other.pid === process.pid ? ' (this one)' : ''}`;
  return new FolderInUseError(
    `The database in ${folder} is in use by ${who}; an embedded database belongs to one process at a time. ` +
      'Stop that process, or start this one with another DATA_DIR, or give both the same DATABASE_URL to share the work.',
  );
}
