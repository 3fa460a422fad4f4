// What is measured of one table of a run: whether its rows keep to what the plan says of them, how their values are spread, and of a table that was
// learned how like they are to its example. Rows are read once, keys by themselves.
import type { PlannedTable } from '../plan.ts';
import { keysOf, type ForeignKey, type Value } from '../schema.ts';
import { shortened } from '../../lib/shortened.ts';
import { Comparison, type TableFidelity } from './fidelity.ts';
import type { LearnedPrivacy } from './privacy.ts';
import { Profiler, type ColumnProfile } from './profile.ts';
import type { Refers } from './references.ts';
import { repeatsIn, type VisitKeys } from './repeats.ts';
import { rulesOf, type Asked, type Rule } from './rules.ts';

/** One thing that the plan says of the rows, and how many keep to it. */
export interface Adherence extends Asked {
  readonly table: string;
  /** Rows that it was asked of. */
  readonly checked: number;
  readonly broken: number;
  /** One of those, with its values of the fields that it is about; left out: none is broken. */
  readonly example?: { readonly row: number; readonly values: Readonly<Record<string, Value>> };
}

export interface TableQuality {
  readonly table: string;
  /** Rows that there are. */
  readonly rows: number;
  /** Rows whose values were looked at: all, or a sample spread evenly over them. */
  readonly read: number;
  readonly validity: readonly Adherence[];
  readonly columns: readonly ColumnProfile[];
  /** How like its rows are to the example that it was learned from; left out: it was not learned. */
  readonly fidelity?: TableFidelity;
  /** As it was measured when it was learned; left out: it was not, or there were too few rows. */
  readonly privacy?: LearnedPrivacy;
}

/** The rows of a table, as they are read for this. */
export interface MeasuredRows {
  readonly table: PlannedTable;
  /** What "now" means. */
  readonly reference: string;
  readonly rows: number;
  /** Rows of the sample, in field order. */
  readonly sample: Iterable<readonly [row: number, values: readonly Value[]]>;
  /** The rows whose keys are compared, `most` at most. */
  keys(fields: readonly string[]): { readonly visit: VisitKeys; readonly most: number };
  /** Does a row of the sample refer to a row that is there? */
  readonly refers: Refers;
}

/** The share of the rows asked that keep to it, 0 to 1. */
export function scoreOf({ checked, broken }: Adherence): number {
  return checked === 0 ? 1 : 1 - broken / checked;
}

/** The mean of all scores: 1 where nothing is broken, and only then. */
export function validityOf(tables: readonly TableQuality[]): number {
  const scores = tables.flatMap(({ validity }) => validity.map(scoreOf));
  return scores.length === 0 ? 1 : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** Longest text of an example. */
const MOST_SHOWN = 200;

export function qualityOf(source: MeasuredRows): TableQuality {
  const { table } = source;
  const counted = [...rulesOf(table, source.reference), ...table.foreignKeys.map((key, index) => referenceRule(source, key, index))].map((rule) => new Counted(rule, table));
  const profilers = table.fields.map((field) => new Profiler(field));
  const { example } = table;
  const comparison = example === undefined ? null : new Comparison(table, example);
  let read = 0;
  for (const [row, values] of source.sample) {
    read++;
    for (const rule of counted) rule.ask(row, values);
    for (const [position, profiler] of profilers.entries()) profiler.add(values[position] ?? null);
    comparison?.add(values);
  }
  return {
    table: table.name,
    rows: source.rows,
    read,
    validity: [...counted.map((rule) => rule.adherence()), ...keysOf(table).map((fields) => keyAdherence(source, fields))],
    columns: profilers.map((profiler) => profiler.profile()),
    ...(comparison === null ? {} : { fidelity: comparison.fidelity() }),
    ...(example?.privacy === undefined ? {} : { privacy: example.privacy }),
  };
}

function referenceRule(source: MeasuredRows, { fields, table, references }: ForeignKey, index: number): Rule {
  return { metric: 'REFERENTIAL_INTEGRITY', fields, rule: `${table} (${references.join(', ')})`, holds: (values, row) => source.refers(index, row, values) };
}

class Counted {
  readonly #rule: Rule;
  readonly #table: string;
  readonly #places: readonly (readonly [string, number])[];
  #checked = 0;
  #broken = 0;
  #example: Adherence['example'];

  constructor(rule: Rule, table: PlannedTable) {
    this.#rule = rule;
    this.#table = table.name;
    this.#places = rule.fields.map((name) => [name, table.fields.findIndex((field) => field.name === name)]);
  }

  ask(row: number, values: readonly Value[]): void {
    const holds = this.#rule.holds(values, row);
    if (holds === null) return;
    this.#checked++;
    if (holds) return;
    this.#broken++;
    this.#example ??= { row, values: Object.fromEntries(this.#places.map(([name, place]) => [name, shown(values[place] ?? null)])) };
  }

  adherence(): Adherence {
    const { metric, fields, rule } = this.#rule;
    return { table: this.#table, metric, fields, rule, checked: this.#checked, broken: this.#broken, ...(this.#example === undefined ? {} : { example: this.#example }) };
  }
}

function keyAdherence(source: MeasuredRows, fields: readonly string[]): Adherence {
  const { visit, most } = source.keys(fields);
  const { checked, repeated, example } = repeatsIn(visit, most);
  const found = example === undefined ? {} : { example: { row: example.row, values: Object.fromEntries(fields.map((name, at) => [name, shown(example.key[at] ?? null)])) } };
  return { table: source.table.name, metric: 'KEY_UNIQUENESS', fields, rule: 'UNIQUE', checked, broken: repeated, ...found };
}

function shown(value: Value): Value {
  return typeof value === 'string' ? shortened(value, MOST_SHOWN) : typeof value === 'object' && value !== null ? shortened(JSON.stringify(value), MOST_SHOWN) : value;
}
