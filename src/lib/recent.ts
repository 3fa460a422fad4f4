// Things that are costly to make, by their keys: the last ones used are kept, and what many ask for at once is made once. Bounded by number, so
// callers keep what is huge out of it.

export class Recent<Value> {
  readonly #entries = new Map<string, Value>();
  readonly #most: number;

  /** Keeps at most `most` values. */
  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): Value | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  /** Keeps the value, and drops the one that was not used for longest where there are too many. */
  set(key: string, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#most) return;
    const oldest = this.#entries.keys().next();
    if (oldest.done !== true) this.#entries.delete(oldest.value);
  }

  /** The value, made where it is not kept. One that throws is not kept, nor is a promise that rejects. */
  of(key: string, make: () => Value): Value {
    const known = this.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.set(key, made);
    if (made instanceof Promise) {
      made.catch(() => {
        if (this.#entries.get(key) === made) this.#entries.delete(key);
      });
    }
    return made;
  }
}
