// Rows put together from the plan and from what a model wrote: files that are read again and again are read from storage once, as long as what is
// kept of them stays small.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { compilePlan } from '../src/domain/rows.ts';
import { localStorage } from '../src/files/local.ts';
import { putSegment } from '../src/files/segment.ts';
import type { Storage } from '../src/files/storage.ts';
import { wholeRows } from '../src/jobs/whole-rows.ts';
import { field, planOf, SEQUENCE, table } from './support/plans.ts';
import { temporaryFolder } from './support/postgres.ts';

const ROWS = 4;
const LARGE = 20 * 1024 * 1024;
const fields = [field('id', SEQUENCE), field('body', { kind: 'semantic', of: 'CATCH_PHRASE' })];
const plan = compilePlan(planOf(1, table('note', ROWS, fields, { primaryKey: ['id'], written: [{ name: 'body', constraint: { kind: 'text', maxLength: LARGE } }] })));

const folder = temporaryFolder();
after(() => folder[Symbol.dispose]());

/** The storage, and the names that were read of it. */
function watched(): { readonly storage: Storage; readonly read: readonly string[] } {
  const storage = localStorage(folder.path, { floorBytes: 0 });
  const read: string[] = [];
  const get: Storage['get'] = (name, ...more) => (read.push(name), storage.get(name, ...more));
  return { storage: new Proxy(storage, { get: (target, name) => (name === 'get' ? get : Reflect.get(target, name, target).bind(target)) }), read };
}

/** Each row of the table in a file of its own. */
async function written(storage: Storage, folderName: string, textOf: (row: number) => string) {
  const ranges = Array.from({ length: ROWS }, (_, row) => ({ table: 'note', first: row, last: row + 1, file: `${folderName}/${row}.jsonl` }));
  for (const { first, file } of ranges) await putSegment(storage, file, [[textOf(first)]]);
  return ranges;
}

describe('files of what a model wrote', () => {
  it('are read once where they are small', async () => {
    const { storage, read } = watched();
    const ranges = await written(storage, 'small', (row) => `note ${row}`);
    for (const range of [...ranges, ...ranges]) {
      const rows = [...(await wholeRows(plan, storage, [range]))('note', range)];
      assert.deepEqual(rows.map((values) => values[1]), [`note ${range.first}`]);
    }
    assert.equal(read.length, ROWS);
  });

  it('are kept only as far as they take little room together', async () => {
    const { storage, read } = watched();
    const ranges = await written(storage, 'large', (row) => String(row).repeat(LARGE));
    for (const range of [...ranges, ...ranges]) assert.equal([...(await wholeRows(plan, storage, [range]))('note', range)].length, 1);
    assert.deepEqual(read, [...ranges, ...ranges].map(({ file }) => file), 'four of them are more than may be kept, so that the first is gone when it is wanted again');
  });
});
