// Outputs of jobs as rows. What one consists of (its layout) can be large, and is read for who makes it only.
import type { DatabaseClient } from './database.ts';
import type { Prisma, Output as WholeOutput } from './generated/client.ts';
import { couldBeId } from './storable.ts';

export type NewOutput = Prisma.OutputUncheckedCreateInput & { readonly id: string };
/** An output as it is made. */
export type PlannedRow = Pick<WholeOutput, 'id' | 'position' | 'status' | 'layout'>;
/** A finished output, with the folder that it lies in. */
export type FinishedOutput = Omit<WholeOutput, 'layout'> & { readonly job: { readonly folder: string } };

const PLANNED = { id: true, position: true, status: true, layout: true } as const;
const WITH_FOLDER = { omit: { layout: true }, include: { job: { select: { folder: true } } } } as const;

export async function createOutputs(client: DatabaseClient, outputs: readonly NewOutput[]): Promise<void> {
  await client.output.createMany({ data: [...outputs] });
}

/** A job's outputs in the order in which they were asked for, finished or not. */
export function outputsOf(client: DatabaseClient, jobId: string): Promise<PlannedRow[]> {
  return client.output.findMany({ where: { jobId }, orderBy: { position: 'asc' }, select: PLANNED });
}

/** Those of these outputs that are there, in the order in which they were asked for. */
export function findPlanned(client: DatabaseClient, ids: readonly string[]): Promise<PlannedRow[]> {
  return client.output.findMany({ where: { id: { in: [...ids] } }, orderBy: { position: 'asc' }, select: PLANNED });
}

/** Job by job, in the order in which they were asked for. */
export function finishedOutputsOf(client: DatabaseClient, jobIds: readonly string[]): Promise<FinishedOutput[]> {
  return client.output.findMany({ where: { jobId: { in: [...jobIds] }, status: 'DONE' }, orderBy: [{ jobId: 'asc' }, { position: 'asc' }], ...WITH_FOLDER });
}

/** Null where there is none, it is not finished, or it is another's. */
export async function findFinished(client: DatabaseClient, ownerId: string, id: string): Promise<FinishedOutput | null> {
  return couldBeId(id) ? client.output.findFirst({ where: { id, status: 'DONE', job: { ownerId } }, ...WITH_FOLDER }) : null;
}

export async function finishOutputs(client: DatabaseClient, made: readonly { readonly id: string; readonly bytes: number; readonly sha256: string }[]): Promise<void> {
  await client.$executeRaw`
    UPDATE "Output" SET status = 'DONE', bytes = made.bytes, sha256 = made.sha256
    FROM unnest(${made.map(({ id }) => id)}::text[], ${made.map(({ bytes }) => bytes)}::bigint[], ${made.map(({ sha256 }) => sha256)}::text[]) AS made (id, bytes, sha256)
    WHERE "Output".id = made.id`;
}

/** Removes those of these outputs that are not finished. */
export async function dropUnfinishedOutputs(client: DatabaseClient, ids: readonly string[]): Promise<void> {
  await client.output.deleteMany({ where: { id: { in: [...ids] }, status: { not: 'DONE' } } });
}

export async function dropOutputs(client: DatabaseClient, jobId: string): Promise<void> {
  await client.output.deleteMany({ where: { jobId } });
}
