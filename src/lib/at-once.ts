// Much of the same kind, several at a time.

/**
 * Does the work for every item, `most` at a time; answers in their order. Rejects with the first failure, once all that was begun has come to
 * its end: nothing goes on behind the caller's back.
 */
export async function atOnce<T, R>(items: readonly T[], most: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += most) {
    for (const one of await Promise.allSettled(items.slice(start, start + most).map(work))) {
      if (one.status === 'rejected') throw one.reason;
      results.push(one.value);
    }
  }
  return results;
}
