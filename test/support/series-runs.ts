// Runs of series over the whole service: how tests order them, and what they look at.
import assert from 'node:assert/strict';
import type { Job, VerisimClient } from '../../src/client/client.ts';
import { accepted } from '../../src/client/failures.ts';
import { ReadingsDocument, RowsPageDocument, SeriesDocument, StartSeriesRunDocument, type MachineInput, type ReadingsQuery, type ReadingsQueryVariables, type RowsPageQuery, type SeriesQuery, type SeriesRunInput } from '../../src/client/generated/graphql.ts';
import { ended } from './runs.ts';

/** A pump, and the pressure that follows it: a little of everything. */
export const PUMP: MachineInput = {
  name: 'pump 1',
  kind: 'feed pump',
  modes: [{ name: 'run', meanMinutes: 180 }, { name: 'idle', meanMinutes: 40, activity: 0.2 }, { name: 'service', meanMinutes: 60, activity: 0 }],
  maintenance: { mode: 'service', everyDays: 10, hours: 2 },
  signals: [
    { name: 'speed', unit: 'rpm', minimum: 0, maximum: 3_600, resolution: 1, level: 1_800, levels: [{ mode: 'idle', level: 300 }], settlingSeconds: 60, noise: { deviation: 12, correlationSeconds: 300 }, daily: { amplitude: 40, peak: 15 } },
    { name: 'pressure', unit: 'bar', minimum: 0, maximum: 25, resolution: 0.01, level: 9, levels: [{ mode: 'idle', level: 2 }], noise: { deviation: 0.05 }, drivers: [{ signal: 'speed', gain: 0.004, lagSeconds: 120 }], dropouts: { perDay: 4, meanMinutes: 6 } },
  ],
};

/** Of three machines of the catalogue, or of those that are named. */
export function seriesOrder({ machines = { industry: { name: 'semiconductor', count: 3 } }, ...more }: Partial<SeriesRunInput> = {}): SeriesRunInput {
  return { machines, days: 2, anomalyRate: 0.05, seed: 5, ...more };
}

export async function startSeries(client: VerisimClient, input: SeriesRunInput): Promise<Job> {
  return accepted((await client.ask(StartSeriesRunDocument, { input })).startSeriesRun);
}

export async function finishedSeries(client: VerisimClient, input: SeriesRunInput): Promise<Job> {
  return ended(client, (await startSeries(client, input)).id);
}

export type Series = NonNullable<Extract<SeriesQuery['job'], { readonly timeline: { readonly start: string } }>>;

/** The time and the machines of a run. */
export async function seriesOf(client: VerisimClient, id: string): Promise<Series> {
  const { job } = await client.ask(SeriesDocument, { id });
  assert(job != null && 'timeline' in job);
  return job as Series; // what has a time has the rest
}

/** The machines of a run, as they are handed in again. */
export async function specsOf(client: VerisimClient, id: string): Promise<MachineInput[]> {
  return (await seriesOf(client, id)).machines.map(({ specification }) => specification as MachineInput); // as the API describes it
}

type Readings = NonNullable<Extract<ReadingsQuery['job'], { readonly machines: unknown }>>['machines'][number]['readings'];

export async function readingsOf(client: VerisimClient, request: ReadingsQueryVariables): Promise<Readings> {
  const { job } = await client.ask(ReadingsDocument, request);
  assert(job != null && 'machines' in job && job.machines[0] !== undefined);
  return job.machines[0].readings;
}

/** All pages of the rows of a table, by field. */
export async function rowsOfTable(client: VerisimClient, id: string, table: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const rows: Readonly<Record<string, unknown>>[] = [];
  for (let cursor: string | null | undefined; ; ) {
    const { job }: RowsPageQuery = await client.ask(RowsPageDocument, { id, table, first: 1_000, after: cursor });
    assert(job != null && 'rows' in job);
    rows.push(...job.rows.edges.map(({ node }) => node.values as Readonly<Record<string, unknown>>));
    if (!job.rows.pageInfo.hasNextPage) return rows;
    cursor = job.rows.pageInfo.endCursor;
  }
}
