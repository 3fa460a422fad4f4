// The places of one model: the sequences of one context, which go on together. Each step feeds every order under way one token, in slot
// order, and all of them at once: so a step is one pass over the weights. Only what is long, an order's own prompt, is read in passes of its
// own: there many tokens of one sequence are as good as one of many.
//
// What is short and known, the punctuation between two values, goes the same way as what is chosen, and what the model would have said behind
// it is thrown away: every other call of the library makes a sampler of 2 MB, three milliseconds of the event loop and freed when it pleases
// the garbage collector. How many choices an order throws away depends on it alone, or its seed would draw otherwise in other company.
import type { LlamaContextSequence, LlamaGrammarEvaluationState, LlamaModel, Token } from 'node-llama-cpp';
import type { Value } from '../../../domain/schema.ts';
import { OrderRefused } from '../../failures.ts';
import { Answer, type Line } from './answer.ts';
import { ofSlot } from './order.ts';
import type { Passes } from './passes.ts';
import type { Prefix, Prefixes } from './prefixes.ts';

/** The choice among tokens: the 64 best, of these the likeliest that hold 95 % together, none under 2 % of the best. */
const SAMPLING = { topK: 64, topP: 0.95, minP: 0.02, yieldEogToken: true } as const;
/** Passes of some quantizations give the same bits only with token counts that are a multiple of this. */
const ALIGNMENT = 4;
/** Known tokens that are read apart, from so many on. */
const LONG = 8;
/** Most tokens of a pass that only reads: about a second on two cores, which whoever cancels has to wait for. A multiple of ALIGNMENT. */
const READ_TOKENS = 128;
/**
 * Tokens that a sequence reads in one pass, at most. From 64 on llama.cpp computes attention on the CPU another way, with other last bits: what is
 * read at once by an order that is alone would differ from what is read bit by bit, beside others that are writing. A multiple of ALIGNMENT.
 */
const MOST_AT_ONCE = 60;

export interface Task {
  readonly prefix: Prefix;
  /** What comes between the prefix and the answer. */
  readonly before: readonly Token[];
  readonly lines: readonly Line[];
  readonly seed: number;
  readonly temperature: number;
  readonly signal: AbortSignal;
  done(values: readonly Value[], chosen: number): void;
  failed(error: unknown): void;
}

interface Slot {
  readonly index: number;
  readonly sequence: LlamaContextSequence;
  /** What lies at its beginning. */
  prefix: Prefix | null;
}

/** An order in its slot. */
interface Live {
  readonly slot: Slot;
  readonly task: Task;
  readonly answer: Answer;
  /** Known tokens that are yet to be read apart; a multiple of ALIGNMENT. */
  apart: number;
  choices: AsyncGenerator<Token, void, void | Token | Token[]> | null;
  /** Why it cannot go on. */
  refused?: OrderRefused;
}

export interface LockstepOptions {
  readonly model: LlamaModel;
  readonly sequences: readonly LlamaContextSequence[];
  readonly prefixes: Prefixes;
  readonly passes: Passes;
  /** Fill passes up to a multiple of ALIGNMENT tokens. */
  readonly aligned: boolean;
}

export class Lockstep {
  readonly #options: LockstepOptions;
  readonly #free: Slot[];
  #live: Live[] = [];

  constructor(options: LockstepOptions) {
    this.#options = options;
    this.#free = options.sequences.map((sequence, index) => ({ index, sequence, prefix: null }));
  }

  get live(): number {
    return this.#live.length;
  }

  get free(): number {
    return this.#free.length;
  }

  /** Puts a task into a free slot. One whose prompt does not fit is refused; one that leaves nothing to choose is done at once. */
  async begin(task: Task): Promise<void> {
    const { model } = this.#options;
    const at = Math.max(0, this.#free.findIndex((slot) => slot.prefix?.key === task.prefix.key));
    const [slot] = this.#free.splice(at, 1);
    if (slot === undefined) throw new Error('no slot is free');
    try {
      const answer = new Answer(model, task, roomOf(slot.sequence) - task.prefix.tokens.length);
      if (answer.complete) {
        this.#release(slot);
        task.done(answer.values, 0);
        return;
      }
      const tokens = task.prefix.tokens.length + answer.feed.length;
      if (tokens > roomOf(slot.sequence)) throw tooLong(slot.sequence, tokens);
      await this.#reset(slot, task.prefix);
      this.#live.push({ slot, task, answer, apart: apartOf(answer), choices: null });
      this.#live.sort((a, b) => a.slot.index - b.slot.index);
    } catch (error) {
      this.#release(slot);
      task.failed(error);
    }
  }

  /** One pass for all orders under way; tells those that it completes, and lets go of those that nobody wants any more. */
  async step(): Promise<void> {
    await this.#dropAborted();
    if (this.#live.length === 0) return;
    const reading = this.#reading();
    await this.#options.passes.run(reading.length > 0 ? reading.map(({ live, count }) => () => this.#read(live, count)) : this.#all());
    await this.#keep(({ task, answer, refused }) => {
      if (refused !== undefined) task.failed(refused);
      else if (answer.complete) task.done(answer.values, answer.chosen);
      else return true;
      return false;
    });
  }

  /** Ends everything under way for that reason; what a failed context does not let go of is lost with it. */
  async failAll(reason: Error): Promise<void> {
    for (const { task } of this.#live) task.failed(reason);
    await Promise.allSettled(this.#live.splice(0).map(({ choices }) => choices?.return()));
  }

  #dropAborted(): Promise<void> {
    return this.#keep(({ task }) => {
      if (!task.signal.aborted) return true;
      task.failed(task.signal.reason);
      return false;
    });
  }

  async #keep(stays: (live: Live) => boolean): Promise<void> {
    const going = this.#live.filter((live) => !stays(live));
    if (going.length === 0) return;
    this.#live = this.#live.filter((live) => !going.includes(live));
    for (const { slot, choices } of going) {
      await choices?.return();
      this.#release(slot);
    }
  }

  /** Those with much to read, as many as a pass shall have, and how much; always multiples of ALIGNMENT. */
  #reading(): readonly { readonly live: Live; readonly count: number }[] {
    let room = READ_TOKENS;
    return this.#live.flatMap((live) => {
      const count = Math.min(room, MOST_AT_ONCE, live.apart);
      room -= count;
      return count === 0 ? [] : [{ live, count }];
    });
  }

  /** All orders by a token, and what fills up the pass. */
  #all(): readonly (() => Promise<void>)[] {
    const fillers = this.#options.aligned ? this.#free.slice(0, fillersFor(this.#live.length)) : [];
    return [...this.#live.map((live) => () => this.#advance(live)), ...fillers.map((slot) => () => this.#fill(slot))];
  }

  async #read(live: Live, count: number): Promise<void> {
    const { slot, answer } = live;
    live.apart -= count;
    const tokens = answer.feed.slice(0, count);
    answer.feed = answer.feed.slice(count);
    await slot.sequence.evaluateWithoutGeneratingNewTokens(tokens, ofSlot(slot.index));
  }

  /** Reads a token that is known, and has the model choose what comes behind it; thrown away where that is known, too. */
  async #advance(live: Live): Promise<void> {
    const { slot, task, answer } = live;
    const tokens = slot.sequence.nextTokenIndex + 1;
    if (tokens > roomOf(slot.sequence)) {
      live.refused = tooLong(slot.sequence, tokens);
      return;
    }
    const [token, ...behind] = answer.feed;
    if (token === undefined) throw new Error('an answer that is complete was asked to go on');
    const held = (): LlamaGrammarEvaluationState | undefined => (answer.feed.length > 1 ? undefined : answer.state);
    const fresh = live.choices === null;
    live.choices ??= slot.sequence.evaluate([token], { ...SAMPLING, ...ofSlot(slot.index), seed: task.seed, temperature: task.temperature, grammarEvaluationState: held });
    const { value: chosen } = fresh ? await live.choices.next() : await live.choices.next([token]);
    if (chosen === undefined) throw new Error('the model ended an answer before it was complete');
    if (behind.length > 0) {
      answer.feed = behind;
      return;
    }
    answer.accept(chosen);
    live.apart = apartOf(answer);
  }

  /** Any tokens: they are forgotten before the slot is used. */
  async #fill(slot: Slot): Promise<void> {
    if (slot.sequence.nextTokenIndex + 1 > roomOf(slot.sequence)) await slot.sequence.clearHistory();
    slot.prefix = null;
    await slot.sequence.evaluateWithoutGeneratingNewTokens([this.#options.model.tokens.eos ?? (0 as Token)], ofSlot(slot.index));
  }

  async #reset(slot: Slot, prefix: Prefix): Promise<void> {
    const { sequence } = slot;
    if (slot.prefix?.key === prefix.key) {
      if (sequence.nextTokenIndex > prefix.tokens.length) await sequence.eraseContextTokenRanges([{ start: prefix.tokens.length, end: sequence.nextTokenIndex }]);
      return;
    }
    slot.prefix = null;
    await this.#options.prefixes.load(prefix, slot);
    slot.prefix = prefix;
  }

  /** The lowest first: sequences in a row make one pass. */
  #release(slot: Slot): void {
    this.#free.push(slot);
    this.#free.sort((a, b) => a.index - b.index);
  }
}

/** Sequences to add to `live` ones, so that there is a multiple of ALIGNMENT of them. */
export function fillersFor(live: number): number {
  return (ALIGNMENT - (live % ALIGNMENT)) % ALIGNMENT;
}

function apartOf({ feed }: Answer): number {
  const known = feed.length - 1; // after the last one the model chooses
  return known < LONG ? 0 : known - (known % ALIGNMENT);
}

/** Tokens that a sequence holds: the library shifts its beginning out where the last cell would be filled. */
function roomOf({ contextSize }: LlamaContextSequence): number {
  return contextSize - 1;
}

function tooLong(sequence: LlamaContextSequence, tokens: number): OrderRefused {
  return new OrderRefused(`the prompt with its answer: expected at most ${roomOf(sequence)} tokens, got ${tokens} or more. Raise MODEL_CONTEXT, or ask for fewer fields or shorter texts`);
}
