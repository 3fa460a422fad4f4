// Stable Diffusion in its true architecture, with made-up weights: the same order gives the same bytes, whatever its company, its threads and the
// export that it came from; and everything in an order counts.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { SCHEDULERS, type ImageOrder } from '../src/domain/images/order.ts';
import type { Picture } from '../src/engines/image/engine.ts';
import { Pipeline } from '../src/engines/image/pipeline.ts';
import { parametersOf, writePipeline, type MadeUpPipeline } from './support/made-up/diffusion.ts';
import { differenceOf, digestOf, imageOrder, memberOf, openPipeline, painted } from './support/painted.ts';
import { temporaryFolder } from './support/postgres.ts';

const ORDERS = ['a red car', 'a blue house by a river', 'the city at night', ''].map((prompt, i) => imageOrder({ prompt, seed: 7 + i, guidance: 5 + i }));

let folder: ReturnType<typeof temporaryFolder>;
let pipeline: Pipeline;
before(async () => {
  folder = temporaryFolder();
  pipeline = await Pipeline.load(made('plain'), { device: 'cpu', threads: 1 });
});
after(async () => {
  await pipeline.release();
  folder[Symbol.dispose]();
});

function made(name: string, options: MadeUpPipeline = {}): string {
  const place = path.join(folder.path, name);
  writePipeline(place, options);
  return place;
}

async function one(order: ImageOrder, by: Pipeline = pipeline): Promise<Picture> {
  const [picture] = await painted(by, [order]);
  assert(picture !== undefined);
  return picture;
}

/** What comes of each by itself. */
async function alone(orders: readonly ImageOrder[], by: Pipeline = pipeline): Promise<string[]> {
  const digests: string[] = [];
  for (const order of orders) digests.push(digestOf(await one(order, by)));
  return digests;
}

/** What comes of them as one batch. */
async function together(orders: readonly ImageOrder[], by: Pipeline = pipeline): Promise<string[]> {
  return (await painted(by, orders)).map(digestOf);
}

describe('a picture', () => {
  it('is as wide and high as it was asked for, and no even field', async () => {
    const { rgb, width, height } = await one(imageOrder({ width: 128, height: 64 }));
    assert.deepEqual([width, height, rgb.length], [128, 64, 128 * 64 * 3]);
    assert(new Set(rgb).size > 100, `only ${new Set(rgb).size} values`);
  });

  for (const scheduler of SCHEDULERS) it(`has the same bytes alone and in company, by ${scheduler}`, async () => {
    const orders = ORDERS.map((order) => ({ ...order, scheduler }));
    const expected = await alone(orders);
    assert.deepEqual(await together(orders.slice(0, 2)), expected.slice(0, 2));
    assert.deepEqual(await together(orders), expected);
    assert.deepEqual(await together(orders.toReversed()), expected.toReversed());
  });

  it('has the same bytes when it is made again, by a pipeline that was loaded anew, and with more threads', async () => {
    const expected = await alone(ORDERS);
    assert.deepEqual(await alone(ORDERS), expected);
    for (const threads of [1, 2, 3]) {
      await using again = await openPipeline(path.join(folder.path, 'plain'), threads);
      assert.deepEqual(await together(ORDERS, again.pipeline), expected, `${threads} threads`);
    }
  });

  it('has the same bytes by an export of diffusers as by one of optimum, and with fused attention all but the same', async () => {
    const expected = await one(imageOrder());
    await using diffusers = await openPipeline(made('diffusers', { layout: 'diffusers' }));
    assert.equal(digestOf(await one(imageOrder(), diffusers.pipeline)), digestOf(expected));
    await using fused = await openPipeline(made('fused', { fused: true }));
    const { most } = differenceOf(await one(imageOrder(), fused.pipeline), expected);
    assert(most <= 1, `${most} steps of 255 apart`);
  });

  it('is all but the same in float16, alone and in company', async () => {
    await using half = await openPipeline(made('half', { type: 'float16', layout: 'diffusers' }));
    const expected = await alone(ORDERS, half.pipeline);
    assert.deepEqual(await together(ORDERS, half.pipeline), expected);
    for (const order of ORDERS) {
      const { mean, most } = differenceOf(await one(order), await one(order, half.pipeline));
      assert(mean < 1 && most <= 8, `${mean} apart, ${most} at most`);
    }
  });

  for (const [what, change] of Object.entries({
    prompt: { prompt: 'a blue house' }, 'negative prompt': { negativePrompt: 'low quality' }, seed: { seed: 43 }, guidance: { guidance: 3 }, steps: { steps: 5 }, scheduler: { scheduler: 'DDIM' },
  } satisfies Record<string, Partial<ImageOrder>>)) it(`depends on the ${what}`, async () => {
    assert(differenceOf(await one(imageOrder(change)), await one(imageOrder())).most > 1);
  });

  it('has nothing of the negative prompt where there is no guidance', async () => {
    assert.deepEqual(await alone([imageOrder({ guidance: 1, negativePrompt: 'low quality' })]), await alone([imageOrder({ guidance: 0 })]));
  });
});

describe('a batch', () => {
  it('goes on without those that leave it, who change no bit of the others', async () => {
    const members = await Promise.all(ORDERS.map((order) => memberOf(pipeline, order)));
    const batch = pipeline.begin(members);
    const [first, second, third, fourth] = members;
    assert(first !== undefined && second !== undefined && third !== undefined && fourth !== undefined);
    await batch.advance();
    batch.drop(second);
    const step = batch.advance();
    batch.drop(first); // while the step goes on
    await step;
    while (batch.step < batch.of) await batch.advance();
    assert.deepEqual(batch.members, [third, fourth]);
    assert.deepEqual([digestOf(await batch.decode(third)), digestOf(await batch.decode(fourth))], await alone(ORDERS.slice(2)));
    await assert.rejects(batch.decode(first), /its batch does not make/);
  });

  it('counts its steps, and shows how a picture comes to be', async () => {
    const member = await memberOf(pipeline, imageOrder({ scheduler: 'PNDM', width: 128 }));
    const batch = pipeline.begin([member]);
    assert.deepEqual([batch.step, batch.of], [0, 5]); // PNDM asks the model once more
    await assert.rejects(batch.decode(member), /of 5 steps is asked for after 0/);
    const looks = [batch.preview(member)];
    while (batch.step < batch.of) {
      await batch.advance();
      looks.push(batch.preview(member));
    }
    assert.deepEqual(looks.map(({ rgb, width, height }) => [rgb.length, width, height]), Array.from({ length: 6 }, () => [16 * 8 * 3, 16, 8]));
    assert.equal(new Set(looks.map(({ rgb }) => rgb.join())).size, 6);
  });

  it('has as much of each text as the model has room for, and tells how much that leaves out', async () => {
    assert.equal((await pipeline.embed('red car')).truncatedTokens, 0);
    const long = await pipeline.embed('dog '.repeat(80));
    const expected = await pipeline.embed('dog '.repeat(75));
    assert.deepEqual([long.truncatedTokens, expected.truncatedTokens, long.hidden.length], [5, 0, expected.hidden.length]);
    assert(long.hidden.every((value, i) => value === expected.hidden[i]));
  });
});

describe('a fingerprint', () => {
  it('is the same for the same files, and another for others', async () => {
    await using same = await openPipeline(made('same'));
    await using other = await openPipeline(made('other', { seed: 2 }));
    assert.equal(same.pipeline.fingerprint, pipeline.fingerprint);
    assert.notEqual(other.pipeline.fingerprint, pipeline.fingerprint);
    assert.match(pipeline.fingerprint, /^onnxruntime 1\.30\.0, cpu \(.+\), optimization all, float32, files sha256 [0-9a-f]{64}$/);
  });
});

describe('a made-up pipeline', () => {
  it('has the same bytes for the same seed', () => {
    const digest = (place: string): string => {
      const files = globSync('**/*.*', { cwd: place }).sort();
      assert(files.length > 10);
      return files.reduce((hash, file) => hash.update(file).update(readFileSync(path.join(place, file))), createHash('sha256')).digest('hex');
    };
    const options = { type: 'float16', withSafetyChecker: true } as const;
    assert.equal(digest(made('one', options)), digest(made('two', options)));
    assert.notEqual(digest(made('three', { ...options, seed: 3 })), digest(made('one', options)));
  });

  it('has as many weights as Stable Diffusion 1.5 at its size', () => {
    assert.deepEqual(parametersOf({ preset: 'sd15' }), { text_encoder: 123_060_480, unet: 859_520_964, vae_decoder: 49_490_199 });
  });
});
