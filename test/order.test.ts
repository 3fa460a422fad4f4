// The load order, against its own definition, on random graphs of tables.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { loadOrder, type OrderedTable, rankOf } from '../src/domain/order.ts';

const table = (name: string, ...parents: readonly string[]): OrderedTable => ({ name, foreignKeys: parents.map((parent) => ({ table: parent })) });

const graphs = fc
  .integer({ min: 1, max: 9 })
  .chain((size) => fc.array(fc.uniqueArray(fc.nat(size - 1), { maxLength: 3 }), { minLength: size, maxLength: size }))
  .map((parents) => parents.map((list, index) => table(`t${index}`, ...list.map((parent) => `t${parent}`))));

/** Whether each table reaches each other by its foreign keys, the slow and plain way. */
function reach(tables: readonly OrderedTable[]): (from: string, to: string) => boolean {
  const known = new Set(tables.flatMap((from) => from.foreignKeys.map((key) => `${from.name}>${key.table}`)));
  for (const via of tables) for (const from of tables) for (const to of tables) if (known.has(`${from.name}>${via.name}`) && known.has(`${via.name}>${to.name}`)) known.add(`${from.name}>${to.name}`);
  return (from, to) => known.has(`${from}>${to}`);
}

describe('load order', () => {
  it('puts parents first, and equals as the schema has them', () => {
    const tables = [table('line', 'order', 'product'), table('order', 'customer'), table('tag'), table('product'), table('customer', 'customer', 'elsewhere')];
    assert.deepEqual(loadOrder(tables), [['tag'], ['product'], ['customer'], ['order'], ['line']]);
    assert.deepEqual([...rankOf(tables)], [['tag', 0], ['product', 0], ['customer', 0], ['order', 1], ['line', 2]]);
  });

  it('keeps the tables of a cycle together, and no others', () => {
    fc.assert(
      fc.property(graphs, (tables) => {
        const reaches = reach(tables);
        const groups = loadOrder(tables);
        assert.deepEqual(groups.flat().sort(), tables.map(({ name }) => name).sort());
        const groupOf = new Map(groups.flatMap((group, index) => group.map((name) => [name, index] as const)));
        for (const a of tables) {
          for (const b of tables) {
            if (a === b) continue;
            assert.equal(groupOf.get(a.name) === groupOf.get(b.name), reaches(a.name, b.name) && reaches(b.name, a.name));
          }
        }
      }),
    );
  });

  it('puts every table after all that it reaches, and its rank above theirs, round a cycle apart', () => {
    fc.assert(
      fc.property(graphs, (tables) => {
        const reaches = reach(tables);
        const order = loadOrder(tables).flat();
        const rank = rankOf(tables);
        for (const a of tables) {
          for (const b of tables) {
            if (a === b || !reaches(a.name, b.name) || reaches(b.name, a.name)) continue;
            assert.ok(order.indexOf(b.name) < order.indexOf(a.name));
            assert.ok((rank.get(b.name) ?? NaN) < (rank.get(a.name) ?? NaN));
          }
        }
      }),
    );
  });

  it('takes a chain of a hundred thousand tables', () => {
    const tables = Array.from({ length: 100_000 }, (_, index) => (index === 99_999 ? table(`t${index}`) : table(`t${index}`, `t${index + 1}`)));
    assert.equal(loadOrder(tables)[0]?.[0], 't99999');
  });
});
