// Who may talk to us, on every route and for WebSockets: the Host a request names and the Origin of the page that sent it. Without
// sign-in this is what keeps a web page elsewhere (or one behind a rebound DNS name) away from a service on your machine.
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const CORS_METHODS = 'GET, HEAD, POST, PUT, OPTIONS';
const CORS_HEADERS = 'accept, authorization, content-type, range, if-none-match, if-range, apollo-require-preflight, graphql-preflight';
const CORS_EXPOSED = 'accept-ranges, content-disposition, content-length, content-range, etag';
const CORS_MAX_AGE_SECONDS = 600;

export interface GuardOptions {
  readonly host: string;
  readonly corsOrigins: readonly string[];
  readonly allowedHosts: readonly string[];
}

export interface Refusal {
  readonly status: 400 | 403;
  readonly code: 'BAD_HOST' | 'FOREIGN_ORIGIN';
  readonly message: string;
}

export class Guard {
  readonly #hosts: ReadonlySet<string>;
  readonly #origins: ReadonlySet<string>;

  constructor({ host, corsOrigins, allowedHosts }: GuardOptions) {
    const originHosts = corsOrigins.map((origin) => new URL(origin).hostname);
    this.#hosts = new Set([...LOOPBACK, bracketed(host.toLowerCase()), ...originHosts, ...allowedHosts]);
    this.#origins = new Set(corsOrigins);
  }

  /** Why a request is refused; null where it is not. */
  check(request: IncomingMessage): Refusal | null {
    const host = hostOf(request.headers);
    if (host === null || !this.#knows(host, request.socket.localAddress)) {
      const got = JSON.stringify((request.headers.host ?? '').slice(0, 100));
      return { status: 403, code: 'BAD_HOST', message: `Host ${got} is not one of this service's names. Use its own address, or name the host in ALLOWED_HOSTS.` };
    }
    const { origin } = request.headers;
    if (origin === undefined || this.#origins.has(origin) || isOwn(origin, request.headers)) return null;
    return {
      status: 403,
      code: 'FOREIGN_ORIGIN',
      message: `Pages of ${JSON.stringify(origin.slice(0, 100))} may not call this service. To let them, start it with CORS_ORIGINS naming that origin.`,
    };
  }

  /** The CORS headers of an answer to an allowed request; empty for pages of our own and for programs. */
  headers(request: IncomingMessage): OutgoingHttpHeaders {
    const { origin } = request.headers;
    if (origin === undefined || !this.#origins.has(origin)) return {};
    return {
      'access-control-allow-origin': origin,
      'access-control-allow-methods': CORS_METHODS,
      'access-control-allow-headers': CORS_HEADERS,
      'access-control-expose-headers': CORS_EXPOSED,
      'access-control-max-age': String(CORS_MAX_AGE_SECONDS),
      vary: 'Origin',
    };
  }

  /** A name of ours; or the very address that the client has reached, which no DNS name can stand for. */
  #knows(host: string, localAddress: string | undefined): boolean {
    return this.#hosts.has(host) || (localAddress !== undefined && host === bracketed(localAddress.replace(/^::ffff:/, '')));
  }
}

/** The host name of a Host header, in lower case and without its port; null where it is none. */
export function hostOf({ host }: IncomingHttpHeaders): string | null {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.exec(host ?? '');
  return match?.[1]?.toLowerCase() ?? null;
}

function isOwn(origin: string, { host }: IncomingHttpHeaders): boolean {
  const url = URL.parse(origin);
  return url !== null && /^https?:$/.test(url.protocol) && url.host === (URL.parse(`${url.protocol}//${host}`)?.host ?? '');
}

/** IPv6 addresses stand in brackets in a Host header. */
function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
