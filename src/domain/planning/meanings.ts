// Columns whose names say nothing to us, and the words that a model may say they are like: each word is a name that the rules of choice know,
// so what is made of it is what a column of that name would have got.
import { chooseGenerators, unclearFields } from '../choose.ts';
import type { DataSchema, Field, FieldType, Table } from '../schema.ts';

/** Said of a column that is like none of the words: its values are made by its type. */
export const NO_MEANING = 'something_else';

const TEXT_WORDS = [
  'full_name', 'first_name', 'last_name', 'gender', 'job_title', 'department', 'company', 'industry', 'email', 'phone', 'username', 'url', 'ip_address', 'file_name', 'street_address', 'city', 'region', 'country', 'postal_code', 'language',
  'product', 'category', 'brand', 'color', 'size', 'material', 'sku', 'serial_number', 'code', 'status', 'type', 'currency_code', 'payment_method', 'dish', 'species', 'song', 'movie', 'book', 'vehicle',
  'title', 'tag', 'sentence', 'description', 'note', 'comment', 'review', 'error_message',
] as const;
const NUMBER_WORDS = [
  'quantity', 'stock', 'price', 'total', 'salary', 'fee', 'discount', 'percentage', 'rating', 'score', 'age', 'year', 'month', 'hour', 'days', 'duration_minutes', 'duration_seconds', 'weight', 'height', 'length', 'distance', 'temperature',
  'latitude', 'longitude', 'view_count', 'retry_count', 'capacity', 'population', 'priority', 'rank', 'version',
] as const;

/** The words for fields of a type, the last one NO_MEANING; none: values of the type need no meaning. */
export function wordsFor(type: FieldType): readonly string[] {
  switch (type) {
    case 'STRING': case 'TEXT': return [...TEXT_WORDS, NO_MEANING];
    case 'INTEGER': case 'FLOAT': case 'DECIMAL': return [...NUMBER_WORDS, NO_MEANING];
    default: return [];
  }
}

/** A field whose name and description say nothing to us. */
export interface Unclear {
  readonly table: string;
  readonly field: string;
}

/** What was said of one. */
export interface Meaning extends Unclear {
  readonly word: string;
}

export function unclearIn(schema: DataSchema): readonly Unclear[] {
  return schema.tables.flatMap((table) => unclearFields(table).map((field) => ({ table: table.name, field })));
}

/** The schema with generators in the fields that have a meaning. */
export function withMeanings(schema: DataSchema, meanings: readonly Meaning[]): DataSchema {
  const words = new Map(meanings.filter(({ word }) => word !== NO_MEANING).map(({ table, field, word }) => [JSON.stringify([table, field]), word]));
  const meant = (table: Table, field: Field): Field => {
    const word = words.get(JSON.stringify([table.name, field.name]));
    return word === undefined ? field : asIfNamed(word, table, field);
  };
  return { tables: schema.tables.map((table) => ({ ...table, fields: table.fields.map((field) => meant(table, field)) })) };
}

/** The field with what one of that name would get in a table that is about the same. */
function asIfNamed(word: string, { name }: Table, field: Field): Field {
  const alone: Table = { name, fields: [{ ...field, name: word }], primaryKey: [], uniqueKeys: [], foreignKeys: [], checks: [] };
  const chosen = chooseGenerators({ tables: [alone] }).tables[0]?.fields[0];
  return chosen === undefined ? field : { ...chosen, name: field.name };
}
