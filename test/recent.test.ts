// What is kept of things that are costly to make: those used last, each made once however many ask.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Recent } from '../src/lib/recent.ts';

describe('recent things', () => {
  it('are dropped by when they were used, not by when they were made', () => {
    const recent = new Recent<number>(2);
    recent.set('a', 1);
    recent.set('b', 2);
    assert.equal(recent.get('a'), 1);
    recent.set('c', 3);
    assert.deepEqual(['a', 'b', 'c'].map((key) => recent.get(key)), [1, undefined, 3]);
  });

  it('never weigh more together than they may, and go one by one, those used longest ago first', () => {
    const change = fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), weight: fc.nat({ max: 12 }) });
    fc.assert(fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
      const recent = new Recent<number>(10);
      let kept: readonly { readonly key: string; readonly weight: number }[] = [];
      for (const { key, weight } of changes) {
        recent.set(key, weight, weight);
        kept = [...kept.filter((other) => other.key !== key), { key, weight }];
        while (kept.reduce((sum, one) => sum + one.weight, 0) > 10) kept = kept.slice(1);
        for (const one of kept) assert.equal(recent.get(one.key), one.weight);
        for (const other of ['a', 'b', 'c', 'd']) if (!kept.some((one) => one.key === other)) assert.equal(recent.get(other), undefined);
      }
    }));
  });

  it('are made once for two who ask at once, and again where the first try failed', async () => {
    const recent = new Recent<Promise<number>>(2);
    let made = 0;
    const make = async (): Promise<number> => {
      made++;
      if (made === 1) throw new Error('the first try');
      return made;
    };
    const [first, second] = await Promise.allSettled([recent.of('a', make), recent.of('a', make)]);
    assert.deepEqual([first.status, second.status, made], ['rejected', 'rejected', 1]);
    assert.deepEqual(await Promise.all([recent.of('a', make), recent.of('a', make)]), [2, 2]);
  });

  it('that cannot be made are not kept', () => {
    const recent = new Recent<number>(1);
    assert.throws(() => recent.of('a', () => { throw new Error('no'); }), /no/);
    assert.equal(recent.of('a', () => 5), 5);
  });
});
