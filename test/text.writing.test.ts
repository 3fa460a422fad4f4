// Constrained values: whatever a grammar lets through is a value that meets its constraint, as soon as it can be; and it lets all of them through.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { daysInMonth } from '../src/domain/calendar.ts';
import { InvalidInput } from '../src/domain/errors.ts';
import type { Value } from '../src/domain/schema.ts';
import type { Constraint } from '../src/domain/text/constraint.ts';
import { problemWith } from '../src/domain/text/problem.ts';
import { writingOf, type End } from '../src/domain/text/writing.ts';
import { anyConstraint, LEAVES, picks, readAsWritten } from './support/constraints.ts';
import { Gbnf, type Verdict } from './support/gbnf.ts';

/** What the grammar says of JSON text, from its opening on. */
function verdictOn(constraint: Constraint, json: string): Verdict {
  const { open, gbnf } = writingOf(constraint, ',');
  return json.startsWith(open) ? new Gbnf(gbnf).judge(json.slice(open.length)) : 'refused';
}

/** Whether the grammar lets this text of a value through, and all that would follow it is fixed. */
function allows(constraint: Constraint, json: string): boolean {
  const verdict = verdictOn(constraint, json);
  return verdict === 'whole' || (verdict === 'begun' && verdictOn(constraint, `${json},`) === 'whole');
}

describe('a value as it is written', () => {
  it('is over once, meets its constraint, and is the JSON that stands there', () => {
    fc.assert(fc.property(anyConstraint, fc.integer(), fc.constantFrom<End>(',', ']', '}'), (constraint, seed, end) => {
      const writing = writingOf(constraint, end);
      const grammar = new Gbnf(writing.gbnf);
      const pick = picks(seed);
      for (let turn = 0; turn < 8; turn++) {
        const { value, rest, sampled } = readAsWritten(writing, grammar.draw(pick));
        assert.equal(problemWith(constraint, value), null);
        const json = writing.open + sampled + rest;
        assert.equal(json.at(-1), end);
        const parsed = JSON.parse(constraint.kind === 'decimal' ? `"${json.slice(0, -1)}"` : json.slice(0, -1)) as Value;
        if (constraint.kind === 'text') assert.ok(String(parsed).startsWith(String(value)), 'a text may be cut');
        else assert.deepEqual(parsed, value);
        // The grammar does not end before the value, and what is forced is what it would have let through.
        assert.notEqual(grammar.judge(sampled), 'refused');
      }
    }), { numRuns: 400 });
  });

  it('is read alike when its characters come several at a time', () => {
    fc.assert(fc.property(anyConstraint, fc.integer(), (constraint, seed) => {
      const writing = writingOf(constraint, ',');
      const sentence = new Gbnf(writing.gbnf).draw(picks(seed));
      const whole = writing.read(sentence);
      if (constraint.kind !== 'text') assert.deepEqual(whole?.value, readAsWritten(writing, sentence).value);
      else assert.equal(problemWith(constraint, whole?.value ?? null), null);
    }), { numRuns: 200 });
  });

  it('takes no sampling where it is certain from the start', () => {
    for (const [constraint, whole] of [
      [{ kind: 'integer', minimum: 7, maximum: 7 }, '7,'],
      [{ kind: 'choice', values: ['only'] }, '"only",'],
      [{ kind: 'decimal', minimum: 1.5, maximum: 1.5, places: 1, written: 3 }, '1.500,'],
      [{ kind: 'datetime', from: '2024-02-29T12:00:00Z', to: '2024-02-29T12:00:00Z' }, '"2024-02-29T12:00:00Z",'],
    ] as const) {
      const { open, read } = writingOf(constraint, ',');
      assert.equal(open + read('')?.rest, whole);
    }
  });

  it('stops as soon as only one value is left', () => {
    const rests: readonly (readonly [Constraint, sampled: string, rest: string | null])[] = [
      [{ kind: 'choice', values: ['pending', 'paid', 'shipped'] }, 's', 'hipped"]'],
      [{ kind: 'choice', values: ['pending', 'paid', 'shipped'] }, 'p', null],
      [{ kind: 'choice', values: ['a', 'ab'] }, 'a', null],
      [{ kind: 'choice', values: ['a', 'ab'] }, 'a"', ']'],
      [{ kind: 'boolean' }, 'f', 'alse]'],
      [{ kind: 'integer', minimum: 1, maximum: 12 }, '1', null],
      [{ kind: 'integer', minimum: 1, maximum: 12 }, '2', ']'],
      [{ kind: 'integer', minimum: 1, maximum: 12 }, '1]', ''],
      [{ kind: 'integer', minimum: -17, maximum: -10 }, '-', null],
      [{ kind: 'integer', minimum: -17, maximum: -10 }, '-1', null],
      [{ kind: 'decimal', minimum: 0, maximum: 99.99, places: 2 }, '12.3', null],
      [{ kind: 'decimal', minimum: 0, maximum: 99.99, places: 2, written: 4 }, '12.34', '00]'],
      [{ kind: 'decimal', minimum: -0.05, maximum: 99, places: 2 }, '-0.0', null],
      [{ kind: 'decimal', minimum: -0.01, maximum: 99, places: 2 }, '-', '0.01]'],
      [{ kind: 'date', from: '2020-01-01', to: '2029-12-31' }, '2024-02-2', null],
      [{ kind: 'date', from: '2020-01-01', to: '2029-12-31' }, '2024-02-29', '"]'],
      [{ kind: 'pattern', regex: '[A-Z]{2}' }, 'AB', '"]'],
      [{ kind: 'pattern', regex: '[A-Z]{1,3}' }, 'AB', null],
      [{ kind: 'pattern', regex: '[A-Z]{2}-(EU|US)"?x' }, 'AB-E', null],
      [{ kind: 'pattern', regex: '(EU-"east"|US-[0-9])' }, 'E', 'U-\\"east\\""]'],
    ];
    for (const [constraint, sampled, rest] of rests) assert.equal(writingOf(constraint, ']').read(sampled)?.rest ?? null, rest, `${JSON.stringify(constraint)} ${sampled}`);
  });

  it('is refused where no value meets the constraint', () => {
    const impossible: readonly Constraint[] = [
      { kind: 'text', maxLength: 0 }, { kind: 'integer', minimum: 2, maximum: 1 }, { kind: 'decimal', minimum: 0.001, maximum: 0.009, places: 2 }, { kind: 'choice', values: [] },
      { kind: 'date', from: '2024-01-02', to: '2024-01-01' }, { kind: 'list', items: { kind: 'boolean' }, minItems: 2, maxItems: 1 }, { kind: 'pattern', regex: '(' },
    ];
    for (const constraint of impossible) assert.throws(() => writingOf(constraint, ','), InvalidInput, JSON.stringify(constraint));
  });
});

describe('a grammar of numbers', () => {
  it('has every number of a range and no other', () => {
    const written = (steps: number, places: number): string => (steps / 10 ** places).toFixed(places);
    fc.assert(fc.property(fc.integer({ min: -1_300, max: 1_300 }), fc.nat(1_400), fc.nat(3), (low, size, places) => {
      const [minimum, maximum] = [low / 10 ** places, (low + size) / 10 ** places];
      const constraint: Constraint = places === 0 ? { kind: 'integer', minimum, maximum } : { kind: 'decimal', minimum, maximum, places };
      const grammar = new Gbnf(writingOf(constraint, ',').gbnf);
      const end = places === 0 ? ',' : '';
      for (let steps = low - 12; steps <= low + size + 12; steps += 1 + Math.floor(size / 300)) {
        assert.equal(grammar.judge(written(steps, places) + end) === 'whole', steps >= low && steps <= low + size, `${written(steps, places)} of ${minimum} to ${maximum}`);
      }
      for (const steps of [low, low + size]) assert.equal(grammar.judge(written(steps, places) + end), 'whole');
    }), { numRuns: 60 });
  });

  it('has the bounds and nothing past them, up to the widest', () => {
    fc.assert(fc.property(fc.oneof(LEAVES.integer, LEAVES.decimal), (constraint) => {
      if (constraint.kind !== 'integer' && constraint.kind !== 'decimal') return;
      const places = constraint.kind === 'integer' ? 0 : constraint.places;
      const text = (steps: bigint): string => {
        const digits = String(steps < 0n ? -steps : steps).padStart(places + 1, '0');
        return `${steps < 0n ? '-' : ''}${places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`}`;
      };
      const zeros = constraint.kind === 'decimal' ? '0'.repeat((constraint.written ?? places) - places) : '';
      const tail = zeros === '' ? '' : places === 0 ? `.${zeros}` : zeros;
      const [low, high] = [constraint.minimum, constraint.maximum].map((bound) => BigInt(bound.toFixed(places).replace('.', '')));
      assert.ok(low !== undefined && high !== undefined);
      for (const inside of [low, high]) assert.ok(allows(constraint, text(inside) + tail), text(inside));
      for (const outside of [low - 1n, high + 1n]) assert.equal(allows(constraint, text(outside) + tail), false, text(outside));
    }), { numRuns: 200 });
    for (const wrong of ['007', '-0', '+5', '5.0', '5e1', ' 5']) assert.equal(allows({ kind: 'integer', minimum: -100, maximum: 100 }, wrong), false, wrong);
    for (const wrong of ['5', '5.1', '5.123', '05.10', '-0.00', '.50']) assert.equal(allows({ kind: 'decimal', minimum: -100, maximum: 100, places: 2 }, wrong), false, wrong);
  });
});

describe('a grammar of dates', () => {
  it('has true months and leap days', () => {
    const grammar = new Gbnf(writingOf({ kind: 'date', from: '1896-01-01', to: '2104-12-31' }, ',').gbnf);
    for (const year of [1896, 1899, 1900, 1904, 1999, 2000, 2023, 2024, 2100, 2104]) {
      for (let month = 0; month <= 13; month++) {
        for (let day = 0; day <= 32; day++) {
          const exists = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
          const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
          assert.equal(grammar.judge(text) === 'whole', exists, text);
        }
      }
    }
    assert.ok(grammar.size <= 30, `${grammar.size} rules`);
  });

  it('has the bounds, and neither the moment before nor the one after', () => {
    const cases: readonly (readonly [Constraint, before: string, after: string])[] = [
      [{ kind: 'date', from: '2024-02-29', to: '2100-02-28' }, '2024-02-28', '2100-03-01'],
      [{ kind: 'date', from: '2023-12-31', to: '2024-01-01' }, '2023-12-30', '2024-01-02'],
      [{ kind: 'time', from: '09:59:59', to: '20:00:00' }, '09:59:58', '20:00:01'],
      [{ kind: 'datetime', from: '2024-02-29T23:59:59Z', to: '2024-03-01T00:00:00Z' }, '2024-02-29T23:59:58Z', '2024-03-01T00:00:01Z'],
      [{ kind: 'datetime', from: '0001-01-01T00:00:01Z', to: '9999-12-31T23:59:58Z' }, '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'],
    ];
    for (const [constraint, before, after] of cases) {
      assert.ok(constraint.kind === 'date' || constraint.kind === 'time' || constraint.kind === 'datetime');
      for (const [text, inside] of [[constraint.from, true], [constraint.to, true], [before, false], [after, false]] as const) {
        assert.equal(verdictOn(constraint, `"${text.replace('Z', '')}`) === 'whole', inside, text);
      }
    }
  });
});

describe('written text', () => {
  const { read } = writingOf({ kind: 'text', maxLength: 30 }, ',');

  it('is cut at a sentence, else at a word, once it grows past its maximum', () => {
    assert.equal(read('Thirty characters, no more now'), null);
    assert.deepEqual(read('Thirty characters, no more now"'), { value: 'Thirty characters, no more now', rest: ',' });
    assert.deepEqual(read('It is good. It works. And then some'), { value: 'It is good. It works.', rest: '",' });
    assert.deepEqual(read('A sentence that goes on and on wi'), { value: 'A sentence that goes on and on', rest: '",' });
    assert.deepEqual(read('A sentence that went on without'), { value: 'A sentence that went on', rest: '",' });
    assert.deepEqual(read('Mr. Longfellow-Featherstonehaugh'), { value: 'Mr. Longfellow-Featherstonehau', rest: '",' });
  });

  it('is never cut in an escape or in a character', () => {
    assert.equal(read('He said that he is not coming \\'), null);
    assert.deepEqual(read('He said that he is not coming \\"'), { value: 'He said that he is not coming', rest: '",' });
    assert.equal(read('Quite a few emoji make it long \uFFFD'), null);
    assert.deepEqual(read('12345678901234567890123456789😀x'), { value: '12345678901234567890123456789', rest: '",' });
  });

  it('ends short of its maximum where there is no more room, at a sentence or a word', () => {
    const { ended } = writingOf({ kind: 'text', maxLength: 300 }, ']');
    assert.deepEqual(ended?.('It is good. It works. And th'), { value: 'It is good. It works.', rest: '"]' });
    assert.deepEqual(ended?.('A sentence that goes on and o'), { value: 'A sentence that goes on and', rest: '"]' });
    assert.deepEqual(ended?.('A'), { value: 'A', rest: '"]' });
    assert.equal(ended?.('half an escape \\'), null);
    assert.equal(writingOf({ kind: 'integer', minimum: 1, maximum: 99 }, ']').ended, undefined);
  });

  it('shows bytes that are no character as question marks, and is not held up by them', () => {
    assert.deepEqual(read('a\uFFFD\uFFFDb"'), { value: 'a?b', rest: ',' });
    assert.deepEqual(read('\uFFFD"'), { value: '?', rest: ',' });
    assert.deepEqual(writingOf({ kind: 'list', items: { kind: 'text', maxLength: 9 }, minItems: 1, maxItems: 1 }, ',').read('"a\uFFFD\uFFFDb"]')?.value, ['a?b']);
    assert.equal(read(`Thirty characters, no more now${'\uFFFD'.repeat(4)}`)?.rest, '",');
  });

  it('has words with single spaces between, and no character that hides or breaks', () => {
    const line: Constraint = { kind: 'text', maxLength: 50 };
    for (const good of ['Ünlü Œuvre', 'สวัสดี', '李小龍 said \\"hi\\"', '👍 fine', 'ب']) assert.ok(allows(line, `"${good}"`), good);
    for (const bad of ['', ' ', ' a', 'a ', 'a  b', 'a\nb', 'a\\nb', 'a\\tb', '\u00a0', '\u2028', '\ufffd', '\ue000', '\u202e', '\ud83d']) assert.equal(allows(line, `"${bad}"`), false, JSON.stringify(bad));
    assert.ok(allows({ ...line, lines: true }, '"One.\\n\\nTwo.\\nThree"'));
  });
});

describe('a grammar', () => {
  it('lets every value through that stands inside of another', () => {
    const inner: readonly (readonly [Constraint, readonly string[], refused: string])[] = [
      [{ kind: 'choice', values: [1, 12, 'x', ''] }, ['1', '12', '"x"', '""'], '2'],
      [{ kind: 'decimal', minimum: -1, maximum: 10, places: 1, written: 2 }, ['"-1.00"', '"10.00"', '"0.50"'], '"0.51"'],
      [{ kind: 'decimal', minimum: 0, maximum: 10, places: 0, written: 1 }, ['"0.0"', '"10.0"'], '"1"'],
      [{ kind: 'integer', minimum: 0, maximum: 10 }, ['0', '10'], '11'],
      [{ kind: 'text', maxLength: 3 }, ['"a"', '"a b"', '"\\"\\"!"'], '"four"'],
      [{ kind: 'datetime', from: '2024-02-28T00:00:00Z', to: '2024-03-01T00:00:00Z' }, ['"2024-02-29T12:00:00Z"', '"2024-03-01T00:00:00Z"'], '"2024-02-30T12:00:00Z"'],
      [{ kind: 'pattern', regex: 'a*"?', maxLength: 4 }, ['""', '"a\\""', '"aaa"'], '"aaaaa"'],
      [{ kind: 'list', items: { kind: 'boolean' }, minItems: 0, maxItems: 2 }, ['[]', '[true]', '[true,false]'], '[true,true,true]'],
      [{ kind: 'list', items: { kind: 'boolean' }, minItems: 2, maxItems: 3 }, ['[true,true]', '[true,false,true]'], '[true]'],
    ];
    for (const [constraint, values, refused] of inner) {
      const outer: Constraint = { kind: 'object', members: [{ name: 'a', constraint }, { name: 'b', constraint: { kind: 'list', items: constraint, minItems: 1, maxItems: 1 } }] };
      for (const value of values) assert.equal(verdictOn(outer, `{"a":${value},"b":[${value}]}`), 'whole', value);
      assert.equal(verdictOn(outer, `{"a":${refused},"b":[${refused}]}`), 'refused', refused);
    }
  });

  it('stays small', () => {
    const sizes: readonly (readonly [Constraint, atMost: number])[] = [
      [{ kind: 'text', maxLength: 600, lines: true }, 6], [{ kind: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }, 18], [{ kind: 'decimal', minimum: 0.01, maximum: 99_999.99, places: 2 }, 5],
      [{ kind: 'datetime', from: '1970-01-15T10:20:30Z', to: '2026-11-20T09:08:07Z' }, 45], [{ kind: 'choice', values: Array.from({ length: 500 }, (_, index) => `value-${index}`) }, 70],
    ];
    for (const [constraint, atMost] of sizes) {
      const { size } = new Gbnf(writingOf(constraint, ',').gbnf);
      assert.ok(size <= atMost, `${constraint.kind}: ${size} rules`);
    }
  });
});
