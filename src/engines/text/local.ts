// A model of this process that is loaded when it is first asked, and unloaded when nobody has asked for a while. Whatever breaks it, the next
// order loads it anew. Loads come one after the other, so that each sees the memory that the one before has taken.
import { unlessAborted } from '../../lib/abort.ts';
import type { Log } from '../../lib/log.ts';
import type { DeviceChoice } from '../device.ts';
import type { TextEngine, TextOrder, WriteOptions, Written } from './engine.ts';
import { EngineFailed } from '../failures.ts';

/** Orders that callers keep under way, whatever width the loaded model turns out to have. */
const WIDTH = 16;

export interface LocalEngineOptions {
  readonly id: string;
  /** Where its file lies, checked; throws ModelUnavailable where it is gone, EngineFailed where it is not as it was pulled. */
  readonly locate: () => Promise<string>;
  readonly device: DeviceChoice;
  /** Of a pass on the CPU. */
  readonly threads: number;
  /** Tokens of one order, prompt and answer. */
  readonly contextTokens: number;
  /** Unloaded after so long without an order. */
  readonly idleMs: number;
  readonly log: Log;
}

let loading: Promise<unknown> = Promise.resolve();

export class LocalEngine implements TextEngine {
  readonly width = WIDTH;
  readonly #options: LocalEngineOptions;
  #engine: Promise<TextEngine> | null = null;
  #loaded: TextEngine | null = null;
  #unloading: Promise<unknown> = Promise.resolve();
  #writing = 0;
  #idle: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: LocalEngineOptions) {
    this.#options = options;
  }

  get model(): string {
    return this.#options.id;
  }

  get isLoaded(): boolean {
    return this.#loaded !== null;
  }

  get device(): string {
    return this.#loaded?.device ?? this.#options.device;
  }

  get repeatable(): boolean {
    return this.#loaded?.repeatable ?? this.#options.device !== 'cuda';
  }

  async write(order: TextOrder, options: WriteOptions): Promise<Written> {
    if (this.#closed) throw new EngineFailed('the service is stopping');
    this.#writing++;
    clearTimeout(this.#idle);
    const loaded = (this.#engine ??= this.#load());
    try {
      return await (await unlessAborted(loaded, options.signal)).write(order, options);
    } catch (error) {
      if (error instanceof EngineFailed) this.#drop(loaded);
      throw error;
    } finally {
      this.#writing--;
      if (this.#writing === 0 && !this.#closed) this.#idle = setTimeout(() => this.#drop(this.#engine), this.#options.idleMs).unref();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#idle);
    this.#drop(this.#engine);
    await this.#unloading;
  }

  #load(): Promise<TextEngine> {
    const { id, log } = this.#options;
    const load = async (): Promise<TextEngine> => {
      const startedMs = performance.now();
      const file = await this.#options.locate();
      const { loadLlama } = await import('./llama/load.ts'); // only now: most services never load a model
      const loaded = await loadLlama({ ...this.#options, file });
      if (this.#engine === engine) this.#loaded = loaded; // else nobody has waited for it
      log.info({ model: id, device: loaded.device, width: loaded.width, tookMs: Math.round(performance.now() - startedMs) }, 'model loaded');
      return loaded;
    };
    const engine = loading.then(load, load);
    loading = engine;
    engine.catch(() => { // told to whoever waits for it; the next order tries again
      if (this.#engine === engine) this.#engine = null;
    });
    return engine;
  }

  /** Forgets the engine, if it is still the one, and closes it once its last order is over. */
  #drop(engine: Promise<TextEngine> | null): void {
    if (engine === null || this.#engine !== engine) return;
    this.#engine = null;
    this.#loaded = null;
    const { id, log } = this.#options;
    const unloaded = engine.then((one) => one[Symbol.asyncDispose]());
    this.#unloading = Promise.allSettled([this.#unloading, unloaded]);
    loading = Promise.allSettled([loading, unloaded]); // what comes next shall find its memory free
    unloaded.then(
      () => log.info({ model: id }, 'model unloaded'),
      () => {}, // it never was loaded, or is gone with its failure
    );
  }
}
