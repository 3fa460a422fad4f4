// Previews of images from process to process: only while somebody watches, the latest of each image, and few for whoever takes none.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { ImagePreviews } from '../src/jobs/image-previews.ts';
import { eventually } from './support/eventually.ts';
import { openTestDatabase } from './support/postgres.ts';

const cleanUp = new AsyncDisposableStack();
after(() => cleanUp.disposeAsync());
const db = cleanUp.use(await openTestDatabase());
let nowMs = 1_000_000;
const worker = cleanUp.use(await ImagePreviews.open({ db, now: () => nowMs }));
const api = cleanUp.use(await ImagePreviews.open({ db, now: () => nowMs }));

const preview = { rgb: new Uint8Array(8 * 8 * 3), width: 8, height: 8 };
const show = (job: string, index: number, step = 1): Promise<void> => worker.show(job, index, { step, of: 9, preview });

describe('previews of images', () => {
  it('are asked for by who follows a job, for a while, and for no other job', async () => {
    assert.equal(worker.isWatched('a'), false);
    using _ = api.follow('a', () => {});
    await eventually('the hint', () => worker.isWatched('a'));
    assert.equal(worker.isWatched('b'), false);
    nowMs += 60_000;
    await eventually('the next hint', () => worker.isWatched('a'));
  });

  it('come to each who follows, the latest of each image, once', async () => {
    const woken = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    using one = api.follow('c', () => woken[0]?.resolve());
    using two = api.follow('c', () => woken[1]?.resolve());
    for (const [index, step] of [[0, 1], [1, 1], [0, 2]] as const) await show('c', index, step);
    await Promise.all(woken.map(({ promise }) => promise));
    const taken: string[] = [];
    await eventually('all three', () => {
      taken.push(...one.take().map(({ index, step }) => `${index}:${step}`));
      return taken.includes('0:2');
    });
    assert(taken.includes('1:1') && taken.length <= 3, taken.join());
    assert.deepEqual(one.take(), []);
    assert.deepEqual(two.take().map(({ index, step }) => [index, step]), [[1, 1], [0, 2]]);
  });

  it('are held for who takes none, but not many', async () => {
    using slow = api.follow('d', () => {});
    using quick = api.follow('d', () => {});
    for (let index = 0; index < 100; index++) await show('d', index);
    await eventually('the last', () => quick.take().some(({ index }) => index === 99));
    assert.deepEqual(slow.take().map(({ index }) => index), Array.from({ length: 64 }, (_, at) => 36 + at));
  });

  it('are none where there is nothing to show, and harm nobody where they cannot be shown', async () => {
    await worker.show('e', 0, { step: 1, of: 9, preview: null });
    await worker.show('e', 0, { step: 1, of: 9, preview: { rgb: new Uint8Array(1), width: 8, height: 8 } });
  });
});
