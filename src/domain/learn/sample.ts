// The rows of a CSV that a table is learned from: all of them up to a bound, else a sample in which every row has the same chance, drawn
// by counter (Vitter's algorithm R), so that the same file always gives the same sample. The whole file is read and checked all the same.
import { InvalidInput } from '../errors.ts';
import { MAX_FIELDS } from '../limits.ts';
import { Stream } from '../random.ts';
import { CsvReader } from './csv-reader.ts';
import { HEAD_LENGTH, sniffDialect, type Dialect, type DialectHints } from './dialect.ts';

/** Most cells that are kept in memory. */
export const MAX_SAMPLED_CELLS = 1_000_000;
/** Most rows that are kept in memory. */
export const MAX_SAMPLED_ROWS = 50_000;
/** Characters of a cell that are kept: longer ones are prose, of which nothing is kept in the end. */
export const KEPT_LENGTH = 200;

export interface Sample {
  readonly names: readonly string[];
  /** The kept rows; every one as long as `names`. */
  readonly rows: readonly (readonly string[])[];
  /** Rows of the whole file. */
  readonly total: number;
  readonly dialect: Dialect;
}

export class SampleReader {
  readonly #hints: DialectHints;
  /** What is not read yet, because the dialect is still open. */
  #head: string | undefined = '';
  #dialect: Dialect | undefined;
  #reader: CsvReader | undefined;
  #names: readonly string[] | undefined;
  readonly #rows: (readonly string[])[] = [];
  #total = 0;
  readonly #draws = Stream.of(0, 'sample');

  constructor(hints: DialectHints = {}) {
    this.#hints = hints;
  }

  /** Reads on. Throws InvalidInput with the line of what is wrong: rows of another length than the first, columns of one name, and what CsvReader throws. */
  push(text: string): void {
    if (this.#head === undefined) return this.#reader?.push(text);
    this.#head += text;
    if (this.#head.length >= HEAD_LENGTH) this.#begin(false);
  }

  /** Throws as `push` does, and where there are no rows. */
  end(): Sample {
    if (this.#head !== undefined) this.#begin(true);
    this.#reader?.end();
    if (this.#names === undefined || this.#dialect === undefined || this.#total === 0) throw InvalidInput.at([], 'the CSV has no rows: expected a line of names and a row at least');
    return { names: this.#names, rows: this.#rows, total: this.#total, dialect: this.#dialect };
  }

  #begin(whole: boolean): void {
    const head = (this.#head ?? '').replace(/^\uFEFF/, '');
    this.#head = undefined;
    this.#dialect = sniffDialect(head, whole, this.#hints);
    this.#reader = new CsvReader(this.#dialect.delimiter, (fields, line) => this.#take(fields, line));
    this.#reader.push(head);
  }

  #take(fields: readonly string[], line: number): void {
    if (this.#names === undefined) {
      this.#names = this.#dialect?.header === true ? namesOf(fields, line) : fields.map((_, place) => unnamed(place));
      if (this.#dialect?.header === true) return;
    }
    if (fields.length !== this.#names.length) throw InvalidInput.at([], `the CSV has ${fields.length} fields on line ${line}, expected ${this.#names.length}, as in its first line; mend that row, or say the delimiter`, line);
    this.#keep(fields);
  }

  #keep(fields: readonly string[]): void {
    const most = Math.max(1, Math.min(MAX_SAMPLED_ROWS, Math.floor(MAX_SAMPLED_CELLS / Math.min(fields.length, MAX_FIELDS))));
    const place = this.#total < most ? this.#total : this.#draws.below(this.#total + 1, this.#total);
    this.#total++;
    if (place < most) this.#rows[place] = copied(fields.map((cell) => cell.slice(0, KEPT_LENGTH)));
  }
}

/** A cell is a view of the piece of the file that it came in, and would keep all of that in memory. */
function copied(cells: readonly string[]): readonly string[] {
  return JSON.parse(JSON.stringify(cells)) as readonly string[]; // what was written
}

function unnamed(place: number): string {
  return `column_${place + 1}`;
}

function namesOf(cells: readonly string[], line: number): readonly string[] {
  const names = cells.map((cell, place) => cell.trim() || unnamed(place));
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) throw InvalidInput.at([], `the CSV has two columns called ${JSON.stringify(twice.slice(0, 80))}; rename one of them`, line);
  return names;
}
