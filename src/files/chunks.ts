// Small tools for bytes on their way: how they are cut, and how what gives them is closed for certain.
import { Readable } from 'node:stream';
import type { Chunks } from './storage.ts';

/** Bytes of each chunk of evenChunks but the last. */
export const EVEN_CHUNK_BYTES = 256 * 1024;

/** The same bytes, cut evenly: zstd's output depends on how its input was cut, which is a storage's own affair. */
export async function* evenChunks(chunks: Chunks): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  for await (const chunk of chunks) {
    for (let first = 0; first < chunk.length; ) {
      const piece = chunk.subarray(first, first + EVEN_CHUNK_BYTES - waitingBytes);
      first += piece.length;
      waiting.push(piece);
      waitingBytes += piece.length;
      if (waitingBytes < EVEN_CHUNK_BYTES) continue;
      yield whole(waiting);
      waiting = [];
      waitingBytes = 0;
    }
  }
  if (waitingBytes > 0) yield whole(waiting);
}

function whole(pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces;
  return only !== undefined && pieces.length === 1 ? only : Buffer.concat(pieces);
}

/** Chunks as a stream that is read as they are wanted. */
export function streamOf(chunks: Chunks): Readable {
  return Readable.from(chunks, { objectMode: true });
}

/** Destroys a stream, and waits until what it reads from is closed as well: until then, a file may be open. */
export async function closeStream(stream: Readable): Promise<void> {
  stream.destroy();
  if (!stream.closed) await new Promise<void>((resolve) => stream.once('close', () => resolve()));
}
