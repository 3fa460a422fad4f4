// One order on its way: what the model reads next, and what comes of the token that it chose. An answer is a positional JSON array; its
// brackets, commas and quotes are fed in with the tokens before them, and only what stands between passes the sampler.
import { LlamaGrammarEvaluationState, type LlamaGrammar, type LlamaModel, type Token } from 'node-llama-cpp';
import type { Writing } from '../../../domain/text/writing.ts';
import type { Value } from '../../../domain/schema.ts';

/** A place of the answer, ready to be written. */
export interface Line {
  readonly writing: Writing;
  readonly grammar: LlamaGrammar;
}

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

  constructor(model: LlamaModel, lines: readonly Line[], before: readonly Token[]) {
    this.#model = model;
    this.#lines = lines;
    const fixed = this.#fixed(`[${this.#enter()}`);
    this.feed = this.#isComplete() ? [] : [...before, ...fixed];
  }

  get complete(): boolean {
    return this.feed.length === 0;
  }

  accept(token: Token): void {
    this.chosen++;
    this.#tokens.push(token);
    const over = this.#lines[this.values.length]?.writing.read(this.#model.detokenize(this.#tokens)) ?? null; // all of them: a character may lie in several
    if (over === null) {
      this.feed = [token];
      return;
    }
    this.values.push(over.value);
    const fixed = over.rest + this.#enter();
    this.feed = this.#isComplete() ? [] : [token, ...this.#fixed(fixed)];
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
