// What a text engine is, wherever its model runs: in this process (llama/) or behind an endpoint (remote/). An order asks for one answer, a few
// values each held to a constraint; callers keep many orders under way at once, and the engine shares its places between the lanes they come on.
import type { Constraint, Place } from '../../domain/text/constraint.ts';
import type { Prompt } from '../../domain/text/prompts.ts';
import type { Value } from '../../domain/schema.ts';

export type { Constraint, Place, Prompt };

export interface TextOrder {
  readonly prompt: Prompt;
  /** In the order in which they are written; one or more. */
  readonly places: readonly Place[];
  /** Unsigned, 32 bits: the same order gives the same answer, where the engine is `repeatable`. */
  readonly seed: number;
  /** 0 to 2. */
  readonly temperature: number;
}

export interface Written {
  /** One for each place, each meeting its constraint. */
  readonly values: readonly Value[];
  /** Tokens of the prompt that were read for this order alone, and tokens that the model chose. */
  readonly tokens: TokenCounts;
}

export interface TokenCounts {
  readonly read: number;
  readonly written: number;
  /** Characters / 4 stand for tokens: the endpoint does not count. */
  readonly estimated?: true;
}

/** Both together: an estimate where one of them is. */
export function totalOf(one: TokenCounts, other: TokenCounts): TokenCounts {
  const estimated = one.estimated === true || other.estimated === true;
  return { read: one.read + other.read, written: one.written + other.written, ...(estimated ? { estimated } : {}) };
}

export interface WriteOptions {
  /** Lanes take turns, order by order: a job's id. */
  readonly lane: string;
  readonly signal: AbortSignal;
  /** Told of the tokens of an order that comes to nothing, as far as they are known; left out: nobody counts them. */
  readonly wasted?: (tokens: TokenCounts) => void;
}

export interface TextEngine extends AsyncDisposable {
  /** The model's id. */
  readonly model: string;
  /** For people: `cpu`, `cuda`, or the endpoint's host. */
  readonly device: string;
  /** Whether the same order gives the same answer again, on this build and device. */
  readonly repeatable: boolean;
  /** Whether an order is begun at once; else its model is loaded first. */
  readonly isLoaded: boolean;
  /** Orders that one caller should keep under way, so that no place stands empty. */
  readonly width: number;
  /** Rejects with the signal's reason soon after it is aborted, else with a failure of failures.ts. Nothing it does holds the event loop. */
  write(order: TextOrder, options: WriteOptions): Promise<Written>;
}
