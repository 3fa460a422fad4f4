// The hint that something about a job has changed: who owns it and which it is, nothing more. Facts are read from the tables.
import type { DatabaseClient } from '../db/database.ts';
import { notify } from '../db/listener.ts';
import type { Job } from '../db/jobs.ts';

export const JOBS_CHANNEL = 'verisim_jobs';

export interface JobHint {
  readonly jobId: string;
  readonly ownerId: string;
}

/** Tells every process when the client's transaction commits. */
export function announce(client: DatabaseClient, job: Pick<Job, 'id' | 'ownerId'>): Promise<void> {
  return notify(client, JOBS_CHANNEL, `${job.id} ${job.ownerId}`);
}

export function hintOf(payload: string): JobHint {
  const space = payload.indexOf(' ');
  return { jobId: payload.slice(0, space), ownerId: payload.slice(space + 1) };
}
