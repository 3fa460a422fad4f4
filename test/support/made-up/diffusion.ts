// Pipelines for the tests and the benches: Stable Diffusion 1 in its true architecture with made-up weights, in a folder as one from Hugging
// Face. One of the true shape costs what the real one costs, in memory and in time; what it paints is a pattern, and a picture of nothing.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { configsOf, type Design, type Shapes } from './diffusion/configs.ts';
import { LAYOUTS } from './diffusion/layout.ts';
import { safetyChecker } from './diffusion/safety-checker.ts';
import { textEncoder } from './diffusion/text-encoder.ts';
import { smallTokenizer } from './diffusion/tokenizer.ts';
import { unet } from './diffusion/unet.ts';
import { vaeDecoder } from './diffusion/vae-decoder.ts';
import { Graph } from './onnx/graph.ts';
import type { FloatType } from './onnx/weights.ts';

interface Preset {
  readonly text: Omit<Shapes['text'], 'tokens'>;
  readonly unet: Omit<Shapes['unet'], 'contextWidth' | 'fused'>;
  readonly vae: Omit<Shapes['vae'], 'fused'>;
  /** Left out: as many as the small tokenizer has. */
  readonly tokens?: number;
  /** Whether the weights lie beside the models. */
  readonly external?: boolean;
}

const PRESETS = {
  /** 3 MB, made and loaded in a blink. */
  tiny: {
    text: { width: 32, layers: 2, heads: 4, neurons: 64, positions: 77 },
    unet: { channels: [16, 24, 32, 32], layers: 1, heads: 2, groups: 8 },
    vae: { channels: [8, 16, 16, 32], layers: 1, groups: 8 },
  },
  /** 50 MB. */
  small: {
    text: { width: 128, layers: 4, heads: 4, neurons: 512, positions: 77 },
    unet: { channels: [64, 96, 128, 128], layers: 2, heads: 4, groups: 16 },
    vae: { channels: [32, 64, 64, 64], layers: 1, groups: 16 },
  },
  /** Stable Diffusion 1.5: 3.9 GB as float32, half of it as float16. */
  sd15: {
    text: { width: 768, layers: 12, heads: 12, neurons: 3072, positions: 77 },
    unet: { channels: [320, 640, 1280, 1280], layers: 2, heads: 8, groups: 32 },
    vae: { channels: [128, 256, 512, 512], layers: 2, groups: 32 },
    tokens: 49_408,
    external: true,
  },
} as const satisfies Readonly<Record<string, Preset>>;

export interface MadeUpPipeline {
  /** Default: tiny. */
  readonly preset?: keyof typeof PRESETS;
  /** Default: float32. */
  readonly type?: FloatType;
  /** Another seed, other weights; the same options make the same bytes. Default: 1. */
  readonly seed?: number;
  /** Whose export it is like. Default: optimum. */
  readonly layout?: keyof typeof LAYOUTS;
  /** Attention as one operator of onnxruntime's own, as its optimizer writes it. */
  readonly fused?: boolean;
  readonly withSafetyChecker?: boolean;
}

/** Writes the pipeline into the folder, over what is there, in flat memory. */
export function writePipeline(folder: string, options: MadeUpPipeline = {}): void {
  const preset: Preset = PRESETS[options.preset ?? 'tiny'];
  const design = designOf(options);
  for (const [place, config] of Object.entries(configsOf(design))) write(path.join(folder, place), `${JSON.stringify(config, null, 2)}\n`);
  write(path.join(folder, 'tokenizer/merges.txt'), ['#version: 0.2', ...design.tokenizer.merges, ''].join('\n'));
  for (const graph of graphsOf(options, design)) graph.save(path.join(folder, graph.name), { external: preset.external ?? false });
}

/** Weights of each model that `writePipeline` would write. */
export function parametersOf(options: MadeUpPipeline): Readonly<Record<string, number>> {
  return Object.fromEntries(graphsOf(options, designOf(options)).map((graph) => [graph.name, graph.parameters]));
}

function designOf({ preset: name = 'tiny', layout = 'optimum', fused = false, withSafetyChecker = false }: MadeUpPipeline): Design {
  const preset: Preset = PRESETS[name];
  const tokenizer = smallTokenizer(preset.tokens);
  return {
    tokenizer,
    layout: LAYOUTS[layout],
    hasSafetyChecker: withSafetyChecker,
    text: { ...preset.text, tokens: preset.tokens ?? Object.keys(tokenizer.vocabulary).length },
    unet: { ...preset.unet, contextWidth: preset.text.width, fused },
    vae: { ...preset.vae, fused },
  };
}

/** Each named like its folder. */
function graphsOf({ type = 'float32', seed = 1 }: MadeUpPipeline, { text, unet: unetShape, vae, layout, hasSafetyChecker }: Design): Graph[] {
  const graph = (name: string, build: (g: Graph) => void): Graph => {
    const g = new Graph({ name, type, seed });
    build(g);
    return g;
  };
  return [
    graph('text_encoder', (g) => textEncoder(g, text, layout)),
    graph('unet', (g) => unet(g, unetShape, layout)),
    graph('vae_decoder', (g) => vaeDecoder(g, vae, layout)),
    ...(hasSafetyChecker ? [graph('safety_checker', safetyChecker)] : []),
  ];
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
