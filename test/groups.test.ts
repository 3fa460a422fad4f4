// Items in the groups in which they come, and results in the order of what they are of: nothing is lost, and nothing goes on behind the caller's back.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { groupsOf } from '../src/lib/groups.ts';
import { inOrder } from '../src/lib/in-order.ts';
import { collect } from './support/collect.ts';

const LONG_MS = 60_000;
const signal = new AbortController().signal;
const macrotask = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function* given<T>(items: readonly T[], closed: { isClosed: boolean } = { isClosed: false }): AsyncGenerator<T> {
  try {
    for (const item of items) {
      await macrotask();
      if (item instanceof Error) throw item;
      yield item;
    }
  } finally {
    closed.isClosed = true;
  }
}

describe('groups of items', () => {
  it('hold what comes together, in its order, and end with the items', async () => {
    assert.deepEqual(await collect(groupsOf(given([1, 2, 3]), LONG_MS)), [[1, 2, 3]]);
    assert.deepEqual(await collect(groupsOf(given([]), LONG_MS)), []);
  });

  it('hold one item each where the next one is late', async () => {
    const next = Promise.withResolvers<void>();
    const groups = groupsOf((async function* () {
      yield 1;
      await next.promise;
      yield 2;
    })(), 1);
    assert.deepEqual((await groups.next()).value, [1]);
    next.resolve();
    assert.deepEqual((await groups.next()).value, [2]);
    assert.equal((await groups.next()).done, true);
  });

  it('come before the failure that follows them, and close the items when nobody wants more', async () => {
    const groups = groupsOf(given<number | Error>([1, 2, new Error('broken')]), LONG_MS);
    assert.deepEqual((await groups.next()).value, [1, 2]);
    await assert.rejects(groups.next(), /broken/);
    const closed = { isClosed: false };
    for await (const group of groupsOf(given([1, 2, 3], closed), 0)) if (group.length > 0) break;
    assert(closed.isClosed);
  });
});

describe('results in order', () => {
  it('are those of all items, in their order, no more under way than may be', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.nat(5), { maxLength: 12 }), fc.integer({ min: 1, max: 4 }), async (turns, most) => {
      let underWay = 0;
      const results = await collect(inOrder(turns.entries(), { most: () => most, signal, work: async ([index, own]) => {
        assert(++underWay <= most);
        for (let turn = 0; turn < own; turn++) await macrotask();
        underWay--;
        return index;
      } }));
      assert.deepEqual(results, [...turns.keys()]);
    }), { numRuns: 50 });
  });

  it('end with the first failure, once the others have heard of it and come to their end', async () => {
    const ended: string[] = [];
    const work = async (index: number, own: AbortSignal): Promise<number> => {
      if (index === 1) throw new Error('broken');
      if (index > 1) await new Promise<void>((resolve) => own.addEventListener('abort', () => resolve()));
      await macrotask();
      ended.push(`${index}`);
      return index;
    };
    const given: number[] = [];
    await assert.rejects(async () => {
      for await (const one of inOrder([0, 1, 2, 3], { most: () => 4, signal, work })) given.push(one);
    }, /broken/);
    assert.deepEqual([given, ended], [[0], ['0', '2', '3']]);
  });
});
