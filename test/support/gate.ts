// Holds runs in their middle, on however fast a machine: a trigger in the service's own PostgreSQL lets no commit pass that a test has named,
// until the test opens it. It is kept in the database, so it stays as it is while processes are killed and started again.
// What is held has its job's lock: whoever wants to change that job waits behind it.
import path from 'node:path';
import pg from 'pg';
import { isOutage } from '../../src/db/outage.ts';
import { eventually } from './eventually.ts';

/** Opened when it is disposed of, where the database is there. */
export interface Gate extends AsyncDisposable {
  /** Resolves once a commit is held. */
  held(): Promise<void>;
  /** Resolves once so many others wait for the lock of a job that is held. */
  waiting(others: number): Promise<void>;
  /** Lets all pass, from now on. */
  open(): Promise<void>;
}

/** What is held: rows of a job that are to be committed, or an output that is to be finished; a condition on NEW, in SQL. */
export interface Held {
  readonly before: 'INSERT ON "Segment"' | 'UPDATE ON "Output"';
  readonly when: string;
}

/** The rows of a table from an index on. */
export function rowsFrom(table: string, first: number): Held {
  return { before: 'INSERT ON "Segment"', when: `NEW."table" = '${table}' AND NEW.last > ${first}` };
}

/** Any rows at all. */
export const ALL_ROWS: Held = { before: 'INSERT ON "Segment"', when: 'true' };

/** The embedded PostgreSQL of a service, by its data folder. */
export function embeddedIn(dataFolder: string): pg.ClientConfig {
  return { host: path.join(dataFolder, '.postgres', 'socket'), port: 5432, user: 'postgres', database: 'postgres' };
}

/** Closes a gate in a migrated database, in place of any former one. Like all that it does, it waits while the database is away. */
export async function closeGate(connection: pg.ClientConfig, { before, when }: Held): Promise<Gate> {
  const ask = async (sql: string): Promise<pg.QueryResult<{ count: number }>> => eventually('the database', () => answerOf(connection, sql));
  const count = async (condition: string): Promise<number> => (await ask(`SELECT count(*)::int AS count FROM pg_stat_activity WHERE ${condition}`)).rows[0]?.count ?? 0;
  await ask(`
    CREATE TABLE IF NOT EXISTS gate (closed boolean NOT NULL);
    DELETE FROM gate;
    INSERT INTO gate VALUES (true);
    CREATE OR REPLACE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        WHILE (${when}) AND (SELECT closed FROM gate) LOOP PERFORM pg_sleep(0.01); END LOOP;
        RETURN NEW;
      END $$;
    DROP TRIGGER IF EXISTS gate ON "Segment";
    DROP TRIGGER IF EXISTS gate ON "Output";
    CREATE TRIGGER gate BEFORE ${before} FOR EACH ROW EXECUTE FUNCTION wait_at_gate()`);
  return {
    held: async () => void (await eventually('a commit that is held', async () => (await count(`wait_event = 'PgSleep'`)) > 0)),
    waiting: async (others) => void (await eventually(`${others} behind what is held`, async () => (await count(`wait_event_type = 'Lock'`)) >= others)),
    open: async () => void (await ask(OPEN)),
    [Symbol.asyncDispose]: async () => void (await answerOf(connection, OPEN)),
  };
}

const OPEN = 'UPDATE gate SET closed = false';

/** Undefined while the database is away. A connection of its own each time: it may be killed between. */
async function answerOf(connection: pg.ClientConfig, sql: string): Promise<pg.QueryResult<{ count: number }> | undefined> {
  const client = new pg.Client(connection);
  client.on('error', () => {}); // its query rejects as well
  try {
    await client.connect();
    return await client.query(sql);
  } catch (error) {
    if (isOutage(error)) return undefined;
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
}
