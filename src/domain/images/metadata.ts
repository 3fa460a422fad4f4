// What is known of a picture, as a line of the metadata.jsonl that Hugging Face's imagefolder reads beside the pictures: file_name first, and every
// other key a column of the data set. All lines of a run have the same keys, so that all columns have one type.
import type { Value } from '../schema.ts';
import type { ImageOrder } from './order.ts';
import type { Annotation } from './plan.ts';

export interface ImageMetadata {
  /** From the folder of metadata.jsonl on, with `/`. */
  readonly fileName: string;
  readonly order: ImageOrder;
  /** The model's id. */
  readonly model: string;
  /** All that decided its bytes beside the order: runtime, device, the model's files; null: it is not known. */
  readonly fingerprint: string | null;
  /** Tokens of the prompts that the text encoder had no room for. */
  readonly truncatedTokens: number;
  /** The verdict of the safety checker; null: there is none. */
  readonly isSafe: boolean | null;
  readonly annotations: readonly Annotation[];
  /** Of the weights of the detector that found them; null: none looked, and there is no column of objects. */
  readonly detector: string | null;
  /** The row that the picture is of; left out: there are no rows, and no columns of them. */
  readonly row?: { readonly table: string; readonly index: number; readonly values: Readonly<Record<string, Value>> };
}

/** The line, ended. `objects` has lists side by side, as imagefolder's own example of object detection: boxes as x, y, width, height; their categories by name. */
export function metadataLine({ fileName, order, model, fingerprint, truncatedTokens, isSafe, annotations, detector, row }: ImageMetadata): string {
  return `${JSON.stringify({
    file_name: fileName,
    prompt: order.prompt,
    negative_prompt: order.negativePrompt,
    seed: order.seed,
    width: order.width,
    height: order.height,
    steps: order.steps,
    guidance: order.guidance,
    scheduler: order.scheduler,
    model,
    fingerprint,
    truncated_tokens: truncatedTokens,
    is_safe: isSafe,
    ...(row === undefined ? {} : { table: row.table, row_index: row.index, row: row.values }),
    ...(detector === null ? {} : { detector_sha256: detector, objects: objectsOf(annotations) }),
  })}\n`;
}

function objectsOf(annotations: readonly Annotation[]): object {
  return { bbox: annotations.map(({ bbox }) => bbox), categories: annotations.map(({ label }) => label), score: annotations.map(({ score }) => score) };
}
