// What is kept of an example beside what is learned of it, once its rows are gone: what rows of a run are compared with (quality/example.ts), and whether
// rows that are made of what is learned are nearer to the learned ones than they should be.
import { SECONDS_PER_DAY } from '../calendar.ts';
import { Permutation } from '../permutation.ts';
import { DEFAULT_LOCALE, GENERATORS_VERSION, REFERENCE_INSTANT, type PlannedTable } from '../plan.ts';
import { columnOf, continuous, type Column } from '../quality/column.ts';
import { exampleOf, type Example } from '../quality/example.ts';
import { meanPrivacy, privacyOf, type ColumnSet, type LearnedPrivacy } from '../quality/privacy.ts';
import { Stream } from '../random.ts';
import { compilePlan } from '../rows.ts';
import type { Field } from '../schema.ts';
import { RARE_BELOW, type NamedColumn } from './columns.ts';
import { MAX_JOINED } from './copula.ts';
import { addressIn } from './personal.ts';
import { some } from './strata.ts';
import { POOLED_LABEL } from './values.ts';

/** Whole numbers of so few kinds, none below zero, are categories: as SDV's metadata has them, so that its figures are these. */
const MOST_KINDS = 10;
const MOST_KINDS_SHARE = 0.1;
/** Fewer rows say nothing about privacy: parts of them would be too small to learn from. */
export const LEAST_FOR_PRIVACY = 60;
/** Rows that are compared with as many others at the most; and values, in all pairs of rows, which is what it costs. */
const MOST_ROWS = 1_000;
const MOST_VALUES = 10_000_000;
/** The parts of the rows that take turns: learned from, held out, and neither. */
const PARTS = 3;

/** So much greater a share of rows that are nearer to what they were learned from is more than chance. */
const MUCH_CLOSER = 0.15;

/** Gives the columns of some rows fields, with generators where something is learned of them. */
export type LearnFields = (columns: readonly NamedColumn[]) => readonly Field[];

/** The example of a table that is learned from these columns; of the first MAX_JOINED that can be compared. Null: none can. */
export function keptExample(columns: readonly NamedColumn[], learn: LearnFields): Example | null {
  const compared = columns.flatMap((column) => comparedOf(column) ?? []).slice(0, MAX_JOINED);
  if (compared.length === 0) return null;
  const privacy = privacyIn(compared, learn);
  return { ...exampleOf(compared.map(({ as }) => as), RARE_BELOW), ...(privacy === null ? {} : { privacy }) };
}

/** That rows are nearer to those that they are learned from than they should be, where it is so. */
export function toldOfExample(example: Example | null): readonly string[] {
  const privacy = example?.privacy;
  if (privacy === undefined || privacy.synthetic.closerToTraining <= privacy.real.closerToTraining + MUCH_CLOSER) return [];
  const [made, real] = [privacy.synthetic, privacy.real].map(({ closerToTraining }) => `${Math.round(closerToTraining * 100)} %`);
  return [`${made} of rows that were made in trials lie nearer to the rows that they were learned from than to others of the example, ${real} of real rows: they may tell of single rows; learn from more of them`];
}

interface Compared {
  readonly column: SomeColumn;
  /** The same as SDMetrics sees it. */
  readonly as: Column;
}
type SomeColumn = NamedColumn & { readonly column: Parameters<typeof some>[0] };

/** Null where a column holds nothing that could be compared: codes, prose, what may be personal. */
function comparedOf({ column, ...named }: NamedColumn): Compared | null {
  if (!('values' in column)) return null;
  const { name } = named;
  const as = (): Column => {
    if (column.kind === 'labels') return { name, kind: 'discrete', values: column.values.map((label) => (label !== null && addressIn(label) !== null ? POOLED_LABEL : label)) };
    const unit = column.kind === 'moments' && column.type === 'DATE' ? SECONDS_PER_DAY : 1;
    const values = Array.from(column.values, (value) => (Number.isNaN(value) ? null : value * unit));
    return column.kind === 'numbers' && isCategory(values) ? { name, kind: 'discrete', values: values.map((value) => (value === null ? null : String(value))) } : continuous(name, values);
  };
  return { column: { ...named, column }, as: as() };
}

function isCategory(values: readonly (number | null)[]): boolean {
  const kinds = new Set(values);
  kinds.delete(null);
  return kinds.size <= Math.min(MOST_KINDS, Math.round(values.length * MOST_KINDS_SHARE)) && [...kinds].every((value) => value !== null && value >= 0 && Number.isInteger(value));
}

/** What is learned from a third of the rows, beside that third and another; three times, so that every row has each part once. Null: too few rows, or nothing to compare. */
function privacyIn(compared: readonly Compared[], learn: LearnFields): LearnedPrivacy | null {
  const rows = compared[0]?.as.values.length ?? 0;
  if (rows < LEAST_FOR_PRIVACY) return null;
  const order = new Permutation(rows, Stream.of(0, 'example'));
  const parts = Array.from({ length: PARTS }, (_, part) => Array.from({ length: Math.floor(rows / PARTS) }, (__, at) => order.at(at * PARTS + part)));
  const most = Math.min(MOST_ROWS, Math.floor(Math.sqrt(MOST_VALUES / compared.length)));
  const measured = parts.flatMap((learned, turn) => {
    const fields = learn(compared.map(({ column }) => ofRows(column, learned))).filter(({ generator }) => generator !== undefined);
    const own = compared.filter(({ as }) => fields.some(({ name }) => name === as.name)).map(({ as }) => as);
    const realOf = (part: readonly number[] = []): ColumnSet => own.map((column) => valuesOf(column, part.slice(0, most)));
    const [training, holdout] = [realOf(learned), realOf(parts[(turn + 1) % PARTS])];
    const synthetic = privacyOf({ training, holdout, synthetic: drawn(fields, own, most) });
    const real = privacyOf({ training, holdout, synthetic: realOf(parts[(turn + 2) % PARTS]) });
    return synthetic === null || real === null ? [] : [{ synthetic, real }];
  });
  if (measured.length === 0) return null;
  return { rows: PARTS * Math.min(most, Math.floor(rows / PARTS)), synthetic: meanPrivacy(measured.map(({ synthetic }) => synthetic)), real: meanPrivacy(measured.map(({ real }) => real)) };
}

function ofRows({ column, ...named }: SomeColumn, rows: readonly number[]): NamedColumn {
  const part = some(column, rows);
  const missing = part.values.filter((value) => value === null || Number.isNaN(value)).length;
  return { ...named, column: part, missing: missing / rows.length, unique: false };
}

function valuesOf({ values, ...column }: Column, rows: readonly number[]): Column {
  return { ...column, values: rows.map((row) => values[row] ?? null) } as Column; // values of its kind
}

/** The first rows of these fields, as columns of these kinds. */
function drawn(fields: readonly Field[], columns: readonly Column[], rows: number): ColumnSet {
  const table: PlannedTable = { name: 'example', rows, fields, primaryKey: [], uniqueKeys: [], foreignKeys: [], checks: [] };
  const plan = { generators: GENERATORS_VERSION, seed: 0, reference: REFERENCE_INSTANT, locale: DEFAULT_LOCALE, tables: [table] };
  const made = [...compilePlan(plan).table(table.name).rows(0, rows)];
  return columns.map((column) => {
    const place = fields.findIndex(({ name }) => name === column.name);
    return columnOf(column, fields[place]?.type ?? 'STRING', made.map((values) => values[place] ?? null));
  });
}
