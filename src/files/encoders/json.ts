// JSON objects, one a line: the lines of JSONL, and the items of the arrays in JSON. DECIMAL values, and integers past 2^53,
// are strings, as they are in the API: a JSON number would lose digits in most readers.
import type { Table, Value } from '../../domain/schema.ts';
import { marksOf, type TextBytes } from './bytes.ts';
import type { RowWriter } from './writer.ts';

/** One object a line, each line ended. */
export function jsonLinesWriter(table: Table): RowWriter {
  const writeObject = objectWriter(table);
  return {
    write(row, out) {
      writeObject(row, out);
      out.text('\n');
    },
  };
}

/** Items of an array, one a line, with a comma before each but the first of the section, which `opens` tells. */
export function jsonItemsWriter(table: Table, { opens }: { readonly opens: boolean }): RowWriter {
  const writeObject = objectWriter(table);
  let separator = opens ? '' : ',\n';
  return {
    write(row, out) {
      out.text(separator);
      writeObject(row, out);
      separator = ',\n';
    },
  };
}

function objectWriter(table: Table): RowWriter['write'] {
  const starts = table.fields.map((field, i) => `${i === 0 ? '{' : ','}${JSON.stringify(field.name)}:`);
  return (row, out) => {
    for (let i = 0; i < starts.length; i++) {
      out.text(starts[i] ?? '');
      writeValue(row[i] ?? null, out);
    }
    out.text(starts.length === 0 ? '{}' : '}');
  };
}

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
