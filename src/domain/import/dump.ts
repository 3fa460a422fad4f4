// Takes the data out of an SQL script while it streams past: COPY with its rows, and INSERT, by its dialect's quotes and comments. What is left is what can make a table, so
// that a dump of any size is read in bounded memory. Keeps count of the lines taken out; never judges what it leaves.
import { matchAt } from '../../lib/match-at.ts';
import { regexLiteral } from '../../lib/regex-literal.ts';
import { InvalidInput } from '../errors.ts';
import type { SqlDialect } from '../sql-dialects.ts';
import { DATA_RULES, ESCAPED, ROWS, START, STATEMENT, type DataRules, type State } from './dump-rules.ts';

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
const WORD = /\w*/y;
/** MySQL's clients: what ends statements from the next line on. */
const DELIMITER = /delimiter[ \t]+(\S+)/iy;
const DOLLAR_TAG = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy;
const COMMENT_MARK = /\/\*|\*\//g;
const FROM_STDIN = /\bfrom\s+stdin\b/i;

export class DataStripper {
  readonly #maxLength: number;
  readonly #rules: DataRules;
  readonly #dialect: SqlDialect;
  /** What ends a statement, and with it all that may begin or end something in one. */
  #end = ';';
  #mark: RegExp;
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
  /** Nothing but data was read of the batch under way. */
  #isBatchOfData = true;
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
    this.#dialect = dialect;
    this.#rules = DATA_RULES[dialect];
    this.#mark = marksOf(this.#rules, this.#end);
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
    const { data, line, batch, commentsNest } = this.#rules;
    const end = matchAt(batch, text, place);
    if (end !== undefined) return this.#endBatch(place + end.length);
    const delimiter = this.#dialect === 'MYSQL' ? matchAt(DELIMITER, text, place)?.slice('delimiter'.length).trim() : undefined;
    if (delimiter !== undefined) this.#mark = marksOf(this.#rules, (this.#end = delimiter));
    const comment: State = commentsNest ? { in: 'comment', depth: 1, then: START } : { in: 'until', end: '*/', then: START };
    const opened: State = delimiter !== undefined || matchAt(line, text, place) !== undefined ? { in: 'until', end: '\n', then: START } : text.startsWith('/*', place) ? comment : STATEMENT;
    const word = opened === STATEMENT ? matchAt(data, text, place)?.toLowerCase() : undefined;
    this.#settle();
    this.#dropping = word !== undefined;
    this.#copy = word === 'copy' ? '' : undefined;
    this.#statementLine = this.#linesSeen + 1;
    this.#brackets = 0;
    // Its first word does not begin another statement.
    const begun = opened === comment ? 2 : opened === STATEMENT ? (matchAt(WORD, text, place) ?? '').length : 0;
    this.#enter(opened, place + begun);
  }

  /** To the next mark of a statement, and over it. */
  #passStatement(): void {
    const text = this.#text;
    const safe = this.#last ? text.length : text.length - LOOKAHEAD;
    const { opened } = this.#rules;
    const marks = this.#mark;
    marks.lastIndex = this.#place;
    for (let mark = marks.exec(text); mark !== null && mark.index < safe; mark = marks.exec(text)) {
      const next = mark.index + mark[0].length;
      if (mark[0] === '(') this.#brackets++;
      else if (mark[0] === ')') this.#brackets--;
      else if (mark[0] === this.#end) {
        if (this.#brackets <= 0 || this.#dropping) return this.#endStatement(next);
      } else if (mark[0] === '$') {
        const tag = isInWord(text, mark.index) ? undefined : matchAt(DOLLAR_TAG, text, mark.index);
        if (tag !== undefined) return this.#enter({ in: 'until', end: tag, then: STATEMENT }, mark.index + tag.length);
      } else {
        const inside = mark[0] === "'" && this.#dialect === 'POSTGRESQL' && isEscape(text, mark.index) ? ESCAPED : opened[mark[0]];
        if (inside !== undefined) return this.#enter(inside, next);
        const isBatchEnd = /^\s*go\b/i.test(mark[0]);
        if (isBatchEnd || this.#brackets <= 0) return this.#endStatement(mark.index);
      }
    }
    this.#place = Math.max(this.#place, safe);
  }

  /** A batch of nothing but data goes with the line that ends it: dumps have one behind every hundred rows, or behind each. */
  #endBatch(end: number): void {
    this.#settle();
    this.#dropping = this.#isBatchOfData;
    this.#enter(START, end);
    this.#settle();
    this.#isBatchOfData = true;
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
    this.#isBatchOfData &&= text.trim() === '';
    if (this.#linesDropped > (this.#gaps.at(-1)?.lines ?? 0)) this.#gaps.push({ at: this.#keptLength, lines: this.#linesDropped });
    this.#kept.push(text);
    this.#keptLength += text.length;
    if (this.#gaps.length > MAX_GAPS) throw InvalidInput.at([], `expected data at no more than ${MAX_GAPS} places between other statements, got more; leave the data out (pg_dump --schema-only)`);
    if (this.#keptLength > this.#maxLength) throw InvalidInput.at([], `expected a script of at most ${this.#maxLength} characters besides its COPY and INSERT statements, got more; cut the script`);
  }
}

/** The marks of a statement that ends with this text. */
function marksOf({ mark }: DataRules, end: string): RegExp {
  return new RegExp(`${regexLiteral(end)}|${mark.source}`, mark.flags);
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
