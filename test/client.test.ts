// The client on a bad network: what is followed goes on where it was, a change is never made twice, and a slow reader holds little.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { closeGate, embeddedIn, rowsFrom } from './support/gate.ts';
import { openRelay } from './support/relay.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';
import { VerisimClient, type RowBatch } from '../src/client/client.ts';
import { accepted, Refused, RequestFailed } from '../src/client/failures.ts';
import { Feed, MAX_HELD_EVENTS, type Sink } from '../src/client/feed.ts';
import { CancelJobDocument, CreateSchemaDocument, DeleteSchemaDocument, HealthDocument, JobChangesDocument, JobsDocument, PreviewSchemaDocument, StartTextRunDocument } from '../src/client/generated/graphql.ts';

describe('a feed', () => {
  /** A feed of numbers whose subscription goes on behind the last one that was taken, and what is known of it. What is sent at once arrives, even where the subscription is closed meanwhile. */
  function counting(): { readonly feed: Feed<number>; readonly opened: () => number; readonly isOpen: () => boolean; readonly send: (count: number) => void; readonly sink: () => Sink<number> } {
    let next = 0;
    let opened = 0;
    let current: Sink<number> | undefined;
    const sink = (): Sink<number> => current ?? assert.fail('not open');
    const feed = new Feed<number>((given) => {
      current = given;
      opened += 1;
      return () => (current = undefined);
    });
    const send = (count: number): void => {
      const given = current;
      for (let i = 0; i < count; i++) if (given?.next(next) === true) next++;
    };
    return { feed, opened: () => opened, isOpen: () => current !== undefined, send, sink };
  }

  it('closes the subscription when its reader lags, and opens it again behind what was read', async () => {
    const { feed, opened, isOpen, send } = counting();
    const first = feed.next();
    send(10_000);
    assert.deepEqual(await first, { value: 0, done: false });
    assert(!isOpen(), 'closed, so that no more is held');
    for (let expected = 1; expected <= MAX_HELD_EVENTS; expected++) assert.deepEqual(await feed.next(), { value: expected, done: false });
    assert.equal(opened(), 1);
    const more = feed.next();
    assert.equal(opened(), 2);
    send(1);
    assert.deepEqual(await more, { value: MAX_HELD_EVENTS + 1, done: false });
  });

  it('gives what is held before it ends, and before it fails', async () => {
    for (const error of [undefined, new Error('cut')]) {
      const { feed, send, sink } = counting();
      const first = feed.next();
      send(2);
      const { end, fail } = sink();
      if (error === undefined) end();
      else fail(error);
      assert.deepEqual([(await first).value, (await feed.next()).value], [0, 1]);
      if (error === undefined) assert.deepEqual(await feed.next(), { value: undefined, done: true });
      else await assert.rejects(feed.next(), error);
    }
  });

  it('closes the subscription at once when its reader leaves, even while a read waits', async () => {
    const { feed, isOpen } = counting();
    const waiting = feed.next();
    assert(isOpen());
    await feed.return();
    assert(!isOpen());
    assert.deepEqual([await waiting, await feed.next()], [{ value: undefined, done: true }, { value: undefined, done: true }]);
  });

  it('refuses a second read at once', async () => {
    const { feed } = counting();
    void feed.next();
    await assert.rejects(feed.next(), /one reader/);
  });
});

describe('the client', () => {
  let service: ServiceProcess;
  before(async () => {
    service = await startServiceProcess();
  });
  after(() => service[Symbol.asyncDispose]());

  const run = async (rows: number): Promise<string> => {
    const input = { rows, seed: 5, engine: 'SAMPLER' as const, source: { definition: { shorthand: { id: 'int', full_name: 'string', price: 'decimal' } } } };
    return accepted((await service.client.ask(StartTextRunDocument, { input })).startTextRun).id;
  };
  const indexesOf = async (batches: AsyncIterable<RowBatch>): Promise<number[]> => {
    const indexes: number[] = [];
    for await (const { rows } of batches) for (const row of rows) indexes.push(row.index);
    return indexes;
  };

  it('follows every row once, in order, over a connection that is cut again and again', async () => {
    const id = await run(20_000);
    await using relay = await openRelay(service.port);
    await using client = new VerisimClient({ address: relay.address });
    const indexes: number[] = [];
    let batches = 0;
    for await (const { rows } of client.followRows(id, { maxBatch: 50 })) {
      for (const row of rows) indexes.push(row.index);
      if (++batches % 50 === 0) relay.cut();
      await turn(); // lets the cut in
    }
    assert(relay.cuts >= 3, `only ${relay.cuts} cuts: no trial`);
    assert.deepEqual(indexes, Array.from({ length: 20_000 }, (_, index) => index));
  });

  it('follows every row once, in order, where many batches come at once to a reader who lags', async () => {
    const id = await run(5_000);
    const indexes: number[] = [];
    for await (const { rows } of service.client.followRows(id, { maxBatch: 1 })) {
      for (const row of rows) indexes.push(row.index);
      if (indexes.length % 8 === 0) await turn();
    }
    assert.deepEqual(indexes, Array.from({ length: 5_000 }, (_, index) => index));
  });

  it('goes on behind a cursor', async () => {
    const id = await run(1_000);
    let cursor = '';
    let seen = 0;
    for await (const batch of service.client.followRows(id, { maxBatch: 100 })) {
      seen += batch.rows.length;
      cursor = batch.cursor;
      if (seen >= 300) break;
    }
    const rest = await indexesOf(service.client.followRows(id, { after: cursor }));
    assert.deepEqual(rest, Array.from({ length: 1_000 - seen }, (_, index) => seen + index));
  });

  it('follows progress to the end, and a service that is killed and started again', async () => {
    await using other = await startServiceProcess({ environment: { SHARD_ROWS: '4096' } });
    await using relay = await openRelay(other.port);
    const gate = await closeGate(embeddedIn(other.folder), rowsFrom('data', 60_000));
    const input = { rows: 100_000, seed: 5, engine: 'SAMPLER' as const, source: { definition: { shorthand: { id: 'int', name: 'string', note: 'text' } } } };
    const { id } = accepted((await other.client.ask(StartTextRunDocument, { input })).startTextRun);
    await using client = new VerisimClient({ address: relay.address });
    const statuses: string[] = [];
    let restarted: ServiceProcess | undefined;
    try {
      for await (const { status, progress } of client.followProgress(id)) {
        statuses.push(status);
        if (restarted !== undefined || progress.done === 0) continue;
        await other.kill();
        restarted = await startServiceProcess({ folder: other.folder });
        relay.leadTo(restarted.port);
        await gate.open();
      }
    } finally {
      await restarted?.[Symbol.asyncDispose]();
    }
    assert(restarted !== undefined, 'the run was over before the kill');
    assert.equal(statuses.at(-1), 'COMPLETED');
  });

  it('says what the service refused, with the line', async () => {
    const definition = { sql: { text: 'CREATE TABLE a (\n  id int' } };
    const { previewSchema } = await service.client.ask(PreviewSchemaDocument, { definition });
    assert.throws(() => accepted(previewSchema), (error) => error instanceof Refused && error.refusal.__typename === 'InvalidInputError' && /line 1: the bracket/.test(error.message) && error.refusal.issues?.[0]?.line === 1);
    const { cancelJob } = await service.client.ask(CancelJobDocument, { id: 'VGV4dEpvYjow' });
    assert.throws(() => accepted(cancelJob), Refused);
  });

  it('saves, reads and removes a schema', async () => {
    const input = { name: 'People', definition: { shorthand: { id: 'int', email: 'string' } } };
    const schema = accepted((await service.client.ask(CreateSchemaDocument, { input })).createSchema);
    assert.deepEqual(schema.tables.map(({ fields }) => fields.map(({ name }) => name)), [['id', 'email']]);
    assert.equal(accepted((await service.client.ask(DeleteSchemaDocument, { id: schema.id })).deleteSchema).id, schema.id);
  });

  it('loses none of many calls in a row', async () => {
    await using client = new VerisimClient({ address: service.address });
    for (let call = 0; call < 60; call++) {
      assert.equal((await client.ask(HealthDocument, {})).health.database, 'up');
      for (let turns = 0; turns < call; turns++) await turn(); // sooner and later after the socket has become idle
    }
  });

  it('throws the errors of GraphQL with their codes', async () => {
    await assert.rejects(service.client.ask(JobsDocument, { first: -1 }), (error) => error instanceof RequestFailed && error.codes.length === 1 && /first/.test(error.message));
  });

  it('fails by name when there is no service, and when it is closed while something waits', async () => {
    await using nobody = new VerisimClient({ address: 'http://127.0.0.1:1/graphql', retryAttempts: 1 });
    await assert.rejects(nobody.ask(HealthDocument, {}), /127\.0\.0\.1:1\/graphql gave no answer/);
    const client = new VerisimClient({ address: service.address });
    await client.ask(HealthDocument, {});
    const waiting = client.watch(JobChangesDocument, {}).next();
    await client.ask(HealthDocument, {});
    const rejected = assert.rejects(waiting, /this client was closed/);
    await client[Symbol.asyncDispose]();
    await rejected;
  });

  it('never sends a mutation twice, though the connection is cut before its answer', async () => {
    let sent = 0;
    const http = createServer();
    const sockets = new WebSocketServer({ server: http });
    sockets.on('connection', (socket) =>
      socket.on('message', (data) => {
        const { type } = JSON.parse(String(data)) as { readonly type: string }; // graphql-transport-ws
        if (type === 'connection_init') socket.send('{"type":"connection_ack"}');
        if (type !== 'subscribe') return;
        sent += 1;
        socket.terminate();
      }),
    );
    await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening));
    const bound = http.address();
    assert(bound !== null && typeof bound === 'object');
    await using client = new VerisimClient({ address: `http://127.0.0.1:${bound.port}/graphql`, retryAttempts: 2 });
    await assert.rejects(client.ask(DeleteSchemaDocument, { id: 'x' }), /look whether it was made/);
    assert.equal(sent, 1);
    sockets.close();
    http.close();
  });
});
