// Constraints for tests: random ones of every kind, and what happens to a sampled text as it grows, character by character.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatDate, formatDateTime, formatTime } from '../../src/domain/calendar.ts';
import type { Constraint } from '../../src/domain/text/constraint.ts';
import type { Read, Writing } from '../../src/domain/text/writing.ts';

type Leaves = Record<'text' | 'integer' | 'decimal' | 'float' | 'choice' | 'boolean' | 'date' | 'time' | 'datetime' | 'pattern', fc.Arbitrary<Constraint>>;

const PATTERNS = ['[A-Z]{3}-\\d{4}', '(a|"\\\\|)[é-ü]{0,3}x*', '\\+\\d{1,3} \\d{3,4}', '(?:ab){2,3}?[^a]', '(a?b?){0,4}', '.{3,}', 'fixed', '\\t[\\x00-\\x1f]', '[😀-😂]{2}', '((a|b)+(c|d)?){2}'];

function ordered<Item>(item: fc.Arbitrary<Item>): fc.Arbitrary<readonly [Item, Item]> {
  return fc.tuple(item, item).map(([a, b]) => (a <= b ? [a, b] : [b, a]));
}

/** Bounds with `places` decimal places, no more digits in all than a double tells apart. */
function numbers(places: number): fc.Arbitrary<readonly [number, number]> {
  const steps = fc.oneof(fc.integer({ min: -120, max: 120 }), fc.integer({ min: -99_999, max: 99_999 }), places === 0 ? fc.maxSafeInteger() : fc.integer({ min: -1e14, max: 1e14 }));
  return ordered(steps.map((count) => count / 10 ** places));
}

const placed = fc.nat(6).chain((places) => numbers(places).map(([minimum, maximum]) => ({ minimum, maximum, places })));

function moments(kind: 'date' | 'time' | 'datetime', min: number, max: number, format: (count: number) => string | null): fc.Arbitrary<Constraint> {
  return ordered(fc.oneof(fc.integer({ min, max }), fc.integer({ min: 0, max: Math.min(max, 800) }))).map(([from, to]) => ({ kind, from: format(from) ?? '', to: format(to) ?? '' }));
}

export const LEAVES: Leaves = {
  text: fc.record({ maxLength: fc.integer({ min: 1, max: 80 }), lines: fc.boolean() }).map(({ maxLength, lines }) => ({ kind: 'text', maxLength, ...(lines ? { lines } : {}) })),
  integer: numbers(0).map(([minimum, maximum]) => ({ kind: 'integer', minimum, maximum })),
  decimal: fc.tuple(placed, fc.nat(3)).map(([range, more]) => ({ kind: 'decimal', ...range, written: range.places + more })),
  float: placed.map((range) => ({ kind: 'float', ...range })),
  choice: fc.array(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constantFrom('a', 'ab', 'abc', '1', '"', '\\', '\n'), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })), { minLength: 1, maxLength: 12 })
    .map((values) => ({ kind: 'choice', values: values.map((value) => (value === 0 ? 0 : value)) })), // JSON has no -0
  boolean: fc.constant({ kind: 'boolean' }),
  date: moments('date', -700_000, 2_900_000, formatDate),
  time: moments('time', 0, 86_399, formatTime),
  datetime: moments('datetime', -62_000_000_000, 250_000_000_000, formatDateTime),
  pattern: fc.tuple(fc.constantFrom(...PATTERNS), fc.option(fc.integer({ min: 9, max: 12 }), { nil: undefined })).map(([regex, maxLength]) => ({ kind: 'pattern', regex, ...(maxLength === undefined ? {} : { maxLength }) })),
};

export const leaf: fc.Arbitrary<Constraint> = fc.oneof(...Object.values(LEAVES));

export const object: fc.Arbitrary<Constraint> = fc.uniqueArray(fc.string({ maxLength: 5 }), { maxLength: 4 }).chain((names) =>
  fc.tuple(...names.map(() => leaf)).map((members) => ({ kind: 'object', members: names.map((name, index) => ({ name, constraint: members[index] ?? { kind: 'boolean' } })) })));

export const list: fc.Arbitrary<Constraint> = fc.tuple(fc.oneof(leaf, object), ordered(fc.nat(4))).map(([items, [minItems, maxItems]]) => ({ kind: 'list', items, minItems, maxItems }));

export const anyConstraint: fc.Arbitrary<Constraint> = fc.oneof({ arbitrary: leaf, weight: 4 }, object, list);

/** Reads a sentence as it is sampled, character by character, until the value is there. */
export function readAsWritten({ read }: Writing, sentence: string): Read & { readonly sampled: string } {
  let sampled = '';
  for (const character of ['', ...sentence]) {
    sampled += character;
    const over = read(sampled);
    if (over !== null) return { ...over, sampled };
  }
  return assert.fail(`never over: ${JSON.stringify(sentence)}`);
}

/** The same random choices for the same seed. */
export function picks(seed: number): (size: number) => number {
  let state = seed >>> 0;
  return (size) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * size);
  };
}
