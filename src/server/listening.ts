// How our HTTP servers come up, and what they say where they cannot.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '../lib/log.ts';

/** Thrown where the address cannot be listened on. */
export class CannotListen extends Error {
  override readonly name = 'CannotListen';
}

/** Begins to listen; resolves to the real address, such as http://127.0.0.1:4000. Rejects with CannotListen where the port is taken. */
export async function listenOn(server: Server, { port, host, log }: { readonly port: number; readonly host: string; readonly log: Log }): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    const refused = (error: Error): void => reject(new CannotListen(`Port ${port} of ${host} cannot be listened on: ${error.message}. Stop whoever has it, or choose another by PORT or HOST (PORT=0: any that is free).`, { cause: error }));
    server.once('error', refused);
    server.listen(port, host, () => {
      server.off('error', refused);
      server.on('error', (error) => log.error({ error }, 'http server failed'));
      resolve();
    });
  });
  const { address, family, port: bound } = server.address() as AddressInfo; // it listens on a port, not on a path
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${bound}`;
}
