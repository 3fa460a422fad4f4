// Turns what a script has made into a schema: names are resolved, and whatever refers to nothing is left out with a warning.
import { InvalidInput } from '../../errors.ts';
import { fieldsOf } from '../../expression.ts';
import { keysOf, sameFields, type Check, type DataSchema, type Field, type ForeignKey, type Table } from '../../schema.ts';
import { sqlIdentifier } from '../../sql-identifiers.ts';
import { toExpression } from '../expression.ts';
import type { Catalog, Column, ForeignKeyInProgress, TableInProgress } from './catalog.ts';
import { shownCondition } from './columns.ts';
import { withIdentifier } from './renames.ts';

export function finish(catalog: Catalog): DataSchema {
  // Keys first: a foreign key is judged by its parent's.
  const keys = new Map([...catalog.tables.values()].map((table) => [table.name, knownKeys(catalog, table)]));
  return { tables: [...catalog.tables.values()].map((table) => finishTable(catalog, table, keys)) };
}

interface Keys {
  readonly primaryKey: readonly string[];
  readonly uniqueKeys: readonly (readonly string[])[];
}

function knownKeys(catalog: Catalog, table: TableInProgress): Keys {
  const known = (fields: readonly string[], line: number): boolean => {
    const missing = fields.find((name) => !table.columns.has(name));
    if (missing !== undefined) catalog.warn({ message: `a key names ${missing}, which is no column of the table; the key is left out`, line, table: table.name });
    return missing === undefined && fields.length > 0;
  };
  const primary = table.primaryKey !== undefined && known(table.primaryKey.fields, table.primaryKey.line) ? table.primaryKey.fields : [];
  const unique: (readonly string[])[] = [];
  for (const { fields, line } of table.uniqueKeys) {
    if (known(fields, line) && !sameFields(fields, primary) && !unique.some((other) => sameFields(other, fields))) unique.push(fields);
  }
  return { primaryKey: primary, uniqueKeys: unique };
}

function finishTable(catalog: Catalog, table: TableInProgress, keys: ReadonlyMap<string, Keys>): Table {
  const { primaryKey, uniqueKeys } = keys.get(table.name) ?? { primaryKey: [], uniqueKeys: [] };
  const filled = filledByMatchFull(catalog, table, primaryKey);
  const foreignKeys: ForeignKey[] = [];
  for (const foreignKey of table.foreignKeys) {
    const finished = finishForeignKey(catalog, table, foreignKey, keys);
    if (finished !== undefined && !foreignKeys.some((other) => JSON.stringify(other) === JSON.stringify(finished))) foreignKeys.push(finished);
  }
  for (const foreignKey of foreignKeys) takeTypes(catalog, table, foreignKey);
  const fields = [...table.columns.values()].map((column) => finishField(catalog, table, column, [...primaryKey, ...filled]));
  return {
    name: table.name,
    ...(table.description === undefined ? {} : { description: table.description }),
    fields,
    primaryKey,
    uniqueKeys,
    foreignKeys,
    checks: [...knownChecks(catalog, table), ...[...table.columns.values()].flatMap((column) => domainChecks(catalog, table, column))],
  };
}

/** Nullable fields of MATCH FULL keys whose other fields are always filled, or follow another key: they are filled, too. */
function filledByMatchFull(catalog: Catalog, table: TableInProgress, primaryKey: readonly string[]): readonly string[] {
  const mayBeNull = (name: string): boolean => {
    const column = table.columns.get(name);
    const shared = table.foreignKeys.filter(({ fields }) => fields.includes(name)).length > 1;
    return column !== undefined && !column.notNull && column.domain?.notNull !== true && !primaryKey.includes(name) && !shared;
  };
  return table.foreignKeys.flatMap(({ fields, matchFull, line }) => {
    const nullable = fields.filter(mayBeNull);
    if (!matchFull || nullable.length === 0 || nullable.length === fields.length) return [];
    catalog.warn({ message: `MATCH FULL forbids (${fields.join(', ')}) to be null in part: ${nullable.join(', ')} is filled in every row`, line, table: table.name });
    return nullable;
  });
}

const EMPTY_ARRAY = { kind: 'constant', value: '{}' } as const;

function finishField(catalog: Catalog, table: TableInProgress, column: Column, filled: readonly string[]): Field {
  const { serial: _serial, unknown, caveat: _caveat, generator, ...shape } = column.type;
  const nullable = !column.notNull && column.domain?.notNull !== true && !filled.includes(column.name);
  const checked = column.computed === undefined && column.elements !== undefined && column.elements.checks.length > 0;
  if (checked) catalog.warn({ message: `the elements of ${column.type.sqlType} have a domain's CHECKs, which are not read for arrays: the arrays are left empty`, line: column.line, table: table.name, field: column.name });
  const chosen = checked ? EMPTY_ARRAY : (column.generator ?? generator);
  if (unknown === true && column.computed === undefined) {
    const outcome = nullable ? 'it is left null' : 'plain text is made, which the database may not take';
    catalog.warn({ message: `no values of type ${column.type.sqlType} are known: ${outcome}`, line: column.line, table: table.name, field: column.name });
  }
  return {
    name: column.name,
    ...shape,
    nullable,
    ...(column.description === undefined ? {} : { description: column.description }),
    ...(column.defaultTo === undefined ? {} : { defaultTo: column.defaultTo }),
    ...(column.computed === undefined ? {} : { computed: column.computed }),
    ...(column.identity === undefined ? {} : { identity: column.identity }),
    ...(unknown === true && nullable ? { generator: { kind: 'constant', value: null } } : chosen === undefined ? {} : { generator: chosen }),
  };
}

function finishForeignKey(catalog: Catalog, table: TableInProgress, foreignKey: ForeignKeyInProgress, keys: ReadonlyMap<string, Keys>): ForeignKey | undefined {
  const { fields, line } = foreignKey;
  const parent = catalog.table(foreignKey.parent, foreignKey.defaultSchema);
  const parentName = parent?.name ?? catalog.nameOf(foreignKey.parent, foreignKey.defaultSchema);
  const leaveOut = (reason: string): undefined => {
    catalog.warn({ message: `the foreign key (${fields.join(', ')}) to ${parentName} is left out: ${reason}`, line, table: table.name, ...(fields.length === 1 ? { field: fields[0] ?? '' } : {}) });
  };
  const parentKeys = parent === undefined ? undefined : keys.get(parent.name);
  if (parent === undefined || parentKeys === undefined) return leaveOut('no such table in the script');
  const missing = fields.find((name) => !table.columns.has(name));
  if (missing !== undefined) return leaveOut(`${missing} is no column of ${table.name}`);
  const references = foreignKey.references.length > 0 ? foreignKey.references : parentKeys.primaryKey;
  if (references.length === 0) return leaveOut(`${parentName} has no primary key`);
  if (references.length !== fields.length) return leaveOut(`it has ${fields.length} columns, the key of ${parentName} has ${references.length}`);
  if (!keysOf(parentKeys).some((key) => sameFields(key, references))) return leaveOut(`(${references.join(', ')}) is no key of ${parentName}`);
  return { fields, table: parent.name, references };
}

/** A column that names no type, as SQLite allows, is of the type of what it refers to. */
function takeTypes({ tables }: Catalog, { columns }: TableInProgress, { fields, table: parent, references }: ForeignKey): void {
  for (const [at, name] of fields.entries()) {
    const [column, origin] = [columns.get(name), tables.get(parent)?.columns.get(references[at] ?? '')];
    if (column?.type.sqlType === '' && column.computed === undefined && origin !== undefined) column.type = { ...origin.type, sqlType: '' };
  }
}

function knownChecks(catalog: Catalog, table: TableInProgress): readonly Check[] {
  return table.checks.flatMap(({ sql, condition, line }) => {
    const missing = [...fieldsOf(condition)].find((name) => !table.columns.has(name));
    if (missing === undefined) return [{ sql, condition }];
    catalog.warn({ message: `CHECK (${shownCondition(sql)}) is left out: ${missing} is no column of the table`, line, table: table.name });
    return [];
  });
}

/** A domain's CHECKs hold for each of its columns, which stands for VALUE. */
function domainChecks(catalog: Catalog, table: TableInProgress, { name, domain }: Column): readonly Check[] {
  return (domain?.checks ?? []).flatMap(({ node, sql, line }) => {
    try {
      return [{ sql: withIdentifier(sql, { from: 'value', to: sqlIdentifier(name) }), condition: toExpression(node, (column) => (column === 'value' ? name : column)) }];
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      catalog.warn({ message: `CHECK (${shownCondition(sql)}) is not honoured: ${error.issues.map((issue) => issue.message).join('; ')}`, line, table: table.name, field: name });
      return [];
    }
  });
}
