// The demo's run of series: two machines of a wafer fab over some days, the first readings of each, and a plot of a signal with what is wrong in it.
import type { Job } from '../client/client.ts';
import { accepted } from '../client/failures.ts';
import { AnomaliesDocument, ReadingsDocument, SeriesDocument, StartSeriesRunDocument } from '../client/generated/graphql.ts';
import { cut, inColumns } from '../lib/columns.ts';
import { SEED, showOutputs, watched, type Surroundings } from './runs.ts';

const INDUSTRY = { name: 'semiconductor', count: 2 };
const DAYS = 7;
const SHOWN_READINGS = 3;
const SHOWN_ANOMALIES = 5;
const BARS = '▁▂▃▄▅▆▇█';

export async function seriesTour(surroundings: Surroundings): Promise<void> {
  const { client, screen } = surroundings;
  const { startSeriesRun } = await client.ask(StartSeriesRunDocument, { input: { machines: { industry: INDUSTRY }, days: DAYS, anomalyRate: 0.02, seed: SEED, outputs: [{ format: 'CSV' }, { format: 'PARQUET' }] } });
  const job = accepted(startSeriesRun);
  screen.heading(`Making ${DAYS} days of sensor data of ${INDUSTRY.count} machines (${INDUSTRY.name}) with seed ${job.seed}, minute by minute:`);
  const ended = await watched(surroundings, job, { what: 'rows', seen: showReadings(surroundings, job) });
  await showMachines(surroundings, job);
  await showOutputs(surroundings, ended, 'rows');
}

/** Shows the first readings of each machine; answers how many rows came in all. */
async function showReadings({ client, screen }: Surroundings, job: Job): Promise<number> {
  const shown = new Map<string, number>();
  let received = 0;
  for await (const { rows } of client.followRows(job.id, { maxBatch: 1_000 })) {
    received += rows.length;
    const [first] = rows;
    if (first === undefined || first.table.endsWith('_labels') || first.table === 'anomalies' || shown.has(first.table)) continue;
    const values = rows.slice(0, SHOWN_READINGS).map((row) => row.values as Readonly<Record<string, unknown>>); // as the API describes a row's values
    shown.set(first.table, values.length);
    screen.heading(first.table);
    for (const line of inColumns(Object.keys(values[0] ?? {}), values.map((row) => Object.values(row)), screen.width - 2)) screen.line(`  ${line}`);
  }
  return received;
}

/** Of each machine what it is, how its first signal goes, and what is wrong first. */
async function showMachines({ client, screen }: Surroundings, { id }: Job): Promise<void> {
  const { job } = await client.ask(SeriesDocument, { id });
  for (const { name, kind, signals } of job?.__typename === 'SeriesJob' ? job.machines : []) {
    const [signal] = signals;
    const { job: looked } = await client.ask(ReadingsDocument, { id, machine: name, signals: signals.slice(0, 1).map((one) => one.name), points: screen.width - 2 });
    const { job: found } = await client.ask(AnomaliesDocument, { id, machine: name, first: SHOWN_ANOMALIES });
    screen.heading(`${name}, a ${kind}: ${signal?.name} in ${signal?.unit}, ${DAYS} days`);
    for (const { readings } of looked?.__typename === 'SeriesJob' ? looked.machines : []) for (const { maximum } of readings.signals) screen.line(`  ${plot(maximum)}`);
    for (const { anomalies } of found?.__typename === 'SeriesJob' ? found.machines : []) {
      for (const { kind: what, signals: where, start, points } of anomalies) screen.line(`  ${cut(`${start} ${what} in ${where.join(', ')}, ${points} readings`, screen.width - 2)}`);
    }
  }
}

/** A line of bars; a blank where there is no reading. */
function plot(values: readonly (number | null)[]): string {
  const there = values.filter((value) => value !== null);
  const [least, most] = [Math.min(...there), Math.max(...there)];
  return values.map((value) => (value === null ? ' ' : BARS[Math.round(((value - least) / (most - least || 1)) * (BARS.length - 1))])).join('');
}
