// Random graphs of tables: whatever keys they have, every key is unique and every reference leads to a row, or the plan says which cannot be.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { InvalidInput } from '../src/domain/errors.ts';
import { freezePlan } from '../src/domain/freeze.ts';
import type { PlannedTable } from '../src/domain/plan.ts';
import { keysOf, type Field, type ForeignKey } from '../src/domain/schema.ts';
import { allRows, field, reference, SEQUENCE, table, tuple } from './support/plans.ts';

interface Link {
  readonly to: number;
  readonly nullable: boolean;
  readonly unique: boolean;
}

interface Shape {
  readonly key: 'sequence' | 'uuid' | 'pair' | 'numbered' | 'shared';
  readonly links: readonly Link[];
  readonly extra: boolean;
}

const linkShape = (tables: number) => fc.record({ to: fc.nat(tables - 1), nullable: fc.boolean(), unique: fc.boolean() });
const shapes = fc.integer({ min: 1, max: 6 }).chain((tables) =>
  fc.array(fc.record({ key: fc.constantFrom<Shape['key']>('sequence', 'uuid', 'pair', 'numbered', 'shared'), links: fc.array(linkShape(tables), { maxLength: 3 }), extra: fc.boolean() }), { minLength: tables, maxLength: tables }),
);

const nameOf = (index: number): string => `t${index}`;

/** Only tables that come earlier and have a key of one field can be referred to by a key: else a key could be its own foreign key. */
function tableOf({ key, links, extra }: Shape, index: number, all: readonly Shape[]): PlannedTable {
  const simple = all.flatMap((shape, at) => (shape.key === 'sequence' || shape.key === 'uuid' ? [at] : []));
  const earlier = simple.filter((at) => at < index);
  const fields: Field[] = [];
  const foreignKeys: ForeignKey[] = [];
  const uniqueKeys: string[][] = [];
  let primaryKey: string[] = [];
  const link = (name: string, to: number, nullable = false): void => {
    fields.push(reference(name, nameOf(to), 'id', { nullable, nullShare: nullable ? 0.2 : 0, skew: 0.3 }));
    foreignKeys.push({ fields: [name], table: nameOf(to), references: ['id'] });
  };
  const [first, second] = [earlier[0], earlier.at(-1)];
  if (key === 'pair' && first !== undefined && second !== undefined) {
    link('left', first);
    link('right', second);
    primaryKey = ['left', 'right'];
  } else if (key === 'numbered' && first !== undefined) {
    link('owner', first);
    fields.push(field('position', { kind: 'integer', minimum: 1, maximum: 50 }));
    primaryKey = ['owner', 'position'];
  } else if (key === 'shared' && first !== undefined) {
    link('twin', first);
    primaryKey = ['twin'];
  } else {
    fields.push(field('id', key === 'uuid' ? { kind: 'uuid' } : SEQUENCE));
    primaryKey = ['id'];
  }
  links.forEach(({ to, nullable, unique }, at) => {
    if (!simple.includes(to)) return;
    link(`link${at}`, to, nullable);
    if (unique) uniqueKeys.push([`link${at}`]);
  });
  if (extra) {
    fields.push(field('code', { kind: 'integer', minimum: 1, maximum: 400 }));
    uniqueKeys.push(links.length > 0 && simple.includes(links[0]?.to ?? -1) ? ['link0', 'code'] : ['code']);
  }
  return table(nameOf(index), 0, fields, { primaryKey, uniqueKeys, foreignKeys });
}

describe('random graphs of tables', () => {
  it('have unique keys and no orphan', () => {
    let planned = 0;
    fc.assert(fc.property(shapes, fc.integer({ min: 1, max: 150 }), fc.nat(), (drawn, rows, seed) => {
      const schema = { tables: drawn.map(tableOf) };
      let frozen;
      try {
        frozen = freezePlan({ schema, rows, rowsPerTable: {}, seed, reference: '2026-01-01T00:00:00.000Z', maxRows: 10_000 });
      } catch (error) {
        assert.ok(error instanceof InvalidInput, String(error)); // one table that cannot hold its rows
        return;
      }
      planned++;
      const { plan, warnings } = frozen;
      const data = new Map(plan.tables.map((one) => [one.name, allRows(plan, one.name)]));
      for (const one of plan.tables) {
        const own = data.get(one.name) ?? [];
        for (const key of keysOf(one)) {
          if (warnings.some((warning) => warning.includes(`table ${one.name}: the unique key (${key.join(', ')})`))) continue;
          const whole = own.filter((row) => key.every((name) => row[name] !== null));
          assert.equal(new Set(whole.map((row) => tuple(row, key))).size, whole.length, `${one.name}(${key.join()}) repeats`);
        }
        for (const { fields, table: parent, references } of one.foreignKeys) {
          const keys = new Set((data.get(parent) ?? []).map((row) => tuple(row, references)));
          const orphans = own.filter((row) => fields.every((name) => row[name] !== null) && !keys.has(tuple(row, fields)));
          assert.equal(orphans.length, 0, `${one.name}(${fields.join()}) has ${orphans.length} orphans`);
        }
      }
    }), { numRuns: 400 });
    assert.ok(planned > 200, `only ${planned} graphs could be planned`);
  });
});
