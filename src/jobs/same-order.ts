// An idempotency key stands for one order: the same order again is answered by its job, and another is a mistake of the caller's.
import { isDeepStrictEqual } from 'node:util';
import type { DatabaseClient } from '../db/database.ts';
import { findInputs, findJobByKey, type Job } from '../db/jobs.ts';
import { InvalidInput } from '../domain/errors.ts';
import type { RunOrder, Viewer } from './records.ts';

/** What a job keeps of its order, and shows: the seed is there even where it was drawn. */
export function keptInput({ asked }: Pick<RunOrder, 'asked'>, seed: number): object {
  return { ...asked, seed };
}

/** The viewer's job that the same order has started already; null where there is none. Throws InvalidInput where its key stands for another order. */
export async function earlierJobOf(client: DatabaseClient, viewer: Viewer, input: RunOrder): Promise<Job | null> {
  const { idempotencyKey, seed } = input;
  const job = idempotencyKey === undefined ? null : await findJobByKey(client, viewer.ownerId, idempotencyKey);
  if (job === null) return null;
  const kept = (await findInputs(client, [job.id], Infinity)).get(job.id);
  // As JSON keeps it: members that are undefined are gone, and the order of names says nothing.
  const asked: unknown = JSON.parse(JSON.stringify(keptInput(input, seed ?? Number(job.seed))));
  if (!isDeepStrictEqual(asked, kept)) throw InvalidInput.at(['idempotencyKey'], 'expected the order that this key has started a job of already, got another; send the same order, or take a new key');
  return job;
}
