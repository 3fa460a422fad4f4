// kill -9 in the middle of the steps that end a run: what it keeps is being settled, or its manifest is being written. PostgreSQL is made to hold the
// step right there, so the process is surely inside; it may then undo what the dead process had begun, or carry out what it was already told.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import type { TextRunInput } from '../src/client/generated/graphql.ts';
import { eventually } from './support/eventually.ts';
import { ended, filesOf, startRun } from './support/runs.ts';
import { startTestPostgres, temporaryFolder } from './support/postgres.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';

/** The first shard of `tag` cannot be made, whatever becomes of its second; by then all of `item` is there, and some of its parts may be written. */
const INPUT: TextRunInput = {
  source: { definition: { sql: { text: `
    CREATE TABLE colour (id serial PRIMARY KEY, name varchar(20) NOT NULL);
    CREATE TABLE item (id serial PRIMARY KEY, colour_id integer NOT NULL REFERENCES colour (id));
    CREATE TABLE tag (id serial PRIMARY KEY, item_id integer NOT NULL REFERENCES item (id), label varchar(20) NOT NULL, CHECK (id <> 60004 OR label IS NULL));` } } },
  rows: 50,
  rowsPerTable: [{ table: 'item', rows: 70_000 }, { table: 'tag', rows: 100_000 }],
  seed: 3,
  outputs: [{ format: 'CSV' }, { format: 'JSON', compression: 'GZIP' }],
};

/** By the change of the job's row that each step makes. */
const STEPS = { SETTLE: 'OLD.kept IS NULL AND NEW.kept IS NOT NULL', FINISH: `OLD.stage <> 'DONE' AND NEW.stage = 'DONE'` } as const;
/** While that change is made; or when all is said and done but for the commit: files have their final names by then. */
type Moment = 'amid' | 'at the commit';
/** What PostgreSQL does with the transaction of the dead process. */
type Fate = 'undone' | 'carried out';
const LOCK = 4711;

let stack: AsyncDisposableStack;
let folder: string;
let database: pg.Client;
let service: ServiceProcess;
let undisturbed: Readonly<Record<string, string>>;

async function startService(): Promise<ServiceProcess> {
  const { host, user, database: name } = database;
  const environment = { DATABASE_URL: `postgresql://${user}@localhost/${name}?host=${encodeURIComponent(path.resolve(host))}`, SHARD_ROWS: '65536' };
  return stack.use(await startServiceProcess({ folder, environment }));
}

before(async () => {
  stack = new AsyncDisposableStack();
  folder = stack.use(temporaryFolder()).path;
  const { connection } = stack.use(await startTestPostgres());
  database = stack.adopt(new pg.Client(connection), (client) => client.end());
  await database.connect();
  service = await startService();
  await database.query(`CREATE FUNCTION held() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(${LOCK}); RETURN NULL; END $$`);
  undisturbed = filesOf(folder, await ended(service.client, (await startRun(service.client, INPUT)).id, 'FAILED'));
});
after(() => stack?.disposeAsync());

/** Processes of PostgreSQL that wait for the test's lock. */
async function held(): Promise<readonly number[]> {
  const { rows } = await database.query<{ pid: number }>(`SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = ${LOCK} AND NOT granted`);
  return rows.map(({ pid }) => pid);
}

async function killedIn(step: keyof typeof STEPS, moment: Moment, fate: Fate): Promise<void> {
  await database.query(`SELECT pg_advisory_lock(${LOCK})`);
  await database.query(`CREATE CONSTRAINT TRIGGER held AFTER UPDATE ON "Job" DEFERRABLE INITIALLY ${moment === 'amid' ? 'IMMEDIATE' : 'DEFERRED'} FOR EACH ROW WHEN (${STEPS[step]}) EXECUTE FUNCTION held()`);
  const { id } = await startRun(service.client, INPUT);
  const [pid] = await eventually(`${step} held ${moment}`, async () => {
    const pids = await held();
    return pids.length > 0 && pids;
  });
  const tasks = async (where: string): Promise<readonly string[]> => (await database.query<{ kind: string }>(`SELECT kind FROM "Task" WHERE ${where}`)).rows.map(({ kind }) => kind);
  assert.deepEqual(await tasks(`status = 'RUNNING'`), [step]);
  await service.kill();
  if (fate === 'undone') await database.query('SELECT pg_terminate_backend($1)', [pid]);
  await database.query(`SELECT pg_advisory_unlock(${LOCK})`);
  await eventually('the end of its transaction', async () => (await database.query('SELECT FROM pg_stat_activity WHERE pid = $1', [pid])).rowCount === 0);
  await database.query('DROP TRIGGER held ON "Job"');
  assert.deepEqual(await tasks(`kind = '${step}' AND status <> 'DONE'`), fate === 'undone' ? [step] : []);

  service = await startService();
  const job = await ended(service.client, id, 'FAILED');
  assert.equal(job.failure?.rowIndex, 60_003);
  assert.deepEqual(filesOf(folder, job), undisturbed);
  const work = path.join(folder, 'work');
  await eventually('an empty work folder', () => !existsSync(work) || readdirSync(work).length === 0);
}

describe('a run whose process is killed -9 while what it keeps is settled', () => {
  it('ends by itself after a restart like an undisturbed one: nothing of it was settled', () => killedIn('SETTLE', 'amid', 'undone'));

  it('and so it does when all of it was settled, and the dead process had already taken what comes next', () => killedIn('SETTLE', 'at the commit', 'carried out'));
});

describe('a run whose process is killed -9 while its manifest is written', () => {
  it('ends by itself after a restart like an undisturbed one: no file of it had its name yet', () => killedIn('FINISH', 'amid', 'undone'));

  it('and so it does when its files had their names, and the database knew nothing of that', () => killedIn('FINISH', 'at the commit', 'undone'));

  it('and when it had ended, and only the dead process was not told', () => killedIn('FINISH', 'at the commit', 'carried out'));
});
