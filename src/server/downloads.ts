// GET /downloads/...: finished outputs and images at signed addresses, streamed from storage with ranges, so that any client can resume. What
// is read ahead of a slow client is one chunk.
import { basename } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { NotFound } from '../domain/errors.ts';
import { answerError, answerMethod, type Exchange } from './answer.ts';
import type { Downloadable, Downloadables } from './downloadable.ts';
import { parseRange, type ByteSpan } from './ranges.ts';
import type { Signer } from './signature.ts';

export interface DownloadOptions {
  readonly signer: Signer;
  readonly files: Downloadables;
}

const GONE = 'This file is no more: its job was deleted.';

export async function download({ request, response, url }: Exchange, { signer, files }: DownloadOptions): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return answerMethod(response, 'GET, HEAD');
  const ticket = signer.read(url);
  if (ticket === 'forged') return answerError(response, 403, 'BAD_SIGNATURE', 'This address was not made by this service. Take it from Output.url or Image.url.');
  if (ticket === 'expired') return answerError(response, 410, 'ADDRESS_EXPIRED', 'This address was good for a while only. Ask for Output.url or Image.url again.');
  const file = await files.find(ticket).catch((error: unknown) => (error instanceof NotFound ? null : Promise.reject(error)));
  if (file === null) return answerError(response, 404, 'NOT_FOUND', GONE);
  if (file === 'blocked') return answerError(response, 403, 'IMAGE_BLOCKED', 'The safety checker took this image for unsafe, and it is not published (SAFETY=block).');

  const headers = headersOf(file);
  if (matches(request.headers['if-none-match'], file)) {
    response.writeHead(304, headers).end();
    return;
  }
  const fresh = request.headers['if-range'] === undefined || request.headers['if-range'] === etag(file);
  const range = fresh ? parseRange(request.headers.range, file.bytes) : 'whole';
  if (range === 'unsatisfiable') {
    return answerError(response, 416, 'RANGE_NOT_SATISFIABLE', `expected a range that begins within the file's ${file.bytes} bytes, got ${String(request.headers.range)}`, { 'content-range': `bytes */${file.bytes}` });
  }
  await send({ request, response, url }, { span: range, file, headers });
}

interface Sending {
  readonly span: ByteSpan | 'whole';
  readonly file: Downloadable;
  readonly headers: OutgoingHttpHeaders;
}

async function send({ request, response }: Exchange, { span, file, headers }: Sending): Promise<void> {
  const { first, last } = span === 'whole' ? { first: 0, last: file.bytes } : span;
  const chunks = file.read({ first, last })[Symbol.asyncIterator]();
  try {
    // The first step tells whether the file is there, while the status can still say so.
    const begun = request.method === 'HEAD' || first === last ? undefined : await chunks.next();
    if (span === 'whole') response.writeHead(200, { ...headers, 'content-length': file.bytes });
    else response.writeHead(206, { ...headers, 'content-length': last - first, 'content-range': `bytes ${first}-${last - 1}/${file.bytes}` });
    if (begun === undefined) {
      response.end();
      return;
    }
    await pipeline(joined(begun, chunks), oneByOne(response));
  } catch (error) {
    if (!(error instanceof NotFound) || response.headersSent) throw error;
    answerError(response, 404, 'NOT_FOUND', GONE);
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

function headersOf(file: Downloadable): OutgoingHttpHeaders {
  return {
    'content-type': file.mediaType,
    'content-disposition': disposition(file),
    'accept-ranges': 'bytes',
    etag: etag(file),
    // The address names one content for ever, but it is a secret of its holder.
    'cache-control': 'private, max-age=3600, immutable, no-transform',
    'x-content-type-options': 'nosniff',
  };
}

function etag(file: Downloadable): string {
  return `"${file.etag}"`;
}

function matches(header: string | undefined, file: Downloadable): boolean {
  return (header ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag(file) || tag.trim() === '*');
}

/** RFC 6266: a plain name for old clients, the true one beside it. */
function disposition({ fileName, isShown }: Downloadable): string {
  const name = basename(fileName);
  const plain = name.replaceAll(/[^\w.\- ]/g, '_');
  const full = encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${isShown ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${full}`;
}
