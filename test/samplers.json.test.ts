// JSON values made of parts: arrays within their bounds, members that are there at their share, mixtures by weight, and what is refused.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { InvalidInput, RowFailure } from '../src/domain/errors.ts';
import type { Generator } from '../src/domain/generator.ts';
import { importDefinition } from '../src/domain/import/definition.ts';
import type { Value } from '../src/domain/schema.ts';
import { cursorOf, fieldOf, samplerOf } from './support/samples.ts';
import { startService, type Service } from './support/service.ts';

const field = fieldOf('JSON');

function drawn<Kind extends Value>(generator: Generator, rows = 400): readonly Kind[] {
  const sampler = samplerOf(generator, field);
  return Array.from({ length: rows }, (_, index) => sampler(cursorOf(index)) as Kind);
}

const integers = (maximum: number): Generator => ({ kind: 'integer', minimum: 1, maximum });
const category = (...values: readonly Value[]): Generator => ({ kind: 'category', values: values.map((value) => ({ value, weight: 1 })) });

describe('an array', () => {
  it('has as many items as its bounds say, every count met', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }), (minimum, more) => {
      const sizes = new Set(drawn<readonly Value[]>({ kind: 'array', items: integers(9), minimum, maximum: minimum + more }).map(({ length }) => length));
      assert.deepEqual([...sizes].toSorted((a, b) => a - b), Array.from({ length: more + 1 }, (_, i) => minimum + i));
    }), { numRuns: 20 });
  });

  it('has items that differ, and rows that differ, at every depth', () => {
    const pairs = drawn<readonly (readonly number[])[]>({ kind: 'array', items: { kind: 'array', items: { kind: 'float', minimum: 0, maximum: 1 }, minimum: 2, maximum: 2 }, minimum: 3, maximum: 3 });
    assert.equal(new Set(pairs.flat(2)).size, 6 * pairs.length);
  });

  it('has items of their own kinds in front, and others behind', () => {
    const lists = drawn<readonly Value[]>({ kind: 'array', first: [category('a'), { kind: 'boolean', share: 0.5 }], items: integers(9), minimum: 1, maximum: 4 });
    for (const list of lists) assert.deepEqual(list.map((one) => typeof one), ['string', 'boolean', 'number', 'number'].slice(0, list.length));
    assert.equal(new Set(lists.map(({ length }) => length)).size, 4);
  });

  it('has items whose own parts belong together', () => {
    const people = drawn<readonly { readonly first: string; readonly full: string }[]>({ kind: 'array', minimum: 2, maximum: 2, items: { kind: 'object', fields: [{ name: 'first', generator: { kind: 'semantic', of: 'FIRST_NAME' } }, { name: 'full', generator: { kind: 'semantic', of: 'FULL_NAME' } }] } }).flat();
    for (const { first, full } of people) assert.ok(full.includes(first), `${full} is not ${first}`);
    assert.ok(new Set(people.map(({ full }) => full)).size > 700);
  });

  it('has no item twice where it is unique, down to the last value', () => {
    for (const items of [category('a', 'b', 'c', { d: 1 }), category(true, false, null, 7)]) {
      for (const list of drawn<readonly Value[]>({ kind: 'array', items, minimum: 4, maximum: 9, unique: true })) assert.equal(new Set(list.map((one) => JSON.stringify(one))).size, 4);
    }
    for (const list of drawn<readonly Value[]>({ kind: 'array', items: integers(8), minimum: 0, maximum: 6, unique: true })) assert.equal(new Set(list).size, list.length);
  });

  it('is refused where it cannot be, and fails its row where too few items differ', () => {
    for (const [minimum, maximum] of [[2, 1], [-1, 2], [0, 1.5], [0, 2_001], [Number.NaN, 2]] as const) assert.throws(() => samplerOf({ kind: 'array', items: integers(9), minimum, maximum }, field), InvalidInput);
    assert.throws(() => samplerOf({ kind: 'array', items: category('a', 'b'), minimum: 3, maximum: 3, unique: true }, field), InvalidInput);
    assert.throws(() => drawn({ kind: 'array', items: { kind: 'constant', value: 1 }, minimum: 2, maximum: 2, unique: true }), RowFailure);
  });
});

describe('a member of an object', () => {
  it('is there at its share', () => {
    const objects = drawn<{ readonly [key: string]: Value }>({ kind: 'object', fields: [{ name: 'always', generator: integers(9) }, { name: 'often', generator: integers(9), share: 0.7 }, { name: 'never', generator: integers(9), share: 0 }] }, 4_000);
    const count = (name: string): number => objects.filter((one) => Object.hasOwn(one, name)).length;
    assert.deepEqual([count('always'), count('never')], [4_000, 0]);
    assert.ok(Math.abs(count('often') - 2_800) < 150, String(count('often')));
  });
});

describe('a mixture', () => {
  it('draws its parts by weight, each of its own type', () => {
    const values = drawn({ kind: 'mixture', parts: [{ generator: integers(9), weight: 3 }, { generator: { kind: 'object', fields: [{ name: 'a', generator: integers(9) }] }, weight: 1 }, { generator: category('never'), weight: 0 }] }, 4_000);
    const numbers = values.filter((value) => typeof value === 'number').length;
    assert.ok(Math.abs(numbers - 3_000) < 150, String(numbers));
    assert.ok(!values.includes('never'));
  });

  it('fits a field of a type', async () => {
    const generator: Generator = { kind: 'mixture', parts: [{ generator: { kind: 'uuid' }, weight: 1 }, { generator: integers(9), weight: 1 }] };
    const sampler = samplerOf(generator, { ...fieldOf('STRING'), maxLength: 8 });
    for (let row = 0; row < 100; row++) assert.match(String(sampler(cursorOf(row))), /^(?:[0-9a-f]{8}|\d)$/);
  });

  it('draws the same part as others of its role, and another part than those of none', () => {
    const parts = [{ generator: category('a'), weight: 1 }, { generator: category('b'), weight: 2 }];
    const agreeing = (one: { readonly role?: string }, other: { readonly role?: string }): number => {
      const pairs = drawn<{ readonly one: Value; readonly other: Value }>({ kind: 'object', fields: [{ name: 'one', generator: { kind: 'mixture', parts, ...one } }, { name: 'other', generator: { kind: 'mixture', parts, ...other } }] });
      return pairs.filter((pair) => pair.one === pair.other).length;
    };
    assert.equal(agreeing({ role: 'shape' }, { role: 'shape' }), 400);
    for (const [one, other] of [[{}, {}], [{ role: 'shape' }, {}], [{ role: 'shape' }, { role: 'size' }]] as const) assert.ok(agreeing(one, other) < 280);
  });

  it('is refused without a part that has a chance', () => {
    for (const parts of [[], [{ generator: integers(9), weight: 0 }], [{ generator: integers(9), weight: -1 }]]) assert.throws(() => samplerOf({ kind: 'mixture', parts }, field), InvalidInput);
  });
});

describe('a JSON value', () => {
  const deep = (levels: number, maximum: number): Generator => (levels === 0 ? integers(9) : { kind: 'array', items: deep(levels - 1, maximum), minimum: 0, maximum });
  const refusal = (generator: Generator): Promise<unknown> => importDefinition({ kind: 'fields', fields: [{ name: 'a', type: 'JSON', nullable: false, unique: false, generator }] });

  it('of too many values, or nested too deeply, is refused before any is made', async () => {
    await assert.rejects(refusal(deep(4, 100)), /at most 2000 values in one JSON value/);
    await assert.rejects(refusal(deep(9, 1)), /deep in one another/);
    await refusal(deep(3, 10));
  });
});

describe('arrays and mixtures through the API', () => {
  let service: Service;
  before(async () => {
    service = await startService();
  });
  after(async () => {
    await service?.[Symbol.asyncDispose]();
  });

  it('are asked for, made and shown', async () => {
    const tags = { array: { items: { category: { values: [{ value: 'a' }, { value: 'b' }] } }, minimum: 1, maximum: 2, unique: true } };
    const ref = { mixture: { parts: [{ generator: { uuid: true } }, { generator: { integer: { minimum: 1, maximum: 9 } }, weight: 2 }] } };
    const { data, errors } = await service.ask(`query($definition: SchemaDefinition!) { outcome: previewSchema(definition: $definition, rows: 9) { ... on SchemaPreview {
      tables { fields { generator { summary ... on ArrayGenerator { minimum maximum unique } ... on MixtureGenerator { parts { weight } } ... on ObjectGenerator { fields { share } } } } } rows { values } } } }`, {
      definition: { fields: [{ name: 'tags', type: 'JSON', generator: tags }, { name: 'ref', type: 'JSON', generator: ref }, { name: 'more', type: 'JSON', generator: { object: { fields: [{ name: 'tags', generator: tags }, { name: 'ref', generator: ref, share: 0.5 }] } } }] },
    });
    const outcome = data?.['outcome'] as { tables: { fields: { generator: object }[] }[]; rows: { values: { more: { tags: string[]; ref?: string | number } } }[] } | undefined;
    assert.deepEqual(outcome?.tables[0]?.fields.map((one) => one.generator), [
      { summary: 'A list of 1 to 2 items, none twice (one of a, b)', minimum: 1, maximum: 2, unique: true },
      { summary: 'Random UUIDs (33.3 %), or whole numbers from 1 to 9, each alike (66.7 %)', parts: [{ weight: 1 }, { weight: 2 }] },
      { summary: 'An object of tags (a list of 1 to 2 items, none twice (one of a, b)), ref (random UUIDs (33.3 %), or whole numbers from 1 to 9, each alike (66.7 %))', fields: [{ share: 1 }, { share: 0.5 }] },
    ], JSON.stringify(errors));
    for (const { values: { more } } of outcome.rows) {
      assert.ok(more.tags.length >= 1 && new Set(more.tags).size === more.tags.length);
      assert.ok(more.ref === undefined || typeof more.ref === 'number' || /^[0-9a-f-]{36}$/.test(more.ref));
    }
  });
});
