// Cuts a script in another dialect into statements: by semicolons, MySQL's DELIMITER, SQL Server's GO, and, since SQL Server needs no
// semicolon, by the words that begin a statement. Data is passed over without being kept.
import { InvalidInput } from '../../errors.ts';
import type { OtherDialect } from '../dialects.ts';
import { MAX_STATEMENT_LENGTH } from '../parser.ts';
import { MAX_OPEN_BRACKETS, type Lines } from '../statements.ts';
import type { Token, Tokens } from './tokens.ts';

/** The tokens of a statement that may matter; those that make nothing are not yielded. */
export interface Cut {
  readonly tokens: readonly Token[];
  /** Place of what ends it. */
  readonly end: number;
}

/** Statements that change no schema, by their first word. */
const STEPPED_OVER: ReadonlySet<string> = new Set([
  'insert', 'replace', 'update', 'delete', 'select', 'with', 'merge', 'truncate', 'begin', 'start', 'commit', 'rollback', 'end', 'savepoint', 'release', 'lock', 'unlock', 'grant', 'revoke', 'deny',
  'set', 'show', 'analyze', 'analyse', 'vacuum', 'explain', 'reindex', 'optimize', 'check', 'flush', 'call', 'do', 'load', 'handler', 'pragma', 'attach', 'detach', 'declare', 'print', 'if', 'else',
  'raiserror', 'return', 'while', 'waitfor', 'backup', 'restore', 'dbcc', 'bulk', 'values', 'kill', 'reconfigure', 'shutdown', 'prepare', 'deallocate', 'go', 'source', 'delimiter', 'change', 'purge', 'xa',
  'open', 'close', 'fetch', 'throw', 'enable', 'disable', 'checkpoint', 'save', 'goto', 'revert', 'repair', 'reset', 'install', 'uninstall', 'import', 'describe', 'desc',
]);
/** What holds statements of its own. */
const ROUTINES: ReadonlySet<string> = new Set(['trigger', 'procedure', 'proc', 'function', 'event', 'package']);
/** In SQL Server these begin a statement wherever they stand outside of brackets. */
const BEGINNINGS: ReadonlySet<string> = new Set(['create', 'insert', 'exec', 'execute', 'declare', 'print', 'use', 'raiserror', 'begin', 'truncate']);
/** So many tokens say what is made. */
const LEADING = 24;

/**
 * The statements that may make or change a table, or play a part that is to be told.
 * @throws InvalidInput with a line where something is opened and never closed, or a statement is too long.
 */
export function* cutStatements(tokens: Tokens, dialect: OtherDialect, lines: Lines): Generator<Cut> {
  const cutter = new Cutter(tokens, dialect, lines);
  for (let cut = cutter.next(); cut !== undefined; cut = cutter.next()) if (cut.tokens.length > 0) yield cut;
}

/** The word in lower case; of quoted names nothing. */
export function wordOf(token: Token | undefined): string {
  return token?.kind === 'word' ? token.value.toLowerCase() : '';
}

class Cutter {
  readonly #tokens: Tokens;
  readonly #dialect: OtherDialect;
  readonly #lines: Lines;
  /** Read already, and yet to be taken. */
  readonly #waiting: Token[] = [];

  constructor(tokens: Tokens, dialect: OtherDialect, lines: Lines) {
    this.#tokens = tokens;
    this.#dialect = dialect;
    this.#lines = lines;
  }

  next(): Cut | undefined {
    const kept: Token[] = [];
    const brackets: Token[] = [];
    let [first, before, place, blocks, isRoutine] = ['', '', 0, 0, false];
    for (let token = this.#take(); ; token = this.#take()) {
      if (token === undefined) {
        const [open] = brackets;
        if (open !== undefined && kept.length > 0) throw this.#refused(open, 'the bracket "(" that begins here is never closed; close it');
        return first === '' && kept.length === 0 ? undefined : { tokens: kept, end: place };
      }
      if (token.kind === 'batch' || (token.kind === 'end' && (first === '' || this.#ends(isRoutine, blocks)))) return { tokens: kept, end: token.start };
      const word = wordOf(token);
      if (first === '') {
        if (this.#isCommand(word, token)) continue;
        first = word === '' ? token.value : word;
      } else if (this.#begins(word, { first, before, isRoutine, brackets: brackets.length })) {
        this.#waiting.unshift(token);
        return { tokens: kept, end: token.start };
      }
      if (token.value === '(' && token.kind === 'sign') {
        if (brackets.length >= MAX_OPEN_BRACKETS) throw this.#refused(brackets[0] ?? token, `more than ${MAX_OPEN_BRACKETS} brackets are open at once from here on; expected statements that are nested less deeply`);
        brackets.push(token);
      } else if (token.value === ')' && token.kind === 'sign') brackets.pop();
      if (first === 'create' && kept.length < LEADING && ROUTINES.has(word) && brackets.length === 0 && !kept.some((one) => wordOf(one) === 'table')) isRoutine = true;
      if (isRoutine) blocks = blocksAfter(blocks, word, before);
      if (!STEPPED_OVER.has(first) && (!isRoutine || kept.length < LEADING)) kept.push(token);
      const [begin] = kept;
      if (begin !== undefined && !isRoutine && token.end - begin.start > MAX_STATEMENT_LENGTH) throw this.#refused(begin, `the statement that begins here is longer than ${MAX_STATEMENT_LENGTH} characters; is a semicolon missing?`);
      [before, place] = [word, token.end];
    }
  }

  #take(): Token | undefined {
    return this.#waiting.shift() ?? this.#tokens.next();
  }

  #peek(): Token | undefined {
    if (this.#waiting.length === 0) {
      const token = this.#tokens.next();
      if (token !== undefined) this.#waiting.push(token);
    }
    return this.#waiting[0];
  }

  #ends(isRoutine: boolean, blocks: number): boolean {
    if (!isRoutine) return true;
    return this.#dialect === 'SQLSERVER' ? false : !this.#tokens.endsPlainly || blocks <= 0;
  }

  /** A line for the client, not for the server. */
  #isCommand(word: string, token: Token): boolean {
    if (word === 'delimiter' && this.#dialect === 'MYSQL') this.#tokens.changeDelimiter();
    else if ((token.value === '.' && this.#dialect === 'SQLITE') || token.value === '\\' || (token.value === ':' && this.#dialect === 'SQLSERVER')) this.#tokens.skipLine();
    else return false;
    return true;
  }

  /** SQL Server's statements follow one another without a semicolon. */
  #begins(word: string, { first, before, isRoutine, brackets }: { readonly first: string; readonly before: string; readonly isRoutine: boolean; readonly brackets: number }): boolean {
    if (this.#dialect !== 'SQLSERVER' || isRoutine || brackets > 0) return false;
    if (word === 'alter') return before !== 'or' && wordOf(this.#peek()) !== 'column';
    if (word === 'drop') return wordOf(this.#peek()) === 'table';
    if (word === 'if') return first !== 'drop' && first !== 'alter';
    if (word === 'set') return before !== 'delete' && before !== 'update';
    return BEGINNINGS.has(word);
  }

  #refused(token: Token, message: string): InvalidInput {
    const line = this.#lines.at(token.start);
    return InvalidInput.at([], `line ${line}: ${message}`, line);
  }
}

/** BEGIN and CASE open a block; END closes it, but for END IF and END LOOP, whose beginnings are not counted. */
function blocksAfter(blocks: number, word: string, before: string): number {
  if (before === 'end' && (word === 'if' || word === 'loop' || word === 'while' || word === 'repeat')) return blocks + 1;
  if (word === 'begin' || (word === 'case' && before !== 'end')) return blocks + 1;
  return word === 'end' ? blocks - 1 : blocks;
}
