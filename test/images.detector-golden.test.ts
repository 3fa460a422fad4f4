// What detectors see and what is made of their answers, beside what transformers makes of the same: test/fixtures/detectors has its values, and the
// script that made them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { closedSet } from '../src/engines/image/detector/closed-set.ts';
import type { Head } from '../src/engines/image/detector/head.ts';
import { openVocabulary } from '../src/engines/image/detector/open-vocabulary.ts';
import { frameOf, pixelValues, preprocessorConfig } from '../src/engines/image/pixel-values.ts';
import type { Port } from '../src/engines/image/runtime.ts';

function golden<Case>(name: string): readonly Case[] {
  return JSON.parse(readFileSync(new URL(`fixtures/detectors/${name}.json`, import.meta.url), 'utf8')) as readonly Case[];
}

/** Share of values: transformers computes with 16-bit weights. OWLv2's are not rounded at all. */
const MOST_ROUNDED_OTHERWISE = 0.03;

interface PixelCase {
  readonly model_type: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly width: number;
  readonly height: number;
  readonly rgb: string;
  readonly pixel_values: readonly number[];
}

describe('pixelValues', () => {
  for (const { model_type, config, width, height, rgb, pixel_values } of golden<PixelCase>('pixel-values')) {
    it(`are those of transformers for a picture of ${width} x ${height} before ${model_type}`, () => {
      const parsed = preprocessorConfig.parse(config);
      const values = pixelValues({ rgb: Buffer.from(rgb, 'base64'), width, height }, { config: parsed, isSquare: model_type === 'owlv2' });
      assert.equal(values.length, pixel_values.length);
      // In steps of a byte: where a value lies in the middle of two, it may be rounded the other way.
      const step = (index: number) => (parsed.do_normalize ? (parsed.image_std[Math.floor((index * 3) / values.length)] ?? 1) : 1) * 255;
      const errors = pixel_values.map((value, index) => Math.abs(value - (values[index] ?? Number.NaN)) * step(index));
      assert(Math.max(...errors) < 1.02, `off by ${Math.max(...errors)}`);
      assert(errors.filter((error) => error > 0.02).length <= errors.length * MOST_ROUNDED_OTHERWISE);
    });
  }
});

interface BoxCase {
  readonly model_type: string;
  readonly width: number;
  readonly height: number;
  readonly threshold: number;
  readonly classes: number;
  readonly logits: readonly number[];
  readonly pred_boxes: readonly number[];
  readonly scores: readonly number[];
  readonly labels: readonly number[];
  readonly boxes: readonly (readonly number[])[];
}

function headOf(modelType: string, labels: readonly string[]): Head {
  const texts = (name: string): Port => ({ name, type: 'int64', dims: ['labels', 16] });
  return modelType === 'rt_detr' ? closedSet(labels) : openVocabulary({ vocabulary: {}, merges: '', length: 16, padding: '!' }, [texts('input_ids'), texts('attention_mask')]);
}

describe('candidates', () => {
  for (const { model_type, width, height, threshold, classes, logits, pred_boxes, scores, labels, boxes } of golden<BoxCase>('boxes')) {
    it(`are those of transformers for a picture of ${width} x ${height} behind ${model_type}`, () => {
      const names = Array.from({ length: classes }, (_, index) => `label ${index}`);
      const head = headOf(model_type, names);
      assert.equal(head.threshold, threshold);
      const frame = frameOf({ width, height }, { config: preprocessorConfig.parse({ size: 1 }), isSquare: model_type === 'owlv2' });
      const answer = { queries: logits.length / classes, classes, logits: Float32Array.from(logits), boxes: Float32Array.from(pred_boxes) };
      const found = head.candidates(answer, names).filter(({ score }) => score > threshold).map(({ label, score, box: [x, y, wide, high] }) => ({
        label,
        numbers: [score * 100, (x - wide / 2) * frame.width, (y - high / 2) * frame.height, (x + wide / 2) * frame.width, (y + high / 2) * frame.height],
      }));
      const expected = boxes.map((box, index) => ({ label: `label ${labels[index]}`, numbers: [(scores[index] ?? 0) * 100, ...box] }));
      const byScore = (a: { readonly numbers: readonly number[] }, b: { readonly numbers: readonly number[] }) => (b.numbers[0] ?? 0) - (a.numbers[0] ?? 0);
      assert.deepEqual(found.toSorted(byScore).map(({ label }) => label), expected.toSorted(byScore).map(({ label }) => label));
      const numbersOf = (boxes: typeof found) => boxes.toSorted(byScore).flatMap(({ numbers }) => numbers);
      const wanted = numbersOf(expected);
      numbersOf(found).forEach((number, index) => assert(Math.abs(number - (wanted[index] ?? Number.NaN)) < 0.02, `${number} is not ${wanted[index]}`));
    });
  }
});
