// A set of pictures as files: PNG with its parameters, COCO, imagefolder's metadata, boxes drawn over a picture. test/fixtures/images/read_set.py has
// Pillow, pycocotools and datasets read the same set.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import sharp from 'sharp';
import { cocoText, type CocoDataset, type CocoImage } from '../src/domain/images/coco.ts';
import { metadataLine } from '../src/domain/images/metadata.ts';
import { generationParameters } from '../src/domain/images/parameters.ts';
import type { Annotation } from '../src/domain/images/plan.ts';
import { drawnOver } from '../src/files/overlay.ts';
import { encodePng } from '../src/files/png.ts';
import { collect } from './support/collect.ts';
import { MADE_UP_SET, MODEL, pixelsOf, SET_INFO } from './support/image-set.ts';

const IMAGES: readonly CocoImage[] = MADE_UP_SET.map(({ fileName, order: { width, height }, annotations, detector }) => ({ fileName, width, height, category: null, annotations, detector }));
const [, SECOND = MADE_UP_SET[0]] = MADE_UP_SET;
assert(SECOND !== undefined);

/** The text chunks of a PNG, and its pixels, as sharp's decoder has them. */
async function decoded(png: Uint8Array) {
  const { comments = [] } = await sharp(png).metadata();
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  return { texts: Object.fromEntries(comments.map(({ keyword, text }) => [keyword, text])), rgb: new Uint8Array(data), width: info.width, height: info.height, channels: info.channels };
}

describe('encodePng', () => {
  it('keeps every pixel, and texts in whatever script', async () => {
    for (const [index, { order }] of MADE_UP_SET.entries()) {
      const texts = { parameters: generationParameters(order, MODEL), Software: 'Verisim' };
      assert.deepEqual(await decoded(await encodePng(pixelsOf(index), texts)), { texts, ...pixelsOf(index), channels: 3 });
    }
  });

  it('gives the same bytes for the same pixels and texts', async () => {
    const encode = () => encodePng(pixelsOf(1), { parameters: 'a' });
    assert.deepEqual(await encode(), await encode());
    assert.notDeepEqual(await encode(), await encodePng(pixelsOf(1), { parameters: 'b' }));
  });

  it('writes chunks that decoders accept, whatever the text', async () => {
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary' }), async (parameters) => {
      const { texts } = await decoded(await encodePng(pixelsOf(0, { width: 2, height: 2 }), { parameters }));
      assert.equal(texts['parameters'] ?? '', parameters.replaceAll('\0', '\uFFFD').toWellFormed());
    }), { numRuns: 50 });
  });
});

describe('generationParameters', () => {
  it("are laid out as AUTOMATIC1111's readers expect", () => {
    assert.equal(generationParameters(SECOND.order, { ...MODEL, id: 'a,b' }), [
      'a dog, "quoted": on a bicycle',
      'second line',
      'Negative prompt: blurry, bad',
      'Steps: 20, Sampler: Euler a, CFG scale: 7.5, Seed: 4294967295, Size: 64x128, Model hash: a1b2c3d4e5, Model: "a,b"',
    ].join('\n'));
  });

  it('say nothing of a negative prompt where there is none, and of a hash that is not known', () => {
    assert.doesNotMatch(generationParameters({ ...SECOND.order, negativePrompt: '' }, { ...MODEL, fingerprint: null }), /Negative|hash/);
  });
});

interface Coco {
  readonly info: Readonly<Record<string, unknown>>;
  readonly licenses: readonly object[];
  readonly images: readonly (Readonly<Record<string, unknown>> & { readonly id: number })[];
  readonly annotations: readonly { readonly id: number; readonly image_id: number; readonly category_id: number; readonly area: number }[];
  readonly categories: readonly { readonly id: number; readonly name: string; readonly supercategory: string }[];
}

const cocoOf = async (dataset: CocoDataset, images: readonly CocoImage[]): Promise<Coco> => JSON.parse((await collect(cocoText(dataset, () => images))).join('')) as Coco;

describe('cocoText', () => {
  it('is a document of images, annotations and categories, numbered from 1 without gaps', async () => {
    const { info, licenses, images, annotations, categories } = await cocoOf(SET_INFO, IMAGES);
    assert.deepEqual(info, { description: 'Made-up pictures.', version: '1.0', year: 2026, contributor: 'Verisim', date_created: SET_INFO.created, annotations: 'pseudo-labels, unverified', detector: 'test-detector' });
    assert.deepEqual(licenses, []);
    assert.deepEqual(images, MADE_UP_SET.map(({ fileName }, index) => ({ id: index + 1, file_name: fileName, width: 64, height: 128 })));
    assert.deepEqual(categories, ['dog', 'bicycle', '犬'].map((name, index) => ({ id: index + 1, name, supercategory: 'none' })));
    const found = { iscrowd: 0, source: 'detector', detector: { id: 'test-detector', sha256: 'b'.repeat(64) } };
    assert.deepEqual(annotations, [
      { id: 1, image_id: 2, category_id: 1, bbox: [0, 10.25, 64, 30.5], area: 1952, score: 0.9123, ...found },
      { id: 2, image_id: 2, category_id: 2, bbox: [12.01, 64, 20.33, 64], area: 1301.12, score: 0.5001, ...found },
      { id: 3, image_id: 3, category_id: 3, bbox: [1, 2, 3, 4], area: 12, score: 1, ...found },
    ]);
  });

  it('has no boxes, and says why, where no detector looked; images may bear a category of their own', async () => {
    const images = IMAGES.map((image, index) => ({ ...image, category: index === 0 ? null : 'shoes', annotations: [], detector: null }));
    const { info, images: written, annotations, categories } = await cocoOf({ ...SET_INFO, categories: ['hats', 'shoes', 'hats'], detector: null }, images);
    assert.deepEqual([info['annotations'], info['detector'], annotations], ['none: no detector looked at the images', undefined, []]);
    assert.deepEqual(written.map(({ category_id }) => category_id), [undefined, 2, 2]);
    assert.deepEqual(categories.map(({ id, name }) => [id, name]), [[1, 'hats'], [2, 'shoes']]);
  });

  it('is whole without any image', async () => {
    assert.deepEqual((await cocoOf(SET_INFO, [])).images, []);
  });

  it('refuses a category that the data set does not name', async () => {
    await assert.rejects(cocoOf({ ...SET_INFO, categories: ['dog'] }, IMAGES), /"bicycle" is not among those of the dataset: expected one of dog/);
  });

  it('holds one image at a time, and is the same whether images come at once or one by one', async () => {
    let held = 0;
    let most = 0;
    const annotations: readonly Annotation[] = [{ label: 'dog', bbox: [1, 2, 3, 4], score: 0.5 }];
    async function* images(): AsyncGenerator<CocoImage> {
      for (let index = 0; index < 1_000; index++) {
        most = Math.max(most, ++held);
        yield { fileName: `${index}.png`, width: 64, height: 64, category: null, annotations, detector: null };
      }
    }
    const pieces: string[] = [];
    for await (const piece of cocoText(SET_INFO, images)) {
      pieces.push(piece);
      held = 0;
    }
    assert.equal(most, 1);
    assert.deepEqual(JSON.parse(pieces.join('')), await cocoOf(SET_INFO, await collect(images())));
  });
});

describe('metadataLine', () => {
  it('begins with file_name, and has boxes and categories side by side', () => {
    const line = metadataLine(SECOND);
    assert(line.startsWith('{"file_name":"images/image_00001.png",') && line.indexOf('\n') === line.length - 1, line);
    const { file_name, objects, ...columns } = JSON.parse(line) as Record<string, unknown>;
    assert.equal(file_name, SECOND.fileName);
    assert.deepEqual(objects, { bbox: [[0, 10.25, 64, 30.5], [12.01, 64, 20.33, 64]], categories: ['dog', 'bicycle'], score: [0.9123, 0.5001] });
    assert.deepEqual(columns, {
      prompt: SECOND.order.prompt, negative_prompt: 'blurry, bad', seed: 4_294_967_295, width: 64, height: 128, steps: 20, guidance: 7.5, scheduler: 'EULER_ANCESTRAL',
      model: 'test-diffusion', fingerprint: MODEL.fingerprint, truncated_tokens: 1, is_safe: null, detector_sha256: 'b'.repeat(64),
    });
  });

  it('has no objects where no detector looked, and names the row where there is one', () => {
    const { objects, detector_sha256, table, row_index, row } = JSON.parse(metadataLine({ ...SECOND, annotations: [], detector: null, row: { table: 'products', index: 7, values: { file_name: 'cup' } } })) as Record<string, unknown>;
    assert.deepEqual([objects, detector_sha256, table, row_index, row], [undefined, undefined, 'products', 7, { file_name: 'cup' }]);
  });
});

describe('drawnOver', () => {
  const size = { width: 256, height: 192 };
  const grey = { rgb: new Uint8Array(size.width * size.height * 3).fill(128), ...size };
  const boxed = async (annotations: readonly Annotation[]) => decoded(await drawnOver(await encodePng(grey), annotations));
  const pixelAt = ({ rgb, width }: { readonly rgb: Uint8Array; readonly width: number }, x: number, y: number): readonly number[] => [...rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];

  it('draws a frame in the colour of the label, and leaves the rest of the picture as it is', async () => {
    const drawn = await boxed([{ label: 'dog', bbox: [50, 60, 100, 80], score: 0.9 }, { label: 'dog', bbox: [180, 60, 60, 80], score: 0.8 }, { label: 'cat', bbox: [50, 150, 100, 40], score: 0.7 }]);
    assert.deepEqual([drawn.width, drawn.height, drawn.channels], [256, 192, 3]);
    const [dog, otherDog, cat] = [pixelAt(drawn, 50, 100), pixelAt(drawn, 180, 100), pixelAt(drawn, 50, 170)];
    assert.deepEqual(dog, otherDog);
    assert.notDeepEqual(dog, cat);
    for (const colour of [dog, cat]) assert.notDeepEqual(colour, [128, 128, 128]);
    for (const [x, y] of [[100, 100], [5, 5], [250, 180]] as const) assert.deepEqual(pixelAt(drawn, x, y), [128, 128, 128]);
  });

  it('is the picture itself where nothing was found', async () => {
    assert.deepEqual((await boxed([])).rgb, grey.rgb);
  });

  it('draws every label as text, whatever stands in it', async () => {
    for (const label of ['<image href="x"/>', '"&amp;', '\u0000\u001f\ud800', '</svg>', '犬', ']]>', 'x'.repeat(10_000)]) {
      assert.equal((await boxed([{ label, bbox: [0, 0, 256, 192], score: 1 }])).width, 256, label);
    }
  });
});
