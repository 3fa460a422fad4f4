// A small set of made-up pictures: what they were asked for by, what was found in them, and their pixels.
import type { CocoDataset } from '../../src/domain/images/coco.ts';
import type { ImageMetadata } from '../../src/domain/images/metadata.ts';
import type { ImageOrder } from '../../src/domain/images/order.ts';
import type { NamedModel } from '../../src/domain/images/parameters.ts';
import type { Annotation } from '../../src/domain/images/plan.ts';
import type { Pixels } from '../../src/files/png.ts';

export const MODEL: NamedModel = { id: 'test-diffusion', fingerprint: `onnxruntime 1.30.0, cpu (made up), files sha256 ${'a1b2c3d4e5f6'.padEnd(64, '0')}` };
export const SET_INFO: CocoDataset = {
  description: 'Made-up pictures.',
  created: '2026-01-01T00:00:00.000Z',
  categories: ['dog', 'bicycle', '犬'],
  detector: 'test-detector',
};

const ORDER: ImageOrder = { prompt: 'a dog', negativePrompt: '', width: 64, height: 128, steps: 20, guidance: 7.5, scheduler: 'DPMPP_2M_KARRAS', seed: 4_294_967_295 };

/** Nothing found; two things, one of them with fractions; a label beyond ASCII, and prompts that are hard on formats. */
const SCENES: readonly (readonly [Partial<ImageOrder>, readonly Annotation[]])[] = [
  [{}, []],
  [{ prompt: 'a dog, "quoted": on a bicycle\nsecond line', negativePrompt: 'blurry, bad', scheduler: 'EULER_ANCESTRAL' }, [
    { label: 'dog', bbox: [0, 10.25, 64, 30.5], score: 0.9123 },
    { label: 'bicycle', bbox: [12.01, 64, 20.33, 64], score: 0.5001 },
  ]],
  [{ prompt: '一只犬 – naïve 🐕', negativePrompt: 'unscharf, übel', seed: 0 }, [{ label: '犬', bbox: [1, 2, 3, 4], score: 1 }]],
];

export const MADE_UP_SET: readonly ImageMetadata[] = SCENES.map(([order, annotations], index) => ({
  fileName: `images/image_${String(index).padStart(5, '0')}.png`,
  order: { ...ORDER, ...order },
  model: MODEL.id,
  fingerprint: MODEL.fingerprint,
  truncatedTokens: index,
  isSafe: null,
  annotations,
  detector: 'b'.repeat(64),
}));

/** Stripes, other ones for each picture. */
export function pixelsOf(index: number, { width, height } = { width: 64, height: 128 }): Pixels {
  return { rgb: Uint8Array.from({ length: width * height * 3 }, (_, at) => (at * (index + 3) + (at >> 8) * 7) & 0xff), width, height };
}
