// A picture as a model sees it that looks at pictures: made the size that it was trained on, and its colours put on a scale, by the model's
// preprocessor_config.json, as the image processors of transformers do it.
import { z } from 'zod';
import type { Picture } from './engine.ts';
import { BICUBIC, BILINEAR, resampled, type Filter, type Size } from './resample.ts';

/** Numbers of Pillow (PIL.Image.Resampling). */
const FILTERS: Readonly<Record<2 | 3, Filter>> = { 2: BILINEAR, 3: BICUBIC };

const side = z.int().min(1).max(4_096);
const size = z.union([
  side.transform((both) => ({ width: both, height: both })),
  z.tuple([side, side]).transform(([height, width]) => ({ width, height })),
  z.object({ width: side, height: side }),
], 'expected one number, [height, width], or { height, width }');
const channels = z.tuple([z.number(), z.number(), z.number()]);

/** preprocessor_config.json. What it leaves out is as transformers has it for these models. */
export const preprocessorConfig = z.object({
  size,
  resample: z.union([z.literal(2), z.literal(3)], 'expected 2 (bilinear) or 3 (bicubic)').default(2),
  do_rescale: z.boolean().default(true),
  rescale_factor: z.number().default(1 / 255),
  do_normalize: z.boolean().default(false),
  image_mean: channels.default([0, 0, 0]),
  image_std: channels.default([1, 1, 1]),
});
export type PreprocessorConfig = z.infer<typeof preprocessorConfig>;

export interface PixelOptions {
  readonly config: PreprocessorConfig;
  /** OWLv2: padded to a square at the right or at the bottom, with black, and then read at single points. For other models the picture is stretched. */
  readonly isSquare: boolean;
}

/** What is seen, in pixels of the picture: what a detector's shares are of. */
export function frameOf({ width, height }: Size, { isSquare }: PixelOptions): Size {
  const longest = Math.max(width, height);
  return isSquare ? { width: longest, height: longest } : { width, height };
}

/**
 * Three planes: red, green, blue. For pictures up to half as large again as what OWLv2 sees, the blur that transformers puts before it changes no value
 * by a fifth of a byte; for larger ones it is left out, too.
 */
export function pixelValues(picture: Picture, options: PixelOptions): Float32Array {
  const { config: { size, resample, do_rescale, rescale_factor, do_normalize, image_mean, image_std }, isSquare } = options;
  const frame = frameOf(picture, options);
  const values = new Float32Array(3 * size.width * size.height);
  for (const channel of [0, 1, 2] as const) {
    const plane = resampled(planeOf(picture, channel, frame), frame, size, { filter: FILTERS[resample], asBytes: !isSquare });
    const [mean, deviation] = do_normalize ? [image_mean[channel], image_std[channel]] : [0, 1];
    const factor = do_rescale ? rescale_factor : 1;
    values.set(plane.map((value) => (value * factor - mean) / deviation), channel * plane.length);
  }
  return values;
}

/** One colour of a picture, from 0 to 255, with nothing where the frame is larger. */
function planeOf({ rgb, width, height }: Picture, channel: number, frame: Size): Float32Array {
  const plane = new Float32Array(frame.width * frame.height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) plane[y * frame.width + x] = rgb[(y * width + x) * 3 + channel] ?? 0;
  }
  return plane;
}
