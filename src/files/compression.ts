// Compression of a whole file as one gzip member or one zstd frame. More would be allowed, and parts could then be compressed side by
// side, but common readers (node:zlib and pandas for zstd, browsers for gzip) stop after the first, without a word.
// The bytes follow from the content alone: no time, no name and no system stands in them.
import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip, createZstdCompress } from 'node:zlib';
import { closeStream, streamOf } from './chunks.ts';
import type { Compression } from './request.ts';
import type { Chunks } from './storage.ts';

/** zlib's own default: slower levels gain little on rows. */
const GZIP_LEVEL = 6;
const ZSTD_LEVEL = 3;
const OUTPUT_CHUNK_BYTES = 64 * 1024;

/** The chunks, compressed; just as they are for NONE. An error of the source is thrown; leaving early closes it. */
export async function* compressed(chunks: Chunks, compression: Compression): AsyncGenerator<Uint8Array> {
  switch (compression) {
    case 'NONE':
      yield* chunks;
      return;
    case 'GZIP':
      yield* withoutSystem(through(chunks, createGzip({ level: GZIP_LEVEL, chunkSize: OUTPUT_CHUNK_BYTES })));
      return;
    case 'ZSTD':
      yield* through(chunks, createZstdCompress({ chunkSize: OUTPUT_CHUNK_BYTES, params: { [constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL } }));
      return;
    default:
      compression satisfies never;
  }
}

async function* through(chunks: Chunks, transform: Transform): AsyncGenerator<Uint8Array> {
  const source = streamOf(chunks);
  const feeding = pipeline(source, transform);
  // An error destroys the transform, whose reader below meets it; without this it would count as unhandled as well.
  feeding.catch(() => undefined);
  try {
    for await (const chunk of transform) yield chunk as Uint8Array; // a zlib stream gives Buffers
    await feeding;
  } finally {
    await closeStream(source);
  }
}

/** Byte 9 of a gzip header tells the system that wrote it; RFC 1952 has 255 for "unknown". */
const GZIP_SYSTEM_BYTE = 9;
const GZIP_UNKNOWN_SYSTEM = 255;

async function* withoutSystem(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let position = 0;
  for await (const chunk of chunks) {
    const offset = GZIP_SYSTEM_BYTE - position;
    if (offset >= 0 && offset < chunk.length) chunk[offset] = GZIP_UNKNOWN_SYSTEM;
    position += chunk.length;
    yield chunk;
  }
}
