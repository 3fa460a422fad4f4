// A copula knows one kind of dependence only; a table is often several that lie side by side: three species, each with a bill of its own. So the
// rows are parted by the label that tells most of the other columns, again inside each part, and what is left there is joined by a copula.
import type { Expression } from '../expression.ts';
import { sqlOf } from '../expression-sql.ts';
import type { Generator, GeneratorOf } from '../generator.ts';
import type { Value } from '../schema.ts';
import { RARE_BELOW, type NamedColumn } from './columns.ts';
import { join, MAX_JOINED, scoresOf, type Joined } from './copula.ts';
import { spreadOf, type Spread, type SpreadColumn } from './values.ts';

/** Rows that a part has at the least: enough for a shape that others of its kind would have, too, and for no row to be told by it. */
const LEAST_ROWS = 10 * RARE_BELOW;
/** Copulas of a table of few columns; fewer of a wide one, so that what is learned stays small. */
const MOST_PARTS = 32;
const MOST_PARTS_AND_COLUMNS = 640;
/** Most labels by which rows are parted. */
const MOST_LABELS = 12;
/** What a label must tell of the others, as the share of their variance, column by column, for its parts to be worth it. */
const LEAST_TOLD = 0.04;

/** A column of labels, numbers or moments that something can be learned of. */
export interface Learnable extends NamedColumn {
  readonly column: SpreadColumn;
  readonly spread: Spread;
}

type Generators = ReadonlyMap<string, Generator>;

/** A generator for each of the columns; those past MAX_JOINED are drawn on their own. */
export function modelOf(columns: readonly Learnable[]): Generators {
  const rows = Array.from({ length: columns[0]?.column.values.length ?? 0 }, (_, row) => row);
  const joined = columns.slice(0, MAX_JOINED);
  return new Map([...model(joined, rows, leadsOf(joined, rows)), ...columns.slice(MAX_JOINED).flatMap((column) => [...model([column], rows, [])])]);
}

/** The same for some of the rows, parted by the labels of the leading columns, one after the other. */
function model(columns: readonly Learnable[], rows: readonly number[], [leading, ...next]: readonly Learnable[]): Generators {
  const lead = leading === undefined ? null : joinedIn(leading, rows);
  const others = columns.filter(({ name }) => name !== lead?.name);
  // The leading column comes first: its score is its own, and those of the others follow from it where no part has anything better.
  const present = [...(lead === null ? [] : [lead]), ...others.flatMap((column) => joinedIn(column, rows) ?? [])];
  const generators = join(present);
  const whole = new Map<string, Generator>(present.map(({ name }, place) => [name, generators[place] as Generator])); // one for each
  if (lead === null) return whole;
  const cases = partsOf(lead, rows).map(({ value, inside }) => ({ when: isEqual(lead.name, value), made: model(others, inside, next) }));
  return new Map([...whole].map(([name, otherwise]): [string, Generator] => {
    const own = cases.map(({ when, made }) => ({ when: sqlOf(when), condition: when, then: made.get(name) ?? otherwise }));
    return [name, name === lead.name || own.length === 0 ? otherwise : { kind: 'conditional', cases: own, otherwise }];
  }));
}

/** The rows of each label that has enough of them. */
function partsOf({ spread }: Joined, rows: readonly number[]): readonly { readonly value: Value; readonly inside: readonly number[] }[] {
  const parts = labelsOf(spread).map(({ value }, label) => ({ value, inside: rows.filter((_, at) => spread.places[at] === label) }));
  return parts.filter(({ inside }) => inside.length >= LEAST_ROWS);
}

/** What a column is among some of the rows; null where too little of it is left there. */
function joinedIn({ name, column, spread }: Learnable, rows: readonly number[]): Joined | null {
  const here = rows.length === column.values.length ? spread : spreadOf(some(column, rows), true);
  return here === null ? null : { name, spread: here, missing: here.places.reduce((sum, place) => sum + (place < 0 ? 1 : 0), 0) / rows.length };
}

/** A column of some of the rows. */
export function some<Column extends SpreadColumn>(column: Column, rows: readonly number[]): Column {
  const { values } = column;
  return { ...column, values: values instanceof Float64Array ? Float64Array.from(rows, (row) => values[row] ?? Number.NaN) : rows.map((row) => values[row] ?? null) };
}

function labelsOf({ values }: Spread): Extract<GeneratorOf<'learned'>['values'], { of: 'labels' }>['labels'] {
  return values.of === 'labels' ? values.labels : [];
}

function isEqual(name: string, value: Value): Expression {
  return { kind: 'call', name: '=', args: [{ kind: 'field', name }, { kind: 'literal', value: typeof value === 'object' ? null : value }] };
}

/** The columns by whose labels the rows are parted, one after the other; the same in every part, so that none is made from itself. */
function leadsOf(columns: readonly Learnable[], rows: readonly number[]): readonly Learnable[] {
  const most = Math.min(MOST_PARTS, Math.floor(MOST_PARTS_AND_COLUMNS / columns.length));
  const leads: Learnable[] = [];
  for (let parts: readonly (readonly number[])[] = [rows]; ; ) {
    const left = columns.filter((column) => !leads.includes(column));
    const lead = leadOf(left, parts, most);
    if (lead === null) return leads;
    leads.push(lead);
    parts = parts.flatMap((part) => partsOf(joinedIn(lead, part) as Joined, part).map(({ inside }) => inside)); // leadOf took one that is in every part
  }
}

/** The column that tells most of the others in the parts together; null where none tells enough, or its parts would be too many. */
function leadOf(columns: readonly Learnable[], parts: readonly (readonly number[])[], most: number): Learnable | null {
  const told = new Map(columns.map((column) => [column, 0]));
  const rows = parts.reduce((sum, part) => sum + part.length, 0);
  for (const part of parts) {
    const joined = columns.map((column) => joinedIn(column, part));
    const scores = joined.map((each) => (each === null ? null : scoresOf(each)));
    columns.forEach((column, at) => {
      const labels = labelsOf(column.spread).length * parts.length;
      const here = joined[at] ?? null;
      const fits = here !== null && labels <= most && labels > parts.length && labelsOf(column.spread).length <= MOST_LABELS;
      const all = fits ? scores.reduce((sum, other, place) => (other === null || place === at ? sum : sum + toldOf(here, other)), 0) : -Infinity;
      told.set(column, (told.get(column) ?? 0) + (all * part.length) / rows / Math.max(columns.length - 1, 1));
    });
  }
  const [best, share] = [...told].reduce<readonly [Learnable | null, number]>((before, each) => (each[1] > before[1] ? each : before), [null, LEAST_TOLD]);
  return share > LEAST_TOLD ? best : null;
}

/** The share of the scores' variance between the labels, beyond what as many labels would tell by chance. */
function toldOf({ spread }: Joined, scores: Float64Array): number {
  const labels = labelsOf(spread).length;
  const sums = new Float64Array(labels + 1);
  const counts = new Float64Array(labels + 1);
  let squares = 0;
  spread.places.forEach((place, row) => {
    const label = place >= 0 ? place : labels; // what is missing tells, too
    const score = scores[row] ?? 0;
    sums[label] = (sums[label] ?? 0) + score;
    counts[label] = (counts[label] ?? 0) + 1;
    squares += score ** 2;
  });
  const between = sums.reduce((sum, each, label) => sum + each ** 2 / Math.max(counts[label] ?? 0, 1), 0);
  return squares > 0 ? between / squares - (labels - 1) / scores.length : 0;
}
