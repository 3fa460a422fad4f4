// Plain lines "name: type": what they stand for, which line a fault is told with, and that a .txt file of SQL is still SQL.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { InvalidInput } from '../src/domain/errors.ts';
import { importDefinition } from '../src/domain/import/definition.ts';
import { readFileContent } from '../src/domain/import/file.ts';
import { MAX_LINES_LENGTH } from '../src/domain/import/lines.ts';
import type { Table } from '../src/domain/schema.ts';
import { cpuMsOf } from './support/cpu.ts';
import { startService, type Service } from './support/service.ts';

async function tablesOf(text: string): Promise<readonly Table[]> {
  return (await importDefinition({ kind: 'lines', text })).schema.tables;
}

async function refusal(text: string): Promise<InvalidInput> {
  const error: unknown = await importDefinition({ kind: 'lines', text }).then(() => null, (thrown: unknown) => thrown);
  assert.ok(error instanceof InvalidInput, `expected a refusal of ${text.slice(0, 80)}`);
  return error;
}

const SHOP = `# What the shop sells.
id: int
Product name: string(40)   # as on the label
colour: ["red", "#fff", null]

[customers]
// who buys
id: uuid
e-mail: email?
"odd: name": decimal(10,2)
`;

describe('lines', () => {
  it('are the fields of tables, with shorthand types, lists and descriptions', async () => {
    const [data, customers, ...others] = await tablesOf(SHOP);
    assert.equal(others.length, 0);
    assert.deepEqual([data?.name, data?.primaryKey, data?.fields.map(({ name, type }) => [name, type])], ['data', ['id'], [['id', 'INTEGER'], ['Product name', 'STRING'], ['colour', 'STRING']]]);
    assert.deepEqual([data?.fields[1]?.maxLength, data?.fields[1]?.description, data?.fields[2]?.nullable], [40, 'as on the label', true]);
    assert.deepEqual(data?.fields[2]?.generator?.kind === 'category' && data.fields[2].generator.values.map(({ value }) => value), ['red', '#fff']);
    assert.deepEqual([customers?.name, customers?.primaryKey, customers?.fields.map(({ name, type, nullable }) => [name, type, nullable])], ['customers', ['id'], [['id', 'UUID', false], ['e-mail', 'STRING', true], ['odd: name', 'DECIMAL', false]]]);
  });

  it('are what people write: ranges, choices, sizes, marks, bullets, ends and comments', async () => {
    const [table] = await tablesOf('- id: int,\n* age: int 18..90;\nshare: 0..1.5 // of all\nstate: new|paid | sent\nlevel: 1|2|3\nprice: decimal(10,2) 0.5..99\ncost: numeric(8, 3)\nborn: date 2000-01-01..2010-12-31\nopen: time 08:00:00..18:00:00\nnote?: string(20)\nemail: email unique not null\nat: timestamp with time zone?\n');
    const shown = table?.fields.map(({ name, type, nullable, precision, scale, maxLength, generator }) => [name, `${type}${nullable ? '?' : ''}`, precision ?? maxLength, scale, generator?.kind]);
    assert.deepEqual(shown, [
      ['id', 'INTEGER', undefined, undefined, undefined], ['age', 'INTEGER', undefined, undefined, 'integer'], ['share', 'FLOAT', undefined, undefined, 'float'], ['state', 'STRING', undefined, undefined, 'category'], ['level', 'INTEGER', undefined, undefined, 'category'],
      ['price', 'DECIMAL', 10, 2, 'decimal'], ['cost', 'DECIMAL', 8, 3, undefined], ['born', 'DATE', undefined, undefined, 'date'], ['open', 'TIME', undefined, undefined, 'time'], ['note', 'STRING?', 20, undefined, undefined], ['email', 'STRING', undefined, undefined, 'semantic'], ['at', 'DATETIME?', undefined, undefined, undefined],
    ]);
    assert.deepEqual([table?.primaryKey, table?.uniqueKeys, table?.fields[2]?.description], [['id'], [['email']], 'of all']);
    const { issues } = await refusal('a: int 9..1\nb: string 1..2\nc: a||b\nd: date 2000-13-01..2001-01-01\n');
    assert.deepEqual(issues.map(({ line }) => line), [1, 2, 3]);
    assert.equal((await refusal('a: int\nd: date 2000-13-01..2001-01-01')).issues[0]?.line, 2);
  });

  it('are refused with the line of every fault', async () => {
    const { issues } = await refusal('id: int\n\nname: strnig\njust words\n[]\nlist: [1, \nok: date\n: int\nx:\n');
    assert.deepEqual(issues.map(({ line, path }) => [line, path]), [3, 4, 5, 6, 8, 9].map((line) => [line, ['lines']]));
    for (const { line, message } of issues) assert.ok(message.startsWith(`line ${line}: `), message);
  });

  it('are refused with the line where the schema that they make is at fault', async () => {
    const twice = await refusal('a: int\nb: int\na: text');
    assert.deepEqual([twice.issues[0]?.line, twice.issues[0]?.path], [3, ['lines']]);
    const empty = await refusal('a: int\n[orders]\n');
    assert.deepEqual([empty.issues[0]?.line, /no fields/.test(empty.message)], [2, true]);
    for (const nothing of ['', '\n\n# only words\n']) assert.match((await refusal(nothing)).message, /at least one line/);
  });

  it('are any text, and the answer is a schema or a refusal', async () => {
    const part = fc.constantFrom('id', ':', ' ', '"', '[', ']', '#', 'int', '?', '(4)', ',', '\n', '\\', '__proto__', 'null', '\r\n', '-');
    await fc.assert(fc.asyncProperty(fc.array(part, { maxLength: 24 }), async (parts) => {
      try {
        await tablesOf(parts.join(''));
      } catch (error) {
        assert.ok(error instanceof InvalidInput, String(error));
      }
    }));
  });

  it('of any length are answered soon', async () => {
    const texts = [`a${' '.repeat(MAX_LINES_LENGTH - 1)}`, `[${'['.repeat(MAX_LINES_LENGTH - 1)}`, 'x\n'.repeat(MAX_LINES_LENGTH / 2), `a: [${'"b",'.repeat(200_000)}]`, `a: nothing ${'#'.repeat(900_000)}`, 'x'.repeat(MAX_LINES_LENGTH + 1)];
    const tookMs = await cpuMsOf(async () => {
      for (const text of texts) await refusal(text);
    });
    assert.ok(tookMs < 20_000, `${tookMs} ms`); // quadratic would be hours
  });
});

describe('a .txt file', () => {
  const kindOf = async (text: string, size = text.length): Promise<string> => {
    const bytes = Buffer.from(text);
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
    return (await readFileContent('wanted.TXT', pieces)).kind;
  };

  it('is lines where its first line is one, else SQL, however it comes in pieces', async () => {
    for (const size of [1, 7, 1_000_000]) {
      for (const text of [SHOP, 'id: int', '\ufeffid: int\r\nname: text', '\n\n[orders]\nid: int']) assert.equal(await kindOf(text, size), 'lines', text);
      for (const text of ['-- a: int\nCREATE TABLE a (id int);', 'CREATE TABLE "a: b" (id int);', 'insert into a values (1); -- a: b', '', '\n']) assert.equal(await kindOf(text || ' ', size), 'sql', text);
    }
  });

  it('of lines without end is refused before it is all read', async () => {
    let read = 0;
    const endless = function* (): Generator<Uint8Array> {
      for (; read < 1_000; read++) yield Buffer.from('id: int\n'.repeat(10_000));
    };
    await assert.rejects(readFileContent('a.txt', endless()), /at most/);
    assert.ok(read < 50, `${read} pieces`);
  });
});

describe('lines through the API', () => {
  let service: Service;
  before(async () => {
    service = await startService();
  });
  after(async () => {
    await service?.[Symbol.asyncDispose]();
  });

  const PREVIEW = 'query($definition: SchemaDefinition!) { outcome: previewSchema(definition: $definition, rows: 3) { ... on SchemaPreview { tables { name } rows { values } } ... on InvalidInputError { issues { path message line } } } }';

  async function uploaded(text: string): Promise<object> {
    const response = await fetch(`${service.base}/uploads?name=wanted.txt`, { method: 'PUT', body: text });
    const { uploadId } = (await response.json()) as { uploadId: string };
    return { file: { source: { uploadId } } };
  }

  it('make the same rows as a text and as a file', async () => {
    const answers = [await service.ask(PREVIEW, { definition: { lines: SHOP } }), await service.ask(PREVIEW, { definition: await uploaded(SHOP) })];
    const [text, file] = answers.map(({ data }) => data?.['outcome'] as { tables: { name: string }[]; rows: unknown[] });
    assert.deepEqual(text?.tables, [{ name: 'data' }, { name: 'customers' }]);
    assert.equal(text?.rows.length, 6);
    assert.deepEqual(file, text);
  });

  it('tell a fault with its line, wherever they came from', async () => {
    for (const [definition, path] of [[{ lines: 'a: int\nb: strnig' }, ['definition', 'lines']], [await uploaded('a: int\nb: strnig'), ['definition', 'file', 'source', 'uploadId']]] as const) {
      const { data } = await service.ask(PREVIEW, { definition });
      const outcome = data?.['outcome'] as { issues: { path: string[]; line: number; message: string }[] } | undefined;
      assert.deepEqual(outcome?.issues.map(({ path: place, line }) => [place, line]), [[path, 2]]);
    }
  });

  it('of a file are shown again as a text with the run', async () => {
    const { data } = await service.ask('mutation($definition: SchemaDefinition!) { run: startTextRun(input: { source: { definition: $definition }, rows: 2, engine: SAMPLER, outputs: [] }) { ... on TextJob { input } ... on Error { message } } }', { definition: await uploaded('a: int') });
    const run = data?.['run'] as { input: { source: { definition: unknown } } } | undefined;
    assert.deepEqual(run?.input.source.definition, { lines: 'a: int' });
  });

  it('are saved', async () => {
    const { data } = await service.ask('mutation { saved: createSchema(input: { name: "Lines", definition: { lines: "a: int" } }) { ... on Schema { source tables { name } } } }');
    assert.deepEqual(data?.['saved'], { source: 'FIELDS', tables: [{ name: 'data' }] });
  });
});
