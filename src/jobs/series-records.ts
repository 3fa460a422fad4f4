// What is shown of a run of series beside its rows: its time, its machines, their anomalies, and their readings for plotting. All of it follows from the
// plan. Of jobs and machines that the viewer was shown already.
import type { JobPlans } from './job-plans.ts';
import type { AnomalyRecord, JobRecord, MachineRecord, SeriesPart, SeriesPreview, SeriesPreviewRequest, SeriesRecord } from './records.ts';
import type { WorkThreads } from './threads.ts';

export interface SeriesRecordsParts {
  readonly plans: Pick<JobPlans, 'of'>;
  readonly threads: Pick<WorkThreads, 'quick'>;
}

export class SeriesRecords {
  readonly #parts: SeriesRecordsParts;

  constructor(parts: SeriesRecordsParts) {
    this.#parts = parts;
  }

  /** What the run is of. Throws NotFound where the job is gone. */
  async of({ id }: Pick<JobRecord, 'id'>): Promise<SeriesRecord> {
    const { plan } = await this.#parts.plans.of(id);
    if (plan.series === undefined) throw new Error(`job ${id} is no run of series`);
    const { start, points, intervalSeconds, timeZone, machines, anomalyRate } = plan.series;
    return {
      timeline: { start: dateOf(start), end: dateOf(start + points * intervalSeconds), intervalSeconds, points, timeZone },
      anomalyRate,
      machines: machines.map(({ spec, readings, labels }) => ({ jobId: id, spec, readings, labels })),
    };
  }

  /** The first anomalies of a machine that are in the part, or reach into it. */
  async anomalies({ jobId, spec }: MachineRecord, request: SeriesPart & { readonly first: number }): Promise<readonly AnomalyRecord[]> {
    const { text } = await this.#parts.plans.of(jobId);
    const found = await this.#parts.threads.quick('anomaliesIn', text, spec.name, { ...secondsOf(request), first: request.first });
    return found.map(({ start, end, ...anomaly }) => ({ ...anomaly, start: dateOf(start), end: dateOf(end) }));
  }

  /** Readings of a machine for plotting. Throws InvalidInput for signals that it does not have, and a part without readings; LimitReached where it takes too long. */
  async readings({ jobId, spec }: MachineRecord, { points, signals, ...part }: SeriesPreviewRequest): Promise<SeriesPreview> {
    const { text } = await this.#parts.plans.of(jobId);
    return this.#parts.threads.quick('readingsShown', text, spec.name, { ...secondsOf(part), points, ...(signals === undefined ? {} : { signals }) });
  }
}

function secondsOf({ from, to }: SeriesPart): { readonly from?: number; readonly to?: number } {
  return { ...(from === undefined ? {} : { from: from.getTime() / 1_000 }), ...(to === undefined ? {} : { to: to.getTime() / 1_000 }) };
}

function dateOf(seconds: number): Date {
  return new Date(seconds * 1_000);
}
