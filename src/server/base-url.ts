// Under which address a client reaches us, for addresses that we hand out: PUBLIC_URL, or what its own request names. The guard
// has checked that name already.
import type { IncomingMessage } from 'node:http';
import type { Caller } from './yoga.ts';

export function baseUrlOf(publicUrl: string | undefined): (request: IncomingMessage) => Caller {
  return ({ headers }) => ({ baseUrl: publicUrl ?? `http://${headers.host ?? 'localhost'}` });
}
