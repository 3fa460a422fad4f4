// Euler's method in Karras's coordinates (Karras et al., 2022, algorithm 2 without churn), as diffusers' EulerDiscreteScheduler; and its ancestral
// kin, EulerAncestralDiscreteScheduler, which goes further down each time and adds noise instead. Latents are the picture plus sigma times noise.
import type { SchedulerConfig, TimestepSpacing } from './config.ts';
import { noiseIn, pictureIn, weightedSum } from './latents.ts';
import { alphasCumprod, levelOf, sigmaAt, sigmasOf } from './levels.ts';
import type { Scheduler } from './scheduler.ts';
import { rounded, spacedTimesteps } from './timesteps.ts';

export class EulerScheduler implements Scheduler {
  readonly timesteps: readonly number[];
  readonly initialSigma: number;
  readonly #config: SchedulerConfig;
  readonly #isAncestral: boolean;
  /** One more than there are timesteps. */
  readonly #sigmas: Float32Array;

  constructor(config: SchedulerConfig, spacing: TimestepSpacing, steps: number, isAncestral: boolean) {
    const timesteps = spacedTimesteps(config, spacing, steps);
    this.timesteps = spacing === 'linspace' ? timesteps.map(Math.fround) : rounded(timesteps);
    const trained = sigmasOf(alphasCumprod(config));
    this.#sigmas = Float32Array.from([...this.timesteps.map((timestep) => sigmaAt(trained, timestep)), config.final_sigmas_type === 'sigma_min' && !isAncestral ? sigmaAt(trained, 0) : 0]);
    this.initialSigma = spacing === 'leading' ? Math.sqrt(this.#sigma(0) ** 2 + 1) : this.#sigma(0);
    this.#config = config;
    this.#isAncestral = isAncestral;
  }

  scaled(latents: Float32Array, step: number): Float32Array {
    return weightedSum([levelOf(this.#sigma(step)).alpha, latents]);
  }

  advance(output: Float32Array, step: number, latents: Float32Array, noise: () => Float32Array): Float32Array {
    const [from, to] = [this.#sigma(step), this.#sigma(step + 1)];
    const { prediction_type } = this.#config;
    const shown = this.scaled(latents, step);
    const picture = pictureIn(shown, output, levelOf(from), prediction_type);
    const noisy = noiseIn(shown, output, levelOf(from), prediction_type);
    if (!this.#isAncestral || to === 0) return weightedSum([1, picture], [to, noisy]);
    // Down to to² / from, and up again: the variances make to² together.
    return weightedSum([1, picture], [to ** 2 / from, noisy], [to * Math.sqrt(1 - (to / from) ** 2), noise()]);
  }

  #sigma(step: number): number {
    return this.#sigmas[step] ?? Number.NaN;
  }
}
