// Rows as SQL: INSERTs of some rows each, bare rows for one statement of the layout's, and UPDATEs for what is filled in later. Every
// literal is safe for its type in its dialect (sql-rules.ts), under the settings that the file begins with.
import type { Field, FieldType, Table, Value } from '../../domain/schema.ts';
import type { SqlDialect } from '../../domain/sql-dialects.ts';
import type { SqlOptions } from '../request.ts';
import type { TextBytes } from './bytes.ts';
import { type DialectRules, rulesOf, tableNameIn } from './sql-rules.ts';
import type { RowWriter } from './writer.ts';

/** `INSERT INTO t (columns) VALUES` up to the first row, which is on the next line. Generated columns are left out. */
export function insertStart(table: Table, dialect: SqlDialect): string {
  const rules = rulesOf(dialect);
  const columns = insertedFields(table).map((field) => rules.identifier(field.name));
  const overriding = dialect === 'POSTGRESQL' && table.fields.some((field) => field.identity?.always === true) ? ' OVERRIDING SYSTEM VALUE' : '';
  return `INSERT INTO ${tableNameIn(rules, table)} (${columns.join(', ')})${overriding} VALUES\n`;
}

/** INSERTs of `rowsPerInsert` rows, counted from the start of the part. Fields in `later` are null for now. */
export function sqlInsertWriter(table: Table, { dialect, rowsPerInsert }: SqlOptions, later: readonly string[]): RowWriter {
  const start = insertStart(table, dialect);
  const writeTuple = tupleWriter(table, later, rulesOf(dialect));
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

/** Bare rows for PostgreSQL, for a statement that the layout opens and closes round the whole section; `opens` tells its first rows. */
export function sqlValuesWriter(table: Table, { later, opens }: { readonly later: readonly string[]; readonly opens: boolean }): RowWriter {
  const writeTuple = tupleWriter(table, later, rulesOf('POSTGRESQL'));
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
export function sqlUpdateWriter(table: Table, dialect: SqlDialect, { later, key }: { readonly later: readonly string[]; readonly key: readonly string[] }): RowWriter {
  const rules = rulesOf(dialect);
  const place = (name: string): Column => columnOf(table, name, rules);
  const assigned = later.map(place);
  const keyed = key.map(place);
  const start = `UPDATE ${tableNameIn(rules, table)} SET `;
  return {
    write(row, out) {
      if (assigned.every(({ index }) => (row[index] ?? null) === null)) return;
      out.text(start);
      assigned.forEach(({ index, name, form }, at) => {
        out.text(`${at === 0 ? '' : ', '}${name} = `);
        writeLiteral(form, row[index] ?? null, out, rules);
      });
      keyed.forEach(({ index, name, form }, at) => {
        out.text(`${at === 0 ? ' WHERE ' : ' AND '}${name} = `);
        if (form === RAW && rules.keysAsText) writeQuoted(String(row[index]), out, rules);
        else writeLiteral(form, row[index] ?? null, out, rules);
      });
      out.text(';\n');
    },
  };
}

/** PostgreSQL: sets the sequences behind serial and identity columns past what was loaded; '' for a table without one. */
export function sequenceResets(table: Table): string {
  const rules = rulesOf('POSTGRESQL');
  const quoted = (text: string): string => `'${rules.escaped(text)}'`;
  return table.fields
    .flatMap((field) => {
      if (field.identity === undefined) return [];
      const { start, step } = field.identity;
      const [outermost, beyond, reached] = step < 0 ? ['min', 'least', '<='] : ['max', 'greatest', '>='];
      const column = rules.identifier(field.name);
      const name = tableNameIn(rules, table);
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
const MOMENT = 4;
const DEFAULT_ONLY = 5;
type Form = typeof RAW | typeof TEXT | typeof JSON_TEXT | typeof BYTES | typeof MOMENT | typeof DEFAULT_ONLY;

const FORMS: Readonly<Record<FieldType, Form>> = {
  INTEGER: RAW, FLOAT: RAW, DECIMAL: RAW, BOOLEAN: RAW,
  STRING: TEXT, TEXT, DATE: TEXT, TIME: TEXT, DATETIME: MOMENT, UUID: TEXT, JSON: JSON_TEXT, BINARY: BYTES,
};

interface Column {
  readonly index: number;
  readonly name: string;
  readonly form: Form;
}

function columnOf(table: Table, name: string, rules: DialectRules): Column {
  const index = table.fields.findIndex((field) => field.name === name);
  const field = table.fields[index];
  if (field === undefined) throw new Error(`table ${table.name} has no field ${name}`);
  return { index, name: rules.identifier(name), form: formOf(field) };
}

function formOf(field: Field): Form {
  return field.computed === undefined ? FORMS[field.type] : DEFAULT_ONLY;
}

/** All but the generated columns; a table of nothing else takes DEFAULT for each of them. */
function insertedFields(table: Table): readonly Field[] {
  const given = table.fields.filter((field) => field.computed === undefined);
  return given.length > 0 ? given : table.fields;
}

function tupleWriter(table: Table, later: readonly string[], rules: DialectRules): RowWriter['write'] {
  const fields = insertedFields(table);
  const indexes = fields.map((field) => (later.includes(field.name) ? -1 : table.fields.indexOf(field)));
  const forms = fields.map((field) => formOf(field));
  return (row, out) => {
    for (let i = 0; i < indexes.length; i++) {
      out.text(i === 0 ? '(' : ', ');
      writeLiteral(forms[i] ?? TEXT, row[indexes[i] ?? -1] ?? null, out, rules);
    }
    out.text(')');
  };
}

const NUMBER_TEXT = /^-?\d+(?:\.\d+)?$/;

function writeLiteral(form: Form, value: Value, out: TextBytes, rules: DialectRules): void {
  if (form === DEFAULT_ONLY) out.text('DEFAULT');
  else if (value === null) out.text('NULL');
  else if (form === JSON_TEXT) writeQuoted(jsonWithoutNul(value), out, rules);
  else if (typeof value === 'number' && Number.isFinite(value)) out.number(value);
  else if (typeof value === 'number') out.text('NULL');
  else if (typeof value === 'boolean') out.text(value ? rules.yes : rules.no);
  else if (typeof value !== 'string') writeQuoted(jsonWithoutNul(value), out, rules);
  else if (form === BYTES) out.text(rules.bytes(Buffer.from(value, 'base64').toString('hex')));
  else if (form === RAW && NUMBER_TEXT.test(value)) out.text(value);
  else writeQuoted(form === MOMENT ? rules.moment(value) : value, out, rules);
}

function writeQuoted(text: string, out: TextBytes, rules: DialectRules): void {
  out.text(rules.textStart);
  if (!out.plain(text, rules.escapedMarks)) out.text(rules.escaped(text));
  out.text("'");
}

/** PostgreSQL takes no U+0000 in JSON, not even escaped; other dialects get the same values. */
function jsonWithoutNul(value: Value): string {
  const text = JSON.stringify(value);
  if (!text.includes('\\u0000')) return text;
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? part.replaceAll('\u0000', '') : part));
}
