// DDIM without noise of its own (Song et al., 2021; eta 0), as diffusers' DDIMScheduler.
import type { SchedulerConfig, TimestepSpacing } from './config.ts';
import { clipped, noiseIn, pictureIn, weightedSum } from './latents.ts';
import { alphasCumprod, levelAt, PICTURE, type Level } from './levels.ts';
import type { Scheduler } from './scheduler.ts';
import { rounded, spacedTimesteps } from './timesteps.ts';

export class DdimScheduler implements Scheduler {
  readonly timesteps: readonly number[];
  readonly initialSigma = 1;
  readonly #stride: DdimStride;

  constructor(config: SchedulerConfig, spacing: TimestepSpacing, steps: number) {
    this.timesteps = rounded(spacedTimesteps(config, spacing, steps));
    this.#stride = new DdimStride(config, steps);
  }

  scaled(latents: Float32Array): Float32Array {
    return latents;
  }

  advance(output: Float32Array, step: number, latents: Float32Array): Float32Array {
    return this.#stride.from(this.timesteps[step] ?? Number.NaN, latents, output);
  }
}

/** One step down the training's timesteps, as long as the training divided by the steps: the next timestep asked for may lie beside its end. */
export class DdimStride {
  /** In timesteps. */
  readonly length: number;
  readonly #config: SchedulerConfig;
  readonly #alphas: Float32Array;
  /** Where the last step leads to. */
  readonly #final: Level;

  constructor(config: SchedulerConfig, steps: number) {
    this.length = Math.floor(config.num_train_timesteps / steps);
    this.#config = config;
    this.#alphas = alphasCumprod(config);
    this.#final = (config.set_alpha_to_one ?? true) ? PICTURE : levelAt(this.#alphas, 0);
  }

  /** Equation 12 of the paper. What is clipped is the picture alone. */
  from(timestep: number, latents: Float32Array, output: Float32Array): Float32Array {
    const { prediction_type, clip_sample, clip_sample_range } = this.#config;
    const from = levelAt(this.#alphas, timestep);
    const to = timestep < this.length ? this.#final : levelAt(this.#alphas, timestep - this.length);
    const picture = pictureIn(latents, output, from, prediction_type);
    return weightedSum([to.alpha, clip_sample ? clipped(picture, clip_sample_range) : picture], [to.sigma, noiseIn(latents, output, from, prediction_type)]);
  }
}
