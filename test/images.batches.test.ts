// Batches of pictures, on a pipeline of the true architecture with made-up weights: who shares one, that company changes no byte, and what becomes
// of those that are let go or cannot be made.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { ImageOrder } from '../src/domain/images/order.ts';
import { OrderRefused, OutOfMemory } from '../src/engines/failures.ts';
import type { MadeImage } from '../src/engines/image/engine.ts';
import { Pipeline, type Batch } from '../src/engines/image/pipeline.ts';
import { Batches } from '../src/engines/image/pool/batches.ts';
import type { OrderStep } from '../src/engines/image/pool/messages.ts';
import type { Order } from '../src/engines/image/pool/serving.ts';
import { Lanes } from '../src/lib/lanes.ts';
import { writePipeline } from './support/made-up/diffusion.ts';
import { temporaryFolder } from './support/postgres.ts';

const folder = temporaryFolder();
let pipeline: Pipeline;
before(async () => {
  writePipeline(folder.path);
  pipeline = await Pipeline.load(folder.path, { device: 'cpu', threads: 1 });
});
after(async () => {
  await pipeline.release();
  folder[Symbol.dispose]();
});

function picture(seed: number, more: Partial<ImageOrder> = {}): ImageOrder {
  return { prompt: 'a dog', negativePrompt: 'blurred', width: 64, height: 64, steps: 6, guidance: 7.5, scheduler: 'EULER_ANCESTRAL', seed, ...more };
}

interface Asked {
  readonly lane?: string;
  readonly work: ImageOrder;
}

interface Served {
  /** What the pipeline has begun. */
  readonly begun: readonly Batch[];
  /** By the order's place. */
  readonly made: ReadonlyMap<number, MadeImage>;
  readonly failed: ReadonlyMap<number, unknown>;
  /** The places of those that went through the model together, and how often. */
  readonly passes: readonly string[];
  readonly previews: readonly number[];
}

interface ServeOptions {
  readonly mostTogether: number;
  /** More than so many run out of memory in their second step. */
  readonly fitting?: number;
  readonly checker?: { isSafe(): Promise<boolean>; release(): Promise<void> } | null;
  readonly onPass?: (steps: readonly OrderStep[], orders: readonly Order<ImageOrder>[], waiting: Lanes<Order<ImageOrder>>) => void;
}

/** Has all orders served, as the thread does. */
async function served(asked: readonly Asked[], { mostTogether, fitting = Infinity, checker = null, onPass }: ServeOptions): Promise<Served> {
  const waiting = new Lanes<Order<ImageOrder>>();
  const orders = asked.map(({ lane = 'a', work }, id): Order<ImageOrder> => ({ id, lane, work, isWatched: false, isWanted: true }));
  for (const order of orders) waiting.push(order.lane, order);
  const [made, failed, passes, previews] = [new Map<number, MadeImage>(), new Map<number, unknown>(), new Map<string, number>(), [] as number[]];
  const begun: Batch[] = [];
  const begin: Pipeline['begin'] = (members) => {
    const batch = pipeline.begin(members);
    begun.push(batch);
    const advance = batch.advance.bind(batch);
    batch.advance = () => (members.length > fitting && batch.step === 1 ? Promise.reject(new OutOfMemory('there is not enough memory')) : advance());
    return batch;
  };
  const batches = new Batches({ pipeline: { fingerprint: '', embed: (text) => pipeline.embed(text), begin, release: () => pipeline.release() }, checker, memory: null, mostTogether });
  while (waiting.size > 0) {
    await batches.serve(waiting, {
      passed: (steps) => {
        const ids = steps.map(({ id }) => id).join(' ');
        passes.set(ids, (passes.get(ids) ?? 0) + 1);
        for (const { id, preview } of steps) if (preview !== null) previews.push(id);
        onPass?.(steps, orders, waiting);
      },
      answered: ({ id }, image) => void made.set(id, image),
      failed: ({ id }, error) => void (made.has(id) || failed.set(id, error)),
    });
  }
  return { begun, made, failed, passes: [...passes].map(([ids, times]) => `${times} x ${ids}`), previews };
}

/** The same pictures, each made alone. */
async function alone(orders: readonly ImageOrder[]): Promise<readonly Buffer[]> {
  const { made } = await served(orders.map((work) => ({ work })), { mostTogether: 1 });
  return orders.map((_, id) => bytes(made.get(id)));
}

function bytes(image: MadeImage | undefined): Buffer {
  assert(image !== undefined, 'it was not made');
  return Buffer.from(image.picture.rgb);
}

describe('a batch', () => {
  it('is shared by the orders of several jobs that match, in turns, and company changes no byte', async () => {
    const orders = [picture(1), picture(2), picture(3, { prompt: 'a red bicycle', negativePrompt: '' }), picture(1, { guidance: 3 })];
    const { made, passes } = await served(orders.map((work, index) => ({ work, lane: index < 3 ? 'many' : 'few' })), { mostTogether: 2 });
    assert.deepEqual(passes, ['6 x 0 3', '6 x 1 2']);
    const wide = await served(orders.map((work) => ({ work })), { mostTogether: 8 });
    assert.deepEqual(wide.passes, ['6 x 0 1 2 3']);
    const expected = await alone(orders);
    assert(new Set(expected.map(String)).size === 4, 'they differ');
    for (const [id, one] of expected.entries()) assert(one.equals(bytes(made.get(id))) && one.equals(bytes(wide.made.get(id))), `picture ${id}`);
  });

  it('is of those that match in width, height, steps, scheduler and whether they are guided, whatever comes between them', async () => {
    const others = [{ width: 128 }, { height: 128 }, { steps: 5 }, { scheduler: 'DDIM' as const }, { guidance: 1 }].map((more) => picture(9, more));
    const { made, passes } = await served([picture(1), ...others, picture(2)].map((work) => ({ work })), { mostTogether: 8 });
    assert.deepEqual(passes, ['6 x 0 6', '6 x 1', '6 x 2', '5 x 3', '6 x 4', '6 x 5']);
    assert.deepEqual([...made.values()].map(({ picture: { width, height, rgb } }) => [width, height, rgb.length / 3 / width / height]).filter((each) => String(each) !== '64,64,1'), [[128, 64, 1], [64, 128, 1]]);
  });

  it('is of one, two, four or eight', async () => {
    const { passes } = await served(Array.from({ length: 15 }, (_, seed) => ({ work: picture(seed, { steps: 2 }) })), { mostTogether: 8 });
    assert.deepEqual(passes.map((pass) => pass.split(' ').length - 2), [8, 4, 2, 1]);
  });

  it('is not joined by an order that comes later; that one is of the next', async () => {
    let late: Order<ImageOrder> | undefined;
    const onPass: ServeOptions['onPass'] = (_, orders, waiting) => {
      if (late !== undefined) return;
      late = { id: 7, lane: 'late', work: picture(3), isWatched: false, isWanted: true };
      waiting.push('late', late);
      assert(orders.length === 2);
    };
    const { passes } = await served([{ work: picture(1) }, { work: picture(2) }], { mostTogether: 4, onPass });
    assert.deepEqual(passes, ['6 x 0 1', '6 x 7']);
  });

  it('lets go of a picture between two steps, and goes on with the others as if it had never been there', async () => {
    const orders = [picture(1), picture(2), picture(3), picture(4)];
    const onPass: ServeOptions['onPass'] = ([first], [, second, , fourth]) => {
      if (first?.step === 2 && second !== undefined) second.isWanted = false;
      if (first?.step === 6 && fourth !== undefined) fourth.isWanted = false;
    };
    const { begun, made, failed, passes } = await served(orders.map((work) => ({ work })), { mostTogether: 4, onPass });
    assert.deepEqual(passes, ['2 x 0 1 2 3', '4 x 0 2 3']);
    assert.deepEqual(begun.map(({ members }) => members.map(({ order }) => order.seed)), [[1, 3]], 'those that nobody wants cost nothing');
    assert.deepEqual([[...made.keys()], failed.size], [[0, 2], 0]);
    const expected = await alone(orders);
    for (const id of [0, 2]) assert(expected[id]?.equals(bytes(made.get(id))), `picture ${id}`);
  });

  it('ends where nobody wants any of its pictures any more', async () => {
    const onPass: ServeOptions['onPass'] = (_, orders) => orders.forEach((order) => { order.isWanted = false; });
    const { made, passes } = await served([{ work: picture(1) }, { work: picture(2) }], { mostTogether: 2, onPass });
    assert.deepEqual([made.size, passes], [0, ['1 x 0 1']]);
  });

  it('fails one picture whose numbers break down, and makes the others', async () => {
    const orders = [picture(1), picture(2, { guidance: 1e38 }), picture(3)];
    const { made, failed } = await served(orders.map((work) => ({ work })), { mostTogether: 4 });
    assert.deepEqual([[...made.keys()], [...failed.keys()]], [[0, 2], [1]]);
    const error = failed.get(1);
    assert(error instanceof OrderRefused && /NaN/.test(error.message), String(error));
    const [first] = await alone([picture(1)]);
    assert(first?.equals(bytes(made.get(0))));
  });

  it('is made in halves where it does not fit into memory, and so are all of its size from then on', async () => {
    const orders = [...Array.from({ length: 16 }, (_, seed) => picture(seed)), picture(1, { width: 128 }), picture(2, { width: 128 })];
    const onPass: ServeOptions['onPass'] = (_, [, , , fourth]) => {
      if (fourth !== undefined) fourth.isWanted = false;
    };
    const { made, failed, passes } = await served(orders.map((work, id) => ({ work, lane: id < 16 ? 'small' : 'wide' })), { mostTogether: 8, fitting: 2, onPass });
    assert.deepEqual(passes.map((pass) => pass.replace(/ x .*/, (ids) => ` x ${ids.split(' ').length - 2}`)), ['1 x 8', '6 x 2', '1 x 4', '6 x 2', '6 x 2', '6 x 2', '6 x 2', '6 x 2', '6 x 2', '6 x 2', '6 x 1']);
    assert.deepEqual([made.size, made.has(3), failed.size], [17, false, 0]);
    const expected = await alone([picture(0), picture(15)]);
    for (const [at, id] of [0, 15].entries()) assert(expected[at]?.equals(bytes(made.get(id))), `picture ${id}`);
    const { failed: lone } = await served([{ work: picture(1) }], { mostTogether: 8, fitting: 0 });
    assert(lone.get(0) instanceof OutOfMemory);
  });

  it('tells each of its orders where none can be begun', async () => {
    const { made, failed } = await served([{ work: picture(1, { width: 100 }) }, { work: picture(2, { width: 100 }) }, { work: picture(3) }], { mostTogether: 4 });
    assert.deepEqual([[...made.keys()], [...failed.values()].map((error) => (error as Error).name)], [[2], ['OrderRefused', 'OrderRefused']]);
  });

  it('shows a picture on its way only to who looks, and four times a second at most', async () => {
    const onPass: ServeOptions['onPass'] = ([first], [, second]) => {
      if (first?.step === 1 && second !== undefined) second.isWatched = true;
    };
    const startedMs = performance.now();
    const { previews } = await served([{ work: picture(1, { steps: 40 }) }, { work: picture(2, { steps: 40 }) }], { mostTogether: 2, onPass });
    assert(previews.length >= 1 && previews.every((id) => id === 1), String(previews));
    assert(previews.length <= 1 + (performance.now() - startedMs) / 250, `${previews.length} previews`);
  });

  it('says of each picture whether it is safe, where somebody looks, and how much of its texts was cut', async () => {
    const long = 'dog '.repeat(100);
    const verdicts = [true, false];
    const checker = { isSafe: async () => verdicts.shift() ?? false, release: async () => {} };
    const { made } = await served([picture(1), picture(2, { prompt: long, negativePrompt: long })].map((work) => ({ work })), { mostTogether: 2, checker });
    assert.deepEqual([0, 1].map((id) => made.get(id)?.isSafe), [true, false]);
    const cut = [0, 1].map((id) => made.get(id)?.truncatedTokens ?? 0);
    assert(cut[0] === 0 && (cut[1] ?? 0) > 0 && (cut[1] ?? 0) % 2 === 0, String(cut));
  });
});
