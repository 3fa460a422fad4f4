// Runs of rows with images over the whole service, with a made-up image model: every row of a table has its own picture, in pages, streams, files and
// the archive alike; rows come first; and what cannot be done is said. What the model paints is noise: nothing here depends on that.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { ImageBatch, Job } from '../src/client/client.ts';
import { accepted } from '../src/client/failures.ts';
import { CancelJobDocument, CreateSchemaDocument, ExportJobDocument, JobDocument, RetryJobDocument, StartUnifiedRunDocument, TypedDocumentString, type UnifiedRunInput } from '../src/client/generated/graphql.ts';
import { collect } from './support/collect.ts';
import { startDuckDb } from './support/duckdb.ts';
import { hashesIn, imageNames, imagesIn, pagedImages } from './support/image-runs.ts';
import { IMAGE_MODEL, imageModelFolder } from './support/made-up-pipelines.ts';
import type { ModelFolder } from './support/made-up-models.ts';
import { ended, jobOf, seen } from './support/runs.ts';
import { repeating, startScriptedModel } from './support/scripted-model.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';
import { fileOf, finishedUnified, linesIn, pagedRows, PRODUCT_SQL, PROMPTS, promptOf, SHOP_SQL, startUnified, unifiedOrder } from './support/unified-runs.ts';
import { unzip } from './support/unzip.ts';

let models: ModelFolder;
before(async () => {
  models = await imageModelFolder();
});
after(() => models[Symbol.dispose]());

function start(environment: Readonly<Record<string, string>> = {}, more: object = {}): Promise<ServiceProcess> {
  return startServiceProcess({ environment: { ...models.environment, ...environment }, ...more });
}

const EVERY_FORMAT: UnifiedRunInput['outputs'] = [{ format: 'ZIP' }, { format: 'JSONL' }, { format: 'JSON' }, { format: 'CSV' }, { format: 'PARQUET' }, { format: 'COCO' }];

const ROWS_WITH_IMAGES = new TypedDocumentString<{ readonly jobRows: { readonly rows: readonly { readonly index: number; readonly image: object | null }[] } }, { readonly id: string }>(
  'subscription($id: ID!) { jobRows(id: $id) { rows { index image { rowIndex } } } }',
);

function indexes(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function totalsOf(job: Job): object {
  return Object.fromEntries(job.progress.tables.map(({ table, total }) => [table, total]));
}

describe('a run of rows with images', () => {
  let service: ServiceProcess;
  before(async () => {
    service = await start();
  });
  after(() => service?.[Symbol.asyncDispose]());

  it('makes a picture of every row by its own prompt, the same in pages, streams, files and the archive', async () => {
    const { client, folder } = service;
    const { id, outputPath, __typename } = await startUnified(client, unifiedOrder(21, { outputs: EVERY_FORMAT, category: 'name' }));
    assert.equal(__typename, 'UnifiedJob');
    assert.match(outputPath, /^unified_data_\d{8}_\d{6}_[0-9a-z]{4}$/);
    const streamed = imagesIn(await collect(client.followImages(id)));
    const job = await ended(client, id);
    assert.deepEqual(job.outputs.map(({ fileName }) => fileName), ['data.zip', 'data.jsonl', 'data.json', 'data.csv', 'data.parquet', 'annotations/annotations.json']);
    assert.deepEqual(totalsOf(job), { product: 21, images: 21 });

    const rows = await pagedRows(client, id);
    assert.deepEqual(rows.map(({ table, index }) => [table, index]), indexes(21).map((index) => ['product', index]));
    const images = await pagedImages(client, id);
    const known = ({ url: _, ...image }: (typeof images)[number]): object => image; // an address may bear a later date
    assert.deepEqual(rows.flatMap(({ image }) => image ?? []).map(known), images.map(known));
    assert.deepEqual(streamed.toSorted((a, b) => a.index - b.index).map(known), images.map(known));
    for (const row of rows) assert.deepEqual([row.image?.prompt, row.image?.table, row.image?.rowIndex], [promptOf(row), 'product', row.index]);
    assert(new Set(images.map(({ prompt }) => prompt)).size > 15, 'prompts are of their rows');

    const names = imageNames(21);
    const told = linesIn(fileOf(folder, job, 'data.jsonl'));
    assert.deepEqual(told, rows.map(({ index, values, image }) => ({ ...(values as object), image: names[index], image_prompt: image?.prompt })));
    assert.deepEqual(JSON.parse(fileOf(folder, job, 'data.json').toString()), told);
    const csv = fileOf(folder, job, 'data.csv').toString().split('\r\n');
    assert.match(csv[0] ?? '', /^id,name,color,price,in_stock,details,photo,image,image_prompt$/);
    using duck = await startDuckDb();
    const parquet = await duck.rows(`SELECT image, image_prompt FROM '${path.join(folder, outputPath, 'data.parquet')}' ORDER BY id`);
    assert.deepEqual(parquet, told.map((line) => [line['image'], line['image_prompt']]));
    names.forEach((name, index) => assert(csv[index + 1]?.includes(`,${name},`), csv[index + 1]));

    const entries = unzip(fileOf(folder, job, 'data.zip'));
    assert.deepEqual([...entries.keys()], [...names, 'metadata.jsonl', 'annotations/annotations.json', 'data.csv', 'schema.json']);
    for (const line of told) assert.deepEqual(entries.get(String(line['image'])), fileOf(folder, job, String(line['image'])));
    assert.deepEqual(entries.get('data.csv'), fileOf(folder, job, 'data.csv'));
    const metadata = linesIn(entries.get('metadata.jsonl') ?? '');
    assert.deepEqual(metadata.map((line) => [line['file_name'], line['prompt'], line['table'], line['row_index'], line['model']]), rows.map(({ index, image }) => [names[index], image?.prompt, 'product', index, IMAGE_MODEL]));
    assert.deepEqual(metadata.map(({ row }) => (row as { name: string }).name), rows.map(({ values }) => (values as { name: string }).name));
    const coco = JSON.parse(fileOf(folder, job, 'annotations/annotations.json').toString()) as { readonly images: readonly { readonly file_name: string; readonly category_id: number }[]; readonly categories: readonly { readonly id: number; readonly name: string }[] };
    const categories = new Map(coco.categories.map(({ id: category, name }) => [category, name]));
    assert.deepEqual(coco.images.map((image) => [`images/${image.file_name}`, categories.get(image.category_id)]), rows.map(({ index, values }) => [names[index], (values as { name: string }).name]));
    assert.deepEqual(entries.get('annotations/annotations.json'), fileOf(folder, job, 'annotations/annotations.json'));
  });

  it('has the rows that a run of rows alone would have, streams them first, and joins their images when they are there', async () => {
    const { client, folder } = service;
    const order = unifiedOrder(24, { image: { steps: 20 } });
    const { id } = await startUnified(client, order);
    const streamed = collect(client.followRows(id));
    const images: ImageBatch[] = [];
    for await (const batch of client.followImages(id)) {
      images.push(batch);
      const there = await pagedRows(client, id);
      assert(imagesIn(images).length === 0 || there.length === 24, 'rows are whole before the first image');
      for (const { index } of imagesIn(images)) assert.equal(there[index]?.image?.rowIndex, index);
    }
    const rows = await streamed;
    assert.deepEqual(rows.flatMap((batch) => batch.rows).map(({ table, index }) => [table, index]), indexes(24).map((index) => ['product', index]), 'and no picture among them');
    assert.deepEqual(imagesIn(images).map(({ index }) => index).toSorted((a, b) => a - b), indexes(24));
    const job = await ended(client, id);
    const joined = await collect(client.watch(ROWS_WITH_IMAGES, { id }));
    assert.deepEqual(joined.flatMap(({ jobRows }) => jobRows.rows), indexes(24).map((index) => ({ index, image: { rowIndex: index } })), 'a stream joins what is there');
    const values = linesIn(fileOf(folder, job, 'data.jsonl')).map(({ image: _image, image_prompt: _prompt, ...row }) => row);
    assert.deepEqual(values, rows.flatMap((batch) => batch.rows).map((row) => row.values));
    await assert.rejects(collect(client.followRows(id, { table: 'images' })), /unknown table "images": expected one of product/);
    await assert.rejects(pagedRows(client, id, 'images'), /unknown table "images": expected one of product/);
  });

  it('illustrates the table that is named, and leaves the others as they are', async () => {
    const { client, folder } = service;
    const job = await finishedUnified(client, unifiedOrder(30, { sql: SHOP_SQL.replace('details jsonb', '"Image" varchar(40)'), rowsPerTable: [{ table: 'product', rows: 5 }], table: 'product', outputs: [{ format: 'ZIP' }, { format: 'JSONL' }] }));
    assert.deepEqual(totalsOf(job), { product: 5, review: 30, images: 5 });
    const rows = await pagedRows(client, job.id);
    assert.deepEqual(rows.map(({ table, image }) => [table, image === null]), [...indexes(5).map(() => ['product', false]), ...indexes(30).map(() => ['review', true])]);
    assert.deepEqual(linesIn(fileOf(folder, job, 'product.jsonl')).map((line) => [line['image_2'], line['image_prompt_2']]), rows.slice(0, 5).map((row) => [imageNames(5)[row.index], promptOf(row)]), 'a field has the first name already');
    assert.deepEqual(Object.keys(linesIn(fileOf(folder, job, 'review.jsonl'))[0] ?? {}), ['id', 'product_id', 'stars']);
    assert.deepEqual([...unzip(fileOf(folder, job, 'data.zip')).keys()], [...imageNames(5), 'metadata.jsonl', 'product.csv', 'review.csv', 'schema.json']);
    assert.match(fileOf(folder, job, 'schema.json').toString(), /"review"/);
  });

  it('gives the same bytes for the same seed, whatever the shards', async () => {
    const order = unifiedOrder(80, { outputs: EVERY_FORMAT });
    const one = await finishedUnified(service.client, order);
    await using other = await start({ WORKER_PLACES: '1', SHARD_ROWS: '64' });
    const two = await finishedUnified(other.client, order);
    assert.deepEqual(hashesIn(other.folder, two), hashesIn(service.folder, one));
  });

  it('is cancelled with what it has, goes on to the same end when it is retried, and is written again', async () => {
    const { client, folder } = service;
    const order = unifiedOrder(64, { image: { steps: 80 } }); // some seconds of work on any machine
    const undisturbed = hashesIn(folder, await finishedUnified(client, order));
    const { id } = await startUnified(client, order);
    const made = (job: Job): number => job.progress.tables.find(({ table }) => table === 'images')?.done ?? 0;
    await seen(client, id, (job) => made(job) > 0);
    accepted((await client.ask(CancelJobDocument, { id })).cancelJob);
    const cancelled = await ended(client, id, 'CANCELLED');
    const kept = hashesIn(folder, cancelled);
    const names = Object.keys(kept).filter((name) => name.startsWith('images/'));
    assert(names.length > 0 && names.length < 64 && names.length === made(cancelled), `${names.length} kept`);
    const lines = linesIn(fileOf(folder, cancelled, 'data.jsonl'));
    assert.equal(lines.length, 64, 'rows were whole');
    assert.deepEqual(lines.flatMap(({ image }) => image ?? []), names);
    assert.deepEqual(lines.filter(({ image }) => image === null).map((line) => line['image_prompt']), lines.filter(({ image }) => image === null).map(() => null));
    assert.deepEqual((await pagedRows(client, id)).flatMap(({ image, index }) => (image === null ? [] : imageNames(64)[index])), names);
    accepted((await client.ask(RetryJobDocument, { id })).retryJob);
    assert.deepEqual(hashesIn(folder, await ended(client, id)), undisturbed);
    accepted((await client.ask(ExportJobDocument, { id, output: { format: 'ZIP' } })).exportJob);
    const done = await seen(client, id, (job) => job.outputs.length === 2 && job.progress.stage === 'DONE');
    assert.equal(unzip(fileOf(folder, done, 'data.zip')).size, 67);
  });

  it('keeps rows alone where it is cancelled before the first image', async () => {
    const { client, folder } = service;
    const { id } = await startUnified(client, unifiedOrder(3, { image: { steps: 200, width: 128, height: 128 } }));
    await seen(client, id, (job) => job.progress.done === 3);
    accepted((await client.ask(CancelJobDocument, { id })).cancelJob);
    const job = await ended(client, id, 'CANCELLED');
    const lines = linesIn(fileOf(folder, job, 'data.jsonl'));
    const images = await pagedImages(client, id);
    assert.deepEqual(lines.map(({ image }) => image), indexes(3).map((index) => (images.some((image) => image.index === index) ? imageNames(3)[index] : null)));
  });

  it('stands among the jobs with its own type, repeats its order, and is started once for a key', async () => {
    const { client } = service;
    const input = unifiedOrder(2, { idempotencyKey: 'once', outputs: [], category: 'color' });
    const [first, again] = [await startUnified(client, input), await startUnified(client, input)];
    assert.equal(first.id, again.id);
    const other = (await client.ask(StartUnifiedRunDocument, { input: { ...input, prompts: ['{name}'] } })).startUnifiedRun;
    assert(other.__typename === 'InvalidInputError');
    const { input: kept } = await ended(client, first.id);
    assert.deepEqual([(kept as UnifiedRunInput).prompts, (kept as UnifiedRunInput).category], [PROMPTS, 'color']);
    await finishedUnified(client, kept as UnifiedRunInput);
    const sql = (await client.ask(ExportJobDocument, { id: first.id, output: { format: 'SQL' } })).exportJob;
    assert(sql.__typename === 'InvalidInputError' && /the tables of its schema have no columns for images/.test(sql.message), JSON.stringify(sql));
  });

  it('is of a saved schema as well as of one of its own', async () => {
    const { client } = service;
    const saved = accepted((await client.ask(CreateSchemaDocument, { input: { name: 'Products', definition: { sql: { text: PRODUCT_SQL } } } })).createSchema);
    const { id } = await finishedUnified(client, unifiedOrder(2, { source: { schemaId: saved.id }, outputs: [] }));
    const { job } = await client.ask(JobDocument, { id });
    assert(job != null && 'schema' in job);
    assert.deepEqual([job.schema?.id, job.schemaRevision], [saved.id, 1]);
    const missing = (await client.ask(StartUnifiedRunDocument, { input: unifiedOrder(2, { source: { schemaId: saved.id.toLowerCase() } }) })).startUnifiedRun;
    assert.equal(missing.__typename, 'NotFoundError');
  });

  it('refuses what it cannot do, with every fault at its place in the input and the fields that there are', async () => {
    const { client } = service;
    const fields = /expected one of id, name, color, price, in_stock$/m;
    const cases: readonly (readonly [Parameters<typeof unifiedOrder>[1], readonly string[], RegExp])[] = [
      [{ prompts: [] }, ['prompts'], /1 to 1000 prompts/],
      [{ prompts: ['{name}', '{colour} {size}'] }, ['prompts.1', 'prompts.1'], fields],
      [{ prompts: ['{name', 'name}', '{name}'] }, ['prompts.0', 'prompts.1'], /a brace stands alone/],
      [{ prompts: ['{details}', '{photo}'] }, ['prompts.0', 'prompts.1'], /\{details\} is JSON, .*expected one of id, name, color, price, in_stock/],
      [{ prompts: ['x'.repeat(2_001)] }, ['prompts.0'], /at most 2000/],
      [{ prompts: [' '] }, ['prompts.0'], /nothing but space/],
      [{ category: 'kind' }, ['category'], fields],
      [{ table: 'reviews' }, ['table'], /one of product, got "reviews"/],
      [{ sql: SHOP_SQL }, ['table'], /one of product, review, got none/],
      [{ image: { width: 100 }, prompts: ['{nme}'] }, ['prompts.0', 'image.width'], /multiple of 64/],
      [{ rowsPerTable: [{ table: 'product', rows: 50_001 }] }, ['rowsPerTable.product'], /at most 50000 rows of table product/],
      [{ outputs: [{ format: 'SQL' }] }, ['outputs.0.format'], /one of JSON, JSONL, CSV, PARQUET, COCO, ZIP, got SQL/],
      [{ outputs: [{ format: 'CHAT_JSONL' }] }, ['outputs.0.format'], /one of JSON, JSONL, CSV, PARQUET, COCO, ZIP, got CHAT_JSONL/],
    ];
    for (const [more, places, message] of cases) {
      const answer = (await client.ask(StartUnifiedRunDocument, { input: unifiedOrder(2, more) })).startUnifiedRun;
      assert(answer.__typename === 'InvalidInputError', `${places.join()}: ${JSON.stringify(answer).slice(0, 200)}`);
      assert.deepEqual(answer.issues.map((issue) => issue.path.join('.')), places);
      assert.match(answer.message, message);
    }
    const missing: readonly Parameters<typeof unifiedOrder>[1][] = [{ image: { model: 'nobody' } }, { image: { annotate: ['cup'] } }, { engine: 'MODEL' }];
    for (const more of missing) {
      const answer = (await client.ask(StartUnifiedRunDocument, { input: unifiedOrder(2, more) })).startUnifiedRun;
      assert(answer.__typename === 'ModelUnavailableError', JSON.stringify(answer));
      assert.match(answer.message, /npm run models/);
    }
  });
});

describe('a worker that is killed while images of rows are made', () => {
  it('is gone on after: every row and every image once, the same bytes', async () => {
    const first = await start();
    const { folder, port } = first;
    try {
      const order = unifiedOrder(60, { outputs: [{ format: 'JSONL' }, { format: 'ZIP' }], image: { steps: 40 } });
      const undisturbed = hashesIn(folder, await finishedUnified(first.client, order));
      const { id } = await startUnified(first.client, order);
      await seen(first.client, id, (job) => job.progress.done > 60);
      await first.kill();
      await using second = await start({ WORKER_PLACES: '1', PORT: String(port) }, { folder });
      assert((await jobOf(second.client, id)).progress.done < 120, 'it was killed on the way');
      const images = collect(second.client.followImages(id));
      const rows = collect(second.client.followRows(id));
      assert.deepEqual(hashesIn(folder, await ended(second.client, id)), undisturbed);
      assert.deepEqual(imagesIn(await images).map(({ index }) => index).toSorted((a, b) => a - b), indexes(60));
      assert.deepEqual((await rows).flatMap((batch) => batch.rows).map(({ index }) => index), indexes(60));
      assert.equal((await jobOf(second.client, id)).progress.done, 120);
    } finally {
      await first[Symbol.asyncDispose]();
    }
  });
});

describe('rows that a model writes', () => {
  it('fill the prompts of their images', async () => {
    const texts = indexes(100).map((index) => `Thing ${index} of the ${['dozen', 'pound', 'yard'][index % 3]}`);
    await using model = await startScriptedModel(repeating(texts));
    await using service = await start({ REMOTE_ENDPOINT: model.endpoint, REMOTE_MODEL: 'scripted', REMOTE_API_KEY: 'key' });
    const { client, folder } = service;
    const source = { definition: { fields: [{ name: 'id', type: 'INTEGER' as const }, { name: 'tagline', type: 'TEXT' as const }] } };
    const job = await finishedUnified(client, unifiedOrder(10, { source, engine: 'MODEL', prompts: ['poster: {tagline}'] }));
    const rows = await pagedRows(client, job.id);
    for (const { index, values, image } of rows) {
      const { tagline } = values as { readonly tagline: string };
      assert.match(tagline, /^Thing \d+ of the/);
      assert.deepEqual([image?.prompt, image?.rowIndex], [`poster: ${tagline}`, index]);
    }
    assert.deepEqual(linesIn(fileOf(folder, job, 'data.jsonl')), rows.map(({ index, values, image }) => ({ ...(values as object), image: imageNames(10)[index], image_prompt: image?.prompt })));
    assert.deepEqual(job.report?.diversity.map(({ field }) => field), ['tagline'], 'the report is about texts');
  });
});
