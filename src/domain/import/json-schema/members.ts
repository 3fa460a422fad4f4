// The members of an object that a JSON Schema describes: those that it names, and a few for those of which it says only what their names are like.
import { compileRegex } from '../../functions/regex.ts';
import { entriesOf, escaped, isObject, listOf, type Keywords, type Place } from './keywords.ts';
import type { Merged, Part } from './merged.ts';
import { greatest, smallest } from './numbers.ts';

/** Names made up for each keyword that is about names which nobody wrote down. */
const MADE_UP = 3;

export interface Member {
  readonly name: string;
  /** All that its value must meet. */
  readonly places: readonly Place[];
  /** Whether every object has it. */
  readonly isRequired: boolean;
}

/** Names that meet the places. */
export type NamesLike = (places: readonly Place[]) => readonly string[];

/** The members that an object has; null: there is no such object. Those that cannot have a value are among them. */
export function membersOf(merged: Merged, namesLike: NamesLike): readonly Member[] | null {
  const { parts } = merged;
  const required = requiredIn(merged);
  const named = new Set([...parts.flatMap(({ schema }) => entriesOf(schema, 'properties').map(([name]) => name)), ...required]);
  const [fewest, most] = [greatest(merged, 'minProperties', 0), smallest(merged, 'maxProperties')];
  const all = [...named, ...madeUp(merged, named, Math.max(MADE_UP, Math.min(fewest, most) - named.size), namesLike)].map((name) => ({ name, places: membersNamed(merged, name) }));
  const open = all.filter(({ places }) => !places.some(({ schema }) => schema === false));
  if ([...required].some((name) => !open.some((member) => member.name === name))) return null;
  if (required.size > most || open.length < fewest) return null;
  // The first of those that may be left out are there always, where that many have to be; the last never, where that many may not.
  const optional = open.filter(({ name }) => !required.has(name)).slice(0, most - required.size).map(({ name }) => name);
  const always = new Set([...required, ...optional.slice(0, Math.max(fewest - required.size, 0))]);
  return open.filter(({ name }) => required.has(name) || optional.includes(name)).map((member) => ({ ...member, isRequired: always.has(member.name) }));
}

/** What the value of a member must meet, by its own schemas or those for its kind of names; false among them: it cannot be there. */
export function membersNamed({ parts }: Merged, name: string): readonly Place[] {
  return parts.flatMap((part): readonly Place[] => {
    const { schema, pointer, trail } = part;
    const own = Object.hasOwn(keywordIn(schema, 'properties'), name) ? [{ schema: keywordIn(schema, 'properties')[name], pointer: `${pointer}/properties/${escaped(name)}`, trail }] : [];
    const matching = patternsIn(part).filter(({ regex }) => matches(regex, name)).map(({ place }) => place);
    if (own.length + matching.length > 0) return [...own, ...matching];
    return Object.hasOwn(schema, 'additionalProperties') ? [{ schema: schema['additionalProperties'], pointer: `${pointer}/additionalProperties`, trail }] : [];
  });
}

/** Members that must be there; those that depend on others are there always. */
export function requiredIn({ parts }: Merged): ReadonlySet<string> {
  return new Set(parts.flatMap(({ schema }) => [schema['required'], ...['dependentRequired', 'dependencies'].flatMap((keyword) => entriesOf(schema, keyword).map(([, names]) => names))].flatMap(listOf)).filter((name) => typeof name === 'string'));
}

interface NamePattern {
  readonly regex: string;
  readonly place: Place;
}

function patternsIn({ schema, pointer, trail }: Part): readonly NamePattern[] {
  return entriesOf(schema, 'patternProperties').map(([regex, each]) => ({ regex, place: { schema: each, pointer: `${pointer}/patternProperties/${escaped(regex)}`, trail } }));
}

/** A pattern that cannot be tried is met by no name. */
function matches(regex: string, name: string): boolean {
  return compileRegex(regex)?.test(name) === true;
}

/** Names for what patternProperties and additionalProperties describe, and for members that nobody named but that have to be there. */
function madeUp(merged: Merged, named: ReadonlySet<string>, count: number, namesLike: NamesLike): readonly string[] {
  const { parts, pointer } = merged;
  const rules = parts.flatMap(({ schema, pointer: at, trail }): Place[] => (Object.hasOwn(schema, 'propertyNames') ? [{ schema: schema['propertyNames'], pointer: `${at}/propertyNames`, trail }] : []));
  const patterns = parts.flatMap(patternsIn);
  const like = (regex?: string): readonly string[] => namesLike([{ schema: { type: 'string', ...(regex === undefined ? {} : { pattern: regex }) }, pointer, trail: [] }, ...rules]).filter((name) => name !== '' && !named.has(name));
  const isDescribed = parts.some(({ schema }) => isObject(schema['additionalProperties']));
  const hasRoom = parts.every(({ schema }) => schema['additionalProperties'] !== false);
  const ofPatterns = patterns.filter(({ place }) => place.schema !== false).flatMap(({ regex }) => like(regex).slice(0, MADE_UP));
  const isShort = named.size + ofPatterns.length < greatest(merged, 'minProperties', 0);
  const others = hasRoom && (isDescribed || isShort) ? like().filter((name) => !patterns.some(({ regex }) => matches(regex, name))).slice(0, count) : [];
  return [...new Set([...ofPatterns, ...others])];
}

function keywordIn(schema: Keywords, keyword: string): Keywords {
  const value = schema[keyword];
  return isObject(value) ? value : {};
}
