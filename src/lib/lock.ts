// A lock file: one process at a time owns what it stands for, and a killed one does not keep it. Never trusts a bare pid: the lock names
// the process by its start too, and, for processes that cannot see one another (containers sharing a volume), it is touched every two
// seconds. Taken over only from an owner that is proven dead, or silent for STALE_AFTER_MS.
import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isCode } from './disk.ts';
import { placeOfProcesses, startOfProcess } from './processes.ts';

const TOUCH_EVERY_MS = 2_000;
/** An owner of another place that has not touched its lock for so long is taken for dead. */
export const STALE_AFTER_MS = 12_000;
/** Waits long enough to see whether an owner of another place still touches its lock. */
export const UNTIL_SURE_MS = STALE_AFTER_MS + TOUCH_EVERY_MS;

export interface LockOwner {
  readonly pid: number;
  readonly start: string;
  readonly place: string;
  readonly token: string;
}

/** Thrown when another owner has the lock: another process, or this one already. */
export class LockHeld extends Error {
  override readonly name = 'LockHeld';
  /** In words, such as `process 4711`. */
  readonly holder: string;

  constructor(file: string, owner: LockOwner | undefined) {
    const holder = owner === undefined ? 'another process' : `process ${owner.pid}${owner.pid === process.pid ? ' (this one)' : ''}`;
    super(`${file} is held by ${holder}`);
    this.holder = holder;
  }
}

export interface LockOptions {
  /** How long to wait for an owner of another place to touch its lock, or to be taken for dead. Default: 0, so that it counts as alive. */
  readonly waitMs?: number;
  /** Called once, where that is waited for. */
  readonly onWait?: (owner: LockOwner | undefined) => void;
  /** Called when the lock file is gone although nobody has released it. */
  readonly onLost?: (error: unknown) => void;
}

/** Owns `file`, which its folder must have room for, until disposed. Throws LockHeld when somebody else does; waits only for an owner that it cannot see. */
export async function takeLock(file: string, { waitMs = 0, onWait, onLost }: LockOptions = {}): Promise<Disposable> {
  const me: LockOwner = { pid: process.pid, start: startOfProcess(process.pid) ?? '', place: placeOfProcesses(), token: randomUUID() };
  const giveUpAt = performance.now() + waitMs;
  for (let told = false; !tryCreate(file, me); ) {
    const other = readOwner(file);
    const verdict = judge(file, other, me.place);
    if (verdict === 'alive' || (verdict === 'unsure' && performance.now() >= giveUpAt)) throw new LockHeld(file, other);
    if (verdict === 'dead') takeAway(file, other);
    else {
      if (!told) onWait?.(other);
      told = true;
      await sleep(500);
    }
  }
  return hold(file, me, onLost);
}

/** Has the lock an owner that is not known to be dead? */
export function isLocked(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined && judge(file, readOwner(file), placeOfProcesses()) !== 'dead';
}

function tryCreate(file: string, me: LockOwner): boolean {
  try {
    writeFileSync(file, JSON.stringify(me), { flag: 'wx', flush: true });
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Undefined when there is none, or none that was written whole. */
function readOwner(file: string): LockOwner | undefined {
  try {
    // Written by tryCreate; anything else ends as an owner whose fields match nothing.
    return JSON.parse(readFileSync(file, 'utf8')) as LockOwner;
  } catch {
    // Gone meanwhile, or its writer died between creating and writing: judge() goes by its age.
    return undefined;
  }
}

function judge(file: string, owner: LockOwner | undefined, myPlace: string): 'alive' | 'dead' | 'unsure' {
  if (owner !== undefined && owner.place === myPlace) return startOfProcess(owner.pid) === owner.start ? 'alive' : 'dead';
  const touchedAt = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  // The file's clock may be a server's: a time in the future counts as fresh.
  return touchedAt !== undefined && Date.now() - touchedAt > STALE_AFTER_MS ? 'dead' : 'unsure';
}

/** Removes the lock that was judged. Moved aside first: had another process meanwhile put its own there, it is put back. */
function takeAway(file: string, judged: LockOwner | undefined): void {
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

function hold(file: string, me: LockOwner, onLost: LockOptions['onLost']): Disposable {
  const timer = setInterval(() => {
    try {
      const now = new Date();
      utimesSync(file, now, now);
    } catch (error) {
      onLost?.(error);
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
