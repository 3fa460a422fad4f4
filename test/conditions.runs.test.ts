// Conditions over the whole service: in previews, in runs and in their outputs, with the same bytes whoever makes them and is killed meanwhile; and refused with their
// place before anything is started.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { TextRunInput } from '../src/client/generated/graphql.ts';
import { customersCsv } from './support/learned.ts';
import { closeGate, embeddedIn, rowsFrom, type Gate } from './support/gate.ts';
import { imageModelFolder } from './support/made-up-pipelines.ts';
import { temporaryFolder } from './support/postgres.ts';
import { ended, filesOf, startRun, textOf } from './support/runs.ts';
import { startService, type Service } from './support/service.ts';
import { startServiceProcess } from './support/service-process.ts';
import { finishedUnified, pagedRows, unifiedOrder } from './support/unified-runs.ts';

const CSV = customersCsv(600);
const CONDITIONS = [{ where: "plan <> 'team'", balance: [{ evenly: 'plan' }, { times: { field: 'country', values: [{ value: 'Portugal', times: 3 }] } }] }];
const DEFINITION = { csv: { text: CSV } };

function order(more: Partial<TextRunInput> = {}): TextRunInput {
  return { source: { definition: DEFINITION }, rows: 70_000, engine: 'SAMPLER', seed: 3, conditions: CONDITIONS, outputs: [{ format: 'CSV' }, { format: 'JSONL', compression: 'ZSTD' }], ...more };
}

describe('a run under conditions', () => {
  it('is what was asked for, says how many draws were kept, and gives the same bytes in small shards and after kill -9', async () => {
    let undisturbed: Readonly<Record<string, string>>;
    {
      await using service = await startServiceProcess();
      const job = await ended(service.client, (await startRun(service.client, order())).id);
      undisturbed = filesOf(service.folder, job);
      const [names = '', ...lines] = textOf(service.folder, job, 'data.csv').trimEnd().split('\n');
      const at = (name: string): number => names.split(',').indexOf(name);
      const count = (field: string, value: string): number => lines.filter((line) => line.split(',')[at(field)] === value).length;
      assert.equal(lines.length, 70_000);
      assert.equal(count('plan', 'pro') + count('plan', 'free'), 70_000);
      assert(Math.abs(count('plan', 'pro') - 35_000) < 700, `${count('plan', 'pro')} of 70000 are pro`);
      assert(count('country', 'Portugal') > count('country', 'France'));
      assert.match(job.warnings.join('\n'), /^table data: the conditions on .* keep [\d.]+ % of the rows that are drawn/m);
      assert.deepEqual((job.input as TextRunInput).conditions, CONDITIONS);
      const schema = JSON.parse(textOf(service.folder, job, 'schema.json')) as { readonly tables: readonly { readonly conditions: readonly object[] }[] };
      assert.deepEqual(schema.tables[0]?.conditions[0], { kind: 'where', sql: "plan <> 'team'" });
      const report = JSON.parse(textOf(service.folder, job, 'report.json')) as { readonly tables: readonly { readonly validity: readonly { readonly metric: string; readonly rule: string; readonly checked: number; readonly broken: number }[] }[] };
      assert.deepEqual(report.tables[0]?.validity.filter(({ metric }) => metric === 'CHECK').map(({ rule, checked, broken }) => [rule, checked > 1_000, broken]), [["plan <> 'team'", true, 0]]);
    }
    using folder = temporaryFolder();
    let jobId = '';
    let gate: Gate | undefined;
    for (const life of ['first', 'last']) {
      await using service = await startServiceProcess({ folder: folder.path, environment: { SHARD_ROWS: '4096', WORKER_PLACES: '2' } });
      gate ??= await closeGate(embeddedIn(folder.path), rowsFrom('data', 30_000));
      if (life === 'first') jobId = (await startRun(service.client, order())).id;
      await gate.held();
      if (life === 'first') await service.kill();
      else {
        await gate.open();
        assert.deepEqual(filesOf(folder.path, await ended(service.client, jobId)), undisturbed);
      }
    }
  });

  it('may have images of its rows', async () => {
    using models = await imageModelFolder();
    await using service = await startServiceProcess({ environment: models.environment });
    const job = await finishedUnified(service.client, unifiedOrder(3, { conditions: [{ where: 'in_stock AND price < 100' }] }));
    const rows = await pagedRows(service.client, job.id, 'product');
    assert.deepEqual(rows.map(({ values }) => { const { in_stock, price } = values as Readonly<Record<string, unknown>>; return in_stock === true && Number(price) < 100; }), [true, true, true]);
  });
});

describe('conditions', () => {
  let service: Service;
  before(async () => {
    service = await startService();
  });
  after(() => service?.[Symbol.asyncDispose]());

  interface Outcome {
    readonly __typename: string;
    readonly id?: string;
    readonly rows?: readonly { readonly values: Readonly<Record<string, unknown>> }[];
    readonly warnings?: readonly { readonly message: string }[];
    readonly issues?: readonly { readonly path: readonly string[]; readonly message: string }[];
  }

  async function outcome(query: string, variables: Readonly<Record<string, unknown>>): Promise<Outcome> {
    const { data, errors } = await service.ask(query, variables);
    assert(data?.['outcome'] != null, JSON.stringify(errors));
    return data['outcome'] as Outcome; // what the queries ask for
  }

  const FAULT = '... on InvalidInputError { issues { path message } }';
  const PREVIEW = `query($definition: SchemaDefinition!, $conditions: [ConditionInput!]) { outcome: previewSchema(definition: $definition, rows: 40, conditions: $conditions) { __typename ... on SchemaPreview { rows { values } warnings { message } } ${FAULT} } }`;
  const START = `mutation($input: TextRunInput!) { outcome: startTextRun(input: $input) { __typename ... on TextJob { id } ${FAULT} } }`;
  const UNIFIED = `mutation($input: UnifiedRunInput!) { outcome: startUnifiedRun(input: $input) { __typename ${FAULT} } }`;

  it('show in previews of definitions and of saved schemas', async () => {
    const preview = await outcome(PREVIEW, { definition: DEFINITION, conditions: CONDITIONS });
    assert.deepEqual([...new Set(preview.rows?.map(({ values }) => values['plan']))].sort(), ['free', 'pro']);
    assert.match(preview.warnings?.at(-1)?.message ?? '', /the conditions on .* keep/);
    const CREATE = 'mutation($definition: SchemaDefinition!) { outcome: createSchema(input: { name: "Customers", definition: $definition }) { __typename ... on Schema { id preview(rows: 40, conditions: [{ where: "plan = \'team\'" }]) { values } } } }';
    const saved = (await outcome(CREATE, { definition: DEFINITION })) as Outcome & { readonly preview: NonNullable<Outcome['rows']> };
    assert.deepEqual([...new Set(saved.preview.map(({ values }) => values['plan']))], ['team']);
    const { id } = await outcome(START, { input: { source: { schemaId: saved.id }, rows: 5, engine: 'SAMPLER', conditions: [{ where: "plan = 'team'" }], outputs: [], idempotencyKey: 'once' } });
    assert.equal((await outcome(START, { input: { source: { schemaId: saved.id }, rows: 5, engine: 'SAMPLER', conditions: [{ where: "plan = 'team'" }], outputs: [], idempotencyKey: 'once' } })).id, id);
    assert.equal((await outcome(START, { input: { source: { schemaId: saved.id }, rows: 5, engine: 'SAMPLER', conditions: [{ where: "plan = 'pro'" }], outputs: [], idempotencyKey: 'once' } })).__typename, 'InvalidInputError');
  });

  it('are refused with their place, by whatever takes them', async () => {
    const conditions = [{ where: 'shoes > 4' }];
    const input = { source: { definition: DEFINITION }, rows: 5, engine: 'SAMPLER', conditions };
    for (const [query, variables] of [[PREVIEW, { definition: DEFINITION, conditions }], [START, { input }]] as const) {
      const { issues } = await outcome(query, variables);
      assert.deepEqual(issues?.map(({ path }) => path), [['conditions', '0', 'where']]);
      assert.match(issues?.[0]?.message ?? '', /table data has no field "shoes": it has plan, town/);
    }
    assert.deepEqual((await outcome(UNIFIED, { input: { ...input, conditions: [{ where: 'age > 4\0' }], prompts: ['{town}'] } })).issues?.map(({ path }) => path), [['conditions']]);
  });

  it('that are hostile are refused, and the service goes on', async () => {
    const deep = `${'('.repeat(5_000)}age${')'.repeat(5_000)} > 1`;
    const wide = Array.from({ length: 2_000 }, (_, i) => `age > ${i}`).join(' OR ');
    for (const where of [deep, wide, 'pg_sleep(100) IS NULL', "plan ~ '(((x'", '__proto__ > 1', 'age > 1; SELECT 1', 'age > 1) OR (1 = 1', '']) {
      assert.deepEqual((await outcome(PREVIEW, { definition: DEFINITION, conditions: [{ where }] })).issues?.map(({ path }) => path), [['conditions', '0', 'where']], where.slice(0, 40));
    }
    const { errors } = await service.ask(PREVIEW, { definition: DEFINITION, conditions: [{ balance: [{ evenly: 'plan', times: { field: 'plan', values: [] } }] }] });
    assert.match(errors?.[0]?.message ?? '', /exactly one/i);
    assert.equal((await outcome(PREVIEW, { definition: DEFINITION, conditions: CONDITIONS })).__typename, 'SchemaPreview');
  });
});
