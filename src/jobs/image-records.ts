// Pictures as they are shown: rows of their table, in words of their own.
import { factsOf } from '../domain/images/plan.ts';
import type { ImagesPlan } from '../domain/images/order.ts';
import { plannedTable } from '../domain/plan.ts';
import { pageOfRows, type RowPagesParts } from './row-pages.ts';
import type { ImageRecord, JobRecord, Page, PageRequest, RowRecord } from './records.ts';

/** The pictures of rows; those of which nothing is known are left out. */
export function imagesOf(jobId: string, { width, height, detection }: ImagesPlan, rows: readonly RowRecord[]): readonly ImageRecord[] {
  return rows.flatMap(({ index, values }) => {
    const facts = factsOf(Object.values(values));
    return facts === null ? [] : [{ ...facts, jobId, index, width, height, isAnnotated: detection !== undefined }];
  });
}

/** A page of the pictures of a job, in index order. Throws InvalidInput for a cursor that is none. */
export async function pageOfImages(parts: RowPagesParts, job: JobRecord, request: PageRequest): Promise<Page<ImageRecord>> {
  const { images } = (await parts.plans.of(job.id)).plan;
  if (images === undefined) return { items: [], hasNextPage: false, hasPreviousPage: false };
  const page = await pageOfRows(parts, job, { ...request, table: images.table });
  return { ...page, items: page.items.flatMap(({ node, cursor }) => imagesOf(job.id, images, [node]).map((image) => ({ node: image, cursor }))) };
}

/** One picture of a job; null where it is not made. */
export async function findImage({ plans, threads }: RowPagesParts, jobId: string, index: number): Promise<ImageRecord | null> {
  const { plan } = await plans.of(jobId);
  const { images } = plan;
  const range = { first: index, last: index + 1 };
  if (images === undefined || index >= plannedTable(plan, images.table).rows) return null;
  const text = await plans.textFor(jobId, [{ table: images.table, ...range }]);
  return imagesOf(jobId, images, await threads.quick('rowsOf', text, images.table, [range]))[0] ?? null;
}
