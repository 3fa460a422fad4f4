// Architecture idea 1, rule by rule: every promise about keys, at sizes where collisions would show.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CountedBuckets, PowerBuckets } from '../src/domain/buckets.ts';
import { Permutation } from '../src/domain/permutation.ts';
import { Stream } from '../src/domain/random.ts';
import { compilePlan } from '../src/domain/rows.ts';
import { freezePlan } from '../src/domain/freeze.ts';
import type { KeyDraws } from '../src/domain/keys/draw.ts';
import { allRows, field, planOf, reference, SEQUENCE, table, tuple } from './support/plans.ts';

const seeds = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const runs = { numRuns: 40 };

/** A birthday collision among n draws of a space of this size would show. */
const asText = (value: unknown): string => String(value);

describe('permutations', () => {
  it('map a domain onto itself, one to one, and back, under every tweak', () => {
    fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 5_000 }), fc.nat(9), (seed, size, tweak) => {
      const permutation = new Permutation(size, Stream.of(seed, 'p'));
      const places = Array.from({ length: size }, (_, index) => permutation.at(index, tweak));
      assert.equal(new Set(places).size, size);
      assert.ok(places.every((place, index) => place >= 0 && place < size && permutation.inverse(place, tweak) === index));
    }), runs);
  });

  it('stay one to one up to 2^53', () => {
    fc.assert(fc.property(seeds, fc.integer({ min: 2, max: Number.MAX_SAFE_INTEGER }), fc.nat(), (seed, size, raw) => {
      const permutation = new Permutation(size, Stream.of(seed, 'p'));
      const index = raw % size;
      const place = permutation.at(index);
      assert.ok(Number.isSafeInteger(place) && place >= 0 && place < size);
      assert.equal(permutation.inverse(place), index);
    }), { numRuns: 500 });
  });

  it('look drawn: neighbours part, and another seed gives another order', () => {
    const one = new Permutation(100_000, Stream.of(1, 'p'));
    const other = new Permutation(100_000, Stream.of(2, 'p'));
    const near = Array.from({ length: 1_000 }, (_, index) => Math.abs(one.at(index) - one.at(index + 1))).filter((gap) => gap < 1_000).length;
    assert.ok(near < 60, `${near} of 1,000 neighbours stay neighbours; 20 would by chance`);
    assert.ok(Array.from({ length: 1_000 }, (_, index) => index).filter((index) => one.at(index) === other.at(index)).length < 5);
  });
});

describe('buckets', () => {
  it('cut the rows into one range a parent, which each row finds again, and keep the cap', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 0.95, noNaN: true }), (parents, cap, fill, skew) => {
      const rows = Math.max(1, Math.floor(parents * cap * fill));
      const buckets = new PowerBuckets(rows, parents, skew, cap);
      assert.equal(buckets.start(0), 0);
      assert.equal(buckets.start(parents), rows);
      for (let position = 0; position < rows; position++) {
        const parent = buckets.parentAt(position);
        assert.ok(buckets.start(parent) <= position && position < buckets.start(parent + 1));
      }
      for (let parent = 0; parent < parents; parent++) assert.ok(buckets.start(parent + 1) - buckets.start(parent) <= cap);
    }), { numRuns: 200 });
  });

  it('with caps that differ by parent hold every row that fits, and refuse what does not', () => {
    fc.assert(fc.property(fc.array(fc.nat(9), { minLength: 1, maxLength: 60 }), fc.double({ min: 0, max: 1, noNaN: true }), (caps, fill) => {
      const held = caps.reduce((sum, cap) => sum + cap, 0);
      const rows = Math.floor(held * fill);
      const buckets = new CountedBuckets(rows, caps.length, { capOf: (parent) => caps[parent] ?? 0 });
      assert.equal(buckets.start(caps.length), rows);
      caps.forEach((cap, parent) => assert.ok(buckets.start(parent + 1) - buckets.start(parent) <= cap));
      for (let position = 0; position < rows; position++) {
        const parent = buckets.parentAt(position);
        assert.ok(buckets.start(parent) <= position && position < buckets.start(parent + 1));
      }
      assert.throws(() => new CountedBuckets(held + 1, caps.length, { capOf: (parent) => caps[parent] ?? 0 }), RangeError);
    }), { numRuns: 100 });
  });
});

describe('unique columns', () => {
  it('are a bijection of the row index into their value space, even when they fill it', () => {
    fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: -1_000, max: 1_000 }), (seed, rows, minimum) => {
      const plan = planOf(seed, table('t', rows, [field('code', { kind: 'integer', minimum, maximum: minimum + rows - 1 })], { uniqueKeys: [['code']] }));
      assert.equal(new Set(allRows(plan, 't').map((row) => row['code'])).size, rows);
    }), runs);
  });

  it('hold 100,000 patterns and UUIDs without a collision where draws would have thousands', () => {
    const plan = planOf(7, table('t', 100_000, [field('plate', { kind: 'pattern', regex: '[A-Z]{2}[0-9]{3}' }), field('id', { kind: 'uuid' })], { primaryKey: ['id'], uniqueKeys: [['plate']] }));
    const rows = allRows(plan, 't');
    assert.equal(new Set(rows.map((row) => row['plate'])).size, 100_000);
    assert.equal(new Set(rows.map((row) => row['id'])).size, 100_000);
    assert.ok(rows.every((row) => /^[A-Z]{2}\d{3}$/.test(asText(row['plate']))));
    assert.ok(rows.every((row) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(asText(row['id']))));
  });

  it('of text carry the permuted index, cut in the slug and never in the index', () => {
    fc.assert(fc.property(seeds, fc.integer({ min: 16, max: 60 }), (seed, maxLength) => {
      const email = field('email', { kind: 'semantic', of: 'EMAIL' }, { maxLength: Math.max(24, maxLength) });
      const title = field('title', { kind: 'semantic', of: 'TITLE' }, { maxLength });
      const rows = allRows(planOf(seed, table('t', 3_000, [email, title], { uniqueKeys: [['email'], ['title']] })), 't');
      assert.equal(new Set(rows.map((row) => row['email'])).size, 3_000);
      assert.equal(new Set(rows.map((row) => row['title'])).size, 3_000);
      assert.ok(rows.every((row) => asText(row['title']).length <= maxLength && asText(row['email']).length <= Math.max(24, maxLength)));
    }), { numRuns: 10 });
  });

  it('of several fields never repeat together, though each alone does', () => {
    fc.assert(fc.property(seeds, fc.integer({ min: 2, max: 30 }), fc.integer({ min: 2, max: 30 }), (seed, years, numbers) => {
      const fields = [field('year', { kind: 'integer', minimum: 2000, maximum: 2000 + years - 1 }), field('number', { kind: 'integer', minimum: 1, maximum: numbers })];
      const rows = allRows(planOf(seed, table('t', years * numbers, fields, { primaryKey: ['year', 'number'] })), 't');
      assert.equal(new Set(rows.map((row) => tuple(row, ['year', 'number']))).size, years * numbers);
    }), runs);
  });

  it('may be null, and are null past the end of their space', () => {
    const rows = allRows(planOf(3, table('t', 50, [field('slot', { kind: 'integer', minimum: 1, maximum: 10 }, { nullable: true, nullShare: 0 })], { uniqueKeys: [['slot']] })), 't');
    const slots = rows.map((row) => row['slot']).filter((slot) => slot !== null);
    assert.equal(slots.length, 10);
    assert.equal(new Set(slots).size, 10);
  });
});

describe('foreign keys', () => {
  const parents = (rows: number) => table('parent', rows, [field('id', { kind: 'uuid' })], { primaryKey: ['id'] });

  it('hold a key of the parent in every row, or null as a whole', () => {
    fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 1_000 }), fc.double({ min: 0, max: 0.9, noNaN: true }), (seed, many, rows, skew) => {
      const child = table('child', rows, [reference('parent_id', 'parent', 'id', { skew, nullable: true, nullShare: 0.3 })], { foreignKeys: [{ fields: ['parent_id'], table: 'parent', references: ['id'] }] });
      const plan = planOf(seed, parents(many), child);
      const keys = new Set(allRows(plan, 'parent').map((row) => row['id']));
      assert.ok(allRows(plan, 'child').every((row) => row['parent_id'] === null || keys.has(row['parent_id'] ?? null)));
    }), runs);
  });

  it('of several fields name one parent row, and are null together', () => {
    fc.assert(fc.property(seeds, (seed) => {
      const parent = table('parent', 60, [field('a', { kind: 'integer', minimum: 1, maximum: 8 }), field('b', { kind: 'integer', minimum: 1, maximum: 8 })], { primaryKey: ['a', 'b'] });
      const nullable = { nullable: true, nullShare: 0.4 };
      const child = table('child', 500, [reference('pa', 'parent', 'a', nullable), reference('pb', 'parent', 'b', nullable)], { foreignKeys: [{ fields: ['pa', 'pb'], table: 'parent', references: ['a', 'b'] }] });
      const plan = planOf(seed, parent, child);
      const keys = new Set(allRows(plan, 'parent').map((row) => tuple(row, ['a', 'b'])));
      const rows = allRows(plan, 'child');
      assert.ok(rows.some((row) => row['pa'] === null));
      assert.ok(rows.every((row) => (row['pa'] === null) === (row['pb'] === null)));
      assert.ok(rows.every((row) => row['pa'] === null || keys.has(tuple(row, ['pa', 'pb']))));
    }), { numRuns: 15 });
  });

  it('of several fields, of which some must be filled, leave only the others null', () => {
    fc.assert(fc.property(seeds, fc.boolean(), fc.boolean(), (seed, direct, narrow) => {
      const project = table('project', 40, [reference('tenant_id', 'tenant'), field('id', SEQUENCE)], { primaryKey: ['tenant_id', 'id'], foreignKeys: [{ fields: ['tenant_id'], table: 'tenant', references: ['id'] }] });
      const task = table('task', 300, [reference('tenant_id', 'tenant'), field('id', SEQUENCE), reference('project_id', 'project', 'id', { nullable: true, nullShare: 0.3 })], {
        primaryKey: narrow ? ['id'] : ['tenant_id', 'id'],
        foreignKeys: [...(direct ? [{ fields: ['tenant_id'], table: 'tenant', references: ['id'] }] : []), { fields: ['tenant_id', 'project_id'], table: 'project', references: ['tenant_id', 'id'] }],
      });
      const plan = planOf(seed, table('tenant', 7, [field('id', SEQUENCE)], { primaryKey: ['id'] }), project, task);
      const projects = new Set(allRows(plan, 'project').map((row) => tuple(row, ['tenant_id', 'id'])));
      const rows = allRows(plan, 'task');
      assert.ok(rows.every((row) => Number(row['tenant_id']) >= 1 && Number(row['tenant_id']) <= 7));
      assert.ok(rows.some((row) => row['project_id'] === null));
      assert.ok(rows.every((row) => row['project_id'] === null || projects.has(tuple(row, ['tenant_id', 'project_id']))));
    }), { numRuns: 25 });
  });

  it('that share fields agree: one tenant for the user, the project and the row itself', () => {
    fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 12, max: 60 }), fc.integer({ min: 12, max: 60 }), fc.boolean(), (seed, tenants, users, projects, direct) => {
      const inTenant = (name: string, rows: number) =>
        table(name, rows, [reference('tenant_id', 'tenant', 'id', { skew: 0.2 }), field('id', SEQUENCE)], { primaryKey: ['tenant_id', 'id'], foreignKeys: [{ fields: ['tenant_id'], table: 'tenant', references: ['id'] }] });
      const task = table('task', 300, [field('id', SEQUENCE), reference('tenant_id', 'tenant'), reference('user_id', 'user', 'id'), reference('project_id', 'project', 'id')], {
        primaryKey: ['id'],
        foreignKeys: [
          ...(direct ? [{ fields: ['tenant_id'], table: 'tenant', references: ['id'] }] : []),
          { fields: ['tenant_id', 'user_id'], table: 'user', references: ['tenant_id', 'id'] },
          { fields: ['tenant_id', 'project_id'], table: 'project', references: ['tenant_id', 'id'] },
        ],
      });
      const plan = planOf(seed, table('tenant', tenants, [field('id', SEQUENCE)], { primaryKey: ['id'] }), inTenant('user', users), inTenant('project', projects), task);
      const userKeys = new Set(allRows(plan, 'user').map((row) => tuple(row, ['tenant_id', 'id'])));
      const projectKeys = new Set(allRows(plan, 'project').map((row) => tuple(row, ['tenant_id', 'id'])));
      for (const row of allRows(plan, 'task')) {
        assert.ok(userKeys.has(tuple(row, ['tenant_id', 'user_id'])));
        assert.ok(projectKeys.has(tuple(row, ['tenant_id', 'project_id'])));
      }
    }), { numRuns: 25 });
  });

  it('that are unique are injections', () => {
    fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 800 }), fc.double({ min: 0.01, max: 1, noNaN: true }), (seed, many, fill) => {
      const rows = Math.max(1, Math.floor(many * fill));
      const child = table('child', rows, [reference('parent_id', 'parent')], { primaryKey: ['parent_id'], foreignKeys: [{ fields: ['parent_id'], table: 'parent', references: ['id'] }] });
      const plan = planOf(seed, parents(many), child);
      const keys = new Set(allRows(plan, 'parent').map((row) => row['id']));
      const drawn = allRows(plan, 'child').map((row) => row['parent_id'] ?? null);
      assert.equal(new Set(drawn).size, rows);
      assert.ok(drawn.every((key) => keys.has(key)));
    }), runs);
  });

  const junction = (rows: number, skew = 0) =>
    table('junction', rows, [reference('left_id', 'left', 'id', { skew }), reference('right_id', 'right')], {
      primaryKey: ['left_id', 'right_id'],
      foreignKeys: [{ fields: ['left_id'], table: 'left', references: ['id'] }, { fields: ['right_id'], table: 'right', references: ['id'] }],
    });
  const side = (name: string, rows: number) => table(name, rows, [field('id', SEQUENCE)], { primaryKey: ['id'] });

  it('of a junction table permute the pairs of its parents, up to the very last pair', () => {
    fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), fc.double({ min: 0.01, max: 1, noNaN: true }), fc.double({ min: 0, max: 0.9, noNaN: true }), (seed, left, right, fill, skew) => {
      const rows = Math.max(1, Math.floor(left * right * fill));
      const drawn = allRows(planOf(seed, side('left', left), side('right', right), junction(rows, skew)), 'junction');
      assert.equal(new Set(drawn.map((row) => tuple(row, ['left_id', 'right_id']))).size, rows);
      assert.ok(drawn.every((row) => Number(row['left_id']) >= 1 && Number(row['left_id']) <= left && Number(row['right_id']) >= 1 && Number(row['right_id']) <= right));
    }), { numRuns: 100 });
  });

  it('of a junction table are skewed where asked, and still unique', () => {
    const drawn = allRows(planOf(5, side('left', 200), side('right', 500), junction(4_000, 0.6)), 'junction');
    assert.equal(new Set(drawn.map((row) => tuple(row, ['left_id', 'right_id']))).size, 4_000);
    const counts = [...Map.groupBy(drawn, (row) => row['left_id']).values()].map((rows) => rows.length).sort((a, b) => b - a);
    assert.ok((counts[0] ?? 0) > 5 * (4_000 / 200), `the first parent has ${counts[0]} of 4,000 rows`);
  });

  it('of a junction inside a tenant agree and never repeat', () => {
    fc.assert(fc.property(seeds, (seed) => {
      const inTenant = (name: string, rows: number) =>
        table(name, rows, [reference('tenant_id', 'tenant'), field('id', SEQUENCE)], { primaryKey: ['tenant_id', 'id'], foreignKeys: [{ fields: ['tenant_id'], table: 'tenant', references: ['id'] }] });
      const member = table('member', 150, [reference('tenant_id', 'tenant'), reference('user_id', 'user'), reference('team_id', 'team')], {
        primaryKey: ['tenant_id', 'user_id', 'team_id'],
        foreignKeys: [{ fields: ['tenant_id', 'user_id'], table: 'user', references: ['tenant_id', 'id'] }, { fields: ['tenant_id', 'team_id'], table: 'team', references: ['tenant_id', 'id'] }],
      });
      const plan = planOf(seed, side('tenant', 5), inTenant('user', 40), inTenant('team', 25), member);
      assert.equal(compilePlan(plan).keys('member').capacity, 200);
      const rows = allRows(plan, 'member');
      assert.equal(new Set(rows.map((row) => tuple(row, ['tenant_id', 'user_id', 'team_id']))).size, 150);
      const teams = new Set(allRows(plan, 'team').map((row) => tuple(row, ['tenant_id', 'id'])));
      assert.ok(rows.every((row) => teams.has(tuple(row, ['tenant_id', 'team_id']))));
    }), { numRuns: 15 });
  });

  it('with a number beside them count 1, 2, 3 within each parent', () => {
    const line = table('line', 900, [reference('order_id', 'order', 'id', { skew: 0.4 }), field('line_number', { kind: 'integer', minimum: 1, maximum: 99 })], {
      primaryKey: ['order_id', 'line_number'], foreignKeys: [{ fields: ['order_id'], table: 'order', references: ['id'] }],
    });
    const byOrder = Map.groupBy(allRows(planOf(11, side('order', 300), line), 'line'), (row) => row['order_id']);
    for (const lines of byOrder.values()) assert.deepEqual(lines.map((row) => row['line_number']).sort((a, b) => Number(a) - Number(b)), lines.map((_, index) => index + 1));
  });

  it('that a check keeps apart never meet', () => {
    fc.assert(fc.property(seeds, fc.integer({ min: 2, max: 30 }), fc.boolean(), (seed, users, unique) => {
      const different = { sql: 'a_id <> b_id', condition: { kind: 'call', name: '<>', args: [{ kind: 'field', name: 'a_id' }, { kind: 'field', name: 'b_id' }] } } as const;
      const pair = table('pair', unique ? users * (users - 1) : 200, [reference('a_id', 'user'), reference('b_id', 'user')], {
        ...(unique ? { primaryKey: ['a_id', 'b_id'] } : {}),
        foreignKeys: [{ fields: ['a_id'], table: 'user', references: ['id'] }, { fields: ['b_id'], table: 'user', references: ['id'] }],
        checks: [different],
      });
      const rows = allRows(planOf(seed, side('user', users), pair), 'pair');
      assert.ok(rows.every((row) => row['a_id'] !== row['b_id']));
      if (unique) assert.equal(new Set(rows.map((row) => tuple(row, ['a_id', 'b_id']))).size, rows.length);
    }), runs);
  });
});

describe('self-references', () => {
  it('lead to an earlier row; row 0 has none, or itself where it must have one', () => {
    fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 2_000 }), fc.boolean(), (seed, rows, nullable) => {
      const people = table('person', rows, [field('id', SEQUENCE), reference('boss_id', 'person', 'id', { nullable, nullShare: 0 })], { primaryKey: ['id'], foreignKeys: [{ fields: ['boss_id'], table: 'person', references: ['id'] }] });
      allRows(planOf(seed, people), 'person').forEach((row, index) => {
        if (index === 0) assert.equal(row['boss_id'], nullable ? null : 1);
        else assert.ok(Number(row['boss_id']) >= 1 && Number(row['boss_id']) < Number(row['id']));
      });
    }), runs);
  });

  it('that hand a field down share one value of it', () => {
    fc.assert(fc.property(seeds, fc.boolean(), (seed, nullable) => {
      const folder = table('folder', 200, [field('shop_id', { kind: 'integer', minimum: 1, maximum: 9 }), field('id', SEQUENCE), reference('parent_id', 'folder', 'id', { nullable })], {
        primaryKey: ['shop_id', 'id'],
        foreignKeys: [{ fields: ['shop_id', 'parent_id'], table: 'folder', references: ['shop_id', 'id'] }],
      });
      const rows = allRows(planOf(seed, folder), 'folder');
      const keys = new Set(rows.map((row) => tuple(row, ['shop_id', 'id'])));
      assert.equal(keys.size, 200);
      assert.equal(new Set(rows.map((row) => row['shop_id'])).size, 1);
      assert.ok(rows.every((row) => (nullable && row['parent_id'] === null) || keys.has(tuple(row, ['shop_id', 'parent_id']))));
    }), { numRuns: 15 });
  });

  it('inside a tenant stay inside it, without a cycle', () => {
    fc.assert(fc.property(seeds, (seed) => {
      const folder = table('folder', 200, [reference('tenant_id', 'tenant'), field('id', SEQUENCE), reference('parent_id', 'folder', 'id', { nullable: true, nullShare: 0 })], {
        primaryKey: ['tenant_id', 'id'],
        foreignKeys: [{ fields: ['tenant_id'], table: 'tenant', references: ['id'] }, { fields: ['tenant_id', 'parent_id'], table: 'folder', references: ['tenant_id', 'id'] }],
      });
      const rows = allRows(planOf(seed, table('tenant', 6, [field('id', SEQUENCE)], { primaryKey: ['id'] }), folder), 'folder');
      const byKey = new Map(rows.map((row) => [tuple(row, ['tenant_id', 'id']), row]));
      for (const row of rows) {
        let at: typeof row | undefined = row;
        for (let steps = 0; at !== undefined && at['parent_id'] !== null; steps++) {
          assert.ok(steps < 200, 'a cycle');
          at = byKey.get(tuple(at, ['tenant_id', 'parent_id']));
          assert.notEqual(at, undefined);
        }
      }
    }), { numRuns: 15 });
  });
});

describe('a tree inside few tenants', () => {
  it('is found at once among its siblings: each row finds its own place, whichever way its tenant is drawn', () => {
    fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 20 }), (seed, rows, tenants) => {
      const tenant = table('tenant', tenants, [field('id', SEQUENCE)], { primaryKey: ['id'] });
      const member = table('member', rows, [field('id', SEQUENCE), reference('tenant_id', 'tenant', 'id', { skew: 0.5 })], { primaryKey: ['id'], foreignKeys: [{ fields: ['tenant_id'], table: 'tenant', references: ['id'] }] });
      const { draws } = compilePlan(planOf(seed, tenant, member)).table('member') as unknown as { draws: KeyDraws };
      for (let parent = 0; parent < tenants; parent++) {
        const siblings = draws.childrenOf(0, parent);
        for (let place = 0; place < (siblings?.count ?? 0); place++) assert.equal(siblings?.placeOf(siblings.at(place)), place);
      }
    }), runs);
  });
});

describe('tables in a circle', () => {
  it('refer to one another without waiting for one another', () => {
    fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 200 }), (seed, teams, people) => {
      const team = table('team', teams, [field('id', SEQUENCE), reference('lead_id', 'person')], { primaryKey: ['id'], foreignKeys: [{ fields: ['lead_id'], table: 'person', references: ['id'] }] });
      const person = table('person', people, [field('id', SEQUENCE), reference('team_id', 'team')], { primaryKey: ['id'], foreignKeys: [{ fields: ['team_id'], table: 'team', references: ['id'] }] });
      const plan = planOf(seed, team, person);
      assert.ok(allRows(plan, 'team').every((row) => Number(row['lead_id']) >= 1 && Number(row['lead_id']) <= people));
      assert.ok(allRows(plan, 'person').every((row) => Number(row['team_id']) >= 1 && Number(row['team_id']) <= teams));
    }), runs);
  });
});

describe('counts that keys cannot hold', () => {
  const codes = (rows: number) => ({
    schema: { tables: [table('t', 0, [field('code', { kind: 'category', values: ['a', 'b', 'c'].map((value) => ({ value, weight: 1 })) })], { uniqueKeys: [['code']] })] },
    rows, rowsPerTable: {}, seed: 1, reference: '2026-01-01T00:00:00.000Z', maxRows: 1_000,
  });

  it('are refused where the table is the only one or is named', () => {
    assert.throws(() => freezePlan(codes(5)), /table t can hold 3 rows.*got 5/s);
    const two = { ...codes(2), schema: { tables: [...codes(2).schema.tables, table('u', 0, [field('id', SEQUENCE)], { primaryKey: ['id'] })] }, rowsPerTable: { t: 5 } };
    assert.throws(() => freezePlan(two), (error: Error & { issues?: { path: string[] }[] }) => error.issues?.[0]?.path.join('.') === 'rowsPerTable.t');
  });

  it('are capped with a warning where the table is one of several', () => {
    const request = { ...codes(5), schema: { tables: [...codes(5).schema.tables, table('u', 0, [field('id', SEQUENCE)], { primaryKey: ['id'] })] } };
    const { plan, warnings } = freezePlan(request);
    assert.deepEqual(plan.tables.map(({ name, rows }) => [name, rows]), [['t', 3], ['u', 5]]);
    assert.match(warnings.join('\n'), /table t can hold 3 rows.*capped from 5/);
  });

  it('leave the plan as asked where they fit', () => {
    const { plan, warnings } = freezePlan(codes(3));
    assert.equal(plan.tables[0]?.rows, 3);
    assert.deepEqual(warnings, []);
  });
});

describe('rows', () => {
  const plan = planOf(99, table('parent', 50, [field('id', SEQUENCE), field('size', { kind: 'integer', minimum: 1, maximum: 1_000_000 })], { primaryKey: ['id'] }),
    table('child', 400, [field('id', SEQUENCE), reference('parent_id', 'parent'), field('n', { kind: 'integer', minimum: 1, maximum: 1_000_000 })], { primaryKey: ['id'], foreignKeys: [{ fields: ['parent_id'], table: 'parent', references: ['id'] }] }));

  it('are the same in any order and from any start', () => {
    const whole = [...compilePlan(plan).table('child').rows(0, 400)];
    fc.assert(fc.property(fc.nat(399), fc.nat(399), (a, b) => {
      const [first, last] = a < b ? [a, b] : [b, a];
      assert.deepEqual([...compilePlan(plan).table('child').rows(first, last)], whole.slice(first, last));
    }), { numRuns: 60 });
  });

  it('keep their values when a field or a table comes in', () => {
    const child = plan.tables[1];
    assert.ok(child !== undefined);
    const wider = planOf(99, table('new', 10, [field('id', SEQUENCE)], { primaryKey: ['id'] }), plan.tables[0] ?? child, { ...child, fields: [field('extra', { kind: 'integer', minimum: 0, maximum: 9 }), ...child.fields] });
    const before = allRows(plan, 'child');
    assert.deepEqual(allRows(wider, 'child').map(({ extra: _, ...row }) => row), before);
  });

  it('change with the seed', () => {
    assert.notDeepEqual(allRows({ ...plan, seed: 100 }, 'child'), allRows(plan, 'child'));
  });
});
