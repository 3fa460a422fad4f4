// Worker threads by what they do: who waits for something huge holds up nobody who looks at rows.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { WorkThreads } from '../src/jobs/threads.ts';
import { field, planOf, SEQUENCE, table } from './support/plans.ts';
import { temporaryFolder } from './support/postgres.ts';

const PLAN = planOf(1, table('thing', 10, [field('id', SEQUENCE)], { primaryKey: ['id'] }));
/** Takes seconds to import. */
const HUGE_SQL = Array.from({ length: 20_000 }, (_, table) => `CREATE TABLE t${table} (id serial PRIMARY KEY, name varchar(40) NOT NULL, price numeric(8, 2) CHECK (price > 0));`).join('\n');

/** Behind all of these, on the same few threads, the rows would come last. */
const IMPORTS = 12;

describe('rows of a run', () => {
  const cleanUp = new AsyncDisposableStack();
  after(() => cleanUp.disposeAsync());

  it('are computed while more huge imports are waited for than there are threads', async () => {
    const folder = cleanUp.use(temporaryFolder());
    const threads = cleanUp.use(await WorkThreads.open({ data: { storage: { folder: folder.path, floorBytes: 0 } }, places: 0 }));
    let ended = 0;
    const end = (): void => void ended++;
    for (let order = 0; order < IMPORTS; order++) threads.quick('imported', { kind: 'sql', text: HUGE_SQL, dialect: 'POSTGRESQL' }).then(end, end);
    const rows = await threads.quick('rowsOf', { hash: 'x', text: JSON.stringify(PLAN) }, 'thing', [{ first: 0, last: 3 }]);
    assert.deepEqual(rows.map(({ values }) => values['id']), [1, 2, 3]);
    assert(ended < IMPORTS / 2, `${ended} imports went before`);
  });
});
