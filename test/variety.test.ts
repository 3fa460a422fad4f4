// How varied a model's texts are, by figures that can be worked out by hand; and what is done about it while rows are written.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { BLOCK_ROWS, type Plan } from '../src/domain/plan.ts';
import type { Asked } from '../src/domain/text/asked.ts';
import { withModel } from '../src/domain/text/model-fields.ts';
import { MAX_REDRAWS } from '../src/domain/text/prompts.ts';
import { normalized, varietyOf } from '../src/domain/text/variety.ts';
import type { TextEngine, TextOrder } from '../src/engines/text/engine.ts';
import { rowsToWrite } from '../src/jobs/asked-rows.ts';
import { writtenRows, type TableWriting, type WrittenRow } from '../src/jobs/model-rows.ts';
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

/** All that a table's writing needs beside its rows. */
function by(engine: TextEngine, spent: TableWriting['spent'] = () => {}): Pick<TableWriting, 'engine' | 'lane' | 'signal' | 'spent'> {
  return { engine, lane: 'a', signal: new AbortController().signal, spent };
}

function rows(engine: TextEngine, range: { readonly first: number; readonly last: number }, before: readonly WrittenRow[] = []): Promise<WrittenRow[]> {
  const asked = Array.from({ length: range.last - range.first }, (_, index): Asked => ({ row: range.first + index, places: [0], known: [] }));
  const writing = { ...by(engine), ...rowsToWrite(PLAN, 't', asked) };
  return collect(writtenRows(writing, before));
}

/** The rows and the orders that come of writing them one after another, each told what those before it say. */
function oneByOne({ rows: asked, prose, senseOf }: Pick<TableWriting, 'rows' | 'prose' | 'senseOf'>, answer: (order: TextOrder) => readonly string[]) {
  const [values, leads]: [(readonly unknown[])[], (string | undefined)[]] = [[], []];
  let senses: readonly Set<string>[] = [];
  for (const [index, ask] of [...asked].entries()) {
    if (index === 0 || ask.row % BLOCK_ROWS === 0) senses = prose.map(() => new Set());
    const avoid: string[] = [];
    for (let number = 0; ; number++) {
      const order = ask.order(number, avoid);
      assert(order !== null);
      leads.push(order.prompt.lead);
      const kept = ask.kept(answer(order));
      const texts = prose.map((place) => kept[place] ?? null);
      const repeated = texts.filter((text, at) => typeof text === 'string' && senses[at]?.has(senseOf(text))).map(String);
      avoid.push(...repeated);
      if (repeated.length > 0 && number < MAX_REDRAWS) continue;
      texts.forEach((text, at) => typeof text === 'string' && senses[at]?.add(senseOf(text)));
      values.push(kept);
      break;
    }
  }
  return { values, leads };
}

/** One of so many texts, by the order's seed. */
const oneOf = (texts: number) => ({ seed }: TextOrder): string => `Text number ${seed % texts}`;
const valuesOf = (written: readonly WrittenRow[]): unknown[] => written.map(({ values }) => values);
const said = (written: readonly WrittenRow[]): unknown[] => written.map(({ values }) => values[0]);

describe('a row without some of its values', () => {
  it('is asked for those that it has, and told so', async () => {
    const engine = scripted(() => 'words');
    const asked: readonly Asked[] = [{ row: 0, places: [1], known: [] }, { row: 1, places: [], known: [] }];
    const writing = { ...by(engine), ...rowsToWrite(planOf('slogan', 'motto'), 't', asked) };
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

  it('are what they would be if each were written once all before it are final, however the answers come, and no order more is given', async () => {
    const plan = planOf('slogan', 'motto');
    const answer = (texts: number) => ({ places, seed }: TextOrder): string[] => places.map((_, at) => `Text number ${Math.floor(seed / 1_000 ** at) % texts}`);
    await fc.assert(fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 80 }), fc.nat({ max: 70 }), async (scheduler, texts, first) => {
      const asked = Array.from({ length: 90 }, (_, index): Asked => ({ row: first + index, places: index % 7 === 0 ? [1] : [0, 1], known: [] }));
      const orders: TextOrder[] = [];
      const engine: TextEngine = {
        ...scripted(() => ''),
        width: 16,
        write: async (order) => {
          orders.push(order);
          return scheduler.schedule(Promise.resolve({ values: answer(texts)(order), tokens: { read: 1, written: 1 } }));
        },
      };
      const written = collect(writtenRows({ ...by(engine), ...rowsToWrite(plan, 't', asked) }, []));
      const expected = oneByOne(rowsToWrite(plan, 't', asked), answer(texts));
      assert.deepEqual(valuesOf(await scheduler.waitFor(written)), expected.values);
      assert.deepEqual(orders.map(({ prompt }) => prompt.lead).sort(), expected.leads.sort());
    }), { numRuns: 20 });
  });

  it('do not wait for one another where that changes nothing: the places stay busy', async () => {
    const width = 8;
    const waiting: (() => void)[] = [];
    let [passes, orders] = [0, 0];
    const pass = (): void => {
      passes++;
      for (const done of waiting.splice(0, width)) done();
      if (waiting.length > 0) setImmediate(pass);
    };
    const engine: TextEngine = {
      ...scripted(() => ''),
      width,
      write: ({ seed }) => new Promise((resolve) => {
        orders++;
        if (waiting.push(() => resolve({ values: [`Text number ${seed % 10}`], tokens: { read: 1, written: 1 } })) === 1) setImmediate(pass);
      }),
    };
    assert.equal((await rows(engine, { first: 0, last: 256 })).length, 256);
    assert(orders > 256 * 3 && passes < (1.2 * orders) / width, `${orders} orders in ${passes} passes of ${width} places`);
  });

  it('have all their tokens told, and those of orders that come to nothing', async () => {
    const engine = scripted(oneOf(10));
    let read = 0;
    const failing: TextEngine = {
      ...engine,
      write: async (order, options) => {
        if (engine.orders.length < 50) return engine.write(order, options);
        options.wasted?.({ read: 1_000, written: 0 });
        throw new Error('no more');
      },
    };
    const asked = Array.from({ length: 64 }, (_, row): Asked => ({ row, places: [0], known: [] }));
    await assert.rejects(collect(writtenRows({ ...by(failing, (tokens) => (read += tokens.read)), ...rowsToWrite(PLAN, 't', asked) }, [])), /no more/);
    assert.equal(read % 1_000, 50);
    assert(read > 1_000);
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
    for await (const { row } of writtenRows({ ...by(told), ...rowsToWrite(PLAN, 't', asked) }, [])) if (row === 2) break;
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
