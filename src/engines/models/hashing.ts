// Hashes of files of gigabytes: piece by piece, so that the event loop goes on between two.
import { createHash, type Hash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';

const PIECE_BYTES = 1024 * 1024;

export interface HashOptions {
  /** Ends it between two pieces; it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** SHA-256 of the whole file, in lower-case hexadecimal. */
export async function hashFile(path: string, options: HashOptions = {}): Promise<string> {
  await using file = await open(path, 'r');
  const hash = createHash('sha256');
  await hashInto(hash, file, options);
  return hash.digest('hex');
}

/** The name that git has for the file's bytes: SHA-1 of a header and them, in lower-case hexadecimal. Hubs tell it of small files, which lie in git itself. */
export async function gitHashOf(path: string, options: HashOptions = {}): Promise<string> {
  await using file = await open(path, 'r');
  const { size } = await file.stat();
  const hash = createHash('sha1').update(`blob ${size}\0`);
  await hashInto(hash, file, options);
  return hash.digest('hex');
}

/** Adds the whole file to the hash; answers its bytes. */
export async function hashInto(hash: Hash, file: FileHandle, { signal, onProgress }: HashOptions = {}): Promise<number> {
  const { size } = await file.stat();
  const piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
  let done = 0;
  for (;;) {
    signal?.throwIfAborted();
    const { bytesRead } = await file.read(piece, 0, PIECE_BYTES, done);
    if (bytesRead === 0) return done;
    hash.update(piece.subarray(0, bytesRead));
    done += bytesRead;
    onProgress?.(done, size);
  }
}
