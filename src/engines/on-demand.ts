// A model of this process that is loaded when it is first used, and unloaded when nobody has used it for a while. Whatever breaks it, the next
// use loads it anew. Loads come one after the other, whatever they load, so that each sees the memory that the one before has taken; one that fails is
// tried once more without the models that nobody uses just then.
import { unlessAborted } from '../lib/abort.ts';
import type { Log } from '../lib/log.ts';
import { EngineFailed } from './failures.ts';

/** Disposing it ends what is under way, by EngineFailed, and gives its memory back. */
export interface LoadedModel extends AsyncDisposable {
  /** `cpu` or `cuda`. */
  readonly device: string;
  /** It can do nothing more, and is to be loaded anew. */
  readonly isBroken: boolean;
}

export interface OnDemandOptions<Loaded extends LoadedModel> {
  /** Of the model, for the log. */
  readonly id: string;
  /** Called for no two models at once. */
  readonly load: () => Promise<Loaded>;
  /** Unloaded after so long without use. */
  readonly idleMs: number;
  readonly log: Log;
}

let loading: Promise<unknown> = Promise.resolve();
/** Those that are loaded, of every kind. */
const inMemory = new Set<OnDemand<LoadedModel>>();

export class OnDemand<Loaded extends LoadedModel> implements AsyncDisposable {
  readonly #options: OnDemandOptions<Loaded>;
  #model: Promise<Loaded> | null = null;
  #loaded: Loaded | null = null;
  #unloading: Promise<unknown> = Promise.resolve();
  #uses = 0;
  #idle: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: OnDemandOptions<Loaded>) {
    this.#options = options;
  }

  /** Null while it is not loaded. */
  get loaded(): Loaded | null {
    return this.#loaded;
  }

  /**
   * What the work comes to. Rejects with the signal's reason where that is aborted while the model is loaded, with what its loading fails for, and
   * with what the work rejects with.
   */
  async use<T>(signal: AbortSignal, work: (loaded: Loaded) => Promise<T>): Promise<T> {
    if (this.#closed) throw new EngineFailed('the service is stopping');
    this.#uses++;
    clearTimeout(this.#idle);
    this.#dropBroken();
    try {
      return await work(await unlessAborted((this.#model ??= this.#load()), signal));
    } finally {
      this.#uses--;
      this.#dropBroken();
      if (this.#uses === 0 && !this.#closed) this.#idle = setTimeout(() => this.#drop(this.#model), this.#options.idleMs).unref();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#idle);
    this.#drop(this.#model);
    await this.#unloading;
  }

  #dropBroken(): void {
    if (this.#loaded?.isBroken === true) this.#drop(this.#model);
  }

  #load(): Promise<Loaded> {
    const { id, log } = this.#options;
    const load = async (): Promise<Loaded> => {
      const startedMs = performance.now();
      const loaded = await this.#loadedWithRoom();
      if (this.#model === model) {
        this.#loaded = loaded; // else nobody has waited for it
        inMemory.add(this);
      }
      log.info({ model: id, device: loaded.device, tookMs: Math.round(performance.now() - startedMs) }, 'model loaded');
      return loaded;
    };
    const model = loading.then(load, load);
    loading = model;
    model.catch(() => { // told to whoever waits for it; the next use tries again
      if (this.#model === model) this.#model = null;
    });
    return model;
  }

  /** Loads it; where that fails, for want of memory most likely, once more without the models that nobody uses. */
  async #loadedWithRoom(): Promise<Loaded> {
    const { id, load, log } = this.#options;
    try {
      return await load();
    } catch (error) {
      const idle = [...inMemory].filter((other) => other.#uses === 0);
      if (!(error instanceof EngineFailed) || idle.length === 0) throw error;
      log.info({ model: id, reason: error.message }, 'models that nobody uses are unloaded to make room');
      for (const other of idle) other.#drop(other.#model);
      await Promise.all(idle.map((other) => other.#unloading));
      return load();
    }
  }

  /** Forgets the model, if it is still the one, and closes it once its last order is over. */
  #drop(model: Promise<Loaded> | null): void {
    if (model === null || this.#model !== model) return;
    this.#model = null;
    this.#loaded = null;
    inMemory.delete(this);
    const { id, log } = this.#options;
    const unloaded = model.then((one) => one[Symbol.asyncDispose]());
    this.#unloading = Promise.allSettled([this.#unloading, unloaded]);
    loading = Promise.allSettled([loading, unloaded]); // what comes next shall find its memory free
    unloaded.then(
      () => log.info({ model: id }, 'model unloaded'),
      () => {}, // it never was loaded, or is gone with its failure
    );
  }
}
