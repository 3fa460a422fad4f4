// Conditions as they are ordered become conditions of tables: SQL texts are parsed, names are looked up, numbers are held to their bounds, and what no further
// draw could change is refused, each with its path.
import type { Balance, ConditionOrder, Where } from '../conditions.ts';
import { dependenciesOf } from '../dependencies.ts';
import { InvalidInput, unknownTable } from '../errors.ts';
import { fieldsOf, isTruth } from '../expression.ts';
import { keysOf, type DataSchema, type Field, type Table } from '../schema.ts';
import { have } from '../validate.ts';
import { parseExpression } from './expression.ts';
import { typedIn } from './typed.ts';

/** Most tables that an order has conditions on. */
export const MAX_CONDITIONS = 20;
/** Most fields of a table that are balanced. */
export const MAX_BALANCED = 10;
/** Most values of a field that is balanced. */
export const MAX_BALANCED_VALUES = 1_000;

/** What is wanted of a table; its balances are not weights yet. */
export interface Wanted {
  readonly table: string;
  readonly where: Where | null;
  readonly balance: readonly Balance[];
  /** Where in the input it stands. */
  readonly path: readonly string[];
}

/** `loadParser` must have been awaited where there are any. Throws InvalidInput with paths from ['conditions', '0'] on. */
export function readConditions(orders: readonly ConditionOrder[], schema: DataSchema): readonly Wanted[] {
  if (orders.length > MAX_CONDITIONS) throw InvalidInput.at(['conditions'], `expected conditions on at most ${MAX_CONDITIONS} tables, got ${orders.length}`);
  const wanted = orders.map((order, index) => {
    const path = ['conditions', String(index)];
    return { ...InvalidInput.within(path, () => readCondition(order, schema)), path };
  });
  for (const [index, { table, path }] of wanted.entries()) {
    if (wanted.findIndex((other) => other.table === table) < index) throw InvalidInput.at([...path, 'table'], `table ${table} has conditions already: say all of them at once, where by AND`);
  }
  return wanted;
}

function readCondition({ table: name, where, balance }: ConditionOrder, schema: DataSchema): Omit<Wanted, 'path'> {
  const table = namedTable(name, schema);
  if (where === undefined && balance.length === 0) throw InvalidInput.at([], `table ${table.name}: expected a condition, \`where\` or \`balance\`, got neither`);
  if (balance.length > MAX_BALANCED) throw InvalidInput.at(['balance'], `table ${table.name}: expected at most ${MAX_BALANCED} balanced fields, got ${balance.length}`);
  balance.forEach((one, index) => InvalidInput.within(['balance', String(index), one.kind], () => checkBalance(one, table)));
  const twice = balance.findIndex(({ field }, index) => balance.findIndex((other) => other.field === field) < index);
  if (twice >= 0) throw InvalidInput.at(['balance', String(twice)], `table ${table.name}: field ${balance[twice]?.field} is balanced twice: balance it once`);
  return { table: table.name, where: where === undefined ? null : InvalidInput.within(['where'], () => readWhere(where, table)), balance };
}

function namedTable(name: string | undefined, { tables }: DataSchema): Table {
  const [only, ...others] = tables;
  const table = name === undefined && others.length === 0 ? only : tables.find((one) => one.name === name);
  if (table !== undefined) return table;
  if (name === undefined) throw InvalidInput.at(['table'], `expected the name of a table, since there are ${tables.length}, got none`);
  throw unknownTable(['table'], name, tables);
}

/** True where the expression is: what it leaves open (null) is not wanted, as in SQL's WHERE. */
function readWhere(sql: string, table: Table): Where {
  const expression = typedIn(table, parseExpression(sql));
  const names = [...fieldsOf(expression)];
  for (const name of names) checkField(name, table);
  if (!isTruth(expression)) throw InvalidInput.at([], `table ${table.name}: expected a condition, true or false, such as ${names[0] ?? 'amount'} IS NOT NULL, got a value`);
  if (names.length === 0) throw InvalidInput.at([], `table ${table.name}: expected a condition on its fields, got one that names none: ${have(table)}`);
  return { kind: 'where', sql: sql.trim(), condition: { kind: 'call', name: 'is true', args: [expression] } };
}

function checkBalance(balance: Balance, table: Table): void {
  const path = balance.kind === 'evenly' ? [] : ['field'];
  const { type } = InvalidInput.within(path, () => checkField(balance.field, table));
  if (type === 'JSON') throw InvalidInput.at(path, `table ${table.name}: field ${balance.field} is JSON, whose values are not counted; balance another field`);
  if (balance.kind === 'evenly') return;
  const { length } = balance.values;
  if (length === 0 || length > MAX_BALANCED_VALUES) throw InvalidInput.at(['values'], `expected 1 to ${MAX_BALANCED_VALUES} values, got ${length}`);
  if (balance.kind === 'times') {
    const wrong = balance.values.findIndex(({ times }) => !(times >= 0 && times < Infinity));
    if (wrong >= 0) throw InvalidInput.at(['values', String(wrong), 'times'], `expected a number of 0 or more, got ${balance.values[wrong]?.times}`);
    return;
  }
  const wrong = balance.values.findIndex(({ share }) => !(share >= 0 && share <= 1));
  if (wrong >= 0) throw InvalidInput.at(['values', String(wrong), 'share'], `expected a share from 0 to 1, got ${balance.values[wrong]?.share}`);
  const sum = balance.values.reduce((all, { share }) => all + share, 0);
  if (sum > 1 + 1e-9) throw InvalidInput.at(['values'], `expected shares of 1 in all at the most, got ${sum}`);
}

/** The field, if further draws can change it. */
function checkField(name: string, table: Table): Field {
  const fields = new Map(table.fields.map((field) => [field.name, field]));
  const found = fields.get(name);
  if (found === undefined) throw InvalidInput.at([], `table ${table.name} has no field ${JSON.stringify(name)}: ${have(table)}`);
  // A set goes on over what is added to it on the way.
  const sources = new Set([found]);
  for (const field of sources) {
    const why = fixedBy(field, table);
    if (why !== null) throw InvalidInput.at([], `table ${table.name}: field ${field.name} ${why}, and is never drawn again${field === found ? '' : `; ${name} is made from it`}: put the condition on another field`);
    for (const source of dependenciesOf(field)) sources.add(fields.get(source) ?? found);
  }
  return found;
}

/** What makes a field what it is in every draw of its row; null: nothing does. */
function fixedBy({ name, generator }: Field, table: Table): string | null {
  const key = table.foreignKeys.find(({ fields }) => fields.includes(name));
  if (key !== undefined) return `refers to ${key.table}`;
  if (keysOf(table).some((fields) => fields.includes(name))) return 'is part of a key';
  return generator?.kind === 'sequence' ? 'counts the rows' : null;
}
