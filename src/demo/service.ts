// The service, started as a user would: a process of its own, on its embedded default, on any free port. It ends with the demo,
// even where the demo is killed: it watches the channel between them.
import { fork, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
/** Absolute. */
export const DATA_FOLDER = resolve(process.env['DATA_DIR'] || 'generated_data');
const READY_WITHIN_MS = 120_000;
const STOPPED_WITHIN_MS = 30_000;
/** Of what it logs, this much is kept to explain a failure. */
const KEPT_LOG_CHARACTERS = 4_000;

export interface Service extends AsyncDisposable {
  /** Such as http://127.0.0.1:43667/graphql. */
  readonly address: string;
  /** Rejects when it ends by itself, with what it logged last. Never resolves. */
  readonly failed: Promise<never>;
}

/** Resolves when it is ready. Rejects with its own message where it cannot start, and when the signal comes; nothing is left running then. */
export async function startService(signal: AbortSignal): Promise<Service> {
  // No DATABASE_URL: a demo has no business in a database of yours.
  const env = { ...process.env, DATA_DIR: DATA_FOLDER, DATABASE_URL: '', PORT: '0', HOST: '127.0.0.1', ROLE: 'all', LOG_LEVEL: 'warn' };
  const child = fork(MAIN, [], { env, execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const ended = new Promise<void>((done) => child.once('exit', () => done())); // 'close' never comes once the channel is closed on this side
  let log = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-KEPT_LOG_CHARACTERS);
  });
  const broken = (what: string): Error => new Error(`${what} It said:\n${log.trim() || 'nothing'}`);
  const failed = ended.then(() => Promise.reject<never>(broken('The service ended by itself.')));
  failed.catch(() => undefined); // whoever waits for it hears of it; ended by us, nobody does
  const late = new AbortController();
  const lateTimer = setTimeout(() => late.abort(broken(`The service was not ready within ${READY_WITHIN_MS / 1_000} s.`)), READY_WITHIN_MS);
  const stop = async (): Promise<void> => {
    if (child.connected) child.disconnect();
    const killTimer = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS);
    await ended;
    clearTimeout(killTimer);
  };
  try {
    const address = await Promise.race([readyAddress(child), failed, aborted(AbortSignal.any([signal, late.signal]))]);
    return { address, failed, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(lateTimer);
  }
}

/** Rejects with the signal's reason. */
export function aborted(signal: AbortSignal): Promise<never> {
  const promise = new Promise<never>((_, reject) => {
    const refuse = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason)));
    if (signal.aborted) refuse();
    else signal.addEventListener('abort', refuse, { once: true });
  });
  promise.catch(() => undefined); // the work may be over first
  return promise;
}

function readyAddress(child: ChildProcess): Promise<string> {
  return new Promise((found) => {
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const address = /^Verisim ready at (\S+)$/.exec(line)?.[1];
      if (address !== undefined) found(address);
    });
  });
}
