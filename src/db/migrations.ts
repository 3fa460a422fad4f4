// Brings a database to the data model of this version at every start: applies what prisma/migrations has and the
// database lacks, in order, each in one transaction with its entry in Prisma's own table (same lock, same checksum, so
// `prisma migrate` agrees with it). Any number of processes may start at once: one applies, the others wait. Never
// goes back, and never touches a database that a newer version has changed.
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { messageOf } from '../lib/message.ts';

export const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

/** Prisma's own advisory lock. */
const PRISMA_LOCK = 72707369;
/** How long another process may take to migrate before we give up waiting; also for a migration's locks on tables. */
const LOCK_TIMEOUT_MS = 120_000;

/** Thrown when the database's history does not fit prisma/migrations, or a migration fails. Nothing of it is applied then. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

interface Applied {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
}

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/**
 * Applies what is missing and returns the names of what was applied. `client` is a connection of its own, whose session
 * settings are changed: end it afterwards. Throws MigrationError, or the connection's own errors.
 */
export async function applyMigrations(client: pg.ClientBase, folder = MIGRATIONS_FOLDER): Promise<readonly string[]> {
  // Prisma names `public` in what it sends; a search_path that leads elsewhere would part the tables from it.
  await client.query(`SET search_path TO public; SET lock_timeout TO ${LOCK_TIMEOUT_MS}`);
  await client.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK]);
  try {
    const applied = await readHistory(client);
    const migrations = readMigrations(folder);
    checkHistory(applied, migrations);
    const missing = migrations.filter((migration) => !applied.has(migration.name));
    for (const migration of missing) await applyOne(client, migration);
    return missing.map((migration) => migration.name);
  } finally {
    // Fails only with the connection, and then the lock is gone with it; the first error is the one to see.
    await client.query('SELECT pg_advisory_unlock($1)', [PRISMA_LOCK]).catch(() => {});
  }
}

function readMigrations(folder: string): readonly Migration[] {
  const names = readdirSync(folder).filter((name) => /^\d{14}_/.test(name)).sort();
  return names.map((name) => {
    const sql = readFileSync(path.join(folder, name, 'migration.sql'), 'utf8');
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}

async function readHistory(client: pg.ClientBase): Promise<ReadonlyMap<string, Applied>> {
  // Column for column what Prisma makes.
  await client.query(`CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ,
    "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
    "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`);
  const { rows } = await client.query<Applied>(
    'SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL',
  );
  return new Map(rows.map((row) => [row.migration_name, row]));
}

function checkHistory(applied: ReadonlyMap<string, Applied>, migrations: readonly Migration[]): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const entry of applied.values()) {
    const name = entry.migration_name;
    const migration = known.get(name);
    if (migration === undefined) {
      throw new MigrationError(`The database has the migration ${name}, which this version does not know: a newer version, or another program, uses it. Start the newer version, or name another database in DATABASE_URL.`);
    }
    if (entry.finished_at === null) {
      throw new MigrationError(`The migration ${name} was begun by another tool and did not finish. Repair the database, then mark it with "prisma migrate resolve".`);
    }
    if (entry.checksum !== migration.checksum) {
      throw new MigrationError(`The migration ${name} was edited after it was applied (expected sha256 ${entry.checksum}, got ${migration.checksum}). Restore its file, and put the change into a new migration.`);
    }
  }
}

async function applyOne(client: pg.ClientBase, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query(
      'INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)',
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (error) {
    // Without a connection the server rolls back by itself.
    await client.query('ROLLBACK').catch(() => {});
    throw new MigrationError(`The migration ${name} failed and was rolled back: ${messageOf(error)}`, { cause: error });
  }
}
