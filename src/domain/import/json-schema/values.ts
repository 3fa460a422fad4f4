// How a value is made that meets a place of a JSON Schema: every part of it by construction, so that no value has to be tried. What cannot be
// followed so is a warning with its pointer.
import { InvalidInput } from '../../errors.ts';
import type { Generator } from '../../generator.ts';
import { MAX_GENERATOR_DEPTH, MAX_JSON_VALUES } from '../../limits.ts';
import { compilePattern, LONGEST_PATTERN } from '../../samplers/pattern.ts';
import { DEFAULT_NULL_SHARE, type Value } from '../../schema.ts';
import { FORMATS } from './formats.ts';
import { escaped, listOf, type JsonType, type Keywords, type Merged, type Place, type SchemaReader } from './merged.ts';
import { greatest, multiples, numberBounds, smallest, widest } from './numbers.ts';

/** How deep values may stand inside one another: a generator less, since a value of several types is a mixture more. */
const MAX_DEPTH = MAX_GENERATOR_DEPTH - 1;
/** Items beyond the fewest, where a schema does not say how many there are at most. */
const USUAL_ITEMS = 3;
/** Whole numbers that must differ are listed where there are no more. */
const MAX_LISTED = 100;
/** Letters beyond the fewest of a text. */
const USUAL_LETTERS = 8;
/** Texts of a format are longer than the one and shorter than the other. */
const [SHORT_FORMAT, LONG_FORMAT] = [2, 100];
const PRESENT_SHARE = 1 - DEFAULT_NULL_SHARE;

/** Gives a name and a description to a text that nothing else is said of; undefined: they say nothing. */
export type Meant = (name: string, description: string | undefined) => Generator | undefined;

export class ValueMaker {
  readonly #reader: SchemaReader;
  readonly #meant: Meant;

  constructor(reader: SchemaReader, meant: Meant) {
    this.#reader = reader;
    this.#meant = meant;
  }

  /** A generator whose every value meets the places; null: there is none that is finite. */
  generator(places: readonly Place[], name: string, depth = 0): Generator | null {
    const merged = this.#reader.merged(places);
    if (merged === null) return null;
    if (depth > MAX_DEPTH) {
      this.#reader.warn(merged.pointer, `values stand more than ${MAX_DEPTH} deep in one another: it is left out`);
      return null;
    }
    return this.of(merged, name, depth);
  }

  /** The same of what is merged already. */
  of(merged: Merged, name: string, depth: number): Generator | null {
    if (merged.listed !== undefined) return category(this.allowed(merged, merged.listed));
    const branched = this.#branched(merged, name, depth);
    if (branched !== undefined) return branched;
    const types = usualTypes(merged);
    const parts = types.flatMap((type) => {
      const made = this.#ofType(type, merged, name, types.length > 1 ? depth + 1 : depth);
      return made === null ? [] : [made];
    });
    return mixture(parts);
  }

  /** The values that types and bounds let through. */
  allowed(merged: Merged, values: readonly Value[]): readonly Value[] {
    const { minimum, maximum } = widest(merged);
    const [least, most] = [greatest(merged, 'minLength', 0), smallest(merged, 'maxLength')];
    return values.filter((value) => {
      if (!merged.types.has(typeOf(value)) && !(typeOf(value) === 'integer' && merged.types.has('number'))) return false;
      if (typeof value === 'number') return value >= minimum && value <= maximum;
      return typeof value !== 'string' || ([...value].length >= least && [...value].length <= most);
    });
  }

  /** anyOf and oneOf, one branch each; undefined: there is neither. */
  #branched(merged: Merged, name: string, depth: number): Generator | null | undefined {
    const keyword = (['oneOf', 'anyOf'] as const).find((one) => merged.parts.some(({ schema }) => Object.hasOwn(schema, one)));
    const at = merged.parts.findIndex(({ schema }) => keyword !== undefined && Object.hasOwn(schema, keyword));
    const holder = merged.parts[at];
    if (keyword === undefined || holder === undefined) return undefined;
    const base = merged.parts.map((part, index): Place => ({ ...part, schema: without(part.schema, index === at ? [keyword, '$ref', 'allOf'] : ['$ref', 'allOf']) }));
    const branches = listOf(holder.schema[keyword]).map((schema, index): readonly Place[] => [{ schema, pointer: `${holder.pointer}/${keyword}/${index}`, trail: holder.trail }, ...base]);
    const followed = keyword === 'anyOf' ? branches : this.#toldApart(branches, `${holder.pointer}/oneOf`);
    return mixture(followed.flatMap((places) => {
      const made = this.generator(places, name, depth + 1);
      return made === null ? [] : [made];
    }));
  }

  /** The branches of a oneOf where no value can meet two; else only the first, with a warning. */
  #toldApart(branches: readonly (readonly Place[])[], pointer: string): readonly (readonly Place[])[] {
    const merged = branches.map((places) => this.#reader.merged(places));
    const apart = merged.every((one, i) => merged.every((other, j) => j <= i || one === null || other === null || this.#areApart(one, other)));
    if (apart) return branches;
    this.#reader.warn(pointer, 'its branches cannot be told apart by type, const or enum: only the first is followed, and its values may meet another, too');
    return branches.slice(0, 1);
  }

  /** By their types, their lists of values, or those of a member that both require. */
  #areApart(one: Merged, other: Merged): boolean {
    if (one.listed !== undefined && other.listed !== undefined) return disjoint(one.listed, other.listed);
    if (usualTypes(one).every((type) => !usualTypes(other).includes(type) && !(type === 'integer' && other.types.has('number')) && !(type === 'number' && other.types.has('integer')))) return isTyped(one) && isTyped(other);
    const [mine, theirs] = [membersOf(one), membersOf(other)];
    if (![one, other].every(({ types }) => types.size === 1 && types.has('object'))) return false;
    return [...mine].some(([name, places]) => {
      const others = theirs.get(name);
      if (others === undefined || !requiredIn(one).has(name) || !requiredIn(other).has(name)) return false;
      const [a, b] = [this.#reader.merged(places)?.listed, this.#reader.merged(others)?.listed];
      return a !== undefined && b !== undefined && disjoint(a, b);
    });
  }

  #ofType(type: JsonType, merged: Merged, name: string, depth: number): Generator | null {
    switch (type) {
      case 'null': return { kind: 'constant', value: null };
      case 'boolean': return { kind: 'boolean', share: 0.5 };
      case 'integer': case 'number': return this.number(merged, type);
      case 'string': return this.text(merged, name);
      case 'array': return this.#array(merged, name, depth);
      case 'object': return this.#object(merged, depth);
      default: return type satisfies never;
    }
  }

  /** Numbers within the bounds. */
  number(merged: Merged, type: 'integer' | 'number'): Generator | null {
    const bounds = numberBounds(merged, type);
    if (bounds === null) return null;
    const steps = merged.parts.flatMap(({ schema }) => (typeof schema['multipleOf'] === 'number' ? [schema['multipleOf']] : []));
    if (steps.length > 0 && !(type === 'integer' && steps.every((step) => step === 1))) return category(multiples(bounds, steps, type));
    const { minimum, maximum } = bounds;
    if (type === 'integer') return { kind: 'integer', minimum, maximum };
    const places = Math.ceil(minimum * 100) < Math.floor(maximum * 100) && Math.abs(minimum) < 1e9 && Math.abs(maximum) < 1e9 ? { places: 2 } : {};
    return { kind: 'float', minimum, maximum, ...places };
  }

  /** Texts of the pattern, the format, the name or the length that is asked for. */
  text(merged: Merged, name: string): Generator | null {
    const [least, most] = [greatest(merged, 'minLength', 0), smallest(merged, 'maxLength')];
    if (least > most) return null;
    const patterns = merged.parts.flatMap(({ schema, pointer }) => (typeof schema['pattern'] === 'string' ? [{ regex: schema['pattern'], pointer }] : []));
    for (const { pointer } of patterns.slice(1)) this.#reader.warn(`${pointer}/pattern`, 'only the first pattern of a place is followed: rows may not meet this one');
    const [first] = patterns;
    if (first !== undefined && this.#canMake(first.regex, first.pointer, { least, most })) return { kind: 'pattern', regex: first.regex };
    const format = formatOf(merged);
    if (format !== undefined && FORMATS[format] !== undefined) {
      if (least > SHORT_FORMAT || most < LONG_FORMAT) this.#reader.warn(merged.pointer, `format ${format} is followed, bounds of its length are not: rows may not meet them`);
      return FORMATS[format].generator;
    }
    if (format !== undefined) this.#reader.warn(merged.pointer, `format ${JSON.stringify(format.slice(0, 40))} is not known: any text is made`);
    if (least <= 1 && most === Infinity) return this.#meant(name, describedBy(merged)) ?? { kind: 'semantic', of: 'WORD' };
    if (least > LONGEST_PATTERN) {
      this.#reader.warn(merged.pointer, `texts of more than ${LONGEST_PATTERN} characters are not made: rows do not meet its minLength`);
      return { kind: 'semantic', of: 'PARAGRAPH' };
    }
    return { kind: 'pattern', regex: `[a-z]{${least},${Math.min(most, least + USUAL_LETTERS, LONGEST_PATTERN)}}` };
  }

  #canMake(regex: string, pointer: string, { least, most }: { readonly least: number; readonly most: number }): boolean {
    try {
      const pattern = compilePattern(regex);
      const ends = [pattern.draw(() => 0), pattern.draw((size) => size - 1)].map(({ length }) => length);
      if (ends.some((length) => length < least || length > most) || pattern.maxLength > most) this.#reader.warn(`${pointer}/pattern`, 'the pattern is followed, bounds of the length are not: rows may not meet them');
      return true;
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      this.#reader.warn(`${pointer}/pattern`, `not followed: ${error.issues[0]?.message ?? ''}`);
      return false;
    }
  }

  #array(merged: Merged, name: string, depth: number): Generator | null {
    const places = merged.parts.flatMap(({ schema, pointer, trail }): Place[] => (Object.hasOwn(schema, 'items') ? [{ schema: schema['items'], pointer: `${pointer}/items`, trail }] : []));
    const [minimum, most] = [greatest(merged, 'minItems', 0), smallest(merged, 'maxItems')];
    const made = merged.parts.some(({ schema }) => Object.hasOwn(schema, 'prefixItems')) ? null : this.generator(places, name, depth + 1);
    if (minimum > most || minimum > MAX_JSON_VALUES) return null;
    if (made === null) return minimum === 0 ? { kind: 'constant', value: [] } : null;
    const unique = merged.parts.some(({ schema }) => schema['uniqueItems'] === true);
    const items = unique ? listedItems(made) : made;
    const values = items.kind === 'category' ? new Set(items.values.map(({ value }) => JSON.stringify(value))).size : Infinity;
    const maximum = Math.min(most, minimum + USUAL_ITEMS, unique ? values : Infinity);
    return minimum > maximum ? null : { kind: 'array', items, minimum, maximum, ...(unique ? { unique } : {}) };
  }

  /** Its required members, and the others at their share as far as the schema lets as many be there. */
  #object(merged: Merged, depth: number): Generator | null {
    const members = this.members(merged);
    if (members === null) return null;
    const fields: { readonly name: string; readonly generator: Generator; readonly share?: number }[] = [];
    for (const { name, places, isRequired } of members) {
      const generator = this.generator(places, name, depth + 1);
      if (generator === null && isRequired) return null;
      if (generator !== null) fields.push({ name, generator, ...(isRequired ? {} : { share: PRESENT_SHARE }) });
    }
    if (fields.length < greatest(merged, 'minProperties', 0)) return null;
    return fields.length === 0 ? { kind: 'constant', value: {} } : { kind: 'object', fields };
  }

  /** The members that an object has; null: there is no such object. */
  members(merged: Merged): readonly { readonly name: string; readonly places: readonly Place[]; readonly isRequired: boolean }[] | null {
    const found = membersOf(merged);
    const required = requiredIn(merged);
    for (const name of required) if (!found.has(name)) found.set(name, [...othersOf(merged, name)]);
    const open = [...found.keys()].filter((name) => merged.parts.every(({ schema }) => schema['additionalProperties'] !== false || Object.hasOwn(keywordsIn(schema, 'properties'), name)));
    if ([...required].some((name) => !open.includes(name))) return null;
    const [fewest, most] = [greatest(merged, 'minProperties', 0), smallest(merged, 'maxProperties')];
    if (required.size > most || open.length < fewest) return null;
    // The first of those that may be left out are there always, where that many have to be; the last never, where that many may not.
    const optional = open.filter((name) => !required.has(name)).slice(0, most - required.size);
    const always = new Set([...required, ...optional.slice(0, Math.max(fewest - required.size, 0))]);
    return open.filter((name) => required.has(name) || optional.includes(name)).map((name) => ({ name, places: found.get(name) ?? [], isRequired: always.has(name) }));
  }
}

/** The types that values are made of: those that are named, else the one that the keywords are about. */
export function usualTypes(merged: Merged): readonly JsonType[] {
  const types = [...merged.types];
  if (isTyped(merged)) return types.filter((type) => type !== 'integer' || !merged.types.has('number'));
  const has = (...names: readonly string[]): boolean => merged.parts.some(({ schema }) => names.some((name) => Object.hasOwn(schema, name)));
  if (has('properties', 'required', 'additionalProperties', 'minProperties')) return ['object'];
  if (has('items', 'minItems', 'maxItems', 'prefixItems')) return ['array'];
  return has('minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf') ? ['number'] : ['string'];
}

function isTyped({ types }: Merged): boolean {
  return types.size < 7;
}

export function formatOf(merged: Merged): string | undefined {
  return merged.parts.map(({ schema }) => schema['format']).find((format) => typeof format === 'string');
}

export function describedBy(merged: Merged): string | undefined {
  return merged.parts.flatMap(({ schema }) => [schema['description'], schema['title']]).find((text) => typeof text === 'string');
}

function category(values: readonly Value[]): Generator | null {
  return values.length === 0 ? null : { kind: 'category', values: values.map((value) => ({ value, weight: 1 })) };
}

function mixture(parts: readonly Generator[]): Generator | null {
  const [only] = parts;
  if (only === undefined) return null;
  return parts.length === 1 ? only : { kind: 'mixture', parts: parts.map((generator) => ({ generator, weight: 1 })) };
}

/** Items that must differ, as a list where there are few of them. */
function listedItems(items: Generator): Generator {
  if (items.kind === 'boolean') return category([false, true]) ?? items;
  if (items.kind !== 'integer' || items.maximum - items.minimum >= MAX_LISTED) return items;
  return category(Array.from({ length: items.maximum - items.minimum + 1 }, (_, i) => items.minimum + i)) ?? items;
}

function membersOf({ parts }: Merged): Map<string, Place[]> {
  const found = new Map<string, Place[]>();
  for (const { schema, pointer, trail } of parts) {
    for (const [name, each] of Object.entries(keywordsIn(schema, 'properties'))) {
      const place: Place = { schema: each, pointer: `${pointer}/properties/${escaped(name)}`, trail };
      const places = found.get(name);
      if (places === undefined) found.set(name, [place]);
      else places.push(place);
    }
  }
  return found;
}

/** What a member must meet that no schema names. */
function othersOf({ parts }: Merged, name: string): readonly Place[] {
  return parts.map(({ schema, pointer, trail }): Place => (typeof schema['additionalProperties'] === 'object' && !Object.hasOwn(keywordsIn(schema, 'properties'), name) ? { schema: schema['additionalProperties'], pointer: `${pointer}/additionalProperties`, trail } : { schema: true, pointer, trail }));
}

/** Members that must be there; those that depend on others are there always. */
function requiredIn({ parts }: Merged): ReadonlySet<string> {
  return new Set(parts.flatMap(({ schema }) => [...listOf(schema['required']), ...Object.values(keywordsIn(schema, 'dependentRequired')).flatMap(listOf)].filter((name) => typeof name === 'string')));
}

function keywordsIn(schema: Keywords, keyword: string): Keywords {
  const value = schema[keyword];
  return typeof value === 'object' && value !== null ? (value as Keywords) : {}; // checked when it was merged
}

function without(schema: Keywords, keywords: readonly string[]): Keywords {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => !keywords.includes(name)));
}

function disjoint(one: readonly Value[], other: readonly Value[]): boolean {
  const texts = new Set(one.map((value) => JSON.stringify(value)));
  return !other.some((value) => texts.has(JSON.stringify(value)));
}

function typeOf(value: Value): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' ? (Number.isInteger(value) ? 'integer' : 'number') : typeof value === 'string' ? 'string' : typeof value === 'boolean' ? 'boolean' : 'object';
}
