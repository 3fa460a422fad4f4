// Schedulers by their names, within the steps that they can take.
import type { SchedulerName } from '../../../domain/images/order.ts';
import { OrderRefused } from '../../failures.ts';
import type { SchedulerConfig, TimestepSpacing } from './config.ts';
import { DdimScheduler } from './ddim.ts';
import { DpmSolverScheduler } from './dpm-solver.ts';
import { EulerScheduler } from './euler.ts';
import { LcmScheduler } from './lcm.ts';
import { PndmScheduler } from './pndm.ts';
import type { Scheduler } from './scheduler.ts';

interface Sampler {
  /** Of timesteps, where the config says nothing: as diffusers' classes have it. */
  readonly spacing: TimestepSpacing;
  /** Fewest steps with the spacing linspace; 2: a single one would lie at its clean end, where there is nothing to do. */
  readonly leastOnLine: number;
  create(config: SchedulerConfig, spacing: TimestepSpacing, steps: number): Scheduler;
}

const SAMPLERS: Readonly<Record<SchedulerName, Sampler>> = {
  DDIM: { spacing: 'leading', leastOnLine: 2, create: (...order) => new DdimScheduler(...order) },
  PNDM: { spacing: 'leading', leastOnLine: 2, create: (...order) => new PndmScheduler(...order) },
  EULER: { spacing: 'linspace', leastOnLine: 2, create: (...order) => new EulerScheduler(...order, false) },
  EULER_ANCESTRAL: { spacing: 'linspace', leastOnLine: 2, create: (...order) => new EulerScheduler(...order, true) },
  DPMPP_2M: { spacing: 'linspace', leastOnLine: 1, create: (...order) => new DpmSolverScheduler(...order, false) },
  DPMPP_2M_KARRAS: { spacing: 'linspace', leastOnLine: 1, create: (...order) => new DpmSolverScheduler(...order, true) },
  LCM: { spacing: 'leading', leastOnLine: 1, create: (config, _, steps) => new LcmScheduler(config, steps) },
};

/** The scheduler of one image. Throws OrderRefused for more or fewer steps than it can take with this model. */
export function createScheduler(name: SchedulerName, config: SchedulerConfig, steps: number): Scheduler {
  const sampler = SAMPLERS[name];
  const spacing = config.timestep_spacing ?? sampler.spacing;
  const [least, most] = [spacing === 'linspace' ? sampler.leastOnLine : 1, mostSteps(name, config)];
  if (!Number.isInteger(steps) || steps < least || steps > most) throw new OrderRefused(`steps: expected ${least} to ${most} with the scheduler ${name} and this model, got ${steps}`);
  return sampler.create(config, spacing, steps);
}

/** LCM takes some of the steps that its model was distilled at; with strides of less than two timesteps, others would not begin at the noisiest. */
function mostSteps(name: SchedulerName, { num_train_timesteps, original_inference_steps }: SchedulerConfig): number {
  return name === 'LCM' ? original_inference_steps : Math.floor(num_train_timesteps / 2);
}
