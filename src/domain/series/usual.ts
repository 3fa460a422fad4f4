// How far a signal usually is from its level, by its specification: what anomalies are measured by.
import { SECONDS_PER_DAY } from '../calendar.ts';
import type { Timeline } from './plan.ts';
import type { MachineSpec, RhythmSpec, SignalSpec } from './specification.ts';

/** A reading is rounded, so that a deviation of fewer steps of its resolution is hardly one. */
const LEAST_STEPS = 3;

export interface UsualDeviation {
  /** Of noise, rhythms, set-points, wear, trend and what drives it together, in the signal's unit; some steps of its resolution at least. */
  readonly all: number;
  /** The part that comes from its drivers. */
  readonly driven: number;
}

/** The usual deviations of a machine's signals, by name. */
export function usualDeviations({ signals, maintenance }: MachineSpec, { points, intervalSeconds }: Pick<Timeline, 'points' | 'intervalSeconds'>): ReadonlyMap<string, UsualDeviation> {
  const days = (points * intervalSeconds) / SECONDS_PER_DAY;
  const found = new Map<string, { readonly own: number; readonly driven: number }>();
  const variancesOf = (name: string): { readonly own: number; readonly driven: number } => {
    const known = found.get(name);
    if (known !== undefined) return known;
    const signal = signals.find((one) => one.name === name) as SignalSpec; // drivers are signals of the machine
    const driven = (signal.drivers ?? []).reduce((sum, driver) => {
      const { own, driven: further } = variancesOf(driver.signal);
      return sum + driver.gain ** 2 * (own + further);
    }, 0);
    const own = ownVariance(signal, { days, wearDays: Math.min(days, maintenance?.everyDays ?? days) });
    const both = { own, driven };
    found.set(name, both);
    return both;
  };
  return new Map(signals.map(({ name, resolution }) => {
    const { own, driven } = variancesOf(name);
    return [name, { all: Math.max(Math.sqrt(own + driven), LEAST_STEPS * resolution), driven: Math.sqrt(driven) }];
  }));
}

function ownVariance({ noise, daily, weekly, steps, wearPerDay = 0, trendPerDay = 0 }: SignalSpec, { days, wearDays }: { readonly days: number; readonly wearDays: number }): number {
  return (noise?.deviation ?? 0) ** 2 + ofSine(daily) + ofSine(weekly) + (steps?.deviation ?? 0) ** 2 + ofRamp(wearPerDay * wearDays) + ofRamp(trendPerDay * days);
}

function ofSine(rhythm: RhythmSpec | undefined): number {
  return (rhythm?.amplitude ?? 0) ** 2 / 2;
}

function ofRamp(height: number): number {
  return height ** 2 / 12;
}
