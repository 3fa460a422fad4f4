// What each kind of task does: the work itself, on worker threads and in storage, and what its commit is to change. Nothing here is final: what
// is written lies under names of the attempt until runner.ts commits the outcome.
import type { Database, DatabaseClient } from '../db/database.ts';
import type { Job } from '../db/jobs.ts';
import { findPlanned, finishOutputs } from '../db/outputs.ts';
import type { TableRange, WrittenRange } from '../db/segments.ts';
import { partsOfOutput, type Task } from '../db/tasks.ts';
import { companionOf } from '../domain/images/illustration.ts';
import { isWritten, keepsImages, mayFail, plannedTable } from '../domain/plan.ts';
import type { TokenCounts } from '../engines/text/engine.ts';
import type { NamedPart, RowRanges } from '../files/parts.ts';
import type { Storage, Stored } from '../files/storage.ts';
import { atOnce } from '../lib/at-once.ts';
import { finishJob, settleJob, smallFiles, type JobEnd } from './ending.ts';
import type { JobPlans } from './job-plans.ts';
import { clearUncommittedImages } from './image-folder.ts';
import type { ImagePreviews } from './image-previews.ts';
import { makeImages, type ImageEngines } from './image-shard.ts';
import { writeShard, type Engines, type MadeRows } from './model-shard.ts';
import { plannedOf, type PlannedOutput } from './outputs.ts';
import { rowsIn, rowsOfOutputs, withBits } from './rows-there.ts';
import { measureRun } from './report.ts';
import { clearUncommitted } from './segment-folder.ts';
import { hasEnded, type PairCounts } from './state.ts';
import type { StopFlag } from './stop-flag.ts';
import { outputsIn, partOf, rangesOf } from './tasks.ts';
import type { WorkThreads } from './threads.ts';
import { clearWork, workName } from './work-folder.ts';

export interface PerformingParts {
  readonly db: Database;
  readonly threads: WorkThreads;
  readonly storage: Storage;
  readonly plans: JobPlans;
  readonly engines: Engines;
  readonly images: ImageEngines;
  readonly previews: Pick<ImagePreviews, 'isWatched' | 'show'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** The same for one attempt. */
export interface AttemptParts extends PerformingParts {
  /** Raised when the attempt is to be given up. */
  readonly stop: StopFlag;
  /** Aborted with it. */
  readonly signal: AbortSignal;
  /** Says that the job waits for its model to be loaded. */
  loading(): Promise<void>;
  /** Counts tokens to the job, with the next commit, whatever becomes of the attempt. */
  spent(tokens: TokenCounts): void;
  /** Adds a warning to the job, unless it is there. */
  warn(message: string): Promise<void>;
  /** Have others waited long enough for this attempt's place? It may leave what it has not made, and goes on with that when its turn comes again. */
  isOthersTurn(): Promise<boolean>;
  /** Commits rows of a shard while the attempt goes on with those that are left. Throws GivenUp where it is no longer wanted. */
  keep(made: MadeRows, left: TableRange): Promise<void>;
}

/** What a task came to: applied inside the transaction that commits it, given the locked job. */
export interface Outcome {
  /** Rows made or written. */
  readonly work: number;
  /** Ranges of a shard that are not made, because a row of the first cannot be: the task stays, with these, to fail by itself. */
  readonly left?: readonly TableRange[];
  /** Rows that are to be committed, in this order. */
  readonly made?: readonly (TableRange | WrittenRange)[];
  /** Question-answer pairs among them. */
  readonly pairs?: PairCounts | undefined;
  /** Where a part lies that was written. */
  readonly result?: { readonly name: string };
  /** Something was written to storage: there is room. */
  readonly wrote: boolean;
  /** Files that get their final names with the commit. */
  readonly publishes?: readonly Publication[];
  apply?(transaction: DatabaseClient, job: Job): Promise<Partial<JobChange>>;
  /** After the commit: what may be lost without harm. */
  after?(): Promise<void>;
}

export interface Publication {
  readonly from: string;
  readonly to: string;
}

/** What an outcome changes of the job beside its progress. */
interface JobChange {
  /** The outcome has set the job's state itself. */
  readonly replaced: boolean;
  /** With this commit the job, or the export, has ended. */
  readonly ended: JobEnd;
}

export type { JobEnd };

/** Does the task. Rejects with RowFailure, StorageFull, or whatever else goes wrong; soon after its flag is raised, too. */
export function perform(parts: AttemptParts, task: Task, job: Job): Promise<Outcome> {
  switch (task.kind) {
    case 'SHARD': return makeRows(parts, task, job);
    case 'PART': return makePart(parts, task);
    case 'OUTPUT': return joinOutput(parts, task, job);
    case 'WHOLE': return makeWhole(parts, task, job);
    case 'SETTLE': return settle(parts, job);
    case 'FINISH': return finish(parts, task, job);
    default: throw new Error(`unknown kind of task ${String(task.kind satisfies never)}`);
  }
}

/** What is pure is computed by whoever needs it: only the range is kept. Where a row may turn out to be impossible, they are made once to find out. */
async function makeRows(parts: AttemptParts, task: Task, { folder }: Job): Promise<Outcome> {
  const { plans, threads, stop } = parts;
  const { plan, text } = await plans.of(task.jobId);
  const ranges = rangesOf(task);
  const risky = new Set(plan.tables.filter(mayFail).map(({ name }) => name));
  const sure = ranges.some(({ table }) => risky.has(table)) ? await threads.bulk('tried', stop, text, ranges) : ranges.length;
  const made = ranges.slice(0, sure);
  const [range] = made;
  // What is written is its task's only range.
  if (range !== undefined && keepsImages(plan, range.table)) return makeImages(parts, task, { ...range, folder });
  if (range !== undefined && isWritten(plannedTable(plan, range.table))) return writeShard(parts, task, range);
  return { work: rowsIn(made), made, left: ranges.slice(sure), wrote: false };
}

async function makePart(parts: AttemptParts, task: Task): Promise<Outcome> {
  const part = partOf(task);
  const { plan } = await parts.plans.of(task.jobId);
  const tables = [part.table, companionOf(plan, part.table) ?? []].flat();
  const text = await parts.plans.textFor(task.jobId, tables.flatMap((table) => part.ranges.map((range) => ({ ...range, table }))));
  const name = workName(task);
  const { file } = await outputOf(parts, task);
  const ranges = await withBits(parts.db.prisma, task.jobId, part.table, part.ranges);
  await parts.threads.bulk('partWritten', parts.stop, text, { file, part: { ...part, ranges }, name });
  return { work: Number(task.last) - Number(task.first), result: { name }, wrote: true };
}

async function joinOutput(parts: AttemptParts, task: Task, job: Job): Promise<Outcome> {
  const { db, threads, storage, stop } = parts;
  const output = await outputOf(parts, task);
  const written = (await partsOfOutput(db.prisma, task.jobId, task.outputId ?? '')).map((part): NamedPart => {
    const { name } = part.result as { readonly name: string }; // as makePart left it
    return { name, section: partOf(part).section };
  });
  const name = workName(task);
  const stored = await threads.bulk('joined', stop, name, { file: output.file, parts: written, folder: job.folder });
  const after = async (): Promise<void> => {
    for (const { name } of written) await storage.delete(name);
  };
  return { ...finishedOutputs(task, job, [{ ...output, name, stored }]), after };
}

async function makeWhole(parts: AttemptParts, task: Task, job: Job): Promise<Outcome> {
  const { plan } = await parts.plans.of(job.id);
  const there = await rowsOfOutputs(parts.db.prisma, plan, job);
  const text = await parts.plans.textFor(job.id, Object.entries(there).flatMap(([table, own]) => own.map((range) => ({ table, ...range }))));
  const outputs = (await plannedOutputs(parts, outputsIn(task))).map((output, index) => ({ ...output, name: workName(task, String(index)) }));
  const ranges: Record<string, RowRanges[string]> = {};
  for (const { name } of plan.tables) ranges[name] = await withBits(parts.db.prisma, job.id, name, there[name] ?? []);
  const stored = await parts.threads.bulk('wholeWritten', parts.stop, text, { folder: job.folder, ranges }, outputs);
  return finishedOutputs(task, job, outputs.map((output, index) => ({ ...output, stored: stored[index] as Stored }))); // one for each
}

interface MadeOutput extends PlannedOutput {
  /** Where it lies. */
  readonly name: string;
  readonly stored: Stored;
}

function finishedOutputs(task: Task, job: Job, made: readonly MadeOutput[]): Outcome {
  return {
    work: Number(task.last) - Number(task.first),
    wrote: true,
    publishes: made.map(({ name, file }) => ({ from: name, to: `${job.folder}/${file.fileName}` })),
    apply: async (transaction) => {
      await finishOutputs(transaction, made.map(({ id, stored }) => ({ id, ...stored })));
      return {};
    },
  };
}

async function settle(parts: AttemptParts, job: Job): Promise<Outcome> {
  return { work: 0, wrote: false, apply: await settleJob(parts, job) };
}

async function finish(parts: AttemptParts, task: Task, job: Job): Promise<Outcome> {
  const report = hasEnded(job.status) ? null : await measureRun(parts, job);
  const files = await smallFiles(parts, job, report);
  const publishes = await atOnce(files, files.length, async ({ fileName, text }): Promise<Publication> => {
    const from = workName(task, fileName);
    await parts.storage.put(from, [Buffer.from(text)]);
    return { from, to: `${job.folder}/${fileName}` };
  });
  return { work: 0, wrote: true, publishes, apply: (transaction, locked) => finishJob(transaction, locked, { nowMs: parts.now(), report }), after: () => clearJob(parts, job.id) };
}

/** What attempts left of a job that has come to rest. */
async function clearJob(parts: PerformingParts, jobId: string): Promise<void> {
  await clearWork(parts, jobId);
  await clearUncommitted(parts, jobId);
  await clearUncommittedImages(parts, jobId);
}

async function outputOf(parts: PerformingParts, task: Task): Promise<PlannedOutput> {
  const [output] = await plannedOutputs(parts, [task.outputId ?? '']);
  return output as PlannedOutput; // one was asked for
}

async function plannedOutputs({ db }: PerformingParts, ids: readonly string[]): Promise<readonly PlannedOutput[]> {
  const outputs = (await findPlanned(db.prisma, ids)).map(plannedOf);
  if (outputs.length < ids.length) throw new Error(`of the outputs ${ids.join(', ')}, ${ids.length - outputs.length} are gone`);
  return outputs;
}
