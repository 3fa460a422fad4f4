// What is written about pictures, a line for each: what imagefolder reads beside them, and what a COCO file and an archive are put together from
// (../pictures.ts).
import { basename } from 'node:path/posix';
import type { CocoImage } from '../../domain/images/coco.ts';
import { metadataLine } from '../../domain/images/metadata.ts';
import { orderOf, type ImagesPlan } from '../../domain/images/order.ts';
import { factsOf, imageFileName, rowOf, type ImageFacts } from '../../domain/images/plan.ts';
import { readable } from '../../domain/images/template.ts';
import { plannedTable, type Plan } from '../../domain/plan.ts';
import type { Field, Value } from '../../domain/schema.ts';
import { shortened } from '../../lib/shortened.ts';
import type { RowWriter } from './writer.ts';

/** UTF-16 units of a category's name: all names of a file lie in memory together. */
const MAX_CATEGORY_LENGTH = 200;

/** The lines of metadata.jsonl. */
export function metadataWriter(plan: Plan): RowWriter {
  const { illustrates } = plan.images ?? {};
  const fields = illustratedFields(plan);
  return imageWriter(plan, ({ index, fileName, images, facts, row }) => metadataLine({
    fileName,
    order: { ...orderOf(images, plan.seed, index), prompt: facts.prompt, seed: facts.seed },
    model: images.model,
    fingerprint: facts.fingerprint,
    truncatedTokens: facts.truncatedTokens,
    isSafe: facts.isSafe,
    annotations: facts.annotations,
    detector: facts.detector,
    ...(illustrates === undefined ? {} : { row: { table: illustrates.table, index, values: columnsOf(fields, row) } }),
  }));
}

/** Lines of JSON: a CocoImage each, with its name in the folder of the pictures, as COCO's readers look for it. */
export function cocoImageWriter(plan: Plan): RowWriter {
  const fields = illustratedFields(plan);
  const place = fields.findIndex(({ name }) => name === plan.images?.illustrates?.category);
  const categoryOf = (row: readonly Value[]): string | null => shortened(readable(row[place] ?? null, fields[place]?.type ?? 'STRING'), MAX_CATEGORY_LENGTH) || null;
  return imageWriter(plan, ({ fileName, images: { width, height }, facts: { annotations, detector }, row }) => {
    const image: CocoImage = { fileName: basename(fileName), width, height, category: categoryOf(row), annotations, detector };
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
  /** The values of the row that it is of; empty: of none. */
  readonly row: readonly Value[];
}

function illustratedFields(plan: Plan): readonly Field[] {
  const table = plan.images?.illustrates?.table;
  return table === undefined ? [] : plannedTable(plan, table).fields;
}

/** By field; JSON as a text, so that all values of a column have one type. */
function columnsOf(fields: readonly Field[], row: readonly Value[]): Readonly<Record<string, Value>> {
  return Object.fromEntries(fields.map(({ name, type }, place) => {
    const value = row[place] ?? null;
    return [name, type === 'JSON' && value !== null ? JSON.stringify(value) : value];
  }));
}

/** A line for each picture that has a file; the values of the row that it is of stand behind its own. */
function imageWriter({ images }: Plan, lineOf: (image: WrittenImage) => string): RowWriter {
  return {
    write(values, out) {
      const [index, facts] = [Number(values[0]), factsOf(values)];
      if (images !== undefined && facts !== null && facts.bytes !== null) out.text(lineOf({ index, fileName: imageFileName(index), images, facts, row: rowOf(values) }));
    },
  };
}
