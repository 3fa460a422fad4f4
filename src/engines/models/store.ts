// The folder of models. It alone says what is there, so every process that looks at it sees the same: a model is installed where its files
// lie beside its record, each of the size that the record says. For the model `x`:
//   x.model/           its files; the folder gets this name once every hash was found right
//   x.model.json       its record: where it came from, its files with sizes and hashes, when
//   x.model.part/      what is pulled of it so far, with x.model.part.json: what it will be, and why the last pull failed
//   x.model.lock       who works on these; a killed owner does not keep it
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { InvalidInput, InvalidState, ModelUnavailable, NotFound } from '../../domain/errors.ts';
import { freeBytes, syncFolder } from '../../lib/disk.ts';
import { isLocked, LockHeld, takeLock } from '../../lib/lock.ts';
import { contentOf, takeIn } from './content.ts';
import type { HashOptions } from './hashing.ts';
import { bytesOf, faultOf, hashesOf, installedAt, intactFiles, type InstalledModel } from './installed.ts';
import { MODEL_ID, ownManifest, type KnownModel, type Manifest, type ModelKind } from './manifest.ts';
import { absent, modelRecord, partRecord, readRecord, sizeOf, writeRecord, type InstalledFile, type ModelRecord, type PartRecord } from './records.ts';

/** A model that is to be installed, with the hashes of its files. */
export type NewModel = Omit<ModelRecord, 'files' | 'installedAt'> & { readonly files: readonly Pick<InstalledFile, 'path' | 'sha256'>[] };

/** A model as it is now. */
export interface ModelState {
  readonly id: string;
  readonly kind: ModelKind;
  readonly name: string;
  readonly license: string;
  readonly source: string;
  readonly quantization: string | null;
  readonly context: number | null;
  /** It is taken where a run names none. */
  readonly isDefault: boolean;
  readonly installed: boolean;
  /** Somebody is at it now: this process or another one. */
  readonly pulling: boolean;
  readonly bytes: number | null;
  /** Bytes that are here; null where there are none. */
  readonly pulledBytes: number | null;
  /** Why it is not here although it was pulled or added; null where there is nothing to tell. */
  readonly failure: string | null;
}

export interface ModelPaths {
  readonly folder: string;
  readonly record: string;
  readonly part: string;
  readonly partRecord: string;
  readonly lock: string;
}

export interface ModelStoreOptions {
  /** Absolute; made when it is first written to. */
  readonly folder: string;
  /** Bytes that stay free on its disk. */
  readonly floorBytes: number;
  /** Default: the one that came with this version. */
  readonly manifest?: Manifest;
}

const RECORD_ENDING = '.model.json';

export class ModelStore {
  readonly folder: string;
  readonly #floorBytes: number;
  readonly #manifest: Manifest;

  constructor({ folder, floorBytes, manifest }: ModelStoreOptions) {
    this.folder = folder;
    this.#floorBytes = floorBytes;
    this.#manifest = manifest ?? ownManifest();
  }

  /** Ids that can be pulled: of all kinds, or of one. */
  pullable(kind?: ModelKind): readonly string[] {
    return this.#manifest.models.filter((model) => kind === undefined || model.kind === kind).map(({ id }) => id);
  }

  /** The model of that kind that is taken where none is named, whether it is here or not. */
  defaultOf(kind: ModelKind): string {
    return this.#manifest.defaults[kind];
  }

  known(id: string): KnownModel | undefined {
    return this.#manifest.models.find((model) => model.id === id);
  }

  /** Where its files lie. Throws NotFound for an id that could lead out of the folder: no model has such a one. */
  pathsOf(id: string): ModelPaths {
    if (!MODEL_ID.test(id)) throw NotFound.of('model');
    const folder = join(this.folder, `${id}.model`);
    return { folder, record: join(this.folder, `${id}${RECORD_ENDING}`), part: `${folder}.part`, partRecord: `${folder}.part.json`, lock: `${folder}.lock` };
  }

  /** Known ones in the manifest's order, then those that were added. */
  async list(): Promise<readonly ModelState[]> {
    const ids = new Set([...this.pullable(), ...(await this.recorded())]);
    return (await Promise.all([...ids].map((id) => this.look(id)))).filter((model) => model !== null);
  }

  /** Ids of those that were pulled or added, whatever became of them since; sorted. */
  async recorded(): Promise<readonly string[]> {
    const names = (await readdir(this.folder).catch(absent)) ?? [];
    return names.filter((name) => name.endsWith(RECORD_ENDING)).map((name) => name.slice(0, -RECORD_ENDING.length)).filter((id) => MODEL_ID.test(id)).sort();
  }

  /** One as it is now; null where it is neither known nor here. */
  async look(id: string): Promise<ModelState | null> {
    const paths = this.pathsOf(id);
    const [record, part] = [await readRecord(paths.record, modelRecord), await readRecord(paths.partRecord, partRecord)];
    const known = this.known(id);
    const about = record ?? known;
    if (about === undefined) return null;
    const fault = record === undefined ? null : await faultOf(record, paths.folder);
    const installed = record !== undefined && fault === null;
    const pulling = !installed && isLocked(paths.lock);
    const files = part?.files ?? Object.entries(known?.files ?? {}).map(([path, { bytes }]) => ({ path, bytes }));
    const isBegun = (await sizeOf(paths.part)) !== undefined; // most are not, and have many files
    const here = isBegun ? (await Promise.all(files.map(({ path }) => sizeOf(join(paths.part, path))))).filter((size) => size !== undefined) : [];
    const bytes = installed ? bytesOf(record.files) : sumOf(files.map((file) => file.bytes));
    const pulledBytes = installed ? bytes : sumOf(here);
    return {
      id,
      kind: about.kind,
      name: about.name,
      license: about.license,
      source: 'source' in about ? about.source : about.repository,
      quantization: about.quantization ?? null,
      context: about.context ?? null,
      isDefault: this.defaultOf(about.kind) === id,
      installed,
      pulling,
      bytes,
      pulledBytes,
      failure: installed || pulling ? null : (part?.failure ?? stoppedAt(pulledBytes) ?? fault),
    };
  }

  /** Those that can be used. */
  async installed(id: string): Promise<InstalledModel | undefined> {
    const { folder, record } = this.pathsOf(id);
    const found = await readRecord(record, modelRecord);
    return found !== undefined && (await faultOf(found, folder)) === null ? installedAt(folder, found) : undefined;
  }

  /** Holds the model's files against every other process, until disposed. Throws InvalidState where somebody else is at them. */
  async lock(id: string): Promise<Disposable> {
    const { lock } = this.pathsOf(id);
    await mkdir(this.folder, { recursive: true });
    try {
      return await takeLock(lock);
    } catch (error) {
      if (!(error instanceof LockHeld)) throw error;
      throw new InvalidState(`the model ${id} is being pulled, added or removed by ${error.holder}: wait for its end, or stop it there`, { cause: error });
    }
  }

  /** Throws InvalidState where so many bytes more would not leave the floor free. */
  async requireRoom(id: string, bytes: number): Promise<void> {
    const free = await freeBytes(this.folder);
    if (free === null || free - this.#floorBytes >= bytes) return;
    throw new InvalidState(`no room for the model ${id}: expected ${bytes} bytes free on the disk of ${this.folder} besides the ${this.#floorBytes} that stay free (MIN_FREE_DISK_BYTES), got ${free}; remove other files, or set MODEL_DIR to a larger disk`);
  }

  async notePart(id: string, record: PartRecord): Promise<void> {
    await writeRecord(this.pathsOf(id).partRecord, record);
  }

  /** What was noted of the part; undefined where nothing was. */
  async notedPart(id: string): Promise<PartRecord | undefined> {
    return readRecord(this.pathsOf(id).partRecord, partRecord);
  }

  /** Gives the part, whole and with these hashes, its name and its record. The caller holds the lock. */
  async install({ files, ...about }: NewModel): Promise<InstalledModel> {
    const { folder, record: recordPath, part, partRecord } = this.pathsOf(about.id);
    const record: ModelRecord = {
      ...about,
      files: await Promise.all(files.map(async ({ path, sha256 }) => {
        const { size: bytes, mtimeMs: modifiedMs } = await stat(join(part, path));
        return { path, bytes, sha256, modifiedMs };
      })),
      installedAt: new Date().toISOString(),
    };
    await writeRecord(recordPath, record);
    await rm(folder, { recursive: true, force: true }); // what a lost record has left
    await rename(part, folder);
    await syncFolder(this.folder);
    await rm(partRecord, { force: true });
    return installedAt(folder, record);
  }

  /**
   * Takes in a GGUF file or a folder of ONNX models from anywhere on this machine: by second names for the same bytes where it lies on the same
   * disk, else by copies. Throws InvalidInput where it is none or is not what the manifest says, InvalidState where a model of that id is here.
   */
  async add(path: string, { id: givenId, ...options }: HashOptions & { readonly id?: string } = {}): Promise<InstalledModel> {
    const id = givenId ?? idFor(path);
    if (!MODEL_ID.test(id)) throw InvalidInput.at([], `the id ${JSON.stringify(id)} cannot be had: expected a-z, 0-9, dot, dash and underscore, at most 100, a letter or digit at both ends; give one by --id`);
    const known = this.known(id);
    const content = await contentOf(path, { id, known });
    using _ = await this.lock(id);
    if ((await this.installed(id)) !== undefined) throw new InvalidState(`a model ${id} is here already: give another name by --id, or remove it by \`npm run models -- rm ${id}\``);
    const { part } = this.pathsOf(id);
    await rm(part, { recursive: true, force: true });
    try {
      await takeIn(content.files, part, (bytes) => this.requireRoom(id, bytes));
      const files = await hashesOf(part, content.files.map((file) => file.path), options);
      for (const { path: place, sha256 } of files) {
        const expected = known?.files[place]?.sha256 ?? sha256;
        if (expected !== sha256) throw InvalidInput.at([], `${path} is not the model ${id}: expected SHA-256 ${expected} of ${place}, got ${sha256}; add it under another name by --id`);
      }
      return await this.install({
        id,
        kind: content.kind,
        name: known?.name ?? content.name ?? id,
        license: known?.license ?? content.license ?? 'not stated in the file',
        source: `file ${basename(path)}`,
        quantization: content.quantization ?? known?.quantization ?? null,
        context: content.context ?? known?.context ?? null,
        files,
      });
    } catch (error) {
      await rm(part, { recursive: true, force: true });
      throw error;
    }
  }

  /** Reads all its files again. Throws NotFound where it is not installed, InvalidState where its bytes are not those that were installed. */
  async verify(id: string, options: HashOptions = {}): Promise<InstalledModel> {
    const model = await this.installed(id);
    if (model === undefined) {
      const failure = (await this.look(id))?.failure;
      throw failure == null ? NotFound.of('model') : new InvalidState(`the model ${id} is not whole: ${failure}`);
    }
    const now = await hashesOf(this.pathsOf(id).folder, model.files.map(({ path }) => path), options);
    for (const { path, sha256 } of now) {
      const expected = model.files.find((file) => file.path === path)?.sha256;
      if (expected !== sha256) throw new InvalidState(`the model ${id} was changed or damaged: expected SHA-256 ${expected} of ${path}, got ${sha256}; remove it and get it again: npm run models -- rm ${id}`);
    }
    return model;
  }

  /** Has the model the bytes that were installed? Only files that were written to since are read. */
  async isIntact({ path: _path, bytes: _bytes, sha256: _sha256, ...record }: InstalledModel): Promise<boolean> {
    const paths = this.pathsOf(record.id);
    const files = await intactFiles(paths.folder, record.files);
    if (files === undefined) return false;
    if (files.some(({ modifiedMs }, index) => modifiedMs !== record.files[index]?.modifiedMs)) await writeRecord(paths.record, { ...record, files });
    return true;
  }

  /** Removes the model, and what was pulled of it. Throws NotFound where nothing of it is here, InvalidState where somebody is at it. */
  async remove(id: string): Promise<void> {
    const paths = this.pathsOf(id);
    const own = [paths.folder, paths.part, paths.partRecord, paths.record]; // the record last: it is what shows a removal that was cut off
    if ((await Promise.all(own.map(sizeOf))).every((size) => size === undefined)) throw NotFound.of('model');
    using _ = await this.lock(id);
    for (const path of own) await rm(path, { recursive: true, force: true });
  }
}

/**
 * The installed model of that id and kind, whole and unchanged, for a run that asks for it; nothing is downloaded.
 * @throws ModelUnavailable that says how to get it, or such a one.
 */
export async function requireModel(store: ModelStore, id: string, kind: ModelKind): Promise<InstalledModel> {
  const state = MODEL_ID.test(id) ? await store.look(id) : null;
  if (state?.kind !== kind) {
    const what = state === null ? `there is no model ${JSON.stringify(id.slice(0, 100))}` : `the model ${id} is of kind ${state.kind}, not ${kind}`;
    throw new ModelUnavailable(id, `${what}: expected one of ${store.pullable(kind).join(', ')}, or ${kind === 'TEXT' ? 'a GGUF file' : 'a model'} of yours, added by \`npm run models -- add PATH --id ID\``);
  }
  const model = await store.installed(id);
  if (model !== undefined && (await store.isIntact(model))) return model;
  const { pulling, pulledBytes, bytes } = state;
  const failure = model === undefined ? state.failure : 'bytes of its files were changed; remove it first';
  const why = pulling ? `is being pulled (${pulledBytes ?? 0} of ${bytes ?? 'so many'} bytes)` : `is not installed${failure === null ? '' : ` (${failure})`}`;
  const way = store.known(id) === undefined ? `remove it by \`npm run models -- rm ${id}\`, and add it again` : `run \`npm run models -- pull ${id}\`, or the mutation pullModel(id: "${id}")`;
  throw new ModelUnavailable(id, `the model ${id} ${why}: ${way}`);
}

/** An id from a file's name: `Llama 3.2-1B Q4_0.gguf` is `llama-3.2-1b-q4_0`. */
function idFor(path: string): string {
  return basename(path).toLowerCase().replace(/\.gguf$/, '').replaceAll(/[^a-z0-9._-]+/g, '-').replaceAll(/^[._-]+|[._-]+$/g, '').slice(0, 100);
}

/** Null where one is not known, or there are none. */
function sumOf(counts: readonly (number | null | undefined)[]): number | null {
  return counts.reduce<number | null>((sum, count) => (sum === null || count == null ? null : sum + count), counts.length === 0 ? null : 0);
}

function stoppedAt(pulledBytes: number | null): string | null {
  return pulledBytes === null ? null : `the pull was stopped at ${pulledBytes} bytes; pull it again, and it goes on from there`;
}
