// What the system knows of a process: its memory, and the processes it started. Linux tells it in /proc; elsewhere it is not known.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface Memory {
  /** The most that it had at one time. */
  readonly peakBytes: number;
  /** What it has now. */
  readonly nowBytes: number;
}

/** Resident memory of one process with all its threads, without the processes it started. NaN where the system does not tell. */
export function memoryOf(pid: number): Memory {
  const status = read(`/proc/${pid}/status`);
  const bytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024;
  return { peakBytes: bytes('VmHWM'), nowBytes: bytes('VmRSS') };
}

/** Memory that the processes started by this one hold now, and what those started: shared pages are counted by their share (PSS). */
export function memoryOfChildren(pid: number): number {
  return descendantsOf(pid).reduce((sum, child) => sum + Number(/^Pss:\s+(\d+) kB/m.exec(read(`/proc/${child}/smaps_rollup`))?.[1] ?? 0) * 1024, 0);
}

function descendantsOf(pid: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of list('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = /^PPid:\s+(\d+)/m.exec(read(`/proc/${name}/status`))?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const below = (above: number): number[] => [...parents].flatMap(([child, parent]) => (parent === above ? [child, ...below(child)] : []));
  return below(pid);
}

/** The words before a command that bind it, and all that it starts, to so many cores; null where that cannot be done here. */
export function boundTo(cores: number): readonly string[] | null {
  const words = ['taskset', '-c', cores === 1 ? '0' : `0-${cores - 1}`];
  return spawnSync(words[0] ?? '', [...words.slice(1), 'true']).status === 0 ? words : null;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // it ended meanwhile, or this system has no /proc
  }
}

function list(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
