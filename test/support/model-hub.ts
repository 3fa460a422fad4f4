// A hub of models on loopback that speaks as Hugging Face does, over real HTTP, with ranges; and with the faults that a test asks for.
// `await using hub = await startHub()`.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HubFile {
  readonly bytes: Buffer;
  /** Said in x-linked-etag. Default: the true one; null: none is said. */
  readonly sha256?: string | null;
  /** It lies in git itself, as small files do: what is said is git's own hash of it, in the plain etag. */
  readonly inGit?: boolean;
  /** Say no x-linked-size. */
  readonly sizeless?: boolean;
  /** Answers every request from the first byte on. */
  readonly rangeless?: boolean;
  /** Says its hash and size, and sends on to there, as to a CDN. */
  readonly location?: string;
}

/** What a request got wrong on purpose; each is used up by one GET. */
export type Fault = { readonly status: number } | { readonly cutAfter: number } | { readonly holdAfter: number };

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
}

export interface Hub extends AsyncDisposable {
  readonly endpoint: string;
  readonly asked: readonly Asked[];
  /** Serves a file at `/<path>`, such as `owner/name/resolve/main/file.gguf`. */
  serve(path: string, file: HubFile): void;
  /** For the next GETs, one after the other. */
  fail(...faults: readonly Fault[]): void;
  /** Resolves once a stream is held by `holdAfter`. */
  held(): Promise<void>;
}

export async function startHub(): Promise<Hub> {
  const running = new Running();
  await running.listen();
  return running;
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Bytes that no other number of bytes begins with, fixed. */
export function someBytes(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; at += 32) createHash('sha256').update(`${seed} ${at}`).digest().copy(bytes, at);
  return bytes;
}

class Running implements Hub {
  readonly asked: Asked[] = [];
  endpoint = '';
  readonly #server: Server;
  readonly #files = new Map<string, HubFile>();
  readonly #faults: Fault[] = [];
  #held = Promise.withResolvers<void>();

  constructor() {
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.endpoint = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`; // it listens on a port
  }

  serve(path: string, file: HubFile): void {
    this.#files.set(`/${path}`, file);
  }

  fail(...faults: readonly Fault[]): void {
    this.#faults.push(...faults);
  }

  async held(): Promise<void> {
    await this.#held.promise;
    this.#held = Promise.withResolvers();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '';
    this.asked.push({ method: request.method ?? '', path, range: request.headers.range, authorization: request.headers.authorization });
    const file = this.#files.get(path);
    if (file === undefined) return void response.writeHead(404).end('no such file');
    const fault = request.method === 'GET' ? this.#faults.shift() : undefined;
    if (fault !== undefined && 'status' in fault) return void response.writeHead(fault.status).end('a fault');
    this.#describe(file, response);
    if (file.location !== undefined) return void response.writeHead(302, { location: file.location }).end('over there');
    this.#send(request, response, { file, fault });
  }

  #describe({ bytes, sha256, sizeless, inGit }: HubFile, response: ServerResponse): void {
    if (inGit === true) return void response.setHeader('etag', `"${createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')}"`);
    if (sha256 !== null) response.setHeader('x-linked-etag', `"${sha256 ?? sha256Of(bytes)}"`);
    if (sizeless !== true) response.setHeader('x-linked-size', String(bytes.length));
  }

  #send(request: IncomingMessage, response: ServerResponse, { file, fault }: { readonly file: HubFile; readonly fault: Fault | undefined }): void {
    const { bytes } = file;
    const asked = file.rangeless === true ? undefined : /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
    const first = Number(asked ?? 0);
    if (first >= bytes.length && asked !== undefined) return void response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
    const rest = bytes.subarray(first);
    // HEAD of a file whose size nobody says.
    const length = request.method === 'HEAD' && file.sizeless === true ? {} : { 'content-length': rest.length };
    response.writeHead(asked === undefined ? 200 : 206, { ...length, ...(asked === undefined ? {} : { 'content-range': `bytes ${first}-${bytes.length - 1}/${bytes.length}` }) });
    if (request.method === 'HEAD') return void response.end();
    if (fault === undefined) return void response.end(rest);
    if ('cutAfter' in fault) return void response.write(rest.subarray(0, fault.cutAfter), () => response.destroy());
    assert('holdAfter' in fault);
    response.write(rest.subarray(0, fault.holdAfter), () => this.#held.resolve());
  }
}
