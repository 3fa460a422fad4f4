// Whose SQL a script is: PostgreSQL's own parser reads the one, dialects/ says the others again in PostgreSQL's words. Where nobody says
// which it is, marks that one dialect has and the others lack tell; without any it is PostgreSQL's.
import type { SqlDialect } from '../sql-dialects.ts';

/** Those that are said again in PostgreSQL's words. */
export type OtherDialect = Exclude<SqlDialect, 'POSTGRESQL'>;

interface Mark {
  readonly pattern: RegExp;
  readonly dialect: SqlDialect | 'Oracle';
  readonly what: string;
}

/** What a dialect writes and the others do not, the surest first. */
const MARKS: readonly Mark[] = [
  { pattern: /::\s*(?:text|regclass|numeric|integer|bigint|date|character|timestamp|jsonb?|uuid|boolean|interval|double|public\.)|\bfrom\s+stdin\b|\bpg_catalog\b|\bplpgsql\b|\btimestamptz\b|\bwith(?:out)? time zone\b|\b(?:big|small)?serial\b|\bcreate\s+(?:extension|domain)\b|\bas\s+enum\b|\b(?:bytea|jsonb)\b/i, dialect: 'POSTGRESQL', what: 'types and casts of its own' },
  { pattern: /^[ \t]*go[ \t\r]*$/im, dialect: 'SQLSERVER', what: 'GO' },
  { pattern: /\[dbo\]|\bdbo\./i, dialect: 'SQLSERVER', what: 'the schema dbo' },
  { pattern: /\bidentity\s*\(\s*-?\d+\s*,/i, dialect: 'SQLSERVER', what: 'IDENTITY(1, 1)' },
  { pattern: /\bvar(?:char|binary)\]?\s*\(\s*max\s*\)/i, dialect: 'SQLSERVER', what: 'VARCHAR(MAX)' },
  { pattern: /\buniqueidentifier\b|\bdatetime2\b|\bdatetimeoffset\b|\b(?:non)?clustered\b|\bnvarchar\b/i, dialect: 'SQLSERVER', what: 'NVARCHAR, UNIQUEIDENTIFIER or DATETIME2' },
  { pattern: /\bautoincrement\b/i, dialect: 'SQLITE', what: 'AUTOINCREMENT' },
  { pattern: /\bwithout\s+rowid\b|\)\s*strict\s*;/i, dialect: 'SQLITE', what: 'WITHOUT ROWID or STRICT' },
  { pattern: /^\s*pragma\s+\w+/im, dialect: 'SQLITE', what: 'PRAGMA' },
  { pattern: /`/, dialect: 'MYSQL', what: 'names in backquotes' },
  { pattern: /\bauto_increment\b/i, dialect: 'MYSQL', what: 'AUTO_INCREMENT' },
  { pattern: /\bengine\s*=/i, dialect: 'MYSQL', what: 'ENGINE =' },
  { pattern: /\b(?:tiny|small|medium|big)?int(?:eger)?\s*\(\d+\)|\bunsigned\b|\bmediumint\b|\btinyint\b|\b(?:tiny|medium|long)(?:text|blob)\b/i, dialect: 'MYSQL', what: 'integers with a width, or UNSIGNED' },
  { pattern: /(?<!\bas)\s+enum\s*\(/i, dialect: 'MYSQL', what: "ENUM('a', 'b')" },
  { pattern: /(?<![\w\]])\[[a-z_][\w $]*\]/i, dialect: 'SQLSERVER', what: 'names in [brackets]' },
  { pattern: /\b(?:varchar2|nvarchar2|number)\s*\(/i, dialect: 'Oracle', what: 'VARCHAR2 or NUMBER' },
];
/** Of a script, and of a statement, this much is looked at. */
export const MAX_LOOKED_AT = 50_000;
/** Comments that MySQL's own dumps begin with say it all. */
const MYSQL_HEADER = /^\s*(?:\/\*M?!|-- (?:MySQL|MariaDB) dump|-- phpMyAdmin)/;
/** SQLite's names in brackets and backquotes are others', too. */
const SQLITE_MARK = /\bautoincrement\b|^\s*pragma\s+\w+/im;
/** Texts, quoted names and comments may hold anything. Each ends at the latest where the script does, so that none is looked at twice. */
const QUOTED = /'(?:[^'\\]|\\[^]?)*(?:'|$)|"[^"]*(?:"|$)|--[^\n]*|\/\*(?!M?!)[^]*?(?:\*\/|$)/g;

/** Whose SQL a script is, by what its beginning holds. */
export function dialectOf(script: string): SqlDialect {
  if (MYSQL_HEADER.test(script)) return 'MYSQL';
  const found = markIn(script)?.dialect;
  return found === undefined || found === 'Oracle' ? 'POSTGRESQL' : found;
}

function markIn(text: string): Mark | undefined {
  // Runs of blanks are made short: patterns would try each of their beginnings.
  const bare = text.slice(0, MAX_LOOKED_AT).replaceAll(QUOTED, "''").replaceAll(/[^\S\n]+/g, ' ').replaceAll(/\n[ \n]*/g, '\n');
  const isSqlite = SQLITE_MARK.test(bare);
  return MARKS.find(({ pattern, dialect }) => (!isSqlite || dialect === 'SQLITE') && pattern.test(bare));
}

/** What was expected of a statement that PostgreSQL could not read, and what to do about it. */
export function remedyFor(statement: string): string {
  // Of a script no SELECT is parsed: it is an expression (expression.ts).
  if (statement.startsWith('SELECT ')) return 'expected one expression as PostgreSQL writes it, such as price * quantity; correct it';
  const mark = markIn(statement);
  if (mark === undefined || mark.dialect === 'POSTGRESQL') return 'expected PostgreSQL DDL, such as pg_dump --schema-only writes; correct the statement';
  const looks = `expected PostgreSQL DDL, and this looks like ${mark.dialect} (${mark.what})`;
  return mark.dialect === 'Oracle' ? `${looks}, which is not understood; write it as PostgreSQL would` : `${looks}; say dialect ${mark.dialect}`;
}
