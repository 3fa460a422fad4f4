// Brings a known model's file from the hub into the folder: into its part first, which a stop or a cut leaves for the next time; its hash is
// compared with the hub's own before the file gets its name. The caller holds the model's lock.
import { createHash, type Hash } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isCode } from '../../lib/disk.ts';
import { messageOf } from '../../lib/message.ts';
import { shortened } from '../../lib/shortened.ts';
import { hashInto, type HashOptions } from './hashing.ts';
import { HubFailure, type Hub, type RemoteFile } from './hub.ts';
import type { KnownModel } from './manifest.ts';
import { MAX_RECORD_TEXT } from './records.ts';
import type { InstalledModel, ModelStore } from './store.ts';

/** Failures in a row without a byte of progress, after which it is given up. */
const MAX_FAILURES = 5;
/** Before the second try; doubled before each further one. */
const FIRST_WAIT_MS = 250;
/** Longest wait that a hub can ask for. */
const MAX_WAIT_MS = 30_000;

/** Thrown when a model cannot be pulled; the message says why, and what to do. What was pulled so far stays, unless it is wrong. */
export class PullFailed extends Error {
  override readonly name = 'PullFailed';
}

export interface PullOptions {
  readonly store: ModelStore;
  readonly hub: Hub;
  readonly signal: AbortSignal;
  /** Bytes that are here, and that there will be, where the hub says. */
  readonly onProgress?: (done: number, total: number | null) => void;
}

/**
 * Pulls the model, going on from what an earlier pull has left.
 * @throws PullFailed, noted beside the part; or the signal's reason.
 */
export async function pullModel(model: KnownModel, options: PullOptions): Promise<InstalledModel> {
  const { store, signal } = options;
  try {
    return await pull(model, options);
  } catch (error) {
    if (signal.aborted) throw error;
    const failure = shortened(isCode(error, 'ENOSPC', 'EDQUOT') ? `no room on the disk of ${store.folder}; what is pulled so far stays` : wordsOf(model, error), MAX_RECORD_TEXT);
    await store.notePart(model.id, { ...(await store.notedPart(model.id) ?? { source: '', bytes: null, sha256: null }), failure }).catch(() => undefined); // the failure itself matters more
    throw new PullFailed(`the model ${model.id} could not be pulled: ${failure}`, { cause: error });
  }
}

async function pull(model: KnownModel, options: PullOptions): Promise<InstalledModel> {
  const { store, hub, signal } = options;
  const remote = await withPatience(signal, () => hub.find(model, signal));
  const sha256 = expectedHash(model, remote);
  const { part: path } = store.pathsOf(model.id);
  const before = await store.notedPart(model.id);
  // Of another version of the file there is nothing to go on from.
  if (before !== undefined && before.sha256 !== null && before.sha256 !== sha256) await rm(path, { force: true });
  await store.notePart(model.id, { source: remote.address, bytes: remote.bytes, sha256, failure: null });
  const got = await download(model, path, remote, options);
  if (got !== sha256) {
    await rm(path, { force: true });
    throw new PullFailed(`what came has a wrong hash: expected SHA-256 ${sha256}, got ${got}, so it was removed; pull it again, and where it is wrong again, set HF_ENDPOINT to another mirror`);
  }
  return store.install({
    id: model.id,
    kind: model.kind,
    name: model.name,
    license: model.license,
    source: remote.address,
    quantization: model.quantization,
    context: model.context,
    sha256,
  });
}

function expectedHash(model: KnownModel, { sha256 }: RemoteFile): string {
  const expected = model.sha256 ?? sha256;
  if (expected === null) throw new PullFailed('the hub does not tell the hash of this file (header x-linked-etag), so nobody could see whether it is whole; set HF_ENDPOINT to a mirror that does');
  if (sha256 !== null && sha256 !== expected) throw new PullFailed(`the hub has another file than the one that is known here: expected SHA-256 ${expected}, got ${sha256}; set HF_ENDPOINT to another mirror`);
  return expected;
}

/** Brings the whole part onto the disk; answers its hash. */
async function download(model: KnownModel, path: string, remote: RemoteFile, options: PullOptions): Promise<string> {
  const { store, signal, onProgress } = options;
  await using part = await Part.open(path, { signal, onProgress: (done, total) => onProgress?.(done, remote.bytes ?? total) });
  await store.requireRoom(model.id, Math.max(0, (remote.bytes ?? model.bytes ?? 0) - part.bytes));
  await fill(part, remote, options);
  return part.hash();
}

/** Reads on until the part is whole. */
async function fill(part: Part, remote: RemoteFile, { hub, signal, onProgress }: PullOptions): Promise<void> {
  const most = remote.bytes ?? Infinity;
  let furthest = part.bytes;
  if (part.bytes > most) await part.empty();
  await withPatience(signal, async (goesOn) => {
    if (part.bytes === most) return;
    const reading = await hub.read(remote, part.bytes, signal);
    const total = remote.bytes ?? reading.total;
    if ('pastEnd' in reading) {
      if (part.bytes === total) return;
      await part.empty(); // it holds more than there is
      throw new HubFailure('the hub says that the file ends before what was pulled of it', { passing: true });
    }
    if (reading.first !== part.bytes) await part.empty();
    for await (const chunk of reading.chunks) {
      if (part.bytes + chunk.length > most) throw new PullFailed(`the hub sends more than the ${most} bytes that it said; set HF_ENDPOINT to another mirror`);
      await part.append(chunk);
      // What was there before is no progress: a hub that always begins anew, and never comes further, is given up.
      if (part.bytes > furthest) goesOn();
      furthest = Math.max(furthest, part.bytes);
      onProgress?.(part.bytes, total);
    }
    if (total !== null && part.bytes < total) throw new HubFailure(`the hub ended at ${part.bytes} of ${total} bytes`, { passing: true });
  });
}

/** Does it again after failures that pass, with longer and longer waits, until MAX_FAILURES come in a row without progress. */
async function withPatience<T>(signal: AbortSignal, work: (goesOn: () => void) => Promise<T>): Promise<T> {
  let failures = 0;
  for (;;) {
    try {
      return await work(() => {
        failures = 0;
      });
    } catch (error) {
      if (signal.aborted || !(error instanceof HubFailure) || !error.passing || ++failures === MAX_FAILURES) throw error;
      const waitMs = Math.min(MAX_WAIT_MS, Math.max(error.waitMs, FIRST_WAIT_MS * 2 ** (failures - 1)));
      await sleep(waitMs, undefined, { signal });
    }
  }
}

/** The bytes that are here, with their hash so far. */
class Part implements AsyncDisposable {
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

function wordsOf(model: KnownModel, error: unknown): string {
  const words = messageOf(error);
  if (!(error instanceof HubFailure) || !error.passing) return words;
  return `${words}. Where this machine has no way to the hub, set HF_ENDPOINT to a mirror that it can reach, or bring the file ${model.file} of ${model.repository} here and add it: npm run models -- add PATH --id ${model.id}`;
}
