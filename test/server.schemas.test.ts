// Saved schemas and refusals, through the whole service: what a newcomer does first, and what is said when it goes wrong.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startService, type Service } from './support/service.ts';

const MOST_BYTES_OF_REFUSAL = 50_000;

let service: Service;
before(async () => {
  service = await startService();
});
after(async () => {
  await service?.[Symbol.asyncDispose]();
});

interface Outcome {
  readonly __typename: string;
  readonly id: string;
  readonly revision: number;
  readonly name: string;
  readonly message: string;
  readonly issues: readonly { readonly path: readonly string[]; readonly message: string }[];
  readonly warnings: readonly unknown[];
  readonly rows: readonly { readonly values: Readonly<Record<string, unknown>> }[];
}

const CREATE = 'mutation($input: CreateSchemaInput!) { outcome: createSchema(input: $input) { __typename ... on Schema { id revision name } ... on InvalidInputError { message issues { path message } } } }';
const UPDATE = 'mutation($input: UpdateSchemaInput!) { outcome: updateSchema(input: $input) { __typename ... on Schema { id revision name } ... on Error { message } ... on InvalidInputError { issues { path message } } } }';
const PREVIEW = 'query($definition: SchemaDefinition!, $rows: Int = 5, $seed: SafeInt = 0) { outcome: previewSchema(definition: $definition, rows: $rows, seed: $seed) { __typename ... on SchemaPreview { rows { values } } ... on InvalidInputError { message issues { path message } } } }';

async function outcome(query: string, variables: Record<string, unknown>): Promise<Outcome> {
  const { data, errors } = await service.ask(query, variables);
  assert(data?.['outcome'] !== undefined, JSON.stringify(errors)?.slice(0, 500));
  return data['outcome'] as Outcome; // the queries above ask for these fields
}

async function saved(definition: object): Promise<Outcome> {
  const made = await outcome(CREATE, { input: { name: 'Walk', definition } });
  assert.equal(made.__typename, 'Schema', made.message);
  return made;
}

const oneField = (field: object) => ({ fields: [{ name: 'a', ...field }] });

describe('a saved schema', () => {
  it('shows the same rows before it is saved and after', async () => {
    const definition = { shorthand: { id: 'int', full_name: 'string', paid: 'bool' } };
    const before = await outcome(PREVIEW, { definition, rows: 7, seed: 3 });
    const { id } = await saved(definition);
    const { data } = await service.ask('query($id: ID!) { schema(id: $id) { preview(rows: 7, seed: 3) { values } } }', { id });
    assert.equal(before.rows.length, 7);
    assert.deepEqual((data?.['schema'] as { preview: unknown } | undefined)?.preview, before.rows);
  });

  it('has a new revision with a change, and none without', async () => {
    const { id } = await saved({ shorthand: { a: 'int' } });
    const revision = async (change: object) => (await outcome(UPDATE, { input: { id, ...change } })).revision;
    assert.equal(await revision({}), 1);
    assert.equal(await revision({ name: 'Walk', description: null, definition: null }), 1);
    assert.equal(await revision({ name: 'Another walk' }), 2);
    assert.equal(await revision({ name: 'Another walk', description: 'far' }), 3);
    assert.equal(await revision({ definition: { shorthand: { b: 'int' } } }), 4);
  });

  it('that is gone, or never was, is not found in the same words', async () => {
    const { id } = await saved({ shorthand: { a: 'int' } });
    await service.ask('mutation($id: ID!) { deleteSchema(id: $id) { __typename } }', { id });
    const [gone, never] = [await outcome(UPDATE, { input: { id, name: 'x' } }), await outcome(UPDATE, { input: { id: 'never', name: 'x' } })];
    assert.equal(gone.__typename, 'NotFoundError');
    assert.equal(gone.message, never.message);
  });
});

describe('what cannot be honoured', () => {
  const sql = { sql: { text: 'CREATE TABLE a (id int PRIMARY KEY,\n  note text,\n  EXCLUDE USING gist (note WITH =));\nCREATE TABLE b (flag boolean PRIMARY KEY);' } };

  it('is a warning of the preview: from the import with its line, from the plan with its table', async () => {
    const { data } = await service.ask('query($definition: SchemaDefinition!) { previewSchema(definition: $definition, rows: 5) { ... on SchemaPreview { warnings { message line table } } } }', { definition: sql });
    const { warnings } = (data?.['previewSchema'] ?? {}) as { warnings: { message: string; line: number | null; table: string | null }[] };
    assert.ok(warnings.some(({ line, table }) => line === 3 && table === 'a'), JSON.stringify(warnings));
    assert.ok(warnings.some(({ message }) => /table b can hold 2 rows.*capped from 5/.test(message)), JSON.stringify(warnings));
  });

  it('is a warning of a run over a definition of its own', async () => {
    const input = { rows: 5, engine: 'SAMPLER', source: { definition: sql } };
    const { data } = await service.ask('mutation($input: TextRunInput!) { startTextRun(input: $input) { ... on TextJob { warnings } } }', { input });
    const { warnings } = (data?.['startTextRun'] ?? {}) as { warnings: string[] };
    assert.ok(warnings.some((warning) => /^line 3, table a: /.test(warning)), JSON.stringify(warnings));
    assert.ok(warnings.some((warning) => /capped from 5/.test(warning)), JSON.stringify(warnings));
  });
});

describe('a definition that cannot be drawn from', () => {
  it('is refused when it is saved, not when it is run, with its field', async () => {
    const refused = {
      'a locale that is not there': oneField({ type: 'STRING', generator: { semantic: { of: 'CITY', locale: 'xx' } } }),
      'a category of another type': oneField({ type: 'INTEGER', generator: { category: { values: [{ value: 'x' }] } } }),
      'a constant of another type': oneField({ type: 'DATE', generator: { constant: { value: 'x' } } }),
    };
    for (const [what, definition] of Object.entries(refused)) {
      const { __typename, issues } = await outcome(CREATE, { input: { name: 'x', definition } });
      assert.equal(__typename, 'InvalidInputError', what);
      assert.deepEqual(issues[0]?.path, ['definition', 'fields', 'a', 'generator'], what);
    }
  });

  it('blames the count, where only the count is too large', async () => {
    const { issues } = await outcome(PREVIEW, { definition: oneField({ type: 'STRING', unique: true, generator: { category: { values: [{ value: 'x' }] } } }), rows: 2 });
    assert.deepEqual(issues[0]?.path, ['rows']);
  });
});

describe('a refusal', () => {
  it('stays small, whatever was sent', async () => {
    const endless = 'x'.repeat(1_000_000);
    const inputs: readonly object[] = [
      { name: endless, definition: { shorthand: { a: 'int' } } },
      ...[oneField({ name: endless, type: 'INTEGER' }), { shorthand: { [endless]: 'int' } }, { tables: [{ name: endless, fields: [{ name: 'a', type: 'INTEGER' }] }] },
        { tables: [{ name: 't', fields: [{ name: 'a', type: 'INTEGER' }], primaryKey: [endless], foreignKeys: [{ fields: ['a'], table: endless }], checks: [`${endless} > 1`] }] },
        oneField({ type: endless }), oneField({ type: 'DATE', generator: { constant: { value: endless } } }), { sql: { text: `CREATE TABLE "${endless}" (a int)` } }, { sql: { text: endless } },
        { fields: Array.from({ length: 1_600 }, (_, index) => ({ name: `f${index}`, type: 'INTEGER', nullShare: 2 })) },
      ].map((definition) => ({ name: 'x', definition })),
    ];
    for (const input of inputs) {
      const answer = JSON.stringify(await service.ask(CREATE, { input }));
      assert.doesNotMatch(answer, /"__typename":"Schema"/, answer.slice(0, 200));
      assert(answer.length < MOST_BYTES_OF_REFUSAL, `${answer.length} bytes: ${answer.slice(0, 300)}`);
    }
  });
});
