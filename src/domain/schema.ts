// What to generate: tables, fields, keys and conditions. Plain data, as saved and as shown; whatever it is imported
// from, it ends as this. Nothing here says how many rows or which seed: that is the plan's (plan.ts).
import type { Expression } from './expression.ts';
import type { Generator } from './generator.ts';
import type { Example } from './quality/example.ts';

export const FIELD_TYPES = [
  'STRING', 'TEXT', 'INTEGER', 'FLOAT', 'DECIMAL', 'BOOLEAN', 'DATE', 'TIME', 'DATETIME', 'UUID', 'JSON', 'BINARY',
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

/**
 * A value as it leaves us. INTEGER and FLOAT: number (integers past 2^53 as string); DECIMAL: string with its places;
 * DATE `2026-01-31`, TIME `13:45:00`, DATETIME `2026-01-31T13:45:00Z`, UUID, BINARY (base64): string; JSON: any JSON value.
 * Dates and times compare rightly as strings, because every one of a type is written alike.
 */
export type Value = string | number | boolean | null | { readonly [key: string]: Value } | readonly Value[];

export interface DataSchema {
  readonly tables: readonly Table[];
}

export interface Table {
  /** Unique in the schema; with its SQL schema before it (`sales.orders`) where the source names one other than public. */
  readonly name: string;
  readonly description?: string;
  readonly fields: readonly Field[];
  readonly primaryKey: readonly string[];
  readonly uniqueKeys: readonly (readonly string[])[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly Check[];
  /** What is kept of the rows that it was learned from, to compare others with; left out: it was not learned. */
  readonly example?: Example;
}

export interface ForeignKey {
  readonly fields: readonly string[];
  readonly table: string;
  readonly references: readonly string[];
}

/** A condition that every row meets: SQL's CHECK, where null counts as met. */
export interface Check {
  readonly sql: string;
  readonly condition: Expression;
}

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly description?: string;
  readonly nullable: boolean;
  /** Most characters (STRING, TEXT) or bytes (BINARY) that a value may have. */
  readonly maxLength?: number;
  /** DECIMAL: digits in all, and after the point. */
  readonly precision?: number;
  readonly scale?: number;
  /** Bounds that the type itself sets (smallint: -32768 to 32767), inclusive. */
  readonly minimum?: number;
  readonly maximum?: number;
  /** The only values allowed: an enum's labels. */
  readonly values?: readonly string[];
  /** The type as its source wrote it, for SQL output: `character varying(40)`, `timestamptz`, `text[]`. */
  readonly sqlType?: string;
  /** DEFAULT, where it is an expression that we can compute. */
  readonly defaultTo?: Expression;
  /** GENERATED ALWAYS AS (...): computed from the row, and left out of INSERTs. */
  readonly computed?: Expression;
  /** serial and identity: `always` wants OVERRIDING SYSTEM VALUE in an INSERT. */
  readonly identity?: { readonly always: boolean; readonly start: number; readonly step: number };
  /** The share of rows that are null, 0 to 1; left out: DEFAULT_NULL_SHARE where nullable. */
  readonly nullShare?: number;
  /** How its values are made; `chooseGenerators` fills it in where it is left out. A foreign key's fields have none of their own. */
  readonly generator?: Generator;
  /** The generator is our choice, not the user's: it may be widened where a key needs more values (widen.ts). Plans leave it out. */
  readonly chosen?: true;
}

/** What an import could not take over faithfully, with its place in the source. */
export interface ImportWarning {
  readonly message: string;
  readonly line?: number;
  readonly table?: string;
  readonly field?: string;
}

/** What every importer answers. */
export interface Imported {
  readonly schema: DataSchema;
  readonly warnings: readonly ImportWarning[];
}

/** Share of nulls in a nullable field that says nothing else. */
export const DEFAULT_NULL_SHARE = 0.1;
/** Nulls in a nullable column whose name says that it is empty more often than not: second address lines, deletions. */
export const MOSTLY_NULL_SHARE = 0.8;

/** The table of that name; for names that were checked already. */
export function tableOf(schema: DataSchema, name: string): Table {
  const table = schema.tables.find((candidate) => candidate.name === name);
  if (table === undefined) throw new Error(`table ${name} is not in the schema`);
  return table;
}

/**
 * Whether a row has this field's value from another row of its own table, under the same name, and from nowhere else: `shop_id`
 * of (shop_id, parent_id) -> (shop_id, id). All rows that hang together share it, so it is one value for the whole table.
 */
export function handsDown(table: Table, name: string): boolean {
  const keys = table.foreignKeys.filter(({ fields }) => fields.includes(name));
  return keys.length > 0 && keys.every((key) => key.table === table.name && key.fields.length > 1 && key.references[key.fields.indexOf(name)] === name);
}

/** Whether two keys name the same fields, in whatever order. */
export function sameFields(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name) => other.includes(name));
}

/** Every set of fields whose values never repeat: the primary key first, then the unique keys. */
export function keysOf(table: Pick<Table, 'primaryKey' | 'uniqueKeys'>): readonly (readonly string[])[] {
  return table.primaryKey.length > 0 ? [table.primaryKey, ...table.uniqueKeys] : table.uniqueKeys;
}
