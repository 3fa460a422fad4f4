// Whole random scripts against PostgreSQL itself: 0 errors, 0 orphans, counts as planned, and every output holding what the server holds.
// The suite tries a few, always the same; FUZZ_RUNS=2000 FUZZ_SEED=7 node --test test/load.fuzz.test.ts tries more and others.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import pg from 'pg';
import type { Chooser } from './support/ddl-columns.ts';
import { drawScript } from './support/ddl-scripts.ts';
import { tryScript } from './support/ddl-trial.ts';
import { csvDifferences } from './support/loading.ts';
import { startTestPostgres, temporaryFolder } from './support/postgres.ts';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 24);
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
/** A script's own circle of keys, or a table that holds fewer rows than its only order asks for, may be refused; most must not be. */
const LEAST_PLANNED = 0.8;

describe('random scripts', () => {
  let server: Awaited<ReturnType<typeof startTestPostgres>>;
  let client: pg.Client;
  before(async () => {
    server = await startTestPostgres();
    client = new pg.Client(server.connection);
    await client.connect();
    await client.query('SET synchronous_commit = off');
  });
  after(async () => {
    await client.end();
    await server[Symbol.asyncDispose]();
  });

  it('load without an error or an orphan, but for what a warning names, and are the same in JSON and CSV', async () => {
    using folder = temporaryFolder();
    let planned = 0;
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (draw) => {
        const choose: Chooser = { below: (limit) => draw(fc.nat, { max: limit - 1 }) };
        const script = drawScript(choose);
        const order = { rows: 1 + choose.below(oneOfTwo(choose) ? 300 : 20), seed: choose.below(1_000_000) };
        const { faults, plan, uncomputed } = await tryScript(client, script, order);
        assert.deepEqual(faults, [], `${order.rows} rows, seed ${order.seed}, of\n${script.text}`);
        if (plan === undefined) return;
        planned++;
        if (planned % 4 === 0) assert.deepEqual(await csvDifferences(client, plan, folder.path, uncomputed), [], script.text);
      }),
      // A script has hundreds of draws: the failing one is told as it is, and cut down by hand.
      { numRuns: RUNS, seed: SEED, endOnFailure: true },
    );
    assert.ok(planned >= RUNS * LEAST_PLANNED, `only ${planned} of ${RUNS} scripts could be planned`);
  });
});

function oneOfTwo(choose: Chooser): boolean {
  return choose.below(2) === 0;
}
