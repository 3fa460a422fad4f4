// Rows that a language model writes, through the whole service, GraphQL to file, beside what node-llama-cpp gives when it is used as its
// documentation says: on one machine, one after the other, on a made-up model of the true Qwen2.5-1.5B shape that writes rows of realistic length.
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { CancelJobDocument } from '../../src/client/generated/graphql.ts';
import type { Job } from '../../src/client/client.ts';
import { aimed, shortly, told, type Bench, type BenchOptions, type Figure } from './figure.ts';
import { completed, download, start, type RunInput } from './runs.ts';
import { serve, type Served } from './served.ts';
import { contend, type Contended, type Contenders } from './text-contenders.ts';
import { benchModel, CATEGORIES, type BenchModel } from './text-model.ts';
import { differingWidths } from './text-widths.ts';

/** Times the rows of a session for each row, times those of an array; and with one prose field. */
const AIM = { timesSession: 8, timesArray: 5, timesSessionInAuto: 45, cancelledMs: 2_000, loopDelayP99Ms: 20 };
/** What rows of a real model take: tokens sampled of a JSON row, of ours, and of one prose field of a name's length. */
const REAL_TOKENS = { json: 52, model: 22, auto: 4 };
/** The made-up rows may differ from them by so much. */
const TOKENS_APART = 0.1;
const CONTENDED_ROWS = 6;
const IDLE_MS = 2_000;
const WARM_UP_ROWS = 4;

export const textBench: Bench = async (options, tell) => {
  const threads = Number(process.env['MODEL_THREADS'] ?? availableParallelism());
  const device = process.env['DEVICE'] === 'cuda' ? 'cuda' : 'cpu';
  {
    using model = await benchModel(options.quant);
    const contenders = await contend({ file: model.file, device, threads, rows: CONTENDED_ROWS });
    const profileFolder = options.out === undefined || process.env['BENCH_PROFILE'] === undefined ? undefined : path.join(options.out, 'profile-text');
    await using service = await serve({ profileFolder, environment: { MODEL_DIR: model.folder, DEVICE: device, MODEL_THREADS: String(threads) } });
    await measureRows({ service, model, contenders, options, tell });
    await measureCancelling(service, model, tell);
  }
  for (const quant of ['q4_0', 'q8_0'] as const) {
    using model = await benchModel(quant);
    const { widths, rows, differing } = await differingWidths({ file: model.file, device, threads });
    tell(aimed(`text: ${rows} rows at ${widths.join(', ')} places, ${quant}`, differing === 0 ? 'the same' : `${differing} differ`, { text: 'the same', met: differing === 0 }, { rows, differing }));
  }
};

interface Measuring {
  readonly service: Served;
  readonly model: BenchModel;
  readonly contenders: Contenders;
  readonly options: BenchOptions;
  readonly tell: (figure: Figure) => void;
}

async function measureRows({ service, model, contenders: { session, array, decodedPerSecond }, options: { quant, modelRows }, tell }: Measuring): Promise<void> {
  tell(told(`text: a session for each row, ${quant}`, contended(session), { ...session }));
  tell(told(`text: a session for an array of ${CONTENDED_ROWS}, ${quant}`, contended(array), { ...array }));
  tell(told(`text: plain decoding, one sequence, ${quant}`, `${shortly(decodedPerSecond)} tokens/s`, { decodedPerSecond }));
  await ran(service, model, 'MODEL', 'warm_up', WARM_UP_ROWS);
  await loopDelayMsOf(service); // each look at it starts it anew
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  const idleMs = await loopDelayMsOf(service);
  const whole = await ran(service, model, 'MODEL', 'customers', modelRows);
  const loopMs = await loopDelayMsOf(service);
  const prose = await ran(service, model, 'AUTO', 'products', modelRows);
  const [timesSession, timesArray, timesSessionInAuto] = [whole.rowsPerSecond / session.rowsPerSecond, whole.rowsPerSecond / array.rowsPerSecond, prose.rowsPerSecond / session.rowsPerSecond];
  tell(aimed(`text: MODEL, six fields, ${quant}`, `${shortly(whole.rowsPerSecond)} rows/s, ${timesSession.toFixed(1)} x a session each, ${timesArray.toFixed(1)} x an array`, {
    text: `>= ${AIM.timesSession} x, >= ${AIM.timesArray} x`, met: timesSession >= AIM.timesSession && timesArray >= AIM.timesArray,
  }, { ...whole, timesSession, timesArray }));
  tell(aimed(`text: AUTO, one prose field of a name's length`, `${shortly(prose.rowsPerSecond)} rows/s, ${timesSessionInAuto.toFixed(1)} x a session each`, {
    text: `>= ${AIM.timesSessionInAuto} x`, met: timesSessionInAuto >= AIM.timesSessionInAuto,
  }, { ...prose, timesSessionInAuto }));
  tell(aimed('text: tokens sampled a row, by a script', `JSON ${shortly(session.sampledTokens)}, ours ${shortly(whole.sampledTokens)} and ${shortly(prose.sampledTokens)} (+ ${shortly(whole.readTokens)}, ${shortly(prose.readTokens)} read)`, {
    text: `${REAL_TOKENS.json}, ${REAL_TOKENS.model} and ${REAL_TOKENS.auto}`,
    met: isNear(session.sampledTokens, REAL_TOKENS.json) && isNear(whole.sampledTokens, REAL_TOKENS.model) && isNear(prose.sampledTokens, REAL_TOKENS.auto),
  }, { session: session.sampledTokens, array: array.sampledTokens, model: whole.sampledTokens, auto: prose.sampledTokens }));
  tell(aimed('text: loop delay p99 while a model writes', `${loopMs.toFixed(1)} ms (${idleMs.toFixed(1)} idle)`, { text: `< ${AIM.loopDelayP99Ms} ms`, met: loopMs < AIM.loopDelayP99Ms }, { loopDelayP99Ms: loopMs, idleLoopDelayP99Ms: idleMs }));
}

async function measureCancelling({ client }: Served, model: BenchModel, tell: (figure: Figure) => void): Promise<void> {
  const { id } = await start(client, orderOf(model, 'MODEL', 'cancelled', 10_000));
  let askedMs = NaN;
  for await (const { status, progress } of client.followProgress(id)) {
    if (Number.isNaN(askedMs) && progress.done > 0) {
      askedMs = performance.now();
      await client.ask(CancelJobDocument, { id });
    }
    if (status === 'CANCELLED') break;
  }
  const tookMs = performance.now() - askedMs;
  tell(aimed('text: from cancelJob to rest', `${shortly(tookMs)} ms`, { text: `< ${AIM.cancelledMs} ms`, met: tookMs < AIM.cancelledMs }, { tookMs }));
}

function contended({ rowsPerSecond, sampledTokens, readTokens }: Contended): string {
  return `${shortly(rowsPerSecond)} rows/s; a row: ${shortly(sampledTokens)} tokens sampled, ${shortly(readTokens)} read`;
}

function isNear(tokens: number, real: number): boolean {
  return Math.abs(tokens - real) <= TOKENS_APART * real;
}

/** A run from the mutation to the whole file. */
async function ran({ client }: Served, model: BenchModel, engine: 'MODEL' | 'AUTO', table: string, rows: number): Promise<Contended> {
  const startedMs = performance.now();
  const { id } = await start(client, orderOf(model, engine, table, rows));
  const job = await completed(client, id);
  const [output] = job.outputs;
  if (output === undefined) throw new Error(`job ${id} has no output`);
  const { lines } = await download(output);
  const seconds = (performance.now() - startedMs) / 1_000;
  if (lines !== rows) throw new Error(`expected ${rows} lines in ${output.fileName}, got ${lines}`);
  const { sampled, read } = tokensOf(job);
  return { rowsPerSecond: rows / seconds, sampledTokens: sampled / rows, readTokens: read / rows };
}

function tokensOf({ progress: { tokens, tokensWritten } }: Job): { readonly sampled: number; readonly read: number } {
  if (tokens === null || tokensWritten === null) throw new Error('the job says nothing of its tokens');
  return { sampled: tokensWritten, read: tokens - tokensWritten };
}

/** Six fields, all by the model; in AUTO the first is prose, and the model writes that alone. */
function orderOf({ id }: BenchModel, engine: 'MODEL' | 'AUTO', table: string, rows: number): RunInput {
  const text = { type: 'STRING', maxLength: 40 } as const;
  const first = engine === 'MODEL' ? { name: 'full_name', ...text, generator: { semantic: { of: 'FULL_NAME' } } } as const : { name: 'title', ...text, generator: { semantic: { of: 'TITLE' } } } as const;
  return {
    engine, model: id, rows, seed: 1, outputs: [{ format: 'JSONL' }],
    source: {
      definition: {
        tables: [{
          name: table,
          fields: [
            first,
            { name: 'age', type: 'INTEGER', generator: { integer: { minimum: 18, maximum: 90 } } },
            { name: 'price', type: 'DECIMAL', generator: { decimal: { minimum: 1, maximum: 99.99, places: 2 } } },
            { name: 'category', type: 'STRING', generator: { category: { values: CATEGORIES.map((value) => ({ value })) } } },
            { name: 'since', type: 'DATE', generator: { date: { from: '1970-01-01', to: '2026-12-31' } } },
            { name: 'active', type: 'BOOLEAN', generator: { boolean: {} } },
          ],
        }],
      },
    },
  };
}

async function loopDelayMsOf(service: Served): Promise<number> {
  return 1_000 * (await service.metric('nodejs_eventloop_lag_p99_seconds'));
}
