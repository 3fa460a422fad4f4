// Pictures as they are shown: rows of their table, in words of their own.
import { factsOf } from '../domain/images/plan.ts';
import type { ImagesPlan } from '../domain/images/order.ts';
import { plannedTable } from '../domain/plan.ts';
import type { RowRange } from '../files/parts.ts';
import { imageKey, readImageKey } from './image-keys.ts';
import { pageOf, type RowPagesParts } from './row-pages.ts';
import type { ImageRecord, JobRecord, Page, PageRequest, RowRecord } from './records.ts';

/** The pictures of rows; those of which nothing is known are left out. */
export function imagesOf(jobId: string, { width, height, detection, illustrates }: ImagesPlan, rows: readonly RowRecord[]): readonly ImageRecord[] {
  return rows.flatMap(({ index, values }) => {
    const facts = factsOf(Object.values(values));
    return facts === null ? [] : [{ ...facts, jobId, index, table: illustrates?.table ?? null, width, height, isAnnotated: detection !== undefined }];
  });
}

/** A page of the pictures of a job, in index order. Throws InvalidInput for a cursor that is none. */
export async function pageOfImages(parts: RowPagesParts, job: JobRecord, request: PageRequest): Promise<Page<ImageRecord>> {
  const { images } = (await parts.plans.of(job.id)).plan;
  if (images === undefined) return { items: [], hasNextPage: false, hasPreviousPage: false };
  const page = await pageOf(parts, job, { ...request, tables: [images.table] });
  return { ...page, items: page.items.flatMap(({ node, cursor }) => imagesOf(job.id, images, [node]).map((image) => ({ node: image, cursor }))) };
}

/** Those pictures of a job that are made, of ascending indexes. */
export async function findImages({ plans, threads }: RowPagesParts, jobId: string, indexes: readonly number[]): Promise<readonly ImageRecord[]> {
  const { plan } = await plans.of(jobId);
  const { images } = plan;
  const rows = images === undefined ? 0 : plannedTable(plan, images.table).rows;
  const ranges = rangesOf(indexes.filter((index) => index < rows));
  const [first, last] = [ranges[0]?.first, ranges.at(-1)?.last];
  if (images === undefined || first === undefined || last === undefined) return [];
  const text = await plans.textFor(jobId, [{ table: images.table, first, last }]);
  return imagesOf(jobId, images, await threads.quick('rowsOf', text, images.table, ranges));
}

/** Indexes that follow one another, as ranges. */
function rangesOf(indexes: readonly number[]): readonly RowRange[] {
  const ranges: { first: number; last: number }[] = [];
  for (const index of indexes) {
    const before = ranges.at(-1);
    if (before?.last === index) before.last++;
    else ranges.push({ first: index, last: index + 1 });
  }
  return ranges;
}

/** The pictures that are made, by their keys. */
export async function imagesByKey(parts: RowPagesParts, keys: readonly string[]): Promise<ReadonlyMap<string, ImageRecord>> {
  const byJob = Map.groupBy(keys.map(readImageKey), ({ jobId }) => jobId);
  const found = await Promise.all([...byJob].map(([jobId, own]) => findImages(parts, jobId, own.map(({ index }) => index).sort((a, b) => a - b))));
  return new Map(found.flat().map((image) => [imageKey(image), image]));
}
