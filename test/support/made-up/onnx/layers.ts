// Layers of neural networks as PyTorch exports them to ONNX, with made-up weights. `from` and `to` are widths (channels); a layer's weights bear its name.
import type { Graph } from './graph.ts';

interface Widths {
  readonly from: number;
  readonly to: number;
}

export function linear(g: Graph, x: string, name: string, { from, to, bias = true }: Widths & { readonly bias?: boolean }): string {
  const y = g.node('MatMul', [x, g.weight(`${name}.weight`, [from, to], 1 / Math.sqrt(from))]);
  return bias ? g.node('Add', [y, g.weight(`${name}.bias`, [to], 0.02)]) : y;
}

export interface Convolution extends Widths {
  /** Width of the window; the picture keeps its size but for the stride. Default: 3. */
  readonly kernel?: number;
  readonly stride?: number;
  /** How much wider than its input's the output's values spread. */
  readonly gain?: number;
}

export function convolution(g: Graph, x: string, name: string, { from, to, kernel = 3, stride = 1, gain = 1 }: Convolution): string {
  const pad = kernel >> 1;
  const weights = [g.weight(`${name}.weight`, [to, from, kernel, kernel], gain / Math.sqrt(from * kernel * kernel)), g.weight(`${name}.bias`, [to], 0.02)];
  const attributes = { dilations: [1, 1], group: 1, kernel_shape: [kernel, kernel], pads: [pad, pad, pad, pad], strides: [stride, stride] };
  return g.node('Conv', [x, ...weights], { attributes });
}

export function silu(g: Graph, x: string): string {
  return g.node('Mul', [x, g.node('Sigmoid', [x])]);
}

/** x * sigmoid(1.702 x), as CLIP has it. */
export function quickGelu(g: Graph, x: string): string {
  return g.node('Mul', [x, g.node('Sigmoid', [g.node('Mul', [x, g.floats([1.702], [])])])]);
}

export function gelu(g: Graph, x: string): string {
  const erf = g.node('Erf', [g.node('Div', [x, g.floats([Math.SQRT2], [])])]);
  return g.node('Mul', [g.node('Mul', [x, g.node('Add', [erf, g.floats([1], [])])]), g.floats([0.5], [])]);
}

export function layerNorm(g: Graph, x: string, name: string, width: number): string {
  return g.node('LayerNormalization', [x, g.filled(`${name}.weight`, [width], 1), g.filled(`${name}.bias`, [width], 0)], { attributes: { axis: -1, epsilon: { float: 1e-5 } } });
}

export interface Attention {
  readonly width: number;
  /** Of what is attended to. Default: the same. */
  readonly contextWidth?: number;
  readonly heads: number;
  /** Whether queries, keys and values have biases. */
  readonly bias: boolean;
  /** Added to the scores. */
  readonly mask?: string;
  /** As one operator of onnxruntime's own, as its optimizer writes it. */
  readonly fused?: boolean;
}

/** `x` attends to `context`. */
export function attention(g: Graph, [x, context]: readonly [string, string], name: string, options: Attention): string {
  const { width, contextWidth = width, heads, bias, mask, fused = false } = options;
  const query = linear(g, x, `${name}.to_q`, { from: width, to: width, bias });
  const key = linear(g, context, `${name}.to_k`, { from: contextWidth, to: width, bias });
  const value = linear(g, context, `${name}.to_v`, { from: contextWidth, to: width, bias });
  const attended = fused && mask === undefined
    ? g.node('MultiHeadAttention', [query, key, value], { attributes: { num_heads: heads }, domain: 'com.microsoft' })
    : plainAttention(g, [query, key, value], { width, heads, mask });
  return linear(g, attended, `${name}.to_out.0`, { from: width, to: width });
}

function plainAttention(g: Graph, [query, key, value]: readonly [string, string, string], { width, heads, mask }: { readonly width: number; readonly heads: number; readonly mask: string | undefined }): string {
  const split = (x: string, perm: readonly number[]): string => g.node('Transpose', [g.node('Reshape', [x, g.integers([0, -1, heads, width / heads])])], { attributes: { perm } });
  const product = g.node('MatMul', [split(query, [0, 2, 1, 3]), split(key, [0, 2, 3, 1])]);
  const scaled = g.node('Mul', [product, g.floats([1 / Math.sqrt(width / heads)], [])]);
  const scores = mask === undefined ? scaled : g.node('Add', [scaled, mask]);
  const heeded = g.node('MatMul', [g.node('Softmax', [scores], { attributes: { axis: -1 } }), split(value, [0, 2, 1, 3])]);
  return g.node('Reshape', [g.node('Transpose', [heeded], { attributes: { perm: [0, 2, 1, 3] } }), g.integers([0, -1, width])]);
}
