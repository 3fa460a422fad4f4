// How an output is asked for: a format, and how it is written. Checked once, with every default filled in, before anything is laid out.
import { isDeepStrictEqual } from 'node:util';
import { InvalidInput, type InputIssue } from '../domain/errors.ts';
import { SQL_DIALECTS, type SqlDialect } from '../domain/sql-dialects.ts';

export type OutputFormat = 'JSON' | 'JSONL' | 'CSV' | 'SQL' | 'PARQUET' | 'ZIP' | 'CHAT_JSONL' | 'COCO';
export type Compression = 'NONE' | 'GZIP' | 'ZSTD';

export interface CsvOptions {
  /** One character; not a quote or the end of a line. */
  readonly delimiter: string;
  /** Whether the first line names the fields. */
  readonly header: boolean;
  /** What stands for null. A value that is the same text is put in quotes, so the two stay apart. */
  readonly nullText: string;
  /** NEEDED: quotes stand round what would be read otherwise without them. ALWAYS: round every name and every value but null. */
  readonly quoting: 'NEEDED' | 'ALWAYS';
  readonly lineEnd: 'CRLF' | 'LF';
  /** U+FEFF in front, by which Excel knows UTF-8. */
  readonly byteOrderMark: boolean;
}

export interface JsonOptions {
  /** Whether fields that are null are written; else they are left out of their objects. */
  readonly nulls: boolean;
  /** How DECIMAL values, and integers past 2^53, are written: STRING keeps their digits in every reader, NUMBER in those that read them. */
  readonly decimals: 'STRING' | 'NUMBER';
}

export interface SqlOptions {
  readonly dialect: SqlDialect;
  /** Rows that one INSERT carries: 1 to MAX_ROWS_PER_INSERT, and for SQLSERVER to its own MAX_SQLSERVER_ROWS. */
  readonly rowsPerInsert: number;
}

export interface OutputRequest {
  readonly format: OutputFormat;
  readonly compression: Compression;
  readonly csv?: CsvOptions;
  readonly json?: JsonOptions;
  readonly sql?: SqlOptions;
}

/** The same with nothing left out: what a layout keeps. */
export interface CompleteRequest extends OutputRequest {
  readonly csv: CsvOptions;
  readonly json: JsonOptions;
  readonly sql: SqlOptions;
}

export const DEFAULT_CSV: CsvOptions = { delimiter: ',', header: true, nullText: '', quoting: 'NEEDED', lineEnd: 'CRLF', byteOrderMark: false };
export const DEFAULT_JSON: JsonOptions = { nulls: true, decimals: 'STRING' };
export const DEFAULT_SQL: SqlOptions = { dialect: 'POSTGRESQL', rowsPerInsert: 500 };
export const MAX_ROWS_PER_INSERT = 10_000;
/** More rows in one VALUES are an error of SQL Server. */
export const MAX_SQLSERVER_ROWS = 1_000;
export const MAX_NULL_TEXT_LENGTH = 100;

/** Fills in the defaults. Throws InvalidInput, with a path from the request's root, for what cannot be written. */
export function completeRequest(request: OutputRequest): CompleteRequest {
  const csv = request.csv ?? DEFAULT_CSV;
  const sql = request.sql ?? DEFAULT_SQL;
  const issues: InputIssue[] = [];
  if (request.format === 'ZIP' && request.compression !== 'NONE') {
    issues.push({ path: ['compression'], message: `a ZIP is compressed already: expected NONE, got ${request.compression}` });
  }
  const complete = { format: request.format, compression: request.compression, csv, json: request.json ?? DEFAULT_JSON, sql };
  issues.push(...csvIssues(csv), ...sqlIssues(sql), ...strayIssues(complete));
  if (issues.length > 0) throw new InvalidInput(issues);
  return complete;
}

/** Options that the format has no use for: whoever gave them expects them to be kept to. Those that say what is so anyway are let pass, as a run's history has them all. */
function strayIssues(request: CompleteRequest): readonly InputIssue[] {
  const stray = (options: 'csv' | 'json' | 'sql', usual: object, formats: readonly OutputFormat[]): readonly InputIssue[] =>
    formats.includes(request.format) || isDeepStrictEqual(request[options], usual) ? [] : [{ path: [options], message: `expected options of ${options} for ${formats.join(' or ')} alone, got some for ${request.format}: leave them out` }];
  return [...stray('csv', DEFAULT_CSV, ['CSV', 'ZIP']), ...stray('json', DEFAULT_JSON, ['JSON', 'JSONL']), ...stray('sql', DEFAULT_SQL, ['SQL'])];
}

function csvIssues(csv: CsvOptions): readonly InputIssue[] {
  const issues: InputIssue[] = [];
  if ([...csv.delimiter].length !== 1 || /[\p{Cc}\p{Cs}"]/u.test(csv.delimiter.replace('\t', ''))) {
    issues.push({ path: ['csv', 'delimiter'], message: `expected one character such as , ; | or a tab (no quote, no end of line), got ${JSON.stringify(csv.delimiter.slice(0, 20))}` });
  }
  if (csv.nullText.length > MAX_NULL_TEXT_LENGTH || /["\r\n]/.test(csv.nullText) || (csv.delimiter !== '' && csv.nullText.includes(csv.delimiter))) {
    issues.push({
      path: ['csv', 'nullText'],
      message: `expected at most ${MAX_NULL_TEXT_LENGTH} characters without quotes, ends of lines or the delimiter, got ${csv.nullText.length}: ${JSON.stringify(csv.nullText.slice(0, 20))}`,
    });
  }
  return issues;
}

function sqlIssues(sql: SqlOptions): readonly InputIssue[] {
  const issues: InputIssue[] = [];
  if (!SQL_DIALECTS.includes(sql.dialect)) issues.push({ path: ['sql', 'dialect'], message: `expected one of ${SQL_DIALECTS.join(', ')}, got ${String(sql.dialect)}` });
  const most = sql.dialect === 'SQLSERVER' ? MAX_SQLSERVER_ROWS : MAX_ROWS_PER_INSERT;
  if (!Number.isInteger(sql.rowsPerInsert) || sql.rowsPerInsert < 1 || sql.rowsPerInsert > most) {
    issues.push({ path: ['sql', 'rowsPerInsert'], message: `expected a whole number from 1 to ${most}${sql.dialect === 'SQLSERVER' ? ', the most that SQL Server takes' : ''}, got ${sql.rowsPerInsert}` });
  }
  return issues;
}
