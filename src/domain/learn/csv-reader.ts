// Reads CSV (RFC 4180) while it streams past, in memory bounded by its longest field. Quotes hold delimiters and line ends; lines end with LF,
// CRLF or CR; empty lines are passed over. Tells the line of whatever is wrong.
import { InvalidInput } from '../errors.ts';
import { MAX_FIELDS } from '../limits.ts';

/** Most characters of one field. */
export const MAX_FIELD_LENGTH = 1_000_000;

const QUOTE = 34;
const LF = 10;
const CR = 13;

export class CsvReader {
  readonly #delimiter: number;
  readonly #take: (fields: readonly string[], line: number) => void;
  #text = '';
  /** The record under way. */
  #fields: string[] = [];
  #line = 1;
  #recordLine = 1;

  /** `take` is told every record, with the line that it begins on, from 1. */
  constructor(delimiter: string, take: (fields: readonly string[], line: number) => void) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#take = take;
  }

  /** Reads on. Throws InvalidInput for NULs, text about a quoted field, and fields past the bounds; and whatever `take` throws. */
  push(text: string): void {
    if (text.includes('\0')) throw this.#fault(`a NUL character in the text; take it out, or save the file as UTF-8`, this.#line + linesIn(text.slice(0, text.indexOf('\0'))));
    this.#text += text;
    this.#read(false);
  }

  /** Says that nothing more comes. Throws as `push` does, and for a quote that nothing closes. */
  end(): void {
    this.#read(true);
  }

  #read(last: boolean): void {
    let at = 0;
    // After a last delimiter there is one more field, an empty one.
    while (at < this.#text.length || (last && this.#fields.length > 0)) {
      const next = this.#text.charCodeAt(at) === QUOTE ? this.#quoted(at, last) : this.#plain(at, last);
      if (next < 0) break;
      at = next;
    }
    this.#text = this.#text.slice(at);
    if (this.#text.length > MAX_FIELD_LENGTH) throw this.#fault(`a field of more than ${MAX_FIELD_LENGTH} characters; is a quote missing?`);
  }

  /** Reads a field without quotes. Answers where the next begins; -1 where more text has to come first. */
  #plain(start: number, last: boolean): number {
    const text = this.#text;
    for (let at = start; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === this.#delimiter || code === LF || code === CR) return this.#closed(text.slice(start, at), at, last);
    }
    return last ? this.#closed(text.slice(start), text.length, last) : -1;
  }

  #quoted(start: number, last: boolean): number {
    const text = this.#text;
    let end = text.indexOf('"', start + 1);
    while (end >= 0 && text.charCodeAt(end + 1) === QUOTE) end = text.indexOf('"', end + 2);
    if (end < 0 && last) throw this.#fault('a quote that nothing closes');
    // At the very end another quote may follow, which would make one of the two.
    if (end < 0 || (end + 1 === text.length && !last)) return -1;
    const code = text.charCodeAt(end + 1);
    if (end + 1 < text.length && code !== this.#delimiter && code !== LF && code !== CR) {
      throw this.#fault(`${JSON.stringify(text.slice(end + 1, end + 21))} after a closing quote; expected the delimiter or the end of the line: a quote inside a quoted field is written twice`);
    }
    const value = text.slice(start + 1, end);
    return this.#closed(value.includes('""') ? value.replaceAll('""', '"') : value, end + 1, last, linesIn(value));
  }

  /** A field ends at a place: with the delimiter, the line or the text. */
  #closed(value: string, at: number, last: boolean, lines = 0): number {
    const code = this.#text.charCodeAt(at);
    // Whether a CR stands alone is known only with what follows.
    if (code === CR && at + 1 === this.#text.length && !last) return -1;
    if (value.length > MAX_FIELD_LENGTH) throw this.#fault(`a field of more than ${MAX_FIELD_LENGTH} characters; is a quote missing?`);
    this.#line += lines;
    this.#fields.push(value);
    if (this.#fields.length > MAX_FIELDS) throw this.#fault(`more than ${MAX_FIELDS} columns; cut the file`);
    if (code === this.#delimiter) return at + 1;
    this.#finish();
    this.#line++;
    this.#recordLine = this.#line;
    return code === CR && this.#text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
  }

  #finish(): void {
    const fields = this.#fields;
    this.#fields = [];
    if (fields.length > 1 || fields[0] !== '') this.#take(fields, this.#recordLine);
  }

  #fault(what: string, line = this.#line): InvalidInput {
    return InvalidInput.at([], `the CSV has, on line ${line}, ${what}`, line);
  }
}

function linesIn(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
