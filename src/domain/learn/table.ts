// A table learned from a sample of rows: its fields with generators that give rows like them, and what was learned in words. What is not learned
// (keys, codes, whatever may be personal, prose) gets values made anew; those without a generator here are left to chooseGenerators.
import { snakeCase } from '../choose/names.ts';
import type { Generator } from '../generator.ts';
import type { Field, FieldType, ImportWarning, Table } from '../schema.ts';
import { columnAt, RARE_BELOW, type NamedColumn } from './columns.ts';
import { MAX_JOINED } from './copula.ts';
import { determinedOf } from './determined.ts';
import { keptExample, toldOfExample } from './example.ts';
import { withRhythm } from './rhythm.ts';
import type { Sample } from './sample.ts';
import { modelOf, type Learnable } from './strata.ts';
import { pooledIn, spreadOf, type Spread } from './values.ts';

/** What tells a key among columns whose values are all different. */
const KEY_NAME = /(^|_|\b)(id|key|no|nr|number|code|uuid|guid|index)$|^unnamed: 0$|^column_1$/i;
/** Fewer rows than these prove nothing: that they all differ may be chance. */
const LEAST_FOR_KEYS = 20;
const UUID = /^\[0-9a-f/;

export interface Learned {
  readonly table: Table;
  readonly warnings: readonly ImportWarning[];
}

/** The table of that name that gives rows like the sample's. */
export function learnTable(name: string, sample: Sample): Learned {
  const columns = sample.names.map((column, place) => columnAt(column, place, sample.rows));
  const keys = sample.total === sample.rows.length && sample.rows.length >= LEAST_FOR_KEYS ? columns.filter(isKey) : [];
  const learnable = columns.flatMap((column) => learnableOf(column, keys));
  const generators = generatorsOf(columns, learnable);
  const spreads = new Map(learnable.map(({ name: of, spread }) => [of, spread]));
  const fields = columns.map((column) => fieldOf(column, keys.includes(column) ? keyGenerator(column) : generators.get(column.name)));
  const [primary, ...others] = keys.map((column) => [column.name]);
  const example = keptExample(columns.filter((column) => !keys.includes(column)), learnedFields);
  const warnings = [...told(sample), ...toldOfExample(example), ...columns.flatMap((column) => toldOf(column, spreads.get(column.name), generators.get(column.name), keys.includes(column)))];
  return { table: { name, fields, primaryKey: primary ?? [], uniqueKeys: others, foreignKeys: [], checks: [], ...(example === null ? {} : { example }) }, warnings: warnings.map((message) => ({ message, table: name })) };
}

/** The same for columns of which none is a key. */
function learnedFields(columns: readonly NamedColumn[]): readonly Field[] {
  const generators = generatorsOf(columns, columns.flatMap((column) => learnableOf(column, [])));
  return columns.map((column) => fieldOf(column, generators.get(column.name)));
}

/** Whole numbers that count and are called a key, and codes. */
function isKey({ name, unique, column }: NamedColumn): boolean {
  if (!unique) return false;
  return (column.kind === 'numbers' && column.type === 'INTEGER' && (KEY_NAME.test(name) || isCount(column.values))) || column.kind === 'pattern';
}

function isCount(values: Float64Array): boolean {
  return values.every((value, row) => row === 0 || value === (values[row - 1] as number) + 1);
}

function keyGenerator({ column }: NamedColumn): Generator {
  if (column.kind === 'pattern') return UUID.test(column.regex) ? { kind: 'uuid' } : { kind: 'pattern', regex: column.regex };
  return { kind: 'sequence', start: column.kind === 'numbers' ? Math.min(...column.values.slice(0, 1), 1) : 1, step: 1 };
}

function learnableOf({ column, ...rest }: NamedColumn, keys: readonly NamedColumn[]): readonly Learnable[] {
  if (!('values' in column) || keys.some(({ name }) => name === rest.name)) return [];
  const moved = withRhythm(column);
  const spread = spreadOf(moved);
  return spread === null ? [] : [{ ...rest, column: pooledIn(moved, spread), spread }];
}

/** What is learned, with the other columns or read off one of them; codes, and what is like somebody's, of someone else in each column. */
function generatorsOf(columns: readonly NamedColumn[], learnable: readonly Learnable[]): ReadonlyMap<string, Generator> {
  const determined = determinedOf(learnable);
  return new Map<string, Generator>([
    ...columns.flatMap(({ name, column }): [string, Generator][] => {
      if (column.kind === 'pattern') return [[name, { kind: 'pattern', regex: column.regex }]];
      return column.kind === 'anew' && column.like !== undefined ? [[name, { kind: 'semantic', of: column.like, role: snakeCase(name) }]] : [];
    }),
    ...determined,
    ...modelOf(learnable.filter(({ name }) => !determined.has(name))),
  ]);
}

function fieldOf({ name, column, missing }: NamedColumn, generator: Generator | undefined): Field {
  const type = typeOf(column);
  return {
    name,
    type,
    nullable: missing > 0,
    ...(missing > 0 && (column.kind === 'pattern' || column.kind === 'anew') ? { nullShare: missing } : {}),
    ...(column.kind === 'numbers' && type === 'DECIMAL' ? { scale: column.places } : {}),
    ...(generator === undefined ? {} : { generator }),
  };
}

function typeOf(column: NamedColumn['column']): FieldType {
  switch (column.kind) {
    case 'numbers': case 'moments': case 'labels': return column.type;
    case 'pattern': return 'STRING';
    case 'anew': return column.why === 'prose' && column.maxLength > LONG ? 'TEXT' : 'STRING';
    default: return column satisfies never;
  }
}

/** Texts longer than this are prose of several words. */
const LONG = 60;

function told({ names, rows, total }: Sample): readonly string[] {
  const from = rows.length === total ? `${total} rows` : `a sample of ${rows.length} of ${total} rows`;
  return [`learned from ${from}, ${names.length} ${names.length === 1 ? 'column' : 'columns'}; values that fewer than ${RARE_BELOW} rows share are not kept`, ...(names.length > MAX_JOINED ? [`columns past the first ${MAX_JOINED} are drawn on their own`] : [])];
}

/** What a reader could not expect, about one column. */
function toldOf({ name, column }: NamedColumn, spread: Spread | undefined, generator: Generator | undefined, isKeyed: boolean): readonly string[] {
  const about = (message: string): readonly string[] => [`field ${name}: ${message}`];
  if (isKeyed) return about('is a key: counted or drawn anew, never twice');
  if (generator?.kind === 'subcategory') return about(`goes by ${generator.field}, as it does in every row`);
  if (spread !== undefined && spread.pooled > 0) return about(`${spread.pooled} rows held values that fewer than ${RARE_BELOW} rows share${column.kind === 'labels' ? ', or by which somebody is reached' : ''}, which are pooled`);
  switch (column.kind) {
    case 'pattern': return about(`codes like ${column.regex}, drawn anew`);
    case 'moments': return about(`${column.type} read as ${column.layout}`);
    case 'anew': return about(column.why === 'empty' ? 'is empty: nothing is learned of it' : column.why === 'personal' ? 'may be personal: its values are made anew, none is kept' : 'is free text: its values are made anew, none is kept');
    case 'numbers': case 'labels': return spread === undefined ? about('has too few values to learn from without telling of one; its values are made anew') : [];
    default: return column satisfies never;
  }
}
