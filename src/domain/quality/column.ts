// A column as fidelity and privacy see it: numbers (moments as seconds) or categories (booleans, too), null where a value is missing.
import type { FieldType, Value } from '../schema.ts';
import { measureOf } from './rules.ts';

export type Column =
  | { readonly name: string; readonly kind: 'continuous'; readonly values: readonly (number | null)[] }
  | { readonly name: string; readonly kind: 'discrete'; readonly values: readonly (string | null)[] };

/** Past this, squares and sums of many numbers would no longer be numbers. */
const FARTHEST = 1e100;

/** A column of numbers; those that are farther from zero than any is that could be measured are taken for as far. */
export function continuous(name: string, values: readonly (number | null)[]): Column {
  return { name, kind: 'continuous', values: values.map((value) => (value === null || Number.isNaN(value) ? null : Math.max(-FARTHEST, Math.min(FARTHEST, value)))) };
}

/** The values of a field as a column of that kind; those that are no number where numbers are wanted are missing. */
export function columnOf({ name, kind }: Pick<Column, 'name' | 'kind'>, type: FieldType, values: readonly Value[]): Column {
  const measure = measureOf(type);
  if (kind === 'continuous') return continuous(name, values.map((value) => (value === null ? null : (measure?.(value) ?? null))));
  const isNumber = type === 'INTEGER' || type === 'FLOAT' || type === 'DECIMAL';
  return { name, kind, values: values.map((value) => (value === null ? null : String(isNumber ? Number(value) : value))) };
}

/** Few digits less than a number has, which nobody misses: what is kept is short. */
export function brief(number: number): number {
  return Number(number.toPrecision(9));
}

/** A score of shares that are brief: none is below 0 or above 1. */
export function withinBounds(score: number): number {
  return Math.max(0, Math.min(1, score));
}
