// How like rows drawn from what was learned are to those that it was learned from, and that they are not nearer to these than to others of the kind; by SDMetrics' figures.
// test/fixtures/learned has the same of real tables, by SDMetrics itself and beside SDV.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RARE_BELOW, type NamedColumn } from '../src/domain/learn/columns.ts';
import { learnText } from '../src/domain/learn/csv.ts';
import { keptExample, toldOfExample } from '../src/domain/learn/example.ts';
import type { PlannedTable } from '../src/domain/plan.ts';
import type { Column } from '../src/domain/quality/column.ts';
import { exampleOf } from '../src/domain/quality/example.ts';
import { Comparison, fidelityOf, type Fidelity, type TableFidelity } from '../src/domain/quality/fidelity.ts';
import { privacyOf } from '../src/domain/quality/privacy.ts';
import type { Field } from '../src/domain/schema.ts';
import { csvLike, customersCsv, rowsLike } from './support/learned.ts';

const ROWS = 600;
const CONTINUOUS: ReadonlySet<string> = new Set(['age', 'income', 'spent', 'visits', 'joined']);

function columnsOf(csv: string): readonly Column[] {
  const [names = [], ...rows] = csv.split('\n').map((line) => line.split(','));
  return names.map((name, place): Column => {
    const cells = rows.map((row) => row[place] || null);
    if (!CONTINUOUS.has(name)) return { name, kind: 'discrete', values: cells };
    return { name, kind: 'continuous', values: cells.map((cell) => (cell === null ? null : name === 'joined' ? Date.parse(cell) / 1_000 : Number(cell))) };
  });
}

describe('rows of a learned table', () => {
  const example = customersCsv(ROWS);
  const [training, holdout, synthetic] = [columnsOf(example), columnsOf(customersCsv(ROWS, 2)), columnsOf(csvLike(example, ROWS))];

  it('are as like to their example as other rows of its kind are, nearly', () => {
    const whole = exampleOf(training, 1);
    const [made, others] = [fidelityOf(whole, synthetic), fidelityOf(whole, holdout)];
    assert.ok((made.score ?? 0) >= 0.9 && (made.score ?? 0) > (others.score ?? 1) - 0.05, `${made.score}, others ${others.score}`);
    const weakest = made.columns.toSorted((a, b) => (a.shape ?? 1) - (b.shape ?? 1))[0];
    assert.ok((weakest?.shape ?? 0) > 0.9, JSON.stringify(weakest));
    assert.ok(made.columns.every(({ missing }) => (missing ?? 0) > 0.95));
  });

  it('are no copies of it, and hardly nearer to it than to others of its kind', () => {
    const privacy = privacyOf({ training, holdout, synthetic });
    assert.equal(privacy?.exactCopies, 0);
    assert.ok((privacy?.score ?? 0) > 0.8, JSON.stringify(privacy));
  });
});

describe('what is kept of an example', () => {
  const text = customersCsv(ROWS);
  const { table, warnings } = learnText('customers', { text });
  const { example } = table;
  assert(example !== undefined);
  const [real, made] = [columnsOf(text), columnsOf(csvLike(text, 3_000))];

  it('says of rows what the example itself would say, within 0.01 by columns and on the whole, and 0.02 by pairs', () => {
    const [kept, whole] = [fidelityOf(example, made), fidelityOf(exampleOf(real, 1), made)];
    const near = (one: number | null | undefined, other: number | null | undefined, most: number, what: string): void => assert(Math.abs((one ?? NaN) - (other ?? NaN)) <= most, `${what}: ${one}, of the example itself ${other}`);
    assert.deepEqual(kept.columns.map(({ column }) => column), real.map(({ name }) => name), 'none of them is a key, or personal');
    kept.columns.forEach(({ shape, missing, column }, at) => {
      near(shape, shapeOfAll(real[at] as Column, made[at] as Column), 0.01, column);
      near(missing, whole.columns[at]?.missing, 1e-6, `${column}, missing`);
    });
    const trends = ({ pairs }: Fidelity): ReadonlyMap<string, number | null> => new Map(pairs.map(({ columns, trend }) => [columns.join(), trend]));
    assert(kept.pairs.length >= 4);
    assert.deepEqual([...trends(kept).keys()].toSorted(), [...trends(whole).keys()].toSorted());
    for (const [pair, trend] of trends(kept)) near(trend, trends(whole).get(pair), 0.02, pair);
    near(kept.score, whole.score, 0.01, 'score');
  });

  it('is compared with a table whatever becomes of that, and what it is compared with is told', () => {
    const rows = [...rowsLike({ table, warnings: [] }, 400).rows(0, 400)];
    const fidelityIn = (changed: Partial<PlannedTable>): TableFidelity => {
      const comparison = new Comparison({ ...table, rows: 400, ...changed }, example);
      for (const row of rows) comparison.add(row);
      return comparison.fidelity();
    };
    const whole = fidelityIn({});
    assert.deepEqual([whole.conditioned, whole.exampleRows, whole.columns.length], [false, ROWS, table.fields.length]);
    assert.equal(fidelityIn({ conditions: [{ kind: 'weights', field: 'plan', weights: [], otherwise: 1 }] }).conditioned, true);
    const edited = fidelityIn({ fields: table.fields.map((field) => (field.name === 'income' ? { ...field, name: 'salary' } : field)) });
    assert.deepEqual(edited.columns, whole.columns.filter(({ column }) => column !== 'income'));
  });

  it('has nothing of fewer rows than a value has that is kept, and no single value', () => {
    for (const column of example.columns) {
      const there = ROWS * (1 - column.missing);
      for (const [value, share] of column.kind === 'discrete' ? column.labels : column.steps) assert(share * there > RARE_BELOW - 0.01, `${column.name}: ${value}`);
      if (column.name !== 'income' || column.kind !== 'continuous') continue;
      const values = new Set<unknown>(real.find(({ name }) => name === 'income')?.values);
      assert(column.knots.length > 50 && column.knots.filter(([value]) => values.has(value)).length < 10, 'but by chance');
    }
    for (const { table } of example.pairs) assert(table?.cells.every(([, , rows]) => rows >= RARE_BELOW) !== false);
    assert.equal(example.rows, ROWS);
  });

  it('says how near rows lie to what they were learned from, beside real ones', () => {
    const { rows, synthetic: of, real: beside } = example.privacy ?? assert.fail('nothing was measured');
    assert.equal(rows, ROWS);
    assert(Math.abs(beside.closerToTraining - 0.5) < 0.1, JSON.stringify(beside));
    assert(of.closerToTraining < beside.closerToTraining + 0.1, JSON.stringify(of));
    assert.equal(of.score, Math.min(1, 2 * (1 - of.closerToTraining)));
    assert(!warnings.some(({ message }) => message.includes('nearer to the rows')));
  });

  it('says so where rows are copied, and warns of it', () => {
    const values = Float64Array.from({ length: 300 }, (_, row) => row ** 2);
    const column: NamedColumn = { name: 'x', missing: 0, unique: true, column: { kind: 'numbers', type: 'INTEGER', places: 0, values } };
    const copying = keptExample([column], (columns) => columns.map(({ name, column: own }): Field => {
      const copied = own.kind === 'numbers' ? Array.from(own.values, (value) => ({ value, weight: 1 })) : [];
      return { name, type: 'INTEGER', nullable: false, generator: { kind: 'category', values: copied } };
    }));
    assert.deepEqual([copying?.privacy?.synthetic, copying?.privacy?.rows], [{ closerToTraining: 1, score: 0, exactCopies: 1 }, 300]);
    assert.equal(copying?.privacy?.real.exactCopies, 0);
    assert.match(toldOfExample(copying).join(), /^100 % of rows .* (4|5)\d % of real rows/);
    assert.deepEqual([toldOfExample(example), toldOfExample(null)], [[], []]);
  });

  it('is nothing where nothing can be compared, and has no privacy of few rows', () => {
    assert.deepEqual(learnText('t', { text: `mail\n${Array.from({ length: 90 }, (_, row) => `u${row}@example.org`).join('\n')}` }).table.example, undefined);
    const few = learnText('t', { text: text.split('\n').slice(0, 50).join('\n') }).table.example;
    assert.deepEqual([few?.rows, few?.privacy], [49, undefined]);
  });
});

/** KSComplement or TVComplement, as they are defined. */
function shapeOfAll(real: Column, made: Column): number {
  const [a, b] = [real.values, made.values].map((values) => values.filter((value) => value !== null));
  const share = (values: readonly (string | number)[] = [], meets: (value: string | number) => boolean): number => values.filter(meets).length / values.length;
  const all = [...new Set([...(a ?? []), ...(b ?? [])])];
  if (real.kind === 'continuous') return 1 - Math.max(...all.map((at) => Math.abs(share(a, (value) => value <= at) - share(b, (value) => value <= at))));
  return all.reduce<number>((sum, at) => sum + Math.min(share(a, (value) => value === at), share(b, (value) => value === at)), 0);
}
