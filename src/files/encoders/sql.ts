// Rows as SQL for PostgreSQL: INSERTs of some rows each, bare rows for one statement of the layout's, and UPDATEs for what is filled in
// later. Every literal is safe for its type; the file turns standard_conforming_strings on, so a backslash is one.
import type { Field, FieldType, Table, Value } from '../../domain/schema.ts';
import { sqlIdentifier, sqlTableName } from '../../domain/sql-identifiers.ts';
import type { RowWriter } from './writer.ts';

/** `INSERT INTO t (columns) VALUES` up to the first row, which is on the next line. Generated columns are left out. */
export function insertStart(table: Table): string {
  const columns = insertedFields(table).map((field) => sqlIdentifier(field.name));
  const overriding = table.fields.some((field) => field.identity?.always === true) ? ' OVERRIDING SYSTEM VALUE' : '';
  return `INSERT INTO ${sqlTableName(table)} (${columns.join(', ')})${overriding} VALUES\n`;
}

/** INSERTs of `rowsPerInsert` rows, counted from the start of the part. Fields in `later` are null for now. */
export function sqlInsertWriter(table: Table, rowsPerInsert: number, later: readonly string[]): RowWriter {
  const start = insertStart(table);
  const tupleOf = tupleWriter(table, later);
  let rowsInStatement = 0;
  return {
    write(row) {
      const text = (rowsInStatement === 0 ? start : ',\n') + tupleOf(row);
      rowsInStatement++;
      if (rowsInStatement < rowsPerInsert) return text;
      rowsInStatement = 0;
      return `${text};\n`;
    },
    end: () => (rowsInStatement > 0 ? ';\n' : ''),
  };
}

/** Bare rows, for a statement that the layout opens and closes round the whole section; `opens` tells its first rows. */
export function sqlValuesWriter(table: Table, { later, opens }: { readonly later: readonly string[]; readonly opens: boolean }): RowWriter {
  const tupleOf = tupleWriter(table, later);
  let separator = opens ? '' : ',\n';
  return {
    write(row) {
      const text = separator + tupleOf(row);
      separator = ',\n';
      return text;
    },
    end: () => '',
  };
}

/** One UPDATE for each row that has a value in any of the fields `later`, by the values of `key`. */
export function sqlUpdateWriter(table: Table, later: readonly string[], key: readonly string[]): RowWriter {
  const place = (name: string): Column => columnOf(table, name);
  const assigned = later.map(place);
  const keyed = key.map(place);
  const start = `UPDATE ${sqlTableName(table)} SET `;
  return {
    write(row) {
      if (assigned.every(({ index }) => (row[index] ?? null) === null)) return '';
      const values = assigned.map(({ index, name, form }) => `${name} = ${literal(form, row[index] ?? null)}`);
      // A real 1.1 is not equal to the number 1.1, but it is to the text '1.1', which is read as the column's own type.
      const keys = keyed.map(({ index, name, form }) => `${name} = ${form === RAW ? quoted(String(row[index])) : literal(form, row[index] ?? null)}`);
      return `${start}${values.join(', ')} WHERE ${keys.join(' AND ')};\n`;
    },
    end: () => '',
  };
}

/** Sets the sequences behind serial and identity columns past what was loaded; '' for a table without one. */
export function sequenceResets(table: Table): string {
  return table.fields
    .flatMap((field) => {
      if (field.identity === undefined) return [];
      const { start, step } = field.identity;
      const [outermost, beyond, reached] = step < 0 ? ['min', 'least', '<='] : ['max', 'greatest', '>='];
      const column = sqlIdentifier(field.name);
      const name = sqlTableName(table);
      return [
        `SELECT setval(pg_get_serial_sequence(${quoted(name)}, ${quoted(field.name)}), ${beyond}(coalesce(${outermost}(${column}), ${start}), ${start}), ` +
          `coalesce(${outermost}(${column}) ${reached} ${start}, false)) FROM ${name};\n`,
      ];
    })
    .join('');
}

/** How the values of a column are written. Small numbers: this is decided for every value. */
const RAW = 0;
const TEXT = 1;
const JSON_TEXT = 2;
const BYTES = 3;
const DEFAULT_ONLY = 4;
type Form = typeof RAW | typeof TEXT | typeof JSON_TEXT | typeof BYTES | typeof DEFAULT_ONLY;

const FORMS: Readonly<Record<FieldType, Form>> = {
  INTEGER: RAW, FLOAT: RAW, DECIMAL: RAW, BOOLEAN: RAW,
  STRING: TEXT, TEXT, DATE: TEXT, TIME: TEXT, DATETIME: TEXT, UUID: TEXT, JSON: JSON_TEXT, BINARY: BYTES,
};

interface Column {
  readonly index: number;
  readonly name: string;
  readonly form: Form;
}

function columnOf(table: Table, name: string): Column {
  const index = table.fields.findIndex((field) => field.name === name);
  const field = table.fields[index];
  if (field === undefined) throw new Error(`table ${table.name} has no field ${name}`);
  return { index, name: sqlIdentifier(name), form: formOf(field) };
}

function formOf(field: Field): Form {
  return field.computed === undefined ? FORMS[field.type] : DEFAULT_ONLY;
}

/** All but the generated columns; a table of nothing else takes DEFAULT for each of them. */
function insertedFields(table: Table): readonly Field[] {
  const given = table.fields.filter((field) => field.computed === undefined);
  return given.length > 0 ? given : table.fields;
}

function tupleWriter(table: Table, later: readonly string[]): (row: readonly Value[]) => string {
  const fields = insertedFields(table);
  const indexes = fields.map((field) => (later.includes(field.name) ? -1 : table.fields.indexOf(field)));
  const forms = fields.map((field) => formOf(field));
  return (row) => {
    let text = '(';
    for (let i = 0; i < indexes.length; i++) {
      if (i > 0) text += ', ';
      text += literal(forms[i] ?? TEXT, row[indexes[i] ?? -1] ?? null);
    }
    return `${text})`;
  };
}

const NUMBER_TEXT = /^-?\d+(?:\.\d+)?$/;

function literal(form: Form, value: Value): string {
  if (form === DEFAULT_ONLY) return 'DEFAULT';
  if (value === null) return 'NULL';
  if (form === JSON_TEXT) return quoted(jsonWithoutNul(value));
  if (typeof value === 'number') return Number.isFinite(value) ? `${value}` : 'NULL';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value !== 'string') return quoted(jsonWithoutNul(value));
  if (form === BYTES) return `'\\x${Buffer.from(value, 'base64').toString('hex')}'`;
  return form === RAW && NUMBER_TEXT.test(value) ? value : quoted(value);
}

/** PostgreSQL keeps no character U+0000 in any text, so it is left out. */
// oxlint-disable-next-line no-control-regex -- a control character is what is looked for
const NEEDS_CARE = /['\u0000]/;

function quoted(text: string): string {
  return NEEDS_CARE.test(text) ? `'${text.replaceAll('\u0000', '').replaceAll("'", "''")}'` : `'${text}'`;
}

function jsonWithoutNul(value: Value): string {
  const text = JSON.stringify(value);
  if (!text.includes('\\u0000')) return text;
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? part.replaceAll('\u0000', '') : part));
}
