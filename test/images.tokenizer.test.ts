// CLIP's tokenizer beside Hugging Face's own, on texts that tokenizers stumble over.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Tokenizer as Reference } from '@huggingface/tokenizers';
import fc from 'fast-check';
import { END, START, Tokenizer } from '../src/engines/image/tokenizer.ts';
import { smallTokenizer } from './support/made-up/diffusion/tokenizer.ts';

const { vocabulary, merges } = smallTokenizer();
const [start = 0, end = 0] = [vocabulary[START], vocabulary[END]];
const ours = new Tokenizer({ vocabulary, merges: ['#version: 0.2', ...merges, ''].join('\n'), length: 77, padding: END });
const theirs = reference();

/** What transformers' CLIPConverter makes of vocab.json and merges.txt. */
function reference(): Reference {
  const special = (content: string, id: number): object => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: true, special: true });
  const words = String.raw`'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+`;
  return new Reference(
    {
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: [special(START, start), special(END, end)],
      normalizer: { type: 'Sequence', normalizers: [{ type: 'NFC' }, { type: 'Replace', pattern: { Regex: String.raw`\s+` }, content: ' ' }, { type: 'Lowercase' }] },
      pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'Split', pattern: { Regex: words }, behavior: 'Removed', invert: true }, { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true }] },
      post_processor: { type: 'RobertaProcessing', sep: [END, end], cls: [START, start], trim_offsets: false, add_prefix_space: false },
      decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true },
      model: { type: 'BPE', dropout: null, unk_token: END, continuing_subword_prefix: '', end_of_word_suffix: '</w>', fuse_unk: false, vocab: vocabulary, merges },
    },
    { tokenizer_class: 'CLIPTokenizer', bos_token: START, eos_token: END, unk_token: END, model_max_length: 77 },
  );
}

/** As diffusers asks for it: cut to the length, and filled up to it. */
function expected(text: string): ReturnType<Tokenizer['encode']> {
  const { ids } = theirs.encode(text, { add_special_tokens: false });
  return { ids: [start, ...ids.slice(0, 75), ...Array<number>(76 - Math.min(75, ids.length)).fill(end)], truncated: Math.max(0, ids.length - 75) };
}

const AWKWARD = [
  '', ' ', 'a photo of a red car', 'A PHOTO of\ta\n\nRed   Car', "it's a dog's; we'll, I'd, they've, o'clock 'S 'tis", 'café and cafe\u0301', 'Straße, İstanbul, ΣΊΣΥΦΟΣ, ŉ',
  '日本語の写真 and 中文', 'नमस्ते ภาษาไทย', '👩‍👩‍👧‍👦 family 🏳️‍🌈', '3.14159 and 1,000,000 and ½ ²', '((masterpiece:1.2)), [bad], {x|y}', '<|startoftext|>', 'a<|endoftext|>b',
  '!!<|endoftext|>!!<|STARTOFTEXT|>', '<|endoftext', '\u0000\u0001\u001b control \u200b zero \u00ad soft', 'lone \ud800 surrogate', 'photo '.repeat(80), 'x'.repeat(300), "''''''''s",
];

describe('the tokenizer', () => {
  for (const text of AWKWARD) it(`tells ${JSON.stringify(text.slice(0, 60))} apart as Hugging Face's does`, () => assert.deepEqual(ours.encode(text), expected(text)));

  it('agrees with it on texts of all kinds', () => {
    const piece = fc.oneof(fc.constantFrom('photo', "'s", ' ', '\n', START, END, '<|', '|>', '1', 'É', 'e\u0301', '—'), fc.string({ unit: 'grapheme', maxLength: 8 }), fc.string({ unit: 'binary', maxLength: 8 }));
    fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => assert.deepEqual(ours.encode(pieces.join('')), expected(pieces.join('')))), { numRuns: 1000 });
  });

  it('counts what there is no room for, and gives as many tokens as the model takes', () => {
    const { ids, truncated } = ours.encode(Array.from({ length: 100 }, () => 'dog').join(' '));
    assert.deepEqual([ids.length, ids[0], ids[75], ids[76], truncated], [77, start, vocabulary['dog</w>'], end, 25]);
    assert.deepEqual([ours.encode('dog').truncated, ours.encode('dog').ids.slice(1, 4)], [0, [vocabulary['dog</w>'], end, end]]);
  });

  it('fills up with what the model was trained with', () => {
    const padded = new Tokenizer({ vocabulary, merges: '#version: 0.2\n', length: 5, padding: '!' });
    assert.deepEqual(padded.encode('').ids, [start, end, vocabulary['!'], vocabulary['!'], vocabulary['!']]);
  });
});
