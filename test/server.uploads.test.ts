// Files as definitions, through the whole service: dumps that are far larger than what is left of them, files of other kinds, and where
// what is wrong with a file is said to be.
import assert from 'node:assert/strict';
import { ReadableStream, TextEncoderStream } from 'node:stream/web';
import { after, before, describe, it } from 'node:test';
import { cpuMsOf } from './support/cpu.ts';
import { startService, type Answer, type Service } from './support/service.ts';

const MB = 1_000_000;
const DUMP_BYTES = 60 * MB;
/** Of all threads together. */
const MOST_CPU_MS = 30_000;
/** More than a few pieces and the threads' own heaps, and less than the dump would take as a text. */
const MOST_GROWTH_BYTES = 400 * MB;

let service: Service;
before(async () => {
  service = await startService();
});
after(async () => {
  await service?.[Symbol.asyncDispose]();
});

interface Outcome {
  readonly tables?: readonly { readonly name: string }[];
  readonly issues?: readonly { readonly path: readonly string[]; readonly message: string; readonly line: number | null }[];
}

const PREVIEW = 'query($file: FileInput!) { outcome: previewSchema(definition: { file: { source: $file } }, rows: 1) { ... on SchemaPreview { tables { name } } ... on InvalidInputError { issues { path message line } } } }';

async function sent(name: string, body: string | ReadableStream<Uint8Array>): Promise<string> {
  const request = { method: 'PUT', body, duplex: 'half' } as RequestInit; // fetch takes Node's streams, but its types are the browser's
  const response = await fetch(`${service.base}/uploads?name=${encodeURIComponent(name)}`, request);
  const { uploadId } = (await response.json()) as { uploadId: string };
  assert.equal(response.status, 201);
  return uploadId;
}

async function previewed(name: string, body: string | ReadableStream<Uint8Array>): Promise<Outcome> {
  const { data, errors } = await service.ask(PREVIEW, { file: { uploadId: await sent(name, body) } });
  assert(data?.['outcome'] !== undefined, JSON.stringify(errors));
  return data['outcome'] as Outcome; // the query above asks for these fields
}

async function previewedPart(name: string, text: string): Promise<Outcome> {
  const form = new FormData();
  form.set('operations', JSON.stringify({ query: PREVIEW.replace('$file: FileInput!', '$file: File').replace('source: $file', 'source: { file: $file }'), variables: { file: null } }));
  form.set('map', JSON.stringify({ 0: ['variables.file'] }));
  form.set('0', new File([text], name));
  const answer = (await (await fetch(`${service.base}/graphql`, { method: 'POST', body: form })).json()) as { data: { outcome: Outcome } };
  return answer.data.outcome;
}

const COPY_LINE = `${'4711\tit\'s; a row (of many)\t2026-11-20 10:30:00\t\\N\n'.repeat(1_000)}`;
const INSERT_LINE = `INSERT INTO item VALUES ${"(4711, 'it''s; a row', E'\\\\'), ".repeat(500)}(1, '', '');\n`;

/** A dump of two tables with rows between, made as it is read. */
function dump(bytes: number, last: string): ReadableStream<Uint8Array> {
  const pieces = function* (): Generator<string> {
    yield 'CREATE TABLE item (id int PRIMARY KEY, note text, at timestamp);\n\nCOPY public.item (id, note, at, x) FROM stdin;\n';
    for (let made = 0; made < bytes / 2; made += COPY_LINE.length) yield COPY_LINE;
    yield '\\.\n\n';
    for (let made = 0; made < bytes / 2; made += INSERT_LINE.length) yield INSERT_LINE;
    yield last;
  };
  return ReadableStream.from(pieces()).pipeThrough(new TextEncoderStream());
}

describe('a dump with its data', () => {
  it('that is larger than a request may be becomes a schema, in bounded time and memory', async () => {
    const id = await sent('dump.sql', dump(DUMP_BYTES, 'CREATE TABLE sold (id int REFERENCES item);\n'));
    const rss = process.memoryUsage.rss();
    let answer: Answer | undefined;
    const tookMs = await cpuMsOf(async () => (answer = await service.ask(PREVIEW, { file: { uploadId: id } })));
    assert(tookMs < MOST_CPU_MS, `${tookMs} ms`);
    const grownBytes = process.memoryUsage.rss() - rss;
    assert(grownBytes < MOST_GROWTH_BYTES, `${grownBytes} bytes`);
    assert.deepEqual((answer?.data?.['outcome'] as Outcome | undefined)?.tables, [{ name: 'item' }, { name: 'sold' }]);
  });

  it('has its faults at their lines, and at the file', async () => {
    const { issues } = await previewed('dump.sql', dump(MB, 'CREATE TABLE sold (id int REFERENCES item;\n'));
    const rows = Math.ceil(MB / 2 / COPY_LINE.length) * 1_000;
    const inserts = Math.ceil(MB / 2 / INSERT_LINE.length);
    assert.deepEqual(issues?.[0]?.path, ['definition', 'file', 'source', 'uploadId']);
    assert.equal(issues?.[0]?.line, 3 + rows + 2 + inserts + 1);
  });

  it('can be run as well, and given again by the input of its job', async () => {
    const uploadId = await sent('dump.sql', dump(MB, ''));
    const { data } = await service.ask('mutation($id: ID!) { run: startTextRun(input: { source: { definition: { file: { source: { uploadId: $id } } } }, rows: 3, outputs: [] }) { ... on TextJob { input } ... on Error { message } } }', { id: uploadId });
    const run = data?.['run'] as { input: { source: { definition: { sql: { text: string } } } } } | undefined;
    assert.match(run?.input.source.definition.sql.text ?? '', /^CREATE TABLE item [^;]*;\n\n$/);
  });
});

describe('a file as a definition', () => {
  it('of another kind is refused by its name, however it came', async () => {
    for (const name of ['x.png', 'x.csv.gz', 'x']) {
      const text = 'CREATE TABLE a (id int);';
      for (const [outcome, place] of [[await previewed(name, text), 'uploadId'], [await previewedPart(name, text), 'file']] as const) {
        assert.deepEqual(outcome.issues?.[0]?.path, ['definition', 'file', 'source', place], name);
        assert.match(outcome.issues?.[0]?.message ?? '', /expected a \.sql or \.txt file.*got "x/);
      }
    }
  });

  it('has its faults where it stands in the input', async () => {
    const { issues } = await previewedPart('x.sql', '\nCREATE TABEL a (id int);');
    assert.deepEqual(issues?.map(({ path, line }) => ({ path, line })), [{ path: ['definition', 'file', 'source', 'file'], line: 2 }]);
  });
});
