// What a place of a JSON Schema says, all in one: what $ref leads to and what allOf lists is merged with what stands there. Bounded: a schema that
// unfolds to more places than MAX_PLACES is refused, and one that contains itself is unfolded once and then cut.
import { InvalidInput } from '../../errors.ts';
import type { Value } from '../../schema.ts';

/** Most places that a schema unfolds to, those of one definition counted each time that it is used. */
export const MAX_PLACES = 20_000;
/** How often a definition may stand inside itself. */
const MAX_UNFOLDED = 2;
const MAX_WARNINGS = 200;

export type JsonType = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object';
const TYPES: readonly JsonType[] = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'];

export type Keywords = Readonly<Record<string, unknown>>;

/** A schema, where it stands, and the references that lead to it from the root. */
export interface Place {
  readonly schema: unknown;
  readonly pointer: string;
  readonly trail: readonly string[];
}

/** Plain schemas that all have to be met; their references and allOf are followed already. */
export interface Merged {
  readonly pointer: string;
  readonly parts: readonly (Place & { readonly schema: Keywords })[];
  readonly types: ReadonlySet<JsonType>;
  /** What const and enum leave. */
  readonly listed?: readonly Value[];
}

/** Keywords that say nothing of the values, or that what we make meets anyway. */
const SILENT = new Set(['$schema', '$id', '$anchor', '$defs', 'definitions', '$comment', '$vocabulary', 'title', 'description', 'default', 'examples', 'deprecated', 'readOnly', 'writeOnly', 'contentMediaType', 'contentSchema', 'additionalProperties', 'unevaluatedProperties', 'unevaluatedItems', 'maxContains', 'minContains']);
const FOLLOWED = new Set(['$ref', 'allOf', 'anyOf', 'oneOf', 'type', 'enum', 'const', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'minLength', 'maxLength', 'pattern', 'format', 'contentEncoding', 'properties', 'required', 'dependentRequired', 'minProperties', 'maxProperties', 'items', 'minItems', 'maxItems', 'uniqueItems']);
/** What each keyword must be, where another kind of value would be read wrongly. */
const KINDS: Readonly<Record<string, 'number' | 'string' | 'list' | 'object' | 'count'>> = {
  minimum: 'number', maximum: 'number', exclusiveMinimum: 'number', exclusiveMaximum: 'number', multipleOf: 'number', minLength: 'count', maxLength: 'count', minItems: 'count', maxItems: 'count', minProperties: 'count', maxProperties: 'count',
  pattern: 'string', format: 'string', $ref: 'string', required: 'list', enum: 'list', allOf: 'list', anyOf: 'list', oneOf: 'list', properties: 'object', dependentRequired: 'object',
};

/** Reads places of one document, and keeps what it could not follow. */
export class SchemaReader {
  readonly #root: unknown;
  readonly #warnings = new Set<string>();
  #places = 0;

  constructor(root: unknown) {
    this.#root = root;
  }

  get warnings(): readonly string[] {
    return [...this.#warnings];
  }

  /** Keeps what is not followed, once. */
  warn(pointer: string, message: string): void {
    if (this.#warnings.size < MAX_WARNINGS) this.#warnings.add(`${pointer}: ${message}`);
  }

  /** All of the places at once; null: no finite value meets them. Throws InvalidInput for what is no schema. */
  merged(places: readonly Place[]): Merged | null {
    const parts: (Place & { readonly schema: Keywords })[] = [];
    const waiting = places.map((place) => ({ place, level: [] as readonly string[] }));
    const pointer = places[0]?.pointer ?? '#';
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { place, level } = next;
      if (++this.#places > MAX_PLACES) throw refusal(place.pointer, `the schema unfolds to more than ${MAX_PLACES} places; cut it, or use its definitions fewer times`);
      if (place.schema === false) return null;
      if (place.schema === true) continue;
      const schema = keywordsOf(place);
      this.#tellUnknown(schema, place.pointer);
      parts.push({ ...place, schema });
      if (typeof schema['$ref'] === 'string') {
        const ref = schema['$ref'];
        if (level.includes(ref)) throw refusal(place.pointer, `$ref ${shown(ref)} leads to itself; let it lead to a schema`);
        if (place.trail.filter((one) => one === ref).length >= MAX_UNFOLDED) return null;
        waiting.push({ place: { ...this.#target(ref, place.pointer), trail: [...place.trail, ref] }, level: [...level, ref] });
      }
      for (const [index, each] of listOf(schema['allOf']).entries()) waiting.push({ place: { schema: each, pointer: `${place.pointer}/allOf/${index}`, trail: place.trail }, level });
    }
    const types = typesOf(parts);
    const listed = listedIn(parts);
    if (types.size === 0 || listed?.length === 0) return null;
    return { pointer, parts, types, ...(listed === undefined ? {} : { listed }) };
  }

  #tellUnknown(schema: Keywords, pointer: string): void {
    for (const name of Object.keys(schema)) {
      if (!FOLLOWED.has(name) && !SILENT.has(name)) this.warn(`${pointer}/${escaped(name)}`, `${shown(name)} is not followed: rows may not meet it`);
    }
  }

  #target(ref: string, pointer: string): Omit<Place, 'trail'> {
    if (ref !== '#' && !ref.startsWith('#/')) throw refusal(pointer, `$ref ${shown(ref)} leads out of this document or to an anchor; expected one such as #/$defs/address: put the schema there`);
    let found: unknown = this.#root;
    for (const segment of ref.split('/').slice(1).map(unescaped)) {
      const inside: unknown = typeof found === 'object' && found !== null && Object.hasOwn(found, segment) ? (found as Keywords)[segment] : undefined;
      if (inside === undefined) throw refusal(pointer, `$ref ${shown(ref)} leads nowhere: there is no ${shown(segment)}; mend the reference`);
      found = inside;
    }
    return { schema: found, pointer: ref };
  }
}

/** An issue of a place of the schema. */
export function refusal(pointer: string, message: string): InvalidInput {
  return InvalidInput.at([], `${pointer}: ${message}`);
}

/** A segment of a JSON pointer (RFC 6901). */
export function escaped(name: string): string {
  return name.slice(0, 80).replaceAll('~', '~0').replaceAll('/', '~1');
}

function unescaped(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}

function keywordsOf({ schema, pointer }: Place): Keywords {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) throw refusal(pointer, `expected a schema: an object, true or false; got ${shown(JSON.stringify(schema) ?? 'nothing')}`);
  const keywords = schema as Keywords; // an object's keys are texts
  for (const [name, kind] of Object.entries(KINDS)) {
    const value = keywords[name];
    if (Object.hasOwn(keywords, name) && !isOf(kind, value)) throw refusal(`${pointer}/${escaped(name)}`, `expected ${kind === 'count' ? 'a whole number, 0 or more' : `a ${kind}`}, got ${shown(JSON.stringify(value) ?? 'nothing')}`);
  }
  return keywords;
}

function isOf(kind: 'number' | 'string' | 'list' | 'object' | 'count', value: unknown): boolean {
  switch (kind) {
    case 'count': return Number.isSafeInteger(value) && Number(value) >= 0;
    case 'list': return Array.isArray(value);
    case 'object': return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'number': return Number.isFinite(value);
    case 'string': return typeof value === 'string';
  }
}

/** The types that all of them allow; a number may be whole. */
function typesOf(parts: Merged['parts']): ReadonlySet<JsonType> {
  let types = new Set<JsonType>(TYPES);
  for (const { schema, pointer } of parts) {
    if (!Object.hasOwn(schema, 'type')) continue;
    const named = Array.isArray(schema['type']) ? schema['type'] : [schema['type']];
    const unknown = named.find((type) => !TYPES.some((one) => one === type));
    if (unknown !== undefined || named.length === 0) throw refusal(`${pointer}/type`, `expected one or more of ${TYPES.join(', ')}, got ${shown(JSON.stringify(unknown) ?? 'none')}`);
    types = new Set([...types].filter((type) => named.includes(type) || (type === 'integer' && named.includes('number'))));
  }
  return types;
}

function listedIn(parts: Merged['parts']): readonly Value[] | undefined {
  let listed: readonly unknown[] | undefined;
  for (const { schema } of parts) {
    for (const values of [...(Object.hasOwn(schema, 'const') ? [[schema['const']]] : []), ...(Array.isArray(schema['enum']) ? [schema['enum']] : [])]) {
      const texts = new Set(values.map((value) => JSON.stringify(value)));
      listed = listed === undefined ? values : listed.filter((value) => texts.has(JSON.stringify(value)));
    }
  }
  return listed as readonly Value[] | undefined; // parsed from JSON
}
