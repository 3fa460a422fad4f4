// A worker of its own: no API, but what watches it can ask whether it lives and what it has done.
import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { createApp } from '../src/server/app.ts';
import { readConfig } from '../src/server/config.ts';
import { Metrics } from '../src/server/metrics.ts';
import { ProbeServer } from '../src/server/probes.ts';
import { Guard } from '../src/server/guard.ts';
import { createLog } from '../src/lib/log.ts';
import { eventually } from './support/eventually.ts';
import { startTestPostgres, temporaryFolder } from './support/postgres.ts';
import { finished, startService } from './support/service.ts';

const guard = new Guard({ host: '127.0.0.1', corsOrigins: [], allowedHosts: [] });

describe('the probes of a worker', () => {
  it('say that it lives, whether it is ready, and what it has done, and nothing else', async () => {
    let ready = true;
    const metrics = new Metrics();
    metrics.watchWork(() => ({ rows: 7, tasksDone: 2, tasksFailed: 1 }));
    await using server = new ProbeServer({ guard, metrics, health: { isReady: async () => ready }, log: createLog('silent') });
    const base = await server.listen(0, '127.0.0.1');
    assert.deepEqual(await (await fetch(`${base}/health`)).json(), { status: 'ok' });
    assert.equal((await fetch(`${base}/ready`)).status, 200);
    ready = false;
    assert.equal((await fetch(`${base}/ready`)).status, 503);
    const text = await (await fetch(`${base}/metrics`)).text();
    for (const line of ['verisim_rows_total 7', 'verisim_tasks_done_total 2', 'verisim_tasks_failed_total 1']) assert(text.includes(`\n${line}\n`), line);
    assert.equal((await fetch(`${base}/graphql`)).status, 404);
    assert.equal((await fetch(`${base}/health`, { method: 'POST' })).status, 405);
    assert.equal((await fetch(`${base}/health`, { headers: { origin: 'https://evil.example' } })).status, 403);
    metrics.clear();
  });
});

describe('the metrics', () => {
  it('count jobs by status, rows and tasks', async () => {
    await using service = await startService();
    const { data } = await service.ask('mutation { run: startTextRun(input: { source: { definition: { shorthand: { a: "int" } } }, rows: 50, outputs: [{ format: CSV }] }) { ... on TextJob { id } } }');
    await finished(service, (data?.['run'] as { id: string } | undefined)?.id ?? '');
    // A worker counts what it has committed a moment after everybody is told of it.
    const text = await eventually('all rows', async () => {
      const answer = await (await fetch(`${service.base}/metrics`)).text();
      return /^verisim_rows_total 100$/m.test(answer) && answer;
    });
    assert.match(text, /^verisim_jobs\{status="COMPLETED"\} 1$/m);
    assert.match(text, /^verisim_jobs_paused 0$/m);
    assert.match(text, /^verisim_tasks_failed_total 0$/m);
  });
});

describe('a worker whose port is taken', () => {
  it('works without probes, and leaves the port to whoever has it', async () => {
    await using other = await startService();
    await using postgres = await startTestPostgres();
    using folder = temporaryFolder();
    const { user, host, database } = postgres.connection;
    const DATABASE_URL = `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(path.resolve(host ?? ''))}`;
    await using worker = await createApp(readConfig({ ROLE: 'worker', DATABASE_URL, PORT: new URL(other.base).port, DATA_DIR: folder.path, LOG_LEVEL: 'silent' }));
    assert.equal(worker.address, undefined);
    assert.equal((await other.ask('{ health { status } }')).errors, undefined);
  });
});
