// Small looks at pictures under way: their shape stays, and even noise fits into a notification.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import sharp from 'sharp';
import { Stream } from '../src/domain/random.ts';
import { previewUrl } from '../src/files/preview.ts';

const NOISE = Stream.of(1, 'noise');

for (const [width, height, shownWidth, shownHeight] of [[64, 64, 64, 64], [128, 128, 96, 96], [64, 128, 48, 96]] as const) it(`a preview of ${width} x ${height} pixels of noise is small, and as wide for its height as they are`, async () => {
  const rgb = Uint8Array.from({ length: width * height * 3 }, (_, at) => NOISE.bits(at));
  const url = await previewUrl({ rgb, width, height });
  assert(url.length <= 7_500, `${url.length} characters`);
  const { format, width: wide, height: high } = await sharp(Buffer.from(url.replace('data:image/webp;base64,', ''), 'base64')).metadata();
  assert.deepEqual([format, wide, high], ['webp', shownWidth, shownHeight]);
});
