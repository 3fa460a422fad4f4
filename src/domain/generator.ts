// How a field's values are made: plain data, chosen by the user or by chooseGenerators, kept in schemas and plans, shown as
// Field.generator. Each kind is made into a function by samplers/ (leaves), keys.ts (unique ones, references) or rows.ts.
import type { Expression } from './expression.ts';
import type { Value } from './schema.ts';

export const DISTRIBUTIONS = ['UNIFORM', 'NORMAL', 'LOGNORMAL', 'EXPONENTIAL', 'POISSON'] as const;
export type Distribution = (typeof DISTRIBUTIONS)[number];

/** Numbers from `minimum` to `maximum`, both inclusive. Mean and deviation (of the values) default to fit between the bounds. */
export interface NumberRange {
  readonly minimum: number;
  readonly maximum: number;
  readonly distribution?: Distribution;
  readonly mean?: number;
  readonly deviation?: number;
}

/** What the vocabularies hold. Values of one row and one `role` belong together: the e-mail fits the name, the city the country. */
export const SEMANTICS = [
  // person
  'FIRST_NAME', 'MIDDLE_NAME', 'LAST_NAME', 'FULL_NAME', 'GENDER', 'TITLE_OF_COURTESY', 'JOB_TITLE', 'DEPARTMENT', 'BIRTH_DATE', 'AGE', 'HIRE_DATE', 'BIOGRAPHY', 'LANGUAGE', 'NATIONALITY',
  // contact and internet
  'EMAIL', 'WORK_EMAIL', 'COMPANY_EMAIL', 'USERNAME', 'PASSWORD_HASH', 'PHONE', 'FAX', 'URL', 'DOMAIN', 'IMAGE_URL', 'IP_ADDRESS', 'IPV6_ADDRESS', 'MAC_ADDRESS', 'USER_AGENT', 'TOKEN', 'SLUG', 'FILE_NAME', 'FILE_PATH', 'MIME_TYPE', 'SEMVER', 'LOCALE_CODE',
  // place
  'STREET_ADDRESS', 'ADDRESS_LINE_2', 'CITY', 'REGION', 'REGION_CODE', 'POSTAL_CODE', 'COUNTRY', 'COUNTRY_CODE', 'LATITUDE', 'LONGITUDE', 'TIME_ZONE', 'FULL_ADDRESS', 'CONTINENT',
  // company and commerce
  'COMPANY', 'INDUSTRY', 'CATCH_PHRASE', 'BRAND', 'PRODUCT', 'PRODUCT_CATEGORY', 'COLOR', 'HEX_COLOR', 'SIZE', 'MATERIAL', 'SKU', 'BARCODE', 'ISBN', 'QUANTITY_PER_UNIT', 'UNIT_OF_MEASURE',
  // finance
  'IBAN', 'BIC', 'CREDIT_CARD_NUMBER', 'CREDIT_CARD_TYPE', 'CURRENCY_CODE', 'ACCOUNT_NUMBER', 'TAX_ID', 'PAYMENT_METHOD',
  // short prose from the phrase grammar
  'WORD', 'TITLE', 'SENTENCE', 'PARAGRAPH', 'PRODUCT_DESCRIPTION', 'CATEGORY_DESCRIPTION', 'REVIEW', 'POSITIVE_REVIEW', 'MIXED_REVIEW', 'NEGATIVE_REVIEW', 'COMMENT', 'NOTE', 'SUPPORT_TICKET', 'ERROR_MESSAGE',
  // media
  'SONG', 'ALBUM', 'ARTIST', 'GENRE', 'BOOK', 'MOVIE', 'VEHICLE', 'VIN', 'LICENSE_PLATE', 'PUBLISHER', 'ANIMAL', 'FOOD',
] as const;
export type Semantic = (typeof SEMANTICS)[number];

/** How the values of a learned column are spread: by the share of its rows below them. */
export type LearnedValues =
  /** In the order of their scores. */
  | { readonly of: 'labels'; readonly labels: readonly { readonly value: Value; readonly weight: number }[] }
  /** Numbers at equal steps of probability from 0 to 1, written with up to `places`. */
  | { readonly of: 'numbers'; readonly quantiles: readonly number[]; readonly places: number }
  /** Days of a DATE, else seconds, on whole steps; between them as the week's rhythm has it. */
  | { readonly of: 'moments'; readonly quantiles: readonly number[]; readonly step: number; readonly rhythm?: Rhythm };

/** How busy the weekdays are, from Monday on, and the hours of a day, in UTC: 1 in the mean. Left out: all alike. */
export interface Rhythm {
  readonly weekdays?: readonly number[];
  readonly hours?: readonly number[];
}

export type Generator =
  /** start, start + step, ... by row. */
  | { readonly kind: 'sequence'; readonly start: number; readonly step: number; /** Text put before the number, which is then padded to `width` digits. */ readonly prefix?: string; readonly width?: number }
  | { readonly kind: 'uuid' }
  | ({ readonly kind: 'integer' } & NumberRange)
  | ({ readonly kind: 'float'; readonly places?: number } & NumberRange)
  | ({ readonly kind: 'decimal'; readonly places: number } & NumberRange)
  | { readonly kind: 'boolean'; /** Share of true, 0 to 1. */ readonly share: number }
  | { readonly kind: 'category'; readonly values: readonly { readonly value: Value; readonly weight: number }[] }
  /** A category that depends on another field's value; no group for a value: null. */
  | { readonly kind: 'subcategory'; readonly field: string; readonly groups: readonly { readonly when: Value; readonly values: readonly { readonly value: Value; readonly weight: number }[] }[] }
  /** Dates between two ISO dates, both inclusive. */
  | { readonly kind: 'date'; readonly from: string; readonly to: string }
  /** Times of day between two, `HH:MM:SS`, both inclusive. */
  | { readonly kind: 'time'; readonly from: string; readonly to: string }
  /** Instants to the second; businessHours: Monday to Friday, 9 to 17. */
  | { readonly kind: 'datetime'; readonly from: string; readonly to: string; readonly businessHours?: boolean }
  /** DATE or DATETIME after another field of the row, by minSeconds to maxSeconds (whole days for DATE); null where that is null. */
  | { readonly kind: 'after'; readonly field: string; readonly minSeconds: number; readonly maxSeconds: number }
  /** Strings of a regular expression: bounded, no look-around, no back-references. */
  | { readonly kind: 'pattern'; readonly regex: string }
  | { readonly kind: 'semantic'; readonly of: Semantic; /** faker's locale name (en, de, fr ...); left out: the plan's. */ readonly locale?: string; /** Fields of one role agree: '' is the row's own person and place, `billing` another. */ readonly role?: string }
  | { readonly kind: 'expression'; readonly sql: string; readonly expression: Expression }
  /** The first condition that is true decides; none: otherwise, or null. */
  | { readonly kind: 'conditional'; readonly cases: readonly { readonly when: string; readonly condition: Expression; readonly then: Generator }[]; readonly otherwise?: Generator }
  | { readonly kind: 'constant'; readonly value: Value }
  /** Random bytes, as base64. */
  | { readonly kind: 'bytes'; readonly minimum: number; readonly maximum: number }
  /** A small JSON object, field by field. share: of objects that have the field, 0 to 1; left out: all of them. */
  | { readonly kind: 'object'; readonly fields: readonly { readonly name: string; readonly generator: Generator; readonly share?: number }[] }
  /** A JSON array of `minimum` to `maximum` items; first: how those in front are made, one by one, where not like the others; unique: none is there twice. */
  | { readonly kind: 'array'; readonly items: Generator; readonly first?: readonly Generator[]; readonly minimum: number; readonly maximum: number; readonly unique?: boolean }
  /** Each value by one of several generators, drawn by weight. Mixtures of one role draw the same part in a row, where their weights are the same. */
  | { readonly kind: 'mixture'; readonly parts: readonly { readonly generator: Generator; readonly weight: number }[]; readonly role?: string }
  /** As a column of an example was: its score is the weighted sum of scores that columns of the table have of their own, its share of null is the lowest scores. */
  | { readonly kind: 'learned'; readonly values: LearnedValues; /** Share of null, 0 to 1. */ readonly missing: number; readonly scores: readonly { readonly of: string; readonly weight: number }[] }
  /** The parent's key at a drawn row; planned from the foreign key. skew 0: every parent alike; towards 1: few have most. */
  | { readonly kind: 'reference'; readonly table: string; readonly field: string; readonly skew: number };

export type GeneratorKind = Generator['kind'];
export type GeneratorOf<Kind extends GeneratorKind> = Extract<Generator, { kind: Kind }>;
