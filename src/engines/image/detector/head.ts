// How a detector is asked for labels, and how its answer is read: what detectors with a closed set of labels and those with an open vocabulary do
// each in their own way. Both answer with logits (one, queries, classes) and boxes (one, queries, centre and size).
import type { Candidate } from '../../../domain/images/boxes.ts';
import type { Tensor } from '../runtime.ts';

/** A detector's answer about one picture. */
export interface Answer {
  readonly queries: number;
  readonly classes: number;
  /** Queries x classes. */
  readonly logits: Float32Array;
  /** Queries x 4: centre and size as shares of the frame. */
  readonly boxes: Float32Array;
}

export interface Head {
  /** What it knows; null: whatever can be said. */
  readonly labels: readonly string[] | null;
  /** Only scores above it are boxes: where transformers puts it by default. */
  readonly threshold: number;
  /** What goes into the model beside the picture. Throws OrderRefused for labels that it cannot look for. */
  feeds(labels: readonly string[]): Readonly<Record<string, Tensor>>;
  /** Classes that it answers with. */
  classes(labels: readonly string[]): number;
  /** Whatever it says about the labels, with scores however low. */
  candidates(answer: Answer, labels: readonly string[]): readonly Candidate[];
}

/** That of one query. */
export function candidate({ boxes }: Answer, query: number, label: string, score: number): Candidate {
  const [x = 0, y = 0, width = 0, height = 0] = boxes.subarray(query * 4, query * 4 + 4);
  return { label, score, box: [x, y, width, height] };
}

export function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
