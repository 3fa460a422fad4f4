// A run as a client orders it, from the mutation to the downloaded bytes.
import { JobDocument, StartTextRunDocument, type StartTextRunMutationVariables } from '../../src/client/generated/graphql.ts';
import type { Job, VerisimClient } from '../../src/client/client.ts';

export type RunInput = StartTextRunMutationVariables['input'];
export type Output = Job['outputs'][number];

/** The columns that the issue names, left to the service to choose generators for, as most users will. */
export const PEOPLE: RunInput['source'] = {
  definition: {
    tables: [{
      name: 'people',
      primaryKey: ['id'],
      fields: [
        { name: 'id', type: 'INTEGER' },
        { name: 'full_name', type: 'STRING' },
        { name: 'email', type: 'STRING' },
        { name: 'age', type: 'INTEGER' },
        { name: 'price', type: 'DECIMAL' },
        { name: 'created_at', type: 'DATETIME' },
      ],
    }],
  },
};

/** Starts a run; answers its job. Throws where it is refused. */
export async function start(client: VerisimClient, input: RunInput): Promise<Job> {
  const { startTextRun: answer } = await client.ask(StartTextRunDocument, { input });
  if (!('status' in answer)) throw new Error(`the run was refused: ${JSON.stringify(answer)}`);
  return answer;
}

/** Waits until a job has ended; answers it as it then is. Throws where it did not complete. */
export async function completed(client: VerisimClient, id: string): Promise<Job> {
  let last: Job | undefined;
  for await (const job of client.followProgress(id)) {
    last = job;
    if (job.status === 'COMPLETED') break; // its outputs are there; the stream's own end comes a little later
  }
  if (last?.status !== 'COMPLETED') throw new Error(`job ${id} ended as ${last?.status ?? 'unknown'}: ${last?.failure?.message ?? 'without a reason'}`);
  return last;
}

/** The job, asked once. */
export async function jobOf(client: VerisimClient, id: string): Promise<Job> {
  const { job } = await client.ask(JobDocument, { id });
  if (job === null || job === undefined) throw new Error(`job ${id} is gone`);
  return job;
}

export interface Download {
  /** When the first bytes were here, by performance.now(). */
  readonly firstByteMs: number;
  readonly bytes: number;
  readonly lines: number;
}

/** Downloads an output whole, without keeping it. */
export async function download({ url }: Output): Promise<Download> {
  const response = await fetch(url);
  if (!response.ok || response.body === null) throw new Error(`GET ${url} answered ${response.status}`);
  let firstByteMs = NaN;
  let bytes = 0;
  let lines = 0;
  for await (const chunk of response.body) {
    if (bytes === 0) firstByteMs = performance.now();
    bytes += chunk.length;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines++;
  }
  return { firstByteMs, bytes, lines };
}

/** The text of an output; for small ones. */
export async function textOfOutput({ url }: Output): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`GET ${url} answered ${response.status}`);
  return response.text();
}
