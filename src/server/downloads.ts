// GET /downloads/...: finished outputs at signed addresses, streamed from storage with ranges, so that any client can resume. What
// is read ahead of a slow client is one chunk.
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { NotFound } from '../domain/errors.ts';
import type { RunService } from '../graphql/context.ts';
import type { OutputRecord } from '../jobs/records.ts';
import type { Storage } from '../files/storage.ts';
import { answerError, answerMethod, type Exchange } from './answer.ts';
import { parseRange, type ByteSpan } from './ranges.ts';
import type { Signer } from './signature.ts';

export interface DownloadOptions {
  readonly signer: Signer;
  readonly runs: Pick<RunService, 'output'>;
  readonly storage: Pick<Storage, 'get'>;
}

export async function download({ request, response, url }: Exchange, { signer, runs, storage }: DownloadOptions): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return answerMethod(response, 'GET, HEAD');
  const ticket = signer.read(url);
  if (ticket === 'forged') return answerError(response, 403, 'BAD_SIGNATURE', 'This address was not made by this service. Take it from Output.url.');
  if (ticket === 'expired') return answerError(response, 410, 'ADDRESS_EXPIRED', 'This address was good for a while only. Ask for Output.url again.');
  const output = await runs.output({ ownerId: ticket.ownerId }, ticket.outputId);
  if (output === null) return answerError(response, 404, 'NOT_FOUND', 'This output is no more: its job was deleted.');

  const headers = headersOf(output);
  if (matches(request.headers['if-none-match'], output)) {
    response.writeHead(304, headers).end();
    return;
  }
  const fresh = request.headers['if-range'] === undefined || request.headers['if-range'] === etag(output);
  const range = fresh ? parseRange(request.headers.range, output.bytes) : 'whole';
  if (range === 'unsatisfiable') {
    return answerError(response, 416, 'RANGE_NOT_SATISFIABLE', `expected a range that begins within the file's ${output.bytes} bytes, got ${String(request.headers.range)}`, { 'content-range': `bytes */${output.bytes}` });
  }
  await send({ request, response, url }, { span: range, output, headers, storage });
}

interface Sending {
  readonly span: ByteSpan | 'whole';
  readonly output: OutputRecord;
  readonly headers: OutgoingHttpHeaders;
  readonly storage: Pick<Storage, 'get'>;
}

async function send({ request, response }: Exchange, { span, output, headers, storage }: Sending): Promise<void> {
  const { first, last } = span === 'whole' ? { first: 0, last: output.bytes } : span;
  const chunks = storage.get(output.file, { first, last }, { reuse: true })[Symbol.asyncIterator]();
  try {
    // The first step tells whether the file is there, while the status can still say so.
    const begun = request.method === 'HEAD' || first === last ? undefined : await chunks.next();
    if (span === 'whole') response.writeHead(200, { ...headers, 'content-length': output.bytes });
    else response.writeHead(206, { ...headers, 'content-length': last - first, 'content-range': `bytes ${first}-${last - 1}/${output.bytes}` });
    if (begun === undefined) {
      response.end();
      return;
    }
    await pipeline(joined(begun, chunks), oneByOne(response));
  } catch (error) {
    if (!(error instanceof NotFound) || response.headersSent) throw error;
    answerError(response, 404, 'NOT_FOUND', 'This output is no more: its job was deleted.');
  } finally {
    await chunks.return?.();
  }
}

/**
 * Takes a chunk only once the one before has gone to the system, so that its memory can be used again: new memory for every chunk had the
 * collector stop the thread for tens of milliseconds, again and again.
 */
function oneByOne(response: ServerResponse): Writable {
  const sink = new Writable({
    highWaterMark: 1,
    write: (chunk: Uint8Array, _encoding, done) => void response.write(chunk, done),
    final: (done) => void response.end(done),
  });
  response.once('close', () => sink.destroy());
  return sink;
}

async function* joined(begun: IteratorResult<Uint8Array>, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (let step = begun; step.done !== true; step = await rest.next()) yield step.value;
}

function headersOf(output: OutputRecord): OutgoingHttpHeaders {
  return {
    'content-type': output.mediaType,
    'content-disposition': disposition(output.fileName),
    'accept-ranges': 'bytes',
    etag: etag(output),
    // The address names one content for ever, but it is a secret of its holder.
    'cache-control': 'private, max-age=3600, immutable, no-transform',
    'x-content-type-options': 'nosniff',
  };
}

function etag(output: OutputRecord): string {
  return `"${output.sha256}"`;
}

function matches(header: string | undefined, output: OutputRecord): boolean {
  return (header ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag(output) || tag.trim() === '*');
}

/** RFC 6266: a plain name for old clients, the true one beside it. */
function disposition(fileName: string): string {
  const plain = fileName.replaceAll(/[^\w.\- ]/g, '_');
  const full = encodeURIComponent(fileName).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`;
}
