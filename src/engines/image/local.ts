// The image models and detectors of this process: each is a thread of its own that is started when it is first asked, and ended when nobody asks.
import type { Log } from '../../lib/log.ts';
import type { DeviceChoice } from '../device.ts';
import { OnDemand } from '../on-demand.ts';
import type { Detection, Detector, ImageEngine, ImageOrder, MadeImage, MakeOptions, Picture } from './engine.ts';
import { imageDevice } from './image-device.ts';
import { EngineThread } from './pool/engine-thread.ts';
import { requireRoomFor } from './pool/memory.ts';
import type { Look, ModelFolder } from './pool/messages.ts';

/** Orders that callers keep under way: the next batch waits when one ends, however large they turn out to be. */
const WIDTH = 16;

export interface LocalModelOptions {
  readonly id: string;
  /** Where it lies, checked; throws ModelUnavailable where it is gone or is not as it was installed. */
  readonly locate: () => Promise<ModelFolder>;
  readonly device: DeviceChoice;
  /** Of a step on the CPU. */
  readonly threads: number;
  /** Unloaded after so long without an order. */
  readonly idleMs: number;
  readonly log: Log;
}

export interface LocalImageOptions extends LocalModelOptions {
  /** Where the safety checker lies, as `locate` says it; null: no picture is looked at. */
  readonly locateSafety: (() => Promise<ModelFolder>) | null;
  /** Called for each step of a batch, with the number of its pictures. */
  readonly onPass: (pictures: number) => void;
  /** Called for each picture. */
  readonly onMade: () => void;
}

export class LocalImageEngine implements ImageEngine {
  readonly width = WIDTH;
  readonly #options: LocalImageOptions;
  readonly #thread: OnDemand<EngineThread<ImageOrder, MadeImage>>;
  #fingerprint: string | null = null;

  constructor(options: LocalImageOptions) {
    this.#options = options;
    this.#thread = new OnDemand({ ...options, load: () => this.#load() });
  }

  get model(): string {
    return this.#options.id;
  }

  get isLoaded(): boolean {
    return this.#thread.loaded !== null;
  }

  get device(): string {
    return this.#thread.loaded?.device ?? this.#options.device;
  }

  /** CUDA chooses its algorithms by their speed on the day. */
  get repeatable(): boolean {
    return this.device !== 'cuda';
  }

  get fingerprint(): string | null {
    return this.#fingerprint;
  }

  async make(order: ImageOrder, options: MakeOptions): Promise<MadeImage> {
    const made = await this.#thread.use(options.signal, (thread) => thread.ask(order, options));
    this.#options.onMade();
    return made;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#thread[Symbol.asyncDispose]();
  }

  async #load(): Promise<EngineThread<ImageOrder, MadeImage>> {
    const { locateSafety, onPass } = this.#options;
    const safety = (await locateSafety?.()) ?? null;
    const thread = await startThread<ImageOrder, MadeImage>(this.#options, { file: new URL('./pool/pipeline-thread.ts', import.meta.url), safety, onPass });
    this.#fingerprint = thread.fingerprint;
    return thread;
  }
}

export class LocalDetector implements Detector {
  readonly #options: LocalModelOptions;
  readonly #thread: OnDemand<EngineThread<Look, Detection>>;

  constructor(options: LocalModelOptions) {
    this.#options = options;
    this.#thread = new OnDemand({ ...options, load: () => startThread<Look, Detection>(options, { file: new URL('./pool/detector-thread.ts', import.meta.url) }) });
  }

  get model(): string {
    return this.#options.id;
  }

  get isLoaded(): boolean {
    return this.#thread.loaded !== null;
  }

  get device(): string {
    return this.#thread.loaded?.device ?? this.#options.device;
  }

  detect(picture: Picture, labels: readonly string[], options: Pick<MakeOptions, 'lane' | 'signal'>): Promise<Detection> {
    return this.#thread.use(options.signal, (thread) => thread.ask({ picture, labels }, options));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#thread[Symbol.asyncDispose]();
  }
}

interface StartOptions {
  readonly file: URL;
  readonly safety?: ModelFolder | null;
  readonly onPass?: (orders: number) => void;
}

async function startThread<Work, Answer>({ id, locate, device: choice, threads, log }: LocalModelOptions, { file, safety = null, onPass = () => {} }: StartOptions): Promise<EngineThread<Work, Answer>> {
  const model = await locate();
  await requireRoomFor(id, safety === null ? [model.path] : [model.path, safety.path]);
  const { device, reason } = await imageDevice(choice);
  if (reason !== undefined) log.info({ model: id, reason }, 'the image model runs on the CPU');
  return EngineThread.start<Work, Answer>({ id, file, data: { model, safety, device, threads }, onPass });
}
