// Runs with a model where not every worker has it: an API and workers as processes of their own on one PostgreSQL and one data folder.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { TextRunInput } from '../src/client/generated/graphql.ts';
import { modelFolder, type ModelFolder } from './support/made-up-models.ts';
import { startTestPostgres, temporaryFolder } from './support/postgres.ts';
import { ended, filesOf, startRun } from './support/runs.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';

const ROWS = 192;
const DEFINITION = { fields: [{ name: 'id', type: 'INTEGER' as const }, { name: 'note', type: 'TEXT' as const, maxLength: 40 }] };
const ORDER: TextRunInput = { source: { definition: DEFINITION }, rows: ROWS, engine: 'MODEL', seed: 3, outputs: [{ format: 'CSV' }] };

const cleanUp = new AsyncDisposableStack();
after(() => cleanUp.disposeAsync());
const folder = cleanUp.use(temporaryFolder());
let models: ModelFolder;
let database = '';
before(async () => {
  models = cleanUp.use(await modelFolder());
  const { connection } = cleanUp.use(await startTestPostgres());
  database = `postgresql://${connection.user}@localhost/${connection.database}?host=${encodeURIComponent(path.resolve(connection.host ?? ''))}`;
});

function start(role: 'api' | 'worker', environment: Readonly<Record<string, string>>): Promise<ServiceProcess> {
  return startServiceProcess({ folder: folder.path, environment: { ROLE: role, DATABASE_URL: database, SHARD_ROWS: '64', WORKER_PLACES: '1', ...environment } });
}

describe('a run whose workers do not all have its model', () => {
  it('is done by those that have it', async () => {
    await using api = await start('api', models.environment);
    await using without = await start('worker', { WORKER_PLACES: '2' });
    await using having = await start('worker', models.environment);
    const job = await ended(api.client, (await startRun(api.client, ORDER)).id);
    assert.deepEqual([job.progress.done, job.failure, job.pausedReason], [ROWS, null, null]);
    filesOf(api.folder, job);
    assert(without.log().some(({ msg, level, error }) => msg === 'task failed' && level === 40 && JSON.stringify(error).includes('there is no model')), 'it was asked, too');
    assert.deepEqual(having.log().filter(({ msg }) => msg === 'task failed'), []);
  });
});

describe('a model that is removed while its run waits', () => {
  it('fails the run with the way to get it, as no worker has it any more', async () => {
    await using own = await modelFolder();
    await using api = await start('api', own.environment);
    const { id } = await startRun(api.client, ORDER);
    rmSync(own.file);
    await using _ = await start('worker', own.environment);
    const { failure } = await ended(api.client, id, 'FAILED'); // a few seconds later where workers of the other test still count
    assert.match(failure?.message ?? '', /made-up is not installed \(its file .*is gone.*models -- rm made-up/);
  });
});
