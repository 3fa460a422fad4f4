// What to say beside PostgreSQL's own words where it cannot read a statement: what is expected, and whose SQL it looks like. Only
// looks at what was refused already; it decides nothing.

interface Mark {
  readonly pattern: RegExp;
  readonly dialect: string;
  readonly what: string;
}

/** What other dialects write and PostgreSQL does not, the surest first. */
const MARKS: readonly Mark[] = [
  { pattern: /`/, dialect: 'MySQL', what: 'names in backquotes' },
  { pattern: /\bauto_increment\b/i, dialect: 'MySQL', what: 'AUTO_INCREMENT' },
  { pattern: /\bengine\s*=/i, dialect: 'MySQL', what: 'ENGINE =' },
  { pattern: /\b(?:tiny|small|medium|big)?int(?:eger)?\s*\(\d+\)|\bunsigned\b/i, dialect: 'MySQL', what: 'integers with a width or UNSIGNED' },
  { pattern: /^\s*go\s*$/im, dialect: 'SQL Server', what: 'GO' },
  { pattern: /\[[a-z_][\w $]*\]/i, dialect: 'SQL Server', what: 'names in [brackets]' },
  { pattern: /\bidentity\s*\(\s*\d+\s*,/i, dialect: 'SQL Server', what: 'IDENTITY(1, 1)' },
  { pattern: /\bn?varchar\s*\(\s*max\s*\)/i, dialect: 'SQL Server', what: 'VARCHAR(MAX)' },
  { pattern: /\bautoincrement\b/i, dialect: 'SQLite', what: 'AUTOINCREMENT' },
  { pattern: /\bwithout\s+rowid\b/i, dialect: 'SQLite', what: 'WITHOUT ROWID' },
  { pattern: /\b(?:varchar2|nvarchar2|number)\s*\(/i, dialect: 'Oracle', what: 'VARCHAR2 or NUMBER' },
];
/** Of a statement this much is looked at. */
const MAX_LOOKED_AT = 20_000;
/** Texts and quoted names may hold anything. */
const QUOTED = /'(?:[^']|'')*'|"[^"]*"/g;

/** What was expected of a statement that PostgreSQL could not read, and what to do about it. */
export function remedyFor(statement: string): string {
  // Of a script no SELECT is parsed: it is an expression (expression.ts).
  if (statement.startsWith('SELECT ')) return 'expected one expression as PostgreSQL writes it, such as price * quantity; correct it';
  const bare = statement.slice(0, MAX_LOOKED_AT).replaceAll(QUOTED, "''");
  const mark = MARKS.find(({ pattern }) => pattern.test(bare));
  if (mark === undefined) return 'expected PostgreSQL DDL, such as pg_dump --schema-only writes; correct the statement';
  return `expected PostgreSQL DDL, and this looks like ${mark.dialect} (${mark.what}); only dialect POSTGRESQL is understood yet, so write it as PostgreSQL would`;
}
