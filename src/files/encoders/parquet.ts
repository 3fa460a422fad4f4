// Parquet in parts: a part is row groups, each whole and behind a head that says how long it is and what the file's footer tells of it. So parts are
// written anywhere, and joining copies them one after another and moves their offsets, which count from the start of the file.
import { deserialize, serialize } from 'node:v8';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';
import type { Table, Value } from '../../domain/schema.ts';
import type { Compression } from '../request.ts';
import type { Chunks } from '../storage.ts';
import { parquetSchema, parquetValues, type ParquetValue } from './parquet-columns.ts';

type RowGroup = ParquetWriter['row_groups'][number];

/** Bytes of values, about, after which a row group ends: what is held in memory. A part of ordinary rows is one group. Changing it changes the bytes of outputs. */
const GROUP_BYTES = 16 * 1024 * 1024;
/** What a value of one size is reckoned at. */
const VALUE_BYTES = 8;
const MAGIC = Buffer.from('PAR1');
/** In front of a row group: the bytes of what is told of it, then its own. */
const HEAD_BYTES = 8;

const CODECS = { NONE: 'UNCOMPRESSED', GZIP: 'GZIP', ZSTD: 'ZSTD' } as const;
/** Each page is compressed by itself, by the libraries of Node at their own levels. */
const COMPRESSORS = { GZIP: (bytes: Uint8Array) => gzipSync(bytes), ZSTD: (bytes: Uint8Array) => zstdCompressSync(bytes) };

/** The rows of a part, as row groups with their heads. */
export function* parquetGroups(rows: Iterable<readonly Value[]>, table: Table, compression: Compression): Generator<Uint8Array> {
  const schema = parquetSchema(table).map(asEncoded);
  const values = parquetValues(table);
  const empty = (): ParquetValue[][] => values.map(() => []);
  let columns = empty();
  let bytes = 0;
  for (const row of rows) {
    values.forEach((valueOf, index) => {
      const value = valueOf(row[index] ?? null);
      columns[index]?.push(value);
      bytes += typeof value === 'string' || value instanceof Uint8Array ? VALUE_BYTES + value.length : VALUE_BYTES;
    });
    if (bytes < GROUP_BYTES) continue;
    yield* groupWithHead(columns, schema, compression);
    columns = empty();
    bytes = 0;
  }
  if (bytes > 0) yield* groupWithHead(columns, schema, compression);
}

/** JSON is text already: where the writer knows it for JSON, it would write it as JSON once more. The footer has its name. */
function asEncoded({ converted_type, ...element }: SchemaElement): SchemaElement {
  return converted_type === undefined || converted_type === 'JSON' ? element : { ...element, converted_type };
}

function* groupWithHead(columns: readonly ParquetValue[][], schema: SchemaElement[], compression: Compression): Generator<Uint8Array> {
  const writer = new ByteWriter();
  const file = new ParquetWriter({ writer, schema, codec: CODECS[compression], compressors: COMPRESSORS });
  const columnData = columns.map((data, index) => ({ name: schema[index + 1]?.name ?? '', data, offsetIndex: false })); // behind the root
  void file.write({ columnData, rowGroupSize: columns[0]?.length ?? 0 }); // only a writer that flushes has one wait
  const group = writer.getBytes().subarray(MAGIC.length);
  const told = serialize(file.row_groups[0]);
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(told.length, 0);
  head.writeUInt32LE(group.length, 4);
  yield head;
  yield told;
  yield group;
}

/** The file of a schema from the parts of its rows, in order. */
export async function* parquetFile(schema: readonly SchemaElement[], parts: Chunks): AsyncGenerator<Uint8Array> {
  const groups: RowGroup[] = [];
  let offset = MAGIC.length;
  let rows = 0n;
  yield MAGIC;
  for await (const { told, group } of groupsIn(parts)) {
    groups.push(moved(told, offset - MAGIC.length));
    offset += group.length;
    rows += told.num_rows;
    yield group;
  }
  const footer = new ByteWriter();
  // metadata_length is what a reader finds out; nothing writes it.
  writeMetadata(footer, { version: 2, created_by: 'verisim', schema: [...schema], num_rows: rows, row_groups: groups, metadata_length: 0 });
  yield footer.getBytes();
  yield MAGIC;
}

/** The same group, so many bytes further on. */
function moved(group: RowGroup, by: number): RowGroup {
  const far = BigInt(by);
  return {
    ...group,
    columns: group.columns.map(({ meta_data, file_offset, ...column }) => ({
      ...column,
      file_offset: file_offset + far,
      ...(meta_data === undefined ? {} : { meta_data: { ...meta_data, data_page_offset: meta_data.data_page_offset + far, ...(meta_data.dictionary_page_offset === undefined ? {} : { dictionary_page_offset: meta_data.dictionary_page_offset + far }) } }),
    })),
  };
}

async function* groupsIn(parts: Chunks): AsyncGenerator<{ readonly told: RowGroup; readonly group: Uint8Array }> {
  let pieces: Buffer[] = [];
  let held = 0;
  let wanted = HEAD_BYTES;
  for await (const chunk of parts) {
    pieces.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));
    held += chunk.length;
    if (held < wanted) continue;
    let whole = Buffer.concat(pieces);
    for (wanted = bytesWithHead(whole); wanted <= whole.length; wanted = bytesWithHead(whole)) {
      const start = HEAD_BYTES + whole.readUInt32LE(0);
      yield { told: deserialize(whole.subarray(HEAD_BYTES, start)) as RowGroup, group: whole.subarray(start, wanted) }; // as groupWithHead wrote it
      whole = whole.subarray(wanted);
    }
    pieces = [whole];
    held = whole.length;
  }
  if (held > 0) throw new Error(`a part of a Parquet file ends early: expected ${wanted} bytes of a row group, got ${held}`);
}

function bytesWithHead(bytes: Buffer): number {
  return bytes.length < HEAD_BYTES ? HEAD_BYTES : HEAD_BYTES + bytes.readUInt32LE(0) + bytes.readUInt32LE(4);
}
