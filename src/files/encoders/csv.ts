// CSV by RFC 4180: lines end in CRLF unless LF is asked for, a value with a delimiter, quote or end of line is put in quotes, and quotes are doubled.
// Values are written as they are: a text that starts with = or @ is not changed, so open files of unknown origin as text.
import type { Table } from '../../domain/schema.ts';
import type { CsvOptions } from '../request.ts';
import { marksOf } from './bytes.ts';
import type { RowWriter } from './writer.ts';

/** What comes before the rows: the mark, and the line that names the fields; '' where neither is wanted. */
export function csvStart(table: Table, options: CsvOptions): string {
  const quoteIfNeeded = quoter(options);
  const header = options.header ? table.fields.map((field) => quoteIfNeeded(field.name)).join(options.delimiter) + lineEndOf(options) : '';
  return (options.byteOrderMark ? '\uFEFF' : '') + header;
}

/**
 * Null is written as `nullText` without quotes; a value of that same text is put in quotes (so with the default, "" is an empty
 * text and nothing at all is null). JSON is written compactly, booleans as true and false.
 */
export function csvWriter(table: Table, options: CsvOptions): RowWriter {
  const { delimiter, nullText } = options;
  const quoteIfNeeded = quoter(options);
  const isJson = table.fields.map((field) => field.type === 'JSON');
  const marks = marksOf(quotedCharacters(options));
  const quotesAsNeeded = options.quoting !== 'ALWAYS';
  const areNumbersPlain = quotesAsNeeded && !NUMBER_CHARACTER.test(delimiter) && !NUMBER_CHARACTER.test(nullText);
  const lineEnd = lineEndOf(options);
  const count = table.fields.length;

  return {
    write(row, out) {
      for (let i = 0; i < count; i++) {
        if (i > 0) out.text(delimiter);
        const value = row[i] ?? null;
        if (value === null) out.text(nullText);
        else if (areNumbersPlain && typeof value === 'number') out.number(value);
        else {
          const text = isJson[i] === true || typeof value === 'object' ? JSON.stringify(value) : String(value);
          if (text === nullText || !quotesAsNeeded || !out.plain(text, marks)) out.text(quoteIfNeeded(text));
        }
      }
      out.text(lineEnd);
    },
  };
}

/** What a number may be written with; texts of other types are looked at one by one, which costs next to nothing. */
const NUMBER_CHARACTER = /[0-9A-Za-z+\-.]/;

function quoter(options: CsvOptions): (text: string) => string {
  const needsQuotes = options.quoting === 'ALWAYS' ? /^/ : quotedCharacters(options);
  return (text) => (text === options.nullText || needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
}

function lineEndOf({ lineEnd }: CsvOptions): string {
  return lineEnd === 'LF' ? '\n' : '\r\n';
}

function quotedCharacters({ delimiter }: CsvOptions): RegExp {
  return new RegExp(`["\\r\\n${delimiter.replace(/[\\\]^-]/, '\\$&')}]`, 'u');
}
