// The folder of models: files of one's own that are added, checked and removed; what a run is told that asks for a model; and that no id
// leads out of the folder.
import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { InvalidInput, InvalidState, ModelUnavailable, NotFound } from '../src/domain/errors.ts';
import type { ModelKind } from '../src/engines/models/manifest.ts';
import { requireModel } from '../src/engines/models/require-model.ts';
import { ModelStore } from '../src/engines/models/store.ts';
import { writeContainer } from './support/gguf/container.ts';
import { sha256Of } from './support/model-hub.ts';
import { temporaryFolder } from './support/postgres.ts';
import { SMALL, smallManifest } from './support/small-models.ts';

interface Place extends Disposable {
  readonly path: string;
  readonly store: ModelStore;
  /** A GGUF file outside of the model folder. */
  readonly file: string;
}

async function place({ floorBytes = 0, sha256 }: { readonly floorBytes?: number; readonly sha256?: string } = {}): Promise<Place> {
  const folder = temporaryFolder();
  const file = join(folder.path, 'My Model.Q8_0.gguf');
  await writeContainer(file, { 'general.architecture': 'llama', 'general.name': 'Mine', 'llama.context_length': 512, 'general.file_type': 7 }, []);
  const store = new ModelStore({ folder: join(folder.path, 'models'), floorBytes, manifest: smallManifest(sha256 === undefined ? {} : { files: { 'small-q4_0.gguf': { sha256 } } }) });
  return Object.assign(folder, { store, file });
}

async function messageOf(store: ModelStore, id: string, kind: ModelKind = 'TEXT'): Promise<string> {
  const error = await requireModel(store, id, kind).then(() => undefined, (reason: unknown) => reason);
  assert(error instanceof ModelUnavailable, String(error));
  assert.equal(error.model, id);
  return error.message;
}

describe('a file that is added', () => {
  it('is installed under its name, with what its header says, and takes no room on the same disk', async () => {
    using here = await place();
    const model = await here.store.add(here.file);
    const bytes = readFileSync(here.file);
    assert.deepEqual(
      { ...model, installedAt: '', files: model.files.map((file) => ({ ...file, modifiedMs: 0 })) },
      { id: 'my-model.q8_0', kind: 'TEXT', name: 'Mine', license: 'not stated in the file', source: 'file My Model.Q8_0.gguf', quantization: 'Q8_0', context: 512, bytes: bytes.length, sha256: sha256Of(bytes), installedAt: '', files: [{ path: 'my-model.q8_0.gguf', bytes: bytes.length, sha256: sha256Of(bytes), modifiedMs: 0 }], path: join(here.store.folder, 'my-model.q8_0.model', 'my-model.q8_0.gguf') },
    );
    assert.equal(statSync(model.path).ino, statSync(here.file).ino);
    assert.deepEqual(readdirSync(here.store.folder).sort(), ['my-model.q8_0.model', 'my-model.q8_0.model.json']);
    assert.deepEqual(await requireModel(here.store, model.id, 'TEXT'), model);
    rmSync(here.file);
    assert.equal((await here.store.verify(model.id)).sha256, model.sha256);
  });

  it('is one of the known ones, where it has its id', async () => {
    using here = await place();
    const { name, license } = await here.store.add(here.file, { id: SMALL });
    assert.deepEqual([name, license], ['Small (Q4_0)', 'MIT']);
    using strict = await place({ sha256: sha256Of(Buffer.from('another')) });
    await assert.rejects(strict.store.add(strict.file, { id: SMALL }), (error: unknown) => error instanceof InvalidInput && /is not the model small-q4_0: expected SHA-256/.test(error.message));
    assert.deepEqual(readdirSync(strict.store.folder), []);
  });

  it('may lie in the folder already, or behind a link', async () => {
    using here = await place();
    const link = join(here.path, 'link.gguf');
    symlinkSync(here.file, link);
    const { path } = await here.store.add(link);
    assert.equal(statSync(path).ino, statSync(here.file).ino);
    rmSync(here.store.pathsOf('link').record);
    assert.equal((await here.store.add(path)).path, path);
    assert.deepEqual(readdirSync(here.store.folder).sort(), ['link.model', 'link.model.json']);
  });

  it('is refused where it is no model, is nowhere, or has the name of another', async () => {
    using here = await place();
    const junk = join(here.path, 'junk.gguf');
    writeFileSync(junk, 'junk');
    await assert.rejects(here.store.add(junk), InvalidInput);
    await assert.rejects(here.store.add(join(here.path, 'nowhere.gguf')), /there is no file or folder/);
    await here.store.add(here.file, { id: 'mine' });
    await assert.rejects(here.store.add(here.file, { id: 'mine' }), (error: unknown) => error instanceof InvalidState && /--id.*models -- rm mine/.test(error.message));
    assert.deepEqual(readdirSync(here.store.folder).sort(), ['mine.model', 'mine.model.json']);
  });
});

describe('a model that was changed', () => {
  it('is not whole any more: by its size at every look, by its hash when it is verified', async () => {
    using here = await place();
    const { id, path, bytes, files: [file] } = await here.store.add(here.file);
    const content = readFileSync(path);
    rmSync(here.file);
    writeFileSync(path, Buffer.concat([content.subarray(0, -1), Buffer.of((content.at(-1) ?? 0) ^ 1)]));
    await assert.rejects(here.store.verify(id), (error: unknown) => error instanceof InvalidState && /was changed or damaged: expected SHA-256/.test(error.message));
    assert.match(await messageOf(here.store, id), /bytes of its files were changed; remove it first/);
    writeFileSync(path, content);
    assert.equal((await requireModel(here.store, id, 'TEXT')).id, id, 'written to, with the same bytes');
    assert.equal((await here.store.installed(id))?.files[0]?.modifiedMs, statSync(path).mtimeMs, 'so that it is not read again');
    truncateSync(path, bytes - 1);
    assert.match(await messageOf(here.store, id), new RegExp(`expected ${bytes} bytes, got ${bytes - 1}.*models -- rm ${id}.*add it again`));
    const state = await here.store.look(id);
    assert.deepEqual([state?.installed, state?.failure], [false, `its file ${file?.path} was changed: expected ${bytes} bytes, got ${bytes - 1}; remove it, and get it again`]);
    await assert.rejects(here.store.verify(id), (error: unknown) => error instanceof InvalidState && /is not whole: its file my-model\.q8_0\.gguf was changed/.test(error.message));
    rmSync(path);
    assert.match((await here.store.look(id))?.failure ?? '', /its file my-model\.q8_0\.gguf is gone/);
    await here.store.remove(id);
    assert.equal(await here.store.look(id), null);
    await assert.rejects(here.store.remove(id), NotFound);
  });

  it('is not here where its record is not what we write', async () => {
    using here = await place();
    const { id } = await here.store.add(here.file);
    const { record } = here.store.pathsOf(id);
    for (const text of ['{', '{}', 'null', JSON.stringify({ id: '../x' }), readFileSync(record, 'utf8').replace('my-model.q8_0.gguf"', '../../up.gguf"')]) {
      writeFileSync(record, text);
      assert.equal(await here.store.installed(id), undefined, text);
    }
    appendFileSync(record, ' '.repeat(1_000_000));
    assert.equal(await here.store.installed(id), undefined);
  });
});

describe('a run that asks for a model', () => {
  it('that is not here is told how to get it, and nothing is downloaded', async () => {
    using here = await place();
    assert.match(await messageOf(here.store, SMALL), /small-q4_0 is not installed: run `npm run models -- pull small-q4_0`, or the mutation pullModel\(id: "small-q4_0"\)/);
    assert.match(await messageOf(here.store, 'nobody', 'TEXT'), /no model "nobody": expected one of small-q4_0, or a GGUF file of yours, added by `npm run models -- add PATH --id ID`/);
    assert.match(await messageOf(here.store, 'small-pipeline', 'IMAGE'), /small-pipeline is not installed: run `npm run models -- pull small-pipeline`/);
    assert.match(await messageOf(here.store, SMALL, 'DETECTOR'), /small-q4_0 is of kind TEXT, not DETECTOR: expected one of small-detector, or a model of yours/);
    assert.match(await messageOf(here.store, '../up'), /no model/);
    assert.equal(existsSync(here.store.folder), false);
  });

  it('that is on its way, or was stopped, is told how far it is', async () => {
    using here = await place();
    const lock = await here.store.lock(SMALL);
    mkdirSync(here.store.pathsOf(SMALL).part);
    writeFileSync(join(here.store.pathsOf(SMALL).part, 'small-q4_0.gguf'), 'abc');
    assert.match(await messageOf(here.store, SMALL), /is being pulled \(3 of so many bytes\)/);
    lock[Symbol.dispose]();
    assert.match(await messageOf(here.store, SMALL), /is not installed \(the pull was stopped at 3 bytes/);
  });
});

describe('an id', () => {
  it('never leads out of the folder', () => {
    const store = new ModelStore({ folder: '/models', floorBytes: 0, manifest: smallManifest() });
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: fc.constantFrom('.', '/', '\\', 'a', '-', '\0', ' ') }), fc.string()), (id) => {
        try {
          for (const path of Object.values(store.pathsOf(id))) assert.match(path, /^\/models\/[a-z0-9][^/\\]*$/);
        } catch (error) {
          assert(error instanceof NotFound, String(error));
        }
      }),
    );
    for (const id of ['..', '.', '', 'a/b', '../a', 'a\0', 'A', '-a', 'a.', 'x'.repeat(101)]) assert.throws(() => store.pathsOf(id), NotFound, id);
  });
});
