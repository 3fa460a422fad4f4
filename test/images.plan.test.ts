// The plan of a run of pictures: what each is asked for by, and everything that is wrong with an order, each at its place.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { InvalidInput } from '../src/domain/errors.ts';
import { labelFault } from '../src/domain/images/labels.ts';
import { orderOf, SCHEDULERS } from '../src/domain/images/order.ts';
import { factsOf, imageFileName, imageIssues, IMAGE_DEFAULTS, MAX_IMAGES, planImages, valuesOf, type ImageFacts, type ImagesRequest } from '../src/domain/images/plan.ts';
import { compilePlan } from '../src/domain/rows.ts';

const REQUEST: ImagesRequest = { ...IMAGE_DEFAULTS, prompts: ['a cup', 'a hat', 'a kite'], numImages: 7, annotate: [] };

function planned(request: Partial<ImagesRequest> = {}, { seed = 5, detector }: { seed?: number; detector?: string } = {}) {
  return planImages({ ...REQUEST, ...request }, { seed, models: { image: 'sd', size: { width: 512, height: 512 }, guidance: 7.5, ...(detector === undefined ? {} : { detector }) } });
}

function issuesOf(request: Partial<ImagesRequest>, maxImages = 1_000_000): readonly string[] {
  return imageIssues({ ...REQUEST, ...request }, maxImages).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('the plan of a run of pictures', () => {
  it('takes its prompts in turn, and draws a seed of 32 bits for each picture by counter', () => {
    fc.assert(fc.property(fc.maxSafeNat(), fc.nat(MAX_IMAGES - 1), (seed, index) => {
      const { images } = planned({ numImages: MAX_IMAGES }, { seed });
      assert(images !== undefined);
      const order = orderOf(images, seed, index);
      assert.equal(order.prompt, REQUEST.prompts[index % 3]);
      assert(Number.isInteger(order.seed) && order.seed >= 0 && order.seed < 2 ** 32);
      assert.deepEqual(orderOf({ ...images, prompts: [order.prompt] }, seed, index), order, 'the others have no say in it');
    }));
    const { images } = planned();
    assert(images !== undefined);
    assert.equal(new Set(Array.from({ length: 1_000 }, (_, index) => orderOf(images, 5, index).seed)).size, 1_000);
  });

  it('has a row for each picture, which gives back what was written down of it', () => {
    const plan = planned({ annotate: ['cup'] }, { detector: 'finder' });
    assert.deepEqual(plan.images?.detection, { model: 'finder', labels: ['cup'] });
    const rows = [...compilePlan(plan).table('images').rows(0, 7)];
    assert.deepEqual(rows.map(([index]) => index), [0, 1, 2, 3, 4, 5, 6]);
    const facts: ImageFacts = { prompt: 'a cup', seed: 1, bytes: null, sha256: null, truncatedTokens: 0, isSafe: false, fingerprint: 'ab', annotations: [{ label: 'cup', bbox: [1, 2, 3, 4], score: 0.5 }], detector: 'cd' };
    assert.deepEqual(factsOf([0, ...valuesOf(facts)]), facts);
    assert.equal(imageFileName(7), 'images/image_00007.png');
  });

  it('says everything that is wrong with an order, each at its place', () => {
    assert.deepEqual(issuesOf({}), []);
    assert.deepEqual(issuesOf({ prompts: [], numImages: 0 }), ['prompts: expected 1 to 1000 prompts, got 0', 'numImages: expected a whole number of images from 1 to 50000, got 0']);
    assert.deepEqual(issuesOf({ prompts: ['', 'a cup', ' \n', 'x'.repeat(2_001)], width: 500, height: 0, steps: 201, guidance: -1, negativePrompt: 'x'.repeat(2_001) }), [
      'prompts.0: expected a text, got an empty one',
      'prompts.2: expected a text, got nothing but space',
      'prompts.3: expected at most 2000 characters, got 2001',
      'image.width: expected a multiple of 64 from 64 to 1024 pixels, got 500',
      'image.height: expected a multiple of 64 from 64 to 1024 pixels, got 0',
      'image.steps: expected a whole number of steps from 1 to 200, got 201',
      'image.guidance: expected a number from 0 to 50, got -1',
      'image.negativePrompt: expected at most 2000 characters, got 2001',
    ]);
    assert.deepEqual(issuesOf({ annotate: ['cup', '', 'cup'] }), ['image.annotate.1: expected a text, got an empty one', 'image.annotate.2: "cup" is named twice; name it once']);
    assert.deepEqual(issuesOf({ annotate: ['cup', ' Cup'] }), ['image.annotate.1: " Cup" is named twice; name it once']);
    assert.deepEqual(issuesOf({ annotate: Array.from({ length: 101 }, String) }), ['image.annotate: expected at most 100 things to find, got 101']);
    assert.deepEqual(issuesOf({ width: 1_088 }), ['image.width: expected a multiple of 64 from 64 to 1024 pixels, got 1088']);
    assert.deepEqual(issuesOf({ guidance: Number.NaN, steps: 1.5 }), ['image.steps: expected a whole number of steps from 1 to 200, got 1.5', 'image.guidance: expected a number from 0 to 50, got NaN']);
    assert.deepEqual(issuesOf({ numImages: 60_000 }), ['numImages: expected a whole number of images from 1 to 50000, got 60000: ask for fewer, in several runs']);
    assert.deepEqual(issuesOf({ numImages: 11 }, 10), ['numImages: expected a whole number of images from 1 to 10, got 11: ask for fewer, or raise MAX_ROWS_PER_JOB']);
  });

  it('has defaults that are in bounds, and knows every scheduler', () => {
    for (const scheduler of SCHEDULERS) assert.deepEqual(issuesOf({ scheduler }), []);
    assert.equal(planned().images?.scheduler, 'DPMPP_2M_KARRAS');
  });
});

describe('labels that a detector knows', () => {
  it('are taken however they are written, and any is where it knows no bounds', () => {
    assert.equal(labelFault(['Dog', ' traffic light '], ['dog', 'Traffic light']), null);
    assert.equal(labelFault(['unicorn'], null), null);
  });

  it('are all named where others are asked for, however many those are', () => {
    const known = Array.from({ length: 80 }, (_, index) => `thing number ${index}`);
    const asked = Array.from({ length: 100 }, (_, index) => `${index}`.padEnd(100, 'x'));
    const { message } = InvalidInput.at(['image', 'annotate'], labelFault([...asked, ...known], known) ?? '');
    assert.match(message, /^image\.annotate: the detector does not know "0x+", "1x+", .*\.\.\.: expected labels among thing number 0, /);
    assert(message.includes(`${known.join(', ')}. For photos, a detector with an open vocabulary, such as OWLv2, takes any`), message);
  });
});
