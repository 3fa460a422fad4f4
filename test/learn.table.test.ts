// Tables learned from samples: rows drawn from them are like the sample's in every column and between columns, and give no row of it away.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { chooseGenerators } from '../src/domain/choose.ts';
import { freezePlan } from '../src/domain/freeze.ts';
import { MAX_LABELS, RARE_BELOW } from '../src/domain/learn/columns.ts';
import { MAX_JOINED } from '../src/domain/learn/copula.ts';
import { learnText } from '../src/domain/learn/csv.ts';
import { SampleReader } from '../src/domain/learn/sample.ts';
import { learnTable, type Learned } from '../src/domain/learn/table.ts';
import { POOLED_LABEL } from '../src/domain/learn/values.ts';
import { REFERENCE_INSTANT } from '../src/domain/plan.ts';
import { activeTime } from '../src/domain/samplers/active-time.ts';
import { normalQuantile } from '../src/domain/samplers/distribution.ts';
import { Stream } from '../src/domain/random.ts';
import { compilePlan, type TableRows } from '../src/domain/rows.ts';
import type { Value } from '../src/domain/schema.ts';
import { validateSchema } from '../src/domain/validate.ts';

const EXAMPLE_ROWS = 4_000;
const DRAWN_ROWS = 4_000;
const CITIES = [['Köln', 'Germany'], ['Bonn', 'Germany'], ['Lyon', 'France'], ['Paris', 'France'], ['Porto', 'Portugal']] as const;

/** People whose income goes with their age, and whose town says their country. */
function example(rows = EXAMPLE_ROWS): string {
  const draws = Stream.of(7, 'example');
  const lines = ['id,email,full_name,city,country,age,income,visits,since,code,remark'];
  for (let row = 0; row < rows; row++) {
    const [city, country] = draws.pick(CITIES, row, 1);
    const score = normalQuantile(draws.fine(row, 2));
    const other = 0.8 * score + 0.6 * normalQuantile(draws.fine(row, 3));
    const visits = draws.unit(row, 4) < 0.2 ? '' : draws.below(6, row, 5);
    const since = new Date(Date.UTC(2020, 0, 1 + draws.below(1_000, row, 6), draws.below(24, row, 7))).toISOString();
    const town = row < RARE_BELOW - 1 ? 'Rare Town' : city;
    lines.push([row + 1, `secret${row}@real.example`, `Secret Person${row}`, town, row < RARE_BELOW - 1 ? 'Germany' : country, Math.round(40 + 10 * score), (30_000 * Math.exp(0.4 * other)).toFixed(2), visits, since, `AB-${1_000 + draws.below(9_000, row, 8)}`, `said ${'so '.repeat(row % 7)}secret${row}`].join(','));
  }
  return lines.join('\n');
}

function learned(text: string): Learned {
  const reader = new SampleReader();
  reader.push(text);
  return learnTable('people', reader.end());
}

function drawn({ table }: Learned, rows = DRAWN_ROWS): { readonly rows: TableRows; readonly of: (name: string) => readonly Value[] } {
  const schema = chooseGenerators({ tables: [table] });
  assert.deepEqual(validateSchema(schema), []);
  const { plan } = freezePlan({ schema, rows, rowsPerTable: {}, seed: 1, reference: REFERENCE_INSTANT, maxRows: rows });
  const made = compilePlan(JSON.parse(JSON.stringify(plan)) as typeof plan).table(table.name);
  const all = [...made.rows(0, rows)];
  return { rows: made, of: (name) => all.map((row) => row[table.fields.findIndex((field) => field.name === name)] ?? null) };
}

function columnsOf(text: string): (name: string) => readonly string[] {
  const [names = [], ...rows] = text.split('\n').map((line) => line.split(','));
  return (name) => rows.map((row) => row[names.indexOf(name)] ?? '');
}

/** The greatest distance between the shares of both that are at a hundred of the values or below. */
function distance(one: readonly number[], other: readonly number[]): number {
  const below = (values: readonly number[], limit: number): number => values.filter((value) => value <= limit).length / values.length;
  return Math.max(...Array.from({ length: 100 }, (_, i) => one[i * Math.floor(one.length / 100)] ?? 0).map((limit) => Math.abs(below(one, limit) - below(other, limit))));
}

function correlation(one: readonly number[], other: readonly number[]): number {
  const centred = (values: readonly number[]): readonly number[] => values.map((value) => value - values.reduce((sum, each) => sum + each, 0) / values.length);
  const [a, b] = [centred(one), centred(other)];
  const product = (x: readonly number[], y: readonly number[]): number => x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}

describe('a learned table', () => {
  const text = example();
  const real = columnsOf(text);
  const model = learned(text);
  const made = drawn(model);
  const numbers = (name: string): readonly number[] => made.of(name).flatMap((value) => (value === null ? [] : [Number(value)]));

  it('gives numbers as they were spread, with their places', () => {
    for (const name of ['age', 'income', 'visits']) assert.ok(distance(numbers(name), real(name).filter((cell) => cell !== '').map(Number)) < 0.04, name);
    assert.ok(made.of('age').every(Number.isInteger));
    assert.ok(made.of('income').every((value) => /^\d+\.\d\d$/.test(String(value))));
    assert.ok(Math.max(...numbers('income')) <= Math.max(...real('income').map(Number)));
  });

  it('gives nulls as often as cells were missing', () => {
    const share = made.of('visits').filter((value) => value === null).length / DRAWN_ROWS;
    assert.ok(Math.abs(share - 0.2) < 0.03, `got ${share}`);
  });

  it('keeps what columns have to do with one another', () => {
    const [before, after] = [correlation(real('age').map(Number), real('income').map(Number)), correlation(numbers('age'), numbers('income'))];
    assert.ok(before > 0.6 && Math.abs(before - after) < 0.06, `${before} became ${after}`);
    const countries = new Map<string, string>(CITIES);
    made.of('city').forEach((city, row) => assert.equal(made.of('country')[row], countries.get(String(city))));
  });

  it('keeps the rhythm and the range of moments', () => {
    for (const value of made.of('since')) assert.match(String(value), /^202[0-2]-\d\d-\d\dT\d\d:00:00Z$/);
  });

  it('makes keys, codes, prose and whatever is personal anew', () => {
    assert.deepEqual(model.table.primaryKey, ['id']);
    assert.deepEqual(made.of('id').slice(0, 3), [1, 2, 3]);
    assert.ok(made.of('code').every((value) => /^AB-\d{4}$/.test(String(value))));
    assert.ok(made.of('email').every((value) => String(value).includes('@')));
    assert.ok(!/secret/i.test(JSON.stringify(model.table)), 'the model holds no value of such a column');
    assert.ok(!/secret/i.test(JSON.stringify(made.of('remark')) + JSON.stringify(made.of('email')) + JSON.stringify(made.of('full_name'))));
  });

  it('holds no label that few rows share, and says so', () => {
    assert.ok(!JSON.stringify(model).includes('Rare Town'));
    assert.ok(model.warnings.some(({ message }) => message.includes('field city') && message.includes(String(RARE_BELOW - 1))));
  });

  it('holds no address that many rows share, nor does what is kept of the example', () => {
    const lines = Array.from({ length: 200 }, (_, row) => `${row % 10 === 0 ? 'ann@mail.example' : row % 2 === 0 ? 'shop' : 'post'},${row % 7}`);
    const learned = learnText('orders', { text: ['channel,items', ...lines].join('\n') });
    assert.ok(JSON.stringify(learned).includes('shop') && !JSON.stringify(learned).includes('ann@'), JSON.stringify(learned));
    assert.ok(learned.warnings.some(({ message }) => /^field channel: 20 rows held .* somebody is reached/.test(message)));
  });

  it('makes what is like somebody\'s as such, of someone else in each column', () => {
    const lines = Array.from({ length: 100 }, (_, row) => ['Anna Groß,a@b.example,Petra Schmidt', 'Hans Weber,c@d.example,Anna Groß'][row % 2] ?? '');
    const { table } = learnText('orders', { text: ['Kunde,Zugang,Vertreter', ...lines].join('\n') });
    assert.deepEqual(table.fields.map(({ generator }) => generator), [{ kind: 'semantic', of: 'FULL_NAME', role: 'kunde' }, { kind: 'semantic', of: 'EMAIL', role: 'zugang' }, { kind: 'semantic', of: 'FULL_NAME', role: 'vertreter' }]);
  });

  it('holds no number that stands alone', () => {
    const [alone, quantiles] = [new Set(real('income').map(Number)), JSON.stringify(model.table.fields.find(({ name }) => name === 'income')?.generator)];
    const kept = [...quantiles.matchAll(/-?\d+\.\d+/g)].filter(([number]) => alone.has(Number(number)));
    assert.ok(kept.length === 0, `kept ${kept.slice(0, 3).join()}`);
  });

  it('is small, however long the example was', () => {
    assert.ok(JSON.stringify(model.table).length < 200_000);
  });

  it('gives the same row on its own as among others', () => {
    const all = [...made.rows.rows(0, 50)];
    for (const row of [49, 7, 0]) assert.deepEqual([...made.rows.rows(row, row + 1)], [all[row]]);
  });
});

/** Orders of a shop: five times fewer on a day of a weekend, most about noon, none at night; larger with the years. */
function orders(rows: number): string {
  const draws = Stream.of(11, 'orders');
  const lines = ['at,day,amount'];
  for (let row = 0; row < rows; row++) {
    const day = draws.below(140, row, 0);
    const weekday = draws.unit(row, 1) < 5 / 5.4 ? draws.below(5, row, 2) : 5 + draws.below(2, row, 2);
    const hour = 8 + Math.min(draws.below(11, row, 3), draws.below(11, row, 4));
    // 2024-01-01 was a Monday.
    const at = new Date(Date.UTC(2024, 0, 1 + 7 * day + weekday, hour, draws.below(60, row, 5), draws.below(60, row, 6))).toISOString();
    lines.push([at, at.slice(0, 10), (100 + day + 10 * draws.unit(row, 7)).toFixed(2)].join(','));
  }
  return lines.join('\n');
}

/** Half the sum of the differences between shares: 0 where both are spread alike. */
function variation(one: readonly number[], other: readonly number[]): number {
  const share = (values: readonly number[], cell: number): number => values.filter((value) => value === cell).length / values.length;
  return [...new Set([...one, ...other])].reduce((sum, cell) => sum + Math.abs(share(one, cell) - share(other, cell)) / 2, 0);
}

describe('a value that few rows share', () => {
  it('is never given: no label, no code and no text that is not somebody else\'s, too', () => {
    const cell = fc.string({ unit: fc.constantFrom('Q', 'X', 'Z'), minLength: 6, maxLength: 6 });
    const counted = fc.uniqueArray(fc.tuple(cell, fc.integer({ min: 1, max: 2 * RARE_BELOW })), { minLength: 1, maxLength: 12, selector: ([label]) => label });
    fc.assert(fc.property(counted, counted, (one, other) => {
      const columns = [one, other].map((labels) => labels.flatMap(([label, count]) => Array.from({ length: count }, () => label)));
      const rows = Math.min(...columns.map(({ length }) => length));
      const kept = columns.map((cells) => cells.slice(0, rows));
      const model = learned(['kind,grade', ...Array.from({ length: rows }, (_, row) => kept.map((cells) => cells[row]).join(','))].join('\n'));
      const made = drawn(model, 100);
      for (const [place, name] of ['kind', 'grade'].entries()) {
        const cells = kept[place] ?? [];
        for (const label of new Set(cells)) {
          if (cells.filter((each) => each === label).length >= RARE_BELOW || (kept[1 - place] ?? []).includes(label)) continue;
          assert.ok(!JSON.stringify(model).includes(label) && !made.of(name).includes(label), `${name} gives ${label}`);
        }
      }
    }), { numRuns: 50 });
  });
});

describe('the rhythm of a week', () => {
  for (const rows of [600, 4_000]) {
    it(`comes back in dates and instants, with what goes with them: of ${rows} rows`, () => {
      const text = orders(rows);
      const [real, made] = [columnsOf(text), drawn(learned(text))];
      const read = { weekday: (value: unknown): number => new Date(String(value)).getUTCDay(), hour: (value: unknown): number => new Date(String(value)).getUTCHours() };
      for (const [name, of] of [['at', read.weekday], ['at', read.hour], ['day', read.weekday]] as const) {
        const distanceOf = variation(real(name).map(of), made.of(name).map(of));
        assert.ok(distanceOf < 0.06, `${name} ${of.name}: ${distanceOf}`);
      }
      const moment = (value: unknown): number => Date.parse(String(value));
      assert.ok(distance(made.of('at').map(moment), real('at').map(moment)) < 0.06);
      assert.ok(correlation(made.of('at').map(moment), made.of('amount').map(Number)) > 0.95);
      assert.ok(made.of('at').every((value) => read.hour(value) >= 8 && read.hour(value) < 19), 'nothing comes at an hour at which nothing ever did');
    });
  }

  it('is a clock that never goes back, and is as far by a week as ours', () => {
    const rates = (length: number): fc.Arbitrary<number[]> => fc.array(fc.constantFrom(0, 0.2, 1, 3), { minLength: length, maxLength: length });
    fc.assert(fc.property(rates(7), rates(24), fc.integer({ min: -4e9, max: 4e9 }), fc.integer({ min: 0, max: 700_000 }), (weekdays, hours, moment, later) => {
      const time = activeTime({ weekdays, hours });
      const [one, other] = [time.at(moment), time.at(moment + later)];
      assert.ok(one <= other && Math.abs(one - moment) <= 7 * 86_400);
      assert.ok(Math.abs(time.at(time.moment(one)) - one) < 1e-3 && time.moment(one) <= time.moment(other) + 1e-3);
    }));
  });

  it('is not read into moments that have none', () => {
    const draws = Stream.of(12, 'any time');
    const lines = Array.from({ length: 2_000 }, (_, row) => new Date(Date.UTC(2024, 0, 1, 0, 0, draws.below(200 * 86_400, row))).toISOString());
    assert.ok(!JSON.stringify(learned(['at', ...lines].join('\n')).table).includes('rhythm'));
  });
});

describe('learning', () => {
  it('pools labels that are rare one by one and several together', () => {
    const made = drawn(learned(['grade,size', ...Array.from({ length: 200 }, (_, i) => `${i < 20 ? `only-${i}x` : i % 2 === 0 ? 'low' : 'high'},${i % 4}`)].join('\n')));
    assert.deepEqual(new Set(made.of('grade')), new Set(['low', 'high', POOLED_LABEL]));
  });

  it('keeps tables apart that lie side by side in one', () => {
    // Of every kind another line: what a copula alone would blur.
    const draws = Stream.of(3, 'kinds');
    const kinds = [{ kind: 'a', x: 5, y: 1 }, { kind: 'b', x: 1, y: 9 }, { kind: 'c', x: 9, y: 2 }];
    const lines = Array.from({ length: 300 }, (_, round) => kinds.map(({ kind, x, y }) => `${kind},${(100 * x + 20 * draws.unit(round)).toFixed(1)},${(100 * y + 20 * draws.unit(round, 1)).toFixed(1)}`)).flat();
    const made = drawn(learned(['kind,x,y', ...lines].join('\n')));
    made.of('kind').forEach((kind, row) => {
      const [x, y] = [made.of('x')[row], made.of('y')[row]].map((value) => Math.floor(Number(value) / 100));
      assert.deepEqual({ kind, x, y }, kinds.find((each) => each.kind === kind));
    });
  });

  it('keeps a bounded number of labels, and joins a bounded number of columns', () => {
    const names = Array.from({ length: MAX_JOINED + 20 }, (_, i) => `c${i}`);
    const wide = learned([names.join(','), ...Array.from({ length: 30 }, (_, row) => names.map((_name, i) => (row * (i + 1)) % 31).join(','))].join('\n')).table;
    const scores = wide.fields.map(({ generator }) => (generator?.kind === 'learned' ? generator.scores.length : 0));
    assert.ok(Math.max(...scores) > 1 && Math.max(...scores) <= MAX_JOINED);
    assert.deepEqual(new Set(scores.slice(-10)), new Set([1]));
    const kinds = MAX_LABELS + 200;
    const made = learned(['kind', ...Array.from({ length: kinds * RARE_BELOW }, (_, row) => `kind${row % kinds}`)].join('\n')).table.fields[0]?.generator;
    assert.ok(made?.kind === 'learned' && made.values.of === 'labels' && made.values.labels.length === MAX_LABELS + 1);
  });

  it('takes a column of one value, an empty one, and a table of one row', () => {
    const made = drawn(learned(['same,nothing,seen', ...Array.from({ length: 30 }, () => '7,,2024-01-01')].join('\n')), 20);
    assert.deepEqual(new Set(made.of('same')), new Set([7]));
    assert.deepEqual(new Set(made.of('nothing')), new Set([null]));
    assert.deepEqual(new Set(made.of('seen')), new Set(['2024-01-01']));
    const one = drawn(learned('a,b\n123456,only me'), 20);
    assert.ok(!JSON.stringify([one.of('a'), one.of('b')]).includes('only me'));
    assert.ok(!one.of('a').includes(123456));
  });
});
