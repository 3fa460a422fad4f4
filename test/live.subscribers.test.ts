// Many subscribers at once, cut ones, and one that never reads: each gets all that is its own, and none is at another's mercy.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { WebSocket } from 'ws';
import { VerisimClient } from '../src/client/client.ts';
import { JobRowsDocument } from '../src/client/generated/graphql.ts';
import { collect } from './support/collect.ts';
import { eventually } from './support/eventually.ts';
import { openRelay } from './support/relay.ts';
import { clubRun, ended, startRun } from './support/runs.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';

const MB = 1024 * 1024;
/** Clients that never read. */
const STALLED = 8;
/** Far above what they may cost; the service computes for the others meanwhile. */
const MAX_GROWN_BYTES = 400 * MB;

let service: ServiceProcess;
before(async () => {
  service = await startServiceProcess({ environment: { SHARD_ROWS: '8192' } });
});
after(async () => {
  await service?.[Symbol.asyncDispose]();
});

/** One of the service's own figures. */
async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${service.base}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
}

/** A client that subscribes to a job's rows and then never reads a byte. */
async function openStalled(id: string): Promise<WebSocket> {
  const socket = new WebSocket(service.address.replace(/^http/, 'ws'), 'graphql-transport-ws');
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await new Promise((resolve) => socket.once('message', resolve));
  socket.pause();
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: JobRowsDocument.toString(), variables: { id, maxBatch: 1_000 } } }));
  return socket;
}

describe('subscribers', () => {
  it('to one job, two hundred on twenty sockets, all get its end and nothing that goes back', async () => {
    const clients = Array.from({ length: 20 }, () => new VerisimClient({ address: service.address }));
    try {
      const { id } = await startRun(service.client, clubRun({ rows: 500, counts: { reading: 100_000 } }));
      const streams = await Promise.all(clients.flatMap((client) => Array.from({ length: 10 }, () => collect(client.followProgress(id)))));
      for (const states of streams) {
        assert.equal(states.at(-1)?.status, 'COMPLETED');
        assert.equal(states.at(-1)?.outputs.length, 1);
        assert.deepEqual(states.map((job) => job.progress.percent), states.map((job) => job.progress.percent).toSorted((a, b) => a - b));
      }
    } finally {
      await Promise.all(clients.map((client) => client[Symbol.asyncDispose]()));
    }
    await eventually('no stream left behind', async () => (await metric('verisim_subscriptions')) === 0);
  });

  it('that is cut again and again gets every row once', async () => {
    const { id } = await startRun(service.client, clubRun({ rows: 10, counts: { reading: 40_000 } }));
    await using relay = await openRelay(service.port);
    await using client = new VerisimClient({ address: relay.address });
    const indexes: number[] = [];
    let batches = 0;
    for await (const batch of client.followRows(id, { table: 'reading', maxBatch: 100 })) {
      indexes.push(...batch.rows.map((row) => row.index));
      if (++batches % 40 === 0) relay.cut();
    }
    assert(relay.cuts >= 3, `${relay.cuts} cuts`); // some met a client that was not back from the one before
    assert.equal(indexes.length, 40_000);
    assert.equal(new Set(indexes).size, 40_000, 'a row came twice, and another was lost');
  });

  it('that never read are held back: they neither grow the memory of the service nor stop others', async () => {
    const { client } = service;
    const { id } = await ended(client, (await startRun(client, clubRun({ rows: 100, counts: { reading: 100_000 }, outputs: [] }))).id);
    const before = await metric('process_resident_memory_bytes');
    const stalled = await Promise.all(Array.from({ length: STALLED }, () => openStalled(id)));
    try {
      await eventually('all streams', async () => (await metric('verisim_subscriptions')) === STALLED);
      const batches = await collect(client.followRows(id, { maxBatch: 1_000 }));
      assert.equal(batches.reduce((sum, batch) => sum + batch.rows.length, 0), 100_400);
      await ended(client, (await startRun(client, clubRun({ rows: 100 }))).id);
      assert.equal(await metric('verisim_subscriptions'), STALLED, 'their rows went into memory');
      const grownBytes = (await metric('process_resident_memory_bytes')) - before;
      assert(grownBytes < MAX_GROWN_BYTES, `${STALLED} of them cost ${Math.round(grownBytes / MB)} MB`);
    } finally {
      for (const socket of stalled) socket.terminate();
    }
    await eventually('no stream left behind', async () => (await metric('verisim_subscriptions')) === 0);
  });
});
