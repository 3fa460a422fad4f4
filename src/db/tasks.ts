// Tasks as rows: who may take one, who has it, and whether what comes back is still wanted. The attempt is the fence: every take
// raises it, and a commit that names an older one changes nothing. Times are the database's, one clock for all machines.
import type { DatabaseClient } from './database.ts';
import { NO_JSON } from './jobs.ts';
import type { Prisma, Task as TaskRow } from './generated/client.ts';

/**
 * SHARD: ranges of rows, of several tables where they are small. PART: rows of an output. OUTPUT: the joining of one from its parts. WHOLE: small
 * outputs, each at once.
 * SETTLE: what a run that was stopped keeps. FINISH: the manifest, and the end.
 */
export const TASK_KINDS = ['SHARD', 'PART', 'OUTPUT', 'WHOLE', 'SETTLE', 'FINISH'] as const;
export type TaskKind = (typeof TASK_KINDS)[number];
export type TaskStatus = 'WAITING' | 'READY' | 'RUNNING' | 'DONE';

export type Task = Omit<TaskRow, 'kind' | 'status'> & { readonly kind: TaskKind; readonly status: TaskStatus };
export type NewTask = Omit<Prisma.TaskUncheckedCreateInput, 'kind' | 'status'> & { readonly kind: TaskKind; readonly status: TaskStatus };

/** Rows are written this many at a time: Postgres takes 65,535 parameters a statement. */
const BATCH = 2_000;
/** Tasks are made ready once this share of the window is free: looking through all that wait costs more than most tasks. */
const REFILL_SHARE = 1 / 4;

export async function createTasks(client: DatabaseClient, tasks: readonly NewTask[]): Promise<void> {
  for (let start = 0; start < tasks.length; start += BATCH) await client.task.createMany({ data: tasks.slice(start, start + BATCH) });
}

/** A task that somebody may take. */
export interface ReadyTask {
  readonly id: string;
  /** New, and nothing of its job was ready or running: it goes before what other jobs have beside that. Left out: it does not. */
  readonly goesFirst?: boolean;
}

/**
 * Makes up to `window` tasks of a job ready, counting those that are ready or running, a few at once: whole tables before the tables that refer to
 * them (rank), and what can be written before more rows are made, so that a run never gets far ahead of its outputs. Answers
 * them, the first to be taken first. The caller holds the job's lock.
 */
export function makeReady(transaction: DatabaseClient, jobId: string, window: number): Promise<readonly ReadyTask[]> {
  return transaction.$queryRaw`
    WITH shards AS (
      SELECT range."table", min(range.first) AS prefix, min(task.rank) AS rank
      FROM "Task" task, jsonb_to_recordset(task.part) AS range ("table" text, first bigint)
      WHERE task."jobId" = ${jobId} AND task.kind = 'SHARD' AND task.status <> 'DONE' GROUP BY range."table"
    ), room AS (
      SELECT count(*) AS taken, CASE WHEN count(*) > ${window * (1 - REFILL_SHARE)} THEN 0 ELSE ${window} - count(*) END AS places FROM "Task" WHERE "jobId" = ${jobId} AND status IN ('READY', 'RUNNING')
    ), chosen AS (
      SELECT task.id, row_number() OVER (ORDER BY CASE task.kind WHEN 'OUTPUT' THEN 0 WHEN 'WHOLE' THEN 0 WHEN 'PART' THEN 1 WHEN 'SHARD' THEN 2 ELSE 3 END, task.position) AS turn
      FROM "Task" task LEFT JOIN shards ON shards."table" = task."table"
      WHERE task."jobId" = ${jobId} AND task.status = 'WAITING' AND CASE task.kind
        WHEN 'PART' THEN shards.prefix IS NULL OR task.last <= shards.prefix
        WHEN 'SHARD' THEN task.rank = (SELECT min(rank) FROM shards)
        WHEN 'WHOLE' THEN NOT EXISTS (SELECT 1 FROM shards)
        WHEN 'OUTPUT' THEN NOT EXISTS (SELECT 1 FROM "Task" part WHERE part."jobId" = ${jobId} AND part.kind = 'PART' AND part.status <> 'DONE' AND part."outputId" = task."outputId")
        ELSE NOT EXISTS (SELECT 1 FROM "Task" other WHERE other."jobId" = ${jobId} AND other.id <> task.id AND other.status <> 'DONE')
      END
      ORDER BY turn LIMIT (SELECT places FROM room)
    ), readied AS (
      UPDATE "Task" SET status = 'READY' FROM chosen WHERE "Task".id = chosen.id RETURNING "Task".id, "Task".attempt, chosen.turn
    )
    SELECT id, turn = 1 AND taken = 0 AND attempt = 0 AS "goesFirst" FROM readied, room ORDER BY turn`;
}

/** Is there a task of another job that could go on? */
export async function othersWait(client: DatabaseClient, jobId: string): Promise<boolean> {
  const [found] = await client.$queryRaw<unknown[]>`
    SELECT 1 FROM "Task" task JOIN "Job" job ON job.id = task."jobId" WHERE task.status = 'READY' AND job.id <> ${jobId} AND job."pausedReason" IS NULL LIMIT 1`;
  return found !== undefined;
}

/**
 * Takes a ready task for one worker. One that this worker has already is taken anew: its answer was lost with the connection, so the caller is not
 * at it. Null: somebody else has it, or it is no longer wanted.
 */
export async function claimTask(client: DatabaseClient, id: string, workerId: number): Promise<Task | null> {
  const [task] = await client.$queryRaw<Task[]>`
    UPDATE "Task" SET status = 'RUNNING', attempt = attempt + 1, "workerId" = ${workerId}, "startedAt" = now()
    WHERE id = ${id} AND (status = 'READY' OR (status = 'RUNNING' AND "workerId" = ${workerId})) RETURNING *`;
  return task ?? null;
}

/** The tasks of a job that a worker has. */
export async function tasksTakenBy(client: DatabaseClient, jobId: string, workerId: number): Promise<readonly string[]> {
  return (await client.task.findMany({ where: { jobId, status: 'RUNNING', workerId }, select: { id: true } })).map(({ id }) => id);
}

/** The task's `error`, if it is still this attempt's, else null. Locks it, so that it stays so until the transaction ends. */
export async function holdTask(transaction: DatabaseClient, task: Pick<Task, 'id' | 'attempt'>): Promise<Pick<Task, 'error'> | null> {
  const [held] = await transaction.$queryRaw<Pick<Task, 'error'>[]>`SELECT error FROM "Task" WHERE id = ${task.id} AND attempt = ${task.attempt} AND status = 'RUNNING' FOR UPDATE`;
  return held ?? null;
}

/** The attempts that are at those of these tasks that somebody is at, by id. */
export async function runningOf(client: DatabaseClient, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const tasks = await client.task.findMany({ where: { id: { in: [...ids] }, status: 'RUNNING' }, select: { id: true, attempt: true } });
  return new Map(tasks.map(({ id, attempt }) => [id, attempt]));
}

/** Is nobody at the task, which is to be taken? Locks it, so that it stays so until the transaction ends. */
export async function holdReady(transaction: DatabaseClient, id: string): Promise<boolean> {
  const held = await transaction.$queryRaw<unknown[]>`SELECT 1 FROM "Task" WHERE id = ${id} AND status = 'READY' FOR UPDATE`;
  return held.length > 0;
}

/** The task is done, and stays so if the transaction does. False: it was not this attempt's. */
export function finishTask(transaction: DatabaseClient, task: Pick<Task, 'id' | 'attempt'>, result: Prisma.InputJsonValue): Promise<boolean> {
  return endAttempt(transaction, task, { status: 'DONE', result });
}

/** Leaves a part of a task, of so many rows, to be taken anew. False: it was not this attempt's. */
export function leaveTask(transaction: DatabaseClient, task: Pick<Task, 'id' | 'attempt'>, { part, rows }: { readonly part: Prisma.InputJsonValue; readonly rows: number }): Promise<boolean> {
  return endAttempt(transaction, task, { status: 'WAITING', workerId: null, part, last: rows });
}

/** Gives a running attempt back, to be taken again; `error` says how it has fared so far; left out: as before. False: it was not this attempt's. */
export function returnTask(client: DatabaseClient, task: Pick<Task, 'id' | 'attempt'>, error?: Prisma.InputJsonValue): Promise<boolean> {
  return endAttempt(client, task, { status: 'READY', workerId: null, ...(error === undefined ? {} : { error }) });
}

/**
 * The attempt goes on, with less left to do than the `rows` it had, and nothing against it. A second time, when the answer to the first was lost, changes nothing.
 * `'before'`: it had come so far already. Null: it was not this attempt's.
 */
export async function narrowTask(transaction: DatabaseClient, task: Pick<Task, 'id' | 'attempt'>, from: number, { part, rows }: { readonly part: Prisma.InputJsonValue; readonly rows: number }): Promise<'now' | 'before' | null> {
  const [held] = await transaction.$queryRaw<{ rows: bigint }[]>`SELECT last AS rows FROM "Task" WHERE id = ${task.id} AND attempt = ${task.attempt} AND status = 'RUNNING' FOR UPDATE`;
  if (held === undefined) return null;
  if (Number(held.rows) !== from) return 'before';
  await transaction.task.update({ where: { id: task.id }, data: { part, last: rows, error: NO_JSON }, select: { id: true } });
  return 'now';
}

async function endAttempt(client: DatabaseClient, { id, attempt }: Pick<Task, 'id' | 'attempt'>, data: Prisma.TaskUncheckedUpdateManyInput & { readonly status: TaskStatus }): Promise<boolean> {
  const { count } = await client.task.updateMany({ where: { id, attempt, status: 'RUNNING' }, data });
  return count > 0;
}

/** Tasks that dead workers had, given back, each with one loss more. One that is locked just now is left for the next sweep: so nobody waits for anybody in a circle. */
export function returnTasksOf(client: DatabaseClient, workerIds: readonly number[]): Promise<Pick<Task, 'id' | 'jobId' | 'losses'>[]> {
  return client.$queryRaw`
    WITH lost AS (SELECT id FROM "Task" WHERE "workerId" = ANY(${[...workerIds]}) AND status = 'RUNNING' FOR UPDATE SKIP LOCKED)
    UPDATE "Task" SET status = 'READY', "workerId" = NULL, losses = losses + 1 FROM lost WHERE "Task".id = lost.id
    RETURNING "Task".id, "Task"."jobId", "Task".losses`;
}

/** Tasks of all jobs that somebody should take, in the order of their ids, right after one: those that are ready, and those taken so long ago that their takers may have forgotten them. */
export function tasksToAnnounce(client: DatabaseClient, { after, forgottenAfterMs, limit }: { readonly after: string; readonly forgottenAfterMs: number; readonly limit: number }): Promise<readonly ReadyTask[]> {
  return client.$queryRaw`
    SELECT id FROM "Task" WHERE id > ${after}
      AND (status = 'READY' OR (status = 'RUNNING' AND "startedAt" < now() - ${forgottenAfterMs} * interval '1 ms'))
    ORDER BY id LIMIT ${limit}`;
}

/** The parts of an output in the order of its file: what each writes, and what came of it. */
export function partsOfOutput(client: DatabaseClient, jobId: string, outputId: string): Promise<Pick<Task, 'part' | 'result'>[]> {
  return client.task.findMany({ where: { jobId, outputId, kind: 'PART' }, orderBy: { place: 'asc' }, select: { part: true, result: true } });
}

/** The parts of all outputs of a job that are written. */
export function writtenParts(client: DatabaseClient, jobId: string): Promise<Pick<Task, 'id' | 'outputId' | 'part' | 'place'>[]> {
  return client.task.findMany({ where: { jobId, kind: 'PART', status: 'DONE' }, select: { id: true, outputId: true, part: true, place: true } });
}

/** Gives parts other places in their files. */
export async function movePlaces(transaction: DatabaseClient, places: readonly { readonly id: string; readonly place: number }[]): Promise<void> {
  await transaction.$executeRaw`
    UPDATE "Task" SET place = moved.place FROM unnest(${places.map(({ id }) => id)}::text[], ${places.map(({ place }) => place)}::integer[]) AS moved (id, place)
    WHERE "Task".id = moved.id`;
}

/** Drops what is not finished; an attempt under way finds its task gone and commits nothing. */
export async function dropUnfinished(transaction: DatabaseClient, jobId: string): Promise<void> {
  await transaction.task.deleteMany({ where: { jobId, status: { not: 'DONE' } } });
}

/** The outputs that tasks of the job are making. */
export async function outputsUnderWay(client: DatabaseClient, jobId: string): Promise<readonly string[]> {
  const outputs = await client.$queryRaw<{ id: string }[]>`
    SELECT "outputId" AS id FROM "Task" WHERE "jobId" = ${jobId} AND kind = 'OUTPUT'
    UNION ALL SELECT jsonb_array_elements_text(part) FROM "Task" WHERE "jobId" = ${jobId} AND kind = 'WHOLE'`;
  return outputs.map(({ id }) => id);
}

/** Drops these tasks, and all shards of the job. */
export async function dropShardsAnd(transaction: DatabaseClient, jobId: string, ids: readonly string[]): Promise<void> {
  await transaction.$executeRaw`DELETE FROM "Task" WHERE "jobId" = ${jobId} AND (kind = 'SHARD' OR id = ANY(${[...ids]}))`;
}

export async function dropAllTasks(transaction: DatabaseClient, jobId: string): Promise<void> {
  await transaction.task.deleteMany({ where: { jobId } });
}
