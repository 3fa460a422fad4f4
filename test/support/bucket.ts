// Storage as a bucket keeps it, for the tests: one flat map of whole objects. Nothing is appended to, there are no
// folders, listings go by prefix and page by page, and an object is seen only once its upload has ended.
import { NotFound } from '../../src/domain/errors.ts';
import { type ByteRange, type Chunks, emptiedPrefix, folderPrefix, nameSegments, type Storage } from '../../src/files/storage.ts';

const PAGE_SIZE = 3;
const READ_BYTES = 1000;

export class Bucket implements Storage {
  readonly #objects = new Map<string, Buffer>();

  async put(name: string, chunks: Chunks): Promise<number> {
    const key = nameSegments(name).join('/');
    const parts: Buffer[] = [];
    for await (const chunk of chunks) {
      parts.push(Buffer.from(chunk));
    }
    const body = Buffer.concat(parts);
    this.#objects.set(key, body);
    return body.length;
  }

  async move(from: string, to: string): Promise<void> {
    const body = this.#objects.get(nameSegments(from).join('/'));
    if (body === undefined) throw new NotFound(`${from} is not in storage`);
    this.#objects.set(nameSegments(to).join('/'), body);
    if (from !== to) this.#objects.delete(nameSegments(from).join('/'));
  }

  async *get(name: string, range?: ByteRange): AsyncGenerator<Uint8Array> {
    const body = this.#objects.get(nameSegments(name).join('/'));
    if (body === undefined) throw new NotFound(`${name} is not in storage`);
    const last = Math.min(range?.last ?? body.length, body.length);
    for (let first = range?.first ?? 0; first < last; first += READ_BYTES) yield body.subarray(first, Math.min(first + READ_BYTES, last));
  }

  async size(name: string): Promise<number | null> {
    return this.#objects.get(nameSegments(name).join('/'))?.length ?? null;
  }

  async *list(folder: string): AsyncGenerator<{ readonly name: string; readonly bytes: number }> {
    const prefix = folderPrefix(folder);
    for (let after = '', more = true; more; ) {
      const page = [...this.#objects].filter(([name]) => name.startsWith(prefix) && name > after).sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, PAGE_SIZE);
      for (const [name, body] of page) yield { name, bytes: body.length };
      after = page.at(-1)?.[0] ?? after;
      more = page.length === PAGE_SIZE;
    }
  }

  async delete(name: string): Promise<void> {
    this.#objects.delete(nameSegments(name).join('/'));
  }

  async deleteAll(folder: string): Promise<void> {
    const prefix = emptiedPrefix(folder);
    for (const name of this.#objects.keys()) if (name.startsWith(prefix)) this.#objects.delete(name);
  }

  async sweep(): Promise<number> {
    return 0;
  }

  async free(): Promise<number | null> {
    return null;
  }
}
