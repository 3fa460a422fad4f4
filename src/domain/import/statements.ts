// Cuts an SQL script into statements, as psql does: quotes, dollar quotes, comments, psql's own commands and COPY data are
// known, so that a real dump is cut rightly and lines stay right. Never recurses, and keeps only places in the text.
import { matchAt } from '../../lib/match-at.ts';
import { countUpTo } from '../../lib/sorted.ts';
import { InvalidInput } from '../errors.ts';
import { isLong, SHORTEST_LONG } from './dialects/long-names.ts';
import type { LineGap } from './dump.ts';

export interface Statement {
  /** Place of its first character, and of what ends it, in the whole text. */
  readonly start: number;
  readonly end: number;
  /** Its first words, in lower case: what kind of statement it is. */
  readonly words: readonly string[];
  /** The most tokens that its tree can be deep: brackets and everything chained without a comma. */
  readonly depth: number;
  /** The first name in it that PostgreSQL would cut. */
  readonly longName: string | undefined;
}

/** Most brackets open at once, in any statement: a heap of them must not fill the memory. */
export const MAX_OPEN_BRACKETS = 10_000;
/** How many leading words say what a statement is. */
const LEADING_WORDS = 6;

/** Lines by place in a text; those that were taken out of it are counted. */
export class Lines {
  readonly #starts: number[] = [0];
  readonly #gaps: readonly LineGap[];

  constructor(text: string, gaps: readonly LineGap[] = []) {
    this.#gaps = gaps;
    for (let place = text.indexOf('\n'); place !== -1; place = text.indexOf('\n', place + 1)) this.#starts.push(place + 1);
  }

  /** The line of a place, from 1. */
  at(place: number): number {
    const gap = this.#gaps[countUpTo(this.#gaps, ({ at }) => at <= place) - 1];
    return countUpTo(this.#starts, (start) => start <= place) + (gap?.lines ?? 0);
  }
}

/** What a token is, as far as cutting goes. */
interface Token {
  readonly kind: 'word' | 'name' | 'open' | 'close' | 'comma' | 'end' | 'other' | 'psql';
  readonly end: number;
}

const WORD = /[\p{L}_][\p{L}\p{N}_$]*/uy;
const NUMBER_OR_SIGN = /\d[\w.]*|[-+*/<>=~!@#%^&|`?:]+?|./suy;
const SPACE = /\s+/uy;
const LINE_COMMENT = /--[^\n]*/uy;
const DOLLAR_TAG = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy;

/**
 * The statements of a script, one by one, so that what is wrong with the first is told before the last is read.
 * @throws InvalidInput with the line where a quote, comment or bracket is opened and never closed.
 */
export function* splitStatements(text: string, lines: Lines): Generator<Statement> {
  let place = 0;
  while (place < text.length) {
    const statement = new StatementReader(text, lines, place).read();
    place = statement.end + 1;
    if (isCopyOfData(text, statement)) place = afterCopyData(text, place);
    if (statement.words.length > 0 || statement.depth > 0) yield statement;
  }
}

function isCopyOfData(text: string, { start, end, words }: Statement): boolean {
  return words[0] === 'copy' && /\bfrom\s+stdin\b/i.test(text.slice(start, Math.min(end, start + 100_000)));
}

/** The place after a line of `\.` alone; the end where there is none. */
function afterCopyData(text: string, from: number): number {
  const end = /^\\\.[ \t\r]*$/gm;
  end.lastIndex = text.indexOf('\n', from) === -1 ? text.length : text.indexOf('\n', from) + 1;
  return end.exec(text) === null ? text.length : end.lastIndex;
}

class StatementReader {
  readonly #text: string;
  readonly #lines: Lines;
  #place: number;
  #start = -1;
  readonly #words: string[] = [];
  /** Tokens since the last comma, one count for every open bracket. */
  readonly #runs: number[] = [0];
  readonly #brackets: number[] = [];
  #chained = 0;
  #depth = 0;
  #longName: string | undefined;
  /** BEGIN ATOMIC ... END of a function written in SQL. */
  #blocks = 0;

  constructor(text: string, lines: Lines, place: number) {
    this.#text = text;
    this.#lines = lines;
    this.#place = place;
  }

  read(): Statement {
    while (true) {
      this.#skipBlanks();
      if (this.#place >= this.#text.length) break;
      const from = this.#place;
      const token = this.#token();
      this.#place = token.end;
      if (token.kind === 'psql') continue;
      if (token.kind === 'end' && this.#brackets.length === 0 && this.#blocks === 0) return this.#statement(from);
      if (this.#start === -1) this.#start = from;
      this.#count(token, from);
    }
    const open = this.#brackets[0];
    if (open !== undefined) throw this.#unclosed('bracket "("', open);
    return this.#statement(this.#text.length);
  }

  #statement(end: number): Statement {
    return { start: this.#start === -1 ? end : this.#start, end, words: this.#words, depth: this.#depth, longName: this.#longName };
  }

  #count(token: Token, from: number): void {
    if ((token.kind === 'word' || token.kind === 'name') && token.end - from >= SHORTEST_LONG) this.#longName ??= [this.#text.slice(from, token.end).replace(/^"|"$/g, '')].find(isLong);
    const last = this.#runs.length - 1;
    if (token.kind === 'comma') {
      this.#chained -= this.#runs[last] ?? 0;
      this.#runs[last] = 0;
      return;
    }
    this.#chained++;
    this.#runs[last] = (this.#runs[last] ?? 0) + 1;
    this.#depth = Math.max(this.#depth, this.#chained);
    if (token.kind === 'open') {
      if (this.#brackets.length >= MAX_OPEN_BRACKETS) throw this.#tooDeep(this.#brackets[0] ?? from);
      this.#brackets.push(from);
      this.#runs.push(0);
    } else if (token.kind === 'close' && this.#brackets.length > 0) {
      this.#brackets.pop();
      this.#chained -= this.#runs.pop() ?? 0;
    } else if (token.kind === 'word') this.#word(this.#text.slice(from, Math.min(token.end, from + 64)).toLowerCase());
  }

  #word(word: string): void {
    if (this.#words.length < LEADING_WORDS) this.#words.push(word);
    const routine = this.#words[0] === 'create' && (this.#words.includes('function') || this.#words.includes('procedure'));
    if (!routine) return;
    if (word === 'atomic' || (word === 'case' && this.#blocks > 0)) this.#blocks++;
    else if (word === 'end' && this.#blocks > 0) this.#blocks--;
  }

  #skipBlanks(): void {
    while (true) {
      // Two patterns and a loop: one pattern of both would overflow the stack on a million comments.
      const blank = matchAt(SPACE, this.#text, this.#place) ?? matchAt(LINE_COMMENT, this.#text, this.#place);
      if (blank !== undefined) this.#place += blank.length;
      else if (this.#text.startsWith('/*', this.#place)) this.#place = this.#afterComment(this.#place);
      else return;
    }
  }

  /** Comments nest, as in PostgreSQL. */
  #afterComment(from: number): number {
    const mark = /\/\*|\*\//g;
    mark.lastIndex = from;
    let depth = 0;
    for (let match = mark.exec(this.#text); match !== null; match = mark.exec(this.#text)) {
      depth += match[0] === '/*' ? 1 : -1;
      if (depth === 0) return mark.lastIndex;
    }
    throw this.#unclosed('comment "/*"', from);
  }

  #token(): Token {
    const text = this.#text;
    const place = this.#place;
    const character = text[place];
    switch (character) {
      case '(': case '[': return { kind: 'open', end: place + 1 };
      case ')': case ']': return { kind: 'close', end: place + 1 };
      case ',': return { kind: 'comma', end: place + 1 };
      case ';': return { kind: 'end', end: place + 1 };
      case "'": return { kind: 'other', end: this.#afterQuote(place, { quote: "'" }) };
      case '"': return { kind: 'name', end: this.#afterQuote(place, { quote: '"' }) };
      case '$': {
        const tag = matchAt(DOLLAR_TAG, text, place);
        return { kind: 'other', end: tag === undefined ? place + 1 : this.#afterDollars(place, tag) };
      }
      case '\\':
        if (this.#start === -1) return { kind: 'psql', end: this.#endOfLine(place) };
        return { kind: 'other', end: place + 1 };
      default: break;
    }
    if ((character === 'e' || character === 'E') && text[place + 1] === "'") return { kind: 'other', end: this.#afterQuote(place + 1, { quote: "'", escapes: true }) };
    const word = matchAt(WORD, text, place);
    if (word !== undefined) return { kind: 'word', end: place + word.length };
    return { kind: 'other', end: place + (matchAt(NUMBER_OR_SIGN, text, place)?.length ?? 1) };
  }

  #endOfLine(place: number): number {
    const end = this.#text.indexOf('\n', place);
    return end === -1 ? this.#text.length : end;
  }

  /** A doubled quote stands for itself, since it ends one piece and begins the next; a backslash escapes in E'...'. */
  #afterQuote(from: number, { quote, escapes = false }: { readonly quote: string; readonly escapes?: boolean }): number {
    let place = from + 1;
    while (true) {
      const end = this.#text.indexOf(quote, place);
      if (end === -1) throw this.#unclosed(quote === '"' ? 'quoted name' : 'quoted text', from);
      if (!escapes) return end + 1;
      const slash = this.#text.indexOf('\\', place);
      if (slash === -1 || slash > end) return end + 1;
      place = slash + 2;
    }
  }

  #afterDollars(from: number, tag: string): number {
    const end = this.#text.indexOf(tag, from + tag.length);
    if (end === -1) throw this.#unclosed(`text quoted by ${tag.slice(0, 40)}`, from);
    return end + tag.length;
  }

  #tooDeep(from: number): InvalidInput {
    const line = this.#lines.at(from);
    return InvalidInput.at([], `line ${line}: more than ${MAX_OPEN_BRACKETS} brackets are open at once from here on; expected statements that are nested less deeply`, line);
  }

  #unclosed(what: string, from: number): InvalidInput {
    const line = this.#lines.at(from);
    return InvalidInput.at([], `line ${line}: the ${what} that begins here is never closed; close it`, line);
  }
}
