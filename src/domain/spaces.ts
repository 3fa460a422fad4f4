// The finite sets of values that a unique field can take, each by its rank: different ranks give different values. What a field can
// hold decides, as in samplers/; how often a value would be drawn does not, because every value comes once at most.
import { fitTo } from './fit.ts';
import type { Generator, GeneratorOf } from './generator.ts';
import { Stream } from './random.ts';
import { chosenValues, fittedOnce, valueKey } from './samplers/categories.ts';
import { byteBounds, hashedBytes, sequenceWriter, UuidWriter } from './samplers/identifiers.ts';
import { exactEnds, plainInteger, stepWriter, wideSteps, writtenPlaces } from './samplers/numbers.ts';
import { patternOf } from './samplers/pattern.ts';
import { boundsOf, gridOf, wholeBounds } from './samplers/ranges.ts';
import { momentRange } from './samplers/times.ts';
import type { Field, FieldType, Value } from './schema.ts';

/** A finite set of values in a fixed order. */
export interface Space {
  readonly size: number;
  /** The value of a rank in [0, size). `tag` colours what the rank leaves open (a UUID's other bits); it never makes values equal or different. */
  at(rank: number, tag: string): Value;
}

/** The tag of a field's values: or equal ranks would give equal UUIDs in two tables. */
export function colourOf(seed: number, table: string, field: string): string {
  return `${seed} ${table}.${field}`;
}

/** Past this, ranks could not be told apart. */
const MAX_RANKS = Number.MAX_SAFE_INTEGER;
/** 15 digits, as many as a double holds for sure. */
const SURE_WHOLE = 999_999_999_999_999;
const UUIDS = 0x1_0000_0000;
/** Floats without places are taken from this many steps between their bounds; fewer where a column could not tell them apart. */
const FLOAT_STEPS = 0x1_0000_0000;
/** PostgreSQL's real, and the whole numbers that it tells apart. */
const REAL = /\b(real|float4)\b/i;
const SURE_WHOLE_REAL = 2 ** 24;
/** Digits of a number in PostgreSQL's real, as a share of the number. */
const REAL_STEP = 2 ** -22;
const DOUBLE_STEP = 2 ** -51;
/** Values that fitting to a field may make equal are made and compared, up to this many. */
const MAX_COMPARED = 100_000;
/** Bytes by which binary values are told apart. */
const RANKED_BYTES = 6;

/**
 * The values that a generator can give this field; null where there is no such set: free text, and what other fields decide.
 * Thrown: InvalidInput, as by makeSampler, and for a pattern whose strings cannot be counted.
 */
export function valueSpace(generator: Generator, field: Field): Space | null {
  switch (generator.kind) {
    case 'sequence': return fitted(sequenceSpace(generator, field), field, { types: ['INTEGER'], kept: ['FLOAT', 'DECIMAL'], longest: 0 });
    case 'uuid': return fitted(uuidSpace(), field, { types: ['UUID'], kept: [], longest: 36 });
    case 'integer': return fitted(integerSpace(generator, field), field, { types: ['INTEGER'], kept: ['FLOAT', 'DECIMAL'], longest: 20 });
    case 'float': return fitted(floatSpace(generator, field), field, { types: ['FLOAT'], kept: [], longest: 24 });
    case 'decimal': return fitted(decimalSpace(generator, field), field, { types: ['DECIMAL'], kept: [], longest: Infinity });
    case 'boolean': return fitted(booleanSpace(generator), field, { types: ['BOOLEAN'], kept: [], longest: 5 });
    case 'category': return listed(chosenValues(generator.values, field).map(({ value }) => value));
    case 'constant': return listed([fittedOnce(field, generator.value)]);
    case 'date': return fitted(momentRange(generator, field), field, { types: ['DATE'], kept: ['DATETIME'], longest: 10 });
    case 'time': return fitted(momentRange(generator, field), field, { types: ['TIME'], kept: [], longest: 8 });
    case 'datetime': return datetimeSpace(generator, field);
    case 'pattern': {
      const pattern = patternOf(generator, field);
      return fitted(pattern, field, { types: ['STRING', 'TEXT'], kept: [], longest: pattern.maxLength });
    }
    case 'bytes': return fitted(bytesSpace(generator, field), field, { types: ['BINARY'], kept: [], longest: Infinity });
    case 'subcategory': case 'after': case 'semantic': case 'expression': case 'conditional': case 'object': case 'array': case 'mixture': case 'learned': case 'reference': return null;
    default: return generator satisfies never;
  }
}

interface Fitting {
  /** Types that take the values as they come; JSON always does. */
  readonly types: readonly FieldType[];
  /** Types whose fitting keeps different values different. */
  readonly kept: readonly FieldType[];
  /** Characters of the longest value, for text fields with a limit. */
  readonly longest: number;
}

/** A space whose values go into a field. Where fitting may make values equal, they are made and compared, if few enough. */
function fitted(space: Space, field: Field, { types, kept, longest }: Fitting): Space | null {
  if (types.includes(field.type) || field.type === 'JSON') return space;
  const roomy = (field.type === 'STRING' || field.type === 'TEXT') && (field.maxLength === undefined || field.maxLength >= longest) && field.values === undefined;
  if (roomy || kept.includes(field.type)) return { size: space.size, at: (rank, tag) => fitTo(field, space.at(rank, tag)) };
  if (space.size > MAX_COMPARED) return null;
  return listed(Array.from({ length: space.size }, (_, rank) => fitTo(field, space.at(rank, field.name))));
}

function booleanSpace({ share }: GeneratorOf<'boolean'>): Space {
  const values = share <= 0 ? [false] : share >= 1 ? [true] : [false, true];
  return { size: values.length, at: (rank) => values[rank] === true };
}

/** Nulls are left out: a key has none. */
function listed(values: readonly Value[]): Space | null {
  const distinct = [...new Map(values.filter((value) => value !== null).map((value) => [valueKey(value), value])).values()];
  // at() is asked for ranks below the size only.
  return distinct.length === 0 ? null : { size: distinct.length, at: (rank) => distinct[rank] as Value };
}

function integerSpace(generator: GeneratorOf<'integer'>, field: Field): Space {
  const bounds = wholeBounds(generator, field);
  const limit = wholeLimit(field);
  const [minimum, maximum] = [Math.max(bounds.minimum, -limit), Math.min(bounds.maximum, limit)];
  if (Number.isSafeInteger(minimum) && Number.isSafeInteger(maximum)) {
    return { size: Math.min(Math.max(maximum - minimum + 1, 0), MAX_RANKS), at: (rank) => minimum + rank };
  }
  const [low, high] = exactEnds({ minimum, maximum });
  const size = high - low + 1n;
  return { size: size < BigInt(MAX_RANKS) ? Number(size) : MAX_RANKS, at: (rank) => plainInteger(low + BigInt(rank)) };
}

/** Fields that keep whole numbers by way of doubles cannot tell them apart past this. */
function wholeLimit({ type, sqlType = '' }: Field): number {
  if (type === 'FLOAT' && REAL.test(sqlType)) return SURE_WHOLE_REAL;
  return type === 'FLOAT' || type === 'DECIMAL' ? SURE_WHOLE : Infinity;
}

/** Up to the field's bounds, or to the number of digits that a text field has room for. */
function sequenceSpace(generator: GeneratorOf<'sequence'>, field: Field): Space {
  const write = sequenceWriter(generator, field);
  const { start, step } = generator;
  const { minimum, maximum } = field.type === 'STRING' || field.type === 'TEXT' ? digitBounds(generator, field) : numberBounds(field);
  if (start < minimum || start > maximum) return { size: 0, at: write };
  const end = step > 0 ? maximum : minimum;
  if (!Number.isFinite(end)) return { size: MAX_RANKS, at: write };
  const size = (BigInt(step > 0 ? Math.floor(end) : Math.ceil(end)) - BigInt(start)) / BigInt(step) + 1n; // exact past 2^53, too
  return { size: size < BigInt(MAX_RANKS) ? Number(size) : MAX_RANKS, at: write };
}

/** The numbers that a text field has room for behind the prefix; none where the padding alone is too long. */
function digitBounds({ prefix = '', width = 0 }: GeneratorOf<'sequence'>, { maxLength = Infinity }: Field): { readonly minimum: number; readonly maximum: number } {
  const digits = maxLength - [...prefix].length;
  if (digits < 1 || width > digits) return { minimum: Infinity, maximum: -Infinity };
  return { maximum: 10 ** digits - 1, minimum: digits - 1 < width ? 0 : -(10 ** (digits - 1) - 1) };
}

/** The whole numbers that a field holds and tells apart. */
function numberBounds(field: Field): { readonly minimum: number; readonly maximum: number } {
  const { type, precision, scale = 0, minimum = -Infinity, maximum = Infinity } = field;
  const limit = Math.min(wholeLimit(field), type === 'DECIMAL' && precision !== undefined ? 10 ** (precision - scale) - 1 : Infinity);
  return { minimum: Math.max(minimum, -limit), maximum: Math.min(maximum, limit) };
}

function floatSpace(generator: GeneratorOf<'float'>, field: Field): Space {
  if (generator.places !== undefined) {
    const grid = gridOf(generator, generator.places, field);
    const scale = 10 ** grid.places;
    const toldApart = !REAL.test(field.sqlType ?? '') || Math.max(Math.abs(grid.low), Math.abs(grid.high)) <= SURE_WHOLE_REAL;
    if (grid.exact && toldApart) return { size: grid.high - grid.low + 1, at: (rank) => (grid.low + rank) / scale };
  }
  const { minimum, maximum } = boundsOf(generator, field);
  const finest = Math.max(Math.abs(minimum), Math.abs(maximum)) * (REAL.test(field.sqlType ?? '') ? REAL_STEP : DOUBLE_STEP);
  const steps = maximum > minimum ? Math.max(Math.min(FLOAT_STEPS, Math.floor((maximum - minimum) / finest)), 1) : 0;
  return { size: steps + 1, at: (rank) => (rank === steps ? maximum : minimum + (maximum - minimum) * (rank / steps)) };
}

function decimalSpace(generator: GeneratorOf<'decimal'>, field: Field): Space {
  const grid = gridOf(generator, generator.places, field);
  const written = writtenPlaces(generator.places, field);
  if (grid.exact) {
    const write = stepWriter(grid.places, written);
    return { size: grid.high - grid.low + 1, at: (rank) => write(grid.low + rank) };
  }
  const [low, high] = exactEnds({ minimum: grid.low, maximum: grid.high });
  const size = high - low + 1n;
  return { size: size < BigInt(MAX_RANKS) ? Number(size) : MAX_RANKS, at: (rank) => wideSteps(low + BigInt(rank), grid.places, written) };
}

/** Where the field keeps the day alone, the days are the values. */
function datetimeSpace(generator: GeneratorOf<'datetime'>, field: Field): Space | null {
  if (field.type !== 'DATE' || generator.businessHours === true) return fitted(momentRange(generator, field), field, { types: ['DATETIME'], kept: [], longest: 20 });
  return momentRange({ kind: 'date', from: generator.from, to: generator.to }, field);
}

function uuidSpace(): Space {
  const writer = new UuidWriter();
  let lastTag = '';
  let stream = Stream.of(0, lastTag, 'uuid');
  return {
    size: UUIDS,
    at: (rank, tag) => {
      if (tag !== lastTag) {
        stream = Stream.of(0, tag, 'uuid');
        lastTag = tag;
      }
      return writer.write(rank, stream.bits(rank, 1), stream.bits(rank, 2), stream.bits(rank, 3));
    },
  };
}

/** Values of the greatest length: the rank in the first bytes, the rest hashed from it. */
function bytesSpace(generator: GeneratorOf<'bytes'>, field: Field): Space {
  const { maximum } = byteBounds(generator, field);
  const ranked = Math.min(maximum, RANKED_BYTES);
  return {
    size: 256 ** ranked,
    at: (rank) => {
      const bytes = hashedBytes(maximum, rank >>> 0, Math.floor(rank / 0x1_0000_0000));
      if (ranked > 0) bytes.writeUIntBE(rank, 0, ranked);
      return bytes.toString('base64');
    },
  };
}
