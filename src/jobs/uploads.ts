// Files that clients send ahead of the requests that name them: streamed into storage, found when a definition names
// them, removed when nobody came for them. A file is there whole or not at all.
import { randomUUID } from 'node:crypto';
import { createUpload, deleteUpload, findUpload, uploadsBefore, withoutUpload } from '../db/uploads.ts';
import type { DatabaseClient } from '../db/database.ts';
import { InvalidInput, NotFound } from '../domain/errors.ts';
import type { Storage } from '../files/storage.ts';
import type { UploadRecord, Viewer } from './records.ts';

/** An upload that is older than this is removed. */
export const UPLOAD_KEPT_MS = 24 * 60 * 60 * 1_000;
const SWEEP_BATCH = 100;
const MAX_UPLOAD_NAME_LENGTH = 255;
const FOLDER = 'uploads';

/** Thrown when more bytes come than an upload may have. */
export class UploadTooLarge extends Error {
  override readonly name = 'UploadTooLarge';
}

export class Uploads {
  readonly #client: DatabaseClient;
  readonly #storage: Storage;
  readonly #maxBytes: number;
  /** Files that had no upload when they were last looked at. */
  #strays: ReadonlySet<string> = new Set();

  constructor(client: DatabaseClient, storage: Storage, maxBytes: number) {
    this.#client = client;
    this.#storage = storage;
    this.#maxBytes = maxBytes;
  }

  /** Keeps the bytes as they come. Throws InvalidInput for the name, UploadTooLarge, StorageFull. */
  async create(viewer: Viewer, name: string, chunks: AsyncIterable<Uint8Array>): Promise<UploadRecord> {
    checkName(name);
    const file = `${FOLDER}/${randomUUID()}`;
    const bytes = await this.#storage.put(file, atMost(chunks, this.#maxBytes));
    try {
      return await createUpload(this.#client, viewer.ownerId, { name, bytes, file });
    } catch (error) {
      await this.#storage.delete(file);
      throw error;
    }
  }

  /** Throws NotFound where the viewer has none of that id. */
  async find(viewer: Viewer, id: string): Promise<UploadRecord> {
    const upload = await findUpload(this.#client, viewer.ownerId, id);
    if (upload === undefined) throw NotFound.of('upload');
    return upload;
  }

  /** Removes one before its time; one that is gone, or another's, is no error. */
  async remove(viewer: Viewer, id: string): Promise<void> {
    const upload = await findUpload(this.#client, viewer.ownerId, id);
    if (upload === undefined) return;
    await this.#storage.delete(upload.file);
    await deleteUpload(this.#client, upload.id);
  }

  /** The bytes of one that was found. */
  bytes({ file }: UploadRecord): AsyncIterable<Uint8Array> {
    return this.#storage.get(file);
  }

  /** Removes what is older than UPLOAD_KEPT_MS at that instant, and files that a crash left without their upload. */
  async sweep(now: Date): Promise<void> {
    const before = new Date(now.getTime() - UPLOAD_KEPT_MS);
    for (let more = true; more; ) {
      const old = await uploadsBefore(this.#client, before, SWEEP_BATCH);
      for (const { id, file } of old) {
        await this.#storage.delete(file);
        await deleteUpload(this.#client, id);
      }
      more = old.length === SWEEP_BATCH;
    }
    await this.#sweepStrays();
  }

  /** A file is there a moment before its upload is: so only what was a stray at the last sweep, too, is removed. */
  async #sweepStrays(): Promise<void> {
    const strays = new Set<string>();
    for await (const files of batches(this.#storage.list(FOLDER), SWEEP_BATCH)) {
      for (const file of await withoutUpload(this.#client, files)) {
        if (this.#strays.has(file)) await this.#storage.delete(file);
        else strays.add(file);
      }
    }
    this.#strays = strays;
  }
}

async function* batches(files: AsyncIterable<{ readonly name: string }>, size: number): AsyncGenerator<readonly string[]> {
  let batch: string[] = [];
  for await (const { name } of files) {
    batch.push(name);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function checkName(name: string): void {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (name === '' || name.length > MAX_UPLOAD_NAME_LENGTH || /[\u0000-\u001f\u007f/\\]/.test(name) || name === '.' || name === '..' || !name.isWellFormed()) {
    throw InvalidInput.at(['name'], `expected a file name of 1 to ${MAX_UPLOAD_NAME_LENGTH} characters without a path, got ${JSON.stringify(name.slice(0, 80))}`);
  }
}

async function* atMost(chunks: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new UploadTooLarge(`expected at most ${maxBytes} bytes, and more came; send a smaller file, or raise MAX_UPLOAD_BYTES`);
    yield chunk;
  }
}
