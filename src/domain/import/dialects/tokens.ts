// Words, names, texts and signs of a script in MySQL's, SQLite's or SQL Server's SQL, one after another. Comments and blanks are passed
// over, but for MySQL's executable comments, whose inside is read. Never recurses, and keeps only the place that it stands at.
import { matchAt } from '../../../lib/match-at.ts';
import { InvalidInput } from '../../errors.ts';
import type { OtherDialect } from '../dialects.ts';
import type { Lines } from '../statements.ts';
import type { LongNames } from './long-names.ts';

export interface Token {
  /**
   * `word`: a bare name or keyword. `name`: one in backquotes or brackets. `double`: in double quotes, a name or a text by where it stands. `bits`: b'01', its digits.
   * `end`: what ends a statement. `batch`: SQL Server's GO.
   */
  readonly kind: 'word' | 'name' | 'double' | 'text' | 'bits' | 'number' | 'sign' | 'end' | 'batch';
  /** Without its quotes; else as it is written. A long name's mark. */
  readonly value: string;
  /** Its places in the script. */
  readonly start: number;
  readonly end: number;
}

const SPACE = /\s+/y;
const WORD = /[\p{L}_@#][\p{L}\p{N}_$@#]*/uy;
const NUMBER = /(?:0x[\da-f]+|\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)/iy;
const SIGN = /<=>|->>|<>|!=|<=|>=|\|\||&&|==|->|::|./suy;
const LINE = /[^\n]*/y;
/** MySQL's and MariaDB's comments that only some versions run; from 999999 on, none does. */
const EXECUTABLE = /\/\*M?!(?:\d{5,6})?/y;
const NO_VERSION = 999_999;
const GO = /go(?:[ \t]+\d+)?[ \t\r]*(?:--[^\n]*)?(?=\n|$)/iy;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', Z: '\u001a', '0': '\0' };

export class Tokens {
  readonly #text: string;
  readonly #dialect: OtherDialect;
  readonly #lines: Lines;
  readonly #names: LongNames;
  #place = 0;
  /** Executable comments that are open. */
  #executing = 0;
  /** What ends a statement; MySQL's DELIMITER changes it. */
  #delimiter = ';';

  constructor(text: string, { dialect, lines, names }: { readonly dialect: OtherDialect; readonly lines: Lines; readonly names: LongNames }) {
    this.#names = names;
    this.#text = text;
    this.#dialect = dialect;
    this.#lines = lines;
  }

  /** True where nothing but `;` ends a statement, so that blocks must be followed by their words. */
  get endsPlainly(): boolean {
    return this.#delimiter === ';';
  }

  /**
   * The next token; undefined at the end.
   * @throws InvalidInput with the line where a quote or comment is opened and never closed.
   */
  next(): Token | undefined {
    this.#skipBlanks();
    const start = this.#place;
    if (start >= this.#text.length) return undefined;
    const token = this.#read(start);
    this.#place = token.end;
    return token;
  }

  /** After the word DELIMITER: the rest of its line ends statements from now on. */
  changeDelimiter(): void {
    const line = matchAt(LINE, this.#text, this.#place) ?? '';
    this.#place += line.length;
    this.#delimiter = line.trim() === '' ? ';' : line.trim();
  }

  /** The rest of the line is a command of a client's. */
  skipLine(): void {
    this.#place += (matchAt(LINE, this.#text, this.#place) ?? '').length;
  }

  #read(start: number): Token {
    const text = this.#text;
    const first = text[start] ?? '';
    if (first === '\0') throw InvalidInput.at([], `line ${this.#lines.at(start)}: a NUL character stands here; take it out`, this.#lines.at(start));
    if (text.startsWith(this.#delimiter, start)) return { kind: 'end', value: this.#delimiter, start, end: start + this.#delimiter.length };
    if (first === "'") return this.#quoted('text', start, start);
    if (first === '"') return this.#quoted('double', start, start);
    if (first === '`' && this.#dialect !== 'SQLSERVER') return this.#quoted('name', start, start);
    if (first === '[' && this.#dialect !== 'MYSQL') return this.#quoted('name', start, start);
    const word = matchAt(WORD, text, start);
    if (word !== undefined) return this.#wordOrPrefix(word, start);
    const value = matchAt(NUMBER, text, start) ?? matchAt(SIGN, text, start) ?? first;
    return { kind: /^\.?\d/.test(value) ? 'number' : 'sign', value, start, end: start + value.length };
  }

  /** N'...' and _utf8'...' are texts, b'01' is a number in bits. */
  #wordOrPrefix(letters: string, start: number): Token {
    const delimiter = letters.indexOf(this.#delimiter); // END$$
    const word = delimiter > 0 ? letters.slice(0, delimiter) : letters;
    const end = start + word.length;
    if (this.#dialect === 'SQLSERVER' && /^go$/i.test(word) && this.#isAtLineStart(start)) {
      const go = matchAt(GO, this.#text, start);
      if (go !== undefined) return { kind: 'batch', value: 'GO', start, end: start + go.length };
    }
    if (this.#text[end] === "'" && /^(?:n|b|_\w+)$/i.test(word)) return this.#quoted(/^b$/i.test(word) ? 'bits' : 'text', start, end);
    return { kind: 'word', value: this.#names.marked(word), start, end };
  }

  #isAtLineStart(place: number): boolean {
    return this.#text.slice(this.#text.lastIndexOf('\n', place - 1) + 1, place).trim() === '';
  }

  /** A doubled quote stands for itself; in MySQL's texts a backslash escapes. */
  #quoted(kind: Token['kind'], start: number, quote: number): Token {
    const text = this.#text;
    const close = text[quote] === '[' ? ']' : (text[quote] ?? '');
    const mark = new RegExp(kind === 'name' || this.#dialect !== 'MYSQL' ? `[${close === ']' ? '\\]' : close}]` : `[\\\\${close}]`, 'g');
    const pieces: string[] = [];
    let from = quote + 1;
    mark.lastIndex = from;
    for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
      const after = text[found.index + 1] ?? '';
      if (found[0] === close && after !== close) {
        pieces.push(text.slice(from, found.index));
        const value = pieces.join('');
        // In MySQL double quotes hold a text.
        const isName = kind === 'name' || (kind === 'double' && this.#dialect !== 'MYSQL');
        return { kind, value: isName ? this.#names.marked(value) : value, start, end: found.index + 1 };
      }
      pieces.push(text.slice(from, found.index), found[0] === close ? close : unescaped(after));
      from = mark.lastIndex = found.index + 2;
    }
    throw this.#unclosed(kind === 'text' || kind === 'bits' ? 'quoted text' : 'quoted name', start);
  }

  #skipBlanks(): void {
    const text = this.#text;
    while (true) {
      const place = this.#place;
      const blank = matchAt(SPACE, text, place);
      if (blank !== undefined) this.#place += blank.length;
      else if (text.startsWith('--', place) || (text[place] === '#' && this.#dialect === 'MYSQL')) this.skipLine();
      else if (text.startsWith('/*', place)) this.#comment(place);
      else if (this.#executing > 0 && text.startsWith('*/', place)) {
        this.#executing--;
        this.#place += 2;
      } else return;
    }
  }

  #comment(start: number): void {
    const executable = this.#dialect === 'MYSQL' ? matchAt(EXECUTABLE, this.#text, start) : undefined;
    if (executable !== undefined && Number(executable.replace(/\D+/, '')) < NO_VERSION) {
      this.#executing++;
      this.#place += executable.length;
    } else this.#place = this.#dialect === 'SQLSERVER' ? this.#afterNested(start) : this.#afterComment(start);
  }

  #afterComment(start: number): number {
    const end = this.#text.indexOf('*/', start + 2);
    if (end === -1) throw this.#unclosed('comment "/*"', start);
    return end + 2;
  }

  #afterNested(start: number): number {
    const mark = /\/\*|\*\//g;
    mark.lastIndex = start;
    let depth = 0;
    for (let found = mark.exec(this.#text); found !== null; found = mark.exec(this.#text)) {
      depth += found[0] === '/*' ? 1 : -1;
      if (depth === 0) return mark.lastIndex;
    }
    throw this.#unclosed('comment "/*"', start);
  }

  #unclosed(what: string, start: number): InvalidInput {
    const line = this.#lines.at(start);
    return InvalidInput.at([], `line ${line}: the ${what} that begins here is never closed; close it`, line);
  }
}

/** What a backslash and this character stand for; before % and _ it stays, for LIKE. */
function unescaped(character: string): string {
  return ESCAPES[character] ?? (character === '%' || character === '_' ? `\\${character}` : character);
}
