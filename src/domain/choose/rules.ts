// Tables of rules: a name's pattern and what it becomes. The first pattern that the whole of a reading matches wins, so the order
// inside a table matters, and the order of fields never does.
import type { Generator } from '../generator.ts';
import type { Column } from './column.ts';
import type { Reading } from './names.ts';

/** What a pattern leads to; null: this rule does not apply after all. */
export type Make = (column: Column, reading: Reading) => Generator | null;
export interface Rule {
  readonly pattern: RegExp;
  readonly make: Make;
}

/** `source` is matched against the whole reading. */
export function rule(source: string, make: Make): Rule {
  return { pattern: new RegExp(`^(?:${source})$`), make };
}

/** The first rule for the longest reading of the column's name; null: no rule knows it. */
export function applyRules(rules: readonly Rule[], column: Column, readings: readonly Reading[] = column.readings): Generator | null {
  for (const reading of readings) {
    for (const { pattern, make } of rules) {
      const made = pattern.test(reading.text) ? make(column, reading) : null;
      if (made !== null) return made;
    }
  }
  return null;
}

/** Readings of a description: its runs of three, two and one words, in reading order, without the little words. */
export function readingsOf(description: string | undefined): readonly Reading[] {
  if (description === undefined) return [];
  const words = description.slice(0, MAX_READ).toLowerCase().replace(/e-mail/g, 'email').replace(/['’]s\b/g, '').split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && !LITTLE_WORDS.has(word));
  const runs: Reading[] = [];
  for (const length of [3, 2, 1]) {
    for (let start = 0; start + length <= words.length; start++) runs.push({ text: words.slice(start, start + length).join('_'), role: '' });
  }
  return runs;
}

/** Characters of a description that are read. */
const MAX_READ = 300;
const LITTLE_WORDS: ReadonlySet<string> = new Set(['a', 'an', 'the', 'of', 'in', 'for', 'to', 'and', 'or', 'is', 'are', 'was', 'this', 'that', 'by', 'with', 'on', 'at', 'their', 'its', 'it', 'each', 'row', 'value', 'field', 'column', 'when', 'where', 'which', 'how']);

/** Values alike, or with a weight after a colon: `open:5 closed:2`; `_` stands for a space. */
export function category(text: string): Generator {
  return {
    kind: 'category',
    values: text.split(' ').map((entry) => {
      const [value = '', weight = '1'] = entry.split(':');
      return { value: value.replaceAll('_', ' '), weight: Number(weight) };
    }),
  };
}
