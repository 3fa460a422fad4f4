// RT-DETR and D-FINE: detectors that know the labels they were trained on, as those of COCO. Each class of each query has a score of its own.
// (transformers keeps the best of them, as many as there are queries: hundreds more than a picture shows, so all above the threshold count here.)
import type { Candidate } from '../../../domain/images/boxes.ts';
import { shortened } from '../../../lib/shortened.ts';
import { OrderRefused } from '../../failures.ts';
import { candidate, sigmoid, type Answer, type Head } from './head.ts';

/** RTDetrImageProcessor.post_process_object_detection. */
const THRESHOLD = 0.5;
/** UTF-16 units of the labels that a message names. */
const MOST_NAMED = 1_500;

/** Labels by class, as config.json has them (id2label). */
export function closedSet(labels: readonly string[]): Head {
  const classes = new Map(labels.map((label, index) => [keyOf(label), index]));
  return {
    labels,
    threshold: THRESHOLD,
    feeds(asked) {
      const unknown = asked.filter((label) => !classes.has(keyOf(label)));
      if (unknown.length > 0) throw new OrderRefused(`the detector does not know ${unknown.map((label) => JSON.stringify(label)).join(', ')}: expected labels among ${shortened(labels.join(', '), MOST_NAMED)}. A detector with an open vocabulary, such as OWLv2, takes any`);
      return {};
    },
    classes: () => labels.length,
    candidates: (answer, asked) => asked.flatMap((label) => candidatesOf(answer, label, classes.get(keyOf(label)) ?? 0)), // feeds has seen to it that it is there
  };
}

function candidatesOf(answer: Answer, label: string, index: number): readonly Candidate[] {
  return Array.from({ length: answer.queries }, (_, query) => candidate(answer, query, label, sigmoid(answer.logits[query * answer.classes + index] ?? 0)));
}

/** Callers write labels as they like. */
function keyOf(label: string): string {
  return label.trim().toLowerCase();
}
