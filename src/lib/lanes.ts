// A queue whose lanes take turns: one item from each lane that has any, so that a lane with thousands holds up nobody.

export class Lanes<Item> {
  readonly #lanes = new Map<string, Item[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(lane: string, item: Item): void {
    const items = this.#lanes.get(lane);
    if (items === undefined) this.#lanes.set(lane, [item]);
    else items.push(item);
    this.#size++;
  }

  /** The first item that fits of the lane whose turn it is, which then goes to the end of the line; undefined: none waits. Lanes where none fits keep their turn. */
  shift(fits: (item: Item) => boolean = () => true): Item | undefined {
    for (const [lane, items] of this.#lanes) {
      const at = items.findIndex(fits);
      if (at < 0) continue;
      const [item] = items.splice(at, 1);
      this.#lanes.delete(lane);
      if (items.length > 0) this.#lanes.set(lane, items);
      this.#size--;
      return item;
    }
    return undefined;
  }

  /** How many wait that fit. */
  count(fits: (item: Item) => boolean): number {
    let count = 0;
    for (const items of this.#lanes.values()) count += items.filter(fits).length;
    return count;
  }

  /** Takes an item out, wherever it is; one that is not there is left alone. */
  remove(lane: string, item: Item): void {
    const items = this.#lanes.get(lane);
    const at = items?.indexOf(item) ?? -1;
    if (items === undefined || at < 0) return;
    items.splice(at, 1);
    if (items.length === 0) this.#lanes.delete(lane);
    this.#size--;
  }
}
