// What makes no sense is told, with its place; what does passes. Definitions of every kind come through here.
import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { InvalidInput } from '../src/domain/errors.ts';
import { compileExpression } from '../src/domain/expression.ts';
import { importDefinition } from '../src/domain/import/definition.ts';
import type { Definition, FieldDraft, GeneratorDraft, TableDraft } from '../src/domain/import/draft.ts';
import { importSql } from '../src/domain/import/sql.ts';
import type { DataSchema, Field } from '../src/domain/schema.ts';
import { validateSchema } from '../src/domain/validate.ts';

function field(name: string, more: Partial<FieldDraft> = {}): FieldDraft {
  return { name, type: 'INTEGER', nullable: false, unique: false, ...more };
}

function table(name: string, fields: readonly FieldDraft[], more: Partial<TableDraft> = {}): TableDraft {
  return { name, fields, primaryKey: [], uniqueKeys: [], foreignKeys: [], checks: [], ...more };
}

async function schemaOf(definition: Definition): Promise<DataSchema> {
  return (await importDefinition(definition)).schema;
}

async function refusal(definition: Definition): Promise<InvalidInput> {
  try {
    await importDefinition(definition);
  } catch (error) {
    assert.ok(error instanceof InvalidInput, String(error));
    return error;
  }
  return assert.fail(`it was accepted: ${JSON.stringify(definition).slice(0, 200)}`);
}

async function refused(tables: readonly TableDraft[], message: RegExp, path?: readonly string[]): Promise<void> {
  const error = await refusal({ kind: 'tables', tables });
  const found = error.issues.find((issue) => message.test(issue.message));
  assert.ok(found, `${message} is not among ${error.message}`);
  if (path !== undefined) assert.deepEqual(found.path, path);
}

const ID = field('id');

describe('a definition of tables', () => {
  it('becomes a schema with its expressions parsed and its keys completed', async () => {
    const schema = await schemaOf({
      kind: 'tables',
      tables: [
        table('customer', [ID, field('email', { type: 'STRING', unique: true })], { primaryKey: ['id'] }),
        table('order', [ID, field('customer_id'), field('paid_by', { generator: { kind: 'reference', table: 'customer', field: 'id', skew: 0.5 } }), field('net', { type: 'DECIMAL', generator: { kind: 'decimal', minimum: 0, maximum: 10, places: 2 } }),
          field('gross', { type: 'DECIMAL', generator: { kind: 'expression', sql: 'net * 1.2' } })], { primaryKey: ['id'], foreignKeys: [{ fields: ['customer_id'], table: 'customer' }], checks: ['net >= 0'] }),
      ],
    });
    const [customer, order] = schema.tables;
    assert.deepEqual(customer?.uniqueKeys, [['email']]);
    assert.deepEqual(order?.foreignKeys, [{ fields: ['customer_id'], table: 'customer', references: ['id'] }, { fields: ['paid_by'], table: 'customer', references: ['id'] }]);
    assert.equal(order?.checks[0]?.sql, 'net >= 0');
    const gross = order?.fields[4]?.generator;
    assert.equal(gross?.kind === 'expression' ? gross.expression.kind : undefined, 'call');
    assert.equal(order?.fields[3]?.scale, 2);
  });

  it('tells each expression the types of the fields that it reads', async () => {
    const { tables } = await schemaOf({ kind: 'tables', tables: [table('t', [field('half', { type: 'FLOAT', generator: { kind: 'expression', sql: 'x / 2' } }), field('x', { type: 'FLOAT' }), field('n')], { checks: ['n / 2 = 3 and x / 2 > 3'] })] });
    const half = tables[0]?.fields[0]?.generator;
    assert.ok(half?.kind === 'expression');
    assert.equal(compileExpression(half.expression, { reference: '2026-01-01' })(() => 7), 3.5);
    assert.equal(compileExpression(tables[0]?.checks[0]?.condition ?? half.expression, { reference: '2026-01-01' })(() => 7), true);
  });

  it('with bad names is refused', async () => {
    await refused([], /no table/, ['tables']);
    await refused([table('t', [])], /no fields/, ['tables', 't']);
    await refused([table('', [ID])], /no name/);
    await refused([table('t', [ID]), table('t', [ID])], /twice/);
    await refused([table('t', [ID, ID])], /"id" is there twice/, ['tables', 't', 'fields', 'id']);
    await refused([table('t\n', [ID])], /cannot be shown/);
    await refused([table('__proto__', [ID])], /name of every object's prototype: rename it/);
    await refused([table('t', [field('\ud800')])], /cannot be shown/);
    await refused([table('x'.repeat(127), [ID])], /127 characters/);
    await refused([table('t', Array.from({ length: 1_601 }, (_, index) => field(`f${index}`)))], /1600/);
  });

  it('with keys that name what is not there, or may be null, is refused', async () => {
    await refused([table('t', [ID], { primaryKey: ['nope'] })], /"nope".*no field.*it has id/, ['tables', 't', 'primaryKey']);
    await refused([table('t', [field('id', { nullable: true })], { primaryKey: ['id'] })], /may be null/);
    await refused([table('t', [ID], { uniqueKeys: [['id', 'id']] })], /twice/);
    await refused([table('t', [ID], { foreignKeys: [{ fields: ['id'], table: 'no' }] })], /no table "no"/, ['tables', 't', 'foreignKeys']);
    await refused([table('p', [ID]), table('t', [ID], { foreignKeys: [{ fields: ['id'], table: 'p', references: ['id'] }] })], /no key of p/);
    await refused([table('p', [ID, field('b')], { primaryKey: ['id', 'b'] }), table('t', [ID], { foreignKeys: [{ fields: ['id'], table: 'p' }] })], /pairs 1 fields with 2/);
    await refused([table('p', [ID], { primaryKey: ['id'] }), table('t', [field('x', { type: 'DATE' })], { foreignKeys: [{ fields: ['x'], table: 'p' }] })], /x is DATE, but id is INTEGER/);
  });

  it('with generators that cannot work is refused, at the generator', async () => {
    const bad: readonly (readonly [Partial<FieldDraft>, RegExp])[] = [
      [{ generator: { kind: 'integer', minimum: 5, maximum: 1 } }, /smaller one first; got 5 to 1/], [{ generator: { kind: 'integer', minimum: 0.1, maximum: 0.9 } }, /no whole number/], [{ generator: { kind: 'integer', minimum: Number.NaN, maximum: 1 } }, /two finite numbers/],
      [{ generator: { kind: 'category', values: [] } }, /no value with a weight above 0/], [{ generator: { kind: 'category', values: [{ value: 1, weight: -1 }] } }, /0 or more; got -1/], [{ generator: { kind: 'category', values: [{ value: 1, weight: 0 }] } }, /no value with a weight above 0/],
      [{ type: 'BOOLEAN', generator: { kind: 'boolean', share: 2 } }, /share of true/], [{ type: 'DATE', generator: { kind: 'date', from: 'soon', to: '2020-01-01' } }, /must be ISO dates/], [{ type: 'DATE', generator: { kind: 'date', from: '2021-01-01', to: '2020-01-01' } }, /start before it ends/],
      [{ type: 'STRING', generator: { kind: 'pattern', regex: '(' } }, /./], [{ type: 'STRING', generator: { kind: 'pattern', regex: '(?=x)' } }, /./], [{ generator: { kind: 'uuid' } }, /no values of type INTEGER/], [{ generator: { kind: 'sequence', start: 1, step: 0 } }, /other than 0/],
      [{ type: 'DATE', generator: { kind: 'after', field: 'id', minSeconds: 0, maxSeconds: 1 } }, /id, which is INTEGER/], [{ generator: { kind: 'subcategory', field: 'nope', groups: [{ when: 1, values: [{ value: 1, weight: 1 }] }] } }, /"nope", which is no field/],
      [{ generator: { kind: 'expression', sql: 'id +' } }, /syntax error/], [{ generator: { kind: 'expression', sql: 'nope + 1' } }, /"nope", which is no field/], [{ generator: { kind: 'expression', sql: 'pg_sleep(1)' } }, /not a function/],
      [{ generator: { kind: 'conditional', cases: [] } }, /no cases/], [{ generator: { kind: 'conditional', cases: [{ when: 'id >', then: { kind: 'constant', value: 1 } }] } }, /syntax error/], [{ type: 'BINARY', generator: { kind: 'bytes', minimum: 0, maximum: 2 ** 40 } }, /bytes need/], [{ type: 'STRING', generator: { kind: 'sequence', start: 1, step: 1, width: 1e9 } }, /width must be/], [{ generator: { kind: 'conditional', cases: [{ when: 'true', then: { kind: 'reference', table: 't', field: 'id', skew: 0 } }] } }, /stands alone/],
      [{ generator: { kind: 'reference', table: 'nope', field: 'id', skew: 0 } }, /no table "nope"/], [{ nullShare: 2 }, /null share/], [{ type: 'STRING', maxLength: 0 }, /maxLength/],
    ];
    for (const [more, message] of bad) await refused([table('t', [ID, field('x', more)])], message);
    await refused([table('t', [field('x', { generator: { kind: 'expression', sql: '1 +' } })])], /syntax/, ['tables', 't', 'fields', 'x', 'generator', 'sql']);
    await refused([table('t', [field('x', { type: 'FLOAT', generator: { kind: 'float', minimum: 0, maximum: 1, places: 101 } })])], /places must be .* 0 to 100/, ['tables', 't', 'fields', 'x', 'generator', 'places']);
    await refused([table('t', [field('x', { generator: { kind: 'conditional', cases: [{ when: 'true', then: { kind: 'integer', minimum: 2, maximum: 1 } }] } })])], /smaller one first/, ['tables', 't', 'fields', 'x', 'generator', 'minimum']);
  });

  it('with generators nested without end is refused', async () => {
    let generator: GeneratorDraft = { kind: 'constant', value: 1 };
    for (let depth = 0; depth < 50; depth++) generator = { kind: 'conditional', cases: [{ when: 'true', then: generator }] };
    await refused([table('t', [field('x', { generator })])], /deep in one another/);
  });

  it('tells every fault, not only the first', async () => {
    const error = await refusal({ kind: 'tables', tables: [table('t', [ID, field('x', { generator: { kind: 'expression', sql: '1 +' } })], { checks: ['x >', '(select 1) > 1'] })] });
    assert.equal(error.issues.length, 3);
  });
});

describe('a circle', () => {
  const expression = (sql: string): Partial<FieldDraft> => ({ generator: { kind: 'expression', sql } });

  it('of fields made from one another is refused, and named', async () => {
    await refused([table('t', [field('a', expression('b + 1')), field('b', expression('c + 1')), field('c', expression('a + 1'))])], /circle: a <- b <- c <- a/);
    await refused([table('t', [field('a', expression('a + 1'))])], /circle: a <- a/);
    await refused([table('t', [field('a', { type: 'DATE', generator: { kind: 'after', field: 'b', minSeconds: 0, maxSeconds: 1 } }), field('b', { type: 'DATE', generator: { kind: 'conditional', cases: [{ when: 'a is null', then: { kind: 'constant', value: null } }] } })])], /circle/);
  });

  it('of computed columns is refused', async () => {
    await assert.rejects(importDefinition({ kind: 'sql', dialect: 'POSTGRESQL', text: 'CREATE TABLE t (a int GENERATED ALWAYS AS (b) STORED, b int GENERATED ALWAYS AS (a) STORED)' }), /circle: a <- b <- a/);
  });

  it('of keys that are their own foreign keys is refused, and named', async () => {
    const keyed = (name: string, parent: string): TableDraft => table(name, [ID], { primaryKey: ['id'], foreignKeys: [{ fields: ['id'], table: parent }] });
    await refused([keyed('a', 'b'), keyed('b', 'a')], /a\.id -> b\.id -> a\.id/);
    await refused([keyed('a', 'a')], /a\.id -> a\.id/);
  });

  it('of tables, where no key is its own, is no problem', async () => {
    const accepted = [
      'CREATE TABLE e (id int PRIMARY KEY, boss int REFERENCES e)',
      'CREATE TABLE d (id int PRIMARY KEY, head int); CREATE TABLE e (id int PRIMARY KEY, d int REFERENCES d); ALTER TABLE d ADD FOREIGN KEY (head) REFERENCES e',
      'CREATE TABLE n (tenant int, id int, parent int, PRIMARY KEY (tenant, id), FOREIGN KEY (tenant, parent) REFERENCES n (tenant, id))',
    ];
    for (const sql of accepted) assert.deepEqual(validateSchema((await importSql(sql)).schema), [], sql);
  });
});

describe('shorthand', () => {
  it('understands the usual words, sizes, question marks, kinds of values and lists', async () => {
    const { tables } = await schemaOf({ kind: 'shorthand', shorthand: { id: 'int', customer_name: 'string', Age: 'Integer?', mail: 'email', note: 'varchar(40)', price: 'decimal(10,2)', at: 'timestamp', status: ['new', 'paid'], rank: [1, 2, null], where: 'city', born: 'birth date' } });
    const shown = tables[0]?.fields.map(({ name, type, nullable, maxLength, generator }): Partial<Field> & { kind?: string } => ({ name, type, nullable, ...(maxLength === undefined ? {} : { maxLength }), ...(generator === undefined ? {} : { kind: generator.kind }) }));
    assert.deepEqual(shown, [
      { name: 'id', type: 'INTEGER', nullable: false }, { name: 'customer_name', type: 'STRING', nullable: false }, { name: 'Age', type: 'INTEGER', nullable: true }, { name: 'mail', type: 'STRING', nullable: false, kind: 'semantic' },
      { name: 'note', type: 'STRING', nullable: false, maxLength: 40 }, { name: 'price', type: 'DECIMAL', nullable: false }, { name: 'at', type: 'DATETIME', nullable: false }, { name: 'status', type: 'STRING', nullable: false, kind: 'category' },
      { name: 'rank', type: 'INTEGER', nullable: true, kind: 'category' }, { name: 'where', type: 'STRING', nullable: false, kind: 'semantic' }, { name: 'born', type: 'DATE', nullable: false, kind: 'semantic' },
    ]);
    assert.deepEqual(tables[0]?.primaryKey, ['id']);
  });

  it('names the accepted words where one is unknown, and every field that is wrong', async () => {
    const error = await refusal({ kind: 'shorthand', shorthand: { a: 'strnig', b: 7, c: { x: 'int' }, d: [], e: [{}], f: '__proto__', g: 'constructor' } });
    assert.deepEqual(error.issues.map(({ path }) => path), ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => ['shorthand', name]));
    assert.match(error.issues[0]?.message ?? '', /"strnig" is not known; expected one of string, .*email/);
    for (const shorthand of [null, [], 'int', 7, {}]) assert.deepEqual((await refusal({ kind: 'shorthand', shorthand })).issues[0]?.path, ['shorthand']);
  });
});

describe('a definition of fields', () => {
  it('has its faults told under `fields`', async () => {
    const error = await refusal({ kind: 'fields', fields: [field('a', { generator: { kind: 'expression', sql: 'b' } }), field('c', { nullShare: 3 })] });
    assert.deepEqual(error.issues.map(({ path }) => path.slice(0, 2)), [['fields', 'a'], ['fields', 'c']]);
    assert.deepEqual((await refusal({ kind: 'fields', fields: [] })).issues[0]?.path, ['fields']);
  });
});
