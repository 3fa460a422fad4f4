// The model that comes with this version, by its real weights: the pipeline draws with them what PyTorch did where they were trained.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'node:test';
import sharp from 'sharp';
import { SHIPPED_FOLDER } from '../src/engines/models/shipped.ts';
import type { Picture } from '../src/engines/image/engine.ts';
import { differenceOf, imageOrder, memberOf, openPipeline, painted } from './support/painted.ts';

const FOLDER = join(SHIPPED_FOLDER, 'verisim-nano/pipeline');
const SIDE = 128;
/** Drawn by `models/verisim-nano/train/sample.py WORK_FOLDER "a red mug on a wooden table" 1 FILE`. */
const DRAWN = fileURLToPath(new URL('fixtures/nano/red-mug.png', import.meta.url));
const ORDER = imageOrder({ prompt: 'a red mug on a wooden table', negativePrompt: '', width: SIDE, height: SIDE, steps: 20, guidance: 4, seed: 1 });

async function pictureIn(file: string, side: number): Promise<Picture> {
  return { rgb: await sharp(file).resize(side, side, { kernel: 'cubic' }).removeAlpha().raw().toBuffer(), width: side, height: side };
}

function meanOf(values: Uint8Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('verisim-nano', () => {
  it('draws what it drew where it was trained', async () => {
    await using opened = await openPipeline(FOLDER);
    const [picture] = await painted(opened.pipeline, [ORDER]);
    assert(picture !== undefined);
    const { mean } = differenceOf(picture, await pictureIn(DRAWN, SIDE));
    assert(mean < 2, `they differ by ${mean} of 255 in the mean; halved weights and another processor change less`);
  });

  it('has previews in the colours of the picture', async () => {
    await using opened = await openPipeline(FOLDER);
    const member = await memberOf(opened.pipeline, ORDER);
    const batch = opened.pipeline.begin([member]);
    while (batch.step < batch.of) await batch.advance();
    const small = await pictureIn(DRAWN, SIDE / 8);
    const even = { ...small, rgb: small.rgb.map((_, i) => meanOf(small.rgb.filter((_, j) => j % 3 === i % 3))) };
    const [off, evenOff] = [differenceOf(batch.preview(member), small).mean, differenceOf(even, small).mean];
    assert(off < 0.75 * evenOff, `they differ by ${off} of 255 in the mean, a picture of one colour by ${evenOff}`);
  });
});
