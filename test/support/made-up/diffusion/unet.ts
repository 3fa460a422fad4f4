// UNet2DConditionModel, as Stable Diffusion 1 has it: down to an eighth, and up again past what was seen on the way down.
import type { Graph } from '../onnx/graph.ts';
import { convolution, linear, silu } from '../onnx/layers.ts';
import { groupNorm, residual, transformer, upsampled, type Feature } from './blocks.ts';
import type { Layout } from './layout.ts';

export interface Unet {
  /** Of each level, from the outside in. */
  readonly channels: readonly number[];
  /** Residual blocks of a level on the way down; on the way up there is one more. */
  readonly layers: number;
  readonly heads: number;
  readonly groups: number;
  /** Width of an embedding of the prompt. */
  readonly contextWidth: number;
  readonly fused: boolean;
}

export const LATENT_CHANNELS = 4;
const EPSILON = 1e-5;

export function unet(g: Graph, shape: Unet, { batch, sequence, channels: latentChannels, timestepEach }: Layout): void {
  const sample = g.input('sample', g.type, [batch, latentChannels, 'height', 'width']);
  const timestep = g.input('timestep', 'int64', timestepEach ? [batch] : []);
  const context = g.input('encoder_hidden_states', g.type, [batch, sequence, shape.contextWidth]);
  const levels = new Levels(g, shape, timestep, { value: context, channels: shape.contextWidth });
  const { value, channels } = levels.up(levels.middle(levels.down(sample)));
  const normal = silu(g, groupNorm(g, { value, channels }, 'conv_norm_out', { groups: shape.groups, epsilon: EPSILON }));
  g.output(convolution(g, normal, 'conv_out', { from: channels, to: LATENT_CHANNELS, gain: 1.6 }), 'out_sample', g.type, [batch, LATENT_CHANNELS, 'height', 'width']);
}

/** Its three stretches; what the first sees, the last takes up again. */
class Levels {
  readonly #g: Graph;
  readonly #shape: Unet;
  readonly #time: Feature;
  readonly #context: Feature;
  readonly #seen: Feature[] = [];

  constructor(g: Graph, shape: Unet, timestep: string, context: Feature) {
    this.#g = g;
    this.#shape = shape;
    this.#time = embeddedTimestep(g, timestep, shape.channels[0] ?? 0);
    this.#context = context;
  }

  down(sample: string): Feature {
    const { channels, layers } = this.#shape;
    const first = channels[0] ?? 0;
    let x = this.#see({ value: convolution(this.#g, sample, 'conv_in', { from: LATENT_CHANNELS, to: first }), channels: first });
    for (const [level, to] of channels.entries()) {
      const name = `down_blocks.${level}`;
      const isLast = level === channels.length - 1;
      for (let layer = 0; layer < layers; layer++) {
        const next = this.#residual(x, `${name}.resnets.${layer}`, to);
        x = this.#see(isLast ? next : this.#transformer(next, `${name}.attentions.${layer}`));
      }
      if (!isLast) x = this.#see({ value: convolution(this.#g, x.value, `${name}.downsamplers.0.conv`, { from: to, to, stride: 2 }), channels: to });
    }
    return x;
  }

  middle(from: Feature): Feature {
    const first = this.#residual(from, 'mid_block.resnets.0', from.channels);
    return this.#residual(this.#transformer(first, 'mid_block.attentions.0'), 'mid_block.resnets.1', from.channels);
  }

  up(from: Feature): Feature {
    const { channels, layers } = this.#shape;
    let x = from;
    for (const [level, to] of channels.toReversed().entries()) {
      const name = `up_blocks.${level}`;
      for (let layer = 0; layer <= layers; layer++) {
        const next = this.#residual(this.#withSeen(x), `${name}.resnets.${layer}`, to);
        x = level === 0 ? next : this.#transformer(next, `${name}.attentions.${layer}`);
      }
      if (level < channels.length - 1) x = upsampled(this.#g, x, `${name}.upsamplers.0`);
    }
    return x;
  }

  #see(feature: Feature): Feature {
    this.#seen.push(feature);
    return feature;
  }

  #withSeen({ value, channels }: Feature): Feature {
    const seen = this.#seen.pop();
    if (seen === undefined) throw new Error('a UNet takes up as much as it has seen');
    return { value: this.#g.node('Concat', [value, seen.value], { attributes: { axis: 1 } }), channels: channels + seen.channels };
  }

  #residual(from: Feature, name: string, to: number): Feature {
    return residual(this.#g, from, name, { to, groups: this.#shape.groups, epsilon: EPSILON, time: this.#time });
  }

  #transformer(from: Feature, name: string): Feature {
    const { heads, groups, fused } = this.#shape;
    return transformer(this.#g, from, name, { context: this.#context, heads, groups, fused });
  }
}

/** Sines and cosines of the time step (flip_sin_to_cos, no shift of the frequencies), and two linear layers over them. */
function embeddedTimestep(g: Graph, timestep: string, width: number): Feature {
  const half = width / 2;
  const frequencies = Array.from({ length: half }, (_, i) => Math.exp((-Math.log(10_000) * i) / half));
  const time = g.node('Reshape', [g.node('Cast', [timestep], { attributes: { to: 1 } }), g.integers([-1, 1])]);
  const angle = g.node('Mul', [time, g.floats(frequencies, [1, half], 'float32')]);
  const waves = g.node('Concat', [g.node('Cos', [angle]), g.node('Sin', [angle])], { attributes: { axis: 1 } });
  const cast = g.node('Cast', [waves], { attributes: { to: g.type === 'float16' ? 10 : 1 } });
  const channels = width * 4;
  const inner = silu(g, linear(g, cast, 'time_embedding.linear_1', { from: width, to: channels }));
  return { value: linear(g, inner, 'time_embedding.linear_2', { from: channels, to: channels }), channels };
}
