// Lanes: one item from each in turn, whether any will do or only some.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Lanes } from '../src/lib/lanes.ts';

function lanesOf(items: Readonly<Record<string, readonly string[]>>): Lanes<string> {
  const lanes = new Lanes<string>();
  for (const [lane, own] of Object.entries(items)) for (const item of own) lanes.push(lane, item);
  return lanes;
}

function all(lanes: Lanes<string>, fits?: (item: string) => boolean): string[] {
  const taken: string[] = [];
  for (let item = lanes.shift(fits); item !== undefined; item = lanes.shift(fits)) taken.push(item);
  return taken;
}

describe('lanes', () => {
  it('give one item each, in turn', () => {
    const lanes = lanesOf({ a: ['a1', 'a2', 'a3'], b: ['b1'], c: ['c1', 'c2'] });
    assert.deepEqual([lanes.size, all(lanes), lanes.size], [6, ['a1', 'b1', 'c1', 'a2', 'c2', 'a3'], 0]);
  });

  it('give those that fit, in turn, and leave the others with their places', () => {
    const lanes = lanesOf({ a: ['a1', 'a2!', 'a3!'], b: ['b1'], c: ['c1!'] });
    const fits = (item: string): boolean => item.endsWith('!');
    assert.equal(lanes.count(fits), 3);
    assert.deepEqual(all(lanes, fits), ['a2!', 'c1!', 'a3!']);
    assert.deepEqual([lanes.count(fits), all(lanes)], [0, ['b1', 'a1']]);
  });

  it('forget what is taken out of them', () => {
    const lanes = lanesOf({ a: ['a1', 'a2'], b: ['b1'] });
    lanes.remove('a', 'a1');
    lanes.remove('b', 'b1');
    lanes.remove('b', 'b1');
    assert.deepEqual([lanes.size, all(lanes)], [1, ['a2']]);
  });
});
