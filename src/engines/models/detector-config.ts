// config.json of a detector's folder, as transformers writes it: what it is, and what it can look for. Whoever takes a detector in, starts a run with it
// or loads it goes by the same.
import { z } from 'zod';
import { EngineFailed } from '../failures.ts';
import { readConfig } from './config-files.ts';

/** What config.json calls detectors (model_type): those that know the labels they were trained on (`verisim_nano` comes with this version), and those that are told in words what to find. */
export const CLOSED_SET = ['rt_detr', 'rt_detr_v2', 'd_fine', 'verisim_nano'] as const;
export const OPEN_VOCABULARY = ['owlvit', 'owlv2'] as const;

export const DETECTOR_REMEDY = 'Take an RT-DETR, D-FINE, OWL-ViT or OWLv2 that optimum has exported to ONNX';

const detectorConfig = z.object({
  model_type: z.enum([...CLOSED_SET, ...OPEN_VOCABULARY], `expected one of ${[...CLOSED_SET, ...OPEN_VOCABULARY].join(', ')}`),
  id2label: z.record(z.string().regex(/^\d+$/), z.string()).optional(),
  text_config: z.object({ max_position_embeddings: z.int().min(3).optional() }).optional(),
});
export type DetectorConfig = Readonly<z.infer<typeof detectorConfig>>;

/** Throws EngineFailed with what to do about it. */
export function readDetectorConfig(folder: string): Promise<DetectorConfig> {
  return readConfig(folder, 'config.json', detectorConfig, DETECTOR_REMEDY);
}

/** Whether it looks for whatever is said to it. */
export function isOpen({ model_type: type }: DetectorConfig): boolean {
  return OPEN_VOCABULARY.some((open) => open === type);
}

/** What one with a closed set of labels knows, by class. Throws EngineFailed where one is missing. */
export function labelsOf({ id2label = {} }: DetectorConfig): readonly string[] {
  const labels = Array.from({ length: Object.keys(id2label).length }, (_, id) => id2label[id]);
  if (labels.length === 0 || labels.includes(undefined)) throw new EngineFailed(`config.json: expected id2label with a label for each number from 0 on, got those of ${Object.keys(id2label).slice(0, 10).join(', ') || 'none'}. ${DETECTOR_REMEDY}`);
  return labels as readonly string[]; // none is missing
}
