// Pictures and boxes as a document of COCO's object detection format (cocodataset.org, "Data format"), in pieces of text: however many pictures
// there are, one at a time lies in memory. What COCO has no word for (score, detector) stands beside; its readers leave that alone.
import type { Annotation } from './plan.ts';

/** What is true of all pictures. */
export interface CocoDataset {
  /** What it is, in a sentence. */
  readonly description: string;
  /** ISO 8601. */
  readonly created: string;
  /** Of all boxes and pictures, in the order of their ids; names that come again count once. */
  readonly categories: readonly string[];
  /** The id of the model that found the boxes; null: nobody looked for any. */
  readonly detector: string | null;
}

export interface CocoImage {
  /** From the folder of the pictures on, with `/`. */
  readonly fileName: string;
  readonly width: number;
  readonly height: number;
  /** Of the picture as a whole, such as the value of a row's field; null: none. */
  readonly category: string | null;
  readonly annotations: readonly Annotation[];
  /** Of the weights of the detector that found them; null: none looked. */
  readonly detector: string | null;
}

const UNVERIFIED = 'pseudo-labels, unverified';
const NO_DETECTOR = 'none: no detector looked at the images';
const NO_CROWD = 0;

/**
 * The document. Ids of images, annotations and categories count from 1 in the order of the pictures, which are read twice: COCO has its
 * images and its annotations apart. Throws for a category that the dataset does not name.
 */
export async function* cocoText(dataset: CocoDataset, images: () => AsyncIterable<CocoImage> | Iterable<CocoImage>): AsyncGenerator<string> {
  const ids = new Map([...new Set(dataset.categories)].map((name, index) => [name, index + 1]));
  yield `{"info":${JSON.stringify(infoOf(dataset))},\n"licenses":[],\n"images":[`;
  yield* listed(images(), (image, index) => [imageOf(image, index + 1, ids)]);
  yield '],\n"annotations":[';
  let id = 0;
  yield* listed(images(), (image, index) => image.annotations.map((annotation) => annotationOf(annotation, { id: ++id, imageId: index + 1, detector: { id: dataset.detector, sha256: image.detector } }, ids)));
  yield `],\n"categories":${JSON.stringify([...ids].map(([name, id]) => ({ id, name, supercategory: 'none' })))}}\n`;
}

function infoOf({ description, created, detector }: CocoDataset): object {
  return {
    description,
    version: '1.0',
    year: new Date(created).getUTCFullYear(),
    contributor: 'Verisim',
    date_created: created,
    annotations: detector === null ? NO_DETECTOR : UNVERIFIED,
    ...(detector === null ? {} : { detector }),
  };
}

function imageOf({ fileName, width, height, category }: CocoImage, id: number, ids: CategoryIds): object {
  return { id, file_name: fileName, width, height, ...(category === null ? {} : { category_id: idOf(category, ids) }) };
}

interface Belonging {
  readonly id: number;
  readonly imageId: number;
  readonly detector: { readonly id: string | null; readonly sha256: string | null };
}

function annotationOf({ label, bbox, score }: Annotation, { id, imageId, detector }: Belonging, ids: CategoryIds): object {
  return { id, image_id: imageId, category_id: idOf(label, ids), bbox, area: areaOf(bbox), iscrowd: NO_CROWD, score, source: 'detector', detector };
}

/** Sides have two decimals, and so an area has four; what a float has behind them is noise. */
function areaOf([, , width, height]: Annotation['bbox']): number {
  return Number((width * height).toFixed(4));
}

type CategoryIds = ReadonlyMap<string, number>;

function idOf(category: string, ids: CategoryIds): number {
  const id = ids.get(category);
  if (id === undefined) throw new Error(`the category ${JSON.stringify(category)} is not among those of the dataset: expected one of ${[...ids.keys()].join(', ')}`);
  return id;
}

/** The items of an array, one a line. */
async function* listed(images: AsyncIterable<CocoImage> | Iterable<CocoImage>, itemsOf: (image: CocoImage, index: number) => readonly object[]): AsyncGenerator<string> {
  let index = 0;
  let separator = '\n';
  for await (const image of images) {
    const items = itemsOf(image, index++);
    if (items.length === 0) continue;
    yield separator + items.map((item) => JSON.stringify(item)).join(',\n');
    separator = ',\n';
  }
}
