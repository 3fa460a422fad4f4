// How much a model is given to write, and in which form, where a field says no more than what it means: lengths that real values of the kind
// keep to, with some room. What only a list knows (codes of countries, time zones), what carries check digits, what must be random, and what
// agrees with a place on the map is left to the samplers: a model makes such things up.
import type { Semantic } from '../generator.ts';
import { REFERENCE_INSTANT } from '../plan.ts';
import { MAXIMUM_AGE, MINIMUM_AGE } from '../vocabulary/person.ts';
import type { Constraint } from './constraint.ts';

/** Most UTF-16 units of a text, by what it means. */
export const TEXT_LENGTHS: Partial<Readonly<Record<Semantic, number>>> = {
  FIRST_NAME: 30, MIDDLE_NAME: 30, LAST_NAME: 40, FULL_NAME: 60, GENDER: 20, TITLE_OF_COURTESY: 10, JOB_TITLE: 60, DEPARTMENT: 40, LANGUAGE: 30, NATIONALITY: 40, BIOGRAPHY: 400,
  STREET_ADDRESS: 80, ADDRESS_LINE_2: 40, CITY: 50, REGION: 50, COUNTRY: 60, FULL_ADDRESS: 160, CONTINENT: 20,
  COMPANY: 60, INDUSTRY: 50, CATCH_PHRASE: 80, BRAND: 40, PRODUCT: 80, PRODUCT_CATEGORY: 40, COLOR: 30, SIZE: 20, MATERIAL: 30, QUANTITY_PER_UNIT: 40, UNIT_OF_MEASURE: 20, PAYMENT_METHOD: 30,
  WORD: 30, TITLE: 80, SENTENCE: 200, PARAGRAPH: 600, PRODUCT_DESCRIPTION: 300, CATEGORY_DESCRIPTION: 200, REVIEW: 600, POSITIVE_REVIEW: 600, MIXED_REVIEW: 600, NEGATIVE_REVIEW: 600,
  COMMENT: 300, NOTE: 300, SUPPORT_TICKET: 600, ERROR_MESSAGE: 200,
  SONG: 60, ALBUM: 60, ARTIST: 60, GENRE: 30, BOOK: 80, MOVIE: 80, VEHICLE: 60, PUBLISHER: 60, ANIMAL: 30, FOOD: 60,
};
/** Of a text that says nothing of what it means. */
export const DEFAULT_STRING_LENGTH = 60;
export const DEFAULT_TEXT_LENGTH = 600;
/** What people write in several lines, where the field is a TEXT. */
export const IN_LINES: readonly Semantic[] = ['BIOGRAPHY', 'PARAGRAPH', 'SUPPORT_TICKET'];

const LABEL = '[a-z][a-z0-9]{0,14}(-[a-z0-9]{1,10})?';
/** Only names reserved for examples, as in vocabulary/internet.ts. */
const DOMAIN = `(${LABEL}\\.example|example\\.(com|net|org))`;
const MAILBOX = '[a-z][a-z0-9]{0,14}([._-][a-z0-9]{1,15})?';
const REFERENCE_YEAR = Number(REFERENCE_INSTANT.slice(0, 4));
const REFERENCE_DATE = REFERENCE_INSTANT.slice(0, 10);

function yearsBefore(years: number): string {
  return `${REFERENCE_YEAR - years}${REFERENCE_DATE.slice(4)}`;
}

/** What is of a form. */
export const FORMS: Partial<Readonly<Record<Semantic, Constraint>>> = {
  EMAIL: { kind: 'pattern', regex: `${MAILBOX}@${DOMAIN}` },
  WORK_EMAIL: { kind: 'pattern', regex: `${MAILBOX}@${LABEL}\\.example` },
  COMPANY_EMAIL: { kind: 'pattern', regex: `${MAILBOX}@${LABEL}\\.example` },
  USERNAME: { kind: 'pattern', regex: '[a-z][a-z0-9]{1,14}([._][a-z0-9]{1,10})?' },
  DOMAIN: { kind: 'pattern', regex: `${LABEL}\\.example` },
  URL: { kind: 'pattern', regex: `https://(www\\.)?${LABEL}\\.example(/[a-z0-9]{1,12}(-[a-z0-9]{1,12}){0,3}){0,3}` },
  SLUG: { kind: 'pattern', regex: '[a-z0-9]{1,15}(-[a-z0-9]{1,15}){0,4}' },
  AGE: { kind: 'integer', minimum: MINIMUM_AGE, maximum: MAXIMUM_AGE },
  BIRTH_DATE: { kind: 'date', from: yearsBefore(MAXIMUM_AGE), to: yearsBefore(MINIMUM_AGE) },
  HIRE_DATE: { kind: 'date', from: yearsBefore(30), to: REFERENCE_DATE },
};
