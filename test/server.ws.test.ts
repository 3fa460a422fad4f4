// GraphQL over WebSocket, with real sockets: close codes, failures that stay with their operation, limits, and no stream left behind.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { WebSocket } from 'ws';
import { MAX_MESSAGE_BYTES, MAX_OPERATIONS_PER_SOCKET } from '../src/server/ws.ts';
import { eventually } from './support/eventually.ts';
import { startService, type Service } from './support/service.ts';

let service: Service;
before(async () => {
  service = await startService();
});
after(async () => {
  await service?.[Symbol.asyncDispose]();
});

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** A socket whose messages are asked for one by one; those that came before the question are kept. */
class Client implements Disposable {
  readonly #socket: WebSocket;
  readonly #messages: Message[] = [];
  readonly #waiting: ((message: Message) => void)[] = [];
  readonly closed: Promise<number>;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => {});
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as Message;
      const waiting = this.#waiting.shift();
      if (waiting === undefined) this.#messages.push(message);
      else waiting(message);
    });
  }

  static async open(protocol = 'graphql-transport-ws', headers: Record<string, string> = {}): Promise<Client> {
    const client = new Client(new WebSocket(`${service.base.replace('http', 'ws')}/graphql`, protocol, { headers }));
    await new Promise((resolve, reject) => client.#socket.once('open', resolve).once('error', reject));
    return client;
  }

  /** One that has said hello. */
  static async ready(): Promise<Client> {
    const client = await Client.open();
    client.send({ type: 'connection_init' });
    assert.equal((await client.next()).type, 'connection_ack');
    return client;
  }

  send(message: Message | string): void {
    this.#socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  subscribe(id: string, query: string, variables?: Record<string, unknown>): void {
    this.send({ type: 'subscribe', id, payload: { query, variables } });
  }

  next(): Promise<Message> {
    const message = this.#messages.shift();
    return message === undefined ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve(message);
  }

  [Symbol.dispose](): void {
    this.#socket.terminate();
  }
}

describe('GraphQL over WebSocket', () => {
  it('answers queries like HTTP', async () => {
    using client = await Client.ready();
    client.subscribe('1', '{ health { database } }');
    assert.deepEqual(await client.next(), { type: 'next', id: '1', payload: { data: { health: { database: 'up' } } } });
    assert.deepEqual(await client.next(), { type: 'complete', id: '1' });
  });

  it('closes with the protocol’s codes', async () => {
    using garbage = await Client.open();
    garbage.send('garbage');
    assert.equal(await garbage.closed, 4400);
    using early = await Client.open();
    early.subscribe('1', '{ __typename }');
    assert.equal(await early.closed, 4401);
    using twice = await Client.ready();
    twice.send({ type: 'connection_init' });
    assert.equal(await twice.closed, 4429);
    using same = await Client.ready();
    same.subscribe('1', 'subscription { jobs { id } }');
    same.subscribe('1', 'subscription { jobs { id } }');
    assert.equal(await same.closed, 4409);
    using huge = await Client.ready();
    huge.send('x'.repeat(MAX_MESSAGE_BYTES + 1));
    assert.equal(await huge.closed, 1009);
  });

  it('refuses a protocol that is not ours', async () => {
    await assert.rejects(Client.open('graphql-ws'));
  });

  it('keeps a socket whose operation has a syntax error, fails validation, or is refused', async () => {
    using client = await Client.ready();
    client.subscribe('stream', 'subscription { jobs { id } }');
    for (const [query, code] of [['{', 'GRAPHQL_PARSE_FAILED'], ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'], [`{${'a{'.repeat(30)}b${'}'.repeat(31)}`, 'TOO_DEEP']] as const) {
      client.subscribe(code, query);
      const { type, id, payload } = await client.next();
      assert.equal(type, 'error');
      assert.equal(id, code);
      const [error] = payload as { extensions: Record<string, unknown> }[];
      assert.equal(error?.extensions['code'], code);
      assert.equal(error?.extensions['http'], undefined);
    }
    client.send({ type: 'ping' });
    assert.equal((await client.next()).type, 'pong');
  });

  it('answers a stream that cannot begin, or breaks, by an error of its own', async () => {
    using client = await Client.ready();
    const nothing = Buffer.from('TextJob:00000000-0000-7000-8000-000000000000').toString('base64');
    for (const [id, query] of [['1', 'subscription($id: ID!) { jobProgress(id: $id) { id } }'], ['2', 'subscription($id: ID!) { jobRows(id: $id) { cursor } }']] as const) {
      client.subscribe(id, query, { id: nothing });
      const { type, payload } = await client.next();
      assert.equal(type, 'next');
      assert.equal((payload as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code, 'NOT_FOUND');
      assert.deepEqual(await client.next(), { type: 'complete', id });
    }
    client.subscribe('3', 'subscription { jobRows(id: "x") { cursor } }');
    const { payload } = await client.next();
    assert.match(JSON.stringify(payload), /NOT_FOUND/);
  });

  it('refuses one operation too many, and takes another once one is complete', async () => {
    using client = await Client.ready();
    for (let i = 0; i < MAX_OPERATIONS_PER_SOCKET; i++) client.subscribe(`s${i}`, 'subscription { jobs { id } }');
    client.subscribe('over', 'subscription { jobs { id } }');
    const refused = await client.next();
    assert.equal(refused.type, 'error');
    assert.match(JSON.stringify(refused.payload), /TOO_MANY_OPERATIONS/);
    client.send({ type: 'complete', id: 's0' });
    client.subscribe('again', '{ __typename }');
    assert.deepEqual(await client.next(), { type: 'next', id: 'again', payload: { data: { __typename: 'Query' } } });
  });

  it('leaves no stream behind a socket that is cut', async () => {
    const open = async () => Number(/^verisim_subscriptions (\d+)$/m.exec(await (await fetch(`${service.base}/metrics`)).text())?.[1]);
    const settled = (count: number) => eventually(`${count} streams`, async () => (await open()) === count);
    await settled(0);
    const client = await Client.ready();
    for (let i = 0; i < 20; i++) client.subscribe(`s${i}`, 'subscription { jobs { id } }');
    await settled(20);
    client[Symbol.dispose]();
    await settled(0);
  });

  it('refuses a foreign Origin, a foreign Host and another path before the handshake', async () => {
    await assert.rejects(Client.open('graphql-transport-ws', { origin: 'https://evil.example' }), /403/);
    await assert.rejects(Client.open('graphql-transport-ws', { host: 'rebound.example' }), /403/);
    using own = await Client.open('graphql-transport-ws', { origin: service.base });
    own.send({ type: 'connection_init' });
    assert.equal((await own.next()).type, 'connection_ack');
  });

  it('says that it goes when the service stops', async () => {
    await using other = await startService();
    const socket = new WebSocket(`${other.base.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await new Promise((resolve) => socket.once('open', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await other[Symbol.asyncDispose]();
    assert.equal(await closed, 1001);
  });

  it('does not wait for server-sent streams when it stops', async () => {
    await using other = await startService();
    const response = await fetch(`${other.base}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'text/event-stream' }, body: '{"query":"subscription { jobs { id } }"}' });
    assert.equal(response.status, 200);
    const ended = assert.rejects(response.text());
    await other[Symbol.asyncDispose]();
    await ended;
  });
});
