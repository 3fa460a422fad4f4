// Those who watch: a thousand on one job's progress, one whose connection is cut again and again, and some who never read what they asked for.
import { HealthDocument, JobProgressDocument, JobRowsDocument } from '../../src/client/generated/graphql.ts';
import { VerisimClient, type Job } from '../../src/client/client.ts';
import { cuttingProxy } from './cutting-proxy.ts';
import { aimed, mebibytes, quantile, shortly, type Bench, type Figure } from './figure.ts';
import { completed, PEOPLE, start } from './runs.ts';
import { serve, type Served } from './served.ts';
import { subscribe, type Subscriber } from './sockets.ts';

const SUBSCRIBERS = 1_000;
const CUT_ROWS = 100_000;
const CUT_EVERY_MS = 300;
const DEAF_SUBSCRIBERS = 20;
/** Some rows and a batch for each, and what the collector leaves lying: a server that buffered what they do not read would hold gigabytes. */
const AIM_DEAF_BYTES = 128 * 1024 * 1024;
const AIM_HEALTH_MS = 1_000;

export const subscribersBench: Bench = async ({ rows }, tell) => {
  await measureProgress(rows, tell);
  await measureCuts(tell);
  await measureDeaf(rows, tell);
};

type Tell = (figure: Figure) => void;

async function measureProgress(rows: number, tell: Tell): Promise<void> {
  await using service = await serve();
  const beforeBytes = service.memory().nowBytes;
  const { id } = await start(service.client, { source: PEOPLE, rows, engine: 'SAMPLER', seed: 1, outputs: [{ format: 'CSV' }] });
  const last = new Map<number, { readonly status: string; readonly seenMs: number; readonly finishedAt: unknown }>();
  /** When each state was first seen by anybody, and how much later the others saw it. */
  const firstSeenMs = new Map<string, number>();
  const latenessMs: number[] = [];
  let messages = 0;
  const startedMs = performance.now();
  const subscribers: Subscriber[] = [];
  for (let number = 0; number < SUBSCRIBERS; number++) {
    subscribers.push(await subscribe(service.address, { query: JobProgressDocument.toString(), variables: { id } }, (data) => {
      const { jobProgress: job } = data as { jobProgress: Job }; // as the document asks
      const nowMs = performance.now();
      const state = JSON.stringify([job.status, job.progress.stage, job.progress.done, job.outputs.length]);
      const seenMs = firstSeenMs.get(state);
      if (seenMs === undefined) firstSeenMs.set(state, nowMs);
      else if (subscribers.length === SUBSCRIBERS) latenessMs.push(nowMs - seenMs);
      messages++;
      last.set(number, { status: job.status, seenMs: Date.now(), finishedAt: job.finishedAt });
    }));
  }
  const subscribedMs = performance.now();
  await Promise.all(subscribers.map(({ ended }) => ended));
  const seconds = (performance.now() - startedMs) / 1_000;
  const { nowBytes, peakBytes } = service.memory();
  for (const subscriber of subscribers) subscriber[Symbol.dispose]();
  const finals = [...last.values()].filter(({ status }) => status === 'COMPLETED');
  const finalMs = finals.map(({ seenMs, finishedAt }) => seenMs - Date.parse(String(finishedAt)));
  tell(aimed(`subscribers: ${shortly(SUBSCRIBERS)} on one job's progress`, `${finals.length} got its end, ${shortly(quantile(finalMs, 0.5))} ms after it (p99 ${shortly(quantile(finalMs, 0.99))}); ${shortly(messages / seconds)} messages/s`, {
    text: `${shortly(SUBSCRIBERS)} get its end`, met: finals.length === SUBSCRIBERS,
  }, {
    subscribers: SUBSCRIBERS, gotTheEnd: finals.length, messages, seconds, messagesPerSecond: messages / seconds, subscribingMs: subscribedMs - startedMs,
    endP50Ms: quantile(finalMs, 0.5), endP99Ms: quantile(finalMs, 0.99), behindFirstP50Ms: quantile(latenessMs, 0.5), behindFirstP99Ms: quantile(latenessMs, 0.99), beforeBytes, afterBytes: nowBytes, peakBytes,
  }));
}

async function measureCuts(tell: Tell): Promise<void> {
  await using service = await serve();
  await using proxy = await cuttingProxy(service.address, CUT_EVERY_MS);
  await using client = new VerisimClient({ address: proxy.address });
  const { id } = await start(service.client, { source: PEOPLE, rows: CUT_ROWS, engine: 'SAMPLER', seed: 1, outputs: [{ format: 'CSV' }] });
  const times = new Uint16Array(CUT_ROWS);
  const startedMs = performance.now();
  for await (const { rows } of client.followRows(id, { maxBatch: 100 })) {
    for (const { index } of rows) times[index] = (times[index] ?? 0) + 1;
  }
  const seconds = (performance.now() - startedMs) / 1_000;
  const missed = times.filter((count) => count === 0).length;
  const twice = times.filter((count) => count > 1).length;
  tell(aimed(`subscribers: ${shortly(CUT_ROWS)} rows, cut every ${CUT_EVERY_MS} ms`, `${missed} missed, ${twice} twice, ${proxy.cuts} cuts, ${shortly(CUT_ROWS / seconds)} rows/s`, { text: '0 missed, 0 twice', met: missed + twice === 0 }, {
    rows: CUT_ROWS, missed, twice, cuts: proxy.cuts, seconds,
  }));
}

async function measureDeaf(rows: number, tell: Tell): Promise<void> {
  await using service = await serve();
  const { id } = await start(service.client, { source: PEOPLE, rows, engine: 'SAMPLER', seed: 1, outputs: [{ format: 'CSV' }] });
  await completed(service.client, id);
  // What readers cost is not theirs, nor are the threads that several at once bring up.
  await Promise.all([readAll(service, id), readAll(service, id)]);
  const before = service.memory();

  const deaf: Subscriber[] = [];
  for (let number = 0; number < DEAF_SUBSCRIBERS; number++) {
    const subscriber: Subscriber = await subscribe(service.address, { query: JobRowsDocument.toString(), variables: { id, maxBatch: 1_000 } }, () => subscriber.stopReading());
    deaf.push(subscriber);
  }
  // Meanwhile another reads all that there is, which is long enough for a server that buffers to show it.
  const read = await readAll(service, id);
  const startedMs = performance.now();
  await service.client.ask(HealthDocument, {});
  const healthMs = performance.now() - startedMs;
  const after = service.memory();
  for (const subscriber of deaf) subscriber[Symbol.dispose]();
  const grewBytes = after.peakBytes - before.peakBytes;
  tell(aimed(`subscribers: ${DEAF_SUBSCRIBERS} that never read`, `server grew by ${mebibytes(grewBytes)}; another read ${shortly(read)} rows meanwhile; health in ${shortly(healthMs)} ms`, {
    text: `< ${mebibytes(AIM_DEAF_BYTES)}, serves on`, met: grewBytes < AIM_DEAF_BYTES && healthMs < AIM_HEALTH_MS && read === rows,
  }, { subscribers: DEAF_SUBSCRIBERS, rows, read, beforePeakBytes: before.peakBytes, beforeBytes: before.nowBytes, afterPeakBytes: after.peakBytes, afterBytes: after.nowBytes, healthMs }));
}

async function readAll({ client }: Served, id: string): Promise<number> {
  let read = 0;
  for await (const { rows } of client.followRows(id, { maxBatch: 1_000 })) read += rows.length;
  return read;
}
