// From a semantic to its values: finds the source that makes it and fits the texts to the field. All values of a row and a role
// belong together, because every source reads the same facts.
import type { GeneratorOf, Semantic } from '../generator.ts';
import type { Cursor, Sampler, SamplerContext } from '../samplers/sampler.ts';
import type { Field } from '../schema.ts';
import { CODES } from './codes.ts';
import { Facts } from './facts.ts';
import type { Sources, TextSource } from './facts.ts';
import { INTERNET } from './internet.ts';
import { AGREEING } from './people-and-places.ts';
import { isProse, proseOf } from './prose.ts';
import { wordsWithTag } from './tags.ts';
import { fitText } from './text.ts';
import { WORD_LISTS } from './words.ts';

const SOURCES: Sources = { ...AGREEING, ...INTERNET, ...CODES, ...WORD_LISTS };

/**
 * The sampler of a semantic: numbers for AGE, LATITUDE and LONGITUDE (as text in text fields), an ISO date for BIRTH_DATE and HIRE_DATE, else texts
 * no longer than the field's maxLength. Throws InvalidInput for a locale that we do not have.
 */
export function makeSemantic(generator: GeneratorOf<'semantic'>, field: Field, context: SamplerContext): Sampler {
  const facts = new Facts(generator, field, context);
  const value = valueOf(generator.of, facts);
  if (value !== null) return field.type === 'STRING' || field.type === 'TEXT' ? (row) => fitText(String(value(row)), facts.maxLength) : value;
  return fitted(sourceOf(generator.of, facts), facts.maxLength);
}

/**
 * The same values made unique: each carries `tag` (a number in base 36, below 2^32, that no other row of the field has), so that different
 * tags give different texts, all no longer than the field's maxLength. Thrown on the way: InvalidInput where the tag itself has no room.
 */
export function uniqueSemantic(generator: GeneratorOf<'semantic'>, field: Field, context: SamplerContext): (row: Cursor, tag: string) => string {
  const facts = new Facts(generator, field, context);
  const { maxLength } = facts;
  const value = valueOf(generator.of, facts);
  if (value !== null) return (row, tag) => wordsWithTag(String(value(row)), tag, maxLength);
  const { text, tagged } = sourceOf(generator.of, facts);
  if (tagged === undefined) return (row, tag) => wordsWithTag(text(row), tag, maxLength);
  return (row, tag) => {
    const whole = tagged(row, tag, maxLength);
    return whole.length <= maxLength ? whole : wordsWithTag('', tag, maxLength);
  };
}

/** What is no text by nature; null for all else. */
function valueOf(semantic: Semantic, { person, place }: Facts): ((row: Cursor) => string | number) | null {
  switch (semantic) {
    case 'AGE': return (row) => person.age(row);
    case 'BIRTH_DATE': return (row) => person.birthDate(row);
    case 'HIRE_DATE': return (row) => person.hireDate(row);
    case 'LATITUDE': return (row) => place.latitude(row);
    case 'LONGITUDE': return (row) => place.longitude(row);
    default: return null;
  }
}

function sourceOf(semantic: Semantic, facts: Facts): TextSource {
  if (isProse(semantic)) return { text: proseOf(semantic, facts.context, facts.role, facts.maxLength) };
  const make = SOURCES[semantic];
  if (make === undefined) throw new Error(`no source makes the semantic ${semantic}`);
  return make(facts);
}

function fitted({ text, shorter }: TextSource, maxLength: number): (row: Cursor) => string {
  if (maxLength === Infinity) return text;
  return (row) => {
    const whole = text(row);
    if (whole.length <= maxLength) return whole;
    return fitText(shorter === undefined ? whole : shorter(row, maxLength), maxLength);
  };
}
