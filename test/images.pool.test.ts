// Image models of this process on threads of their own, with a pipeline of made-up weights: loaded when they are asked, unloaded when nobody asks,
// and whatever goes wrong with them is told and leaves the process at work.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, rm, truncate } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ModelUnavailable } from '../src/domain/errors.ts';
import type { ImageOrder } from '../src/domain/images/order.ts';
import { EngineFailed, OrderRefused } from '../src/engines/failures.ts';
import type { ImageEngine, MadeImage } from '../src/engines/image/engine.ts';
import { LocalImageEngine, type LocalImageOptions } from '../src/engines/image/local.ts';
import { WorkingMemory } from '../src/engines/image/pool/memory.ts';
import { writePipeline } from './support/made-up/diffusion.ts';
import { eventually } from './support/eventually.ts';
import { SILENT, temporaryFolder } from './support/postgres.ts';

const MAKER = fileURLToPath(new URL('support/image-maker.ts', import.meta.url));
/** More bytes than any machine has memory. */
const TOO_MANY_BYTES = 2 ** 43;

const root = temporaryFolder();
const whole = path.join(root.path, 'whole');
before(() => writePipeline(whole, { withSafetyChecker: true }));
after(() => root[Symbol.dispose]());

/** A copy that may be broken. */
async function copied(name: string): Promise<string> {
  const folder = path.join(root.path, name);
  await cp(whole, folder, { recursive: true });
  return folder;
}

function local(more: Partial<LocalImageOptions> = {}): LocalImageEngine {
  return new LocalImageEngine({ id: 'made-up', locate: async () => ({ path: whole, hashes: {} }), locateSafety: null, device: 'cpu', threads: 1, idleMs: 60_000, log: SILENT, onPass: () => {}, onMade: () => {}, ...more });
}

function picture(seed: number, more: Partial<ImageOrder> = {}): ImageOrder {
  return { prompt: 'a dog', negativePrompt: '', width: 64, height: 64, steps: 10, guidance: 7.5, scheduler: 'DPMPP_2M_KARRAS', seed, ...more };
}

function make(engine: ImageEngine, order: ImageOrder, lane = 'a'): Promise<MadeImage> {
  return engine.make(order, { lane, signal: new AbortController().signal });
}

async function bytes(made: Promise<MadeImage>): Promise<string> {
  return Buffer.from((await made).picture.rgb).toString('base64');
}

function isFailure(message: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof EngineFailed && message.test(error.message);
}

describe('an image model of this process', () => {
  it('makes the pictures of two jobs side by side, each the same as alone', async () => {
    await using engine = local();
    const together = await Promise.all([1, 2, 3, 4].map((seed) => bytes(make(engine, picture(seed), seed % 2 === 0 ? 'even' : 'odd'))));
    assert.equal(new Set(together).size, 4);
    assert.deepEqual([await bytes(make(engine, picture(3))), await bytes(make(engine, picture(1)))], [together[2], together[0]]);
    await using wide = local({ threads: 2 });
    assert.equal(await bytes(make(wide, picture(4))), together[3]);
    assert.deepEqual([engine.device, engine.repeatable, engine.fingerprint], ['cpu', true, wide.fingerprint]);
    assert.match(engine.fingerprint ?? '', /onnxruntime \d.*cpu.*float32.*[0-9a-f]{64}/);
  });

  it('tells each step, and leaves the event loop to others meanwhile', async () => {
    await using engine = local();
    await make(engine, picture(1)); // loaded
    let turns = 0;
    let making = true;
    const spin = (): void => {
      turns++;
      if (making) setImmediate(spin);
    };
    const turnsAt: number[] = [];
    spin();
    await engine.make(picture(1, { width: 128, height: 128 }), { lane: 'a', signal: new AbortController().signal, onStep: ({ step, of }) => {
      assert.deepEqual([step, of], [turnsAt.length + 1, 10]);
      turnsAt.push(turns);
    } });
    making = false;
    assert.equal(turnsAt.length, 10);
    assert(turns > 500, `${turns} turns of the event loop while a picture was made`);
  });

  it('lets go of what is aborted between two steps, while it is loaded, or before', async () => {
    await using engine = local();
    const stop = new AbortController();
    const loading = engine.make(picture(1), { lane: 'a', signal: stop.signal });
    stop.abort(new Error('enough'));
    await assert.rejects(loading, /enough/);
    const other = new AbortController();
    const steps: number[] = [];
    const stopped = engine.make(picture(1, { steps: 200 }), { lane: 'a', signal: other.signal, onStep: ({ step }) => {
      steps.push(step);
      if (step === 3) other.abort(new Error('enough'));
    } });
    const next = bytes(make(engine, picture(2)));
    await assert.rejects(stopped, /enough/);
    assert.equal(await next, await bytes(make(engine, picture(2))));
    assert(steps.length < 100, `${steps.length} steps`);
    await assert.rejects(engine.make(picture(1), { lane: 'a', signal: other.signal }), /enough/);
  });

  it('is loaded once for all who ask, unloaded when nobody has for a while, and loaded again', async () => {
    let loads = 0;
    await using engine = local({ idleMs: 1, locate: async () => (loads++, { path: whole, hashes: {} }) });
    assert.deepEqual([engine.isLoaded, engine.fingerprint], [false, null]);
    const first = await Promise.all([bytes(make(engine, picture(1))), bytes(make(engine, picture(2)))]);
    assert.equal(loads, 1);
    await eventually('the unloading of an idle model', () => !engine.isLoaded);
    assert.deepEqual(await Promise.all([bytes(make(engine, picture(1))), bytes(make(engine, picture(2)))]), first);
    assert.equal(loads, 2);
  });

  it('is tried anew after it could not be loaded', async () => {
    const folder = await copied('broken');
    let isHere = false;
    await using engine = local({ locate: async () => {
      if (!isHere) throw new ModelUnavailable('made-up', 'gone');
      return { path: folder, hashes: {} };
    } });
    await assert.rejects(make(engine, picture(1)), ModelUnavailable);
    isHere = true;
    await truncate(path.join(folder, 'unet/model.onnx'), 100_000);
    await assert.rejects(make(engine, picture(1)), isFailure(/^the model made-up cannot be loaded: .*unet.*\. Pull or add the model again/));
    await rm(path.join(folder, 'tokenizer'), { recursive: true });
    await assert.rejects(make(engine, picture(1)), isFailure(/made-up cannot be loaded: .*tokenizer/));
    await cp(whole, folder, { recursive: true });
    await using sound = local();
    assert.equal(await bytes(make(engine, picture(1))), await bytes(make(sound, picture(1))));
  });

  it('is not loaded where a file is not the one that was installed', async () => {
    await using engine = local({ locate: async () => ({ path: whole, hashes: { 'unet/model.onnx': '0'.repeat(64) } }) });
    await assert.rejects(make(engine, picture(1)), isFailure(/unet\/model\.onnx: expected the SHA-256 0{64}, got [0-9a-f]{64}/));
  });

  it('is not loaded into memory that is not there', async () => {
    const folder = await copied('huge');
    await truncate(path.join(folder, 'unet/model.onnx'), TOO_MANY_BYTES);
    await using engine = local({ locate: async () => ({ path: folder, hashes: {} }) });
    await assert.rejects(make(engine, picture(1)), isFailure(/^the model made-up does not fit into memory: it needs \d+ MiB, and \d+ MiB are free\. Take a smaller model/));
  });

  it('begins no picture that memory does not suffice for, and goes on', async () => {
    await using engine = local();
    await assert.rejects(make(engine, picture(1, { width: 16_384, height: 16_384 })), isFailure(/^a picture of 16384 x 16384 does not fit into memory: it needs \d+ MiB, and \d+ MiB are free\. Ask for a smaller one/));
    assert.equal((await make(engine, picture(1))).picture.width, 64);
    assert.equal(engine.isLoaded, true);
  });

  it('asks for less memory where attention is fused, or nobody is guided', async () => {
    const fused = path.join(root.path, 'fused');
    writePipeline(fused, { fused: true });
    const needed = async (folder: string, more: Partial<ImageOrder> = {}): Promise<number> => {
      const memory = await WorkingMemory.of(folder);
      const order = picture(1, { width: 2 ** 20, height: 2 ** 20, ...more });
      let said = '';
      assert.throws(() => memory.require(order, 1), ({ message }: Error) => (said = message) !== '');
      return Number(/needs (\d+) MiB/.exec(said)?.[1]);
    };
    const [plain, unguided, least] = [await needed(whole), await needed(whole, { guidance: 1 }), await needed(fused)];
    assert(plain > unguided && unguided > least && least > 0, [plain, unguided, least].join());
  });

  it('refuses what no model of its kind can make, and goes on', async () => {
    await using engine = local();
    await assert.rejects(make(engine, picture(1, { width: 100 })), OrderRefused);
    assert.equal((await make(engine, picture(1))).isSafe, null);
  });

  it('has its pictures looked at where there is a safety checker, and makes none where that is broken', async () => {
    await using engine = local({ locateSafety: async () => ({ path: whole, hashes: {} }) });
    assert.equal(typeof (await make(engine, picture(1))).isSafe, 'boolean');
    const folder = await copied('unsafe');
    await truncate(path.join(folder, 'safety_checker/model.onnx'), 1_000);
    await using other = local({ locateSafety: async () => ({ path: folder, hashes: {} }) });
    await assert.rejects(make(other, picture(1)), isFailure(/made-up cannot be loaded: safety_checker/));
  });

  it('ends in the middle of a picture when it is closed, and takes nothing more', async () => {
    const engine = local();
    const begun = Promise.withResolvers<void>();
    const underWay = engine.make(picture(1, { steps: 200 }), { lane: 'a', signal: new AbortController().signal, onStep: () => begun.resolve() });
    await begun.promise;
    await Promise.all([assert.rejects(underWay, isFailure(/unloaded/)), engine[Symbol.asyncDispose]()]);
    await assert.rejects(make(engine, picture(1)), isFailure(/stopping/));
  });

  it('lets its process end in the middle of a picture, with nothing to complain about', async () => {
    const child = spawn(process.execPath, [MAKER, whole], { stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
    await once(child.stdout, 'data'); // its first step
    child.kill('SIGTERM');
    const [code, signal] = await once(child, 'close');
    assert.deepEqual([code, signal, stderr], [0, null, '']);
  });
});
