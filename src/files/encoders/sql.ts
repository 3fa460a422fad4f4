// Rows as SQL for PostgreSQL: INSERTs of some rows each, bare rows for one statement of the layout's, and UPDATEs for what is filled in
// later. Every literal is safe for its type; the file turns standard_conforming_strings on, so a backslash is one.
import type { Field, FieldType, Table, Value } from '../../domain/schema.ts';
import { sqlIdentifier, sqlTableName } from '../../domain/sql-identifiers.ts';
import { marksOf, type TextBytes } from './bytes.ts';
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
  const writeTuple = tupleWriter(table, later);
  let rowsInStatement = 0;
  return {
    write(row, out) {
      out.text(rowsInStatement === 0 ? start : ',\n');
      writeTuple(row, out);
      rowsInStatement++;
      if (rowsInStatement < rowsPerInsert) return;
      rowsInStatement = 0;
      out.text(';\n');
    },
    end: (out) => {
      if (rowsInStatement > 0) out.text(';\n');
    },
  };
}

/** Bare rows, for a statement that the layout opens and closes round the whole section; `opens` tells its first rows. */
export function sqlValuesWriter(table: Table, { later, opens }: { readonly later: readonly string[]; readonly opens: boolean }): RowWriter {
  const writeTuple = tupleWriter(table, later);
  let separator = opens ? '' : ',\n';
  return {
    write(row, out) {
      out.text(separator);
      writeTuple(row, out);
      separator = ',\n';
    },
  };
}

/** One UPDATE for each row that has a value in any of the fields `later`, by the values of `key`. */
export function sqlUpdateWriter(table: Table, later: readonly string[], key: readonly string[]): RowWriter {
  const place = (name: string): Column => columnOf(table, name);
  const assigned = later.map(place);
  const keyed = key.map(place);
  const start = `UPDATE ${sqlTableName(table)} SET `;
  return {
    write(row, out) {
      if (assigned.every(({ index }) => (row[index] ?? null) === null)) return;
      out.text(start);
      assigned.forEach(({ index, name, form }, at) => {
        out.text(`${at === 0 ? '' : ', '}${name} = `);
        writeLiteral(form, row[index] ?? null, out);
      });
      keyed.forEach(({ index, name, form }, at) => {
        out.text(`${at === 0 ? ' WHERE ' : ' AND '}${name} = `);
        // A real 1.1 is not equal to the number 1.1, but it is to the text '1.1', which is read as the column's own type.
        if (form === RAW) writeQuoted(String(row[index]), out);
        else writeLiteral(form, row[index] ?? null, out);
      });
      out.text(';\n');
    },
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

function tupleWriter(table: Table, later: readonly string[]): RowWriter['write'] {
  const fields = insertedFields(table);
  const indexes = fields.map((field) => (later.includes(field.name) ? -1 : table.fields.indexOf(field)));
  const forms = fields.map((field) => formOf(field));
  return (row, out) => {
    for (let i = 0; i < indexes.length; i++) {
      out.text(i === 0 ? '(' : ', ');
      writeLiteral(forms[i] ?? TEXT, row[indexes[i] ?? -1] ?? null, out);
    }
    out.text(')');
  };
}

const NUMBER_TEXT = /^-?\d+(?:\.\d+)?$/;

function writeLiteral(form: Form, value: Value, out: TextBytes): void {
  if (form === DEFAULT_ONLY) out.text('DEFAULT');
  else if (value === null) out.text('NULL');
  else if (form === JSON_TEXT) writeQuoted(jsonWithoutNul(value), out);
  else if (typeof value === 'number' && Number.isFinite(value)) out.number(value);
  else if (typeof value === 'number') out.text('NULL');
  else if (typeof value === 'boolean') out.text(value ? 'true' : 'false');
  else if (typeof value !== 'string') writeQuoted(jsonWithoutNul(value), out);
  else if (form === BYTES) out.text(`'\\x${Buffer.from(value, 'base64').toString('hex')}'`);
  else if (form === RAW && NUMBER_TEXT.test(value)) out.text(value);
  else writeQuoted(value, out);
}

/** PostgreSQL keeps no character U+0000 in any text, so it is left out. */
// oxlint-disable-next-line no-control-regex -- a control character is what is looked for
const DOUBLED_OR_DROPPED = marksOf(/['\u0000]/);

function writeQuoted(text: string, out: TextBytes): void {
  out.text("'");
  if (!out.plain(text, DOUBLED_OR_DROPPED)) out.text(doubled(text));
  out.text("'");
}

function quoted(text: string): string {
  return `'${doubled(text)}'`;
}

function doubled(text: string): string {
  return text.replaceAll('\u0000', '').replaceAll("'", "''");
}

function jsonWithoutNul(value: Value): string {
  const text = JSON.stringify(value);
  if (!text.includes('\\u0000')) return text;
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? part.replaceAll('\u0000', '') : part));
}
