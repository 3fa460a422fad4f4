// How much noise there is at each timestep of the model's training, to the bit as torch has it: close to the picture a float32 has few digits
// left of 1 - ᾱ, and every scheduler starts from these numbers.
import type { SchedulerConfig } from './config.ts';

/** Noised latents are alpha times the picture plus sigma times standard normal noise; alpha² + sigma² = 1. */
export interface Level {
  readonly alpha: number;
  readonly sigma: number;
}

/** No noise at all. */
export const PICTURE: Level = { alpha: 1, sigma: 0 };

/** ᾱ of each training timestep, the cleanest first (Ho et al., 2020). */
export function alphasCumprod({ num_train_timesteps: count, beta_schedule, beta_start, beta_end }: SchedulerConfig): Float32Array {
  const isScaled = beta_schedule === 'scaled_linear';
  const line = isScaled ? linspace(Math.sqrt(beta_start), Math.sqrt(beta_end), count) : linspace(beta_start, beta_end, count);
  let product = 1; // as torch.cumprod: in float64, rounded as it is stored
  return line.map((value) => (product *= Math.fround(1 - (isScaled ? Math.fround(value * value) : value))));
}

/** torch.linspace: from both ends towards the middle, multiplied and added in one rounding. */
function linspace(start: number, end: number, count: number): Float32Array {
  const [first, last] = [Math.fround(start), Math.fround(end)];
  const step = Math.fround(Math.fround(last - first) / (count - 1));
  return new Float32Array(count).map((_, i) => (i < Math.floor(count / 2) ? first + step * i : last - step * (count - 1 - i)));
}

/** The level at a whole timestep. */
export function levelAt(alphas: Float32Array, timestep: number): Level {
  const alpha = alphas[timestep] ?? Number.NaN;
  return { alpha: Math.sqrt(alpha), sigma: Math.sqrt(1 - alpha) };
}

/** Noise to picture, sigma / alpha, at each training timestep: the sigma of Karras et al. (2022). */
export function sigmasOf(alphas: Float32Array): Float32Array {
  return alphas.map((alpha) => Math.sqrt(Math.fround(Math.fround(1 - alpha) / alpha)));
}

/** The level where noise to picture is `sigma`. */
export function levelOf(sigma: number): Level {
  const alpha = 1 / Math.sqrt(sigma ** 2 + 1);
  return { alpha, sigma: sigma * alpha };
}

/** Noise to picture at any timestep, between whole ones on a straight line. */
export function sigmaAt(sigmas: Float32Array, timestep: number): number {
  const below = Math.floor(timestep);
  const sigma = sigmas[below] ?? Number.NaN;
  return sigma + (timestep - below) * ((sigmas[below + 1] ?? sigma) - sigma);
}

/** The timestep of a noise to picture, between whole ones on a straight line by the logarithm of sigma; those of `sigmas` rounded, as NumPy has them. */
export function timestepAt(sigmas: Float32Array, sigma: number): number {
  const below = Math.max(0, Math.min(sigmas.findLastIndex((one) => one <= sigma), sigmas.length - 2));
  const [low, high] = [below, below + 1].map((timestep) => Math.fround(Math.log(sigmas[timestep] ?? Number.NaN))) as [number, number];
  return below + Math.min(Math.max((Math.log(sigma) - low) / (high - low), 0), 1);
}
