// Waits for what gives no sign of its own (a process that goes away, a row that another process writes): looks again
// every 20 ms, and fails by name when it does not come; late, since a busy machine is no fault. Where there is an event or a promise, await that instead.
import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves with the first answer that is neither undefined nor false. */
export async function eventually<T>(what: string, look: () => T | Promise<T>, withinMs = 120_000): Promise<Exclude<T, undefined | false>> {
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    // The compiler does not narrow a generic by these two comparisons.
    if (seen !== undefined && seen !== false) return seen as Exclude<T, undefined | false>;
    if (performance.now() > giveUpAt) throw new Error(`${what}: did not come within ${withinMs} ms`);
    await sleep(20);
  }
}
