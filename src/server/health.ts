// How the service is: for the `health` query, and for probes. A database that does not answer makes it degraded, never broken:
// work waits for it.
import type { Model } from '../engines/models/models.ts';
import type { HealthRecord, HealthService } from '../graphql/context.ts';
import type { Viewer } from '../jobs/records.ts';

export interface HealthOptions {
  readonly database: { isUp(): Promise<boolean> };
  readonly runs: { counts(viewer: Viewer): Promise<{ readonly inProgress: number; readonly queued: number }> };
  readonly models: { inUse(kind: 'TEXT'): Promise<Model | undefined> };
  readonly version: string;
}

export class Health implements HealthService {
  readonly #options: HealthOptions;

  constructor(options: HealthOptions) {
    this.#options = options;
  }

  async check(viewer: Viewer): Promise<HealthRecord> {
    const { version, models } = this.#options;
    const textModel = await models.inUse('TEXT');
    if (!(await this.isReady())) return { database: 'down', textModel, jobsInProgress: 0, jobsQueued: 0, version };
    const { inProgress, queued } = await this.#options.runs.counts(viewer);
    return { database: 'up', textModel, jobsInProgress: inProgress, jobsQueued: queued, version };
  }

  /** True where requests can be answered now. */
  isReady(): Promise<boolean> {
    return this.#options.database.isUp();
  }
}
