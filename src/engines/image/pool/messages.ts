// What the service and the thread of a model tell each other. Structured clone keeps no error class, so failures cross as what a caller can act on.
import { messageOf } from '../../../lib/message.ts';
import type { Device } from '../../device.ts';
import { EngineFailed, OrderRefused } from '../../failures.ts';
import type { Picture, Step } from '../engine.ts';
import type { Hashes } from '../fingerprint.ts';

/** An installed model's folder. */
export interface ModelFolder {
  readonly path: string;
  /** Of its files, as they were when it was installed. */
  readonly hashes: Hashes;
}

/** What a thread is started with. */
export interface ThreadOptions {
  readonly model: ModelFolder;
  /** Null: no picture is looked at. */
  readonly safety: ModelFolder | null;
  readonly device: Device;
  /** Threads of a step on the CPU. */
  readonly threads: number;
}

/** What a detector is asked for. */
export interface Look {
  readonly picture: Picture;
  readonly labels: readonly string[];
}

export type Told<Work> =
  | { readonly kind: 'order'; readonly id: number; readonly lane: string; readonly work: Work }
  | { readonly kind: 'watch'; readonly id: number; readonly isWatched: boolean }
  | { readonly kind: 'drop'; readonly id: number }
  | { readonly kind: 'stop' };

export type Heard<Answer> =
  /** One pass of the model, with all the orders that went through it together. */
  | { readonly kind: 'pass'; readonly steps: readonly OrderStep[] }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: Failure };

export interface OrderStep extends Step {
  readonly id: number;
}

/** What a thread tells first, once its model is loaded; one that cannot load it ends by its error. */
export interface Ready {
  /** Of the model, its runtime and its device: all that decides what comes of an order. */
  readonly fingerprint: string;
}

export interface Failure {
  /** Else the engine failed. */
  readonly isRefusal: boolean;
  readonly message: string;
}

export function failureOf(error: unknown): Failure {
  return { isRefusal: error instanceof OrderRefused, message: messageOf(error) };
}

export function errorOf({ isRefusal, message }: Failure): EngineFailed | OrderRefused {
  return isRefusal ? new OrderRefused(message) : new EngineFailed(message);
}
