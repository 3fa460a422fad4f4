// A task that takes for ever is given up once nobody wants it, or the process is to end: its place serves others, and nothing half-written stays.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { accepted } from '../src/client/failures.ts';
import { CancelJobDocument } from '../src/client/generated/graphql.ts';
import { clubRun, ended, seen, startRun } from './support/runs.ts';
import { temporaryFolder } from './support/postgres.ts';
import { startServiceProcess } from './support/service-process.ts';

/** One shard of so many rows, each tried for its checks, takes longer than any test waits. */
const SLOW = {
  source: { definition: { sql: { text: 'CREATE TABLE span (id serial PRIMARY KEY, low integer NOT NULL, high integer NOT NULL, CHECK (low % 97 = high % 89), CHECK (high % 83 = low % 79));' } } },
  rows: 64_000_000,
  seed: 5,
  outputs: [],
};
const ONE_PLACE = { SHARD_ROWS: '64000000', WORKER_PLACES: '1' };

function incoming(folder: string): readonly string[] {
  const own = path.join(folder, '.incoming');
  return existsSync(own) ? readdirSync(own) : [];
}

describe('a run cancelled while its only task is a slow one', () => {
  it('frees the place of the task for the next run', async () => {
    await using service = await startServiceProcess({ environment: { ...ONE_PLACE, MAX_ROWS_PER_JOB: '100000000' } });
    const { client } = service;
    const { id } = await startRun(client, SLOW);
    await seen(client, id, (job) => job.status === 'RUNNING');
    accepted((await client.ask(CancelJobDocument, { id })).cancelJob);
    const next = await startRun(client, clubRun({ rows: 3, outputs: [] }));
    await ended(client, id, 'CANCELLED');
    await ended(client, next.id);
  });
});

describe('a process told to end while its task is a slow one', () => {
  it('ends without it, and another takes the task up without taking the first for dead', async () => {
    using folder = temporaryFolder();
    await using service = await startServiceProcess({ folder: folder.path, environment: { ...ONE_PLACE, MAX_ROWS_PER_JOB: '100000000' } });
    const { id } = await startRun(service.client, SLOW);
    await seen(service.client, id, (job) => job.status === 'RUNNING');
    assert.deepEqual(await service.stop(), { code: 0, signal: null });
    assert.deepEqual(incoming(folder.path), []);
    await using again = await startServiceProcess({ folder: folder.path, environment: ONE_PLACE });
    accepted((await again.client.ask(CancelJobDocument, { id })).cancelJob);
    await ended(again.client, id, 'CANCELLED');
    assert(!again.log().some(({ msg }) => msg.includes('dead workers')));
  });
});
