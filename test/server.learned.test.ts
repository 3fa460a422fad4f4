// Examples of tables through the whole service: a CSV as a text or an upload becomes a schema, whose rows are like it, and is not kept.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startService, type Service } from './support/service.ts';

let service: Service;
before(async () => {
  service = await startService();
});
after(async () => {
  await service?.[Symbol.asyncDispose]();
});

interface Outcome {
  readonly __typename: string;
  readonly id: string;
  readonly source: string;
  readonly message: string;
  readonly issues: readonly { readonly path: readonly string[]; readonly message: string; readonly line: number | null }[];
  readonly warnings: readonly { readonly message: string }[];
  readonly tables: readonly { readonly name: string; readonly fields: readonly { readonly name: string; readonly type: string; readonly generator: { readonly summary: string } }[] }[];
  readonly rows: readonly { readonly values: Readonly<Record<string, unknown>> }[];
}

const PREVIEW = 'query($definition: SchemaDefinition!) { outcome: previewSchema(definition: $definition, rows: 50) { __typename ... on SchemaPreview { tables { name fields { name type generator { summary } } } warnings { message } rows { values } } ... on InvalidInputError { issues { path message line } } } }';
const CREATE = 'mutation($definition: SchemaDefinition!) { outcome: createSchema(input: { name: "Learned", definition: $definition }) { __typename ... on Schema { id source warnings { message } } ... on Error { message } ... on InvalidInputError { issues { path message line } } } }';
const START = 'mutation($source: SchemaSourceInput!) { outcome: startTextRun(input: { source: $source, rows: 20, engine: SAMPLER }) { __typename ... on TextJob { id input } ... on Error { message } } }';

async function outcome(query: string, variables: Record<string, unknown>): Promise<Outcome> {
  const { data, errors } = await service.ask(query, variables);
  assert(data?.['outcome'] !== undefined, JSON.stringify(errors)?.slice(0, 500));
  return data['outcome'] as Outcome; // the queries above ask for these fields
}

async function sent(name: string, body: string | Uint8Array<ArrayBuffer>, hints = {}): Promise<{ readonly file: object }> {
  const response = await fetch(`${service.base}/uploads?name=${encodeURIComponent(name)}`, { method: 'PUT', body });
  const { uploadId } = (await response.json()) as { uploadId: string };
  return { file: { source: { uploadId }, ...hints } };
}

const SECRETS = 'hunter';
const CSV = ['plan;since;price;email', ...Array.from({ length: 180 }, (_, row) => `${row % 3 === 0 ? 'pro' : 'free'};0${1 + (row % 9)}.0${1 + (row % 7)}.2025;${row % 3 === 0 ? 90 + (row % 7) : 10 + (row % 37)},50;${SECRETS}${row}@real.example`)].join('\n');

describe('an example of a table', () => {
  it('is learned from a text: its types, its values and what goes with what', async () => {
    const { tables: [table], rows, warnings } = await outcome(PREVIEW, { definition: { csv: { text: CSV } } });
    assert.deepEqual(table?.fields.map(({ name, type }) => `${name} ${type}`), ['plan STRING', 'since DATE', 'price DECIMAL', 'email STRING']);
    assert.match(table?.fields[0]?.generator.summary ?? '', /As learned: one of .*free/);
    for (const { values } of rows) {
      assert.equal(Number(values['price']) > 50, values['plan'] === 'pro', JSON.stringify(values));
      assert.match(String(values['price']), /^\d\d\.\d\d$/);
    }
    assert.ok(warnings.some(({ message }) => message.startsWith('learned from 180 rows')));
    assert.ok(!JSON.stringify([rows, table]).includes(SECRETS));
  });

  it('is learned from an upload in any encoding; the upload is removed with the schema saved', async () => {
    const definition = await sent('price list.csv', new Uint8Array(Buffer.from(`\uFEFF${CSV}`, 'utf16le')));
    assert.equal((await outcome(PREVIEW, { definition })).tables[0]?.name, 'price list');
    const schema = await outcome(CREATE, { definition });
    assert.equal(schema.source, 'CSV', schema.message);
    const again = await outcome(PREVIEW, { definition });
    assert.equal(again.__typename, 'InvalidInputError');
    assert.match(again.issues[0]?.message ?? '', /no such upload/);
    assert.equal((await outcome(START, { source: { schemaId: schema.id } })).__typename, 'TextJob');
  });

  it('is learned from a file by what is said of it: its delimiter, its header, and that a .txt file is one', async () => {
    const text = ['a,b|1', ...Array.from({ length: 20 }, (_, row) => `a,${row % 2 === 0 ? 'b' : 'c'}|2`)].join('\n');
    for (const name of ['said.csv', 'said.txt']) {
      const { tables: [table] } = await outcome(PREVIEW, { definition: await sent(name, text, { delimiter: '|', header: false }) });
      assert.equal(table?.name, 'said');
      assert.deepEqual(table?.fields.map(({ name: field, type }) => `${field} ${type}`), ['column_1 STRING', 'column_2 INTEGER']);
    }
    const { issues: [issue] } = await outcome(PREVIEW, { definition: await sent('said.csv', text, { delimiter: 'tab' }) });
    assert.deepEqual(issue?.path, ['definition', 'file', 'delimiter']);
    assert.match(issue?.message ?? '', /one character .* got "tab"; leave it out/);
  });

  it('stays out of the input of a run that is made of it at once', async () => {
    const job = await outcome(START, { source: { definition: { csv: { text: CSV, delimiter: ';' } } } });
    assert.equal(job.__typename, 'TextJob', job.message);
    assert.ok(!JSON.stringify(job).includes(SECRETS));
  });

  it('is removed with a run that is made of it at once; with a key by which the order may come again it stays a while', async () => {
    const start = 'mutation($source: SchemaSourceInput!, $key: String) { outcome: startTextRun(input: { source: $source, rows: 20, engine: SAMPLER, idempotencyKey: $key }) { __typename ... on TextJob { id } ... on Error { message } } }';
    for (const [key, after] of [[null, 'InvalidInputError'], ['once', 'SchemaPreview']] as const) {
      const definition = await sent('plans.csv', CSV);
      const job = await outcome(start, { source: { definition }, key });
      assert.equal(job.__typename, 'TextJob', job.message);
      assert.equal((await outcome(PREVIEW, { definition })).__typename, after);
      if (key !== null) assert.equal((await outcome(start, { source: { definition }, key })).id, job.id);
    }
  });

  it('is refused with its line where it is malformed, as a text and as an upload', async () => {
    const text = 'a,b\n1,2\n3\n';
    for (const [definition, path] of [[{ csv: { text } }, ['definition', 'csv']], [await sent('bad.csv', text), ['definition', 'file', 'source', 'uploadId']]] as const) {
      const { issues: [issue] } = await outcome(PREVIEW, { definition });
      assert.deepEqual(issue?.path, path);
      assert.equal(issue?.line, 3);
    }
    assert.deepEqual((await outcome(PREVIEW, { definition: { csv: { text, delimiter: 'ab' } } })).issues[0]?.path, ['definition', 'csv', 'delimiter']);
  });
});
