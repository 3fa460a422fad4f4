// How the values of one column are spread, learned without keeping any one row's value: labels with their shares, rare ones pooled; numbers and
// moments as a quantile function whose every knot is the mean of RARE_BELOW neighbours. And where each row stands among them, for the copula.
import { countUpTo } from '../../lib/sorted.ts';
import { formatDate, formatDateTime, formatTime, SECONDS_PER_DAY } from '../calendar.ts';
import type { LearnedValues } from '../generator.ts';
import { activeTime } from '../samplers/active-time.ts';
import type { Value } from '../schema.ts';
import { countsOf, keptOf, RARE_BELOW, type Column } from './columns.ts';

/** Steps of probability of a quantile function at the most, and where its rows are enough for so many. */
const MAX_STEPS = 200;
const USUAL_STEPS = 4;
/** Rows for each further step: with fewer a quantile function would be about these rows, and not about others of their kind. */
const ROWS_PER_STEP = 4 * RARE_BELOW;
/** Numbers of so few kinds are kept as labels: sizes, grades, years. */
const MAX_DISTINCT = 60;
/** Of numbers kept as labels, so many of the rows may be too rare for a label of their own. */
const MAX_RARE_SHARE = 0.1;
/** What stands for labels too rare to be kept, and for addresses. */
export const POOLED_LABEL = 'Other';
/** Steps that are looked for in moments, in seconds. */
const STEPS = [SECONDS_PER_DAY, 3_600, 1_800, 900, 600, 300, 60, 1] as const;

/** A column that the copula can join to others. */
export interface Spread {
  readonly values: LearnedValues;
  /** By row: which of the labels, or which rank from 0 to 1 among the numbers; -1: missing. Rows of a label that is not kept: NaN. */
  readonly places: Float64Array;
  /** Rows whose label is not kept, or stands for others. */
  readonly pooled: number;
}

/** A column whose values can be spread. */
export type SpreadColumn = Extract<Column, { kind: 'numbers' | 'moments' | 'labels' }>;

/** Null where too few rows are there to learn anything without telling of one. `inPart`: of rows that are a part of all, where a label may be rare that is not so elsewhere. */
export function spreadOf(column: SpreadColumn, inPart = false): Spread | null {
  if (column.kind === 'labels') return labelled(column, inPart);
  const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length < RARE_BELOW) return null;
  return stepped(column, sorted) ?? continuous(column, sorted);
}

/** Rare labels are pooled; in a part of the rows they are left out, or the part has nothing to tell where they are many. */
function labelled({ type, values }: Extract<Column, { kind: 'labels' }>, inPart: boolean): Spread | null {
  const present = values.filter((value) => value !== null);
  const kept = keptOf(present);
  const rare = kept.reduce((left, [, count]) => left - count, present.length);
  const pooled = rare >= RARE_BELOW && type === 'STRING' && !inPart ? rare : 0;
  if (kept.length === 0 || (inPart && rare > values.length * MAX_RARE_SHARE)) return null;
  const placeOf = new Map(kept.map(([label], place) => [label, place]));
  const other = placeOf.get(POOLED_LABEL) ?? (pooled > 0 ? kept.length : Number.NaN);
  const places = Float64Array.from(values, (value) => (value === null ? -1 : (placeOf.get(value) ?? other)));
  return { values: { of: 'labels', labels: weighted(places, [...kept.map(([label]): Value => (type === 'BOOLEAN' ? label === 'true' : label)), ...(other === kept.length ? [POOLED_LABEL] : [])]) }, places, pooled: rare };
}

/** A column of labels with those that are pooled under their common name. */
export function pooledIn<Kept extends SpreadColumn>(column: Kept, { values, places }: Spread): Kept {
  if (column.kind !== 'labels' || column.type === 'BOOLEAN' || values.of !== 'labels') return column;
  return { ...column, values: column.values.map((label, row) => (label === null ? null : String(values.labels[places[row] ?? -1]?.value ?? label))) };
}

function weighted(places: Float64Array, labels: readonly Value[]): readonly { readonly value: Value; readonly weight: number }[] {
  const counts = countsOf(places);
  return labels.map((value, place) => ({ value, weight: counts.get(place) ?? 0 }));
}

type Counted = Extract<Column, { kind: 'numbers' | 'moments' }>;

/** Few kinds of numbers as labels, in their order; a rare one goes to the nearest that is kept. Null where they are many, or too many are rare. */
function stepped(column: Counted, sorted: Float64Array): Spread | null {
  const counts = countsOf(sorted);
  if (counts.size > MAX_DISTINCT) return null;
  const kept = [...counts].filter(([, count]) => count >= RARE_BELOW).map(([value]) => value);
  const rare = [...counts.values()].reduce((sum, count) => sum + (count < RARE_BELOW ? count : 0), 0);
  if (kept.length === 0 || rare > sorted.length * MAX_RARE_SHARE) return null;
  const placeOf = new Map([...counts.keys()].map((value) => [value, nearest(kept, value)]));
  const places = column.values.map((value) => placeOf.get(value) ?? -1);
  return { values: { of: 'labels', labels: weighted(places, kept.map((value) => written(column, value))) }, places, pooled: rare };
}

function nearest(kept: readonly number[], value: number): number {
  return kept.reduce((best, candidate, place) => (Math.abs(candidate - value) < Math.abs((kept[best] ?? 0) - value) ? place : best), 0);
}

function written(column: Counted, value: number): Value {
  if (column.kind === 'numbers') return value;
  return column.type === 'DATE' ? formatDate(value) : column.type === 'TIME' ? formatTime(value) : formatDateTime(value);
}

function continuous(column: Counted, sorted: Float64Array): Spread {
  const places = column.values.map((value) => (Number.isNaN(value) ? -1 : rankOf(sorted, value)));
  return { values: column.kind === 'numbers' ? { of: 'numbers', quantiles: quantilesOf(sorted).map((value) => Number(value.toPrecision(12))), places: column.places } : momentsOf(column, sorted), places, pooled: 0 };
}

/** Quantiles are taken by the clock of the rhythm, in the middle of each step. */
function momentsOf({ type, rhythm }: Extract<Column, { kind: 'moments' }>, sorted: Float64Array): LearnedValues {
  const unit = type === 'DATE' ? SECONDS_PER_DAY : 1;
  const step = type === 'DATE' ? 1 : stepOf(sorted);
  const time = activeTime(rhythm);
  const quantiles = quantilesOf(sorted.map((value) => time.at((value + step / 2) * unit))).map((active, knot, { length }) => {
    const value = time.moment(active) / unit - step / 2;
    // The ends are moments that can come, by which rows are measured.
    return knot === 0 || knot === length - 1 ? Math.round(value / step) * step : Number(value.toFixed(3));
  });
  return { of: 'moments', quantiles, step, ...(rhythm === undefined ? {} : { rhythm }) };
}

/** Values at equal steps of probability from 0 to 1, each the mean of RARE_BELOW neighbours. */
function quantilesOf(sorted: Float64Array): readonly number[] {
  const steps = Math.min(Math.floor(sorted.length / RARE_BELOW), Math.max(USUAL_STEPS, Math.min(MAX_STEPS, Math.floor(sorted.length / ROWS_PER_STEP))));
  return Array.from({ length: steps + 1 }, (_, step) => {
    const centre = Math.round((step / steps) * (sorted.length - 1));
    const first = Math.min(Math.max(centre - Math.floor(RARE_BELOW / 2), 0), sorted.length - RARE_BELOW);
    let sum = 0;
    for (const value of sorted.subarray(first, first + RARE_BELOW)) sum += value;
    return sum / RARE_BELOW;
  });
}

/** The share of values below, and half of those that are equal. */
function rankOf(sorted: Float64Array, value: number): number {
  return (countUpTo(sorted, (other) => other < value) + countUpTo(sorted, (other) => other <= value)) / 2 / sorted.length;
}

/** The longest step that all moments lie on, in seconds. */
export function stepOf(moments: Float64Array): number {
  return STEPS.find((step) => moments.every((value) => Number.isNaN(value) || value % step === 0)) ?? 1;
}
