// A detector that is loaded: a picture and labels go in, boxes come out. It blocks the thread that it runs on while it looks, so it belongs on a
// thread of its own.
import { boxesOf, type Box } from '../../../domain/images/boxes.ts';
import { EngineFailed } from '../../failures.ts';
import type { Picture } from '../engine.ts';
import { frameOf, pixelValues, type PixelOptions } from '../pixel-values.ts';
import { portOf } from '../ports.ts';
import { floatsOf, floatTensor, type Session } from '../runtime.ts';
import type { Answer, Head } from './head.ts';

export interface DetectorParts {
  readonly session: Session;
  readonly head: Head;
  readonly pixels: PixelOptions;
  readonly sha256: string;
}

export class LoadedDetector {
  /** Of its weights, in lower-case hexadecimal. */
  readonly sha256: string;
  readonly #parts: DetectorParts;

  constructor(parts: DetectorParts) {
    this.#parts = parts;
    this.sha256 = parts.sha256;
  }

  /** What it knows; null: whatever can be said (open vocabulary). */
  get labels(): readonly string[] | null {
    return this.#parts.head.labels;
  }

  /** The best first. Throws OrderRefused for labels that it cannot look for, EngineFailed where the model breaks down. */
  async detect(picture: Picture, labels: readonly string[]): Promise<readonly Box[]> {
    const { head, pixels } = this.#parts;
    const feeds = head.feeds(labels);
    if (labels.length === 0) return [];
    const { size } = pixels.config;
    const { type } = portOf(this.#parts.session.inputs, 'pixel_values');
    const pictures = floatTensor(type, pixelValues(picture, pixels), [1, 3, size.height, size.width]);
    const answer = await this.#ask({ ...feeds, pixel_values: pictures }, head.classes(labels));
    return boxesOf(head.candidates(answer, labels), { picture, frame: frameOf(picture, pixels), threshold: head.threshold });
  }

  /** Gives its memory back. */
  release(): Promise<void> {
    return this.#parts.session.release();
  }

  async #ask(feeds: Parameters<Session['run']>[0], classes: number): Promise<Answer> {
    const { logits, pred_boxes: boxes } = await this.#parts.session.run(feeds, ['logits', 'pred_boxes']);
    const queries = logits.dims[1] ?? 0;
    if (String([logits.dims, boxes.dims]) !== String([[1, queries, classes], [1, queries, 4]])) throw new EngineFailed(`the detector answered with shapes [${logits.dims}] and [${boxes.dims}]: expected [1, queries, ${classes}] and [1, queries, 4]. Its config.json is another model's, or it was exported for a fixed number of texts`);
    const answer = { queries, classes, logits: floatsOf(logits), boxes: floatsOf(boxes) };
    if (answer.logits.some(Number.isNaN)) throw new EngineFailed("the detector's arithmetic broke down: expected numbers, got NaN. Take one in float32");
    return answer;
  }
}
