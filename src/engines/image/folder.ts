// The folder of a Stable Diffusion pipeline, as it comes from Hugging Face: which files are read, what they must say, and what is to be done where
// they do not. Exports by optimum and by diffusers' older script both pass; the configs of single models, which the latter leaves out, may be missing.
import path from 'node:path';
import { z } from 'zod';
import { InvalidInput } from '../../domain/errors.ts';
import { EngineFailed } from '../failures.ts';
import { readConfig, readConfigIfThere, readText } from '../models/config-files.ts';
import { PIPELINE_REMEDY as REMEDY } from '../models/trained-for.ts';
import { SD1_COLOURS, type LatentColours } from './preview.ts';
import { parseSchedulerConfig, type SchedulerConfig } from './schedulers/config.ts';
import { END, START, type TokenizerData } from './tokenizer.ts';
import { LATENT_CHANNELS } from './unet.ts';

/** The models of a pipeline, each in a folder of its name. */
export const MODELS = ['text_encoder', 'unet', 'vae_decoder'] as const;
export type ModelName = (typeof MODELS)[number];

export interface PipelineConfig {
  readonly tokenizer: TokenizerData;
  readonly scheduler: SchedulerConfig;
  /** What the VAE's latents are multiplied by before the UNet sees them. */
  readonly latentScale: number;
  /** What those latents look like. */
  readonly latentColours: LatentColours;
  /** Widths of an embedding: what the text encoder makes, what the UNet reads; undefined: no config says so. */
  readonly embeddingWidth: number | undefined;
  readonly contextWidth: number | undefined;
}

/** Of Stable Diffusion 1 and 2, where no config says otherwise. */
const SCALING_FACTOR = 0.18215;
/** Of CLIP. */
const POSITIONS = 77;

const size = z.int().positive();
const token = z.union([z.string(), z.object({ content: z.string() }).transform(({ content }) => content)]);
const modelIndex = z.object({ _class_name: z.string().regex(/^(?:ORT|Onnx)?StableDiffusionPipeline$/, 'expected StableDiffusionPipeline, ORTStableDiffusionPipeline or OnnxStableDiffusionPipeline') });
const vocabulary = z.record(z.string(), z.int().nonnegative());
const tokenizerConfig = z.object({ model_max_length: z.number().positive().optional(), pad_token: token.nullish() });
const textEncoderConfig = z.object({ hidden_size: size, vocab_size: size, max_position_embeddings: size });
const unetConfig = z.object({ cross_attention_dim: size });
const rgb = z.array(z.number()).length(3);
/** The colours of latents under ComfyUI's names, which no VAE of diffusers has. */
const vaeConfig = z.object({ scaling_factor: z.number().positive().optional(), latent_rgb_factors: z.array(rgb).length(LATENT_CHANNELS).optional(), latent_rgb_factors_bias: rgb.default([0, 0, 0]) });

/** Where a model's own file lies. */
export function modelFile(folder: string, model: ModelName): string {
  return path.join(folder, model, 'model.onnx');
}

/** @throws EngineFailed that says which file is at fault, what was expected, and what to do. */
export async function readPipelineConfig(folder: string): Promise<PipelineConfig> {
  await readConfig(folder, 'model_index.json', modelIndex, REMEDY);
  const text = await readConfigIfThere(folder, 'text_encoder/config.json', textEncoderConfig, REMEDY);
  const unet = await readConfigIfThere(folder, 'unet/config.json', unetConfig, REMEDY);
  const vae = await readConfigIfThere(folder, 'vae_decoder/config.json', vaeConfig, REMEDY);
  return {
    tokenizer: await readTokenizer(folder, text),
    scheduler: await readScheduler(folder),
    latentScale: vae?.scaling_factor ?? SCALING_FACTOR,
    latentColours: vae?.latent_rgb_factors === undefined ? SD1_COLOURS : { factors: vae.latent_rgb_factors, bias: vae.latent_rgb_factors_bias },
    embeddingWidth: text?.hidden_size,
    contextWidth: unet?.cross_attention_dim,
  };
}

async function readTokenizer(folder: string, text: z.infer<typeof textEncoderConfig> | undefined): Promise<TokenizerData> {
  const file = 'tokenizer/vocab.json';
  const tokens = await readConfig(folder, file, vocabulary, REMEDY);
  const config = (await readConfigIfThere(folder, 'tokenizer/tokenizer_config.json', tokenizerConfig, REMEDY)) ?? {};
  const special = (await readConfigIfThere(folder, 'tokenizer/special_tokens_map.json', tokenizerConfig, REMEDY)) ?? {};
  const padding = special.pad_token ?? config.pad_token ?? END;
  for (const one of [START, END, padding]) if (tokens[one] === undefined) throw new EngineFailed(`${file}: expected a token ${one} among ${Object.keys(tokens).length}, got none. ${REMEDY}`);
  const most = Object.values(tokens).reduce((most, id) => Math.max(most, id), 0) + 1;
  if (text !== undefined && most > text.vocab_size) throw new EngineFailed(`${file}: expected tokens below ${text.vocab_size}, as many as the text encoder knows (vocab_size), got ${most - 1}. The tokenizer is another model's: take both from one`);
  const length = Math.min(text?.max_position_embeddings ?? POSITIONS, config.model_max_length ?? POSITIONS);
  return { vocabulary: tokens, merges: await readText(folder, 'tokenizer/merges.txt'), length, padding };
}

async function readScheduler(folder: string): Promise<SchedulerConfig> {
  const file = 'scheduler/scheduler_config.json';
  const json = await readConfig(folder, file, z.unknown(), REMEDY);
  try {
    return parseSchedulerConfig(json);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new EngineFailed(`${file}: ${error.message.replaceAll('\n', '; ')}. ${REMEDY}`, { cause: error });
  }
}
