// Runs of images that shall be annotated, over the whole service: the boxes are those that the detector finds in the file's own pixels, the same in the
// API, in COCO and in the metadata, and they can be looked at.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import sharp from 'sharp';
import { accepted } from '../src/client/failures.ts';
import { StartImageRunDocument } from '../src/client/generated/graphql.ts';
import { loadDetector } from '../src/engines/image/detector/load.ts';
import { ModelStore } from '../src/engines/models/store.ts';
import { buildDetector } from './support/detectors.ts';
import { finishedImages, imageNames, imageOrder, pagedImages, startImages } from './support/image-runs.ts';
import { imageModelFolder } from './support/made-up-pipelines.ts';
import { ended, textOf } from './support/runs.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';

/** The made-up detector finds colours, and there are some in whatever noise a made-up model paints. */
const LABELS = ['red', 'green', 'blue'];

interface Coco {
  readonly info: { readonly annotations: string; readonly detector: string };
  readonly annotations: readonly { readonly image_id: number; readonly category_id: number; readonly bbox: readonly number[]; readonly score: number; readonly detector: object }[];
}

async function bytesAt(url: string | null | undefined): Promise<Buffer> {
  const answer = await fetch(url ?? '');
  return Buffer.from(await answer.arrayBuffer());
}

describe('an annotated run', () => {
  let service: ServiceProcess;
  let detector: string;
  let store: ModelStore;
  const stack = new AsyncDisposableStack();
  before(async () => {
    const models = stack.use(await imageModelFolder());
    detector = path.join(models.path, '../detector');
    buildDetector(detector, { type: 'owlv2' });
    store = new ModelStore({ folder: models.path, floorBytes: 0 });
    await store.add(detector, { id: 'finder' });
    service = stack.use(await startServiceProcess({ environment: models.environment }));
  });
  after(() => stack.disposeAsync());

  it('has the boxes of its detector, the same wherever they are told', async () => {
    const { client, folder } = service;
    const job = await finishedImages(client, imageOrder(5, { outputs: [{ format: 'COCO' }, { format: 'JSONL' }], image: { annotate: LABELS } }));
    const images = await pagedImages(client, job.id);
    const finder = await loadDetector(detector, { device: 'cpu', threads: 1 });
    const expected = await Promise.all(imageNames(5).map(async (name) => {
      const { data, info } = await sharp(path.join(folder, job.outputPath, name)).raw().toBuffer({ resolveWithObject: true });
      const boxes = await finder.detect({ rgb: data, width: info.width, height: info.height }, LABELS);
      return boxes.map(({ label, score, x, y, width, height }) => ({ label, bbox: [x, y, width, height], score }));
    }));
    await finder.release();
    assert(expected.some((boxes) => boxes.length > 0));
    assert.deepEqual(images.map(({ annotations }) => annotations), expected.map((boxes) => boxes.map((box) => ({ ...box, detectorSha256: finder.sha256 }))));

    const { info, annotations } = JSON.parse(textOf(folder, job, 'annotations/annotations.json')) as Coco;
    assert.deepEqual([info.annotations, info.detector], ['pseudo-labels, unverified', 'finder']);
    assert.deepEqual(annotations.map(({ image_id, category_id, bbox, score }) => [image_id - 1, LABELS[category_id - 1], bbox, score]), expected.flatMap((boxes, index) => boxes.map(({ label, bbox, score }) => [index, label, bbox, score])));
    for (const annotation of annotations) assert.deepEqual(annotation.detector, { id: 'finder', sha256: finder.sha256 });

    const lines = textOf(folder, job, 'metadata.jsonl').trimEnd().split('\n').map((line) => JSON.parse(line) as { readonly objects: object; readonly detector_sha256: string });
    for (const line of lines) assert.equal(line.detector_sha256, finder.sha256);
    assert.deepEqual(lines.map(({ objects }) => objects), expected.map((boxes) => ({ bbox: boxes.map(({ bbox }) => bbox), categories: boxes.map(({ label }) => label), score: boxes.map(({ score }) => score) })));
  });

  it('shows them drawn over a picture that stays as it is', async () => {
    const { client, folder } = service;
    const job = await finishedImages(client, imageOrder(1, { outputs: [], image: { annotate: LABELS } }));
    const [image] = await pagedImages(client, job.id);
    const drawn = await sharp(await bytesAt(image?.overlayUrl)).raw().toBuffer({ resolveWithObject: true });
    const plain = readFileSync(path.join(folder, job.outputPath, imageNames(1)[0] ?? ''));
    assert.deepEqual([drawn.info.width, drawn.info.height, drawn.info.channels], [64, 64, 3]);
    assert.notDeepEqual(drawn.data, await sharp(plain).raw().toBuffer());
    assert.deepEqual(await bytesAt(image?.url), plain);
  });

  it('is refused at its start where the detector does not know a label, or does not say which it knows', async () => {
    const { client } = service;
    const asks = async (annotate: readonly string[]) => (await client.ask(StartImageRunDocument, { input: imageOrder(1, { image: { annotate: [...annotate] } }) })).startImageRun;
    const folder = path.join(detector, '../classes'); // sorts before the other, and so is taken
    buildDetector(folder, { type: 'rt_detr' });
    await store.add(folder);
    try {
      const refused = await asks(['Dog ', 'unicorn']);
      assert(refused.__typename === 'InvalidInputError');
      assert.deepEqual(refused.issues, [{ path: ['image', 'annotate'], message: 'the detector does not know "unicorn": expected labels among dog, cat, bicycle. For photos, a detector with an open vocabulary, such as OWLv2, takes any', line: null }]);
      await ended(client, accepted(await asks(['Dog '])).id);
      await store.remove('classes');
      writeFileSync(path.join(folder, 'config.json'), '{ "model_type": "rt_detr" }');
      await store.add(folder);
      const unread = await asks(['dog']);
      assert(unread.__typename === 'ModelUnavailableError');
      assert.match(unread.message, /^the model classes cannot be used: config\.json: expected id2label with a label for each number/);
    } finally {
      await store.remove('classes');
    }
  });

  it('fails, and says why, where a detector cannot look for what it is asked for', async () => {
    const { client } = service;
    const { id } = await startImages(client, imageOrder(1, { image: { annotate: ['red'.repeat(30)] } }));
    const { failure } = await ended(client, id, 'FAILED');
    assert.match(failure?.message ?? '', /"redred.*" is too long for the detector: expected 16 tokens at most.*Say it in fewer words/);
  });
});
