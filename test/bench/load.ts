// Rows of real schemas, loaded as SQL into an empty PostgreSQL that was made from the same DDL: the server itself says whether they fit. The same rows as SQL of
// other dialects are loaded into SQLite and, where it is installed, MariaDB, into tables with the same keys.
import path from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/db/embedded.ts';
import { createLog } from '../../src/lib/log.ts';
import { messageOf } from '../../src/lib/message.ts';
import { outputOf, prepare } from '../support/loading.ts';
import { whyNoMariaDb } from '../support/mariadb.ts';
import { temporaryFolder } from '../support/postgres.ts';
import { startMySql, startSqlite, type SqlTarget } from '../support/sql-targets.ts';
import { ddls, forServer } from './ddl.ts';
import { aimed, shortly, told, type Bench, type Figure } from './figure.ts';
import { completed, start, textOfOutput } from './runs.ts';
import { serve, type Served } from './served.ts';

const ROWS_PER_TABLE = 1_000;

export const loadBench: Bench = async (options, tell) => {
  await using service = await serve();
  using folder = temporaryFolder();
  await using server = await startEmbeddedPostgres({ folder: path.join(folder.path, 'postgres'), log: createLog('silent') });
  for (const { name, text } of ddls(options)) {
    if (text === null) tell(told(`load: ${name}`, `left out: no --${name.toLowerCase()} FILE was given`));
    else tell(await load(service, server.connection, { name, ddl: text }));
  }
  await loadOthers(options, tell);
};

const loadOthers: Bench = async (options, tell) => {
  for (const { server, start: begin, missing } of [{ server: 'SQLite', start: async () => startSqlite(), missing: false }, { server: 'MariaDB', start: startMySql, missing: whyNoMariaDb() }]) {
    if (missing !== false) {
      tell(told(`load: ${server}`, `left out: ${missing}`));
      continue;
    }
    await using target = await begin();
    for (const { name, text } of ddls(options)) if (text !== null) tell(await loadOther(target, `load: ${name} into ${server}`, text));
  }
};

async function loadOther(target: SqlTarget, name: string, ddl: string): Promise<Figure> {
  const { plan } = await prepare(ddl, { rows: ROWS_PER_TABLE });
  await target.create(plan.tables);
  const errors: string[] = [];
  for (const { text } of await outputOf(plan, { format: 'SQL', compression: 'NONE', sql: { dialect: target.dialect, rowsPerInsert: 500 } })) await target.load(text).catch((error: unknown) => errors.push(messageOf(error)));
  let [rows, ordered] = [0, 0];
  for (const table of plan.tables) {
    rows += (await target.rows(table)).length;
    ordered += table.rows;
  }
  return aimed(name, `${shortly(rows)} rows in ${plan.tables.length} tables: ${errors.length} errors${errors.length > 0 ? ` (${errors[0]})` : ''}`, { text: '0 errors', met: errors.length === 0 && rows === ordered }, { rows, ordered, message: errors[0] ?? '' });
}

interface Loaded {
  readonly rows: number;
  readonly tables: number;
  readonly orphans: number;
  readonly unmetChecks: number;
}

async function load(service: Served, connection: pg.ClientConfig, { name, ddl }: { readonly name: string; readonly ddl: string }): Promise<Figure> {
  const { id } = await start(service.client, { source: { definition: { sql: { text: ddl } } }, rows: ROWS_PER_TABLE, engine: 'SAMPLER', seed: 1, outputs: [{ format: 'SQL' }] });
  const { outputs: [output], progress, warnings } = await completed(service.client, id);
  if (output === undefined) throw new Error(`job ${id} has no output`);
  const sql = await textOfOutput(output);
  const database = name.toLowerCase();
  await within(connection, (client) => client.query(`CREATE DATABASE ${database}`));
  return within({ ...connection, database }, async (client) => {
    await client.query(forServer(ddl));
    const startedMs = performance.now();
    const errors: string[] = [];
    await client.query(sql).catch((error: unknown) => errors.push(messageOf(error)));
    const seconds = (performance.now() - startedMs) / 1_000;
    const loaded = await inspect(client);
    const details = { ...loaded, errors: errors.length, message: errors[0] ?? '', seconds, ordered: progress.tables.reduce((sum, { total }) => sum + total, 0), warnings: warnings.join(' | ') };
    return aimed(`load: ${name}`, `${shortly(loaded.rows)} rows in ${loaded.tables} tables: ${errors.length} errors, ${loaded.orphans} orphans, ${loaded.unmetChecks} unmet checks${errors.length > 0 ? ` (${errors[0]})` : ''}`, {
      text: '0 errors, 0 orphans', met: errors.length + loaded.orphans + loaded.unmetChecks === 0 && loaded.rows === details.ordered,
    }, details);
  });
}

async function within<T>(connection: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Counts by plain queries, so that nothing depends on when the server checks what. */
async function inspect(client: pg.Client): Promise<Loaded> {
  await client.query('ROLLBACK'); // a load that failed leaves its transaction open
  const tables = await names(client, "SELECT oid::regclass::text AS name FROM pg_class WHERE relkind = 'r' AND relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')");
  const sum = async (queries: readonly string[]): Promise<number> => {
    let total = 0;
    for (const query of queries) total += Number((await client.query<{ count: string }>(query)).rows[0]?.count ?? 0);
    return total;
  };
  const orphanQueries = await names(client, `
    SELECT format('SELECT count(*) FROM %s AS child WHERE %s AND NOT EXISTS (SELECT FROM %s AS parent WHERE %s)', conrelid::regclass,
      string_agg(format('child.%I IS NOT NULL', a.attname), ' AND '), confrelid::regclass, string_agg(format('child.%I = parent.%I', a.attname, b.attname), ' AND ')) AS name
    FROM pg_constraint CROSS JOIN LATERAL unnest(conkey, confkey) AS pair(child, parent)
    JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = pair.child JOIN pg_attribute b ON b.attrelid = confrelid AND b.attnum = pair.parent
    WHERE contype = 'f' GROUP BY pg_constraint.oid, conrelid, confrelid`);
  const checkQueries = await names(client, "SELECT format('SELECT count(*) FROM %s WHERE NOT (%s)', conrelid::regclass, pg_get_expr(conbin, conrelid)) AS name FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0");
  return {
    tables: tables.length,
    rows: await sum(tables.map((table) => `SELECT count(*) FROM ${table}`)),
    orphans: await sum(orphanQueries),
    unmetChecks: await sum(checkQueries),
  };
}

async function names(client: pg.Client, query: string): Promise<readonly string[]> {
  return (await client.query<{ name: string }>(query)).rows.map(({ name }) => name);
}
