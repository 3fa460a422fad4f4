// The text engines of this process, by model: made when first asked for, shared by all jobs, loaded and unloaded as they are used.
import type { ModelOnDevice } from '../device.ts';
import type { TextEngine } from './engine.ts';
import { LocalEngine, type LocalEngineOptions } from './local.ts';
import { remoteEngine } from './remote/engine.ts';
import { remoteId, type RemoteSettings } from './remote/settings.ts';

export type TextEnginesOptions = Omit<LocalEngineOptions, 'id' | 'locate'> & {
  /** A model elsewhere; null: there is none. */
  readonly remote: RemoteSettings | null;
  /** Where the file of an installed model lies; see LocalEngineOptions. */
  readonly locate: (id: string) => Promise<string>;
};

export class TextEngines implements AsyncDisposable {
  readonly #options: TextEnginesOptions;
  readonly #engines = new Map<string, TextEngine>();

  constructor(options: TextEnginesOptions) {
    this.#options = options;
  }

  of(model: string): TextEngine {
    const known = this.#engines.get(model);
    if (known !== undefined) return known;
    const { remote, locate, log } = this.#options;
    const engine = remote !== null && model === remoteId(remote) ? remoteEngine(remote, log) : new LocalEngine({ ...this.#options, id: model, locate: () => locate(model) });
    this.#engines.set(model, engine);
    return engine;
  }

  /** The device that a model is loaded on; null while it is not. */
  loadedOn(model: string): string | null {
    const engine = this.#engines.get(model);
    return engine?.isLoaded === true ? engine.device : null;
  }

  get loaded(): readonly ModelOnDevice[] {
    return [...this.#engines.values()].filter(({ isLoaded }) => isLoaded);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#engines.values()].map((engine) => engine[Symbol.asyncDispose]()));
  }
}
