// Worker threads for whatever would hold up the event loop. A thread's file exports functions by name; arguments and results cross by
// structured clone, which keeps no error class: a file whose errors matter answers them as values (jobs/crossing.ts).
import { Piscina } from 'piscina';

export interface ThreadsOptions {
  /** The module that each thread loads. */
  readonly file: URL;
  readonly threads: number;
  /** Handed to the module in every thread as `workerData`. */
  readonly data?: unknown;
  /** Old-generation heap of a thread, in MB; a task that needs more ends its thread and rejects. Default: DEFAULT_HEAP_MB. */
  readonly heapMb?: number;
  /** How far behind the process's other threads these stand when a core is wanted by several: 0 to 19, as `nice` counts. Default: 0. */
  readonly niceness?: number;
}

export interface CallOptions {
  /** Ends the thread, and another takes its place, where the call lasts longer, waiting included. Left out: no bound. */
  readonly timeoutMs?: number;
}

/** Thrown when a call was not done in its time. */
export class ThreadTimeout extends Error {
  override readonly name = 'ThreadTimeout';
}

export const DEFAULT_HEAP_MB = 1_024;
/** Heap for what is new, of each thread: V8's own 64 MB hold more garbage and are no faster. */
const YOUNG_HEAP_MB = 16;
/** More tasks than this waiting for a thread: the next is refused at once. */
const MAX_QUEUE = 10_000;

/** A pool of threads: one is started at once and stays warm, the others come and go with the work. */
export class Threads implements AsyncDisposable {
  readonly #pool: Piscina;

  constructor(options: ThreadsOptions) {
    this.#pool = new Piscina({
      filename: options.file.href,
      minThreads: 1,
      maxThreads: Math.max(1, options.threads),
      maxQueue: MAX_QUEUE,
      idleTimeout: 30_000,
      concurrentTasksPerWorker: 1,
      workerData: options.data,
      niceIncrement: options.niceness ?? 0,
      resourceLimits: { maxOldGenerationSizeMb: options.heapMb ?? DEFAULT_HEAP_MB, maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
    });
    this.#pool.on('error', () => {}); // a thread that dies rejects its task; there is nobody else to tell
  }

  /** Runs the exported function of that name on a free thread. Rejects with a plain Error where it throws, or its thread dies. */
  async call(name: string, argument: unknown, { timeoutMs }: CallOptions = {}): Promise<unknown> {
    if (timeoutMs === undefined) return this.#pool.run(argument, { name });
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      return await this.#pool.run(argument, { name, signal });
    } catch (error) {
      throw signal.aborted ? new ThreadTimeout(`${name} took longer than ${timeoutMs} ms`, { cause: error }) : error;
    }
  }

  /** Resolves once a thread has loaded its module; rejects where it cannot, since tasks would wait for ever. */
  async ready(name: string): Promise<void> {
    const failed = new Promise<never>((_, reject) => this.#pool.once('error', reject));
    await Promise.race([this.#pool.run(undefined, { name }), failed]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.destroy();
  }
}
