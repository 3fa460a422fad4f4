// The keywords of one schema object, as drafts 4 to 2020-12 and OpenAPI 3 have them: which are followed, which say nothing of the values, and what each must be.
import { InvalidInput } from '../../errors.ts';

export type JsonType = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object';
export const JSON_TYPES: readonly JsonType[] = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'];

export type Keywords = Readonly<Record<string, unknown>>;

/** A schema, where it stands, and the references that lead to it from the root. */
export interface Place {
  readonly schema: unknown;
  readonly pointer: string;
  readonly trail: readonly string[];
}

/** Keywords that say nothing of the values, or that what we make meets anyway. */
const SILENT = new Set([
  '$schema', '$id', 'id', '$anchor', '$dynamicAnchor', '$recursiveAnchor', '$defs', 'definitions', 'components', '$comment', '$vocabulary', 'title', 'description', 'default', 'examples', 'example', 'deprecated', 'readOnly', 'writeOnly',
  'contentMediaType', 'contentSchema', 'unevaluatedProperties', 'unevaluatedItems', 'discriminator', 'xml', 'externalDocs', 'markdownDescription', 'enumDescriptions', 'errorMessage', 'tsType', '~standard',
]);
const FOLLOWED = new Set([
  '$ref', '$dynamicRef', '$recursiveRef', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'type', 'nullable', 'enum', 'const', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'minLength', 'maxLength', 'pattern', 'format',
  'contentEncoding', 'properties', 'patternProperties', 'additionalProperties', 'propertyNames', 'required', 'dependencies', 'dependentRequired', 'dependentSchemas', 'minProperties', 'maxProperties', 'items', 'prefixItems', 'additionalItems', 'contains',
  'minContains', 'maxContains', 'minItems', 'maxItems', 'uniqueItems',
]);

type Kind = 'number' | 'bound' | 'string' | 'list' | 'object' | 'count';
/** What each keyword must be, where another kind of value would be read wrongly. */
const KINDS: Readonly<Record<string, Kind>> = {
  minimum: 'number', maximum: 'number', exclusiveMinimum: 'bound', exclusiveMaximum: 'bound', multipleOf: 'number', minLength: 'count', maxLength: 'count', minItems: 'count', maxItems: 'count', minProperties: 'count', maxProperties: 'count',
  minContains: 'count', maxContains: 'count', pattern: 'string', format: 'string', $ref: 'string', $dynamicRef: 'string', $recursiveRef: 'string', enum: 'list', allOf: 'list', anyOf: 'list', oneOf: 'list', prefixItems: 'list', properties: 'object', patternProperties: 'object',
  dependencies: 'object', dependentRequired: 'object', dependentSchemas: 'object', required: 'list',
};
const EXPECTED: Readonly<Record<Kind, string>> = { number: 'a number', bound: 'a number', string: 'a string', list: 'a list', object: 'an object', count: 'a whole number, 0 or more' };

/** The keywords of a place. Throws InvalidInput, with its pointer, where they are none. */
export function keywordsOf({ schema, pointer }: Place): Keywords {
  if (!isObject(schema)) throw refusal(pointer, `expected a schema: an object, true or false; got ${shown(JSON.stringify(schema) ?? 'nothing')}`);
  for (const name of Object.keys(schema)) {
    const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
    if (kind !== undefined && !isOf(kind, schema[name])) throw refusal(`${pointer}/${escaped(name)}`, `expected ${EXPECTED[kind]}, got ${shown(JSON.stringify(schema[name]) ?? 'nothing')}`);
  }
  return schema;
}

/** Whether nothing is done about a keyword that may say something of the values; x- marks what tools keep for themselves. */
export function isUnknown(keyword: string): boolean {
  return !FOLLOWED.has(keyword) && !SILENT.has(keyword) && !keyword.startsWith('x-');
}

/** Whether a schema object lets every value through: it has no keyword that is followed. */
export function saysNothing(schema: Keywords): boolean {
  return !Object.keys(schema).some((name) => FOLLOWED.has(name));
}

function isOf(kind: Kind, value: unknown): boolean {
  switch (kind) {
    case 'count': return Number.isSafeInteger(value) && Number(value) >= 0;
    case 'list': return Array.isArray(value);
    case 'object': return isObject(value);
    case 'number': return Number.isFinite(value);
    case 'bound': return Number.isFinite(value) || typeof value === 'boolean'; // draft 4: whether `minimum` itself is out
    case 'string': return typeof value === 'string';
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

export function isObject(value: unknown): value is Keywords {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The schemas that a keyword such as `properties` gives to names. */
export function entriesOf(schema: Keywords, keyword: string): readonly (readonly [string, unknown])[] {
  const value = schema[keyword];
  return isObject(value) ? Object.entries(value) : [];
}

/** A text as messages have it. */
export function shown(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}

/** The schema without some of its keywords. */
export function without(schema: Keywords, keywords: readonly string[]): Keywords {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => !keywords.includes(name)));
}
