// Runs that a language model takes part in, over the whole service: what it writes is valid, all that was asked for, and the same again, whoever
// is killed meanwhile; and what cannot be done is said.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Job, VerisimClient } from '../src/client/client.ts';
import { CancelJobDocument, DeleteJobDocument, ExportJobDocument, RetryJobDocument, StartTextRunDocument, type TextRunInput } from '../src/client/generated/graphql.ts';
import { importDefinition } from '../src/domain/import/definition.ts';
import { chooseGenerators } from '../src/domain/choose.ts';
import { freezePlan } from '../src/domain/freeze.ts';
import { REFERENCE_INSTANT, type PlannedTable } from '../src/domain/plan.ts';
import { tableOf, type Value } from '../src/domain/schema.ts';
import { withModel } from '../src/domain/text/model-fields.ts';
import { problemWith } from '../src/domain/text/problem.ts';
import { collect } from './support/collect.ts';
import { eventually } from './support/eventually.ts';
import { MODEL, modelFolder, type ModelFolder } from './support/made-up-models.ts';
import { ended, filesOf, jobOf, rowsInJson, seen, startRun } from './support/runs.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';

const SQL = `
CREATE TYPE mood AS ENUM ('calm', 'glad', 'cross');
CREATE TABLE product (id serial PRIMARY KEY, name varchar(60) NOT NULL UNIQUE, description varchar(60) NOT NULL, price numeric(8, 2) NOT NULL CHECK (price > 0));
CREATE TABLE review (
  id serial PRIMARY KEY, product_id integer NOT NULL REFERENCES product (id), rating integer NOT NULL CHECK (rating BETWEEN 1 AND 5),
  title varchar(50), body varchar(60) NOT NULL, mood mood NOT NULL, verified boolean NOT NULL, posted date NOT NULL, seen_at timestamptz NOT NULL,
  weight double precision NOT NULL, discount numeric(4, 1) NOT NULL, visits smallint NOT NULL
);`;

function order(engine: 'AUTO' | 'MODEL' | 'SAMPLER', reviews: number, more: Partial<TextRunInput> = {}): TextRunInput {
  return { source: { definition: { sql: { text: SQL } } }, rows: 8, rowsPerTable: [{ table: 'review', rows: reviews }], engine, seed: 5, outputs: [{ format: 'JSON' }], ...more };
}

type Rows = Readonly<Record<string, readonly Readonly<Record<string, Value>>[]>>;

function rowsOf(service: ServiceProcess, job: Job): Rows {
  return rowsInJson(service.folder, job) as Rows;
}

/** The tables of the order, with what a model writes in them. */
async function plannedTable(name: string, engine: 'AUTO' | 'MODEL'): Promise<PlannedTable> {
  const { schema } = await importDefinition({ kind: 'sql', dialect: 'POSTGRESQL', text: SQL });
  const { plan } = freezePlan({ schema: chooseGenerators(schema), rows: 8, rowsPerTable: {}, seed: 5, reference: REFERENCE_INSTANT, maxRows: 1_000 });
  return tableOf(withModel(plan, { id: MODEL, mode: engine, temperature: 1 }), name) as PlannedTable;
}

/** Cancels, and answers the milliseconds until the job had come to rest. */
async function cancelled(client: VerisimClient, id: string): Promise<number> {
  const askedAt = performance.now();
  await client.ask(CancelJobDocument, { id });
  await ended(client, id, 'CANCELLED');
  return performance.now() - askedAt;
}

let models: ModelFolder;
before(async () => {
  models = await modelFolder();
});
after(() => models[Symbol.dispose]());

function start(environment: Readonly<Record<string, string>> = {}, more: object = {}): Promise<ServiceProcess> {
  return startServiceProcess({ environment: { ...models.environment, ...environment }, ...more });
}

describe('a run with a model', () => {
  let service: ServiceProcess;
  before(async () => {
    service = await start();
  });
  after(() => service[Symbol.asyncDispose]());

  it('AUTO: has it write the prose, and samplers all else, as they would without it', async () => {
    const job = await ended(service.client, (await startRun(service.client, order('AUTO', 24))).id);
    const sampled = rowsOf(service, await ended(service.client, (await startRun(service.client, order('SAMPLER', 24))).id));
    const prose = { product: ['description'], review: ['title', 'body'] } as Readonly<Record<string, readonly string[]>>;
    for (const [table, rows] of Object.entries(rowsOf(service, job))) {
      const written = prose[table] ?? [];
      assert.deepEqual((await plannedTable(table, 'AUTO')).written?.map(({ name }) => name), written);
      rows.forEach((row, index) => {
        for (const [field, value] of Object.entries(row)) {
          const same = sampled[table]?.[index]?.[field];
          if (!written.includes(field) || value === null) assert.deepEqual(value, same, `${table}.${field}`);
          else assert.notEqual(value, same);
        }
      });
    }
    assert((job.progress.tokens ?? 0) > 500, 'tokens are counted');
    assert.deepEqual(job.warnings, []);
  });

  it('MODEL: writes every value that need not be pure, each as its field takes it', async () => {
    const job = await ended(service.client, (await startRun(service.client, order('MODEL', 48, { temperature: 1.5 }))).id);
    const { review = [], product = [] } = rowsOf(service, job);
    assert.deepEqual([product.length, review.length], [8, 48]);
    const table = await plannedTable('review', 'MODEL');
    assert.deepEqual(table.written?.map(({ name }) => name), ['title', 'body', 'mood', 'verified', 'posted', 'seen_at', 'weight', 'discount', 'visits']);
    for (const { name, constraint } of table.written ?? []) {
      const { nullable } = table.fields.find((field) => field.name === name) ?? {};
      for (const row of review) if (!(nullable === true && row[name] === null)) assert.equal(problemWith(constraint, row[name] ?? null), null, `${name}: ${JSON.stringify(row[name])}`);
    }
    const names = new Set(product.map(({ name }) => name));
    assert.equal(names.size, 8, 'what is unique stays so');
  });

  it('gives the same bytes again, whatever the shards and the workers, in whatever format', async () => {
    const outputs: TextRunInput['outputs'] = [{ format: 'CSV' }, { format: 'SQL' }];
    const first = await ended(service.client, (await startRun(service.client, order('MODEL', 130, { outputs }))).id);
    await using other = await start({ SHARD_ROWS: '64', WORKER_PLACES: '3' });
    const second = await ended(other.client, (await startRun(other.client, order('MODEL', 130, { outputs }))).id);
    assert.deepEqual(filesOf(other.folder, second), filesOf(service.folder, first));
    const again = await startRun(service.client, order('MODEL', 130, { outputs: [] }));
    await ended(service.client, again.id);
    await service.client.ask(ExportJobDocument, { id: again.id, output: { format: 'CSV' } });
    const exported = await seen(service.client, again.id, (job) => job.outputs.length === 2 && job.progress.stage === 'DONE');
    for (const { fileName, sha256 } of exported.outputs) assert.equal(sha256, first.outputs.find((output) => output.fileName === fileName)?.sha256, fileName);
  });

  it('shows the same rows in pages, in streams and in files', async () => {
    const { id } = await startRun(service.client, order('AUTO', 130));
    const streamed = (await collect(service.client.followRows(id, { table: 'review', maxBatch: 7 }))).flatMap(({ rows }) => rows);
    const inFile = rowsOf(service, await jobOf(service.client, id))['review'];
    assert.deepEqual(streamed.map(({ index }) => index), Array.from({ length: 130 }, (_, index) => index));
    assert.deepEqual(streamed.map(({ values }) => values), inFile);
  });

  it('is cancelled soon, keeps what was written, and goes on to the same end when it is retried', async () => {
    const whole = await ended(service.client, (await startRun(service.client, order('MODEL', 300))).id);
    const { id } = await startRun(service.client, order('MODEL', 300));
    await seen(service.client, id, (job) => job.progress.done > 20);
    const tookMs = await cancelled(service.client, id);
    const kept = rowsOf(service, await jobOf(service.client, id))['review'] ?? [];
    assert(kept.length > 0 && kept.length < 300, `${kept.length} rows kept`);
    assert(tookMs < 20_000, `${Math.round(tookMs)} ms`); // two seconds on a machine that does nothing else: npm run bench -- text measures it
    await service.client.ask(RetryJobDocument, { id });
    assert.deepEqual(filesOf(service.folder, await ended(service.client, id)), filesOf(service.folder, whole));
  });

  it('leaves nothing behind when it is deleted', async () => {
    const { id } = await ended(service.client, (await startRun(service.client, order('AUTO', 20))).id);
    const folder = path.join(service.folder, 'segments');
    const before = existsSync(folder) ? filesIn(folder) : [];
    await service.client.ask(DeleteJobDocument, { id });
    assert(filesIn(folder).length < before.length);
  });

  it('shares the model with nine others', async () => {
    const jobs = await Promise.all(Array.from({ length: 10 }, (_, seed) => startRun(service.client, order('AUTO', 10, { seed }))));
    for (const { id } of jobs) assert.equal((await ended(service.client, id)).progress.done, 18);
  });

  it('refuses what it cannot do, before anything is started', async () => {
    const asked = async (more: Partial<TextRunInput>) => (await service.client.ask(StartTextRunDocument, { input: order('MODEL', 1, more) })).startTextRun;
    const missing = await asked({ model: 'qwen2.5-1.5b-instruct-q4_0' });
    assert(missing.__typename === 'ModelUnavailableError');
    assert.match(missing.message, /npm run models -- pull qwen2\.5-1\.5b-instruct-q4_0/);
    for (const more of [{ temperature: 2.1 }, { temperature: -1 }, { instructions: 'x'.repeat(4_001) }]) assert.equal((await asked(more)).__typename, 'InvalidInputError');
    assert.equal((await asked({ model: '../../etc/passwd' })).__typename, 'ModelUnavailableError');
  });
});

function filesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : [])) : [];
}

describe('a service without a model', () => {
  it('has samplers write all in AUTO, with a warning, and refuses MODEL with the way to get one', async () => {
    await using service = await startServiceProcess();
    const job = await ended(service.client, (await startRun(service.client, order('AUTO', 5))).id);
    assert.match(job.warnings.join(), /no text model is installed/);
    const { startTextRun: answer } = await service.client.ask(StartTextRunDocument, { input: order('MODEL', 5) });
    assert(answer.__typename === 'ModelUnavailableError');
    assert.match(answer.message, /npm run models -- pull/);
  });
});

describe('a worker that is killed while a model writes', () => {
  it('is gone on after: every row once, the same bytes', async () => {
    const first = await start({ SHARD_ROWS: '256' });
    const { folder, port } = first;
    try {
      const undisturbed = filesOf(folder, await ended(first.client, (await startRun(first.client, order('MODEL', 200))).id));
      const { id } = await startRun(first.client, order('MODEL', 200));
      await seen(first.client, id, (job) => job.progress.done > 30);
      await first.kill();
      await using second = await start({ SHARD_ROWS: '256', PORT: String(port) }, { folder });
      const streamed = collect(second.client.followRows(id, { table: 'review', maxBatch: 50 }));
      const done = await ended(second.client, id);
      assert.deepEqual(filesOf(folder, done), undisturbed);
      const rows = (await streamed).flatMap((batch) => batch.rows.map(({ index }) => index));
      assert.deepEqual(rows.toSorted((a, b) => a - b), Array.from({ length: 200 }, (_, index) => index));
      await eventually('nothing left of attempts that were given up', () => filesIn(path.join(folder, 'work')).length === 0);
    } finally {
      await first[Symbol.asyncDispose]();
    }
  });
});

describe('a model whose file was changed by a byte', () => {
  it('is not used: the run is refused with what to do, and the service stays up', async () => {
    using own = await modelFolder();
    await using service = await startServiceProcess({ environment: own.environment });
    const bytes = readFileSync(own.file);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 5) ^ 1, bytes.length - 5);
    writeFileSync(own.file, bytes);
    const { startTextRun: answer } = await service.client.ask(StartTextRunDocument, { input: order('MODEL', 5) });
    assert(answer.__typename === 'ModelUnavailableError');
    assert.match(answer.message, /changed.*models -- rm/);
    assert.equal((await ended(service.client, (await startRun(service.client, order('SAMPLER', 5))).id)).status, 'COMPLETED');
  });
});
