// The rhythm of a week in moments: on which weekdays they lie, and at which hours. Only where it is more than chance, and of no cell of fewer than RARE_BELOW rows.
import { isoWeekday, SECONDS_PER_DAY } from '../calendar.ts';
import type { Rhythm } from '../generator.ts';
import { RARE_BELOW } from './columns.ts';
import { stepOf, type SpreadColumn } from './values.ts';

const HOURS = 24;
const DAYS = 7;
/** Rows by cell that an even spread would have at the least: with fewer nothing can be told. */
const LEAST_EXPECTED = RARE_BELOW;
/** Standard deviations by which the chi-square statistic is above its mean where it is no chance. */
const SURE = 4;

/** A column with the rhythm of its dates or instants, where they have one, so that parts of its rows keep it, too. */
export function withRhythm<Kept extends SpreadColumn>(column: Kept): Kept {
  if (column.kind !== 'moments' || column.type === 'TIME') return column;
  const unit = column.type === 'DATE' ? SECONDS_PER_DAY : 1;
  const moments = column.values.filter((value) => !Number.isNaN(value)).map((value) => value * unit);
  const rhythm = rhythmOf(moments, stepOf(moments));
  return rhythm === undefined ? column : { ...column, rhythm };
}

/** The rhythm of moments, in seconds since 1970, that lie on steps of so many seconds; undefined where there is none. */
function rhythmOf(moments: Float64Array, stepSeconds: number): Rhythm | undefined {
  const weekdays = ratesOf(countsIn(moments, DAYS, (moment) => isoWeekday(Math.floor(moment / SECONDS_PER_DAY)) - 1));
  const hours = stepSeconds >= SECONDS_PER_DAY ? undefined : ratesOf(countsIn(moments, HOURS, (moment) => Math.floor((moment - Math.floor(moment / SECONDS_PER_DAY) * SECONDS_PER_DAY) / (SECONDS_PER_DAY / HOURS))));
  if (weekdays === undefined && hours === undefined) return undefined;
  return { ...(weekdays === undefined ? {} : { weekdays }), ...(hours === undefined ? {} : { hours }) };
}

function countsIn(moments: Float64Array, cells: number, cellOf: (moment: number) => number): readonly number[] {
  const counts = Array.from({ length: cells }, () => 0);
  for (const moment of moments) counts[cellOf(moment)] = (counts[cellOf(moment)] as number) + 1;
  return counts;
}

/** Each cell's count as a multiple of the mean; undefined where they may well be all alike. */
function ratesOf(counts: readonly number[]): readonly number[] | undefined {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  if (expected < LEAST_EXPECTED) return undefined;
  const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const free = counts.length - 1;
  if (statistic < free + SURE * Math.sqrt(2 * free)) return undefined;
  return withoutRare(counts).map((count) => Number((count / expected).toFixed(4)));
}

/** Counts that are rare are shared out evenly over the cells next to them; nothing stays nothing. */
function withoutRare(counts: readonly number[]): readonly number[] {
  const shared = [...counts];
  let [first, sum] = [0, 0];
  for (const [cell, count] of counts.entries()) {
    if (sum === 0 && count === 0) {
      first = cell + 1;
      continue;
    }
    sum += count;
    const rest = counts.slice(cell + 1).reduce((left, each) => left + each, 0);
    // Too little that is left stays with the cells before it.
    if (sum < RARE_BELOW || (rest > 0 && rest < RARE_BELOW)) continue;
    shared.fill(sum / (cell + 1 - first), first, cell + 1);
    [first, sum] = [cell + 1, 0];
  }
  return shared;
}
