// Where bytes live: one small interface that a local folder and a bucket can both keep. Nothing is appended to or
// changed by it; a name is there with all its bytes, or not at all. Names are checked here, so none can leave the folder.
import { createHash, type Hash } from 'node:crypto';
import { InvalidInput } from '../domain/errors.ts';

/** Bytes of one put, as they come. */
export type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** A name's bytes, for whoever reads them elsewhere. */
export interface Stored {
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** Bytes from `first` up to, but without, `last`; what lies past the end is left out. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

export interface GetOptions {
  /** Each chunk's bytes are good until the next is asked for: for whoever keeps none, so that a large file passes through one piece of memory. Default: false. */
  readonly reuse?: boolean;
}

export interface Storage {
  /**
   * Keeps the bytes under the name, whole or not at all; what was there before is replaced whole, while its readers go on with it.
   * A chunk is done with before the next is asked for. Answers how many bytes. Errors: StorageFull, or whatever the chunks throw.
   */
  put(name: string, chunks: Chunks): Promise<number>;
  /** Gives the bytes of one name another, whole, replacing what was there: quick, whatever their number. Throws NotFound where the name is not there, StorageFull. */
  move(from: string, to: string): Promise<void>;
  /** The bytes, or a range of them, as they are wanted. The first step throws NotFound where the name is not there. */
  get(name: string, range?: ByteRange, options?: GetOptions): AsyncIterable<Uint8Array>;
  /** Size in bytes; null where the name is not there. */
  size(name: string): Promise<number | null>;
  /** All names inside a folder, at any depth, in the order of their characters; '' is the whole storage. */
  list(folder: string): AsyncIterable<{ readonly name: string; readonly bytes: number }>;
  /** Removes one name; one that is not there is no error. */
  delete(name: string): Promise<void>;
  /** Removes all names inside a folder; '' is refused. */
  deleteAll(folder: string): Promise<void>;
  /** Removes what a crash left half-written, but nothing that was written to lately. Answers how many. */
  sweep(now: Date): Promise<number>;
  /** Bytes that can still be written; null where that is not known. */
  free(): Promise<number | null>;
}

/** Puts the bytes under the name, and hashes them on the way. */
export async function putHashed(storage: Pick<Storage, 'put'>, name: string, chunks: Chunks): Promise<Stored> {
  const hash = createHash('sha256');
  const bytes = await storage.put(name, hashing(chunks, hash));
  return { bytes, sha256: hash.digest('hex') };
}

async function* hashing(chunks: Chunks, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

/** Thrown when the disk (or the floor kept free on it) leaves no room. Retryable: the same put works once there is room. */
export class StorageFull extends Error {
  override readonly name = 'StorageFull';
  /** Null where it is not known. */
  readonly freeBytes: number | null;
  readonly floorBytes: number;

  constructor(subject: string, space: { readonly freeBytes: number | null; readonly floorBytes: number; readonly cause?: unknown }) {
    const free = space.freeBytes === null ? 'no bytes' : `${space.freeBytes} bytes`;
    super(`no room for ${subject}: expected more than ${space.floorBytes} bytes free on its disk, got ${free}; remove old runs or other files, and the run goes on by itself`, {
      cause: space.cause,
    });
    this.freeBytes = space.freeBytes;
    this.floorBytes = space.floorBytes;
  }
}

/** Most characters of a whole name, and bytes of one segment: what every common file system takes. */
export const MAX_NAME_LENGTH = 900;
export const MAX_SEGMENT_BYTES = 200;

/** Control characters, and what Windows or a shell would read something into. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const FORBIDDEN_CHARACTERS = /[\u0000-\u001f\u007f\\:*?"<>|]/;
/** Device names of Windows, with any ending. */
const RESERVED_SEGMENT = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

/** Says what is wrong with one segment of a name; null when nothing is. */
export function segmentFault(segment: string): string | null {
  if (segment === '') return 'has an empty segment';
  if (segment.startsWith('.')) return 'has a segment that starts with a dot';
  if (segment.endsWith('.') || segment.endsWith(' ')) return 'has a segment that ends with a dot or a space';
  if (FORBIDDEN_CHARACTERS.test(segment)) return 'has a control character or one of \\ : * ? " < > |';
  if (!segment.isWellFormed()) return 'has half of a surrogate pair';
  if (RESERVED_SEGMENT.test(segment)) return 'has a segment that is a device name on Windows';
  if (Buffer.byteLength(segment) > MAX_SEGMENT_BYTES) return `has a segment of more than ${MAX_SEGMENT_BYTES} bytes`;
  return null;
}

/** The segments of a name; throws InvalidInput for one that could leave the storage or that some file system would not take. */
export function nameSegments(name: string): readonly string[] {
  const segments = name.split('/');
  const fault = name.length > MAX_NAME_LENGTH ? `has more than ${MAX_NAME_LENGTH} characters` : (segments.map(segmentFault).find((found) => found !== null) ?? null);
  if (fault !== null) {
    throw InvalidInput.at(['name'], `${JSON.stringify(name.slice(0, 100))} ${fault}; expected names such as runs/data.json, made of plain segments`);
  }
  return segments;
}

/** What every name inside the folder starts with: `a/b` and `a/b/` give `a/b/`, and '' gives ''. Throws InvalidInput as names do. */
export function folderPrefix(folder: string): string {
  const plain = folder.endsWith('/') ? folder.slice(0, -1) : folder;
  return folder === '' ? '' : `${nameSegments(plain).join('/')}/`;
}

/** The same for a folder that is to be emptied, where '' would mean everything. */
export function emptiedPrefix(folder: string): string {
  if (folder === '') throw InvalidInput.at(['folder'], 'is empty, which would remove everything; expected the name of one folder');
  return folderPrefix(folder);
}
