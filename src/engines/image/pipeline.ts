// A Stable Diffusion pipeline, loaded: prompts become embeddings, orders that match become a batch, a batch goes on step by step. It blocks the
// thread that it runs on for as long as a step takes, so it belongs on a thread of its own.
import type { Device } from '../device.ts';
import type { ImageOrder, Picture } from './engine.ts';

/** What the text encoder makes of a text. */
export interface Embedding {
  /** Positions x width, row by row. */
  readonly hidden: Float32Array;
  /** Tokens that there was no room for. */
  readonly truncatedTokens: number;
}

/** An order that goes through the model, with its texts as the model reads them. */
export interface Member {
  readonly order: ImageOrder;
  readonly prompt: Embedding;
  readonly negative: Embedding;
}

export interface PipelineOptions {
  readonly device: Device;
  /** Threads of a step on the CPU. */
  readonly threads: number;
}

export declare class Pipeline {
  private constructor();
  /** @throws EngineFailed with what to do about it. */
  static load(folder: string, options: PipelineOptions): Promise<Pipeline>;
  /** All that decides the bytes of a picture beside its order, in lower-case hexadecimal. */
  readonly fingerprint: string;
  embed(text: string): Promise<Embedding>;
  /**
   * Members match in width, height, steps, scheduler and whether they are guided (guidance > 1); company changes no bit of a picture.
   * @throws OrderRefused where the model cannot make such a picture.
   */
  begin(members: readonly Member[]): Batch;
  /** Gives its memory back. */
  release(): Promise<void>;
}

export declare class Batch {
  private constructor();
  /** Steps in all: some schedulers take one more than was asked for. */
  readonly of: number;
  /** Steps done. */
  readonly step: number;
  /** Those that are still wanted. */
  readonly members: readonly Member[];
  /** One step for all members. */
  advance(): Promise<void>;
  /** The others go on without it. */
  drop(member: Member): void;
  /** How it looks at present, an eighth as wide and high; takes no model. */
  preview(member: Member): Picture;
  /** Its picture, once all steps are done. Throws EngineFailed where the model's arithmetic broke down (NaN). */
  decode(member: Member): Promise<Picture>;
}
