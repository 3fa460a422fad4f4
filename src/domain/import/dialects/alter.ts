// ALTER TABLE of another dialect, as PostgreSQL's: each of its changes is a statement of its own.
import { quotedIdentifier } from '../../sql-identifiers.ts';
import { defaultValue, readColumn, setDefault, type ColumnRead } from './columns.ts';
import { Cursor, piecesOf } from './cursor.ts';
import { literal } from './expressions.ts';
import { columnIn, type KnownTable } from './names.ts';
import { constraintsOf, fillUnique, isConstraint, learnColumns, writeColumn } from './tables.ts';
import { wordOf } from './statements.ts';
import type { Token } from './tokens.ts';
import type { Translator } from './translate.ts';

/** First words of changes that no value depends on. */
const HARMLESS: ReadonlySet<string> = new Set([
  'engine', 'auto_increment', 'default', 'charset', 'character', 'collate', 'convert', 'order', 'enable', 'disable', 'check', 'nocheck', 'force', 'row_format', 'comment', 'algorithm', 'lock', 'set', 'rebuild', 'switch',
  'discard', 'import', 'analyze', 'optimize', 'coalesce', 'reorganize', 'remove', 'truncate', 'exchange', 'key_block_size', 'stats_persistent', 'partition',
]);

export function alterTable(translator: Translator, cursor: Cursor): void {
  cursor.take('if', 'exists');
  const at = cursor.token?.start ?? 0;
  const path = cursor.path();
  const table = translator.names.table(path);
  if (!translator.names.has(path)) return translator.warn({ message: `ALTER TABLE ${table.sql} plays no part: no such table was taken over` }, at, table);
  if (cursor.take('with')) cursor.takeOne('check', 'nocheck');
  const changes = piecesOf(cursor.rest());
  const firstKey = changes.find(([word]) => wordOf(word) === 'auto_increment')?.find(({ kind }) => kind === 'number')?.value;
  let isAdding = false;
  for (const change of changes) {
    const inside = new Cursor(change);
    // SQL Server's ADD goes on behind commas.
    const goesOn: boolean = isAdding && translator.dialect === 'SQLSERVER';
    isAdding = inside.take('add') || goesOn;
    if (isAdding) add(translator, inside, { table, firstKey });
    else changed(translator, inside, { table, firstKey });
  }
  fillUnique(translator, table, cursor.rest().at(-1)?.start ?? at);
}

interface Target {
  readonly table: KnownTable;
  readonly firstKey: string | undefined;
}

function alter({ out }: Translator, table: KnownTable, at: number, action: string): void {
  out.at(at, `ALTER TABLE ${table.sql} ${action};`);
}

function add(translator: Translator, cursor: Cursor, target: Target): void {
  const { table } = target;
  const at = cursor.token?.start ?? cursor.last?.start ?? 0;
  if (cursor.is('partition') || cursor.is('system') || cursor.is('period')) return;
  if (defaultFor(translator, cursor, table)) return;
  if (isConstraint(translator, cursor)) {
    for (const sql of constraintsOf(translator, cursor, table)) alter(translator, table, at, `ADD ${sql}`);
    return;
  }
  cursor.take('column');
  cursor.take('if', 'not', 'exists');
  const pieces = cursor.isSign('(') ? piecesOf(cursor.group() ?? []) : [cursor.rest()];
  for (const piece of pieces) {
    learnColumns(translator, [piece], table);
    const column = readColumn(translator, new Cursor(piece), target);
    translator.out.at(column.at, `ALTER TABLE ${table.sql} ADD COLUMN`);
    writeColumn(translator, column, '');
    translator.out.at(column.at, ';');
    describe(translator, column, table);
  }
}

/** SQL Server's `ADD CONSTRAINT x DEFAULT (1) FOR y`. */
function defaultFor(translator: Translator, cursor: Cursor, table: KnownTable): boolean {
  const tokens = cursor.rest();
  const from = wordOf(tokens[0]) === 'constraint' ? 2 : 0;
  if (translator.dialect !== 'SQLSERVER' || wordOf(tokens[from]) !== 'default') return false;
  const inside = new Cursor(tokens.slice(from + 1));
  const value = defaultValue(inside);
  if (inside.take('for')) setDefaultOf(translator, table, inside.next(), value);
  return true;
}

function setDefaultOf(translator: Translator, table: KnownTable, name: Token | undefined, value: readonly Token[]): void {
  const known = table.columns.get(name?.value.toLowerCase() ?? '');
  if (known === undefined || name === undefined) return;
  const column: { readonly name: string; defaultTo?: string } = { name: known.name };
  setDefault(translator, column, { table, type: known, value });
  if (column.defaultTo !== undefined) alter(translator, table, name.start, `ALTER COLUMN ${quotedIdentifier(known.name)} SET DEFAULT ${column.defaultTo}`);
}

/** Any change but ADD. */
function changed(translator: Translator, cursor: Cursor, target: Target): void {
  const { table } = target;
  const at = cursor.token?.start ?? 0;
  const word = wordOf(cursor.next());
  if (word === 'modify' || word === 'change') {
    cursor.take('column');
    cursor.take('if', 'exists');
    const old = word === 'change' ? cursor.next() : cursor.token;
    return redefine(translator, cursor, { ...target, old });
  }
  if (word === 'alter') {
    if (cursor.takeOne('index', 'constraint', 'check') !== undefined) return;
    cursor.take('column');
    const column = cursor.token;
    const inside = new Cursor(cursor.rest().slice(1));
    if (inside.take('set', 'default')) return setDefaultOf(translator, table, column, defaultValue(inside));
    if (inside.take('drop', 'default')) return alter(translator, table, at, `ALTER COLUMN ${columnIn(table, column)} DROP DEFAULT`);
    return inside.is('set') || inside.is('add') || inside.is('drop') ? undefined : redefine(translator, cursor, { ...target, old: column });
  }
  if (word === 'drop') return drop(translator, cursor, { table, at });
  if (word === 'rename') return rename(translator, cursor, { table, at });
  if (!HARMLESS.has(word)) translator.warnOnce(`alter ${word}`, { message: `ALTER TABLE ... ${literal(word)} plays no part: it is not known here` }, at, table);
}

/** MODIFY, CHANGE and SQL Server's ALTER COLUMN say a column's whole definition again. */
function redefine(translator: Translator, cursor: Cursor, { old, ...target }: Target & { readonly old: Token | undefined }): void {
  const { table } = target;
  const before = columnIn(table, old);
  const definition = cursor.rest();
  table.columns.delete(old?.value.toLowerCase() ?? '');
  learnColumns(translator, [definition], table);
  const column = readColumn(translator, new Cursor(definition), target);
  const name = quotedIdentifier(column.name);
  const { at } = column;
  if (before !== name) alter(translator, table, at, `RENAME COLUMN ${before} TO ${name}`);
  alter(translator, table, at, `ALTER COLUMN ${name} TYPE ${column.type}, ALTER COLUMN ${name} ${column.notNull ? 'SET' : 'DROP'} NOT NULL`);
  if (column.identity !== undefined) alter(translator, table, at, `ALTER COLUMN ${name} ADD ${column.identity}`);
  else if (column.defaultTo !== undefined) alter(translator, table, at, `ALTER COLUMN ${name} SET DEFAULT ${column.defaultTo}`);
  describe(translator, column, table);
}

function describe({ out }: Translator, { name, at, comment }: ColumnRead, table: KnownTable): void {
  if (comment !== undefined && comment !== '') out.at(at, `COMMENT ON COLUMN ${table.sql}.${quotedIdentifier(name)} IS ${literal(comment)};`);
}

function drop(translator: Translator, cursor: Cursor, { table, at }: { readonly table: KnownTable; readonly at: number }): void {
  if (cursor.takeOne('index', 'key', 'partition', 'period', 'system') !== undefined) return;
  const name = table.sql.replace(/^.*"\."/, '"').slice(1, -1);
  if (cursor.take('primary', 'key')) return alter(translator, table, at, `DROP CONSTRAINT IF EXISTS ${quotedIdentifier(`${name}_pkey`)}`);
  const isConstraintDropped = cursor.take('foreign', 'key') || cursor.takeOne('constraint', 'check') !== undefined;
  if (!isConstraintDropped) cursor.take('column');
  cursor.take('if', 'exists');
  const dropped = cursor.next();
  if (dropped === undefined) return;
  alter(translator, table, at, isConstraintDropped ? `DROP CONSTRAINT IF EXISTS ${quotedIdentifier(dropped.value)}` : `DROP COLUMN ${columnIn(table, dropped)}`);
}

function rename(translator: Translator, cursor: Cursor, { table, at }: { readonly table: KnownTable; readonly at: number }): void {
  if (cursor.takeOne('index', 'key') !== undefined) return;
  if (!cursor.take('column') && (cursor.takeOne('to', 'as') !== undefined || cursor.rest().length === 1)) return translator.renameTable(table, cursor.path(), at);
  const old = cursor.next();
  cursor.take('to');
  const name = cursor.next();
  if (old === undefined || name === undefined) return;
  alter(translator, table, at, `RENAME COLUMN ${columnIn(table, old)} TO ${quotedIdentifier(name.value)}`);
  const known = table.columns.get(old.value.toLowerCase());
  if (known !== undefined) table.columns.set(name.value.toLowerCase(), { ...known, name: name.value });
}
