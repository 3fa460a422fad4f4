// Pseudo linear multistep (Liu et al., 2022), the sampler that Stable Diffusion 1 came with: diffusers' PNDMScheduler with skip_prk_steps, which latents
// need whatever a config says. It has no Runge-Kutta start: its second step looks again from where the first began.
import type { SchedulerConfig, TimestepSpacing } from './config.ts';
import { DdimStride } from './ddim.ts';
import { weightedSum } from './latents.ts';
import type { Scheduler } from './scheduler.ts';
import { rounded, spacedTimesteps } from './timesteps.ts';

/** Adams-Bashforth: the weights of the last outputs, the newest first, by how many there are. */
const WEIGHTS: readonly (readonly number[])[] = [[], [1], [3 / 2, -1 / 2], [23 / 12, -16 / 12, 5 / 12], [55 / 24, -59 / 24, 37 / 24, -9 / 24]];
const MOST_OUTPUTS = WEIGHTS.length - 1;
/** The step that looks again. */
const AGAIN = 1;

export class PndmScheduler implements Scheduler {
  readonly timesteps: readonly number[];
  readonly initialSigma = 1;
  /** The paper's equation 11 is DDIM's step. */
  readonly #stride: DdimStride;
  /** The newest first. */
  #outputs: readonly Float32Array[] = [];
  /** The latents to begin with. */
  #first: Float32Array = new Float32Array();

  constructor(config: SchedulerConfig, spacing: TimestepSpacing, steps: number) {
    const once = rounded(spacedTimesteps(config, spacing, steps));
    this.timesteps = [...once.slice(0, AGAIN + 1), ...once.slice(AGAIN)];
    this.#stride = new DdimStride({ ...config, clip_sample: false, set_alpha_to_one: config.set_alpha_to_one ?? false }, steps);
  }

  scaled(latents: Float32Array): Float32Array {
    return latents;
  }

  advance(output: Float32Array, step: number, latents: Float32Array): Float32Array {
    const timestep = this.timesteps[step] ?? Number.NaN;
    if (step === AGAIN) return this.#stride.from(timestep + this.#stride.length, this.#first, mixed([output, ...this.#outputs], [1 / 2, 1 / 2]));
    if (step === 0) this.#first = latents;
    this.#outputs = [output, ...this.#outputs].slice(0, MOST_OUTPUTS);
    return this.#stride.from(timestep, latents, mixed(this.#outputs, WEIGHTS[this.#outputs.length] ?? []));
  }
}

function mixed(outputs: readonly Float32Array[], weights: readonly number[]): Float32Array {
  return weightedSum(...outputs.map((output, i) => [weights[i] ?? Number.NaN, output] as const));
}
