// The text engines of this process, by model: made when first asked for, shared by all jobs, loaded and unloaded as they are used.
import type { TextEngine } from './engine.ts';
import { LocalEngine, type LocalEngineOptions } from './local.ts';

export type TextEnginesOptions = Omit<LocalEngineOptions, 'id' | 'locate'> & {
  /** Where the file of an installed model lies; see LocalEngineOptions. */
  readonly locate: (id: string) => Promise<string>;
};

export class TextEngines implements AsyncDisposable {
  readonly #options: TextEnginesOptions;
  readonly #engines = new Map<string, LocalEngine>();

  constructor(options: TextEnginesOptions) {
    this.#options = options;
  }

  of(model: string): TextEngine {
    const known = this.#engines.get(model);
    if (known !== undefined) return known;
    const engine = new LocalEngine({ ...this.#options, id: model, locate: () => this.#options.locate(model) });
    this.#engines.set(model, engine);
    return engine;
  }

  /** The device that a model is loaded on; null while it is not. */
  loadedOn(model: string): string | null {
    return this.#engines.get(model)?.loadedOn ?? null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#engines.values()].map((engine) => engine[Symbol.asyncDispose]()));
  }
}
