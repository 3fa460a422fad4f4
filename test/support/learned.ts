// Examples to learn from, and rows like them.
import { chooseGenerators } from '../../src/domain/choose.ts';
import { freezePlan } from '../../src/domain/freeze.ts';
import { learnText } from '../../src/domain/learn/csv.ts';
import type { Learned } from '../../src/domain/learn/table.ts';
import { REFERENCE_INSTANT } from '../../src/domain/plan.ts';
import { Stream } from '../../src/domain/random.ts';
import { compilePlan, type TableRows } from '../../src/domain/rows.ts';
import { normalQuantile } from '../../src/domain/samplers/distribution.ts';

const PLANS = ['free', 'team', 'pro'] as const;
const TOWNS = [['Köln', 'Germany'], ['Bonn', 'Germany'], ['Lyon', 'France'], ['Paris', 'France'], ['Porto', 'Portugal']] as const;

/** Customers, as CSV of ten columns: three plans of unlike prices, towns of countries, and numbers that go with one another. */
export function customersCsv(rows: number, seed = 1): string {
  const draws = Stream.of(seed, 'customers');
  const lines = ['plan,town,country,age,income,spent,visits,rating,joined,active'];
  for (let row = 0; row < rows; row++) {
    const normal = (number: number): number => normalQuantile(draws.fine(row, number));
    const plan = draws.below(3, row, 0);
    const [town, country] = draws.pick(TOWNS, row, 1);
    const age = normal(2);
    const income = 0.6 * age + 0.8 * normal(3);
    const spent = 20 + 40 * plan + 8 * income + 4 * normal(4);
    const rating = draws.unit(row, 5) < 0.1 ? '' : 1 + draws.below(5, row, 6);
    const joined = new Date(Date.UTC(2019, 0, 1 + draws.below(2_000, row, 7))).toISOString().slice(0, 10);
    lines.push([PLANS[plan], town, country, Math.round(42 + 11 * age), (28_000 * Math.exp(0.4 * income)).toFixed(2), spent.toFixed(2), Math.round(Math.exp(1 + 0.5 * normal(8))), rating, joined, plan > 0 || draws.unit(row, 9) < 0.5].join(','));
  }
  return lines.join('\n');
}

/** Rows like those of a learned table. */
export function rowsLike({ table }: Learned, rows: number, seed = 1): TableRows {
  const { plan } = freezePlan({ schema: chooseGenerators({ tables: [table] }), rows, rowsPerTable: {}, seed, reference: REFERENCE_INSTANT, maxRows: rows });
  return compilePlan(plan).table(table.name);
}

/** Rows like those of a CSV, as CSV. */
export function csvLike(text: string, rows: number): string {
  const made = rowsLike(learnText('data', { text }), rows);
  const cell = (value: unknown): string => (value === null ? '' : /[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value));
  return [made.table.fields.map(({ name }) => name), ...made.rows(0, rows)].map((row) => row.map(cell).join(',')).join('\n');
}
