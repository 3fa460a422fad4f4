// Expressions over one row, in SQL's own words: a CHECK, a generated column, an expression field and a condition are all
// one thing, parsed by PostgreSQL's parser (import/expression.ts) into this tree and computed here. Three-valued logic as in
// SQL: null in, null out, and a CHECK is met unless it is false. No loops and no eval: what a tree
// may cost is bounded by its nodes, by the lengths of its texts and patterns, and by the steps of a search.
import { parseDateTime } from './calendar.ts';
import { InvalidInput } from './errors.ts';
import { asBoolean, asText, constant, toNumber } from './functions/compiled.ts';
import type { CompileContext, Compiled, Kind, Run } from './functions/compiled.ts';
import { unify } from './functions/logic.ts';
import { functionNamed } from './functions/registry.ts';
import type { Field, FieldType, Value } from './schema.ts';

export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** `type` and `scale` are the field's own; importers fill them in (import/typed.ts). */
  | { readonly kind: 'field'; readonly name: string; readonly type?: FieldType; readonly scale?: number }
  /** An operator or function by its lower-case SQL name: `+`, `||`, `=`, `and`, `not`, `in`, `like`, `is null`, `length`, `coalesce` ... */
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'case'; readonly branches: readonly { readonly when: Expression; readonly then: Expression }[]; readonly otherwise: Expression };

/** Reads a field of the present row. */
export type ReadField = (name: string) => Value;

/** Most nodes of one expression; larger ones are refused when they are parsed. */
export const MAX_EXPRESSION_NODES = 1_000;

export interface CompileOptions {
  /** The instant that "now" means, ISO 8601 in UTC. */
  readonly reference: string;
  /** The field of that name, where the tree does not say its type. Without either, kinds are told from the values' looks, and `7.0 / 2` is taken for `7 / 2`. */
  readonly fieldOf?: (name: string) => Pick<Field, 'type' | 'scale'> | undefined;
}

/**
 * A function that computes the expression from a row. It never throws on data: null where SQL would be null or would fail.
 * @throws InvalidInput where the tree calls what is not known, with too few or too many arguments, or is too large.
 */
export function compileExpression(expression: Expression, options: CompileOptions): (read: ReadField) => Value {
  if (sizeOf(expression) > MAX_EXPRESSION_NODES) {
    throw InvalidInput.at([], `the expression has more than ${MAX_EXPRESSION_NODES} parts; cut it into several fields`);
  }
  const nowSeconds = parseDateTime(options.reference);
  if (nowSeconds === null) throw new Error(`reference instant: expected ISO 8601, got ${options.reference}`);
  const part = compile(expression, { nowSeconds }, options);
  const run = part.kind === 'interval' ? asText(part) : (part.raw ?? part.run);
  return run;
}

/** Whether the expression is true, false or null in every row, as far as the types that it names tell. */
export function isTruth(expression: Expression): boolean {
  const { kind } = compile(expression, { nowSeconds: 0 }, { reference: '' });
  return kind === 'boolean' || kind === 'unknown';
}

/** Names of the fields that the expression reads. */
export function fieldsOf(expression: Expression): Set<string> {
  const names = new Set<string>();
  walk(expression, (node) => {
    if (node.kind === 'field') names.add(node.name);
  });
  return names;
}

/** How many nodes the tree has. */
export function sizeOf(expression: Expression): number {
  let size = 0;
  walk(expression, () => size++);
  return size;
}

/** Visits every node, without recursion: a tree from a stored plan may be deep. */
export function walk(expression: Expression, visit: (node: Expression) => void): void {
  const stack: Expression[] = [expression];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    visit(node);
    if (node.kind === 'call') for (const arg of node.args) stack.push(arg);
    if (node.kind !== 'case') continue;
    stack.push(node.otherwise);
    for (const { when, then } of node.branches) stack.push(when, then);
  }
}

const KIND_OF_TYPE: Readonly<Record<FieldType, Kind>> = {
  STRING: 'text', TEXT: 'text', INTEGER: 'integer', FLOAT: 'numeric', DECIMAL: 'numeric', BOOLEAN: 'boolean', DATE: 'date', TIME: 'time', DATETIME: 'datetime', UUID: 'text',
  JSON: 'json', BINARY: 'bytes',
};

function compile(expression: Expression, context: CompileContext, options: CompileOptions): Compiled {
  switch (expression.kind) {
    case 'literal': return literal(expression.value);
    case 'field': return field(expression, options);
    case 'call': {
      const found = functionNamed(expression.name);
      const { length } = expression.args;
      if (found === undefined) throw InvalidInput.at([], `${expression.name} is not a function or operator that is known here`);
      if (length < found.minimum || length > found.maximum) {
        throw InvalidInput.at([], `${expression.name} takes ${arity(found)} arguments, got ${length}`);
      }
      return found.build(expression.args.map((arg) => compile(arg, context, options)), context);
    }
    case 'case': {
      const conditions = expression.branches.map((branch) => asBoolean(compile(branch.when, context, options)));
      const { runs, ...rest } = unify([...expression.branches.map((branch) => branch.then), expression.otherwise].map((part) => compile(part, context, options)));
      return { ...rest, run: choose(conditions, runs) };
    }
    default: return expression satisfies never;
  }
}

/** How many arguments a function takes, in words. */
export function arity({ minimum, maximum }: { readonly minimum: number; readonly maximum: number }): string {
  return minimum === maximum ? String(minimum) : `${minimum} to ${maximum}`;
}

function choose(conditions: readonly Run<boolean | null>[], runs: readonly Run[]): Run {
  return (read) => {
    for (let i = 0; i < conditions.length; i++) {
      if (conditions[i]?.(read) === true) return runs[i]?.(read) ?? null;
    }
    return runs[conditions.length]?.(read) ?? null;
  };
}

function literal(value: string | number | boolean | null): Compiled {
  if (typeof value === 'number') {
    const point = String(value).indexOf('.');
    return Number.isInteger(value) ? constant('integer', value) : { ...constant('numeric', value), ...(point === -1 ? {} : { scale: String(value).length - point - 1 }) };
  }
  return constant(typeof value === 'boolean' ? 'boolean' : 'unknown', value);
}

/** A field's value, made a number where it is kept as digits. */
function field({ name, type, scale }: Expression & { readonly kind: 'field' }, options: CompileOptions): Compiled {
  const run: Run = (read) => read(name);
  const found = type === undefined ? options.fieldOf?.(name) : { type, ...(scale === undefined ? {} : { scale }) };
  if (found === undefined) return { kind: 'unknown', run };
  const kind = KIND_OF_TYPE[found.type];
  if (kind !== 'numeric' && kind !== 'integer') return { kind, run };
  const number: Run = (read) => toNumber(read(name));
  return { kind, run: number, raw: run, ...(found.scale === undefined || found.type !== 'DECIMAL' ? {} : { scale: found.scale }) };
}
