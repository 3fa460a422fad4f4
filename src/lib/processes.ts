// Looks at other processes of this machine: is it still the same one, and what was it started as. Never signals any.
// Where there is /proc it is read; elsewhere `ps` is asked. A pid alone proves nothing: numbers are used again,
// in containers at once, so whoever remembers a process remembers its start with it.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Where each field of /proc/<pid>/stat lies after the command's closing parenthesis. */
const STATE = 0;
const START_TICKS = 19;

/** When the process started, in words that no later one with its pid repeats; undefined when there is none, or a zombie. */
export function startOfProcess(pid: number): string | undefined {
  try {
    if (!hasProc()) {
      const [state, ...start] = ps(pid, 'state=,lstart=').split(/\s+/);
      return state === undefined || state.startsWith('Z') ? undefined : start.join(' ');
    }
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return /[ZX]/.test(fields[STATE] ?? 'X') ? undefined : fields[START_TICKS];
  } catch {
    // Both ways throw when there is no such process.
    return undefined;
  }
}

/** Its command and arguments in one line, or '' when there is no such process. */
export function commandOfProcess(pid: number): string {
  try {
    return hasProc() ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') : ps(pid, 'args=');
  } catch {
    // As above: gone.
    return '';
  }
}

/**
 * The place in which this process's pid has a meaning: machine, boot and pid namespace. Two processes of one place can
 * look at one another with the functions above; those of two places (containers sharing a volume) cannot.
 */
export function placeOfProcesses(): string {
  if (!hasProc()) return hostname();
  return [hostname(), readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(), readlinkSync('/proc/self/ns/pid')].join(' ');
}

function hasProc(): boolean {
  return existsSync('/proc/self/stat');
}

function ps(pid: number, columns: string): string {
  return execFileSync('ps', ['-o', columns, '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}
