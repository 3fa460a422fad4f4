// How the data of a script is known, by its dialect: the words that it begins with, what ends a statement, and which quotes and comments may hold either.
import type { SqlDialect } from '../sql-dialects.ts';

/** What a reader of a script stands in. */
export type State =
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

export const START: State = { in: 'start' };
export const STATEMENT: State = { in: 'statement' };
export const ROWS: State = { in: 'rows' };
export const ESCAPED: State = { in: 'escaped', end: /['\\]/g, then: STATEMENT };

/** A dialect's ways; patterns for a place are sticky. */
export interface DataRules {
  /** The words that data begins with. */
  readonly data: RegExp;
  /** What may begin or end something inside a statement, beside what ends it: of what opens nothing, a statement of its own. */
  readonly mark: RegExp;
  /** What a mark inside a statement opens. */
  readonly opened: Readonly<Record<string, State>>;
  /** A line that begins so is none of SQL. */
  readonly line: RegExp;
  /** A line that ends a batch. */
  readonly batch: RegExp;
  readonly commentsNest: boolean;
}

function until(end: string): State {
  return { in: 'until', end, then: STATEMENT };
}

const NESTED: State = { in: 'comment', depth: 1, then: STATEMENT };
const NEVER = /(?!)/y;

const POSTGRESQL: DataRules = {
  data: /(?:insert|copy)\b/iy, mark: /['"$()]|--|\/\*/g, line: /--|\\/y, batch: NEVER, commentsNest: true,
  opened: { '"': until('"'), "'": until("'"), '--': until('\n'), '/*': NESTED },
};
const SQLITE: DataRules = {
  data: /(?:insert|replace)\b/iy, mark: /['"`[()]|--|\/\*/g, line: /--/y, batch: NEVER, commentsNest: false,
  opened: { '"': until('"'), "'": until("'"), '`': until('`'), '[': until(']'), '--': until('\n'), '/*': until('*/') },
};

export const DATA_RULES: Readonly<Record<SqlDialect, DataRules>> = {
  POSTGRESQL,
  SQLITE,
  MYSQL: {
    ...SQLITE, mark: /['"`()#]|-- |\/\*/g, line: /--|#/y,
    opened: { '"': { in: 'escaped', end: /["\\]/g, then: STATEMENT }, "'": ESCAPED, '`': until('`'), '-- ': until('\n'), '#': until('\n'), '/*': until('*/') },
  },
  // Statements need no semicolon between them: one ends where a word begins another, as in dialects/statements.ts, or where its batch does.
  SQLSERVER: {
    ...SQLITE, data: /(?:insert|print)\b/iy, batch: /go(?:[ \t]+\d+)?[ \t\r]*(?:--[^\n]*)?(?:\n|$)/iy, commentsNest: true,
    mark: /['"[()]|--|\/\*|\b(?<![@#$.])(?:insert|create|alter|drop|exec|execute|declare|print|use|raiserror|begin|truncate|if|set)\b(?![@#$])|^[ \t]*go(?:[ \t]+\d+)?[ \t\r]*(?:--[^\n]*)?$/gim,
    opened: { '"': until('"'), "'": until("'"), '[': until(']'), '--': until('\n'), '/*': NESTED },
  },
};
