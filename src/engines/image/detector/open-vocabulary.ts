// OWL-ViT and OWLv2: detectors that look for whatever is said to them. Each query goes to the label that suits it best.
import type { Candidate } from '../../../domain/images/boxes.ts';
import { OrderRefused } from '../../failures.ts';
import { portOf } from '../ports.ts';
import { numberTensor, type ElementType, type Port } from '../runtime.ts';
import { END, Tokenizer, type TokenizerData } from '../tokenizer.ts';
import { candidate, sigmoid, type Answer, type Head } from './head.ts';

/** OwlViTImageProcessor.post_process_object_detection. */
const THRESHOLD = 0.1;

/** How a label is said: as the model's authors do in their examples, and as CLIP was trained. */
const saying = (label: string): string => `a photo of a ${label}`;

export function openVocabulary(data: TokenizerData, inputs: readonly Port[]): Head {
  const tokenizer = new Tokenizer(data);
  const end = data.vocabulary[END] ?? 0;
  const [idType, maskType] = ['input_ids', 'attention_mask'].map((name) => portOf(inputs, name).type) as [ElementType, ElementType]; // one for each
  return {
    labels: null,
    threshold: THRESHOLD,
    feeds(labels) {
      const texts = labels.map((label) => idsOf(label, tokenizer));
      const dims = [labels.length, data.length];
      return { input_ids: numberTensor(idType, texts.flat(), dims), attention_mask: numberTensor(maskType, texts.flatMap((ids) => maskOf(ids, end)), dims) };
    },
    classes: (labels) => labels.length,
    candidates: (answer, labels) => Array.from({ length: answer.queries }, (_, query) => bestOf(answer, query, labels)),
  };
}

function idsOf(label: string, tokenizer: Tokenizer): readonly number[] {
  const { ids, truncated } = tokenizer.encode(saying(label));
  if (truncated > 0) throw new OrderRefused(`${JSON.stringify(label)} is too long for the detector: expected ${ids.length} tokens at most with what it is said with (${JSON.stringify(saying('...'))}), got ${ids.length + truncated}. Say it in fewer words`);
  return ids;
}

/** One for each token of a text up to its end, zero for what fills it up. */
function maskOf(ids: readonly number[], end: number): readonly number[] {
  const last = ids.indexOf(end);
  return ids.map((_, index) => Number(index <= last));
}

function bestOf(answer: Answer, query: number, labels: readonly string[]): Candidate {
  const logits = answer.logits.subarray(query * answer.classes, (query + 1) * answer.classes);
  const best = logits.reduce((best, logit, index) => (logit > (logits[best] ?? 0) ? index : best), 0);
  return candidate(answer, query, labels[best] ?? '', sigmoid(logits[best] ?? 0));
}
