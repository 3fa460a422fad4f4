// What is written about pictures, a line for each: what imagefolder reads beside them, and what a COCO file and an archive are put together from
// (../pictures.ts).
import { basename } from 'node:path/posix';
import type { CocoImage } from '../../domain/images/coco.ts';
import { metadataLine } from '../../domain/images/metadata.ts';
import { orderOf, type ImagesPlan } from '../../domain/images/order.ts';
import { factsOf, imageFileName, type ImageFacts } from '../../domain/images/plan.ts';
import type { Plan } from '../../domain/plan.ts';
import type { RowWriter } from './writer.ts';

/** The lines of metadata.jsonl. */
export function metadataWriter(plan: Plan): RowWriter {
  return imageWriter(plan, ({ index, fileName, images, facts }) => metadataLine({
    fileName,
    order: { ...orderOf(images, plan.seed, index), prompt: facts.prompt, seed: facts.seed },
    model: images.model,
    fingerprint: facts.fingerprint,
    truncatedTokens: facts.truncatedTokens,
    isSafe: facts.isSafe,
    annotations: images.detection === undefined ? null : facts.annotations,
  }));
}

/** Lines of JSON: a CocoImage each, with its name in the folder of the pictures, as COCO's readers look for it. */
export function cocoImageWriter(plan: Plan): RowWriter {
  return imageWriter(plan, ({ fileName, images: { width, height }, facts: { annotations, detector } }) => {
    const image: CocoImage = { fileName: basename(fileName), width, height, category: null, annotations, detector };
    return `${JSON.stringify(image)}\n`;
  });
}

/** Names of files in the folder of the run. */
export function fileNameWriter(plan: Plan): RowWriter {
  return imageWriter(plan, ({ fileName }) => `${fileName}\n`);
}

interface WrittenImage {
  readonly index: number;
  readonly fileName: string;
  readonly images: ImagesPlan;
  readonly facts: ImageFacts;
}

/** A line for each picture that has a file. */
function imageWriter({ images }: Plan, lineOf: (image: WrittenImage) => string): RowWriter {
  return {
    write(row, out) {
      const [index, facts] = [Number(row[0]), factsOf(row)];
      if (images !== undefined && facts !== null && facts.bytes !== null) out.text(lineOf({ index, fileName: imageFileName(index), images, facts }));
    },
  };
}
