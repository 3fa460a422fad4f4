// Runs of images with engines that do as they are told: what is committed, what is kept when a run is stopped, what is blocked, and what fails. Against
// a real PostgreSQL, a real queue and a real folder.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import sharp from 'sharp';
import { registerWorker } from '../src/db/liveness.ts';
import { InvalidInput, LimitReached } from '../src/domain/errors.ts';
import { IMAGE_DEFAULTS } from '../src/domain/images/plan.ts';
import { localStorage } from '../src/files/local.ts';
import { StorageFull, type Storage } from '../src/files/storage.ts';
import { ImagePreviews } from '../src/jobs/image-previews.ts';
import { JobPlans } from '../src/jobs/job-plans.ts';
import { Live } from '../src/jobs/live.ts';
import { Queue } from '../src/jobs/queue.ts';
import { LOCAL_VIEWER, type ImageBatchRecord, type ImageRecord, type ImageRunInput, type JobRecord, type UnifiedRunInput } from '../src/jobs/records.ts';
import { Runner } from '../src/jobs/runner.ts';
import { Runs } from '../src/jobs/runs.ts';
import { Schemas } from '../src/jobs/schemas.ts';
import { WorkThreads } from '../src/jobs/threads.ts';
import { Downloadables } from '../src/server/downloadable.ts';
import { collect } from './support/collect.ts';
import { eventually } from './support/eventually.ts';
import { NO_ENGINES, NO_MACHINES, NO_PLANNER } from './support/no-models.ts';
import { openTestDatabase, SILENT, temporaryFolder } from './support/postgres.ts';
import { ScriptedImages } from './support/scripted-images.ts';
import { unzip } from './support/unzip.ts';

const cleanUp = new AsyncDisposableStack();
after(() => cleanUp.disposeAsync());
const db = cleanUp.use(await openTestDatabase());
const folder = cleanUp.use(temporaryFolder());
const data = path.join(folder.path, 'data');
const disk = { isFull: false };
const clock = { aheadMs: 0 };
const storage = new Proxy<Storage>(localStorage(data, { floorBytes: 0 }), {
  get(own, name) {
    const member: unknown = Reflect.get(own, name, own);
    if (name === 'put' && disk.isFull) return (file: string) => Promise.reject(new StorageFull(file, { freeBytes: 0, floorBytes: 0 }));
    return typeof member === 'function' ? member.bind(own) : member;
  },
});
const threads = cleanUp.use(await WorkThreads.open({ data: { storage: { folder: data, floorBytes: 0 } }, places: 2 }));
const queue = cleanUp.use(await Queue.open({ connection: db.connection, log: SILENT, works: true }));
const plans = new JobPlans(db.prisma);
const previews = cleanUp.use(await ImagePreviews.open({ db, now: Date.now }));
const live = cleanUp.use(await Live.open({ db, plans, threads, previews, now: Date.now }));
const images = new ScriptedImages();
const models = { standard: async (kind: string) => (kind === 'TEXT' ? undefined : kind.toLowerCase()), require: async () => {}, detectorFor: async () => 'detector', labelsOf: async () => null, trainedFor: async () => ({ size: null, guidance: null }) };
const limits = { maxRowsPerJob: 1_000, maxJobsPerOwner: 100, contextTokens: 2_048, shardRows: 64 };
const runsParts = { db, queue, threads, storage, plans, models, machines: NO_MACHINES, log: SILENT, schemas: new Schemas({ client: db.prisma, threads, planner: NO_PLANNER, maxRows: 100 }), now: Date.now, limits };
const runs = new Runs(runsParts);
const { id: workerId } = cleanUp.use(await registerWorker(db));
const runner = cleanUp.use(new Runner({ db, queue, threads, storage, plans, engines: NO_ENGINES, images, previews, log: SILENT, workerId, now: () => Date.now() + clock.aheadMs, stopping: new AbortController().signal }));
await queue.work(2, (taskId) => runner.run(taskId));

beforeEach(() => {
  disk.isFull = false;
  clock.aheadMs = 0;
  images.safety = 'off';
  images.isLoaded = true;
  images.failures = 0;
  images.previews = 0;
  images.held = Promise.resolve();
  images.asked.length = 0;
});

function start(prompts: readonly string[], numImages: number, more: Partial<ImageRunInput> = {}): Promise<JobRecord> {
  return runs.startImageRun(LOCAL_VIEWER, orderOf(prompts, numImages, more));
}

function orderOf(prompts: readonly string[], numImages: number, more: Partial<ImageRunInput> = {}): ImageRunInput {
  const outputs = (['JSONL', 'COCO', 'ZIP'] as const).map((format) => ({ format, compression: 'NONE' as const }));
  return { ...IMAGE_DEFAULTS, width: 64, height: 64, annotate: [], prompts, numImages, seed: 7, outputs, asked: {}, ...more };
}

async function jobOf(id: string): Promise<JobRecord> {
  const job = await runs.job(LOCAL_VIEWER, id);
  assert(job !== null);
  return job;
}

async function ended(id: string, status = 'COMPLETED'): Promise<JobRecord> {
  const job = (await collect(live.progress(LOCAL_VIEWER, id))).at(-1);
  assert.equal(job?.status, status, JSON.stringify(job));
  return job;
}

async function followed(id: string, after?: string): Promise<ImageBatchRecord[]> {
  return collect(live.images(LOCAL_VIEWER, id, after === undefined ? {} : { after }));
}

const indexesOf = (batches: readonly ImageBatchRecord[]): readonly number[] => batches.flatMap((batch) => batch.images).map(({ index }) => index);

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first }, (_, index) => first + index);
}

async function shown(job: JobRecord): Promise<readonly ImageRecord[]> {
  return (await runs.images(LOCAL_VIEWER, job, { first: 1_000 })).items.map(({ node }) => node);
}

async function namesIn(job: JobRecord): Promise<string[]> {
  return (await collect(storage.list(job.folder))).map(({ name }) => name.slice(job.folder.length + 1));
}

async function linesOf(job: JobRecord, name: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const text = Buffer.concat(await collect(storage.get(`${job.folder}/${name}`))).toString();
  return text.split('\n').slice(0, -1).map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}

describe('a run of images', () => {
  it('makes each once, in files of the job, and tells of each once', async () => {
    const { id } = await start(['a cup', 'a hat'], 40, { annotate: ['cup'] });
    const streamed = await followed(id);
    const job = await ended(id);
    assert.deepEqual(indexesOf(streamed).toSorted((a, b) => a - b), range(0, 40));
    assert.deepEqual(await shown(job), streamed.flatMap((batch) => batch.images).toSorted((a, b) => a.index - b.index));
    const pngs = range(0, 40).map((index) => `images/image_${String(index).padStart(5, '0')}.png`);
    assert.deepEqual(await namesIn(job), ['annotations/annotations.json', 'images.zip', ...pngs, 'manifest.json', 'metadata.jsonl']);
    const entries = unzip(Buffer.concat(await collect(storage.get(`${job.folder}/images.zip`))));
    assert.deepEqual([...entries.keys()], [...pngs, 'metadata.jsonl', 'annotations/annotations.json']);
    for (const [name, content] of entries) assert.deepEqual(content, Buffer.concat(await collect(storage.get(`${job.folder}/${name}`))), name);
    assert.deepEqual((await linesOf(job, 'metadata.jsonl')).map((line) => line['file_name']), pngs);
    assert.equal(new Set(images.asked).size, 40);
    assert.equal(images.asked.length, 40, 'none is made twice');
    assert.deepEqual(await collect(storage.list('work')), [], 'nothing is left of the attempts');
  });

  it('keeps every image that was committed when it is cancelled, wherever it lies, and goes on to the same end', async () => {
    images.held = Promise.withResolvers<void>().promise;
    const prompts = Array.from({ length: 40 }, (_, index) => (index === 3 ? 'held' : 'a cup'));
    const { id } = await start(prompts, 40); // a shard has 16: the first waits in its middle, the others are made
    const before: ImageBatchRecord[] = [];
    for await (const batch of live.images(LOCAL_VIEWER, id, {})) {
      before.push(batch);
      if (range(16, 40).every((index) => indexesOf(before).includes(index))) break;
    }
    const { folder: own } = await jobOf(id);
    await storage.put(`${own}/images/image_00003.png`, [Buffer.from('of a commit that was undone')]);
    await runs.cancel(LOCAL_VIEWER, id);
    const job = await ended(id, 'CANCELLED');
    const kept = (await shown(job)).map(({ index }) => index);
    assert(range(16, 40).every((index) => kept.includes(index)) && !kept.includes(3), kept.join());
    assert.equal((await linesOf(job, 'metadata.jsonl')).length, kept.length);
    await eventually('the files of what is kept, and no other', async () => (await namesIn(job)).filter((name) => name.startsWith('images/')).length === kept.length);
    assert.deepEqual(indexesOf(await followed(id)).toSorted((a, b) => a - b), kept);
    images.held = Promise.resolve();
    images.asked.length = 0;
    await runs.retry(LOCAL_VIEWER, id);
    assert.deepEqual([...indexesOf(before), ...indexesOf(await followed(id, before.at(-1)?.cursor))].toSorted((a, b) => a - b), range(0, 40), 'whoever followed gets the rest, once');
    await ended(id);
    assert.equal(images.asked.length, 40 - kept.length, 'what is there is not made again');
    assert.deepEqual((await shown(job)).map(({ index }) => index), range(0, 40));
    assert.equal((await linesOf(job, 'metadata.jsonl')).length, 40);
  });

  it('marks images that are not safe, and publishes none of them where they are to be blocked', async () => {
    images.safety = 'flag';
    const flagged = await ended((await start(['a cup', 'unsafe'], 4)).id);
    assert.deepEqual((await shown(flagged)).map(({ isSafe, bytes }) => [isSafe, bytes !== null]), [[true, true], [false, true], [true, true], [false, true]]);
    images.safety = 'block';
    const blocked = await ended((await start(['a cup', 'unsafe'], 4)).id);
    assert.deepEqual((await shown(blocked)).map(({ isSafe, bytes }) => [isSafe, bytes !== null]), [[true, true], [false, false], [true, true], [false, false]]);
    assert.deepEqual((await namesIn(blocked)).filter((name) => name.startsWith('images/')), ['images/image_00000.png', 'images/image_00002.png']);
    assert.deepEqual((await linesOf(blocked, 'metadata.jsonl')).map((line) => [line['file_name'], line['is_safe']]), [['images/image_00000.png', true], ['images/image_00002.png', true]]);
    const find = (index: number, look: string): Promise<unknown> => new Downloadables({ runs, storage }).find({ subject: `${blocked.id}/${index}/${look}`, ownerId: LOCAL_VIEWER.ownerId });
    assert.deepEqual([await find(1, 'plain'), await find(1, 'overlay'), await find(4, 'plain')], ['blocked', 'blocked', null]);
  });

  it('draws the boxes of an image over it when they are looked at', async () => {
    const { id } = await ended((await start(['a cup'], 1, { annotate: ['cup', 'hat'] })).id);
    const read: string[] = [];
    const downloadables = new Downloadables({ runs, storage: { get: (name, ...more) => (read.push(name), storage.get(name, ...more)) } });
    const looks = await Promise.all(['plain', 'overlay'].map(async (look) => {
      const found = await downloadables.find({ subject: `${id}/0/${look}`, ownerId: LOCAL_VIEWER.ownerId });
      assert(found !== null && found !== 'blocked');
      const bytes = Buffer.concat(await collect(found.read({ first: 0, last: found.bytes })));
      assert.equal(bytes.length, found.bytes);
      return sharp(bytes).raw().toBuffer();
    }));
    assert.equal(read.length, 2);
    await downloadables.find({ subject: `${id}/0/overlay`, ownerId: LOCAL_VIEWER.ownerId });
    assert.equal(read.length, 2, 'what is looked at again is not drawn again');
    const [plain, overlay] = looks as [Buffer, Buffer];
    assert.equal(plain.length, overlay.length);
    const changed = (x: number, y: number): boolean => !plain.subarray((y * 64 + x) * 3, (y * 64 + x) * 3 + 3).equals(overlay.subarray((y * 64 + x) * 3, (y * 64 + x) * 3 + 3));
    assert.deepEqual([changed(0, 15), changed(31, 15), changed(60, 60)], [true, true, false], 'the box is 32 x 16');
    assert.equal(await downloadables.find({ subject: `${id}/0/plain`, ownerId: 'another' }), null);
  });

  it('gives its places to others once it has had them for a while, and goes on behind them', async () => {
    const [begun, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    images.held = begun.promise;
    const prompts = range(0, 64).map((index) => (index % 16 === 3 || index % 16 === 6 ? 'held' : 'a cup')); // four shards, each waits twice
    const { id } = await start(prompts, 64);
    for await (const { images: made } of live.images(LOCAL_VIEWER, id, {})) if (made.some(({ index }) => index === 18)) break; // both places are at it
    const small = await start(['a cup'], 1);
    clock.aheadMs = 60_000;
    images.held = goOn.promise;
    begun.resolve();
    await ended(small.id);
    assert.equal((await jobOf(id)).status, 'RUNNING');
    goOn.resolve();
    assert.deepEqual(indexesOf(await followed(id)).toSorted((a, b) => a - b), range(0, 64));
    assert.deepEqual((await shown(await ended(id))).map(({ index }) => index), range(0, 64));
    assert.deepEqual(await collect(storage.list('work')), [], 'nothing is left of the attempts');
  });

  it('waits for room on the disk before it makes anything, and goes on by itself', async () => {
    disk.isFull = true;
    const { id } = await start(['a cup'], 3);
    for await (const { pausedReason } of live.progress(LOCAL_VIEWER, id)) {
      if (pausedReason === null) continue;
      assert.match(pausedReason, /no room/);
      break;
    }
    assert.deepEqual(images.asked, []);
    disk.isFull = false;
    await ended(id);
    assert.equal(images.asked.length, 3);
  });

  it('fails with the image that cannot be made, and keeps those before it', async () => {
    const { id } = await start(['a cup', 'a hat', 'refused'], 9);
    const job = await ended(id, 'FAILED');
    assert.deepEqual([job.failure?.table, job.failure?.rowIndex, job.failure?.message], ['images', 2, 'image 2: the prompt is refused']);
    assert.deepEqual((await shown(job)).map(({ index }) => index), [0, 1]);
    assert.deepEqual(await collect(storage.list('work')), []);
  });

  it('tries again where the engine fails', async () => {
    images.failures = 1;
    const job = await ended((await start(['broken'], 3)).id);
    assert.equal((await shown(job)).length, 3);
  });

  it('says that it waits for its model, and counts among the jobs under way meanwhile', async () => {
    const goOn = Promise.withResolvers<void>();
    [images.isLoaded, images.held] = [false, goOn.promise];
    const { id } = await start(['held'], 1);
    for await (const { stage } of live.progress(LOCAL_VIEWER, id)) if (stage === 'LOADING_MODEL') break;
    const crowded = new Runs({ ...runsParts, limits: { ...limits, maxJobsPerOwner: 1 } });
    await assert.rejects(crowded.startImageRun(LOCAL_VIEWER, orderOf(['a cup'], 1)), LimitReached);
    goOn.resolve();
    await ended(id);
  });

  it('shows those under way to whoever follows them', async () => {
    const goOn = Promise.withResolvers<void>();
    images.held = goOn.promise;
    const { id } = await start(['watched'], 1);
    const batches: ImageBatchRecord[] = [];
    for await (const batch of live.images(LOCAL_VIEWER, id, {})) {
      batches.push(batch);
      if (batch.previews.length > 0) goOn.resolve();
    }
    const [preview] = batches.flatMap(({ previews: own }) => own);
    assert.deepEqual([preview?.index, preview?.step, preview?.of], [0, 1, 2]);
    assert.match(preview?.dataUrl ?? '', /^data:image\/webp;base64,/);
    assert.deepEqual(indexesOf(batches), [0]);
  });

  it('shows none of those under way that may yet be blocked', async () => {
    for (const [safety, expected] of [['flag', 2], ['block', 0]] as const) {
      const goOn = Promise.withResolvers<void>();
      [images.safety, images.held, images.previews] = [safety, goOn.promise, 0];
      const { id } = await start(['held'], 1);
      const following = followed(id);
      await eventually('a worker that knows of the follower', () => previews.isWatched(id));
      goOn.resolve();
      assert.deepEqual(indexesOf(await following), [0]);
      assert.equal(images.previews, expected, safety);
    }
  });

  it('is not begun with an order that cannot be met', async () => {
    const tooMany = (error: unknown): boolean => error instanceof InvalidInput && error.issues.some((issue) => issue.path.join() === 'numImages');
    await assert.rejects(start(['a cup'], 1_001), tooMany);
    await assert.rejects(start(['a cup'], 1, { outputs: [{ format: 'CSV', compression: 'NONE' }] }), (error) => error instanceof InvalidInput && /one of JSONL, COCO, ZIP/.test(error.message));
  });
});

describe('a run of rows with images', () => {
  async function startRows(rows: number, prompts: readonly string[], more: Partial<UnifiedRunInput['illustration']> = {}): Promise<JobRecord> {
    const outputs = (['JSONL', 'COCO', 'ZIP'] as const).map((format) => ({ format, compression: 'NONE' as const }));
    const definition = { kind: 'shorthand' as const, shorthand: { id: 'int', name: 'string' } };
    const illustration = { ...IMAGE_DEFAULTS, width: 64, height: 64, annotate: [], prompts, ...more };
    return runs.startUnifiedRun(LOCAL_VIEWER, { source: { kind: 'once', definition }, rows, rowsPerTable: {}, engine: 'SAMPLER', seed: 7, outputs, asked: {}, illustration });
  }

  const imagesOfRows = (job: JobRecord): Promise<readonly (readonly unknown[])[]> => linesOf(job, 'data.jsonl').then((lines) => lines.map((line) => [line['image'], line['image_prompt']]));

  it('has no place for images that are not published, and their prompts', async () => {
    images.safety = 'block';
    const job = await ended((await startRows(4, ['cup {id}', 'unsafe'])).id);
    assert.deepEqual(await imagesOfRows(job), [['images/image_00000.png', 'cup 1'], [null, 'unsafe'], ['images/image_00002.png', 'cup 3'], [null, 'unsafe']]);
    const entries = unzip(Buffer.concat(await collect(storage.get(`${job.folder}/data.zip`))));
    assert.deepEqual([...entries.keys()], ['images/image_00000.png', 'images/image_00002.png', 'metadata.jsonl', 'data.csv', 'schema.json']);
  });

  it('keeps all rows where an image cannot be made, and the images that are', async () => {
    const job = await ended((await startRows(5, ['cup {id}', 'hat {id}', 'refused'])).id, 'FAILED');
    assert.deepEqual([job.failure?.table, job.failure?.rowIndex, job.failure?.message], ['images', 2, 'image 2: the prompt is refused']);
    assert.deepEqual((await imagesOfRows(job)).map(([place], index) => place === null || index < 2), range(0, 5).map(() => true));
    assert.equal((await imagesOfRows(job)).length, 5);
  });

  it('has boxes and categories side by side in COCO', async () => {
    const job = await ended((await startRows(3, ['{name}'], { annotate: ['cup'], category: 'name' })).id);
    const coco = JSON.parse(Buffer.concat(await collect(storage.get(`${job.folder}/annotations/annotations.json`))).toString()) as { readonly images: readonly { readonly category_id: number }[]; readonly annotations: readonly { readonly category_id: number }[]; readonly categories: readonly { readonly id: number; readonly name: string }[] };
    const nameOf = ({ category_id: id }: { readonly category_id: number }): unknown => coco.categories.find((category) => category.id === id)?.name;
    assert.deepEqual(coco.annotations.map(nameOf), ['cup', 'cup', 'cup']);
    assert.deepEqual(coco.images.map(nameOf), (await linesOf(job, 'data.jsonl')).map((line) => line['name']));
  });
});
