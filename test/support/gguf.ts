// Models for tests and benches: GGUF files in the shape of Qwen2 with made-up weights, made at test time. A model of the true shape costs what
// the real one costs, in memory and in time; what it writes is noise, or, with a script, texts like those of the script.
import { END_OF_TEXT, END_OF_TURN, ownVocabulary, qwen2Vocabulary, type Vocabulary } from './gguf/vocabulary.ts';
import { tensorBytes, writeContainer, type Meta, type Tensor } from './gguf/container.ts';
import { Script } from './gguf/script.ts';
import { QUANTS, tensorsOf, type Quant, type Shape } from './gguf/weights.ts';

export { sampleRows } from './gguf/corpus.ts';

interface Preset {
  readonly shape: Omit<Shape, 'tokens'>;
  /** Tokens. */
  readonly context: number;
  vocabulary(script: string | undefined): Vocabulary;
}

const PRESETS = {
  /** 1 MB at q8_0: made in a third of a second, loaded in a blink. */
  tiny: { shape: { layers: 2, width: 256, heads: 4, kvHeads: 2, neurons: 512 }, context: 8192, vocabulary: ownVocabulary },
  /** 0.9 GB at q4_0, 1.6 GB at q8_0. */
  'qwen2.5-1.5b': { shape: { layers: 28, width: 1536, heads: 12, kvHeads: 2, neurons: 8960 }, context: 32_768, vocabulary: () => qwen2Vocabulary() },
} as const satisfies Readonly<Record<string, Preset>>;

export interface MadeUpModel {
  /** Default: tiny. */
  readonly preset?: keyof typeof PRESETS;
  /** Default: q8_0. */
  readonly quant?: Quant;
  /** Another seed, other weights; the same options make the same bytes. Default: 1. */
  readonly seed?: number;
  /** A text whose like the model shall write, token after token (`sampleRows`). Default: none, it writes noise. */
  readonly script?: string;
}

/** Writes the model into a file, over one that is there, in flat memory. */
export async function writeModel(path: string, options: MadeUpModel = {}): Promise<void> {
  const { meta, tensors } = designOf(options);
  await writeContainer(path, meta, tensors);
}

/** Bytes of the weights that `writeModel` would write. */
export function weightBytes(options: MadeUpModel): number {
  return designOf(options).tensors.reduce((sum, tensor) => sum + tensorBytes(tensor), 0);
}

function designOf({ preset = 'tiny', quant = 'q8_0', seed = 1, script: corpus }: MadeUpModel): { readonly meta: Meta; readonly tensors: readonly Tensor[] } {
  const { shape: sizes, context, vocabulary: vocabularyFor }: Preset = PRESETS[preset];
  const vocabulary = vocabularyFor(corpus);
  const shape = { ...sizes, tokens: vocabulary.tokens.length };
  const script = corpus === undefined ? undefined : new Script(corpus, vocabulary, { seed, width: shape.width, neurons: shape.neurons });
  return {
    meta: {
      'general.architecture': 'qwen2',
      'general.type': 'model',
      'general.name': `made-up ${preset} ${quant}`,
      'general.file_type': QUANTS[quant],
      'general.quantization_version': 2,
      ...shapeMeta(shape, context),
      ...vocabularyMeta(vocabulary),
    },
    tensors: tensorsOf({ shape, quant, seed, script }),
  };
}

function shapeMeta(shape: Shape, context: number): Meta {
  return {
    'qwen2.block_count': shape.layers,
    'qwen2.context_length': context,
    'qwen2.embedding_length': shape.width,
    'qwen2.feed_forward_length': shape.neurons,
    'qwen2.attention.head_count': shape.heads,
    'qwen2.attention.head_count_kv': shape.kvHeads,
    'qwen2.rope.freq_base': { float: 1e6 },
    'qwen2.attention.layer_norm_rms_epsilon': { float: 1e-6 },
  };
}

function vocabularyMeta({ tokens, types, merges, chatTemplate }: Vocabulary): Meta {
  return {
    'tokenizer.ggml.model': 'gpt2',
    'tokenizer.ggml.pre': 'qwen2',
    'tokenizer.ggml.tokens': tokens,
    'tokenizer.ggml.token_type': types,
    'tokenizer.ggml.merges': merges,
    'tokenizer.ggml.eos_token_id': tokens.indexOf(END_OF_TURN),
    'tokenizer.ggml.padding_token_id': tokens.indexOf(END_OF_TEXT),
    'tokenizer.ggml.bos_token_id': tokens.indexOf(END_OF_TEXT),
    'tokenizer.ggml.add_bos_token': false,
    'tokenizer.chat_template': chatTemplate,
  };
}
