// Places in sorted lists, by halving.

/** How many items there are, from the first on, for which it holds; they are sorted so that it holds for none behind one for which it does not. */
export function countUpTo<Item>(items: ArrayLike<Item>, holds: (item: Item) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(items[middle] as Item)) low = middle + 1; // inside: middle < high
    else high = middle;
  }
  return low;
}
