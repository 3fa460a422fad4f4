// Where on the training's timesteps the steps lie, number for number as NumPy lays them out for diffusers.
import type { SchedulerConfig, TimestepSpacing } from './config.ts';

/** `count` timesteps, the noisiest first; linspace's are not whole: see `rounded`. */
export function spacedTimesteps({ num_train_timesteps: trained, steps_offset }: SchedulerConfig, spacing: TimestepSpacing, count: number): number[] {
  const places = Array.from({ length: count }, (_, i) => i);
  switch (spacing) {
    case 'leading':
      return places.map((i) => (count - 1 - i) * Math.floor(trained / count) + steps_offset);
    case 'linspace':
      return linspace(trained - 1, count).reverse();
    case 'trailing': {
      const step = trained - trained / count - trained; // numpy.arange takes the difference of its first two values
      return places.map((i) => roundHalfToEven(trained + i * step) - 1);
    }
  }
}

/** numpy.linspace(0, end, count). */
export function linspace(end: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    if (i === 0) return 0;
    return i === count - 1 ? end : i * (end / (count - 1));
  });
}

/** Whole timesteps. */
export function rounded(timesteps: readonly number[]): number[] {
  return timesteps.map(roundHalfToEven);
}

function roundHalfToEven(value: number): number {
  const round = Math.round(value);
  return round - value === 0.5 && round % 2 !== 0 ? round - 1 : round;
}
