// How a value is made that meets a place of a JSON Schema: part by part, by construction, or where that does not do from values that were looked at beforehand. What
// cannot be followed so is a warning with its pointer.
import type { Generator } from '../../generator.ts';
import { MAX_GENERATOR_DEPTH, MAX_JSON_VALUES } from '../../limits.ts';
import { valuesOf } from '../../validate/generators.ts';
import { DEFAULT_NULL_SHARE, type FieldType, type Value } from '../../schema.ts';
import { waysOf } from './branches.ts';
import { FORMATS } from './formats.ts';
import { itemsOf } from './items.ts';
import type { JsonType, Place } from './keywords.ts';
import { membersOf, type Member } from './members.ts';
import type { Merged, SchemaReader } from './merged.ts';
import { greatest, multiples, numberBounds, smallest, stepsOf, widest } from './numbers.ts';
import { textGenerator } from './texts.ts';
import { categoryOf, listedBy } from './tries.ts';

/** How deep values may stand inside one another: a generator less, since a value of several kinds is a mixture more. */
const MAX_DEPTH = MAX_GENERATOR_DEPTH - 1;
/** Items beyond the fewest, where a schema does not say how many there are at most. */
const USUAL_ITEMS = 3;
/** Whole numbers that must differ are listed where there are no more. */
const MAX_LISTED = 100;
export const PRESENT_SHARE = 1 - DEFAULT_NULL_SHARE;

/** Gives a name and a description to a value of a type that nothing else is said of; undefined: they say nothing. */
export type Meant = (name: string, description: string | undefined, type: FieldType) => Generator | undefined;

/** One kind of values of a place, and how often it is made against the others. */
export interface Kind {
  /** `listed`: those of const and enum. */
  readonly type: JsonType | 'listed';
  readonly merged: Merged;
  readonly weight: number;
}

export class ValueMaker {
  readonly #reader: SchemaReader;
  readonly #meant: Meant;

  constructor(reader: SchemaReader, meant: Meant) {
    this.#reader = reader;
    this.#meant = meant;
  }

  /** A generator whose every value meets the places; null: there is none that is finite. */
  generator(places: readonly Place[], name: string, depth = 0): Generator | null {
    if (depth > MAX_DEPTH) {
      this.#reader.warn(places[0]?.pointer ?? '#', `values stand more than ${MAX_DEPTH} deep in one another: it is left out`);
      return null;
    }
    const merged = this.#reader.merged(places);
    if (merged === null) return null;
    const kinds = this.kindsOf(merged, depth);
    return mixture(kinds.flatMap((kind) => {
      const generator = this.ofKind(kind, name, kinds.length > 1 ? depth + 1 : depth);
      return generator === null ? [] : [{ generator, weight: kind.weight }];
    }));
  }

  /** The kinds of values that meet a place. */
  kindsOf(merged: Merged, depth: number): readonly Kind[] {
    return waysOf(this.#reader, merged, depth).flatMap((way): readonly Kind[] => {
      if (way.merged.listed !== undefined) return [{ type: 'listed', ...way }];
      const types = usualTypes(way.merged);
      return types.map((type) => ({ type, merged: way.merged, weight: way.weight / types.length }));
    });
  }

  /** A generator of one kind; null: there is no such value. */
  ofKind({ type, merged }: Kind, name: string, depth = 0): Generator | null {
    if (type === 'listed') return categoryOf(this.allowed(merged));
    const generator = this.#ofType(type, merged, name, depth);
    if (generator === null || merged.excluded.size === 0) return generator;
    return listedBy(this.#reader.tries.of(generator), (value) => !merged.excluded.has(JSON.stringify(value)));
  }

  /** The listed values that types and bounds let through. */
  allowed(merged: Merged): readonly Value[] {
    const { minimum, maximum } = widest(merged);
    const [least, most] = [greatest(merged, 'minLength', 0), smallest(merged, 'maxLength')];
    return (merged.listed ?? []).filter((value) => {
      if (!merged.types.has(typeOf(value)) && !(typeOf(value) === 'integer' && merged.types.has('number'))) return false;
      if (typeof value === 'number') return value >= minimum && value <= maximum;
      return typeof value !== 'string' || ([...value].length >= least && [...value].length <= most);
    });
  }

  #ofType(type: JsonType, merged: Merged, name: string, depth: number): Generator | null {
    switch (type) {
      case 'null': return { kind: 'constant', value: null };
      case 'boolean': return { kind: 'boolean', share: 0.5 };
      case 'integer': case 'number': return this.#number(merged, type, name);
      case 'string': return this.#text(merged, name);
      case 'array': return this.#array(merged, name, depth);
      case 'object': return this.#object(merged, depth);
      default: return type satisfies never;
    }
  }

  /** Numbers within the bounds: those that the name means, where they all are. */
  #number(merged: Merged, type: 'integer' | 'number', name: string): Generator | null {
    const bounds = numberBounds(merged, type);
    if (bounds === null) return null;
    const steps = stepsOf(merged);
    if (steps.length > 0 && !(type === 'integer' && steps.every((step) => step === 1))) return categoryOf(multiples(bounds, steps, type));
    const { minimum, maximum } = bounds;
    const usual = this.#meant(name, describedBy(merged), type === 'integer' ? 'INTEGER' : 'FLOAT');
    if (usual !== undefined && (usual.kind === 'integer' || (usual.kind === 'float' && type === 'number'))) {
      const ends = widest(merged);
      if ((usual.minimum > ends.minimum || usual.minimum === minimum) && (usual.maximum < ends.maximum || usual.maximum === maximum)) return usual;
    }
    if (type === 'integer') return { kind: 'integer', minimum, maximum };
    const places = Math.ceil(minimum * 100) < Math.floor(maximum * 100) && Math.abs(minimum) < 1e9 && Math.abs(maximum) < 1e9 ? { places: 2 } : {};
    return { kind: 'float', minimum, maximum, ...places };
  }

  #text(merged: Merged, name: string): Generator | null {
    const isBase64 = formatOf(merged) === 'byte' || merged.parts.some(({ schema }) => schema['contentEncoding'] === 'base64');
    if (isBase64 && smallest(merged, 'maxLength') === Infinity && greatest(merged, 'minLength', 0) <= 1) return { kind: 'bytes', minimum: 8, maximum: 32 };
    return textGenerator(this.#reader, merged, name === '' ? undefined : this.#meant(name, describedBy(merged), 'STRING'));
  }

  #array(merged: Merged, name: string, depth: number): Generator | null {
    const { first, others, minimum, most, isUnique } = itemsOf(merged);
    if (minimum > most || minimum > MAX_JSON_VALUES) return null;
    const front: Generator[] = [];
    for (const places of first.slice(0, most)) {
      const made = this.generator(places, name, depth + 1);
      if (made === null) break;
      front.push(made);
    }
    const made = front.length < first.length || most <= front.length ? null : this.generator(others, name, depth + 1);
    const behind = made === null || !isUnique ? made : listedItems(made);
    // Tuples are whole; an array that has nothing more to say has a few items.
    const values = behind === null ? 0 : isUnique && behind.kind === 'category' ? behind.values.length : Infinity;
    const maximum = Math.min(most, front.length + values, Math.max(minimum, front.length) + (front.length > 0 && minimum <= front.length ? 0 : usualItems(behind, depth)));
    const fewest = Math.max(minimum, Math.min(front.length, maximum));
    if (fewest > maximum) return null;
    const items = behind ?? front.at(-1);
    if (items === undefined || maximum === 0) return { kind: 'constant', value: [] };
    return { kind: 'array', items, ...(front.length === 0 ? {} : { first: front }), minimum: fewest, maximum, ...(isUnique ? { unique: true } : {}) };
  }

  /** Its required members, and the others at their share as far as the schema lets as many be there. */
  #object(merged: Merged, depth: number): Generator | null {
    const members = this.members(merged);
    if (members === null) return null;
    const fields: { readonly name: string; readonly generator: Generator; readonly share?: number }[] = [];
    let size = 1;
    for (const { name, places, isRequired } of members) {
      if (!isRequired && (this.#reader.isSpent || size > MAX_JSON_VALUES / 2 ** (depth + 1))) {
        this.#reader.warn(merged.pointer, 'it unfolds to too much: members that need not be there are left out');
        continue;
      }
      const generator = this.generator(places, name, depth + 1);
      if (generator === null && isRequired) return null;
      if (generator === null) continue;
      size += valuesOf(generator);
      fields.push({ name, generator, ...(isRequired ? {} : { share: PRESENT_SHARE }) });
    }
    if (fields.length < greatest(merged, 'minProperties', 0)) return null;
    return fields.length === 0 ? { kind: 'constant', value: {} } : { kind: 'object', fields };
  }

  /** The members that an object has; null: there is no such object. */
  members(merged: Merged): readonly Member[] | null {
    return membersOf(merged, (places) => {
      const generator = this.generator(places, ''); // names have none themselves
      return generator === null ? [] : this.#reader.tries.texts(generator);
    });
  }
}

/** The types that values are made of: those that are named, else the one that the keywords are about. */
export function usualTypes(merged: Merged): readonly JsonType[] {
  const types = [...merged.types];
  if (types.length < 7) return types.filter((type) => type !== 'integer' || !merged.types.has('number'));
  const has = (...names: readonly string[]): boolean => merged.parts.some(({ schema }) => names.some((name) => Object.hasOwn(schema, name)));
  if (has('properties', 'required', 'additionalProperties', 'patternProperties', 'minProperties', 'dependentRequired', 'dependencies')) return ['object'];
  if (has('items', 'minItems', 'maxItems', 'prefixItems', 'contains', 'uniqueItems')) return ['array'];
  return has('minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf') ? ['number'] : ['string'];
}

/** The type of a column of such values: a format may have one of its own, where they are made by it. */
export function columnType({ type, merged }: Kind, generator: Generator, listed: readonly Value[]): FieldType {
  switch (type) {
    case 'listed': return listType(listed);
    case 'integer': return 'INTEGER';
    case 'number': return 'FLOAT';
    case 'boolean': return 'BOOLEAN';
    case 'string': {
      const format = FORMATS[formatOf(merged) ?? ''];
      return generator.kind === 'bytes' ? 'BINARY' : format?.generator === generator ? format.type : 'STRING';
    }
    default: return 'JSON';
  }
}

function listType(values: readonly Value[]): FieldType {
  const is = (type: string): boolean => values.every((value) => typeof value === type);
  if (is('string')) return 'STRING';
  if (is('boolean')) return 'BOOLEAN';
  return is('number') ? (values.every(Number.isSafeInteger) ? 'INTEGER' : 'FLOAT') : 'JSON';
}

function formatOf(merged: Merged): string | undefined {
  return merged.parts.map(({ schema }) => schema['format']).find((format) => typeof format === 'string');
}

export function describedBy(merged: Merged): string | undefined {
  return merged.parts.flatMap(({ schema }) => [schema['description'], schema['title']]).find((text) => typeof text === 'string');
}

/** One of the parts by weight; null: there are none. */
export function mixture(parts: readonly { readonly generator: Generator; readonly weight: number }[]): Generator | null {
  const [only] = parts;
  if (only === undefined) return null;
  return parts.length === 1 ? only.generator : { kind: 'mixture', parts };
}

/** Fewer where they are large, and stand deep in others. */
function usualItems(items: Generator | null, depth: number): number {
  return Math.min(USUAL_ITEMS, Math.floor(MAX_JSON_VALUES / 2 ** (depth + 2) / (items === null ? 1 : valuesOf(items))));
}

/** Items that must differ, as a list where there are few of them. */
function listedItems(items: Generator): Generator {
  if (items.kind === 'boolean') return categoryOf([false, true]) ?? items;
  if (items.kind === 'constant') return categoryOf([items.value]) ?? items;
  if (items.kind === 'category') return categoryOf([...new Map(items.values.map(({ value }) => [JSON.stringify(value), value])).values()]) ?? items;
  if (items.kind !== 'integer' || items.maximum - items.minimum >= MAX_LISTED) return items;
  return categoryOf(Array.from({ length: items.maximum - items.minimum + 1 }, (_, i) => items.minimum + i)) ?? items;
}

function typeOf(value: Value): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' ? (Number.isInteger(value) ? 'integer' : 'number') : typeof value === 'string' ? 'string' : typeof value === 'boolean' ? 'boolean' : 'object';
}
