// Streams that are pulled: what wakes a reader, what ends it, and that nobody is left waiting.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Follow, Wakeups, type Found } from '../src/lib/followers.ts';
import { collect } from './support/collect.ts';

const TOPIC = 'topic';
const macrotask = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A growing list with its followers: each reads on from where it is. */
class Source {
  readonly wakeups = new Wakeups();
  readonly items: number[] = [];
  ended = false;
  reads = 0;

  add(item: number): void {
    this.items.push(item);
    this.wakeups.wake(TOPIC);
  }

  end(): void {
    this.ended = true;
    this.wakeups.wake(TOPIC);
  }

  follow(everyMs = 0): Follow<number> {
    let next = 0;
    return new Follow<number>({
      everyMs,
      onWake: (wake) => this.wakeups.on(TOPIC, wake),
      read: async (): Promise<Found<number>> => {
        this.reads++;
        const item = this.items[next]; // what is added from here on, this read does not see
        const ended = this.ended;
        await macrotask();
        if (item === undefined) return ended ? 'end' : 'idle';
        next++;
        return { value: item };
      },
    });
  }
}

describe('a follower', () => {
  it('gets every value once and in order, however wake-ups fall between its reads', async () => {
    const step = fc.oneof(fc.constant('turn' as const), fc.nat());
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const source = new Source();
        const read = collect(source.follow());
        for (const one of steps) {
          if (one === 'turn') await macrotask();
          else source.add(one);
        }
        source.end();
        assert.deepEqual(await read, steps.filter((one) => one !== 'turn'));
        assert.equal(source.wakeups.size, 0);
      }),
    );
  });

  it('sees what came before it, and a wake-up that comes during a read that finds nothing', async () => {
    const source = new Source();
    source.add(1);
    const follow = source.follow();
    assert.deepEqual(await follow.next(), { done: false, value: 1 });
    const second = follow.next();
    const { reads } = source;
    while (source.reads === reads) await Promise.resolve(); // until its read is under way, which finds nothing
    source.add(2);
    assert.deepEqual(await second, { done: false, value: 2 });
    await follow.return();
  });

  it('reads no more than it is asked for', async () => {
    const source = new Source();
    for (let item = 0; item < 1_000; item++) source.add(item);
    const follow = source.follow();
    for (let item = 0; item < 3; item++) await follow.next();
    await macrotask();
    assert.equal(source.reads, 3);
    await follow.return();
  });

  it('is ended by return() even while it waits, and leaves no waiter behind', async () => {
    const source = new Source();
    const followers = Array.from({ length: 100 }, () => source.follow());
    const waiting = followers.map((follow) => follow.next());
    await macrotask();
    await macrotask();
    assert.equal(source.wakeups.size, 1);
    await Promise.all(followers.map((follow) => follow.return()));
    for (const step of await Promise.all(waiting)) assert.equal(step.done, true);
    assert.equal(source.wakeups.size, 0);
    source.add(1);
    assert.deepEqual(await followers[0]?.next(), { done: true, value: undefined });
  });

  it('is ended by return() while it reads and while it paces itself, and gives no value after', async () => {
    const source = new Source();
    source.add(1);
    const reading = source.follow();
    const first = reading.next();
    await reading.return();
    assert.equal((await first).done, true);

    source.add(2);
    const pacing = source.follow(60_000);
    await pacing.next();
    const second = pacing.next();
    await macrotask();
    await pacing.return();
    assert.equal((await second).done, true);
    assert.equal(source.wakeups.size, 0);
  });

  it('leaves time between values, and never leaves out the last one', async () => {
    const source = new Source();
    let state = 0;
    const values: number[] = [];
    const everyMs = 30;
    let last = -1;
    const follow = new Follow<number>({
      everyMs,
      onWake: (wake) => source.wakeups.on(TOPIC, wake),
      read: async () => {
        await macrotask();
        if (state === last) return state === 200 ? 'end' : 'idle';
        last = state;
        return { value: state };
      },
    });
    const reading = (async () => {
      for await (const value of follow) values.push(value);
    })();
    const startedAtMs = performance.now();
    while (state < 200) {
      state++;
      source.wakeups.wake(TOPIC);
      await macrotask();
    }
    await reading;
    assert.equal(values.at(-1), 200);
    const most = (performance.now() - startedAtMs) / (everyMs - 2) + 2; // timers count whole milliseconds, and may be one early
    assert(values.length <= most, `${values.length} values in a time for ${most}`);
  });

  it('ends at once after a value that is known to be the last, however long values are to be apart', async () => {
    const source = new Source();
    const reads = [{ value: 1 }, { value: 2, isLast: true }];
    const follow = new Follow<number>({ everyMs: 30, onWake: (wake) => source.wakeups.on(TOPIC, wake), read: async () => reads.shift() ?? assert.fail('read past the end') });
    const startedAtMs = performance.now();
    assert.deepEqual(await follow.next(), { done: false, value: 1 });
    assert.deepEqual(await follow.next(), { done: false, value: 2 });
    assert(performance.now() - startedAtMs >= 28, 'the last one keeps the time, too'); // as above
    assert.equal(source.wakeups.size, 0);
    const ended = follow.next().then(() => 'ended');
    assert.equal(await Promise.race([ended, macrotask().then(() => 'waits')]), 'ended');
  });

  it('is closed by an error of its source, which its reader gets', async () => {
    const wakeups = new Wakeups();
    const follow = new Follow<number>({ onWake: (wake) => wakeups.on(TOPIC, wake), read: () => Promise.reject(new Error('no such job')) });
    await assert.rejects(follow.next(), /no such job/);
    assert.equal(wakeups.size, 0);
    assert.deepEqual(await follow.next(), { done: true, value: undefined });
  });
});

describe('wake-ups', () => {
  it('reach every follower of their topic, and no other', () => {
    const wakeups = new Wakeups();
    const woken: string[] = [];
    const off = wakeups.on('a', () => woken.push('a1'));
    wakeups.on('a', () => woken.push('a2'));
    wakeups.on('b', () => woken.push('b'));
    wakeups.wake('a');
    off();
    wakeups.wake('a');
    wakeups.wakeAll();
    assert.deepEqual(woken, ['a1', 'a2', 'a2', 'a2', 'b']);
  });
});
