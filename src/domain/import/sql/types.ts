// PostgreSQL's types as ours: a FieldType with its length, places and bounds, and, for types that we have no form of (networks,
// ranges, arrays ...), a generator of texts that PostgreSQL takes as literals of them. What is unknown says so.
import type { Node, TypeName } from 'libpg-query';
import { regexLiteral } from '../../../lib/regex-literal.ts';
import type { Generator } from '../../generator.ts';
import type { Field } from '../../schema.ts';
import { namesOf } from '../expression.ts';
import { splitName } from './names.ts';

/** What a column's type says about its values. */
export interface ColumnType extends Pick<Field, 'type' | 'maxLength' | 'precision' | 'scale' | 'minimum' | 'maximum' | 'values' | 'generator'> {
  readonly sqlType: string;
  /** serial: a sequence of its own, never null. */
  readonly serial?: true;
  /** No literal of it is known: null where it may be, else any text, with a warning. */
  readonly unknown?: true;
  /** Taken over, but not faithfully: why. */
  readonly caveat?: string;
}

type Shape = Omit<ColumnType, 'sqlType'>;

const pattern = (regex: string): Shape => ({ type: 'STRING', generator: { kind: 'pattern', regex } });
const semantic = (of: 'IP_ADDRESS' | 'MAC_ADDRESS'): Shape => ({ type: 'STRING', generator: { kind: 'semantic', of } });
const whole = (minimum: number, maximum: number): Shape => ({ type: 'INTEGER', minimum, maximum });

const DATE_LITERAL = '20[0-2][0-9]-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])';
const TIME_LITERAL = '(?:0[0-9]|1[0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]';
const UUID_LITERAL = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
const POINT = '\\([1-9][0-9]?,[1-9][0-9]?\\)';
const NUMBER_RANGE = '\\[[1-4][0-9],[5-9][0-9]\\)';
const DATE_RANGE = `\\[201[0-9]-0[1-9]-1[0-9],202[0-9]-0[1-9]-1[0-9]\\)`;

const INTEGER = whole(-2_147_483_648, 2_147_483_647);
const SMALLINT = whole(-32_768, 32_767);
const BIGINT = whole(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
const SERIAL: Pick<ColumnType, 'serial'> = { serial: true };

/** Types without a size, by PostgreSQL's own name: what they are, and how `format_type` writes them where that is another name. */
const PLAIN: Readonly<Record<string, readonly [Shape, string?]>> = {
  int2: [SMALLINT, 'smallint'], int4: [INTEGER, 'integer'], int8: [BIGINT, 'bigint'],
  smallserial: [{ ...SMALLINT, ...SERIAL }, 'smallint'], serial2: [{ ...SMALLINT, ...SERIAL }, 'smallint'], serial: [{ ...INTEGER, ...SERIAL }, 'integer'],
  serial4: [{ ...INTEGER, ...SERIAL }, 'integer'], bigserial: [{ ...BIGINT, ...SERIAL }, 'bigint'], serial8: [{ ...BIGINT, ...SERIAL }, 'bigint'],
  oid: [whole(1, 4_294_967_295)],
  float4: [{ type: 'FLOAT' }, 'real'], float8: [{ type: 'FLOAT' }, 'double precision'],
  money: [{ type: 'DECIMAL', precision: 12, scale: 2 }],
  bool: [{ type: 'BOOLEAN' }, 'boolean'],
  text: [{ type: 'TEXT' }], citext: [{ type: 'TEXT' }], name: [{ type: 'STRING', maxLength: 63 }], char: [{ type: 'STRING', maxLength: 1 }, '"char"'],
  uuid: [{ type: 'UUID' }], json: [{ type: 'JSON' }], jsonb: [{ type: 'JSON' }], bytea: [{ type: 'BINARY' }], date: [{ type: 'DATE' }],
  inet: [semantic('IP_ADDRESS')], cidr: [semantic('IP_ADDRESS')], macaddr: [semantic('MAC_ADDRESS')], macaddr8: [pattern('(?:[0-9a-f]{2}:){7}[0-9a-f]{2}')],
  xml: [pattern('<item>[a-z]{3,8}</item>')], tsvector: [pattern('[a-z]{3,8} [a-z]{3,8} [a-z]{3,8}')], tsquery: [pattern('[a-z]{3,8}')], jsonpath: [pattern('\\$\\.[a-z]{3,8}')],
  pg_lsn: [pattern('[0-9A-F]{1,6}/[0-9A-F]{1,8}')],
  point: [pattern(POINT)], line: [pattern('\\{[1-9],[1-9],[0-9]\\}')], lseg: [pattern(`\\[${POINT},${POINT}\\]`)], box: [pattern(`${POINT},${POINT}`)],
  path: [pattern(`\\[${POINT},${POINT},${POINT}\\]`)], polygon: [pattern(`\\(${POINT},${POINT},${POINT}\\)`)], circle: [pattern(`<${POINT},[1-9]>`)],
  int4range: [pattern(NUMBER_RANGE)], int8range: [pattern(NUMBER_RANGE)], numrange: [pattern(NUMBER_RANGE)], daterange: [pattern(DATE_RANGE)], tsrange: [pattern(DATE_RANGE)], tstzrange: [pattern(DATE_RANGE)],
  int4multirange: [pattern(`\\{${NUMBER_RANGE}\\}`)], int8multirange: [pattern(`\\{${NUMBER_RANGE}\\}`)], nummultirange: [pattern(`\\{${NUMBER_RANGE}\\}`)],
  datemultirange: [pattern(`\\{${DATE_RANGE}\\}`)], tsmultirange: [pattern(`\\{${DATE_RANGE}\\}`)], tstzmultirange: [pattern(`\\{${DATE_RANGE}\\}`)],
  hstore: [pattern('"[a-z]{3,6}"=>"[a-z]{3,8}"')], ltree: [pattern('[a-z]{3,6}\\.[a-z]{3,6}')],
  geometry: [pattern('POINT\\([1-9][0-9]? [1-9][0-9]?\\)')], geography: [pattern('POINT\\([1-9][0-9]? [1-9][0-9]?\\)')],
};

/** Longest bit string or vector for which a literal is made. */
const MAX_LITERAL_PARTS = 256;

/** Longest pattern of a composite type's literals. */
const MAX_ROW_PATTERN = 1_000;

/** Types with sizes: the shape, and the name with its sizes as PostgreSQL writes them. */
function sizedType(name: string, sizes: readonly number[]): readonly [Shape, string] | undefined {
  const [first, second] = sizes;
  const suffix = first === undefined ? '' : `(${first})`;
  switch (name) {
    case 'varchar': return [{ type: 'STRING', ...(first === undefined ? {} : { maxLength: first }) }, `character varying${suffix}`];
    case 'bpchar': return [{ type: 'STRING', ...(first === undefined ? {} : { maxLength: first }) }, `character${suffix}`];
    case 'numeric': return numericType(first, second);
    case 'bit': return bits(first ?? 1, first ?? 1, `bit(${first ?? 1})`);
    case 'varbit': return bits(1, Math.min(first ?? 16, 16), `bit varying${suffix}`);
    case 'time': return [{ type: 'TIME' }, `time${suffix} without time zone`];
    case 'timetz': return [{ type: 'TIME' }, `time${suffix} with time zone`];
    case 'timestamp': return [{ type: 'DATETIME' }, `timestamp${suffix} without time zone`];
    case 'timestamptz': return [{ type: 'DATETIME' }, `timestamp${suffix} with time zone`];
    case 'interval': return [pattern('[1-9][0-9]? days'), 'interval'];
    case 'vector': return first === undefined || first > MAX_LITERAL_PARTS ? undefined : [pattern(`\\[0\\.[0-9]{2}(?:,0\\.[0-9]{2}){${first - 1}}\\]`), `vector(${first})`];
    default: return undefined;
  }
}

function numericType(precision: number | undefined, scale = 0): readonly [Shape, string] {
  if (precision === undefined) return [{ type: 'DECIMAL' }, 'numeric'];
  const sqlType = `numeric(${precision},${scale})`;
  // A negative scale rounds to tens, a scale past the precision leaves no whole digits: both fit what we call precision and scale.
  return scale < 0
    ? [{ type: 'DECIMAL', precision: precision - scale, scale: 0, caveat: `${sqlType}: values are made to the unit, and PostgreSQL rounds them` }, sqlType]
    : [{ type: 'DECIMAL', precision, scale }, sqlType];
}

function bits(least: number, most: number, sqlType: string): readonly [Shape, string] | undefined {
  return most > MAX_LITERAL_PARTS ? undefined : [pattern(`[01]{${least},${most}}`), sqlType];
}

/** A user's own types. */
export interface UserTypes {
  /** Another dialect's type, by the name that its translation gives it (dialects/translate.ts). */
  otherType(name: string): ColumnType | undefined;
  enumOf(schema: string | undefined, name: string): readonly string[] | undefined;
  domainOf(schema: string | undefined, name: string): ColumnType | undefined;
  compositeOf(schema: string | undefined, name: string): ColumnType | undefined;
}

function sizesOf(nodes: readonly Node[] | undefined): readonly number[] {
  return (nodes ?? []).flatMap((node) => ('A_Const' in node && node.A_Const.ival !== undefined ? [node.A_Const.ival.ival ?? 0] : []));
}

/** What a type name in a CREATE TABLE stands for. */
export function readType(typeName: TypeName | undefined, users: UserTypes): ColumnType {
  const [schema, name] = splitName(namesOf(typeName?.names));
  const single = readSingle(name, schema, sizesOf(typeName?.typmods), users);
  const dimensions = typeName?.arrayBounds?.length ?? 0;
  return dimensions === 0 ? single : arrayOf(single);
}

function readSingle(name: string, schema: string | undefined, sizes: readonly number[], users: UserTypes): ColumnType {
  const other = users.otherType(name);
  if (other !== undefined) return other;
  const own = schema === 'pg_catalog' ? undefined : userType(name, schema, users);
  if (own !== undefined) return own;
  const plain = Object.hasOwn(PLAIN, name) ? PLAIN[name] : undefined;
  if (plain !== undefined) return { ...plain[0], sqlType: plain[1] ?? name };
  const sized = sizedType(name, sizes);
  if (sized !== undefined) return { ...sized[0], sqlType: sized[1] };
  return { type: 'STRING', unknown: true, sqlType: [schema, name].filter((part) => part !== undefined && part !== 'pg_catalog').join('.') };
}

function userType(name: string, schema: string | undefined, users: UserTypes): ColumnType | undefined {
  const labels = users.enumOf(schema, name);
  const sqlType = schema === undefined ? name : `${schema}.${name}`;
  if (labels !== undefined) return { type: 'STRING', values: labels, sqlType };
  const base = users.domainOf(schema, name) ?? users.compositeOf(schema, name);
  return base === undefined ? undefined : { ...base, sqlType };
}

/** A composite type, whose literal is `(a,b)`; a part that is left undefined is null there. */
export function compositeType(sqlType: string, parts: readonly (ColumnType | undefined)[]): ColumnType {
  const regex = `\\(${parts.map((part) => (part === undefined ? '' : (elementLiteral(part) ?? ''))).join(',')}\\)`;
  return regex.length > MAX_ROW_PATTERN ? { type: 'STRING', unknown: true, sqlType } : { type: 'STRING', sqlType, generator: { kind: 'pattern', regex } };
}

/** An array's literal, `{a,b}`, of one to three elements. */
function arrayOf(element: ColumnType): ColumnType {
  const sqlType = `${element.sqlType}[]`;
  const literal = elementLiteral(element);
  if (literal === undefined) return { type: 'STRING', unknown: true, sqlType };
  const generator: Generator = { kind: 'pattern', regex: `\\{${literal}(?:,${literal}){0,2}\\}` };
  return { type: 'STRING', sqlType, generator };
}

function elementLiteral({ type, maxLength, precision, scale, values, generator, unknown }: ColumnType): string | undefined {
  if (unknown === true) return undefined;
  if (values !== undefined) return values.length === 0 ? undefined : `(?:${values.slice(0, 50).map((label) => regexLiteral(`"${label.replace(/["\\]/g, '\\$&')}"`)).join('|')})`;
  if (generator?.kind === 'semantic') return generator.of === 'MAC_ADDRESS' ? '(?:[0-9a-f]{2}:){5}[0-9a-f]{2}' : '10\\.[1-9]\\.[1-9]\\.[1-9][0-9]?';
  // Only literals without quotes, commas and brackets of their own can stand in an array as they are; repeats are none of them.
  if (generator?.kind === 'pattern') return /[,"{}\\(<]/.test(generator.regex.replace(/\{\d+(?:,\d+)?\}/g, '')) ? undefined : generator.regex;
  switch (type) {
    case 'STRING': case 'TEXT': return (maxLength ?? Infinity) < LONGEST_WORD ? `[a-z]{1,${maxLength ?? 1}}` : WORDS;
    case 'INTEGER': return '[1-9][0-9]{0,2}';
    case 'FLOAT': return '[0-9]\\.[0-9]';
    case 'DECIMAL': return (precision ?? 10) - (scale ?? 0) > 0 ? '[0-9]' : '0';
    case 'BOOLEAN': return '(?:true|false)';
    case 'DATE': return DATE_LITERAL;
    case 'TIME': return TIME_LITERAL;
    case 'DATETIME': return `${DATE_LITERAL} ${TIME_LITERAL}`;
    case 'UUID': return UUID_LITERAL;
    case 'JSON': return '[1-9][0-9]{0,2}';
    case 'BINARY': return '"\\\\\\\\x(?:[0-9a-f]{2}){1,4}"';
    default: return type satisfies never;
  }
}

/** Words that stand in an array as they are. */
const WORDS = '(?:new|sale|gift|summer|winter|online|local|classic|premium|limited|outdoor|indoor|travel|family|office|garden)';
const LONGEST_WORD = 7;
