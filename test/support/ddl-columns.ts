// What random scripts are made of: types with a literal for their DEFAULT, and the CHECKs and generated columns that suit them. All of it
// is right for PostgreSQL; whether we can keep it is what the fuzz test asks.

/** Draws the choices of a script. */
export interface Chooser {
  /** A whole number from 0 up to, but without, `limit`. */
  below(limit: number): number;
}

export function oneOf<Item>(choose: Chooser, items: readonly Item[]): Item {
  const item = items[choose.below(items.length)];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
}

/** True once in `times`. */
export function onceIn(choose: Chooser, times: number): boolean {
  return choose.below(times) === 0;
}

/** Columns of one kind can be compared, and have the same conditions. */
export type Kind = 'integer' | 'number' | 'float' | 'text' | 'date' | 'instant' | 'time' | 'boolean' | 'uuid' | 'listed' | 'other';

export interface ColumnType {
  readonly sql: string;
  readonly kind: Kind;
  /** Can be part of a key. */
  readonly keyable: boolean;
  /** Most characters or digits, where that limits what a CHECK may ask. */
  readonly room: number;
  readonly literal?: string;
  /** The domain behind it. */
  readonly domain?: string;
}

/** Types and domains that scripts use, made before their tables. */
export const TYPES_DDL = `
CREATE TYPE mood AS ENUM ('happy', 'so-so', 'it''s "bad"', 'tr\\ist,e');
CREATE TYPE sales."Size Class" AS ENUM ('S', 'M', 'L');
CREATE DOMAIN email_address AS varchar(60) CONSTRAINT email_address_check CHECK (VALUE LIKE '%_@_%._%');
CREATE DOMAIN positive AS integer CONSTRAINT positive_check CHECK (VALUE > 0);
CREATE DOMAIN percentage AS numeric(5, 2) CONSTRAINT percentage_check CHECK (VALUE BETWEEN 0 AND 100);
CREATE DOMAIN country_code AS char(2) CONSTRAINT country_code_check CHECK (VALUE ~ '^[A-Z]{2}$');
CREATE DOMAIN given_text AS text NOT NULL CONSTRAINT given_text_check CHECK (length(trim(VALUE)) > 0);
CREATE DOMAIN sales.recent AS date CONSTRAINT recent_check CHECK (VALUE >= DATE '2020-01-01' AND VALUE < DATE '2030-01-01');
CREATE DOMAIN grade AS text DEFAULT 'b' CONSTRAINT grade_check CHECK (VALUE IN ('a', 'b', 'c'));
`;

function type(sql: string, kind: Kind, literal?: string, more: Partial<ColumnType> = {}): ColumnType {
  return { sql, kind, keyable: true, room: 1000, ...(literal === undefined ? {} : { literal }), ...more };
}

const UNKEYED = { keyable: false } as const;

/** Every FieldType, and the types of PostgreSQL that scripts use. */
export const COLUMN_TYPES: readonly ColumnType[] = [
  type('smallint', 'integer', '1', { room: 4 }), type('integer', 'integer', '7', { room: 9 }), type('bigint', 'integer', '0', { room: 15 }), type('int', 'integer', undefined, { room: 9 }),
  type('numeric', 'number', '1.5'), type('numeric(10, 2)', 'number', '0.00', { room: 8 }), type('numeric(4)', 'number', '3', { room: 4 }), type('decimal(6, 4)', 'number', '1', { room: 2 }), type('numeric(3, 3)', 'number', '0', { room: 0 }), type('numeric(20, 10)', 'number', undefined, { room: 10 }),
  type('real', 'float', '0', { keyable: true }), type('double precision', 'float', '1e3'), type('money', 'other', undefined),
  type('varchar(40)', 'text', "'none'", { room: 40 }), type('character varying(8)', 'text', "'x'", { room: 8 }), type('varchar(1)', 'text', undefined, { room: 1 }), type('varchar', 'text', "'it''s'"), type('text', 'text', "''"), type('char(3)', 'text', "'EUR'", { room: 3 }), type('char', 'text', undefined, { room: 1 }), type('varchar(255)', 'text', undefined, { room: 255 }),
  type('date', 'date', 'CURRENT_DATE'), type('timestamp', 'instant', 'now()'), type('timestamptz', 'instant', 'CURRENT_TIMESTAMP'), type('timestamp(0)', 'instant', undefined), type('timestamptz(3)', 'instant', undefined), type('time', 'time', "'12:00'"), type('timetz', 'other', undefined),
  type('interval', 'other', "'1 day'"), type('boolean', 'boolean', 'false'), type('bool', 'boolean', 'true'), type('uuid', 'uuid', 'gen_random_uuid()'),
  type('json', 'other', "'{}'", UNKEYED), type('jsonb', 'other', "'[]'::jsonb", UNKEYED), type('bytea', 'other', undefined), type('inet', 'other', undefined), type('cidr', 'other', undefined), type('macaddr', 'other', undefined), type('bit(5)', 'other', undefined), type('bit varying(9)', 'other', undefined),
  type('integer[]', 'other', "'{}'", UNKEYED), type('text[]', 'other', undefined, UNKEYED), type('numeric(5, 2)[]', 'other', undefined, UNKEYED), type('timestamptz[]', 'other', undefined, UNKEYED), type('uuid[]', 'other', undefined, UNKEYED), type('boolean[]', 'other', undefined, UNKEYED), type('mood[]', 'other', undefined, UNKEYED), type('varchar(2)[]', 'other', undefined, UNKEYED), type('jsonb[]', 'other', undefined, UNKEYED), type('bytea[]', 'other', undefined, UNKEYED), type('inet[]', 'other', undefined, UNKEYED),
  type('point', 'other', undefined, UNKEYED), type('int4range', 'other', undefined), type('tstzrange', 'other', undefined), type('daterange', 'other', undefined), type('tsvector', 'other', undefined), type('xml', 'other', undefined, UNKEYED), type('oid', 'other', undefined), type('name', 'other', undefined), type('"char"', 'other', undefined),
  type('mood', 'listed', "'happy'"), type('sales."Size Class"', 'listed', undefined),
  type('email_address', 'text', undefined, { room: 60, domain: 'email_address' }), type('positive', 'integer', '1', { room: 9, domain: 'positive' }), type('percentage', 'number', '20', { room: 2, domain: 'percentage' }), type('country_code', 'text', undefined, { room: 2, domain: 'country_code' }),
  type('given_text', 'text', "'given'", { domain: 'given_text' }), type('sales.recent', 'date', undefined, { domain: 'sales.recent' }), type('grade', 'text', undefined, { domain: 'grade' }),
];

/** A column as conditions see it: its quoted name and its type. */
export interface ColumnInSql {
  readonly sql: string;
  readonly type: ColumnType;
}

type Condition = (name: string, choose: Chooser) => string;

const NUMBER_CONDITIONS: readonly Condition[] = [
  (c) => `${c} > 0`, (c) => `${c} >= 0 AND ${c} < 50`, (c) => `${c} BETWEEN 1 AND 20`, (c) => `NOT (${c} > 60)`, (c) => `${c} <> 13`, (c) => `0 <= ${c}`, (c) => `${c} IN (1, 2, 3, 5, 8)`, (c) => `${c} = 1 OR ${c} = 4 OR ${c} = 9`,
  (c) => `${c} IS NULL OR ${c} >= 5`, (c) => `abs(${c}) < 80`, (c) => `${c} < 10 OR ${c} > 40`, (c) => `${c} = ANY (ARRAY[2, 4, 6, 8])`, (c) => `${c} + 1 > 0`, (c) => `${c} > -5 AND NOT ${c} BETWEEN 30 AND 35`, (c) => `(${c})::bigint >= 2`, (c) => `${c} NOT IN (7, 11)`,
];

const WHOLE_CONDITIONS: readonly Condition[] = [(c) => `${c} % 2 = 0`, (c) => `mod(${c}, 5) <> 3`, (c) => `${c} * 2 <= 90`];

const TEXT_CONDITIONS: readonly Condition[] = [
  (c) => `length(${c}) >= 1`, (c) => `${c} <> ''`, (c) => `char_length(${c}) BETWEEN 1 AND 30`, (c) => `trim(${c}) <> ''`, (c) => `${c} NOT LIKE '%;%'`, (c) => `${c} = upper(${c})`, (c) => `${c} = lower(${c})`, (c) => `${c} ~ '^[A-Za-z]'`, (c) => `${c} LIKE 'A%'`,
  (c) => `${c} !~ '[<>]'`, (c) => `${c} IS NULL OR ${c} <> 'none'`, (c) => `left(${c}, 1) = 'A'`, (c) => `${c} IN ('A', 'B', 'C')`, (c) => `${c} ILIKE 'a%'`,
];

const LONG_TEXT_CONDITIONS: readonly Condition[] = [
  (c) => `length(${c}) >= 3`, (c) => `length(${c}) = 6`, (c) => `${c} ~ '^[A-Z]{2}[0-9]{3}$'`, (c) => `${c} LIKE '%@%'`, (c) => `${c} LIKE 'AB-%'`, (c) => `position('@' IN ${c}) > 1`, (c) => `${c} ~* '^(new|old|odd)'`, (c) => `${c} IN ('draft', 'open', 'closed')`,
  (c) => `${c} SIMILAR TO '[a-z]+'`, (c) => `octet_length(${c}) < 60`, (c) => `${c} = 'a' OR length(${c}) > 2`, (c) => `${c} LIKE '__-%' AND length(${c}) < 8`,
];

const DATE_CONDITIONS: readonly Condition[] = [
  (c) => `${c} >= DATE '2015-01-01'`, (c) => `${c} BETWEEN '2000-01-01' AND '2040-12-31'`, (c) => `extract(year FROM ${c}) >= 2001`, (c) => `${c} < '2038-01-19'`, (c) => `${c} > '1990-05-17'::date AND ${c} <= '2024-02-29'`, (c) => `extract(isodow FROM ${c}) < 6`, (c) => `date_part('month', ${c}) <> 13`,
];

const CONDITIONS: Readonly<Partial<Record<Kind, readonly Condition[]>>> = {
  integer: [...NUMBER_CONDITIONS, ...WHOLE_CONDITIONS], number: NUMBER_CONDITIONS, float: NUMBER_CONDITIONS, text: TEXT_CONDITIONS, date: DATE_CONDITIONS, instant: DATE_CONDITIONS,
  boolean: [(c) => c, (c) => `NOT ${c}`, (c) => `${c} IS NOT FALSE`, (c) => `${c} = true OR ${c} IS NULL`],
  time: [(c) => `${c} BETWEEN '08:00' AND '20:00'`, (c) => `${c} > '00:00'`],
  listed: [(c) => `${c} <> 'S'`, (c) => `${c} IN ('S', 'M')`],
};

/** A condition on one column; undefined where its type has none. */
export function conditionOn({ sql, type: { sql: typeSql, kind, room } }: ColumnInSql, choose: Chooser): string | undefined {
  if (kind === 'listed' && typeSql === 'mood') return oneOf(choose, [`${sql} <> 'happy'`, `${sql} IN ('happy', 'so-so')`, `${sql} < 'tr\\ist,e'`]);
  const all = kind === 'text' && room >= 8 ? [...TEXT_CONDITIONS, ...LONG_TEXT_CONDITIONS] : CONDITIONS[kind];
  // Bounds that a type of so few digits cannot hold would be refused by PostgreSQL, or met by no value.
  if (all === undefined || (kind === 'number' && room < 2)) return undefined;
  return oneOf(choose, all)(sql, choose);
}

/** A condition on two columns: of one kind by their order, else by their nulls. */
export function conditionOnTwo(a: ColumnInSql, b: ColumnInSql, choose: Chooser): string {
  const nulls = [`${a.sql} IS NOT NULL OR ${b.sql} IS NOT NULL`, `(${a.sql} IS NULL) = (${b.sql} IS NULL)`, `${a.sql} IS NULL OR ${b.sql} IS NOT NULL`, `num_nonnulls(${a.sql}, ${b.sql}) >= 1`];
  const ordered = ['integer', 'number', 'float', 'date', 'instant', 'time'].includes(a.type.kind) && a.type.kind === b.type.kind;
  const orders = ordered ? [`${a.sql} <= ${b.sql}`, `${b.sql} > ${a.sql}`, `${a.sql} <> ${b.sql}`, `${b.sql} IS NULL OR ${b.sql} >= ${a.sql}`, `NOT (${a.sql} > ${b.sql})`] : [];
  const sums = ordered && a.type.kind === 'integer' ? [`${a.sql}::bigint + ${b.sql} < 200`, `CASE WHEN ${a.sql} > 10 THEN ${b.sql} > 5 ELSE true END`] : [];
  const flags = a.type.kind === 'boolean' ? [`NOT ${a.sql} OR ${b.sql} IS NOT NULL`, `${a.sql} OR ${b.sql} IS NULL`] : [];
  return oneOf(choose, [...nulls, ...orders, ...orders, ...sums, ...flags]);
}

/** A generated column's type and expression over what the table has; undefined where nothing suits. */
export function generatedFrom(a: ColumnInSql, b: ColumnInSql, choose: Chooser): { readonly type: string; readonly expression: string } | undefined {
  const both = a.type.kind === b.type.kind;
  switch (a.type.kind) {
    case 'integer': return oneOf(choose, [
      { type: 'bigint', expression: `${a.sql}::bigint * 2 + 1` }, { type: 'numeric', expression: `${a.sql} / 3.0` }, { type: 'boolean', expression: `${a.sql} > 10` }, { type: 'text', expression: `'no. ' || ${a.sql}` }, { type: 'integer', expression: `${a.sql} % 7` },
      { type: 'bigint', expression: `${a.sql} / 4` }, { type: 'bigint', expression: `abs(${a.sql}::bigint) - coalesce(${a.sql}, 0)` }, ...(both ? [{ type: 'numeric(20, 2)', expression: `${a.sql}::numeric + ${b.sql}` }, { type: 'bigint', expression: `greatest(${a.sql}, ${b.sql}, 5)` }] : []),
    ]);
    case 'number': return oneOf(choose, [
      { type: 'numeric(30, 2)', expression: `${a.sql} * 1.19` }, { type: 'numeric', expression: `round(${a.sql} / 3, 4)` }, { type: 'numeric', expression: `${a.sql} * 2` }, { type: 'bigint', expression: `floor(${a.sql})` }, { type: 'text', expression: `${a.sql}::text` }, { type: 'numeric', expression: `trunc(${a.sql}, 1)` },
      ...(both ? [{ type: 'numeric', expression: `${a.sql} - ${b.sql}` }, { type: 'numeric', expression: `${a.sql} * ${b.sql}` }, { type: 'numeric', expression: `${a.sql} / nullif(${b.sql}, 0)` }] : []),
    ]);
    case 'text': return oneOf(choose, [
      { type: 'text', expression: `upper(${a.sql})` }, { type: 'integer', expression: `length(${a.sql})` }, { type: 'text', expression: `coalesce(${a.sql}, 'nothing')` }, { type: 'varchar(400)', expression: `left(lower(trim(${a.sql})), 5)` }, { type: 'text', expression: `replace(${a.sql}, 'a', 'b')` },
      { type: 'boolean', expression: `${a.sql} LIKE 'A%'` }, { type: 'text', expression: `CASE WHEN length(${a.sql}) > 5 THEN 'long' ELSE 'short' END` }, { type: 'text', expression: `lpad(${a.sql}, 12, '*')` }, ...(both ? [{ type: 'text', expression: `${a.sql} || ' ' || ${b.sql}` }] : []),
    ]);
    case 'date': return oneOf(choose, [{ type: 'date', expression: `${a.sql} + 7` }, { type: 'integer', expression: `extract(year FROM ${a.sql})` }, ...(both ? [{ type: 'integer', expression: `${a.sql} - ${b.sql}` }] : [])]);
    case 'boolean': return oneOf(choose, [{ type: 'boolean', expression: `NOT ${a.sql}` }, { type: 'integer', expression: `CASE WHEN ${a.sql} THEN 1 ELSE 0 END` }]);
    default: return oneOf(choose, [{ type: 'boolean', expression: `${a.sql} IS NULL` }]);
  }
}
