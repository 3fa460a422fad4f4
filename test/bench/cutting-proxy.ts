// A bad network: passes bytes on to the service, and cuts every connection again and again, in the middle of whatever is under way.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface CuttingProxy extends AsyncDisposable {
  /** What clients connect to instead. */
  readonly address: string;
  /** Connections cut so far. */
  readonly cuts: number;
}

/** Listens on a free port, and cuts all connections every `everyMs` until disposed. */
export async function cuttingProxy(address: string, everyMs: number): Promise<CuttingProxy> {
  const target = new URL(address);
  const sockets = new Set<Socket>();
  const keep = (socket: Socket, other: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => {}); // what cutting is about
    socket.on('close', () => {
      sockets.delete(socket);
      other.destroy();
    });
  };
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    keep(near, far);
    keep(far, near);
    near.pipe(far).pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('a server on a port has an address with one');
  let cuts = 0;
  const timer = setInterval(() => {
    cuts += sockets.size / 2;
    for (const socket of sockets) socket.destroy();
  }, everyMs);
  return {
    address: `http://127.0.0.1:${bound.port}${target.pathname}`,
    get cuts() {
      return Math.round(cuts);
    },
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
