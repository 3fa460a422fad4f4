// How a CSV file is written, found out from its beginning: what stands between fields, and whether its first line names them.
import { InvalidInput } from '../errors.ts';
import { LAYOUTS, numberOf } from './cells.ts';
import { CsvReader } from './csv-reader.ts';

/** What a caller may say of it; what is left out is found out. */
export interface DialectHints {
  readonly delimiter?: string;
  readonly header?: boolean;
}

export type Dialect = Required<DialectHints>;

/** Characters of a file that are looked at. */
export const HEAD_LENGTH = 65_536;
const HEAD_RECORDS = 200;
/** In the order in which they win where all else is equal. */
const DELIMITERS = [',', ';', '\t', '|'] as const;

/** The hints, where they can be. Throws InvalidInput, at `delimiter`, for one of another length than one character. */
export function checkedHints<Hints extends DialectHints>(hints: Hints): Hints {
  const { delimiter } = hints;
  if (delimiter === undefined || (delimiter.length === 1 && !/["\r\n\0]/.test(delimiter))) return hints;
  throw InvalidInput.at(['delimiter'], `expected a delimiter of one character that is no quote and ends no line, such as "," or ";", got ${JSON.stringify(delimiter.slice(0, 20))}; leave it out to have it found out`);
}

/** The dialect of a file by its head. `whole`: there is no more of it. Throws InvalidInput as `checkedHints` does. */
export function sniffDialect(head: string, whole: boolean, hints: DialectHints = {}): Dialect {
  const { delimiter = likeliest(head, whole), header } = checkedHints(hints);
  return { delimiter, header: header ?? looksLikeNames(recordsOf(head, whole, delimiter)[0] ?? []) };
}

/** The delimiter by which most records have the same number of fields, and more than one. */
function likeliest(head: string, whole: boolean): string {
  let best = { delimiter: DELIMITERS[0] as string, agreed: 0, fields: 1 };
  for (const delimiter of DELIMITERS) {
    const records = recordsOf(head, whole, delimiter);
    const fields = records[0]?.length ?? 1;
    const agreed = fields < 2 ? 0 : records.filter(({ length }) => length === fields).length / records.length;
    if (agreed > best.agreed + 0.05 || (agreed > 0 && agreed >= best.agreed - 0.05 && fields > best.fields)) best = { delimiter, agreed, fields };
  }
  return best.delimiter;
}

/** The head's records; as far as it can be read by that delimiter, which may be the wrong one. */
function recordsOf(head: string, whole: boolean, delimiter: string): readonly (readonly string[])[] {
  const records: (readonly string[])[] = [];
  const reader = new CsvReader(delimiter, (fields) => void (records.length < HEAD_RECORDS && records.push(fields)));
  try {
    reader.push(head);
    if (whole) reader.end();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
  }
  return records;
}

/** Names are neither numbers nor dates. */
function looksLikeNames(cells: readonly string[]): boolean {
  return cells.some((cell) => cell.trim() !== '') && cells.every((cell) => numberOf(cell, 'point') === null && LAYOUTS.every(({ read }) => read(cell) === null));
}
