// Loads what many nodes of one answer need in one call instead of one per node. Lives as long as one operation and keeps
// nothing: a subscription that lasts for hours must see every change.

export class Batch<T> {
  readonly #load: (keys: readonly string[]) => Promise<ReadonlyMap<string, T>>;
  #waiting: { readonly keys: Set<string>; readonly loaded: Promise<ReadonlyMap<string, T>> } | undefined;

  constructor(load: (keys: readonly string[]) => Promise<ReadonlyMap<string, T>>) {
    this.#load = load;
  }

  /** The value of that key, or undefined; keys asked for in the same turn of the event loop are loaded together. */
  async get(key: string): Promise<T | undefined> {
    this.#waiting ??= this.#begin();
    this.#waiting.keys.add(key);
    return (await this.#waiting.loaded).get(key);
  }

  #begin(): { keys: Set<string>; loaded: Promise<ReadonlyMap<string, T>> } {
    const keys = new Set<string>();
    // setImmediate, not a microtask: resolvers of sibling nodes are several microtasks apart.
    const loaded = new Promise<ReadonlyMap<string, T>>((resolve, reject) => {
      setImmediate(() => {
        this.#waiting = undefined;
        this.#load([...keys]).then(resolve, reject);
      });
    });
    return { keys, loaded };
  }
}
