// What a generator is made into: a function of the row under the cursor. Nothing else reaches it.
import type { Value } from '../schema.ts';

/** The row that is being made. `read` gives another field's value of the same row, making it first if need be. */
export interface Cursor {
  readonly index: number;
  /** 0, and more each time a CHECK sends the row's drawn values back; samplers put it into every draw, keys never do. */
  readonly attempt: number;
  read(field: string): Value;
}

export type Sampler = (row: Cursor) => Value;

/** What a sampler may depend on besides the row: all of it from the plan. */
export interface SamplerContext {
  readonly seed: number;
  readonly table: string;
  readonly field: string;
  readonly reference: string;
  readonly locale: string;
}

/** Draws of one attempt never meet those of another: attempts are this many draw numbers apart. */
export const DRAWS_PER_ATTEMPT = 1024;
