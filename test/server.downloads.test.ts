// Downloads of a file that passes through the service in many pieces of one and the same memory: whoever reads, and however, gets its bytes.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { finished, startService, type Service } from './support/service.ts';

const ROWS = 60_000;

describe('a download of many pieces', () => {
  let service: Service;
  let output: { readonly url: string; readonly bytes: number; readonly sha256: string };

  before(async () => {
    service = await startService();
    const { data } = await service.ask('mutation($rows: SafeInt!) { startTextRun(input: { source: { definition: { shorthand: { id: "int", full_name: "string", email: "string", note: "text" } } }, rows: $rows, outputs: [{ format: CSV }] }) { ... on TextJob { id } ... on Error { message } } }', { rows: ROWS });
    const job = await finished(service, (data as { startTextRun: { id: string } }).startTextRun.id); // the query's own shape
    output = (job['outputs'] as (typeof output)[])[0] ?? assert.fail('the run has no output'); // the query's own shape
    assert(output.bytes > 3_000_000, 'more than sockets hold');
  });
  after(() => service[Symbol.asyncDispose]());

  it('has the file\'s own bytes for several readers at once, a slow one among them', async () => {
    const hashes = await Promise.all([hashOf(output.url, 0), hashOf(output.url, 0), hashOf(output.url, 64)]);
    assert.deepEqual(hashes, [output.sha256, output.sha256, output.sha256]);
  });

  it('goes on for others when a reader leaves in the middle', async () => {
    const leaving = await open(output.url);
    await once(leaving, 'readable');
    leaving.destroy();
    assert.equal(await hashOf(output.url, 0), output.sha256);
  });

  it('ends where a range ends, wherever it begins', async () => {
    const whole = Buffer.from(await (await fetch(output.url)).arrayBuffer());
    const response = await fetch(output.url, { headers: { range: 'bytes=100001-2900000' } });
    assert.equal(response.status, 206);
    assert.ok(Buffer.from(await response.arrayBuffer()).equals(whole.subarray(100_001, 2_900_001)));
  });
});

async function open(url: string): Promise<IncomingMessage> {
  const [response] = await once(get(url), 'response');
  return response as IncomingMessage; // what the event brings
}

/** Reads it whole. `everyTurns`: turns of the event loop that it lets pass before each piece. */
async function hashOf(url: string, everyTurns: number): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of await open(url)) {
    hash.update(chunk as Buffer); // a response without an encoding gives Buffers
    for (let turn = 0; turn < everyTurns; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
  return hash.digest('hex');
}
