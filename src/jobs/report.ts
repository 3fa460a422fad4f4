// What is measured of what a model wrote in a run, once, at its end: how varied the texts of each field are, on a sample where there are many, and how
// many question-answer pairs are grounded.
import type { Job } from '../db/jobs.ts';
import { segmentsOf, type WrittenRange } from '../db/segments.ts';
import { isWritten, rowTables } from '../domain/plan.ts';
import { MAX_TEXTS, spread } from '../domain/text/variety.ts';
import type { AttemptParts } from './performing.ts';
import type { FieldDiversity, JobReport } from './records.ts';
import { stateOf } from './state.ts';

/** Null where no model wrote any text. */
export async function measureRun({ db, plans, threads, stop }: AttemptParts, job: Job): Promise<JobReport | null> {
  const { plan, text } = await plans.of(job.id);
  const tables = rowTables(plan).filter(isWritten);
  if (tables.length === 0) return null;
  const byTable = Map.groupBy((await segmentsOf(db.prisma, job.id)).filter((range): range is typeof range & WrittenRange => range.file !== undefined), ({ table }) => table);
  const diversity: FieldDiversity[] = [];
  for (const { name } of tables) diversity.push(...(await threads.bulk('diversity', stop, { ...text, written: sampled(byTable.get(name) ?? []) }, name)));
  const { pairs } = stateOf(job);
  return { diversity, ...(pairs === undefined ? {} : { groundedShare: pairs.grounded / pairs.made }) };
}

/** Ranges of about MAX_TEXTS rows together, evenly spread over all. */
function sampled(ranges: readonly WrittenRange[]): readonly WrittenRange[] {
  const rows = ranges.reduce((sum, { first, last }) => sum + last - first, 0);
  return rows <= MAX_TEXTS ? ranges : spread(ranges, Math.max(1, Math.floor((ranges.length * MAX_TEXTS) / rows)));
}
