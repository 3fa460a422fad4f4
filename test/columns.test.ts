// Text on a terminal: lines no longer than it is wide.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { wrapped } from '../src/lib/columns.ts';

describe('wrapped', () => {
  it('has all words in turn, as many on a line as fit', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 30 });
    fc.assert(fc.property(words, fc.integer({ min: 1, max: 40 }), (all, width) => {
      const lines = wrapped(all.join(' '), width);
      assert.deepEqual(lines.flatMap((line) => line.split(' ')), all);
      assert(lines.every((line) => line.length <= width || !line.includes(' ')));
      for (const [i, line] of lines.slice(0, -1).entries()) assert(line.length + 1 + (lines[i + 1]?.split(' ')[0]?.length ?? 0) > width, `${lines[i + 1]} would have fitted`);
    }));
  });
});
