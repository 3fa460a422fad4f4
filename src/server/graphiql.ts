// GraphiQL with everything inside one page, so that it makes no outside request. 9 MB of text, and 70 MB of memory to make it of: done once, at the
// first visit, on a thread that ends with it; what is kept is compressed.
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { createGunzip } from 'node:zlib';
import type { Exchange } from './answer.ts';

/** The page brings all of its own; it may talk to its own host only. */
const POLICY = "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; connect-src 'self' ws: wss:; frame-ancestors 'none'";

export class GraphiQLPage {
  #compressed: Promise<Buffer> | undefined;

  /** True for a browser that opens the endpoint as a page. */
  static wants(request: IncomingMessage, url: URL): boolean {
    return (request.method === 'GET' || request.method === 'HEAD') && (request.headers.accept ?? '').includes('text/html') && !url.searchParams.has('query');
  }

  async send({ request, response }: Exchange): Promise<void> {
    this.#compressed ??= compressedPage();
    const page = await this.#compressed;
    const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache', vary: 'accept-encoding', 'content-security-policy': POLICY };
    if (/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) {
      response.writeHead(200, { ...headers, 'content-encoding': 'gzip', 'content-length': page.length });
      response.end(request.method === 'HEAD' ? undefined : page);
      return;
    }
    response.writeHead(200, headers);
    if (request.method === 'HEAD') response.end();
    else await pipeline(Readable.from([page], { objectMode: false }), createGunzip(), response);
  }
}

/** Made by graphiql-thread.ts. */
function compressedPage(): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./graphiql-thread.ts', import.meta.url));
    thread.once('message', (page: Uint8Array) => resolve(Buffer.from(page.buffer, page.byteOffset, page.byteLength)));
    thread.once('error', reject);
  });
}
