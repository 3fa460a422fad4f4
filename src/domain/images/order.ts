// What pictures are asked for by: all that decides how one looks, beside the model, and what all pictures of a run have in common.
import { Stream } from '../random.ts';
import type { PictureSize } from './size.ts';

/** Schedulers under the field's names. */
export const SCHEDULERS = ['DDIM', 'PNDM', 'EULER', 'EULER_ANCESTRAL', 'DPMPP_2M', 'DPMPP_2M_KARRAS', 'LCM'] as const;
export type SchedulerName = (typeof SCHEDULERS)[number];

export interface ImageOrder extends PictureSize {
  readonly prompt: string;
  /** What it shall not show; empty: nothing is said. */
  readonly negativePrompt: string;
  readonly steps: number;
  /** Scale of classifier-free guidance; 1 or less: none, and each step costs half. */
  readonly guidance: number;
  readonly scheduler: SchedulerName;
  /** Unsigned, 32 bits: gives the starting latents that diffusers draws on the CPU. */
  readonly seed: number;
}

/** The pictures of a run, in its plan. */
export interface ImagesPlan extends Omit<ImageOrder, 'prompt' | 'seed'> {
  /** The table that keeps them, a row for each. */
  readonly table: string;
  /** The model's id. */
  readonly model: string;
  /** Taken in turn. Those of pictures of rows are templates (template.ts). */
  readonly prompts: readonly string[];
  /** What is boxed in every picture, and by which model; left out: nothing is. */
  readonly detection?: { readonly model: string; readonly labels: readonly string[] };
  /** The rows that the pictures are of, the first of the first, and so on; left out: of none. */
  readonly illustrates?: Illustrated;
}

/** Rows with a picture each. */
export interface Illustrated {
  readonly table: string;
  /** What is added to a row in outputs: where its picture lies, and what that was asked for by. Names that no field of the table has. */
  readonly columns: readonly [place: string, prompt: string];
  /** The field whose value is the category of the whole picture; left out: none is. */
  readonly category?: string;
}

/** What picture `index` of a run with that seed is asked for by; of one of a row, the prompt is to be filled. Its seed is drawn by counter: it stays as it is, however many pictures there are. */
export function orderOf({ table, prompts, negativePrompt, width, height, steps, guidance, scheduler }: ImagesPlan, seed: number, index: number): ImageOrder {
  const prompt = prompts[index % prompts.length] ?? ''; // there is one at least
  return { prompt, negativePrompt, width, height, steps, guidance, scheduler, seed: Stream.of(seed, table, 'seed').bits(index) };
}
