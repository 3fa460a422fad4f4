// Multistep sampling of a latent consistency model (Luo et al., 2023, algorithm 3), as diffusers' LCMScheduler: each step jumps to the picture,
// and goes back up with fresh noise. It needs weights that were distilled for it.
import type { SchedulerConfig } from './config.ts';
import { clipped, pictureIn, weightedSum } from './latents.ts';
import { alphasCumprod, levelAt } from './levels.ts';
import type { Scheduler } from './scheduler.ts';

/** sigma_data of the boundary condition (Song et al., 2023). */
const DATA_DEVIATION = 0.5;

export class LcmScheduler implements Scheduler {
  readonly timesteps: readonly number[];
  readonly initialSigma = 1;
  readonly #config: SchedulerConfig;
  readonly #alphas: Float32Array;

  constructor(config: SchedulerConfig, steps: number) {
    const distilled = distilledTimesteps(config);
    this.timesteps = Array.from({ length: steps }, (_, i) => distilled[Math.floor(i * (distilled.length / steps))] ?? Number.NaN);
    this.#config = config;
    this.#alphas = alphasCumprod(config);
  }

  scaled(latents: Float32Array): Float32Array {
    return latents;
  }

  advance(output: Float32Array, step: number, latents: Float32Array, noise: () => Float32Array): Float32Array {
    const { prediction_type, clip_sample, clip_sample_range, timestep_scaling } = this.#config;
    const timestep = this.timesteps[step] ?? Number.NaN;
    const next = this.timesteps[step + 1];
    const picture = pictureIn(latents, output, levelAt(this.#alphas, timestep), prediction_type);
    const length = Math.hypot(timestep * timestep_scaling, DATA_DEVIATION);
    const denoised = weightedSum([(timestep * timestep_scaling) / length, clip_sample ? clipped(picture, clip_sample_range) : picture], [(DATA_DEVIATION / length) ** 2, latents]);
    if (next === undefined) return denoised;
    const { alpha, sigma } = levelAt(this.#alphas, next);
    return weightedSum([alpha, denoised], [sigma, noise()]);
  }
}

/** Those that the model was distilled at, the noisiest first. */
function distilledTimesteps({ num_train_timesteps: trained, original_inference_steps: count }: SchedulerConfig): number[] {
  return Array.from({ length: count }, (_, i) => (count - i) * Math.floor(trained / count) - 1);
}
