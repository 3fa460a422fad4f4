// Runs of pictures, as rows of a table of their own: so that shards, segments, resuming and outputs are those of all rows. What is known of a picture
// stands in its row once it is made; its pixels lie in a file beside.
import type { InputIssue } from '../errors.ts';
import { DEFAULT_LOCALE, GENERATORS_VERSION, REFERENCE_INSTANT, type Plan, type PlannedTable } from '../plan.ts';
import type { Field, Value } from '../schema.ts';
import { labelKey } from './labels.ts';
import type { ImagesPlan } from './order.ts';
import { sizeIssues, type AskedSize, type NativeSize, type PictureSize } from './size.ts';

/** The table of a run of pictures. */
export const IMAGES = 'images';
/** The fields of such a table, in order: a picture's place, and the facts of it. */
const FIELDS = ['index', 'image'] as const;

/** Most pictures of a run: days of work on one device, and few enough that each output is written in one go. */
export const MAX_IMAGES = 50_000;
export const MAX_PROMPTS = 1_000;
/** UTF-16 units of a prompt, or of a negative one; Stable Diffusion's text encoder reads some 75 tokens. */
export const MAX_PROMPT_LENGTH = 2_000;
export const MAX_STEPS = 200;
export const MAX_GUIDANCE = 50;
/** Things that are looked for in a picture, and characters of the name of one. */
export const MAX_LABELS = 100;
export const MAX_LABEL_LENGTH = 100;

/** Where neither the order nor the model says one: as Stable Diffusion has it. */
export const DEFAULT_GUIDANCE = 7.5;

/** How pictures are made where nothing else is said, at whatever size. 20 to 30 steps of this scheduler do what others need 50 for. */
export const IMAGE_DEFAULTS = { steps: 30, scheduler: 'DPMPP_2M_KARRAS', negativePrompt: '' } as const satisfies Partial<ImagesPlan>;

/** How pictures are asked for: the plan of them, without the table that keeps them and without the models. */
export interface ImagesRequest extends Omit<ImagesPlan, 'table' | 'model' | 'detection' | 'illustrates' | 'guidance' | keyof PictureSize>, AskedSize {
  /** Left out: as the model has it. */
  readonly guidance?: number | undefined;
  readonly numImages: number;
  /** What is to be boxed in every picture; empty: nothing. */
  readonly annotate: readonly string[];
}

/** What an image model says of the pictures that it was trained for; null: nothing. */
export interface TrainedFor {
  readonly size: NativeSize | null;
  readonly guidance: number | null;
}

/** The models of a run of pictures, and what follows from the order and them: the size, and how closely the prompt is followed. */
export interface ImageModels {
  readonly image: string;
  readonly size: PictureSize;
  readonly guidance: number;
  /** Only where something is to be boxed. */
  readonly detector?: string;
}

/** Everything that is wrong with the request, with paths as in the input of a run (`image` has the options). */
export function imageIssues({ numImages, ...request }: ImagesRequest, maxImages: number): readonly InputIssue[] {
  const most = Math.min(maxImages, MAX_IMAGES);
  const issues = [...promptIssues(request.prompts), ...optionIssues(request)];
  if (isBetween(numImages, 1, most)) return issues;
  const remedy = numImages > most ? `: ask for fewer${most < MAX_IMAGES ? ', or raise MAX_ROWS_PER_JOB' : ', in several runs'}` : '';
  return [...issues, { path: ['numImages'], message: `expected a whole number of images from 1 to ${most}, got ${numImages}${remedy}` }];
}

/** What is wrong with the prompts. */
export function promptIssues(prompts: readonly string[]): readonly InputIssue[] {
  if (prompts.length < 1 || prompts.length > MAX_PROMPTS) return [{ path: ['prompts'], message: `expected 1 to ${MAX_PROMPTS} prompts, got ${prompts.length}` }];
  return prompts.flatMap((prompt, index) => textIssues(prompt, ['prompts', String(index)], MAX_PROMPT_LENGTH));
}

/** What is wrong with the options, at `image`. */
export function optionIssues({ width, height, steps, guidance, negativePrompt, annotate }: Omit<ImagesRequest, 'prompts' | 'numImages'>): readonly InputIssue[] {
  const at = (name: string, message: string): InputIssue => ({ path: ['image', name], message });
  return [
    ...sizeIssues({ width, height }),
    ...(isBetween(steps, 1, MAX_STEPS) ? [] : [at('steps', `expected a whole number of steps from 1 to ${MAX_STEPS}, got ${steps}`)]),
    ...(guidance === undefined || (guidance >= 0 && guidance <= MAX_GUIDANCE) ? [] : [at('guidance', `expected a number from 0 to ${MAX_GUIDANCE}, got ${guidance}`)]),
    ...(negativePrompt.length <= MAX_PROMPT_LENGTH ? [] : [at('negativePrompt', `expected at most ${MAX_PROMPT_LENGTH} characters, got ${negativePrompt.length}`)]),
    ...labelIssues(annotate),
  ];
}

function labelIssues(labels: readonly string[]): readonly InputIssue[] {
  if (labels.length > MAX_LABELS) return [{ path: ['image', 'annotate'], message: `expected at most ${MAX_LABELS} things to find, got ${labels.length}` }];
  return labels.flatMap((label, index): readonly InputIssue[] => {
    const path = ['image', 'annotate', String(index)];
    const issues = textIssues(label, path, MAX_LABEL_LENGTH);
    return issues.length === 0 && labels.findIndex((other) => labelKey(other) === labelKey(label)) < index ? [{ path, message: `${JSON.stringify(label)} is named twice; name it once` }] : issues;
  });
}

function textIssues(text: string, path: readonly string[], most: number): readonly InputIssue[] {
  if (text.trim() === '') return [{ path, message: `expected a text, got ${text === '' ? 'an empty one' : 'nothing but space'}` }];
  return text.length > most ? [{ path, message: `expected at most ${most} characters, got ${text.length}` }] : [];
}

function isBetween(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

/** The plan of a run whose request has no issues. */
export function planImages({ numImages, annotate, ...style }: ImagesRequest, { seed, models }: { readonly seed: number; readonly models: ImageModels }): Plan {
  const images: ImagesPlan = { ...style, table: IMAGES, ...plannedModels(models, annotate) };
  return { generators: GENERATORS_VERSION, seed, reference: REFERENCE_INSTANT, locale: DEFAULT_LOCALE, tables: [tableOfImages(IMAGES, numImages)], images };
}

/** What a plan says of the models of its pictures. */
export function plannedModels({ image, size, guidance, detector }: ImageModels, annotate: readonly string[]): Pick<ImagesPlan, 'model' | 'detection' | 'guidance' | keyof PictureSize> {
  return { ...size, guidance, model: image, ...(detector === undefined ? {} : { detection: { model: detector, labels: annotate } }) };
}

/** What is known of a picture once it is made. */
export interface ImageFacts {
  readonly prompt: string;
  readonly seed: number;
  /** Of its file; null: it is blocked, and has none. */
  readonly bytes: number | null;
  readonly sha256: string | null;
  /** Tokens of the prompts that the text encoder had no room for. */
  readonly truncatedTokens: number;
  /** The verdict of the safety checker; null: there is none. */
  readonly isSafe: boolean | null;
  /** All that decided its bytes beside what it was asked for by (runtime, device, model), in one text; null: that is not known. */
  readonly fingerprint: string | null;
  /** What a detector found: pseudo-labels, the best first. */
  readonly annotations: readonly Annotation[];
  /** Of the weights of the detector that found them; null: none looked. */
  readonly detector: string | null;
}

/** A thing that a detector found. */
export interface Annotation {
  readonly label: string;
  /** x, y, width and height in pixels, from the top left. */
  readonly bbox: readonly [x: number, y: number, width: number, height: number];
  /** 0 to 1. */
  readonly score: number;
}

/** What is kept of a picture in its row. */
export function valuesOf(facts: ImageFacts): readonly Value[] {
  return [facts as unknown as Value]; // plain JSON
}

/** The facts of a row, from its values in the order of the fields; null where there are none. */
export function factsOf([, facts]: readonly Value[]): ImageFacts | null {
  return facts as unknown as ImageFacts | null; // as valuesOf put them in
}

/** The values of the row that a picture is of, where outputs have them behind the picture's own (illustration.ts). */
export function rowOf(values: readonly Value[]): readonly Value[] {
  return values.slice(FIELDS.length);
}

/** A table of pictures: a row has its place, and the facts that are written down with the picture. */
export function tableOfImages(name: string, rows: number): PlannedTable {
  const [index, facts] = FIELDS;
  const fields: readonly Field[] = [
    { name: index, type: 'INTEGER', nullable: false, generator: { kind: 'sequence', start: 0, step: 1 } },
    { name: facts, type: 'JSON', nullable: true, generator: { kind: 'constant', value: null } },
  ];
  return { name, rows, fields, primaryKey: [], uniqueKeys: [], foreignKeys: [], checks: [], written: [{ name: facts, constraint: { kind: 'object', members: [] } }] };
}

/** Where pictures lie in the folder of their run. */
export const IMAGE_FOLDER = 'images';

/** Name of a picture's file in the folder of its run. */
export function imageFileName(index: number): string {
  return `${IMAGE_FOLDER}/image_${String(index).padStart(5, '0')}.png`;
}
