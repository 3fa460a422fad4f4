// What an anomaly does to the signal that it befalls, as AnomalyKind says of each kind. Effects are added to the quantity before its sensor reads it, so
// that a reading is within its range whatever the severity; only a stuck sensor shows what it showed.
import type { Stream } from '../random.ts';
import type { Anomaly } from './anomaly.ts';
import { normalAt } from './normal.ts';
import type { SignalSpec } from './specification.ts';

/** Share of the room between a level and the end of the range that is taken at most: past it, all readings would be the same. */
const MOST_OF_ROOM = 0.9;
/** How many swings a foreign oscillation has, and how many points each has at least. */
const SWINGS = { least: 4, most: 10 };
const LEAST_SWING = 4;
/** Points from one spike to the next. */
const SPIKES = { least: 3, most: 6 };
/** Deviations that noise of several times its strength hardly exceeds. */
const NOISE_REACH = 3;

/** A signal's own numbers of an anomaly. */
export interface Disturbed {
  readonly anomaly: Anomaly;
  /** Draws of this anomaly and signal alone. */
  readonly stream: Stream;
  /** The signal's usual deviation. */
  readonly usual: number;
  /** Its level where the anomaly begins. */
  readonly level: number;
  readonly signal: SignalSpec;
}

/** Adds what an anomaly does to the points from `from` to `until` of a signal; `values` begin at point `first`. Of kinds that only the machine can do, nothing. */
export function disturb(values: Float64Array, first: number, { from, until }: { readonly from: number; readonly until: number }, disturbed: Disturbed): void {
  const effect = effectOf(disturbed);
  if (effect === null) return;
  for (let point = from; point < until; point++) values[point - first] = (values[point - first] as number) + effect(point - disturbed.anomaly.first);
}

/** What is added to the point at a place in the anomaly; null: nothing. */
function effectOf({ anomaly, stream, usual, level, signal }: Disturbed): ((at: number) => number) | null {
  const { kind, severity, first, last } = anomaly;
  const asked = severity * usual;
  const [above, below] = [(signal.maximum - level) * MOST_OF_ROOM, (level - signal.minimum) * MOST_OF_ROOM];
  const isUp = Math.min(above, below) >= asked ? stream.unit(0) < 0.5 : above >= below;
  const aside = isUp ? Math.min(asked, above) : -Math.min(asked, below);
  const around = Math.min(asked, Math.max(above, below));
  switch (kind) {
    case 'POINT': case 'LEVEL_SHIFT': return () => aside;
    case 'DRIFT': return (at) => (aside * (at + 1)) / (last - first);
    case 'VARIANCE': {
      const deviation = Math.min(asked, Math.max(above, below) / NOISE_REACH);
      return (at) => deviation * normalAt(stream, at, 1);
    }
    case 'PATTERN': {
      const swing = Math.max(LEAST_SWING, (last - first) / (SWINGS.least + stream.unit(2) * (SWINGS.most - SWINGS.least)));
      return (at) => around * Math.sin((2 * Math.PI * (at + 1)) / swing);
    }
    case 'SPIKE_TRAIN': {
      const distance = SPIKES.least + stream.below(SPIKES.most - SPIKES.least + 1, 3);
      return (at) => (at % distance === 0 ? aside : 0);
    }
    case 'STUCK_AT': case 'CORRELATION_BREAK': return null;
    default: return kind satisfies never;
  }
}
