// Brings a known model's files from the hub into the folder: into its part first, which a stop or a cut leaves for the next time; the hash of each
// is compared with the hub's own, and only when all are here and right the model gets its name. The caller holds the model's lock.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isCode } from '../../lib/disk.ts';
import { messageOf } from '../../lib/message.ts';
import { shortened } from '../../lib/shortened.ts';
import { gitHashOf } from './hashing.ts';
import { HubFailure, type Hub, type RemoteFile } from './hub.ts';
import type { InstalledModel } from './installed.ts';
import type { HubModel, KnownFile } from './manifest.ts';
import { Part } from './part.ts';
import { MAX_RECORD_TEXT, sizeOf } from './records.ts';
import type { ModelStore } from './store.ts';

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
  /** Bytes of all files that are here and looked at, and that there will be, where the hub says. */
  readonly onProgress?: (done: number, total: number | null) => void;
}

/**
 * Pulls the model, going on from what an earlier pull has left.
 * @throws PullFailed, noted beside the part; or the signal's reason.
 */
export async function pullModel(model: HubModel, options: PullOptions): Promise<InstalledModel> {
  const { store, signal } = options;
  try {
    return await pull(model, options);
  } catch (error) {
    if (signal.aborted) throw error;
    const failure = shortened(isCode(error, 'ENOSPC', 'EDQUOT') ? `no room on the disk of ${store.folder}; what is pulled so far stays` : wordsOf(model, error), MAX_RECORD_TEXT);
    await store.notePart(model.id, { ...(await store.notedPart(model.id) ?? { files: [] }), failure }).catch(() => undefined); // the failure itself matters more
    throw new PullFailed(`the model ${model.id} could not be pulled: ${failure}`, { cause: error });
  }
}

/** A file that is wanted: what the hub says of it, and how far it is here. */
interface WantedFile extends RemoteFile {
  readonly path: string;
  /** What it must have. */
  readonly hash: string;
  /** In the part of the model. */
  readonly place: string;
}

async function pull(model: HubModel, options: PullOptions): Promise<InstalledModel> {
  const { store, hub, onProgress } = options;
  const wanted = await findAll(model, options);
  await startFrom(model, wanted, store);
  const total = wanted.reduce<number | null>((sum, { bytes }) => (sum === null || bytes === null ? null : sum + bytes), 0);
  const files: { readonly path: string; readonly sha256: string }[] = [];
  let before = 0;
  for (const file of wanted) {
    const got = await download(file, { ...options, onProgress: (done) => onProgress?.(before + done, total) });
    before += got.bytes;
    files.push({ path: file.path, sha256: got.sha256 });
  }
  return store.install({
    id: model.id,
    kind: model.kind,
    name: model.name,
    license: model.license,
    source: hub.pageOf(model),
    quantization: model.quantization ?? null,
    context: model.context ?? null,
    files,
  });
}

/** Asks the hub for every file before a byte is pulled, so that what it does not have is known at once. */
async function findAll(model: HubModel, { store, hub, signal }: PullOptions): Promise<readonly WantedFile[]> {
  const { part } = store.pathsOf(model.id);
  const wanted: WantedFile[] = [];
  for (const [path, known] of Object.entries(model.files)) {
    const remote = await withPatience(signal, () => hub.find(model, path, signal));
    wanted.push({ ...remote, path, hash: expectedHash(path, known, remote), place: join(part, path) });
  }
  return wanted;
}

function expectedHash(path: string, { sha256 }: KnownFile, { hash }: RemoteFile): string {
  const expected = sha256 ?? hash;
  if (expected === null) throw new PullFailed(`the hub does not tell the hash of ${path} (header x-linked-etag), so nobody could see whether it is whole; set HF_ENDPOINT to a mirror that does`);
  if (hash !== null && hash.length === expected.length && hash !== expected) throw new PullFailed(`the hub has another ${path} than the one that is known here: expected SHA-256 ${expected}, got ${hash}; set HF_ENDPOINT to another mirror`);
  return expected;
}

/** Keeps what an earlier pull has left of these very files, notes what is wanted, and sees that there is room for the rest. */
async function startFrom({ id, files }: HubModel, wanted: readonly WantedFile[], store: ModelStore): Promise<void> {
  const before = new Map((await store.notedPart(id))?.files.map(({ path, hash }) => [path, hash]));
  let missing = 0;
  for (const { path, hash, bytes, place } of wanted) {
    if ((before.get(path) ?? hash) !== hash) await rm(place, { force: true }); // of another version of the file there is nothing to go on from
    missing += Math.max(0, (bytes ?? files[path]?.bytes ?? 0) - ((await sizeOf(place)) ?? 0));
  }
  await store.notePart(id, { files: wanted.map(({ path, bytes, hash }) => ({ path, bytes, hash })), failure: null });
  await store.requireRoom(id, missing);
}

type FileOptions = Omit<PullOptions, 'onProgress'> & { readonly onProgress: (done: number) => void };

/** Brings the whole file here, and compares its hash. */
async function download(file: WantedFile, options: FileOptions): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const { place, path, hash } = file;
  const whole = await bring(file, options);
  const got = hash.length === whole.sha256.length ? whole.sha256 : await gitHashOf(place, { signal: options.signal });
  if (got === hash) return whole;
  await rm(place, { force: true });
  throw new PullFailed(`what came of ${path} has a wrong hash: expected ${hash}, got ${got}, so it was removed; pull it again, and where it is wrong again, set HF_ENDPOINT to another mirror`);
}

/** It is on the disk by then. */
async function bring(file: WantedFile, options: FileOptions): Promise<{ readonly bytes: number; readonly sha256: string }> {
  await using part = await Part.open(file.place, options);
  await fill(part, file, options);
  return { bytes: part.bytes, sha256: part.hash() };
}

/** Reads on until the part is whole. */
async function fill(part: Part, file: WantedFile, { hub, signal, onProgress }: FileOptions): Promise<void> {
  const most = file.bytes ?? Infinity;
  let furthest = part.bytes;
  if (part.bytes > most) await part.empty();
  await withPatience(signal, async (goesOn) => {
    if (part.bytes === most) return;
    const reading = await hub.read(file, part.bytes, signal);
    const total = file.bytes ?? reading.total;
    if ('pastEnd' in reading) {
      if (part.bytes === total) return;
      await part.empty(); // it holds more than there is
      throw new HubFailure(`the hub says that ${file.path} ends before what was pulled of it`, { passing: true });
    }
    if (reading.first !== part.bytes) await part.empty();
    for await (const chunk of reading.chunks) {
      if (part.bytes + chunk.length > most) throw new PullFailed(`the hub sends more than the ${most} bytes of ${file.path} that it said; set HF_ENDPOINT to another mirror`);
      await part.append(chunk);
      // What was there before is no progress: a hub that always begins anew, and never comes further, is given up.
      if (part.bytes > furthest) goesOn();
      furthest = Math.max(furthest, part.bytes);
      onProgress(part.bytes);
    }
    if (total !== null && part.bytes < total) throw new HubFailure(`the hub ended at ${part.bytes} of ${total} bytes of ${file.path}`, { passing: true });
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

function wordsOf(model: HubModel, error: unknown): string {
  const words = messageOf(error);
  if (!(error instanceof HubFailure) || !error.passing) return words;
  const [file, ...others] = Object.keys(model.files);
  const what = others.length === 0 ? `the file ${file} of ${model.repository}` : `a folder with the files of ${model.repository}`;
  return `${words}. Where this machine has no way to the hub, set HF_ENDPOINT to a mirror that it can reach, or bring ${what} here and add it: npm run models -- add PATH --id ${model.id}`;
}
