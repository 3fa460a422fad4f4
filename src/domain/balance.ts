// From how often values are to come to chances of rows: the values are counted in draws on trial, and weighed until each field has the shares that are wanted
// of it, by iterative proportional fitting (Deming, Stephan 1940; survey statisticians call it raking). Deterministic: the draws are the plan's own.
import { fieldsIn, LEAST_KEPT, type Balance, type Condition, type Weights } from './conditions.ts';
import { InvalidInput } from './errors.ts';
import { sizeOf } from './expression.ts';
import { fitTo } from './fit.ts';
import { MAX_BALANCED_VALUES, type Wanted } from './import/conditions.ts';
import { fieldOf } from './keys/anchors.ts';
import type { PlannedTable } from './plan.ts';
import type { TableRows, Trials } from './rows.ts';
import type { Field, Value } from './schema.ts';

/** Rows that shares are read off: enough to know one of a half to within 0.7 %, nineteen times out of twenty. */
const ENOUGH_ROWS = 20_000;
/** Most draws for one set of fields, and for all of a plan: so that it stays a matter of seconds. */
const MAX_DRAWS = 200_000;
const MAX_DRAWS_IN_ALL = 1_000_000;
/** Rounds of fitting, and how far off a share may be at their end. */
const MAX_ROUNDS = 200;
const CLOSE = 1e-4;
/** Shares that come to less than this beside 1 are meant to be 1. */
const ROUNDING = 1e-9;
const MAX_SHOWN_VALUES = 20;
const MAX_SHOWN_SQL = 120;
/** An expression of so many nodes counts for one demand. */
const NODES_OF_A_DEMAND = 20;

export interface Settled {
  readonly conditions: readonly Condition[];
  /** Which share of the draws is kept. */
  readonly warnings: readonly string[];
}

/** What stands for them in the plan until they are settled: every value has the same chance. */
export function unsettled({ where, balance }: Wanted): readonly Condition[] {
  return [...(where === null ? [] : [where]), ...balance.map(({ field }): Weights => ({ kind: 'weights', field, weights: [], otherwise: 1 }))];
}

/** What the conditions of a plan ask of a draw, in all. */
export function demandsOf(wanted: readonly Wanted[]): number {
  return wanted.reduce((sum, { where, balance }) => sum + balance.length + (where === null ? 0 : Math.ceil(sizeOf(where.condition) / NODES_OF_A_DEMAND)), 0);
}

/**
 * The conditions on a table, whose plan has them unsettled. `demands`: demandsOf the whole plan.
 * @throws InvalidInput where fewer than LEAST_KEPT of the draws would be kept, a value never comes, or shares cannot be had at once.
 */
export function settleConditions(rows: TableRows, { balance, path }: Wanted, demands: number): Settled {
  const most = Math.min(MAX_DRAWS, Math.floor(MAX_DRAWS_IN_ALL / demands));
  const settled = InvalidInput.within(path, () => rows.trials().map((trials) => settleTogether(rows.table, balance, trials, most)));
  return { conditions: settled.flatMap(({ conditions }) => conditions), warnings: settled.map(({ warning }) => warning) };
}

/** Those that share fields. */
function settleTogether(table: PlannedTable, asked: readonly Balance[], trials: Trials, most: number): { readonly conditions: readonly Condition[]; readonly warning: string } {
  const wheres = trials.conditions.filter((condition) => condition.kind === 'where');
  const balanced = trials.conditions.flatMap((condition) => (condition.kind === 'weights' ? [condition.field] : []));
  const { drawn, rows, values } = sampleOf(trials, balanced, most);
  const requireEnough = (kept: number, path: string, what: string): void => {
    if (kept === 0 || kept < drawn * LEAST_KEPT) throw InvalidInput.at([path], `table ${table.name}: ${what} ${share(kept, drawn)} of the rows that are drawn, by ${drawn} on trial, expected ${share(LEAST_KEPT, 1)} at the least: rows come as they are and are never bent to fit, so ask for what comes more often`);
  };
  const [where] = wheres;
  if (where === undefined) requireEnough(rows, 'balance', 'what its CHECKs ask holds in');
  else requireEnough(rows, 'where', `${where.sql.slice(0, MAX_SHOWN_SQL)} is true in`);
  const margins = balanced.map((name, at) => {
    const index = asked.findIndex(({ field }) => field === name);
    const balance = asked[index] as Balance; // unsettled() made them of these
    return InvalidInput.within(['balance', String(index), balance.kind], () => marginOf(balance, values[at] ?? [], table));
  });
  const names = balanced.join(' and ');
  const kept = rake(margins, rows);
  if (kept === null) throw InvalidInput.at(['balance'], `table ${table.name}: the shares of ${names} cannot be had at once, given which of their values come together: balance fewer of them`);
  requireEnough(kept, 'balance', `the balance of ${names} keeps`);
  const fields = [...new Set(trials.conditions.flatMap((condition) => [...fieldsIn(condition)]))];
  return { conditions: [...wheres, ...margins.map(weightsOf)], warning: `table ${table.name}: the conditions on ${fields.join(', ')} keep ${share(kept, drawn)} of the rows that are drawn, by ${drawn} on trial` };
}

/** A share in per cent, to three digits. */
function share(part: number, whole: number): string {
  return `${Number(((100 * part) / whole).toPrecision(3))} %`;
}

interface Sample {
  readonly drawn: number;
  /** Draws that meet their checks, and `where`. */
  readonly rows: number;
  /** What the fields hold in these, field by field. */
  readonly values: readonly (readonly Value[])[];
}

function sampleOf(trials: Trials, fields: readonly string[], most: number): Sample {
  const values = fields.map((): Value[] => []);
  let [drawn, rows] = [0, 0];
  while (drawn < most && rows < ENOUGH_ROWS) {
    if (!trials.draw(drawn++)) continue;
    rows++;
    fields.forEach((field, at) => values[at]?.push(trials.read(field)));
  }
  return { drawn, rows, values };
}

/** A balanced field in the sample. */
interface Margin {
  readonly balance: Balance;
  /** The place of each value that is told apart; all others share the place behind them. */
  readonly placeOf: ReadonlyMap<Value, number>;
  /** The place of each row's value. */
  readonly places: Int32Array;
  /** Wanted shares by place; null: the weights are what is wanted. */
  readonly targets: readonly number[] | null;
  /** By place, beside one another. */
  readonly weights: Float64Array;
}

function marginOf(balance: Balance, values: readonly Value[], table: PlannedTable): Margin {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const subject = `table ${table.name}, field ${balance.field}`;
  if (balance.kind === 'evenly') {
    if (counts.size > MAX_BALANCED_VALUES) throw InvalidInput.at([], `${subject} has more than ${MAX_BALANCED_VALUES} values: balance a field of fewer, or name values by \`shares\` or \`times\``);
    const nulls = (counts.get(null) ?? 0) / values.length;
    const each = (1 - nulls) / (counts.size - (nulls > 0 ? 1 : 0));
    return margin(balance, values, { placeOf: new Map([...counts.keys()].map((value, place) => [value, place])), targets: [...[...counts.keys()].map((value) => (value === null ? nulls : each)), 0] });
  }
  const placeOf = placesOf(balance, counts, fieldOf(table, balance.field), subject);
  if (balance.kind === 'times') {
    const most = Math.max(1, ...balance.values.map(({ times }) => times)); // sums of what is past 1 could be past all numbers
    return margin(balance, values, { placeOf, weights: [...balance.values.map(({ times }) => times / most), 1 / most] });
  }
  const sum = balance.values.reduce((all, one) => all + one.share, 0);
  const rest = sum > 1 - ROUNDING ? 0 : 1 - sum;
  if (rest > 0 && placeOf.size === counts.size) throw InvalidInput.at(['values'], `${subject} has no other values to have the rest of its shares, which come to ${sum}: make them 1 in all`);
  return margin(balance, values, { placeOf, targets: [...balance.values.map((one) => one.share), rest] });
}

function margin(balance: Balance, values: readonly Value[], { placeOf, targets, weights }: { readonly placeOf: ReadonlyMap<Value, number>; readonly targets?: readonly number[]; readonly weights?: readonly number[] }): Margin {
  const others = balance.kind === 'evenly' ? placeOf.size : balance.values.length;
  return { balance, placeOf, places: Int32Array.from(values, (value) => placeOf.get(value) ?? others), targets: targets ?? null, weights: Float64Array.from({ length: others + 1 }, (_, place) => weights?.[place] ?? 1) };
}

/** Which of the named values each value is that came. */
function placesOf({ values }: Exclude<Balance, { kind: 'evenly' }>, counts: ReadonlyMap<Value, number>, field: Field, subject: string): ReadonlyMap<Value, number> {
  const named = new Map(values.map(({ value }, place) => [alike(field, value), place] as const).toReversed()); // the first of a name has it
  const placeOf = new Map([...counts.keys()].flatMap((value): [Value, number][] => {
    const place = named.get(alike(field, value));
    return place === undefined ? [] : [[value, place]];
  }));
  const came = new Set(placeOf.values());
  values.forEach(({ value }, place) => {
    if (named.get(alike(field, value)) !== place) throw InvalidInput.at(['values', String(place), 'value'], `${subject}: ${JSON.stringify(value)} is named twice: name it once`);
    if (came.has(place)) return;
    const most = [...counts].sort(([, a], [, b]) => b - a).slice(0, MAX_SHOWN_VALUES).map(([one]) => JSON.stringify(one));
    throw InvalidInput.at(['values', String(place), 'value'], `${subject}: the value ${JSON.stringify(value)} came in none of the rows on trial: expected one of ${most.join(', ')}${counts.size > most.length ? ' ...' : ''}`);
  });
  return placeOf;
}

/** The same for values that a field does not tell apart: 5 and '5.00'. Undefined for what it cannot hold. */
function alike(field: Field, value: Value): Value | undefined {
  const fitted = fitTo(field, value);
  if (fitted === null && value !== null) return undefined;
  return field.type === 'DECIMAL' && fitted !== null ? Number(fitted) : fitted;
}

/** Weighs the margins until all shares are as wanted: how many of so many rows are kept then; null where that cannot be. */
function rake(margins: readonly Margin[], rows: number): number | null {
  const kept = new Float64Array(rows).fill(1);
  for (const { places, weights } of margins) weigh(kept, places, weights);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const off = margins.map((each) => fit(each, kept));
    if (off.every((share) => share < CLOSE)) return margins.reduce((sum, each) => sum / (greatest(each) || 1), sumOf(kept));
  }
  return null;
}

/** Weighs one margin so that its shares are as wanted: how far off the furthest was, Infinity where rows of a wanted value have no weight. */
function fit({ places, targets, weights }: Margin, kept: Float64Array): number {
  if (targets === null) return 0;
  const sums = new Float64Array(targets.length);
  places.forEach((place, row) => (sums[place] = (sums[place] ?? 0) + (kept[row] ?? 0)));
  const total = sumOf(sums);
  const steps = Float64Array.from(targets, (target, place) => (target === 0 ? 0 : (target * total) / (sums[place] ?? 0)));
  if (!steps.every(Number.isFinite)) return Infinity;
  weigh(kept, places, steps);
  steps.forEach((step, place) => (weights[place] = (weights[place] ?? 0) * step));
  return targets.reduce((most, target, place) => Math.max(most, Math.abs((sums[place] ?? 0) / total - target)), 0);
}

function weigh(kept: Float64Array, places: Int32Array, by: Float64Array): void {
  places.forEach((place, row) => (kept[row] = (kept[row] ?? 0) * (by[place] ?? 0)));
}

function sumOf(numbers: Float64Array): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

/** The greatest weight that a row of the sample has. */
function greatest({ places, weights }: Margin): number {
  return places.reduce((most, place) => Math.max(most, weights[place] ?? 0), 0);
}

/** The chance of each value; one that never came on trial is as rare as can be, so where all are to be even it is always kept. */
function weightsOf(margin: Margin): Weights {
  const most = greatest(margin) || 1;
  const chance = (place: number): number => Math.min(1, (margin.weights[place] ?? 0) / most);
  const { kind, field } = margin.balance;
  return { kind: 'weights', field, weights: [...margin.placeOf].map(([value, place]) => ({ value, weight: chance(place) })), otherwise: kind === 'evenly' ? 1 : chance(margin.weights.length - 1) };
}
