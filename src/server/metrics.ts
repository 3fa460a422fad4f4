// GET /metrics, in the Prometheus text format: the process's own figures and ours. A registry of its own, so that two apps in one
// process do not meet.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ModelOnDevice } from '../engines/device.ts';
import type { ImageCounts } from '../engines/image/engines.ts';
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

  /** Adds what the image models of this process have done. Called once. */
  watchImages(counted: () => ImageCounts): void {
    const registers = [this.#registry];
    counter('verisim_images_total', 'Images made by models of this process.', registers, () => counted().images);
    counter('verisim_image_steps_total', 'Steps of images; a batch of four takes four with each of its passes.', registers, () => counted().steps);
    counter('verisim_image_passes_total', 'Steps of batches; image steps for each of them are the size of a batch.', registers, () => counted().passes);
  }

  /** Adds the models that this process has loaded. Called once. */
  watchModels(loaded: () => readonly ModelOnDevice[]): void {
    new Gauge({
      name: 'verisim_model_loaded',
      help: 'Models that are loaded, each with its device.',
      labelNames: ['model', 'device'],
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const { model, device } of loaded()) this.set({ model, device }, 1);
      },
    });
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
