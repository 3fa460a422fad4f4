// The models that are here: those in the folder of models, which were pulled or added, and those that came with this version.
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { InvalidInput, InvalidState, NotFound } from '../../domain/errors.ts';
import { freeBytes, syncFolder } from '../../lib/disk.ts';
import { isLocked, LockHeld, takeLock } from '../../lib/lock.ts';
import { contentOf, idFor, takeIn } from './content.ts';
import type { HashOptions } from './hashing.ts';
import { bytesOf, faultOf, hashesOf, installedAt, intactFiles, type InstalledModel } from './installed.ts';
import { MODEL_ID, ownManifest, type KnownModel, type Manifest, type ModelKind } from './manifest.ts';
import { pathsIn, recordedIn, type ModelPaths } from './paths.ts';
import { modelRecord, partRecord, readRecord, sizeOf, writeRecord, type InstalledFile, type ModelRecord, type PartRecord } from './records.ts';
import { requireOwn, RESTORE, SHIPPED_FOLDER, shippedRecord } from './shipped.ts';

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
  /**
   * It is taken where a run names none: the default of its kind where that is here, else one that was pulled or added, else the one that came with this version.
   * A detector that came with this version is taken for drawings by the image model beside it, whatever the default.
   */
  readonly isDefault: boolean;
  /** It came with this version. */
  readonly shipped: boolean;
  readonly installed: boolean;
  /** Somebody is at it now: this process or another one. */
  readonly pulling: boolean;
  readonly bytes: number | null;
  /** What whoever uses it should know; null where nobody has said. */
  readonly notes: string | null;
  /** Bytes that are here; null where there are none. */
  readonly pulledBytes: number | null;
  /** Why it is not here although it was pulled or added, or came with this version; null where there is nothing to tell. */
  readonly failure: string | null;
}

export interface ModelStoreOptions {
  /** Absolute; made when it is first written to. */
  readonly folder: string;
  /** Bytes that stay free on its disk. */
  readonly floorBytes: number;
  /** Default: the one that came with this version. */
  readonly manifest?: Manifest;
  /** Where those lie that came with it. Default: where they came. */
  readonly shippedFolder?: string;
}

/** Where its files lie, and what to do where they are not as its record says. */
interface Recorded {
  readonly record: ModelRecord;
  readonly folder: string;
  readonly remedy: string;
}

export class ModelStore {
  readonly folder: string;
  readonly #floorBytes: number;
  readonly #manifest: Manifest;
  readonly #shippedFolder: string;

  constructor({ folder, floorBytes, manifest, shippedFolder }: ModelStoreOptions) {
    this.folder = folder;
    this.#floorBytes = floorBytes;
    this.#manifest = manifest ?? ownManifest();
    this.#shippedFolder = shippedFolder ?? SHIPPED_FOLDER;
  }

  /** Ids that are known: of all kinds, or of one. */
  knownIds(kind?: ModelKind): readonly string[] {
    return this.#manifest.models.filter((model) => kind === undefined || model.kind === kind).map(({ id }) => id);
  }

  /** The model of that kind that should be pulled where none is here. */
  defaultOf(kind: ModelKind): string {
    return this.#manifest.defaults[kind];
  }

  known(id: string): KnownModel | undefined {
    return this.#manifest.models.find((model) => model.id === id);
  }

  /** Where its files lie. Throws NotFound for an id that could lead out of the folder: no model has such a one. */
  pathsOf(id: string): ModelPaths {
    return pathsIn(this.folder, id);
  }

  /** Known ones in the manifest's order, then those that were added. */
  async list(): Promise<readonly ModelState[]> {
    const ids = new Set([...this.knownIds(), ...(await this.recorded())]);
    const states = (await Promise.all([...ids].map((id) => this.stateOf(id)))).filter((model) => model !== null);
    return states.map((state) => ({ ...state, isDefault: this.#takenOf(state.kind, states) === state.id }));
  }

  /** Ids of those that were pulled or added, whatever became of them since, and of those that came with this version; sorted. */
  async recorded(): Promise<readonly string[]> {
    const shipped = this.#manifest.models.filter((model) => model.shipped !== undefined).map(({ id }) => id);
    return [...new Set([...shipped, ...(await recordedIn(this.folder))])].sort();
  }

  /** One as it is now; null where it is neither known nor here. */
  async look(id: string): Promise<ModelState | null> {
    return (await this.list()).find((model) => model.id === id) ?? null;
  }

  /** The one that a run of that kind takes where it names none, or would if it were here. */
  #takenOf(kind: ModelKind, states: readonly Omit<ModelState, 'isDefault'>[]): string {
    const named = this.defaultOf(kind);
    const here = states.filter((model) => model.kind === kind && (model.installed || model.shipped)); // one that came along and is damaged is to be named, too
    return (here.find(({ id }) => id === named) ?? here.find(({ shipped }) => !shipped) ?? here[0])?.id ?? named;
  }

  /** One as it is now, whatever the others are; null where it is neither known nor here. */
  async stateOf(id: string): Promise<Omit<ModelState, 'isDefault'> | null> {
    const paths = this.pathsOf(id);
    const [recorded, part] = [await this.#recordOf(id), await readRecord(paths.partRecord, partRecord)];
    const record = recorded?.record;
    const known = this.known(id);
    const about = record ?? known;
    if (about === undefined) return null;
    const shipped = known?.shipped !== undefined;
    const fault = recorded === undefined ? null : await faultOf(recorded);
    const installed = record !== undefined && fault === null;
    const pulling = !installed && !shipped && isLocked(paths.lock);
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
      source: 'source' in about ? about.source : (about.repository ?? ''), // one without a repository has a record
      quantization: about.quantization ?? null,
      context: about.context ?? null,
      shipped,
      notes: known?.notes ?? null,
      installed,
      pulling,
      bytes,
      pulledBytes,
      failure: installed || pulling ? null : (part?.failure ?? stoppedAt(pulledBytes) ?? fault),
    };
  }

  /** Those that can be used. */
  async installed(id: string): Promise<InstalledModel | undefined> {
    const found = await this.#recordOf(id);
    return found !== undefined && (await faultOf(found)) === null ? installedAt(found.folder, found.record) : undefined;
  }

  async #recordOf(id: string): Promise<Recorded | undefined> {
    const known = this.known(id);
    const folder = this.#folderOf(id);
    if (known?.shipped !== undefined) return { record: shippedRecord(known), folder, remedy: RESTORE };
    const record = await readRecord(this.pathsOf(id).record, modelRecord);
    return record === undefined ? undefined : { record, folder, remedy: 'remove it, and get it again' };
  }

  /** Where its files lie once it is installed. */
  #folderOf(id: string): string {
    const known = this.known(id);
    return known?.shipped === undefined ? this.pathsOf(id).folder : join(this.#shippedFolder, known.shipped);
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
   * disk, else by copies. Throws InvalidInput where it is none or is not what the manifest says, InvalidState where a model of that id is here, or came with this version.
   */
  async add(path: string, { id: givenId, ...options }: HashOptions & { readonly id?: string } = {}): Promise<InstalledModel> {
    const id = givenId ?? idFor(path);
    if (!MODEL_ID.test(id)) throw InvalidInput.at([], `the id ${JSON.stringify(id)} cannot be had: expected a-z, 0-9, dot, dash and underscore, at most 100, a letter or digit at both ends; give one by --id`);
    const known = this.known(id);
    requireOwn(known);
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
      const failure = (await this.stateOf(id))?.failure;
      throw failure == null ? NotFound.of('model') : new InvalidState(`the model ${id} is not whole: ${failure}`);
    }
    const now = await hashesOf(this.#folderOf(model.id), model.files.map(({ path }) => path), options);
    for (const { path, sha256 } of now) {
      const expected = model.files.find((file) => file.path === path)?.sha256;
      if (expected !== sha256) throw new InvalidState(`the model ${id} was changed or damaged: expected SHA-256 ${expected} of ${path}, got ${sha256}; ${this.known(id)?.shipped === undefined ? `remove it and get it again: npm run models -- rm ${id}` : RESTORE}`);
    }
    return model;
  }

  /** Has the model the bytes that were installed? Only files that were written to since are read. */
  async isIntact(model: InstalledModel): Promise<boolean> {
    const { path: _path, bytes: _bytes, sha256: _sha256, ...record } = model;
    const files = await intactFiles(this.#folderOf(model.id), record.files);
    if (files === undefined) return false;
    const isTouched = files.some(({ modifiedMs }, index) => modifiedMs !== record.files[index]?.modifiedMs);
    if (isTouched && this.known(record.id)?.shipped === undefined) await writeRecord(this.pathsOf(record.id).record, { ...record, files });
    return true;
  }

  /** Removes the model, and what was pulled of it. Throws NotFound where nothing of it is here, InvalidState where somebody is at it, or it came with this version. */
  async remove(id: string): Promise<void> {
    requireOwn(this.known(id));
    const paths = this.pathsOf(id);
    const own = [paths.folder, paths.part, paths.partRecord, paths.record]; // the record last: it is what shows a removal that was cut off
    if ((await Promise.all(own.map(sizeOf))).every((size) => size === undefined)) throw NotFound.of('model');
    using _ = await this.lock(id);
    for (const path of own) await rm(path, { recursive: true, force: true });
  }
}

/** Null where one is not known, or there are none. */
function sumOf(counts: readonly (number | null | undefined)[]): number | null {
  return counts.reduce<number | null>((sum, count) => (sum === null || count == null ? null : sum + count), counts.length === 0 ? null : 0);
}

function stoppedAt(pulledBytes: number | null): string | null {
  return pulledBytes === null ? null : `the pull was stopped at ${pulledBytes} bytes; pull it again, and it goes on from there`;
}
