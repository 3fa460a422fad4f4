// Runs of rows with images over the whole service: how tests order them, and what they look at.
import assert from 'node:assert/strict';
import path from 'node:path';
import { readFileSync } from 'node:fs';
import type { Job, VerisimClient } from '../../src/client/client.ts';
import { accepted } from '../../src/client/failures.ts';
import { IllustratedRowsPageDocument, StartUnifiedRunDocument, type IllustratedRowsPageQuery, type UnifiedRunInput } from '../../src/client/generated/graphql.ts';
import { SMALL_IMAGES } from './image-runs.ts';
import { ended } from './runs.ts';

/** One table; a field is named as outputs would name the image. */
export const PRODUCT_SQL = `CREATE TABLE product (
  id serial PRIMARY KEY, name varchar(60) NOT NULL, color varchar(20), price numeric(8, 2) NOT NULL, in_stock boolean NOT NULL, details jsonb, photo bytea
);`;
/** Another table, whose rows get no images. */
export const SHOP_SQL = `${PRODUCT_SQL}
CREATE TABLE review (id serial PRIMARY KEY, product_id integer NOT NULL REFERENCES product (id), stars integer NOT NULL CHECK (stars BETWEEN 1 AND 5));`;

export const PROMPTS = ['{name} on a white background', 'photo of {{one}} {color} {name}, {price}'];

export function unifiedOrder(rows: number, { image, sql = PRODUCT_SQL, ...more }: Partial<UnifiedRunInput> & { readonly sql?: string } = {}): UnifiedRunInput {
  return { source: { definition: { sql: { text: sql } } }, rows, engine: 'SAMPLER', prompts: PROMPTS, seed: 5, outputs: [{ format: 'JSONL' }], image: { ...SMALL_IMAGES, ...image }, ...more };
}

export async function startUnified(client: VerisimClient, input: UnifiedRunInput): Promise<Job> {
  return accepted((await client.ask(StartUnifiedRunDocument, { input })).startUnifiedRun);
}

export async function finishedUnified(client: VerisimClient, input: UnifiedRunInput): Promise<Job> {
  return ended(client, (await startUnified(client, input)).id);
}

type IllustratedJob = Extract<IllustratedRowsPageQuery['job'], { readonly rows: unknown }>;
export type IllustratedRow = NonNullable<IllustratedJob>['rows']['edges'][number]['node'];

/** All pages of the rows of a job, with their images. */
export async function pagedRows(client: VerisimClient, id: string, table?: string): Promise<readonly IllustratedRow[]> {
  const rows: IllustratedRow[] = [];
  for (let cursor: string | null | undefined; ; ) {
    const { job }: IllustratedRowsPageQuery = await client.ask(IllustratedRowsPageDocument, { id, table, first: 7, after: cursor });
    assert(job != null && 'rows' in job);
    rows.push(...job.rows.edges.map(({ node }) => node));
    if (!job.rows.pageInfo.hasNextPage) return rows;
    cursor = job.rows.pageInfo.endCursor;
  }
}

/** What the prompt of a product's image is to be. */
export function promptOf({ index, values }: Pick<IllustratedRow, 'index' | 'values'>): string {
  const { name, color, price } = values as Readonly<Record<string, unknown>>; // of a product
  return index % 2 === 0 ? `${String(name)} on a white background` : `photo of {one} ${String(color ?? '')} ${String(name)}, ${String(price)}`;
}

export type Line = Readonly<Record<string, unknown>>;

/** Lines of JSON. */
export function linesIn(text: string | Buffer): readonly Line[] {
  return text.toString('utf8').split('\n').slice(0, -1).map((line) => JSON.parse(line) as Line);
}

export function fileOf(folder: string, { outputPath }: Pick<Job, 'outputPath'>, name: string): Buffer {
  return readFileSync(path.join(folder, outputPath, name));
}
