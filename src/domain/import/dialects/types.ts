// The column types of MySQL and MariaDB, SQLite and SQL Server as ours: a FieldType with its length, places and bounds, and patterns for
// types that we have no form of. What is unknown says so.
import type { OtherDialect } from '../dialects.ts';
import type { ColumnType } from '../sql/types.ts';

type Shape = Omit<ColumnType, 'sqlType'>;

/** A type as a script writes it. */
export interface WrittenType {
  /** Its words in lower case, with one blank between: `int unsigned`. */
  readonly name: string;
  /** What stands in brackets behind it: numbers, `max`, or an enum's labels. */
  readonly args: readonly string[];
}

const whole = (minimum: number, maximum: number): Shape => ({ type: 'INTEGER', minimum, maximum });
const pattern = (regex: string): Shape => ({ type: 'STRING', generator: { kind: 'pattern', regex } });
const BIGGEST = Number.MAX_SAFE_INTEGER;
const BOOLEAN: Shape = { type: 'BOOLEAN' };
const BYTE_LIMIT = { tiny: 255, plain: 65_535 } as const;
/** Bytes that a character may take. */
const MOST_BYTES = 4;
/** Most labels of a SET that are put together. */
const MAX_COMBINED = 30;
const UNKNOWN: Shape = { type: 'STRING', unknown: true };
/** MySQL's own bytes of a point, as base64: no SRID, then WKB with two numbers between 42 and 44, of which some bits vary. */
const POINT_BYTES = 'AAAAAAEBAAAA[A-Za-z0-9+/]{8}RUAA[A-Za-z0-9+/]{4}AABFQA==';
const IPV6 = pattern('2001:db8(?::[1-9a-f][0-9a-f]{3}){6}');

/** Integers by their bits, as far as JavaScript has them exactly. */
function integer(bits: number, unsigned: boolean): Shape {
  const span = 2 ** bits;
  return unsigned ? whole(0, Math.min(span - 1, BIGGEST)) : whole(Math.max(-span / 2, -BIGGEST), Math.min(span / 2 - 1, BIGGEST));
}

function text(length: number | undefined): Shape {
  return { type: 'STRING', ...(length === undefined ? {} : { maxLength: length }) };
}

function bytes(length: number | undefined): Shape {
  return { type: 'BINARY', ...(length === undefined ? {} : { maxLength: length }) };
}

function decimal(precision: number, scale: number, unsigned = false): Shape {
  return { type: 'DECIMAL', precision, scale, ...(unsigned ? { minimum: 0 } : {}) };
}

/** What a type stands for; of none that SQLite knows nothing is refused, since it takes any. */
export function typeIn(dialect: OtherDialect, { name, args }: WrittenType): ColumnType {
  const sqlType = `${name}${args.length === 0 ? '' : `(${args.join(',')})`}`;
  const sizes = args.map(Number).filter((size) => Number.isInteger(size));
  const shape = READERS[dialect](name, sizes, args) ?? UNKNOWN;
  return { ...shape, sqlType };
}

type Reader = (name: string, sizes: readonly number[], args: readonly string[]) => Shape | undefined;

const MYSQL_BITS: Readonly<Record<string, number>> = { tinyint: 8, int1: 8, smallint: 16, int2: 16, mediumint: 24, int3: 24, middleint: 24, int: 32, integer: 32, int4: 32, bigint: 64, int8: 64 };

const mysql: Reader = (written, sizes, args) => {
  const unsigned = /\b(?:unsigned|zerofill)\b/.test(written);
  const name = written.replace(/ (?:unsigned|signed|zerofill|binary|ascii|unicode|precision)\b/g, '').replace(/^national /, 'n');
  const [first, second] = sizes;
  const bits = Object.hasOwn(MYSQL_BITS, name) ? MYSQL_BITS[name] : undefined;
  if (bits !== undefined) return bits === 8 && first === 1 && name === 'tinyint' ? BOOLEAN : integer(bits, unsigned);
  switch (name) {
    case 'bool': case 'boolean': return BOOLEAN;
    case 'bit': return (first ?? 1) === 1 ? BOOLEAN : whole(0, Math.min(2 ** (first ?? 1) - 1, BIGGEST));
    case 'serial': return { ...integer(64, true), serial: true };
    case 'decimal': case 'numeric': case 'dec': case 'fixed': case 'number': return decimal(first ?? 10, second ?? 0, unsigned);
    case 'float': case 'double': case 'real': return first !== undefined && second !== undefined ? decimal(first, second, unsigned) : { type: 'FLOAT', ...(unsigned ? { minimum: 0 } : {}) };
    case 'year': return whole(1970, 2069);
    case 'datetime': case 'timestamp': return { type: 'DATETIME' };
    case 'enum': return { type: 'STRING', values: args };
    case 'set': return { type: 'STRING', values: [...args, ...args.slice(1, MAX_COMBINED).map((label, index) => `${args[index] ?? ''},${label}`)] };
    case 'tinytext': return text(Math.floor(BYTE_LIMIT.tiny / MOST_BYTES));
    case 'varchar2': return text(first);
    case 'mediumtext': case 'longtext': case 'long': case 'long varchar': return { type: 'TEXT' };
    case 'binary': return bytes(first ?? 1);
    case 'tinyblob': return bytes(BYTE_LIMIT.tiny);
    case 'blob': return bytes(BYTE_LIMIT.plain);
    case 'mediumblob': case 'longblob': case 'long varbinary': return bytes(undefined);
    case 'geometry': case 'point': return { type: 'BINARY', generator: { kind: 'pattern', regex: POINT_BYTES } };
    case 'inet4': return { type: 'STRING', generator: { kind: 'semantic', of: 'IP_ADDRESS' } };
    case 'inet6': return IPV6;
    default: return shared(name, sizes, args);
  }
};

const sqlServer: Reader = (name, sizes, args) => {
  switch (name) {
    case 'bit': return BOOLEAN;
    case 'tinyint': return integer(8, true);
    case 'smallint': return integer(16, false);
    case 'int': case 'integer': return integer(32, false);
    case 'bigint': return integer(64, false);
    case 'decimal': case 'numeric': case 'dec': return decimal(sizes[0] ?? 18, sizes[1] ?? 0);
    case 'money': return decimal(19, 4);
    case 'smallmoney': return decimal(10, 4);
    case 'float': case 'real': case 'double precision': return { type: 'FLOAT' };
    case 'datetime': case 'datetime2': case 'smalldatetime': case 'datetimeoffset': return { type: 'DATETIME' };
    case 'uniqueidentifier': return { type: 'UUID' };
    case 'ntext': return { type: 'TEXT' };
    case 'sysname': return text(128);
    case 'image': return bytes(undefined);
    case 'binary': return bytes(sizes[0] ?? 1);
    case 'rowversion': case 'timestamp': return bytes(8);
    case 'xml': return pattern('<item>[a-z]{3,8}</item>');
    case 'hierarchyid': return pattern('/[1-9]/[1-9]/');
    case 'geography': case 'geometry': return pattern('POINT\\([1-9][0-9]? [1-9][0-9]?\\)');
    case 'sql_variant': return pattern('[a-z]{3,8}');
    default: return shared(name, sizes, args);
  }
};

/** What SQLite's documents call a type's affinity, for names that nobody else gives a meaning. */
function byAffinity(name: string): Shape {
  if (name.includes('int')) return integer(64, false);
  if (/char|clob|text/.test(name)) return { type: 'TEXT' };
  if (name === '' || name === 'any') return { type: 'STRING' };
  if (name.includes('blob')) return bytes(undefined);
  return /real|floa|doub/.test(name) ? { type: 'FLOAT' } : { type: 'DECIMAL' };
}

const sqlite: Reader = (name, sizes, args) => {
  const [first, second] = sizes;
  if (/^(?:unsigned )?(?:big|small|tiny|medium)?int(?:eger|2|4|8)?$/.test(name)) return name === 'tinyint' && first === 1 ? BOOLEAN : integer(64, name.startsWith('unsigned'));
  switch (name) {
    case 'bool': case 'boolean': case 'bit': return BOOLEAN;
    case 'numeric': case 'decimal': case 'number': case 'money': return first === undefined ? { type: 'DECIMAL' } : decimal(first, second ?? 0);
    case 'datetime': case 'timestamp': return { type: 'DATETIME' };
    default: return shared(name, sizes, args) ?? byAffinity(name);
  }
};

/** Names that mean the same in all of them. */
const shared: Reader = (name, [first], args) => {
  switch (name) {
    case 'char': case 'character': case 'nchar': return text(first ?? 1);
    case 'varchar': case 'nvarchar': case 'character varying': case 'char varying': case 'varying character': case 'native character': case 'nchar varying':
      return args[0]?.toLowerCase() === 'max' ? { type: 'TEXT' } : text(first);
    case 'text': case 'clob': case 'tinytext': return { type: 'TEXT' };
    case 'varbinary': case 'blob': return bytes(args[0]?.toLowerCase() === 'max' ? undefined : first);
    case 'date': return { type: 'DATE' };
    case 'time': return { type: 'TIME' };
    case 'json': case 'jsonb': return { type: 'JSON' };
    case 'uuid': case 'guid': return { type: 'UUID' };
    case 'float': case 'double': case 'real': case 'double precision': return { type: 'FLOAT' };
    default: return undefined;
  }
};

const READERS: Readonly<Record<OtherDialect, Reader>> = { MYSQL: mysql, SQLITE: sqlite, SQLSERVER: sqlServer };
