// Random numbers as torch draws them: compared with what PyTorch drew, and with how it says that it draws.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { TorchGenerator } from '../src/engines/image/noise.ts';

interface Drawn {
  readonly seed: number;
  /** One after the other, from one generator. */
  readonly draws: readonly (readonly number[])[];
}

const DRAWN = JSON.parse(readFileSync(new URL('fixtures/diffusers/noise.json', import.meta.url), 'utf8')) as readonly Drawn[];
/** Torch's own processors differ by as much: 2e-6 between AVX2 and the rest. */
const TOLERANCE = 2e-6;

describe('TorchGenerator', () => {
  for (const { seed, draws } of DRAWN) {
    it(`draws what torch.randn draws from the seed ${seed}, and goes on as it does`, () => {
      const generator = new TorchGenerator(seed);
      for (const expected of draws) {
        const values = generator.randn(expected.length);
        const furthest = Math.max(...expected.map((value, i) => Math.abs(value - (values[i] ?? Number.NaN))));
        assert.ok(furthest <= TOLERANCE, `${expected.length} values: ${furthest}`);
      }
    });
  }

  it('gives the same values again, and others for another seed', () => {
    assert.deepEqual(new TorchGenerator(7).randn(256), new TorchGenerator(7).randn(256));
    assert.notDeepEqual(new TorchGenerator(7).randn(256), new TorchGenerator(8).randn(256));
  });

  it('draws a block of sixteen at a time, so that latents drawn in one go or in blocks are the same', () => {
    const [whole, blocks] = [new TorchGenerator(3), new TorchGenerator(3)];
    assert.deepEqual([...whole.randn(64)], [16, 32, 16].flatMap((count) => [...blocks.randn(count)]));
  });

  it('is standard normal', () => {
    const values = new TorchGenerator(5).randn(1 << 18);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    assert.ok(Math.abs(mean) < 0.01 && Math.abs(variance - 1) < 0.015, `${mean}, ${variance}`); // 5 standard deviations
  });

  it('refuses fewer values than torch makes in this way', () => {
    assert.throws(() => new TorchGenerator(1).randn(15), /expected 16 values or more, got 15/);
  });
});
