// The demo's run of rows: a shop of 14 tables, saved as a schema, its rows as they come, and its outputs in every format.
import { readFile } from 'node:fs/promises';
import type { Job, VerisimClient } from '../client/client.ts';
import { accepted } from '../client/failures.ts';
import { CreateSchemaDocument, SchemasDocument, StartTextRunDocument, UpdateSchemaDocument, type OutputFormat, type SchemaPartsFragment } from '../client/generated/graphql.ts';
import { cut, inColumns } from '../lib/columns.ts';
import { SEED, showOutputs, watched, type Surroundings } from './runs.ts';
import type { Screen } from './screen.ts';

const SCHEMA_NAME = 'Demo shop';
const ROWS_PER_TABLE = 2_000;
const FORMATS: readonly OutputFormat[] = ['JSON', 'CSV', 'SQL', 'ZIP'];
/** Rows shown of each table. */
const SHOWN_ROWS = 3;

export async function shopTour(surroundings: Surroundings): Promise<void> {
  const { client, screen } = surroundings;
  const schema = await saveSchema(client);
  showSchema(schema, screen);

  const outputs = FORMATS.map((format) => ({ format }));
  const { startTextRun } = await client.ask(StartTextRunDocument, { input: { source: { schemaId: schema.id }, rows: ROWS_PER_TABLE, seed: SEED, engine: 'SAMPLER', outputs } });
  const job = accepted(startTextRun);
  screen.heading(`Making ${job.progress.total.toLocaleString('en')} rows with seed ${job.seed}; the first ${SHOWN_ROWS} of each table as they come:`);
  await showOutputs(surroundings, await watched(surroundings, job, { what: 'rows', seen: showRows(client, job, schema, screen) }), 'rows');
}

/** Saves the shop, over what an earlier demo has saved. */
async function saveSchema(client: VerisimClient): Promise<SchemaPartsFragment> {
  const definition = { sql: { text: await readFile(new URL('./shop.sql', import.meta.url), 'utf8') } };
  const { schemas } = await client.ask(SchemasDocument, { search: SCHEMA_NAME });
  const earlier = schemas.edges.find(({ node }) => node.name === SCHEMA_NAME)?.node.id;
  if (earlier !== undefined) return accepted((await client.ask(UpdateSchemaDocument, { input: { id: earlier, definition } })).updateSchema);
  return accepted((await client.ask(CreateSchemaDocument, { input: { name: SCHEMA_NAME, definition } })).createSchema);
}

function showSchema({ name, revision, tables, warnings }: SchemaPartsFragment, screen: Screen): void {
  screen.heading(`Saved "${name}" (revision ${revision}, ${tables.length} tables) from src/demo/shop.sql; what each field will be:`);
  for (const table of tables) {
    const longest = Math.max(...table.fields.map((field) => field.name.length));
    screen.line(`  ${table.name}`);
    for (const field of table.fields) screen.line(`    ${field.name.padEnd(longest)}  ${cut(field.generator.summary, screen.width - longest - 6)}`);
  }
  for (const { line, message } of warnings) screen.line(`  Warning${line === null ? '' : `, line ${line}`}: ${message}`);
}

/** Shows the first rows of each table; answers how many came in all. */
async function showRows(client: VerisimClient, job: Job, schema: SchemaPartsFragment, screen: Screen): Promise<number> {
  const shown = new Map(schema.tables.map((table) => [table.name, [] as (readonly unknown[])[]]));
  let received = 0;
  for await (const { rows } of client.followRows(job.id, { maxBatch: 500 })) {
    received += rows.length;
    for (const row of rows) {
      const first = shown.get(row.table);
      if (first === undefined || first.length >= SHOWN_ROWS) continue;
      const values = row.values as Readonly<Record<string, unknown>>; // as the API describes a row's values
      first.push(Object.values(values));
      if (first.length < SHOWN_ROWS) continue;
      screen.heading(row.table);
      for (const line of inColumns(Object.keys(values), first, screen.width - 2)) screen.line(`  ${line}`);
    }
  }
  return received;
}
