// A ZIP, written as a stream: entries one after another, deflated unless they are packed in themselves, sizes after the content, so no content is
// held in memory. All entries bear one given day, and no system or time zone has a say in the bytes.
import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { closeStream, streamOf } from './chunks.ts';

export interface ZipEntry {
  readonly name: string;
  /** It is compressed in itself, as a PNG is: it goes in as it is. */
  readonly isPacked?: true;
  /** The content, asked for when its turn comes. */
  chunks(): AsyncIterable<Uint8Array>;
}

/** The archive's bytes. An error of an entry's content is thrown; leaving early closes the content that is being read. */
export async function* zipped(entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>, reference: string): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable; // yazl's types name the interface only; it is a PassThrough
  const mtime = dosDay(reference);
  let reading: Readable | null = null;
  zip.on('error', (error: Error) => output.destroy(error));
  for await (const entry of entries) {
    zip.addReadStreamLazy(entry.name, { mtime, mode: 0o100644, forceDosTimestamp: true, compress: entry.isPacked !== true }, (give) => {
      // pipe(), which yazl uses, does not pass errors on.
      reading = streamOf(entry.chunks()).once('error', (error) => output.destroy(error));
      give(null, reading);
    });
  }
  zip.end();
  try {
    for await (const chunk of output) yield chunk as Uint8Array; // yazl writes Buffers only
  } finally {
    const last = reading as Readable | null; // TypeScript does not see that the callback above sets it
    if (last !== null) await closeStream(last);
  }
}

/** yazl writes the local time of a date. Noon of the reference's day in UTC, taken as local, is the same everywhere: no clock is set forward at noon. */
function dosDay(reference: string): Date {
  const instant = new Date(reference);
  return new Date(instant.getUTCFullYear(), instant.getUTCMonth(), instant.getUTCDate(), 12);
}
