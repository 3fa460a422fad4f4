// The promise tried against PostgreSQL itself: a script is imported, planned, written as SQL and loaded into tables made from that same
// script; then the server's own rows are counted and compared with ours.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import { chooseGenerators } from '../../src/domain/choose.ts';
import { freezePlan } from '../../src/domain/freeze.ts';
import { importDefinition } from '../../src/domain/import/definition.ts';
import { REFERENCE_INSTANT, type Plan } from '../../src/domain/plan.ts';
import { compilePlan } from '../../src/domain/rows.ts';
import type { DataSchema, Field, ImportWarning, Table } from '../../src/domain/schema.ts';
import type { SqlDialect } from '../../src/domain/sql-dialects.ts';
import { sqlIdentifier, sqlTableName } from '../../src/domain/sql-identifiers.ts';
import { layoutOutput } from '../../src/files/layout.ts';
import { joinParts, partsOf, type NamedPart, rowsOfPart, writePart } from '../../src/files/parts.ts';
import type { OutputRequest } from '../../src/files/request.ts';
import { Bucket } from './bucket.ts';
import { collect } from './collect.ts';

export interface Prepared {
  readonly schema: DataSchema;
  readonly plan: Plan;
  readonly importWarnings: readonly ImportWarning[];
  readonly planWarnings: readonly string[];
}

/** What a run makes of a script. Throws InvalidInput as the service would. */
export async function prepare(ddl: string, { rows, rowsPerTable = {}, seed = 1, dialect = 'POSTGRESQL' }: { readonly rows: number; readonly rowsPerTable?: Readonly<Record<string, number>>; readonly seed?: number; readonly dialect?: SqlDialect }): Promise<Prepared> {
  const imported = await importDefinition({ kind: 'sql', dialect, text: ddl });
  const schema = chooseGenerators(imported.schema);
  const frozen = freezePlan({ schema, rows, rowsPerTable, seed, reference: REFERENCE_INSTANT, maxRows: 1_000_000 });
  return { schema, plan: frozen.plan, importWarnings: imported.warnings, planWarnings: frozen.warnings };
}

export interface OutputText {
  readonly fileName: string;
  readonly text: string;
}

/** Every file of an output over all rows of the plan. */
export async function outputOf(plan: Plan, request: OutputRequest): Promise<readonly OutputText[]> {
  const compiled = compilePlan(plan);
  const storage = new Bucket();
  const ranges = Object.fromEntries(plan.tables.map((table) => [table.name, [{ first: 0, last: table.rows }]]));
  const files: OutputText[] = [];
  for (const file of layoutOutput(plan, request)) {
    const parts: NamedPart[] = [];
    for (const [index, part] of partsOf(file, ranges).entries()) {
      const name = `parts/${file.fileName}/${index}`;
      await writePart(storage, name, { plan, file, part, rows: rowsOfPart(part, ({ first, last }) => compiled.table(part.table).rows(first, last)) });
      parts.push({ section: part.section, name });
    }
    await joinParts(storage, `runs/${file.fileName}`, { file, parts });
    files.push({ fileName: file.fileName, text: Buffer.concat(await collect(storage.get(`runs/${file.fileName}`))).toString('utf8') });
  }
  return files;
}

/** Loads a script in one go; a failure leaves nothing behind, and is thrown. */
export async function runScript(client: pg.Client, script: string): Promise<void> {
  try {
    await client.query(script);
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

/** Loads the plan's rows as SQL into the tables that are there. */
export async function loadSql(client: pg.Client, plan: Plan): Promise<void> {
  for (const { text } of await outputOf(plan, { format: 'SQL', compression: 'NONE' })) await runScript(client, text);
}

/** The rows that the server has. */
export async function countOf(client: pg.Client, table: Pick<Table, 'name'>): Promise<number> {
  const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM ${sqlTableName(table)}`);
  return Number(rows[0]?.count);
}

/** Per foreign key that the server has, the rows whose parent is missing; its triggers promise none, so none is looked at twice. */
export async function orphansIn(client: pg.Client): Promise<readonly string[]> {
  const { rows: keys } = await client.query<{ name: string; query: string }>(ORPHANS);
  const orphans: string[] = [];
  for (const { name, query } of keys) {
    const { rows } = await client.query<{ count: string }>(query);
    if (rows[0]?.count !== '0') orphans.push(`${name}: ${rows[0]?.count}`);
  }
  return orphans;
}

/** For every foreign key a query that counts its orphans, written by the server from its own catalog. */
const ORPHANS = `
SELECT conname AS name, format('SELECT count(*) FROM %s c WHERE %s AND NOT EXISTS (SELECT FROM %s p WHERE %s)', conrelid::regclass, given, confrelid::regclass, alike) AS query
FROM pg_constraint, LATERAL (
  SELECT string_agg(format('c.%I IS NOT NULL', child.attname), ' AND ') AS given, string_agg(format('c.%I = p.%I', child.attname, parent.attname), ' AND ') AS alike
  FROM unnest(conkey, confkey) AS pair (child_number, parent_number)
  JOIN pg_attribute child ON child.attrelid = conrelid AND child.attnum = child_number
  JOIN pg_attribute parent ON parent.attrelid = confrelid AND parent.attnum = parent_number
) AS columns
WHERE contype = 'f'`;

/**
 * A value as the server's text. Bytes are base64 in every format but SQL. Numbers without places are told to 11 digits: a double, which is what
 * computes our generated columns, has no more for sure, and PostgreSQL writes as many zeros as its rules ask for.
 */
function textOf(field: Field, source: 'server' | 'output'): string {
  const name = sqlIdentifier(field.name);
  if (field.type === 'BINARY' && source === 'server') return `translate(encode(${name}, 'base64'), E'\\n', '')`;
  if (field.sqlType === 'numeric') return `CASE WHEN ${name} = 0 THEN '0' ELSE trim_scale(round(${name}, 11 - ceil(log(abs(${name})))::integer))::text END`;
  return `${name}::text`;
}

/** A table like another, in a schema of its own, without keys, checks or generated columns, for rows of another output. */
async function makeTwin(client: pg.Client, table: Table): Promise<string> {
  const columns = table.fields.map((field) => `${sqlIdentifier(field.name)}${field.type === 'BINARY' ? '::text' : ''}`);
  const names = table.fields.map((field) => sqlIdentifier(field.name)).join(', ');
  await client.query(`DROP SCHEMA IF EXISTS twin CASCADE; CREATE SCHEMA twin; CREATE TABLE twin.rows (${names}) AS SELECT ${columns.join(', ')} FROM ${sqlTableName(table)} WITH NO DATA`);
  return 'twin.rows';
}

/** The values, else whole rows, that one of the two has and the other has not; a few of each are enough. */
async function differences(client: pg.Client, table: Table, twin: string): Promise<readonly string[]> {
  const whole = await differing(client, table, twin, table.fields);
  const single: string[] = [];
  for (const field of whole.length === 0 ? [] : table.fields) single.push(...(await differing(client, table, twin, [field])));
  return single.length > 0 ? single : whole;
}

async function differing(client: pg.Client, table: Table, twin: string, fields: readonly Field[]): Promise<readonly string[]> {
  const [ours, theirs] = (['output', 'server'] as const).map((source) => `SELECT ROW(${fields.map((field) => textOf(field, source)).join(', ')})::text AS row FROM ${source === 'output' ? twin : sqlTableName(table)}`);
  const { rows } = await client.query<{ row: string }>(
    `(SELECT 'only in the output: ' || row AS row FROM (${ours} EXCEPT ALL ${theirs}) a LIMIT 2) UNION ALL (SELECT 'only in the server: ' || row FROM (${theirs} EXCEPT ALL ${ours}) b LIMIT 2)`,
  );
  const subject = fields.length === 1 ? `${fields[0]?.name} ${fields[0]?.sqlType} of ${table.name}` : table.name;
  return rows.map(({ row }) => `${subject}: ${row}`);
}

/** Reads the JSON output into the server by its own types, and tells where its rows differ from those that were loaded as SQL; of tables in `except` nothing. */
export async function jsonDifferences(client: pg.Client, plan: Plan, except: ReadonlySet<string> = new Set()): Promise<readonly string[]> {
  const [file] = await outputOf(plan, { format: 'JSON', compression: 'NONE' });
  const whole: unknown = JSON.parse(file?.text ?? '');
  const found: string[] = [];
  for (const table of plan.tables.filter(({ name }) => !except.has(name))) {
    const rows = Array.isArray(whole) ? whole : (whole as Readonly<Record<string, unknown>>)[table.name];
    const twin = await makeTwin(client, table);
    await client.query(`INSERT INTO ${twin} SELECT * FROM json_populate_recordset(NULL::${twin}, $1::json)`, [JSON.stringify(rows)]);
    found.push(...(await differences(client, table, twin)));
  }
  return found;
}

/** The same with the CSV output and the server's own COPY. `folder`: one that the server may read. */
export async function csvDifferences(client: pg.Client, plan: Plan, folder: string, except: ReadonlySet<string> = new Set()): Promise<readonly string[]> {
  const files = await outputOf(plan, { format: 'CSV', compression: 'NONE' });
  const found: string[] = [];
  mkdirSync(folder, { recursive: true });
  for (const [index, table] of plan.tables.entries()) {
    if (except.has(table.name)) continue;
    const twin = await makeTwin(client, table);
    const file = path.join(folder, `${index}.csv`);
    writeFileSync(file, files[index]?.text ?? '', { mode: 0o644 });
    await client.query(`COPY ${twin} FROM '${file.replaceAll("'", "''")}' WITH (FORMAT csv, HEADER match)`);
    found.push(...(await differences(client, table, twin)));
  }
  return found;
}
