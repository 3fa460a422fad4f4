// The process's worker threads, by what they do, with the errors of domain and files as they were thrown. Three bulkheads, so that none starves the
// others: `plans` for what a definition is made into (imports, and the plans of runs: seconds for a huge one), `rows` for what somebody looks at
// (previews, pages and streams of rows), `bulk` for tasks of runs.
import { LimitReached } from '../domain/errors.ts';
import { Threads, ThreadTimeout, type CallOptions } from '../lib/threads.ts';
import { crossed, type Crossed } from './crossing.ts';
import type * as work from './work.ts';

type Work = typeof work;
/** The functions of work.ts that a thread runs. */
type Crossing = 'fileContent' | 'imported' | 'unclear' | 'frozen' | 'pairsPlanned' | 'imagesPlanned' | 'seriesPlanned' | 'anomaliesIn' | 'readingsShown' | 'preview' | 'rowsOf' | 'tried' | 'asked' | 'diversity' | 'measured' | 'detected' | 'partWritten' | 'wholeWritten' | 'joined' | 'settled';
type ArgsOf<F> = F extends (args: infer Args) => unknown ? (Args extends readonly unknown[] ? Args : never) : never;
type ValueOf<F> = F extends (args: never) => Promise<Crossed<infer T>> ? T : never;

export interface WorkThreadsOptions {
  readonly data: work.ThreadData;
  /** Threads for tasks of runs: the worker's places. 0: this process runs none. */
  readonly places: number;
}

const PLANS_THREADS = 2;
const ROWS_THREADS = 2;
const OF_PLANS: ReadonlySet<Crossing> = new Set(['fileContent', 'imported', 'unclear', 'frozen', 'pairsPlanned', 'imagesPlanned', 'seriesPlanned']);
/** The serving thread moves bytes for everybody, and goes before; then whoever is shown something. */
const PLANS_NICENESS = 2;
const BULK_NICENESS = 5;
/** Whoever waits for longer has asked for too much; the thread must not be lost to the others. */
const QUICK_TIMEOUT_MS = 60_000;
/** A file may be of gigabytes, which takes a minute where the cores are busy. Shorter than a connection may be still (IDLE_MS of server/http.ts), so that whoever waits is told. */
const FILE_TIMEOUT_MS = 110_000;

export class WorkThreads implements AsyncDisposable {
  readonly #plans: Threads;
  readonly #rows: Threads;
  readonly #bulk: Threads | null;

  private constructor({ data, places }: WorkThreadsOptions) {
    const file = new URL('./work.ts', import.meta.url);
    this.#plans = new Threads({ file, threads: PLANS_THREADS, data, niceness: PLANS_NICENESS });
    this.#rows = new Threads({ file, threads: ROWS_THREADS, data });
    this.#bulk = places === 0 ? null : new Threads({ file, threads: places, data, niceness: BULK_NICENESS });
  }

  /** Starts one thread of each kind. Rejects where their module cannot be loaded. */
  static async open(options: WorkThreadsOptions): Promise<WorkThreads> {
    const threads = new WorkThreads(options);
    await Promise.all([threads.#plans, threads.#rows, threads.#bulk].map((pool) => pool?.ready('loaded')));
    return threads;
  }

  /** For somebody who waits. Throws LimitReached where it takes too long. */
  quick<Name extends Crossing>(name: Name, ...args: ArgsOf<Work[Name]>): Promise<ValueOf<Work[Name]>> {
    return run(OF_PLANS.has(name) ? this.#plans : this.#rows, name, args, { timeoutMs: name === 'fileContent' ? FILE_TIMEOUT_MS : QUICK_TIMEOUT_MS });
  }

  /** For a task of a run. */
  bulk<Name extends Crossing>(name: Name, ...args: ArgsOf<Work[Name]>): Promise<ValueOf<Work[Name]>> {
    if (this.#bulk === null) throw new Error('this process runs no tasks of runs');
    return run(this.#bulk, name, args);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#plans, this.#rows, this.#bulk].map((pool) => pool?.[Symbol.asyncDispose]()));
  }
}

async function run<T>(threads: Threads, name: string, args: readonly unknown[], options: CallOptions = {}): Promise<T> {
  try {
    return crossed((await threads.call(name, args, options)) as Crossed<T>); // what `crossing` made of the function named
  } catch (error) {
    if (error instanceof ThreadTimeout) throw new LimitReached(`expected work of at most ${(options.timeoutMs ?? 0) / 1_000} s, got more: ${name === 'fileContent' ? 'send a part of the file, such as every tenth row' : 'ask for less at once'}`, { cause: error });
    throw error;
  }
}
