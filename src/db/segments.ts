// Committed ranges of a job's rows: which there are, in which order they came, and how far each table is complete. A run that was stopped
// keeps only some rows of some of them, or none, told by bits, until it is retried.
import type { DatabaseClient } from './database.ts';

/** Ranges that are written at once: a few MB of bits at most. */
const RANGES_AT_ONCE = 256;

/** Rows [first, last) of a table. */
export interface TableRange {
  readonly table: string;
  readonly first: number;
  readonly last: number;
}

/** Rows whose model-written values lie in one file. */
export interface WrittenRange extends TableRange {
  /** Its name in storage. */
  readonly file: string;
}

/** A committed range, by its place in the order of commits. */
export interface Segment extends TableRange {
  readonly seq: number;
  /** Where a model wrote some of it. */
  readonly file?: string;
}

/** A committed range with what is kept of it: bit n (lib/bits.ts) is row `first + n`. Null: every row. */
export interface KeptSegment extends Segment {
  readonly bits: Uint8Array<ArrayBuffer> | null;
}

/** Row indexes stay far below 2^53. */
function toSegment<Row extends { readonly first: bigint; readonly last: bigint; readonly file: string | null }>({ first, last, file, ...row }: Row): Omit<Row, 'first' | 'last' | 'file'> & Pick<Segment, 'first' | 'last' | 'file'> {
  return { ...row, first: Number(first), last: Number(last), ...(file === null ? {} : { file }) };
}

const COLUMNS = { seq: true, table: true, first: true, last: true, file: true } as const;
const WITH_BITS = { ...COLUMNS, bits: true } as const;

/** Keeps ranges under the job's next seqs, the first of which is given. The caller holds the job's lock. */
export async function addSegments(client: DatabaseClient, jobId: string, seq: number, ranges: readonly (TableRange & Partial<Pick<WrittenRange, 'file'> & Pick<KeptSegment, 'bits'>>)[]): Promise<void> {
  for (let start = 0; start < ranges.length; start += RANGES_AT_ONCE) {
    await client.segment.createMany({ data: ranges.slice(start, start + RANGES_AT_ONCE).map((range, index) => ({ jobId, seq: seq + start + index, ...range })) });
  }
}

/** One table, or all but one; undefined: all. */
export type TableFilter = string | { readonly not: string } | undefined;

/** The first segment from a seq on, in commit order; null while there is none. */
export async function nextSegment(client: DatabaseClient, jobId: string, seq: number, table: TableFilter): Promise<KeptSegment | null> {
  const row = await client.segment.findFirst({ where: { jobId, seq: { gte: seq }, ...(table === undefined ? {} : { table }) }, orderBy: { seq: 'asc' }, select: WITH_BITS });
  return row === null ? null : toSegment(row);
}

/** Every committed range of a job. */
export async function segmentsOf(client: DatabaseClient, jobId: string): Promise<readonly Segment[]> {
  return (await client.segment.findMany({ where: { jobId }, orderBy: [{ table: 'asc' }, { first: 'asc' }], select: COLUMNS })).map(toSegment);
}

/** Where a model's values of these rows lie; of what is not committed, or pure, nothing. */
export async function writtenRangesOf(client: DatabaseClient, jobId: string, { table, first, last }: TableRange): Promise<readonly WrittenRange[]> {
  const found = await client.segment.findMany({ where: { jobId, table, file: { not: null }, first: { lt: last }, last: { gt: first } }, orderBy: { first: 'asc' }, select: COLUMNS });
  return found.map((row) => toSegment(row) as Segment & WrittenRange); // it has a file
}

/** The files of what models wrote for a job. */
export async function segmentFilesOf(client: DatabaseClient, jobId: string): Promise<readonly string[]> {
  return (await client.segment.findMany({ where: { jobId, file: { not: null } }, select: { file: true } })).flatMap(({ file }) => file ?? []);
}

/** Those of a table that reach into rows [first, last). */
export async function segmentsIn(client: DatabaseClient, jobId: string, { table, first, last }: TableRange): Promise<readonly KeptSegment[]> {
  return (await client.segment.findMany({ where: { jobId, table, first: { lt: last }, last: { gt: first } }, select: WITH_BITS })).map(toSegment);
}

/** Keeps only some rows of ranges, by seq. The caller holds the job's lock. */
export async function cutSegments(client: DatabaseClient, jobId: string, cut: readonly Pick<KeptSegment, 'seq' | 'bits'>[]): Promise<void> {
  for (const { seq, bits } of cut) await client.segment.updateMany({ where: { jobId, seq }, data: { bits } });
}

/**
 * Makes the ranges that were cut whole again, and drops those that were added, whose seqs are past `committed`. What was cut comes right behind
 * `seq`, the job's last: so whoever streamed only some of its rows gets the others, too. Answers how many there are. The caller holds the job's lock.
 */
export async function restoreSegments(client: DatabaseClient, jobId: string, { committed, seq }: { readonly committed: number; readonly seq: number }): Promise<number> {
  await client.segment.deleteMany({ where: { jobId, seq: { gt: committed } } });
  return client.$executeRaw`
    UPDATE "Segment" SET bits = NULL, seq = ${seq} + cut.place
    FROM (SELECT seq, row_number() OVER (ORDER BY seq) AS place FROM "Segment" WHERE "jobId" = ${jobId} AND bits IS NOT NULL) AS cut
    WHERE "Segment"."jobId" = ${jobId} AND "Segment".seq = cut.seq`;
}

/** How many rows of each table are there without a gap from the first; a table without any is left out. */
export async function prefixesOf(client: DatabaseClient, jobId: string): Promise<Readonly<Record<string, number>>> {
  // What lies before a range reaches up to its first row, or there is a gap: the prefix ends before the first of those.
  const rows = await client.$queryRaw<{ table: string; prefix: bigint }[]>`
    SELECT "table", coalesce(min(before) FILTER (WHERE first > before), max(last)) AS prefix FROM (
      SELECT "table", first, last, coalesce(max(last) OVER (PARTITION BY "table" ORDER BY first ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
      FROM "Segment" WHERE "jobId" = ${jobId} AND bits IS NULL
    ) ranges GROUP BY "table"`;
  return Object.fromEntries(rows.map(({ table, prefix }) => [table, Number(prefix)]));
}
