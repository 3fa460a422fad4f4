// The image engines and detectors of this process, by model: made when first asked for, shared by all jobs, loaded and unloaded as they are used.
import { ModelUnavailable } from '../../domain/errors.ts';
import type { ModelOnDevice } from '../device.ts';
import type { ModelKind } from '../models/manifest.ts';
import { requireModel } from '../models/require-model.ts';
import type { ModelStore } from '../models/store.ts';
import type { Detector, ImageEngine, SafetyChoice } from './engine.ts';
import { LocalDetector, LocalImageEngine, type LocalModelOptions } from './local.ts';
import type { ModelFolder } from './pool/messages.ts';

export interface ImageEnginesOptions extends Omit<LocalModelOptions, 'id' | 'locate'> {
  readonly safety: SafetyChoice;
  readonly store: ModelStore;
}

/** What was done since the start. */
export interface ImageCounts {
  readonly images: number;
  /** Steps of pictures; divided by passes: how many shared a batch. */
  readonly steps: number;
  /** Steps of batches. */
  readonly passes: number;
}

export class ImageEngines implements AsyncDisposable {
  readonly safety: SafetyChoice;
  readonly #options: ImageEnginesOptions;
  readonly #engines = new Map<string, LocalImageEngine>();
  readonly #detectors = new Map<string, LocalDetector>();
  #counted: ImageCounts = { images: 0, steps: 0, passes: 0 };

  constructor(options: ImageEnginesOptions) {
    this.#options = options;
    this.safety = options.safety;
  }

  get counted(): ImageCounts {
    return this.#counted;
  }

  /** Throws ModelUnavailable, with how to get it, where pictures are to be looked at and there is no safety checker. */
  async requireSafety(): Promise<void> {
    if (this.safety === 'off') return;
    try {
      await this.#locateSafety();
    } catch (error) {
      throw error instanceof ModelUnavailable ? new ModelUnavailable(error.model, `SAFETY=${this.safety}, but ${error.message}; or set SAFETY=off`) : error;
    }
  }

  of(model: string): ImageEngine {
    return knownOr(this.#engines, model, () => new LocalImageEngine({
      ...this.#modelOptions(model, 'IMAGE'),
      locateSafety: this.safety === 'off' ? null : () => this.#locateSafety(),
      onPass: (pictures) => this.#count({ steps: pictures, passes: 1 }),
      onMade: () => this.#count({ images: 1 }),
    }));
  }

  detector(model: string): Detector {
    return knownOr(this.#detectors, model, () => new LocalDetector(this.#modelOptions(model, 'DETECTOR')));
  }

  /** The device that a model is loaded on; null while it is not. */
  loadedOn(model: string): string | null {
    return this.loaded.find((one) => one.model === model)?.device ?? null;
  }

  get loaded(): readonly ModelOnDevice[] {
    return this.#all.filter(({ isLoaded }) => isLoaded);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#all.map((one) => one[Symbol.asyncDispose]()));
  }

  get #all(): readonly (LocalImageEngine | LocalDetector)[] {
    return [...this.#engines.values(), ...this.#detectors.values()];
  }

  #modelOptions(id: string, kind: ModelKind): LocalModelOptions {
    return { ...this.#options, id, locate: () => this.#locate(id, kind) };
  }

  async #locate(id: string, kind: ModelKind): Promise<ModelFolder> {
    const { path, files } = await requireModel(this.#options.store, id, kind);
    return { path, hashes: Object.fromEntries(files.map((file) => [file.path, file.sha256])) };
  }

  /** The one that is standard here. */
  async #locateSafety(): Promise<ModelFolder> {
    const { store } = this.#options;
    const standard = (await store.list()).find(({ kind, isDefault }) => kind === 'SAFETY' && isDefault);
    return this.#locate(standard?.id ?? store.defaultOf('SAFETY'), 'SAFETY');
  }

  #count({ images = 0, steps = 0, passes = 0 }: Partial<ImageCounts>): void {
    const { images: made, steps: taken, passes: passed } = this.#counted;
    this.#counted = { images: made + images, steps: taken + steps, passes: passed + passes };
  }
}

function knownOr<T>(known: Map<string, T>, key: string, make: () => T): T {
  const one = known.get(key) ?? make();
  known.set(key, one);
  return one;
}
