// What clocks show in a time zone, by the rules that this build knows (IANA's, by way of Intl): asked once for a plan, and frozen into it.
import type { Timeline } from './plan.ts';

/** Offsets are looked at so often, and changes between two looks are found by halving; a zone that goes there and back within it stays unnoticed, and none has. */
const LOOK_SECONDS = 7 * 86_400;
/** Characters of a name that are looked at, and likeness of names that are worth telling. */
const LONGEST_NAME = 60;
const LEAST_LIKENESS = 0.4;
const OFFSET = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?/;

/** Whether it is the name of a time zone: `Europe/Berlin`, `UTC`. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false; // as Intl says of an unknown one
    throw error;
  }
}

/** Names of zones that are like one that is none, the likest first: by the pairs of letters that they share (Dice's coefficient). */
export function nearZones(name: string, most = 3): readonly string[] {
  const wanted = pairsOf(name.slice(0, LONGEST_NAME));
  const rated = Intl.supportedValuesOf('timeZone').map((zone) => {
    const pairs = pairsOf(zone);
    return { zone, likeness: (2 * [...pairs].filter((pair) => wanted.has(pair)).length) / (pairs.size + wanted.size) };
  });
  return rated.filter((one) => one.likeness > LEAST_LIKENESS).sort((a, b) => b.likeness - a.likeness).slice(0, most).map(({ zone }) => zone);
}

function pairsOf(name: string): Set<string> {
  return new Set(Array.from({ length: Math.max(0, name.length - 1) }, (_, at) => name.slice(at, at + 2).toLowerCase()));
}

/** The zone's offsets from one instant to another, as in Timeline.offsets. */
export function offsetsBetween(timeZone: string, first: number, last: number): Timeline['offsets'] {
  const offsetAt = offsetsOf(timeZone);
  const offsets = [{ from: first, seconds: offsetAt(first) }];
  for (let at = first; at < last; ) {
    const next = Math.min(last, at + LOOK_SECONDS);
    const [before, after] = [offsetAt(at), offsetAt(next)];
    if (before !== after) offsets.push({ from: firstWith(after, { at, next }, offsetAt), seconds: after });
    at = next;
  }
  return offsets;
}

function firstWith(offset: number, { at, next }: { readonly at: number; readonly next: number }, offsetAt: (instant: number) => number): number {
  let [before, after] = [at, next];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(middle) === offset) after = middle;
    else before = middle;
  }
  return after;
}

/** The instant at which clocks of the zone show what is written as so many seconds since 1970; the first, where they show it twice. */
export function instantOfClock(timeZone: string, clock: number): number {
  const offsetAt = offsetsOf(timeZone);
  const candidates = [clock - offsetAt(clock - 86_400), clock - offsetAt(clock + 86_400)].sort((a, b) => a - b);
  return candidates.find((instant) => instant + offsetAt(instant) === clock) ?? (candidates[0] as number); // of two
}

function offsetsOf(timeZone: string): (instant: number) => number {
  if (timeZone === 'UTC') return () => 0;
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset', hour: 'numeric' });
  return (instant) => {
    const [, sign, hours = 0, minutes = 0, seconds = 0] = OFFSET.exec(format.format(instant * 1_000)) ?? [];
    return (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * (sign === '-' ? -1 : 1);
  };
}
