// What the UNet and the VAE of Stable Diffusion are built of, as diffusers has it, under diffusers' names.
import type { Graph } from '../onnx/graph.ts';
import { attention, convolution, gelu, layerNorm, linear, silu } from '../onnx/layers.ts';

/** A value and how many channels it has. */
export interface Feature {
  readonly value: string;
  readonly channels: number;
}

/** As PyTorch exports it: an instance normalization over groups, which are then scaled by channel. */
export function groupNorm(g: Graph, { value, channels }: Feature, name: string, { groups, epsilon }: { readonly groups: number; readonly epsilon: number }): string {
  const grouped = g.node('Reshape', [value, g.integers([0, groups, -1])]);
  const normal = g.node('InstanceNormalization', [grouped, g.floats(Array<number>(groups).fill(1)), g.floats(Array<number>(groups).fill(0))], { attributes: { epsilon: { float: epsilon } } });
  const back = g.node('Reshape', [normal, g.node('Shape', [value])]);
  return g.node('Add', [g.node('Mul', [back, g.filled(`${name}.weight`, [channels, 1, 1], 1)]), g.filled(`${name}.bias`, [channels, 1, 1], 0)]);
}

export interface Residual {
  readonly to: number;
  readonly groups: number;
  readonly epsilon: number;
  /** The embedded time step; the VAE knows none. */
  readonly time?: Feature;
}

/** ResnetBlock2D. */
export function residual(g: Graph, from: Feature, name: string, { to, groups, epsilon, time }: Residual): Feature {
  const first = convolution(g, silu(g, groupNorm(g, from, `${name}.norm1`, { groups, epsilon })), `${name}.conv1`, { from: from.channels, to });
  const timed = time === undefined ? first : g.node('Add', [first, embeddedTime(g, time, `${name}.time_emb_proj`, to)]);
  const second = convolution(g, silu(g, groupNorm(g, { value: timed, channels: to }, `${name}.norm2`, { groups, epsilon })), `${name}.conv2`, { from: to, to });
  const shortcut = from.channels === to ? from.value : convolution(g, from.value, `${name}.conv_shortcut`, { from: from.channels, to, kernel: 1 });
  return { value: g.node('Add', [shortcut, second]), channels: to };
}

/** One number for each channel, the same all over the picture. */
function embeddedTime(g: Graph, time: Feature, name: string, to: number): string {
  return g.node('Unsqueeze', [linear(g, silu(g, time.value), name, { from: time.channels, to }), g.integers([2, 3])]);
}

/** Twice as wide and high. */
export function upsampled(g: Graph, { value, channels }: Feature, name: string): Feature {
  const attributes = { coordinate_transformation_mode: 'asymmetric', mode: 'nearest', nearest_mode: 'floor' };
  const larger = g.node('Resize', [value, '', g.floats([1, 1, 2, 2], [4], 'float32')], { attributes });
  return { value: convolution(g, larger, `${name}.conv`, { from: channels, to: channels }), channels };
}

/** Channels x height x width as a sequence of places. */
export function sequenceOf(g: Graph, value: string, channels: number): string {
  return g.node('Transpose', [g.node('Reshape', [value, g.integers([0, channels, -1])])], { attributes: { perm: [0, 2, 1] } });
}

/** The sequence in the picture's shape again. */
export function pictureOf(g: Graph, sequence: string, like: string): string {
  return g.node('Reshape', [g.node('Transpose', [sequence], { attributes: { perm: [0, 2, 1] } }), g.node('Shape', [like])]);
}

export interface Transformer {
  /** What is attended to: the prompt. */
  readonly context: Feature;
  readonly heads: number;
  readonly groups: number;
  readonly fused: boolean;
}

/** Transformer2DModel of one block: the picture attends to itself, and then to the prompt. */
export function transformer(g: Graph, from: Feature, name: string, { context, heads, groups, fused }: Transformer): Feature {
  const { channels } = from;
  const block = `${name}.transformer_blocks.0`;
  const add = (a: string, b: string): string => g.node('Add', [a, b]);
  const normal = groupNorm(g, from, `${name}.norm`, { groups, epsilon: 1e-6 });
  const start = sequenceOf(g, convolution(g, normal, `${name}.proj_in`, { from: channels, to: channels, kernel: 1 }), channels);
  const own = layerNorm(g, start, `${block}.norm1`, channels);
  const seen = add(attention(g, [own, own], `${block}.attn1`, { width: channels, heads, bias: false, fused }), start);
  const asked = layerNorm(g, seen, `${block}.norm2`, channels);
  const read = add(attention(g, [asked, context.value], `${block}.attn2`, { width: channels, contextWidth: context.channels, heads, bias: false, fused }), seen);
  const end = add(feedForward(g, layerNorm(g, read, `${block}.norm3`, channels), `${block}.ff.net`, channels), read);
  const back = convolution(g, pictureOf(g, end, from.value), `${name}.proj_out`, { from: channels, to: channels, kernel: 1 });
  return { value: add(back, from.value), channels };
}

/** GEGLU: half of the inner width gates the other half. */
function feedForward(g: Graph, x: string, name: string, width: number): string {
  const inner = width * 4;
  const both = linear(g, x, `${name}.0.proj`, { from: width, to: 2 * inner });
  const gate = `${name}.gate`;
  const gated = g.node('Split', [both, g.integers([inner, inner])], { attributes: { axis: -1 }, outputs: [`${name}.gated`, gate] });
  return linear(g, g.node('Mul', [gated, gelu(g, gate)]), `${name}.2`, { from: inner, to: width });
}
