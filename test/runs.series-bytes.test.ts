// Runs of series give the same bytes whoever makes them: in other shards, on more places, with the service killed meanwhile, or stopped and taken up again.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { accepted } from '../src/client/failures.ts';
import { CancelJobDocument, DeleteJobDocument, RetryJobDocument } from '../src/client/generated/graphql.ts';
import { closeGate, embeddedIn, rowsFrom, type Gate } from './support/gate.ts';
import { temporaryFolder } from './support/postgres.ts';
import { ended, filesOf, seen, textOf, underWay } from './support/runs.ts';
import { finishedSeries, PUMP, seriesOrder, startSeries } from './support/series-runs.ts';
import { startServiceProcess } from './support/service-process.ts';

/** More than one part of each output: a part has 65,536 rows. */
const INPUT = seriesOrder({ machines: { specs: [PUMP] }, days: 46, timeZone: 'Europe/Berlin', outputs: [{ format: 'CSV' }, { format: 'PARQUET', compression: 'ZSTD' }] });
/** Where a run is held that is to be killed or stopped. */
const MIDDLE = rowsFrom('pump 1_labels', 30_000);
const SMALL_SHARDS = { SHARD_ROWS: '5000', WORKER_PLACES: '2' };

let undisturbed: Readonly<Record<string, string>>;
before(async () => {
  await using service = await startServiceProcess();
  const job = await finishedSeries(service.client, INPUT);
  undisturbed = filesOf(service.folder, job);
  const lines = textOf(service.folder, job, 'pump_1.csv').split('\r\n').slice(1, -1);
  assert.equal(lines.length, 66_240);
  assert.equal(new Set(lines.map((line) => line.slice(0, 19))).size, 66_240, 'no time twice');
});

describe('a series gives the same bytes', () => {
  it('in small shards on three places', async () => {
    await using service = await startServiceProcess({ environment: { SHARD_ROWS: '4096', WORKER_PLACES: '3' } });
    assert.deepEqual(filesOf(service.folder, await finishedSeries(service.client, INPUT)), undisturbed);
  });

  it('after kill -9 of the service in mid-run: it goes on by itself after its restart', async () => {
    using folder = temporaryFolder();
    let jobId = '';
    let gate: Gate | undefined;
    for (const life of ['first', 'last']) {
      await using service = await startServiceProcess({ folder: folder.path, environment: SMALL_SHARDS });
      gate ??= await closeGate(embeddedIn(folder.path), MIDDLE); // kept in the database
      if (life === 'first') jobId = (await startSeries(service.client, INPUT)).id;
      await gate.held(); // in its last life by who took up again what the dead one was at
      if (life === 'first') {
        await service.kill();
        continue;
      }
      await gate.open();
      assert.deepEqual(filesOf(folder.path, await ended(service.client, jobId)), undisturbed);
    }
  });

  it('stopped in its middle it keeps the beginning of each table; taken up again it comes to the same; and it can be removed', async () => {
    await using service = await startServiceProcess({ environment: SMALL_SHARDS });
    const { client, folder } = service;
    const gate = await closeGate(embeddedIn(folder), MIDDLE);
    const { id } = await startSeries(client, INPUT);
    await seen(client, id, (job) => underWay(job));
    await gate.held();
    const asked = client.ask(CancelJobDocument, { id });
    await gate.waiting(2);
    await gate.open();
    accepted((await asked).cancelJob);
    const stopped = await ended(client, id, 'CANCELLED');
    assert(stopped.progress.done > 30_000 && stopped.progress.done < stopped.progress.total, JSON.stringify(stopped.progress));
    for (const { table, done } of stopped.progress.tables) assert.equal(textOf(folder, stopped, `${table.replace(' ', '_')}.csv`).split('\r\n').length - 2, done, table);
    accepted((await client.ask(RetryJobDocument, { id })).retryJob);
    assert.deepEqual(filesOf(folder, await ended(client, id)), undisturbed);
    accepted((await client.ask(DeleteJobDocument, { id })).deleteJob);
  });
});
