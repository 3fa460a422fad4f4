// A file that is being pulled: it grows at its end, and its hash with it.
import { createHash, type Hash } from 'node:crypto';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hashInto, type HashOptions } from './hashing.ts';

/** The bytes that are here, with their hash so far. */
export class Part implements AsyncDisposable {
  readonly #file: FileHandle;
  #hash: Hash;
  #bytes: number;

  private constructor(file: FileHandle, hash: Hash, bytes: number) {
    this.#file = file;
    this.#hash = hash;
    this.#bytes = bytes;
  }

  /** Reads what an earlier pull has left. */
  static async open(path: string, options: HashOptions): Promise<Part> {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, 'a+');
    try {
      const hash = createHash('sha256');
      return new Part(file, hash, await hashInto(hash, file, options));
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  get bytes(): number {
    return this.#bytes;
  }

  async append(chunk: Uint8Array): Promise<void> {
    await this.#file.appendFile(chunk);
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
  }

  async empty(): Promise<void> {
    await this.#file.truncate(0);
    this.#hash = createHash('sha256');
    this.#bytes = 0;
  }

  /** Of all bytes; nothing can be appended after it. */
  hash(): string {
    return this.#hash.digest('hex');
  }

  /** What was appended is on the disk by then. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.sync();
    await this.#file.close();
  }
}
