// GET /metrics, in the Prometheus text format: the process's own figures and ours. A registry of its own, so that two apps in one
// process do not meet.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { WorkCounts } from '../jobs/runner.ts';

/** What the API counts outside of HTTP, asked for at each scrape. */
export interface ApiSources {
  readonly websockets: () => number;
  readonly subscriptions: () => number;
}

/** Null while the database is away. */
export type JobCounts = () => Promise<{ readonly byStatus: Readonly<Record<string, number>>; readonly paused: number } | null>;

export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Counter<'route' | 'status'>;
  readonly #seconds: Histogram<'route'>;

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
    const registers = [this.#registry];
    this.#requests = new Counter({ name: 'verisim_http_requests_total', help: 'HTTP requests that were answered.', labelNames: ['route', 'status'], registers });
    this.#seconds = new Histogram({
      name: 'verisim_http_request_seconds',
      help: 'How long answers took until their last byte; streams count until they end.',
      labelNames: ['route'],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
      registers,
    });
  }

  /** Adds what sockets have. Called once. */
  watchApi({ websockets, subscriptions }: ApiSources): void {
    const registers = [this.#registry];
    gauge('verisim_websockets', 'WebSockets that are open.', registers, websockets);
    gauge('verisim_subscriptions', 'Operations that run on WebSockets.', registers, subscriptions);
  }

  /** Adds the jobs of all processes; nothing of them is shown while the database is away. Called once. */
  watchJobs(counts: JobCounts): void {
    const registers = [this.#registry];
    new Gauge({
      name: 'verisim_jobs',
      help: 'Jobs by status.',
      labelNames: ['status'],
      registers,
      async collect() {
        this.reset();
        for (const [status, count] of Object.entries((await counts())?.byStatus ?? {})) this.set({ status }, count);
      },
    });
    new Gauge({
      name: 'verisim_jobs_paused',
      help: 'Jobs that are on hold (Job.pausedReason).',
      registers,
      async collect() {
        this.set((await counts())?.paused ?? 0);
      },
    });
  }

  /** Adds what this process has done of runs. Called once. */
  watchWork(counted: () => WorkCounts): void {
    const registers = [this.#registry];
    counter('verisim_rows_total', 'Rows made, and again in each output that they were written to.', registers, () => counted().rows);
    counter('verisim_tasks_done_total', 'Tasks of runs that were done.', registers, () => counted().tasksDone);
    counter('verisim_tasks_failed_total', 'Attempts at tasks that failed.', registers, () => counted().tasksFailed);
  }

  requestEnded(route: string, status: number, seconds: number): void {
    this.#requests.inc({ route, status: String(status) });
    this.#seconds.observe({ route }, seconds);
  }

  get mediaType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** Stops what prom-client has running of its own. */
  clear(): void {
    this.#registry.clear();
  }
}

function gauge(name: string, help: string, registers: Registry[], read: () => number): void {
  new Gauge({
    name,
    help,
    registers,
    collect() {
      this.set(read());
    },
  });
}

function counter(name: string, help: string, registers: Registry[], read: () => number): void {
  new Counter({
    name,
    help,
    registers,
    collect() {
      this.reset();
      this.inc(read());
    },
  });
}
