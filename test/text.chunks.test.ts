// A text in chunks of whole sentences: nothing of it is lost, changed or cut where a reader would mind.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { chunksOf, estimatedTokens, piecesOf, sentenceOf } from '../src/domain/text/chunks.ts';
import { qwen2Vocabulary } from './support/gguf/vocabulary.ts';

const sentences = (text: string): readonly string[] => piecesOf(text, 1_000).map(sentenceOf);

/** Texts like those that people send, and others. */
const texts = fc.array(fc.oneof(
  fc.constantFrom('A short one. ', 'Is it? ', '“Yes!” she said.\r\n', '\n\n', '# Heading\n', '- an item\n', '1. first\n', '| a | b |\n|---|---|\n', '日本語の文。', 'Mr. Fox ran 3.5 km… ', '😀😀😀', ' ', '```\ncode\n```\n', '-----\n', 'a'.repeat(300)),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
), { maxLength: 60 }).map((parts) => parts.join(''));

describe('sentences', () => {
  it('end at their marks, with the quotes behind them', () => {
    assert.deepEqual(sentences('One here. Two there! "Three?" he said. Four… (Five.) Six'), ['One here.', 'Two there!', '"Three?" he said.', 'Four…', '(Five.)', 'Six']);
    assert.deepEqual(sentences('これは一つ。これは二つ！「三つ。」四つ'), ['これは一つ。', 'これは二つ！', '「三つ。」', '四つ']);
  });

  it('go on behind abbreviations, numbers and letters of items, and marks inside', () => {
    for (const one of ['Mr. Fox met Dr. Owl at 3.30 p.m. in St. Ives.', 'It costs approx. five, e.g. on Monday.', 'J. R. Fox wrote v1.2.3 of it.', '1. Open the door', '#### 2. Open the door']) assert.deepEqual(sentences(one), [one]);
  });

  it('end with a paragraph, a heading, an item, a row of a table, and not with a line', () => {
    assert.deepEqual(sentences('# Title\nA line\ngoes on\n\n* one\n* two\r\n| a | b |\n|---|---|\n| c | d |\n> quoted'), ['# Title', 'A line\ngoes on', '* one', '* two', '| a | b |\n|---|---|', '| c | d |', '> quoted']);
  });

  it('take along what has no words: the rule of a table, the end of a fence', () => {
    assert.deepEqual(sentences('---\nOne.\n\n***\n\n```bash\nls -l\n```\nTwo. — …\n'), ['---\nOne.\n\n***', '```bash', 'ls -l\n```', 'Two. — …']);
  });

  it('have a word each, and joined are the text', () => {
    fc.assert(fc.property(texts, (text) => {
      const pieces = piecesOf(text, 1_000);
      assert.equal(pieces.join(''), text);
      if (/[\p{L}\p{N}]/u.test(text)) for (const piece of pieces) assert.match(piece, /[\p{L}\p{N}]/u);
    }));
  });
});

describe('tokens', () => {
  const { encoder, merges } = qwen2Vocabulary();

  it('are estimated as no fewer than those of Qwen2, in whatever script', { skip: merges.length < 100_000 ? 'its vocabulary is not here' : false }, () => {
    const samples = [
      'The shop opens at nine, and nobody knows why; it was founded in 1950 by two brothers.', 'Die Straße ist gesperrt, weil das Hochwasser sie unterspült hat.', 'Η Αθήνα είναι η πρωτεύουσα της Ελλάδας.', 'Москва стоит на реке, и зимой она замерзает.',
      '北京是中华人民共和国的首都。', '東京は日本の首都です。', '서울은 대한민국의 수도이다.', 'القاهرة هي عاصمة مصر.', 'भारत एक विशाल देश है और इसकी राजधानी नई दिल्ली है।', 'சென்னை தமிழ்நாட்டின் தலைநகரம் ஆகும்.', 'አዲስ አበባ የኢትዮጵያ ዋና ከተማ ናት።', 'กรุงเทพเป็นเมืองหลวง',
      '| 1 | a | 2.5 | b |\n|---|---|---|---|\n| 3 | c | 4.5 | d |', 'for (let i = 0; i < n; i++) { a[i] = b[i] * c[i]; }', '12345678901234567890', '😀🚀✨🎉',
    ];
    for (const sample of samples) assert(estimatedTokens(sample) >= encoder.encode(sample).length, `${sample}: ${estimatedTokens(sample)}, and Qwen2 takes ${encoder.encode(sample).length}`);
  });
});

describe('chunks', () => {
  it('cover the text, hold what was allowed, and are never cut inside a character', () => {
    fc.assert(fc.property(texts, fc.integer({ min: 16, max: 400 }), (text, maxTokens) => {
      const chunks = chunksOf(text, maxTokens);
      assert.equal(chunks.flat().join(''), text);
      for (const chunk of chunks) {
        const told = chunk.map((piece, index) => `${index + 1}. ${sentenceOf(piece)}\n`).join('');
        assert(estimatedTokens(told) <= maxTokens, `${estimatedTokens(told)} tokens of ${maxTokens}`);
        if (text.isWellFormed()) for (const piece of chunk) assert(piece.isWellFormed(), JSON.stringify(piece));
      }
    }));
  });

  it('end where sentences end, unless one alone is too long', () => {
    fc.assert(fc.property(texts, fc.integer({ min: 150, max: 400 }), (text, maxTokens) => {
      const ends = (pieces: readonly string[]): readonly number[] => {
        let end = 0;
        return pieces.map(({ length }) => (end += length));
      };
      const whole = new Set(ends(piecesOf(text, Number.MAX_SAFE_INTEGER)));
      const longest = Math.max(0, ...piecesOf(text, Number.MAX_SAFE_INTEGER).map(estimatedTokens));
      if (longest <= maxTokens - 8) for (const end of ends(chunksOf(text, maxTokens).map((chunk) => chunk.join('')))) assert(whole.has(end) || end === 0);
    }));
  });

  it('are of much the same length, and no more than needed', () => {
    const text = Array.from({ length: 1_000 }, (_, index) => `Sentence number ${index} says this. `).join('');
    const chunks = chunksOf(text, 900).map((chunk) => chunk.join('').length);
    assert(Math.max(...chunks) / Math.min(...chunks) < 1.7, chunks.join(', '));
    const least = estimatedTokens(piecesOf(text, 1_000).map((piece, index) => `${index + 1}. ${piece}\n`).join('')) / 900;
    assert(chunks.length <= Math.ceil(least * 1.2), `${chunks.length} chunks, where ${least} would do`);
  });

  it('cut what has no sentences between words', () => {
    const chunks = chunksOf('word '.repeat(2_000), 100);
    for (const chunk of chunks) assert.match(chunk.join(''), /^(?:word )+$/);
  });

  it('take a moment for a text of any kind', () => {
    for (const part of ['.', '. ', 'a. ', '\n', '\n ', '# \n', '1. ', '"', 'a', '😀', '。']) {
      const text = part.repeat(200_000 / part.length);
      const { user } = process.cpuUsage();
      assert.equal(chunksOf(text, 300).flat().join(''), text);
      assert(process.cpuUsage().user - user < 3_000_000, `${JSON.stringify(part)}: ${(process.cpuUsage().user - user) / 1e6} s`);
    }
  });
});
