// Constraints for endpoints that answer in JSON: the schema that they are sent, in the subset that strict structured output takes, and the
// value that an answer stands for. Bounds are said twice, as keywords and in words: some endpoints refuse to read the keywords, all read words.
import { fitTo } from '../fit.ts';
import { roundTo } from '../rounding.ts';
import type { Value } from '../schema.ts';
import type { Constraint, ConstraintOf, Place } from './constraint.ts';
import { cutToFit } from './cut.ts';
import { wordsOf } from './words.ts';

/** JSON Schema, as plain data. */
export type JsonSchema = { readonly [keyword: string]: Value };

/** PostgreSQL's names for classes: no endpoint's regular expressions know them. */
const POSIX_CLASS = /\[:\w+:\]/;

/** An answer as an object by the places' names. */
export function jsonSchemaOf(places: readonly Place[]): JsonSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(places.map(({ name, description, constraint }) => [name, described(constraint, description)])),
    required: places.map(({ name }) => name),
    additionalProperties: false,
  };
}

/** An endpoint's JSON as the constraint has values: decimals are numbers there, instants have any zone, texts any length. What cannot be read so stays, for problemWith. */
export function answeredValue(constraint: Constraint, json: Value): Value {
  switch (constraint.kind) {
    case 'text': return typeof json === 'string' ? answeredText(constraint, json) : json;
    case 'decimal': return typeof json === 'number' ? fitTo({ type: 'DECIMAL', scale: constraint.written ?? constraint.places }, json) : json;
    case 'date': return fitTo({ type: 'DATE' }, json) ?? json;
    case 'time': return fitTo({ type: 'TIME' }, json) ?? json;
    case 'datetime': return fitTo({ type: 'DATETIME' }, json) ?? json;
    case 'object': {
      if (typeof json !== 'object' || json === null || Array.isArray(json)) return json;
      const members = new Map(constraint.members.map((member) => [member.name, member.constraint]));
      return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, answeredMember(members.get(name), value)]));
    }
    case 'list': return Array.isArray(json) ? json.map((item) => answeredValue(constraint.items, item as Value)) : json; // what isArray tells of a Value is any[]
    case 'float': return typeof json === 'number' ? roundTo(json, constraint.places) : json;
    case 'integer': case 'choice': case 'boolean': case 'pattern': return json;
    default: return constraint satisfies never;
  }
}

/** Models elsewhere cannot count characters: what is too long is cut, as it is for a model of this process. */
function answeredText({ maxLength, lines }: ConstraintOf<'text'>, text: string): string {
  const whole = lines === true ? text : text.split('\n').map((line) => line.trim()).join(' ');
  return cutToFit(whole.trim(), maxLength);
}

function answeredMember(constraint: Constraint | undefined, value: Value): Value {
  return constraint === undefined ? value : answeredValue(constraint, value);
}

function described(constraint: Constraint, description: string | undefined): JsonSchema {
  return { ...schemaOf(constraint), description: description === undefined ? wordsOf(constraint) : `${description}; ${wordsOf(constraint)}` };
}

function schemaOf(constraint: Constraint): JsonSchema {
  switch (constraint.kind) {
    case 'text': return { type: 'string' };
    case 'integer': return { type: 'integer', minimum: constraint.minimum, maximum: constraint.maximum };
    case 'decimal': case 'float': return { type: 'number', minimum: constraint.minimum, maximum: constraint.maximum };
    case 'choice': return choiceSchema(constraint);
    case 'boolean': return { type: 'boolean' };
    case 'date': return { type: 'string', format: 'date' };
    case 'time': return { type: 'string', pattern: '^[0-9]{2}:[0-9]{2}:[0-9]{2}$' };
    case 'datetime': return { type: 'string', format: 'date-time' };
    case 'pattern': return { type: 'string', ...(POSIX_CLASS.test(constraint.regex) ? {} : { pattern: `^(?:${constraint.regex})$` }) };
    case 'object': return jsonSchemaOf(constraint.members);
    case 'list': return { type: 'array', items: described(constraint.items, undefined), minItems: constraint.minItems, maxItems: constraint.maxItems };
    default: return constraint satisfies never;
  }
}

function choiceSchema({ values }: ConstraintOf<'choice'>): JsonSchema {
  const types = [...new Set(values.map((value) => typeof value))];
  const [only] = types;
  return { type: types.length === 1 && only !== undefined ? only : types, enum: values };
}
