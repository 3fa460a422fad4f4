// The HTTP server, whole and real: the GraphQL-over-HTTP audit, the guard, limits, masking, uploads, downloads.
import assert from 'node:assert/strict';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { auditServer } from 'graphql-http';
import { Guard, hostOf } from '../src/server/guard.ts';
import { parseRange } from '../src/server/ranges.ts';
import { MAX_REQUEST_BYTES } from '../src/server/request-body.ts';
import { finished, startService, type Answer, type Service } from './support/service.ts';

const MAX_UPLOAD_BYTES = 1_000_000;
const MOST_BYTES_OF_REFUSAL = 5_000;
const ALLOWED_ORIGIN = 'https://app.example';

let service: Service;
before(async () => {
  service = await startService({ MAX_UPLOAD_BYTES: String(MAX_UPLOAD_BYTES), CORS_ORIGINS: ALLOWED_ORIGIN });
});
after(async () => {
  await service?.[Symbol.asyncDispose]();
});

describe('GraphQL over HTTP', () => {
  it('passes the audit of graphql-http without an error or a warning', async () => {
    const results = await auditServer({ url: `${service.base}/graphql` });
    assert(results.length > 50);
    assert.deepEqual(results.filter((result) => result.status === 'error' || result.status === 'warn').map((result) => `${result.name}: ${'reason' in result ? result.reason : ''}`), []);
  });

  it('answers health', async () => {
    const { data } = await service.ask('{ health { status database jobsInProgress jobsQueued version textModel } }');
    assert.deepEqual(data?.['health'], { status: 'HEALTHY', database: 'up', jobsInProgress: 0, jobsQueued: 0, version: '0.1.0', textModel: 'none installed' });
  });

  it('says its code with every refusal', async () => {
    const codeOf = async (query: string, variables?: Record<string, unknown>) => (await service.ask(query, variables)).errors?.[0]?.extensions?.['code'];
    assert.equal(await codeOf('{'), 'GRAPHQL_PARSE_FAILED');
    assert.equal(await codeOf('{ nothing }'), 'GRAPHQL_VALIDATION_FAILED');
    assert.equal(await codeOf('{ schemas(first: 0) { edges { cursor } } }'), 'INVALID_INPUT');
    assert.equal(await codeOf('{ schemas(first: 1001) { edges { cursor } } }'), 'INVALID_INPUT');
    assert.equal(await codeOf('{ schemas(after: "x") { edges { cursor } } }'), 'INVALID_INPUT');
    assert.equal(await codeOf('{ jobs(first: 1000) { edges { node { ... on TextJob { rows(first: 1000) { edges { cursor } } } } } } }'), 'TOO_COMPLEX');
    assert.equal(await codeOf('query($n: SafeInt) { previewSchema(definition: { shorthand: {} }, seed: $n) { __typename } }', { n: 2 ** 60 }), 'BAD_USER_INPUT');
  });

  it('finds nothing for ids that are none, of another kind, or of nothing', async () => {
    const nothing = Buffer.from('Schema:00000000-0000-7000-8000-000000000000').toString('base64');
    for (const id of ['', 'x', '../../etc/passwd', Buffer.from('TextJob:1').toString('base64'), nothing]) {
      const { data, errors } = await service.ask('query($id: ID!) { node(id: $id) { id } schema(id: $id) { id } job(id: $id) { id } }', { id });
      assert.deepEqual(data, { node: null, schema: null, job: null }, JSON.stringify(errors));
    }
    const { data } = await service.ask('mutation($id: ID!) { deleteSchema(id: $id) { __typename ... on Error { message } } cancelJob(id: $id) { __typename } }', { id: nothing });
    assert.equal((data?.['deleteSchema'] as { __typename: string } | undefined)?.__typename, 'NotFoundError');
    assert.equal((data?.['cancelJob'] as { __typename: string } | undefined)?.__typename, 'NotFoundError');
  });

  it('refuses a body over the limit with 413, announced or not, and names the limit, what came, and the way on', async () => {
    const body = Buffer.alloc(MAX_REQUEST_BYTES + 1, 'x');
    const headers = { 'content-type': 'application/json' };
    for (const [sent, got] of [[{ ...headers, 'content-length': String(body.length) }, String(body.length)], [{ ...headers, 'transfer-encoding': 'chunked' }, 'more came']] as const) {
      const { status, body: answer } = await raw({ path: '/graphql', method: 'POST', headers: sent, body });
      assert.equal(status, 413);
      for (const words of [String(MAX_REQUEST_BYTES), got, 'PUT /uploads']) assert(answer.includes(words), `${words}: ${answer}`);
    }
  });

  it('refuses a body of another kind with 415, and says what is expected', async () => {
    for (const contentType of [undefined, 'text/plain', 'application/xml; charset=utf-8']) {
      const { status, body } = await raw({ path: '/graphql', method: 'POST', headers: contentType === undefined ? {} : { 'content-type': contentType }, body: Buffer.from('{}') });
      assert.equal(status, 415, contentType);
      assert.match(JSON.parse(body).errors[0].message, /application\/json.*multipart\/form-data/);
    }
  });

  it('does not send back what it cannot read, however long it is', async () => {
    const garbage = 'x'.repeat(10_000_000);
    const bodies = [['application/json', garbage], ['application/json', JSON.stringify({ query: garbage })], ['application/json', JSON.stringify({ query: '{ health { status } }', operationName: garbage })],
      ['application/json', JSON.stringify({ query: 'query($a: Int) { schemas(first: $a) { edges { cursor } } }', variables: { a: garbage } })], ['application/graphql', garbage],
      ['application/x-www-form-urlencoded', `query=${garbage}`], ['multipart/form-data; boundary=b', `--b\r\ncontent-disposition: form-data; name="operations"\r\n\r\n${garbage}\r\n--b--\r\n`]] as const;
    for (const [contentType, body] of bodies) {
      const answer = await (await fetch(`${service.base}/graphql`, { method: 'POST', headers: { 'content-type': contentType }, body })).text();
      assert.match(answer, /"errors":/, contentType);
      assert(answer.length < MOST_BYTES_OF_REFUSAL, `${contentType}: ${answer.length} bytes: ${answer.slice(0, 200)}`);
    }
  });

  it('answers GraphiQL as one page that asks for nothing outside', async () => {
    const response = await fetch(`${service.base}/graphql`, { headers: { accept: 'text/html' } });
    assert.equal(response.headers.get('content-encoding'), 'gzip');
    assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'self'/);
    const page = await response.text();
    assert.doesNotMatch(page.slice(0, 2_000) + page.slice(-2_000), /(?:src|href)="https?:/);
  });

  it('serves the printed schema, its health, its readiness and its metrics', async () => {
    assert.match(await (await fetch(`${service.base}/schema.graphql`)).text(), /type Query \{/);
    assert.deepEqual(await (await fetch(`${service.base}/health`)).json(), { status: 'ok' });
    assert.deepEqual(await (await fetch(`${service.base}/ready`)).json(), { status: 'ready' });
    assert.match(await (await fetch(`${service.base}/metrics`)).text(), /^verisim_http_requests_total\{route="graphql",status="200"\} \d+$/m);
    assert.equal((await fetch(`${service.base}/nothing`)).status, 404);
    assert.equal((await fetch(`${service.base}/health`, { method: 'POST' })).status, 405);
  });
});

describe('the guard', () => {
  it('refuses a Host that is not ours, on every route', async () => {
    for (const path of ['/graphql', '/health', '/uploads', '/downloads/x', '/metrics', '/nothing']) {
      const { status, body } = await raw({ path, headers: { host: 'rebound.example' } });
      assert.equal(status, 403, path);
      assert.equal(JSON.parse(body).errors[0].extensions.code, 'BAD_HOST');
    }
  });

  it('refuses a foreign Origin, on every route, and says the remedy', async () => {
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:1', 'garbage']) {
      const { status, body } = await raw({ path: '/graphql', method: 'POST', headers: { origin, 'content-type': 'text/plain' } });
      assert.equal(status, 403, origin);
      assert.match(JSON.parse(body).errors[0].message, /CORS_ORIGINS/);
    }
  });

  it('lets pages of its own and of CORS_ORIGINS in, and tells browsers of the latter alone', async () => {
    const own = await raw({ path: '/health', headers: { origin: service.base } });
    assert.equal(own.status, 200);
    assert.equal(own.headers['access-control-allow-origin'], undefined);
    const allowed = await raw({ path: '/graphql', method: 'OPTIONS', headers: { origin: ALLOWED_ORIGIN } });
    assert.equal(allowed.status, 204);
    assert.equal(allowed.headers['access-control-allow-origin'], ALLOWED_ORIGIN);
  });

  it('knows loopback names, HOST, hosts of CORS_ORIGINS and ALLOWED_HOSTS, with any port', () => {
    const guard = new Guard({ host: '::1', corsOrigins: ['https://app.example'], allowedHosts: ['data.internal'] });
    const check = (host: string) => guard.check({ headers: { host }, socket: { localAddress: '::ffff:192.0.2.7' } } as never)?.code; // only these are read
    for (const host of ['localhost', 'LOCALHOST:4000', '127.0.0.1:1', '[::1]:4000', 'app.example', 'data.internal:80', '192.0.2.7:4000']) assert.equal(check(host), undefined, host);
    for (const host of ['', 'localhost.evil.example', '127.0.0.1.evil.example', '192.0.2.8', 'localhost:99999999', 'a b']) assert.equal(check(host), 'BAD_HOST', host);
    assert.equal(hostOf({ host: 'A.b:1' }), 'a.b');
  });
});

describe('uploads', () => {
  it('are kept under an id, which a definition then names', async () => {
    const response = await fetch(`${service.base}/uploads?name=shop.sql`, { method: 'PUT', body: 'CREATE TABLE item (id int PRIMARY KEY, name text NOT NULL);' });
    assert.equal(response.status, 201);
    const { uploadId } = (await response.json()) as { uploadId: string };
    const { data } = await service.ask('query($id: ID!) { previewSchema(definition: { file: { source: { uploadId: $id } } }) { ... on SchemaPreview { tables { name } rows { table } } ... on InvalidInputError { message } } }', { id: uploadId });
    assert.deepEqual((data?.['previewSchema'] as { tables: unknown } | undefined)?.tables, [{ name: 'item' }]);
  });

  it('over the limit are refused with 413, announced or not, and nothing of them is kept', async () => {
    const announced = await fetch(`${service.base}/uploads?name=a.sql`, { method: 'PUT', body: Buffer.alloc(MAX_UPLOAD_BYTES + 1) });
    assert.equal(announced.status, 413);
    const streamed = await raw({ path: '/uploads?name=a.sql', method: 'PUT', headers: { 'transfer-encoding': 'chunked' }, body: Buffer.alloc(MAX_UPLOAD_BYTES * 3) });
    assert.equal(streamed.status, 413);
    assert.equal(JSON.parse(streamed.body).errors[0].extensions.code, 'UPLOAD_TOO_LARGE');
  });

  it('with a path for a name, or none, are refused', async () => {
    for (const name of ['', '../../etc/passwd', 'a/b.sql', 'a\\b', '..', 'a\0b', 'x'.repeat(300)]) {
      const response = await fetch(`${service.base}/uploads?name=${encodeURIComponent(name)}`, { method: 'PUT', body: 'x' });
      assert.equal(response.status, 400, JSON.stringify(name));
    }
    assert.equal((await fetch(`${service.base}/uploads?name=a`, { method: 'POST', body: 'x' })).status, 405);
  });

  it('that are no text are refused where they are used, with their place', async () => {
    const { uploadId } = (await (await fetch(`${service.base}/uploads?name=a.sql`, { method: 'PUT', body: gzipSync('CREATE TABLE a (id int);') })).json()) as { uploadId: string };
    const { data } = await service.ask('query($id: ID!) { previewSchema(definition: { file: { source: { uploadId: $id } } }) { ... on InvalidInputError { issues { path message } } } }', { id: uploadId });
    const [issue] = (data?.['previewSchema'] as { issues: { path: string[]; message: string }[] } | undefined)?.issues ?? [];
    assert.deepEqual(issue?.path, ['definition', 'file', 'source', 'uploadId']);
    assert.match(issue?.message ?? '', /expected an SQL script as text in UTF-8, UTF-16 or Windows-1252/);
  });

  it('cannot make an endless list by the map of a multipart request', async () => {
    const form = new FormData();
    form.set('operations', JSON.stringify({ query: 'query($rows: [TableRows!]) { schema(id: "x") { preview(rowsPerTable: $rows) { index } } }', variables: { rows: [] } }));
    form.set('map', JSON.stringify({ 0: ['variables.rows.4294967294'] }));
    form.set('0', new File(['x'], 'x.sql'));
    const answer = (await (await fetch(`${service.base}/graphql`, { method: 'POST', body: form })).json()) as Answer;
    assert.equal(answer.errors?.[0]?.extensions?.['code'], 'LIST_TOO_LONG');
  });

  it('also come as a part of a multipart request', async () => {
    const form = new FormData();
    form.set('operations', JSON.stringify({ query: 'query($file: File) { previewSchema(definition: { file: { source: { file: $file } } }) { ... on SchemaPreview { tables { name } } ... on InvalidInputError { message } } }', variables: { file: null } }));
    form.set('map', JSON.stringify({ 0: ['variables.file'] }));
    form.set('0', new File(['CREATE TABLE part (id int PRIMARY KEY);'], 'part.sql'));
    const answer = (await (await fetch(`${service.base}/graphql`, { method: 'POST', body: form })).json()) as { data: { previewSchema: unknown } };
    assert.deepEqual(answer.data.previewSchema, { tables: [{ name: 'part' }] });
  });
});

describe('downloads', () => {
  interface Downloadable { readonly url: string; readonly bytes: number; readonly sha256: string; readonly id: string }
  let output: Downloadable;
  let whole: Buffer;
  before(async () => {
    const { data, errors } = await service.ask('mutation { startTextRun(input: { source: { definition: { shorthand: { name: "string", age: "int" } } }, rows: 50, seed: 1, outputs: [{ format: CSV }] }) { __typename ... on TextJob { id } ... on InvalidInputError { message } } }');
    const started = data?.['startTextRun'] as { id: string };
    assert(started?.id !== undefined, JSON.stringify({ data, errors }));
    const job = await finished(service, started.id);
    assert.equal(job['status'], 'COMPLETED', JSON.stringify(job));
    output = (job['outputs'] as Downloadable[])[0] as Downloadable; // one was asked for
    whole = Buffer.from(await (await fetch(output.url)).arrayBuffer());
  });

  it('are whole, named, and tagged with their hash', async () => {
    const response = await fetch(output.url);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('etag'), `"${output.sha256}"`);
    assert.match(response.headers.get('content-disposition') ?? '', /^attachment; filename="data\.csv"/);
    assert.equal(whole.length, output.bytes);
    const head = await fetch(output.url, { method: 'HEAD' });
    assert.equal(head.headers.get('content-length'), String(output.bytes));
  });

  it('come in ranges, from the front, the end and the middle', async () => {
    for (const [range, first, last] of [['bytes=0-9', 0, 10], ['bytes=-7', whole.length - 7, whole.length], ['bytes=5-', 5, whole.length], ['bytes=3-999999999', 3, whole.length]] as const) {
      const response = await fetch(output.url, { headers: { range } });
      assert.equal(response.status, 206, range);
      assert.equal(response.headers.get('content-range'), `bytes ${first}-${last - 1}/${whole.length}`);
      assert.deepEqual(Buffer.from(await response.arrayBuffer()), whole.subarray(first, last));
    }
  });

  it('refuse a range outside with 416, and leave words that are none', async () => {
    const outside = await fetch(output.url, { headers: { range: `bytes=${whole.length}-` } });
    assert.equal(outside.status, 416);
    assert.equal(outside.headers.get('content-range'), `bytes */${whole.length}`);
    for (const range of ['bytes=9-3', 'lines=1-2', 'bytes=1-2,4-5', 'bytes=-']) assert.equal((await fetch(output.url, { headers: { range } })).status, 200, range);
  });

  it('answer a client that has them with 304, and a changed one with the whole', async () => {
    assert.equal((await fetch(output.url, { headers: { 'if-none-match': `"other", "${output.sha256}"` } })).status, 304);
    assert.equal((await fetch(output.url, { headers: { range: 'bytes=0-1', 'if-range': '"other"' } })).status, 200);
    assert.equal((await fetch(output.url, { headers: { range: 'bytes=0-1', 'if-range': `"${output.sha256}"` } })).status, 206);
  });

  it('refuse an address that was changed in any part', async () => {
    const url = new URL(output.url);
    for (const [name, value] of [['signature', 'x'], ['expires', '99999999999999'], ['owner', 'other']] as const) {
      const changed = new URL(url);
      changed.searchParams.set(name, value);
      assert.equal((await fetch(changed)).status, 403, name);
    }
    const other = new URL(url);
    other.pathname = other.pathname.replace(/[0-9a-f]{8}-/, '00000000-');
    assert.equal((await fetch(other)).status, 403);
    assert.equal((await fetch(`${service.base}/downloads/../../etc/passwd`)).status, 404);
  });

  it('are found as nodes', async () => {
    const { data } = await service.ask('query($id: ID!) { node(id: $id) { __typename ... on Output { fileName sha256 } } }', { id: output.id });
    assert.deepEqual(data?.['node'], { __typename: 'Output', fileName: 'data.csv', sha256: output.sha256 });
  });
});

describe('ranges', () => {
  it('of an empty file are never satisfiable, unless none is asked for', () => {
    assert.equal(parseRange(undefined, 0), 'whole');
    assert.equal(parseRange('bytes=0-', 0), 'unsatisfiable');
    assert.equal(parseRange('bytes=-5', 0), 'unsatisfiable');
    assert.equal(parseRange('bytes=-0', 10), 'unsatisfiable');
  });
});

interface RawRequest {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** A request with headers that fetch would not send. */
function raw({ path, method = 'GET', headers = {}, body }: RawRequest): Promise<{ status: number; headers: IncomingHttpHeaders; body: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(`${service.base}${path}`, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() }));
    });
    // The server closes the connection on what it refuses, while we may still be sending.
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') reject(error);
    });
    outgoing.end(body);
  });
}
