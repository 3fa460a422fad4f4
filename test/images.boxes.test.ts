// Boxes made of what a detector says: inside the picture, each thing once, the best first.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { boxesOf, MAX_BOXES, overlap, SAME_THING_OVERLAP, type Box, type BoxOptions, type Candidate } from '../src/domain/images/boxes.ts';

const PICTURE = { width: 200, height: 100 };
const OPTIONS: BoxOptions = { picture: PICTURE, frame: PICTURE, threshold: 0.5 };

const candidate = (label: string, score: number, ...box: Candidate['box']): Candidate => ({ label, score, box });

describe('boxesOf', () => {
  it('turns centres and sizes into pixels from the top left', () => {
    assert.deepEqual(boxesOf([candidate('dog', 0.9, 0.5, 0.5, 0.25, 0.5)], OPTIONS), [{ label: 'dog', x: 75, y: 25, width: 50, height: 50, score: 0.9 }]);
  });

  it('takes shares of the square that the picture was padded to', () => {
    const [box] = boxesOf([candidate('dog', 0.9, 0.5, 0.25, 0.5, 0.5)], { ...OPTIONS, frame: { width: 200, height: 200 } });
    assert.deepEqual(box, { label: 'dog', x: 50, y: 0, width: 100, height: 100, score: 0.9 });
  });

  it('cuts boxes off at the edges, and drops those that lie outside, that are thinner than a pixel, and that are no numbers', () => {
    assert.deepEqual(boxesOf([candidate('dog', 0.9, 0, 0.9, 0.5, 0.4)], OPTIONS), [{ label: 'dog', x: 0, y: 70, width: 50, height: 30, score: 0.9 }]);
    const gone: readonly Candidate['box'][] = [[1.5, 0.5, 0.4, 0.4], [-0.3, 0.5, 0.5, 0.5], [0.5, 0.5, 0.004, 0.5], [0.5, 0.5, 0.5, 0], [0.5, 0.5, -0.5, 0.5], [Number.NaN, 0.5, 0.5, 0.5], [0.5, 0.5, 0.5, Number.POSITIVE_INFINITY]];
    assert.deepEqual(boxesOf(gone.map((box) => candidate('dog', 0.9, ...box)), OPTIONS), []);
  });

  it('takes scores above the threshold only, and none that is no number', () => {
    const boxes = boxesOf([0.5, 0.51, Number.NaN, 0.1].map((score, index) => candidate(`label ${index}`, score, 0.5, 0.5, 0.5, 0.5)), OPTIONS);
    assert.deepEqual(boxes.map(({ score }) => score), [0.51]);
    assert.deepEqual(boxesOf([], OPTIONS), []);
  });

  it('says a thing once, and things of two labels, or beside one another, each', () => {
    const boxes = boxesOf([
      candidate('dog', 0.8, 0.25, 0.5, 0.5, 1),
      candidate('dog', 0.9, 0.26, 0.5, 0.5, 1),
      candidate('cat', 0.7, 0.25, 0.5, 0.5, 1),
      candidate('dog', 0.6, 0.75, 0.5, 0.5, 1),
    ], OPTIONS);
    assert.deepEqual(boxes.map(({ label, score }) => [label, score]), [['dog', 0.9], ['cat', 0.7], ['dog', 0.6]]);
  });

  it('keeps the best where a detector sees more than a data set has use for', () => {
    const grid = Array.from({ length: 150 }, (_, index) => candidate('dog', 0.6 + index / 1_000, ((index % 15) + 0.5) / 15, (Math.floor(index / 15) + 0.5) / 10, 1 / 16, 1 / 11));
    const boxes = boxesOf(grid, OPTIONS);
    assert.deepEqual([boxes.length, boxes[0]?.score, boxes.at(-1)?.score], [MAX_BOXES, 0.749, 0.75 - MAX_BOXES / 1_000]);
  });

  const number = fc.double({ min: -0.5, max: 1.5, noNaN: true });
  const candidates = fc.array(fc.record({ label: fc.constantFrom('dog', 'cat'), score: fc.double({ min: 0, max: 1, noNaN: true }), box: fc.tuple(number, number, number, number) }), { maxLength: 40 });
  const pairs = (boxes: readonly Box[]): (readonly [Box, Box])[] => boxes.flatMap((a, i) => boxes.slice(i + 1).map((b) => [a, b] as const));

  it('gives boxes inside the picture, sorted, none twice, whatever a detector says', () => {
    fc.assert(fc.property(candidates, (said) => {
      const boxes = boxesOf(said, { ...OPTIONS, threshold: 0.2 });
      for (const { x, y, width, height, score } of boxes) {
        assert(x >= 0 && y >= 0 && width >= 1 && height >= 1 && x + width <= PICTURE.width + 1e-9 && y + height <= PICTURE.height + 1e-9);
        assert(score >= 0.2 && score <= 1);
      }
      for (const [a, b] of pairs(boxes)) {
        assert(a.score >= b.score);
        assert(a.label !== b.label || overlap(a, b) <= SAME_THING_OVERLAP);
      }
    }));
  });

  it('gives the same boxes in whatever order they were said, those that score alike too', () => {
    const few = fc.constantFrom(0.1, 0.4, 0.45, 0.6);
    const alike = fc.array(fc.record({ label: fc.constantFrom('dog', 'cat'), score: fc.constantFrom(0.6, 0.7), box: fc.tuple(few, few, few, few) }), { maxLength: 20 });
    fc.assert(fc.property(alike.chain((said) => fc.tuple(fc.constant(said), fc.shuffledSubarray(said, { minLength: said.length }))), ([said, shuffled]) => {
      assert.deepEqual(boxesOf(shuffled, OPTIONS), boxesOf(said, OPTIONS));
    }));
  });

  it('leaves out nothing but what is the same thing as a better box', () => {
    fc.assert(fc.property(candidates, (said) => {
      const boxes = boxesOf(said, { ...OPTIONS, threshold: 0 });
      const alone = said.flatMap((one) => boxesOf([one], { ...OPTIONS, threshold: 0 }));
      for (const box of alone) assert(boxes.some((kept) => kept.label === box.label && kept.score >= box.score && (overlap(kept, box) > SAME_THING_OVERLAP || JSON.stringify(kept) === JSON.stringify(box))));
    }));
  });
});

describe('overlap', () => {
  it('is the shared area by the area of both', () => {
    const box = (x: number, width: number): Box => ({ label: 'dog', x, y: 0, width, height: 10, score: 1 });
    assert.equal(overlap(box(0, 10), box(0, 10)), 1);
    assert.equal(overlap(box(0, 10), box(5, 10)), 50 / 150);
    assert.equal(overlap(box(0, 10), box(10, 10)), 0);
  });
});
