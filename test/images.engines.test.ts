// The image models, detectors and the safety checker of a process, by the ids under which they are installed; made-up weights, real folders.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ModelUnavailable } from '../src/domain/errors.ts';
import { OrderRefused } from '../src/engines/failures.ts';
import type { MadeImage, SafetyChoice } from '../src/engines/image/engine.ts';
import { ImageEngines } from '../src/engines/image/engines.ts';
import { ModelStore } from '../src/engines/models/store.ts';
import { writePipeline } from './support/made-up/diffusion.ts';
import { buildDetector, patched } from './support/detectors.ts';
import { SILENT, temporaryFolder } from './support/postgres.ts';
import { startService } from './support/service.ts';

const root = temporaryFolder();
const source = path.join(root.path, 'source');
before(() => {
  writePipeline(source, { withSafetyChecker: true });
  buildDetector(path.join(root.path, 'detector'), { type: 'rt_detr' });
});
after(() => root[Symbol.dispose]());

/** A model folder with an image model, a detector and, where it is asked for, a safety checker. */
async function installed(name: string, { withSafety = false } = {}): Promise<ModelStore> {
  const store = new ModelStore({ folder: path.join(root.path, name), floorBytes: 0 });
  await store.add(source, { id: 'painter' });
  await store.add(path.join(root.path, 'detector'), { id: 'finder' });
  if (withSafety) await store.add(path.join(source, 'safety_checker'), { id: 'checker' });
  return store;
}

function enginesOf(store: ModelStore, safety: SafetyChoice = 'off'): ImageEngines {
  return new ImageEngines({ store, safety, device: 'cpu', threads: 1, idleMs: 60_000, log: SILENT });
}

const lane = { lane: 'a', signal: new AbortController().signal };

function make(engines: ImageEngines, model = 'painter'): Promise<MadeImage> {
  return engines.of(model).make({ prompt: 'a dog', negativePrompt: '', width: 64, height: 64, steps: 4, guidance: 7.5, scheduler: 'DDIM', seed: 1 }, lane);
}

describe('the image engines of a process', () => {
  it('are one for each model, say what is loaded, and count what they do', async () => {
    await using engines = enginesOf(await installed('counted'));
    assert.equal(engines.of('painter'), engines.of('painter'));
    assert.deepEqual([engines.loaded, engines.loadedOn('painter'), engines.counted], [[], null, { images: 0, steps: 0, passes: 0 }]);
    const [one] = await Promise.all([make(engines), make(engines)]);
    assert.equal(one.isSafe, null);
    assert.deepEqual(engines.loaded.map(({ model, device }) => [model, device]), [['painter', 'cpu']]);
    assert.deepEqual([engines.loadedOn('painter'), engines.counted], ['cpu', { images: 2, steps: 8, passes: 8 }]);
  });

  it('find what they are asked for, refuse what a detector does not know, and tell its weights', async () => {
    await using engines = enginesOf(await installed('found'));
    const detector = engines.detector('finder');
    const picture = patched({ width: 128, height: 128 }, [{ colour: 'red', box: [0, 0, 32, 32] }]);
    const { boxes, sha256 } = await detector.detect(picture, ['dog', 'cat'], lane);
    assert.deepEqual([boxes.map(({ label }) => label), picture.rgb.length], [['dog'], 128 * 128 * 3]);
    assert.match(sha256, /^[0-9a-f]{64}$/);
    await assert.rejects(detector.detect(picture, ['unicorn'], lane), (error: unknown) => error instanceof OrderRefused && /unicorn/.test(error.message));
    assert.deepEqual((await detector.detect(picture, ['cat'], lane)).boxes, []);
    assert.equal(engines.loadedOn('finder'), 'cpu');
  });

  it('are refused where no such model is installed, with how to get one', async () => {
    await using engines = enginesOf(await installed('missing'));
    await assert.rejects(make(engines, 'nobody'), (error: unknown) => error instanceof ModelUnavailable && /models -- add/.test(error.message));
    await assert.rejects(make(engines, 'finder'), ModelUnavailable);
    await assert.rejects(engines.detector('painter').detect(patched({ width: 64, height: 64 }, []), ['dog'], lane), ModelUnavailable);
  });
});

describe('pictures that shall be looked at', () => {
  it('are, by whatever safety checker is installed', async () => {
    await using engines = enginesOf(await installed('safe', { withSafety: true }), 'flag');
    await engines.requireSafety();
    assert.equal(typeof (await make(engines)).isSafe, 'boolean');
  });

  it('are not made without one', async () => {
    const store = await installed('unsafe');
    await using careless = enginesOf(store);
    await careless.requireSafety();
    await using engines = enginesOf(store, 'block');
    await assert.rejects(engines.requireSafety(), (error: unknown) => error instanceof ModelUnavailable && /^SAFETY=block, but the model (\S+) is not installed: run `npm run models -- pull \1`.*; or set SAFETY=off$/.test(error.message));
    await assert.rejects(make(engines), ModelUnavailable);
    await assert.rejects(startService({ MODEL_DIR: store.folder, SAFETY: 'flag' }), /^ModelUnavailable: SAFETY=flag, but /);
  });
});
