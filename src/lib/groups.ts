// Items that come now and then, in the groups in which they come: for work that costs the same for one or for several.

/**
 * The items in their order, in groups: what comes within so long of the first of a group belongs to it. A failure is thrown behind the group before it.
 * Whoever is given no more waits for the item that is on its way.
 */
export async function* groupsOf<T>(items: AsyncGenerator<T, unknown>, withinMs: number): AsyncGenerator<readonly T[]> {
  const ask = (): ReturnType<typeof items.next> => {
    const next = items.next();
    next.catch(() => {}); // thrown where it is awaited
    return next;
  };
  let next = ask();
  try {
    for (let first = await next; first.done !== true; first = await next) {
      const group: T[] = [first.value];
      next = ask();
      const late = Promise.withResolvers<'late'>();
      const timer = setTimeout(() => late.resolve('late'), withinMs);
      for (;;) {
        const found = await Promise.race([next, late.promise]).catch(() => 'failed' as const);
        if (typeof found === 'string' || found.done === true) break;
        group.push(found.value);
        next = ask();
      }
      clearTimeout(timer);
      yield group;
    }
  } finally {
    await items.return(undefined);
  }
}
