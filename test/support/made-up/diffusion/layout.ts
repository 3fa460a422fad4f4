// The two ways in which pipelines are exported to ONNX on Hugging Face: by optimum, and by diffusers' older script.
import type { Type } from '../onnx/weights.ts';

export interface Layout {
  /** Names of what may be of any number. */
  readonly batch: string;
  readonly sequence: string;
  /** Of a latent. */
  readonly channels: number | string;
  readonly ids: Type;
  /** Whether every member of a batch has a time step of its own. */
  readonly timestepEach: boolean;
  /** What the export says of itself in model_index.json. */
  readonly pipeline: string;
}

export const LAYOUTS = {
  optimum: { batch: 'batch_size', sequence: 'sequence_length', channels: 4, ids: 'int64', timestepEach: false, pipeline: 'ORTStableDiffusionPipeline' },
  diffusers: { batch: 'batch', sequence: 'sequence', channels: 'channels', ids: 'int32', timestepEach: true, pipeline: 'OnnxStableDiffusionPipeline' },
} as const satisfies Readonly<Record<string, Layout>>;
