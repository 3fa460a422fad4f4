// What the dialects of SQL write differently: names, literals, and what stands round the rows. PostgreSQL's names are bare where they can be; the
// others' are always quoted, so that no list of their keywords is needed. Loading is one transaction in each, with its foreign keys checked.
import type { SqlDialect } from '../../domain/sql-dialects.ts';
import { quotedIdentifier, sqlIdentifier, sqlTableName } from '../../domain/sql-identifiers.ts';
import { type Marks, marksOf } from './bytes.ts';

export interface DialectRules {
  /** A column's name, or one part of a table's. */
  readonly identifier: (name: string) => string;
  /** What opens a text; a single quote closes it. */
  readonly textStart: string;
  /** ASCII characters that cannot stand in a text as they are, and the text with what stands for them. */
  readonly escapedMarks: Marks;
  readonly escaped: (text: string) => string;
  readonly yes: string;
  readonly no: string;
  /** A literal of bytes that are given in hexadecimal. */
  readonly bytes: (hex: string) => string;
  /** The text of `2026-01-31T13:45:00Z`; all but PostgreSQL have times in UTC without a zone. */
  readonly moment: (instant: string) => string;
  /** Numbers that find a row again are written as texts. */
  readonly keysAsText: boolean;
  /** The first and the last statements of a script. */
  readonly begin: string;
  readonly commit: string;
  /** Round the rows of a table whose identity column is given values. */
  readonly identityRows: (table: string) => { readonly open: string; readonly close: string };
}

const doubling = (quote: string) => (text: string): string => text.replaceAll('\u0000', '').replaceAll(quote, quote + quote);
// oxlint-disable-next-line no-control-regex -- a control character is what is looked for
const QUOTES_AND_NUL = marksOf(/['\u0000]/);
const UNMARKED = { open: '', close: '' } as const;

/** It keeps no character U+0000 in any text, so it is left out. */
const POSTGRESQL: DialectRules = {
  identifier: sqlIdentifier,
  textStart: "'", escapedMarks: QUOTES_AND_NUL, escaped: doubling("'"),
  yes: 'true', no: 'false',
  bytes: (hex) => `'\\x${hex}'`,
  moment: (instant) => instant,
  // A real 1.1 is not equal to the number 1.1, but it is to the text '1.1', which is read as the column's own type.
  keysAsText: true,
  begin: "BEGIN;\nSET LOCAL client_encoding = 'UTF8';\nSET LOCAL standard_conforming_strings = on;\n",
  commit: 'COMMIT;\n',
  identityRows: () => UNMARKED,
};

/** Its client takes a return at the end of a line out of a text, and some take U+001A for the end of a file. */
const MYSQL_ESCAPES: Readonly<Record<string, string>> = { '\u0000': '0', '\u001a': 'Z', '\n': 'n', '\r': 'r' };

/** Also MariaDB. The session's mode decides what a backslash and a zero mean, and is set back at the end. */
const MYSQL: DialectRules = {
  identifier: (name) => `\`${name.replaceAll('`', '``')}\``,
  textStart: "'",
  // oxlint-disable-next-line no-control-regex -- the same
  escapedMarks: marksOf(/['\\\u0000\u001a\n\r]/),
  // oxlint-disable-next-line no-control-regex -- the same
  escaped: (text) => text.replace(/['\\\u0000\u001a\n\r]/g, (character) => `\\${MYSQL_ESCAPES[character] ?? character}`),
  yes: '1', no: '0',
  bytes: (hex) => `X'${hex}'`,
  moment: withoutZone,
  keysAsText: false,
  begin:
    "SET NAMES utf8mb4;\nSET @old_sql_mode = @@SESSION.sql_mode, @old_time_zone = @@SESSION.time_zone;\n" +
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO', SESSION time_zone = '+00:00';\nSTART TRANSACTION;\n",
  commit: 'COMMIT;\nSET SESSION sql_mode = @old_sql_mode, SESSION time_zone = @old_time_zone;\n',
  identityRows: () => UNMARKED,
};

/** A text ends at U+0000 for its parser, so it is left out. Foreign keys are checked where the connection has them on. */
const SQLITE: DialectRules = {
  identifier: quotedIdentifier,
  textStart: "'", escapedMarks: QUOTES_AND_NUL, escaped: doubling("'"),
  yes: '1', no: '0',
  bytes: (hex) => `X'${hex}'`,
  moment: withoutZone,
  keysAsText: false,
  begin: 'BEGIN;\n',
  commit: 'COMMIT;\n',
  identityRows: () => UNMARKED,
};

/**
 * N'' is text in any letters; ISO 8601 with a T is read alike in every language setting. One batch, so that it is one transaction: no GO. A backslash at the
 * end of a line would be taken out with the line's end, so a text is put together there, at any length (learn.microsoft.com, Backslash (Line Continuation)).
 */
const SQLSERVER: DialectRules = {
  identifier: (name) => `[${name.replaceAll(']', ']]')}]`,
  textStart: "N'",
  // oxlint-disable-next-line no-control-regex -- the same
  escapedMarks: marksOf(/['\\\u0000]/),
  escaped: (text) => doubling("'")(text).replace(/\\(?=\r?\n)/g, "\\' + CAST(N'' AS nvarchar(max)) + N'"),
  yes: '1', no: '0',
  bytes: (hex) => `0x${hex}`,
  moment: (instant) => instant.replace(/Z$/, ''),
  keysAsText: false,
  begin: 'SET NOCOUNT ON;\nSET XACT_ABORT ON;\nBEGIN TRANSACTION;\n',
  commit: 'COMMIT TRANSACTION;\n',
  identityRows: (table) => ({ open: `SET IDENTITY_INSERT ${table} ON;\n`, close: `SET IDENTITY_INSERT ${table} OFF;\n` }),
};

const RULES: Readonly<Record<SqlDialect, DialectRules>> = { POSTGRESQL, MYSQL, SQLITE, SQLSERVER };

export function rulesOf(dialect: SqlDialect): DialectRules {
  return RULES[dialect];
}

/** A table's name, with that of its schema before it where it has one; PostgreSQL's public, which tells a dot in a name from one behind a schema's, the others have not. */
export function tableNameIn(rules: DialectRules, table: { readonly name: string }): string {
  const dotted = rules === POSTGRESQL ? null : /^public\.(.+\..+)$/s.exec(table.name);
  return dotted?.[1] === undefined ? sqlTableName(table, rules.identifier) : rules.identifier(dotted[1]);
}

function withoutZone(instant: string): string {
  return instant.replace('T', ' ').replace(/Z$/, '');
}
