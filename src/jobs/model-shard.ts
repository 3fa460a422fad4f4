// A shard of a table that a model writes in. Rows are committed as they come, a file of them at a time, so that whoever watches sees them, and a
// worker that takes the shard up later goes on where this one stopped.
import { writtenRangesOf, type TableRange, type WrittenRange } from '../db/segments.ts';
import type { Task } from '../db/tasks.ts';
import { BLOCK_ROWS, type ModelUse } from '../domain/plan.ts';
import type { TextEngine } from '../engines/text/engine.ts';
import { putSegment, readSegment } from '../files/segment.ts';
import { pairsToWrite, rowsToWrite } from './asked-rows.ts';
import { writtenRows, type TableWriting, type WrittenRow } from './model-rows.ts';
import type { AttemptParts, Outcome, Publication } from './performing.ts';
import { segmentName } from './segment-folder.ts';
import type { PairCounts } from './state.ts';

/** What is made is committed after this long at first, and later after a twentieth of the time that it took so far, up to the longest. */
const SOONEST_MS = 500;
const SHARE = 1 / 20;
const LONGEST_MS = 10_000;

/** Text engines by the ids of their models. */
export interface Engines {
  /** Throws ModelUnavailable where there is none of that id. */
  of(model: string): TextEngine;
}

/** Writes the rows of the range. What it answers is only its last piece: the others are committed by then. */
export async function writeShard(parts: AttemptParts, task: Task, range: TableRange): Promise<Outcome> {
  const { now } = parts;
  const writing = await tableWriting(parts, task.jobId, range);
  const before = await blockBefore(parts, task.jobId, range);
  if (!writing.engine.isLoaded) await parts.loading();
  const startedMs = now();
  let committedMs = startedMs;
  let pending: WrittenRow[] = [];
  for await (const row of writtenRows(writing, before)) {
    if (row.row === range.first && !writing.engine.repeatable) await parts.warn(notRepeatable(writing.engine)); // known once it is loaded
    pending.push(row);
    const waitMs = Math.min(LONGEST_MS, Math.max(SOONEST_MS, (now() - startedMs) * SHARE));
    if (now() - committedMs < waitMs || row.row + 1 === range.last) continue;
    await parts.keep(await stored(parts, task, range.table, pending, writing), { table: range.table, first: row.row + 1, last: range.last });
    committedMs = now();
    pending = [];
  }
  const made = await stored(parts, task, range.table, pending, writing);
  return { work: made.last - made.first, wrote: true, made: [made], pairs: made.pairs };
}

function notRepeatable({ model, device }: TextEngine): string {
  return `the model ${model} (${device}) does not promise the same answers again: what it writes may differ in another run with this seed, and where this one was taken up after a stop`;
}

/** What an attempt has made, and may be committed. */
export interface MadeRows extends WrittenRange {
  readonly pairs?: PairCounts | undefined;
  /** Files that get their final names with it. */
  readonly publishes?: readonly Publication[];
}

async function stored({ storage }: AttemptParts, task: Task, table: string, rows: readonly WrittenRow[], { isGrounded }: TableWriting): Promise<MadeRows> {
  const [first, last] = [rows[0]?.row ?? 0, (rows.at(-1)?.row ?? -1) + 1];
  const file = segmentName(task, first);
  await putSegment(storage, file, rows.map(({ values }) => values));
  const pairs = isGrounded === undefined ? undefined : { made: rows.length, grounded: rows.filter(({ values }) => isGrounded(values)).length };
  return { table, first, last, file, pairs };
}

async function tableWriting({ plans, threads, engines, stop, signal, spent }: AttemptParts, jobId: string, range: TableRange): Promise<TableWriting> {
  const { plan, text } = await plans.of(jobId);
  const { id } = plan.model as ModelUse; // a table that is written has a model
  const asked = plan.chunks === undefined ? rowsToWrite(plan, range.table, await threads.bulk('asked', stop, text, range)) : pairsToWrite(plan, range);
  return { engine: engines.of(id), lane: jobId, signal, spent, ...asked };
}

/** The rows of the range's first block that come before it, as they were written. */
async function blockBefore({ db, storage }: AttemptParts, jobId: string, { table, first }: TableRange): Promise<readonly WrittenRow[]> {
  const block = first - (first % BLOCK_ROWS);
  const ranges = block === first ? [] : await writtenRangesOf(db.prisma, jobId, { table, first: block, last: first });
  const rows = await Promise.all(ranges.map(async (range) => (await readSegment(storage, range.file)).rows.map((values, index) => ({ row: range.first + index, values }))));
  return rows.flat().filter(({ row }) => row >= block && row < first);
}
