// The composition root: starts everything in order, hands each part what it needs, and stops in reverse. Holds no logic of its own.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase, type Database } from '../db/database.ts';
import { jobCounts } from '../db/jobs.ts';
import { registerWorker } from '../db/liveness.ts';
import { ImageEngines } from '../engines/image/engines.ts';
import { Hub } from '../engines/models/hub.ts';
import { Models } from '../engines/models/models.ts';
import { requireModel } from '../engines/models/require-model.ts';
import { ModelStore } from '../engines/models/store.ts';
import { TextEngines } from '../engines/text/engines.ts';
import { addressOf, remoteId } from '../engines/text/remote/settings.ts';
import { localStorage } from '../files/local.ts';
import type { Storage } from '../files/storage.ts';
import { createMaskError } from '../graphql/masking.ts';
import { buildSchema } from '../graphql/schema.ts';
import { ImagePreviews } from '../jobs/image-previews.ts';
import { JobPlans } from '../jobs/job-plans.ts';
import { Live } from '../jobs/live.ts';
import { MachinePlanner } from '../jobs/machine-planner.ts';
import { Queue } from '../jobs/queue.ts';
import { Runner } from '../jobs/runner.ts';
import { Runs } from '../jobs/runs.ts';
import { SchemaPlanner } from '../jobs/schema-planner.ts';
import { Schemas } from '../jobs/schemas.ts';
import { SeriesRecords } from '../jobs/series-records.ts';
import { Sweeper } from '../jobs/sweeper.ts';
import { WorkThreads } from '../jobs/threads.ts';
import { Uploads } from '../jobs/uploads.ts';
import { createLog, type Log } from '../lib/log.ts';
import { Repeat } from '../lib/repeat.ts';
import { VERSION } from '../lib/version.ts';
import { baseUrlOf } from './base-url.ts';
import type { Config } from './config.ts';
import { Downloadables } from './downloadable.ts';
import { Guard } from './guard.ts';
import { Health } from './health.ts';
import { HttpServer } from './http.ts';
import { CannotListen } from './listening.ts';
import { Metrics } from './metrics.ts';
import { ProbeServer } from './probes.ts';
import { openSecret, Signer } from './signature.ts';
import { createApi, GRAPHQL_PATH } from './yoga.ts';
import { WebSockets } from './ws.ts';

/** The embedded database's folder inside the data folder. */
const DATABASE_FOLDER = '.postgres';
const SWEEP_UPLOADS_EVERY_MS = 60 * 60 * 1_000;

export interface App extends AsyncDisposable {
  /** Address of the API, such as http://127.0.0.1:4000/graphql; undefined for a worker, which serves none. */
  readonly address: string | undefined;
  readonly log: Log;
}

/** What both halves are made of. */
interface Parts {
  readonly config: Config;
  readonly log: Log;
  readonly db: Database;
  readonly storage: Storage;
  readonly threads: WorkThreads;
  readonly queue: Queue;
  readonly plans: JobPlans;
  readonly models: ModelStore;
  readonly engines: TextEngines;
  readonly images: ImageEngines;
  readonly previews: ImagePreviews;
  readonly metrics: Metrics;
}

/**
 * Starts the service. Disposing it stops it; several disposals at once share one stop.
 * Rejects where the safety checker is asked for and not there, the database cannot be had or the port is taken; what was started by then is stopped.
 */
export async function createApp(config: Config): Promise<App> {
  const log = createLog(config.logLevel);
  await using started = new AsyncDisposableStack();
  const parts = await startParts(started, config, log);
  const { role } = config;
  if (role !== 'api') await startWorker(started, parts);
  const address = role === 'worker' ? undefined : await startApi(started, parts);
  const probes = role === 'worker' ? await startProbes(started, parts) : undefined;
  log.info({ role, address, probes, version: VERSION }, 'started');

  const running = started.move();
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    log.info('stopping');
    await running.disposeAsync();
    log.info('stopped');
  };
  return { address, log, [Symbol.asyncDispose]: () => (stopped ??= stop()) };
}

async function startParts(started: AsyncDisposableStack, config: Config, log: Log): Promise<Parts> {
  const { dataFolder, databaseUrl, minFreeDiskBytes: floorBytes, role, workerPlaces } = config;
  const works = role !== 'api';
  const storage = localStorage(dataFolder, { floorBytes });
  const models = new ModelStore({ folder: config.modelFolder, floorBytes });
  const images = started.use(new ImageEngines({ ...config.images, store: models, log }));
  if (works) await images.requireSafety();
  const db = started.use(await openDatabase({ folder: join(dataFolder, DATABASE_FOLDER), log, ...(databaseUrl === undefined ? {} : { databaseUrl }) }));
  const threads = started.use(await WorkThreads.open({ data: { storage: { folder: dataFolder, floorBytes } }, places: works ? workerPlaces : 0 }));
  const queue = started.use(await Queue.open({ connection: db.connection, log, works }));
  const locate = async (id: string): Promise<string> => (await requireModel(models, id, 'TEXT')).path;
  const engines = started.use(new TextEngines({ ...config.models, remote: config.remote, locate, log }));
  const previews = started.use(await ImagePreviews.open({ db, now: Date.now }));
  const metrics = new Metrics();
  started.defer(() => metrics.clear());
  metrics.watchJobs(async () => ((await db.isUp()) ? jobCounts(db.prisma) : null));
  metrics.watchModels(() => [...engines.loaded, ...images.loaded]);
  return { config, log, db, storage, threads, queue, plans: new JobPlans(db.prisma), models, engines, images, previews, metrics };
}

/** Takes tasks of runs. Stopping lets those under way end that do so soon; without a database there is nothing to wait for. */
async function startWorker(started: AsyncDisposableStack, { config, log, db, storage, threads, queue, plans, engines, images, previews, metrics }: Parts): Promise<void> {
  const stopping = new AbortController();
  const { id: workerId } = started.use(await registerWorker(db));
  started.use(new Sweeper({ db, queue, storage, log, now: Date.now }));
  const runner = started.use(new Runner({ db, queue, threads, storage, plans, engines, images, previews, log, workerId, now: Date.now, stopping: stopping.signal }));
  metrics.watchWork(() => runner.counted);
  metrics.watchImages(() => images.counted);
  await queue.work(config.workerPlaces, (taskId) => runner.run(taskId));
  started.defer(async () => {
    stopping.abort();
    await queue[Symbol.asyncDispose]();
  });
}

/** Serves a worker's probes; resolves to their address, or undefined where somebody has the port: work is not to wait for that. */
async function startProbes(started: AsyncDisposableStack, { config, log, db, metrics }: Parts): Promise<string | undefined> {
  const server = started.use(new ProbeServer({ guard: new Guard(config), health: { isReady: () => db.isUp() }, metrics, log }));
  try {
    return await server.listen(config.port, config.host);
  } catch (error) {
    if (!(error instanceof CannotListen)) throw error;
    log.warn({ error: error.message }, 'the worker has no /health, /ready and /metrics');
    return undefined;
  }
}

/** Serves the API; resolves to its address. */
async function startApi(started: AsyncDisposableStack, { config, log, db, storage, threads, queue, plans, models: store, engines, images, previews, metrics }: Parts): Promise<string> {
  const limits = { maxRowsPerJob: config.maxRowsPerJob, maxJobsPerOwner: config.maxJobsPerOwner, shardRows: config.shardRows, contextTokens: config.models.contextTokens };
  const { remote } = config;
  const models = started.use(new Models({ store, remote: remote === null ? null : { id: remoteId(remote), name: remote.model, host: new URL(addressOf(remote)).host }, hub: new Hub(config.hub), loaded: { deviceOf: (id) => engines.loadedOn(id) ?? images.loadedOn(id) }, log }));
  const schemas = new Schemas({ client: db.prisma, threads, planner: new SchemaPlanner({ models, engines, threads }), maxRows: config.maxRowsPerJob });
  const machines = new MachinePlanner({ models, engines });
  const runs = new Runs({ db, queue, threads, storage, plans, schemas, machines, models, log, now: Date.now, limits });
  const live = started.use(await Live.open({ db, plans, threads, previews, now: Date.now }));
  const uploads = new Uploads(db.prisma, storage, config.maxUploadBytes);
  started.use(new Repeat({ atOnce: true, everyMs: SWEEP_UPLOADS_EVERY_MS, work: () => uploads.sweep(new Date()), onError: (error) => log.warn({ error }, 'old uploads could not be removed') }));
  const health = new Health({ database: db, runs, models, version: VERSION });
  const signer = new Signer(await openSecret(config.dataFolder), Date.now);
  const callerOf = baseUrlOf(config.publicUrl);

  const schema = buildSchema();
  const api = createApi({ schema, services: { schemas, runs, series: new SeriesRecords({ plans, threads }), live, uploads, models, health }, log, downloadUrl: (base, file) => signer.url(base, file) });
  const sockets = new WebSockets({ api, maskError: createMaskError(log), log, callerOf });
  metrics.watchApi({ websockets: () => sockets.open, subscriptions: () => sockets.operations });
  const server = started.use(new HttpServer({
    api, sockets, health, metrics, callerOf, log,
    guard: new Guard(config),
    downloads: { signer, files: new Downloadables({ runs, storage }) },
    uploads: { uploads, maxBytes: config.maxUploadBytes },
    schemaText: await readFile(new URL('../graphql/schema.graphql', import.meta.url), 'utf8'),
  }));
  return `${await server.listen(config.port, config.host)}${GRAPHQL_PATH}`;
}
