// Pictures that form together: each has a scheduler, a generator and latents of its own, and only the UNet's call is shared. So company changes no
// bit of a picture, and one can leave at any step.
import { LATENT_SCALE } from '../../domain/images/size.ts';
import type { ImageOrder, Picture } from './engine.ts';
import { TorchGenerator } from './noise.ts';
import { previewOf, type LatentColours } from './preview.ts';
import type { Tensor } from './runtime.ts';
import type { SchedulerConfig } from './schedulers/config.ts';
import { createScheduler } from './schedulers/create.ts';
import type { Scheduler } from './schedulers/scheduler.ts';
import type { Embedding } from './text-encoder.ts';
import { LATENT_CHANNELS, type Unet } from './unet.ts';
import type { VaeDecoder } from './vae-decoder.ts';

/** An order that goes through the model, with its texts as the model reads them. */
export interface Member {
  readonly order: ImageOrder;
  readonly prompt: Embedding;
  readonly negative: Embedding;
}

export interface BatchModels {
  readonly unet: Unet;
  readonly vae: VaeDecoder;
  readonly scheduler: SchedulerConfig;
  /** For previews. */
  readonly colours: LatentColours;
}

/** A member on its way. */
interface Forming {
  readonly member: Member;
  readonly scheduler: Scheduler;
  readonly generator: TorchGenerator;
  latents: Float32Array;
}

export class Batch {
  /** Steps in all: some schedulers take one more than was asked for. */
  readonly of: number;
  readonly #models: BatchModels;
  readonly #size: { readonly width: number; readonly height: number };
  readonly #isGuided: boolean;
  #forming: readonly Forming[];
  /** What the UNet reads, for those who form; null: they have changed. */
  #context: Tensor | null = null;
  #step = 0;

  /** Members that match, one at least. Throws OrderRefused for steps that their scheduler cannot take. */
  constructor(models: BatchModels, members: readonly Member[]) {
    const [first] = members;
    if (first === undefined) throw new Error('a batch has one member at least');
    const { width, height, guidance } = first.order;
    this.#models = models;
    this.#size = { width: width / LATENT_SCALE, height: height / LATENT_SCALE };
    this.#isGuided = guidance > 1;
    this.#forming = members.map((member) => this.#begun(member));
    this.of = this.#forming[0]?.scheduler.timesteps.length ?? 0;
  }

  /** Steps done. */
  get step(): number {
    return this.#step;
  }

  /** Those that are still wanted. */
  get members(): readonly Member[] {
    return this.#forming.map(({ member }) => member);
  }

  /** One step for all members. */
  async advance(): Promise<void> {
    const forming = this.#forming; // one may be dropped meanwhile
    const { unet } = this.#models;
    this.#context ??= unet.context(this.#texts(forming));
    const predicted = await unet.predict(this.#shown(forming), this.#size, forming[0]?.scheduler.timesteps[this.#step] ?? 0, this.#context);
    forming.forEach((one, place) => {
      const output = this.#isGuided ? guided(this.#part(predicted, place), this.#part(predicted, forming.length + place), one.member.order.guidance) : this.#part(predicted, place);
      one.latents = one.scheduler.advance(output, this.#step, one.latents, () => one.generator.randn(this.#length));
    });
    this.#step++;
  }

  /** The others go on without it. */
  drop(member: Member): void {
    this.#forming = this.#forming.filter((one) => one.member !== member);
    this.#context = null;
  }

  /** How it looks at present, an eighth as wide and high; takes no model. */
  preview(member: Member): Picture {
    const { latents, scheduler } = this.#formingOf(member);
    return previewOf(this.#step < this.of ? scheduler.scaled(latents, this.#step) : latents, this.#models.colours, this.#size);
  }

  /** Its picture, once all steps are done. Throws OrderRefused where the model's arithmetic broke down (NaN). */
  async decode(member: Member): Promise<Picture> {
    if (this.#step < this.of) throw new Error(`a picture of ${this.of} steps is asked for after ${this.#step}`);
    return await this.#models.vae.decode(this.#formingOf(member).latents, this.#size);
  }

  /** Values of a latent. */
  get #length(): number {
    return LATENT_CHANNELS * this.#size.height * this.#size.width;
  }

  /** As diffusers begins, and goes on drawing: from one generator on the CPU for each picture. */
  #begun(member: Member): Forming {
    const { scheduler: name, steps, seed } = member.order;
    const scheduler = createScheduler(name, this.#models.scheduler, steps);
    const generator = new TorchGenerator(seed);
    return { member, scheduler, generator, latents: generator.randn(this.#length).map((value) => value * scheduler.initialSigma) };
  }

  /** Negative prompts first, where there is guidance. */
  #texts(forming: readonly Forming[]): Float32Array[] {
    const prompts = forming.map(({ member }) => member.prompt.hidden);
    return this.#isGuided ? [...forming.map(({ member }) => member.negative.hidden), ...prompts] : prompts;
  }

  /** What the UNet is shown, in the order of the texts. */
  #shown(forming: readonly Forming[]): Float32Array {
    const all = new Float32Array((this.#isGuided ? 2 : 1) * forming.length * this.#length);
    forming.forEach(({ scheduler, latents }, place) => all.set(scheduler.scaled(latents, this.#step), place * this.#length));
    if (this.#isGuided) all.copyWithin(all.length / 2, 0, all.length / 2);
    return all;
  }

  #part(all: Float32Array, place: number): Float32Array {
    return all.subarray(place * this.#length, (place + 1) * this.#length);
  }

  #formingOf(member: Member): Forming {
    const forming = this.#forming.find((one) => one.member === member);
    if (forming === undefined) throw new Error('a picture is asked for that its batch does not make');
    return forming;
  }
}

/** Classifier-free guidance (Ho and Salimans, 2022): away from what the negative prompt says, towards what the prompt says. */
function guided(negative: Float32Array, prompt: Float32Array, guidance: number): Float32Array {
  const output = new Float32Array(negative.length);
  for (let i = 0; i < output.length; i++) {
    const from = negative[i] ?? 0;
    output[i] = from + guidance * ((prompt[i] ?? 0) - from);
  }
  return output;
}
