// Jobs as rows. Every call names the owner or has a job in hand that was found for one; whoever changes a job in step with its tasks
// locks it first (lockJob), so commits of one job come one after another and its seq has no gaps. What can be large (a plan, an input, the rows
// that are kept, a report) is read by functions of its own, and by nothing else.
import type { DatabaseClient } from './database.ts';
import { Prisma, type Job as WholeJob } from './generated/client.ts';
import { afterCursor, NEWEST_FIRST, toPage, type Page, type PageRequest } from './pages.ts';
import { couldBeId, refuseUnstorable } from './storable.ts';

/** A job without what can be large. */
export type Job = Omit<WholeJob, 'plan' | 'kept' | 'input' | 'report'>;
export type JobChanges = Prisma.JobUncheckedUpdateInput;
export type NewJob = Prisma.JobUncheckedCreateInput;

/** For a JSON column that is to hold nothing. */
export const NO_JSON = Prisma.DbNull;

const LARGE = { plan: true, kept: true, input: true, report: true } as const;
/** Inputs, or reports, whose sizes are asked for at once: each is unpacked for that, so that one too many costs little. */
const DOCUMENTS_AT_ONCE = 10;

/** Makes the job. Null: its folder's name is taken, or the owner has started one with this idempotency key already. Throws InvalidInput when a text cannot be stored. */
export async function createJob(client: DatabaseClient, job: NewJob): Promise<Job | null> {
  refuseUnstorable([], [job.input, job.plan, job.idempotencyKey]);
  const [made] = await client.job.createManyAndReturn({ data: [job], skipDuplicates: true, omit: LARGE });
  return made ?? null;
}

export async function findJob(client: DatabaseClient, ownerId: string, id: string): Promise<Job | null> {
  return couldBeId(id) ? client.job.findFirst({ where: { id, ownerId }, omit: LARGE }) : null;
}

/** For who has found it for its owner before, or works for all. */
export async function findAnyJob(client: DatabaseClient, id: string): Promise<Job | null> {
  return couldBeId(id) ? client.job.findUnique({ where: { id }, omit: LARGE }) : null;
}

export function findJobByKey(client: DatabaseClient, ownerId: string, idempotencyKey: string): Promise<Job | null> {
  refuseUnstorable(['idempotencyKey'], idempotencyKey);
  return client.job.findFirst({ where: { ownerId, idempotencyKey }, omit: LARGE });
}

/** A job's plan, which can be megabytes. */
export function findPlan(client: DatabaseClient, id: string): Promise<Pick<WholeJob, 'plan' | 'planHash'> | null> {
  return client.job.findUnique({ where: { id }, select: { plan: true, planHash: true } });
}

/** What was ordered, by job, in the order of the ids, for as many as hold no more than `maxBytes` of JSON together; the rest is missing. */
export function findInputs(client: DatabaseClient, ids: readonly string[], maxBytes: number): Promise<ReadonlyMap<string, unknown>> {
  return findDocuments(client, 'input', { ids, maxBytes });
}

/** What was measured, in the same way; null where nothing was. */
export function findReports(client: DatabaseClient, ids: readonly string[], maxBytes: number): Promise<ReadonlyMap<string, unknown>> {
  return findDocuments(client, 'report', { ids, maxBytes });
}

async function findDocuments(client: DatabaseClient, column: 'input' | 'report', { ids, maxBytes }: { readonly ids: readonly string[]; readonly maxBytes: number }): Promise<ReadonlyMap<string, unknown>> {
  const found = new Map<string, unknown>();
  let room = maxBytes;
  for (let start = 0; start < ids.length && room >= 0; start += DOCUMENTS_AT_ONCE) {
    const asked = ids.slice(start, start + DOCUMENTS_AT_ONCE);
    const sizes = await client.$queryRaw<{ id: string; bytes: number }[]>`SELECT id, coalesce(octet_length(${Prisma.raw(column)}::text), 0) AS bytes FROM "Job" WHERE id = ANY(${asked}) ORDER BY array_position(${asked}, id)`;
    const fitting = sizes.filter(({ bytes }) => (room -= bytes) >= 0).map(({ id }) => id); // the first that does not fit leaves no room for others
    for (const job of await client.job.findMany({ where: { id: { in: fitting } }, select: { id: true, input: column === 'input', report: column === 'report' } })) found.set(job.id, job[column]);
  }
  return found;
}

/** The rows that a job keeps, as they were put into it; null for all. */
export async function findKept(client: DatabaseClient, id: string): Promise<WholeJob['kept']> {
  return (await client.job.findUnique({ where: { id }, select: { kept: true } }))?.kept ?? null;
}

/** The job, locked until the transaction ends. Null: there is none, or no more. */
export async function lockJob(transaction: DatabaseClient, id: string): Promise<Job | null> {
  if (!couldBeId(id)) return null;
  await transaction.$queryRaw`SELECT 1 FROM "Job" WHERE id = ${id} FOR UPDATE`;
  return findAnyJob(transaction, id);
}

/** Until the transaction ends: or two starts could both be the last that is allowed. */
export async function lockOwner(transaction: DatabaseClient, ownerId: string): Promise<void> {
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${ownerId}, 0))`;
}

export async function updateJob(client: DatabaseClient, id: string, changes: JobChanges): Promise<void> {
  await client.job.update({ where: { id }, data: changes, select: { id: true } });
}

/** A job that waits is under way from that instant; one that is so already stays as it is: false. */
export async function beginJob(client: DatabaseClient, job: Pick<Job, 'id' | 'startedAt'>, at: Date): Promise<boolean> {
  const { count } = await client.job.updateMany({ where: { id: job.id, status: 'QUEUED' }, data: { status: 'RUNNING', stage: 'GENERATING', startedAt: job.startedAt ?? at } });
  return count > 0;
}

export async function deleteJob(client: DatabaseClient, id: string): Promise<void> {
  await client.job.deleteMany({ where: { id } });
}

/** Those of the ids that are no job's. */
export async function jobsGone(client: DatabaseClient, ids: readonly string[]): Promise<readonly string[]> {
  const there = new Set((await client.job.findMany({ where: { id: { in: ids.filter(couldBeId) } }, select: { id: true } })).map(({ id }) => id));
  return ids.filter((id) => !there.has(id));
}

/** Jobs of all owners whose deletion was begun. */
export function jobsBeingRemoved(client: DatabaseClient): Promise<Pick<Job, 'id' | 'ownerId' | 'folder'>[]> {
  return client.job.findMany({ where: { removing: true }, select: { id: true, ownerId: true, folder: true } });
}

export interface JobFilter {
  readonly ownerId: string;
  readonly statuses?: readonly string[];
  readonly schemaId?: string;
}

/** Newest first. Throws InvalidInput for a cursor that is none. */
export async function listJobs(client: DatabaseClient, filter: JobFilter, request: PageRequest): Promise<Page<Job>> {
  const rows = await client.job.findMany({
    where: {
      ownerId: filter.ownerId,
      ...(filter.statuses === undefined ? {} : { status: { in: [...filter.statuses] } }),
      ...(filter.schemaId === undefined ? {} : { schemaId: filter.schemaId }),
      ...afterCursor(request.after),
    },
    orderBy: [...NEWEST_FIRST],
    take: request.first + 1,
    omit: LARGE,
  });
  return toPage(rows, request, (row) => row);
}

export function countJobs(client: DatabaseClient, ownerId: string, statuses: readonly string[]): Promise<number> {
  return client.job.count({ where: { ownerId, status: { in: [...statuses] } } });
}

/** Jobs of all owners: how many stand how, and how many of those under way are on hold. */
export async function jobCounts(client: DatabaseClient): Promise<{ readonly byStatus: Readonly<Record<string, number>>; readonly paused: number }> {
  const groups = await client.job.groupBy({ by: ['status'], _count: true });
  return { byStatus: Object.fromEntries(groups.map((group) => [group.status, group._count])), paused: await client.job.count({ where: { pausedReason: { not: null } } }) };
}

/** Jobs of one owner that there is something left to do for, exports of ended ones included. */
export function countUnderWay(client: DatabaseClient, ownerId: string): Promise<number> {
  return client.job.count({ where: { ownerId, stage: { in: ['PLANNING', 'LOADING_MODEL', 'GENERATING', 'EXPORTING'] } } });
}

/** Jobs of one owner that changed since then, latest first, at most `limit`. */
export async function jobsChangedSince(client: DatabaseClient, ownerId: string, since: Date, limit: number): Promise<readonly string[]> {
  return (await client.job.findMany({ where: { ownerId, updatedAt: { gte: since } }, select: { id: true }, orderBy: { updatedAt: 'desc' }, take: limit })).map(({ id }) => id);
}
