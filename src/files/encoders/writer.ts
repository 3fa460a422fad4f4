// What every encoder is: a writer of one part's rows, row by row, as text; and the way from such texts to chunks of bytes.
// A writer is made anew for each part and keeps no more than its place in it, so parts may be written anywhere.
import type { Value } from '../../domain/schema.ts';

export interface RowWriter {
  /** The text of the next row, with whatever separates it from the one before. Values are in the order of the fields. */
  write(row: readonly Value[]): string;
  /** What comes after the last row of the part. */
  end(): string;
}

/** UTF-16 units of text in a chunk, about: large enough that calls cost nothing, small enough that many fit in memory. */
const CHUNK_LENGTH = 128 * 1024;

/** The rows' bytes in UTF-8, in chunks. Where they are cut has no bearing on the bytes. */
export function* encodeRows(rows: Iterable<readonly Value[]>, writer: RowWriter): Generator<Uint8Array> {
  let text = '';
  for (const row of rows) {
    text += writer.write(row);
    if (text.length < CHUNK_LENGTH) continue;
    yield Buffer.from(text, 'utf8');
    text = '';
  }
  text += writer.end();
  if (text !== '') yield Buffer.from(text, 'utf8');
}
