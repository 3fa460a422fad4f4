// Vocabularies of made-up models: a small one of our own, and Qwen2's of 151,936 tokens, which lies in the sources of llama.cpp that
// node-llama-cpp brings along; where it cannot be had, a made-up one of that size.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Encoder, trainMerges, type Merges } from './bpe.ts';
import { PROSE, sampleRows } from './corpus.ts';

export interface Vocabulary extends Merges {
  /** What kind of token each is, of KINDS. */
  readonly types: Int32Array;
  readonly chatTemplate: string;
  readonly encoder: Encoder;
}

const KINDS = { normal: 1, control: 3, unused: 5 } as const;
export const END_OF_TEXT = '<|endoftext|>';
export const END_OF_TURN = '<|im_end|>';
const SPECIALS = [END_OF_TEXT, '<|im_start|>', END_OF_TURN];
const QWEN2_TOKENS = 151_936;
/** The texts above make about 800. */
const MOST_OWN_TOKENS = 2048;
const BUNDLE = fileURLToPath(new URL('../../../node_modules/node-llama-cpp/llama/gitRelease.bundle', import.meta.url));

/** ChatML, with Qwen2's own word where no system message is given. */
const CHAT_TEMPLATE = `{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ '<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n' }}{% endif %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}`;

/** Trained on sample rows, the English of prompts, and a text of the caller's. */
export function ownVocabulary(text = ''): Vocabulary {
  const { tokens, merges } = trainMerges(`${text}${sampleRows(1, 300)}${PROSE}`, MOST_OWN_TOKENS);
  return vocabularyOf([...tokens, ...SPECIALS], merges);
}

/**
 * Qwen2's, from the bundle of llama.cpp's sources. Without it, or without git: our own tokens, and unused ones up to that size; texts then
 * take other numbers of tokens than they do with Qwen2's.
 */
export function qwen2Vocabulary(bundle = BUNDLE): Vocabulary {
  const file = vocabularyFile(bundle);
  if (file !== undefined) {
    const { tokens, merges } = readVocabulary(file);
    return vocabularyOf(tokens, merges);
  }
  const { tokens, merges } = ownVocabulary();
  return vocabularyOf([...tokens, ...Array.from({ length: QWEN2_TOKENS - tokens.length }, (_, i) => `[PAD${tokens.length + i}]`)], merges);
}

function vocabularyOf(tokens: readonly string[], merges: readonly string[]): Vocabulary {
  const kindOf = (token: string): number => (SPECIALS.includes(token) ? KINDS.control : /^\[PAD\d+\]$/.test(token) ? KINDS.unused : KINDS.normal);
  return { tokens, merges, types: Int32Array.from(tokens, kindOf), chatTemplate: CHAT_TEMPLATE, encoder: new Encoder({ tokens, merges }) };
}

/** The bytes of llama.cpp's vocabulary file of Qwen2, a GGUF without tensors. */
function vocabularyFile(bundle: string): Buffer | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'verisim-vocabulary-'));
  const git = (...args: readonly string[]): Buffer => execFileSync('git', args, { cwd: folder, maxBuffer: 2 ** 26, stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    git('clone', '--quiet', '--bare', bundle, 'sources');
    return git('-C', 'sources', 'show', 'HEAD:models/ggml-vocab-qwen2.gguf');
  } catch {
    return undefined; // no git, or no bundle: the caller has another way
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The lists of texts among what the file says of itself. */
function readVocabulary(bytes: Buffer): Merges {
  const lists = new Map<string, readonly string[]>();
  let at = 24;
  const u64 = (): number => Number(bytes.readBigUInt64LE((at += 8) - 8));
  const u32 = (): number => bytes.readUInt32LE((at += 4) - 4);
  const text = (): string => {
    const length = u64();
    return bytes.toString('utf8', at, (at += length));
  };
  const value = (kind: number): void => {
    if (kind === 8) text();
    else at += kind <= 1 || kind === 7 ? 1 : kind <= 3 ? 2 : kind <= 6 ? 4 : 8;
  };
  for (let left = Number(bytes.readBigUInt64LE(16)); left > 0; left--) {
    const key = text();
    const kind = u32();
    if (kind !== 9) value(kind);
    else {
      const [inner, count] = [u32(), u64()];
      if (inner === 8) lists.set(key, Array.from({ length: count }, text));
      else for (let i = 0; i < count; i++) value(inner);
    }
  }
  return { tokens: lists.get('tokenizer.ggml.tokens') ?? [], merges: lists.get('tokenizer.ggml.merges') ?? [] };
}
