// Waiting that ends early.
import { addAbortListener } from 'node:events';

/** What the promise gives; rejects with the signal's reason as soon as it is aborted, whatever comes of the promise then. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  using _ = addAbortListener(signal, () => aborted.reject(signal.reason));
  return await Promise.race([promise, aborted.promise]);
}
