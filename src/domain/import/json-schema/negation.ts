// What does not meet a JSON Schema, as schemas of which any one is enough: to miss one keyword is to miss the whole.
import { entriesOf, isObject, JSON_TYPES, listOf, saysNothing, type Keywords } from './keywords.ts';

/** How deep a negation is looked into. */
const MAX_DEPTH = 6;

/** One way to miss a schema. */
export interface Miss {
  readonly schema: Keywords;
  /** By another type than is meant: right, but nobody's data. */
  readonly isOdd: boolean;
}

/** Ways to miss a schema, [] where every value meets it; null: none is known. */
export function missesOf(schema: unknown, targetOf: (ref: string) => unknown, depth = 0): readonly Miss[] | null {
  if (schema === false) return [{ schema: {}, isOdd: false }];
  if (schema === true || (isObject(schema) && saysNothing(schema))) return [];
  if (!isObject(schema) || depth > MAX_DEPTH) return null;
  const inside = (one: unknown): readonly Miss[] => missesOf(one, targetOf, depth + 1) ?? [];
  const found = Object.keys(schema).flatMap((keyword): readonly Miss[] => {
    const value = schema[keyword];
    switch (keyword) {
      case '$ref': return typeof value === 'string' ? inside(targetOf(value)) : [];
      case 'const': case 'enum': return [sure({ not: { [keyword]: value } })];
      case 'type': return otherTypes(value);
      case 'not': return isObject(value) ? [sure(value)] : [];
      case 'allOf': return listOf(value).flatMap(inside);
      case 'anyOf': case 'oneOf': return missesOfAll(listOf(value).map(inside));
      case 'required': return listOf(value).map((name) => sure({ properties: { [String(name)]: false } }));
      case 'properties': return entriesOf(schema, keyword).flatMap(([name, each]) => inside(each).map((miss) => ({ ...miss, schema: { required: [name], properties: { [name]: miss.schema } } })));
      default: return typeof value === 'number' ? otherSide(keyword, value) : [];
    }
  });
  return found.length === 0 ? null : found;
}

function sure(schema: Keywords): Miss {
  return { schema, isOdd: false };
}

function otherTypes(type: unknown): readonly Miss[] {
  const named = Array.isArray(type) ? type : [type];
  const rest = JSON_TYPES.filter((one) => !named.includes(one) && !(one === 'integer' && named.includes('number')) && !(one === 'number' && named.includes('integer')));
  return rest.length === 0 ? [] : [{ schema: { type: rest }, isOdd: true }];
}

/** All of the branches have to be missed. */
function missesOfAll(branches: readonly (readonly Miss[])[]): readonly Miss[] {
  if (branches.some((misses) => misses.length === 0)) return [];
  return [{ schema: { allOf: branches.map((misses) => ({ anyOf: misses.map(({ schema }) => schema) })) }, isOdd: branches.some((misses) => misses.every(({ isOdd }) => isOdd)) }];
}

/** Past a bound. */
function otherSide(keyword: string, bound: number): readonly Miss[] {
  switch (keyword) {
    case 'minimum': return [sure({ type: 'number', exclusiveMaximum: bound })];
    case 'maximum': return [sure({ type: 'number', exclusiveMinimum: bound })];
    case 'exclusiveMinimum': return [sure({ type: 'number', maximum: bound })];
    case 'exclusiveMaximum': return [sure({ type: 'number', minimum: bound })];
    case 'minLength': return bound === 0 ? [] : [sure({ type: 'string', maxLength: bound - 1 })];
    case 'maxLength': return [sure({ type: 'string', minLength: bound + 1 })];
    case 'minItems': return bound === 0 ? [] : [sure({ type: 'array', maxItems: bound - 1 })];
    case 'maxItems': return [sure({ type: 'array', minItems: bound + 1 })];
    case 'minProperties': return bound === 0 ? [] : [sure({ type: 'object', maxProperties: bound - 1 })];
    case 'maxProperties': return [sure({ type: 'object', minProperties: bound + 1 })];
    default: return [];
  }
}
