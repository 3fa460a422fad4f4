// How well a plain detector finds the anomalies of a run: on a sample of its machines, with what it learned from the same machines under another seed, and
// thresholds fixed under a third.
import { evenlySpread } from '../../../lib/evenly-spread.ts';
import { SECONDS_PER_DAY } from '../../calendar.ts';
import { drawAnomalies } from '../anomaly.ts';
import { Clocks } from '../clocks.ts';
import { scheduleIssues } from '../issues.ts';
import { Machine } from '../machine.ts';
import type { PlannedMachine, SeriesPlan } from '../plan.ts';
import { BLOCK_POINTS } from '../timeline.ts';
import { ANOMALY_KINDS, type AnomalyKind } from '../specification.ts';
import { Detector, thresholdOf } from './detector.ts';
import { REACH } from './features.ts';
import { Readings, type Stretch } from './readings.ts';
import { auroc } from './statistics.ts';

/** Machines that are looked at, evenly spread; anomalies and readings of each. All of them together take about a second of one thread. */
export const MAX_DETECTED_MACHINES = 2;
export const MAX_DETECTED_ANOMALIES = 32;
const MAX_READINGS = 120_000;
/** Points of a stretch that is learned from, or looked at without anomalies; of an anomaly the middle ones. */
const STRETCH_POINTS = 256;
/** From the beginning of a block or of its half to the stretch, so that all that is known of it lies in the block. */
const MARGIN = 512;
/** Fewest points of a series that are looked at. */
export const LEAST_POINTS = 2_000;
/** Points that are learned from, where the series has fewer, so that every mode comes up, and wear goes all its way: three months of minutes, and two years at most. */
const LEARNED_POINTS = 2 ** 17;
const LEARNED_SECONDS = 2 * 365 * SECONDS_PER_DAY;
/** Clean points that alarm where the threshold is fixed: fewer than the 1 % that may, since other points are not quite the same. */
const ALARM_SHARE = 0.004;
/** Where nothing of a machine was learned, all its points look alike, and none alarms. */
const LEAST_THRESHOLD = 1e-9;

/** Kinds that stand out point by point; the others do as they go on. */
const POINT_LIKE: ReadonlySet<AnomalyKind> = new Set(['POINT', 'SPIKE_TRAIN', 'LEVEL_SHIFT']);

/** How well anomalies are found. */
export interface Found {
  /** Points inside of anomalies that were looked at, and anomalies. */
  readonly points: number;
  readonly anomalies: number;
  /** The area under the ROC curve of these points against clean ones; null: there are none. */
  readonly auroc: number | null;
  /** Shares of them above the threshold; of anomalies those of which some point is. */
  readonly pointsFound: number | null;
  readonly anomaliesFound: number | null;
}

export interface Detection {
  readonly machines: readonly string[];
  /** Points outside of anomalies that were looked at, and the share of those above the threshold. */
  readonly cleanPoints: number;
  readonly falseAlarms: number | null;
  readonly pointLike: Found;
  readonly driftLike: Found;
  /** Those that there are. */
  readonly kinds: readonly (Found & { readonly kind: AnomalyKind })[];
}

/** What decides all of its readings. */
export interface SeriesSeed {
  readonly seed: number;
  readonly series: SeriesPlan;
}

/** Points inside of anomalies, as a share of all. */
export interface AnomalyShare {
  readonly machine: string;
  readonly asked: number;
  readonly made: number;
}

/** What is measured of a run of series. */
export interface SeriesQuality {
  /** Machine by machine. */
  readonly anomalyShares: readonly AnomalyShare[];
  /** Null: the series are too short to learn from. */
  readonly detection: Detection | null;
}

/** What a detector says of the points of one anomaly, in multiples of its threshold. */
interface Scored {
  readonly kind: AnomalyKind;
  readonly scores: Float64Array;
}

/** How well a run's anomalies are found; null where its series are too short to learn from. `check` is called now and then, and may throw. */
export function detectionIn({ seed, series }: SeriesSeed, check: () => void, most = MAX_DETECTED_MACHINES): Detection | null {
  if (series.points < LEAST_POINTS) return null;
  const machines = evenlySpread(series.machines, most);
  const longer = { ...series, points: Math.max(series.points, Math.min(LEARNED_POINTS, Math.floor(LEARNED_SECONDS / series.intervalSeconds))) };
  const surroundings: Surroundings = { present: { series, clocks: new Clocks(series) }, longer: { series: longer, clocks: new Clocks(longer) }, seed, check };
  const detected = machines.map((machine) => detectedIn(machine, surroundings));
  const clean = Float64Array.from(detected.flatMap((one) => [...one.clean]));
  const anomalies = detected.flatMap((one) => one.anomalies);
  const found = (kinds: (kind: AnomalyKind) => boolean): Found => foundOf(anomalies.filter(({ kind }) => kinds(kind)), clean);
  return {
    machines: machines.map(({ spec }) => spec.name),
    cleanPoints: clean.length,
    falseAlarms: shareOf(clean, isAlarm),
    pointLike: found((kind) => POINT_LIKE.has(kind)),
    driftLike: found((kind) => !POINT_LIKE.has(kind)),
    kinds: ANOMALY_KINDS.map((kind) => ({ kind, ...found((one) => one === kind) })).filter((one) => one.anomalies > 0),
  };
}

/** Machine by machine, how many points are inside of anomalies. */
export function anomalyShares({ seed, series }: SeriesSeed, check: () => void): readonly AnomalyShare[] {
  return series.machines.map(({ spec }) => {
    check();
    const rate = spec.anomalyRate ?? series.anomalyRate;
    const points = drawAnomalies({ spec, timeline: series, rate, seed }).reduce((sum, one) => sum + one.points, 0);
    return { machine: spec.name, asked: spec.anomalies?.length === 0 ? 0 : rate, made: points / series.points };
  });
}

function foundOf(anomalies: readonly Scored[], clean: Float64Array): Found {
  const scores = Float64Array.from(anomalies.flatMap((one) => [...one.scores]));
  const area = auroc(scores, clean);
  return { points: scores.length, anomalies: anomalies.length, auroc: Number.isNaN(area) ? null : area, pointsFound: shareOf(scores, isAlarm), anomaliesFound: shareOf(anomalies, (one) => one.scores.some(isAlarm)) };
}

function isAlarm(score: number): boolean {
  return score > 1;
}

function shareOf<Item>(items: ArrayLike<Item>, holds: (item: Item) => boolean): number | null {
  return items.length === 0 ? null : Array.from(items).filter(holds).length / items.length;
}

interface Surroundings {
  readonly present: Times;
  /** The same, going on for longer where it is short. */
  readonly longer: Times;
  readonly seed: number;
  readonly check: () => void;
}

interface Times {
  readonly series: SeriesPlan;
  readonly clocks: Clocks;
}

function detectedIn({ spec }: PlannedMachine, { present: { series, clocks }, longer, seed, check }: Surroundings): { readonly clean: Float64Array; readonly anomalies: readonly Scored[] } {
  const most = Math.floor(MAX_READINGS / spec.signals.length);
  // A machine that would be too much for so long a time is learned from its own.
  const learned = scheduleIssues(spec, longer.series, []).length === 0 ? longer : { series, clocks };
  const soundly = (other: number): Readings => new Readings(new Machine({ spec: { ...spec, anomalies: [] } }, learned.series, { seed: otherSeed(seed, other), clocks: learned.clocks }), learned.series);
  const lessons = spread(learned.series.points, most);
  const detector = Detector.learned({ readings: soundly(1), stretches: lessons, check });
  const scoresOf = (readings: Readings) => (stretch: Stretch): Float64Array => {
    check();
    return detector.scores(readings, stretch);
  };
  const threshold = Math.max(LEAST_THRESHOLD, thresholdOf(Float64Array.from(lessons.map(scoresOf(soundly(2))).flatMap((scores) => [...scores])), ALARM_SHARE));
  const machine = new Machine({ spec }, series, { seed, clocks });
  const readings = new Readings(machine, series);
  const scores = (stretch: Stretch): Float64Array => scoresOf(readings)(stretch).map((score) => score / threshold);
  const apart = REACH + readings.longestLag;
  const clean = spread(series.points, most).flatMap((stretch) => [...scores(stretch)].filter((_, at) => isClean(machine, stretch.first + at, apart)));
  return { clean: Float64Array.from(clean), anomalies: evenlySpread(machine.anomalies, MAX_DETECTED_ANOMALIES).map((anomaly) => ({ kind: anomaly.kind, scores: scores(middleOf(anomaly)) })) };
}

/** Seeds are up to 2^53. */
function otherSeed(seed: number, other: number): number {
  return seed > other ? seed - other : seed + other;
}

/** Stretches evenly spread over a series, of `most` points together; two of a block, since making readings costs most. */
function spread(points: number, most: number): readonly Stretch[] {
  const count = Math.floor(Math.min(points, most) / STRETCH_POINTS);
  if (points < most) return Array.from({ length: count }, (_, index) => ({ first: index * STRETCH_POINTS, last: (index + 1) * STRETCH_POINTS }));
  const [blocks, half] = [Math.ceil(points / BLOCK_POINTS), BLOCK_POINTS / 2];
  const firsts = Array.from({ length: count }, (_, index) => Math.floor(((index >> 1) * 2 * blocks) / count) * BLOCK_POINTS + (index % 2) * half + MARGIN);
  return firsts.filter((first) => first + STRETCH_POINTS <= points).map((first) => ({ first, last: first + STRETCH_POINTS }));
}

function middleOf({ first, last }: Stretch): Stretch {
  const cut = Math.max(0, last - first - STRETCH_POINTS) >> 1;
  return { first: first + cut, last: last - cut };
}

/** Whether a point is so far from all anomalies that none of them reaches into what is known of it. */
function isClean(machine: Machine, point: number, apart: number): boolean {
  const next = machine.anomalies[machine.anomalyFrom(point - apart)];
  return next === undefined || next.first > point + apart;
}
