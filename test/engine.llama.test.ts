// The text engine in this process, on made-up models: every answer meets its constraints, the same order gives the same answer in whatever
// company, lanes take turns, and what goes wrong is said and leaves the engine at work.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { ModelUnavailable } from '../src/domain/errors.ts';
import type { Constraint } from '../src/domain/text/constraint.ts';
import { problemWith } from '../src/domain/text/problem.ts';
import type { TextEngine, TextOrder, Written } from '../src/engines/text/engine.ts';
import { EngineFailed, OrderRefused } from '../src/engines/failures.ts';
import { loadLlama } from '../src/engines/text/llama/load.ts';
import { fillersFor } from '../src/engines/text/llama/lockstep.ts';
import { LocalEngine } from '../src/engines/text/local.ts';
import { placeOfProcesses } from '../src/lib/processes.ts';
import { eventually } from './support/eventually.ts';
import { sampleRows, writeModel, type MadeUpModel } from './support/gguf.ts';
import { SILENT, temporaryFolder } from './support/postgres.ts';

const FIELDS: Readonly<Record<string, Constraint>> = {
  full_name: { kind: 'text', maxLength: 30 },
  age: { kind: 'integer', minimum: 18, maximum: 90 },
  price: { kind: 'decimal', minimum: 1, maximum: 999, places: 2 },
  category: { kind: 'choice', values: ['book', 'toy', 'food', 'tool'] },
  since: { kind: 'date', from: '2024-02-28', to: '2026-12-31' },
  active: { kind: 'boolean' },
};
const PLACES = Object.entries(FIELDS).map(([name, constraint]) => ({ name, constraint }));
const OPTIONS = { device: 'cpu', threads: 1, contextTokens: 512, log: SILENT } as const;

function order(number: number, more: Partial<TextOrder> = {}): TextOrder {
  return { prompt: { system: 'You write rows.', shared: 'People: full_name, age, price, category, since, active.\n', own: `Row ${number}.` }, places: PLACES, seed: 1_000 + number, temperature: 1, ...more };
}

function orders(count: number, more: Partial<TextOrder> = {}): readonly TextOrder[] {
  return Array.from({ length: count }, (_, number) => order(number, more));
}

function write(engine: TextEngine, wanted: readonly TextOrder[], { lane = 'a', signal = new AbortController().signal } = {}): Promise<Written[]> {
  return Promise.all(wanted.map((one) => engine.write(one, { lane, signal })));
}

const folder = temporaryFolder();
after(() => folder[Symbol.dispose]());

async function made(name: string, options: MadeUpModel = {}): Promise<string> {
  const file = path.join(folder.path, `${name}.gguf`);
  await writeModel(file, options);
  return file;
}

describe('a model in this process', () => {
  let engine: TextEngine;
  before(async () => {
    engine = await loadLlama({ ...OPTIONS, id: 'noise', file: await made('noise') });
  });
  after(() => engine[Symbol.asyncDispose]());

  it('writes nothing but what its constraints allow, at any temperature', async () => {
    for (const temperature of [0, 0.9, 1.5]) {
      for (const { values, tokens } of await write(engine, orders(24, { temperature }))) {
        assert.equal(values.length, PLACES.length);
        PLACES.forEach(({ name, constraint }, place) => assert.equal(problemWith(constraint, values[place] ?? null), null, name));
        assert(tokens.written > 0 && tokens.read > 0);
      }
    }
  });

  it('gives an order the same answer alone, among others, and in whatever order they come', async () => {
    const wanted = orders(21);
    const together = (await write(engine, wanted)).map(({ values }) => values);
    assert(new Set(together.map((values) => JSON.stringify(values))).size > 15, 'the seeds tell rows apart');
    const alone: unknown[] = [];
    for (const one of wanted.slice(0, 6)) alone.push(...(await write(engine, [one])).map(({ values }) => values));
    assert.deepEqual(alone, together.slice(0, 6));
    const reversed = (await write(engine, wanted.toReversed())).map(({ values }) => values);
    assert.deepEqual(reversed.toReversed(), together);
  });

  it('gives it the same answer however much it is told', async () => {
    for (const words of [10, 60, 150]) {
      const wanted = orders(12).map((one) => ({ ...one, prompt: { ...one.prompt, own: `${one.prompt.own}${' category'.repeat(words)}` } }));
      const together = (await write(engine, wanted)).map(({ values }) => values);
      for (const index of [0, 7, 11]) assert.deepEqual((await write(engine, wanted.slice(index, index + 1)))[0]?.values, together[index], `${words} words`);
    }
  });

  it('gives other answers for other seeds, and the same ones for the same', async () => {
    const seeded = Array.from({ length: 16 }, (_, seed) => order(1, { seed }));
    const first = (await write(engine, seeded)).map(({ values }) => JSON.stringify(values));
    assert(new Set(first).size > 12);
    assert.deepEqual((await write(engine, seeded)).map(({ values }) => JSON.stringify(values)), first);
    const last = Array.from({ length: 4 }, () => order(1, { seed: 2 ** 32 - 1 }));
    assert.equal(new Set((await write(engine, last)).map(({ values }) => JSON.stringify(values))).size, 1);
  });

  it('lets lanes take turns, however many orders one of them has', async () => {
    const ended: string[] = [];
    const told = (lane: string) => (one: Promise<unknown>) => one.then(() => ended.push(lane));
    const signal = new AbortController().signal;
    const many = orders(100).map((one) => told('many')(engine.write(one, { lane: 'many', signal })));
    const few = orders(4).map((one) => told('few')(engine.write(one, { lane: 'few', signal })));
    await Promise.all([...many, ...few]);
    assert(ended.lastIndexOf('few') < 70, `the last of the few came as number ${ended.lastIndexOf('few') + 1} of 104`);
  });

  it('lets go of what is aborted, waiting or under way, and goes on with the rest', async () => {
    const stop = new AbortController();
    const given: Promise<unknown>[] = [];
    const stopped = orders(100).map((one) => engine.write(one, { lane: 'a', signal: stop.signal }));
    given.push(...stopped.map((one) => one.then(() => stop.abort(new Error('enough')), () => {})));
    const others = await write(engine, orders(8), { lane: 'b' });
    assert.equal(others.length, 8);
    const outcomes = await Promise.allSettled(stopped);
    await Promise.all(given);
    const left = outcomes.filter((one) => one.status === 'rejected');
    assert(left.length > 20 && left.every(({ reason }) => (reason as Error).message === 'enough'));
    await assert.rejects(engine.write(order(1), { lane: 'a', signal: stop.signal }), /enough/);
  });

  it('refuses a prompt that does not fit, without harm to its neighbours', async () => {
    const long = order(1, { prompt: { system: '', shared: '', own: 'word '.repeat(3_000) } });
    const [refused, fine] = await Promise.allSettled([long, order(3)].map((one) => engine.write(one, { lane: 'a', signal: new AbortController().signal })));
    assert(refused?.status === 'rejected' && refused.reason instanceof OrderRefused);
    assert.match(refused.reason.message, /expected at most 511 tokens, got \d{4}.*MODEL_CONTEXT/);
    assert.deepEqual(fine?.status === 'fulfilled' && fine.value.values, (await write(engine, [order(3)]))[0]?.values);
  });

  it('shares out what its context holds among long texts, and has room for what comes behind them', async () => {
    const story: Constraint = { kind: 'text', maxLength: 5_000, lines: true };
    const places = [{ name: 'story', constraint: story }, ...PLACES.slice(1), { name: 'sequel', constraint: story }];
    const written = await write(engine, Array.from({ length: 12 }, (_, number) => order(number, { places, temperature: 1.5 })));
    for (const { values } of written) places.forEach(({ name, constraint }, place) => assert.equal(problemWith(constraint, values[place] ?? null), null, name));
    assert(written.some(({ tokens }) => tokens.written > 300), 'noise rarely ends a story of its own accord');
  });

  it('refuses just what its context does not hold, to the token', async () => {
    const places = [{ name: 'code', constraint: { kind: 'text', maxLength: 8 } }] as const;
    const outcomes: string[] = [];
    for (let length = 470; length < 520; length++) {
      const told = order(1, { prompt: { system: '', shared: '', own: '!'.repeat(length) }, places });
      outcomes.push(await write(engine, [told]).then(() => 'written', (error: Error) => error.name));
    }
    assert.deepEqual(new Set(outcomes), new Set(['written', 'OrderRefused']));
  });

  it('answers at once where there is nothing to choose, as part of an answer or as all of it', async () => {
    const certain = [{ name: 'wheels', constraint: { kind: 'integer', minimum: 4, maximum: 4 } }, { name: 'kind', constraint: { kind: 'choice', values: ['car'] } }] as const;
    const [all, part, others] = await Promise.all([write(engine, [order(1, { places: certain })]), write(engine, [order(2, { places: [...certain, ...PLACES] })]), write(engine, orders(8))]);
    assert.deepEqual(all[0]?.values, [4, 'car']);
    assert.deepEqual(part[0]?.values.slice(0, 2), [4, 'car']);
    assert.equal(others.length, 8);
  });

  it('leaves the event loop to others meanwhile', async () => {
    let turns = 0;
    let writing = true;
    const spin = (): void => {
      turns++;
      if (writing) setImmediate(spin);
    };
    spin();
    await write(engine, orders(32));
    writing = false;
    assert(turns > 100, `${turns} turns`);
  });
});

describe('what a model is made of', () => {
  it('is read in multiples of four tokens where its quantization asks for that', () => {
    assert.deepEqual([1, 2, 3, 4, 7, 13, 16].map(fillersFor), [3, 2, 1, 0, 1, 3, 0]);
  });

  for (const quant of ['q4_0', 'q4_k_m'] as const) {
    it(`gives the same answers at every width: ${quant}`, async () => {
      await using engine = await loadLlama({ ...OPTIONS, id: quant, file: await made(quant, { quant, script: sampleRows(200) }) });
      const wanted = orders(16);
      const wide = (await write(engine, wanted)).map(({ values }) => values);
      const narrow: unknown[] = [];
      for (const start of [0, 3, 6]) narrow.push(...(await write(engine, wanted.slice(start, start + 3))).map(({ values }) => values));
      assert.deepEqual(narrow, wide.slice(0, 9));
    });
  }

  it('is told with its remedy where it is missing, cut short, or something else', async () => {
    const file = await made('broken');
    const failure = (error: unknown): boolean => error instanceof EngineFailed && /models -- verify broken/.test(error.message);
    await truncate(file, 200_000);
    await assert.rejects(loadLlama({ ...OPTIONS, id: 'broken', file }), failure);
    await using handle = await open(file, 'w');
    await handle.write('no model at all');
    await assert.rejects(loadLlama({ ...OPTIONS, id: 'broken', file }), failure);
    await rm(file);
    await assert.rejects(loadLlama({ ...OPTIONS, id: 'broken', file }), failure);
  });

  it('is not loaded into memory that is not there', async () => {
    await assert.rejects(loadLlama({ ...OPTIONS, id: 'huge', file: await made('huge'), contextTokens: 1_000_000_000 }), (error: unknown) => error instanceof EngineFailed && /needs \d+ MiB, and \d+ MiB are free.*MODEL_CONTEXT/.test(error.message));
  });

  it('says why where CUDA is asked for by name and cannot be had', { skip: process.env['CUDA_VISIBLE_DEVICES'] === undefined ? false : 'there is a GPU here' }, async () => {
    await assert.rejects(loadLlama({ ...OPTIONS, id: 'noise', file: await made('cuda'), device: 'cuda' }), (error: unknown) => error instanceof EngineFailed && /DEVICE=cuda.*npm run models -- doctor/.test(error.message));
  });
});

describe('a model that is loaded when it is asked', () => {
  const local = async (more: object = {}): Promise<LocalEngine> => new LocalEngine({ ...OPTIONS, id: 'tiny', idleMs: 60_000, locate: () => made('tiny'), ...more });

  it('is loaded once for all who ask, and unloaded when nobody has for a while', async () => {
    let loads = 0;
    const file = await made('tiny');
    await using engine = await local({ idleMs: 1, locate: async () => (loads++, file) });
    assert.equal(engine.isLoaded, false);
    const first = (await write(engine, orders(12))).map(({ values }) => values);
    assert.equal(loads, 1);
    await eventually('the unloading of an idle model', () => !engine.isLoaded);
    assert.deepEqual((await write(engine, orders(12))).map(({ values }) => values), first);
    assert.equal(loads, 2);
  });

  it('is tried anew after it could not be loaded', async () => {
    let missing = true;
    let gone = true;
    await using engine = await local({
      locate: async () => {
        if (gone) throw new ModelUnavailable('tiny', 'gone');
        return missing ? path.join(folder.path, 'nowhere.gguf') : made('tiny');
      },
    });
    await assert.rejects(write(engine, [order(1)]), ModelUnavailable);
    gone = false;
    await assert.rejects(write(engine, [order(1)]), EngineFailed);
    missing = false;
    assert.equal((await write(engine, [order(1)])).length, 1);
    assert.deepEqual([engine.isLoaded, engine.device], [true, 'cpu']);
  });

  it('removes what a killed process left of its prompts', async () => {
    const left = path.join(tmpdir(), `verisim-prefixes-${randomUUID()}`);
    await mkdir(left);
    await writeFile(`${left}.lock`, JSON.stringify({ pid: process.pid, start: 'long ago', place: placeOfProcesses(), token: 'x' }));
    await using engine = await local();
    await write(engine, [order(1)]);
    assert.deepEqual([existsSync(left), existsSync(`${left}.lock`)], [false, false]);
  });

  describe('with the files of its prompts in a folder that others get at', () => {
    const before = process.env['TMPDIR'];
    beforeEach(() => (process.env['TMPDIR'] = folder.path));
    afterEach(() => {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
    });
    const found = async (): Promise<readonly string[]> => (await readdir(folder.path)).filter((name) => /^verisim-prefixes-[^.]*$/.test(name)).map((name) => path.join(folder.path, name));

    it('writes the same without them, whether they are gone or cannot be written', async () => {
      await using engine = await local();
      const wanted = orders(16);
      const written = (await write(engine, wanted)).map(({ values }) => values);
      for (const name of await found()) await rm(name, { recursive: true });
      await write(engine, wanted.map((one) => ({ ...one, prompt: { ...one.prompt, shared: 'Others.\n' } })));
      assert.deepEqual((await write(engine, wanted)).map(({ values }) => values), written);
    });

    it('is loaded anew where they were spoilt', async () => {
      await using engine = await local();
      const written = (await write(engine, orders(2))).map(({ values }) => values);
      for (const name of await found()) for (const file of await readdir(name)) await truncate(path.join(name, file), 1_000);
      await assert.rejects(write(engine, orders(16)), EngineFailed);
      assert.deepEqual((await write(engine, orders(2))).map(({ values }) => values), written);
    });
  });

  it('keeps nobody waiting for a load who has given up', async () => {
    const located = Promise.withResolvers<string>();
    await using engine = await local({ locate: () => located.promise });
    const stop = new AbortController();
    const waiting = write(engine, [order(1)], { signal: stop.signal });
    stop.abort(new Error('enough'));
    await assert.rejects(waiting, /enough/);
    located.resolve(await made('tiny'));
    assert.equal((await write(engine, [order(1)])).length, 1);
  });

  it('is not taken for loaded where nobody waited for the end of its loading', async () => {
    const said: string[] = [];
    const found = Promise.withResolvers<string>();
    const log = { ...SILENT, info: (_: unknown, message: string) => said.push(message) };
    await using engine = await local({ idleMs: 1, log, locate: () => found.promise });
    const given = new AbortController();
    const written = write(engine, [order(1)], { signal: given.signal });
    given.abort(new Error('enough'));
    await assert.rejects(written, /enough/);
    found.resolve(await made('tiny'));
    await eventually('the unloading', () => said.includes('model unloaded'));
    assert.equal(engine.isLoaded, false);
    assert.equal((await write(engine, [order(1)])).length, 1);
  });

  it('ends what it is at when it is closed, and takes nothing more', async () => {
    const engine = await local();
    await write(engine, [order(1)]);
    const underWay = Promise.allSettled(orders(40).map((one) => engine.write(one, { lane: 'a', signal: new AbortController().signal })));
    await engine[Symbol.asyncDispose]();
    for (const outcome of await underWay) assert(outcome.status === 'fulfilled' || outcome.reason instanceof EngineFailed);
    await assert.rejects(write(engine, [order(1)]), EngineFailed);
  });
});
