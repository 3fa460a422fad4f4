// A look at a picture while it forms: its latents as colours, by a linear map that was fitted to the VAE of Stable Diffusion 1. Far cheaper than the
// VAE itself, and no part of the result.
import type { Picture } from './engine.ts';
import { pictureOf } from './vae-decoder.ts';

/** Of red, green and blue, for each channel of a latent: as ComfyUI's latent format SD15 has them. */
const WEIGHTS = [
  [0.3512, 0.325, -0.2829, -0.212],
  [0.2297, 0.4974, 0.1762, -0.2616],
  [0.3227, 0.235, 0.2721, -0.7177],
] as const;

/** As wide and high as the latents. */
export function previewOf(latents: Float32Array, size: { readonly width: number; readonly height: number }): Picture {
  const pixels = size.width * size.height;
  const planes = WEIGHTS.flatMap((weights) => Array.from({ length: pixels }, (_, i) => weights.reduce((sum, weight, channel) => sum + weight * (latents[channel * pixels + i] ?? 0), 0)));
  return pictureOf(Float32Array.from(planes), size);
}
