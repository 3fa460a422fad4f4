// Clients that leave before they are answered: what was asked for them hears of it, over HTTP and over WebSocket.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { WebSocket } from 'ws';
import type { Services } from '../src/graphql/context.ts';
import { createMaskError } from '../src/graphql/masking.ts';
import { buildSchema } from '../src/graphql/schema.ts';
import { Guard } from '../src/server/guard.ts';
import { HttpServer } from '../src/server/http.ts';
import { Metrics } from '../src/server/metrics.ts';
import { WebSockets } from '../src/server/ws.ts';
import { createApi } from '../src/server/yoga.ts';
import { SILENT } from './support/postgres.ts';

const QUERY = 'query { previewSchema(definition: { description: "a shop" }) { __typename } }';

let asked: PromiseWithResolvers<AbortSignal>;
let base: string;
const stack = new AsyncDisposableStack();

before(async () => {
  // All that the query reaches: a preview that never comes.
  const schemas: Pick<Services['schemas'], 'previewDefinition'> = {
    previewDefinition: (_definition, _request, signal) => {
      asked.resolve(signal);
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new DOMException('left', 'AbortError'))));
    },
  };
  const services = { schemas } as unknown as Services; // no other service is asked
  const callerOf = () => ({ baseUrl: 'http://localhost' });
  const api = createApi({ schema: buildSchema(), services, log: SILENT, downloadUrl: () => '' });
  const sockets = new WebSockets({ api, maskError: createMaskError(SILENT), log: SILENT, callerOf });
  const unused = {} as never; // routes that nobody calls here
  const server = stack.use(new HttpServer({ api, sockets, callerOf, guard: new Guard({ host: '127.0.0.1', corsOrigins: [], allowedHosts: [] }), health: unused, metrics: new Metrics(), downloads: unused, uploads: unused, schemaText: '', log: SILENT }));
  base = await server.listen(0, '127.0.0.1');
});
after(() => stack.disposeAsync());
beforeEach(() => {
  asked = Promise.withResolvers();
});

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

describe('a client that leaves', () => {
  it('is no fault of the service: nothing of it is logged as one', () => {
    const failed = Promise.reject(new DOMException('left', 'AbortError'));
    return failed.catch((error: unknown) => assert.equal(createMaskError(SILENT)(error).extensions['code'], 'ABORTED'));
  });

  it('ends what was asked over HTTP', async () => {
    const leaving = new AbortController();
    const answer = fetch(`${base}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: QUERY }), signal: leaving.signal });
    const signal = await asked.promise;
    assert(!signal.aborted);
    leaving.abort();
    await assert.rejects(answer, { name: 'AbortError' });
    await aborted(signal);
  });

  it('ends what was asked over WebSocket', async () => {
    const socket = new WebSocket(`${base.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    socket.on('message', (data) => {
      if (String(data).includes('connection_ack')) socket.send(JSON.stringify({ type: 'subscribe', id: 'a', payload: { query: QUERY } }));
    });
    socket.once('open', () => socket.send(JSON.stringify({ type: 'connection_init' })));
    const signal = await asked.promise;
    assert(!signal.aborted);
    socket.close();
    await aborted(signal);
  });
});
