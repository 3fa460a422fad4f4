// The kinds of generators in words: said once, for the types that show one and for the inputs that ask for one.
import type { GeneratorKind } from '../domain/generator.ts';
import { DEFAULT_LOCALE } from '../domain/plan.ts';

export const KIND_WORDS: Readonly<Record<GeneratorKind, string>> = {
  sequence: 'start, start + step, ... by row.',
  uuid: 'A random UUID, never twice.',
  integer: 'Whole numbers between two bounds.',
  float: 'Numbers with a fraction between two bounds.',
  decimal: 'Exact decimal numbers between two bounds.',
  boolean: 'True or false.',
  category: 'One of a list of values, by weight.',
  subcategory: "A category that depends on another field's value; null where no group names that value.",
  date: 'Dates between two, both inclusive.',
  time: 'Times of day between two, both inclusive.',
  datetime: 'Instants to the second between two, both inclusive.',
  after: 'A date or instant some time after another field of the row; null where that is null.',
  pattern: 'Texts that match a regular expression.',
  semantic: 'Names, addresses, products, prose ... from the vocabularies.',
  expression: 'Computed from other fields of the row. Never run by a database: parsed, and computed here.',
  conditional: 'The first condition that is true decides how the value is made.',
  constant: 'The same value in every row.',
  bytes: 'Random bytes.',
  object: 'A small JSON object, member by member.',
  learned: 'As a column of an example was: its values, their shares, and how they go with other columns.',
  array: 'A JSON array of items that are made alike.',
  mixture: 'Each value by one of several generators, drawn by weight.',
  reference: 'The key of a row of another table, or of an earlier row of this one; planned from the foreign key.',
};

/** Of the argument that chooses the names and places of a whole run. */
export const LOCALE_WORDS = `Language and region of names whose field says no other: en, de, fr ... Left out: ${DEFAULT_LOCALE}.`;

/** What the arguments of a kind are where a caller leaves them out, or says null. */
export const KIND_DEFAULTS = {
  start: 1,
  step: 1,
  distribution: 'UNIFORM',
  /** Digits after the point of exact decimals. */
  places: 2,
  /** Share of true. */
  share: 0.5,
  weight: 1,
  fromTime: '00:00:00',
  toTime: '23:59:59',
  businessHours: false,
  minSeconds: 0,
  skew: 0,
  /** No item of an array is there twice. */
  unique: false,
} as const;
