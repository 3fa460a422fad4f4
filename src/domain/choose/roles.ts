// Two columns of one table that would show the same person, place, company or product get roles of their own: the second
// "name" of a row is another name. Columns that belong together keep the role they share.
import type { GeneratorOf, Semantic } from '../generator.ts';
import type { Field } from '../schema.ts';
import { snakeCase } from './names.ts';

/** What several columns may show of one person or place without being the same text: their digits and forms are their own. */
const REPEATABLE: ReadonlySet<Semantic> = new Set([
  'EMAIL', 'WORK_EMAIL', 'COMPANY_EMAIL', 'USERNAME', 'PHONE', 'FAX', 'URL', 'IMAGE_URL', 'IP_ADDRESS', 'IPV6_ADDRESS', 'MAC_ADDRESS', 'USER_AGENT', 'TOKEN', 'PASSWORD_HASH', 'SEMVER', 'WORD', 'TITLE', 'SENTENCE', 'PARAGRAPH',
  'PRODUCT_DESCRIPTION', 'REVIEW', 'POSITIVE_REVIEW', 'MIXED_REVIEW', 'NEGATIVE_REVIEW', 'COMMENT', 'NOTE', 'SUPPORT_TICKET', 'ERROR_MESSAGE', 'BIOGRAPHY', 'SONG', 'ALBUM', 'MOVIE', 'BOOK', 'ARTIST', 'GENRE', 'ANIMAL', 'FOOD', 'VEHICLE', 'PUBLISHER', 'HEX_COLOR', 'LICENSE_PLATE', 'PAYMENT_METHOD',
  'SLUG', 'LANGUAGE', 'LOCALE_CODE', 'CURRENCY_CODE', 'TIME_ZONE', 'COUNTRY_CODE', 'REGION_CODE', 'DEPARTMENT', 'GENDER', 'BIRTH_DATE', 'HIRE_DATE', 'AGE', 'LATITUDE', 'LONGITUDE',
]);

/** Plain names of a row's own name and place: `zip` beside `postal_code` is the same place twice, and shall say the same. */
const PLAIN = /^((full|display|legal|complete)_?)?name$|^(street_?)?address(_?line)?_?1?$|^(street|city|town|state|province|region|county|zip|zip_?code|postal_?code|postcode|country|country_name|company|company_name)$/;

function isPlain(name: string, subject: string): boolean {
  const whole = snakeCase(name);
  return PLAIN.test(whole.startsWith(`${subject}_`) ? whole.slice(subject.length + 1) : whole);
}

/** The fields with such roles; those whose names come first in the alphabet, and the shortest of all, keep theirs. */
export function withOwnRoles(fields: readonly Field[], subject: string, chosen: ReadonlySet<string>): readonly Field[] {
  const taken = new Map<string, string>();
  const order = [...fields].sort((a, b) => a.name.length - b.name.length || (a.name < b.name ? -1 : 1));
  for (const { name, generator } of order) {
    if (generator?.kind !== 'semantic' || REPEATABLE.has(generator.of)) continue;
    const key = `${generator.of} ${generator.role ?? ''}`;
    if (!taken.has(key)) taken.set(key, name);
  }
  return fields.map((field) => {
    const { generator } = field;
    if (generator?.kind !== 'semantic' || REPEATABLE.has(generator.of) || !chosen.has(field.name) || isPlain(field.name, subject)) return field;
    if (taken.get(`${generator.of} ${generator.role ?? ''}`) === field.name) return field;
    const own: GeneratorOf<'semantic'> = { ...generator, role: snakeCase(field.name) };
    return { ...field, generator: own };
  });
}
