// Worker threads: what they answer, and what becomes of a thread that cannot load, does not end, or dies.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Threads, ThreadTimeout } from '../src/lib/threads.ts';
import { temporaryFolder } from './support/postgres.ts';

const WORK = `
import { workerData } from 'node:worker_threads';
export const data = () => workerData;
export const double = (n) => 2 * n;
export const forEver = () => { for (;;); };
export const fill = () => { const all = []; for (;;) all.push(new Array(1e6).fill(Math.random())); };
export const fail = () => { throw new RangeError('no'); };
`;

function moduleIn(folder: string, text: string): URL {
  const file = join(folder, 'work.mjs');
  writeFileSync(file, text);
  return pathToFileURL(file);
}

describe('Threads', () => {
  it('answer what the function answers, with the data that they were started with', async () => {
    using folder = temporaryFolder();
    await using threads = new Threads({ file: moduleIn(folder.path, WORK), threads: 2, data: { a: 1 } });
    await threads.ready('data');
    assert.deepEqual(await threads.call('data', undefined), { a: 1 });
    assert.deepEqual(await Promise.all([1, 2, 3, 4].map((n) => threads.call('double', n))), [2, 4, 6, 8]);
    await assert.rejects(threads.call('fail', undefined), /no/);
  });

  it('replace one that does not end in its time, and one that runs out of memory', async () => {
    using folder = temporaryFolder();
    await using threads = new Threads({ file: moduleIn(folder.path, WORK), threads: 1, heapMb: 64 });
    await assert.rejects(threads.call('forEver', undefined, { timeoutMs: 200 }), ThreadTimeout);
    assert.equal(await threads.call('double', 4), 8);
    await assert.rejects(threads.call('fill', undefined));
    assert.equal(await threads.call('double', 5), 10);
  });

  it('that cannot load their module say so at the start', async () => {
    using folder = temporaryFolder();
    await using threads = new Threads({ file: moduleIn(folder.path, "import './missing.mjs';"), threads: 1 });
    await assert.rejects(threads.ready('double'), /missing/);
  });
});
