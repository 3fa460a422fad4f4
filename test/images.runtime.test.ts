// onnxruntime-node behind plain data: halves are what IEEE 754 says, models of halves run, and what goes wrong is told with its remedy.
import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { EngineFailed, OutOfMemory } from '../src/engines/failures.ts';
import { imageDevice } from '../src/engines/image/image-device.ts';
import { floatsOf, floatTensor, numberTensor, Session } from '../src/engines/image/runtime.ts';
import { floatsToHalves, halvesToFloats } from '../src/lib/half.ts';
import { Graph } from './support/made-up/onnx/graph.ts';
import { temporaryFolder } from './support/postgres.ts';

const PLACE = { device: 'cpu', threads: 1 } as const;
/** Of Node itself, from version 24 on. */
const OWN_HALVES = (globalThis as { Float16Array?: unknown }).Float16Array;
const HALVES = Uint16Array.from({ length: 65_536 }, (_, half) => half);

/** The value that the bits of a half stand for, from the definition. */
function meaning(half: number): number {
  const [sign, exponent, fraction] = [half >> 15 ? -1 : 1, (half >> 10) & 31, half & 1023];
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** A model of one node, in the folder. */
function write(folder: string, build: (g: Graph) => void, type: 'float32' | 'float16' = 'float32'): string {
  const g = new Graph({ name: 'small', type, seed: 1 });
  build(g);
  g.save(folder);
  return path.join(folder, 'model.onnx');
}

describe('half floats', () => {
  it('are read as what their bits stand for', () => {
    assert.deepEqual(halvesToFloats(HALVES), Float32Array.from(HALVES, meaning));
  });

  it('come out of their own values again', () => {
    const back = floatsToHalves(halvesToFloats(HALVES));
    for (const half of HALVES) assert(Number.isNaN(meaning(half)) ? Number.isNaN(meaning(back[half] ?? 0)) : back[half] === half, `${half}: got ${back[half]}`);
  });

  it('are the nearest to a float, the even one of two that are as near', () => {
    const float = fc.oneof(fc.float({ noNaN: true }), fc.float({ noNaN: true, min: -70_000, max: 70_000 }), fc.float({ noNaN: true, min: Math.fround(-1e-4), max: Math.fround(1e-4) }), halfway());
    fc.assert(fc.property(float, (value) => {
      const [half = 0] = floatsToHalves(Float32Array.of(value));
      const magnitude = half & 0x7fff;
      const distance = (to: number): number => Math.abs(Math.abs(value) - (to === 0x7c00 ? 65_536 : meaning(to))); // infinity stands where the next number would
      assert.equal(half >> 15 === 1, value < 0 || Object.is(value, -0));
      for (const other of [magnitude - 1, magnitude + 1]) {
        if (other < 0 || other > 0x7c00 || !Number.isFinite(value)) continue;
        assert(distance(magnitude) < distance(other) || (distance(magnitude) === distance(other) && magnitude % 2 === 0) || (magnitude === 0x7c00 && Math.abs(value) > 65_536), `${value}: got ${half}`);
      }
    }), { numRuns: 10_000 });
  });
});

/** Floats that lie between two halves. */
function halfway(): fc.Arbitrary<number> {
  return fc.tuple(fc.integer({ min: 0, max: 0x7bfe }), fc.boolean()).map(([half, isNegative]) => ((meaning(half) + meaning(half + 1)) / 2) * (isNegative ? -1 : 1));
}

describe('a session', () => {
  it('runs a model of halves, whichever arrays this Node has', async () => {
    using folder = temporaryFolder();
    const file = write(folder.path, (g) => g.output(g.node('Add', [g.input('x', 'float16', ['n']), g.floats([0.5], [])]), 'y', 'float16', ['n']), 'float16');
    const session = await Session.open('small', file, PLACE);
    assert.deepEqual([session.inputs, session.outputs], [[{ name: 'x', type: 'float16', dims: ['n'] }], [{ name: 'y', type: 'float16', dims: ['n'] }]]);
    const { y } = await session.run({ x: floatTensor('float16', Float32Array.of(1, -2.25, 1000), [3]) }, ['y']);
    assert.deepEqual(floatsOf(y), Float32Array.of(1.5, -1.75, 1000.5));
    assert.equal((globalThis as { Float16Array?: unknown }).Float16Array, OWN_HALVES); // the library is shown none, all others still are
    await session.release();
  });

  it('takes numbers in whichever type its model asks for', async () => {
    using folder = temporaryFolder();
    for (const type of ['int64', 'int32', 'float32', 'float16'] as const) {
      const file = write(folder.path, (g) => g.output(g.node('Cast', [g.input('x', type, [2])], { attributes: { to: 1 } }), 'y', 'float32', [2]));
      const session = await Session.open('small', file, PLACE);
      const { y } = await session.run({ x: numberTensor(type, [499.75, 2], [2]) }, ['y']);
      assert.deepEqual(floatsOf(y), Float32Array.of(type.startsWith('int') ? 500 : 499.75, 2), type);
      await session.release();
    }
  });

  it('that has no memory for a call says so, and goes on', async () => {
    using folder = temporaryFolder();
    const file = write(folder.path, (g) => g.output(g.node('Expand', [g.floats([1], [1]), g.input('shape', 'int64', [1])]), 'y', 'float32', ['n']));
    const session = await Session.open('small', file, PLACE);
    await assert.rejects(session.run({ shape: numberTensor('int64', [2 ** 46], [1]) }, ['y']), (error) => {
      assert(error instanceof OutOfMemory);
      assert.match(error.message, /^small: there is not enough memory \(.*Failed to allocate memory for requested buffer of size \d+.*\)\. Free memory, or ask for smaller pictures/s);
      return true;
    });
    assert.deepEqual(floatsOf((await session.run({ shape: numberTensor('int64', [2], [1]) }, ['y'])).y), Float32Array.of(1, 1));
    await session.release();
  });

  it('tells what it was given that does not fit', async () => {
    using folder = temporaryFolder();
    const file = write(folder.path, (g) => g.output(g.input('x', 'float32', ['n', 3]), 'y', 'float32', ['n', 3]));
    const session = await Session.open('small', file, PLACE);
    await assert.rejects(session.run({ x: floatTensor('float32', new Float32Array(4), [1, 4]) }, ['y']), { name: 'EngineFailed', message: /^small: it cannot make sense of what it was given \(Got invalid dimensions for input: x.*Got: 4 Expected: 3.*\)\. Export the model to ONNX again, as optimum does$/s });
    await assert.rejects(session.run({}, ['y']), { name: 'EngineFailed', message: /input 'x' is missing/ });
    await session.release();
  });
});

describe('the device of images', () => {
  it('is what was asked for, or the CPU with the reason, or none with it', async () => {
    assert.deepEqual(await imageDevice('cpu'), { device: 'cpu', reason: undefined });
    const { device, reason } = await imageDevice('auto');
    if (device === 'cuda') return assert.equal((await imageDevice('cuda')).device, 'cuda');
    assert(reason !== undefined && reason.length > 10);
    await assert.rejects(imageDevice('cuda'), (error) => error instanceof EngineFailed && error.message === `DEVICE=cuda, but CUDA cannot be had for images: ${reason}. Run \`npm run models -- doctor\`, or set DEVICE=auto`);
  });
});
