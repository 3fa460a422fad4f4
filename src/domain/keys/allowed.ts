// The values of a key that its table's CHECKs let through: what a generator can give, cut to the bounds that a condition sets on the field
// alone. A key is never drawn again, so whatever a CHECK forbids has to be left out of its space.
import type { CheckAnalysis, FieldBounds } from '../checks.ts';
import { mergeBounds, stepped } from '../checks/bounds.ts';
import { parseDate, parseDateTime, parseTime } from '../calendar.ts';
import { InvalidInput } from '../errors.ts';
import { toNumber } from '../functions/compiled.ts';
import type { Generator } from '../generator.ts';
import { keysOf, type Field, type Table, type Value } from '../schema.ts';
import { valueSpace, type Space } from '../spaces.ts';

const EMPTY: Space = { size: 0, at: () => null };

/** The values of a generator in a field that keep within the bounds; null where they cannot be counted. Thrown: InvalidInput, as by valueSpace. */
export function allowedSpace(generator: Generator, field: Field, bounds: FieldBounds | undefined): Space | null {
  const whole = valueSpace(generator, field);
  if (whole === null || bounds === undefined) return whole;
  const narrow = narrowed(generator, field, bounds);
  if (narrow === null) return EMPTY;
  try {
    return valueSpace(narrow.generator, narrow.field);
  } catch (error) {
    if (error instanceof InvalidInput) return EMPTY; // the generator alone fits its field: it is the bounds that leave nothing of it
    throw error;
  }
}

/**
 * The bounds of a key's field by its own CHECKs, and by those that order it with a field that is drawn: what that one reaches no value of leaves no
 * draw that would help.
 */
export function boundsBesideDrawn(table: Pick<Table, 'fields' | 'primaryKey' | 'uniqueKeys' | 'foreignKeys'>, field: Field, { bounds, orders }: CheckAnalysis): FieldBounds | undefined {
  const keyed = new Set([...keysOf(table).flat(), ...table.foreignKeys.flatMap(({ fields }) => fields)]);
  let found = bounds.get(field.name);
  for (const { lower, upper, strict } of orders) {
    const counts = field.generator?.kind === 'sequence'; // begins where it begins
    if (lower !== field.name && (upper !== field.name || counts)) continue;
    const other = table.fields.find(({ name }) => name === (lower === field.name ? upper : lower));
    if (other === undefined || other.nullable || keyed.has(other.name) || other.computed !== undefined) continue;
    const [least, most] = endsOf(other.generator);
    const bound = stepped(field, `${lower === field.name ? '<' : '>'}${strict ? '' : '='}`, lower === field.name ? most : least);
    if (bound !== null) found = mergeBounds(found, bound);
  }
  return found;
}

/** The least and the greatest value of a generator that has them; null: it has none that are known. */
function endsOf(generator: Generator | undefined): readonly [least: Value, most: Value] {
  switch (generator?.kind) {
    case 'integer': case 'float': case 'decimal': return [generator.minimum, generator.maximum];
    case 'date': case 'time': case 'datetime': return [generator.from, generator.to];
    default: return [null, null];
  }
}

interface Narrowed {
  readonly generator: Generator;
  readonly field: Field;
}

/** Null: nothing is left. */
function narrowed(generator: Generator, field: Field, bounds: FieldBounds): Narrowed | null {
  switch (generator.kind) {
    case 'sequence': case 'integer': case 'float': case 'decimal': return { generator, field: withNumbers(field, mergeBounds(bounds, spanOf(bounds.values, generator.kind))) };
    case 'category': {
      const values = generator.values.filter(({ value }) => within(value, bounds));
      return values.length === 0 ? null : { generator: { ...generator, values }, field };
    }
    case 'date': case 'time': case 'datetime': {
      const read = { date: parseDate, time: parseTime, datetime: parseDateTime }[generator.kind];
      if (field.type.toLowerCase() !== generator.kind) return { generator, field };
      const later = (a: string, b: string): boolean => (read(a) ?? 0) > (read(b) ?? 0);
      const from = typeof bounds.minimum === 'string' && later(bounds.minimum, generator.from) ? bounds.minimum : generator.from;
      const to = typeof bounds.maximum === 'string' && later(generator.to, bounds.maximum) ? bounds.maximum : generator.to;
      return later(from, to) ? null : { generator: { ...generator, from, to }, field };
    }
    default: return { generator, field };
  }
}

/** The ends of a list of numbers, past which there is none of them; a sequence begins where it begins. */
function spanOf(values: readonly Value[] = [], kind: Generator['kind']): FieldBounds {
  const numbers = values.map(toNumber).filter((number) => number !== null);
  if (numbers.length === 0) return {};
  return { maximum: Math.max(...numbers), ...(kind === 'sequence' ? {} : { minimum: Math.min(...numbers) }) };
}

function withNumbers(field: Field, { minimum, maximum }: FieldBounds): Field {
  return {
    ...field,
    ...(typeof minimum === 'number' ? { minimum: Math.max(minimum, field.minimum ?? -Infinity) } : {}),
    ...(typeof maximum === 'number' ? { maximum: Math.min(maximum, field.maximum ?? Infinity) } : {}),
  };
}

function within(value: Value, { minimum, maximum, values, minLength = 0, maxLength = Infinity }: FieldBounds): boolean {
  if (values !== undefined && !values.includes(value)) return false;
  if (typeof value === 'string' && minimum === undefined && maximum === undefined) return value.length >= minLength && [...value].length <= maxLength;
  if (typeof minimum === typeof value && minimum !== undefined && value !== null && value < minimum) return false;
  return !(typeof maximum === typeof value && maximum !== undefined && value !== null && value > maximum);
}
