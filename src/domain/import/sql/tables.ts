// CREATE TABLE and ALTER TABLE, as changes of the catalog.
import type { AlterTableCmd, AlterTableStmt, CreateStmt, IndexStmt, TableLikeClause } from 'libpg-query';
import { fieldsOf } from '../../expression.ts';
import type { Column, StatementContext, TableInProgress } from './catalog.ts';
import { addColumn, addConstraint, setComputed, setDefault, setIdentity } from './columns.ts';
import { readType } from './types.ts';

export function createTable(context: StatementContext, statement: CreateStmt): void {
  const { catalog, source } = context;
  const { relation } = statement;
  const name = catalog.nameOf(relation);
  const line = source.lineAt(relation?.location);
  if (statement.if_not_exists === true && catalog.tables.has(name)) return;
  if (statement.partbound !== undefined) {
    catalog.partitions.add(name);
    catalog.warnOnce('partition', { message: `${name} is a partition: partitions are left out, rows are made for the partitioned table`, line, table: name });
    return;
  }
  if (relation?.relpersistence === 't' || statement.ofTypename !== undefined) {
    catalog.warn({ message: relation?.relpersistence === 't' ? 'a temporary table is left out' : 'a table OF a composite type is left out', line, table: name });
    return;
  }
  const table: TableInProgress = { name, line, columns: new Map(), uniqueKeys: [], foreignKeys: [], checks: [] };
  catalog.addTable(table);
  const schema = relation?.schemaname ?? catalog.defaultSchema;
  if (schema.includes('.')) catalog.warnOnce('dotted schema', { message: `the schema ${JSON.stringify(schema)} has a dot in its name, by which SQL output will not find its tables: rename it`, line, table: name });
  for (const parent of statement.inhRelations ?? []) if ('RangeVar' in parent) inherit(context, table, catalog.table(parent.RangeVar), line);
  if (statement.partspec !== undefined) {
    catalog.warnOnce('partitioned', { message: `${name} is partitioned: its rows may fall outside its partitions`, line, table: name });
  }
  for (const element of statement.tableElts ?? []) {
    if ('ColumnDef' in element) addColumn(context, table, element.ColumnDef);
    else if ('Constraint' in element) addConstraint(context, table, element.Constraint);
    else if ('TableLikeClause' in element) copyLike(context, table, element.TableLikeClause);
  }
}

function inherit({ catalog }: StatementContext, table: TableInProgress, parent: TableInProgress | undefined, line: number): void {
  catalog.warnOnce('inheritance', { message: 'INHERITS: the parent\'s columns are taken over, but a query of the parent will see the rows of its children, too', line, table: table.name });
  if (parent === undefined) return;
  for (const column of parent.columns.values()) if (!table.columns.has(column.name)) catalog.addColumn(table, { ...column });
  table.checks.push(...parent.checks);
}

/** What LIKE ... INCLUDING takes over, as PostgreSQL numbers it. */
const INCLUDING = { constraints: 4, defaults: 8, generated: 16, identity: 32, indexes: 64 } as const;

function copyLike({ catalog, source }: StatementContext, table: TableInProgress, { relation, options = 0 }: TableLikeClause): void {
  const line = source.lineAt(relation?.location);
  const parent = catalog.table(relation);
  if (parent === undefined) {
    catalog.warn({ message: `LIKE ${relation?.relname ?? ''}: no such table in the script, its columns are missing`, line, table: table.name });
    return;
  }
  for (const { defaultTo, computed, identity, ...column } of parent.columns.values()) {
    const copy: Column = { ...column };
    if ((options & INCLUDING.defaults) !== 0 && defaultTo !== undefined) copy.defaultTo = defaultTo;
    if ((options & INCLUDING.generated) !== 0 && computed !== undefined) copy.computed = computed;
    if ((options & INCLUDING.identity) !== 0 && identity !== undefined) copy.identity = identity;
    catalog.addColumn(table, copy);
  }
  if ((options & INCLUDING.constraints) !== 0) table.checks.push(...parent.checks);
  if ((options & INCLUDING.indexes) !== 0) {
    table.primaryKey ??= parent.primaryKey;
    table.uniqueKeys.push(...parent.uniqueKeys);
  }
}

export function alterTable(context: StatementContext, statement: AlterTableStmt): void {
  if (statement.objtype !== 'OBJECT_TABLE') return; // views, indexes and sequences have no rows of their own
  const { catalog, source } = context;
  const line = source.lineAt(statement.relation?.location);
  const table = catalog.table(statement.relation);
  if (table === undefined) {
    const name = catalog.nameOf(statement.relation);
    const matters = !catalog.partitions.has(name) && (statement.cmds ?? []).some((command) => 'AlterTableCmd' in command && command.AlterTableCmd.subtype !== 'AT_ChangeOwner');
    if (matters) catalog.warn({ message: `ALTER TABLE ${name} plays no part: no such table was taken over`, line, table: name });
    return;
  }
  for (const command of statement.cmds ?? []) if ('AlterTableCmd' in command) alter(context, table, command.AlterTableCmd, line);
}

/** Changes that no value depends on. */
const HARMLESS: ReadonlySet<string> = new Set([
  'AT_SetStatistics', 'AT_SetOptions', 'AT_ResetOptions', 'AT_SetStorage', 'AT_SetCompression', 'AT_ValidateConstraint', 'AT_AlterConstraint', 'AT_ChangeOwner', 'AT_ClusterOn',
  'AT_DropCluster', 'AT_SetLogged', 'AT_SetUnLogged', 'AT_DropOids', 'AT_SetAccessMethod', 'AT_SetTableSpace', 'AT_SetRelOptions', 'AT_ResetRelOptions', 'AT_EnableTrig',
  'AT_DisableTrig', 'AT_EnableTrigAll', 'AT_DisableTrigAll', 'AT_EnableTrigUser', 'AT_DisableTrigUser', 'AT_ReplicaIdentity', 'AT_EnableRowSecurity', 'AT_DisableRowSecurity',
  'AT_ForceRowSecurity', 'AT_NoForceRowSecurity', 'AT_SetIdentity',
]);

function alter(context: StatementContext, table: TableInProgress, command: AlterTableCmd, line: number): void {
  const { catalog } = context;
  const { subtype = '', def, name = '' } = command;
  if (subtype === 'AT_AddConstraint' && def !== undefined && 'Constraint' in def) return addConstraint(context, table, def.Constraint);
  if (subtype === 'AT_AddColumn' && def !== undefined && 'ColumnDef' in def) {
    if (command.missing_ok === true && table.columns.has(def.ColumnDef.colname ?? '')) return;
    return addColumn(context, table, def.ColumnDef);
  }
  if (subtype === 'AT_DropConstraint') return dropConstraint(context, table, name, line);
  if (subtype === 'AT_AttachPartition') return detachChild(context, table, command, line);
  if (HARMLESS.has(subtype)) return;
  const column = table.columns.get(name);
  if (subtype.startsWith('AT_') && /Column|NotNull|Identity|Expression/.test(subtype)) {
    if (column !== undefined) return alterColumn(context, table, { command, column });
    if (command.missing_ok !== true) catalog.warn({ message: `ALTER COLUMN ${name} plays no part: no such column`, line, table: table.name, field: name });
    return;
  }
  const words = subtype.slice(3).replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  catalog.warnOnce(`${subtype} ${table.name}`, { message: `ALTER TABLE ${table.name} ... (${words}) plays no part`, line, table: table.name });
}

function alterColumn(context: StatementContext, table: TableInProgress, { command, column }: { readonly command: AlterTableCmd; readonly column: Column }): void {
  const { def } = command;
  switch (command.subtype) {
    case 'AT_ColumnDefault':
      if (def === undefined && column.identity?.always !== true) column.identity = undefined;
      return setDefault(context, table, column, def);
    case 'AT_SetNotNull': column.notNull = true; return;
    case 'AT_DropNotNull': column.notNull = false; return;
    case 'AT_AlterColumnType':
      if (def !== undefined && 'ColumnDef' in def) {
        column.type = readType(def.ColumnDef.typeName, context.catalog);
        column.domain = context.catalog.domainOfType(def.ColumnDef.typeName);
        column.elements = context.catalog.domainOfElements(def.ColumnDef.typeName);
      }
      return;
    case 'AT_AddIdentity':
      if (def !== undefined && 'Constraint' in def) setIdentity(column, def.Constraint);
      return;
    case 'AT_DropIdentity': column.identity = undefined; return;
    case 'AT_SetExpression': return setComputed(context, table, column, def);
    case 'AT_DropExpression': column.computed = undefined; return;
    case 'AT_DropColumn': return dropColumn(table, column.name);
    default:
  }
}

/** A column takes with it every key and check that names it. */
function dropColumn(table: TableInProgress, name: string): void {
  table.columns.delete(name);
  if (table.primaryKey?.fields.includes(name) === true) table.primaryKey = undefined;
  table.uniqueKeys = table.uniqueKeys.filter((key) => !key.fields.includes(name));
  table.foreignKeys = table.foreignKeys.filter((key) => !key.fields.includes(name));
  table.checks = table.checks.filter((check) => !fieldsOf(check.condition).has(name));
}

function dropConstraint({ catalog }: StatementContext, table: TableInProgress, name: string, line: number): void {
  const count = (): number => Number(table.primaryKey !== undefined) + table.uniqueKeys.length + table.foreignKeys.length + table.checks.length;
  const before = count();
  if (table.primaryKey?.name === name) table.primaryKey = undefined;
  table.uniqueKeys = table.uniqueKeys.filter((key) => key.name !== name);
  table.foreignKeys = table.foreignKeys.filter((key) => key.name !== name);
  table.checks = table.checks.filter((check) => check.name !== name);
  if (count() === before) catalog.warn({ message: `DROP CONSTRAINT ${name} plays no part: no constraint was given that name`, line, table: table.name });
}

/** A table that becomes a partition gets no rows of its own. */
function detachChild({ catalog }: StatementContext, table: TableInProgress, { def }: AlterTableCmd, line: number): void {
  const child = def !== undefined && 'PartitionCmd' in def ? catalog.table(def.PartitionCmd.name) : undefined;
  if (child !== undefined) {
    catalog.tables.delete(child.name);
    catalog.partitions.add(child.name);
  }
  catalog.warnOnce('partition', { message: `${child?.name ?? 'a table'} is a partition: partitions are left out, rows are made for the partitioned table`, line, table: table.name });
}

/** CREATE UNIQUE INDEX on plain columns is a unique key; other indexes change no value. */
export function createIndex({ catalog, source }: StatementContext, statement: IndexStmt): void {
  const table = catalog.table(statement.relation);
  if (statement.unique !== true || table === undefined) return;
  const line = source.lineAt(statement.relation?.location);
  const label = `unique index ${statement.idxname ?? ''}`.trim();
  const elements = (statement.indexParams ?? []).flatMap((param) => ('IndexElem' in param ? [param.IndexElem] : []));
  const fields = elements.flatMap(({ name }) => (name === undefined ? [] : [name]));
  if (statement.whereClause !== undefined) return catalog.warn({ message: `the ${label} with WHERE is not honoured: values may repeat`, line, table: table.name });
  if (fields.length < elements.length) return catalog.warn({ message: `the ${label} over an expression is not honoured: its values may repeat`, line, table: table.name });
  if (statement.idxname !== undefined) catalog.uniqueIndexes.set(statement.idxname, fields);
  table.uniqueKeys.push({ name: statement.idxname, fields, line });
}
