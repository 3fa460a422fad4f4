// What an image engine and a detector are to those who use them. An order asks for one picture; callers keep several under way, those that match
// in size, steps, scheduler and guidance go through the model together, and lanes take turns.
import type { Box } from '../../domain/images/boxes.ts';
import type { ImageOrder } from '../../domain/images/order.ts';

export type { Box, ImageOrder };

/** Pixels, three bytes each (red, green, blue), row by row from the top left. */
export interface Picture {
  readonly rgb: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** How far an order is. */
export interface Step {
  /** From 1 on. */
  readonly step: number;
  readonly of: number;
  /** Its present look, an eighth as wide and high; null: at this step none was made, they come a few a second at most. */
  readonly preview: Picture | null;
}

export interface MadeImage {
  readonly picture: Picture;
  /** Tokens of the prompt and of the negative prompt that the text encoder had no room for. */
  readonly truncatedTokens: number;
  /** The verdict of the safety checker; null: there is none. */
  readonly isSafe: boolean | null;
}

export interface MakeOptions {
  /** Lanes take turns, order by order: a job's id. */
  readonly lane: string;
  readonly signal: AbortSignal;
  readonly onStep?: (step: Step) => void;
}

export interface ImageEngine extends AsyncDisposable {
  /** The model's id. */
  readonly model: string;
  /** `cpu` or `cuda`. */
  readonly device: string;
  /** Whether the same order gives the same bytes again, on this build and device, whatever its company. */
  readonly repeatable: boolean;
  readonly isLoaded: boolean;
  /** Orders that one caller should keep under way. */
  readonly width: number;
  /** Rejects with the signal's reason after the present step, else with EngineFailed, or OrderRefused where the model cannot make such a picture. */
  make(order: ImageOrder, options: MakeOptions): Promise<MadeImage>;
}

export interface Detector extends AsyncDisposable {
  /** The model's id. */
  readonly model: string;
  /** Of its weights; stands on every box. */
  readonly sha256: string;
  /** What it knows; null: whatever can be said (open vocabulary). */
  readonly labels: readonly string[] | null;
  /** The best first. Throws OrderRefused for a label that it does not know. */
  detect(picture: Picture, labels: readonly string[], options: Omit<MakeOptions, 'onStep'>): Promise<readonly Box[]>;
}
