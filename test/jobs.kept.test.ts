// What a stopped run keeps: each table's prefix, and the parents of every row that is kept, theirs too, and no row more.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { PlannedTable } from '../src/domain/plan.ts';
import type { RowRanges } from '../src/files/parts.ts';
import { keptRanges } from '../src/jobs/kept.ts';
import { gaps } from '../src/jobs/tasks.ts';
import { field, planOf, SEQUENCE, table } from './support/plans.ts';

/** Any tables with any links between them, round cycles and to themselves, any parents (-1: none), and any prefixes. */
const graphs = fc.integer({ min: 1, max: 5 }).chain((count) =>
  fc.record({
    tables: fc.array(
      fc.record({ rows: fc.integer({ min: 0, max: 12 }), parents: fc.array(fc.nat({ max: count - 1 }), { maxLength: 3 }), prefix: fc.double({ min: 0, max: 1, noNaN: true }) }),
      { minLength: count, maxLength: count },
    ),
    salt: fc.nat(),
  }),
);

function rowsOf(ranges: RowRanges, name: string): ReadonlySet<number> {
  const rows = new Set<number>();
  let end = -1;
  for (const { first, last } of ranges[name] ?? []) {
    assert(first > end, 'ranges ascend, and touching ones are joined');
    assert(last > first, 'no range is empty');
    for (let row = first; row < last; row++) rows.add(row);
    end = last;
  }
  return rows;
}

describe('the rows that a stopped run keeps', () => {
  it('are the prefixes with all that they refer to, and nothing else', () => {
    fc.assert(
      fc.property(graphs, ({ tables, salt }) => {
        const planned: readonly PlannedTable[] = tables.map(({ rows, parents }, index) =>
          table(`t${index}`, rows, [field('id', SEQUENCE)], { foreignKeys: parents.map((parent) => ({ fields: ['id'], table: `t${parent}`, references: ['id'] })) }));
        const rowsIn = (name: string): number => planned.find((one) => one.name === name)?.rows ?? 0;
        const parentOf = (name: string, key: number, row: number): number => {
          const parent = planned.find((one) => one.name === name)?.foreignKeys[key]?.table ?? '';
          const drawn = (row * 31 + key * 17 + salt + name.length) % (rowsIn(parent) + 1);
          return drawn - 1;
        };
        const prefixes = Object.fromEntries(tables.map(({ rows, prefix }, index) => [`t${index}`, Math.floor(prefix * rows)]));

        const kept = keptRanges(planOf(1, ...planned), prefixes, parentOf);

        const expected = new Map(planned.map(({ name }) => [name, new Set(Array.from({ length: prefixes[name] ?? 0 }, (_, row) => row))]));
        for (let grown = true; grown; ) {
          grown = false;
          for (const { name, foreignKeys } of planned) {
            for (const row of expected.get(name) ?? []) {
              foreignKeys.forEach((foreignKey, key) => {
                const parent = parentOf(name, key, row);
                const known = expected.get(foreignKey.table);
                if (parent < 0 || known === undefined || known.has(parent)) return;
                known.add(parent);
                grown = true;
              });
            }
          }
        }
        for (const { name } of planned) assert.deepEqual([...rowsOf(kept, name)], [...(expected.get(name) ?? [])].toSorted((a, b) => a - b), name);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what is missing of a table', () => {
  it('is all that no committed range holds, in order', () => {
    const ranges = fc.array(fc.tuple(fc.nat({ max: 40 }), fc.integer({ min: 1, max: 10 })), { maxLength: 8 });
    fc.assert(
      fc.property(ranges, fc.integer({ min: 0, max: 45 }), (pieces, rows) => {
        const committed = pieces.map(([first, length]) => ({ table: 't', first, last: Math.min(rows, first + length) })).filter(({ first, last }) => last > first);
        const plan = planOf(1, table('t', rows, [field('id', SEQUENCE)]));
        const missing = rowsOf(gaps(plan, committed), 't');
        for (let row = 0; row < rows; row++) assert.equal(missing.has(row), !committed.some(({ first, last }) => row >= first && row < last));
        assert.equal([...missing].filter((row) => row >= rows).length, 0);
      }),
    );
  });
});
