// How varied a model's texts are, by figures that can be worked out by hand; and what is done about it while rows are written.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Plan } from '../src/domain/plan.ts';
import type { Asked } from '../src/domain/text/asked.ts';
import { withModel } from '../src/domain/text/model-fields.ts';
import { normalized, varietyOf } from '../src/domain/text/variety.ts';
import type { TextEngine, TextOrder } from '../src/engines/text/engine.ts';
import { rowsToWrite } from '../src/jobs/asked-rows.ts';
import { writtenRows, type WrittenRow } from '../src/jobs/model-rows.ts';
import { collect } from './support/collect.ts';
import { field, planOf as smallPlan, SEQUENCE, table } from './support/plans.ts';

const gzipped = (text: string): number => gzipSync(text).length;
const near = (value: number | null, expected: number): void => assert(Math.abs((value ?? Number.NaN) - expected) < 1e-9, `expected ${expected}, got ${value}`);

describe('figures of variety', () => {
  it('are those of the literature', () => {
    const { texts, duplicateShare, distinct1, distinct2, selfBleu } = varietyOf(['the cat sat down', 'The cat sat down!', 'a dog ran off'], gzipped);
    assert.equal(texts, 3);
    near(duplicateShare, 1 / 3);
    near(distinct1, 8 / 12);
    near(distinct2, 6 / 9);
    // Two have a twin among the others; of the third nothing is said by them: 1/9, 1/7, 1/5 and 1/3, smoothed.
    near(selfBleu, (1 + 1 + (1 / (9 * 7 * 5 * 3)) ** 0.25) / 3);
  });

  it('are 0 and 1 where nothing or everything repeats', () => {
    const alike = varietyOf(Array.from({ length: 500 }, () => 'every text is the same text here'), gzipped);
    near(alike.duplicateShare, 499 / 500);
    near(alike.selfBleu, 1);
    assert(alike.compressionRatio > 50);
    const unlike = varietyOf(Array.from({ length: 50 }, (_, text) => Array.from({ length: 5 }, (__, word) => `w${text}x${word}`).join(' ')), gzipped);
    near(unlike.duplicateShare, 0);
    near(unlike.distinct1, 1);
    assert((unlike.selfBleu ?? 1) < 0.2);
    assert.equal(varietyOf([], gzipped).selfBleu, null);
    assert.equal(varietyOf(['one'], gzipped).selfBleu, null);
  });

  it('stay between their bounds for any texts', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { maxLength: 40 }), (texts) => {
      const { duplicateShare, distinct1, distinct2, selfBleu, compressionRatio } = varietyOf(texts, gzipped);
      for (const share of [duplicateShare, distinct1, distinct2, selfBleu ?? 0]) assert(share >= 0 && share <= 1 + 1e-9, String(share));
      assert(compressionRatio > 0);
    }));
  });

  it('see through case, accents, punctuation and spaces', () => {
    assert.equal(normalized('  Crème--BRÛLÉE, 2x! '), 'creme brulee 2x');
    assert.equal(normalized('日本 語'), '日本 語');
    assert.equal(normalized('Ёлка ❤️'), 'елка');
    assert.equal(normalized('كَتَبَ'), normalized('كتب'));
  });

  it('tell apart what differs in more than accents, in scripts whose vowels and voices are marks', () => {
    for (const [one, other] of [['का', 'की'], ['ハハ', 'パパ'], ['กิน', 'กัน']] as const) assert.notEqual(normalized(one), normalized(other));
    assert.equal(normalized('हिन्दी भाषा').split(' ').length, 2);
  });
});

/** An engine whose answers are given; all of its orders take a turn of the event loop. */
function scripted(answer: (order: TextOrder) => string, width = 4): TextEngine & { readonly orders: TextOrder[] } {
  const orders: TextOrder[] = [];
  return {
    model: 'scripted', device: 'test', repeatable: true, isLoaded: true, width, orders,
    write: async (order) => {
      orders.push(order);
      await new Promise((resolve) => setImmediate(resolve));
      return { values: [answer(order)], tokens: { read: 1, written: 1 } };
    },
    [Symbol.asyncDispose]: async () => {},
  };
}

/** As much of a plan as is looked at. */
const planOf = (...places: readonly string[]): Plan => {
  const written = places.map((name) => ({ name, constraint: { kind: 'text', maxLength: 60 } }));
  return { seed: 3, locale: 'en', model: { id: 'scripted', mode: 'MODEL', temperature: 1 }, tables: [{ name: 't', written }] } as unknown as Plan;
};
const PLAN = planOf('slogan');

function rows(engine: TextEngine, range: { readonly first: number; readonly last: number }, before: readonly WrittenRow[] = []): Promise<WrittenRow[]> {
  const asked = Array.from({ length: range.last - range.first }, (_, index): Asked => ({ row: range.first + index, places: [0], known: [] }));
  const writing = { engine, lane: 'a', signal: new AbortController().signal, ...rowsToWrite(PLAN, 't', asked) };
  return collect(writtenRows(writing, before));
}

/** One of so many texts, by the order's seed. */
const oneOf = (texts: number) => ({ seed }: TextOrder): string => `Text number ${seed % texts}`;
const valuesOf = (written: readonly WrittenRow[]): unknown[] => written.map(({ values }) => values);
const said = (written: readonly WrittenRow[]): unknown[] => written.map(({ values }) => values[0]);

describe('a row without some of its values', () => {
  it('is asked for those that it has, and told so', async () => {
    const engine = scripted(() => 'words');
    const asked: readonly Asked[] = [{ row: 0, places: [1], known: [] }, { row: 1, places: [], known: [] }];
    const writing = { engine, lane: 'a', signal: new AbortController().signal, ...rowsToWrite(planOf('slogan', 'motto'), 't', asked) };
    assert.deepEqual(valuesOf(await collect(writtenRows(writing, []))), [[null, 'words'], [null, null]]);
    assert.equal(engine.orders.length, 1);
    assert.match(engine.orders[0]?.prompt.lead ?? '', /; only motto\n$/);
  });
});

describe('rows that say what another of their block says', () => {
  it('are drawn again, a few times, and told what to avoid', async () => {
    const engine = scripted(oneOf(100));
    const written = await rows(engine, { first: 0, last: 64 });
    assert.deepEqual(written.map(({ row }) => row), Array.from({ length: 64 }, (_, row) => row));
    const different = new Set(said(written)).size;
    assert(different >= 60, `${different} of 64 differ; without further draws it would be about 47`);
    const again = engine.orders.filter(({ prompt }) => prompt.lead?.includes('Others say this already'));
    assert(again.length > 0 && again.every(({ prompt }) => /"Text number \d+"/.test(prompt.lead ?? '')));
  });

  it('cost a bounded number of draws where a model has ten texts only, and are all delivered', async () => {
    const engine = scripted(oneOf(10));
    const written = await rows(engine, { first: 0, last: 128 });
    assert.equal(written.length, 128);
    assert(engine.orders.length <= 128 * 4);
    for (const block of [0, 64]) assert.equal(new Set(said(written.slice(block, block + 64))).size, 10, 'every text that it has is there');
  });

  it('are the same whatever the width, the ranges and the company', async () => {
    const whole = said(await rows(scripted(oneOf(40)), { first: 0, last: 192 }));
    assert.deepEqual(said(await rows(scripted(oneOf(40), 1), { first: 0, last: 192 })), whole);
    assert.deepEqual(said(await rows(scripted(oneOf(40), 16), { first: 64, last: 192 })), whole.slice(64));
    for (const cut of [1, 30, 63, 100]) {
      const head = await rows(scripted(oneOf(40)), { first: 0, last: cut });
      const before = head.filter(({ row }) => row >= cut - (cut % 64));
      assert.deepEqual(said([...head, ...(await rows(scripted(oneOf(40)), { first: cut, last: 192 }, before))]), whole, `cut at ${cut}`);
    }
  });

  it('are not drawn again where a value may well be shared, as people share a town', () => {
    const fields = [field('id', SEQUENCE), field('name', { kind: 'semantic', of: 'FULL_NAME' }), field('town', { kind: 'semantic', of: 'CITY' }), field('gender', { kind: 'semantic', of: 'GENDER' }), field('motto', { kind: 'semantic', of: 'CATCH_PHRASE' })];
    const plan = withModel(smallPlan(1, table('person', 64, fields, { primaryKey: ['id'] })), { id: 'm', mode: 'MODEL', temperature: 1 });
    const names = plan.tables[0]?.written?.map(({ name }) => name);
    assert.deepEqual(names, ['name', 'town', 'gender', 'motto']);
    assert.deepEqual(rowsToWrite(plan, 'person', []).prose.map((index) => names?.[index]), ['name', 'motto']);
  });

  it('leave no orders under way when nobody wants more of them', async () => {
    const engine = scripted(oneOf(1_000));
    const signals: AbortSignal[] = [];
    const told: TextEngine = { ...engine, write: (order, options) => (signals.push(options.signal), engine.write(order, options)) };
    const asked = Array.from({ length: 64 }, (_, row): Asked => ({ row, places: [0], known: [] }));
    for await (const { row } of writtenRows({ engine: told, lane: 'a', signal: new AbortController().signal, ...rowsToWrite(PLAN, 't', asked) }, [])) if (row === 2) break;
    assert(signals.length > 3 && signals.every(({ aborted }) => aborted));
  });

  it('end with the error of an order that fails', async () => {
    const engine = scripted(({ seed }) => {
      if (seed % 17 === 0) throw new Error('no more');
      return String(seed);
    });
    await assert.rejects(rows(engine, { first: 0, last: 300 }), /no more/);
  });
});
