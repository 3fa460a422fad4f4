// The values of a key that its table's CHECKs let through: what a generator can give, cut to the bounds that a condition sets on the field
// alone. A key is never drawn again, so whatever a CHECK forbids has to be left out of its space.
import type { FieldBounds } from '../checks.ts';
import { parseDate, parseDateTime, parseTime } from '../calendar.ts';
import { InvalidInput } from '../errors.ts';
import type { Generator } from '../generator.ts';
import type { Field, Value } from '../schema.ts';
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

interface Narrowed {
  readonly generator: Generator;
  readonly field: Field;
}

/** Null: nothing is left. */
function narrowed(generator: Generator, field: Field, bounds: FieldBounds): Narrowed | null {
  switch (generator.kind) {
    case 'sequence': case 'integer': case 'float': case 'decimal': return { generator, field: withNumbers(field, bounds) };
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
