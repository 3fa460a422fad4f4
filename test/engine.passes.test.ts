// The calls of a pass reach the library a few in a turn of the event loop, and are decoded as one.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Passes } from '../src/engines/text/llama/passes.ts';

/** Turns of the event loop until the work is done. */
async function turnsOf(work: Promise<void>): Promise<number> {
  let turns = 0;
  let done = false;
  const count = (): void => {
    if (!done) setImmediate(count);
    turns++;
  };
  setImmediate(count);
  await work;
  done = true;
  return turns;
}

describe('passes', () => {
  it('begin once the last of their calls is made, and leave turns to others meanwhile', async () => {
    const passes = new Passes();
    const seen: string[] = [];
    const turns = await turnsOf(passes.run(Array.from({ length: 9 }, (_, call) => async () => {
      if (call === 0) passes.schedule(() => seen.push('begun')); // the library asks once, with the first
      seen.push(String(call));
    })));
    assert.deepEqual(seen, [...'012345678', 'begun']);
    assert(turns >= 3, `${turns} turns`);
  });

  it('are not what a call by itself waits for, before or after one, whether it failed or not', async () => {
    const passes = new Passes();
    const alone = (): Promise<void> => new Promise((resolve) => passes.schedule(resolve));
    await alone();
    await assert.rejects(passes.run([async () => {}, () => Promise.reject(new Error('no room'))]), /no room/);
    await alone();
  });
});
