// Bare WebSockets that speak just enough graphql-transport-ws to subscribe once: a thousand of them cost the bench little, and one can stop
// reading, which a well-made client never does.
import { once } from 'node:events';
import WebSocket from 'ws';

export interface Subscriber extends Disposable {
  /** Resolves when the service completed the stream; rejects where it ended otherwise. */
  readonly ended: Promise<void>;
  /** From now on nothing is taken from the network. */
  stopReading(): void;
}

/** Opens a socket and subscribes on it. `onData` gets each event's data as it comes. */
export async function subscribe(address: string, operation: { readonly query: string; readonly variables: object }, onData: (data: unknown) => void): Promise<Subscriber> {
  const socket = new WebSocket(address.replace(/^http/, 'ws'), 'graphql-transport-ws');
  const ended = new Promise<void>((resolve, reject) => {
    socket.on('message', (raw) => {
      const message = JSON.parse(String(raw)) as { type: string; payload?: { data?: unknown; errors?: unknown } }; // of the protocol
      if (message.type === 'connection_ack') socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: operation }));
      else if (message.type === 'next' && message.payload?.errors === undefined) onData(message.payload?.data);
      else if (message.type === 'ping') socket.send(JSON.stringify({ type: 'pong' }));
      else if (message.type === 'complete') resolve();
      else reject(new Error(`the service sent ${String(raw).slice(0, 300)}`));
    });
    socket.on('error', reject);
    socket.on('close', (code) => reject(new Error(`the socket was closed with ${code} before the stream was complete`)));
  });
  ended.catch(() => {}); // told to whoever awaits it
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init' }));
  return { ended, stopReading: () => socket.pause(), [Symbol.dispose]: () => socket.terminate() };
}
