// The one way to an endpoint: requests go to its own origin and are not sent on elsewhere, since they carry the key; bodies are bounded; an
// answer that is none comes as a Refusal, with the key taken out of what it says. Causes are not kept: they would hold the request.
import { causeOf } from '../../../lib/message.ts';
import { shortened } from '../../../lib/shortened.ts';
import { redacted } from './redacted.ts';

/** Most bytes of a request and of an answer. */
export const MAX_SENT_BYTES = 4_000_000;
export const MAX_ANSWER_BYTES = 1_000_000;
const MOST_TOLD = 300;

export interface WireOptions {
  readonly origin: string;
  readonly secrets: readonly string[];
  /** A request that has no whole answer by then is given up. */
  readonly timeoutMs: number;
}

/** Thrown when a request had no answer that can be used. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** HTTP's; null: no answer came, or none that makes sense. */
  readonly status: number | null;
  /** As the endpoint asks for it; null: it does not. */
  readonly waitMs: number | null;
  /** The beginning of what it answered, without the key. */
  readonly said: string;

  constructor(message: string, { status = null, waitMs = null, said = '' }: { readonly status?: number | null; readonly waitMs?: number | null; readonly said?: string } = {}) {
    super(message);
    this.status = status;
    this.waitMs = waitMs;
    this.said = said;
  }

  /** The same may go well a little later. */
  get passing(): boolean {
    const { status } = this;
    return status === null || [408, 409, 425, 429].includes(status) || status >= 500;
  }
}

/** A `fetch` for POSTs of text that keeps all of the above. Rejects with a Refusal, or with the signal's reason. */
export function wireTo({ origin, secrets, timeoutMs }: WireOptions): typeof fetch {
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin !== origin) throw new Refusal('was not asked: the request was for another host', { status: 400 });
    if (typeof init.body !== 'string' || Buffer.byteLength(init.body) > MAX_SENT_BYTES) throw new Refusal(`was not asked: the order is larger than ${MAX_SENT_BYTES} bytes`, { status: 413 });
    const late = AbortSignal.timeout(timeoutMs);
    const signal = AbortSignal.any([late, ...(init.signal == null ? [] : [init.signal])]);
    try {
      const response = await fetch(url, { ...init, redirect: 'manual', signal });
      const text = await textOf(response);
      if (!response.ok) throw refusalOf(response, redacted(text, secrets));
      return new Response(text === '' ? null : text, { status: response.status, headers: response.headers });
    } catch (error) {
      if (error instanceof Refusal) throw error;
      init.signal?.throwIfAborted();
      throw new Refusal(late.aborted ? `gave no whole answer within ${timeoutMs / 1_000} s` : `cannot be reached, or was cut off (${redacted(causeOf(error), secrets)})`);
    }
  };
}

async function textOf({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new Refusal(`answered with more than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function refusalOf({ status, headers }: Response, text: string): Refusal {
  // What is said of a key that is not good may show the rest of it.
  const said = status === 401 || status === 403 ? '' : text.replace(/\s+/g, ' ').trim();
  return new Refusal(`answered ${status}${said === '' ? '' : ` (${shortened(said, MOST_TOLD)})`}`, { status, waitMs: waitIn(headers), said });
}

/** Retry-After in seconds or as a date, and the milliseconds that OpenAI and Azure say. */
function waitIn(headers: Headers): number | null {
  const milliseconds = countIn(headers.get('retry-after-ms'));
  if (milliseconds !== null) return milliseconds;
  const after = headers.get('retry-after');
  const seconds = countIn(after);
  if (seconds !== null) return seconds * 1_000;
  const at = Date.parse(after ?? '');
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

function countIn(text: string | null): number | null {
  return /^\d{1,9}(?:\.\d{1,9})?$/.test(text ?? '') ? Number(text) : null;
}
