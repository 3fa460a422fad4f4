// Detectors on the true runtime, with models that find colours: what they find, what they refuse, and what is said of a folder that is not whole.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { LoadedDetector } from '../src/engines/image/detector/detector.ts';
import { loadDetector } from '../src/engines/image/detector/load.ts';
import type { Picture } from '../src/engines/image/engine.ts';
import { Graph } from './support/made-up/onnx/graph.ts';
import { buildDetector, patched, type DetectorType } from './support/detectors.ts';

const PLACE = { device: 'cpu', threads: 1 } as const;
const TYPES = ['rt_detr', 'verisim_nano', 'owlvit', 'owlv2'] as const;
/** What each calls red, green and blue things. */
const NAMES: Readonly<Record<DetectorType, readonly [string, string, string]>> = { rt_detr: ['dog', 'cat', 'bicycle'], verisim_nano: ['dog', 'cat', 'bicycle'], owlvit: ['red', 'green', 'blue'], owlv2: ['red', 'green', 'blue'] };
const SIZE = { width: 128, height: 128 };

let root: string;
before(() => {
  root = mkdtempSync(path.join(tmpdir(), 'verisim-detectors-'));
  for (const type of TYPES) buildDetector(path.join(root, type), { type });
});
after(() => rmSync(root, { recursive: true }));

async function using<T>(folder: string, use: (detector: LoadedDetector) => Promise<T>): Promise<T> {
  const detector = await loadDetector(path.join(root, folder), PLACE);
  try {
    return await use(detector);
  } finally {
    await detector.release();
  }
}

const found = (folder: string, picture: Picture, labels: readonly string[]) => using(folder, (detector) => detector.detect(picture, labels));

for (const type of TYPES) {
  const [red, green, blue] = NAMES[type];

  describe(`a detector of type ${type}`, () => {
    it('boxes what it is asked for, once, inside the picture', async () => {
      const picture = patched(SIZE, [{ colour: 'red', box: [0, 0, 32, 32] }, { colour: 'blue', box: [64, 32, 32, 32] }]);
      const boxes = await found(type, picture, [red, green, blue]);
      assert.deepEqual(boxes.toSorted((a, b) => a.x - b.x).map(({ score: _, ...box }) => box), [
        { label: red, x: 0, y: 0, width: 35.2, height: 35.2 },
        { label: blue, x: 60.8, y: 28.8, width: 38.4, height: 38.4 },
      ]);
      for (const { score } of boxes) assert(score > 0.99 && score <= 1, String(score));
    });

    it('finds nothing where there is nothing, and nothing that it was not asked for', async () => {
      assert.deepEqual(await found(type, patched(SIZE, []), [red, green, blue]), []);
      assert.deepEqual(await found(type, patched(SIZE, [{ colour: 'red', box: [0, 0, 64, 64] }]), [green, blue]), []);
      assert.deepEqual(await found(type, patched(SIZE, [{ colour: 'red', box: [0, 0, 64, 64] }]), []), []);
    });

    it('puts boxes where things are, in pictures that are no squares too', async () => {
      // Cells of a padded square are squares; cells of a stretched picture are as the picture is.
      const [wide, high] = type === 'owlv2' ? [64, 64] : [64, 32];
      const [box] = await found(type, patched({ width: 256, height: 128 }, [{ colour: 'green', box: [128, high, wide, high] }]), [green]);
      assert.deepEqual({ ...box, score: 1 }, { label: green, x: 128 - wide / 10, y: high - high / 10, width: wide * 1.2, height: Math.min(high * 1.2, 128 - high * 0.9), score: 1 });
    });

    it('gives the same in halves, but for their precision', async () => {
      buildDetector(path.join(root, `${type} halves`), { type, floats: 'float16' });
      const picture = patched(SIZE, [{ colour: 'green', box: [32, 96, 32, 32] }]);
      const [[whole], [half]] = await Promise.all([found(type, picture, [green]), found(`${type} halves`, picture, [green])]);
      assert(whole !== undefined && half !== undefined);
      assert.deepEqual({ ...half, score: 0 }, { ...whole, score: 0 });
      assert(Math.abs(whole.score - half.score) < 0.01);
    });
  });
}

describe('a detector with a closed set of labels', () => {
  it('takes labels however they are written, and gives them back so', async () => {
    const [box] = await found('rt_detr', patched(SIZE, [{ colour: 'red', box: [0, 0, 32, 32] }]), [' Dog']);
    assert.equal(box?.label, ' Dog');
  });

  it('refuses those that it does not know, and names those that it does', async () => {
    await assert.rejects(found('rt_detr', patched(SIZE, []), ['dog', 'unicorn']), { name: 'OrderRefused', message: /does not know "unicorn": expected labels among dog, cat, bicycle\. For photos, a detector with an open vocabulary/ });
  });
});

describe('a detector with an open vocabulary', () => {
  it('knows no bounds but the length of what is said', async () => {
    assert.deepEqual(await using('owlv2', async ({ labels }) => labels), null);
    await assert.rejects(found('owlv2', patched(SIZE, []), ['red'.repeat(20)]), { name: 'OrderRefused', message: /"redred.*" is too long for the detector: expected 16 tokens at most.*Say it in fewer words/ });
  });
});

describe('loadDetector', () => {
  it("knows the detector by its weights' hash, wherever in the folder they lie", async () => {
    buildDetector(path.join(root, 'deep'), { type: 'rt_detr', modelFolder: 'onnx' });
    buildDetector(path.join(root, 'beside'), { type: 'owlv2', modelFolder: 'onnx', external: true });
    for (const [folder, weights] of [['rt_detr', 'model.onnx'], ['deep', 'onnx/model.onnx'], ['beside', 'onnx/model.onnx_data']] as const) {
      assert.equal(await using(folder, async ({ sha256 }) => sha256), createHash('sha256').update(readFileSync(path.join(root, folder, weights))).digest('hex'), folder);
    }
  });

  it('finds out weights that are no longer those that were installed', async () => {
    await assert.rejects(loadDetector(path.join(root, 'rt_detr'), { ...PLACE, expected: { 'model.onnx': 'a'.repeat(64) } }), { name: 'EngineFailed', message: /^model\.onnx: expected the SHA-256 a+, got [0-9a-f]+: it has changed since it was installed/ });
  });

  const FAULTS: readonly (readonly [string, DetectorType, (folder: string) => void, RegExp])[] = [
    ['without config.json', 'rt_detr', (folder) => rmSync(path.join(folder, 'config.json')), /^config\.json: expected a file of the model .*, but it is missing\. Pull or add/],
    ['with a config.json that is none', 'rt_detr', (folder) => writeFileSync(path.join(folder, 'config.json'), '{'), /^config\.json: expected JSON, got /],
    ['of another kind', 'rt_detr', (folder) => edit(folder, 'config.json', { model_type: 'yolos' }), /^config\.json: model_type: expected one of rt_detr, rt_detr_v2, d_fine, verisim_nano, owlvit, owlv2\. Take an RT-DETR/],
    ['whose labels have a gap', 'rt_detr', (folder) => edit(folder, 'config.json', { id2label: { 0: 'dog', 2: 'cat' } }), /id2label with a label for each number from 0 on, got those of 0, 2/],
    ['without labels', 'rt_detr', (folder) => edit(folder, 'config.json', { id2label: undefined }), /id2label .* got those of none/],
    ['that sees in a way that is not known', 'rt_detr', (folder) => edit(folder, 'preprocessor_config.json', { resample: 1, size: { shortest_edge: 9 } }), /^preprocessor_config\.json: size: expected one number, .*; resample: expected 2/],
    ['without the words that it reads', 'owlvit', (folder) => writeFileSync(path.join(folder, 'vocab.json'), '{}'), /^vocab\.json: expected a token <\|startoftext\|>, got none/],
    ['without merges.txt', 'owlvit', (folder) => rmSync(path.join(folder, 'merges.txt')), /^merges\.txt: .* missing/],
    ['without its model', 'rt_detr', (folder) => rmSync(path.join(folder, 'model.onnx')), /^model\.onnx: expected a file of the model .*, in its folder or in onnx\/, but it is missing/],
    ['whose model is cut off', 'rt_detr', (folder) => truncateSync(path.join(folder, 'model.onnx'), 200), /its file is broken .*Pull or add the model again/],
    ['whose model is something else', 'rt_detr', (folder) => writeFileSync(path.join(folder, 'model.onnx'), 'no model'), /its file is broken/],
    ['whose model has other inputs', 'rt_detr', (folder) => buildDetector(folder, { type: 'owlvit', withConfigs: false }), /got input_ids too/],
    ['whose model sees another size', 'rt_detr', (folder) => edit(folder, 'preprocessor_config.json', { size: 32 }), /expected the input pixel_values to be of shape \[1, 3, 32, 32\], got \[1, 3, 64, 64\]/],
    ['whose model reads other texts', 'owlv2', (folder) => reading(folder, 8), /expected the input input_ids to be of shape \[any, 16\], got \[labels, 8\]/],
    ['whose model has no boxes', 'rt_detr', (folder) => answering(folder, { logits: [1, 3] }), /expected an output pred_boxes, got logits/],
  ];
  for (const [what, type, spoil, message] of FAULTS) {
    it(`refuses a folder ${what}`, async () => {
      await assert.rejects(loadDetector(spoiled(type, spoil), PLACE), (error: Error) => {
        assert.equal(error.name, 'EngineFailed');
        assert.match(error.message, message);
        return true;
      });
    });
  }

  it('finds out a model that answers for other labels, and one whose arithmetic breaks down', async () => {
    const others = spoiled('rt_detr', (folder) => edit(folder, 'config.json', { id2label: { 0: 'dog', 1: 'cat' } }));
    await assert.rejects(found(path.basename(others), patched(SIZE, []), ['dog']), { name: 'EngineFailed', message: /answered with shapes \[1,32,3\] and \[1,32,4\]: expected \[1, queries, 2\]/ });
    const broken = spoiled('rt_detr', (folder) => answering(folder, { logits: [1, Number.NaN, 1], pred_boxes: [0.5, 0.5, 0.5, 0.5] }));
    await assert.rejects(found(path.basename(broken), patched(SIZE, []), ['dog']), { name: 'EngineFailed', message: /arithmetic broke down: expected numbers, got NaN/ });
  });

  /** A copy of a good folder, spoiled. */
  function spoiled(type: DetectorType, spoil: (folder: string) => void): string {
    const folder = mkdtempSync(path.join(root, 'spoiled-'));
    cpSync(path.join(root, type), folder, { recursive: true });
    spoil(folder);
    return folder;
  }

  function edit(folder: string, file: string, changes: object): void {
    const before = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as object;
    writeFileSync(path.join(folder, file), JSON.stringify({ ...before, ...changes }));
  }

  /** Puts a model there that reads so many tokens of a text. */
  function reading(folder: string, length: number): void {
    const g = new Graph({ name: 'reader', type: 'float32', seed: 1 });
    g.input('pixel_values', 'float32', [1, 3, 64, 64]);
    g.input('attention_mask', 'int64', ['labels', length]);
    g.output(g.node('Cast', [g.node('Unsqueeze', [g.input('input_ids', 'int64', ['labels', length]), g.integers([0])])], { attributes: { to: 1 } }), 'logits', 'float32', [1, 'labels', length]);
    g.output(g.floats([0, 0, 0, 0], [1, 1, 4]), 'pred_boxes', 'float32', [1, 1, 4]);
    g.save(folder);
  }

  /** Puts a model there that answers the same about every picture: one query. */
  function answering(folder: string, outputs: Readonly<Record<string, readonly number[]>>): void {
    const g = new Graph({ name: 'same', type: 'float32', seed: 1 });
    const zero = g.node('Mul', [g.node('ReduceMean', [g.input('pixel_values', 'float32', [1, 3, 64, 64])], { attributes: { keepdims: 0 } }), g.floats([0], [])]);
    for (const [name, values] of Object.entries(outputs)) g.output(g.node('Add', [zero, g.floats(values, [1, 1, values.length])]), name, 'float32', [1, 1, values.length]);
    g.save(folder);
  }
});
