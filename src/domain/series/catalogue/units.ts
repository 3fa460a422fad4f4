// Units of the catalogue's machines. No two machines of a kind are alike in life: each stands at slightly other levels, is a little noisier or wears a little faster.
import { Stream } from '../../random.ts';
import { decimalOf } from '../sensor.ts';
import type { MachineSpec, SignalSpec } from '../specification.ts';
import type { Industry } from './machine.ts';

/** How far units of a kind are from one another: in their levels, as a share of how far these are from the range's nearer end, and in all else. */
const LEVEL_SPREAD = 0.02;
const SPREAD = 0.05;
/** What is held closely, as the grid's frequency is, is so in every unit: a level moves by no more than so many deviations of its noise. */
const MOST_DEVIATIONS = 2;

/** So many machines of an industry: each kind in turn, its units numbered from `plasma_etcher_01` on. A unit is the same, however many there are. */
export function machinesOf({ machines }: Industry, count: number, seed: number): readonly MachineSpec[] {
  return Array.from({ length: count }, (_, index) => {
    const kind = machines[index % machines.length] as MachineSpec; // an industry has some
    return unitOf(kind, `${kind.name}_${String(Math.floor(index / machines.length) + 1).padStart(2, '0')}`, seed);
  });
}

function unitOf(kind: MachineSpec, name: string, seed: number): MachineSpec {
  return { ...kind, name, signals: kind.signals.map((signal) => varied(signal, Stream.of(seed, 'catalogue', name, signal.name))) };
}

function varied(signal: SignalSpec, stream: Stream): SignalSpec {
  const { level, levels, noise, daily, weekly, trendPerDay, wearPerDay, steps, drivers } = signal;
  const spread = (what: number): number => stream.unit(0, what) * 2 - 1;
  const vary = (value: number, what: number): number => Number((value * (1 + SPREAD * spread(what))).toPrecision(4));
  const moved = (value: number): number => movedLevel(value, spread(0), signal);
  return {
    ...signal,
    level: moved(level),
    ...(levels && { levels: levels.map((one) => ({ mode: one.mode, level: moved(one.level) })) }),
    ...(noise && { noise: { ...noise, deviation: vary(noise.deviation, 1) } }),
    ...(daily && { daily: { ...daily, amplitude: vary(daily.amplitude, 2) } }),
    ...(weekly && { weekly: { ...weekly, amplitude: vary(weekly.amplitude, 3) } }),
    ...(trendPerDay !== undefined && { trendPerDay: vary(trendPerDay, 4) }),
    ...(wearPerDay !== undefined && { wearPerDay: vary(wearPerDay, 5) }),
    ...(steps && { steps: { ...steps, deviation: vary(steps.deviation, 6) } }),
    ...(drivers && { drivers: drivers.map((driver, index) => ({ ...driver, gain: vary(driver.gain, 7 + index) })) }),
  };
}

/** A level on the steps of the sensor, moved by that share, -1 to 1, of what it may. One at an end of the range stays: there the sensor sees nothing, or all that it can. */
function movedLevel(level: number, share: number, { minimum, maximum, resolution, noise }: SignalSpec): number {
  const most = Math.min(LEVEL_SPREAD * Math.min(level - minimum, maximum - level), MOST_DEVIATIONS * (noise?.deviation ?? Infinity));
  const value = level + share * most;
  const { units, perOne } = decimalOf(resolution) ?? { units: resolution, perOne: 1 };
  return (Math.round((value * perOne) / units) * units) / perOne + 0; // no -0
}
