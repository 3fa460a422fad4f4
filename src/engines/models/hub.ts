// A hub of models, as Hugging Face and its mirrors speak: /<owner>/<name>/resolve/<revision>/<file>, which says the file's own hash and size
// in headers and sends on to wherever the bytes lie. The token goes to the hub alone, never to where it sends us; no answer's body is read
// but the file's, and no address with a signature in it is told to anybody.
import { causeOf } from '../../lib/message.ts';
import type { HubModel } from './manifest.ts';

/** Times that one request may be sent on. */
export const MAX_REDIRECTS = 5;
/** A stream that brings nothing for so long is given up, and asked for again. */
const STALLED_AFTER_MS = 60_000;
const USER_AGENT = 'verisim';

export interface HubOptions {
  /** Such as https://huggingface.co; no slash at the end. */
  readonly endpoint: string;
  readonly token?: string | undefined;
  /** Default: STALLED_AFTER_MS. */
  readonly stalledAfterMs?: number;
}

/** A file as the hub describes it. */
export interface RemoteFile {
  readonly address: string;
  /** Null where the hub does not say. */
  readonly bytes: number | null;
  /** The hub's own, of the whole file: SHA-256 (64 digits), or git's (40) of a small file that lies in git itself; null where it tells none. */
  readonly hash: string | null;
}

/** Bytes from `first` on; or the word that there are none there. */
export type Reading = { readonly first: number; readonly total: number | null; readonly chunks: AsyncIterable<Uint8Array> } | { readonly pastEnd: true; readonly total: number | null };

/** Thrown when the hub cannot be reached, refuses, or makes no sense. The message says what to do. */
export class HubFailure extends Error {
  override readonly name = 'HubFailure';
  /** The same may go well a little later. */
  readonly passing: boolean;
  /** As the hub asks for it. */
  readonly waitMs: number;

  constructor(message: string, { passing = false, waitMs = 0, cause }: { readonly passing?: boolean; readonly waitMs?: number; readonly cause?: unknown } = {}) {
    super(message, { cause });
    this.passing = passing;
    this.waitMs = waitMs;
  }
}

export class Hub {
  readonly #endpoint: string;
  readonly #origin: string;
  readonly #token: string | undefined;
  readonly #stalledAfterMs: number;

  constructor({ endpoint, token, stalledAfterMs }: HubOptions) {
    this.#endpoint = endpoint;
    this.#origin = new URL(endpoint).origin;
    this.#token = token;
    this.#stalledAfterMs = stalledAfterMs ?? STALLED_AFTER_MS;
  }

  /** The page about the model, for people. */
  pageOf({ repository, revision }: HubModel): string {
    return `${this.#endpoint}/${repository}/tree/${encodeURIComponent(revision)}`;
  }

  /** What the hub says of a file of the model, without its bytes. */
  async find({ repository, revision }: HubModel, path: string, signal: AbortSignal): Promise<RemoteFile> {
    const address = `${this.#endpoint}/${repository}/resolve/${encodeURIComponent(revision)}/${path}`;
    using stalled = this.#stall();
    const { headers, ok, status } = await this.#send('HEAD', address, {}, AbortSignal.any([signal, stalled.signal]));
    // The hub tells hash and size beside the redirection; those of where it leads to may be anything.
    if (!ok && !headers.has('x-linked-etag')) throw this.#refusal(status, headers, address);
    return { address, hash: hashIn(headers.get('x-linked-etag') ?? headers.get('etag')), bytes: countIn(headers.get('x-linked-size') ?? (ok ? headers.get('content-length') : null)) };
  }

  /** The file's bytes from `first` on, or all of them where the hub cannot give a part. */
  async read({ address }: RemoteFile, first: number, signal: AbortSignal): Promise<Reading> {
    const stalled = this.#stall();
    const response = await this.#send('GET', address, first === 0 ? {} : { range: `bytes=${first}-` }, AbortSignal.any([signal, stalled.signal])).catch((error: unknown) => {
      stalled[Symbol.dispose]();
      throw error;
    });
    const range = /^bytes (?:(\d{1,16})-\d{1,16}|\*)\/(\d{1,16})$/.exec(response.headers.get('content-range') ?? '');
    const total = countIn(range?.[2] ?? (response.status === 200 ? response.headers.get('content-length') : null));
    if (response.status === 200 || (response.status === 206 && Number(range?.[1] ?? -1) === first)) {
      return { first: response.status === 200 ? 0 : first, total, chunks: this.#chunksOf(response, stalled) };
    }
    stalled[Symbol.dispose]();
    await discard(response);
    if (response.status === 416) return { pastEnd: true, total };
    throw this.#refusal(response.status, response.headers, address);
  }

  async *#chunksOf(response: Response, stalled: Stall): AsyncGenerator<Uint8Array> {
    using _ = stalled;
    try {
      for await (const chunk of response.body ?? []) {
        stalled.begin();
        yield chunk;
        stalled.begin();
      }
    } catch (error) {
      throw error instanceof TypeError ? new HubFailure(`the connection to ${this.#origin} was cut`, { passing: true, cause: error }) : error;
    }
  }

  /** Follows redirections, up to the answer or, for HEAD, up to the one that has the file's hash. */
  async #send(method: 'GET' | 'HEAD', address: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response> {
    let url = new URL(address);
    for (let sentOn = 0; ; sentOn++) {
      const response = await this.#ask(method, url, headers, signal);
      const location = response.headers.get('location');
      if (response.status < 300 || response.status >= 400 || location === null || (method === 'HEAD' && response.headers.has('x-linked-etag'))) return response;
      await discard(response);
      const next = URL.parse(location, url);
      if (next === null || (next.protocol !== 'https:' && next.protocol !== url.protocol)) throw new HubFailure(`${url.origin} sends on to an address that is none, or that is less safe than its own; set HF_ENDPOINT to another mirror`);
      if (sentOn === MAX_REDIRECTS) throw new HubFailure(`${this.#origin} sends on more than ${MAX_REDIRECTS} times; set HF_ENDPOINT to another mirror`);
      url = next;
    }
  }

  async #ask(method: 'GET' | 'HEAD', url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response> {
    const own = this.#token !== undefined && url.origin === this.#origin ? { authorization: `Bearer ${this.#token}` } : {};
    try {
      return await fetch(url, { method, redirect: 'manual', signal, headers: { 'user-agent': USER_AGENT, 'accept-encoding': 'identity', ...headers, ...own } });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw new HubFailure(`${url.origin} cannot be reached (${causeOf(error)})`, { passing: true, cause: error });
    }
  }

  #stall(): Stall {
    return new Stall(this.#stalledAfterMs, `${this.#origin} sent nothing for ${this.#stalledAfterMs / 1_000} s`);
  }

  #refusal(status: number, headers: Headers, address: string): HubFailure {
    const what = `${this.#origin} answered ${status}`;
    if (status === 401 || status === 403) return new HubFailure(`${what}: the model's terms are to be accepted there, and HF_TOKEN to be set to a token that may read it`);
    if (status === 404 || status === 410) return new HubFailure(`${what}: it has no ${address}; set HF_ENDPOINT to a hub that has it`);
    const passing = status === 408 || status === 429 || status >= 500;
    return new HubFailure(passing ? `${what}, again and again; try later` : `${what}, which is not understood; set HF_ENDPOINT to another mirror`, { passing, waitMs: (countIn(headers.get('retry-after')) ?? 0) * 1_000 });
  }
}

/** Aborts where nothing begins for too long. */
class Stall implements Disposable {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(afterMs: number, message: string) {
    this.#timer = setTimeout(() => this.#controller.abort(new HubFailure(message, { passing: true })), afterMs).unref();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  begin(): void {
    this.#timer.refresh();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}

async function discard(response: Response): Promise<void> {
  await response.body?.cancel();
}

/** A SHA-256, or a SHA-1 of git's, in an entity tag; anything else (a hash of a part) is none. */
function hashIn(tag: string | null): string | null {
  return /^(?:W\/)?"?([0-9a-f]{64}|[0-9a-f]{40})"?$/.exec(tag ?? '')?.[1] ?? null;
}

function countIn(text: string | null): number | null {
  const count = /^\d{1,16}$/.test(text ?? '') ? Number(text) : NaN;
  return Number.isSafeInteger(count) ? count : null;
}
