// RT-DETR, D-FINE and the project's own: detectors that know the labels they were trained on, as those of COCO. Each class of each query has a score of its own.
// (transformers keeps the best of them, as many as there are queries: hundreds more than a picture shows, so all above the threshold count here.)
import type { Candidate } from '../../../domain/images/boxes.ts';
import { labelFault, labelKey } from '../../../domain/images/labels.ts';
import { OrderRefused } from '../../failures.ts';
import { candidate, sigmoid, type Answer, type Head } from './head.ts';

/** RTDetrImageProcessor.post_process_object_detection. */
const THRESHOLD = 0.5;

/** Labels by class, as config.json has them (id2label). */
export function closedSet(labels: readonly string[]): Head {
  const classes = new Map(labels.map((label, index) => [labelKey(label), index]));
  return {
    labels,
    threshold: THRESHOLD,
    feeds(asked) {
      const fault = labelFault(asked, labels);
      if (fault !== null) throw new OrderRefused(fault);
      return {};
    },
    classes: () => labels.length,
    candidates: (answer, asked) => asked.flatMap((label) => candidatesOf(answer, label, classes.get(labelKey(label)) ?? 0)), // feeds has seen to it that it is there
  };
}

function candidatesOf(answer: Answer, label: string, index: number): readonly Candidate[] {
  return Array.from({ length: answer.queries }, (_, query) => candidate(answer, query, label, sigmoid(answer.logits[query * answer.classes + index] ?? 0)));
}
