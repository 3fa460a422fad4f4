// A column as fidelity and privacy see it: numbers (moments as seconds) or categories (booleans, too), null where a value is missing.
import type { FieldType, Value } from '../schema.ts';
import { measureOf } from './rules.ts';

export type Column =
  | { readonly name: string; readonly kind: 'continuous'; readonly values: readonly (number | null)[] }
  | { readonly name: string; readonly kind: 'discrete'; readonly values: readonly (string | null)[] };

/** The values of a field as a column of that kind; those that are no number where numbers are wanted are missing. */
export function columnOf({ name, kind }: Pick<Column, 'name' | 'kind'>, type: FieldType, values: readonly Value[]): Column {
  const measure = measureOf(type);
  if (kind === 'continuous') return { name, kind, values: values.map((value) => (value === null ? null : (measure?.(value) ?? null))) };
  const isNumber = type === 'INTEGER' || type === 'FLOAT' || type === 'DECIMAL';
  return { name, kind, values: values.map((value) => (value === null ? null : String(isNumber ? Number(value) : value))) };
}

/** Few digits less than a number has, which nobody misses: what is kept is short. */
export function brief(number: number): number {
  return Number(number.toPrecision(9));
}
