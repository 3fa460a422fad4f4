// How a task on a worker thread is told to give up: one number in memory that both threads see. The thread looks at it with every row and
// every chunk, and ends by an error of its own, so that storage removes what it had begun to write; a thread that is terminated could not.

/** Crosses to the thread with the call. */
export type StopFlag = SharedArrayBuffer;

/** Thrown on the thread when it was told to give up. Who told it expects that; nobody else sees it. */
export class GivenUp extends Error {
  override readonly name = 'GivenUp';

  constructor() {
    super('the task was told to give up');
  }
}

export function stopFlag(): StopFlag {
  return new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
}

/** Tells whoever works under the flag to give up; once more changes nothing. */
export function raise(flag: StopFlag): void {
  Atomics.store(new Int32Array(flag), 0, 1);
}

export function isRaised(flag: StopFlag): boolean {
  return Atomics.load(new Int32Array(flag), 0) !== 0;
}

/** A check of the flag that is cheap enough for every row. Throws GivenUp once it is raised. */
export function checkOf(flag: StopFlag): () => void {
  const cell = new Int32Array(flag);
  return () => {
    if (Atomics.load(cell, 0) !== 0) throw new GivenUp();
  };
}

/** The same items, until the flag is raised. No generator: that would cost each row more than the check. */
export function untilRaised<T>(items: Iterable<T>, flag: StopFlag): Iterable<T> {
  const check = checkOf(flag);
  return {
    [Symbol.iterator]: () => {
      const inner = items[Symbol.iterator]();
      return {
        next: () => {
          check();
          return inner.next();
        },
        return: (value?: unknown) => inner.return?.(value) ?? { done: true, value: undefined },
      };
    },
  };
}

/** The same chunks, until the flag is raised. */
export async function* chunksUntilRaised<T>(chunks: AsyncIterable<T> | Iterable<T>, flag: StopFlag): AsyncGenerator<T> {
  const check = checkOf(flag);
  for await (const chunk of chunks) {
    check();
    yield chunk;
  }
}
