// How the service is: for the `health` query, and for probes. A database that does not answer makes it degraded, never broken:
// work waits for it.
import type { ModelsInUse } from '../engines/models/models.ts';
import type { HealthRecord, HealthService } from '../graphql/context.ts';
import type { Viewer } from '../jobs/records.ts';

export interface HealthOptions {
  readonly database: { isUp(): Promise<boolean> };
  readonly runs: { counts(viewer: Viewer): Promise<{ readonly inProgress: number; readonly queued: number }> };
  readonly models: { inUse(): Promise<ModelsInUse> };
  readonly version: string;
}

export class Health implements HealthService {
  readonly #options: HealthOptions;

  constructor(options: HealthOptions) {
    this.#options = options;
  }

  async check(viewer: Viewer): Promise<HealthRecord> {
    const { version, models } = this.#options;
    const [{ TEXT: textModel, IMAGE: imageModel }, isUp] = await Promise.all([models.inUse(), this.isReady()]);
    const about = { textModel, imageModel, version };
    if (!isUp) return { ...about, database: 'down', jobsInProgress: 0, jobsQueued: 0 };
    const { inProgress, queued } = await this.#options.runs.counts(viewer);
    return { ...about, database: 'up', jobsInProgress: inProgress, jobsQueued: queued };
  }

  /** True where requests can be answered now. */
  isReady(): Promise<boolean> {
    return this.#options.database.isUp();
  }
}
