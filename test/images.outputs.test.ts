// Outputs of runs of images: the same bytes whether they are written at once or in parts, with what is known of each image that has a file, and of no other.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { IMAGE_DEFAULTS, imageFileName, planImages, valuesOf, type ImageFacts } from '../src/domain/images/plan.ts';
import type { Value } from '../src/domain/schema.ts';
import { layoutOutput, type OutputFile } from '../src/files/layout.ts';
import { joinParts, PART_IMAGES, partsOf, rowsOfPart, writePart, writeWhole, type RowRange, type RowRanges } from '../src/files/parts.ts';
import type { OutputFormat } from '../src/files/request.ts';
import { outputTasks } from '../src/jobs/tasks.ts';
import { Bucket } from './support/bucket.ts';
import { collect } from './support/collect.ts';
import { unzip } from './support/unzip.ts';

const COUNT = 2 * PART_IMAGES + 5;
const PLAN = planImages({ ...IMAGE_DEFAULTS, prompts: ['a cup', 'Tasse, "große"'], numImages: COUNT, annotate: ['cup'] }, { seed: 1, models: { image: 'painter', size: { width: 512, height: 512 }, guidance: 7.5, detector: 'finder' } });
/** Every seventh is blocked. */
const isBlocked = (index: number): boolean => index % 7 === 6;
const FOLDER = 'images_run';

function factsOf(index: number): ImageFacts {
  const file = isBlocked(index) ? { bytes: null, sha256: null } : { bytes: 8, sha256: 'ab' };
  const annotations = index % 3 === 0 ? [{ label: 'cup', bbox: [1, 2, 3, 4.5] as const, score: 0.5 }] : [];
  return { prompt: `prompt ${index}`, seed: index, truncatedTokens: 0, isSafe: !isBlocked(index), fingerprint: 'f', annotations, detector: 'd', ...file };
}

function* rowsOf({ first, last }: RowRange): Generator<readonly Value[]> {
  for (let index = first; index < last; index++) yield [index, ...valuesOf(factsOf(index))];
}

function fileOf(format: OutputFormat): OutputFile {
  const [file] = layoutOutput(PLAN, { format, compression: 'NONE' });
  assert(file !== undefined);
  return file;
}

async function storageWithImages(count: number): Promise<Bucket> {
  const storage = new Bucket();
  for (let index = 0; index < count; index++) if (!isBlocked(index)) await storage.put(`${FOLDER}/${imageFileName(index)}`, [Buffer.from(`png ${index}`)]);
  return storage;
}

async function bytesOf(storage: Bucket, name: string): Promise<Buffer> {
  return Buffer.concat(await collect(storage.get(name)));
}

/** The file at once, and from its parts. */
async function bothWays(format: OutputFormat, ranges: RowRanges): Promise<readonly [Buffer, Buffer]> {
  const storage = await storageWithImages(format === 'ZIP' ? COUNT : 0);
  const file = fileOf(format);
  await writeWhole(storage, 'whole', { plan: PLAN, file, folder: FOLDER, ranges, rowsOf: (_table, range) => rowsOf(range) });
  const parts = partsOf(file, ranges).map((part, index) => ({ part, name: `part-${index}`, section: part.section }));
  for (const { part, name } of parts) await writePart(storage, name, { plan: PLAN, file, part, rows: rowsOfPart(part, rowsOf) });
  await joinParts(storage, 'joined', { file, parts, folder: FOLDER });
  return [await bytesOf(storage, 'whole'), await bytesOf(storage, 'joined')];
}

const ALL: RowRanges = { images: [{ first: 0, last: COUNT }] };
const published = Array.from({ length: COUNT }, (_, index) => index).filter((index) => !isBlocked(index));

describe('outputs of a run of images', () => {
  for (const format of ['JSONL', 'COCO'] as const) it(`are the same bytes in parts as at once: ${format}`, async () => {
    const [whole, joined] = await bothWays(format, ALL);
    assert(whole.equals(joined));
  });

  it('have a line, an image and a file for each that has one, and for no other, in parts as at once', async () => {
    const [archive, joined] = await bothWays('ZIP', ALL);
    assert(archive.equals(joined));
    const entries = unzip(archive);
    assert.deepEqual([...entries.keys()], [...published.map(imageFileName), 'metadata.jsonl', 'annotations/annotations.json']);
    for (const index of published) assert.equal(String(entries.get(imageFileName(index))), `png ${index}`);
    assert.equal(archive.readUInt16LE(8), 0, 'a PNG is stored as it is');
    const lines = String(entries.get('metadata.jsonl')).trimEnd().split('\n').map((line) => JSON.parse(line) as { file_name: string; prompt: string; seed: number });
    assert.deepEqual(lines.map(({ file_name, prompt, seed }) => [file_name, prompt, seed]), published.map((index) => [imageFileName(index), `prompt ${index}`, index]));
    const coco = JSON.parse(String(entries.get('annotations/annotations.json'))) as { images: { id: number; file_name: string }[]; annotations: { id: number; image_id: number; bbox: number[] }[] };
    assert.deepEqual(coco.images.map(({ file_name }) => `images/${file_name}`), published.map(imageFileName));
    assert.deepEqual(coco.annotations.map(({ id, image_id, bbox }) => [id, published[image_id - 1], bbox]), published.filter((index) => index % 3 === 0).map((index, at) => [at + 1, index, [1, 2, 3, 4.5]]));
  });

  it('have those that a stopped run kept, wherever they lie', async () => {
    const bits = new Uint8Array(Math.ceil(COUNT / 8));
    for (const index of [0, 5, PART_IMAGES + 1]) bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7));
    const [whole, joined] = await bothWays('JSONL', { images: [{ first: 0, last: COUNT, rows: 3, bits }] });
    assert(whole.equals(joined));
    assert.deepEqual(String(whole).trimEnd().split('\n').map((line) => (JSON.parse(line) as { seed: number }).seed), [0, 5, PART_IMAGES + 1]);
  });

  it('are written in parts where there are many, and at once where there are few', () => {
    const kindsOf = (last: number): readonly string[] => [...new Set(outputTasks('job', PLAN, [{ id: 'output', file: fileOf('COCO') }], { images: [{ first: 0, last }] }).map(({ kind }) => kind))];
    assert.deepEqual([kindsOf(PART_IMAGES), kindsOf(PART_IMAGES + 1)], [['WHOLE'], ['PART', 'OUTPUT']]);
  });
});
