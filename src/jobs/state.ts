// The state of a job, in one place.
//
//   QUEUED ------> RUNNING ------> COMPLETED
//      |              |  \-------> FAILED        a task failed for good; outputs hold the complete part
//      \--cancel------+--> CANCELLING --> CANCELLED
//                                   \--> FAILED  even what was made could not be written
//   COMPLETED, FAILED and CANCELLED are ended. retry leads FAILED and CANCELLED back to QUEUED; exporting another format
//   leaves the status as it is and only puts the stage back to EXPORTING, until it is written or cancelled. A second cancel ends at
//   once what is on hold for want of room on the disk.
//
// db/tasks.ts says which tasks there are, and what waits for what.
import type { Job } from '../db/jobs.ts';
import type { TableRange } from '../db/segments.ts';
import { totalOf, type TokenCounts } from '../engines/text/engine.ts';
import type { JobFailure, JobKind, JobRecord, JobStage, JobStatus } from './records.ts';

const UNDER_WAY: readonly JobStatus[] = ['QUEUED', 'RUNNING', 'CANCELLING'];

export function hasEnded(status: string): boolean {
  return !UNDER_WAY.some((one) => one === status);
}

/** Ended, with nothing being exported. */
export function isOver(job: { readonly status: string; readonly stage: string }): boolean {
  return hasEnded(job.status) && job.stage === 'DONE';
}

/** Job.done: how far a job is. */
export interface JobState {
  /** Rows committed, and to be made, by table. */
  readonly tables: Readonly<Record<string, number>>;
  readonly totals: Readonly<Record<string, number>>;
  /** Rows made plus rows written to parts of outputs: what the percentage counts. */
  readonly work: number;
  readonly totalWork: number;
  /** The last few moments, in ms, with the work done by then: what the rate is taken from. */
  readonly samples: readonly (readonly [number, number])[];
  /** Tokens that a model read and wrote, those of rows that were never committed too, and the time that it took, waits between two goes at the job aside; left out: none. */
  readonly tokens?: TokenCounts & { readonly tookMs: number; readonly untilMs: number };
  /** Of the committed question-answer pairs: all, and those that are grounded; left out: none. */
  readonly pairs?: PairCounts;
}

export interface PairCounts {
  readonly made: number;
  readonly grounded: number;
}

const ESTIMATED = 'the endpoint of the model does not count tokens: their numbers are estimates, from the characters sent and answered';

/** The rate is taken over about this long. */
const RATE_WINDOW_MS = 10_000;
const MAX_SAMPLES = 32;

export function stateOf(job: Pick<Job, 'done'>): JobState {
  return job.done as unknown as JobState; // written by this room only, as JobState
}

/** The state with more rows committed. */
export function withRows(state: JobState, made: readonly TableRange[]): JobState {
  const tables = new Map(Object.entries(state.tables));
  for (const { table, first, last } of made) tables.set(table, (tables.get(table) ?? 0) + last - first);
  return { ...state, tables: Object.fromEntries(tables) };
}

/** The state with more tokens read and written, since the last ones or, where there are none, since the job began. */
export function withTokens(state: JobState, tokens: TokenCounts | undefined, { nowMs, startedMs }: { readonly nowMs: number; readonly startedMs: number }): JobState {
  if (tokens === undefined) return state;
  const { tookMs, untilMs, ...before } = state.tokens ?? { read: 0, written: 0, tookMs: 0, untilMs: startedMs };
  return { ...state, tokens: { ...totalOf(before, tokens), tookMs: tookMs + Math.max(0, nowMs - untilMs), untilMs: nowMs } };
}

/** The state of a job that is gone on with now, at so much work done. */
export function resumed({ tokens, ...state }: JobState, { work, totalWork, nowMs }: { readonly work: number; readonly totalWork: number; readonly nowMs: number }): JobState {
  return { ...state, work, totalWork, samples: [[nowMs, work]], ...(tokens === undefined ? {} : { tokens: { ...tokens, untilMs: nowMs } }) };
}

/** The state with more pairs looked at. */
export function withPairs(state: JobState, pairs: PairCounts | undefined): JobState {
  if (pairs === undefined) return state;
  const { made = 0, grounded = 0 } = state.pairs ?? {};
  return { ...state, pairs: { made: made + pairs.made, grounded: grounded + pairs.grounded } };
}

/** Are all rows committed that are to be? */
export function allMade({ tables, totals }: JobState): boolean {
  return Object.entries(totals).every(([name, total]) => (tables[name] ?? 0) >= total);
}

/** The state with more work done. */
export function advanced(state: JobState, work: number, nowMs: number): JobState {
  const done = state.work + work;
  const recent = state.samples.filter(([at]) => at > nowMs - RATE_WINDOW_MS);
  return { ...state, work: done, samples: [...(recent.length === 0 ? state.samples.slice(-1) : recent), [nowMs, done] as const].slice(-MAX_SAMPLES) };
}

/** Work a second lately; null while unknown. */
function rateOf(state: JobState): number | null {
  const [first] = state.samples;
  const last = state.samples.at(-1);
  if (first === undefined || last === undefined || last[0] <= first[0]) return null;
  return ((last[1] - first[1]) * 1000) / (last[0] - first[0]);
}

/** Tokens written a second, while rows with any were made; null while unknown. */
function tokenRateOf({ tokens }: JobState): number | null {
  return tokens === undefined || tokens.tookMs <= 0 ? null : (tokens.written * 1_000) / tokens.tookMs;
}

/** The job as the rooms above know it. */
export function recordOf(job: Job): JobRecord {
  const state = stateOf(job);
  const tables = Object.entries(state.totals).map(([table, total]) => ({ table, done: state.tables[table] ?? 0, total }));
  const atRest = isOver(job);
  const workRate = atRest ? null : rateOf(state);
  const total = tables.reduce((sum, table) => sum + table.total, 0);
  const done = tables.reduce((sum, table) => sum + table.done, 0);
  // A row is work when it is made and again when it is written: the rate in rows is the rate of work by the share that rows are of it.
  const rowsPerWork = state.totalWork > 0 ? total / state.totalWork : 1;
  return {
    kind: job.kind as JobKind, // written by this room only
    id: job.id,
    ownerId: job.ownerId,
    status: job.status as JobStatus, // written by this room only
    stage: job.stage as JobStage,
    progress: {
      tables,
      done,
      total,
      // At rest, work on what was left out says nothing.
      percent: job.status === 'COMPLETED' && atRest ? 100 : atRest ? percentOf(done, total) : percentOf(state.work, state.totalWork),
      rate: workRate === null ? null : workRate * rowsPerWork,
      etaSeconds: workRate === null || workRate <= 0 ? null : (state.totalWork - state.work) / workRate,
      tokens: state.tokens === undefined ? null : state.tokens.read + state.tokens.written,
      tokensWritten: state.tokens?.written ?? null,
      tokensPerSecond: tokenRateOf(state),
    },
    seed: Number(job.seed),
    folder: job.folder,
    partial: job.partial,
    pausedReason: job.pausedReason,
    failure: job.failure as unknown as JobFailure | null,
    warnings: [...(job.warnings as string[]), ...(state.tokens?.estimated === true ? [ESTIMATED] : [])],
    schemaId: job.schemaId,
    schemaRevision: job.schemaRevision,
    createdAt: job.createdAt,
    startedAt: job.startedAt,
    finishedAt: job.finishedAt,
  };
}

function percentOf(done: number, total: number): number {
  return total === 0 ? 0 : Math.min(100, Math.floor((done / total) * 1000) / 10);
}
