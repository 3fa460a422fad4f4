// The terms of a condition, seen through what changes nothing: casts that keep the value, NOTs that can be pushed inwards,
// parts without fields that are computed at once.
import { compileExpression, fieldsOf, walk } from '../expression.ts';
import type { Expression } from '../expression.ts';
import { InvalidInput } from '../errors.ts';
import type { Field, FieldType, Value } from '../schema.ts';

const NOW_FUNCTIONS: ReadonlySet<string> = new Set([
  'now', 'current_date', 'current_time', 'current_timestamp', 'localtime', 'localtimestamp', 'transaction_timestamp', 'statement_timestamp', 'clock_timestamp', 'age',
]);
/** Any instant does for an expression that does not ask for now. */
const ANY_INSTANT = '2000-01-01T00:00:00Z';

/** The value of an expression without fields; undefined where it reads one, or asks for a now that is not known. */
export function constantOf(expression: Expression, reference: string | undefined): Value | undefined {
  if (expression.kind === 'literal') return expression.value;
  if (fieldsOf(expression).size > 0) return undefined;
  let asksForNow = false;
  walk(expression, (node) => {
    asksForNow ||= node.kind === 'call' && NOW_FUNCTIONS.has(node.name);
  });
  if (asksForNow && reference === undefined) return undefined;
  try {
    return compileExpression(expression, { reference: reference ?? ANY_INSTANT })(() => null);
  } catch (error) {
    if (error instanceof InvalidInput) return undefined; // what cannot be computed is no constant
    throw error;
  }
}

const KEPT_BY: Readonly<Record<string, readonly FieldType[]>> = {
  '::text': ['STRING', 'TEXT', 'UUID'],
  '::numeric': ['INTEGER', 'DECIMAL', 'FLOAT'],
  '::float': ['INTEGER', 'DECIMAL', 'FLOAT'],
  '::bigint': ['INTEGER'],
  '::integer': ['INTEGER'],
  '::date': ['DATE'],
  '::time': ['TIME'],
  '::timestamp': ['DATETIME', 'DATE'],
};

/** The field that an expression is, under casts that keep its value; undefined where it is anything else. */
export function strippedField(expression: Expression, fields: ReadonlyMap<string, Field>): string | undefined {
  if (expression.kind === 'field') return expression.name;
  if (expression.kind !== 'call' || expression.args.length !== 1) return undefined;
  const [inner] = expression.args;
  const name = inner === undefined ? undefined : strippedField(inner, fields);
  const field = name === undefined ? undefined : fields.get(name);
  return field !== undefined && KEPT_BY[expression.name]?.includes(field.type) === true ? name : undefined;
}

const OPPOSITES: Readonly<Record<string, string>> = {
  '=': '<>', '<>': '=', '<': '>=', '>=': '<', '>': '<=', '<=': '>', in: 'not in', 'not in': 'in', like: 'not like', 'not like': 'like',
  between: 'not between', 'not between': 'between', 'is null': 'is not null', 'is not null': 'is null', '~': '!~', '!~': '~',
};

/** The same condition with every NOT pushed as far in as it goes. Holds in three-valued logic, too. */
export function simplified(condition: Expression): Expression {
  if (condition.kind !== 'call') return condition;
  if (condition.name === 'and' || condition.name === 'or') return { ...condition, args: condition.args.map(simplified) };
  if (condition.name !== 'not') return condition;
  const [inner] = condition.args;
  return inner === undefined ? condition : negated(inner);
}

function negated(condition: Expression): Expression {
  if (condition.kind === 'call') {
    if (condition.name === 'and' || condition.name === 'or') {
      return { kind: 'call', name: condition.name === 'and' ? 'or' : 'and', args: condition.args.map(negated) };
    }
    const [inner] = condition.args;
    if (condition.name === 'not' && inner !== undefined) return simplified(inner);
    const opposite = OPPOSITES[condition.name];
    if (opposite !== undefined) return { ...condition, name: opposite };
  }
  return { kind: 'call', name: 'not', args: [condition] };
}
