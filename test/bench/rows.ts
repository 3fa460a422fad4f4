// Rows per second through the whole service, from the mutation to the first byte of the download, beside a plain faker loop on the same
// cores; with its memory and what requests felt meanwhile.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { HealthDocument } from '../../src/client/generated/graphql.ts';
import { temporaryFolder } from '../support/postgres.ts';
import { aimed, mebibytes, quantile, shortly, told, type Bench, type BenchOptions, type Figure } from './figure.ts';
import { boundTo, type Memory } from './processes.ts';
import { completed, download, PEOPLE, start, type RunInput } from './runs.ts';
import { serve, type Served } from './served.ts';

const AIM_TIMES_FAKER = 3;
const AIM_PEAK_BYTES = 500 * 1024 * 1024;
/** "No larger": garbage is collected when it is, so runs of the same size differ by about this. */
const AIM_PEAK_RATIO = 1.1;
const AIM_LOOP_DELAY_P99_MS = 20;
/** Memory is compared with a run of this share of the rows. */
const SMALLER = 10;
const WARM_UP_ROWS = 1_000;
const IDLE_MS = 2_000;
const ASK_EVERY_MS = 50;
const CSV: RunInput['outputs'] = [{ format: 'CSV' }];

interface Measured {
  readonly rowsPerSecond: number;
  readonly elapsedMs: number;
  readonly bytes: number;
  readonly memory: Memory;
  readonly databaseBytes: number;
  /** The serving thread's event-loop delay, p99, as it measures itself; 10 ms of it are the timer's own step. */
  readonly loopDelayMs: number;
  /** The same while nothing was asked of it: what the machine itself is good for just then. */
  readonly idleLoopDelayMs: number;
  /** How long each health query took meanwhile. */
  readonly healthMs: readonly number[];
}

export const rowsBench: Bench = async (options, tell) => {
  for (const cores of [1, 2]) {
    const before = boundTo(cores);
    if (before === null) tell(told(`rows: CSV on ${cores} core(s)`, 'left out: this system has no taskset, or fewer cores'));
    else await measureCores(cores, before, options, tell);
  }
  await measureFormats(options, tell);
};

async function measureCores(cores: number, before: readonly string[], { rows, out }: BenchOptions, tell: (figure: Figure) => void): Promise<void> {
  const fakerBefore = fakerLoop(rows, before);
  const environment = { WORKER_PLACES: String(cores) };
  const profileFolder = out === undefined || process.env['BENCH_PROFILE'] === undefined ? undefined : path.join(out, `profile-${cores}`);
  const small = await measure({ environment, before }, Math.ceil(rows / SMALLER));
  const large = await measure({ environment, before, profileFolder }, rows);
  // The better of two: whatever else the machine does falls on the loop as on the service.
  const fakerAfter = fakerLoop(rows, before);
  const faker = fakerAfter.rowsPerSecond > fakerBefore.rowsPerSecond ? fakerAfter : fakerBefore;
  const times = large.rowsPerSecond / faker.rowsPerSecond;
  const on = cores === 1 ? 'one core' : 'two cores';
  tell(aimed(`rows: CSV, ${on}`, `${shortly(large.rowsPerSecond)} rows/s, ${times.toFixed(2)} x faker's ${shortly(faker.rowsPerSecond)}`, { text: `>= ${AIM_TIMES_FAKER} x faker`, met: times >= AIM_TIMES_FAKER }, {
    rows, elapsedMs: large.elapsedMs, bytes: large.bytes, rowsPerSecond: large.rowsPerSecond, fakerRowsPerSecond: faker.rowsPerSecond, fakerPeakBytes: faker.peakBytes, times,
  }));
  const ratio = large.memory.peakBytes / small.memory.peakBytes;
  tell(aimed(`rows: peak memory, ${on}`, `${mebibytes(large.memory.peakBytes)}, ${ratio.toFixed(2)} x that of ${shortly(rows / SMALLER)} rows; PostgreSQL ${mebibytes(large.databaseBytes)}`, {
    text: `< ${mebibytes(AIM_PEAK_BYTES)}, <= ${AIM_PEAK_RATIO} x`, met: large.memory.peakBytes < AIM_PEAK_BYTES && ratio <= AIM_PEAK_RATIO,
  }, { peakBytes: large.memory.peakBytes, smallerPeakBytes: small.memory.peakBytes, ratio, databaseBytes: large.databaseBytes, fakerPeakBytes: faker.peakBytes }));
  const [p50, p99] = [quantile(large.healthMs, 0.5), quantile(large.healthMs, 0.99)];
  tell(aimed(`rows: loop delay p99, ${on}`, `${large.loopDelayMs.toFixed(1)} ms (${large.idleLoopDelayMs.toFixed(1)} idle); health queries p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)} ms`, { text: `< ${AIM_LOOP_DELAY_P99_MS} ms`, met: large.loopDelayMs < AIM_LOOP_DELAY_P99_MS }, {
    loopDelayP99Ms: large.loopDelayMs, idleLoopDelayP99Ms: large.idleLoopDelayMs, healthP50Ms: p50, healthP99Ms: p99, healthMostMs: Math.max(...large.healthMs), healthQueries: large.healthMs.length,
  }));
}

/** A service of its own for each measurement: a peak is that of the process's whole life. */
async function measure(options: Parameters<typeof serve>[0], rows: number): Promise<Measured> {
  await using service = await serve(options);
  await warmUp(service);
  await loopDelayMsOf(service); // each look at it starts it anew
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  const idleLoopDelayMs = await loopDelayMsOf(service);
  const asking = new AbortController();
  const asked = askHealth(service, asking.signal);
  const run = await timeRun(service, rows, CSV);
  asking.abort();
  const healthMs = await asked;
  const loopDelayMs = await loopDelayMsOf(service);
  return { ...run, healthMs, loopDelayMs, idleLoopDelayMs, memory: service.memory(), databaseBytes: service.databaseBytes() };
}

async function loopDelayMsOf(service: Served): Promise<number> {
  return 1_000 * (await service.metric('nodejs_eventloop_lag_p99_seconds'));
}

/** A service has served before, as a rule: its first request and its first rows are not what is measured. */
async function warmUp(service: Served): Promise<void> {
  await timeRun(service, WARM_UP_ROWS, CSV);
  await service.client.ask(HealthDocument, {});
}

async function timeRun({ client }: Served, rows: number, outputs: RunInput['outputs']): Promise<Pick<Measured, 'rowsPerSecond' | 'elapsedMs' | 'bytes'>> {
  const startedMs = performance.now();
  const { id } = await start(client, { source: PEOPLE, rows, engine: 'SAMPLER', seed: 1, outputs });
  const { outputs: [output] } = await completed(client, id);
  if (output === undefined) throw new Error(`job ${id} has no output`);
  const { firstByteMs, bytes, lines } = await download(output);
  if (outputs?.[0]?.format === 'CSV' && output.compression === 'NONE' && lines !== rows + 1) throw new Error(`expected ${rows + 1} lines in ${output.fileName}, got ${lines}`);
  const elapsedMs = firstByteMs - startedMs;
  return { rowsPerSecond: rows / (elapsedMs / 1_000), elapsedMs, bytes };
}

async function askHealth({ client }: Served, signal: AbortSignal): Promise<readonly number[]> {
  const tookMs: number[] = [];
  while (!signal.aborted) {
    const startedMs = performance.now();
    await client.ask(HealthDocument, {});
    tookMs.push(performance.now() - startedMs);
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
  return tookMs;
}

function fakerLoop(rows: number, before: readonly string[]): { readonly rowsPerSecond: number; readonly peakBytes: number } {
  using folder = temporaryFolder();
  const [command = '', ...words] = [...before, process.execPath, new URL('./faker-loop.ts', import.meta.url).pathname, String(rows), path.join(folder.path, 'people.csv')];
  const { stdout, stderr, status } = spawnSync(command, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the faker loop failed: ${stderr}`);
  const { elapsedMs, peakKibibytes } = JSON.parse(stdout) as { elapsedMs: number; peakKibibytes: number }; // as faker-loop.ts prints it
  return { rowsPerSecond: rows / (elapsedMs / 1_000), peakBytes: peakKibibytes * 1024 };
}

/** Every other output, one after the other in one service with its defaults. */
async function measureFormats({ rows }: BenchOptions, tell: (figure: Figure) => void): Promise<void> {
  await using service = await serve();
  await warmUp(service);
  const outputs: readonly (readonly [string, NonNullable<RunInput['outputs']>])[] = [
    ['JSON', [{ format: 'JSON' }]],
    ['JSONL', [{ format: 'JSONL' }]],
    ['SQL', [{ format: 'SQL' }]],
    ['ZIP', [{ format: 'ZIP' }]],
    ['CSV, gzip', [{ format: 'CSV', compression: 'GZIP' }]],
    ['CSV, zstd', [{ format: 'CSV', compression: 'ZSTD' }]],
  ];
  for (const [name, requested] of outputs) {
    const { rowsPerSecond, bytes, elapsedMs } = await timeRun(service, rows, requested);
    tell(told(`rows: ${name}, all cores`, `${shortly(rowsPerSecond)} rows/s, ${mebibytes(bytes)}`, { rows, rowsPerSecond, bytes, elapsedMs }));
  }
  const { peakBytes } = service.memory();
  tell(told('rows: peak memory after all of these', mebibytes(peakBytes), { peakBytes }));
}
