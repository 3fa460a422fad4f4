// Outputs that are more than their lines one after another: a COCO file has its pictures and its boxes apart, an archive has the pictures' files. Both
// are put together from lines that were written part by part (encoders/images.ts), so that no list of pictures lies in memory.
import { cocoText, type CocoDataset, type CocoImage } from '../domain/images/coco.ts';
import { utf8Text } from '../domain/import/utf8.ts';
import type { Plan } from '../domain/plan.ts';
import type { Chunks } from './storage.ts';

/** What a COCO file says of the whole run. */
export function cocoDataset({ images, reference }: Plan): CocoDataset {
  const { labels, model } = images?.detection ?? { labels: [], model: null };
  return { description: `Images made by the model ${images?.model ?? ''}`, created: reference, categories: labels, detector: model };
}

/** The bytes of a COCO file, from the lines of its pictures, which are read three times: the pictures' own categories stand behind those of the boxes. */
export async function* cocoBytes(dataset: CocoDataset, lines: () => Chunks): AsyncGenerator<Uint8Array> {
  const images = async function* (): AsyncGenerator<CocoImage> {
    for await (const line of linesOf(lines())) yield JSON.parse(line) as CocoImage; // as cocoImageWriter wrote it
  };
  const categories = new Set(dataset.categories);
  for await (const { category } of images()) if (category !== null) categories.add(category);
  for await (const text of cocoText({ ...dataset, categories: [...categories] }, images)) yield Buffer.from(text);
}

/** The lines, without their ends. */
export async function* linesOf(chunks: Chunks): AsyncGenerator<string> {
  let rest = '';
  for await (const text of utf8Text(chunks)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
