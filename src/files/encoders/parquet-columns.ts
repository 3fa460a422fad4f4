// Our types as Parquet's, by the logical types of its format specification (LogicalTypes.md), which DuckDB, Arrow, pandas and Spark read alike.
// What no type of theirs can hold keeps its nearest: a DECIMAL without a number of places, or of more than 38 digits, is a DOUBLE.
import type { SchemaElement } from 'hyparquet-writer';
import { parseDate, parseDateTime, parseTime } from '../../domain/calendar.ts';
import type { Field, Table, Value } from '../../domain/schema.ts';

/** A value as the writer takes it: INT64 as bigint, BYTE_ARRAY as bytes or text. */
export type ParquetValue = string | number | bigint | boolean | Uint8Array | null;

/** The type of a column, and its values. */
interface ColumnType {
  readonly element: Omit<SchemaElement, 'name' | 'repetition_type'>;
  /** Never null itself. Throws where the value is none of the field's type. */
  readonly of: (value: NonNullable<Value>) => NonNullable<ParquetValue>;
}

/** The columns of a table: a root with the fields as its children. Only a primary key's are never null for certain: a JSON value may be null itself. */
export function parquetSchema(table: Table): SchemaElement[] {
  const columns = table.fields.map((field): SchemaElement => ({
    ...columnType(field).element,
    name: field.name,
    repetition_type: table.primaryKey.includes(field.name) ? 'REQUIRED' : 'OPTIONAL',
  }));
  return [{ name: 'schema', num_children: columns.length }, ...columns];
}

/** How the values of each field are given to the writer. */
export function parquetValues(table: Table): readonly ((value: Value) => ParquetValue)[] {
  return table.fields.map((field) => {
    const { of } = columnType(field);
    return (value) => (value === null ? null : of(value));
  });
}

const MOST_INT32 = 2 ** 31 - 1;
const MOST_DIGITS_INT64 = 18;
/** Of a decimal of 128 bits, the widest that DuckDB and Spark read. */
const MOST_DIGITS = 38;
const DECIMAL_BYTES = 16;
const UUID_BYTES = 16;
const MICROSECONDS = 1_000_000n;

const TEXT: ColumnType = { element: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } }, of: textOf };
const DOUBLE: ColumnType = { element: { type: 'DOUBLE' }, of: Number };
const INT64: ColumnType = { element: { type: 'INT64' }, of: (value) => fitting(BigInt(textOf(value)), 64) };
const INT32: ColumnType = { element: { type: 'INT32' }, of: Number };

function columnType(field: Field): ColumnType {
  switch (field.type) {
    case 'STRING': case 'TEXT': return TEXT;
    case 'INTEGER': return (field.minimum ?? -Infinity) >= -MOST_INT32 - 1 && (field.maximum ?? Infinity) <= MOST_INT32 ? INT32 : INT64;
    case 'FLOAT': return DOUBLE;
    case 'DECIMAL': return decimalType(field);
    case 'BOOLEAN': return { element: { type: 'BOOLEAN' }, of: (value) => value === true };
    case 'DATE': return { element: { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } }, of: (value) => known(parseDate(textOf(value)), field, value) };
    case 'TIME': return { element: { type: 'INT64', converted_type: 'TIME_MICROS', logical_type: { type: 'TIME', isAdjustedToUTC: false, unit: 'MICROS' } }, of: (value) => BigInt(known(parseTime(textOf(value)), field, value)) * MICROSECONDS };
    case 'DATETIME': return {
      element: { type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: isInstant(field), unit: 'MICROS' } },
      of: (value) => BigInt(known(parseDateTime(textOf(value)), field, value)) * MICROSECONDS,
    };
    case 'UUID': return { element: { type: 'FIXED_LEN_BYTE_ARRAY', type_length: UUID_BYTES, logical_type: { type: 'UUID' } }, of: (value) => Buffer.from(textOf(value).replaceAll('-', ''), 'hex') };
    case 'JSON': return { element: { type: 'BYTE_ARRAY', converted_type: 'JSON', logical_type: { type: 'JSON' } }, of: (value) => JSON.stringify(value) };
    case 'BINARY': return { element: { type: 'BYTE_ARRAY' }, of: (value) => Buffer.from(textOf(value), 'base64') };
    default: return field.type satisfies never;
  }
}

/** The places are the field's own, else those that its generator writes. */
function decimalType({ name, scale: declared, precision: digits, generator }: Field): ColumnType {
  const scale = declared ?? (generator?.kind === 'decimal' ? generator.places : undefined);
  const precision = digits ?? MOST_DIGITS_INT64;
  if (scale === undefined || precision > MOST_DIGITS) return DOUBLE;
  const isWide = precision > MOST_DIGITS_INT64;
  const storage = isWide ? ({ type: 'FIXED_LEN_BYTE_ARRAY', type_length: DECIMAL_BYTES } as const) : ({ type: 'INT64' } as const);
  return {
    element: { ...storage, converted_type: 'DECIMAL', precision, scale, logical_type: { type: 'DECIMAL', precision, scale } },
    of: (value) => fitting(unscaled(textOf(value), scale, name), isWide ? DECIMAL_BYTES * 8 : 64),
  };
}

const DECIMAL_TEXT = /^(-?)(\d+)(?:\.(\d+))?$/;

/** `-1.5` with two places is -150n; digits past the places are rounded, halves away from zero, as SQL's numeric does. */
function unscaled(text: string, scale: number, name: string): bigint {
  const [, sign, whole = '', fraction = ''] = DECIMAL_TEXT.exec(text) ?? [];
  if (sign === undefined) throw new Error(`field ${name}: expected a decimal number to write as Parquet, got ${text.slice(0, 40)}`);
  const size = BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0')) + ((fraction[scale] ?? '0') >= '5' ? 1n : 0n);
  return sign === '-' ? -size : size;
}

/** The writer itself would cut what is too large. */
function fitting(value: bigint, bits: number): bigint {
  if (BigInt.asIntN(bits, value) !== value) throw new Error(`expected a whole number of ${bits} bits to write as Parquet, got ${value}`);
  return value;
}

/** Whether a DATETIME is a moment everywhere, not what clocks show: its SQL type says so, and ours is UTC where there is none. */
function isInstant({ sqlType }: Field): boolean {
  return sqlType === undefined || /\bwith time zone\b|timestamptz|datetimeoffset/i.test(sqlType);
}

function known(parsed: number | null, { name, type }: Field, value: Value): number {
  if (parsed === null) throw new Error(`field ${name}: expected a ${type} to write as Parquet, got ${JSON.stringify(value).slice(0, 40)}`);
  return parsed;
}

function textOf(value: NonNullable<Value>): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
