// The decoder of AutoencoderKL, as Stable Diffusion 1 has it: from a latent to a picture eight times as wide and high.
import type { Graph } from '../onnx/graph.ts';
import { attention, convolution, silu } from '../onnx/layers.ts';
import { groupNorm, pictureOf, residual, sequenceOf, upsampled, type Feature } from './blocks.ts';
import type { Layout } from './layout.ts';
import { LATENT_CHANNELS } from './unet.ts';

export interface VaeDecoder {
  /** Of each level, from the outside in. */
  readonly channels: readonly number[];
  /** Residual blocks of a level, less one. */
  readonly layers: number;
  readonly groups: number;
  readonly fused: boolean;
}

const EPSILON = 1e-6;

export function vaeDecoder(g: Graph, { channels, layers, groups, fused }: VaeDecoder, layout: Layout): void {
  const latent = g.input('latent_sample', g.type, [layout.batch, layout.channels, 'latent_height', 'latent_width']);
  const blocks = { groups, epsilon: EPSILON };
  const inside = channels.at(-1) ?? 0;
  const start = convolution(g, latent, 'post_quant_conv', { from: LATENT_CHANNELS, to: LATENT_CHANNELS, kernel: 1 });
  let x: Feature = { value: convolution(g, start, 'decoder.conv_in', { from: LATENT_CHANNELS, to: inside }), channels: inside };
  x = residual(g, x, 'decoder.mid_block.resnets.0', { to: inside, ...blocks });
  x = selfAttention(g, x, 'decoder.mid_block.attentions.0', { groups, fused });
  x = residual(g, x, 'decoder.mid_block.resnets.1', { to: inside, ...blocks });
  for (const [level, to] of channels.toReversed().entries()) {
    const name = `decoder.up_blocks.${level}`;
    for (let layer = 0; layer <= layers; layer++) x = residual(g, x, `${name}.resnets.${layer}`, { to, ...blocks });
    if (level < channels.length - 1) x = upsampled(g, x, `${name}.upsamplers.0`);
  }
  const normal = silu(g, groupNorm(g, x, 'decoder.conv_norm_out', blocks));
  const scale = 2 ** (channels.length - 1);
  g.output(convolution(g, normal, 'decoder.conv_out', { from: x.channels, to: 3, gain: 0.7 }), 'sample', g.type, [layout.batch, 3, `latent_height * ${scale}`, `latent_width * ${scale}`]);
}

function selfAttention(g: Graph, from: Feature, name: string, { groups, fused }: { readonly groups: number; readonly fused: boolean }): Feature {
  const { value, channels } = from;
  const places = sequenceOf(g, groupNorm(g, from, `${name}.group_norm`, { groups, epsilon: EPSILON }), channels);
  const attended = attention(g, [places, places], name, { width: channels, heads: 1, bias: true, fused });
  return { value: g.node('Add', [pictureOf(g, attended, value), value]), channels };
}
