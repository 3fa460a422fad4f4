// Models that are folders of several files: pulled file by file, from where an earlier pull ended, and installed whole or not at all; added,
// where nothing of a folder leads out of it; checked and removed.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { InvalidInput, InvalidState, ModelUnavailable } from '../src/domain/errors.ts';
import { CLOSED_SET } from '../src/engines/models/detector-config.ts';
import { PullFailed } from '../src/engines/models/pull.ts';
import { requireModel } from '../src/engines/models/require-model.ts';
import { ModelStore } from '../src/engines/models/store.ts';
import { sha256Of, someBytes, type HubFile } from './support/model-hub.ts';
import { temporaryFolder } from './support/postgres.ts';
import { pipelinePath, SMALL_PIPELINE, smallManifest, startPulling, type Pulling } from './support/small-models.ts';

const FILES = { 'model_index.json': someBytes(700, 1), 'unet/model.onnx': someBytes(200_000, 2), 'unet/model.onnx_data': someBytes(300_000, 3) };
const [INDEX, UNET, WEIGHTS] = ['model_index.json', 'unet/model.onnx', 'unet/model.onnx_data'] as const;
const TOTAL = 500_700;
const SHM = '/dev/shm';

/** Pulls from a hub that has the pipeline's files, its small one in git; with other files where they are given, and without those that are null. */
async function startPipeline(others: Readonly<Record<string, HubFile | null>> = {}, options: { readonly floorBytes?: number } = {}): Promise<Pulling> {
  const all: Readonly<Record<string, HubFile | null>> = { [INDEX]: { bytes: FILES[INDEX], inGit: true }, [UNET]: { bytes: FILES[UNET] }, [WEIGHTS]: { bytes: FILES[WEIGHTS] }, ...others };
  return startPulling(Object.fromEntries(Object.entries(all).flatMap(([path, file]) => (file === null ? [] : [[pipelinePath(path), file]]))), options);
}

/** What was asked for with a body: file and range. */
function bodiesOf({ hub }: Pulling): readonly (readonly [string, string | undefined])[] {
  return hub.asked.filter(({ method }) => method === 'GET').map(({ path, range }) => [path.slice(1 + pipelinePath('').length), range]);
}

/** Lays down the first file, as an earlier pull would have left it. */
function leaveIndex({ store }: Pulling, bytes = FILES[INDEX]): void {
  const { part } = store.pathsOf(SMALL_PIPELINE);
  mkdirSync(part, { recursive: true });
  writeFileSync(join(part, INDEX), bytes);
}

async function assertWhole({ store, folder }: Pulling): Promise<void> {
  assert.deepEqual(readdirSync(folder).sort(), [`${SMALL_PIPELINE}.model`, `${SMALL_PIPELINE}.model.json`]);
  for (const [path, bytes] of Object.entries(FILES)) assert.deepEqual(readFileSync(join(store.pathsOf(SMALL_PIPELINE).folder, path)), bytes, path);
  assert.deepEqual((await store.installed(SMALL_PIPELINE))?.files.map(({ path, sha256 }) => [path, sha256]), Object.entries(FILES).map(([path, bytes]) => [path, sha256Of(bytes)]));
}

describe('a pull of several files', { concurrency: true }, () => {
  it('installs them in one folder, with one progress for all', async () => {
    await using pulling = await startPipeline();
    const seen: (readonly [number, number | null])[] = [];
    const { kind, path, bytes, sha256 } = await pulling.pull({ id: SMALL_PIPELINE, onProgress: (...step) => seen.push(step) });
    const list = Object.entries(FILES).map(([name, content]) => `${sha256Of(content)}  ${name}\n`).join('');
    assert.deepEqual({ kind, path, bytes, sha256 }, { kind: 'IMAGE', path: pulling.store.pathsOf(SMALL_PIPELINE).folder, bytes: TOTAL, sha256: sha256Of(Buffer.from(list)) });
    assert.ok(seen.every(([done, total], index) => total === TOTAL && done >= (seen[index - 1]?.[0] ?? 0)));
    assert.equal(seen.at(-1)?.[0], TOTAL);
    await assertWhole(pulling);
  });

  it('goes on by itself at the file and byte where a stream was cut', async () => {
    await using pulling = await startPipeline();
    leaveIndex(pulling);
    pulling.hub.fail({ cutAfter: 70_000 });
    await pulling.pull({ id: SMALL_PIPELINE });
    const [first, second, ...others] = bodiesOf(pulling);
    assert.deepEqual([first, second?.[0], others], [[UNET, undefined], UNET, [[WEIGHTS, undefined]]]);
    assert.match(second?.[1] ?? '', /^bytes=[1-9]\d*-$/);
    await assertWhole(pulling);
  });

  it('that was stopped in its second file leaves two, and the next asks for the rest alone', async () => {
    await using pulling = await startPipeline();
    leaveIndex(pulling);
    pulling.hub.fail({ holdAfter: 70_000 });
    const stop = new AbortController();
    const here = Promise.withResolvers<void>();
    const first = pulling.pull({ id: SMALL_PIPELINE, signal: stop.signal, onProgress: (done) => void (done === 70_700 && here.resolve()) });
    await Promise.race([here.promise, first]);
    stop.abort();
    await assert.rejects(first, { name: 'AbortError' });
    const { installed, pulledBytes, bytes, failure } = (await pulling.store.look(SMALL_PIPELINE)) ?? {};
    assert.deepEqual({ installed, pulledBytes, bytes, failure }, { installed: false, pulledBytes: 70_700, bytes: TOTAL, failure: 'the pull was stopped at 70700 bytes; pull it again, and it goes on from there' });
    await pulling.pull({ id: SMALL_PIPELINE });
    assert.deepEqual(bodiesOf(pulling), [[UNET, undefined], [UNET, 'bytes=70000-'], [WEIGHTS, undefined]]);
    await assertWhole(pulling);
  });

  it('removes a file whose hash is wrong, keeps the others, and installs nothing', async () => {
    for (const wrong of [{ [UNET]: { bytes: FILES[UNET], sha256: sha256Of(Buffer.from('another')) } }, { [INDEX]: { bytes: someBytes(700, 9), sha256: sha256Of(FILES[INDEX]) } }]) {
      await using pulling = await startPipeline(wrong);
      const [name = ''] = Object.keys(wrong);
      await assert.rejects(pulling.pull({ id: SMALL_PIPELINE }), (error: unknown) => error instanceof PullFailed && error.message.includes(`what came of ${name} has a wrong hash`));
      const { part } = pulling.store.pathsOf(SMALL_PIPELINE);
      assert.deepEqual([existsSync(join(part, name)), existsSync(join(part, INDEX))], [false, name !== INDEX]);
      assert.equal(await pulling.store.installed(SMALL_PIPELINE), undefined);
      for (const [path, bytes] of Object.entries(FILES)) pulling.hub.serve(pipelinePath(path), { bytes });
      await pulling.pull({ id: SMALL_PIPELINE });
      await assertWhole(pulling);
    }
  });

  it('checks what lies in git by its hash there', async () => {
    await using pulling = await startPipeline();
    leaveIndex(pulling, someBytes(700, 9)); // of the right size
    await assert.rejects(pulling.pull({ id: SMALL_PIPELINE }), /what came of model_index\.json has a wrong hash: expected [0-9a-f]{40}, got [0-9a-f]{40}, so it was removed/);
  });

  it('is refused before a byte where the hub does not have one of them', async () => {
    await using pulling = await startPipeline({ [WEIGHTS]: null });
    await assert.rejects(pulling.pull({ id: SMALL_PIPELINE }), /answered 404: it has no .*unet\/model\.onnx_data; set HF_ENDPOINT/);
    assert.deepEqual(bodiesOf(pulling), []);
    assert.match((await pulling.store.look(SMALL_PIPELINE))?.failure ?? '', /answered 404/);
  });

  it('is not begun where the disk has no room for all of them', async () => {
    await using pulling = await startPipeline({}, { floorBytes: 2 ** 50 });
    await assert.rejects(pulling.pull({ id: SMALL_PIPELINE }), new RegExp(`no room for the model small-pipeline: expected ${TOTAL} bytes free`));
    assert.deepEqual(bodiesOf(pulling), []);
  });
});

/** A folder of that name with these files. */
function layDown(parent: string, name: string, files: Readonly<Record<string, string>>): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(parent, name, path)), { recursive: true });
    writeFileSync(join(parent, name, path), content);
  }
  return join(parent, name);
}

const PIPELINE = {
  'model_index.json': '{}', 'scheduler/scheduler_config.json': '{}', 'tokenizer/vocab.json': '{}', 'tokenizer/merges.txt': '', 'text_encoder/model.onnx': 'text encoder', 'unet/model.onnx': 'unet', 'unet/weights.pb': 'weights',
  'vae_decoder/model.onnx': 'decoder', '.git/HEAD': 'hidden',
};
const DETECTOR = { 'config.json': '{ "model_type": "owlvit" }', 'preprocessor_config.json': '{}', 'vocab.json': '{}', 'merges.txt': '', 'model.onnx': 'detector' };

function place(): Disposable & { readonly path: string; readonly store: ModelStore } {
  const folder = temporaryFolder();
  return Object.assign(folder, { store: new ModelStore({ folder: join(folder.path, 'models'), floorBytes: 0, manifest: smallManifest() }) });
}

function isAnotherDisk(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.dev !== statSync(tmpdir()).dev && existsSync(folder);
}

function refusedWith(words: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof InvalidInput && words.test(error.message);
}

describe('a folder that is added', () => {
  it('is a pipeline, a detector or a safety checker by what is in it, all its files linked', async () => {
    using here = place();
    const pipeline = await here.store.add(layDown(here.path, 'My pipeline', PIPELINE));
    assert.deepEqual([pipeline.id, pipeline.kind, pipeline.path, pipeline.license], ['my-pipeline', 'IMAGE', here.store.pathsOf('my-pipeline').folder, 'not stated in the file']);
    assert.deepEqual(pipeline.files.map(({ path }) => path).sort(), Object.keys(PIPELINE).filter((path) => !path.startsWith('.')).sort());
    assert.equal(statSync(join(pipeline.path, 'unet/weights.pb')).ino, statSync(join(here.path, 'My pipeline/unet/weights.pb')).ino);
    assert.equal((await here.store.add(layDown(here.path, 'owl', DETECTOR))).kind, 'DETECTOR');
    for (const type of CLOSED_SET) {
      const seeing = { 'config.json': JSON.stringify({ model_type: type }), 'preprocessor_config.json': '{}', 'onnx/model.onnx': 'detector' };
      assert.equal((await here.store.add(layDown(here.path, type, seeing))).kind, 'DETECTOR');
    }
    const checker = await here.store.add(layDown(join(here.path, 'export'), 'safety_checker', { 'model.onnx': 'checker' }));
    assert.deepEqual([checker.id, checker.kind, checker.files.map(({ path }) => path)], ['safety_checker', 'SAFETY', ['safety_checker/model.onnx']]);
    assert.deepEqual((await here.store.recorded()), ['d_fine', 'my-pipeline', 'owl', 'rt_detr', 'rt_detr_v2', 'safety_checker', 'verisim_nano']);
    assert.equal((await requireModel(here.store, 'owl', 'DETECTOR')).id, 'owl');
  });

  it('is copied from another disk, where all of it fits', { skip: !isAnotherDisk(SHM) && `needs ${SHM}, on a disk of its own` }, async () => {
    using here = place();
    const elsewhere = mkdtempSync(join(SHM, 'verisim-test-'));
    try {
      const source = layDown(elsewhere, 'mine', PIPELINE);
      const small = new ModelStore({ folder: here.store.folder, floorBytes: 2 ** 50, manifest: smallManifest() });
      await assert.rejects(small.add(source), (error: unknown) => error instanceof InvalidState && /no room for the model mine: expected 36 bytes free/.test(error.message));
      assert.deepEqual(readdirSync(here.store.folder), []);
      const { path } = await here.store.add(source);
      writeFileSync(join(source, 'unet/weights.pb'), 'changed');
      assert.equal(readFileSync(join(path, 'unet/weights.pb'), 'utf8'), 'weights');
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });

  it('is refused with the names of what is missing', async () => {
    using here = place();
    const { 'unet/model.onnx': _unet, 'tokenizer/merges.txt': _merges, ...rest } = PIPELINE;
    await assert.rejects(here.store.add(layDown(here.path, 'half', rest)), refusedWith(/half is not whole: expected tokenizer\/merges\.txt, unet\/model\.onnx in it/));
    const { 'model.onnx': _model, ...blind } = DETECTOR;
    await assert.rejects(here.store.add(layDown(here.path, 'blind', blind)), refusedWith(/expected onnx\/model\.onnx or model\.onnx in it/));
    await assert.rejects(here.store.add(layDown(here.path, 'whole', PIPELINE), { id: SMALL_PIPELINE }), refusedWith(/expected unet\/model\.onnx_data in it/));
    await assert.rejects(here.store.add(layDown(here.path, 'owl', DETECTOR), { id: SMALL_PIPELINE }), refusedWith(/is not the model small-pipeline: expected one of kind IMAGE, got DETECTOR/));
    assert.equal(existsSync(here.store.folder), false);
  });

  it('is refused where it is none that is known, or has something else in it', async () => {
    using here = place();
    for (const [name, content, words] of [['none', '{}', /model_type is null/], ['bert', '{ "model_type": "bert" }', /model_type is "bert"/], ['junk', '{', /no config\.json of a model/], ['list', '[]', /no config\.json of a model/]] as const) {
      await assert.rejects(here.store.add(layDown(here.path, name, { 'config.json': content })), refusedWith(words), name);
    }
    await assert.rejects(here.store.add(layDown(here.path, 'empty', { 'a.txt': '' })), refusedWith(/no model that is known here.*got neither/));
    await assert.rejects(here.store.add(layDown(here.path, 'odd', { ...PIPELINE, 'unet/my weights': '' })), refusedWith(/my weights cannot be taken in.*rename or remove it/));
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`unet/${index}`, '']));
    await assert.rejects(here.store.add(layDown(here.path, 'many', { ...PIPELINE, ...many })), refusedWith(/too much in it.*at most 200 files/));
  });

  it('has no link that leads out of it, and may have others', async () => {
    using here = place();
    const secret = join(here.path, 'secret.json');
    writeFileSync(secret, 'secret');
    for (const target of [secret, '../../secret.json', '/etc/passwd', 'nowhere', here.path]) {
      const folder = layDown(here.path, `linked ${basename(target)}`, PIPELINE);
      rmSync(join(folder, 'tokenizer/vocab.json'), { force: true });
      symlinkSync(target, join(folder, 'tokenizer/vocab.json'));
      await assert.rejects(here.store.add(folder), refusedWith(/tokenizer\/vocab\.json is a symbolic link that leads out of .*cp -rL/), target);
      rmSync(folder, { recursive: true });
    }
    const folder = layDown(here.path, 'inside', PIPELINE);
    symlinkSync('../unet/weights.pb', join(folder, 'vae_decoder/weights.pb'));
    const model = await here.store.add(folder);
    assert.equal(statSync(join(model.path, 'vae_decoder/weights.pb')).isFile(), true);
    assert.equal(readFileSync(join(model.path, 'vae_decoder/weights.pb'), 'utf8'), 'weights');
    symlinkSync('unet', join(folder, 'loop'));
    await assert.rejects(here.store.add(folder, { id: 'again' }), refusedWith(/loop cannot be taken in: expected a file/));
  });
});

describe('a model of several files', () => {
  it('is whole while each of them is: by size at every look, by hash where one was written to', async () => {
    using here = place();
    const source = layDown(here.path, 'mine', PIPELINE);
    const { id, path, sha256 } = await here.store.add(source);
    rmSync(source, { recursive: true });
    assert.equal((await here.store.verify(id)).sha256, sha256);
    utimesSync(join(path, 'unet/weights.pb'), 1, 1);
    assert.equal((await requireModel(here.store, id, 'IMAGE')).id, id, 'touched, with the same bytes');
    assert.equal((await here.store.installed(id))?.files.find((file) => file.path === 'unet/weights.pb')?.modifiedMs, 1_000, 'so that it is not read again');
    writeFileSync(join(path, 'unet/weights.pb'), 'Weights');
    await assert.rejects(here.store.verify(id), (error: unknown) => error instanceof InvalidState && /was changed or damaged: expected SHA-256 .* of unet\/weights\.pb/.test(error.message));
    await assert.rejects(requireModel(here.store, id, 'IMAGE'), (error: unknown) => error instanceof ModelUnavailable && /bytes of its files were changed/.test(error.message));
    rmSync(join(path, 'unet/weights.pb'));
    assert.match((await here.store.look(id))?.failure ?? '', /its file unet\/weights\.pb is gone; remove it, and get it again/);
    await here.store.remove(id);
    assert.deepEqual(readdirSync(here.store.folder), []);
  });
});
