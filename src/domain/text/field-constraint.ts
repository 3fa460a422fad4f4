// What a model may write into a field: what its generator says of the values, as far as a grammar can hold it, within what the field's type
// takes. A value that is written so is the field's as it comes: nothing has to be made fit afterwards.
import { InvalidInput } from '../errors.ts';
import type { GeneratorOf, NumberRange } from '../generator.ts';
import { chosenValues } from '../samplers/categories.ts';
import { partField, TYPE_OF_KIND } from '../samplers/compound.ts';
import { writtenPlaces } from '../samplers/numbers.ts';
import { boundsOf, gridOf, wholeBounds } from '../samplers/ranges.ts';
import { momentRange } from '../samplers/times.ts';
import type { Field, FieldType } from '../schema.ts';
import type { Constraint, Place } from './constraint.ts';
import { DEFAULT_STRING_LENGTH, DEFAULT_TEXT_LENGTH, FORMS, IN_LINES, TEXT_LENGTHS } from './field-lengths.ts';
import { writingOf } from './writing.ts';

/** Places of a FLOAT whose generator says none: three digits tell apart what lies between its bounds, two places at the least. */
const FLOAT_DIGITS = 3;
const FLOAT_PLACES = 2;
/** Doubles hold so many digits for sure: with more places or wider, a number and its text would not be the same. */
const SURE_DIGITS = 15;
/** Characters of a grammar: llama.cpp reads it anew for every value, and takes some milliseconds for one of this size. */
const LONGEST_GRAMMAR = 100_000;
const MOMENT_TYPES = { date: 'DATE', time: 'TIME', datetime: 'DATETIME' } as const;
const MOMENT_LENGTHS = { date: 10, time: 8, datetime: 20 } as const;

/**
 * The constraint of a field that a model writes; its values are never null. Null where no grammar could hold the values to what the generator
 * says (bytes, values that depend on other fields, business hours), where a model has nothing to add (keys, UUIDs, codes with check digits),
 * or where nothing is left to choose: such fields stay with their samplers.
 */
export function constraintOf(field: Field): Constraint | null {
  const constraint = writable(field);
  return constraint === null || isCertain(constraint) ? null : constraint;
}

function writable(field: Field): Constraint | null {
  const constraint = proposed(field);
  return constraint !== null && canBeWritten(constraint) ? constraint : null;
}

function isCertain(constraint: Constraint): boolean {
  return writingOf(constraint, ',').read('') !== null;
}

function proposed(field: Field): Constraint | null {
  const { generator, type, values } = field;
  if (generator === undefined) return values === undefined ? ofType(field) : choiceOf(values);
  switch (generator.kind) {
    case 'integer': case 'float': case 'decimal': return numberIn(field, generator);
    case 'boolean': return (type === 'BOOLEAN' || type === 'JSON') && generator.share > 0 && generator.share < 1 ? { kind: 'boolean' } : null;
    case 'category': return category(field, generator);
    case 'date': case 'time': case 'datetime': return momentIn(field, generator);
    case 'pattern': return isTextual(type) && values === undefined ? { kind: 'pattern', regex: generator.regex, ...(field.maxLength === undefined ? {} : { maxLength: field.maxLength }) } : null;
    case 'semantic': return values === undefined ? semanticIn(field, generator) : choiceOf(values);
    case 'object': return type === 'JSON' ? objectOf(generator) : null;
    // Keys and constants; what other fields decide; bytes; and what hangs together as it was learned.
    case 'sequence': case 'uuid': case 'constant': case 'reference': case 'subcategory': case 'after': case 'expression': case 'conditional': case 'bytes': case 'array': case 'mixture': case 'learned': return null;
    default: return generator satisfies never;
  }
}

/** Whether its grammar can be made, and is read in a moment: a choice may be too large, a pattern too entangled. */
function canBeWritten(constraint: Constraint): boolean {
  try {
    return writingOf(constraint, ',').gbnf.length <= LONGEST_GRAMMAR;
  } catch (error) {
    if (error instanceof InvalidInput) return false;
    throw error;
  }
}

function isTextual(type: FieldType): boolean {
  return type === 'STRING' || type === 'TEXT' || type === 'JSON';
}

/** Without a generator, the type alone: a text of the usual length, true or false, or numbers where the type bounds them. */
function ofType({ type, maxLength = Infinity, minimum, maximum }: Field): Constraint | null {
  switch (type) {
    case 'STRING': return { kind: 'text', maxLength: Math.min(maxLength, DEFAULT_STRING_LENGTH) };
    case 'TEXT': return { kind: 'text', maxLength: Math.min(maxLength, DEFAULT_TEXT_LENGTH), lines: true };
    case 'BOOLEAN': return { kind: 'boolean' };
    case 'INTEGER': return minimum === undefined || maximum === undefined ? null : integers(minimum, maximum);
    case 'FLOAT': case 'DECIMAL': case 'DATE': case 'TIME': case 'DATETIME': case 'UUID': case 'JSON': case 'BINARY': return null;
    default: return type satisfies never;
  }
}

function numberIn(field: Field, generator: GeneratorOf<'integer' | 'float' | 'decimal'>): Constraint | null {
  const type = field.type === 'JSON' ? TYPE_OF_KIND[generator.kind] : field.type;
  if (type === 'INTEGER') {
    const { minimum, maximum } = wholeBounds(generator, field);
    return integers(minimum, maximum);
  }
  if (type !== 'FLOAT' && type !== 'DECIMAL') return null;
  const places = generator.kind === 'integer' ? 0 : (generator.places ?? placesBetween(generator, field));
  if (places > SURE_DIGITS) return null;
  const grid = gridOf(generator, places, field);
  if (!grid.exact || Math.max(Math.abs(grid.low), Math.abs(grid.high)) >= 10 ** SURE_DIGITS) return null;
  const bounds = { minimum: grid.low / 10 ** grid.places, maximum: grid.high / 10 ** grid.places, places: grid.places };
  if (type === 'FLOAT') return { kind: 'float', ...bounds };
  const written = writtenPlaces(places, field);
  return { kind: 'decimal', ...bounds, ...(written > grid.places ? { written } : {}) };
}

function integers(minimum: number, maximum: number): Constraint | null {
  const [least, most] = [Math.max(minimum, Number.MIN_SAFE_INTEGER), Math.min(maximum, Number.MAX_SAFE_INTEGER)];
  return least <= most ? { kind: 'integer', minimum: least, maximum: most } : null;
}

function placesBetween(range: NumberRange, field: Field): number {
  const { minimum, maximum } = boundsOf(range, field);
  return Math.max(FLOAT_PLACES, FLOAT_DIGITS - 1 - Math.floor(Math.log10(maximum - minimum)));
}

/** The values as the field has them: nulls come by their own share, and what is no text or number cannot be chosen by a model. */
function category(field: Field, generator: GeneratorOf<'category'>): Constraint | null {
  const values = chosenValues(generator.values, field).map(({ value }) => value).filter((value) => value !== null);
  if (new Set(values).size > 1 && values.every((value) => typeof value === 'boolean')) return { kind: 'boolean' };
  return values.every((value) => typeof value === 'string' || typeof value === 'number') ? choiceOf(values) : null;
}

function choiceOf(values: readonly (string | number)[]): Constraint {
  return { kind: 'choice', values: [...new Set(values)] };
}

/** A DATE keeps the day of an instant; a text keeps either, where it has room. */
function momentIn(field: Field, generator: GeneratorOf<'date' | 'time' | 'datetime'>): Constraint | null {
  if (generator.kind === 'datetime' && generator.businessHours === true) return null;
  const range = momentRange(generator, field);
  const ends = (length: number): { from: string; to: string } => ({ from: range.at(0).slice(0, length), to: range.at(range.size - 1).slice(0, length) });
  if (generator.kind === 'datetime' && field.type === 'DATE') return { kind: 'date', ...ends(MOMENT_LENGTHS.date) };
  const { kind } = generator;
  const length = MOMENT_LENGTHS[kind];
  const holds = field.type === MOMENT_TYPES[kind] || (isTextual(field.type) && length <= (field.maxLength ?? Infinity));
  return holds ? { kind, ...ends(length) } : null;
}

function semanticIn(field: Field, { of }: GeneratorOf<'semantic'>): Constraint | null {
  const { type, maxLength = Infinity } = field;
  const form = FORMS[of];
  if (form?.kind === 'integer') return type === 'INTEGER' || type === 'JSON' ? integers(Math.max(form.minimum, field.minimum ?? -Infinity), Math.min(form.maximum, field.maximum ?? Infinity)) : null;
  if (form?.kind === 'date') return type === 'DATE' || (isTextual(type) && maxLength >= MOMENT_LENGTHS.date) ? form : null;
  if (!isTextual(type)) return null;
  if (form?.kind === 'pattern') return maxLength === Infinity ? form : { ...form, maxLength };
  const usual = TEXT_LENGTHS[of];
  if (usual === undefined) return null;
  return { kind: 'text', maxLength: Math.min(usual, maxLength), ...(type === 'TEXT' && IN_LINES.includes(of) ? { lines: true } : {}) };
}

/** All of its members, or none: a model does not write half of an object. */
function objectOf({ fields }: GeneratorOf<'object'>): Constraint | null {
  const members: Place[] = [];
  for (const { name, generator, share = 1 } of fields) {
    if (share < 1) return null;
    const constraint = writable({ ...partField(name, generator), generator });
    if (constraint === null) return null;
    members.push({ name, constraint });
  }
  return { kind: 'object', members };
}
