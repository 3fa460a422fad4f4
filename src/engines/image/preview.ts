// A look at a picture while it forms: its latents as colours, by a linear map that was fitted to its VAE. Far cheaper than the VAE itself, and no part
// of the result.
import type { Picture } from './engine.ts';
import { pictureOf } from './vae-decoder.ts';

/** How much red, green and blue, from -1 to 1, each channel of a latent adds to what is there without it. */
export interface LatentColours {
  readonly factors: readonly (readonly number[])[];
  readonly bias: readonly number[];
}

/** Of Stable Diffusion 1: as ComfyUI's latent format SD15 has them. */
export const SD1_COLOURS: LatentColours = { factors: [[0.3512, 0.2297, 0.3227], [0.325, 0.4974, 0.235], [-0.2829, 0.1762, 0.2721], [-0.212, -0.2616, -0.7177]], bias: [0, 0, 0] };

/** As wide and high as the latents. */
export function previewOf(latents: Float32Array, { factors, bias }: LatentColours, size: { readonly width: number; readonly height: number }): Picture {
  const pixels = size.width * size.height;
  const planes = bias.flatMap((least, colour) => Array.from({ length: pixels }, (_, i) => factors.reduce((sum, each, channel) => sum + (each[colour] ?? 0) * (latents[channel * pixels + i] ?? 0), least)));
  return pictureOf(Float32Array.from(planes), size);
}
