// What every encoder is: a writer of one part's rows, row by row, as text; and the way from rows to chunks of bytes.
// A writer is made anew for each part and keeps no more than its place in it, so parts may be written anywhere.
import type { Value } from '../../domain/schema.ts';
import { TextBytes } from './bytes.ts';

export interface RowWriter {
  /** Writes the next row, with whatever separates it from the one before. Values are in the order of the fields. */
  write(row: readonly Value[], out: TextBytes): void;
  /** Writes what comes after the last row of the part; left out: nothing. */
  end?(out: TextBytes): void;
}

/** The rows' bytes in UTF-8, in chunks. Where they are cut has no bearing on the bytes. */
export function* encodeRows(rows: Iterable<readonly Value[]>, writer: RowWriter): Generator<Uint8Array> {
  const out = new TextBytes();
  for (const row of rows) {
    writer.write(row, out);
    if (out.isFull) yield out.take();
  }
  writer.end?.(out);
  const last = out.take();
  if (last.length > 0) yield last;
}
