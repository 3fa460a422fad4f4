// ALTER ... RENAME and SET SCHEMA: the catalog as if the new name had been there from the start. Whatever names the old one is changed
// with it: keys, foreign keys of other tables, CHECKs, generated columns, columns of a type.
import type { AlterObjectSchemaStmt, RangeVar, RenameStmt } from 'libpg-query';
import { InvalidInput } from '../../errors.ts';
import type { Expression } from '../../expression.ts';
import { sqlIdentifier } from '../../sql-identifiers.ts';
import { namesOf } from '../expression.ts';
import type { Catalog, NamedKey, StatementContext, TableInProgress } from './catalog.ts';
import { splitName } from './names.ts';

/** @throws InvalidInput where the new name is taken. */
export function rename(context: StatementContext, statement: RenameStmt): void {
  const { renameType, relation, relationType, newname = '', subname = '' } = statement;
  switch (renameType) {
    case 'OBJECT_TABLE': return onTable(context, statement, (table) => moveTable(context, table, { ...relation, relname: newname }));
    case 'OBJECT_COLUMN': return relationType === 'OBJECT_TABLE' ? onTable(context, statement, (table) => renameColumn(context, table, { from: subname, to: newname })) : undefined;
    case 'OBJECT_TABCONSTRAINT': return onTable(context, statement, (table) => renameConstraint(table, subname, newname));
    case 'OBJECT_TYPE': case 'OBJECT_DOMAIN': return renameUserType(context, statement);
    case 'OBJECT_SEQUENCE': return moved(context.catalog.sequences, context.catalog.nameOf(relation), context.catalog.nameOf({ ...relation, relname: newname }));
    default: // views, indexes, functions and the like: no value depends on their names
  }
}

/** ALTER TABLE ... SET SCHEMA. */
export function setSchema(context: StatementContext, { objectType, relation, newschema = 'public', missing_ok: missing }: AlterObjectSchemaStmt): void {
  if (objectType === 'OBJECT_TABLE') onTable(context, { ...(relation === undefined ? {} : { relation }), ...(missing === undefined ? {} : { missing_ok: missing }) }, (table) => moveTable(context, table, { ...relation, schemaname: newschema }));
}

function onTable({ catalog, source }: StatementContext, { relation, missing_ok: missing }: Pick<RenameStmt, 'relation' | 'missing_ok'>, change: (table: TableInProgress) => void): void {
  const table = catalog.table(relation);
  if (table !== undefined) return change(table);
  const name = catalog.nameOf(relation);
  if (missing !== true) catalog.warn({ message: `ALTER TABLE ${name} plays no part: no such table was taken over`, line: source.lineAt(relation?.location), table: name });
}

function moveTable({ catalog, source }: StatementContext, table: TableInProgress, target: RangeVar): void {
  // A schema that the statement does not name is the table's own, whatever the search path says by now.
  const at = table.name.lastIndexOf('.');
  const parent: RangeVar = target.schemaname === undefined ? { ...target, schemaname: at < 0 ? 'public' : table.name.slice(0, at) } : target;
  const name = catalog.nameOf(parent);
  if (name === table.name) return;
  if (catalog.tables.has(name)) throw InvalidInput.at([], `line ${source.lineAt()}: table ${table.name} cannot become ${name}, which is there already; take another name`, source.lineAt());
  forEachReference(catalog, table, (key) => ({ ...key, parent }));
  const tables = [...catalog.tables.values()];
  catalog.tables.clear(); // filled again in the same order
  for (const one of tables) {
    const now = one === table ? { ...table, name } : one;
    catalog.tables.set(now.name, now);
  }
}

function forEachReference(catalog: Catalog, to: TableInProgress, change: (key: TableInProgress['foreignKeys'][number]) => TableInProgress['foreignKeys'][number]): void {
  for (const table of catalog.tables.values()) {
    table.foreignKeys = table.foreignKeys.map((key) => (catalog.table(key.parent, key.defaultSchema) === to ? change(key) : key));
  }
}

interface NewName {
  readonly from: string;
  readonly to: string;
}

function renameColumn({ catalog, source }: StatementContext, table: TableInProgress, { from, to }: NewName): void {
  const line = source.lineAt();
  if (!table.columns.has(from)) return catalog.warn({ message: `RENAME COLUMN ${from} plays no part: no such column`, line, table: table.name, field: from });
  if (table.columns.has(to)) throw InvalidInput.at([], `line ${line}: column ${from} of ${table.name} cannot become ${to}, which is there already; take another name`, line);
  const named = (name: string): string => (name === from ? to : name);
  const inExpression = (expression: Expression): Expression => withFieldNames(expression, named);
  const columns = [...table.columns.values()];
  table.columns.clear(); // filled again in the same order
  for (const column of columns) table.columns.set(named(column.name), { ...column, name: named(column.name), ...(column.computed === undefined ? {} : { computed: inExpression(column.computed) }) });
  const renamed = <Key extends NamedKey>(key: Key): Key => ({ ...key, fields: key.fields.map(named) });
  table.primaryKey = table.primaryKey === undefined ? undefined : renamed(table.primaryKey);
  table.uniqueKeys = table.uniqueKeys.map(renamed);
  table.foreignKeys = table.foreignKeys.map(renamed);
  table.checks = table.checks.map((check) => ({ ...check, sql: withIdentifier(check.sql, { from, to: sqlIdentifier(to) }), condition: inExpression(check.condition) }));
  forEachReference(catalog, table, (key) => ({ ...key, references: key.references.map(named) }));
}

/** The condition with another name for one of its columns; texts in quotes stay as they are. */
export function withIdentifier(sql: string, { from, to }: NewName): string {
  const isIt = (word: string): boolean => (word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') === from : word.toLowerCase() === from);
  return sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*/gu, (word) => (isIt(word) ? to : word));
}

function withFieldNames(expression: Expression, named: (name: string) => string): Expression {
  switch (expression.kind) {
    case 'literal': return expression;
    case 'field': return { ...expression, name: named(expression.name) };
    case 'call': return { ...expression, args: expression.args.map((arg) => withFieldNames(arg, named)) };
    case 'case': return {
      ...expression,
      branches: expression.branches.map(({ when, then }) => ({ when: withFieldNames(when, named), then: withFieldNames(then, named) })),
      otherwise: withFieldNames(expression.otherwise, named),
    };
    default: return expression satisfies never;
  }
}

function renameConstraint(table: TableInProgress, from: string, to: string): void {
  const renamed = <Named extends { readonly name?: string | undefined }>(item: Named): Named => (item.name === from ? { ...item, name: to } : item);
  table.primaryKey = table.primaryKey === undefined ? undefined : renamed(table.primaryKey);
  table.uniqueKeys = table.uniqueKeys.map(renamed);
  table.foreignKeys = table.foreignKeys.map(renamed);
  table.checks = table.checks.map(renamed);
}

function renameUserType({ catalog }: StatementContext, { object, newname = '' }: RenameStmt): void {
  const [schema, name] = splitName(object !== undefined && 'List' in object ? namesOf(object.List.items) : []);
  const [before, after] = [catalog.qualified(schema, name), catalog.qualified(schema, newname)];
  for (const types of [catalog.enums, catalog.domains, catalog.composites]) moved<unknown>(types, before, after);
  const written = schema === undefined ? newname : `${schema}.${newname}`;
  for (const table of catalog.tables.values()) {
    for (const column of table.columns.values()) {
      const [type, ...brackets] = column.type.sqlType.split('[]');
      if (type === name || type === before || type === `public.${name}`) column.type = { ...column.type, sqlType: [written, ...brackets].join('[]') };
    }
  }
}

function moved<Item>(items: Map<string, Item>, from: string, to: string): void {
  const item = items.get(from);
  if (item === undefined) return;
  items.delete(from);
  items.set(to, item);
}
