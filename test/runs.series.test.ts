// Runs of series over the whole service: readings, labels and anomalies agree in every output, page and stream; what is looked at is what is written; the
// clock of the place is right; a specification that is handed in again gives the same bytes; and what makes no sense is refused.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Job } from '../src/client/client.ts';
import { AnomaliesDocument, ExportJobDocument, JobQualityDocument, MachineCatalogDocument, StartSeriesRunDocument, TypedDocumentString, type SeriesQuery, type SeriesRunInput } from '../src/client/generated/graphql.ts';
import type { Detection, SeriesQuality } from '../src/domain/series/detection/detection.ts';
import { accepted } from '../src/client/failures.ts';
import { collect } from './support/collect.ts';
import { startDuckDb, type DuckDb } from './support/duckdb.ts';
import { ended, filesOf, textOf } from './support/runs.ts';
import { finishedSeries, PUMP, readingsOf, rowsOfTable, seriesOf, seriesOrder, specsOf, startSeries } from './support/series-runs.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';
import { fileOf, linesIn } from './support/unified-runs.ts';
import { unzip } from './support/unzip.ts';

const MACHINES = ['plasma_etcher_01', 'pecvd_reactor_01'];
const POINTS = 2 * 1_440;

interface Detected {
  readonly job: { readonly report: { readonly series: Pick<SeriesQuality, 'anomalyShares'> & { readonly detection: Detection } } };
}

let service: ServiceProcess;
let duck: DuckDb;
before(async () => {
  service = await startServiceProcess({ environment: { MAX_ROWS_PER_JOB: '20000000' } });
  duck = await startDuckDb();
});
after(async () => {
  duck?.[Symbol.dispose]();
  await service?.[Symbol.asyncDispose]();
});

function quoted(job: Pick<Job, 'outputPath'>, name: string): string {
  return `'${path.join(service.folder, job.outputPath, name)}'`;
}

describe('a run of series', () => {
  let job: Job;
  let streamed: ReturnType<typeof tables>;
  before(async () => {
    const order = seriesOrder({ machines: { industry: { name: 'semiconductor', count: 2 } }, outputs: [{ format: 'CSV' }, { format: 'PARQUET' }, { format: 'ZIP' }, { format: 'JSONL' }, { format: 'JSON' }] });
    const { id, __typename, outputPath } = await startSeries(service.client, order);
    assert.equal(__typename, 'SeriesJob');
    assert.match(outputPath, /^series_data_\d{8}_\d{6}_[0-9a-z]{4}$/);
    streamed = tables((await collect(service.client.followRows(id, { maxBatch: 1_000 }))).flatMap(({ rows }) => rows));
    job = await ended(service.client, id);
  });

  function tables(rows: readonly { readonly table: string; readonly index: number; readonly values: unknown }[]): ReadonlyMap<string, readonly unknown[]> {
    return new Map([...Map.groupBy(rows, ({ table }) => table)].map(([table, own]) => [table, own.toSorted((a, b) => a.index - b.index).map(({ values }) => values)]));
  }

  it('has for each machine a table of readings and one of labels, and a table of all anomalies', () => {
    const perTable = ['csv', 'parquet'].flatMap((extension) => [...MACHINES.flatMap((name) => [`${name}.${extension}`, `${name}_labels.${extension}`]), `anomalies.${extension}`]);
    assert.deepEqual(job.outputs.map(({ fileName }) => fileName), [...perTable, 'data.zip', ...perTable.slice(0, 5).map((name) => name.replace('.csv', '.jsonl')), 'data.json']);
    const totals = Object.fromEntries(job.progress.tables.map(({ table, total }) => [table, total]));
    const { anomalies, ...own } = totals;
    assert.deepEqual(own, Object.fromEntries(MACHINES.flatMap((name) => [[name, POINTS], [`${name}_labels`, POINTS]])));
    assert((anomalies ?? 0) > 2);
  });

  it('is the same in CSV, Parquet, JSON, lines of it, the archive, pages and the stream', async () => {
    const entries = unzip(fileOf(service.folder, job, 'data.zip'));
    assert.deepEqual([...entries.keys()], [...MACHINES.flatMap((name) => [`${name}.csv`, `${name}_labels.csv`]), 'anomalies.csv', 'specification.json']);
    const whole = JSON.parse(textOf(service.folder, job, 'data.json')) as Readonly<Record<string, readonly unknown[]>>;
    for (const table of Object.keys(whole)) {
      assert.equal(entries.get(`${table}.csv`)?.toString(), textOf(service.folder, job, `${table}.csv`));
      assert.deepEqual(linesIn(textOf(service.folder, job, `${table}.jsonl`)), whole[table]);
      assert.deepEqual(streamed.get(table), whole[table]);
      const [csv, parquet] = [`read_csv(${quoted(job, `${table}.csv`)}, nullstr = '')`, quoted(job, `${table}.parquet`)];
      assert.deepEqual(await duck.rows(`SELECT count(*)::int FROM ((FROM ${csv} EXCEPT ALL FROM ${parquet}) UNION ALL (FROM ${parquet} EXCEPT ALL FROM ${csv}))`), [[0]], table);
    }
    assert.deepEqual(await rowsOfTable(service.client, job.id, 'plasma_etcher_01_labels'), whole['plasma_etcher_01_labels']);
  });

  it('begins each line of readings with Timestamp, yyyy-MM-dd HH:mm:ss, as a moment without a zone in Parquet', async () => {
    const [header = '', first = ''] = textOf(service.folder, job, 'plasma_etcher_01.csv').split('\r\n');
    assert.match(header, /^Timestamp,chamber_pressure,rf_forward_power,/);
    assert.match(first, /^2025-12-30 00:00:00,[\d.,-]+$/);
    const types = await duck.rows(`SELECT column_name, column_type FROM (DESCRIBE FROM ${quoted(job, 'plasma_etcher_01.parquet')}) LIMIT 2`);
    assert.deepEqual(types, [['Timestamp', 'TIMESTAMP'], ['chamber_pressure', 'DOUBLE']]);
    const steps = await duck.rows(`SELECT DISTINCT "Timestamp" - lag("Timestamp") OVER (ORDER BY "Timestamp") = INTERVAL 1 MINUTE FROM ${quoted(job, 'plasma_etcher_01.parquet')}`);
    assert.deepEqual(steps.flat().filter((step) => step !== null), [true]);
  });

  it('keeps every reading inside its range, and on the grid of its resolution', async () => {
    for (const { name, signals } of (await seriesOf(service.client, job.id)).machines) {
      for (const { name: signal, minimum, maximum, resolution } of signals) {
        const [[least, most, off]] = (await duck.rows(`SELECT min("${signal}"), max("${signal}"), max(abs("${signal}" / ${resolution} - round("${signal}" / ${resolution}))) FROM ${quoted(job, `${name}.parquet`)}`)) as [[number, number, number]];
        assert(least >= minimum && most <= maximum && off < 1e-6, `${name} ${signal}: ${least} to ${most}, ${off}`);
      }
    }
  });

  it('labels just the points of its anomalies, of the share that was asked for', async () => {
    for (const name of MACHINES) {
      const intervals = `(SELECT * FROM ${quoted(job, 'anomalies.parquet')} WHERE "Machine" = '${name}')`;
      const labels = quoted(job, `${name}_labels.parquet`);
      const [[labelled, points]] = (await duck.rows(`SELECT (SELECT sum("Anomaly")::int FROM ${labels}), (SELECT sum("Points")::int FROM ${intervals})`)) as [[number, number]];
      assert.equal(labelled, points);
      assert(Math.abs(points - 0.05 * POINTS) <= 2, `${name}: ${points} of ${POINTS}`);
      const inside = await duck.rows(`SELECT i."Start", i."Points"::int, count(*)::int FROM ${intervals} i JOIN ${labels} l ON l."Timestamp" BETWEEN i."Start" AND i."End" AND l."Kinds" = i."Kind" AND l."Signals" = i."Signals" AND l."Anomaly" = 1 GROUP BY ALL`);
      assert.equal(inside.length, ((await duck.rows(`SELECT count(*)::int FROM ${intervals}`)) as [[number]])[0][0]);
      for (const [, expected, found] of inside) assert.equal(found, expected);
    }
  });

  it('shows the anomalies of a machine as its table has them, and those of a stretch of time', async () => {
    const rows = (await rowsOfTable(service.client, job.id, 'anomalies')).filter((row) => row['Machine'] === 'plasma_etcher_01');
    const ask = async (more: object): Promise<readonly Readonly<Record<string, unknown>>[]> => {
      const { job: found } = await service.client.ask(AnomaliesDocument, { id: job.id, machine: 'plasma_etcher_01', ...more });
      assert(found != null && 'machines' in found);
      return found.machines[0]?.anomalies ?? [];
    };
    const all = await ask({});
    const shown = all.map(({ kind, signals, start, end, points, severity }) => [kind, (signals as string[]).join(';'), Date.parse(String(start)), Date.parse(String(end)), points, severity]);
    assert.deepEqual(shown, rows.map((row) => [row['Kind'], row['Signals'], Date.parse(String(row['StartUtc'])), Date.parse(String(row['EndUtc'])), row['Points'], row['Severity']]));
    assert(all.length > 1);
    assert.deepEqual(await ask({ first: 1 }), all.slice(0, 1));
    assert.deepEqual(await ask({ from: all[1]?.['start'] }), all.slice(1));
    assert.deepEqual(await ask({ to: all[1]?.['start'] }), all.slice(0, 1));
    const long = all.findIndex(({ points }) => Number(points) > 2);
    const inside = new Date(Date.parse(String(all[long]?.['start'])) + 60_000).toISOString();
    assert.deepEqual([await ask({ from: inside }), (await ask({ to: inside })).at(-1)], [all.slice(long), all[long]], 'what reaches into it');
    await assert.rejects(ask({ first: 1_001 }), /expected 1 to 1000, got 1001/);
    await assert.rejects(ask({ machine: 'etcher' }), /unknown machine "etcher": expected one of plasma_etcher_01, pecvd_reactor_01/);
  });

  it('shows readings for plotting: the least and the largest of each bucket, as they are written', async () => {
    const [from, to] = ['2025-12-30T06:00:00.000Z', '2025-12-31T03:07:00.000Z'];
    const shown = await readingsOf(service.client, { id: job.id, machine: 'pecvd_reactor_01', from, to, signals: ['heater_temperature', 'rf_power'], points: 40 });
    assert.deepEqual([shown.isExact, shown.signals.map(({ name, unit }) => `${name} ${unit}`)], [true, ['heater_temperature °C', 'rf_power W']]);
    assert(shown.starts.length <= 40 && shown.starts.length > 35 && shown.starts[0] === from);
    for (const { name, minimum, maximum } of shown.signals) {
      const buckets = await duck.rows(`SELECT min("${name}"), max("${name}") FROM ${quoted(job, 'pecvd_reactor_01.parquet')} WHERE "Timestamp" >= '2025-12-30 06:00:00' AND "Timestamp" < '2025-12-31 03:07:00'
        GROUP BY epoch("Timestamp" - TIMESTAMP '2025-12-30 06:00:00')::int // ${60 * shown.pointsPerBucket} ORDER BY min("Timestamp")`);
      assert.deepEqual(minimum.map((least, bucket) => [least, maximum[bucket]]), buckets);
    }
    const whole = await readingsOf(service.client, { id: job.id, machine: 'pecvd_reactor_01' });
    assert.equal(whole.signals.length, 8);
    await assert.rejects(readingsOf(service.client, { id: job.id, machine: 'pecvd_reactor_01', signals: ['temperature'] }), /unknown signal "temperature": expected one of chamber_pressure, heater_temperature/);
    await assert.rejects(readingsOf(service.client, { id: job.id, machine: 'pecvd_reactor_01', from: to, to: from }), /expected a moment after `from`/);
    await assert.rejects(readingsOf(service.client, { id: job.id, machine: 'pecvd_reactor_01', points: 1_000_000 }), /expected 1 to 2000, got 1000000/);
  });

  it('tells its time, its machines and what lies in its folder', async () => {
    const { timeline, anomalyRate, machines } = await seriesOf(service.client, job.id);
    assert.deepEqual({ ...timeline, anomalyRate }, { start: '2025-12-30T00:00:00.000Z', end: '2026-01-01T00:00:00.000Z', intervalSeconds: 60, points: POINTS, timeZone: 'UTC', anomalyRate: 0.05 });
    assert.deepEqual(machines.map(({ name, readingsTable, labelsTable }) => [name, readingsTable, labelsTable]), MACHINES.map((name) => [name, name, `${name}_labels`]));
    const manifest = JSON.parse(textOf(service.folder, job, 'manifest.json')) as { readonly tables: readonly { readonly table: string; readonly holds: string; readonly machine?: string; readonly rows: number }[] };
    assert.deepEqual(manifest.tables.map(({ table, holds, machine }) => [table, holds, machine]), [...MACHINES.flatMap((name) => [[name, 'readings', name], [`${name}_labels`, 'labels', name]]), ['anomalies', 'anomalies', undefined]]);
    const specification = JSON.parse(textOf(service.folder, job, 'specification.json')) as { readonly seed: number; readonly machines: readonly unknown[] };
    assert.deepEqual([specification.seed, specification.machines], [5, machines.map((machine) => machine.specification)]);
  });

  it('is asked for machines with their signals and anomalies, all at once or, of many, by name', async () => {
    const everything = new TypedDocumentString<SeriesQuery, { readonly id: string; readonly names?: readonly string[] }>(
      'query ($id: ID!, $names: [String!]) { job(id: $id) { ... on SeriesJob { machines(names: $names) { name kind signals { name unit minimum maximum } anomalies { kind signals start end points severity } } } } }',
    );
    const { job: shown } = await service.client.ask(everything, { id: job.id });
    assert(shown != null && 'machines' in shown);
    assert.deepEqual(shown.machines.map(({ name }) => name), MACHINES);
    const { id } = await startSeries(service.client, seriesOrder({ machines: { industry: { name: 'semiconductor', count: 26 } }, intervalSeconds: 3_600, outputs: [] }));
    assert.equal((await seriesOf(service.client, id)).machines.length, 26);
    await assert.rejects(service.client.ask(everything, { id }), /expected the names of the machines.* the run has 26: machines\(names: \["plasma_etcher_01", \.\.\.\]\)/);
    await service.client.ask(everything, { id, names: MACHINES });
  });

  it('is measured like other rows, and nothing of it is broken', async () => {
    const { job: measured } = await service.client.ask(JobQualityDocument, { id: job.id });
    assert.deepEqual([measured?.report?.validity, measured?.report?.broken, measured?.report?.tables.length], [1, [], 5]);
  });

  it('is measured by how well its anomalies are found, too', async () => {
    const { job: measured } = await service.client.ask(new TypedDocumentString<Detected, { readonly id: string }>(
      'query ($id: ID!) { job(id: $id) { report { series { anomalyShares { machine asked made } detection { machines cleanPoints falseAlarms pointLike { points anomalies auroc pointsFound anomaliesFound } kinds { kind points } } } } } }',
    ), { id: job.id });
    const { anomalyShares, detection } = measured.report.series;
    assert.deepEqual(anomalyShares, MACHINES.map((machine) => ({ machine, asked: 0.05, made: 0.05 })));
    assert.deepEqual(detection.machines, MACHINES);
    assert.ok(detection.cleanPoints > 100 && (detection.pointLike.auroc ?? 0) > 0.5 && detection.kinds.length > 3);
    const written = JSON.parse(textOf(service.folder, job, 'report.json')) as { readonly series: { readonly detection: typeof detection } };
    assert.deepEqual(written.series.detection.pointLike, detection.pointLike);
  });

  it('gives the same bytes of its specification, handed in again', async () => {
    const specs = await specsOf(service.client, job.id);
    const again = await finishedSeries(service.client, { ...seriesOrder({ machines: { specs }, outputs: [{ format: 'CSV' }] }) });
    const [first, second] = [filesOf(service.folder, job), filesOf(service.folder, again)];
    assert.equal(first['specification.json'], second['specification.json']);
    for (const name of Object.keys(second).filter((one) => one.endsWith('.csv'))) assert.equal(second[name], first[name], name);
    const other = await finishedSeries(service.client, seriesOrder({ machines: { specs }, seed: 6 }));
    assert.notEqual(filesOf(service.folder, other)['plasma_etcher_01.csv'], first['plasma_etcher_01.csv']);
  });

  it('is exported in another format', async () => {
    accepted((await service.client.ask(ExportJobDocument, { id: job.id, output: { format: 'CSV', compression: 'GZIP' } })).exportJob);
    assert((await ended(service.client, job.id)).outputs.some(({ fileName }) => fileName === 'anomalies.csv.gz'));
    const { exportJob: refused } = await service.client.ask(ExportJobDocument, { id: job.id, output: { format: 'SQL' } });
    assert(refused.__typename === 'InvalidInputError' && /sensor series are written as one of CSV, PARQUET, JSONL, JSON, ZIP, got SQL/.test(refused.message));
  });
});

describe('the catalogue', () => {
  it('offers industries with their machines, all or one by any of its names, ready to be handed in', async () => {
    const { machineCatalog } = await service.client.ask(MachineCatalogDocument, {});
    assert(machineCatalog.length >= 8 && machineCatalog.flatMap(({ machines }) => machines).length >= 60);
    const [one, ...more] = (await service.client.ask(MachineCatalogDocument, { industry: 'Wafer-Fab' })).machineCatalog;
    assert.deepEqual([one?.name, more.length], ['semiconductor', 0]);
    assert.deepEqual((await service.client.ask(MachineCatalogDocument, { industry: 'basket weaving' })).machineCatalog, []);
    const specs = (one?.machines ?? []).slice(0, 2).map(({ specification }) => specification as typeof PUMP);
    assert.deepEqual(await specsOf(service.client, (await finishedSeries(service.client, seriesOrder({ machines: { specs }, days: 1, outputs: [] }))).id), specs);
  });
});

describe('the time of a series', () => {
  const order = (more: Partial<SeriesRunInput>): SeriesRunInput => ({ machines: { specs: [PUMP] }, seed: 1, ...more });

  it('goes by the clock of the place: the repeated hour is told apart, the missing one is missing', async () => {
    const job = await finishedSeries(service.client, order({ timeZone: 'Europe/Berlin', start: '2025-10-25T22:00:00Z', days: 1, intervalSeconds: 1_800 }));
    const labels = await rowsOfTable(service.client, job.id, 'pump 1_labels');
    assert.deepEqual(labels.slice(3, 8).map((row) => [row['Timestamp'], row['UtcOffset']]), [['2025-10-26 01:30:00', '+02:00'], ['2025-10-26 02:00:00', '+02:00'], ['2025-10-26 02:30:00', '+02:00'], ['2025-10-26 02:00:00', '+01:00'], ['2025-10-26 02:30:00', '+01:00']]);
    assert.match(textOf(service.folder, job, 'pump_1.csv'), /^Timestamp,speed,pressure\r\n2025-10-26 00:00:00,/);
    const spring = await finishedSeries(service.client, order({ timeZone: 'America/New_York', start: '2024-03-10T05:00:00Z', end: '2024-03-10T09:00:00Z', intervalSeconds: 3_600 }));
    assert.deepEqual((await rowsOfTable(service.client, spring.id, 'pump 1')).map((row) => row['Timestamp']), ['2024-03-10 00:00:00', '2024-03-10 01:00:00', '2024-03-10 03:00:00', '2024-03-10 04:00:00']);
  });

  it('ends where the year 2026 begins where nothing is said, and else as it is said', async () => {
    const times = async (more: Partial<SeriesRunInput>): Promise<unknown[]> => {
      const { timeline } = await seriesOf(service.client, (await startSeries(service.client, order({ outputs: [], intervalSeconds: 3_600, ...more }))).id);
      return [timeline.start, timeline.end, timeline.points];
    };
    assert.deepEqual(await times({}), ['2025-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', 8_760]);
    assert.deepEqual(await times({ days: 2, timeZone: 'Asia/Tokyo' }), ['2025-12-29T15:00:00.000Z', '2025-12-31T15:00:00.000Z', 48]);
    assert.deepEqual(await times({ end: '2024-03-01T00:00:00Z', days: 2 }), ['2024-02-28T00:00:00.000Z', '2024-03-01T00:00:00.000Z', 48]);
    assert.deepEqual(await times({ start: '1999-12-31T23:00:00+01:00', end: '2000-01-01T00:00:00Z', intervalSeconds: 7 }), ['1999-12-31T22:00:00.000Z', '1999-12-31T23:59:56.000Z', 1_028]);
  });
});

describe('an order of series that makes no sense', () => {
  const [speed] = PUMP.signals;
  assert(speed !== undefined);
  const withSignal = (change: object): Partial<SeriesRunInput> => ({ machines: { specs: [{ ...PUMP, signals: [{ ...speed, ...change }] }] } });
  const named = (...names: string[]): Partial<SeriesRunInput> => ({ machines: { specs: names.map((name) => ({ ...PUMP, name })) } });

  const cases: readonly (readonly [what: string, more: Partial<SeriesRunInput>, at: string, message: RegExp])[] = [
    ['ends before it starts', { start: '2025-02-01T00:00:00Z', end: '2025-01-01T00:00:00Z' }, 'end', /after the start, 2025-02-01T00:00:00.000Z, got 2025-01-01/],
    ['has start, end and days', { start: '2025-01-01T00:00:00Z', end: '2025-02-01T00:00:00Z', days: 3 }, 'days', /leave one of them out/],
    ['starts between two seconds', { start: '2025-01-01T00:00:00.5Z' }, 'start', /whole second/],
    ['starts before 1970', { start: '1066-10-14T00:00:00Z', days: 1 }, 'start', /years 1970 to 9000/],
    ['has no days', { days: 0 }, 'days', /more than 0 days, got 0/],
    ['has too many days', { start: '1970-01-01T00:00:00Z', days: 36_600 }, 'days', /at most 50000000 points/],
    ['has so many days that it begins before 1970', { days: 36_600, intervalSeconds: 3_600 }, 'days', /years 1970 to 9000, got 1925/],
    ['has too many points, and begins before 1970 for that', { days: 36_000, intervalSeconds: 1 }, 'days', /at most 50000000 points of a machine, got 3110400000/],
    ['has too many points up to its end', { start: '1970-01-01T00:00:00Z', end: '2070-01-01T00:00:00Z' }, 'end', /at most 50000000 points/],
    ['has 10^9 points', { days: 11_575, intervalSeconds: 1 }, 'days', /at most 50000000 points of a machine, got 1000080000: ask for fewer days or a longer interval/],
    ['has more rows than a job may', { days: 365, intervalSeconds: 1 }, 'days', /at most 20000000 rows.*MAX_ROWS_PER_JOB/],
    ['has no interval', { intervalSeconds: 0 }, 'intervalSeconds', /1 to 86400 \(a day\), got 0/],
    ['has an interval of more than a day', { intervalSeconds: 86_401 }, 'intervalSeconds', /1 to 86400/],
    ['is nothing but anomalies', { anomalyRate: 0.6 }, 'anomalyRate', /0 to 0.5, got 0.6/],
    ['has fewer anomalies than none', { anomalyRate: -0.1 }, 'anomalyRate', /0 to 0.5/],
    ['is in no time zone', { timeZone: 'Europe/Berlni' }, 'timeZone', /such as Europe\/Berlin, .*UTC, got "Europe\/Berlni"/],
    ['has 201 machines of an industry', { machines: { industry: { name: 'semiconductor', count: 201 } } }, 'machines industry count', /1 to 200 machines, got 201/],
    ['has 201 machines', named(...Array.from({ length: 201 }, (_, index) => `m${index}`)), 'machines specs', /1 to 200 machines, got 201/],
    ['has no machines', { machines: { specs: [] } }, 'machines specs', /1 to 200 machines, got 0/],
    ['is of an industry that nobody knows', { machines: { industry: { name: 'basket weaving' } } }, 'machines industry name', /semiconductor.*npm run models -- pull/],
    ['has two machines of one name', named('Pump', 'pump'), 'machines specs 1 name', /name of its own/],
    ['has a machine that is named as the labels of another', named('a', 'a_labels'), 'machines specs 1 name', /name of its own/],
    ['has a machine that is named as the table of anomalies', named('anomalies'), 'machines specs 0 name', /name of its own/],
    ['has a machine whose name leaves the folder', named('../pump'), 'machines specs 0 name', /letters, digits/],
    ['has a signal whose range is the wrong way round', withSignal({ minimum: 5, maximum: 1 }), 'machines specs 0 signals 0 maximum', /wrong way round/],
    ['has a signal without resolution', withSignal({ resolution: 0 }), 'machines specs 0 signals 0 resolution', /above 0/],
    ['has a signal that drives itself', withSignal({ drivers: [{ signal: 'speed', gain: 1 }] }), 'machines specs 0 signals 0 drivers 0 signal', /./],
    ['is to be written as SQL', { outputs: [{ format: 'SQL' }] }, 'outputs 0 format', /CSV, PARQUET, JSONL, JSON, ZIP, got SQL/],
    ['has a text that cannot be stored', withSignal({ description: 'a\0b' }), 'machines specs', /U\+0000/],
  ];
  for (const [what, more, at, message] of cases) it(`is refused where it ${what}`, async () => {
    const { startSeriesRun: refused } = await service.client.ask(StartSeriesRunDocument, { input: { machines: { specs: [PUMP] }, outputs: [], ...more } });
    assert(refused.__typename === 'InvalidInputError', JSON.stringify(refused).slice(0, 300));
    const issue = refused.issues.find(({ path: place }) => place.join(' ').startsWith(at));
    assert(issue !== undefined, JSON.stringify(refused.issues));
    assert.match(issue.message, message);
  });
});
