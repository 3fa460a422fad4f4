// A factory's year: machines of the catalogue, minute by minute, with their labels beside, through the whole service, from the mutation to the first byte of
// the download; beside it a plain loop on the same cores that writes less.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { VerisimClient } from '../../src/client/client.ts';
import { accepted } from '../../src/client/failures.ts';
import { StartSeriesRunDocument } from '../../src/client/generated/graphql.ts';
import { INDUSTRIES } from '../../src/domain/series/catalogue/industries.ts';
import { machinesOf } from '../../src/domain/series/catalogue/units.ts';
import { detectionIn } from '../../src/domain/series/detection/detection.ts';
import { planSeries } from '../../src/domain/series/plan.ts';
import { NEW_YEAR } from '../support/machines.ts';
import { temporaryFolder } from '../support/postgres.ts';
import { aimed, mebibytes, shortly, told, type Bench } from './figure.ts';
import { boundTo, type Memory } from './processes.ts';
import { completed, download } from './runs.ts';
import { serve } from './served.ts';

const INDUSTRY = 'semiconductor';
const MACHINES = 10;
const DAYS = 365;
const MINUTES_PER_DAY = 1_440;
const CORES = 2;
const AIM_MS = 10_000;
/** Memory is compared with a run of this share of the days. */
const SMALLER = 10;
/** "Flat": garbage is collected when it is, so runs differ by about this. */
const AIM_PEAK_RATIO = 1.5;

interface Measured {
  readonly elapsedMs: number;
  /** Of all files. */
  readonly bytes: number;
  /** Of all machines. */
  readonly signals: number;
  readonly memory: Memory;
}

export const seriesBench: Bench = async ({ out }, tell) => {
  const before = boundTo(CORES);
  if (before === null) {
    tell(told(`series: CSV on ${CORES} cores`, 'left out: this system has no taskset, or fewer cores'));
    return;
  }
  const profileFolder = out === undefined || process.env['BENCH_PROFILE'] === undefined ? undefined : path.join(out, 'profile-series');
  const loop = plainLoop(before);
  const small = await measure(Math.ceil(DAYS / SMALLER), { before });
  const large = await measure(DAYS, { before, profileFolder });
  const seconds = large.elapsedMs / 1_000;
  const rows = MACHINES * DAYS * MINUTES_PER_DAY;
  const readings = large.signals * DAYS * MINUTES_PER_DAY;
  tell(aimed(`series: ${MACHINES} machines, a year, CSV, two cores`, `${seconds.toFixed(1)} s for ${shortly(rows)} rows of readings and as many of labels`, { text: `<= ${AIM_MS / 1_000} s`, met: large.elapsedMs <= AIM_MS }, { elapsedMs: large.elapsedMs, rows, readings, bytes: large.bytes }));
  tell(told('series: speed, two cores', `${shortly(readings / seconds)} readings/s, ${shortly((2 * rows) / seconds)} rows/s, ${mebibytes(large.bytes)}`, { readingsPerSecond: readings / seconds, rowsPerSecond: (2 * rows) / seconds }));
  const ratio = large.memory.peakBytes / small.memory.peakBytes;
  tell(aimed('series: peak memory, two cores', `${mebibytes(large.memory.peakBytes)}, ${ratio.toFixed(2)} x that of ${Math.ceil(DAYS / SMALLER)} days`, { text: `<= ${AIM_PEAK_RATIO} x`, met: ratio <= AIM_PEAK_RATIO }, { peakBytes: large.memory.peakBytes, smallerPeakBytes: small.memory.peakBytes, ratio }));
  detectedInCatalogue(tell);
  tell(told('series: a plain loop of simpler readings, one core', `${(loop.elapsedMs / 1_000).toFixed(1)} s, ${(loop.elapsedMs / large.elapsedMs).toFixed(2)} x as long; ${mebibytes(loop.peakBytes)}`, loop));
};

/** How well a plain detector finds what machines of the whole catalogue have, each for itself; kinds of machines of which it does not are named. */
function detectedInCatalogue(tell: Parameters<Bench>[1]): void {
  const found = INDUSTRIES.flatMap((industry) => machinesOf(industry, industry.machines.length, 11)).flatMap((machine) => {
    const { seed, series } = planSeries({ machines: [machine], start: NEW_YEAR, timeZone: 'UTC', days: DAYS, intervalSeconds: 60, anomalyRate: 0.01, seed: 11, maxRows: Infinity });
    const detection = series === undefined ? null : detectionIn({ seed, series }, () => {});
    return detection === null ? [] : [{ machine: machine.kind, ...detection }];
  });
  const figure = (name: string, of: (one: (typeof found)[number]) => number | null, aim: { readonly text: string; readonly met: (value: number) => boolean }): void => {
    const values = found.flatMap((one) => of(one) ?? []);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const weak = found.filter((one) => !aim.met(of(one) ?? mean)).map(({ machine }) => machine);
    tell(aimed(`series: ${name}`, `${mean.toFixed(4)} in the mean of ${values.length} kinds of machines, ${weak.length} of them beyond the aim`, { text: aim.text, met: aim.met(mean) }, { mean, weak: weak.join(', ') }));
  };
  figure('AUROC, point-like anomalies', ({ pointLike }) => pointLike.auroc, { text: '>= 0.9', met: (value) => value >= 0.9 });
  figure('AUROC, drift-like anomalies', ({ driftLike }) => driftLike.auroc, { text: '>= 0.75', met: (value) => value >= 0.75 });
  figure('false alarms on clean stretches', ({ falseAlarms }) => falseAlarms, { text: '<= 0.01', met: (value) => value <= 0.01 });
}

/** A service of its own for each measurement: a peak is that of the process's whole life. */
async function measure(days: number, options: Parameters<typeof serve>[0]): Promise<Measured> {
  await using service = await serve({ environment: { WORKER_PLACES: String(CORES) }, ...options });
  await timeRun(service.client, 1);
  return { ...(await timeRun(service.client, days)), memory: service.memory() };
}

async function timeRun(client: VerisimClient, days: number): Promise<Omit<Measured, 'memory'>> {
  const startedMs = performance.now();
  const input = { machines: { industry: { name: INDUSTRY, count: MACHINES } }, days, seed: 1, outputs: [{ format: 'CSV' as const }] };
  const { id } = accepted((await client.ask(StartSeriesRunDocument, { input })).startSeriesRun);
  const { outputs } = await completed(client, id);
  const [first] = outputs;
  if (first === undefined) throw new Error(`job ${id} has no output`);
  const { firstByteMs } = await download(first);
  let signals = 0;
  for (const output of outputs) {
    if (output.fileName.endsWith('_labels.csv') || output.fileName === 'anomalies.csv') continue;
    const { lines, columns } = await shapeOf(output.url);
    if (lines !== days * MINUTES_PER_DAY + 1) throw new Error(`expected ${days * MINUTES_PER_DAY + 1} lines in ${output.fileName}, got ${lines}`);
    signals += columns - 1;
  }
  return { elapsedMs: firstByteMs - startedMs, bytes: outputs.reduce((sum, output) => sum + output.bytes, 0), signals };
}

/** Lines of a CSV, and the columns of its first. */
async function shapeOf(url: string): Promise<{ readonly lines: number; readonly columns: number }> {
  const response = await fetch(url);
  if (!response.ok || response.body === null) throw new Error(`GET ${url} answered ${response.status}`);
  let [lines, columns] = [0, 0];
  for await (const chunk of response.body) {
    if (columns === 0) columns = new TextDecoder().decode(chunk.subarray(0, chunk.indexOf(10))).split(',').length;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines++;
  }
  return { lines, columns };
}

/** As many readings as the service makes: 8 of each machine at a time. */
function plainLoop(before: readonly string[]): { readonly elapsedMs: number; readonly peakBytes: number } {
  using folder = temporaryFolder();
  const [command = '', ...words] = [...before, process.execPath, new URL('./series-loop.ts', import.meta.url).pathname, String(MACHINES), String(DAYS * MINUTES_PER_DAY), '8', folder.path];
  const { stdout, stderr, status } = spawnSync(command, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the plain loop failed: ${stderr}`);
  const { elapsedMs, peakKibibytes } = JSON.parse(stdout) as { elapsedMs: number; peakKibibytes: number }; // as series-loop.ts prints it
  return { elapsedMs, peakBytes: peakKibibytes * 1024 };
}
