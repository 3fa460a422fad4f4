// CREATE TABLE and CREATE UNIQUE INDEX of another dialect, as PostgreSQL's.
import { quotedIdentifier } from '../../sql-identifiers.ts';
import { checkOf, jsonColumns, passOver, readColumn, readHead, referencesOf, takeCharacterSet, type ColumnRead } from './columns.ts';
import { Cursor, piecesOf } from './cursor.ts';
import { literal } from './expressions.ts';
import { columnIn, type KnownTable } from './names.ts';
import { wordOf } from './statements.ts';
import type { Token } from './tokens.ts';
import type { Translator } from './translate.ts';

/** The columns in a table's brackets; of what is left to the tail, its comment and where its keys begin. */
export function createTable(translator: Translator, cursor: Cursor): void {
  const at = cursor.token?.start ?? 0;
  const exists = cursor.take('if', 'not', 'exists');
  const path = cursor.path();
  if (translator.dialect === 'SQLITE' && isOfSqlite(path.at(-1))) return translator.warnOnce('of sqlite', { message: 'a table that SQLite keeps for itself is left out' }, at);
  if (path.length === 0) throw translator.refused(cursor.token ?? cursor.last, 'a name is expected after CREATE TABLE');
  const table = translator.names.declare(path);
  if (cursor.take('like') || (cursor.isSign('(') && wordOf(new Cursor(cursor.rest().slice(1)).token) === 'like')) return copyTable(translator, { cursor, table, at });
  const body = cursor.group();
  if (body === undefined) return translator.warn({ message: 'a table made of a query is left out' }, at, table);
  const definitions = definitionsIn(translator, body, cursor.last);
  const options = optionsOf(translator, cursor);
  learnColumns(translator, definitions, table);
  translator.out.at(at, `CREATE TABLE ${exists ? 'IF NOT EXISTS ' : ''}${table.sql} (`);
  const columns: ColumnRead[] = [];
  let separator = '';
  for (const piece of definitions) {
    const inside = new Cursor(piece);
    if (isConstraint(translator, inside)) {
      const start = piece[0]?.start ?? at;
      for (const sql of constraintsOf(translator, inside, table)) {
        translator.out.at(start, `${separator}${sql}`);
        separator = ', ';
      }
      continue;
    }
    const column = readColumn(translator, inside, { table, firstKey: options.firstKey });
    columns.push(column);
    writeColumn(translator, column, separator);
    separator = ', ';
  }
  const end = cursor.last?.start ?? at;
  translator.out.at(end, ');');
  fillUnique(translator, table, end);
  for (const { name, comment } of columns) if (comment !== undefined && comment !== '') translator.out.at(end, `COMMENT ON COLUMN ${table.sql}.${quotedIdentifier(name)} IS ${literal(comment)};`);
  if (options.comment !== '') translator.out.at(end, `COMMENT ON TABLE ${table.sql} IS ${literal(options.comment)};`);
  if (options.isPartitioned) translator.warnOnce('partitioned', { message: 'a table is partitioned: its rows may fall outside its partitions' }, end, table);
}

/** Its own tables, such as sqlite_sequence, and those that modules for search keep behind a virtual table, whose names .dump writes in single quotes. */
function isOfSqlite(name: Token | undefined): boolean {
  return name !== undefined && (/^sqlite_/i.test(name.value) || (name.kind === 'text' && /_(?:content|segments|segdir|docsize|stat|data|idx|config|node|parent|rowid)$/.test(name.value)));
}

export function writeColumn({ out }: Translator, { name, at, type, notNull, defaultTo, identity, clauses }: ColumnRead, before: string): void {
  out.at(at, `${before}${quotedIdentifier(name)} ${type}${notNull ? ' NOT NULL' : ''}${defaultTo === undefined || identity !== undefined ? '' : ` DEFAULT ${defaultTo}`}${identity === undefined ? '' : ` ${identity}`}`);
  for (const { at: place, sql } of clauses) out.at(place, sql);
}

/** Makes the columns' names and kinds known, since a CHECK may stand before the column that it is about. */
export function learnColumns(translator: Translator, definitions: readonly (readonly Token[])[], table: KnownTable): void {
  const json = jsonColumns(definitions.flat());
  for (const piece of definitions) {
    const cursor = new Cursor(piece);
    if (isConstraint(translator, cursor)) continue;
    const { name, type } = readHead(translator, cursor, table);
    const key = name.value.toLowerCase();
    const isText = type.type === 'TEXT' || type.type === 'STRING';
    table.columns.set(key, { name: name.value, type: isText && json.has(key) ? 'JSON' : type.type });
  }
}

/** What stands between the commas of a table's brackets; SQL Server takes a comma too many at the end. */
function definitionsIn(translator: Translator, body: readonly Token[], close: Token | undefined): readonly (readonly Token[])[] {
  const pieces = piecesOf(body);
  const definitions = translator.dialect === 'SQLSERVER' && pieces.at(-1)?.length === 0 ? pieces.slice(0, -1) : pieces;
  const empty = definitions.findIndex((piece) => piece.length === 0);
  if (empty !== -1) throw translator.refused(definitions[empty + 1]?.[0] ?? close, 'a column or a constraint is expected here');
  return definitions;
}

function copyTable(translator: Translator, { cursor, table, at }: { readonly cursor: Cursor; readonly table: KnownTable; readonly at: number }): void {
  const inside = new Cursor((cursor.group() ?? cursor.rest()).filter((token) => wordOf(token) !== 'like'));
  const parent = translator.names.table(inside.path());
  for (const [key, column] of parent.columns) table.columns.set(key, column);
  translator.out.at(at, `CREATE TABLE ${table.sql} (LIKE ${parent.sql} INCLUDING ALL);`);
}

function optionsOf(translator: Translator, cursor: Cursor): { readonly comment: string; readonly firstKey: string | undefined; readonly isPartitioned: boolean } {
  let comment = '';
  let firstKey: string | undefined;
  let isPartitioned = false;
  const tail = new Cursor(cursor.rest());
  while (!tail.isDone) {
    if (tail.take('comment')) {
      tail.takeSign('=');
      comment = tail.next()?.value ?? '';
    } else if (tail.take('auto_increment')) {
      tail.takeSign('=');
      firstKey = tail.next()?.value;
    } else if (tail.take('charset') || tail.take('character', 'set')) takeCharacterSet(translator, tail);
    else if (tail.take('partition', 'by')) {
      isPartitioned = true;
      break;
    } else tail.next();
  }
  return { comment, firstKey: firstKey !== undefined && /^\d+$/.test(firstKey) ? firstKey : undefined, isPartitioned };
}

/** Whether a constraint or key stands here, and no column. */
export function isConstraint({ dialect }: Translator, cursor: Cursor): boolean {
  const word = wordOf(cursor.token);
  const second = wordOf(new Cursor(cursor.rest().slice(1)).token);
  switch (word) {
    case 'constraint': case 'check': return true;
    case 'primary': case 'foreign': return second === 'key';
    case 'unique': return true;
    case 'key': return dialect === 'MYSQL';
    case 'index': return dialect !== 'SQLITE';
    case 'fulltext': case 'spatial': return dialect === 'MYSQL' && (second === 'key' || second === 'index' || cursor.rest()[2]?.value === '(' || cursor.rest()[1]?.value === '(');
    case 'period': return second === 'for';
    default: return false;
  }
}

/** What a constraint of a table becomes: one constraint, or nothing where it changes no value. */
export function constraintsOf(translator: Translator, cursor: Cursor, table: KnownTable): readonly string[] {
  let label = '';
  if (cursor.take('constraint') && !['primary', 'unique', 'foreign', 'check'].includes(wordOf(cursor.token))) label = `CONSTRAINT ${quotedIdentifier(cursor.next()?.value ?? '')} `;
  const at = cursor.token?.start ?? 0;
  const made = constraintOf(translator, cursor, { table, at });
  while (!cursor.isDone) passOver(translator, cursor);
  return made === undefined ? [] : [`${label}${made}`];
}

function constraintOf(translator: Translator, cursor: Cursor, { table, at }: { readonly table: KnownTable; readonly at: number }): string | undefined {
  if (cursor.take('primary', 'key')) {
    const fields = keyFields(translator, cursor, { table, at, what: 'PRIMARY KEY' });
    for (const field of fields ?? []) table.notNull.add(bare(field));
    return fields === undefined ? undefined : `PRIMARY KEY (${fields.join(', ')})`;
  }
  if (cursor.take('unique')) {
    cursor.takeOne('key', 'index');
    const fields = keyFields(translator, cursor, { table, at, what: 'UNIQUE' });
    if (fields !== undefined) table.uniques.push(fields);
    return fields === undefined ? undefined : `UNIQUE (${fields.join(', ')})`;
  }
  if (cursor.take('foreign', 'key')) {
    if (cursor.isName) cursor.next();
    const fields = (cursor.group() ?? []).filter(({ kind }) => kind !== 'sign').map((column) => columnIn(table, column));
    if (!cursor.take('references')) throw translator.refused(cursor.token ?? cursor.last, 'REFERENCES is expected after FOREIGN KEY (...)');
    return `FOREIGN KEY (${fields.join(', ')}) ${referencesOf(translator, cursor)}`;
  }
  if (cursor.take('check')) {
    cursor.take('not', 'for', 'replication');
    return checkOf(translator, { at, tokens: cursor.group() ?? [], table });
  }
  // Other keys, periods and indexes change no value.
  while (!cursor.isDone) cursor.next();
  return undefined;
}

/** The columns of a key, which may have a name and a kind before them; undefined, with a warning, where it is over an expression. */
export function keyFields(translator: Translator, cursor: Cursor, { table, at, what }: { readonly table: KnownTable; readonly at: number; readonly what: string }): readonly string[] | undefined {
  while (!cursor.isDone && !cursor.isSign('(')) cursor.next();
  const fields: string[] = [];
  for (const piece of piecesOf(cursor.group() ?? [])) {
    const [column, bracket, length] = piece;
    if (column === undefined || column.kind === 'sign' || (bracket?.value === '(' && length?.kind !== 'number')) {
      translator.warn({ message: `${what} over an expression is not honoured: its values may repeat` }, at, table);
      return undefined;
    }
    if (bracket?.value === '(') translator.warnOnce('prefix', { message: `${what} over the first ${length?.value ?? ''} characters of ${column.value}: values are made different as a whole, and their beginnings may repeat` }, at, table);
    fields.push(columnIn(table, column));
  }
  return fields;
}

/** CREATE UNIQUE INDEX; one that leaves out nulls alone is SQL Server's way to have several of them. */
export function createUniqueIndex(translator: Translator, cursor: Cursor): void {
  const at = cursor.token?.start ?? 0;
  cursor.take('if', 'not', 'exists');
  const name = cursor.is('on') ? [] : cursor.path();
  while (!cursor.isDone && !cursor.take('on')) cursor.next();
  const path = cursor.path();
  if (!translator.names.has(path)) return; // of a view
  const table = translator.names.table(path);
  const fields = keyFields(translator, cursor, { table, at, what: 'UNIQUE' });
  if (fields === undefined) return;
  while (!cursor.isDone && !cursor.take('where')) cursor.next();
  const filter = translator.textOf(cursor.rest().filter(({ kind, value }) => kind !== 'sign' || (value !== '(' && value !== ')')));
  if (filter !== '' && !/^\S+ is not null(?: with.*)?$/i.test(filter)) return translator.warn({ message: 'a unique index with WHERE is not honoured: values may repeat' }, at, table);
  if (filter === '') table.uniques.push(fields);
  fillUnique(translator, table, at);
  translator.out.at(at, `CREATE UNIQUE INDEX ${quotedIdentifier(name.at(-1)?.value ?? '')} ON ${table.sql} (${fields.join(', ')});`);
}

/** In SQL Server two nulls are alike in a unique key: its fields are filled. */
export function fillUnique(translator: Translator, table: KnownTable, at: number): void {
  for (const field of table.uniques.splice(0).flat()) {
    if (translator.dialect !== 'SQLSERVER' || table.notNull.has(bare(field))) continue;
    translator.warnOnce('unique nulls', { message: `UNIQUE takes one null at most in SQL Server: ${field} is filled in every row` }, at, table);
    table.notNull.add(bare(field));
    translator.out.at(at, `ALTER TABLE ${table.sql} ALTER COLUMN ${field} SET NOT NULL;`);
  }
}

/** A name out of its quotes, in lower case. */
function bare(field: string): string {
  return field.slice(1, -1).replaceAll('""', '"').toLowerCase();
}
