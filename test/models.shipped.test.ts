// Models that come with this version: here without a pull, taken where there is no other of their kind, used where they lie, never removed; and what a run
// is told whose pictures such a model, or another, cannot make.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { InvalidInput, InvalidState, ModelUnavailable } from '../src/domain/errors.ts';
import { ImageEngines } from '../src/engines/image/engines.ts';
import { Hub } from '../src/engines/models/hub.ts';
import { readManifest, type Manifest } from '../src/engines/models/manifest.ts';
import { Models, NOTHING_LOADED } from '../src/engines/models/models.ts';
import { requireModel } from '../src/engines/models/require-model.ts';
import { ModelStore } from '../src/engines/models/store.ts';
import { chooseImageModels } from '../src/jobs/model-choice.ts';
import { createLog } from '../src/lib/log.ts';
import { writePipeline } from './support/made-up/diffusion.ts';
import { buildDetector, LABELS } from './support/detectors.ts';
import { sha256Of } from './support/model-hub.ts';
import { temporaryFolder } from './support/postgres.ts';
import { smallManifest, SMALL_PIPELINE } from './support/small-models.ts';

const SIDE = 128;
const GUIDANCE = 4;
const PIPELINE = 'painter/pipeline';
const UNET_CONFIG = 'unet/config.json';
const log = createLog('silent');

const folder = temporaryFolder();
const shippedFolder = join(folder.path, 'shipped');
let manifest: Manifest;
before(() => {
  writePipeline(join(shippedFolder, PIPELINE));
  writeFileSync(join(shippedFolder, PIPELINE, UNET_CONFIG), JSON.stringify({ cross_attention_dim: 32, sample_size: SIDE / 8, fixed_sample_size: true }));
  const index = join(shippedFolder, PIPELINE, 'model_index.json');
  writeFileSync(index, JSON.stringify({ ...(JSON.parse(readFileSync(index, 'utf8')) as object), guidance_scale: GUIDANCE }));
  buildDetector(join(shippedFolder, 'painter/detector'), { type: 'verisim_nano' });
  manifest = readManifest({ ...smallManifest(), models: [...smallManifest().models, shipped('painter', 'IMAGE', PIPELINE), shipped('finder', 'DETECTOR', 'painter/detector')] });
});
after(() => folder[Symbol.dispose]());

/** Such an entry of the manifest. */
function shipped(id: string, kind: string, place: string): object {
  const root = join(shippedFolder, place);
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const entries = files.map((file) => [relative(root, file), { bytes: readFileSync(file).length, sha256: sha256Of(readFileSync(file)) }]);
  return { id, name: `Made-up ${id}`, kind, shipped: place, license: 'MIT', notes: 'It has learned nothing.', files: Object.fromEntries(entries) };
}

interface Place extends AsyncDisposable {
  readonly path: string;
  readonly store: ModelStore;
  readonly models: Models;
}

/** An empty model folder. */
function place(): Place {
  const own = temporaryFolder();
  const store = new ModelStore({ folder: join(own.path, 'models'), floorBytes: 0, manifest, shippedFolder });
  const models = new Models({ store, remote: null, hub: new Hub({ endpoint: 'http://127.0.0.1:1', token: undefined }), loaded: NOTHING_LOADED, log });
  return {
    path: own.path, store, models,
    [Symbol.asyncDispose]: async () => {
      await models[Symbol.asyncDispose]();
      own[Symbol.dispose]();
    },
  };
}

/** Adds a pipeline of a user's own. */
async function add({ path, store }: Place, id: string): Promise<void> {
  const source = join(path, `${id}-source`);
  writePipeline(source);
  for (const name of Object.keys(store.known(id)?.files ?? {})) if (!existsSync(join(source, name))) writeFileSync(join(source, name), 'more');
  await store.add(source, { id });
}

async function spoiled(file: string, work: () => Promise<void>): Promise<void> {
  const bytes = readFileSync(file);
  try {
    await work();
  } finally {
    writeFileSync(file, bytes);
  }
}

describe('a model that came with this version', () => {
  it('is here without a pull, whole, and says what it is', async () => {
    await using here = place();
    const painter = (await here.models.list()).find(({ id }) => id === 'painter');
    const { path, bytes, files } = await requireModel(here.store, 'painter', 'IMAGE');
    assert.equal(path, join(shippedFolder, PIPELINE));
    assert.deepEqual(
      { ...painter, bytes: painter?.bytes === bytes, pulledBytes: painter?.pulledBytes === bytes },
      { id: 'painter', kind: 'IMAGE', name: 'Made-up painter', license: 'MIT', source: `this version of Verisim (models/${PIPELINE})`, notes: 'It has learned nothing.', quantization: null, context: null, isDefault: true, shipped: true, installed: true, pulling: false, bytes: true, pulledBytes: true, failure: null, loaded: false, device: null },
    );
    assert.equal((await here.store.verify('painter')).files.length, files.length);
    assert.deepEqual(await here.store.recorded(), ['finder', 'painter']);
    assert.deepEqual(await here.models.pull('painter'), painter, 'asked for again, it is answered as it is');
    assert.equal(existsSync(here.store.folder), false, 'nothing was written');
  });

  it('is never removed, nor shadowed by another of its name', async () => {
    await using here = place();
    const refused = (error: unknown): boolean => error instanceof InvalidState && /^the model painter came with this version \(models\/painter\/pipeline\), so it is neither pulled, added nor removed/.test(error.message);
    await assert.rejects(here.models.remove('painter'), refused);
    await assert.rejects(here.store.remove('painter'), refused);
    await assert.rejects(here.store.add(join(shippedFolder, PIPELINE), { id: 'painter' }), refused);
    assert.equal((await here.store.look('painter'))?.installed, true);
  });

  it('is refused where its files are not those of this version, with the way back', async () => {
    await using here = place();
    const file = join(shippedFolder, PIPELINE, UNET_CONFIG);
    const messageOf = (): Promise<string> => requireModel(here.store, 'painter', 'IMAGE').then(() => 'none', (error: unknown) => (error instanceof ModelUnavailable ? error.message : String(error)));
    await spoiled(file, async () => {
      writeFileSync(file, readFileSync(file, 'utf8').replace('16', '61'));
      assert.match(await messageOf(), /^the model painter came with this version, and is not whole: bytes of its files were changed; restore the files of this version: git checkout -- models/);
      await assert.rejects(here.store.verify('painter'), /was changed or damaged: expected SHA-256 .* of unet\/config\.json, got .*; restore the files/);
      rmSync(file);
      assert.match(await messageOf(), /its file unet\/config\.json is gone; restore the files/);
      await assert.rejects(here.models.pull('painter'), (error: unknown) => error instanceof InvalidState && /restore the files/.test(error.message));
      await assert.rejects(chooseImageModels({ annotate: [] }, here.models), /the model painter came with this version, and is not whole/);
      await assert.rejects(here.store.add(join(shippedFolder, PIPELINE), { id: 'painter' }), /restore the files/);
    });
    const detector = join(shippedFolder, 'painter/detector/config.json');
    await spoiled(detector, async () => {
      rmSync(detector);
      await assert.rejects(chooseImageModels({ annotate: ['dog'] }, here.models), /the model finder came with this version, and is not whole: its file config\.json is gone; restore the files/);
    });
    assert.equal(await messageOf(), 'none');
  });

  it('is taken where there is no other of its kind: the default comes first, then any that was added', async () => {
    await using here = place();
    const taken = async (): Promise<readonly unknown[]> => [await here.models.standard('IMAGE'), (await here.models.inUse()).IMAGE?.id, (await here.models.list()).filter(({ kind, isDefault }) => kind === 'IMAGE' && isDefault).map(({ id }) => id)];
    assert.deepEqual(await taken(), ['painter', 'painter', ['painter']]);
    await add(here, 'mine');
    assert.deepEqual(await taken(), ['mine', 'mine', ['mine']]);
    await add(here, SMALL_PIPELINE);
    assert.deepEqual(await taken(), [SMALL_PIPELINE, SMALL_PIPELINE, [SMALL_PIPELINE]]);
    assert.equal(await here.models.standard('TEXT'), undefined, 'of this kind none came');
  });

  it('makes pictures, and finds things in them, where it lies', async () => {
    await using here = place();
    await using engines = new ImageEngines({ store: here.store, safety: 'off', device: 'cpu', threads: 1, idleMs: 60_000, log });
    const lane = { lane: 'job', signal: new AbortController().signal };
    const { picture } = await engines.of('painter').make({ prompt: 'a cup', negativePrompt: '', width: SIDE, height: SIDE, steps: 2, guidance: 1, scheduler: 'EULER', seed: 1 }, lane);
    assert.deepEqual([picture.width, picture.height], [SIDE, SIDE]);
    assert.equal((await engines.detector('finder').detect(picture, [LABELS[0]], lane)).sha256, sha256Of(readFileSync(join(shippedFolder, 'painter/detector/model.onnx'))));
  });

  it('needs bytes and a hash of each file in the manifest, and no repository', () => {
    const faultsOf = (change: object): string => {
      try {
        readManifest({ ...manifest, models: [...smallManifest().models, { ...shipped('painter', 'IMAGE', PIPELINE), ...change }] });
      } catch (error) {
        return String(error);
      }
      return 'none';
    };
    assert.equal(faultsOf({}), 'none');
    assert.match(faultsOf({ files: { 'model_index.json': { bytes: 1 } } }), /\(painter\)\.files\.model_index\.json: expected bytes and sha256/);
    for (const change of [{ repository: 'a/b' }, { revision: 'main' }, { shipped: undefined }]) assert.match(faultsOf(change), /\(painter\)\.repository: expected owner\/name, or in its place `shipped`/);
    for (const shipped of ['../up', '/etc', '']) assert.match(faultsOf({ shipped }), /\(painter\)\.shipped: expected a folder below/);
  });
});

describe('the models of a run of pictures that names none', () => {
  it('are those that came with this version, at their own size and guidance', async () => {
    await using here = place();
    assert.deepEqual(await chooseImageModels({ annotate: ['dog'] }, here.models), { image: 'painter', size: { width: SIDE, height: SIDE }, guidance: GUIDANCE, detector: 'finder' });
    await assert.rejects(chooseImageModels({ annotate: ['unicorn'] }, here.models), (error: unknown) => error instanceof InvalidInput && /does not know "unicorn": expected labels among dog, cat, bicycle/.test(error.message));
  });

  it('box drawings by the detector that came with them, and photos by one that was installed alone', async () => {
    await using here = place();
    await add(here, 'mine');
    await assert.rejects(chooseImageModels({ annotate: ['dog'] }, here.models), (error: unknown) => error instanceof ModelUnavailable && error.message.includes(here.store.defaultOf('DETECTOR')));
    const source = join(here.path, 'detector');
    buildDetector(source, { type: 'rt_detr' });
    await here.store.add(source, { id: 'looker' });
    assert.equal((await chooseImageModels({ annotate: ['dog'] }, here.models)).detector, 'looker');
    assert.equal((await chooseImageModels({ annotate: ['dog'], model: 'painter' }, here.models)).detector, 'finder');
  });

  it('are refused for any other size, before anything is made', async () => {
    await using here = place();
    await assert.rejects(chooseImageModels({ annotate: [], width: 512, height: SIDE }, here.models), (error: unknown) => {
      assert(error instanceof InvalidInput);
      assert.deepEqual(error.issues, [{ path: ['image', 'width'], message: 'expected 128 pixels, the only size that the model painter makes, got 512: ask for that, leave the size out, or name another model' }]);
      return true;
    });
    assert.deepEqual((await chooseImageModels({ annotate: [], height: SIDE }, here.models)).size, { width: SIDE, height: SIDE });
  });

  it('make any size where only the best is said, 512 where that is not, and follow the prompt as is asked for, or as Stable Diffusion does', async () => {
    await using here = place();
    for (const [id, config, side] of [['large', { sample_size: 96 }, 768], ['silent', {}, 512], ['odd', { sample_size: 65 }, 512], ['pair', { sample_size: [8, 8] }, 512]] as const) {
      const source = join(here.path, id);
      writePipeline(source);
      writeFileSync(join(source, UNET_CONFIG), JSON.stringify({ cross_attention_dim: 32, ...config }));
      await here.store.add(source, { id });
      assert.deepEqual(await chooseImageModels({ annotate: [], model: id, width: 64 }, here.models), { image: id, size: { width: 64, height: side }, guidance: 7.5 });
      assert.equal((await chooseImageModels({ annotate: [], model: id, guidance: 2 }, here.models)).guidance, 2);
    }
    rmSync(join((await requireModel(here.store, 'silent', 'IMAGE')).path, UNET_CONFIG));
    await assert.rejects(chooseImageModels({ annotate: [], model: 'silent' }, here.models), ModelUnavailable);
  });
});
