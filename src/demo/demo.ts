// `npm run demo`: starts the service, saves the shop's schema, starts a run, shows it as it goes, says where the outputs lie, and stops the
// service. Exit 0; 1 with a message where anything fails; 130 on Ctrl-C. An ordinary client: it knows the service by its API alone.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { VerisimClient, type Job } from '../client/client.ts';
import { accepted } from '../client/failures.ts';
import { CreateSchemaDocument, SchemasDocument, StartTextRunDocument, UpdateSchemaDocument, type OutputFormat, type SchemaPartsFragment } from '../client/generated/graphql.ts';
import { cut, inColumns, sizeText } from '../lib/columns.ts';
import { messageOf } from '../lib/message.ts';
import { Screen } from './screen.ts';
import { aborted, startService } from './service.ts';

const SCHEMA_NAME = 'Demo shop';
const ROWS_PER_TABLE = 2_000;
/** Fixed, so that every demo makes the same data. */
const SEED = 2026;
const FORMATS: readonly OutputFormat[] = ['JSON', 'CSV', 'SQL', 'ZIP'];
/** Rows shown of each table. */
const SHOWN_ROWS = 3;

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort(new Error('Stopped.')));
try {
  await demo(interrupted.signal);
} catch (error) {
  console.error(`\n${messageOf(error)}`);
  process.exitCode = interrupted.signal.aborted ? 130 : 1;
}

async function demo(signal: AbortSignal): Promise<void> {
  using screen = new Screen();
  screen.line('Starting the service on its embedded database; the first start takes some seconds ...');
  await using service = await startService(signal);
  screen.line(`Verisim ready at ${service.address}`);
  await using client = new VerisimClient({ address: service.address });
  await Promise.race([tour(client, service.dataFolder, screen), service.failed, aborted(signal)]);
}

async function tour(client: VerisimClient, dataFolder: string, screen: Screen): Promise<void> {
  const schema = await saveSchema(client);
  showSchema(schema, screen);

  const outputs = FORMATS.map((format) => ({ format }));
  const { startTextRun } = await client.ask(StartTextRunDocument, { input: { source: { schemaId: schema.id }, rows: ROWS_PER_TABLE, seed: SEED, engine: 'SAMPLER', outputs } });
  const job = accepted(startTextRun);
  screen.heading(`Making ${job.progress.total.toLocaleString('en')} rows with seed ${job.seed}; the first ${SHOWN_ROWS} of each table as they come:`);
  for (const warning of job.warnings) screen.line(`  Note: ${warning}`);

  const [ended, received] = await Promise.all([watchProgress(client, job, screen), watchRows(client, job, schema, screen)]);
  screen.endProgress();
  if (ended.status !== 'COMPLETED') throw new Error(`The run ended as ${ended.status}: ${ended.failure?.message ?? 'without a reason'}`);
  if (received !== ended.progress.total) throw new Error(`${received} rows came over the socket, expected ${ended.progress.total}.`);
  await showOutputs(ended, dataFolder, screen);
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

async function watchProgress(client: VerisimClient, job: Job, screen: Screen): Promise<Job> {
  let last = job;
  for await (const now of client.followProgress(job.id)) {
    last = now;
    screen.progress(now);
  }
  return last;
}

/** Shows the first rows of each table; answers how many came in all. */
async function watchRows(client: VerisimClient, job: Job, schema: SchemaPartsFragment, screen: Screen): Promise<number> {
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

async function showOutputs(job: Job, dataFolder: string, screen: Screen): Promise<void> {
  const folder = join(dataFolder, job.outputPath);
  const names = (await readdir(folder)).toSorted();
  const longest = Math.max(...names.map((name) => name.length));
  const seconds = (Date.parse(job.finishedAt ?? '') - Date.parse(job.startedAt ?? '')) / 1_000;
  screen.heading(`${job.progress.total.toLocaleString('en')} rows in ${seconds.toFixed(1)} s, with every output. They lie in`);
  screen.line(`  ${folder}`);
  for (const name of names) screen.line(`    ${name.padEnd(longest)}  ${sizeText((await stat(join(folder, name))).size).padStart(9)}`);
}
