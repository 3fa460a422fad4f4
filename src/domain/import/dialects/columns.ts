// A column's definition in another dialect, clause by clause, as PostgreSQL writes it. What plays no part for values is taken and
// forgotten; what could and is not known is a warning, once a word.
import { shownCondition } from '../sql/columns.ts';
import { InvalidInput } from '../../errors.ts';
import { parseExpression, MAX_EXPRESSION_LENGTH } from '../expression.ts';
import type { ColumnType } from '../sql/types.ts';
import { quotedIdentifier } from '../../sql-identifiers.ts';
import { Cursor } from './cursor.ts';
import { inPostgres, literal, typeOfExpression } from './expressions.ts';
import { columnIn, type KnownTable } from './names.ts';
import { wordOf } from './statements.ts';
import type { Token } from './tokens.ts';
import type { Translator } from './translate.ts';
import { typeIn } from './types.ts';

/** A clause with its place in the script. */
export interface Clause {
  readonly at: number;
  readonly sql: string;
}

/** A column as its definition says. */
export interface ColumnRead {
  readonly name: string;
  readonly at: number;
  /** The name of its type in the translation. */
  readonly type: string;
  notNull: boolean;
  defaultTo?: string;
  identity?: string;
  comment?: string;
  /** Its constraints. */
  readonly clauses: Clause[];
}

/** Words that end a type. */
const AFTER_TYPE: ReadonlySet<string> = new Set([
  'not', 'null', 'default', 'primary', 'key', 'unique', 'check', 'references', 'constraint', 'collate', 'comment', 'auto_increment', 'autoincrement', 'identity', 'generated', 'as', 'on', 'charset', 'invisible',
  'visible', 'storage', 'column_format', 'srid', 'ref_system_id', 'rowguidcol', 'sparse', 'filestream', 'masked', 'with', 'without', 'clustered', 'nonclustered', 'first', 'after', 'using', 'persisted', 'persistent', 'stored', 'virtual',
  'compressed', 'hidden', 'encrypted', 'deferrable', 'initially', 'enforced',
]);
/** Words that end the expression of a generated column. */
const AFTER_COMPUTED: ReadonlySet<string> = new Set(['persisted', 'not', 'constraint', 'primary', 'unique', 'check', 'foreign', 'references']);
/** What changes no value. */
const HARMLESS: ReadonlySet<string> = new Set([
  'null', 'asc', 'desc', 'clustered', 'nonclustered', 'stored', 'virtual', 'persisted', 'persistent', 'invisible', 'visible', 'rowguidcol', 'sparse', 'filestream', 'hidden', 'first', 'compressed', 'enforced', 'deferrable', 'initially',
  'deferred', 'immediate', 'hash', 'btree', 'ascii', 'unicode', 'byte',
]);
/** The same, with a word or number behind. */
const HARMLESS_WITH_VALUE: ReadonlySet<string> = new Set(['collate', 'storage', 'column_format', 'srid', 'ref_system_id', 'after', 'using', 'match']);
/** Deepest brackets of an expression. */
const MAX_BRACKETS = 200;
/** What another dialect checks by a function, and a type of ours is. */
const JSON_CHECKS: ReadonlySet<string> = new Set(['json_valid', 'isjson']);

/** The whole of such a CHECK, without its brackets. */
const JSON_CONDITION = /^(?:json_valid|isjson) .+?(?: [=>] [01])?(?: or .+? is null)?$/i;
/** Character sets that have all letters, or none. */
const ALL_LETTERS = /^(?:utf|ucs2$|binary$|gb18030$|\d+$)/i;

/** Takes the name of a character set. */
export function takeCharacterSet(translator: Translator, cursor: Cursor): void {
  cursor.takeSign('=');
  const name = cursor.next();
  if (name !== undefined && !ALL_LETTERS.test(name.value)) translator.warnOnce('character set', { message: `CHARACTER SET ${name.value} plays no part: values may have letters that it lacks, which the server refuses; take utf8mb4` }, name.start);
}

/** Names and types of a column, which begin its definition. */
export function readHead(translator: Translator, cursor: Cursor, table: KnownTable): { readonly name: Token; readonly type: ColumnType; readonly notNull: boolean } {
  const name = cursor.next();
  if (name === undefined || name.kind === 'sign' || name.kind === 'number') throw translator.refused(name ?? cursor.last, 'a column or a constraint is expected here');
  const words: string[] = [];
  let args: readonly string[] = [];
  while (!cursor.isDone) {
    if (cursor.isSign('(') && args.length === 0 && words.length > 0) args = (cursor.group() ?? []).filter((token) => token.kind !== 'sign' || token.value === '-').map((token) => token.value);
    else if (cursor.isName && !(cursor.token?.kind === 'word' && (AFTER_TYPE.has(wordOf(cursor.token)) || cursor.is('character', 'set')))) words.push((cursor.path().at(-1)?.value ?? '').toLowerCase());
    else break;
  }
  const written = words.join(' ');
  const own = translator.userTypes.get(written);
  if (own !== undefined) return { name, ...own };
  if (written === '' && translator.dialect === 'SQLSERVER' && cursor.is('as')) return { name, type: { type: typeOfExpression(cursor.rest(), table.columns), sqlType: '' }, notNull: false };
  const type = typeIn(translator.dialect, { name: written, args });
  return { name, type, notNull: type.serial === true };
}

/** Columns that a CHECK says to hold JSON. */
export function jsonColumns(tokens: readonly Token[]): ReadonlySet<string> {
  return new Set(tokens.flatMap((token, index) => (JSON_CHECKS.has(wordOf(token)) && tokens[index + 1]?.value === '(' ? [(tokens[index + 2]?.value ?? '').toLowerCase()] : [])));
}

/** A whole definition. `firstKey`: where AUTO_INCREMENT begins. */
export function readColumn(translator: Translator, cursor: Cursor, { table, firstKey }: { readonly table: KnownTable; readonly firstKey?: string | undefined }): ColumnRead {
  const { name, type: written, notNull } = readHead(translator, cursor, table);
  const known = table.columns.get(name.value.toLowerCase());
  const type: ColumnType = known?.type === 'JSON' && written.type !== 'JSON' ? { type: 'JSON', sqlType: written.sqlType } : written;
  const column: ColumnRead = { name: name.value, at: name.start, type: translator.typeNamed(type), notNull, clauses: [] };
  const start = firstKey === undefined ? '' : ` (START WITH ${firstKey})`;
  if (type.serial === true) column.clauses.push({ at: name.start, sql: 'UNIQUE' });
  if (type.serial === true) column.identity = `GENERATED BY DEFAULT AS IDENTITY${start}`;
  if (translator.dialect === 'SQLSERVER' && /^(?:rowversion|timestamp)$/.test(written.sqlType)) column.clauses.push({ at: name.start, sql: 'GENERATED ALWAYS AS (NULL) STORED' });
  let label: Token | undefined;
  while (!cursor.isDone) {
    const at = cursor.token?.start ?? 0;
    const add = (sql: string): void => void column.clauses.push({ at, sql: `${label === undefined ? '' : `CONSTRAINT ${quotedIdentifier(label.value)} `}${sql}` });
    if (cursor.take('constraint')) {
      label = cursor.next();
      continue;
    }
    if (cursor.take('not', 'null')) column.notNull = true;
    else if (cursor.take('primary', 'key') || cursor.take('key')) {
      add('PRIMARY KEY');
      table.notNull.add(column.name.toLowerCase());
      if (translator.dialect === 'SQLITE' && written.sqlType === 'integer' && !cursor.is('desc')) column.identity = 'GENERATED BY DEFAULT AS IDENTITY';
    } else if (cursor.take('unique')) {
      cursor.takeOne('key', 'index');
      add('UNIQUE');
      table.uniques.push([quotedIdentifier(column.name)]);
    } else if (cursor.takeOne('auto_increment', 'autoincrement') !== undefined) column.identity = `GENERATED BY DEFAULT AS IDENTITY${start}`;
    else if (cursor.take('identity')) column.identity = identityOf(cursor.group() ?? []);
    else if (cursor.take('default')) setDefault(translator, column, { table, type, value: defaultValue(cursor) });
    else if (cursor.take('comment')) column.comment = cursor.next()?.value ?? '';
    else if (cursor.take('check')) {
      cursor.take('not', 'for', 'replication');
      const sql = checkOf(translator, { at, tokens: cursor.group() ?? [], table });
      if (sql !== undefined) add(sql);
    } else if (cursor.take('references')) add(referencesOf(translator, cursor));
    else if (cursor.is('generated', 'by', 'default', 'as', 'identity') || cursor.is('generated', 'always', 'as', 'identity')) column.identity = standardIdentity(cursor);
    else if (cursor.is('generated') || cursor.is('as')) add(generatedOf(translator, cursor, { table, field: name.value }));
    else passOver(translator, cursor);
    label = undefined;
  }
  if (column.notNull) table.notNull.add(column.name.toLowerCase());
  return column;
}

/** As the standard and DB2 write it. */
function standardIdentity(cursor: Cursor): string {
  while (!cursor.take('identity')) cursor.next();
  cursor.group();
  return 'GENERATED BY DEFAULT AS IDENTITY';
}

function identityOf(tokens: readonly Token[]): string {
  const [start, step] = tokens.map(({ value }) => value).join('').split(',');
  return `GENERATED ALWAYS AS IDENTITY${/^-?\d+$/.test(start ?? '') && /^-?\d+$/.test(step ?? '') ? ` (START WITH ${start} INCREMENT BY ${step})` : ''}`;
}

/** Takes what stands behind DEFAULT: one value, or several with signs between. */
export function defaultValue(cursor: Cursor): readonly Token[] {
  const taken: Token[] = [];
  do {
    for (let sign = cursor.token; sign?.kind === 'sign' && /^[-+*/|]+$/.test(sign.value); sign = cursor.token) {
      taken.push(sign);
      cursor.next();
    }
    if (cursor.take('next', 'value', 'for')) cursor.path();
    else if (!cursor.isSign('(')) {
      const token = cursor.next();
      if (token !== undefined) taken.push(token);
    }
    const from = cursor.token;
    const group = cursor.group();
    if (group !== undefined && from !== undefined && cursor.last !== undefined) taken.push(from, ...group, cursor.last);
  } while (cursor.token?.kind === 'sign' && /^(?:[-+*/]|\|\|)$/.test(cursor.token.value));
  return taken;
}

/** A DEFAULT in the column's own kind: '0' of a number is a number, 1 of a truth value is true. */
export function setDefault(translator: Translator, column: Pick<ColumnRead, 'name'> & { defaultTo?: string }, { table, type, value }: { readonly table: KnownTable; readonly type: Pick<ColumnType, 'type'>; readonly value: readonly Token[] }): void {
  const bare = value.filter(({ kind, value: sign }) => kind !== 'sign' || (sign !== '(' && sign !== ')'));
  const [only] = bare;
  if (only === undefined || (bare.length === 1 && wordOf(only) === 'null')) return;
  if (new Cursor(bare).is('next', 'value', 'for')) return; // keys are numbered anyway
  const plain = bare.length === 1 && (only.kind === 'text' || only.kind === 'double' || only.kind === 'number' || only.kind === 'bits' || only.kind === 'word') ? only.value.trim() : undefined;
  if (type.type === 'BOOLEAN' && plain !== undefined && /^(?:0|1|true|false)$/i.test(plain)) column.defaultTo = String(/^(?:1|true)$/i.test(plain));
  else if (plain !== undefined && /^-?\d+(?:\.\d+)?$/.test(plain) && (type.type === 'INTEGER' || type.type === 'DECIMAL' || type.type === 'FLOAT')) column.defaultTo = only.kind === 'bits' ? String(Number.parseInt(plain, 2)) : plain;
  else if (plain !== undefined && /^0000-00-00/.test(plain)) translator.warn({ message: `DEFAULT plays no part: ${plain} is no date`, field: column.name }, only.start, table);
  else {
    const sql = expressionOf(translator, value, table, (reason) => translator.warn({ message: `DEFAULT plays no part: ${reason}`, field: column.name }, only.start, table));
    if (sql !== undefined) column.defaultTo = sql;
  }
}

/** PostgreSQL's text of an expression that we can compute; else why not is told. */
function expressionOf(translator: Translator, tokens: readonly Token[], table: KnownTable, tell: (reason: string) => void): string | undefined {
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  if (last.end - first.start > MAX_EXPRESSION_LENGTH || deepest(tokens) > MAX_BRACKETS) {
    tell(`it has more than ${MAX_EXPRESSION_LENGTH} characters, or more than ${MAX_BRACKETS} brackets in one another`);
    return undefined;
  }
  const sql = inPostgres(tokens, table.columns, translator.dialect);
  try {
    if (!/gen_random_uuid\(\)/.test(sql)) parseExpression(sql);
    return `(${sql})`;
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    tell(error.issues.map(({ message }) => message.replace(/^line \d+: /, '').replace(/; expected one expression as PostgreSQL.*$/, '')).join('; '));
    return undefined;
  }
}

function deepest(tokens: readonly Token[]): number {
  let [depth, most] = [0, 0];
  for (const { kind, value } of tokens) if (kind === 'sign') most = Math.max(most, (depth += value === '(' ? 1 : value === ')' ? -1 : 0));
  return most;
}

/** `CHECK (...)`, or nothing where it cannot be computed, or where it says that the value is JSON, which its type says. */
export function checkOf(translator: Translator, { at, tokens, table }: { readonly at: number; readonly tokens: readonly Token[]; readonly table: KnownTable }): string | undefined {
  if (JSON_CONDITION.test(tokens.flatMap(({ kind, value }) => (kind === 'sign' && /^[()]$/.test(value) ? [] : [value])).join(' '))) return undefined;
  const written = translator.textOf(tokens);
  const sql = expressionOf(translator, tokens, table, (reason) => translator.warn({ message: `CHECK (${shownCondition(written)}) is not honoured: ${reason}` }, at, table));
  return sql === undefined ? undefined : `CHECK ${sql}`;
}

/** `REFERENCES table (columns)` and what is to be done when the parent changes, which changes no value. */
export function referencesOf(translator: Translator, cursor: Cursor): string {
  const parent = translator.names.table(cursor.path());
  const columns = (cursor.group() ?? []).filter(({ kind }) => kind !== 'sign');
  return `REFERENCES ${parent.sql}${columns.length === 0 ? '' : ` (${columns.map((column) => columnIn(parent, column)).join(', ')})`}`;
}

function generatedOf(translator: Translator, cursor: Cursor, { table, field }: { readonly table: KnownTable; readonly field: string }): string {
  const at = cursor.token?.start ?? 0;
  cursor.take('generated');
  cursor.takeOne('always', 'by');
  cursor.take('default');
  cursor.take('as');
  // The server's own numbers of versions: ROW START, ROW END.
  const isOfVersions = cursor.takeOne('row', 'transaction_id', 'sequence_number') !== undefined;
  if (isOfVersions) cursor.takeOne('start', 'end');
  const tokens = isOfVersions ? [] : computedBy(translator, cursor);
  const sql = expressionOf(translator, tokens, table, (reason) => translator.warn({ message: `the generated column is left empty: ${reason}`, field }, at, table));
  return `GENERATED ALWAYS AS ${sql ?? '(NULL)'} STORED`;
}

/** Takes the expression of a generated column, which SQL Server writes without brackets, too. */
function computedBy(translator: Translator, cursor: Cursor): readonly Token[] {
  if (translator.dialect !== 'SQLSERVER') return cursor.group() ?? [];
  const rest = cursor.rest();
  let depth = 0;
  const end = rest.findIndex((token, index) => {
    if (token.kind === 'sign') depth += token.value === '(' ? 1 : token.value === ')' ? -1 : 0;
    return depth === 0 && AFTER_COMPUTED.has(wordOf(token)) && wordOf(rest[index - 1]) !== 'is';
  });
  const expression = end === -1 ? rest : rest.slice(0, end);
  while (cursor.last !== expression.at(-1)) cursor.next();
  return expression;
}

/** Takes a clause that plays no part for values. */
export function passOver(translator: Translator, cursor: Cursor): void {
  const token = cursor.next();
  const word = wordOf(token);
  if (word === 'not') {
    if (cursor.takeOne('enforced', 'deferrable') === undefined) cursor.take('for', 'replication');
  } else if (word === 'character') {
    cursor.take('set');
    takeCharacterSet(translator, cursor);
  } else if (word === 'charset') takeCharacterSet(translator, cursor);
  else if (word === 'on') action(cursor);
  else if (word === 'with' || word === 'without' || word === 'masked' || word === 'encrypted') {
    cursor.take('with');
    if (cursor.group() === undefined) cursor.take('system', 'versioning');
  } else if (HARMLESS_WITH_VALUE.has(word)) {
    cursor.takeSign('=');
    cursor.next();
  } else if (!HARMLESS.has(word) && token !== undefined) translator.warnOnce(`word ${token.value}`, { message: `${literal(token.value)} plays no part: it is not known here` }, token.start);
}

/** ON DELETE ..., ON UPDATE ..., ON CONFLICT ..., or the file group ON [PRIMARY]. */
function action(cursor: Cursor): void {
  if (cursor.takeOne('delete', 'update', 'conflict') === undefined) {
    cursor.path();
    cursor.group();
  } else if (cursor.take('set') || cursor.take('no')) cursor.next();
  else {
    cursor.next();
    cursor.group();
  }
}
