// A place in the tokens of one statement: what a reader of DDL asks and takes, one after another.
import type { Token } from './tokens.ts';
import { wordOf } from './statements.ts';

export class Cursor {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get token(): Token | undefined {
    return this.#tokens[this.#at];
  }

  get last(): Token | undefined {
    return this.#tokens[this.#at - 1];
  }

  get isDone(): boolean {
    return this.#at >= this.#tokens.length;
  }

  next(): Token | undefined {
    return this.#tokens[this.#at++];
  }

  /** Whether these words come next. */
  is(...words: readonly string[]): boolean {
    return words.every((word, index) => wordOf(this.#tokens[this.#at + index]) === word);
  }

  /** Takes these words where they come next. */
  take(...words: readonly string[]): boolean {
    const found = this.is(...words);
    if (found) this.#at += words.length;
    return found;
  }

  /** Takes the one of these words that comes next. */
  takeOne(...words: readonly string[]): string | undefined {
    return words.find((word) => this.take(word));
  }

  isSign(value: string): boolean {
    return this.token?.kind === 'sign' && this.token.value === value;
  }

  takeSign(value: string): boolean {
    const found = this.isSign(value);
    if (found) this.#at++;
    return found;
  }

  get isName(): boolean {
    return isName(this.token);
  }

  /** `a.b.c`, part by part, in single quotes, too, as SQLite has them; empty where no name comes next. */
  path(): readonly Token[] {
    const parts: Token[] = [];
    while (this.isName || this.token?.kind === 'text') {
      parts.push(...this.#tokens.slice(this.#at, ++this.#at));
      if (!this.takeSign('.')) break;
      this.takeSign('.'); // db..table
    }
    return parts;
  }

  /** What stands in the brackets that come next; undefined where none do. */
  group(): readonly Token[] | undefined {
    if (!this.takeSign('(')) return undefined;
    const from = this.#at;
    for (let depth = 1; !this.isDone; this.#at++) {
      if (this.isSign('(')) depth++;
      else if (this.isSign(')') && --depth === 0) return this.#tokens.slice(from, this.#at++);
    }
    return this.#tokens.slice(from);
  }

  rest(): readonly Token[] {
    return this.#tokens.slice(this.#at);
  }
}

export function isName(token: Token | undefined): boolean {
  return token?.kind === 'word' || token?.kind === 'name' || token?.kind === 'double';
}

/** The pieces between commas that stand in no brackets; none of nothing. */
export function piecesOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const pieces: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'sign' && token.value === '(') depth++;
    else if (token.kind === 'sign' && token.value === ')') depth--;
    if (depth === 0 && token.kind === 'sign' && token.value === ',') pieces.push([]);
    else pieces.at(-1)?.push(token);
  }
  return tokens.length === 0 ? [] : pieces;
}
