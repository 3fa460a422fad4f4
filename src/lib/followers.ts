// Streams that are pulled, not pushed: a subscriber asks for the next value, and only then is it read. A wake-up carries no data, so nothing is
// buffered for a client that is slow. Classes with their own return(): an async generator that waits for a wake-up cannot be ended
// (its return() queues behind the wait), and would leak one waiter a client.

/** Wakes whoever follows a topic. */
export class Wakeups {
  readonly #byTopic = new Map<string, Set<() => void>>();

  /** Calls `wake` at every wake-up of the topic, until the answer is called. */
  on(topic: string, wake: () => void): () => void {
    const wakers = this.#byTopic.get(topic) ?? new Set();
    this.#byTopic.set(topic, wakers.add(wake));
    return () => {
      wakers.delete(wake);
      if (wakers.size === 0 && this.#byTopic.get(topic) === wakers) this.#byTopic.delete(topic);
    };
  }

  wake(topic: string): void {
    for (const wake of this.#byTopic.get(topic) ?? []) wake();
  }

  wakeAll(): void {
    for (const topic of [...this.#byTopic.keys()]) this.wake(topic);
  }

  /** Topics somebody follows. */
  get size(): number {
    return this.#byTopic.size;
  }
}

/** What a read finds: a value, which may be known to be the last; nothing yet; or that no more will come. */
export type Found<T> = { readonly value: T; readonly isLast?: boolean } | 'idle' | 'end';

export interface FollowOptions<T> {
  /** Subscribes to wake-ups; called once, before the first read, so that nothing falls between. */
  readonly onWake: (wake: () => void) => () => void;
  /** Reads the next value. Must take at least one turn of the event loop, or a long replay would starve all others. */
  readonly read: () => Promise<Found<T>>;
  /** No two values within this time, in ms; the last one is never left out. Default: 0. */
  readonly everyMs?: number;
}

/** Reads on at every wake-up, until the end or until returned. */
export class Follow<T> implements AsyncIterableIterator<T> {
  readonly #options: FollowOptions<T>;
  readonly #off: () => void;
  #dirty = true;
  #closed = false;
  #wake: (() => void) | undefined;
  #lastMs = -Infinity;

  constructor(options: FollowOptions<T>) {
    this.#options = options;
    this.#off = options.onWake(() => {
      this.#dirty = true;
      this.#wake?.();
    });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<T>> {
    try {
      while (!this.#closed) {
        if (!this.#dirty) await this.#idle();
        await this.#pace();
        if (this.#closed) break;
        this.#dirty = false;
        const found = await this.#options.read();
        if (found === 'end') break;
        if (found === 'idle') continue;
        this.#dirty = true; // there may be more at once
        this.#lastMs = performance.now();
        if (this.#closed) break;
        if (found.isLast === true) await this.return(); // whoever asks for more is told at once that there is none
        return { done: false, value: found.value };
      }
      return await this.return();
    } catch (error) {
      await this.return();
      throw error;
    }
  }

  async return(): Promise<IteratorResult<T>> {
    if (!this.#closed) {
      this.#closed = true;
      this.#off();
      this.#wake?.();
    }
    return { done: true, value: undefined };
  }

  #idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  async #pace(): Promise<void> {
    const waitMs = this.#lastMs + (this.#options.everyMs ?? 0) - performance.now();
    if (waitMs <= 0 || this.#closed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      const wake = this.#wake;
      this.#wake = () => {
        wake?.();
        if (!this.#closed) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }
}
