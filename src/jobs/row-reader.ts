// A job's rows in the order of their commits, read on from a place by one subscriber. Rows are computed as they are asked for; what one
// computation gave waits here until it is taken, and no more is computed meanwhile. Once it is settled what a
// stopped run keeps (kept.ts), the committed ranges hold nothing else: who comes later gets just that, and who was there gets no row twice. A
// retry puts the ranges that were cut back, behind all others: no row is missed, and some come again.
import type { Database } from '../db/database.ts';
import { findJob } from '../db/jobs.ts';
import { nextSegment, type KeptSegment, type TableFilter } from '../db/segments.ts';
import { NotFound, unknownTable } from '../domain/errors.ts';
import { rowTables } from '../domain/plan.ts';
import type { Found } from '../lib/followers.ts';
import { withImageKeys } from './image-keys.ts';
import type { JobPlans } from './job-plans.ts';
import type { RowBatchRecord, RowRecord, Viewer } from './records.ts';
import { readCursor, writeCursor } from './row-cursor.ts';
import { nextRows } from './rows-there.ts';
import { hasEnded } from './state.ts';
import type { WorkThreads } from './threads.ts';

/** Rows computed at once for a subscriber. */
const ROWS_AT_ONCE = 2_000;

export interface RowReaderParts {
  readonly db: Database;
  readonly plans: JobPlans;
  readonly threads: WorkThreads;
}

/** What is read of a job. */
export interface WhatIsRead {
  readonly jobId: string;
  /** Rows of this table only; left out: of all, but for that of the pictures. */
  readonly table?: string | undefined;
  /** The pictures, as rows of their table, and nothing else. */
  readonly pictures?: true;
  readonly maxBatch: number;
}

/** A place in a job's stream: the segment, and the first row in it that can come next, counted from the segment's first. */
interface StreamPlace {
  readonly seq: number;
  readonly offset: number;
}

/** Computed rows of one segment, the first `taken` of which were given out. */
interface Buffered {
  readonly rows: readonly RowRecord[];
  readonly segment: KeptSegment;
  readonly taken: number;
}

/** Reads a job's rows on from a place, a batch at a time. */
export class RowReader {
  readonly #parts: RowReaderParts;
  readonly #viewer: Viewer;
  readonly #what: WhatIsRead;
  #place: StreamPlace;
  #buffer: Buffered | null = null;
  /** Null until it is known that the job is the viewer's. */
  #tables: { readonly filter: TableFilter } | null = null;

  /** Throws InvalidInput for a cursor that is none. */
  constructor(parts: RowReaderParts, viewer: Viewer, what: WhatIsRead, after: string | undefined) {
    this.#parts = parts;
    this.#viewer = viewer;
    this.#what = what;
    const [seq, offset] = after === undefined ? [1, 0] : readCursor(after, 'this stream');
    this.#place = { seq, offset };
  }

  /** Goes on right behind what was read. */
  get cursor(): string {
    return writeCursor(this.#place.seq, this.#place.offset);
  }

  async read(): Promise<Found<RowBatchRecord>> {
    if (this.#buffer === null) {
      const found = await this.#fill();
      if (found !== null) return found;
    } else {
      await new Promise((resolve) => setImmediate(resolve)); // others have their turn between batches, too
    }
    const buffer = this.#buffer as unknown as Buffered; // #fill answered null: there are rows
    const taken = buffer.taken + this.#what.maxBatch;
    const rows = buffer.rows.slice(buffer.taken, taken);
    const { seq, first } = buffer.segment;
    this.#place = { seq, offset: (rows.at(-1)?.index ?? 0) + 1 - first };
    this.#buffer = taken < buffer.rows.length ? { ...buffer, taken } : null;
    return { value: { rows, cursor: this.cursor } };
  }

  /** Computes the next rows. Null: there are some now. */
  async #fill(): Promise<'idle' | 'end' | null> {
    const { db, plans, threads } = this.#parts;
    const { jobId } = this.#what;
    const status = await this.#status(); // read before the segments: none comes after the end
    for (;;) {
      const segment = await nextSegment(db.prisma, jobId, this.#place.seq, this.#tables?.filter);
      if (segment === null) return hasEnded(status) ? 'end' : 'idle';
      const offset = segment.seq === this.#place.seq ? this.#place.offset : 0;
      const { table: name, first, last, bits } = segment;
      const ranges = nextRows([bits === null ? { first, last } : { first, last, rows: last - first, bits }], first + offset, ROWS_AT_ONCE);
      const end = ranges.at(-1)?.last;
      if (end !== undefined) {
        const text = await plans.textFor(jobId, [{ table: name, first: first + offset, last: end }]);
        const { plan } = await plans.of(jobId);
        this.#buffer = { rows: withImageKeys(jobId, plan, await threads.quick('rowsOf', text, name, ranges)), segment, taken: 0 };
        return null;
      }
      this.#place = { seq: segment.seq + 1, offset: 0 };
    }
  }

  async #status(): Promise<string> {
    const job = await findJob(this.#parts.db.prisma, this.#viewer.ownerId, this.#what.jobId);
    if (job === null && this.#tables !== null) return 'CANCELLED'; // deleted while it was followed
    if (job === null) throw NotFound.of('job');
    this.#tables ??= { filter: await this.#filter() };
    return job.status;
  }

  async #filter(): Promise<TableFilter> {
    const { plan } = await this.#parts.plans.of(this.#what.jobId);
    const { table, pictures } = this.#what;
    const own = plan.images?.table;
    if (pictures === true) return own;
    const tables = rowTables(plan);
    if (table !== undefined && !tables.some(({ name }) => name === table)) throw unknownTable(['table'], table, tables);
    return table ?? (own === undefined ? undefined : { not: own });
  }
}
