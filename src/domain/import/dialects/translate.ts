// A script of MySQL, MariaDB, SQLite or SQL Server, said again in PostgreSQL's SQL on the same lines, so that all that is behind the
// parser is shared. Written here, because no parser at hand reads what these servers' own dumps hold; this one reads what makes tables,
// passes over what plays no part, and warns of the rest, in one pass over tokens that never recurses into the script's depth.
import { InvalidInput } from '../../errors.ts';
import type { ImportWarning } from '../../schema.ts';
import type { OtherDialect } from '../dialects.ts';
import type { LineGap, Script } from '../dump.ts';
import type { Catalog } from '../sql/catalog.ts';
import type { ColumnType } from '../sql/types.ts';
import { Lines } from '../statements.ts';
import { quotedIdentifier } from '../../sql-identifiers.ts';
import { alterTable } from './alter.ts';
import { Cursor, piecesOf } from './cursor.ts';
import { literal } from './expressions.ts';
import type { LongNames } from './long-names.ts';
import { columnIn, Names, type KnownTable } from './names.ts';
import { Output } from './output.ts';
import { cutStatements, wordOf, type Cut } from './statements.ts';
import { createTable, createUniqueIndex } from './tables.ts';
import { readHead } from './columns.ts';
import { Tokens, type Token } from './tokens.ts';

/** What is told of statements that make something else than a table. */
const WARNED: Readonly<Record<string, string>> = {
  view: 'a view has no rows of its own', function: 'nothing of a script is run', procedure: 'nothing of a script is run', proc: 'nothing of a script is run', package: 'nothing of a script is run', event: 'nothing of a script is run',
  trigger: 'nothing of a script is run, so what a trigger would change is not changed', virtual: 'a virtual table has rows of its module', synonym: 'a synonym has no rows of its own', sequence: 'keys are numbered by their columns',
  external: 'its rows lie elsewhere',
};
const KINDS: ReadonlySet<string> = new Set([...Object.keys(WARNED), 'table', 'index', 'type', 'database', 'schema', 'user', 'role', 'login', 'server', 'temporary', 'temp', 'fulltext', 'spatial', 'partition', 'statistics', 'xml', 'columnstore', 'tablespace', 'assembly', 'certificate', 'credential', 'audit', 'application', 'symmetric', 'asymmetric', 'endpoint', 'queue', 'service', 'contract', 'message', 'route', 'policy', 'default', 'rule', 'aggregate', 'master', 'resource', 'undo', 'logfile']);
/** Those of sp_addextendedproperty, in order. */
const PROPERTY_ARGUMENTS = ['@name', '@value', '@level0type', '@level0name', '@level1type', '@level1name', '@level2type', '@level2name'];
const SERVER_NAMES: Readonly<Record<OtherDialect, string>> = { MYSQL: 'MySQL', SQLITE: 'SQLite', SQLSERVER: 'SQL Server' };

/**
 * The script in PostgreSQL's SQL; its column types are known to the catalog by the names that the translation gives them, and so are its warnings. Long names go by their marks.
 * @throws InvalidInput with a line where the script cannot be read.
 */
export function toPostgres({ text, gaps }: Script, { dialect, catalog, names }: { readonly dialect: OtherDialect; readonly catalog: Catalog; readonly names: LongNames }): Script {
  const lines = new Lines(text, gaps);
  const translator = new Translator({ text, dialect, lines, gaps, catalog });
  const statements = (): Iterable<Cut> => cutStatements(new Tokens(text, { dialect, lines, names }), dialect, lines);
  for (const cut of statements()) translator.declare(cut);
  translator.names.rewind();
  for (const cut of statements()) translator.translate(cut);
  return translator.out.end();
}

export class Translator {
  readonly dialect: OtherDialect;
  readonly names: Names;
  readonly out: Output;
  /** SQL Server's CREATE TYPE ... FROM, by their names in lower case. */
  readonly userTypes = new Map<string, { readonly type: ColumnType; readonly notNull: boolean }>();
  readonly #text: string;
  readonly #lines: Lines;
  readonly #catalog: Catalog;
  readonly #typeNames = new Map<string, string>();

  constructor({ text, dialect, lines, gaps, catalog }: { readonly text: string; readonly dialect: OtherDialect; readonly lines: Lines; readonly gaps: readonly LineGap[]; readonly catalog: Catalog }) {
    this.dialect = dialect;
    this.names = new Names(dialect);
    this.out = new Output(text, gaps);
    this.#text = text;
    this.#lines = lines;
    this.#catalog = catalog;
  }

  /** Makes the names of a statement's table known: keys may refer to one that is made later. */
  declare({ tokens }: Cut): void {
    const cursor = new Cursor(tokens);
    if (cursor.take('use')) return this.names.use(cursor.next()?.value ?? '');
    if (!cursor.take('create')) return;
    if (kindOf(cursor) !== 'table') return;
    cursor.take('if', 'not', 'exists');
    const table = this.names.declare(cursor.path());
    for (const [name] of piecesOf(cursor.group() ?? [])) {
      if (name !== undefined && name.kind !== 'sign') table.columns.set(name.value.toLowerCase(), { name: name.value, type: 'STRING' });
    }
  }

  translate({ tokens }: Cut): void {
    const cursor = new Cursor(tokens);
    const [first] = tokens;
    const word = wordOf(cursor.next());
    switch (word) {
      case 'create': return this.#create(cursor);
      case 'alter': return cursor.take('table') || cursor.take('ignore', 'table') || cursor.take('online', 'table') ? alterTable(this, cursor) : undefined;
      case 'use': return this.names.use(cursor.next()?.value ?? '');
      case 'drop': return cursor.take('table') ? this.#drop(cursor) : undefined;
      case 'rename': return cursor.take('table') ? this.#renames(cursor) : undefined;
      case 'exec': case 'execute': return this.#describe(cursor);
      default:
        // A batch of SQL Server's may begin with a procedure's name.
        if (this.dialect === 'SQLSERVER' && (first?.kind === 'name' || /^[sx]p_/.test(word))) return;
        throw this.refused(first, `${literal(first?.value.slice(0, 40) ?? '')} begins no statement that is known here; expected DDL of ${SERVER_NAMES[this.dialect]}`);
    }
  }

  #create(cursor: Cursor): void {
    const at = cursor.last?.start ?? 0;
    const isUnique = cursor.rest().slice(0, 4).some((token) => wordOf(token) === 'unique');
    const kind = kindOf(cursor);
    if (kind === 'table' && cursor.token?.value.startsWith('#') !== true) return createTable(this, cursor);
    if (kind === 'index') return isUnique ? createUniqueIndex(this, cursor) : undefined;
    if (kind === 'type') return this.#createType(cursor);
    if (kind === 'table' || kind === 'temporary' || kind === 'temp') return this.warnOnce('temporary', { message: 'a temporary table is left out' }, at);
    const because = WARNED[kind ?? ''];
    if (because !== undefined) this.warnOnce(`create ${kind}`, { message: `CREATE ${kind === 'virtual' ? 'VIRTUAL TABLE' : (kind?.toUpperCase() ?? '')} statements play no part here: ${because}` }, at);
    if (kind === undefined) throw this.refused(cursor.token ?? cursor.last, `what CREATE makes here is not known; expected DDL of ${SERVER_NAMES[this.dialect]}`);
  }

  #createType(cursor: Cursor): void {
    const name = cursor.path().at(-1);
    if (name === undefined) return;
    if (!cursor.take('from')) return this.warnOnce('create type', { message: 'CREATE TYPE ... AS plays no part here: only one FROM another type does' }, name.start);
    const { type } = readHead(this, new Cursor([name, ...cursor.rest()]), this.names.table([]));
    this.userTypes.set(name.value.toLowerCase(), { type, notNull: cursor.rest().some((token) => wordOf(token) === 'not') });
  }

  #drop(cursor: Cursor): void {
    cursor.take('if', 'exists');
    for (const piece of piecesOf(cursor.rest())) this.out.at(piece[0]?.start ?? 0, `DROP TABLE IF EXISTS ${this.names.table(new Cursor(piece).path()).sql};`);
  }

  #renames(cursor: Cursor): void {
    for (const piece of piecesOf(cursor.rest())) {
      const inside = new Cursor(piece);
      const table = this.names.table(inside.path());
      if (inside.take('to')) this.renameTable(table, inside.path(), piece[0]?.start ?? 0);
    }
  }

  /** A table keeps its columns under its new name. */
  renameTable(table: KnownTable, path: readonly Token[], at: number): void {
    const renamed = this.names.declare(path);
    for (const [key, column] of table.columns) renamed.columns.set(key, column);
    for (const key of table.notNull) renamed.notNull.add(key);
    this.out.at(at, `ALTER TABLE ${table.sql} RENAME TO ${quotedIdentifier(path.at(-1)?.value ?? '')};`);
  }

  /** SQL Server's descriptions are extended properties called MS_Description, with their arguments in order or by name. */
  #describe(cursor: Cursor): void {
    const procedure = cursor.path().at(-1);
    if (procedure === undefined || !/^sp_(?:add|update)extendedproperty$/i.test(procedure.value)) return;
    const given = piecesOf(cursor.rest()).map((piece, index) => [piece[1]?.value === '=' ? (piece[0]?.value ?? '').toLowerCase() : PROPERTY_ARGUMENTS[index], piece.at(-1)] as const);
    const argument = (name: string): Token | undefined => given.find(([called, value]) => called === `@${name}` && wordOf(value) !== 'null')?.[1];
    const [description, schema, name, part] = [argument('value'), argument('level0name'), argument('level1name'), argument('level2type')];
    if (argument('name')?.value !== 'MS_Description' || description === undefined || name === undefined || argument('level1type')?.value.toLowerCase() !== 'table') return;
    const table = this.names.table(schema === undefined ? [name] : [schema, name]);
    const subject = part === undefined ? `TABLE ${table.sql}` : part.value.toLowerCase() === 'column' ? `COLUMN ${table.sql}.${columnIn(table, argument('level2name'))}` : undefined;
    if (subject !== undefined) this.out.at(procedure.start, `COMMENT ON ${subject} IS ${literal(description.value)};`);
  }

  /** The name under which the translation knows a type. */
  typeNamed(type: ColumnType): string {
    const key = JSON.stringify(type);
    const known = this.#typeNames.get(key);
    if (known !== undefined) return known;
    const name = `type ${this.#typeNames.size + 1}`;
    this.#catalog.otherTypes.set(name, type);
    this.#typeNames.set(key, quotedIdentifier(name));
    return quotedIdentifier(name);
  }

  /** As the script writes it. */
  textOf(tokens: readonly Token[]): string {
    return this.#text.slice(tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0);
  }

  warn(warning: Omit<ImportWarning, 'line' | 'table'>, at: number, table?: KnownTable): void {
    this.#catalog.warn(this.#placed(warning, at, table));
  }

  warnOnce(kind: string, warning: Omit<ImportWarning, 'line' | 'table'>, at: number, table?: KnownTable): void {
    this.#catalog.warnOnce(kind, this.#placed(warning, at, table));
  }

  refused(token: Token | undefined, message: string): InvalidInput {
    const line = this.#lines.at(token?.start ?? this.#text.length);
    return InvalidInput.at([], `line ${line}: ${message}; correct the statement`, line);
  }

  #placed(warning: Omit<ImportWarning, 'line' | 'table'>, at: number, table: KnownTable | undefined): ImportWarning {
    return { ...warning, line: this.#lines.at(at), ...(table === undefined ? {} : { table: table.sql.slice(1, -1).replace('"."', '.') }) };
  }
}

/** Takes the words up to what is made, and answers that; of MySQL's DEFINER = and ALGORITHM = nothing is asked. */
function kindOf(cursor: Cursor): string | undefined {
  const kind = cursor.rest().slice(0, 24).find((token) => KINDS.has(wordOf(token)));
  if (kind === undefined) return undefined;
  while (cursor.next() !== kind);
  return wordOf(kind);
}
