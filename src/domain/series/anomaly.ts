// Anomalies of a machine, drawn before any reading is made: first which, for how long and how strong, until they hold the share of points that was asked
// for; then where. Each lies in a stretch of time of its own, so that no two meet, and there where its signals are most active.
import { Stream } from '../random.ts';
import { WeightedIndex } from '../samplers/weights.ts';
import { pieceAt } from './following.ts';
import { MAX_ANOMALIES } from './limits.ts';
import type { Timeline } from './plan.ts';
import type { Schedule } from './schedule.ts';
import { activityOf } from './signal.ts';
import { ANOMALY_KINDS, type AnomalyKind, type AnomalySpec, type MachineSpec, type SignalSpec } from './specification.ts';
import { usualDeviations, type UsualDeviation } from './usual.ts';

/** How long anomalies last, in minutes, and how strong they are, in usual deviations, where nothing else is said. */
export const ANOMALY_DEFAULTS: Readonly<Record<AnomalyKind, Required<Pick<AnomalySpec, 'minutes' | 'severity'>>>> = {
  POINT: { minutes: { least: 1, most: 1 }, severity: { least: 7, most: 14 } },
  LEVEL_SHIFT: { minutes: { least: 20, most: 120 }, severity: { least: 6, most: 10 } },
  DRIFT: { minutes: { least: 120, most: 360 }, severity: { least: 8, most: 16 } },
  VARIANCE: { minutes: { least: 60, most: 240 }, severity: { least: 3, most: 6 } },
  PATTERN: { minutes: { least: 60, most: 240 }, severity: { least: 3, most: 6 } },
  STUCK_AT: { minutes: { least: 30, most: 180 }, severity: { least: 1, most: 1 } },
  SPIKE_TRAIN: { minutes: { least: 20, most: 90 }, severity: { least: 7, most: 14 } },
  CORRELATION_BREAK: { minutes: { least: 60, most: 240 }, severity: { least: 2, most: 3.5 } },
};

/** Fewest points of one that lasts, where the specification has none of fewer: a shorter one could not be told from others. */
const LEAST_POINTS = 10;
/** Most share of all points in anomalies that one of usual length takes: so that short series have several, too. */
const MOST_SHARE = 1 / 8;
/** Points between two, where there is room. */
const DISTANCE = 20;
/** Places that are tried for each. */
const TRIES = 32;
/** Points of each place that are looked at. */
const LOOKS = 9;
/** Share of anomalies that befall two signals at once. */
const TWO_SIGNALS = 0.25;
/** Deviations that a signal's range must hold, so that an anomaly shows in it. */
const LEAST_ROOM = 8;
/** Steps of its resolution by which a signal must usually change from reading to reading, so that it shows where it does not. */
const LEAST_CHANGE = 0.7;
/** Share of a signal's deviation that must come from its drivers, so that it shows where it does not follow them. */
const LEAST_DRIVEN = 0.8;

export interface Anomaly {
  readonly kind: AnomalyKind;
  /** Names of the signals that it befalls. */
  readonly signals: readonly string[];
  /** Points [first, last). */
  readonly first: number;
  readonly last: number;
  /** In multiples of the signals' usual deviations. */
  readonly severity: number;
}

/** An anomaly that has no place yet. */
interface Drawn extends Omit<Anomaly, 'first' | 'last'> {
  readonly points: number;
}

/** A kind that may befall a machine. */
interface Candidate {
  readonly kind: AnomalyKind;
  readonly weight: number;
  readonly signals: readonly string[];
  readonly points: { readonly least: number; readonly most: number };
  readonly severity: { readonly least: number; readonly most: number };
}

/** What anomalies are drawn for. */
export interface AnomalyOrder {
  readonly spec: MachineSpec;
  readonly timeline: Timeline;
  /** Share of points. */
  readonly rate: number;
  readonly seed: number;
}

/** The anomalies of a machine, in the order of time. */
export function anomaliesIn(order: AnomalyOrder, schedule: Schedule): readonly Anomaly[] {
  return placed(drawAnomalies(order), order, schedule);
}

/** Those anomalies without their places; MAX_ANOMALIES of them and no more, where there would be. */
export function drawAnomalies(order: AnomalyOrder): readonly Drawn[] {
  const { rate, timeline } = order;
  const wanted = rate === 0 ? 0 : Math.max(1, Math.round(rate * timeline.points));
  const candidates = candidatesOf(order, wanted);
  if (candidates.length === 0) return [];
  const weights = new WeightedIndex(candidates.map(({ weight }) => weight));
  const stream = streamOf(order);
  const drawn: Drawn[] = [];
  for (let left = wanted; left > 0 && drawn.length < MAX_ANOMALIES; ) {
    const number = drawn.length;
    const one = candidates[weights.at(stream.unit(number))] as Candidate;
    const points = Math.min(left, between(one.points, stream.unit(number, 1), 1));
    const last = drawn.at(-1);
    left -= points;
    // What is left over is too short for one of its own.
    if (points < one.points.least && last !== undefined && last.kind !== 'POINT') drawn[number - 1] = { ...last, points: last.points + points };
    else drawn.push({ kind: one.kind, points, severity: between(one.severity, stream.unit(number, 2), 100), signals: befallen(one, stream, number) });
  }
  return drawn;
}

function streamOf({ seed, spec }: AnomalyOrder): Stream {
  return Stream.of(seed, spec.name, 'anomalies');
}

/** Between two numbers, on steps of `1 / perOne`. */
function between({ least, most }: { readonly least: number; readonly most: number }, unit: number, perOne: number): number {
  const value = least + unit * (most - least + (perOne === 1 ? 1 : 0));
  return perOne === 1 ? Math.min(most, Math.floor(value)) : Math.round(value * perOne) / perOne;
}

function befallen({ kind, signals }: Candidate, stream: Stream, number: number): readonly string[] {
  const place = stream.below(signals.length, number, 3);
  const isAlone = signals.length === 1 || kind === 'CORRELATION_BREAK' || stream.unit(number, 4) >= TWO_SIGNALS;
  const other = (place + 1 + stream.below(signals.length - 1, number, 5)) % signals.length;
  const places = isAlone ? [place] : [place, other].sort((a, b) => a - b);
  return places.map((at) => signals[at] as string);
}

function candidatesOf({ spec, timeline }: AnomalyOrder, wanted: number): readonly Candidate[] {
  const usual = usualDeviations(spec, timeline);
  const specs = spec.anomalies ?? ANOMALY_KINDS.map((kind): AnomalySpec => ({ kind }));
  const inPoints = (minutes: number): number => Math.max(1, Math.round((minutes * 60) / timeline.intervalSeconds));
  const candidates = (isAble: (kind: AnomalyKind, signal: SignalSpec) => boolean): readonly Candidate[] => specs.flatMap(({ kind, weight = 1, signals = spec.signals.map(({ name }) => name), minutes, severity = ANOMALY_DEFAULTS[kind].severity }): readonly Candidate[] => {
    const able = spec.signals.filter((signal) => signals.includes(signal.name) && isAble(kind, signal)).map(({ name }) => name);
    if (able.length === 0 || weight === 0) return [];
    return [{ kind, weight, severity, signals: able, points: kind === 'POINT' ? { least: 1, most: 1 } : minutes === undefined ? usualPoints(kind, wanted, inPoints) : { least: inPoints(minutes.least), most: inPoints(minutes.most) } }];
  });
  const showing = candidates((kind, signal) => shows(kind, signal, usual, timeline));
  // Where none would show, whatever was asked for is better than nothing.
  return showing.length > 0 ? showing : candidates((kind, { drivers = [] }) => kind !== 'CORRELATION_BREAK' || drivers.length > 0);
}

function usualPoints(kind: AnomalyKind, wanted: number, inPoints: (minutes: number) => number): Candidate['points'] {
  const { least, most } = ANOMALY_DEFAULTS[kind].minutes;
  const longest = Math.max(LEAST_POINTS, Math.floor(wanted * MOST_SHARE));
  const limited = (minutes: number): number => Math.min(longest, Math.max(LEAST_POINTS, inPoints(minutes)));
  return { least: limited(least), most: limited(most) };
}

/** Whether an anomaly of the kind could be seen in a signal. */
function shows(kind: AnomalyKind, { name, minimum, maximum, resolution, noise }: SignalSpec, usual: ReadonlyMap<string, UsualDeviation>, { intervalSeconds }: Timeline): boolean {
  const { all, drivenShare } = usual.get(name) as UsualDeviation; // each signal has one
  if (kind === 'CORRELATION_BREAK') return drivenShare >= LEAST_DRIVEN;
  if (kind === 'STUCK_AT') {
    const { deviation = 0, correlationSeconds = 0 } = noise ?? {};
    const change = deviation * Math.sqrt(2 * (correlationSeconds === 0 ? 1 : -Math.expm1(-intervalSeconds / correlationSeconds)));
    return change >= LEAST_CHANGE * resolution;
  }
  return maximum - minimum >= LEAST_ROOM * all;
}

/** Gives each its place, in a stretch as long as itself and an equal share of the time that is left. */
function placed(drawn: readonly Drawn[], order: AnomalyOrder, schedule: Schedule): readonly Anomaly[] {
  const { points } = order.timeline;
  const stream = streamOf(order);
  // What takes no notice of its machine has its anomalies, too, while that works.
  const activity = new Map(order.spec.signals.map((signal) => [signal.name, activityOf(signal, order.spec).map((own, mode) => own * (order.spec.modes[mode]?.activity ?? 1))]));
  const inAll = drawn.reduce((sum, one) => sum + one.points, 0);
  const distance = Math.min(DISTANCE, Math.floor((points - inAll) / (drawn.length + 1)));
  const free = points - inAll - drawn.length * distance;
  let passed = 0;
  return drawn.map(({ points: length, ...one }, number) => {
    const [from, until] = [number, number + 1].map((count) => Math.floor((free * count) / drawn.length)) as [number, number];
    const byMode = one.signals.map((name) => activity.get(name) ?? []);
    const full = byMode.reduce((sum, modes) => sum + Math.max(...modes), 0);
    let [first, most] = [0, -1];
    for (let attempt = 0; attempt < TRIES && most < full; attempt++) {
      const start = passed + from + stream.below(until - from + 1, number, 16 + attempt);
      const found = activityIn(byMode, schedule, { first: start, last: start + length });
      if (found > most) [first, most] = [start, found];
    }
    passed += length + distance;
    return { ...one, first, last: first + length };
  });
}

/** The activity of signals over a stretch of time, in the mean; looked at here and there. */
function activityIn(byMode: readonly (readonly number[])[], { from, mode }: Schedule, { first, last }: Pick<Anomaly, 'first' | 'last'>): number {
  const looks = Math.min(LOOKS, last - first);
  let sum = 0;
  for (let look = 0; look < looks; look++) {
    const now = mode[pieceAt(from, first + Math.round(((last - 1 - first) * look) / Math.max(1, looks - 1)))] as number;
    for (const modes of byMode) sum += modes[now] as number;
  }
  return sum / looks;
}
