// How far a signal usually is from its level, by its specification: what anomalies are measured by.
import { SECONDS_PER_DAY } from '../calendar.ts';
import type { Timeline } from './plan.ts';
import type { MachineSpec, RhythmSpec, SignalSpec } from './specification.ts';

/** A reading is rounded, so that a deviation of fewer steps of its resolution is hardly one. */
const LEAST_STEPS = 3;

/** What takes longer than so many hours to change is much the same at another time of the day. */
const QUICK_HOURS = 12;

export interface UsualDeviation {
  /** Of noise, rhythms, set-points, wear, trend and what drives it together, in the signal's unit; some steps of its resolution at least. */
  readonly all: number;
  /** Of all that changes within hours, the share that comes from its drivers, 0 to 1. */
  readonly drivenShare: number;
}

interface Variances {
  readonly all: number;
  /** The part that changes within hours, and what of it comes from its drivers. */
  readonly quick: number;
  readonly driven: number;
}

/** The usual deviations of a machine's signals, by name. */
export function usualDeviations({ signals, maintenance }: MachineSpec, { points, intervalSeconds }: Pick<Timeline, 'points' | 'intervalSeconds'>): ReadonlyMap<string, UsualDeviation> {
  const days = (points * intervalSeconds) / SECONDS_PER_DAY;
  const wearDays = Math.min(days, maintenance?.everyDays ?? days);
  const found = new Map<string, Variances>();
  const variancesOf = (name: string): Variances => {
    const known = found.get(name);
    if (known !== undefined) return known;
    const signal = signals.find((one) => one.name === name) as SignalSpec; // drivers are signals of the machine
    const driving = (signal.drivers ?? []).map((driver) => ({ ...variancesOf(driver.signal), factor: driver.gain ** 2 }));
    const driven = driving.reduce((sum, { quick, factor }) => sum + quick * factor, 0);
    const slow = ofSine(signal.weekly) + ofRamp((signal.wearPerDay ?? 0) * wearDays) + ofRamp((signal.trendPerDay ?? 0) * days);
    const { own, quickly } = ownVariances(signal);
    const variances = { all: own + slow + driving.reduce((sum, { all, factor }) => sum + all * factor, 0), quick: quickly + driven, driven };
    found.set(name, variances);
    return variances;
  };
  return new Map(signals.map(({ name, resolution }) => {
    const { all, quick, driven } = variancesOf(name);
    const least = (LEAST_STEPS * resolution) ** 2;
    return [name, { all: Math.sqrt(Math.max(all, least)), drivenShare: Math.sqrt(driven / Math.max(quick, least)) }];
  }));
}

/** Of noise, set-points and the rhythm of the day: all of it, and what changes within hours. */
function ownVariances({ noise, daily, steps }: SignalSpec): { readonly own: number; readonly quickly: number } {
  const [noisy, stepped] = [(noise?.deviation ?? 0) ** 2, (steps?.deviation ?? 0) ** 2];
  const isQuick = (hours: number): number => Number(hours <= QUICK_HOURS);
  return { own: noisy + stepped + ofSine(daily), quickly: noisy * isQuick((noise?.correlationSeconds ?? 0) / 3_600) + stepped * isQuick(steps?.meanHours ?? 0) + ofSine(daily) };
}

function ofSine(rhythm: RhythmSpec | undefined): number {
  return (rhythm?.amplitude ?? 0) ** 2 / 2;
}

function ofRamp(height: number): number {
  return height ** 2 / 12;
}
