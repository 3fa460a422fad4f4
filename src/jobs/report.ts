// What is measured of a run, once, at its end, when its outputs are written already: whether its rows keep to their plan, and how their values are
// spread; of what a model wrote how varied it is, on a sample where there is much, and how many question-answer pairs are grounded; and of machines how
// well their anomalies are found.
import type { Job } from '../db/jobs.ts';
import { segmentsOf, type WrittenRange } from '../db/segments.ts';
import { isWritten, rowTables, type PlannedTable } from '../domain/plan.ts';
import type { TableQuality } from '../domain/quality/table-quality.ts';
import type { SeriesQuality } from '../domain/series/detection/detection.ts';
import { MAX_TEXTS } from '../domain/text/variety.ts';
import type { RowRanges } from '../files/parts.ts';
import { evenlySpread } from '../lib/evenly-spread.ts';
import { sampleOf } from './measured-table.ts';
import type { AttemptParts } from './performing.ts';
import type { FieldDiversity, JobReport } from './records.ts';
import { rowsOfOutputs, withBits } from './rows-there.ts';
import { stateOf } from './state.ts';

/** Fields that a report tells of, in whole tables: it is read at once. */
export const MAX_FIELDS = 1_000;
/** Rows whose values are looked at, of a table and of all together; but of each some. With the keys they cost some tens of milliseconds. */
export const MAX_ROWS = 5_000;
const MAX_ROWS_IN_ALL = 20_000;
const MIN_ROWS = 256;
/** Keys that are compared, of all tables together. */
export const MAX_KEYS = 100_000;

/** Null where the run makes no rows: pictures are not measured. */
export async function measureRun(parts: AttemptParts, job: Job): Promise<JobReport | null> {
  const { plan } = await parts.plans.of(job.id);
  const tables = rowTables(plan);
  if (tables.length === 0) return null;
  const measured = withinFields(tables);
  const { pairs } = stateOf(job);
  const [ofTables, series] = await Promise.all([measureTables(parts, job, measured), plan.series === undefined ? undefined : measureSeries(parts, job)]);
  return { tables: ofTables, tablesLeftOut: tables.length - measured.length, diversity: await diversityOf(parts, job, tables), ...(pairs === undefined ? {} : { groundedShare: pairs.grounded / pairs.made }), ...(series === undefined ? {} : { series }) };
}

async function measureSeries({ plans, threads, stop }: AttemptParts, job: Job): Promise<SeriesQuality> {
  const { text } = await plans.of(job.id);
  return threads.bulk('detected', stop, text);
}

/** The first tables with so many fields; one at least. */
function withinFields(tables: readonly PlannedTable[]): readonly PlannedTable[] {
  let fields = 0;
  return tables.filter((table, index) => (fields += table.fields.length) <= MAX_FIELDS || index === 0);
}

/** In one call, so that the plan crosses to a thread once. */
async function measureTables({ db, plans, threads, stop }: AttemptParts, job: Job, tables: readonly PlannedTable[]): Promise<readonly TableQuality[]> {
  const { plan } = await plans.of(job.id);
  const ranges = await rowsOfOutputs(db.prisma, plan, job);
  const there: Record<string, RowRanges[string]> = {};
  for (const table of new Set(tables.flatMap(({ name, foreignKeys }) => [name, ...foreignKeys.map((key) => key.table)]))) there[table] = await withBits(db.prisma, job.id, table, ranges[table] ?? []);
  const each = (all: number): number => Math.max(MIN_ROWS, Math.floor(all / tables.length));
  const samples = tables.map(({ name }) => ({ table: name, sample: sampleOf(there[name] ?? [], Math.min(MAX_ROWS, each(MAX_ROWS_IN_ALL))) }));
  const text = await plans.textFor(job.id, samples.flatMap(({ table, sample }) => sample.map((range) => ({ ...range, table }))));
  return threads.bulk('measured', stop, text, { there, samples, mostKeys: each(MAX_KEYS) });
}

async function diversityOf({ db, plans, threads, stop }: AttemptParts, job: Job, tables: readonly PlannedTable[]): Promise<readonly FieldDiversity[]> {
  const written = tables.filter(isWritten);
  if (written.length === 0) return [];
  const { text } = await plans.of(job.id);
  const byTable = Map.groupBy((await segmentsOf(db.prisma, job.id)).filter((range): range is typeof range & WrittenRange => range.file !== undefined), ({ table }) => table);
  const diversity: FieldDiversity[] = [];
  for (const { name } of written) diversity.push(...(await threads.bulk('diversity', stop, { ...text, written: sampled(byTable.get(name) ?? []) }, name)));
  return diversity;
}

/** Ranges of about MAX_TEXTS rows together, evenly spread over all. */
function sampled(ranges: readonly WrittenRange[]): readonly WrittenRange[] {
  const rows = ranges.reduce((sum, { first, last }) => sum + last - first, 0);
  return rows <= MAX_TEXTS ? ranges : evenlySpread(ranges, Math.max(1, Math.floor((ranges.length * MAX_TEXTS) / rows)));
}
