// DDL in, schema out: scripts and dumps as pg_dump writes them, and those of other dialects, said again in PostgreSQL's words (dialects/). Nothing is ever run. What plays no part here is
// stepped over; what could matter and is not honoured is a warning with its line; broken SQL is refused with its line.
import type { AlterEnumStmt, CommentStmt, CompositeTypeStmt, CreateDomainStmt, CreateEnumStmt, Node, VariableSetStmt } from 'libpg-query';
import { shortened } from '../../lib/shortened.ts';
import { InvalidInput } from '../errors.ts';
import type { Imported } from '../schema.ts';
import type { SqlDialect } from '../sql-dialects.ts';
import { SQL_PATH, type SqlScript } from './draft.ts';
import { dialectOf } from './dialects.ts';
import { LongNames, MAX_NAME_BYTES } from './dialects/long-names.ts';
import { toPostgres } from './dialects/translate.ts';
import { DataStripper, type Script } from './dump.ts';
import { namesOf } from './expression.ts';
import { loadParser, parseStatement } from './parser.ts';
import { Catalog, type Domain, type StatementContext } from './sql/catalog.ts';
import { sequenceOptions } from './sql/columns.ts';
import { finish } from './sql/finish.ts';
import { rename, setSchema } from './sql/renames.ts';
import { splitName } from './sql/names.ts';
import { alterTable, createIndex, createTable } from './sql/tables.ts';
import { compositeType, readType } from './sql/types.ts';
import { Lines, splitStatements, type Statement } from './statements.ts';
import { withFieldTypes } from './typed.ts';

/** Longest script, in UTF-16 units; of one that came as a file, the data does not count (dump.ts). */
export const MAX_SQL_LENGTH = 20_000_000;
/** Most statements that are parsed; INSERT, COPY, SET and others that are stepped over do not count. */
export const MAX_PARSED_STATEMENTS = 20_000;

/**
 * The tables that a script makes.
 * @throws InvalidInput with the script's path and a line, where it is broken, too large, or makes no table.
 */
export function importSql(text: string, { path = SQL_PATH, gaps = [], dialect }: Pick<SqlScript, 'path' | 'gaps' | 'dialect'> = {}): Promise<Imported> {
  return InvalidInput.withinAsync(path, async () => {
    await loadParser();
    const names = new LongNames();
    try {
      return names.inAll(read({ text, gaps }, dialect ?? dialectOf(text), names));
    } catch (error) {
      throw error instanceof InvalidInput ? new InvalidInput(names.inAll(error.issues)) : error;
    }
  });
}

function read(script: Script, dialect: SqlDialect, names: LongNames): Imported {
  if (script.text.length > MAX_SQL_LENGTH) {
    throw InvalidInput.at([], `the script has ${script.text.length} characters, expected at most ${MAX_SQL_LENGTH}; leave its data out (pg_dump --schema-only), or send it as a file`);
  }
  const catalog = new Catalog();
  const { text, gaps } = dialect === 'POSTGRESQL' ? script : toPostgres(script.gaps.length > 0 ? script : withoutData(script, dialect), { dialect, catalog, names });
  const lines = new Lines(text, gaps);
  let parsed = 0;
  for (const statement of splitStatements(text, lines)) {
    const stance = stanceOn(statement);
    if (stance === 'skip') continue;
    const line = lines.at(statement.start);
    if (stance !== 'parse') {
      catalog.warnOnce(stance.kind, { message: `${stance.kind} statements play no part here: ${stance.because}`, line });
      continue;
    }
    if (++parsed > MAX_PARSED_STATEMENTS) throw InvalidInput.at([], `line ${line}: expected at most ${MAX_PARSED_STATEMENTS} statements; cut the script`, line);
    if (statement.longName !== undefined) catalog.warnOnce('long name', { message: `the name ${shortened(statement.longName, 100)} is cut to ${MAX_NAME_BYTES} bytes, as PostgreSQL does`, line });
    const { node, source } = parseStatement(text, lines, statement);
    apply({ catalog, source }, node);
  }
  if (catalog.tables.size === 0) throw InvalidInput.at([], 'no table is made: expected at least one CREATE TABLE statement', lines.at(text.length));
  const schema = withFieldTypes(finish(catalog));
  return { schema, warnings: catalog.allWarnings() };
}

function withoutData({ text }: Script, dialect: SqlDialect): Script {
  const stripper = new DataStripper(MAX_SQL_LENGTH, dialect);
  stripper.push(text);
  return stripper.end();
}

/** Statements that change no schema, by their first word. */
const STEPPED_OVER: ReadonlySet<string> = new Set([
  'insert', 'update', 'delete', 'select', 'copy', 'with', 'merge', 'truncate', 'begin', 'start', 'commit', 'rollback', 'end', 'abort', 'savepoint', 'release', 'lock', 'grant', 'revoke',
  'reset', 'show', 'analyze', 'vacuum', 'explain', 'reindex', 'cluster', 'discard', 'checkpoint', 'listen', 'notify', 'unlisten', 'refresh', 'security', 'reassign', 'prepare',
  'deallocate', 'execute', 'call', 'use',
]);
/** What CREATE and ALTER may say before they name what they make. */
const MODIFIERS: ReadonlySet<string> = new Set(['or', 'replace', 'global', 'local', 'temp', 'temporary', 'unlogged', 'recursive', 'constraint', 'unique', 'materialized', 'trusted', 'procedural', 'event', 'foreign']);
const PARSED_OBJECTS: ReadonlySet<string> = new Set(['table', 'type', 'domain', 'sequence', 'schema']);
const WARNED_OBJECTS: Readonly<Record<string, string>> = {
  view: 'a view has no rows of its own', function: 'nothing of a script is run', procedure: 'nothing of a script is run', aggregate: 'nothing of a script is run',
  trigger: 'nothing of a script is run, so what a trigger would change is not changed', rule: 'nothing of a script is run', extension: 'nothing is installed, and of what it adds only some types are known', policy: 'rows are made for every reader alike',
};
const PLAIN_OBJECTS: ReadonlySet<string> = new Set([
  'index', 'database', 'role', 'user', 'group', 'language', 'tablespace', 'server', 'collation', 'cast', 'operator', 'publication', 'subscription', 'statistics', 'text',
  'conversion', 'access', 'transform', 'large', 'default', 'system',
]);

type Stance = 'parse' | 'skip' | { readonly kind: string; readonly because: string };

/** What is done with a statement, by its first words; what is not known is parsed, to be refused with PostgreSQL's own message. */
function stanceOn({ words }: Statement): Stance {
  const [first = ''] = words;
  if (STEPPED_OVER.has(first)) return 'skip';
  if (first === 'do') return { kind: 'DO', because: 'nothing of a script is run' };
  if (first === 'set') return words[1] === 'search_path' ? 'parse' : 'skip';
  const object = words.slice(1).find((word) => !MODIFIERS.has(word)) ?? '';
  if (first === 'drop') return object === 'table' ? 'parse' : 'skip';
  if (first === 'alter') return PARSED_OBJECTS.has(object) && object !== 'sequence' && object !== 'schema' ? 'parse' : object in WARNED_OBJECTS || PLAIN_OBJECTS.has(object) || PARSED_OBJECTS.has(object) ? 'skip' : 'parse';
  if (first !== 'create') return 'parse';
  if (words[1] === 'foreign' && object === 'table') return { kind: 'CREATE FOREIGN TABLE', because: 'its rows lie elsewhere' };
  const because = WARNED_OBJECTS[object];
  if (because !== undefined) return { kind: `CREATE ${object.toUpperCase()}`, because };
  if (object === 'index') return words.includes('unique') ? 'parse' : 'skip';
  return PLAIN_OBJECTS.has(object) ? 'skip' : 'parse';
}

function apply(context: StatementContext, node: Node): void {
  const { catalog, source } = context;
  if ('CreateStmt' in node) createTable(context, node.CreateStmt);
  else if ('AlterTableStmt' in node) alterTable(context, node.AlterTableStmt);
  else if ('IndexStmt' in node) createIndex(context, node.IndexStmt);
  else if ('CreateEnumStmt' in node) createEnum(context, node.CreateEnumStmt);
  else if ('CreateDomainStmt' in node) createDomain(context, node.CreateDomainStmt);
  else if ('CreateSeqStmt' in node) catalog.sequences.set(catalog.nameOf(node.CreateSeqStmt.sequence), sequenceOptions(node.CreateSeqStmt.options));
  else if ('CommentStmt' in node) comment(context, node.CommentStmt);
  else if ('VariableSetStmt' in node) setSearchPath(context, node.VariableSetStmt);
  else if ('CreateSchemaStmt' in node) createSchema(context, node.CreateSchemaStmt.schemaname, node.CreateSchemaStmt.schemaElts ?? []);
  else if ('DropStmt' in node) dropTables(context, node.DropStmt.objects ?? []);
  else if ('AlterEnumStmt' in node) alterEnum(context, node.AlterEnumStmt);
  else if ('RenameStmt' in node) rename(context, node.RenameStmt);
  else if ('AlterObjectSchemaStmt' in node) setSchema(context, node.AlterObjectSchemaStmt);
  else if ('CompositeTypeStmt' in node) createComposite(context, node.CompositeTypeStmt);
  else if ('AlterDomainStmt' in node) {
    const domain = catalog.domains.get(qualifiedBy(context, namesOf(node.AlterDomainStmt.typeName)));
    const { def } = node.AlterDomainStmt;
    if (domain !== undefined && def !== undefined && 'Constraint' in def) constrainDomain(context, domain, def);
  } else if (!('AlterOwnerStmt' in node)) {
    const words = (Object.keys(node)[0] ?? '').replace(/Stmt$/, '').replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
    catalog.warnOnce(words, { message: `this statement plays no part here (${words})`, line: source.lineAt() });
  }
}

function qualifiedBy({ catalog }: StatementContext, names: readonly string[]): string {
  return catalog.qualified(...splitName(names));
}

function createEnum(context: StatementContext, { typeName, vals }: CreateEnumStmt): void {
  context.catalog.enums.set(qualifiedBy(context, namesOf(typeName)), [...namesOf(vals)]);
}

/** Parts whose domain has CHECKs, or whose literals are not known, are null in its values. */
function createComposite({ catalog }: StatementContext, { typevar, coldeflist = [] }: CompositeTypeStmt): void {
  const parts = coldeflist.flatMap((node) => {
    if (!('ColumnDef' in node)) return [];
    const { typeName } = node.ColumnDef;
    const domain = catalog.domainOfType(typeName) ?? catalog.domainOfElements(typeName);
    return [domain !== undefined && domain.checks.length > 0 ? undefined : readType(typeName, catalog)];
  });
  const name = catalog.nameOf(typevar);
  catalog.composites.set(name, compositeType(name, parts));
}

/** ADD VALUE and RENAME VALUE. */
function alterEnum(context: StatementContext, { typeName, oldVal, newVal }: AlterEnumStmt): void {
  const labels = context.catalog.enums.get(qualifiedBy(context, namesOf(typeName)));
  if (labels === undefined || newVal === undefined || labels.includes(newVal)) return;
  const place = oldVal === undefined ? -1 : labels.indexOf(oldVal);
  if (place === -1) labels.push(newVal);
  else labels[place] = newVal;
}

function createDomain(context: StatementContext, statement: CreateDomainStmt): void {
  const { catalog } = context;
  const parent = catalog.domainOfType(statement.typeName);
  const domain: Domain = {
    base: readType(statement.typeName, catalog),
    notNull: parent?.notNull ?? false,
    checks: [...(parent?.checks ?? [])],
    elements: catalog.domainOfElements(statement.typeName),
    ...(parent?.defaultTo === undefined ? {} : { defaultTo: parent.defaultTo }),
  };
  for (const constraint of statement.constraints ?? []) constrainDomain(context, domain, constraint);
  catalog.domains.set(qualifiedBy(context, namesOf(statement.domainname)), domain);
}

function constrainDomain({ source }: StatementContext, domain: Domain, node: Node): void {
  if (!('Constraint' in node)) return;
  const { contype, raw_expr: expression, location = 0 } = node.Constraint;
  if (contype === 'CONSTR_NOTNULL') domain.notNull = true;
  else if (contype === 'CONSTR_DEFAULT' && expression !== undefined) domain.defaultTo = expression;
  else if (contype === 'CONSTR_CHECK' && expression !== undefined) domain.checks.push({ node: expression, sql: source.conditionAt(location), line: source.lineAt(location) });
}

function comment({ catalog }: StatementContext, { objtype, object, comment: text }: CommentStmt): void {
  if (text === undefined || object === undefined || !('List' in object)) return;
  if (objtype !== 'OBJECT_COLUMN' && objtype !== 'OBJECT_TABLE') return;
  const names = namesOf(object.List.items);
  const column = objtype === 'OBJECT_COLUMN' ? names.at(-1) : undefined;
  const [schema, relation] = splitName(column === undefined ? names : names.slice(0, -1));
  const table = catalog.table({ relname: relation, ...(schema === undefined ? {} : { schemaname: schema }) });
  const described = column === undefined ? table : table?.columns.get(column);
  if (described !== undefined) described.description = text;
}

/** Dumps of old set the schema that names without one mean. */
function setSearchPath({ catalog }: StatementContext, { name, args }: VariableSetStmt): void {
  const [first] = args ?? [];
  if (name !== 'search_path' || first === undefined || !('A_Const' in first)) return;
  const schema = first.A_Const.sval?.sval ?? '';
  catalog.defaultSchema = schema === '' || schema === '"$user"' || schema === '$user' ? 'public' : schema;
}

/** CREATE SCHEMA may hold the statements that fill it. */
function createSchema(context: StatementContext, name: string | undefined, elements: readonly Node[]): void {
  const { catalog } = context;
  const outer = catalog.defaultSchema;
  catalog.defaultSchema = name ?? outer;
  for (const element of elements) apply(context, element);
  catalog.defaultSchema = outer;
}

function dropTables(context: StatementContext, objects: readonly Node[]): void {
  for (const object of objects) if ('List' in object) context.catalog.tables.delete(qualifiedBy(context, namesOf(object.List.items)));
}
