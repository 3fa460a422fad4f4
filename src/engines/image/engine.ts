// What an image engine and a detector are to those who use them. An order asks for one picture; callers keep several under way, those that match
// in size, steps, scheduler and guidance go through the model together, and lanes take turns.
import type { Box } from '../../domain/images/boxes.ts';
import type { ImageOrder } from '../../domain/images/order.ts';

export type { Box, ImageOrder };

/** What is done about pictures that the safety checker takes for unsafe; `off`: none is looked at. */
export const SAFETY_CHOICES = ['off', 'flag', 'block'] as const;
export type SafetyChoice = (typeof SAFETY_CHOICES)[number];

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
  /** Whether anybody looks at previews: asked with each step, and none is made while it says no. Default: nobody does. */
  readonly isWatched?: () => boolean;
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
  /** All that decides the bytes of a picture beside its order: runtime, device, files; of the last load, null before the first. */
  readonly fingerprint: string | null;
  /**
   * Rejects with the signal's reason as soon as that is aborted (the picture itself is let go after the present step), else with EngineFailed, or
   * with OrderRefused where the model cannot make such a picture. Nothing it does holds the event loop.
   */
  make(order: ImageOrder, options: MakeOptions): Promise<MadeImage>;
}

export interface Detection {
  readonly boxes: readonly Box[];
  /** Of the detector's weights; stands on every box. */
  readonly sha256: string;
}

export interface Detector extends AsyncDisposable {
  /** The model's id. */
  readonly model: string;
  /** The best first. Rejects as ImageEngine.make does, and with OrderRefused for a label that it does not know. */
  detect(picture: Picture, labels: readonly string[], options: Pick<MakeOptions, 'lane' | 'signal'>): Promise<Detection>;
}
