// The ways to meet a place of a JSON Schema that leaves a choice: oneOf, anyOf, if, dependentSchemas and what not excludes. Each way is a plain place again.
import { entriesOf, escaped, isObject, listOf, refusal, without, type Place } from './keywords.ts';
import { membersNamed, requiredIn } from './members.ts';
import { takenOut, type Merged, type Part, type SchemaReader } from './merged.ts';
import { missesOf } from './negation.ts';

/** Ways that a row is followed in, half as many with each step inwards; the others are left out, so that fewer kinds of values are made. */
const MAX_WAYS = 64;

/** Choices that may stand behind one another. */
export const MAX_NESTED_CHOICES = 1_000;
/** Branches of a oneOf that are told apart by what the others are not. */
const MAX_OTHERS = 20;

/** A plain place, and how often it is taken against the others. */
export interface Way {
  readonly merged: Merged;
  readonly weight: number;
}

/** What a keyword leaves open. */
interface Choice {
  readonly at: number;
  /** The part without it. */
  readonly part: Part;
  readonly branches: readonly Branch[];
}

interface Branch {
  readonly places: readonly Place[];
  readonly weight: number;
  /** Only where no other leads anywhere. */
  readonly isOdd?: boolean;
  /** What is told then. */
  readonly warning?: string;
}

/** The ways to meet a place that stands so deep; none: no value does. */
export function waysOf(reader: SchemaReader, merged: Merged, depth: number): readonly Way[] {
  return waysIn(reader, merged, { room: reader.isSpent ? 1 : Math.max(1, MAX_WAYS >> depth), made: 0 });
}

interface Progress {
  /** Ways that are looked for. */
  readonly room: number;
  /** Choices that were made on the way. */
  readonly made: number;
}

function waysIn(reader: SchemaReader, merged: Merged, progress: Progress): readonly Way[] {
  const choice = choiceIn(reader, merged);
  if (choice === undefined) return [{ merged, weight: 1 }];
  if (progress.made > MAX_NESTED_CHOICES) throw refusal(merged.pointer, `more than ${MAX_NESTED_CHOICES} choices (oneOf, anyOf, if, not) stand behind one another; flatten them`);
  const [odd, usual] = [true, false].map((kind) => choice.branches.filter(({ isOdd = false }) => isOdd === kind)) as [Branch[], Branch[]]; // one for each
  const found = waysBy(reader, merged, choice, { ...progress, branches: usual });
  return found.length > 0 ? found : waysBy(reader, merged, choice, { ...progress, branches: odd });
}

function waysBy(reader: SchemaReader, merged: Merged, { at, part }: Choice, { branches, room, made }: Progress & { readonly branches: readonly Branch[] }): readonly Way[] {
  const found: Way[] = [];
  for (const { places, weight, warning } of branches) {
    if (found.length >= room) break;
    if (warning !== undefined) reader.warn(part.pointer, warning);
    const narrowed = reader.narrowed(merged, { at, part, places });
    if (narrowed === null || !isPossible(reader, narrowed)) continue;
    const ways = waysIn(reader, narrowed, { room: Math.max(1, Math.floor(room / branches.length)), made: made + 1 });
    const total = ways.reduce((sum, way) => sum + way.weight, 0);
    found.push(...ways.map((way) => ({ merged: way.merged, weight: (weight * way.weight) / total })));
  }
  return found;
}

/** Whether each member that must be there can be: what is not is left out early, before it is multiplied. */
function isPossible(reader: SchemaReader, merged: Merged): boolean {
  if (!merged.types.has('object') || merged.types.size > 1) return true;
  return [...requiredIn(merged)].every((name) => {
    const places = membersNamed(merged, name);
    return places.length < 2 ? places[0]?.schema !== false : reader.merged(places) !== null;
  });
}

function choiceIn(reader: SchemaReader, merged: Merged): Choice | undefined {
  for (const [at, part] of merged.parts.entries()) {
    const { schema } = part;
    if (Array.isArray(schema['oneOf'])) return chosen(merged, at, 'oneOf', oneOf(reader, merged, at));
    if (Array.isArray(schema['anyOf'])) return chosen(merged, at, 'anyOf', branchPlaces(reader, part, 'anyOf').map((place) => ({ places: [place], weight: 1 })));
    if (Object.hasOwn(schema, 'if')) {
      const branches = conditional(reader, part);
      return { at, part: { ...part, schema: without(schema, ['if', 'then', 'else']) }, branches };
    }
    if (Object.hasOwn(schema, 'not') && takenOut(schema) === undefined) return chosen(merged, at, 'not', not(reader, part));
    for (const keyword of ['dependentSchemas', 'dependencies'] as const) {
      const dependent = entriesOf(schema, keyword).find(([, value]) => !Array.isArray(value));
      if (dependent !== undefined) return dependentOn(merged, at, keyword, dependent);
    }
  }
  return undefined;
}

function chosen({ parts }: Merged, at: number, keyword: string, branches: readonly Branch[]): Choice {
  const part = parts[at] as Part; // it has the keyword
  return { at, part: { ...part, schema: without(part.schema, [keyword]) }, branches };
}

/** The branches of a list, each with the name that OpenAPI's discriminator has for it. */
function branchPlaces(reader: SchemaReader, { schema, pointer, trail }: Part, keyword: string): readonly Place[] {
  const { discriminator } = schema;
  const member = isObject(discriminator) ? discriminator['propertyName'] : undefined;
  return listOf(schema[keyword]).map((branch, index) => {
    const place: Place = { schema: branch, pointer: `${pointer}/${keyword}/${index}`, trail };
    if (typeof member !== 'string' || !isObject(discriminator) || !isObject(branch) || typeof branch['$ref'] !== 'string') return place;
    const merged = reader.merged([place]);
    if (merged === null || reader.merged(membersNamed(merged, member))?.listed !== undefined) return place; // it says so itself
    const ref = branch['$ref'];
    const [name] = entriesOf(discriminator, 'mapping').find(([, target]) => target === ref) ?? [ref.slice(ref.lastIndexOf('/') + 1)];
    return { ...place, schema: { allOf: [branch, { type: 'object', required: [member], properties: { [member]: { const: name } } }] } };
  });
}

/** Each branch, without what meets another as well, where they could. */
function oneOf(reader: SchemaReader, merged: Merged, at: number): readonly Branch[] {
  const part = merged.parts[at] as Part; // it has the keyword
  const places = branchPlaces(reader, part, 'oneOf');
  const rest: Part = { ...part, schema: without(part.schema, ['oneOf']) };
  const traits = places.map((place) => traitsOf(reader, reader.narrowed(merged, { at, part: rest, places: [place] })));
  const alone = places.flatMap((place, own) => {
    const others = places.filter((_, other) => other !== own && !areApart(traits[own], traits[other]));
    return others.length > MAX_OTHERS ? [] : { places: [place, ...others.map(({ schema, pointer, trail }) => ({ schema: { not: schema }, pointer, trail }))], weight: 1 };
  });
  return [...alone, ...places.map((place) => ({ places: [place], weight: 1, isOdd: true, warning: 'no value was found that meets one branch of its oneOf alone: rows may meet another, too' }))];
}

/** What tells a branch from others at a glance; null: no value meets it. */
interface Traits {
  readonly types: Merged['types'];
  readonly listed: ReadonlySet<string> | null;
  /** Of an object: the values of members that it must have. */
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
}

function traitsOf(reader: SchemaReader, merged: Merged | null): Traits | null {
  if (merged === null) return null;
  const members = new Map<string, ReadonlySet<string>>();
  if (merged.types.size === 1 && merged.types.has('object')) {
    for (const name of requiredIn(merged)) {
      const listed = reader.merged(membersNamed(merged, name))?.listed;
      if (listed !== undefined) members.set(name, textsOf(listed));
    }
  }
  return { types: merged.types, listed: merged.listed === undefined ? null : textsOf(merged.listed), members };
}

function areApart(one: Traits | null | undefined, other: Traits | null | undefined): boolean {
  if (one == null || other == null) return true;
  if (disjoint(one.types, other.types) && !(one.types.has('integer') && other.types.has('number')) && !(one.types.has('number') && other.types.has('integer'))) return true;
  if (one.listed !== null && other.listed !== null) return disjoint(one.listed, other.listed);
  return [...one.members].some(([name, values]) => disjoint(values, other.members.get(name) ?? values));
}

function disjoint(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return ![...one].some((each) => other.has(each));
}

function textsOf(values: readonly unknown[]): ReadonlySet<string> {
  return new Set(values.map((value) => JSON.stringify(value)));
}

/** What meets `if` meets `then`, all else `else`. */
function conditional(reader: SchemaReader, { schema, pointer, trail }: Part): readonly Branch[] {
  const place = (keyword: string): Place => ({ schema: Object.hasOwn(schema, keyword) ? schema[keyword] : true, pointer: `${pointer}/${keyword}`, trail });
  const misses = missesOf(schema['if'], (ref) => reader.targetOf(ref, pointer)) ?? [];
  return [
    { places: [place('if'), place('then')], weight: 1 },
    ...misses.map((miss) => ({ places: [{ ...place('if'), schema: miss.schema }, place('else')], weight: 1 / misses.length, isOdd: miss.isOdd })),
  ];
}

function not(reader: SchemaReader, { schema, pointer, trail }: Part): readonly Branch[] {
  const misses = missesOf(schema['not'], (ref) => reader.targetOf(ref, pointer));
  if (misses !== null) return misses.map((miss) => ({ places: [{ schema: miss.schema, pointer: `${pointer}/not`, trail }], weight: 1, isOdd: miss.isOdd }));
  reader.warn(`${pointer}/not`, 'what it excludes is not followed: rows may meet it');
  return [{ places: [], weight: 1 }];
}

/** With the member and what depends on it, or without. */
function dependentOn({ parts }: Merged, at: number, keyword: string, [name, dependent]: readonly [string, unknown]): Choice {
  const part = parts[at] as Part; // it has the keyword
  const { schema, pointer, trail } = part;
  const others = Object.fromEntries(entriesOf(schema, keyword).filter(([other]) => other !== name));
  const place = { pointer: `${pointer}/${keyword}/${escaped(name)}`, trail };
  return {
    at,
    part: { ...part, schema: { ...schema, [keyword]: others } },
    branches: [{ places: [{ ...place, schema: dependent }, { ...place, schema: { required: [name] } }], weight: 1 }, { places: [{ ...place, schema: { properties: { [name]: false } } }], weight: 1 }],
  };
}
