// Runs over a schema that has every kind of key, for tests of jobs: started by the client, followed to their ends, their files read back and
// compared byte by byte.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { accepted } from '../../src/client/failures.ts';
import type { Job, VerisimClient } from '../../src/client/client.ts';
import { JobDocument, StartTextRunDocument, type TextRunInput } from '../../src/client/generated/graphql.ts';

/** A cycle (team, member), a self-reference, a junction, unique texts, checks, and a table that is long enough for several parts. */
export const CLUB_SQL = `
CREATE TABLE skill (id uuid PRIMARY KEY, name varchar(60) NOT NULL UNIQUE);
CREATE TABLE team (id serial PRIMARY KEY, name varchar(60) NOT NULL, lead_id integer);
CREATE TABLE member (
  id serial PRIMARY KEY,
  team_id integer NOT NULL REFERENCES team (id),
  mentor_id integer REFERENCES member (id),
  full_name varchar(80) NOT NULL,
  email varchar(120) NOT NULL UNIQUE,
  joined date NOT NULL,
  left_on date,
  salary numeric(10, 2) NOT NULL CHECK (salary > 0),
  CHECK (left_on IS NULL OR left_on > joined)
);
ALTER TABLE team ADD FOREIGN KEY (lead_id) REFERENCES member (id);
CREATE TABLE member_skill (
  member_id integer REFERENCES member (id),
  skill_id uuid REFERENCES skill (id),
  level integer NOT NULL CHECK (level BETWEEN 1 AND 5),
  PRIMARY KEY (member_id, skill_id)
);
CREATE TABLE reading (
  id bigserial PRIMARY KEY,
  member_id integer NOT NULL REFERENCES member (id),
  value double precision NOT NULL CHECK (value >= 0),
  taken_at timestamptz NOT NULL
);`;

/** Foreign keys of CLUB_SQL: [table, field, parent]; each parent's key is its `id`. */
export const CLUB_LINKS = [
  ['team', 'lead_id', 'member'],
  ['member', 'team_id', 'team'],
  ['member', 'mentor_id', 'member'],
  ['member_skill', 'member_id', 'member'],
  ['member_skill', 'skill_id', 'skill'],
  ['reading', 'member_id', 'member'],
] as const;

/** Every format, and every compression. */
export const EVERY_FORMAT: NonNullable<TextRunInput['outputs']> = [
  { format: 'JSON' },
  { format: 'JSONL', compression: 'ZSTD' },
  { format: 'CSV' },
  { format: 'SQL', compression: 'GZIP' },
  { format: 'PARQUET', compression: 'ZSTD' },
  { format: 'ZIP' },
];

/** The input of a run over CLUB_SQL: `rows` of each table but those named in `counts`. */
export function clubRun({ rows = 500, counts = {}, ...more }: Partial<TextRunInput> & { readonly counts?: Readonly<Record<string, number>> } = {}): TextRunInput {
  const rowsPerTable = Object.entries(counts).map(([table, own]) => ({ table, rows: own }));
  return { source: { definition: { sql: { text: CLUB_SQL } } }, rows, rowsPerTable, engine: 'SAMPLER', seed: 11, ...more };
}

export async function startRun(client: VerisimClient, input: TextRunInput): Promise<Job> {
  return accepted((await client.ask(StartTextRunDocument, { input })).startTextRun);
}

export async function jobOf(client: VerisimClient, id: string): Promise<Job> {
  const { job } = await client.ask(JobDocument, { id });
  assert(job !== null && job !== undefined, `no job ${id}`);
  return job;
}

/** Follows the job until what is looked for is seen; answers the job as it was then. Fails where it ends without. */
export async function seen(client: VerisimClient, id: string, what: (job: Job) => boolean): Promise<Job> {
  let last: Job | undefined;
  for await (const job of client.followProgress(id)) {
    last = job;
    if (what(job)) return job;
  }
  throw new Error(`job ${id} ended otherwise: ${JSON.stringify(last)}`);
}

/** Follows the job to its end; fails unless that is `status`. */
export async function ended(client: VerisimClient, id: string, status: Job['status'] = 'COMPLETED'): Promise<Job> {
  let last: Job | undefined;
  for await (const job of client.followProgress(id)) last = job;
  assert.equal(last?.status, status, JSON.stringify(last));
  return last;
}

/** Is it at work, with rows of the table (left out: of any) made and others still to be made? */
export function underWay(job: Job, table?: string): boolean {
  const { done, total } = table === undefined ? job.progress : (job.progress.tables.find((one) => one.table === table) ?? { done: 0, total: 0 });
  return job.status === 'RUNNING' && done > 0 && done < total;
}

/** SHA-256 of every file of a job's folder, by name. Fails where one is not what the job and its manifest say. */
export function filesOf(folder: string, job: Job): Readonly<Record<string, string>> {
  const own = path.join(folder, job.outputPath);
  const hashes = Object.fromEntries(readdirSync(own).sort().map((name) => [name, createHash('sha256').update(readFileSync(path.join(own, name))).digest('hex')]));
  const manifest = JSON.parse(textOf(folder, job, 'manifest.json')) as { readonly partial: boolean; readonly files: readonly { readonly fileName: string; readonly sha256: string }[] };
  assert.equal(manifest.partial, job.partial);
  for (const listed of [job.outputs, manifest.files]) {
    assert.deepEqual(Object.fromEntries(listed.map(({ fileName, sha256 }) => [fileName, sha256])), Object.fromEntries(Object.entries(hashes).filter(([name]) => !['manifest.json', 'report.json', 'schema.json', 'specification.json'].includes(name))));
  }
  return hashes;
}

export function textOf(folder: string, job: Pick<Job, 'outputPath'>, name: string): string {
  return readFileSync(path.join(folder, job.outputPath, name), 'utf8');
}

export type ClubRow = Readonly<Record<string, string | number | null>>;

/** The rows of a job's data.json, by table. */
export function rowsInJson(folder: string, job: Pick<Job, 'outputPath'>): Readonly<Record<string, readonly ClubRow[]>> {
  return JSON.parse(textOf(folder, job, 'data.json')) as Readonly<Record<string, readonly ClubRow[]>>;
}

/** Fails where a foreign key leads nowhere, or a primary key comes twice. */
export function assertNoOrphans(rows: Readonly<Record<string, readonly ClubRow[]>>): void {
  const ids = Object.fromEntries(Object.entries(rows).map(([table, own]) => [table, new Set(own.map((row) => row['id']))]));
  for (const [table, own] of Object.entries(rows)) if (own[0] !== undefined && 'id' in own[0]) assert.equal(ids[table]?.size, own.length, `${table}.id`);
  for (const [table, field, parent] of CLUB_LINKS) {
    const lost = (rows[table] ?? []).filter((row) => row[field] !== null && !ids[parent]?.has(row[field]));
    assert.deepEqual(lost.slice(0, 3), [], `${table}.${field} leads nowhere`);
  }
}
