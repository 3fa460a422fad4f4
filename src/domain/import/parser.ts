// PostgreSQL's own parser (libpg-query, WebAssembly), behind a guard: what it is given is bounded in size and depth, since a
// stack overflow inside it would break it for good. Never runs SQL; every refusal is an InvalidInput with its line.
import { loadModule, parseSync, hasSqlDetails } from 'libpg-query';
import type { Node, RawStmt } from 'libpg-query';
import { InvalidInput } from '../errors.ts';
import { remedyFor } from './dialects.ts';
import type { Lines, Statement } from './statements.ts';

/** Longest single statement, in UTF-16 units; dumps keep their data in COPY and INSERT, which are not parsed. */
export const MAX_STATEMENT_LENGTH = 300_000;
/**
 * Most tokens that may hang on one another without a comma between. The parser's tree can get no deeper than this, and
 * overflows its stack at about five times as many.
 */
export const MAX_STATEMENT_DEPTH = 1_000;

/** Makes the parser ready; to be awaited once before anything here is called. Costs nothing when it is ready. */
export async function loadParser(): Promise<void> {
  await loadModule();
}

export interface Parsed {
  readonly node: Node;
  readonly source: Source;
}

/** Where a parsed statement stands in its script: turns the parser's byte places into lines and text. */
export class Source {
  readonly #lines: Lines;
  readonly #start: number;
  readonly #statement: string;
  readonly #bytes: Buffer | undefined;

  constructor(script: string, lines: Lines, { start, end }: Pick<Statement, 'start' | 'end'>) {
    this.#lines = lines;
    this.#start = start;
    this.#statement = script.slice(start, end);
    // Bytes and characters are the same in ASCII, which nearly all scripts are.
    this.#bytes = /^[\0-\x7f]*$/.test(this.#statement) ? undefined : Buffer.from(this.#statement);
  }

  /** The line of the statement's own byte place; without one, the line where it begins. */
  lineAt(byte = 0): number {
    return this.#lines.at(this.#start + this.#characters(byte));
  }

  /** The condition of the CHECK that begins at a byte place. */
  conditionAt(byte: number): string {
    const text = this.#statement.slice(this.#characters(byte));
    const open = /\bcheck\s*\(/i.exec(text);
    const condition = open === null ? '' : text.slice(open.index + open[0].length - 1);
    return condition.slice(1, closing(condition)).trim();
  }

  #characters(byte: number): number {
    return this.#bytes === undefined || byte <= 0 ? Math.max(0, byte) : this.#bytes.subarray(0, byte).toString().length;
  }
}

/** The place of the bracket that closes the first one; quotes are passed over. */
function closing(text: string): number {
  let depth = 0;
  for (const match of text.matchAll(/'(?:[^']|'')*'|"[^"]*"|[()]/g)) {
    if (match[0] === '(') depth++;
    else if (match[0] === ')' && --depth === 0) return match.index;
  }
  return text.length;
}

/**
 * Parses one statement of a script.
 * @throws InvalidInput where it is too long or too deep, or where PostgreSQL could not read it.
 */
export function parseStatement(script: string, lines: Lines, statement: Statement): Parsed {
  const { start, end, depth } = statement;
  const line = lines.at(start);
  if (end - start > MAX_STATEMENT_LENGTH) {
    throw InvalidInput.at([], `line ${line}: the statement that begins here is ${end - start} characters long, expected at most ${MAX_STATEMENT_LENGTH}; is a semicolon missing?`, line);
  }
  if (depth > MAX_STATEMENT_DEPTH) {
    throw InvalidInput.at([], `line ${line}: the statement that begins here is nested too deeply (more than ${MAX_STATEMENT_DEPTH} words in a row without a comma); is a semicolon missing?`, line);
  }
  const text = script.slice(start, end);
  const statements = read(text, (at) => lines.at(start + at));
  const [first] = statements;
  if (first?.stmt === undefined || statements.length > 1) throw InvalidInput.at([], `line ${line}: expected one statement here`, line);
  return { node: first.stmt, source: new Source(script, lines, statement) };
}

function read(text: string, lineOf: (place: number) => number): readonly RawStmt[] {
  const unstorable = text.search(/\0|\p{Cs}/u);
  if (unstorable !== -1) {
    const what = text[unstorable] === '\0' ? 'a NUL character stands here' : 'half of a character stands here, a surrogate without its other one';
    throw InvalidInput.at([], `line ${lineOf(unstorable)}: ${what}; PostgreSQL's text cannot hold one, take it out`, lineOf(unstorable));
  }
  try {
    return parseSync(text).stmts ?? [];
  } catch (error) {
    if (!hasSqlDetails(error)) throw error;
    // The parser counts whole characters; JavaScript counts UTF-16 units.
    const place = unitsOf(text, error.sqlDetails?.cursorPosition ?? 0);
    const line = lineOf(Math.min(place, text.trimEnd().length));
    throw InvalidInput.at([], `line ${line}: ${plain(error.message)}; ${remedyFor(text)}`, line);
  }
}

function unitsOf(text: string, characters: number): number {
  if (!/[\ud800-\udfff]/.test(text)) return characters;
  let units = 0;
  for (let i = 0; i < characters && units < text.length; i++) units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  return units;
}

/** The parser quotes the rest of the script when it is one long word. */
function plain(message: string): string {
  return message.length > 200 ? `${message.slice(0, 200)}...` : message;
}
