// What a model may write in one place of an answer. The grammars that hold it to that (grammar.ts), the JSON Schema for endpoints elsewhere
// (json-schema.ts) and the check of what comes back (problem.ts) all read this.
import { InvalidInput } from '../errors.ts';
import { stepsOf } from '../samplers/ranges.ts';

/** What is written: strings for text, decimals, moments and patterns, numbers and booleans as such, objects and lists as JSON. */
export type Constraint =
  /** One line of text, or several where `lines`; never empty, at most `maxLength` UTF-16 units. Inside objects and lists LONGEST_NESTED_TEXT at most are written. */
  | { readonly kind: 'text'; readonly maxLength: number; readonly lines?: true }
  /** Whole numbers, both bounds inclusive and safe integers. */
  | { readonly kind: 'integer'; readonly minimum: number; readonly maximum: number }
  /** Numbers with exactly so many decimal places, as text; both bounds inclusive. `written`: places of the text, zeros behind the others; no fewer than `places`. */
  | { readonly kind: 'decimal'; readonly minimum: number; readonly maximum: number; readonly places: number; readonly written?: number }
  /** Numbers with at most so many decimal places, as numbers; both bounds inclusive. */
  | { readonly kind: 'float'; readonly minimum: number; readonly maximum: number; readonly places: number }
  | { readonly kind: 'choice'; readonly values: readonly (string | number)[] }
  | { readonly kind: 'boolean' }
  /** `2026-01-31`, both bounds inclusive. */
  | { readonly kind: 'date'; readonly from: string; readonly to: string }
  /** `13:45:00`, both bounds inclusive. */
  | { readonly kind: 'time'; readonly from: string; readonly to: string }
  /** `2026-01-31T13:45:00Z`, both bounds inclusive. */
  | { readonly kind: 'datetime'; readonly from: string; readonly to: string }
  /** A whole match of the regular expression, as the sampler of patterns reads it (samplers/pattern-syntax.ts), of at most `maxLength` characters. */
  | { readonly kind: 'pattern'; readonly regex: string; readonly maxLength?: number }
  | { readonly kind: 'object'; readonly members: readonly Place[] }
  /** From `minItems` to `maxItems` of them. */
  | { readonly kind: 'list'; readonly items: Constraint; readonly minItems: number; readonly maxItems: number };

export type ConstraintKind = Constraint['kind'];
export type ConstraintOf<Kind extends ConstraintKind> = Extract<Constraint, { kind: Kind }>;

/** A named place of an answer, with what may stand there. */
export interface Place {
  readonly name: string;
  /** For the model, in words. */
  readonly description?: string;
  /** Rows may well share its value: none is asked for again because it does. */
  readonly mayRepeat?: true;
  readonly constraint: Constraint;
}

/** Most UTF-16 units of a text inside an object or a list: their grammars have to count, and each unit costs a rule. */
export const LONGEST_NESTED_TEXT = 200;

/** A range of numbers as whole steps of 10^-places, both inclusive. */
export interface Steps {
  readonly low: bigint;
  readonly high: bigint;
  readonly places: number;
}

/** The numbers of a constraint. Thrown: InvalidInput, where there are none. */
export function numbersOf(constraint: ConstraintOf<'integer' | 'decimal' | 'float'>): Steps {
  const { minimum, maximum } = constraint;
  const places = constraint.kind === 'integer' ? 0 : constraint.places;
  const [least, most] = [Math.ceil(stepsOf(minimum, places)), Math.floor(stepsOf(maximum, places))];
  if (!(Number.isFinite(least) && Number.isFinite(most) && least <= most)) {
    throw unmet(`numbers with ${places} decimal places from ${minimum} to ${maximum}`, 'the bounds apart, the smaller one first');
  }
  return { low: BigInt(least), high: BigInt(most), places };
}

/** For a constraint that no value meets, or too many: what was asked, and what would do. */
export function unmet(asked: string, wanted: string): InvalidInput {
  return InvalidInput.at([], `no grammar can be made for ${asked}; put ${wanted}`);
}
