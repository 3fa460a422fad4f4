// An example of a table as CSV, from its bytes or its text to what is learned of it. Only that is kept: whoever has the model has none of its rows.
import { InvalidInput } from '../errors.ts';
import { MAX_NAME_LENGTH } from '../limits.ts';
import type { DialectHints } from './dialect.ts';
import { decodedText } from './encoding.ts';
import { SampleReader } from './sample.ts';
import { learnTable, type Learned } from './table.ts';

/** Rows to learn one table from. */
export interface CsvText extends DialectHints {
  readonly kind: 'csv';
  readonly text: string;
}

/** What was learned from a file already. */
export interface LearnedTable {
  readonly kind: 'learned';
  readonly learned: Learned;
  /** Where in the input the file was named. */
  readonly path?: readonly string[];
}

/** Where an example stands that came as a text of the input's own. */
export const CSV_PATH: readonly string[] = ['csv'];
/** File names that hold an example. */
export const CSV_FILE = /\.(?:csv|tsv)$/i;

/** Learns the table that a file is called after, in bounded memory. Throws InvalidInput, with the line of what is wrong. */
export async function learnFile(name: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, hints: DialectHints = {}): Promise<Learned> {
  const reader = new SampleReader(hints);
  for await (const text of decodedText(chunks)) reader.push(text);
  return learnTable(tableName(name), reader.end());
}

/** A dot would set a schema apart. */
function tableName(file: string): string {
  return file.replace(/\.(?:csv|tsv|txt)$/i, '').replaceAll('.', '_').slice(0, MAX_NAME_LENGTH) || 'data';
}

/** Learns a table of that name from a text. Throws InvalidInput, with the line of what is wrong. */
export function learnText(name: string, { text, ...hints }: Omit<CsvText, 'kind'>): Learned {
  if (!text.isWellFormed()) throw InvalidInput.at(['text'], 'the CSV holds halves of characters; send it as UTF-8');
  const reader = new SampleReader(hints);
  reader.push(text);
  return learnTable(name, reader.end());
}
