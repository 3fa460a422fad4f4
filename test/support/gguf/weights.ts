// The tensors of a Qwen2 with made-up weights, in the shapes and types that llama.cpp's converter and quantizer would give them.
import { BLOCKS, bytesOf, encodeRow, noise, zeros, type BlockType } from './blocks.ts';
import type { Tensor } from './container.ts';
import { AMPLITUDE, type Script } from './script.ts';

export interface Shape {
  readonly layers: number;
  /** Of an embedding. */
  readonly width: number;
  readonly heads: number;
  readonly kvHeads: number;
  /** Neurons of a feed-forward layer. */
  readonly neurons: number;
  readonly tokens: number;
}

/** Quantizations, with llama.cpp's number of each (`general.file_type`). */
export const QUANTS = { f32: 0, q4_0: 2, q8_0: 7, q4_k_m: 15 } as const;
export type Quant = keyof typeof QUANTS;

interface Making {
  readonly shape: Shape;
  readonly quant: Quant;
  readonly seed: number;
  readonly script: Script | undefined;
}

const SPREAD = 0.02;

export function tensorsOf(making: Making): Tensor[] {
  const { shape, script } = making;
  return [
    embeddings(making),
    ...Array.from({ length: shape.layers }, (_, layer) => layerOf(making, layer)).flat(),
    vector('output_norm.weight', shape.width, script?.outputScale ?? 1),
  ];
}

/** Also the output's matrix. A script's tokens have embeddings of their own among the random ones. */
function embeddings({ shape, quant, seed, script }: Making): Tensor {
  // q4_k_m keeps the output's matrix in q6_k.
  const type = quant === 'q4_k_m' ? 'q6_k' : quant;
  const name = 'token_embd.weight';
  return {
    name,
    type,
    dims: [shape.width, shape.tokens],
    *fill() {
      let row = 0;
      const rowBytes = bytesOf(type, shape.width);
      // Shorter than a script's, whose followers would else be drowned out.
      const spread = script === undefined ? AMPLITUDE : AMPLITUDE / 4;
      for (const piece of noise({ seed, name, type, columns: shape.width, rows: shape.tokens, spread })) {
        for (let at = 0; at < piece.length; at += rowBytes, row++) {
          const scripted = script?.embedding(row);
          if (scripted !== undefined) piece.set(encodeRow(type, scripted), at);
        }
        yield piece;
      }
    },
  };
}

function layerOf(making: Making, layer: number): Tensor[] {
  const { shape, quant, script } = making;
  const { width, neurons } = shape;
  const kvWidth = (width / shape.heads) * shape.kvHeads;
  const type = quant === 'q4_k_m' ? 'q4_k' : quant;
  const finer = quant === 'q4_k_m' && isFiner(layer, shape.layers) ? 'q6_k' : type;
  const name = (part: string): string => `blk.${layer}.${part}`;
  const random = (part: string, columns: number, rows: number, of: BlockType): Tensor => matrix(making, name(`${part}.weight`), of, [columns, rows]);
  // A scripted model adds nothing to a token's embedding before its last layer's neurons.
  const adding = (part: string, columns: number, rows: number, of: BlockType): Tensor => (script === undefined ? random(part, columns, rows, of) : still(name(`${part}.weight`), of, [columns, rows]));
  const attention = [
    vector(name('attn_norm.weight'), width, 1),
    ...(['q', 'k', 'v'] as const).flatMap((part) => {
      const rows = part === 'q' ? width : kvWidth;
      return [random(`attn_${part}`, width, rows, part === 'v' ? finer : type), vector(name(`attn_${part}.bias`), rows, 0)];
    }),
    adding('attn_output', width, width, type),
    vector(name('ffn_norm.weight'), width, 1),
  ];
  if (script !== undefined && layer === shape.layers - 1) return [...attention, ...scripted(script, shape, name, type === 'q4_k' ? 'q8_0' : type)];
  return [...attention, random('ffn_gate', width, neurons, type), random('ffn_up', width, neurons, type), adding('ffn_down', neurons, width, finer)];
}

/** llama.cpp's rule of which layers of a q4_k_m have finer values: the first eighth, the last eighth, and every third between. */
function isFiner(layer: number, layers: number): boolean {
  const eighth = Math.floor(layers / 8);
  return layer < eighth || layer >= Math.floor((7 * layers) / 8) || (layer - eighth) % 3 === 2;
}

/** The last layer's neurons: as many as the script has, and idle ones. */
function scripted(script: Script, { width, neurons }: Shape, name: (part: string) => string, type: Exclude<BlockType, 'q4_k'>): Tensor[] {
  const keys = (part: 'gate' | 'up'): Tensor => ({
    name: name(`ffn_${part}.weight`),
    type,
    dims: [width, neurons],
    *fill() {
      for (const token of script.neurons) yield encodeRow(type, script.keys(token)[part]);
      yield zeros(type, (neurons - script.neurons.length) * width);
    },
  });
  return [keys('gate'), keys('up'), { name: name('ffn_down.weight'), type, dims: [neurons, width], fill: () => valuesOf(script, { width, neurons }, type) }];
}

/** The script's values, a column for each neuron. */
function* valuesOf(script: Script, { width, neurons }: Pick<Shape, 'width' | 'neurons'>, type: Exclude<BlockType, 'q4_k'>): Generator<Buffer> {
  const values = script.neurons.map((token) => script.value(token));
  const block = BLOCKS[type].values;
  const filled = Math.ceil(values.length / block) * block;
  const idle = zeros(type, neurons - filled);
  for (let row = 0; row < width; row++) yield Buffer.concat([encodeRow(type, Float32Array.from({ length: filled }, (_, i) => values[i]?.[row] ?? 0)), idle]);
}

function matrix({ seed }: Making, name: string, type: BlockType, [columns, rows]: readonly [number, number]): Tensor {
  return { name, type, dims: [columns, rows], fill: () => noise({ seed, name, type, columns, rows, spread: SPREAD }) };
}

function still(name: string, type: BlockType, [columns, rows]: readonly [number, number]): Tensor {
  return { name, type, dims: [columns, rows], fill: () => [zeros(type, columns * rows)] };
}

function vector(name: string, length: number, value: number): Tensor {
  return { name, type: 'f32', dims: [length], fill: () => [Buffer.from(new Float32Array(length).fill(value).buffer)] };
}
