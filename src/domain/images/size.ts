// Sizes of pictures: which can be asked for, and which a run has where its order says none.
import { InvalidInput, type InputIssue } from '../errors.ts';

/** Width and height are multiples of this, in pixels: a latent is an eighth as wide, and the UNet halves it three times. */
export const SIZE_STEP = 64;
/** Pixels of a side: attention takes memory by the fourth power of it. */
export const MAX_SIDE = 1_024;
/** Pixels of a picture to one of its latent. */
export const LATENT_SCALE = 8;
/** Where neither the order nor the model says one. */
export const DEFAULT_SIDE = 512;

/** In pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** What an order says of it. */
export type AskedSize = { readonly [Side in keyof PictureSize]?: number | undefined };

/** What a model was trained for: pictures as wide as high. */
export interface NativeSize {
  readonly side: number;
  /** It can make no other. */
  readonly isOnly: boolean;
}

export function isSide(pixels: number): boolean {
  return Number.isInteger(pixels) && pixels % SIZE_STEP === 0 && pixels >= SIZE_STEP && pixels <= MAX_SIDE;
}

/** What is wrong with what is asked for, at `image`. */
export function sizeIssues({ width, height }: AskedSize): readonly InputIssue[] {
  const sides = Object.entries({ width, height }).filter(([, side]) => side !== undefined && !isSide(side));
  return sides.map(([name, side]) => ({ path: ['image', name], message: `expected a multiple of ${SIZE_STEP} from ${SIZE_STEP} to ${MAX_SIDE} pixels, got ${side}` }));
}

/** The size of a run's pictures: as asked for, else as the model was made for. Throws InvalidInput, at `image`, where the model cannot make it. */
export function sizeFor({ width, height }: AskedSize, { model, native }: { readonly model: string; readonly native: NativeSize | null }): PictureSize {
  const side = native?.side ?? DEFAULT_SIDE;
  const size = { width: width ?? side, height: height ?? side };
  const wrong = Object.entries(size).filter(([, pixels]) => native?.isOnly === true && pixels !== side);
  if (wrong.length === 0) return size;
  throw new InvalidInput(wrong.map(([name, pixels]) => ({ path: ['image', name], message: `expected ${side} pixels, the only size that the model ${model} makes, got ${pixels}: ask for that, leave the size out, or name another model` })));
}
