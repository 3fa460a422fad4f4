// What a caller may hand in to say what to generate, before anything is checked or parsed: SQL texts are still texts.
// The definition importer (definition.ts) turns it into a DataSchema. Plain JSON, so that it can cross to a worker thread.
import type { Generator, GeneratorOf } from '../generator.ts';
import type { FieldType } from '../schema.ts';
import { CSV_PATH, type CsvText, type LearnedTable } from '../learn/csv.ts';
import type { SqlDialect } from '../sql-dialects.ts';
import type { LineGap } from './dump.ts';

/** A generator whose expressions and conditions are still SQL texts. Every Generator is one, too. */
export type GeneratorDraft =
  | Exclude<Generator, { kind: 'expression' | 'conditional' | 'object' | 'array' | 'mixture' }>
  | { readonly kind: 'expression'; readonly sql: string }
  | { readonly kind: 'conditional'; readonly cases: readonly { readonly when: string; readonly then: GeneratorDraft }[]; readonly otherwise?: GeneratorDraft }
  | { readonly kind: 'object'; readonly fields: readonly { readonly name: string; readonly generator: GeneratorDraft; readonly share?: number }[] }
  | (Omit<GeneratorOf<'array'>, 'items' | 'first'> & { readonly items: GeneratorDraft; readonly first?: readonly GeneratorDraft[] })
  | (Omit<GeneratorOf<'mixture'>, 'parts'> & { readonly parts: readonly { readonly generator: GeneratorDraft; readonly weight: number }[] });

export interface FieldDraft {
  readonly name: string;
  readonly type: FieldType;
  readonly description?: string;
  readonly nullable: boolean;
  readonly unique: boolean;
  /** 0 to 1; left out: DEFAULT_NULL_SHARE where nullable. */
  readonly nullShare?: number;
  readonly maxLength?: number;
  /** DECIMAL: digits in all, and after the point. */
  readonly precision?: number;
  readonly scale?: number;
  /** Left out: chosen from name, type and description. */
  readonly generator?: GeneratorDraft;
}

export interface ForeignKeyDraft {
  readonly fields: readonly string[];
  readonly table: string;
  /** Left out: the parent's primary key. */
  readonly references?: readonly string[];
}

export interface TableDraft {
  readonly name: string;
  readonly description?: string;
  readonly fields: readonly FieldDraft[];
  readonly primaryKey: readonly string[];
  readonly uniqueKeys: readonly (readonly string[])[];
  readonly foreignKeys: readonly ForeignKeyDraft[];
  /** Conditions on one row, as SQL expressions. */
  readonly checks: readonly string[];
}

/** Exactly one way to say what to generate. */
export type Definition =
  /** One table, called `data`. */
  | { readonly kind: 'fields'; readonly fields: readonly FieldDraft[] }
  | { readonly kind: 'tables'; readonly tables: readonly TableDraft[] }
  | SqlScript
  /** `{"customer_name": "string", "age": "int"}`: one table, called `data`. Any JSON until it is checked. */
  | { readonly kind: 'shorthand'; readonly shorthand: unknown }
  | LinesText
  | JsonSchema
  | CsvText
  | LearnedTable;

/** Lines `name: type` (lines.ts). */
export interface LinesText {
  readonly kind: 'lines';
  readonly text: string;
  /** Where in the input the text came from, for what is wrong with it. Left out: LINES_PATH. */
  readonly path?: readonly string[];
}

/** A JSON Schema of an object or of an array of objects, or its text (json-schema/read.ts). Any JSON until it is checked. */
export interface JsonSchema {
  readonly kind: 'jsonSchema';
  readonly schema: unknown;
  /** Where in the input it came from, for what is wrong with it. Left out: JSON_SCHEMA_PATH. */
  readonly path?: readonly string[];
}

export interface SqlScript {
  readonly kind: 'sql';
  readonly text: string;
  /** Left out: found out from the script. */
  readonly dialect?: SqlDialect;
  /** Where in the input the text came from, for what is wrong with it. Left out: SQL_PATH. */
  readonly path?: readonly string[];
  /** Lines of data that were taken out of the text. */
  readonly gaps?: readonly LineGap[];
}

/** Plain words, which a text model makes tables of. */
export interface Described {
  readonly kind: 'description';
  readonly text: string;
}

/** What a caller may hand in: a definition, or words that a model makes one of. */
export type Wanted = Definition | Described;

/** Where a script stands that came as a text of the input's own. */
export const SQL_PATH: readonly string[] = ['sql', 'text'];
/** The same of lines. */
export const LINES_PATH: readonly string[] = ['lines'];

/** The same of a JSON Schema. */
export const JSON_SCHEMA_PATH: readonly string[] = ['jsonSchema'];

/** Where in the input a definition's text stands; the input's root where it is more than a text. */
export function textPath(wanted: Wanted): readonly string[] {
  switch (wanted.kind) {
    case 'sql': return wanted.path ?? SQL_PATH;
    case 'lines': return wanted.path ?? LINES_PATH;
    case 'jsonSchema': return wanted.path ?? JSON_SCHEMA_PATH;
    case 'csv': return CSV_PATH;
    case 'learned': return wanted.path ?? [];
    default: return [];
  }
}
