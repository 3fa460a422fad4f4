// A job's rows in the order of their commits, read on from a place by one subscriber. Rows are computed as they are asked for; what one
// computation gave waits here until it is taken, and no more is computed meanwhile.
import type { Database } from '../db/database.ts';
import { findJob } from '../db/jobs.ts';
import { nextSegment } from '../db/segments.ts';
import { NotFound, unknownTable } from '../domain/errors.ts';
import type { Found } from '../lib/followers.ts';
import type { JobPlans } from './job-plans.ts';
import type { RowBatchRecord, RowRecord, Viewer } from './records.ts';
import { readCursor, writeCursor } from './row-cursor.ts';
import { hasEnded } from './state.ts';
import type { WorkThreads } from './threads.ts';

/** Rows computed at once for a subscriber. */
const ROWS_AT_ONCE = 2_000;

export interface RowReaderParts {
  readonly db: Database;
  readonly plans: JobPlans;
  readonly threads: WorkThreads;
}

/** A place in a job's stream: the segment, and the row in it that comes next. */
interface StreamPlace {
  readonly seq: number;
  readonly offset: number;
}

interface Buffered {
  readonly rows: readonly RowRecord[];
  readonly from: StreamPlace;
}

/** Reads a job's rows on from a place, a batch at a time. */
export class RowReader {
  readonly #parts: RowReaderParts;
  readonly #viewer: Viewer;
  readonly #what: { readonly jobId: string; readonly table: string | undefined; readonly maxBatch: number };
  #place: StreamPlace;
  #buffer: Buffered | null = null;
  #isMine = false;

  /** Throws InvalidInput for a cursor that is none. */
  constructor(parts: RowReaderParts, viewer: Viewer, what: { jobId: string; table: string | undefined; maxBatch: number }, after: string | undefined) {
    this.#parts = parts;
    this.#viewer = viewer;
    this.#what = what;
    const [seq, offset] = after === undefined ? [1, 0] : readCursor(after, 'this stream');
    this.#place = { seq, offset };
  }

  async read(): Promise<Found<RowBatchRecord>> {
    if (this.#buffer === null) {
      const found = await this.#fill();
      if (found !== null) return found;
    } else {
      await new Promise((resolve) => setImmediate(resolve)); // others have their turn between batches, too
    }
    const buffer = this.#buffer as unknown as Buffered; // #fill answered null: there are rows
    const taken = this.#place.offset - buffer.from.offset;
    const rows = buffer.rows.slice(taken, taken + this.#what.maxBatch);
    this.#place = { seq: this.#place.seq, offset: this.#place.offset + rows.length };
    if (taken + rows.length >= buffer.rows.length) this.#buffer = null;
    return { value: { rows, cursor: writeCursor(this.#place.seq, this.#place.offset) } };
  }

  /** Computes the next rows. Null: there are some now. */
  async #fill(): Promise<'idle' | 'end' | null> {
    const { db, plans, threads } = this.#parts;
    const { jobId, table } = this.#what;
    const status = await this.#status(); // read before the segments: none comes after the end
    for (;;) {
      const segment = await nextSegment(db.prisma, jobId, this.#place.seq, table);
      if (segment === null) return hasEnded(status) ? 'end' : 'idle';
      const offset = segment.seq === this.#place.seq ? this.#place.offset : 0;
      const first = segment.first + offset;
      const last = Math.min(segment.last, first + ROWS_AT_ONCE);
      this.#place = { seq: segment.seq, offset };
      if (last > first) {
        const text = await plans.textFor(jobId, [{ table: segment.table, first, last }]);
        const rows = await threads.quick('rowsOf', text, segment.table, { first, last });
        this.#buffer = { rows, from: this.#place };
        return null;
      }
      this.#place = { seq: segment.seq + 1, offset: 0 };
    }
  }

  async #status(): Promise<string> {
    const job = await findJob(this.#parts.db.prisma, this.#viewer.ownerId, this.#what.jobId);
    if (job === null && this.#isMine) return 'CANCELLED'; // deleted while it was followed
    if (job === null) throw NotFound.of('job');
    if (!this.#isMine && this.#what.table !== undefined) await this.#knownTable(this.#what.table);
    this.#isMine = true;
    return job.status;
  }

  async #knownTable(table: string): Promise<void> {
    const { plan } = await this.#parts.plans.of(this.#what.jobId);
    if (!plan.tables.some(({ name }) => name === table)) throw unknownTable(['table'], table, plan.tables);
  }
}
