// The events of one subscription, to be read at the reader's own pace. Holds few: a reader who lags lets the subscription
// be closed, and opened again once what is held has been read. So memory stays bounded, with nothing to ask of the server.

/** What a subscription tells its feed. */
export interface Sink<T> {
  /** Whether the event was taken: one that was on its way when the subscription was closed is not, and comes again. */
  next(event: T): boolean;
  /** No more will come. */
  end(): void;
  fail(error: Error): void;
}

/** Starts a subscription right behind the last event that its sink took; answers how to close it. */
export type Open<T> = (sink: Sink<T>) => () => void;

/** Events held for a reader before the subscription is closed until they are read. */
export const MAX_HELD_EVENTS = 64;

interface Waiter<T> {
  resolve(result: IteratorResult<T, undefined>): void;
  reject(error: Error): void;
}

/** Can be read once, by one reader. `return()` (a `break` out of `for await`) closes the subscription at once, even while a read waits. */
export class Feed<T> implements AsyncIterableIterator<T, undefined> {
  readonly #open: Open<T>;
  readonly #held: T[] = [];
  #waiter: Waiter<T> | undefined;
  #close: (() => void) | undefined;
  /** Set once no more will be held: the end, or what went wrong. */
  #over: { readonly error?: Error } | undefined;

  constructor(open: Open<T>) {
    this.#open = open;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#waiter !== undefined) return Promise.reject(new Error('A feed has one reader, who awaits each event before the next; this is a second read at once.'));
    if (this.#held.length > 0) return Promise.resolve({ value: this.#held.shift() as T, done: false }); // there is one, which may be undefined
    if (this.#over !== undefined) return this.#over.error === undefined ? Promise.resolve({ value: undefined, done: true }) : Promise.reject(this.#over.error);
    return new Promise((resolve, reject) => {
      this.#waiter = { resolve, reject };
      if (this.#close === undefined) this.#start();
    });
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.#held.length = 0;
    this.#finish({});
    return Promise.resolve({ value: undefined, done: true });
  }

  #start(): void {
    let open = true;
    const closeIt = this.#open({
      next: (event) => {
        const isTaken = open;
        if (isTaken) this.#take(event);
        return isTaken;
      },
      end: () => {
        if (open) this.#finish({});
      },
      fail: (error) => {
        if (open) this.#finish({ error });
      },
    });
    this.#close = () => {
      open = false;
      this.#close = undefined;
      closeIt();
    };
  }

  #take(event: T): void {
    const waiter = this.#waiter;
    this.#waiter = undefined;
    if (waiter !== undefined) waiter.resolve({ value: event, done: false });
    else if (this.#held.push(event) >= MAX_HELD_EVENTS) this.#close?.();
  }

  #finish(over: { readonly error?: Error }): void {
    this.#over ??= over;
    this.#close?.();
    const waiter = this.#waiter;
    this.#waiter = undefined;
    if (over.error === undefined) waiter?.resolve({ value: undefined, done: true });
    else waiter?.reject(over.error);
  }
}
