// Schemas from plain words over the whole service, with a made-up model that writes noise: whatever it says, the schema is valid, ordinary and the
// same again, its rows load into PostgreSQL; and what cannot be planned is said.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { freezePlan } from '../src/domain/freeze.ts';
import { MAX_PLANNED_COLUMNS, MAX_PLANNED_TABLES, MAX_PARENTS } from '../src/domain/planning/questions.ts';
import { REFERENCE_INSTANT } from '../src/domain/plan.ts';
import type { DataSchema, FieldType } from '../src/domain/schema.ts';
import { sqlIdentifier, sqlTableName } from '../src/domain/sql-identifiers.ts';
import { validateSchema } from '../src/domain/validate.ts';
import { ModelStore } from '../src/engines/models/store.ts';
import { TextEngines } from '../src/engines/text/engines.ts';
import { MAX_PLANNED_LENGTH } from '../src/jobs/model-planning.ts';
import { SchemaPlanner } from '../src/jobs/schema-planner.ts';
import { WorkThreads } from '../src/jobs/threads.ts';
import { atOnce } from '../src/lib/at-once.ts';
import { countOf, loadSql, orphansIn } from './support/loading.ts';
import { MODEL, modelFolder, type ModelFolder } from './support/made-up-models.ts';
import { SILENT, startTestPostgres, temporaryFolder } from './support/postgres.ts';
import { finished, startService, type Service } from './support/service.ts';

const THINGS = ['customers', 'prescriptions', 'ships', 'libraries with loans', 'sensor readings', 'café orders', 'flights', 'a "quoted" thing', '患者', 'games and players'];
const DESCRIPTIONS = Array.from({ length: 30 }, (_, index) => `${['online', 'small', 'old'][index % 3]} place number ${index} with ${THINGS[index % 10]} and ${THINGS[(index * 3 + 1) % 10]}`);
/** Of the descriptions, those whose rows are loaded. */
const LOADED = 6;
const AT_ONCE = 6;
const ROWS = 40;

let models: ModelFolder;
before(async () => {
  models = await modelFolder({});
});
after(() => models[Symbol.dispose]());

describe('thirty descriptions and a model that writes noise', () => {
  const folder = temporaryFolder();
  const stack = new AsyncDisposableStack();
  const schemas: DataSchema[] = [];
  let planner: SchemaPlanner;
  before(async () => {
    const threads = stack.use(await WorkThreads.open({ data: { storage: { folder: folder.path, floorBytes: 0 } }, places: 0 }));
    const store = new ModelStore({ folder: models.path, floorBytes: 0 });
    const locate = async (id: string) => (await store.installed(id))?.path ?? assert.fail(id);
    const engines = stack.use(new TextEngines({ device: 'cpu', threads: 1, contextTokens: 2_048, idleMs: 600_000, remote: null, log: SILENT, locate }));
    planner = new SchemaPlanner({ models: { standard: async () => MODEL, require: async () => {} }, engines, threads });
    schemas.push(...(await atOnce(DESCRIPTIONS, AT_ONCE, async (description) => (await planner.plan(description, {})).schema)));
  });
  after(async () => {
    await stack.disposeAsync();
    folder[Symbol.dispose]();
  });

  it('give valid schemas, each within its bounds and unlike the others', () => {
    for (const schema of schemas) {
      assert.deepEqual(validateSchema(schema), []);
      assert(schema.tables.length >= 1 && schema.tables.length <= MAX_PLANNED_TABLES);
      for (const { fields, primaryKey } of schema.tables) {
        assert(fields.length >= 2 && fields.length <= 1 + MAX_PARENTS + MAX_PLANNED_COLUMNS, String(fields.length));
        assert.deepEqual(primaryKey, ['id']);
        assert(fields.every(({ generator }) => generator !== undefined));
      }
    }
    assert.equal(new Set(schemas.map((schema) => JSON.stringify(schema))).size, schemas.length);
    assert(schemas.some(({ tables }) => tables.some(({ foreignKeys }) => foreignKeys.length > 0)), 'some hang together');
    assert(new Set(schemas.flatMap(({ tables }) => tables.flatMap(({ fields }) => fields.map(({ type }) => type)))).size > 8, 'of many types');
  });

  it('give the same schema for the same words, in whatever company', async () => {
    for (const index of [0, AT_ONCE - 1, 2 * AT_ONCE]) assert.deepEqual((await planner.plan(DESCRIPTIONS[index] ?? '', {})).schema, schemas[index]);
  });

  it('give rows that load into PostgreSQL, with their foreign keys', async () => {
    await using server = await startTestPostgres();
    const client = new pg.Client(server.connection);
    await client.connect();
    try {
      for (const schema of schemas.toSorted((a, b) => links(b) - links(a)).slice(0, LOADED)) {
        const { plan } = freezePlan({ schema, rows: ROWS, rowsPerTable: {}, seed: 1, reference: REFERENCE_INSTANT, maxRows: 1_000_000 });
        await client.query(`DROP SCHEMA public CASCADE; CREATE SCHEMA public; SET TimeZone = 'UTC'; ${ddlOf(schema)}`);
        await loadSql(client, plan);
        for (const table of plan.tables) assert.equal(await countOf(client, table), ROWS);
        assert.deepEqual(await orphansIn(client), []);
      }
    } finally {
      await client.end();
    }
  });
});

function links({ tables }: DataSchema): number {
  return tables.reduce((sum, { foreignKeys }) => sum + foreignKeys.length, 0);
}

const SQL_TYPES: Readonly<Record<FieldType, string>> = {
  STRING: 'text', TEXT: 'text', INTEGER: 'bigint', FLOAT: 'double precision', DECIMAL: 'numeric', BOOLEAN: 'boolean', DATE: 'date', TIME: 'time', DATETIME: 'timestamptz', UUID: 'uuid', JSON: 'jsonb', BINARY: 'bytea',
};

function ddlOf({ tables }: DataSchema): string {
  const made = tables.map((table) => `CREATE TABLE ${sqlTableName(table)} (${table.fields.map(({ name, type, nullable }) => `${sqlIdentifier(name)} ${SQL_TYPES[type]}${nullable ? '' : ' NOT NULL'}`).join(', ')}, PRIMARY KEY (id));`);
  const linked = tables.flatMap((table) => table.foreignKeys.map((key) => `ALTER TABLE ${sqlTableName(table)} ADD FOREIGN KEY (${key.fields.map(sqlIdentifier).join(', ')}) REFERENCES ${sqlTableName({ name: key.table })} (${key.references.map(sqlIdentifier).join(', ')});`));
  return [...made, ...linked].join('\n');
}

const SHOWN = '__typename ... on Error { message } ... on ModelUnavailableError { model } ... on InvalidInputError { issues { path } }';
const CREATE = `mutation($input: CreateSchemaInput!) { outcome: createSchema(input: $input) { ${SHOWN} ... on Schema { id source revision warnings { message } tables { name fields { name } } } } }`;
const UPDATE = `mutation($input: UpdateSchemaInput!) { outcome: updateSchema(input: $input) { ${SHOWN} ... on Schema { id source revision warnings { message } tables { name fields { name } } } } }`;
const PREVIEW = `query($definition: SchemaDefinition!) { outcome: previewSchema(definition: $definition, rows: 2) { ${SHOWN} ... on SchemaPreview { warnings { message } tables { name fields { name } } rows { table } } } }`;
const START = `mutation($input: TextRunInput!) { outcome: startTextRun(input: $input) { ${SHOWN} ... on TextJob { id warnings input } } }`;

interface Outcome {
  readonly __typename: string;
  readonly id: string;
  readonly source: string;
  readonly revision: number;
  readonly message: string;
  readonly model: string;
  readonly issues: readonly { readonly path: readonly string[] }[];
  readonly warnings: readonly { readonly message: string }[];
  readonly tables: readonly { readonly name: string; readonly fields: readonly unknown[] }[];
  readonly rows: readonly unknown[];
  readonly input: { readonly source: unknown };
}

async function outcome(service: Service, query: string, variables: object): Promise<Outcome> {
  const { data, errors } = await service.ask(query, { ...variables });
  assert(data?.['outcome'] != null, JSON.stringify(errors)?.slice(0, 500));
  return data['outcome'] as Outcome; // the queries above ask for these fields
}

/** The same words by every way in, each with the path under which its faults stand. */
function ways(description: string, id: string): readonly (readonly [string, string, object, readonly string[]])[] {
  const definition = { description };
  return [
    ['createSchema', CREATE, { input: { name: 'Planned', definition } }, ['definition', 'description']],
    ['updateSchema', UPDATE, { input: { id, definition } }, ['definition', 'description']],
    ['previewSchema', PREVIEW, { definition }, ['definition', 'description']],
    ['startTextRun', START, { input: { source: { definition }, rows: 3, engine: 'SAMPLER' } }, ['source', 'definition', 'description']],
  ];
}

async function savedId(service: Service): Promise<string> {
  return (await outcome(service, CREATE, { input: { name: 'One', definition: { shorthand: { a: 'int' } } } })).id;
}

describe('a description at the API', () => {
  const [words = ''] = DESCRIPTIONS;
  let service: Service;
  before(async () => {
    service = await startService(models.environment);
  });
  after(() => service[Symbol.asyncDispose]());

  it('becomes the same ordinary schema by every way in, which says who planned it', async () => {
    const id = await savedId(service);
    const [create, update, preview, start] = await Promise.all(ways(words, id).map(([, query, variables]) => outcome(service, query, variables)));
    assert.equal(create?.__typename, 'Schema', create?.message);
    assert.deepEqual([create?.source, create?.revision, update?.source, update?.revision], ['DESCRIPTION', 1, 'DESCRIPTION', 2]);
    for (const one of [create, update, preview]) assert.match(one?.warnings[0]?.message ?? '', new RegExp(`planned from its description by the model ${MODEL}`));
    assert.deepEqual([update?.tables, preview?.tables], [create?.tables, create?.tables]);
    assert.equal(preview?.rows.length, 2 * (create?.tables.length ?? 0));
    assert.match(String(start?.warnings[0]), /planned from its description/);
    assert.deepEqual(start?.input.source, { definition: { description: words } });
    const job = await finished(service, start?.id ?? '');
    assert.equal(job['status'], 'COMPLETED', JSON.stringify(job['failure']));
    assert.deepEqual(job['progress'], { done: 3 * (create?.tables.length ?? 0), total: 3 * (create?.tables.length ?? 0), percent: 100 });
    const changed = await outcome(service, UPDATE, { input: { id: create?.id ?? '', definition: { shorthand: { a: 'int' } } } });
    assert.deepEqual([changed.source, changed.revision, changed.warnings], ['FIELDS', 2, []]);
  });

  it('is refused where it is too long, with the limit', async () => {
    for (const [way, query, variables, at] of ways('word '.repeat(20_000), await savedId(service))) {
      const { __typename, message, issues } = await outcome(service, query, variables);
      assert.deepEqual([way, __typename, issues[0]?.path], [way, 'InvalidInputError', at]);
      assert(message.includes(`1 to ${MAX_PLANNED_LENGTH} characters`) && message.includes('100000'), message);
    }
  });

  it('names the model that is to plan it, for a run', async () => {
    const { __typename, model } = await outcome(service, START, { input: { source: { definition: { description: words } }, rows: 3, model: 'another' } });
    assert.deepEqual([__typename, model], ['ModelUnavailableError', 'another']);
  });
});

describe('a description where no model is', () => {
  it('is refused by every way in, with the command that gets one', async () => {
    await using service = await startService();
    for (const [way, query, variables] of ways('a shop', await savedId(service))) {
      const { __typename, message, model } = await outcome(service, query, variables);
      assert.deepEqual([way, __typename], [way, 'ModelUnavailableError']);
      assert(message.includes(`npm run models -- pull ${model}`), message);
    }
  });
});
