// One order on its way: what the model reads next, and what comes of the token that it chose. An answer is a positional JSON array; its
// brackets, commas and quotes are fed in with the tokens before them, and only what stands between passes the sampler.
import { LlamaGrammarEvaluationState, type LlamaGrammar, type LlamaModel, type Token } from 'node-llama-cpp';
import type { Read, Writing } from '../../../domain/text/writing.ts';
import type { Value } from '../../../domain/schema.ts';

/** A place of the answer, ready to be written. */
export interface Line {
  readonly writing: Writing;
  readonly grammar: LlamaGrammar;
}

/** Tokens that a value is thought to take which cannot be cut short, where the room left is shared out among texts. */
const VALUE_TOKENS = 16;
/** No text is cut shorter: there the context is too small. */
const LEAST_TEXT_TOKENS = 16;

export class Answer {
  /** Tokens that are known and not yet read; after the last of them the model chooses. Empty: the answer is complete. */
  feed: readonly Token[];
  /** What holds the next choice. */
  state!: LlamaGrammarEvaluationState; // set by #enter, unless nothing is left to choose
  readonly values: Value[] = [];
  /** Tokens that the model chose. */
  chosen = 0;
  readonly #model: LlamaModel;
  readonly #lines: readonly Line[];
  /** Chosen at the present place. */
  #tokens: Token[] = [];
  /** Tokens that the context still holds, without those to feed. */
  #room: number;
  /** Tokens of the present place, at most, where it can be cut short. */
  #most = Infinity;

  /** `room`: tokens that the context holds of `before` and the answer. */
  constructor(model: LlamaModel, { lines, before }: { readonly lines: readonly Line[]; readonly before: readonly Token[] }, room: number) {
    this.#model = model;
    this.#lines = lines;
    this.#room = room;
    const fixed = this.#fixed(`[${this.#enter()}`);
    this.feed = this.#fed([...before, ...fixed]);
    this.#share();
  }

  get complete(): boolean {
    return this.feed.length === 0;
  }

  accept(token: Token): void {
    this.chosen++;
    this.#tokens.push(token);
    const over = this.#over(this.#model.detokenize(this.#tokens)); // all of them: a character may lie in several
    if (over === null) {
      this.feed = this.#fed([token]);
      return;
    }
    this.values.push(over.value);
    this.feed = this.#fed([token, ...this.#fixed(over.rest + this.#enter())]);
    this.#share();
  }

  #over(text: string): Read | null {
    const writing = this.#lines[this.values.length]?.writing;
    if (writing === undefined) throw new Error('nothing is left to choose');
    return writing.read(text) ?? (this.#tokens.length < this.#most ? null : writing.ended?.(text) ?? null);
  }

  #fed(tokens: readonly Token[]): readonly Token[] {
    if (this.#isComplete()) return [];
    this.#room -= tokens.length;
    return tokens;
  }

  /** The room that is left, shared out among the texts that are left: none of them makes the answer outgrow its context. */
  #share(): void {
    const left = this.#lines.slice(this.values.length);
    const texts = left.filter(({ writing }) => writing.ended !== undefined).length;
    const share = (this.#room - VALUE_TOKENS * left.length) / texts;
    this.#most = Math.max(LEAST_TEXT_TOKENS, Math.floor(share));
  }

  /** Goes on to the next place that leaves a choice; answers the fixed text before it. */
  #enter(): string {
    let fixed = '';
    for (let line = this.#lines[this.values.length]; line !== undefined; line = this.#lines[this.values.length]) {
      fixed += line.writing.open;
      const certain = line.writing.read('');
      if (certain === null) {
        this.#tokens = [];
        this.state = new LlamaGrammarEvaluationState({ model: this.#model, grammar: line.grammar });
        break;
      }
      this.values.push(certain.value);
      fixed += certain.rest;
    }
    return fixed;
  }

  #isComplete(): boolean {
    return this.values.length === this.#lines.length;
  }

  #fixed(text: string): readonly Token[] {
    return text === '' ? [] : this.#model.tokenize(text, false, 'trimLeadingSpace');
  }
}
