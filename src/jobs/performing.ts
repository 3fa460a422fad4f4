// What each kind of task does: the work itself, on worker threads and in storage, and what its commit is to change. Nothing here is final: what
// is written lies under names of the attempt until runner.ts commits the outcome.
import type { Database, DatabaseClient } from '../db/database.ts';
import type { Job } from '../db/jobs.ts';
import { findPlanned, finishOutput } from '../db/outputs.ts';
import { addSegment } from '../db/segments.ts';
import { partsOfOutput, type Task } from '../db/tasks.ts';
import type { Plan } from '../domain/plan.ts';
import type { OutputFile } from '../files/layout.ts';
import type { NamedPart } from '../files/parts.ts';
import type { Storage, Stored } from '../files/storage.ts';
import { finishJob, settleJob, smallFiles, type JobEnd } from './ending.ts';
import type { JobPlans } from './job-plans.ts';
import { plannedOf } from './outputs.ts';
import { rowsOfOutputs } from './rows-there.ts';
import type { StopFlag } from './stop-flag.ts';
import { partOf } from './tasks.ts';
import type { WorkThreads } from './threads.ts';
import { clearWork, workName } from './work-folder.ts';

export interface PerformingParts {
  readonly db: Database;
  readonly threads: WorkThreads;
  readonly storage: Storage;
  readonly plans: JobPlans;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** The same for one attempt. */
export interface AttemptParts extends PerformingParts {
  /** Raised when the attempt is to be given up. */
  readonly stop: StopFlag;
}

/** What a task came to: applied inside the transaction that commits it, given the locked job. */
export interface Outcome {
  /** Rows made or written. */
  readonly work: number;
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
  /** Rows of this table are committed. */
  readonly table: string;
  /** The outcome has set the job's state itself. */
  readonly replaced: boolean;
  /** With this commit the job, or the export, has ended. */
  readonly ended: JobEnd;
}

export type { JobEnd };

/** Does the task. Rejects with RowFailure, StorageFull, or whatever else goes wrong; soon after its flag is raised, too. */
export function perform(parts: AttemptParts, task: Task, job: Job): Promise<Outcome> {
  switch (task.kind) {
    case 'SHARD': return makeRows(parts, task, job.id);
    case 'PART': return makePart(parts, task);
    case 'OUTPUT': return joinOutput(parts, task, job);
    case 'WHOLE': return makeWhole(parts, task, job);
    case 'SETTLE': return settle(parts, job);
    case 'FINISH': return finish(parts, task, job);
    default: throw new Error(`unknown kind of task ${String(task.kind satisfies never)}`);
  }
}

/** Rows are pure: only the range is kept. Where a row may turn out to be impossible, they are made once to find out. */
async function makeRows({ plans, threads, stop }: AttemptParts, task: Task, jobId: string): Promise<Outcome> {
  const { plan, text } = await plans.of(jobId);
  const table = task.table ?? '';
  const range = { first: Number(task.first), last: Number(task.last) };
  if (mayFail(plan, table)) await threads.bulk('tried', stop, text, table, range);
  return {
    work: range.last - range.first,
    wrote: false,
    apply: async (transaction, job) => {
      await addSegment(transaction, jobId, { seq: job.seq + 1, table, ...range });
      return { table };
    },
  };
}

async function makePart(parts: AttemptParts, task: Task): Promise<Outcome> {
  const { text } = await parts.plans.of(task.jobId);
  const name = workName(task);
  await parts.threads.bulk('partWritten', parts.stop, text, { file: await fileOf(parts, task), part: partOf(task), name });
  return { work: Number(task.last) - Number(task.first), result: { name }, wrote: true };
}

async function joinOutput(parts: AttemptParts, task: Task, job: Job): Promise<Outcome> {
  const { db, threads, storage, stop } = parts;
  const file = await fileOf(parts, task);
  const written = (await partsOfOutput(db.prisma, task.jobId, task.outputId ?? '')).map((part): NamedPart => {
    const { name } = part.result as { readonly name: string }; // as makePart left it
    return { name, section: partOf(part).section };
  });
  const made = await threads.bulk('joined', stop, workName(task), file, written);
  const after = async (): Promise<void> => {
    for (const { name } of written) await storage.delete(name);
  };
  return { ...finishedOutput({ task, job, file, made }), after };
}

async function makeWhole(parts: AttemptParts, task: Task, job: Job): Promise<Outcome> {
  const { plan, text } = await parts.plans.of(job.id);
  const file = await fileOf(parts, task);
  const made = await parts.threads.bulk('wholeWritten', parts.stop, text, { file, ranges: await rowsOfOutputs(parts.db.prisma, plan, job), name: workName(task) });
  return finishedOutput({ task, job, file, made });
}

function finishedOutput({ task, job, file, made }: { readonly task: Task; readonly job: Job; readonly file: OutputFile; readonly made: Stored }): Outcome {
  return {
    work: Number(task.last) - Number(task.first),
    wrote: true,
    publishes: [{ from: workName(task), to: `${job.folder}/${file.fileName}` }],
    apply: async (transaction) => {
      await finishOutput(transaction, task.outputId ?? '', made);
      return {};
    },
  };
}

async function settle(parts: AttemptParts, job: Job): Promise<Outcome> {
  return { work: 0, wrote: false, apply: await settleJob(parts, job) };
}

async function finish(parts: PerformingParts, task: Task, job: Job): Promise<Outcome> {
  const publishes: Publication[] = [];
  for (const { fileName, text } of await smallFiles(parts, job)) {
    const from = workName(task, fileName);
    await parts.storage.put(from, [Buffer.from(text)]);
    publishes.push({ from, to: `${job.folder}/${fileName}` });
  }
  return { work: 0, wrote: true, publishes, apply: (transaction, locked) => finishJob(transaction, locked, parts.now()), after: () => clearWork(parts, job.id) };
}

async function fileOf({ db }: PerformingParts, task: Task): Promise<OutputFile> {
  const output = task.outputId === null ? null : await findPlanned(db.prisma, task.outputId);
  if (output === null) throw new Error(`output ${task.outputId} of task ${task.id} is gone`);
  return plannedOf(output).file;
}

/** Rows without checks and without keys that must agree can always be made. */
function mayFail(plan: Plan, name: string): boolean {
  const table = plan.tables.find((candidate) => candidate.name === name);
  const keyFields = table?.foreignKeys.flatMap((key) => key.fields) ?? [];
  return (table?.checks.length ?? 0) > 0 || new Set(keyFields).size < keyFields.length;
}
