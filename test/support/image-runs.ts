// Runs of images over the whole service: how tests order them, and what they look at.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ImageBatch, Job, VerisimClient } from '../../src/client/client.ts';
import { accepted } from '../../src/client/failures.ts';
import { ImagesPageDocument, StartImageRunDocument, type ImagePartsFragment, type ImageRunInput, type ImagesPageQuery } from '../../src/client/generated/graphql.ts';
import { ended } from './runs.ts';

/** Small and quick images. */
export const SMALL_IMAGES = { width: 64, height: 64, steps: 3 } as const;

export function imageOrder(numImages: number, { image, ...more }: Partial<ImageRunInput> = {}): ImageRunInput {
  return { prompts: ['a cup', 'a red hat'], numImages, seed: 5, outputs: [{ format: 'JSONL' }], image: { ...SMALL_IMAGES, ...image }, ...more };
}

export async function startImages(client: VerisimClient, input: ImageRunInput): Promise<Job> {
  return accepted((await client.ask(StartImageRunDocument, { input })).startImageRun);
}

export async function finishedImages(client: VerisimClient, input: ImageRunInput): Promise<Job> {
  return ended(client, (await startImages(client, input)).id);
}

/** All pages of the images of a job. */
export async function pagedImages(client: VerisimClient, id: string): Promise<readonly ImagePartsFragment[]> {
  const images: ImagePartsFragment[] = [];
  for (let cursor: string | null | undefined; ; ) {
    const { job }: ImagesPageQuery = await client.ask(ImagesPageDocument, { id, first: 5, after: cursor });
    assert(job != null && 'images' in job);
    images.push(...job.images.edges.map(({ node }) => node));
    if (!job.images.pageInfo.hasNextPage) return images;
    cursor = job.images.pageInfo.endCursor;
  }
}

export function imagesIn(batches: readonly ImageBatch[]): readonly ImagePartsFragment[] {
  return batches.flatMap((batch) => batch.images);
}

/** SHA-256 of every file of a job's folder, by its place there. */
export function hashesIn(folder: string, { outputPath }: Pick<Job, 'outputPath'>): Readonly<Record<string, string>> {
  const own = path.join(folder, outputPath);
  const files = readdirSync(own, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.relative(own, path.join(entry.parentPath, entry.name)));
  return Object.fromEntries(files.sort().map((name) => [name, createHash('sha256').update(readFileSync(path.join(own, name))).digest('hex')]));
}

/** Names of the files of the first images. */
export function imageNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `images/image_${String(index).padStart(5, '0')}.png`);
}
