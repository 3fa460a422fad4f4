// Reads a table's CHECKs for what can be met by construction: bounds of single fields and orders between two. Whatever is not
// taken for sure stays in `residual`, to be met by re-draws. Null counts as met, as in SQL.
import { boundsOfPattern, isApproximate } from './checks/patterns.ts';
import { constantOf, simplified, strippedField } from './checks/terms.ts';
import { mergeBounds, stepped, type FieldBounds } from './checks/bounds.ts';
import { walk } from './expression.ts';
import type { Expression } from './expression.ts';
import { fitTo } from './fit.ts';
import type { Check, Field, FieldType, Table, Value } from './schema.ts';

export type { FieldBounds } from './checks/bounds.ts';

/** `lower` is at most `upper` in every row; strict: less than it. */
export interface Order {
  readonly lower: string;
  readonly upper: string;
  readonly strict: boolean;
}

export interface CheckAnalysis {
  readonly bounds: ReadonlyMap<string, FieldBounds>;
  readonly orders: readonly Order[];
  /** What bounds and orders do not promise for sure. A pattern's check is in here, too, since a field may be made in another way. */
  readonly residual: readonly Check[];
  /** Literals that a field is compared with in residual checks: values worth drawing. */
  readonly hints: ReadonlyMap<string, readonly Value[]>;
}

interface Found {
  readonly field: string;
  readonly bounds: FieldBounds;
}

type Answer = { readonly kind: 'bounds'; readonly found: readonly Found[]; readonly sure: boolean } | { readonly kind: 'order'; readonly order: Order } | null;

/** Which checks can be met by construction. `reference` is what "now" means; without it conditions on now stay residual. */
export function analyseChecks(table: Pick<Table, 'fields' | 'checks'>, reference?: string): CheckAnalysis {
  const fields = new Map(table.fields.map((field) => [field.name, field]));
  const reader = new CheckReader(fields, reference);
  const bounds = new Map<string, FieldBounds>();
  const orders: Order[] = [];
  const residual: Check[] = [];
  for (const check of table.checks) {
    let whole = true;
    for (const part of conjuncts(simplified(check.condition))) {
      const answer = reader.read(part);
      if (answer?.kind === 'order' && !reaches(orders, answer.order.upper, answer.order.lower)) orders.push(answer.order);
      else if (answer?.kind === 'bounds') {
        for (const { field, bounds: found } of answer.found) bounds.set(field, mergeBounds(bounds.get(field), found));
        whole &&= answer.sure;
      } else whole = false;
    }
    if (!whole) residual.push(check);
  }
  return { bounds, orders, residual, hints: hintsOf(residual, fields) };
}

function conjuncts(condition: Expression): readonly Expression[] {
  return condition.kind === 'call' && condition.name === 'and' ? condition.args.flatMap(conjuncts) : [condition];
}

/** Whether the orders already say that `from` is at most `to`: one more the other way would go round in a circle. */
function reaches(orders: readonly Order[], from: string, to: string): boolean {
  const seen = new Set<string>();
  const stack = [from];
  for (let name = stack.pop(); name !== undefined; name = stack.pop()) {
    if (name === to) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    for (const order of orders) if (order.lower === name) stack.push(order.upper);
  }
  return false;
}

const FLIPPED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=', '<>': '<>' };
/** What can be measured by each: octets of a text are no count of its characters. */
const LENGTHS: ReadonlyMap<string, readonly FieldType[]> = new Map([
  ['length', ['STRING', 'TEXT', 'BINARY']],
  ['char_length', ['STRING', 'TEXT']],
  ['character_length', ['STRING', 'TEXT']],
  ['octet_length', ['BINARY']],
]);
const TRIMS: ReadonlySet<string> = new Set(['trim', 'btrim', 'ltrim', 'rtrim']);
const NUMBERS: ReadonlySet<string> = new Set(['INTEGER', 'FLOAT', 'DECIMAL']);
const TIMES: ReadonlySet<string> = new Set(['DATE', 'TIME', 'DATETIME']);

class CheckReader {
  readonly #fields: ReadonlyMap<string, Field>;
  readonly #reference: string | undefined;

  constructor(fields: ReadonlyMap<string, Field>, reference: string | undefined) {
    this.#fields = fields;
    this.#reference = reference;
  }

  read(condition: Expression): Answer {
    if (condition.kind === 'field') return this.#truth(condition.name, true);
    if (condition.kind !== 'call') return null;
    const [first, second, third] = condition.args;
    if (first === undefined) return null;
    switch (condition.name) {
      case '=': case '<>': case '<': case '<=': case '>': case '>=':
        return second === undefined ? null : this.#comparison(condition.name, first, second);
      case 'between': return second === undefined || third === undefined ? null : this.#both([this.#comparison('>=', first, second), this.#comparison('<=', first, third)]);
      case 'in': return this.#membership(first, condition.args.slice(1));
      case 'or': return this.#alternatives(condition.args);
      case 'not': return first.kind === 'field' ? this.#truth(first.name, false) : null;
      case 'is true': case 'is false': return first.kind === 'field' ? this.#with(this.#truth(first.name, condition.name === 'is true'), { notNull: true }) : null;
      case 'is not null': return this.#single(first, () => ({ notNull: true }));
      case 'is null': return this.#single(first, () => ({ values: [null] }));
      case 'like': case '~': case 'ilike': case '~*': return this.#pattern(condition);
      default: return null;
    }
  }

  #field(expression: Expression): Field | undefined {
    const name = strippedField(expression, this.#fields);
    return name === undefined ? undefined : this.#fields.get(name);
  }

  #single(expression: Expression, bounds: (field: Field) => FieldBounds | null, { sure } = { sure: true }): Answer {
    const field = this.#field(expression);
    const found = field === undefined ? null : bounds(field);
    return field === undefined || found === null ? null : { kind: 'bounds', found: [{ field: field.name, bounds: found }], sure };
  }

  #with(answer: Answer, more: FieldBounds): Answer {
    return answer?.kind !== 'bounds' ? answer : { ...answer, found: answer.found.map(({ field, bounds }) => ({ field, bounds: mergeBounds(bounds, more) })) };
  }

  #both(answers: readonly Answer[]): Answer {
    const found: Found[] = [];
    let sure = true;
    for (const answer of answers) {
      if (answer?.kind !== 'bounds') return null;
      found.push(...answer.found);
      sure &&= answer.sure;
    }
    return { kind: 'bounds', found, sure };
  }

  #truth(name: string, value: boolean): Answer {
    return this.#fields.get(name)?.type === 'BOOLEAN' ? { kind: 'bounds', found: [{ field: name, bounds: { values: [value] } }], sure: true } : null;
  }

  #comparison(operator: string, left: Expression, right: Expression): Answer {
    const [leftValue, rightValue] = [constantOf(left, this.#reference), constantOf(right, this.#reference)];
    if (rightValue !== undefined && leftValue === undefined) return this.#againstValue(operator, left, rightValue);
    if (leftValue !== undefined && rightValue === undefined) return this.#againstValue(FLIPPED[operator] ?? operator, right, leftValue);
    return leftValue === undefined ? this.#order(operator, left, right) : null;
  }

  #order(operator: string, left: Expression, right: Expression): Answer {
    const [a, b] = [this.#field(left), this.#field(right)];
    if (a === undefined || b === undefined || a.name === b.name || operator === '=' || operator === '<>') return null;
    const comparable = (NUMBERS.has(a.type) && NUMBERS.has(b.type)) || (TIMES.has(a.type) && a.type === b.type);
    if (!comparable) return null;
    const [lower, upper] = operator.startsWith('<') ? [a, b] : [b, a];
    return { kind: 'order', order: { lower: lower.name, upper: upper.name, strict: !operator.endsWith('=') } };
  }

  #againstValue(operator: string, subject: Expression, value: Value): Answer {
    if (value === null) return null;
    const measured = subject.kind === 'call' ? LENGTHS.get(subject.name) : undefined;
    if (subject.kind === 'call' && measured !== undefined) return this.#length(operator, subject.args[0], value, measured);
    if (value === '' && operator === '<>') return this.#notEmpty(subject);
    if (operator === '<>') return null;
    return this.#single(subject, (field) => {
      if (operator === '=') return valuesIn(field, [value]);
      return NUMBERS.has(field.type) || TIMES.has(field.type) ? stepped(field, operator, value) : null;
    });
  }

  /** `x <> ''`, or of its trimmed text: which is as good, though not the same, since no text is made of blanks only. */
  #notEmpty(subject: Expression): Answer {
    if (subject.kind === 'call' && TRIMS.has(subject.name) && subject.args.length === 1 && subject.args[0] !== undefined) {
      return this.#single(subject.args[0], () => ({ minLength: 1 }), { sure: false });
    }
    return this.#single(subject, () => ({ minLength: 1 }));
  }

  #length(operator: string, subject: Expression | undefined, value: Value, measured: readonly FieldType[]): Answer {
    if (subject === undefined || typeof value !== 'number') return null;
    if (subject.kind === 'call' && TRIMS.has(subject.name) && subject.args[0] !== undefined) {
      const inner = this.#length(operator, subject.args[0], value, measured);
      return inner?.kind === 'bounds' ? { ...inner, sure: false } : inner;
    }
    const lengths: Readonly<Record<string, FieldBounds>> = {
      '=': { minLength: Math.ceil(value), maxLength: Math.floor(value) },
      '>': { minLength: Math.floor(value) + 1 },
      '>=': { minLength: Math.ceil(value) },
      '<': { maxLength: Math.ceil(value) - 1 },
      '<=': { maxLength: Math.floor(value) },
    };
    const bounds = lengths[operator];
    return bounds === undefined ? null : this.#single(subject, (field) => (measured.includes(field.type) ? bounds : null));
  }

  #membership(subject: Expression, items: readonly Expression[]): Answer {
    const values = items.map((item) => constantOf(item, this.#reference));
    if (values.some((value) => value === undefined || value === null)) return null;
    return this.#single(subject, (field) => valuesIn(field, values.map((value) => value ?? null)));
  }

  /** An OR of equalities is an IN; `x is null or ...` of conditions on x alone says no more than the conditions. */
  #alternatives(branches: readonly Expression[]): Answer {
    const flat = branches.flatMap((branch) => (branch.kind === 'call' && branch.name === 'or' ? branch.args : [branch]));
    const nulls = flat.flatMap((branch) => (branch.kind === 'call' && branch.name === 'is null' && branch.args[0] !== undefined ? [this.#field(branch.args[0])?.name] : []));
    const rest = flat.filter((branch) => !(branch.kind === 'call' && branch.name === 'is null'));
    const [only] = rest;
    if (only === undefined) return null;
    const answers = rest.length === 1 ? this.#both(conjuncts(only).map((part) => this.#orderless(part))) ?? this.read(only) : this.#asMembership(rest);
    if (answers === null) return null;
    const names = answers.kind === 'order' ? [answers.order.lower, answers.order.upper] : answers.found.map(({ field }) => field);
    if (answers.kind === 'bounds' && answers.found.some(({ bounds }) => bounds.notNull === true)) return null;
    // With an order, a null on either side counts as met anyway; with bounds it must be the very field.
    const covered = nulls.every((name) => name !== undefined && names.includes(name)) && (answers.kind === 'order' || new Set(names).size === 1);
    return covered ? answers : null;
  }

  #orderless(condition: Expression): Answer {
    const answer = this.read(condition);
    return answer?.kind === 'bounds' ? answer : null;
  }

  #asMembership(branches: readonly Expression[]): Answer {
    const values: Value[] = [];
    let subject: string | undefined;
    for (const branch of branches) {
      const answer = this.read(branch);
      const found = answer?.kind === 'bounds' && answer.sure && answer.found.length === 1 ? answer.found[0] : undefined;
      const own = found?.bounds.values;
      if (found === undefined || own === undefined || own.includes(null) || Object.keys(found.bounds).length !== 1 || (subject ?? found.field) !== found.field) return null;
      subject = found.field;
      values.push(...own);
    }
    return subject === undefined ? null : { kind: 'bounds', found: [{ field: subject, bounds: { values: [...new Set(values)] } }], sure: true };
  }

  #pattern(condition: Expression & { readonly kind: 'call' }): Answer {
    const [subject, pattern, escape] = condition.args;
    if (subject === undefined || pattern === undefined) return null;
    const [text, sign] = [constantOf(pattern, this.#reference), escape === undefined ? '\\' : constantOf(escape, this.#reference)];
    if (typeof text !== 'string' || typeof sign !== 'string') return null;
    const bounds = boundsOfPattern(condition.name.endsWith('like') ? 'like' : 'regex', text, sign);
    // Where case plays no part the text as it is written will do, though it is not all that would.
    const anyCase = condition.name === 'ilike' || condition.name === '~*';
    return bounds === null ? null : this.#single(subject, (field) => (field.type === 'STRING' || field.type === 'TEXT' ? bounds : null), { sure: !anyCase && !isApproximate(bounds) });
  }
}

/** The values as the field keeps them; null where one of them can be no value of it. */
function valuesIn(field: Field, values: readonly Value[]): FieldBounds | null {
  const fitted = values.map((value) => fitTo(withoutBounds(field), value));
  return fitted.includes(null) || field.type === 'JSON' ? null : { values: [...new Set(fitted)] };
}

function withoutBounds({ type, scale, precision }: Field): Parameters<typeof fitTo>[0] {
  return { type, ...(scale === undefined ? {} : { scale }), ...(precision === undefined ? {} : { precision }) };
}

function hintsOf(residual: readonly Check[], fields: ReadonlyMap<string, Field>): ReadonlyMap<string, readonly Value[]> {
  const hints = new Map<string, Set<Value>>();
  for (const check of residual) {
    walk(check.condition, (node) => {
      if (node.kind !== 'call' || !(Object.hasOwn(FLIPPED, node.name) || node.name === 'in' || node.name === 'not in' || node.name.startsWith('between'))) return;
      const names = node.args.map((arg) => strippedField(arg, fields));
      const name = names.find((one) => one !== undefined);
      const field = name === undefined ? undefined : fields.get(name);
      if (field === undefined) return;
      const set = hints.get(field.name) ?? new Set<Value>();
      hints.set(field.name, set);
      for (const arg of node.args) {
        const value = constantOf(arg, undefined);
        const fitted = value === undefined || value === null ? null : fitTo(field, value);
        if (fitted !== null && typeof fitted !== 'object') set.add(fitted);
      }
    });
  }
  return new Map([...hints].filter(([, values]) => values.size > 0).map(([name, values]) => [name, [...values]]));
}
