// Pictures of rows: what is added to the plan of the rows, which changes nothing of them; and outputs that have both, the same bytes whether they are
// written at once or in parts.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { columnValues, withIllustrations, type IllustrationRequest } from '../src/domain/images/illustration.ts';
import { IMAGE_DEFAULTS, imageFileName, valuesOf, type ImageFacts, type ImageModels } from '../src/domain/images/plan.ts';
import type { Plan } from '../src/domain/plan.ts';
import { compilePlan } from '../src/domain/rows.ts';
import type { Value } from '../src/domain/schema.ts';
import { layoutOutput, type OutputFile } from '../src/files/layout.ts';
import { joinParts, PART_IMAGES, partsOf, rowsOfPart, writePart, writeWhole, type RowRanges } from '../src/files/parts.ts';
import type { OutputFormat } from '../src/files/request.ts';
import { outputTasks, shardTasks } from '../src/jobs/tasks.ts';
import { withCompanions, type RowsOf } from '../src/jobs/whole-rows.ts';
import { Bucket } from './support/bucket.ts';
import { collect } from './support/collect.ts';
import { allRows, field, planOf, reference, SEQUENCE, table } from './support/plans.ts';
import { linesIn } from './support/unified-runs.ts';
import { unzip } from './support/unzip.ts';

const COUNT = 2 * PART_IMAGES + 5;
const REVIEWS = 70_000;
const KINDS = field('kind', { kind: 'category', values: [{ value: 'cup', weight: 1 }, { value: 'hat'.repeat(100), weight: 2 }] });
const MODELS: ImageModels = { image: 'painter', size: { width: 512, height: 512 }, guidance: 7.5 };
const REQUEST: IllustrationRequest = { ...IMAGE_DEFAULTS, prompts: ['{kind}'], annotate: [], table: 'product', category: 'kind' };

function productPlan(products: number, reviews: number, request: Partial<IllustrationRequest> = {}): { readonly rows: Plan; readonly plan: Plan } {
  const rows = planOf(1, table('product', products, [field('id', SEQUENCE), KINDS], { primaryKey: ['id'] }), table('review', reviews, [reference('product_id', 'product')], { foreignKeys: [{ fields: ['product_id'], table: 'product', references: ['id'] }] }));
  return { rows, plan: withIllustrations(rows, { ...REQUEST, ...request }, MODELS) };
}

describe('the plan of rows with pictures', () => {
  it('has a picture for each row of the table, and the rows that it would have without', () => {
    const { rows, plan } = productPlan(50, 100);
    assert.deepEqual(plan.tables.map(({ name, rows: count }) => [name, count]), [['product', 50], ['review', 100], ['images', 50]]);
    for (const name of ['product', 'review']) assert.deepEqual(allRows(plan, name), allRows(rows, name));
    assert.deepEqual(plan.images?.illustrates, { table: 'product', columns: ['image', 'image_prompt'], category: 'kind' });
    assert.equal(plan.images.detection, undefined);
  });

  it('gives names that are free, in whatever case, to the table of the pictures and to both columns', () => {
    const { table: _, ...request } = REQUEST;
    const fields = [field('Image', SEQUENCE), field('image_prompt_2', SEQUENCE)];
    const { images } = withIllustrations(planOf(1, table('IMAGES', 3, fields)), request, MODELS);
    assert.deepEqual([images?.table, images?.illustrates?.table, images?.illustrates?.columns], ['images_2', 'IMAGES', ['image_3', 'image_prompt_3']]);
  });

  it('makes pictures behind all rows, those of tables that refer to theirs, too', () => {
    const { plan } = productPlan(40, 2_000);
    const shards = shardTasks('job', plan, Object.fromEntries(plan.tables.map(({ name, rows }) => [name, [{ first: 0, last: rows }]])), 1_024);
    const ranks = new Map(shards.flatMap(({ rank = 0, part }) => (part as readonly { readonly table: string }[]).map((range) => [range.table, rank] as const)));
    const others = ['product', 'review'].map((name) => ranks.get(name) ?? Infinity);
    assert((ranks.get('images') ?? 0) > Math.max(...others), JSON.stringify([...ranks]));
    assert(shards.every(({ part }) => new Set((part as readonly { readonly table: string }[]).map((range) => range.table === 'images')).size === 1), 'no task makes both');
  });
});

/** Every seventh is blocked, and every fifth not made yet. */
const isBlocked = (index: number): boolean => index % 7 === 6;
const isMade = (index: number): boolean => index % 5 !== 4;

function factsOf(index: number): ImageFacts | null {
  const file = isBlocked(index) ? { bytes: null, sha256: null } : { bytes: 8, sha256: 'ab' };
  return isMade(index) ? { prompt: `prompt ${index}`, seed: index, truncatedTokens: 0, isSafe: !isBlocked(index), fingerprint: 'f', annotations: [], detector: null, ...file } : null;
}

const { plan: PLAN } = productPlan(COUNT, REVIEWS);
const FOLDER = 'unified_run';
const ALL: RowRanges = { product: [{ first: 0, last: COUNT }], review: [{ first: 0, last: REVIEWS }], images: [{ first: 0, last: COUNT }] };
const pure = compilePlan(PLAN);
const rowsOf: RowsOf = withCompanions(PLAN, function* (name, { first, last }): Generator<readonly Value[]> {
  if (name !== 'images') yield* pure.table(name).rows(first, last);
  else for (let index = first; index < last; index++) yield [index, ...(factsOf(index) === null ? [null] : valuesOf(factsOf(index) as ImageFacts))];
});

function filesOf(format: OutputFormat): readonly OutputFile[] {
  return layoutOutput(PLAN, { format, compression: 'NONE' });
}

/** The file at once; fails where it is another from its parts. */
async function written(file: OutputFile): Promise<Buffer> {
  const storage = new Bucket();
  if (file.request.format === 'ZIP') for (let index = 0; index < COUNT; index++) await storage.put(`${FOLDER}/${imageFileName(index)}`, [Buffer.from(`png ${index}`)]);
  await writeWhole(storage, 'whole', { plan: PLAN, file, folder: FOLDER, ranges: ALL, rowsOf });
  const parts = partsOf(file, ALL).map((part, index) => ({ part, name: `part-${index}`, section: part.section }));
  for (const { part, name } of parts) await writePart(storage, name, { plan: PLAN, file, part, rows: rowsOfPart(part, (range) => rowsOf(part.table, range)) });
  await joinParts(storage, 'joined', { file, parts, folder: FOLDER });
  const [whole, joined] = await Promise.all(['whole', 'joined'].map(async (name) => Buffer.concat(await collect(storage.get(name)))));
  assert(whole !== undefined && joined?.equals(whole), file.fileName);
  return whole;
}

const PRODUCTS = allRows(PLAN, 'product');

describe('outputs of rows with pictures', () => {
  it('tell of each row where its picture lies and what that was asked for by: nothing where it is not made, no place where it is blocked', async () => {
    assert.deepEqual(columnValues(6, factsOf(6)), [null, 'prompt 6']);
    const expected = PRODUCTS.map((row, index) => ({ ...row, image: isMade(index) && !isBlocked(index) ? imageFileName(index) : null, image_prompt: isMade(index) ? `prompt ${index}` : null }));
    const [products, reviews] = await Promise.all(filesOf('JSONL').map(written));
    assert.deepEqual(linesIn(products ?? ''), expected);
    assert.deepEqual(Object.keys(linesIn(reviews ?? '')[0] ?? {}), ['product_id']);
    const [json] = filesOf('JSON');
    assert.deepEqual((JSON.parse((await written(json as OutputFile)).toString()) as { readonly product: unknown }).product, expected);
  });

  it('have the category of each picture in COCO, and its row in the metadata of the archive', async () => {
    const [file] = filesOf('ZIP');
    const entries = unzip(await written(file as OutputFile));
    const published = PRODUCTS.flatMap((row, index) => (isMade(index) && !isBlocked(index) ? [{ row, index }] : []));
    assert.deepEqual([...entries.keys()], [...published.map(({ index }) => imageFileName(index)), 'metadata.jsonl', 'annotations/annotations.json', 'product.csv', 'review.csv', 'schema.json']);
    assert.deepEqual(linesIn(entries.get('metadata.jsonl') ?? '').map((line) => [line['table'], line['row_index'], line['row']]), published.map(({ row, index }) => ['product', index, row]));
    const coco = JSON.parse(String(entries.get('annotations/annotations.json'))) as { readonly images: readonly { readonly category_id: number }[]; readonly categories: readonly { readonly name: string }[] };
    assert.deepEqual(coco.images.map((image) => coco.categories[image.category_id - 1]?.name), published.map(({ row }) => (row['kind'] === 'cup' ? 'cup' : `${'hat'.repeat(100).slice(0, 197)}...`)), 'a name is cut where it is too long for one');
    assert.equal(coco.categories.length, 2);
  });

  it('wait for the pictures in every part that tells of them, however many other rows there are', () => {
    const outputs = filesOf('JSON').map((file) => ({ id: 'output', file }));
    const parts = outputTasks('job', PLAN, outputs, ALL).filter(({ kind }) => kind === 'PART');
    assert.deepEqual(parts.map(({ table: awaited, first, last }) => [awaited, first, last]), [
      ['review', 0, 65_536], ['review', 65_536, REVIEWS], ['images', 0, PART_IMAGES], ['images', PART_IMAGES, 2 * PART_IMAGES], ['images', 2 * PART_IMAGES, COUNT],
    ]);
  });

  it('are refused as SQL, whose tables have no columns for them', () => {
    assert.throws(() => filesOf('SQL'), /rows with images are written as one of JSON, JSONL, CSV, PARQUET, COCO, ZIP, got SQL: the tables of its schema have no columns for images/);
  });

  it('leave the name of the metadata to the metadata', () => {
    const plan = withIllustrations(planOf(1, table('metadata', 1, [field('id', SEQUENCE)]), table('other', 1, [field('id', SEQUENCE)])), { ...REQUEST, table: 'metadata', prompts: ['{id}'] }, MODELS);
    const [file] = layoutOutput(plan, { format: 'ZIP', compression: 'NONE' });
    assert.deepEqual(file?.sections.flatMap((section) => (section.kind === 'entry' ? section.name : [])), ['metadata.jsonl', 'annotations/annotations.json', 'metadata-2.csv', 'other-2.csv', 'schema.json']);
  });
});
