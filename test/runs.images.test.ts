// Runs of images over the whole service, with a made-up model: as many as were asked for, in files, pages, streams and archives alike, the same again
// for the same seed, whoever is killed or cancelled meanwhile; and what cannot be done is said. What the model paints is noise: nothing here depends on that.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import sharp from 'sharp';
import type { ImageBatch } from '../src/client/client.ts';
import { accepted } from '../src/client/failures.ts';
import { CancelJobDocument, DeleteJobDocument, ExportJobDocument, RetryJobDocument, StartImageRunDocument, type ImageRunInput } from '../src/client/generated/graphql.ts';
import { collect } from './support/collect.ts';
import { ALL_ROWS, closeGate, embeddedIn, rowsFrom } from './support/gate.ts';
import { finishedImages, hashesIn, imageNames, imageOrder, imagesIn, pagedImages, startImages } from './support/image-runs.ts';
import { IMAGE_MODEL, imageModelFolder } from './support/made-up-pipelines.ts';
import type { ModelFolder } from './support/made-up-models.ts';
import { ended, jobOf, seen, startRun, textOf } from './support/runs.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';
import { unzip } from './support/unzip.ts';

let models: ModelFolder;
before(async () => {
  models = await imageModelFolder();
});
after(() => models[Symbol.dispose]());

function start(environment: Readonly<Record<string, string>> = {}, more: object = {}): Promise<ServiceProcess> {
  return startServiceProcess({ environment: { ...models.environment, ...environment }, ...more });
}

const EVERY_FORMAT: ImageRunInput['outputs'] = [{ format: 'ZIP' }, { format: 'JSONL' }, { format: 'COCO' }];

describe('a run of images', () => {
  let service: ServiceProcess;
  before(async () => {
    service = await start({ WORKER_PLACES: '2' });
  });
  after(() => service?.[Symbol.asyncDispose]());

  it('delivers as many as were asked for, the same in files, pages, streams, metadata and the archive', async () => {
    const { client, folder } = service;
    const { id, outputPath, __typename } = await startImages(client, imageOrder(11, { outputs: EVERY_FORMAT }));
    assert.equal(__typename, 'ImageJob');
    assert.match(outputPath, /^images_\d{8}_\d{6}_[0-9a-z]{4}$/);
    const streamed = imagesIn(await collect(client.followImages(id)));
    const job = await ended(client, id);
    assert.deepEqual(job.outputs.map(({ fileName, format }) => [fileName, format]), [['images.zip', 'ZIP'], ['metadata.jsonl', 'JSONL'], ['annotations/annotations.json', 'COCO']]);
    const images = await pagedImages(client, id);
    assert.deepEqual(images.map(({ index }) => index), Array.from({ length: 11 }, (_, index) => index));
    const known = ({ url: _, ...image }: (typeof images)[number]): object => image; // an address may bear a later date
    assert.deepEqual(streamed.toSorted((a, b) => a.index - b.index).map(known), images.map(known));
    assert.equal(new Set(images.map(({ seed }) => seed)).size, 11, 'a seed of its own for each');

    const hashes = hashesIn(folder, job);
    assert.deepEqual(Object.keys(hashes), [...['annotations/annotations.json', 'images.zip', ...imageNames(11), 'manifest.json', 'metadata.jsonl']].sort());
    for (const { index, sha256, prompt, width, height, truncatedTokens, safe, blocked, overlayUrl } of images) {
      assert.equal(hashes[imageNames(11)[index] ?? ''], sha256);
      assert.deepEqual([prompt, width, height, truncatedTokens, safe, blocked, overlayUrl], [index % 2 === 0 ? 'a cup' : 'a red hat', 64, 64, 0, null, false, null]);
    }
    const { width, height, channels } = await sharp(path.join(folder, outputPath, 'images/image_00003.png')).raw().toBuffer({ resolveWithObject: true }).then(({ info }) => info);
    assert.deepEqual([width, height, channels], [64, 64, 3]);

    const lines = textOf(folder, job, 'metadata.jsonl').trimEnd().split('\n').map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    assert.deepEqual(lines.map((line) => [line['file_name'], line['prompt'], line['seed'], line['steps'], line['scheduler'], line['model']]), images.map(({ index, prompt, seed }) => [imageNames(11)[index], prompt, seed, 3, 'DPMPP_2M_KARRAS', IMAGE_MODEL]));
    const entries = unzip(readFileSync(path.join(folder, outputPath, 'images.zip')));
    assert.deepEqual([...entries.keys()], [...imageNames(11), 'metadata.jsonl']);
    for (const [name, content] of entries) assert.deepEqual(content, readFileSync(path.join(folder, outputPath, name)), name);
    const coco = JSON.parse(textOf(folder, job, 'annotations/annotations.json')) as { images: readonly { file_name: string }[]; annotations: readonly unknown[] };
    assert.deepEqual([coco.images.map(({ file_name: name }) => `images/${name}`), coco.annotations], [imageNames(11), []]);
  });

  it('has each at an address of its own, whole, in ranges and by its head, until the job is deleted', async () => {
    const { client } = service;
    const { id } = await finishedImages(client, imageOrder(1, { outputs: [] }));
    const [image] = await pagedImages(client, id);
    assert(image !== undefined);
    const whole = await fetch(image.url);
    const bytes = Buffer.from(await whole.arrayBuffer());
    assert.deepEqual([whole.status, whole.headers.get('content-type'), bytes.length, whole.headers.get('etag')], [200, 'image/png', image.bytes, `"${image.sha256 ?? ''}"`]);
    assert.equal((await sharp(bytes).metadata()).width, 64);
    const part = await fetch(image.url, { headers: { range: 'bytes=10-19' } });
    assert.deepEqual([part.status, Buffer.from(await part.arrayBuffer())], [206, bytes.subarray(10, 20)]);
    const head = await fetch(image.url, { method: 'HEAD' });
    assert.deepEqual([head.status, head.headers.get('content-length')], [200, String(bytes.length)]);
    assert.equal((await fetch(image.url, { headers: { 'if-none-match': `"${image.sha256 ?? ''}"` } })).status, 304);
    for (const forged of [image.url.replace('/0/plain/', '/1/plain/'), image.url.replace('/plain/', '/overlay/'), image.url.replace(/signature=..../, 'signature=AAAA')]) assert.equal((await fetch(forged)).status, 403, forged);
    accepted((await client.ask(DeleteJobDocument, { id })).deleteJob);
    assert.equal((await fetch(image.url)).status, 404);
    assert.deepEqual(readdirSync(service.folder).filter((name) => name.startsWith('images_') && readdirSync(path.join(service.folder, name)).length === 0), []);
  });

  it('gives the same bytes for the same seed, two at once and in another process, and others for another seed', async () => {
    const { client, folder } = service;
    const [one, two] = await Promise.all([finishedImages(client, imageOrder(7, { outputs: EVERY_FORMAT })), finishedImages(client, imageOrder(7, { outputs: EVERY_FORMAT }))]);
    assert.deepEqual(hashesIn(folder, two), hashesIn(folder, one));
    await using other = await start({ MODEL_THREADS: '2', WORKER_PLACES: '1' });
    const third = await finishedImages(other.client, imageOrder(7, { outputs: EVERY_FORMAT }));
    assert.deepEqual(hashesIn(other.folder, third), hashesIn(folder, one));
    const else_ = hashesIn(folder, await finishedImages(client, imageOrder(7, { seed: 6 })));
    for (const name of imageNames(7)) assert.notEqual(else_[name], hashesIn(folder, one)[name]);
  });

  it('streams each once, to a client that was cut off and comes back with its cursor, too', async () => {
    const { client } = service;
    const { id } = await startImages(client, imageOrder(40));
    const seenBefore: ImageBatch[] = [];
    for await (const batch of client.followImages(id)) {
      seenBefore.push(batch);
      if (imagesIn(seenBefore).length > 0) break;
    }
    const rest = await collect(client.followImages(id, { after: seenBefore.at(-1)?.cursor ?? '' }));
    assert.deepEqual(imagesIn([...seenBefore, ...rest]).map(({ index }) => index).toSorted((a, b) => a - b), Array.from({ length: 40 }, (_, index) => index));
    assert.deepEqual(imagesIn(await collect(client.followImages(id, { after: rest.at(-1)?.cursor ?? '' }))), []);
    await assert.rejects(collect(client.followImages(id, { after: 'nonsense' })), /expected a cursor/);
  });

  it('is cancelled with what it has, goes on to the same end when it is retried, and is written again', async () => {
    const { client, folder } = service;
    const whole = await finishedImages(client, imageOrder(40));
    await using gate = await closeGate(embeddedIn(folder), ALL_ROWS);
    const { id } = await startImages(client, imageOrder(40)); // three shards
    await gate.held();
    const cancelling = client.ask(CancelJobDocument, { id });
    await gate.waiting(2); // the shard at the other place, and the cancelling
    await gate.open();
    assert.equal(accepted((await cancelling).cancelJob).__typename, 'ImageJob');
    const kept = hashesIn(folder, await ended(client, id, 'CANCELLED'));
    const undisturbed = hashesIn(folder, whole);
    const names = Object.keys(kept).filter((name) => name.startsWith('images/'));
    assert(names.length > 0 && names.length < 40, `${names.length} kept`);
    for (const name of names) assert.equal(kept[name], undisturbed[name]);
    assert.equal((await pagedImages(client, id)).length, names.length);
    accepted((await client.ask(RetryJobDocument, { id })).retryJob);
    assert.deepEqual(hashesIn(folder, await ended(client, id)), undisturbed);
    accepted((await client.ask(ExportJobDocument, { id, output: { format: 'ZIP' } })).exportJob);
    const done = await seen(client, id, (job) => job.outputs.length === 2 && job.progress.stage === 'DONE');
    assert.equal(unzip(readFileSync(path.join(folder, done.outputPath, 'images.zip'))).size, 41);
  });

  it('stands among the jobs with its own type, repeats its order, and is started once for a key', async () => {
    const { client } = service;
    const input = imageOrder(1, { idempotencyKey: 'once', outputs: [] });
    const [first, again] = [await startImages(client, input), await startImages(client, input)];
    assert.equal(first.id, again.id);
    const other = (await client.ask(StartImageRunDocument, { input: { ...input, numImages: 2 } })).startImageRun;
    assert(other.__typename === 'InvalidInputError');
    const { input: kept } = await ended(client, first.id);
    assert.deepEqual((kept as { image: object }).image, { width: 64, height: 64, steps: 3, scheduler: 'DPMPP_2M_KARRAS', negativePrompt: '', annotate: [] });
    await finishedImages(client, kept as ImageRunInput);
    const { id: textId } = await startRun(client, { source: { definition: { shorthand: { a: 'int' } } }, rows: 1, engine: 'SAMPLER', outputs: [] });
    await ended(client, textId);
    await assert.rejects(collect(client.followImages(textId)), /no such job|not found/i);
    const coco = (await client.ask(ExportJobDocument, { id: textId, output: { format: 'COCO' } })).exportJob;
    assert(coco.__typename === 'InvalidInputError' && /makes none/.test(coco.message));
    assert.equal((await jobOf(client, first.id)).__typename, 'ImageJob');
  });

  it('refuses what it cannot do, with every fault at its place in the input', async () => {
    const { client } = service;
    const cases: readonly (readonly [Partial<ImageRunInput>, readonly string[], RegExp])[] = [
      [{ prompts: [] }, ['prompts'], /1 to 1000 prompts/],
      [{ prompts: ['a cup', ' '] }, ['prompts.1'], /nothing but space/],
      [{ prompts: ['x'.repeat(2_001)] }, ['prompts.0'], /at most 2000/],
      [{ prompts: ['bad \u0000'] }, ['prompts'], /cannot be stored/],
      [{ numImages: 0 }, ['numImages'], /from 1 to 50000, got 0/],
      [{ numImages: -3, image: { width: 100, height: 4_096, steps: 0, guidance: -1 } }, ['image.width', 'image.height', 'image.steps', 'image.guidance', 'numImages'], /multiple of 64/],
      [{ image: { annotate: ['cup', 'cup'] } }, ['image.annotate.1'], /named twice/],
      [{ outputs: [{ format: 'JSONL' }, { format: 'CSV' }] }, ['outputs.1.format'], /JSONL, COCO, ZIP, got CSV/],
      [{ outputs: [{ format: 'ZIP', compression: 'GZIP' }] }, ['outputs.0.compression'], /compressed already/],
      [{ idempotencyKey: 'x'.repeat(201) }, ['idempotencyKey'], /at most 200/],
    ];
    for (const [more, places, message] of cases) {
      const answer = (await client.ask(StartImageRunDocument, { input: imageOrder(2, more) })).startImageRun;
      assert(answer.__typename === 'InvalidInputError', `${places.join()}: ${JSON.stringify(answer).slice(0, 200)}`);
      assert.deepEqual(answer.issues.map((issue) => issue.path.join('.')), places);
      assert.match(answer.message, message);
    }
    for (const more of [{ image: { model: 'nobody' } }, { image: { annotate: ['cup'] } }]) {
      const answer = (await client.ask(StartImageRunDocument, { input: imageOrder(2, more) })).startImageRun;
      assert(answer.__typename === 'ModelUnavailableError', JSON.stringify(answer));
      assert.match(answer.message, /npm run models/);
    }
  });
});

describe('a worker that is killed while images are made', () => {
  it('is gone on after: every image once, the same bytes', async () => {
    const first = await start();
    const { folder, port } = first;
    try {
      const undisturbed = hashesIn(folder, await finishedImages(first.client, imageOrder(60)));
      await using gate = await closeGate(embeddedIn(folder), rowsFrom('images', 40));
      const { id } = await startImages(first.client, imageOrder(60));
      await gate.held();
      await first.kill();
      await using second = await start({ WORKER_PLACES: '1', PORT: String(port) }, { folder });
      await gate.open();
      const streamed = collect(second.client.followImages(id));
      const done = await ended(second.client, id);
      assert.deepEqual(hashesIn(folder, done), undisturbed);
      assert.deepEqual(imagesIn(await streamed).map(({ index }) => index).toSorted((a, b) => a - b), Array.from({ length: 60 }, (_, index) => index));
      assert.equal((await jobOf(second.client, id)).progress.done, 60);
    } finally {
      await first[Symbol.asyncDispose]();
    }
  });
});
