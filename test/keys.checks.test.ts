// CHECKs on keys and keys that share links, rule by rule: what a key could hold and a CHECK forbids is in no row, nothing else is missing, and
// every row is still a function of its index.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { InvalidInput } from '../src/domain/errors.ts';
import { freezePlan } from '../src/domain/freeze.ts';
import type { Generator } from '../src/domain/generator.ts';
import { importSql } from '../src/domain/import/sql.ts';
import { pairAt, pairSizes, type Pair } from '../src/domain/keys/pairs.ts';
import { sifted } from '../src/domain/keys/sieve.ts';
import type { Plan, PlannedTable } from '../src/domain/plan.ts';
import { compilePlan } from '../src/domain/rows.ts';
import type { Check, Field, Value } from '../src/domain/schema.ts';
import { prepare } from './support/loading.ts';
import { allRows, field, reference, SEQUENCE, table, tuple } from './support/plans.ts';

const seeds = fc.nat(1_000_000);
const request = { rowsPerTable: {}, reference: '2026-01-01T00:00:00.000Z', maxRows: 1_000_000_000 };

/** Conditions as PostgreSQL reads them, on integer columns unless their types are given. */
async function checksOf(conditions: readonly string[], columns: Readonly<Record<string, string>>): Promise<readonly Check[]> {
  const named = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  const { schema, warnings } = await importSql(`CREATE TABLE t (${[...named, ...conditions.map((sql) => `CHECK (${sql})`)].join(', ')})`);
  assert.deepEqual(warnings, []);
  return schema.tables[0]?.checks ?? [];
}

interface Holding {
  readonly parents?: readonly PlannedTable[];
  readonly fields: readonly Field[];
  readonly keys: Partial<PlannedTable>;
  readonly seed: number;
}

/** The plan of a table t of so many rows; nothing is left out of it unsaid. */
function planned({ parents = [], fields, keys, seed }: Holding, rows: number): Plan {
  const { plan, warnings } = freezePlan({ ...request, seed, rows, rowsPerTable: Object.fromEntries(parents.map((parent) => [parent.name, parent.rows])), schema: { tables: [...parents, table('t', rows, fields, keys)] } });
  assert.deepEqual(warnings, []);
  return plan;
}

/** A table that holds exactly so many rows: these it makes, all different, also one by one; one more is refused. */
function holdsExactly(order: Holding, held: number, names: readonly string[]): readonly Readonly<Record<string, Value>>[] {
  const rows = held === 0 ? [] : rowsOf(planned(order, held));
  assert.equal(new Set(rows.map((row) => tuple(row, names))).size, held);
  assert.throws(() => freezePlan({ ...request, seed: order.seed, rows: 1, rowsPerTable: { t: held + 1, ...Object.fromEntries((order.parents ?? []).map((parent) => [parent.name, parent.rows])) }, schema: { tables: [...(order.parents ?? []), table('t', held + 1, order.fields, order.keys)] } }),
    (error) => error instanceof InvalidInput && error.message.includes(`table t can hold ${held} rows`), `${held + 1} rows are taken`);
  return rows;
}

/** All rows of t; some of them are made again, each alone and in another order. */
function rowsOf(plan: Plan): readonly Readonly<Record<string, Value>>[] {
  const rows = allRows(plan, 't');
  const again = compilePlan(plan).table('t');
  for (let at = rows.length - 1; at >= 0; at -= 1 + Math.floor(rows.length / 20)) {
    const [row] = again.rows(at, at + 1);
    assert.deepEqual(row, Object.values(rows[at] ?? {}));
  }
  return rows;
}

const link = (name: string, to: string, key = 'id') => ({ fields: [name], table: to, references: [key] });
const side = (name: string, rows: number, generator: Generator = SEQUENCE) => table(name, rows, [field('id', generator)], { primaryKey: ['id'] });
const range = (name: string, minimum: number, maximum: number, more: Partial<Field> = {}) => field(name, { kind: 'integer', minimum, maximum }, more);

describe('a sieve', () => {
  it('finds what is let through, in order, as many as are wanted, and never tries more than it may', () => {
    fc.assert(fc.property(fc.array(fc.boolean(), { maxLength: 200 }), fc.nat(200), fc.nat(200), (lets, wanted, most) => {
      let tried = 0;
      const found = sifted(lets.length, { wanted, most, accepts: (candidate) => ((tried = candidate + 1), lets[candidate] === true) });
      const all = lets.flatMap((isLet, candidate) => (isLet ? [candidate] : [])).slice(0, wanted);
      assert.ok(tried <= most);
      if (found !== null) assert.deepEqual([...found], all);
      else assert.ok(lets.length > most && all.filter((candidate) => candidate < most).length < wanted);
    }));
  });

  it('gives up early where the rest could not do', () => {
    let tried = 0;
    assert.equal(sifted(2 ** 30, { wanted: 500, most: 2 ** 24, accepts: (candidate) => ((tried = candidate), candidate < 40) }), null);
    assert.ok(tried <= 2 ** 21, `${tried} were tried`);
  });
});

describe('a CHECK on a field of a key alone', () => {
  it('that lets every so many-th number through leaves a sequence in its order, and its children refer to what it has', async () => {
    for (const modulus of [2, 3, 7, 100]) {
      const checks = await checksOf([`id % ${modulus} = 1`], { id: 'int' });
      fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: -20, max: 20 }), fc.constantFrom(1, 11, 13), (seed, rows, start, step) => {
        const parent = table('p', rows, [field('id', { kind: 'sequence', start, step })], { primaryKey: ['id'], checks });
        const child = [field('id', SEQUENCE), reference('p_id', 'p'), reference('own_id', 'p')];
        const plan = planned({ parents: [parent], fields: child, keys: { primaryKey: ['id'], uniqueKeys: [['own_id']], foreignKeys: [link('p_id', 'p'), link('own_id', 'p')] }, seed }, rows);
        const ids = allRows(plan, 'p').map(({ id }) => Number(id));
        assert.ok(ids.every((id, index) => id % modulus === 1 && (index === 0 || id > Number(ids[index - 1]))), ids.join());
        const there = new Set(ids);
        const children = rowsOf(plan);
        assert.ok(children.every(({ p_id, own_id }) => there.has(Number(p_id)) && there.has(Number(own_id))));
        assert.equal(new Set(children.map(({ own_id }) => own_id)).size, rows);
      }), { numRuns: 10 });
    }
  });

  it('holds as many rows as it lets through, whatever makes the values', async () => {
    const codes = (size: number): Generator => ({ kind: 'category', values: Array.from({ length: size }, (_, at) => ({ value: `c${at}`, weight: 1 })) });
    const cases: readonly (readonly [Generator, Partial<Field>, string, number, (value: Value) => boolean])[] = [
      [{ kind: 'integer', minimum: -500, maximum: 2_500 }, {}, 'id * id % 10 = 6', 600, (id) => (Number(id) ** 2) % 10 === 6],
      [SEQUENCE, { minimum: 1, maximum: 32_767 }, 'id % 1000 = 0 OR id IN (1, 2)', 34, (id) => Number(id) % 1000 === 0 || Number(id) < 3],
      [{ kind: 'pattern', regex: '[A-C][0-9]{3}' }, {}, "id NOT LIKE 'A%' AND right(id, 1) <> '0'", 1_800, (id) => /^[BC]\d\d[1-9]$/.test(String(id))],
      [codes(300), {}, "id LIKE '%7' OR length(id) = 2", 39, (id) => /7$|^..$/.test(String(id))],
      [{ kind: 'date', from: '2024-01-01', to: '2025-12-31' }, { type: 'DATE' }, 'extract(isodow FROM id) = 1', 105, (id) => new Date(String(id)).getUTCDay() === 1],
      [{ kind: 'decimal', minimum: 0, maximum: 9.99, places: 2 }, { type: 'DECIMAL', precision: 5, scale: 2 }, 'id * 4 = floor(id * 4)', 40, (id) => Number.isInteger(Number(id) * 4)],
    ];
    for (const [generator, more, condition, held, meets] of cases) {
      const one = field('id', generator, more);
      const type = { INTEGER: 'int', STRING: 'varchar(9)', DATE: 'date', DECIMAL: 'numeric(5,2)' }[one.type as string] ?? '';
      const checks = await checksOf([condition], { id: type });
      for (const seed of [1, 2]) {
        const rows = holdsExactly({ fields: [one], keys: { primaryKey: ['id'], checks }, seed }, held, ['id']);
        assert.ok(rows.every(({ id }) => meets(id ?? null)), condition);
        const few = rowsOf(planned({ fields: [one], keys: { primaryKey: ['id'], checks }, seed }, 10));
        assert.ok(few.every(({ id }) => meets(id ?? null)));
      }
    }
  });

  it('strews its values over a space too large to be tried, another lot for each seed', async () => {
    const checks = await checksOf(["id::text < '8'"], { id: 'uuid' });
    const drawn = [1, 2].map((seed) => rowsOf(planned({ fields: [field('id', { kind: 'uuid' })], keys: { primaryKey: ['id'], checks }, seed }, 20_000)).map(({ id }) => String(id)));
    for (const ids of drawn) {
      assert.equal(new Set(ids).size, 20_000);
      assert.ok(ids.every((id) => id < '8'));
      assert.ok('01234567'.split('').every((digit) => ids.filter((id) => id.startsWith(digit)).length > 2_000));
    }
    const others = new Set(drawn[1]);
    assert.ok((drawn[0] ?? []).filter((id) => others.has(id)).length < 5);
  });

  it('that a column beside it orders leaves what the other reaches', async () => {
    const checks = await checksOf(['m > n'], { n: 'int', m: 'int' });
    const rows = holdsExactly({ fields: [range('n', 0, 5_000), range('m', 0, 300)], keys: { uniqueKeys: [['n']], checks }, seed: 4 }, 300, ['n']);
    assert.ok(rows.every(({ n, m }) => Number(m) > Number(n)));
  });

  it('leaves those of a nullable column to be null that it does not let through', async () => {
    const checks = await checksOf(['n % 7 = 0'], { n: 'int' });
    const rows = rowsOf(planned({ fields: [field('id', SEQUENCE), range('n', 1, 700, { nullable: true, nullShare: 0 })], keys: { primaryKey: ['id'], uniqueKeys: [['n']], checks }, seed: 9 }, 300));
    const filled = rows.flatMap(({ n }) => (n === null ? [] : [Number(n)]));
    assert.deepEqual(filled.sort((a, b) => a - b), Array.from({ length: 100 }, (_, at) => (at + 1) * 7));
  });

  it('that lets too few of too many through is left out, and the warning says what that means', async () => {
    const { plan, planWarnings } = await prepare('CREATE TABLE t (id int PRIMARY KEY CHECK (id * 7919 % 1000003 < 3))', { rows: 50 });
    assert.deepEqual(plan.tables[0]?.checks, []);
    assert.match(planWarnings.join(), /^table t: CHECK \(id \* 7919 % 1000003 < 3\) is not honoured: keys are drawn once.*do not load/);
  });
});

describe('pairs of rows of one table', () => {
  it('come once each, whatever their number', () => {
    for (let rows = 0; rows <= 60; rows++) {
      for (const strict of [true, false]) {
        const pair = { kind: 'ordered', strict, met: [], check: { sql: '', condition: { kind: 'literal', value: true } } } as const satisfies Pair;
        const [firsts, others] = pairSizes(pair, rows);
        const seen = new Set<string>();
        for (let first = 0; first < firsts; first++) {
          for (let other = 0; other < others; other++) {
            const [low, high] = pairAt(pair, rows, [first, other]);
            assert.ok(low >= 0 && high < rows && (strict ? low < high : low <= high), `${low} ${high} of ${rows}`);
            seen.add(`${low} ${high}`);
          }
        }
        const pairs = Math.abs((rows * (rows + (strict ? -1 : 1))) / 2);
        assert.deepEqual([seen.size, firsts * others], [pairs, pairs]);
      }
    }
  });

  it('that a CHECK puts in an order are held to the very last, by numbers, UUIDs or words, with another column beside them or not', async () => {
    const keys: readonly (readonly [Generator, string])[] = [[SEQUENCE, 'int'], [{ kind: 'uuid' }, 'uuid'], [{ kind: 'pattern', regex: '[a-z]{4}' }, 'varchar(4)'], [{ kind: 'sequence', start: 900, step: -3 }, 'int']];
    const holds: Readonly<Record<string, (order: number) => boolean>> = { '<': (order) => order < 0, '<=': (order) => order <= 0, '>': (order) => order > 0, '>=': (order) => order >= 0 };
    const order = (a: Value = null, b: Value = null): number => (a === b ? 0 : (a ?? '') < (b ?? '') ? -1 : 1);
    for (const [generator, type] of keys) {
      for (const [operator, isMet] of Object.entries(holds)) {
        const checks = await checksOf([`a ${operator} b`], { a: type, b: type });
        fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 24 }), fc.integer({ min: 1, max: 3 }), (seed, users, seasons) => {
          const extra = seasons === 1 ? [] : [range('season', 1, seasons)];
          const primaryKey = ['a', 'b', ...extra.map(({ name }) => name)];
          const held = ((users * (users + (operator.length === 1 ? -1 : 1))) / 2) * seasons;
          const rows = holdsExactly({ parents: [side('u', users, generator)], fields: [reference('a', 'u', 'id', { skew: 0.5 }), reference('b', 'u'), ...extra], keys: { primaryKey, foreignKeys: [link('a', 'u'), link('b', 'u')], checks }, seed }, held, primaryKey);
          assert.ok(rows.every(({ a, b }) => isMet(order(a, b))));
        }), { numRuns: 5 });
      }
    }
  });

  it('in an order are skewed where asked: some have more friends than others', async () => {
    const checks = await checksOf(['a < b'], { a: 'int', b: 'int' });
    const rows = rowsOf(planned({ parents: [side('u', 400)], fields: [reference('a', 'u', 'id', { skew: 0.6 }), reference('b', 'u')], keys: { primaryKey: ['a', 'b'], foreignKeys: [link('a', 'u'), link('b', 'u')], checks }, seed: 3 }, 6_000));
    const friends = [...Map.groupBy(rows.flatMap(({ a, b }) => [a, b]), (id) => id).values()].map(({ length }) => length).sort((a, b) => b - a);
    assert.ok((friends[0] ?? 0) > 4 * (12_000 / 400) && friends.length > 390, `${friends[0]} at most, ${friends.length} with any`);
  });

  it('of which nobody is in two on the same side are couples, apart or in an order', async () => {
    for (const [operator, held] of [['<>', (people: number) => (people < 2 ? 0 : people)], ['<', (people: number) => Math.floor(people / 2)], ['>', (people: number) => Math.floor(people / 2)]] as const) {
      const checks = await checksOf([`a ${operator} b`], { a: 'int', b: 'int' });
      fc.assert(fc.property(seeds, fc.integer({ min: 2, max: 60 }), fc.boolean(), (seed, people, both) => {
        const order = { parents: [side('p', people)], fields: [reference('a', 'p'), reference('b', 'p')], keys: { ...(both ? { primaryKey: ['a'], uniqueKeys: [['b']] } : { uniqueKeys: [['b'], ['a']] }), foreignKeys: [link('a', 'p'), link('b', 'p')], checks }, seed };
        const rows = holdsExactly(order, held(people), ['a']);
        assert.equal(new Set(rows.map(({ b }) => b)).size, rows.length);
        assert.ok(rows.every(({ a, b }) => (operator === '<' ? Number(a) < Number(b) : operator === '>' ? Number(a) > Number(b) : a !== b)));
      }), { numRuns: 20 });
    }
  });

  it('are millions without trying one', async () => {
    const { plan, planWarnings } = await prepare('CREATE TABLE u (id uuid PRIMARY KEY); CREATE TABLE t (a uuid REFERENCES u, b uuid REFERENCES u, PRIMARY KEY (a, b), CHECK (a < b))', { rows: 1, rowsPerTable: { t: 900_000, u: 90_000 } });
    assert.deepEqual(planWarnings, []);
    const rows = [...compilePlan(plan).table('t').rows(899_000, 900_000)];
    assert.ok(rows.every(([a, b]) => String(a) < String(b)));
  });
});

describe('a CHECK on several fields of a key', () => {
  /** The sizes of both axes, and what of their product is let through. */
  const shapes = fc.record({ seed: seeds, m: fc.integer({ min: 1, max: 40 }), n: fc.integer({ min: 1, max: 40 }), p: fc.integer({ min: 1, max: 5 }), q: fc.integer({ min: 0, max: 5 }) });
  const expected = (m: number, n: number, meets: (x: number, y: number) => boolean): number => Array.from({ length: m * n }, (_, at) => meets(Math.floor(at / n) + 1, (at % n) + 1)).filter(Boolean).length;

  it('leaves all tuples that meet it, and no others, of numbers as of references', async () => {
    const conditions: readonly (readonly [string, (x: number, y: number) => boolean])[] = [
      ['(x + 2 * y) % 3 = 1', (x, y) => (x + 2 * y) % 3 === 1],
      ['x < y', (x, y) => x < y],
      ['x > 7 OR y > 2 AND y <> x', (x, y) => x > 7 || (y > 2 && y !== x)],
    ];
    for (const [condition, meets] of conditions) {
      const checks = await checksOf([condition], { x: 'int', y: 'int' });
      fc.assert(fc.property(shapes, fc.boolean(), fc.boolean(), ({ seed, m, n }, linkedX, linkedY) => {
        const fields = [linkedX ? reference('x', 'p') : range('x', 1, m), linkedY ? reference('y', 'q') : range('y', 1, n)];
        const foreignKeys = [...(linkedX ? [link('x', 'p')] : []), ...(linkedY ? [link('y', 'q')] : [])];
        const rows = holdsExactly({ parents: [side('p', m), side('q', n)], fields, keys: { uniqueKeys: [['x', 'y']], foreignKeys, checks }, seed }, expected(m, n, meets), ['x', 'y']);
        assert.ok(rows.every(({ x, y }) => meets(Number(x), Number(y)) && Number(x) <= m && Number(y) <= n));
      }), { numRuns: 20 });
    }
  });

  it('that reads one reference leaves its parents that meet it, and counts on beside them', async () => {
    const checks = await checksOf(['x % 3 = 0'], { x: 'int' });
    fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 60 }), (seed, parents) => {
      const held = Math.floor(parents / 3) * 5;
      const rows = holdsExactly({ parents: [side('p', parents)], fields: [reference('x', 'p'), range('line', 1, 5)], keys: { primaryKey: ['x', 'line'], foreignKeys: [link('x', 'p')], checks }, seed }, held, ['x', 'line']);
      assert.ok(rows.every(({ x }) => Number(x) % 3 === 0));
      const one = holdsExactly({ parents: [side('p', parents)], fields: [reference('x', 'p')], keys: { primaryKey: ['x'], foreignKeys: [link('x', 'p')], checks }, seed }, Math.floor(parents / 3), ['x']);
      assert.ok(one.every(({ x }) => Number(x) % 3 === 0));
    }), { numRuns: 25 });
  });

  it('holds inside a tenant: friends are two members of one, in order, each two once', async () => {
    for (const [condition, meets] of [['a < b', (a: number, b: number) => a < b], ['a <> b', (a: number, b: number) => a !== b]] as const) {
      const checks = await checksOf([condition], { a: 'int', b: 'int' });
      fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 2, max: 60 }), (seed, tenants, members) => {
        const member = table('member', members, [reference('tenant', 'tenant'), field('id', SEQUENCE)], { primaryKey: ['tenant', 'id'], foreignKeys: [link('tenant', 'tenant')] });
        const parents = [side('tenant', tenants), member];
        const foreignKeys = ['a', 'b'].map((name) => ({ fields: ['tenant', name], table: 'member', references: ['tenant', 'id'] }));
        const order = { parents, fields: [reference('tenant', 'member', 'tenant'), reference('a', 'member'), reference('b', 'member')], keys: { primaryKey: ['tenant', 'a', 'b'], foreignKeys, checks }, seed };
        const there = allRows(planned({ parents, fields: [field('id', SEQUENCE)], keys: { primaryKey: ['id'] }, seed }, 1), 'member').map(({ tenant, id }) => [Number(tenant), Number(id)] as const);
        const pairs = there.flatMap(([tenant, a]) => there.filter(([other, b]) => tenant === other && meets(a, b)));
        const rows = holdsExactly(order, pairs.length, ['tenant', 'a', 'b']);
        const keys = new Set(there.map((pair) => JSON.stringify(pair)));
        assert.ok(rows.every(({ tenant, a, b }) => meets(Number(a), Number(b)) && keys.has(JSON.stringify([tenant, a])) && keys.has(JSON.stringify([tenant, b]))));
      }), { numRuns: 15 });
    }
  });
});

describe('a CHECK on a reference into a circle of tables', () => {
  it('looks at rows of a table whose count is not settled yet', async () => {
    const ddl = `CREATE TABLE p (id int PRIMARY KEY);
      CREATE TABLE a (id int PRIMARY KEY, x int NOT NULL, y int NOT NULL, UNIQUE (x, y), CHECK (x = 1 OR y = 2));
      CREATE TABLE j (x int REFERENCES p, y int CHECK (y BETWEEN 1 AND 3), a_id int NOT NULL REFERENCES a, PRIMARY KEY (x, y), CHECK (x % 2 = 1));
      ALTER TABLE a ADD FOREIGN KEY (x, y) REFERENCES j`;
    const { plan, planWarnings } = await prepare(ddl, { rows: 400, rowsPerTable: { p: 4 } });
    assert.deepEqual(plan.tables.map(({ name, rows, checks }) => [name, rows, checks.length]), [['p', 4, 0], ['a', 4, 1], ['j', 6, 2]], planWarnings.join('\n'));
    const keys = new Set(allRows(plan, 'j').map((row) => tuple(row, ['x', 'y'])));
    const rows = allRows(plan, 'a');
    assert.ok(rows.every((row) => keys.has(tuple(row, ['x', 'y'])) && (row['x'] === 1 || row['y'] === 2)));
    assert.equal(new Set(rows.map((row) => tuple(row, ['x', 'y']))).size, 4);
  });

  it('that lets none of them through leaves the tables of the circle empty', async () => {
    const ddl = `CREATE TABLE p (id int PRIMARY KEY);
      CREATE TABLE a (id int PRIMARY KEY, x int NOT NULL, back int NOT NULL, UNIQUE (x, back), CHECK (back > 100000));
      CREATE TABLE j (x int REFERENCES p, y int CHECK (y BETWEEN 1 AND 3), a_id int NOT NULL REFERENCES a, PRIMARY KEY (x, y), UNIQUE (x, a_id));
      ALTER TABLE a ADD FOREIGN KEY (x, back) REFERENCES j (x, a_id)`;
    const { plan, planWarnings } = await prepare(ddl, { rows: 40 });
    assert.deepEqual(plan.tables.map(({ rows }) => rows), [40, 0, 0]);
    assert.equal(planWarnings.length, 2, planWarnings.join('\n'));
  });
});

describe('a second unique key that shares a reference with the first', () => {
  const loans = (members: number, books: number, { seed, room, both }: { readonly seed: number; readonly room: number; readonly both: boolean }): Holding => ({
    parents: [side('member', members), side('book', books, { kind: 'uuid' })],
    fields: [reference('member', 'member', 'id', { skew: 0.4 }), reference('book', 'book', 'id', { skew: 0.4 }), range('place', 1, room), ...(both ? [range('turn', 1, books)] : [])],
    keys: { primaryKey: ['member', 'book'], uniqueKeys: [['book', 'place'], ...(both ? [['member', 'turn']] : [])], foreignKeys: [link('member', 'member'), link('book', 'book')] },
    seed,
  });

  it('counts 1, 2, 3 within its parent, of which none gets more rows than there are numbers', () => {
    fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 25 }), fc.integer({ min: 1, max: 25 }), fc.integer({ min: 1, max: 30 }), (seed, members, books, room) => {
      const rows = holdsExactly(loans(members, books, { seed, room, both: false }), books * Math.min(room, members), ['member', 'book']);
      for (const ofBook of Map.groupBy(rows, ({ book }) => book).values()) assert.deepEqual(ofBook.map(({ place }) => Number(place)).sort((a, b) => a - b), ofBook.map((_, at) => at + 1));
    }), { numRuns: 60 });
  });

  it('tells the rows apart beside either parent at once', () => {
    fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 25 }), fc.integer({ min: 1, max: 25 }), fc.double({ min: 0.05, max: 1, noNaN: true }), (seed, members, books, fill) => {
      const rows = rowsOf(planned(loans(members, books, { seed, room: members, both: true }), Math.max(1, Math.floor(members * books * fill))));
      for (const names of [['member', 'book'], ['book', 'place'], ['member', 'turn']]) assert.equal(new Set(rows.map((row) => tuple(row, names))).size, rows.length, names.join());
    }), { numRuns: 30 });
  });

  it('draws another reference that differs among its siblings', () => {
    fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 15 }), fc.integer({ min: 1, max: 15 }), fc.integer({ min: 1, max: 15 }), (seed, as, bs, cs) => {
      const order = { parents: [side('a', as), side('b', bs), side('c', cs)], fields: [reference('a', 'a'), reference('b', 'b'), reference('c', 'c')], keys: { primaryKey: ['a', 'b'], uniqueKeys: [['b', 'c']], foreignKeys: [link('a', 'a'), link('b', 'b'), link('c', 'c')] }, seed };
      const rows = holdsExactly(order, bs * Math.min(as, cs), ['a', 'b']);
      assert.equal(new Set(rows.map((row) => tuple(row, ['b', 'c']))).size, rows.length);
    }), { numRuns: 60 });
  });

  it('counts the children of a tree, which has no circle', () => {
    fc.assert(fc.property(seeds, fc.integer({ min: 2, max: 600 }), fc.integer({ min: 1, max: 5 }), (seed, rows, tenants) => {
      const node = [field('id', SEQUENCE), reference('tenant', 'tenant'), reference('parent', 't', 'id', { nullable: true, nullShare: 0 }), range('place', 1, Math.max(1, rows - 1))];
      const plan = planned({ parents: [side('tenant', tenants)], fields: node, keys: { primaryKey: ['id'], uniqueKeys: [['parent', 'place'], ['parent', 'tenant', 'place']], foreignKeys: [link('tenant', 'tenant'), link('parent', 't')] }, seed }, rows);
      const made = rowsOf(plan);
      assert.ok(made.every(({ id, parent }) => (parent === null) === (id === 1) && Number(parent) < Number(id)));
      for (const children of Map.groupBy(made.slice(1), ({ parent }) => parent).values()) assert.deepEqual(children.map(({ place }) => Number(place)), children.map((_, at) => at + 1));
    }), { numRuns: 30 });
  });

  it('caps or refuses what the numbers of the busiest parent cannot hold', async () => {
    const ddl = 'CREATE TABLE m (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY); CREATE TABLE t (m int REFERENCES m, b int REFERENCES b, x int NOT NULL, y int NOT NULL CHECK (y BETWEEN 1 AND 9), PRIMARY KEY (m, b), UNIQUE (b, x), UNIQUE (m, y))';
    const { plan, planWarnings } = await prepare(ddl, { rows: 20, rowsPerTable: { m: 30 } });
    assert.deepEqual([plan.tables[2]?.rows, planWarnings], [20, []]);
    const capped = await prepare(`${ddl}; CREATE TABLE other (id int PRIMARY KEY)`, { rows: 300, rowsPerTable: { m: 30, b: 20 } });
    assert.match(capped.planWarnings.join(), /^table t can hold \d+ rows: no more distinct values of \(m, y\) for the row that has most of them; capped from 300$/);
    const rows = allRows(capped.plan, 't');
    assert.ok(rows.length > 100);
    for (const names of [['m', 'b'], ['b', 'x'], ['m', 'y']]) assert.equal(new Set(rows.map((row) => tuple(row, names))).size, rows.length);
    await assert.rejects(prepare(ddl, { rows: 1, rowsPerTable: { t: 300, m: 30, b: 20 } }), /rowsPerTable.t: table t can hold \d+ rows/);
  });
});
