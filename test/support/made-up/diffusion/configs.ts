// The JSON files of a pipeline's folder, as diffusers and transformers write them.
import type { SmallTokenizer } from './tokenizer.ts';
import type { Layout } from './layout.ts';
import type { TextEncoder } from './text-encoder.ts';
import { LATENT_CHANNELS, type Unet } from './unet.ts';
import type { VaeDecoder } from './vae-decoder.ts';

export interface Shapes {
  readonly text: TextEncoder;
  readonly unet: Unet;
  readonly vae: VaeDecoder;
}

export interface Design extends Shapes {
  readonly tokenizer: SmallTokenizer;
  readonly layout: Layout;
  readonly hasSafetyChecker: boolean;
}

/** By their places in the folder. */
export function configsOf(design: Design): Readonly<Record<string, unknown>> {
  return {
    'model_index.json': modelIndex(design),
    'scheduler/scheduler_config.json': SCHEDULER,
    'tokenizer/vocab.json': design.tokenizer.vocabulary,
    'tokenizer/tokenizer_config.json': { add_prefix_space: false, ...SPECIAL_TOKENS, do_lower_case: true, errors: 'replace', model_max_length: design.text.positions, tokenizer_class: 'CLIPTokenizer' },
    'tokenizer/special_tokens_map.json': SPECIAL_TOKENS,
    ...modelConfigs(design),
  };
}

const SPECIAL_TOKENS = { bos_token: '<|startoftext|>', eos_token: '<|endoftext|>', pad_token: '<|endoftext|>', unk_token: '<|endoftext|>' } as const;

/** Stable Diffusion 1.5's own. */
const SCHEDULER = {
  _class_name: 'PNDMScheduler', _diffusers_version: '0.30.0', beta_end: 0.012, beta_schedule: 'scaled_linear', beta_start: 0.00085, clip_sample: false, num_train_timesteps: 1000,
  prediction_type: 'epsilon', set_alpha_to_one: false, skip_prk_steps: true, steps_offset: 1, timestep_spacing: 'leading', trained_betas: null,
} as const;

function modelIndex({ layout, hasSafetyChecker }: Design): unknown {
  const model = ['diffusers', 'OnnxRuntimeModel'];
  const none = [null, null];
  return {
    _class_name: layout.pipeline, _diffusers_version: '0.30.0', requires_safety_checker: hasSafetyChecker, safety_checker: hasSafetyChecker ? model : none, feature_extractor: none,
    scheduler: ['diffusers', SCHEDULER._class_name], text_encoder: model, tokenizer: ['transformers', 'CLIPTokenizer'], unet: model, vae_decoder: model, vae_encoder: none,
  };
}

function modelConfigs({ text, unet, vae }: Shapes): Readonly<Record<string, unknown>> {
  return {
    'text_encoder/config.json': {
      architectures: ['CLIPTextModel'], model_type: 'clip_text_model', hidden_act: 'quick_gelu', hidden_size: text.width, intermediate_size: text.neurons,
      max_position_embeddings: text.positions, num_attention_heads: text.heads, num_hidden_layers: text.layers, vocab_size: text.tokens,
    },
    'unet/config.json': {
      _class_name: 'UNet2DConditionModel', sample_size: 64, in_channels: LATENT_CHANNELS, out_channels: LATENT_CHANNELS, block_out_channels: unet.channels, layers_per_block: unet.layers,
      attention_head_dim: unet.heads, cross_attention_dim: unet.contextWidth, norm_num_groups: unet.groups,
    },
    'vae_decoder/config.json': { _class_name: 'AutoencoderKL', latent_channels: LATENT_CHANNELS, block_out_channels: vae.channels, layers_per_block: vae.layers, norm_num_groups: vae.groups, scaling_factor: 0.18215 },
  };
}
