// What a place of a JSON Schema says, all in one: what $ref leads to and what allOf lists is merged with what stands there. Bounded: a schema that
// unfolds to more places than MAX_PLACES is refused, and one that contains itself is unfolded once and then cut.
import type { Value } from '../../schema.ts';
import { SchemaDocument } from './document.ts';
import { escaped, isObject, isUnknown, JSON_TYPES, keywordsOf, listOf, refusal, saysNothing, shown, without, type JsonType, type Keywords, type Place } from './keywords.ts';
import { Tries } from './tries.ts';

/** Most places that a schema unfolds to, those of one definition counted each time that it is used. */
export const MAX_PLACES = 50_000;
/** How often a definition may stand inside itself. */
const MAX_UNFOLDED = 2;
const MAX_WARNINGS = 200;
const REFERENCES = ['$ref', '$dynamicRef', '$recursiveRef'] as const;

/** A plain schema among others: its references and its allOf are followed already. */
export type Part = Place & { readonly schema: Keywords };

/** Plain schemas that all have to be met. */
export interface Merged {
  readonly pointer: string;
  readonly parts: readonly Part[];
  readonly types: ReadonlySet<JsonType>;
  /** What const and enum leave. */
  readonly listed?: readonly Value[];
  /** What `not` takes out, as JSON texts. */
  readonly excluded: ReadonlySet<string>;
}

/** Reads places of one document, and keeps what it could not follow. */
export class SchemaReader {
  readonly tries = new Tries();
  readonly #document: SchemaDocument;
  readonly #warnings = new Set<string>();
  #places = 0;
  #allotted = MAX_PLACES;

  constructor(root: unknown) {
    this.#document = new SchemaDocument(root);
  }

  get warnings(): readonly string[] {
    return [...this.#warnings];
  }

  /** Gives what comes next its part of the places, so that the first of many does not use them up. */
  allot(parts: number): void {
    this.#allotted = this.#places + Math.floor(MAX_PLACES / 2 / Math.max(1, parts));
  }

  /** Whether that is used up: what may be left out then is. */
  get isSpent(): boolean {
    return this.#places > this.#allotted;
  }

  /** Keeps what is not followed, once. */
  warn(pointer: string, message: string): void {
    if (this.#warnings.size < MAX_WARNINGS) this.#warnings.add(`${pointer}: ${message}`);
  }

  /** What a reference that stands at a pointer leads to. Throws InvalidInput. */
  targetOf(ref: string, pointer: string): unknown {
    return this.#document.target(ref, pointer).schema;
  }

  /** All of the places at once; null: no finite value meets them. Throws InvalidInput for what is no schema. */
  merged(places: readonly Place[]): Merged | null {
    const parts = this.#parts(places);
    return parts === null ? null : this.#together(places[0]?.pointer ?? '#', parts);
  }

  /** The same with another part in the place of one, and with more places. */
  narrowed({ pointer, parts }: Merged, { at, part, places }: { readonly at: number; readonly part: Part; readonly places: readonly Place[] }): Merged | null {
    const more = this.#parts(places);
    return more === null ? null : this.#together(pointer, [...parts.with(at, part), ...more]);
  }

  /** Plain schemas of the places, their references and allOf followed; null: one of them lets nothing through. */
  #parts(places: readonly Place[]): readonly Part[] | null {
    const parts: Part[] = [];
    const waiting = places.map((place) => ({ place, level: [] as readonly string[] }));
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { place, level } = next;
      const { pointer, trail } = place;
      if (++this.#places > MAX_PLACES) throw refusal(pointer, `the schema unfolds to more than ${MAX_PLACES} places; cut it, or use its definitions fewer times`);
      if (place.schema === false) return null;
      if (place.schema === true) continue;
      const schema = keywordsOf(place);
      for (const name of Object.keys(schema)) if (isUnknown(name)) this.warn(`${pointer}/${escaped(name)}`, `${shown(name)} is not followed: rows may not meet it`);
      parts.push({ schema: without(schema, ['allOf', ...REFERENCES]), pointer, trail });
      for (const ref of REFERENCES.flatMap((keyword) => (typeof schema[keyword] === 'string' ? [schema[keyword]] : []))) {
        if (level.includes(ref)) throw refusal(pointer, `$ref ${shown(ref)} leads to itself; let it lead to a schema`);
        if (trail.filter((one) => one === ref).length >= MAX_UNFOLDED) return null;
        waiting.push({ place: { ...this.#document.target(ref, pointer), trail: [...trail, ref] }, level: [...level, ref] });
      }
      for (const [index, each] of listOf(schema['allOf']).entries()) waiting.push({ place: { schema: each, pointer: `${pointer}/allOf/${index}`, trail }, level });
    }
    return parts;
  }

  #together(pointer: string, parts: readonly Part[]): Merged | null {
    const types = typesOf(parts);
    const excluded = new Set(parts.flatMap(({ schema }) => takenOut(schema) ?? []).map((value) => JSON.stringify(value)));
    const listed = listedIn(parts)?.filter((value) => !excluded.has(JSON.stringify(value)));
    if (types.size === 0 || listed?.length === 0) return null;
    return { pointer, parts, types, excluded, ...(listed === undefined ? {} : { listed }) };
  }
}

/** The values that a `not` of const or enum alone takes out; undefined: it is none, or says more. */
export function takenOut({ not }: Keywords): readonly unknown[] | undefined {
  if (!isObject(not) || !saysNothing(without(not, ['const', 'enum', 'type']))) return undefined;
  // A type beside it would only let more through.
  if (Object.hasOwn(not, 'const')) return Object.hasOwn(not, 'enum') ? undefined : [not['const']];
  return Array.isArray(not['enum']) ? not['enum'] : undefined;
}

/** The types that all of them allow; a number may be whole. OpenAPI 3.0 says of a type that it is nullable. */
function typesOf(parts: readonly Part[]): ReadonlySet<JsonType> {
  let types = new Set<JsonType>(JSON_TYPES);
  for (const { schema, pointer } of parts) {
    if (!Object.hasOwn(schema, 'type')) continue;
    const named = Array.isArray(schema['type']) ? schema['type'] : [schema['type']];
    const unknown = named.find((type) => !JSON_TYPES.some((one) => one === type));
    if (unknown !== undefined || named.length === 0) throw refusal(`${pointer}/type`, `expected one or more of ${JSON_TYPES.join(', ')}, got ${shown(JSON.stringify(unknown) ?? 'none')}`);
    types = new Set([...types].filter((type) => named.includes(type) || (type === 'integer' && named.includes('number')) || (type === 'null' && schema['nullable'] === true)));
  }
  return types;
}

function listedIn(parts: readonly Part[]): readonly Value[] | undefined {
  let listed: readonly unknown[] | undefined;
  for (const { schema } of parts) {
    for (const values of [...(Object.hasOwn(schema, 'const') ? [[schema['const']]] : []), ...(Array.isArray(schema['enum']) ? [schema['enum']] : [])]) {
      const texts = new Set(values.map((value) => JSON.stringify(value)));
      listed = listed === undefined ? values : listed.filter((value) => texts.has(JSON.stringify(value)));
    }
  }
  return listed as readonly Value[] | undefined; // parsed from JSON
}
