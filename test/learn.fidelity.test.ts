// How like rows drawn from what was learned are to those that it was learned from, and that they are not nearer to these than to others of the kind; by SDMetrics' figures.
// test/fixtures/learned has the same of real tables, by SDMetrics itself and beside SDV.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Column } from '../src/domain/quality/column.ts';
import { fidelityOf } from '../src/domain/quality/fidelity.ts';
import { privacyOf } from '../src/domain/quality/privacy.ts';
import { csvLike, customersCsv } from './support/learned.ts';

const ROWS = 600;
const CONTINUOUS: ReadonlySet<string> = new Set(['age', 'income', 'spent', 'visits', 'rating', 'joined']);

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
    const [made, others] = [fidelityOf(training, synthetic), fidelityOf(training, holdout)];
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
