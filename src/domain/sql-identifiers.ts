// Names as PostgreSQL reads them: bare where that is safe, in quotes where a name is a keyword, has upper-case or other characters.
import type { Table } from './schema.ts';

const BARE_NAME = /^[a-z_][a-z0-9_$]*$/;

/** Every word that pg_get_keywords() of PostgreSQL 15 to 18 does not call unreserved: quote_ident quotes the same ones. */
const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast char character check coalesce collate ' +
    'collation column concurrently constraint create cross current_catalog current_date current_role current_schema current_time current_timestamp current_user ' +
    'dec decimal default deferrable desc distinct do else end except exists extract false fetch float for foreign freeze from full grant greatest group grouping ' +
    'having ilike in initially inner inout int integer intersect interval into is isnull join json json_array json_arrayagg json_exists json_object json_objectagg ' +
    'json_query json_scalar json_serialize json_table json_value lateral leading least left like limit localtime localtimestamp merge_action national natural nchar ' +
    'none normalize not notnull null nullif numeric offset on only or order out outer overlaps overlay placing position precision primary real references returning ' +
    'right row select session_user setof similar smallint some substring symmetric system_user table tablesample then time timestamp to trailing treat trim true ' +
    'union unique user using values varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse ' +
    'xmlpi xmlroot xmlserialize xmltable'
  ).split(' '),
);

/** One name: a column, a table without its schema. */
export function sqlIdentifier(name: string): string {
  return BARE_NAME.test(name) && !KEYWORDS.has(name) ? name : quotedIdentifier(name);
}

/** The same in quotes, whatever is in it: so other dialects read it, too. */
export function quotedIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A table's name: `sales.orders` is the table `orders` in the schema `sales`. `identifier`: how another dialect writes one name. */
export function sqlTableName(table: Pick<Table, 'name'>, identifier: (name: string) => string = sqlIdentifier): string {
  const dot = table.name.indexOf('.');
  if (dot <= 0 || dot === table.name.length - 1) return identifier(table.name);
  return `${identifier(table.name.slice(0, dot))}.${identifier(table.name.slice(dot + 1))}`;
}
