// What a text model is asked where a schema is planned from words: which tables, then of each table its parents and columns, then of each
// column what it holds. Each answer is a few values held to constraints, and short, so that it fits the smallest context.
import { FIELD_TYPES, type FieldType, type Value } from '../schema.ts';
import type { Constraint, Place } from '../text/constraint.ts';

/** Most tables of a planned schema. */
export const MAX_PLANNED_TABLES = 20;
/** Most columns that a planned table is given, apart from its keys. */
export const MAX_PLANNED_COLUMNS = 20;
const MIN_COLUMNS = 2;
/** Most tables that the model may name as what one table's rows belong to. */
export const MAX_PARENTS = 3;
const MAX_TABLE_WORDS = 120;
const MAX_COLUMN_WORDS = 80;

/** Words in lower case, joined by underscores: shorter than PostgreSQL's names, with room for a number or `_id` behind. */
const NAME: Constraint = { kind: 'pattern', regex: '[a-z][a-z0-9]{1,15}(_[a-z0-9]{1,13}){0,2}' };

/** Asked once. */
export const TABLES_PLACES: readonly Place[] = [{ name: 'tables', constraint: { kind: 'list', items: NAME, minItems: 1, maxItems: MAX_PLANNED_TABLES } }];

/** Names in their order, each once. */
export function readTables([names]: readonly Value[]): readonly string[] {
  return [...new Set(names as readonly string[])]; // TABLES_PLACES holds it to a list of names
}

export interface TableAnswer {
  readonly about: string;
  /** Of the other tables, each once. */
  readonly parents: readonly string[];
  /** Names, each once. */
  readonly columns: readonly string[];
}

/** Asked of each table; `others`: the other tables' names. */
export function tablePlaces(others: readonly string[]): readonly Place[] {
  const parents: Place = { name: 'parents', constraint: { kind: 'list', items: { kind: 'choice', values: others }, minItems: 0, maxItems: Math.min(MAX_PARENTS, others.length) } };
  return [
    { name: 'about', constraint: { kind: 'text', maxLength: MAX_TABLE_WORDS } },
    ...(others.length === 0 ? [] : [parents]),
    { name: 'columns', constraint: { kind: 'list', items: NAME, minItems: MIN_COLUMNS, maxItems: MAX_PLANNED_COLUMNS } },
  ];
}

export function readTable(values: readonly Value[]): TableAnswer {
  const [about, parents, columns] = (values.length === 2 ? [values[0], [], values[1]] : values) as [string, readonly string[], readonly string[]]; // as tablePlaces has them
  return { about, parents: [...new Set(parents)], columns: [...new Set(columns)] };
}

export interface ColumnAnswer {
  readonly about: string;
  readonly type: FieldType;
  readonly nullable: boolean;
}

/** Asked of each column. */
export const COLUMN_PLACES: readonly Place[] = [
  { name: 'about', constraint: { kind: 'text', maxLength: MAX_COLUMN_WORDS } },
  { name: 'type', constraint: { kind: 'choice', values: FIELD_TYPES } },
  { name: 'may_be_empty', constraint: { kind: 'boolean' } },
];

export function readColumn(values: readonly Value[]): ColumnAnswer {
  const [about, type, nullable] = values as [string, FieldType, boolean]; // as COLUMN_PLACES has them
  return { about, type, nullable };
}

/** Asked of a column whose name says nothing to us: which of these words its values are like. */
export function meaningPlaces(words: readonly string[]): readonly Place[] {
  return [{ name: 'alike', constraint: { kind: 'choice', values: words } }];
}
