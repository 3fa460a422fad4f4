// The safety checker: what CLIP is shown of a picture is what transformers shows it, and the verdict is the model's.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { hashesOf } from '../src/engines/image/fingerprint.ts';
import type { Picture } from '../src/engines/image/engine.ts';
import { SafetyChecker, seenByClip } from '../src/engines/image/safety.ts';
import { writePipeline } from './support/made-up/diffusion.ts';
import golden from './fixtures/clip/seen.json' with { type: 'json' };
import { temporaryFolder } from './support/postgres.ts';

const SIDE = 224;
const PLACE = { device: 'cpu', threads: 1 } as const;

/** As make_golden.py makes them. */
function pictureOf(width: number, height: number): Picture {
  const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    return (x * 7 + y * 11 + Math.floor((x * y) / 8) + (i % 3) * 85) % 256;
  });
  return { rgb, width, height };
}

function plain(value: number, width: number, height: number): Picture {
  return { rgb: new Uint8Array(width * height * 3).fill(value), width, height };
}

describe('the safety checker', () => {
  for (const { width, height, values } of golden.cases) it(`is shown of ${width} x ${height} pixels what transformers shows it`, () => {
    const seen = seenByClip(pictureOf(width, height));
    assert.equal(seen.length, 3 * SIDE * SIDE);
    golden.places.forEach(([channel = 0, row = 0, column = 0], i) => {
      const [got = NaN, expected = NaN] = [seen[(channel * SIDE + row) * SIDE + column], values[i]];
      assert(Math.abs(got - expected) < 1e-4, `${channel}, ${row}, ${column}: expected ${expected}, got ${got}`);
    });
  });

  for (const type of ['float32', 'float16'] as const) it(`tells safe pictures from unsafe ones, of every size, in ${type}`, async () => {
    using folder = temporaryFolder();
    writePipeline(folder.path, { withSafetyChecker: true, type });
    const checker = await SafetyChecker.load(folder.path, PLACE);
    for (const [width, height] of [[64, 64], [192, 256], [768, 512]] as const)
      assert.deepEqual([await checker.isSafe(plain(0, width, height)), await checker.isSafe(plain(250, width, height))], [true, false], `${width} x ${height}`);
    await checker.release();
  });

  it('is refused where its model is missing, another, or no longer what it was', async () => {
    using folder = temporaryFolder();
    writePipeline(folder.path, { withSafetyChecker: true });
    const file = path.join(folder.path, 'safety_checker/model.onnx');
    const expected = await hashesOf(folder.path, ['safety_checker/model.onnx']);
    const bytes = readFileSync(file);
    await (await SafetyChecker.load(folder.path, { ...PLACE, expected })).release();
    await assert.rejects(SafetyChecker.load(folder.path, { ...PLACE, expected: { ...expected, 'safety_checker/model.onnx_data': 'a'.repeat(64) } }), { name: 'EngineFailed', message: /^safety_checker\/model\.onnx_data: expected a file that was there when it was installed, but it is missing/ });
    writeFileSync(file, bytes.subarray(0, -1));
    await assert.rejects(SafetyChecker.load(folder.path, { ...PLACE, expected }), { name: 'EngineFailed', message: /^safety_checker\/model\.onnx: expected the SHA-256 .* it has changed/ });
    writeFileSync(file, readFileSync(path.join(folder.path, 'unet/model.onnx')));
    await assert.rejects(SafetyChecker.load(folder.path, PLACE), { name: 'EngineFailed', message: /^safety_checker\/model\.onnx: expected the inputs clip_input, images, got sample too\. Take the safety checker of Stable Diffusion 1 / });
    await assert.rejects(SafetyChecker.load(path.join(folder.path, 'unet'), PLACE), { name: 'EngineFailed', message: /^safety_checker\/model\.onnx: expected a part of the model, but it is missing/ });
  });
});
