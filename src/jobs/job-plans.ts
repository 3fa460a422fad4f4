// The plans of jobs, as text for worker threads and parsed for this one. A plan never changes, so those used last are kept.
import type { DatabaseClient } from '../db/database.ts';
import { findPlan } from '../db/jobs.ts';
import { writtenRangesOf, type TableRange } from '../db/segments.ts';
import { NotFound } from '../domain/errors.ts';
import { isWritten, plannedTable, type Plan } from '../domain/plan.ts';
import { Recent } from '../lib/recent.ts';
import type { PlanText } from './work.ts';

const KEPT = 32;

export interface JobPlan {
  readonly plan: Plan;
  readonly text: PlanText;
}

export class JobPlans {
  readonly #client: DatabaseClient;
  readonly #recent = new Recent<Promise<JobPlan>>(KEPT);

  constructor(client: DatabaseClient) {
    this.#client = client;
  }

  /** Throws NotFound where the job is gone. */
  of(jobId: string): Promise<JobPlan> {
    return this.#recent.of(jobId, () => this.#load(jobId));
  }

  /** The plan's text for what is about these rows: with where a model's values of them lie. */
  async textFor(jobId: string, ranges: readonly TableRange[]): Promise<PlanText> {
    const { plan, text } = await this.of(jobId);
    const wanted = ranges.filter(({ table }) => isWritten(plannedTable(plan, table)));
    if (wanted.length === 0) return text;
    const written = await Promise.all(wanted.map((range) => writtenRangesOf(this.#client, jobId, range)));
    return { ...text, written: written.flat() };
  }

  async #load(jobId: string): Promise<JobPlan> {
    const job = await findPlan(this.#client, jobId);
    if (job === null) throw new NotFound(`job ${jobId} is gone`);
    const plan = job.plan as unknown as Plan; // written by runs.ts, as a Plan
    return { plan, text: { hash: job.planHash, text: JSON.stringify(plan) } };
  }
}
