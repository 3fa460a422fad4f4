// The phrase grammar: varied, whole sentences, right articles, inside the length of the field.
import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { articleFor } from '../src/domain/vocabulary/grammar.ts';
import { PHRASES } from '../src/domain/vocabulary/phrases.ts';
import { PRODUCT_PHRASES } from '../src/domain/vocabulary/product-phrases.ts';
import { isProse, proseOf } from '../src/domain/vocabulary/prose.ts';
import type { ProseSemantic } from '../src/domain/vocabulary/prose.ts';
import { SEMANTICS } from '../src/domain/generator.ts';

const KINDS = SEMANTICS.filter(isProse);
const SENTENCES: readonly ProseSemantic[] = ['SENTENCE', 'PARAGRAPH', 'PRODUCT_DESCRIPTION', 'BIOGRAPHY', 'SUPPORT_TICKET', 'REVIEW', 'COMMENT', 'NOTE', 'CATEGORY_DESCRIPTION'];

function texts(kind: ProseSemantic, count: number, { seed = 5, maxLength = Infinity, field = 'text' } = {}): readonly string[] {
  const make = proseOf(kind, { seed, table: 'things', field, reference: '2026-01-01T00:00:00Z', locale: 'en' }, '', maxLength);
  return Array.from({ length: count }, (_, index) => make({ index, attempt: 0, read: () => null }));
}

describe('prose', () => {
  it('writes 1,000 product descriptions with under 1 % duplicates, for any of ten seeds', () => {
    for (let seed = 0; seed < 10; seed++) assert.ok(new Set(texts('PRODUCT_DESCRIPTION', 1000, { seed })).size > 990, `seed ${seed}`);
  });

  it('writes 1,000 paragraphs and sentences with under 1 % duplicates', () => {
    for (const kind of ['PARAGRAPH', 'SENTENCE'] as const) assert.ok(new Set(texts(kind, 1000)).size > 990, kind);
  });

  it('is varied in every kind', () => {
    for (const kind of KINDS) assert.ok(new Set(texts(kind, 300)).size > 150, kind);
  });

  it('sets "a" and "an" by sound', () => {
    for (const [word, article] of [['apple', 'an'], ['hour', 'an'], ['honest map', 'an'], ['useful tour', 'a'], ['university', 'a'], ['unusual plan', 'an'], ['uncomplicated', 'an'], ['one-piece', 'a'], ['8-inch pan', 'an'], ['European', 'a'], ['T-shirt', 'a'], ['understated', 'an'], ['uniform', 'a']] as const) {
      assert.equal(articleFor(word), article, word);
    }
    for (const kind of KINDS) {
      for (const text of texts(kind, 1000)) {
        const wrong = /\ba (?=[aeio])|\bA (?=[aeio])|\b[Aa]n (?=[bcdfgjklmnpqrstvwyz])/.exec(text);
        assert.ok(wrong === null || /^a (one|once|euro)/i.test(text.slice(wrong.index)), text);
      }
    }
  });

  it('leaves no rule unexpanded, no double space and no empty text', () => {
    for (const kind of KINDS) {
      for (const text of texts(kind, 500)) assert.ok(/^[^{}\u0001]+$/.test(text) && !/ {2}|\s[.,!?]|\.\./.test(text), `${kind}: ${text}`);
    }
    const slots = new Set(['a', 'product', 'noun', 'material', 'merit', 'merit2', 'use', 'use2', 'thing', 'thing2', 'things']);
    for (const rules of [PHRASES, PRODUCT_PHRASES]) {
      const names = [...JSON.stringify(rules).matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
      for (const name of names) assert.ok(Object.hasOwn(rules, name) || slots.has(name), `{${name}} is no rule`);
    }
  });

  it('begins with a capital and ends a sentence as a sentence', () => {
    for (const kind of SENTENCES) {
      for (const text of texts(kind, 300)) assert.match(text, /^[A-Z+].*[.!?]$/, kind);
    }
  });

  it('fits its field by whole sentences where one fits, else by words', () => {
    for (const text of texts('PRODUCT_DESCRIPTION', 300, { maxLength: 120 })) assert.ok(text.length <= 120 && text.endsWith('.'), text);
    const words = new Set(texts('PRODUCT_DESCRIPTION', 3000).join(' ').toLowerCase().split(/[^a-z0-9'-]+/));
    for (const text of texts('PRODUCT_DESCRIPTION', 200, { maxLength: 30 })) {
      assert.ok(text.length <= 30);
      for (const word of text.toLowerCase().split(/[^a-z0-9'-]+/)) assert.ok(words.has(word), `${text}: ${word} is no whole word`);
    }
    fc.assert(fc.property(fc.constantFrom(...KINDS), fc.integer({ min: 1, max: 300 }), fc.nat(1_000_000), (kind, maxLength, index) => {
      const make = proseOf(kind, { seed: 9, table: 't', field: 'f', reference: '2026-01-01T00:00:00Z', locale: 'en' }, '', maxLength);
      const text = make({ index, attempt: 3, read: () => null });
      assert.ok(text.length > 0 && text.length <= maxLength);
    }), { numRuns: 2000 });
  });

  it('writes other texts in another field, and the same in the same', () => {
    assert.notDeepEqual(texts('NOTE', 20, { field: 'notes' }), texts('NOTE', 20, { field: 'remarks' }));
    assert.deepEqual(texts('NOTE', 20), texts('NOTE', 20));
  });
});
