// Boxes around things, made of what a detector says about shares of a picture: in pixels, inside it, each thing once, the best first. Detectors say the
// same thing several times (OWL-ViT has no suppression of its own), and point past the edges.

/** A box around a thing, in pixels from the top left, inside the picture. */
export interface Box {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** 0 to 1. */
  readonly score: number;
}

/** What a detector says: a centre and a size as shares of its frame, which may reach past the picture. */
export interface Candidate {
  readonly label: string;
  readonly score: number;
  readonly box: readonly [centreX: number, centreY: number, width: number, height: number];
}

export interface BoxOptions {
  readonly picture: Size;
  /** What shares are of, in pixels, from the picture's top left: the picture, or the square that it was padded to. */
  readonly frame: Size;
  /** Only scores above it are boxes. */
  readonly threshold: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Two boxes of one label that overlap by more are the same thing; COCO's evaluation takes a box for the right one from the same overlap on. */
export const SAME_THING_OVERLAP = 0.5;
/** Of one picture: COCO's evaluation looks at no more (maxDets). */
export const MAX_BOXES = 100;
/** Narrower or lower boxes, in pixels, hold nothing. */
const LEAST_SIDE = 1;
/** Of places and sizes in pixels, as in COCO's own files. */
const PLACE_DECIMALS = 2;
const SCORE_DECIMALS = 4;

/** The boxes, the best first and no more than MAX_BOXES; the same ones in the same order, in whatever order the candidates come. */
export function boxesOf(candidates: readonly Candidate[], options: BoxOptions): readonly Box[] {
  const boxes = candidates.filter(({ score }) => score > options.threshold).flatMap((candidate) => inPicture(candidate, options) ?? []);
  return withoutDuplicates(boxes.sort(bestFirst));
}

/** Intersection over union: 1 for the same box, 0 for boxes that do not meet. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (a.width * a.height + b.width * b.height - shared);
}

/** Cut off at the picture's edges; null where nothing of it is left, or where the detector gave no numbers. */
function inPicture({ label, score, box }: Candidate, { picture, frame }: BoxOptions): Box | null {
  if (!box.every(Number.isFinite)) return null;
  const [centreX, centreY, width, height] = box;
  const [left, right] = clipped(centreX, width, frame.width, picture.width);
  const [top, bottom] = clipped(centreY, height, frame.height, picture.height);
  if (right - left < LEAST_SIDE || bottom - top < LEAST_SIDE) return null;
  return { label, x: left, y: top, width: rounded(right - left, PLACE_DECIMALS), height: rounded(bottom - top, PLACE_DECIMALS), score: rounded(score, SCORE_DECIMALS) };
}

/** Both ends of a side: its middle and length are shares of the frame. */
function clipped(middle: number, length: number, frame: number, picture: number): readonly [number, number] {
  const end = (share: number): number => rounded(Math.min(Math.max(share * frame, 0), picture), PLACE_DECIMALS);
  return [end(middle - length / 2), end(middle + length / 2)];
}

/** Non-maximum suppression: of boxes of one label that overlap too much, the best alone; of all, the best. */
function withoutDuplicates(boxes: readonly Box[]): readonly Box[] {
  const kept: Box[] = [];
  for (const box of boxes) {
    if (kept.length === MAX_BOXES) break;
    if (!kept.some((other) => other.label === box.label && overlap(other, box) > SAME_THING_OVERLAP)) kept.push(box);
  }
  return kept;
}

/** By score; what scores alike has an order, too. */
function bestFirst(a: Box, b: Box): number {
  return b.score - a.score || (a.label < b.label ? -1 : Number(a.label > b.label)) || a.x - b.x || a.y - b.y || a.width - b.width || a.height - b.height;
}

function rounded(value: number, decimals: number): number {
  return Math.round(value * 10 ** decimals) / 10 ** decimals;
}
