// The report of a run: measured at its end on the rows that its outputs hold, shown by the API and in report.json, the same on any machine.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accepted } from '../src/client/failures.ts';
import { CancelJobDocument, JobQualityDocument, RetryJobDocument, type JobQualityQuery } from '../src/client/generated/graphql.ts';
import type { TableQuality } from '../src/domain/quality/table-quality.ts';
import { MAX_ROWS } from '../src/jobs/report.ts';
import { customersCsv } from './support/learned.ts';
import { closeGate, embeddedIn, rowsFrom } from './support/gate.ts';
import { clubRun, CLUB_LINKS, ended, seen, startRun, textOf, underWay } from './support/runs.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';

type Report = NonNullable<NonNullable<JobQualityQuery['job']>['report']>;

let service: ServiceProcess;
before(async () => {
  service = await startServiceProcess({ environment: { SHARD_ROWS: '128', WORKER_PLACES: '2' } });
});
after(async () => {
  await service?.[Symbol.asyncDispose]();
});

async function reportOf(id: string): Promise<Report | null | undefined> {
  return (await service.client.ask(JobQualityDocument, { id })).job?.report;
}

async function measured(id: string): Promise<Report> {
  const report = await reportOf(id);
  assert(report !== null && report !== undefined, `job ${id} has no report`);
  return report;
}

/** A report that says that all is well, of tables with so many rows. Fails where it says anything else. */
function assertWhole({ validity, broken, tables, tablesLeftOut }: Report, rows: Readonly<Record<string, number>>): void {
  assert.deepEqual(broken, []);
  assert.equal(validity, 1);
  assert.equal(tablesLeftOut, 0);
  assert.deepEqual(Object.fromEntries(tables.map((table) => [table.table, table.rows])), rows);
  for (const { columns, rowsRead, rows: there } of tables) {
    assert(rowsRead <= Math.min(there, MAX_ROWS) && rowsRead >= Math.min(there, MAX_ROWS / 2), `${rowsRead} of ${there}`);
    for (const { field, nullShare, histogram, categories } of columns) {
      const values = Math.round(rowsRead * (1 - nullShare));
      if (histogram != null) assert.equal(histogram.counts.reduce((sum, count) => sum + count, 0), values, field);
      if (categories != null) assert.equal(categories.top.reduce((sum, { count }) => sum + count, categories.rest), values, field);
    }
  }
}

describe('the report of a run', () => {
  it('asks every kind of rule of every table, and says that none is broken; it stands beside the outputs', async () => {
    const job = await ended(service.client, (await startRun(service.client, clubRun({ rows: 300, counts: { reading: 18_000 } }))).id);
    const report = await measured(job.id);
    assertWhole(report, { skill: 300, team: 300, member: 300, member_skill: 300, reading: 18_000 });
    const scores = report.tables.flatMap(({ validity }) => validity);
    for (const [table, field, parent] of CLUB_LINKS) {
      const link = scores.find((score) => score.metric === 'REFERENTIAL_INTEGRITY' && score.table === table && score.fields.includes(field));
      assert.equal(link?.rule, `${parent} (id)`);
      assert(link.checked > 0);
    }
    const keys = scores.filter(({ metric }) => metric === 'KEY_UNIQUENESS');
    assert.equal(keys.find(({ table }) => table === 'reading')?.checked, 18_000, 'keys are asked of all rows, where they are no more than this');
    assert.equal(keys.length, 7);
    assert.equal(scores.filter(({ metric }) => metric === 'CHECK').length, 4);
    const inFile = JSON.parse(textOf(service.folder, job, 'report.json')) as { readonly validity: number; readonly tables: readonly { readonly table: string; readonly read: number }[] };
    assert.deepEqual([inFile.validity, inFile.tables.map(({ table, read }) => [table, read])], [1, report.tables.map(({ table, rowsRead }) => [table, rowsRead])]);
    const again = await ended(service.client, (await startRun(service.client, clubRun({ rows: 300, counts: { reading: 18_000 } }))).id);
    assert.equal(textOf(service.folder, again, 'report.json'), textOf(service.folder, job, 'report.json'));
  });

  it('says of a learned table how like it is to its example, and what it tells of it; in the file, too', async () => {
    const job = await ended(service.client, (await startRun(service.client, { source: { definition: { csv: { text: customersCsv(400) } } }, rows: 20_000, seed: 3, engine: 'SAMPLER' })).id);
    const report = await measured(job.id);
    assertWhole(report, { data: 20_000 });
    const { fidelity, privacy } = report.tables[0] ?? {};
    assert(fidelity != null && privacy != null);
    assert(Number(fidelity.score) > 0.9 && Number(fidelity.score) < 1, JSON.stringify(fidelity));
    assert(Math.abs((Number(fidelity.columnShapes) + Number(fidelity.columnPairTrends)) / 2 - Number(fidelity.score)) < 1e-9);
    assert.deepEqual([fidelity.exampleRows, fidelity.conditioned, fidelity.pairsLeftOut], [400, false, 0]);
    const metricOf = (field: string): string | undefined => fidelity.columns.find((column) => column.field === field)?.metric;
    assert.deepEqual([metricOf('income'), metricOf('plan'), metricOf('joined')], ['KS_COMPLEMENT', 'TV_COMPLEMENT', 'KS_COMPLEMENT']);
    assert(fidelity.pairs.some(({ fields, metric, score, dependence }) => fields.join() === 'plan,spent' && metric === 'CONTINGENCY_SIMILARITY' && Number(score) > 0.8 && dependence > 0.5));
    assert.equal(privacy.rows, 399);
    for (const { dcrOverfittingProtection, closerToTraining } of [privacy.synthetic, privacy.real]) assert.equal(dcrOverfittingProtection, Math.min(1, 2 * (1 - closerToTraining)));
    const { tables: [inFile] } = JSON.parse(textOf(service.folder, job, 'report.json')) as { readonly tables: readonly TableQuality[] };
    assert.deepEqual([inFile?.fidelity?.score, inFile?.fidelity?.pairs.length, inFile?.privacy?.synthetic.score], [fidelity.score, fidelity.pairs.length, privacy.synthetic.dcrOverfittingProtection]);
    assert(!textOf(service.folder, job, 'schema.json').includes('"knots"'), 'statistics of the example are no part of the schema');
  });

  it('is about what a cancelled run keeps, whose references lead somewhere, and is made anew once the run is retried', async () => {
    const input = clubRun({ rows: 400, counts: { team: 1_000, member: 12_000 } });
    const counts = (job: { readonly progress: { readonly tables: readonly { readonly table: string; readonly done: number }[] } }): Readonly<Record<string, number>> => Object.fromEntries(job.progress.tables.map(({ table, done }) => [table, done]));
    let id = '';
    {
      await using gate = await closeGate(embeddedIn(service.folder), rowsFrom('member', 4_000));
      ({ id } = await startRun(service.client, input));
      await seen(service.client, id, (job) => underWay(job, 'member'));
      assert.equal(await reportOf(id), null, 'not before its end');
      await gate.held();
      const cancelling = service.client.ask(CancelJobDocument, { id });
      cancelling.catch(() => {}); // told to who awaits it below
      await gate.waiting(2);
      await gate.open();
      accepted((await cancelling).cancelJob);
    }
    const stopped = await ended(service.client, id, 'CANCELLED');
    const { member = 0, team = 0 } = counts(stopped);
    assert(member < 12_000 && team > 0);
    assertWhole(await measured(id), counts(stopped));
    accepted((await service.client.ask(RetryJobDocument, { id })).retryJob);
    const done = await ended(service.client, id);
    assert.equal(counts(done)['member'], 12_000);
    assertWhole(await measured(id), counts(done));
  });
});
