// Whether a schema makes sense, whatever it was imported from: what is named exists, what is bounded has room, nothing depends
// on itself. Tells every fault, each with its place; after this the planner need not ask again.
import type { InputIssue } from './errors.ts';
import { InvalidInput } from './errors.ts';
import { compileExpression, fieldsOf } from './expression.ts';
import { MAX_FIELDS, MAX_FIELDS_IN_ALL, MAX_NAME_LENGTH, MAX_TABLES } from './limits.ts';
import { keysOf, sameFields, type DataSchema, type Field, type FieldType, type ForeignKey, type Table } from './schema.ts';
import { fieldCycles, keyCycles } from './validate/cycles.ts';
import { generatorIssues } from './validate/generators.ts';

/** Issues after these are not looked for. */
const MAX_ISSUES = 200;
const ANY_INSTANT = '2000-01-01T00:00:00Z';

/** What is wrong with a schema; empty: nothing. Paths begin with `tables` and the table's name. Fields may still lack generators. */
export function validateSchema(schema: DataSchema): readonly InputIssue[] {
  const sizes = sizeIssues(schema.tables);
  if (sizes.length > 0) return sizes;
  const issues = repeated(schema.tables.map(({ name }) => name)).map((name) => issue(['tables', name], `table ${shown(name)} is there twice: rename one`));
  for (const table of schema.tables) {
    issues.push(...tableIssues(table, schema));
    if (issues.length >= MAX_ISSUES) return issues.slice(0, MAX_ISSUES);
  }
  // Cycles are looked for only among things that exist.
  if (issues.length > 0) return issues;
  return [
    ...schema.tables.flatMap((table) => fieldCycles(table).map((cycle) => issue(['tables', table.name, 'fields', cycle[0] ?? ''],
      `table ${table.name}: these fields are made from one another in a circle: ${cycle.join(' <- ')}; make one of them in another way`))),
    ...keyCycles(schema).map(({ table, field, cycle }) => issue(['tables', table, 'foreignKeys'],
      `table ${table}: ${field} takes its value from itself, round a circle of foreign keys: ${cycle.join(' -> ')}; give one of these tables a key of its own`)),
  ];
}

function issue(path: readonly string[], message: string): InputIssue {
  return { path, message };
}

function shown(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}...` : name);
}

function repeated(names: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return [...new Set(names.filter((name) => seen.size === seen.add(name).size))];
}

/** Whether there is anything, and not too much of it: for what a schema is yet to be made of, too. */
export function sizeIssues(tables: readonly { readonly name: string; readonly fields: readonly unknown[] }[]): readonly InputIssue[] {
  if (tables.length === 0) return [issue(['tables'], 'the schema has no table: give it at least one')];
  if (tables.length > MAX_TABLES) return [issue(['tables'], `expected at most ${MAX_TABLES} tables, got ${tables.length}: cut the schema`)];
  const wide = tables.find((table) => table.fields.length > MAX_FIELDS);
  if (wide !== undefined) return [issue(['tables', wide.name], `table ${shown(wide.name)}: expected at most ${MAX_FIELDS} fields, got ${wide.fields.length}: cut the table`)];
  const fields = tables.reduce((sum, table) => sum + table.fields.length, 0);
  return fields > MAX_FIELDS_IN_ALL ? [issue(['tables'], `expected at most ${MAX_FIELDS_IN_ALL} fields in all tables together, got ${fields}: cut the schema`)] : [];
}

function nameFault(name: string): string | undefined {
  if (name.trim() === '') return 'has no name';
  if (name.length > MAX_NAME_LENGTH) return `has a name of ${name.length} characters, expected at most ${MAX_NAME_LENGTH}`;
  // A lone surrogate is no character: it could not be stored or sent as it is.
  if (/[\u0000-\u001f\u007f]/.test(name) || !name.isWellFormed()) return 'has a name with characters that cannot be shown; take them out';
  return undefined;
}

function tableIssues(table: Table, schema: DataSchema): readonly InputIssue[] {
  const path = ['tables', table.name];
  const fault = nameFault(table.name);
  if (fault !== undefined) return [issue(path, `table ${shown(table.name)} ${fault}`)];
  // What is counted by table is kept as JSON, where that name is no member's.
  if (table.name === '__proto__') return [issue(path, `table ${shown(table.name)} has the name of every object's prototype: rename it`)];
  if (table.fields.length === 0) return [issue(path, `table ${table.name} has no fields: give it at least one`)];
  return [
    ...repeated(table.fields.map(({ name }) => name)).map((name) => issue([...path, 'fields', name], `table ${table.name}: field ${shown(name)} is there twice: rename one`)),
    ...table.fields.flatMap((field) => fieldIssues(table, field, schema)),
    ...keyIssues(table),
    ...table.foreignKeys.flatMap((foreignKey) => foreignKeyIssues(table, foreignKey, schema)),
    ...table.checks.flatMap((check) => unknownFields(table, fieldsOf(check.condition)).map((name) =>
      issue([...path, 'checks'], `table ${table.name}: CHECK (${check.sql.slice(0, 120)}) names ${shown(name)}, which is no field of it: ${have(table)}`))),
  ];
}

function unknownFields(table: Table, names: Iterable<string>): readonly string[] {
  const known = new Set(table.fields.map(({ name }) => name));
  return [...names].filter((name) => !known.has(name));
}

/** The names of a table's fields, the first of them, in words. */
export function have(table: Table): string {
  const names = table.fields.slice(0, 20).map(({ name }) => name).join(', ');
  return `it has ${names}${table.fields.length > 20 ? ' ...' : ''}`;
}

function fieldIssues(table: Table, field: Field, schema: DataSchema): readonly InputIssue[] {
  const path = ['tables', table.name, 'fields', field.name];
  const subject = `table ${table.name}, field ${field.name}:`;
  const fault = nameFault(field.name);
  if (fault !== undefined) return [issue(path, `table ${table.name}: a field ${shown(field.name)} ${fault}`)];
  const issues: InputIssue[] = [];
  const tell = (message: string, ...more: readonly string[]): void => void issues.push(issue([...path, ...more], `${subject} ${message}`));
  const { minimum, maximum, maxLength, precision, scale, values, nullShare } = field;
  if (minimum !== undefined && maximum !== undefined && minimum > maximum) tell(`its minimum ${minimum} is above its maximum ${maximum}`);
  if (maxLength !== undefined && !(Number.isSafeInteger(maxLength) && maxLength >= 1)) tell(`expected a maxLength of 1 or more, got ${maxLength}`, 'maxLength');
  if (precision !== undefined && !(Number.isInteger(precision) && precision >= 1 && precision <= 1000)) tell(`expected a precision of 1 to 1000 digits, got ${precision}`);
  if (scale !== undefined && !(Number.isInteger(scale) && scale >= 0 && scale <= 1000)) tell(`expected a scale of 0 to 1000 digits, got ${scale}`);
  if (values?.length === 0) tell('its list of values is empty: give it at least one');
  if (nullShare !== undefined && !(nullShare >= 0 && nullShare <= 1)) tell(`expected a null share from 0 to 1, got ${nullShare}`, 'nullShare');
  for (const [what, expression] of [['default', field.defaultTo], ['computed', field.computed]] as const) {
    if (expression === undefined) continue;
    for (const name of unknownFields(table, fieldsOf(expression))) tell(`it is ${what} from ${shown(name)}, which is no field of the table: ${have(table)}`);
    try {
      compileExpression(expression, { reference: ANY_INSTANT });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      tell(error.issues.map(({ message }) => message).join('; '));
    }
  }
  return field.generator === undefined ? issues : [...issues, ...generatorIssues(field.generator, { table, field, schema, path: [...path, 'generator'], subject })];
}

function keyIssues(table: Table): readonly InputIssue[] {
  const primary = keysOf(table)[0] === table.primaryKey;
  return keysOf(table).flatMap((key, index) => {
    const isPrimary = primary && index === 0;
    const path = ['tables', table.name, isPrimary ? 'primaryKey' : 'uniqueKeys'];
    const what = `table ${table.name}: the ${isPrimary ? 'primary' : 'unique'} key (${key.join(', ')})`;
    if (key.length === 0) return [issue(path, `table ${table.name}: a unique key names no field`)];
    const nullable = isPrimary ? table.fields.filter(({ name, nullable: can }) => can && key.includes(name)) : [];
    return [
      ...unknownFields(table, key).map((name) => issue(path, `${what} names ${shown(name)}, which is no field of it: ${have(table)}`)),
      ...repeated(key).map((name) => issue(path, `${what} names ${shown(name)} twice`)),
      ...nullable.map(({ name }) => issue(path, `${what} holds ${name}, which may be null; a primary key may not: set nullable to false`)),
    ];
  });
}

/** Types whose values can stand for one another in a foreign key. */
const KINDS_OF_KEY: Readonly<Record<FieldType, string>> = {
  INTEGER: 'number', DECIMAL: 'number', FLOAT: 'number', STRING: 'text', TEXT: 'text', UUID: 'text', BOOLEAN: 'boolean', DATE: 'date', TIME: 'time', DATETIME: 'instant', JSON: 'json', BINARY: 'bytes',
};

function foreignKeyIssues(table: Table, { fields, table: parentName, references }: ForeignKey, schema: DataSchema): readonly InputIssue[] {
  const path = ['tables', table.name, 'foreignKeys'];
  const what = `table ${table.name}: the foreign key (${fields.join(', ')}) to ${parentName} (${references.join(', ')})`;
  const parent = schema.tables.find(({ name }) => name === parentName);
  if (parent === undefined) return [issue(path, `${what}: there is no table ${shown(parentName)}`)];
  if (fields.length === 0 || fields.length !== references.length) return [issue(path, `${what} pairs ${fields.length} fields with ${references.length}: it needs as many on both sides, at least one`)];
  const missing = [...unknownFields(table, fields).map((name) => `${shown(name)} is no field of ${table.name}`), ...unknownFields(parent, references).map((name) => `${shown(name)} is no field of ${parentName}`)];
  if (missing.length > 0) return missing.map((reason) => issue(path, `${what}: ${reason}`));
  if (repeated(fields).length > 0) return [issue(path, `${what} names a field twice`)];
  const isKey = keysOf(parent).some((key) => sameFields(key, references));
  if (!isKey) return [issue(path, `${what}: (${references.join(', ')}) is no key of ${parentName}; make it its primary key or a unique key`)];
  return fields.flatMap((name, index) => {
    const [child, origin] = [typeOf(table, name), typeOf(parent, references[index] ?? '')];
    return KINDS_OF_KEY[child] === KINDS_OF_KEY[origin] ? [] : [issue(path, `${what}: ${name} is ${child}, but ${references[index]} is ${origin}; give them one type`)];
  });
}

function typeOf(table: Table, name: string): FieldType {
  return table.fields.find((field) => field.name === name)?.type ?? 'STRING';
}
