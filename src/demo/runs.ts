// What every run of the demo has in common: it is followed to its end, and then its outputs lie in a folder.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job, VerisimClient } from '../client/client.ts';
import { sizeText } from '../lib/columns.ts';
import type { Screen } from './screen.ts';

/** Fixed, so that every demo makes the same data. */
export const SEED = 2026;

export interface Surroundings {
  readonly client: VerisimClient;
  /** Absolute. */
  readonly dataFolder: string;
  readonly screen: Screen;
}

/** Shows how the job goes on; answers it as it has ended. `seen` is what else is shown of it, and answers how many of `what` came. Throws where it did not complete. */
export async function watched({ client, screen }: Surroundings, job: Job, { what, seen }: { readonly what: string; readonly seen: Promise<number> }): Promise<Job> {
  for (const warning of job.warnings) screen.line(`  Note: ${warning}`);
  const [ended, received] = await Promise.all([followed(client, job, { what, screen }), seen]);
  screen.endProgress();
  if (ended.status !== 'COMPLETED') throw new Error(`The run ended as ${ended.status}: ${ended.failure?.message ?? 'without a reason'}`);
  if (received !== ended.progress.total) throw new Error(`${received} ${what} came over the socket, expected ${ended.progress.total}.`);
  return ended;
}

async function followed(client: VerisimClient, job: Job, { what, screen }: { readonly what: string; readonly screen: Screen }): Promise<Job> {
  let last = job;
  for await (const now of client.followProgress(job.id)) {
    last = now;
    screen.progress(now, what);
  }
  return last;
}

export async function showOutputs({ dataFolder, screen }: Surroundings, job: Job, what: string): Promise<void> {
  const folder = join(dataFolder, job.outputPath);
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const names = files.map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1)).toSorted();
  const longest = Math.max(...names.map((name) => name.length));
  const seconds = (Date.parse(job.finishedAt ?? '') - Date.parse(job.startedAt ?? '')) / 1_000;
  screen.heading(`${job.progress.total.toLocaleString('en')} ${what} in ${seconds.toFixed(1)} s, with every output. They lie in`);
  screen.line(`  ${folder}`);
  for (const name of names) screen.line(`    ${name.padEnd(longest)}  ${sizeText((await stat(join(folder, name))).size).padStart(9)}`);
}
