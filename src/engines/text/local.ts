// A text model of this process, loaded when it is first asked.
import type { Log } from '../../lib/log.ts';
import type { DeviceChoice } from '../device.ts';
import { OnDemand } from '../on-demand.ts';
import type { TextEngine, TextOrder, WriteOptions, Written } from './engine.ts';
import type { LlamaEngine } from './llama/engine.ts';

/** Orders that callers keep under way while the model is not loaded yet. */
const WIDTH = 32;

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

export class LocalEngine implements TextEngine {
  readonly #options: LocalEngineOptions;
  readonly #engine: OnDemand<LlamaEngine>;

  constructor(options: LocalEngineOptions) {
    this.#options = options;
    this.#engine = new OnDemand({ ...options, load: () => loadLocal(options) });
  }

  get model(): string {
    return this.#options.id;
  }

  get width(): number {
    return this.#engine.loaded?.width ?? WIDTH;
  }

  get isLoaded(): boolean {
    return this.#engine.loaded !== null;
  }

  get device(): string {
    return this.#engine.loaded?.device ?? this.#options.device;
  }

  get repeatable(): boolean {
    return this.#engine.loaded?.repeatable ?? this.#options.device !== 'cuda';
  }

  write(order: TextOrder, options: WriteOptions): Promise<Written> {
    return this.#engine.use(options.signal, (engine) => engine.write(order, options));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#engine[Symbol.asyncDispose]();
  }
}

async function loadLocal(options: LocalEngineOptions): Promise<LlamaEngine> {
  const file = await options.locate();
  const { loadLlama } = await import('./llama/load.ts'); // only now: most services never load a model
  return loadLlama({ ...options, file });
}
