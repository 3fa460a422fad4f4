// Whose SQL a script is: PostgreSQL's own parser reads the one, dialects/ says the others again in PostgreSQL's words. Where nobody says
// which it is, marks that some dialects write and others lack tell; without any it is PostgreSQL's.
import type { SqlDialect } from '../sql-dialects.ts';

/** Those that are said again in PostgreSQL's words. */
export type OtherDialect = Exclude<SqlDialect, 'POSTGRESQL'>;
type Writer = SqlDialect | 'Oracle';

interface Mark {
  readonly pattern: RegExp;
  /** Who writes so: a mark of one counts whole for it, a mark of three a third for each. */
  readonly by: readonly Writer[];
  readonly what: string;
}

/** Of what counts the same, the one of these that comes first. */
const LIKELIEST: readonly Writer[] = ['POSTGRESQL', 'MYSQL', 'SQLSERVER', 'SQLITE', 'Oracle'];
/** Patterns for texts without quotes and comments, whose runs of blanks are one. */
const MARKS: readonly Mark[] = [
  { pattern: /::\s*(?:text|regclass|numeric|integer|bigint|date|character|timestamp|jsonb?|uuid|boolean|interval|double|public\.)/i, by: ['POSTGRESQL'], what: 'casts with ::' },
  { pattern: /\bfrom stdin\b|\bpg_catalog\b|\bplpgsql\b|\bowner to\b|\balter table only\b|\bnextval\s*\(''/i, by: ['POSTGRESQL'], what: 'what pg_dump writes' },
  { pattern: /\btimestamptz\b|\bbigserial\b|\b(?:bytea|jsonb|tsvector|citext)\b|\bas enum\b|\bcreate (?:extension|domain)\b/i, by: ['POSTGRESQL'], what: 'types of its own' },
  { pattern: /^ ?go(?: \d+)?$/im, by: ['SQLSERVER'], what: 'GO' },
  { pattern: /\[dbo\]|\bdbo\./i, by: ['SQLSERVER'], what: 'the schema dbo' },
  { pattern: /\bidentity ?\( ?-?\d+ ?,/i, by: ['SQLSERVER'], what: 'IDENTITY(1, 1)' },
  { pattern: /\bvar(?:char|binary)\]? ?\( ?max ?\)/i, by: ['SQLSERVER'], what: 'VARCHAR(MAX)' },
  { pattern: /\buniqueidentifier\b|\bdatetime2\b|\bdatetimeoffset\b|\bsmalldatetime\b|\b(?:non)?clustered\b/i, by: ['SQLSERVER'], what: 'UNIQUEIDENTIFIER, DATETIME2 or CLUSTERED' },
  { pattern: /\bset (?:ansi_nulls|quoted_identifier|nocount|identity_insert|xact_abort)\b|\bsp_addextendedproperty\b/i, by: ['SQLSERVER'], what: 'settings of its own' },
  { pattern: /\bautoincrement\b/i, by: ['SQLITE'], what: 'AUTOINCREMENT' },
  { pattern: /\bwithout rowid\b|\) ?strict ?;/i, by: ['SQLITE'], what: 'WITHOUT ROWID or STRICT' },
  { pattern: /^ ?pragma \w+/im, by: ['SQLITE'], what: 'PRAGMA' },
  { pattern: /\bcreate virtual table\b|\bsqlite_(?:sequence|master|stat1)\b|\bcollate nocase\b|\bdatetime ?\(''|\bon conflict (?:replace|ignore|rollback|abort|fail)\b/i, by: ['SQLITE'], what: 'what SQLite alone writes' },
  { pattern: /\bauto_increment\b/i, by: ['MYSQL'], what: 'AUTO_INCREMENT' },
  { pattern: /\bengine ?=/i, by: ['MYSQL'], what: 'ENGINE =' },
  { pattern: /^ ?delimiter \S+$/im, by: ['MYSQL'], what: 'DELIMITER' },
  { pattern: /\bmediumint\b|\b(?:tiny|medium|long)(?:text|blob)\b|\bon update current_timestamp\b|\block tables\b/i, by: ['MYSQL'], what: 'MEDIUMTEXT and the like' },
  { pattern: /(?<!\bas) enum ?\(/i, by: ['MYSQL'], what: "ENUM('a', 'b')" },
  { pattern: /\b(?:varchar2|nvarchar2|number) ?\(/i, by: ['Oracle'], what: 'VARCHAR2 or NUMBER' },
  { pattern: /^\/$/m, by: ['Oracle'], what: '/ on a line of its own' },
  { pattern: /`/, by: ['MYSQL', 'SQLITE'], what: 'names in backquotes' },
  { pattern: /(?<![\w\]])\[[a-z_][\w $]*\]/i, by: ['SQLSERVER', 'SQLITE'], what: 'names in [brackets]' },
  { pattern: /\b(?:tiny|small|medium|big)?int(?:eger)? ?\(\d+\)|\bunsigned\b/i, by: ['MYSQL', 'SQLITE'], what: 'integers with a width, or UNSIGNED' },
  { pattern: /\bserial\b/i, by: ['POSTGRESQL', 'MYSQL'], what: 'SERIAL' },
  { pattern: /\bwith(?:out)? time zone\b/i, by: ['POSTGRESQL', 'Oracle'], what: 'WITH TIME ZONE' },
  { pattern: /\bnvarchar\b/i, by: ['MYSQL', 'SQLSERVER', 'SQLITE'], what: 'NVARCHAR' },
  { pattern: /[\w"`\]] (?:datetime|tinyint)\b/i, by: ['MYSQL', 'SQLSERVER', 'SQLITE'], what: 'DATETIME or TINYINT' },
  { pattern: /[\w"`\]] blob\b/i, by: ['MYSQL', 'SQLITE', 'Oracle'], what: 'BLOB' },
  { pattern: /[\w"`\]] integer\b/i, by: ['POSTGRESQL', 'MYSQL', 'SQLITE'], what: 'INTEGER' },
  { pattern: /\bcreate (?:temp )?trigger\b[^;]{0,400}\bbegin\b/i, by: ['MYSQL', 'SQLSERVER', 'SQLITE'], what: 'triggers with statements of their own' },
];
/** Of a script, and of a statement, this much is looked at. */
export const MAX_LOOKED_AT = 50_000;
/** Comments that a server's own dumps begin with say it all. */
const HEADERS: readonly (readonly [RegExp, SqlDialect])[] = [[/^\s*(?:\/\*M?!|-- (?:MySQL|MariaDB) dump|-- phpMyAdmin)/, 'MYSQL'], [/^\s*--\s*-- PostgreSQL database/, 'POSTGRESQL']];
/** Texts, quoted names and comments may hold anything. Each ends at the latest where the script does, so that none is looked at twice. */
const QUOTED = /'(?:[^'\\]|\\[^]?)*(?:'|$)|"[^"]*(?:"|$)|--[^\n]*|\/\*(?!M?!)[^]*?(?:\*\/|$)/g;

/** Whose SQL a script is, by what its beginning holds. */
export function dialectOf(script: string): SqlDialect {
  const header = HEADERS.find(([pattern]) => pattern.test(script));
  if (header !== undefined) return header[1];
  const { writer } = likeliest(script);
  return writer === 'Oracle' ? 'POSTGRESQL' : writer;
}

/** Who wrote a text, and the surest mark of it; none where nothing but chance speaks for it. */
function likeliest(text: string): { readonly writer: Writer; readonly mark: Mark | undefined } {
  // Runs of blanks are made short: patterns would try each of their beginnings.
  const bare = text.slice(0, MAX_LOOKED_AT).replaceAll(QUOTED, "''").replaceAll(/[^\S\n]+/g, ' ').replaceAll(/\s*\n\s*/g, '\n');
  const found = MARKS.filter(({ pattern }) => pattern.test(bare));
  const counted = (writer: Writer): number => found.reduce((sum, { by }) => sum + (by.includes(writer) ? 1 / by.length : 0), 0);
  const [writer = 'POSTGRESQL'] = LIKELIEST.toSorted((a, b) => counted(b) - counted(a));
  return { writer, mark: found.find(({ by }) => by.includes(writer)) };
}

/** What was expected of a statement that PostgreSQL could not read, and what to do about it. */
export function remedyFor(statement: string): string {
  // Of a script no SELECT is parsed: it is an expression (expression.ts).
  if (statement.startsWith('SELECT ')) return 'expected one expression as PostgreSQL writes it, such as price * quantity; correct it';
  const { writer, mark } = likeliest(statement);
  if (mark === undefined || writer === 'POSTGRESQL') return 'expected PostgreSQL DDL, such as pg_dump --schema-only writes; correct the statement';
  const looks = `expected PostgreSQL DDL, and this looks like ${writer} (${mark.what})`;
  return writer === 'Oracle' ? `${looks}, which is not understood; write it as PostgreSQL would` : `${looks}; say dialect ${writer}`;
}
