// CLIP's text encoder, as Stable Diffusion 1 has it.
import type { Graph } from '../onnx/graph.ts';
import { attention, layerNorm, linear, quickGelu } from '../onnx/layers.ts';
import type { Layout } from './layout.ts';

export interface TextEncoder {
  readonly tokens: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  /** Neurons of a feed-forward layer. */
  readonly neurons: number;
  readonly positions: number;
}

export function textEncoder(g: Graph, { tokens, width, layers, heads, neurons, positions }: TextEncoder, { batch, sequence, ids: idType }: Layout): void {
  const ids = g.input('input_ids', idType, [batch, sequence]);
  const length = g.node('Gather', [g.node('Shape', [ids]), g.integers([1])], { attributes: { axis: 0 } });
  const meaning = g.node('Gather', [g.weight('token_embedding.weight', [tokens, width], 0.5), ids], { attributes: { axis: 0 } });
  const place = g.node('Slice', [g.weight('position_embedding.weight', [positions, width], 0.1), g.integers([0]), length, g.integers([0])]);
  const mask = causalMask(g, length);
  let x = g.node('Add', [meaning, place]);
  for (let layer = 0; layer < layers; layer++) {
    const name = `text_model.encoder.layers.${layer}`;
    const read = layerNorm(g, x, `${name}.layer_norm1`, width);
    x = g.node('Add', [x, attention(g, [read, read], `${name}.self_attn`, { width, heads, bias: true, mask })]);
    const inner = quickGelu(g, linear(g, layerNorm(g, x, `${name}.layer_norm2`, width), `${name}.mlp.fc1`, { from: width, to: neurons }));
    x = g.node('Add', [x, linear(g, inner, `${name}.mlp.fc2`, { from: neurons, to: width })]);
  }
  x = layerNorm(g, x, 'text_model.final_layer_norm', width);
  g.output(x, 'last_hidden_state', g.type, [batch, sequence, width]);
  g.output(atEnd(g, x, ids), 'pooler_output', g.type, [batch, width]);
}

/** Nothing attends to what comes behind it. */
function causalMask(g: Graph, length: string): string {
  const square = g.node('Concat', [length, length], { attributes: { axis: 0 } });
  return g.node('Trilu', [g.node('Expand', [g.floats([-65_504], [1, 1]), square]), g.integers([1], [])], { attributes: { upper: 1 } });
}

/** What stands at the end of the text: its token has the highest number. */
function atEnd(g: Graph, x: string, ids: string): string {
  const end = g.node('ArgMax', [g.node('Cast', [ids], { attributes: { to: 7 } })], { attributes: { axis: 1, keepdims: 1 } });
  return g.node('GatherND', [x, end], { attributes: { batch_dims: 1 } });
}
