// A thread that serves a model of no weights: it counts to the number that it is asked for, with a step for each, and does whatever else a test
// wants of it. Started with the folder 'broken' it cannot be loaded.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';
import { EngineFailed, OrderRefused } from '../../src/engines/failures.ts';
import type { ThreadOptions } from '../../src/engines/image/pool/messages.ts';
import { serveModel, type Order, type Reports } from '../../src/engines/image/pool/serving.ts';
import type { Lanes } from '../../src/lib/lanes.ts';

/** A number: counts to it. `die`: throws what nobody expects. */
export type Counting = number | 'refuse' | 'fail' | 'die';

async function serve(waiting: Lanes<Order<Counting>>, reports: Reports<string>): Promise<void> {
  const order = waiting.shift();
  if (order === undefined) return;
  if (order.work === 'die') throw new Error('nobody expects that');
  if (order.work === 'refuse') return reports.failed(order, new OrderRefused('that is no number'));
  if (order.work === 'fail') return reports.failed(order, new EngineFailed('the count was lost'));
  for (let step = 1; step <= order.work && order.isWanted; step++) {
    await nextTurn();
    reports.passed([{ id: order.id, step, of: order.work, preview: order.isWatched ? { rgb: new Uint8Array(3), width: 1, height: 1 } : null }], []);
  }
  reports.answered(order, `counted to ${order.work}`, []);
}

await serveModel<Counting, string>(async () => {
  const { path } = (workerData as ThreadOptions).model;
  if (path === 'broken') throw new EngineFailed('one and one are three');
  return { ready: { fingerprint: path }, serve, release: async () => {} };
});
