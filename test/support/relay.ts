// A way to a service that stays where it is while the service comes and goes: its clients need not know the next one's port, and nobody else can
// have taken it meanwhile. Every connection through it can be cut at once.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface Relay extends AsyncDisposable {
  /** What clients connect to. */
  readonly address: string;
  /** Cuts that met a connection. */
  readonly cuts: number;
  cut(): void;
  /** Where connections go that are made from now on. */
  leadTo(port: number): void;
}

/** Listens on a free port, and passes all on to another of this machine. */
export async function openRelay(port: number): Promise<Relay> {
  let target = port;
  let cuts = 0;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    for (const [from, to] of [[near, far], [far, near]] as const) {
      open.add(from);
      from.on('error', () => {}).on('close', () => open.delete(from) && to.destroy());
      from.pipe(to);
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const cut = (): void => {
    cuts += open.size > 0 ? 1 : 0;
    for (const socket of open) socket.destroy();
  };
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, // it listens on a port
    get cuts() {
      return cuts;
    },
    cut,
    leadTo: (next) => void (target = next),
    [Symbol.asyncDispose]: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
