// Plain lines, as people write down what they want: `name: type`, with the types of shorthand (shorthand.ts); `[orders]` on a line of its own begins
// a table. Blank lines and lines that begin with #, // or -- say nothing; what stands behind # or // on a line describes its field. A bullet before a name,
// and a comma or a semicolon at the end, are left out; a name with ? at its end may be null.
import { InvalidInput, type InputIssue } from '../errors.ts';
import type { FieldDraft, TableDraft } from './draft.ts';
import { readKind, tableOfFields } from './shorthand.ts';

/** Most characters of such a text. */
export const MAX_LINES_LENGTH = 1_000_000;
/** Issues after these are not looked for. */
const MAX_ISSUES = 200;

const COMMENT = /^(?:#|\/\/|--)/;
/** What begins a statement of SQL: `create table a: ...` is no field. */
const STATEMENT = /^(?:create|alter|drop|insert|copy|set|select|begin|comment on)\s/i;

/** What a line says. */
type Said =
  | { readonly what: 'nothing' | 'unknown' }
  | { readonly what: 'table'; readonly name: string }
  | { readonly what: 'field'; readonly name: string; readonly kind: unknown; readonly description: string };

/** Tables, and the line on which each of their fields stands. */
export interface TableLines {
  readonly tables: readonly TableDraft[];
  /** The line of a table's heading, or of one of its fields; undefined where there is none. */
  lineOf(table: string, field?: string): number | undefined;
}

/** Whether a text is lines of this kind by its first whole line that says something; undefined: there is none yet. */
export function looksLikeLines(text: string): boolean | undefined {
  const line = text.split('\n').slice(0, -1).find((one) => said(one).what !== 'nothing');
  return line === undefined ? undefined : !STATEMENT.test(line.trim()) && said(line).what !== 'unknown';
}

/**
 * The tables that the lines stand for; fields before any heading are those of `table`.
 * @throws InvalidInput, each issue with its line.
 */
export function readLines(text: string, table: string): TableLines {
  if (text.length > MAX_LINES_LENGTH) throw InvalidInput.at([], `expected at most ${MAX_LINES_LENGTH} characters, got ${text.length}; cut the text`);
  const reader = new LineReader(table);
  text.split('\n').forEach((line, index) => reader.read(line, index + 1));
  return reader.end();
}

interface Heading {
  readonly name: string;
  readonly fields: FieldDraft[];
}

class LineReader {
  readonly #issues: InputIssue[] = [];
  readonly #tables: Heading[] = [];
  readonly #places = new Map<string, number>();
  readonly #first: string;

  constructor(first: string) {
    this.#first = first;
  }

  read(line: string, number: number): void {
    if (this.#issues.length >= MAX_ISSUES) return;
    const one = said(line);
    switch (one.what) {
      case 'nothing': return;
      case 'table': return void this.#open(one.name, number);
      case 'field': return this.#field(one, number);
      case 'unknown': return this.#tell(number, `expected a field such as customer_name: string, or a table such as [orders], got ${JSON.stringify(line.trim().slice(0, 80))}`);
      default: return one satisfies never;
    }
  }

  end(): TableLines {
    if (this.#issues.length > 0) throw new InvalidInput(this.#issues);
    if (this.#tables.length === 0) throw InvalidInput.at([], 'expected at least one line such as customer_name: string, got none');
    return {
      tables: this.#tables.map(({ name, fields }) => tableOfFields(name, fields)),
      lineOf: (table, field) => this.#places.get(place(table, field)) ?? this.#places.get(place(table)),
    };
  }

  #open(name: string, line: number): Heading {
    const table = { name, fields: [] };
    this.#tables.push(table);
    this.#places.set(place(name), line);
    return table;
  }

  #field({ name, kind, description }: Said & { what: 'field' }, number: number): void {
    const draft = readKind(name, kind);
    if (typeof draft === 'string') return this.#tell(number, `field ${name}: ${draft}`);
    const table = this.#tables.at(-1) ?? this.#open(this.#first, number);
    table.fields.push({ ...draft, ...(description === '' ? {} : { description }) });
    this.#places.set(place(table.name, name), number);
  }

  #tell(line: number, message: string): void {
    this.#issues.push({ path: [], message: `line ${line}: ${message}`, line });
  }
}

function place(table: string, field?: string): string {
  return JSON.stringify([table, field]);
}

// By hand, since a line may be of any length, which regular expressions with two open ends are slow at.
function said(line: string): Said {
  const text = line.trim().replace(/^[-*•] +/, '');
  if (text === '' || COMMENT.test(text)) return { what: 'nothing' };
  const colon = text.indexOf(':', text.startsWith('"') ? text.indexOf('"', 1) : 0);
  if (text.startsWith('[')) {
    const end = text.indexOf(']');
    const [name, rest] = [text.slice(1, end).trim(), text.slice(end + 1).trim()];
    return end !== -1 && name !== '' && (rest === '' || rest.startsWith('#')) ? { what: 'table', name } : { what: 'unknown' };
  }
  const name = unquoted(text.slice(0, Math.max(colon, 0)).trim());
  const behind = text.slice(colon + 1).trim();
  // A list may hold a #.
  const inList = behind.startsWith('[') ? behind.lastIndexOf(']') : 0;
  const marks = ['#', ' //'].map((mark) => behind.indexOf(mark, inList)).filter((at) => at !== -1);
  const mark = marks.length === 0 ? behind.length : Math.min(...marks);
  const kind = behind.slice(0, mark).trim().replace(/[,;]$/, '').trim();
  if (name === '' || kind === '') return { what: 'unknown' };
  const mayBeNull = name.length > 1 && name.endsWith('?') && !kind.startsWith('[');
  return { what: 'field', name: mayBeNull ? name.slice(0, -1) : name, kind: kind.startsWith('[') ? listIn(kind) : mayBeNull ? `${kind}?` : kind, description: behind.slice(mark).replace(/^ ?(?:#|\/\/)/, '').trim() };
}

/** A name stands in quotes where it has a colon. */
function unquoted(name: string): string {
  return name.length > 1 && name.startsWith('"') && name.endsWith('"') ? name.slice(1, -1) : name;
}

/** The values of `["new", "paid"]`; what is no JSON stays a text, which no type is called. */
function listIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
