// Takes the data out of an SQL script while it streams past: COPY with its rows, and INSERT, by its dialect's quotes and comments. What is left is what can make a table, so
// that a dump of any size is read in bounded memory. Keeps count of the lines taken out; never judges what it leaves.
import { InvalidInput } from '../errors.ts';
import type { SqlDialect } from '../sql-dialects.ts';

/** Lines that are missing from a text, all those up to a place counted. */
export interface LineGap {
  /** Place in the text that is left. */
  readonly at: number;
  /** Lines taken out before it. */
  readonly lines: number;
}

/** A script without its data. */
export interface Script {
  readonly text: string;
  readonly gaps: readonly LineGap[];
}

/** Most stretches of data between other statements. */
export const MAX_GAPS = 100_000;
/** A word, tag or mark that may go on in the next piece of text is left for it. */
const LOOKAHEAD = 256;
/** What stands before a quote says what kind it is. */
const LOOK_BEHIND = 2;
/** Of a COPY statement this much is looked at for FROM STDIN. */
const MAX_COPY_LENGTH = 100_000;

const BLANKS = /\s+/y;
const DOLLAR_TAG = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy;
const COMMENT_MARK = /\/\*|\*\//g;
const FROM_STDIN = /\bfrom\s+stdin\b/i;

/** What the reader stands in. */
type State =
  /** Between two statements, or in blanks and comments before one. */
  | { readonly in: 'start' }
  | { readonly in: 'statement' }
  /** Something that ends with a text of its own: a quote, a dollar quote, the line of a comment. */
  | { readonly in: 'until'; readonly end: string; readonly then: State }
  /** A text in which a backslash escapes: E'...', and all of MySQL's. */
  | { readonly in: 'escaped'; readonly end: RegExp; readonly then: State }
  /** Comments nest. */
  | { readonly in: 'comment'; readonly depth: number; readonly then: State }
  /** Rows of a COPY, from a line's beginning on. */
  | { readonly in: 'rows' };

const START: State = { in: 'start' };
const STATEMENT: State = { in: 'statement' };
const ROWS: State = { in: 'rows' };
const ESCAPED: State = { in: 'escaped', end: /['\\]/g, then: STATEMENT };

/** How a dialect's data is known. */
interface Rules {
  /** The words that data begins with. */
  readonly data: RegExp;
  /** What may begin or end something inside a statement. */
  readonly mark: RegExp;
  /** What a mark inside a statement opens. */
  readonly opened: Readonly<Record<string, State>>;
  /** A line that begins so is none of SQL. */
  readonly line: RegExp;
  readonly commentsNest: boolean;
}

function until(end: string): State {
  return { in: 'until', end, then: STATEMENT };
}

const POSTGRESQL: Rules = {
  data: /(?:insert|copy)\b/iy, mark: /['"$;()]|--|\/\*/g, line: /--|\\/y, commentsNest: true,
  opened: { '"': until('"'), "'": until("'"), '--': until('\n'), '/*': { in: 'comment', depth: 1, then: STATEMENT } },
};
const SQLITE: Rules = {
  data: /(?:insert|replace)\b/iy, mark: /['"`[;()]|--|\/\*/g, line: /--/y, commentsNest: false,
  opened: { '"': until('"'), "'": until("'"), '`': until('`'), '[': until(']'), '--': until('\n'), '/*': until('*/') },
};
const RULES: Readonly<Record<SqlDialect, Rules>> = {
  POSTGRESQL,
  SQLITE,
  MYSQL: {
    ...SQLITE, mark: /['"`;()#]|-- |\/\*/g, line: /--|#/y,
    opened: { '"': { in: 'escaped', end: /["\\]/g, then: STATEMENT }, "'": ESCAPED, '`': until('`'), '-- ': until('\n'), '#': until('\n'), '/*': until('*/') },
  },
  // Its statements end without a semicolon: nothing is taken out.
  SQLSERVER: { ...SQLITE, data: /(?!)/y },
};

export class DataStripper {
  readonly #maxLength: number;
  readonly #rules: Rules;
  readonly #kept: string[] = [];
  #keptLength = 0;
  readonly #gaps: LineGap[] = [];
  #linesSeen = 0;
  #linesDropped = 0;
  #state: State = START;
  #brackets = 0;
  /** The statement under way is data; blanks after it go with it. */
  #dropping = false;
  #statementLine = 1;
  /** The beginning of a COPY statement; undefined outside of one. */
  #copy: string | undefined;
  /** What is not yet read, with a little before it. */
  #text = '';
  /** What is read up to, and what is kept or dropped up to. */
  #place = 0;
  #settled = 0;
  #last = false;

  /** Keeps at most so many UTF-16 units. */
  constructor(maxLength: number, dialect: SqlDialect = 'POSTGRESQL') {
    this.#maxLength = maxLength;
    this.#rules = RULES[dialect];
  }

  /** Takes the next piece. Throws InvalidInput where more is left than may be. */
  push(piece: string): void {
    const behind = Math.max(0, this.#place - LOOK_BEHIND);
    this.#text = this.#text.slice(behind) + piece;
    this.#place -= behind;
    this.#settled -= behind;
    this.#read();
  }

  /** What is left. Throws InvalidInput where data is opened and never closed. */
  end(): Script {
    this.#last = true;
    this.#read();
    const isOpen = this.#state.in === 'escaped' || this.#state.in === 'comment' || (this.#state.in === 'until' && this.#state.end !== '\n');
    if (this.#dropping && isOpen) throw InvalidInput.at([], `line ${this.#statementLine}: a quote or comment of the statement that begins here is never closed; close it`, this.#statementLine);
    return { text: this.#kept.join(''), gaps: this.#gaps };
  }

  /** Reads as far as nothing that comes later could change. */
  #read(): void {
    for (let state, place; this.#place < this.#text.length && (state !== this.#state || place !== this.#place); ) {
      state = this.#state;
      place = this.#place;
      this.#step(state);
    }
    this.#settle();
  }

  #step(state: State): void {
    switch (state.in) {
      case 'start': return this.#begin();
      case 'statement': return this.#passStatement();
      case 'until': return this.#pass(state.end, state.then);
      case 'escaped': return this.#passEscaped(state);
      case 'comment': return this.#passComment(state);
      case 'rows': return this.#passRows();
      default: return state satisfies never;
    }
  }

  #begin(): void {
    const [text, place] = [this.#text, this.#place];
    const blanks = matchAt(BLANKS, text, place);
    if (blanks !== undefined) return this.#enter(START, place + blanks.length);
    if (!this.#last && text.length - place < LOOKAHEAD) return;
    const { data, line, commentsNest } = this.#rules;
    const comment: State = commentsNest ? { in: 'comment', depth: 1, then: START } : { in: 'until', end: '*/', then: START };
    const opened: State = matchAt(line, text, place) !== undefined ? { in: 'until', end: '\n', then: START } : text.startsWith('/*', place) ? comment : STATEMENT;
    const word = opened === STATEMENT ? matchAt(data, text, place)?.toLowerCase() : undefined;
    this.#settle();
    this.#dropping = word !== undefined;
    this.#copy = word === 'copy' ? '' : undefined;
    this.#statementLine = this.#linesSeen + 1;
    this.#brackets = 0;
    this.#enter(opened, opened === comment ? place + 2 : place);
  }

  /** To the next mark of a statement, and over it. */
  #passStatement(): void {
    const text = this.#text;
    const safe = this.#last ? text.length : text.length - LOOKAHEAD;
    const { mark: marks, opened } = this.#rules;
    marks.lastIndex = this.#place;
    for (let mark = marks.exec(text); mark !== null && mark.index < safe; mark = marks.exec(text)) {
      const next = mark.index + mark[0].length;
      if (mark[0] === '(') this.#brackets++;
      else if (mark[0] === ')') this.#brackets--;
      else if (mark[0] === ';') {
        if (this.#brackets <= 0 || this.#dropping) return this.#endStatement(next);
      } else if (mark[0] === '$') {
        const tag = isInWord(text, mark.index) ? undefined : matchAt(DOLLAR_TAG, text, mark.index);
        if (tag !== undefined) return this.#enter({ in: 'until', end: tag, then: STATEMENT }, mark.index + tag.length);
      } else return this.#enter(mark[0] === "'" && this.#rules === POSTGRESQL && isEscape(text, mark.index) ? ESCAPED : (opened[mark[0]] ?? STATEMENT), next);
    }
    this.#place = Math.max(this.#place, safe);
  }

  #endStatement(end: number): void {
    this.#place = end;
    this.#settle();
    const hasRows = this.#copy !== undefined && FROM_STDIN.test(this.#copy);
    this.#copy = undefined;
    this.#state = hasRows ? { in: 'until', end: '\n', then: ROWS } : START;
  }

  #pass(end: string, then: State): void {
    const found = this.#text.indexOf(end, this.#place);
    if (found !== -1) this.#enter(then, found + end.length);
    else this.#place = this.#last ? this.#text.length : Math.max(this.#place, this.#text.length - end.length + 1);
  }

  #passEscaped({ end, then }: State & { in: 'escaped' }): void {
    end.lastIndex = this.#place;
    for (let mark = end.exec(this.#text); mark !== null; mark = end.exec(this.#text)) {
      if (mark[0] !== '\\') return this.#enter(then, mark.index + 1);
      if (mark.index + 1 >= this.#text.length) break; // what it escapes is still to come
      end.lastIndex = mark.index + 2;
      this.#place = mark.index + 2;
    }
    const slash = this.#text.indexOf('\\', this.#place);
    this.#place = this.#last || slash === -1 ? this.#text.length : slash;
  }

  #passComment({ depth, then }: State & { in: 'comment' }): void {
    COMMENT_MARK.lastIndex = this.#place;
    const mark = COMMENT_MARK.exec(this.#text);
    if (mark === null) {
      this.#place = this.#last ? this.#text.length : Math.max(this.#place, this.#text.length - 1);
      return;
    }
    const inside = depth + (mark[0] === '/*' ? 1 : -1);
    this.#enter(inside === 0 ? then : { in: 'comment', depth: inside, then }, mark.index + 2);
  }

  /** Whole lines, up to one of `\.` alone. */
  #passRows(): void {
    const text = this.#text;
    for (let line = this.#place; ; ) {
      const end = text.indexOf('\n', line);
      const isWhole = end !== -1 || this.#last;
      if (isWhole && text.startsWith('\\.', line) && text.slice(line + 2, end === -1 ? undefined : end).trim() === '') return this.#enter(START, end === -1 ? text.length : end + 1);
      // A line without end must not be gathered in memory.
      if (end === -1 && text.length - line > LOOKAHEAD) return this.#enter({ in: 'until', end: '\n', then: ROWS }, text.length);
      if (end === -1) {
        this.#place = this.#last ? text.length : line;
        return;
      }
      line = end + 1;
    }
  }

  #enter(state: State, place: number): void {
    this.#state = state;
    this.#place = place;
  }

  /** Keeps or drops what was read since the last time. */
  #settle(): void {
    const read = this.#text.slice(this.#settled, this.#place);
    this.#settled = this.#place;
    if (read === '') return;
    const lines = countLines(read);
    this.#linesSeen += lines;
    if (this.#copy !== undefined) this.#copy += read.slice(0, MAX_COPY_LENGTH - this.#copy.length);
    if (this.#dropping) this.#linesDropped += lines;
    else this.#keep(read);
  }

  #keep(text: string): void {
    if (this.#linesDropped > (this.#gaps.at(-1)?.lines ?? 0)) this.#gaps.push({ at: this.#keptLength, lines: this.#linesDropped });
    this.#kept.push(text);
    this.#keptLength += text.length;
    if (this.#gaps.length > MAX_GAPS) throw InvalidInput.at([], `expected data at no more than ${MAX_GAPS} places between other statements, got more; leave the data out (pg_dump --schema-only)`);
    if (this.#keptLength > this.#maxLength) throw InvalidInput.at([], `expected a script of at most ${this.#maxLength} characters besides its COPY and INSERT statements, got more; cut the script`);
  }
}

function matchAt(pattern: RegExp, text: string, place: number): string | undefined {
  pattern.lastIndex = place;
  return pattern.exec(text)?.[0];
}

/** The quote opens E'...'. */
function isEscape(text: string, quote: number): boolean {
  return /[eE]/.test(text[quote - 1] ?? '') && !isInWord(text, quote - 1);
}

/** What stands before belongs to the same word. */
function isInWord(text: string, place: number): boolean {
  return /[\p{L}\p{N}_$]/u.test(text[place - 1] ?? '');
}

function countLines(text: string): number {
  let lines = 0;
  for (let place = text.indexOf('\n'); place !== -1; place = text.indexOf('\n', place + 1)) lines++;
  return lines;
}
