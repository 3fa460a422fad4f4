// Detectors for tests, in a folder as one from Hugging Face: they find what is red, green or blue in a picture, in a grid of 4 x 4 cells. They say all
// things twice, and point past the edges of the picture, as true ones do.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Picture } from '../../src/engines/image/engine.ts';
import { END, Tokenizer } from '../../src/engines/image/tokenizer.ts';
import { smallTokenizer } from './made-up/diffusion/tokenizer.ts';
import { Graph } from './made-up/onnx/graph.ts';
import type { FloatType } from './made-up/onnx/weights.ts';

export type DetectorType = 'rt_detr' | 'verisim_nano' | 'owlvit' | 'owlv2';

/** What the one with a closed set calls red, green and blue things. Those with an open vocabulary know the colours' names. */
export const LABELS = ['dog', 'cat', 'bicycle'] as const;
const COLOURS = ['red', 'green', 'blue'] as const;

const CELLS = 4;
/** Pixels of a side of what it sees. */
const SIDE = 64;
/** Boxes are somewhat larger than their cells; those of the second time more so. */
const BOX_SIDES = [1.2 / CELLS, 1.28 / CELLS] as const;
const CLIP = { image_mean: [0.48145466, 0.4578275, 0.40821073], image_std: [0.26862954, 0.26130258, 0.27577711] } as const;
const POSITIONS = 16;
const FILLING = '!';

export interface MadeUpDetector {
  readonly type: DetectorType;
  /** Default: float32. */
  readonly floats?: FloatType;
  /** Where its model lies in the folder. Default: in the folder itself. */
  readonly modelFolder?: string;
  /** Whether its weights lie beside the model. Default: false. */
  readonly external?: boolean;
  /** Default: true; else its model alone is written. */
  readonly withConfigs?: boolean;
}

/** Writes the detector into the folder, which is made where it is missing. */
export function buildDetector(folder: string, { type, floats = 'float32', modelFolder = '', external = false, withConfigs = true }: MadeUpDetector): void {
  const g = new Graph({ name: type, type: floats, seed: 1 });
  const isOpen = type === 'owlvit' || type === 'owlv2';
  const colours = strengths(g, g.input('pixel_values', floats, [1, 3, SIDE, SIDE]), isOpen);
  const logits = isOpen ? g.node('MatMul', [colours, meanings(g)]) : colours;
  const once = g.node('Add', [logits, g.floats([-3], [])]);
  g.output(g.node('Concat', [once, g.node('Add', [once, g.floats([-1], [])])], { attributes: { axis: 1 } }), 'logits', floats, [1, 2 * CELLS ** 2, isOpen ? 'labels' : LABELS.length]);
  g.output(g.floats(BOX_SIDES.flatMap(boxes), [1, 2 * CELLS ** 2, 4]), 'pred_boxes', floats, [1, 2 * CELLS ** 2, 4]);
  g.save(path.join(folder, modelFolder), { external });
  if (!withConfigs) return;
  write(folder, 'config.json', { model_type: type, ...(isOpen ? { text_config: { max_position_embeddings: POSITIONS } } : { id2label: Object.fromEntries(LABELS.entries()) }) });
  write(folder, 'preprocessor_config.json', { do_resize: true, size: { height: SIDE, width: SIDE }, resample: type === 'owlvit' ? 3 : 2, do_rescale: true, rescale_factor: 1 / 255, do_normalize: isOpen, ...(isOpen ? CLIP : {}), do_pad: type === 'owlv2' });
  if (!isOpen) return;
  const { vocabulary, merges } = smallTokenizer();
  write(folder, 'vocab.json', vocabulary);
  writeFileSync(path.join(folder, 'merges.txt'), mergesText(merges));
}

function mergesText(merges: readonly string[]): string {
  return `#version: 0.2\n${merges.join('\n')}\n`;
}

/** A picture of grey with a patch of one colour; in pixels, as a box. */
export function patched({ width, height }: { readonly width: number; readonly height: number }, patches: readonly { readonly colour: (typeof COLOURS)[number]; readonly box: readonly [number, number, number, number] }[]): Picture {
  const rgb = new Uint8Array(width * height * 3).fill(128);
  for (const { colour, box: [left, top, wide, high] } of patches) {
    for (let y = top; y < top + high; y++) {
      for (let x = left; x < left + wide; x++) rgb.set(COLOURS.map((name) => (name === colour ? 255 : 0)), (y * width + x) * 3);
    }
  }
  return { rgb, width, height };
}

/** How much a cell is of each colour and of no other: 12 at most, 0 for grey; cells x colours. */
function strengths(g: Graph, pixels: string, isNormalized: boolean): string {
  const pooled = g.node('AveragePool', [pixels], { attributes: { kernel_shape: [SIDE / CELLS, SIDE / CELLS], strides: [SIDE / CELLS, SIDE / CELLS] } });
  const cells = g.node('Transpose', [g.node('Reshape', [pooled, g.integers([1, 3, CELLS ** 2])])], { attributes: { perm: [0, 2, 1] } });
  const shares = isNormalized ? g.node('Add', [g.node('Mul', [cells, g.floats(CLIP.image_std)]), g.floats(CLIP.image_mean)]) : cells;
  return g.node('MatMul', [shares, g.floats([12, -6, -6, -6, 12, -6, -6, -6, 12], [3, 3])]);
}

/** What each text says of colours; colours x texts. What fills texts up would hide it, did the model heed that. */
function meanings(g: Graph): string {
  const { vocabulary, merges } = smallTokenizer();
  const tokenizer = new Tokenizer({ vocabulary, merges: mergesText(merges), length: POSITIONS, padding: FILLING });
  const tokens = Math.max(...Object.values(vocabulary)) + 1;
  const table = new Array<number>(tokens * 3).fill(0);
  COLOURS.forEach((colour, index) => {
    const { ids } = tokenizer.encode(colour);
    table[(ids[ids.indexOf(vocabulary[END] ?? -1) - 1] ?? 0) * 3 + index] = 1; // a word may be several tokens: the last says it
  });
  table[(vocabulary[FILLING] ?? 0) * 3] = -100;
  const ids = g.input('input_ids', 'int64', ['labels', 'positions']);
  const mask = g.input('attention_mask', 'int64', ['labels', 'positions']);
  const meant = g.node('Gather', [g.floats(table, [tokens, 3]), ids]);
  const heeded = g.node('Mul', [meant, g.node('Unsqueeze', [g.node('Cast', [mask], { attributes: { to: g.type === 'float16' ? 10 : 1 } }), g.integers([2])])]);
  return g.node('Transpose', [g.node('ReduceSum', [heeded, g.integers([1])], { attributes: { keepdims: 0 } })], { attributes: { perm: [1, 0] } });
}

/** Centres and sides of the boxes of all cells, row by row. */
function boxes(side: number): readonly number[] {
  return Array.from({ length: CELLS ** 2 }, (_, cell) => [((cell % CELLS) + 0.5) / CELLS, (Math.floor(cell / CELLS) + 0.5) / CELLS, side, side]).flat();
}

function write(folder: string, file: string, json: unknown): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, file), JSON.stringify(json));
}
