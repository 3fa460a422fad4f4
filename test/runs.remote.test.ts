// Runs whose model answers from elsewhere, over HTTP: what a forgetful model does to the variety of a run, what is done about it, and what the
// run's report says.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { Job } from '../src/client/client.ts';
import { HealthDocument, ModelsDocument } from '../src/client/generated/graphql.ts';
import { ended, seen, startRun } from './support/runs.ts';
import { repeating, startScriptedModel, USAGE, type ScriptedModel } from './support/scripted-model.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';

const KEY = 'a-key-that-nobody-may-see';
const ROWS = 128;
const SOURCE = { definition: { fields: [{ name: 'id', type: 'INTEGER' as const }, { name: 'product', type: 'STRING' as const }, { name: 'product_description', type: 'TEXT' as const }] } };

function start({ endpoint }: ScriptedModel): Promise<ServiceProcess> {
  return startServiceProcess({ environment: { REMOTE_ENDPOINT: endpoint, REMOTE_MODEL: 'scripted', REMOTE_API_KEY: KEY } });
}

function descriptionsIn({ folder }: ServiceProcess, { outputPath }: Job): readonly string[] {
  const rows = JSON.parse(readFileSync(path.join(folder, outputPath, 'data.json'), 'utf8')) as readonly { readonly product_description: string }[];
  return rows.map((row) => row.product_description);
}

function words(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `Thing ${index} that nobody needs, sold by the ${['dozen', 'pound', 'yard', 'crate'][index % 4]}.`);
}

describe('a model that has ten things to say', () => {
  it('is asked again for what repeats, a bounded number of times, and its run is told as what it is', async () => {
    await using model = await startScriptedModel(repeating(words(10)));
    await using service = await start(model);
    const job = await ended(service.client, (await startRun(service.client, { source: SOURCE, rows: ROWS, engine: 'AUTO', seed: 1, outputs: [{ format: 'JSON' }] })).id);
    assert.equal(descriptionsIn(service, job).length, ROWS);
    assert(model.asked.length > ROWS && model.asked.length <= ROWS * 4, `${model.asked.length} requests`);
    const again = model.asked.filter(({ body }) => body.messages.some(({ content }) => content.includes('Others say this already')));
    assert.equal(again.length, model.asked.length - ROWS);
    const [figures, ...others] = job.report?.diversity ?? [];
    assert.deepEqual([figures?.table, figures?.field, figures?.texts, others.length], ['data', 'product_description', ROWS, 0]);
    assert.equal(figures?.duplicateShare, (ROWS - 10) / ROWS);
    assert((figures.selfBleu ?? 0) > 0.99 && figures.distinct1 < 0.1 && figures.compressionRatio > 10, JSON.stringify(figures));
    assert.equal(job.progress.tokens, model.asked.length * 37);
  });
});

describe('a model that has enough to say', () => {
  it('is listed, asked once a row, and its run has the figures of varied texts; its key is nowhere', async () => {
    await using model = await startScriptedModel(repeating(words(1_000)));
    await using service = await start(model);
    const { models } = await service.client.ask(ModelsDocument, {});
    assert.deepEqual(models.filter(({ kind, isDefault }) => kind === 'TEXT' && isDefault).map(({ id, installed }) => [id, installed]), [['remote:scripted', true]]);
    assert.match((await service.client.ask(HealthDocument, {})).health.textModel, /scripted/);
    const job = await ended(service.client, (await startRun(service.client, { source: SOURCE, rows: ROWS, engine: 'AUTO', seed: 1, outputs: [{ format: 'JSON' }] })).id);
    assert.equal(model.asked.length, ROWS);
    assert.equal(job.report?.diversity[0]?.duplicateShare, 0);
    assert.match(job.warnings.join(), /remote:scripted \(127\.0\.0\.1:\d+\) does not promise the same answers again/);
    assert.equal(new Set(descriptionsIn(service, job)).size, ROWS);
    assert(model.asked.every(({ headers }) => headers.authorization === `Bearer ${KEY}`));
    assert(!JSON.stringify([service.log(), job]).includes(KEY));
  });
});

describe('an endpoint that refuses the key', () => {
  it('fails the run with the setting to look at, and the service stays up', async () => {
    await using model = await startScriptedModel(() => ({ status: 401, body: { error: { message: `wrong key ${KEY}` } } }));
    await using service = await start(model);
    const job = await ended(service.client, (await startRun(service.client, { source: SOURCE, rows: 3, engine: 'AUTO', seed: 1, outputs: [] })).id, 'FAILED');
    assert.match(job.failure?.message ?? '', /REMOTE_API_KEY/);
    assert.equal(job.failure?.attempts, 1, 'the same again would be refused again');
    assert(!JSON.stringify([service.log(), job]).includes(KEY));
    assert.equal((await ended(service.client, (await startRun(service.client, { source: SOURCE, rows: 3, engine: 'SAMPLER', seed: 1, outputs: [] })).id)).status, 'COMPLETED');
  });
});

describe('an endpoint that is away for a while', () => {
  it('holds the run, which says what it waits for, goes on by itself, and has all tokens counted', async () => {
    let away = true;
    const answer = repeating(words(1_000));
    await using model = await startScriptedModel((request) => (away && request.number > 2 ? { status: 429, headers: { 'retry-after': '3600' }, body: '' } : answer(request)));
    await using service = await start(model);
    const { id } = await startRun(service.client, { source: SOURCE, rows: ROWS, engine: 'AUTO', seed: 1, outputs: [{ format: 'JSON' }] });
    const { status, pausedReason, failure } = await seen(service.client, id, (job) => job.pausedReason !== null);
    assert.deepEqual([status, failure], ['RUNNING', null]);
    assert.match(pausedReason ?? '', /remote:scripted cannot be used now: .* asks to wait for 3600 s/);
    away = false;
    const job = await ended(service.client, id);
    assert.deepEqual([job.pausedReason, new Set(descriptionsIn(service, job)).size], [null, ROWS]);
    const answered = (job.progress.tokens ?? 0) / (USAGE.prompt_tokens + USAGE.completion_tokens);
    assert(Number.isInteger(answered) && answered >= ROWS && answered <= ROWS + 3, `${answered} answers of ${model.asked.length} requests`);
  });
});
