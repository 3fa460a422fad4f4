// Patterns: every string matches its expression (JavaScript's own engine is the judge), ranks count each string once, and nothing that a
// client writes blows up.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { InvalidInput } from '../src/domain/errors.ts';
import { compilePattern, LONGEST_PATTERN } from '../src/domain/samplers/pattern.ts';
import { fieldOf, sampleOf, samplerOf } from './support/samples.ts';

const ORDINARY = [
  '[A-Z]{3}-\\d{4}', '^(Mr|Mrs|Dr)\\. [A-Z][a-z]{2,8}$', '\\+\\d{1,3} \\(\\d{3}\\) \\d{3}\\-\\d{4}', '[^@\\s]+@[a-z]+\\.(com|org)', '(a|b|)c*', '\\w+\\s\\S\\D\\W', '.{3,}',
  '(?:ab){2,3}?x', '[\\d\\-_]{4}', '\\x41\\u0042\\t', 'é[à-ü]{2}', '[A-F0-9]{8}(-[A-F0-9]{4}){3}-[A-F0-9]{12}', '', '(?<year>19|20)\\d\\d', '^A.*$', '^..x.*y$', 'a{0}', '[\\x00-\\x7f]{5}', '((a|b)(c|d)?){2}',
];

/** Random expressions out of what is supported. */
const { expression } = fc.letrec<{ expression: string; atom: string }>((tie) => ({
  expression: fc.oneof({ maxDepth: 4 }, tie('atom'), fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => a + b), fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(${a}|${b})`),
    fc.tuple(tie('expression'), fc.constantFrom('?', '*', '+', '{2}', '{1,3}', '{0,2}')).map(([a, times]) => `(${a})${times}`)),
  atom: fc.constantFrom('a', 'b', 'c', '[ab]', '[b-d]', '\\d', '.', '[^a]', '\\.', 'ab', ''),
}));

describe('pattern strings', () => {
  it('match their expression', () => {
    for (const regex of ORDINARY) {
      const judge = new RegExp(`^(?:${regex})$`);
      const pattern = compilePattern(regex);
      for (const value of sampleOf({ kind: 'pattern', regex }, fieldOf('TEXT'), 300)) {
        assert.match(String(value), judge);
        assert.ok([...String(value)].length <= pattern.maxLength);
      }
    }
  });

  it('match whatever supported expression is made up, or it is refused in words', () => {
    fc.assert(fc.property(expression, (regex) => {
      let pattern;
      try {
        pattern = compilePattern(regex);
      } catch (error) {
        assert.ok(error instanceof InvalidInput);
        return;
      }
      const judge = new RegExp(`^(?:${regex})$`);
      let number = 0;
      for (let i = 0; i < 20; i++) assert.match(pattern.draw((size) => (number = (number * 7 + 3) % 1009) % size), judge);
    }), { numRuns: 300 });
  });

  it('come in every length and from every branch, however many strings the others have', () => {
    const values = sampleOf({ kind: 'pattern', regex: 'x|[a-z]{1,6}' }, fieldOf('TEXT'), 2_000).map(String);
    assert.ok(values.filter((value) => value === 'x').length > 800);
    for (let length = 1; length <= 6; length++) assert.ok(values.filter((value) => value.length === length).length > 100);
  });

  it('bend their repeats to the length of the field', () => {
    const values = sampleOf({ kind: 'pattern', regex: '^[A-Z][a-z]{1,30}.*$' }, fieldOf('STRING', { maxLength: 5 }), 500).map(String);
    assert.ok(values.every((value) => value.length <= 5) && values.some((value) => value.length >= 4));
    for (const value of values) assert.match(value, /^[A-Z][a-z]{1,30}.*$/);
  });

  it('read the class names of PostgreSQL', () => {
    for (const value of sampleOf({ kind: 'pattern', regex: '^[[:alpha:]_][[:digit:]]{2}$' }, fieldOf('TEXT'), 200)) assert.match(String(value), /^[A-Za-z_][0-9]{2}$/);
  });

  it('are made of whole characters', () => {
    for (const value of sampleOf({ kind: 'pattern', regex: '[😀-😎]{2}' }, fieldOf('STRING', { maxLength: 2 }), 50)) assert.equal([...String(value)].length, 2);
  });

  it('fill a number field where they are digits', () => {
    for (const value of sampleOf({ kind: 'pattern', regex: '[1-9]\\d{2}' }, fieldOf('INTEGER'), 50)) assert.ok(typeof value === 'number' && value >= 100 && value <= 999);
  });
});

describe('pattern ranks', () => {
  /** Every string over a small alphabet that the judge accepts. */
  function accepted(judge: RegExp, alphabet: string, longest: number): Set<string> {
    const found = new Set<string>();
    let texts = [''];
    for (let length = 0; length <= longest; length++) {
      for (const text of texts) if (judge.test(text)) found.add(text);
      texts = texts.flatMap((text) => [...alphabet].map((character) => text + character));
    }
    return found;
  }

  it('count each string once, ambiguous expressions too: exactly those that JavaScript accepts', () => {
    for (const regex of ['[ab]{0,3}', 'a{0,3}b?a{1,2}', '(a|ab)(c|bc)', '(a|a|b)*', '(a?b?){3}', '((a|b)?c?){2}', 'a{2}|b{3}|', '(|){5}a']) {
      const pattern = compilePattern(regex, 6);
      const strings = Array.from({ length: pattern.size }, (_, rank) => pattern.at(rank));
      assert.equal(new Set(strings).size, strings.length, regex);
      assert.deepEqual(new Set(strings), accepted(new RegExp(`^(?:${regex})$`), 'abc', pattern.maxLength), regex);
    }
  });

  it('are one to one on whatever small expression is made up', () => {
    fc.assert(fc.property(expression, (regex) => {
      const judge = new RegExp(`^(?:${regex})$`);
      try {
        const pattern = compilePattern(regex);
        const { size } = pattern;
        const ranks = size <= 300 ? Array.from({ length: size }, (_, rank) => rank) : Array.from({ length: 300 }, (_, i) => Math.floor((size / 300) * i));
        const strings = ranks.map((rank) => pattern.at(rank));
        for (const text of strings) assert.match(text, judge);
        assert.equal(new Set(strings).size, new Set(ranks).size);
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error;
      }
    }), { numRuns: 200 });
  });

  it('past 2^53 strings, give as many ranks as numbers can tell apart, all different and well mixed', () => {
    for (const regex of ['[A-Z]{20}', '.{12}-\\d{3}', '\\d{3}-.{40}', '[a-z]{200}', 'x|[a-z]{60}', '[a-z]*@[a-z]*@[a-z]*@[a-z]*', '.{900}']) {
      const pattern = compilePattern(regex);
      assert.ok(pattern.size > 2 ** 52 && pattern.size <= Number.MAX_SAFE_INTEGER, `${regex}: ${pattern.size}`);
      const ranks = [...Array.from({ length: 500 }, (_, i) => i), ...Array.from({ length: 500 }, (_, i) => pattern.size - 1 - i), ...Array.from({ length: 500 }, (_, i) => Math.floor(pattern.size / 501) * i + 7)];
      assert.equal(new Set(ranks.map((rank) => pattern.at(rank))).size, new Set(ranks).size, regex);
      for (const rank of ranks.slice(0, 50)) assert.match(pattern.at(rank), new RegExp(`^(?:${regex})$`));
    }
    const letters = compilePattern('[A-Z]{20}');
    const strings = Array.from({ length: 300 }, (_, i) => letters.at(i * 30_000_000_000_000));
    for (let place = 0; place < 20; place++) assert.ok(new Set(strings.map((text) => text[place])).size > 15, `place ${place} hardly changes`);
  });

  it('outside of the size are an error', () => {
    assert.throws(() => compilePattern('[ab]').at(2), RangeError);
  });
});

describe('patterns that are refused', () => {
  it('name the part that cannot be made', () => {
    for (const [regex, words] of [
      ['(?=a)b', /look-around \(\?=a\)/], ['(?<!a)b', /look-around/], ['(a)\\1', /back-reference \\1/], ['\\p{L}+', /Unicode properties/], ['a\\b', /word boundary/], ['a^b', /anchor \^/], ['(^a)+', /anchor/],
      ['[a', /not a regular expression/], ['a{2,1}', /not a regular expression/], ['[^ -~]', /no printable character/], ['(?i:a)', /modifiers/], ['\\0', /cannot stand in a text/], ['\\ud800', /cannot stand in a text/], ['^*', /not a regular expression|without characters/],
    ] as const) {
      assert.throws(() => compilePattern(regex), (error) => error instanceof InvalidInput && words.test(error.message), regex);
    }
  });

  it('are those that would blow up, at once', () => {
    const deep = `${'('.repeat(400)}a${')'.repeat(400)}`;
    assert.equal(compilePattern(deep).size, 1);
    for (const regex of ['(((((((a{9}){9}){9}){9}){9}){9}){9}){9}', '((a+)+)+'.repeat(5), '((a{0}){9999}){9999}', `a{${LONGEST_PATTERN + 1}}`, 'a{1000000000}', 'a'.repeat(2_000), `${'(a|'.repeat(300)}b${')'.repeat(300)}{90}`]) {
      assert.throws(() => compilePattern(regex), InvalidInput, regex.slice(0, 40));
    }
    assert.throws(() => compilePattern(`(.*a.{30}){3}`).size, (error) => error instanceof InvalidInput && /too entangled/.test(error.message));
  });

  it('are those that cannot fit the field', () => {
    assert.throws(() => samplerOf({ kind: 'pattern', regex: '[A-Z]{6}' }, fieldOf('STRING', { maxLength: 5 })), /at least 6 characters, but 5 fit/);
  });
});
