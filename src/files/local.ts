// Storage in a local folder. A put writes a file of its own under `.incoming`, syncs it, and moves it to its name in one
// step, so a crash leaves either nothing or all of it. Dot-folders (the embedded database lives in one) are out of reach.
import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, rmdir, stat, unlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { NotFound } from '../domain/errors.ts';
import { freeBytes, isCode, syncFolder } from '../lib/disk.ts';
import { type ByteRange, type Chunks, emptiedPrefix, folderPrefix, type GetOptions, nameSegments, type Storage, StorageFull } from './storage.ts';

export interface LocalStorageOptions {
  /** Bytes that stay free on the disk: a put that would go below them is refused. Default: DEFAULT_FLOOR_BYTES. */
  readonly floorBytes?: number;
}

export const DEFAULT_FLOOR_BYTES = 256 * 1024 * 1024;

/** What a crash left half-written is removed once nothing was written to it for this long. */
export const ABANDONED_AFTER_MS = 60 * 60 * 1000;

const INCOMING_FOLDER = '.incoming';
const READ_BYTES = 128 * 1024;
/** Free space is asked for again after this many bytes: often enough to stop well above the floor. */
const SPACE_CHECK_BYTES = 64 * 1024 * 1024;
/** A folder may be removed by a delete between making it and moving a file into it; each try makes it anew. */
const MOVE_ATTEMPTS = 5;

/** Storage inside `folder`, which is made when it is first written to. Holds nothing open: every thread may have one of its own. */
export function localStorage(folder: string, options: LocalStorageOptions = {}): LocalStorage {
  return new LocalStorage(resolve(folder), options.floorBytes ?? DEFAULT_FLOOR_BYTES);
}

class LocalStorage implements Storage {
  readonly #folder: string;
  readonly #floorBytes: number;

  constructor(folder: string, floorBytes: number) {
    this.#folder = folder;
    this.#floorBytes = floorBytes;
  }

  async put(name: string, chunks: Chunks): Promise<number> {
    const target = this.#pathOf(name);
    const incoming = join(this.#folder, INCOMING_FOLDER, randomUUID());
    try {
      await this.#requireSpace(name);
      await mkdir(dirname(incoming), { recursive: true });
      const bytes = await this.#write({ name, path: incoming }, chunks);
      await moveInto(incoming, target);
      return bytes;
    } catch (error) {
      await rm(incoming, { force: true });
      throw await this.#named(name, error);
    }
  }

  async move(from: string, to: string): Promise<void> {
    const [source, target] = [this.#pathOf(from), this.#pathOf(to)];
    try {
      // Told before folders are made for it.
      if ((await statOf(source))?.isFile() !== true) throw missing(from);
      await moveInto(source, target);
    } catch (error) {
      throw await this.#named(to, error);
    }
    await this.#removeEmptyFolders(dirname(source));
  }

  async *get(name: string, range?: ByteRange, { reuse = false }: GetOptions = {}): AsyncGenerator<Uint8Array> {
    await using handle = await this.#openToRead(name);
    const { size } = await handle.stat();
    const last = Math.min(range?.last ?? size, size);
    let position = range?.first ?? 0;
    let buffer: Buffer | undefined;
    while (position < last) {
      // A buffer of its own for each chunk, unless that is not asked for: the reader may keep it while the next is read.
      buffer = reuse && buffer !== undefined ? buffer : Buffer.allocUnsafeSlow(Math.min(READ_BYTES, last - position));
      const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, last - position), position);
      if (bytesRead === 0) return;
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }

  async size(name: string): Promise<number | null> {
    const found = await statOf(this.#pathOf(name));
    return found?.isFile() === true ? found.size : null;
  }

  async *list(folder: string): AsyncGenerator<{ readonly name: string; readonly bytes: number }> {
    yield* this.#listInside(folderPrefix(folder));
  }

  async delete(name: string): Promise<void> {
    const path = this.#pathOf(name);
    try {
      await unlink(path);
    } catch (error) {
      if (isCode(error, 'ENOENT', 'ENOTDIR')) return;
      // A folder is no name of ours: there is nothing to delete. macOS and Windows say EPERM.
      if ((await statOf(path))?.isDirectory() === true) return;
      throw error;
    }
    await this.#removeEmptyFolders(dirname(path));
  }

  async deleteAll(folder: string): Promise<void> {
    const path = join(this.#folder, emptiedPrefix(folder));
    if ((await statOf(path))?.isDirectory() !== true) return;
    await rm(path, { recursive: true, force: true, maxRetries: 3 });
    await this.#removeEmptyFolders(dirname(path));
  }

  free(): Promise<number | null> {
    return freeBytes(this.#folder);
  }

  /**
   * Removes what a crash left half-written: files under `.incoming` that nobody has written to for `abandonedAfterMs`
   * (default ABANDONED_AFTER_MS) before `now`. Safe while other processes write. Answers how many.
   */
  async sweep(now: Date, abandonedAfterMs = ABANDONED_AFTER_MS): Promise<number> {
    let removed = 0;
    for (const entry of await entriesOf(join(this.#folder, INCOMING_FOLDER))) {
      const path = join(this.#folder, INCOMING_FOLDER, entry.name);
      const found = await statOf(path);
      if (found === null || now.getTime() - found.mtimeMs < abandonedAfterMs) continue;
      await rm(path, { force: true });
      removed++;
    }
    return removed;
  }

  #pathOf(name: string): string {
    return join(this.#folder, ...nameSegments(name));
  }

  /** A disk without room, in words of ours; anything else as it is. */
  async #named(subject: string, error: unknown): Promise<unknown> {
    return isCode(error, 'ENOSPC', 'EDQUOT') ? new StorageFull(subject, { freeBytes: await this.free(), floorBytes: this.#floorBytes, cause: error }) : error;
  }

  async #requireSpace(subject: string): Promise<void> {
    const freeBytes = await this.free();
    if (freeBytes !== null && freeBytes < this.#floorBytes) throw new StorageFull(subject, { freeBytes, floorBytes: this.#floorBytes });
  }

  async #write(file: { readonly name: string; readonly path: string }, chunks: Chunks): Promise<number> {
    await using handle = await open(file.path, 'wx', 0o644);
    let bytes = 0;
    let checkAt = SPACE_CHECK_BYTES;
    for await (const chunk of chunks) {
      await handle.writeFile(chunk);
      bytes += chunk.length;
      if (bytes < checkAt) continue;
      checkAt = bytes + SPACE_CHECK_BYTES;
      await this.#requireSpace(file.name);
    }
    await handle.sync();
    return bytes;
  }

  async #openToRead(name: string): Promise<FileHandle> {
    const path = this.#pathOf(name);
    try {
      const handle = await open(path, 'r');
      if ((await handle.stat()).isFile()) return handle;
      await handle.close();
    } catch (error) {
      if (!isCode(error, 'ENOENT', 'ENOTDIR', 'EISDIR')) throw error;
    }
    throw missing(name);
  }

  /** Sorted as a bucket would: by the whole name, where a folder counts with its closing slash. */
  async *#listInside(prefix: string): AsyncGenerator<{ readonly name: string; readonly bytes: number }> {
    const entries = await entriesOf(join(this.#folder, prefix));
    const names = entries
      .filter((entry) => !entry.name.startsWith('.') && (entry.isFile() || entry.isDirectory()))
      .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
      .sort((a, b) => (a < b ? -1 : 1));
    for (const name of names) {
      if (name.endsWith('/')) {
        yield* this.#listInside(prefix + name);
      } else {
        const found = await statOf(join(this.#folder, prefix, name));
        if (found !== null) yield { name: prefix + name, bytes: found.size };
      }
    }
  }

  /** A bucket has no folders, so none stays behind here either. */
  async #removeEmptyFolders(from: string): Promise<void> {
    for (let path = from; path.length > this.#folder.length; path = dirname(path)) {
      try {
        await rmdir(path);
      } catch {
        return; // not empty, or gone already: either is as it should be
      }
    }
  }
}
export type { LocalStorage };

function missing(name: string): NotFound {
  return new NotFound(`${name} is not in storage; it was never written, or was deleted`);
}

async function moveInto(from: string, target: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await mkdir(dirname(target), { recursive: true });
      await rename(from, target);
      break;
    } catch (error) {
      if (attempt === MOVE_ATTEMPTS || !isCode(error, 'ENOENT')) throw error;
    }
  }
  await syncFolder(dirname(target));
}

async function statOf(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return null;
    throw error;
  }
}

async function entriesOf(path: string) {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}
