// Work on many things, several at a time, whose results come in the order of the things.

export interface InOrderOptions<T, R> {
  readonly work: (item: T, signal: AbortSignal) => Promise<R>;
  /** Items under way at once; asked each time one is begun. */
  readonly most: () => number;
  readonly signal: AbortSignal;
}

/**
 * The result for each item, as soon as all before it were given. The first failure is thrown, and whoever is given no more gives no more: either way
 * the others are told by their signal, and waited for, so that nothing goes on behind the caller's back.
 */
export async function* inOrder<T, R>(items: Iterable<T>, { work, most, signal }: InOrderOptions<T, R>): AsyncGenerator<R> {
  const over = new AbortController();
  const ended = AbortSignal.any([signal, over.signal]);
  const source = items[Symbol.iterator]();
  const underWay: Promise<R>[] = [];
  const begin = (): void => {
    while (underWay.length < most()) {
      const next = source.next();
      if (next.done === true) return;
      const result = work(next.value, ended);
      result.catch(() => {}); // told where it is awaited
      underWay.push(result);
    }
  };
  try {
    for (begin(); underWay.length > 0; begin()) {
      yield await (underWay[0] as Promise<R>); // there is one
      underWay.shift();
    }
  } finally {
    over.abort();
    await Promise.allSettled(underWay);
  }
}
