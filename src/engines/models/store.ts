// The folder of models. It alone says what is there, so every process that looks at it sees the same: a model is installed where its file
// lies beside its record and has the size that the record says. For the model `x`:
//   x.gguf             the file; it gets this name once its hash was found right
//   x.gguf.json        its record: where it came from, size, hash, when
//   x.gguf.part        what is pulled of it so far, with x.gguf.part.json: what it will be, and why the last pull failed
//   x.gguf.lock        who works on these; a killed owner does not keep it
import { constants } from 'node:fs';
import { copyFile, link, mkdir, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { InvalidInput, InvalidState, ModelUnavailable, NotFound } from '../../domain/errors.ts';
import { freeBytes, isCode, syncFolder } from '../../lib/disk.ts';
import { isLocked, LockHeld, takeLock } from '../../lib/lock.ts';
import { readGgufHeader } from './gguf.ts';
import { hashFile, type HashOptions } from './hashing.ts';
import { MODEL_ID, ownManifest, type KnownModel, type Manifest, type ModelKind } from './manifest.ts';
import { absent, modelRecord, partRecord, readRecord, sizeOf, writeRecord, type ModelRecord, type PartRecord } from './records.ts';

export interface InstalledModel extends ModelRecord {
  /** Absolute. */
  readonly path: string;
}

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
  readonly file: string;
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

const RECORD_ENDING = '.gguf.json';

export class ModelStore {
  readonly folder: string;
  readonly #floorBytes: number;
  readonly #manifest: Manifest;

  constructor({ folder, floorBytes, manifest }: ModelStoreOptions) {
    this.folder = folder;
    this.#floorBytes = floorBytes;
    this.#manifest = manifest ?? ownManifest();
  }

  /** Ids that can be pulled. */
  get pullable(): readonly string[] {
    return this.#manifest.models.map(({ id }) => id);
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
    const file = join(this.folder, `${id}.gguf`);
    return { file, record: join(this.folder, `${id}${RECORD_ENDING}`), part: `${file}.part`, partRecord: `${file}.part.json`, lock: `${file}.lock` };
  }

  /** Known ones in the manifest's order, then those that were added. */
  async list(): Promise<readonly ModelState[]> {
    const ids = new Set([...this.pullable, ...(await this.recorded())]);
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
    const about = record ?? this.known(id);
    if (about === undefined) return null;
    const fileBytes = await sizeOf(paths.file);
    const partBytes = await sizeOf(paths.part);
    const installed = record !== undefined && fileBytes === record.bytes;
    const pulling = !installed && isLocked(paths.lock);
    return {
      id,
      kind: about.kind,
      name: about.name,
      license: about.license,
      source: 'source' in about ? about.source : `${about.repository}/${about.file}`,
      quantization: about.quantization,
      context: about.context,
      isDefault: this.defaultOf(about.kind) === id,
      installed,
      pulling,
      bytes: (installed ? record.bytes : part?.bytes) ?? about.bytes ?? null,
      pulledBytes: (installed ? fileBytes : partBytes) ?? null,
      failure: installed || pulling ? null : (part?.failure ?? stoppedAt(partBytes) ?? faultOf(record, fileBytes)),
    };
  }

  /** Those that can be used. */
  async installed(id: string): Promise<InstalledModel | undefined> {
    const { file, record } = this.pathsOf(id);
    const found = await readRecord(record, modelRecord);
    return found !== undefined && (await sizeOf(file)) === found.bytes ? { ...found, path: file } : undefined;
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

  /** Gives the part, whole and with this hash, its name and its record. The caller holds the lock. */
  async install(about: Omit<ModelRecord, 'bytes' | 'modifiedMs' | 'installedAt'>): Promise<InstalledModel> {
    const paths = this.pathsOf(about.id);
    const { size: bytes, mtimeMs: modifiedMs } = await stat(paths.part);
    const record: ModelRecord = { ...about, bytes, modifiedMs, installedAt: new Date().toISOString() };
    await writeRecord(paths.record, record);
    await rename(paths.part, paths.file);
    await syncFolder(this.folder);
    // A rename onto another name of the same file leaves both.
    await Promise.all([rm(paths.part, { force: true }), rm(paths.partRecord, { force: true })]);
    return { ...record, path: paths.file };
  }

  /**
   * Takes in a GGUF file from anywhere on this machine: by a second name for the same bytes where it lies on the same disk, else by a copy.
   * Throws InvalidInput where it is none or is not what the manifest says, InvalidState where a model of that id is here.
   */
  async add(path: string, { id: givenId, ...options }: HashOptions & { readonly id?: string } = {}): Promise<InstalledModel> {
    const id = givenId ?? idFor(path);
    if (!MODEL_ID.test(id)) throw InvalidInput.at([], `the id ${JSON.stringify(id)} cannot be had: expected a-z, 0-9, dot, dash and underscore, at most 100, a letter or digit at both ends; give one by --id`);
    const source = await realpath(path).catch(absent);
    if (source === undefined) throw InvalidInput.at([], `there is no file ${path}`);
    const header = await readGgufHeader(source);
    using _ = await this.lock(id);
    if ((await this.installed(id)) !== undefined) throw new InvalidState(`a model ${id} is here already: give another name by --id, or remove it by \`npm run models -- rm ${id}\``);
    const { part } = this.pathsOf(id);
    await rm(part, { force: true });
    try {
      await this.#takeIn(id, source, part);
      const known = this.known(id);
      const hash = await hashFile(part, options);
      if (known?.sha256 !== undefined && known.sha256 !== hash) throw InvalidInput.at([], `${path} is not the model ${id}: expected SHA-256 ${known.sha256}, got ${hash}; add it under another name by --id`);
      return await this.install({
        id,
        kind: known?.kind ?? 'TEXT',
        name: known?.name ?? header.name ?? id,
        license: known?.license ?? header.license ?? 'not stated in the file',
        source: `file ${basename(path)}`,
        quantization: header.quantization ?? known?.quantization ?? null,
        context: header.context ?? known?.context ?? null,
        sha256: hash,
      });
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
  }

  /** Reads the whole file again. Throws NotFound where it is not installed, InvalidState where its bytes are not those that were installed. */
  async verify(id: string, options: HashOptions = {}): Promise<InstalledModel> {
    const model = await this.installed(id);
    if (model === undefined) {
      const failure = (await this.look(id))?.failure;
      throw failure == null ? NotFound.of('model') : new InvalidState(`the model ${id} is not whole: ${failure}`);
    }
    const hash = await hashFile(model.path, options);
    if (hash !== model.sha256) throw new InvalidState(`the model ${id} was changed or damaged: expected SHA-256 ${model.sha256}, got ${hash}; remove it and get it again: npm run models -- rm ${id}`);
    return model;
  }

  /** Has the model the bytes that were installed? Its file is only read where it was written to since. */
  async isIntact({ path, ...record }: InstalledModel): Promise<boolean> {
    const { mtimeMs: modifiedMs } = await stat(path);
    if (modifiedMs === record.modifiedMs) return true;
    if ((await hashFile(path)) !== record.sha256) return false;
    await writeRecord(this.pathsOf(record.id).record, { ...record, modifiedMs });
    return true;
  }

  /** Removes the model, and what was pulled of it. Throws NotFound where nothing of it is here, InvalidState where somebody is at it. */
  async remove(id: string): Promise<void> {
    const paths = this.pathsOf(id);
    const own = [paths.file, paths.part, paths.partRecord, paths.record]; // the record last: it is what shows a removal that was cut off
    if ((await Promise.all(own.map(sizeOf))).every((size) => size === undefined)) throw NotFound.of('model');
    using _ = await this.lock(id);
    for (const path of own) await rm(path, { force: true });
  }

  async #takeIn(id: string, source: string, part: string): Promise<void> {
    try {
      await link(source, part);
    } catch (error) {
      if (!isCode(error, 'EXDEV', 'EPERM', 'EACCES', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) throw error;
      await this.requireRoom(id, (await stat(source)).size);
      await copyFile(source, part, constants.COPYFILE_FICLONE);
    }
  }
}

/**
 * The installed model of that id, whole and unchanged, for a run that asks for it; nothing is downloaded.
 * @throws ModelUnavailable that says how to get it.
 */
export async function requireModel(store: ModelStore, id: string): Promise<InstalledModel> {
  const state = MODEL_ID.test(id) ? await store.look(id) : null;
  if (state === null) throw new ModelUnavailable(id, `there is no model ${JSON.stringify(id.slice(0, 100))}: expected one of ${store.pullable.join(', ')}, or a GGUF file of yours, added by \`npm run models -- add PATH --id ID\``);
  const model = await store.installed(id);
  if (model !== undefined && (await store.isIntact(model))) return model;
  const { pulling, pulledBytes, bytes } = state;
  const failure = model === undefined ? state.failure : 'the bytes of its file were changed; remove it first';
  const why = pulling ? `is being pulled (${pulledBytes ?? 0} of ${bytes ?? 'so many'} bytes)` : `is not installed${failure === null ? '' : ` (${failure})`}`;
  const way = store.known(id) === undefined ? `remove it by \`npm run models -- rm ${id}\`, and add its file again` : `run \`npm run models -- pull ${id}\`, or the mutation pullModel(id: "${id}")`;
  throw new ModelUnavailable(id, `the model ${id} ${why}: ${way}`);
}

/** An id from a file's name: `Llama 3.2-1B Q4_0.gguf` is `llama-3.2-1b-q4_0`. */
function idFor(path: string): string {
  return basename(path).toLowerCase().replace(/\.gguf$/, '').replaceAll(/[^a-z0-9._-]+/g, '-').replaceAll(/^[._-]+|[._-]+$/g, '').slice(0, 100);
}

function stoppedAt(partBytes: number | undefined): string | null {
  return partBytes === undefined ? null : `the pull was stopped at ${partBytes} bytes; pull it again, and it goes on from there`;
}

function faultOf(record: ModelRecord | undefined, fileBytes: number | undefined): string | null {
  if (record === undefined) return null;
  return fileBytes === undefined ? 'its file is gone; remove it, and get it again' : `its file was changed: expected ${record.bytes} bytes, got ${fileBytes}; remove it, and get it again`;
}
