// Rows under conditions: which rows of a table are wanted, and how often values come. A condition is the chance, 0 to 1, with which an attempt at a row is kept
// (rejection sampling, von Neumann 1951), so the rows are those that there would be, weighted by it: what goes with what stays as it was.
import { compileExpression, fieldsOf } from './expression.ts';
import { Stream } from './random.ts';
import { drawOf } from './samplers/draws.ts';
import type { Cursor } from './samplers/sampler.ts';
import type { Check, Value } from './schema.ts';

/** What is ordered of one table. Plain JSON, as it comes. */
export interface ConditionOrder {
  /** Left out: the only one. */
  readonly table?: string;
  /** Only rows for which this is true, as an SQL expression. */
  readonly where?: string;
  readonly balance: readonly Balance[];
}

/** How often values of a field come, beside how often they would. */
export type Balance =
  /** All of its values equally often; nulls stay as often as they are. */
  | { readonly kind: 'evenly'; readonly field: string }
  /** These values have these shares, 0 to 1; others keep their proportions in what is left. */
  | { readonly kind: 'shares'; readonly field: string; readonly values: readonly { readonly value: Value; readonly share: number }[] }
  /** These values come so many times as often against the others. */
  | { readonly kind: 'times'; readonly field: string; readonly values: readonly { readonly value: Value; readonly times: number }[] };

/** A condition of a plan, settled. */
export type Condition = Where | Weights;

/** Only rows that meet this for sure: null is not enough. */
export interface Where extends Check {
  readonly kind: 'where';
}

/** The chance of a row by the value of a field, 0 to 1. */
export interface Weights {
  readonly kind: 'weights';
  readonly field: string;
  readonly weights: readonly { readonly value: Value; readonly weight: number }[];
  /** Of every other value. */
  readonly otherwise: number;
}

/** Of the attempts at rows, so many are kept at the least, or the order is refused. */
export const LEAST_KEPT = 1 / 1_000;
/** How often a row is attempted then: where one in a thousand is kept, none of these is once in 10^17 rows. */
export const MAX_CONDITIONED_ATTEMPTS = 40_000;

/** The fields that a condition reads. */
export function fieldsIn(condition: Condition): ReadonlySet<string> {
  return condition.kind === 'where' ? fieldsOf(condition.condition) : new Set([condition.field]);
}

/** Whether a condition keeps an attempt at the row under the cursor: a function of row and attempt alone. */
export function compileCondition(condition: Condition, { seed, table, reference }: { readonly seed: number; readonly table: string; readonly reference: string }): (row: Pick<Cursor, 'index' | 'read'>, attempt: number) => boolean {
  if (condition.kind === 'where') {
    const holds = compileExpression(condition.condition, { reference });
    return (row) => holds((name) => row.read(name)) === true;
  }
  const { field, otherwise } = condition;
  const stream = Stream.of(seed, table, field, 'kept');
  const weights = new Map(condition.weights.map(({ value, weight }) => [value, weight]));
  return (row, attempt) => {
    const weight = weights.get(row.read(field)) ?? otherwise;
    return weight >= 1 || (weight > 0 && stream.unit(row.index, drawOf({ attempt })) < weight);
  };
}
