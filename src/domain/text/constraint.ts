// What a model may write in one place of an answer. The grammars that hold it to that (grammar.ts), the JSON Schema for endpoints elsewhere
// (json-schema.ts) and the check of what comes back all read this.
import type { Value } from '../schema.ts';

export type Constraint =
  /** One line of text, or several where `lines`; never empty, at most `maxLength` UTF-16 units. */
  | { readonly kind: 'text'; readonly maxLength: number; readonly lines?: true }
  /** Whole numbers, both bounds inclusive and safe integers. */
  | { readonly kind: 'integer'; readonly minimum: number; readonly maximum: number }
  /** Numbers with exactly so many decimal places, as text; both bounds inclusive. */
  | { readonly kind: 'decimal'; readonly minimum: number; readonly maximum: number; readonly places: number }
  | { readonly kind: 'choice'; readonly values: readonly (string | number)[] }
  | { readonly kind: 'boolean' }
  /** `2026-01-31`, both bounds inclusive. */
  | { readonly kind: 'date'; readonly from: string; readonly to: string }
  /** `13:45:00`, both bounds inclusive. */
  | { readonly kind: 'time'; readonly from: string; readonly to: string }
  /** `2026-01-31T13:45:00Z`, both bounds inclusive. */
  | { readonly kind: 'datetime'; readonly from: string; readonly to: string }
  /** A whole match of the regular expression, as the sampler of patterns reads it (samplers/pattern-syntax.ts). */
  | { readonly kind: 'pattern'; readonly regex: string }
  | { readonly kind: 'object'; readonly members: readonly Place[] }
  /** From `minItems` to `maxItems` of them. */
  | { readonly kind: 'list'; readonly items: Constraint; readonly minItems: number; readonly maxItems: number };

export type ConstraintKind = Constraint['kind'];

/** A named place of an answer, with what may stand there. */
export interface Place {
  readonly name: string;
  /** For the model, in words. */
  readonly description?: string;
  readonly constraint: Constraint;
}

/** What a model writes for a constraint: strings for text, decimals, dates and patterns, numbers and booleans as such, objects and lists as JSON. */
export type WrittenValue = Value;
