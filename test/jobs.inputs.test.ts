// What was ordered can be large: how much of it is read at once is bounded by bytes, not by the number of jobs.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, describe, it } from 'node:test';
import { findAnyJob, findInputs, listJobs } from '../src/db/jobs.ts';
import { openTestDatabase } from './support/postgres.ts';

const database = await openTestDatabase();
after(() => database[Symbol.asyncDispose]());
const { prisma } = database;

const KB = 1024;

async function jobOf(inputBytes: number): Promise<string> {
  const { id } = await prisma.job.create({
    data: { ownerId: 'local', kind: 'TEXT', status: 'COMPLETED', stage: 'DONE', seed: 1n, input: { text: 'x'.repeat(inputBytes) }, plan: {}, planHash: 'x', generators: 1, folder: randomUUID(), done: {} },
  });
  return id;
}

describe('the inputs of many jobs', () => {
  it('are read in order up to so many bytes together, and no further', async () => {
    const ids: string[] = [];
    for (let job = 0; job < 25; job++) ids.push(await jobOf(job === 12 ? 300 * KB : 10 * KB));
    const read = async (maxBytes: number) => [...(await findInputs(prisma, ids, maxBytes)).keys()].sort();
    assert.deepEqual(await read(1), []);
    assert.deepEqual(await read(31 * KB), ids.slice(0, 3).sort());
    assert.deepEqual(await read(200 * KB), ids.slice(0, 12).sort());
    assert.deepEqual(await read(Infinity), ids.toSorted());
  });

  it('are not read where nobody asks for them', async () => {
    const id = await jobOf(10);
    assert(!('input' in ((await findAnyJob(prisma, id)) ?? { input: null })));
    const { items } = await listJobs(prisma, { ownerId: 'local' }, { first: 5 });
    assert(items.length > 0 && items.every(({ node }) => !('input' in node)));
  });
});
