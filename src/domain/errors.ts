// The failures that a caller can act upon. Every message says subject, expected, got and remedy; whatever
// is not one of these is a bug, and is masked at the edge (graphql/masking.ts).
import { shortened } from '../lib/shortened.ts';

/** One fault in an input, with its place: path segments from the input's root, and the line of a source text. */
export interface InputIssue {
  readonly path: readonly string[];
  readonly message: string;
  readonly line?: number;
}

/** Most issues of one answer: where there are more, the last one counts them, so that it stays small whatever was sent. */
export const MAX_SHOWN_ISSUES = 100;
/** Longest message, and longest name in a path, in UTF-16 units; what is quoted from an input may be of any length. */
const MAX_MESSAGE_LENGTH = 2_000;
const MAX_SEGMENT_LENGTH = 200;
const MAX_SHOWN_TABLES = 50;

/** Thrown when an input cannot be accepted. Carries every issue found, not only the first. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
  readonly issues: readonly InputIssue[];

  constructor(issues: readonly InputIssue[]) {
    const shown = shownOf(issues);
    super(shown.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`)).join('\n'));
    this.issues = shown;
  }

  /** The common case: one issue. */
  static at(path: readonly string[], message: string, line?: number): InvalidInput {
    return new InvalidInput([{ path, message, ...(line === undefined ? {} : { line }) }]);
  }

  /** What `read` gives; where it throws an InvalidInput, that is seen from further out: `path` is put before every path. */
  static within<Result>(path: readonly string[], read: () => Result): Result {
    try {
      return read();
    } catch (error) {
      throw seenFrom(path, error);
    }
  }

  /** `within` for what takes its time. */
  static async withinAsync<Result>(path: readonly string[], read: () => Promise<Result>): Promise<Result> {
    try {
      return await read();
    } catch (error) {
      throw seenFrom(path, error);
    }
  }

  /** The same issues, seen from further out: `prefix` is put before every path. */
  under(...prefix: readonly string[]): InvalidInput {
    return new InvalidInput(this.issues.map((issue) => ({ ...issue, path: [...prefix, ...issue.path] })));
  }
}

/** For a table that is not among those that there are. */
export function unknownTable(path: readonly string[], name: string, tables: readonly { readonly name: string }[]): InvalidInput {
  return InvalidInput.at(path, `unknown table ${JSON.stringify(name)}: expected one of ${tables.slice(0, MAX_SHOWN_TABLES).map((table) => table.name).join(', ')}`);
}

function seenFrom(path: readonly string[], error: unknown): unknown {
  return error instanceof InvalidInput ? error.under(...path) : error;
}

function shownOf(issues: readonly InputIssue[]): readonly InputIssue[] {
  const fits = issues.length <= MAX_SHOWN_ISSUES;
  const shown = issues.slice(0, fits ? MAX_SHOWN_ISSUES : MAX_SHOWN_ISSUES - 1).map(({ path, message, ...rest }) => ({ ...rest, path: path.map((name) => shortened(name, MAX_SEGMENT_LENGTH)), message: shortened(message, MAX_MESSAGE_LENGTH) }));
  return fits ? shown : [...shown, { path: [], message: `${issues.length - shown.length} more faults are not shown; mend these first` }];
}

/** Thrown when no such thing exists, or the viewer may not see it (the two are told apart by no one). */
export class NotFound extends Error {
  override readonly name = 'NotFound';

  /** The same words whether it is gone, another's or never was. They name no id: the caller knows the one that it sent. */
  static of(what: keyof typeof WAYS_ON): NotFound {
    return new NotFound(`no such ${what} is here: expected an id that the API gave you; ${WAYS_ON[what]}`);
  }
}

const WAYS_ON = {
  job: 'list your jobs with the query `jobs`',
  schema: 'list your schemas with the query `schemas`',
  model: 'list them with the query `models`, or `npm run models -- list`',
  upload: 'uploads are kept for a day, so send the file again',
} as const;

/** Thrown when a job, schema or model is in a state that does not allow what was asked. */
export class InvalidState extends Error {
  override readonly name = 'InvalidState';
}

/** Thrown when a run needs a model that is not installed; the message says how to get it. */
export class ModelUnavailable extends Error {
  override readonly name = 'ModelUnavailable';
  readonly model: string;

  constructor(model: string, message: string) {
    super(message);
    this.model = model;
  }
}

/** Thrown when a row cannot be made as planned; the run fails with this place. Not retryable: the row is pure. */
export class RowFailure extends Error {
  override readonly name = 'RowFailure';
  readonly table: string;
  readonly field: string;
  readonly rowIndex: number;

  constructor(table: string, field: string, rowIndex: number, message: string) {
    super(message);
    this.table = table;
    this.field = field;
    this.rowIndex = rowIndex;
  }
}

/** Thrown when a stated limit would be passed; the message names the limit, and what makes room under it. */
export class LimitReached extends Error {
  override readonly name = 'LimitReached';
}
