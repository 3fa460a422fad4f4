// JSON objects, one a line: the lines of JSONL, and the items of the arrays in JSON. DECIMAL values, and integers past 2^53,
// are strings, as they are in the API: a JSON number would lose digits in most readers.
import type { Table, Value } from '../../domain/schema.ts';
import type { RowWriter } from './writer.ts';

/** One object a line, each line ended. */
export function jsonLinesWriter(table: Table): RowWriter {
  const objectOf = objectWriter(table);
  return { write: (row) => `${objectOf(row)}\n`, end: () => '' };
}

/** Items of an array, one a line, with a comma before each but the first of the section, which `opens` tells. */
export function jsonItemsWriter(table: Table, { opens }: { readonly opens: boolean }): RowWriter {
  const objectOf = objectWriter(table);
  let separator = opens ? '' : ',\n';
  return {
    write(row) {
      const text = separator + objectOf(row);
      separator = ',\n';
      return text;
    },
    end: () => '',
  };
}

function objectWriter(table: Table): (row: readonly Value[]) => string {
  const starts = table.fields.map((field, i) => `${i === 0 ? '{' : ','}${JSON.stringify(field.name)}:`);
  return (row) => {
    let text = '';
    for (let i = 0; i < starts.length; i++) text += (starts[i] ?? '') + jsonText(row[i] ?? null);
    return starts.length === 0 ? '{}' : `${text}}`;
  };
}

/** What JSON.stringify would escape, or look at twice (surrogates). */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const NEEDS_ESCAPES = /["\\\u0000-\u001f\ud800-\udfff]/;

/** JSON.stringify, but quicker for the plain strings and numbers that most values are. */
function jsonText(value: Value): string {
  if (typeof value === 'string') return NEEDS_ESCAPES.test(value) ? JSON.stringify(value) : `"${value}"`;
  if (typeof value === 'number') return Number.isFinite(value) ? `${value}` : 'null';
  if (value === null) return 'null';
  return typeof value === 'boolean' ? `${value}` : JSON.stringify(value);
}
