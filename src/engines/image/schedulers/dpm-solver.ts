// DPM-Solver++(2M) (Lu et al., 2023, algorithm 2), as diffusers' DPMSolverMultistepScheduler at order 2 with midpoints; its steps lie on the
// training's timesteps, or where Karras et al. (2022) put them.
import type { SchedulerConfig, TimestepSpacing } from './config.ts';
import { pictureIn, weightedSum } from './latents.ts';
import { alphasCumprod, levelOf, sigmaAt, sigmasOf, timestepAt } from './levels.ts';
import type { Scheduler } from './scheduler.ts';
import { linspace, rounded, spacedTimesteps } from './timesteps.ts';

/** Karras et al., equation 5. */
const RHO = 7;
/** With fewer steps than this the last one is of first order, if the config does not forbid it. */
const FEW_STEPS = 15;

export class DpmSolverScheduler implements Scheduler {
  readonly timesteps: readonly number[];
  readonly initialSigma = 1;
  readonly #config: SchedulerConfig;
  /** One more than there are timesteps. */
  readonly #sigmas: Float32Array;
  #lastPicture: Float32Array = new Float32Array();

  constructor(config: SchedulerConfig, spacing: TimestepSpacing, steps: number, isKarras: boolean) {
    const trained = sigmasOf(alphasCumprod(config));
    const spaced = timestepsAbove(config, spacing, steps);
    const sigmas = isKarras ? karrasSigmas(trained, steps) : spaced.map((timestep) => sigmaAt(trained, timestep));
    this.timesteps = isKarras ? rounded(sigmas.map((sigma) => timestepAt(trained, sigma))) : spaced;
    this.#sigmas = Float32Array.from([...sigmas, config.final_sigmas_type === 'sigma_min' ? sigmaAt(trained, 0) : 0]);
    this.#config = config;
  }

  scaled(latents: Float32Array): Float32Array {
    return latents;
  }

  advance(output: Float32Array, step: number, latents: Float32Array): Float32Array {
    const [from, to] = [this.#sigma(step), this.#sigma(step + 1)];
    const [level, next] = [levelOf(from), levelOf(to)];
    const picture = pictureIn(latents, output, level, this.#config.prediction_type);
    // How far the line through the last two pictures is followed; lambda is -log(sigma), h and r the paper's.
    const beyond = this.#isFirstOrder(step) ? 0 : Math.log(from / to) / Math.log(this.#sigma(step - 1) / from) / 2;
    const kept = next.alpha * (1 - to / from);
    const last = beyond === 0 ? picture : this.#lastPicture;
    this.#lastPicture = picture;
    return weightedSum([next.sigma / level.sigma, latents], [kept * (1 + beyond), picture], [-kept * beyond, last]);
  }

  #isFirstOrder(step: number): boolean {
    const { lower_order_final, final_sigmas_type } = this.#config;
    const steps = this.timesteps.length;
    return step === 0 || (step === steps - 1 && ((lower_order_final && steps < FEW_STEPS) || final_sigmas_type === 'zero'));
  }

  #sigma(step: number): number {
    return this.#sigmas[step] ?? Number.NaN;
  }
}

/** Timesteps with one more below them, where the last step leads to. */
function timestepsAbove(config: SchedulerConfig, spacing: TimestepSpacing, steps: number): number[] {
  return rounded(spacedTimesteps(config, spacing, spacing === 'trailing' ? steps : steps + 1)).slice(0, steps);
}

/** Equation 5, between the ends of the training's sigmas. */
function karrasSigmas(trained: Float32Array, count: number): number[] {
  const [least, most] = [sigmaAt(trained, 0) ** (1 / RHO), sigmaAt(trained, trained.length - 1) ** (1 / RHO)];
  return linspace(1, count).map((ramp) => (most + ramp * (least - most)) ** RHO);
}
