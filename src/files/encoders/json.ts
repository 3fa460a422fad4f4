// JSON objects, one a line: the lines of JSONL, and the items of the arrays in JSON. DECIMAL values, and integers past 2^53,
// are strings, as they are in the API, unless numbers are asked for: a JSON number would lose digits in most readers.
import type { Table, Value } from '../../domain/schema.ts';
import { DEFAULT_JSON, type JsonOptions } from '../request.ts';
import { marksOf, type TextBytes } from './bytes.ts';
import type { RowWriter } from './writer.ts';

/** One object a line, each line ended. */
export function jsonLinesWriter(table: Table, json?: JsonOptions): RowWriter {
  const writeObject = objectWriter(table, json);
  return {
    write(row, out) {
      writeObject(row, out);
      out.text('\n');
    },
  };
}

/** Items of an array, one a line, with a comma before each but the first of the section, which `opens` tells. */
export function jsonItemsWriter(table: Table, { opens, json }: { readonly opens: boolean; readonly json?: JsonOptions }): RowWriter {
  const writeObject = objectWriter(table, json);
  let separator = opens ? '' : ',\n';
  return {
    write(row, out) {
      out.text(separator);
      writeObject(row, out);
      separator = ',\n';
    },
  };
}

function objectWriter(table: Table, { nulls, decimals } = DEFAULT_JSON): RowWriter['write'] {
  const firsts = table.fields.map((field) => `{${JSON.stringify(field.name)}:`);
  const others = table.fields.map((field) => `,${JSON.stringify(field.name)}:`);
  const isNumber = table.fields.map(({ type }) => decimals === 'NUMBER' && (type === 'DECIMAL' || type === 'INTEGER'));
  return (row, out) => {
    let starts = firsts;
    for (let i = 0; i < firsts.length; i++) {
      const value = row[i] ?? null;
      if (value === null && !nulls) continue;
      out.text(starts[i] ?? '');
      if (isNumber[i] === true && typeof value === 'string' && NUMBER_TEXT.test(value)) out.text(value);
      else writeValue(value, out);
      starts = others;
    }
    out.text(starts === firsts ? '{}' : '}');
  };
}

const NUMBER_TEXT = /^-?\d+(?:\.\d+)?$/;

/** What JSON.stringify would escape. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const ESCAPED = marksOf(/["\\\u0000-\u001f]/);

/** As JSON.stringify would, but quicker for the plain strings and numbers that most values are. */
function writeValue(value: Value, out: TextBytes): void {
  if (typeof value === 'string') {
    out.text('"');
    if (out.plain(value, ESCAPED)) out.text('"');
    else out.text(JSON.stringify(value).slice(1));
  } else if (typeof value === 'number' && Number.isFinite(value)) out.number(value);
  else out.text(JSON.stringify(value));
}
