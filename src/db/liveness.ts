// Who works, and who is dead. Every worker holds a row of "Worker" and, on a connection of its own, the advisory lock
// (7777, its id). A process that dies closes its socket and PostgreSQL frees the lock at once; a host that vanishes is
// told by its heartbeat. Being taken for dead by mistake costs work done twice, never a wrong result: commits are fenced
// by the task's attempt.
import { hostname } from 'node:os';
import type pg from 'pg';
import type { Database } from './database.ts';
import { Session } from './session.ts';

/** First key of the workers' advisory locks; the second is the worker's id. */
const LOCK_CLASS = 7777;
const HEARTBEAT_EVERY_MS = 2_000;
/** Without a heartbeat for so long a worker is dead, lock or no lock. */
const SILENT_MS = 15_000;
/** Without its lock, a worker is dead this long after its last heartbeat: time enough to connect anew and take it again. */
const UNLOCKED_MS = 4_000;
/** So long after it began to serve the server cannot tell: every worker is still coming back to it. */
const SETTLING_MS = 3_000;
/**
 * Recovery after a crash may take long, and after the crash of a single session nothing else starts anew: so not the start of the server, but of
 * the process that it begins to serve with; a role that may not see it has to do with the former.
 */
const SERVING_SINCE = `SELECT coalesce(max(backend_start), pg_postmaster_start_time()) FROM pg_stat_activity WHERE backend_type = 'walwriter'`;
/** A row of a worker that is gone is removed after this long. */
const FORGET_AFTER_MS = 24 * 60 * 60 * 1000;

/** A worker's place among the living, until disposed. */
export interface WorkerRegistration extends AsyncDisposable {
  readonly id: number;
}

type Needs = Pick<Database, 'pool' | 'connection' | 'log'>;

/** Registers this process as a worker. Resolves once its lock is held, so that it never looks dead. */
export async function registerWorker({ pool, connection, log }: Needs): Promise<WorkerRegistration> {
  await forgetOldWorkers(pool);
  const inserted = await pool.query<{ id: number }>('INSERT INTO "Worker" (host, pid) VALUES ($1, $2) RETURNING id', [hostname(), process.pid]);
  const id = inserted.rows[0]?.id;
  if (id === undefined) throw new Error('A worker was inserted, but PostgreSQL returned no id.');
  const beat = (client: pg.Client): Promise<unknown> => client.query('UPDATE "Worker" SET "heartbeatAt" = now() WHERE id = $1', [id]);
  const session = new Session({
    connection,
    applicationName: `verisim worker ${id}`,
    // Waits for a former connection of ours, if the server has not yet noticed that it is gone. Whoever is back says so at once: it was silent meanwhile.
    setUp: async (client) => {
      await client.query('SELECT pg_advisory_lock($1, $2)', [LOCK_CLASS, id]);
      await beat(client);
    },
    // On the connection that holds the lock: a pool that is all in use must not make a worker look dead.
    check: { everyMs: HEARTBEAT_EVERY_MS, ask: beat },
    log,
  });
  await session.client;
  return { id, [Symbol.asyncDispose]: () => session[Symbol.asyncDispose]() };
}

/** Of a worker `w`, with the parameters PATIENCE: it is taken for dead. */
const IS_DEAD = `(w."heartbeatAt" < now() - $2 * interval '1 ms'
          OR (w."heartbeatAt" < now() - $3 * interval '1 ms' AND NOT EXISTS (
            SELECT FROM pg_locks l
             WHERE l.locktype = 'advisory' AND l.classid = $1::integer::oid AND l.objid = w.id::oid AND l.granted
               AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()))))`;
const PATIENCE = [LOCK_CLASS, SILENT_MS, UNLOCKED_MS];

/** Workers that are there; one that has ended counts for a few seconds more. */
export async function liveWorkers({ pool }: Pick<Database, 'pool'>): Promise<readonly number[]> {
  const { rows } = await pool.query<{ id: number }>(`SELECT w.id FROM "Worker" w WHERE NOT ${IS_DEAD}`, PATIENCE);
  return rows.map(({ id }) => id);
}

/** Workers that still have RUNNING tasks, and will not go on with them. */
export async function deadWorkers({ pool }: Pick<Database, 'pool'>): Promise<readonly number[]> {
  const { rows } = await pool.query<{ id: number }>(
    `SELECT DISTINCT t."workerId" AS id
       FROM "Task" t LEFT JOIN "Worker" w ON w.id = t."workerId"
      WHERE t.status = 'RUNNING' AND t."workerId" IS NOT NULL
        AND (${SERVING_SINCE}) < now() - $4 * interval '1 ms'
        AND (w.id IS NULL OR ${IS_DEAD})`,
    [...PATIENCE, SETTLING_MS],
  );
  return rows.map((row) => row.id);
}

async function forgetOldWorkers(pool: Database['pool']): Promise<void> {
  await pool.query(
    `DELETE FROM "Worker" w WHERE w."heartbeatAt" < now() - $1 * interval '1 ms'
        AND NOT EXISTS (SELECT FROM "Task" t WHERE t."workerId" = w.id AND t.status = 'RUNNING')`,
    [FORGET_AFTER_MS],
  );
}
