// When the library decodes what it has been given. For an order's first call it makes a sampler, milliseconds of the event loop each: those of
// a whole pass in one turn would hold up whoever else is served. So the calls are made a few in a turn, and the library waits for the last.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CustomBatchingDispatchSchedule } from 'node-llama-cpp';

const CALLS_IN_A_TURN = 4;

export class Passes {
  /** What begins the pass that is being gathered; null: none is, and calls are decoded as they come. */
  #begin: (() => void)[] | null = null;

  /** The library's option `dispatchSchedule`. */
  readonly schedule: CustomBatchingDispatchSchedule = (begin) => {
    if (this.#begin === null) setImmediate(begin);
    else this.#begin.push(begin);
  };

  /** Makes the calls, each of which is to decode something, so that all of it is one pass; one at a time. Rejects where one of them does. */
  async run(calls: readonly (() => Promise<void>)[]): Promise<void> {
    const made: Promise<void>[] = [];
    this.#begin = [];
    try {
      for (const [index, call] of calls.entries()) {
        if (index % CALLS_IN_A_TURN === 0) await nextTurn(); // also before the first: the pass before is to be quite over
        const one = call();
        one.catch(() => {}); // told below
        made.push(one);
      }
      await nextTurn(); // the last of them, too, is with the library
    } finally {
      const begin = this.#begin;
      this.#begin = null;
      for (const each of begin) each();
    }
    await Promise.all(made);
  }
}
