// What common columns become, and what no choice may ever break: given generators, bounds, keys, determinism.
import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chooseGenerators, DEFAULT_SKEW } from '../src/domain/choose.ts';
import type { Expression } from '../src/domain/expression.ts';
import type { Generator } from '../src/domain/generator.ts';
import { importDefinition } from '../src/domain/import/definition.ts';
import { MAX_BINARY_BYTES, MAX_PLACES } from '../src/domain/limits.ts';
import { makeSampler } from '../src/domain/samplers/make.ts';
import { FIELD_TYPES } from '../src/domain/schema.ts';
import type { Check, Field, FieldType, Table } from '../src/domain/schema.ts';
import { validateSchema } from '../src/domain/validate.ts';
import { COMMON_COLUMNS, fieldNamed, tableWith } from './support/common-columns.ts';
import type { Line } from './support/common-columns.ts';

function chosen(table: Table, name: string, others: readonly Table[] = []): Generator {
  const generator = chooseGenerators({ tables: [table, ...others] }).tables[0]?.fields.find((field) => field.name === name)?.generator;
  assert.ok(generator !== undefined, `${name} has no generator`);
  return generator;
}

function inShort(generator: Generator): string {
  switch (generator.kind) {
    case 'semantic': return generator.of + (generator.role === undefined ? '' : `/${generator.role}`);
    case 'category': return `category ${generator.values.slice(0, 2).map(({ value }) => JSON.stringify(value)).join()}`;
    case 'pattern': return `pattern ${generator.regex}`;
    case 'integer': case 'float': case 'decimal': return `${generator.kind} ${generator.minimum}..${generator.maximum}`;
    case 'date': case 'datetime': case 'time': return `${generator.kind} ${generator.from.slice(0, 10)}..${generator.to.slice(0, 10)}`;
    case 'after': return `after ${generator.field}`;
    case 'conditional': return `${generator.cases.map(({ when, then }) => `${when}: ${inShort(then)}`).join(', ')}, else ${generator.otherwise === undefined ? 'null' : inShort(generator.otherwise)}`;
    case 'boolean': return `boolean ${generator.share}`;
    default: return generator.kind;
  }
}

function tableOfLine(line: Line): Table {
  const fields = COMMON_COLUMNS.filter((other) => other.table === line.table && (!other.key || other === line)).map((other) => other.field);
  return tableWith(line.table, fields, { primaryKey: line.key ? [line.field.name] : [] });
}

const literal = (value: string | number): Expression => ({ kind: 'literal', value });
const named = (name: string): Expression => ({ kind: 'field', name });
const call = (name: string, ...args: Expression[]): Expression => ({ kind: 'call', name, args });
const check = (condition: Expression): Check => ({ sql: 'as in the test', condition });

describe('chooseGenerators: common columns', () => {
  it('knows at least 150 common columns', () => {
    assert.ok(COMMON_COLUMNS.length >= 150);
  });

  for (const line of COMMON_COLUMNS) {
    it(`makes ${line.table}.${line.field.name} ${line.field.type}${line.field.maxLength ?? ''}${line.key ? ' (key)' : ''} a ${line.expected}`, () => {
      assert.equal(inShort(chosen(tableOfLine(line), line.field.name)), line.expected);
    });
  }

  it('chooses what can be sampled, within the length of the field', () => {
    for (const line of COMMON_COLUMNS) {
      const generator = chosen(tableOfLine(line), line.field.name);
      const sampler = makeSampler(generator, line.field, { seed: 3, table: line.table, field: line.field.name, reference: '2026-01-01T00:00:00Z', locale: 'en' });
      for (let index = 0; index < 20; index++) {
        const value = sampler({ index, attempt: 0, read: () => '2024-02-29' });
        assert.notEqual(value, undefined);
        if (typeof value === 'string' && line.field.type === 'STRING') assert.ok(value.length <= (line.field.maxLength ?? Infinity), `${line.field.name}: ${value}`);
      }
    }
  });
});

describe('chooseGenerators: keys and constraints', () => {
  it('leaves a given generator as it is', () => {
    const given: Generator = { kind: 'constant', value: 'x' };
    assert.equal(chosen(tableWith('t', [fieldNamed('email', 'STRING', { generator: given })]), 'email'), given);
  });

  it('refers to the parent where a field is part of a foreign key', () => {
    const parent = tableWith('customers', [fieldNamed('id', 'INTEGER')], { primaryKey: ['id'] });
    const child = tableWith('orders', [fieldNamed('buyer', 'INTEGER')], { foreignKeys: [{ fields: ['buyer'], table: 'customers', references: ['id'] }] });
    assert.deepEqual(chosen(child, 'buyer', [parent]), { kind: 'reference', table: 'customers', field: 'id', skew: DEFAULT_SKEW });
  });

  it('counts up from where an identity starts', () => {
    assert.deepEqual(chosen(tableWith('t', [fieldNamed('n', 'INTEGER', { identity: { always: true, start: 100, step: 10 } })]), 'n'), { kind: 'sequence', start: 100, step: 10 });
  });

  it('computes a generated column, and says how in SQL', () => {
    const computed = call('*', named('price'), call('+', named('quantity'), literal(1)));
    const generator = chosen(tableWith('t', [fieldNamed('price', 'DECIMAL'), fieldNamed('quantity', 'INTEGER'), fieldNamed('total', 'DECIMAL', { computed })]), 'total');
    assert.deepEqual(generator, { kind: 'expression', sql: 'price * (quantity + 1)', expression: computed });
  });

  it('takes an enum and an IN list as the only values, the default more often', () => {
    const enumerated = chosen(tableWith('t', [fieldNamed('mood', 'STRING', { values: ['sad', 'ok'], defaultTo: literal('ok') })]), 'mood');
    assert.deepEqual(enumerated, { kind: 'category', values: [{ value: 'sad', weight: 1 }, { value: 'ok', weight: 3 }] });
    const listed = chosen(tableWith('t', [fieldNamed('email', 'TEXT')], { checks: [check(call('in', named('email'), literal('a'), literal('b')))] }), 'email');
    assert.deepEqual(listed.kind === 'category' && listed.values.map(({ value }) => value), ['a', 'b']);
  });

  it('keeps every number inside type, precision and checks', () => {
    const bound = fc.integer({ min: -2000, max: 3000 });
    fc.assert(fc.property(fc.constantFrom('price', 'age', 'quantity', 'rating', 'discount', 'year', 'x', 'latitude', 'is_ok', 'status_code', 'level'), fc.constantFrom<FieldType>('INTEGER', 'FLOAT', 'DECIMAL'), fc.option(bound), fc.option(fc.nat(500)), fc.boolean(), (name, type, low, width, unique) => {
      const least = low ?? undefined;
      const most = width === null ? undefined : (low ?? 0) + width;
      const checks = [...(least === undefined ? [] : [check(call('>=', named(name), literal(least)))]), ...(most === undefined ? [] : [check(call('<=', named(name), literal(most)))])];
      const field = fieldNamed(name, type, { ...(type === 'INTEGER' ? { minimum: -32_768, maximum: 32_767 } : {}), ...(type === 'DECIMAL' ? { precision: 7, scale: 2 } : {}) });
      const generator = chosen(tableWith('things', [field], { checks, uniqueKeys: unique ? [[name]] : [] }), name);
      const sampler = makeSampler(generator, field, { seed: 1, table: 'things', field: name, reference: '2026-01-01T00:00:00Z', locale: 'en' });
      for (let index = 0; index < 15; index++) {
        const value = Number(sampler({ index, attempt: 0, read: () => null }));
        assert.ok(value >= (least ?? -Infinity) && value <= (most ?? Infinity), `${JSON.stringify(generator)} gave ${value}`);
        if (type === 'INTEGER') assert.ok(Math.abs(value) <= 32_768);
        if (type === 'DECIMAL') assert.ok(Math.abs(value) < 100_000);
      }
    }), { numRuns: 300 });
  });

  it('keeps an e-mail an e-mail under LIKE, and gives way to a pattern where words would fail', () => {
    const email = tableWith('users', [fieldNamed('email', 'TEXT')], { checks: [check(call('like', named('email'), literal('%@%')))] });
    assert.equal(inShort(chosen(email, 'email')), 'EMAIL');
    const code = tableWith('users', [fieldNamed('name', 'TEXT')], { checks: [check(call('like', named('name'), literal('X-%')))] });
    assert.equal(chosen(code, 'name').kind, 'pattern');
  });

  it('draws as many bytes as a check asks for', () => {
    const binary = (bounds: Partial<Field>, least?: number): Generator => {
      const checks = least === undefined ? [] : [{ sql: '', condition: { kind: 'call', name: '>=', args: [{ kind: 'call', name: 'octet_length', args: [{ kind: 'field', name: 'hash' }] }, { kind: 'literal', value: least }] } } satisfies Check];
      return chosen(tableWith('file', [{ name: 'hash', type: 'BINARY', nullable: false, ...bounds }], { checks }), 'hash');
    };
    assert.deepEqual(binary({}), { kind: 'bytes', minimum: 16, maximum: 64 });
    assert.deepEqual(binary({ maxLength: 4 }), { kind: 'bytes', minimum: 4, maximum: 4 });
    assert.deepEqual(binary({}, 100), { kind: 'bytes', minimum: 100, maximum: 100 });
  });

  it('draws no more bytes and digits than samplers take, whatever a check or a type asks for', async () => {
    const { schema } = await importDefinition({ kind: 'sql', dialect: 'POSTGRESQL', text: 'CREATE TABLE file (body bytea NOT NULL CHECK (octet_length(body) >= 100000), ratio numeric(400, 300) NOT NULL)' });
    const made = chooseGenerators(schema);
    assert.deepEqual(made.tables[0]?.fields.map(({ generator }) => generator), [{ kind: 'bytes', minimum: MAX_BINARY_BYTES, maximum: MAX_BINARY_BYTES }, { kind: 'decimal', minimum: 0, maximum: 1, places: MAX_PLACES }]);
    assert.deepEqual(validateSchema(made), []);
  });

  it('finds longer texts where a check asks for them', () => {
    const table = tableWith('users', [fieldNamed('name', 'TEXT')], { checks: [check(call('>=', call('length', named('name')), literal(30)))] });
    assert.equal(inShort(chosen(table, 'name')), 'SENTENCE');
  });

  it('orders moments by name and by check, never in a circle and never from null into NOT NULL', () => {
    const table = tableWith('t', [fieldNamed('created_at', 'DATETIME'), fieldNamed('updated_at', 'DATETIME')]);
    assert.deepEqual(chosen(table, 'updated_at'), { kind: 'after', field: 'created_at', minSeconds: 1, maxSeconds: 365 * 86_400 });
    const turned = tableWith('t', table.fields, { checks: [check(call('<', named('updated_at'), named('created_at')))] });
    assert.equal(inShort(chosen(turned, 'created_at')), 'after updated_at');
    assert.equal(chosen(turned, 'updated_at').kind, 'datetime');
    const given = tableWith('t', [fieldNamed('created_at', 'DATETIME', { generator: { kind: 'after', field: 'updated_at', minSeconds: 1, maxSeconds: 2 } }), fieldNamed('updated_at', 'DATETIME')]);
    assert.equal(chosen(given, 'updated_at').kind, 'datetime');
    const nullable = tableWith('t', [fieldNamed('created_at', 'DATETIME', { nullable: true }), fieldNamed('updated_at', 'DATETIME')]);
    assert.equal(chosen(nullable, 'updated_at').kind, 'datetime');
  });

  it('gives unique columns room: no handful of values, wide numbers, codes where tags have no room', () => {
    const unique = (name: string, type: FieldType, more: Partial<Field> = {}) => chosen(tableWith('things', [fieldNamed(name, type, more)], { uniqueKeys: [[name]] }), name);
    assert.equal(inShort(unique('status', 'STRING')), 'TITLE');
    assert.equal(inShort(unique('rating', 'INTEGER')), 'integer 1..2000000001');
    assert.equal(inShort(unique('name', 'STRING', { maxLength: 3 })), 'pattern [A-Z]{3}');
    assert.equal(inShort(unique('email', 'STRING', { maxLength: 40 })), 'EMAIL');
  });

  it('tells two people of one row apart, and lets the parts of one agree', () => {
    const table = tableWith('books', [fieldNamed('author', 'STRING'), fieldNamed('editor_name', 'STRING'), fieldNamed('manager', 'STRING'), fieldNamed('billing_city', 'STRING'), fieldNamed('billing_zip', 'STRING'), fieldNamed('ship_city', 'STRING')]);
    const roles = new Set(['author', 'manager'].map((name) => inShort(chosen(table, name))));
    assert.equal(roles.size, 2);
    assert.deepEqual(['billing_city', 'billing_zip', 'ship_city'].map((name) => inShort(chosen(table, name))), ['CITY/billing', 'POSTAL_CODE/billing', 'CITY/ship']);
  });

  it('reads a description where the name says nothing', () => {
    const described = (type: FieldType, description: string) => inShort(chosen(tableWith('data', [fieldNamed('c1', type, { description })]), 'c1'));
    assert.equal(described('STRING', "The customer's e-mail address"), 'EMAIL');
    assert.equal(described('STRING', 'One of: small, medium or large'), 'category "small","medium"');
    assert.equal(described('INTEGER', 'a mark between 3 and 7'), 'integer 3..7');
  });

  it('chooses the same whatever the order of fields and tables', () => {
    const fields = COMMON_COLUMNS.filter(({ table, key }) => !key && ['customers', 'orders', 'employees'].includes(table)).map(({ field }) => field);
    const distinct = [...new Map(fields.map((field) => [field.name, field])).values()];
    const byName = (list: readonly Field[]): ReadonlyMap<string, string> => new Map(chooseGenerators({ tables: [tableWith('people', list)] }).tables.flatMap(({ fields: made }) => made.map(({ name, generator }) => [name, JSON.stringify(generator)] as const)));
    const first = byName(distinct);
    fc.assert(fc.property(fc.shuffledSubarray(distinct, { minLength: distinct.length }), (shuffled) => {
      for (const [name, generator] of byName(shuffled)) assert.equal(generator, first.get(name));
    }), { numRuns: 30 });
  });

  it('chooses for any name, type and length without throwing', () => {
    const lengths = fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined });
    fc.assert(fc.property(fc.oneof(fc.string({ minLength: 1, maxLength: 40 }), fc.constantFrom('constructor', '__proto__', 'toString', 'hasOwnProperty_name', 'valueOf_code')), fc.oneof(fc.string({ maxLength: 20 }), fc.constant('constructor')), fc.constantFrom(...FIELD_TYPES), lengths, fc.boolean(), (name, table, type, maxLength, unique) => {
      const field = fieldNamed(name, type, maxLength === undefined ? {} : { maxLength });
      const generator = chosen(tableWith(table, [field], { uniqueKeys: unique ? [[name]] : [] }), name);
      assert.equal(typeof generator.kind, 'string');
      makeSampler(generator, field, { seed: 1, table, field: name, reference: '2026-01-01T00:00:00Z', locale: 'en' })({ index: 0, attempt: 0, read: () => null });
    }), { numRuns: 1500 });
  });
});
