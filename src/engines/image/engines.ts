// The image engines and detectors of this process, by model: made when first asked for, shared by all jobs, loaded and unloaded as they are used.
import type { ModelOnDevice } from '../device.ts';
import type { Detector, ImageEngine, SafetyChoice } from './engine.ts';
import { LocalDetector, LocalImageEngine, type LocalModelOptions } from './local.ts';

export interface ImageEnginesOptions extends Omit<LocalModelOptions, 'id' | 'locate'> {
  readonly safety: SafetyChoice;
  /** Where the folder of an installed model lies; see LocalModelOptions. */
  readonly locate: (id: string) => Promise<string>;
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

  of(model: string): ImageEngine {
    return knownOr(this.#engines, model, () => new LocalImageEngine({
      ...this.#modelOptions(model),
      locateSafety: null,
      onPass: (pictures) => this.#count({ steps: pictures, passes: 1 }),
      onMade: () => this.#count({ images: 1 }),
    }));
  }

  detector(model: string): Detector {
    return knownOr(this.#detectors, model, () => new LocalDetector(this.#modelOptions(model)));
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

  #modelOptions(id: string): LocalModelOptions {
    return { ...this.#options, id, locate: () => this.#options.locate(id) };
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
