// How many children each parent has, and which: [0, rows) cut into one range per parent. Counts follow a power law, held as its own
// prefix sum: start(q) = round(rows * (q / parents)^slope), so a child finds its parent, and a parent its children, without
// a table of counts. With slopes of their own (a cap that differs by parent) the prefix sums are stored: CountedBuckets.

/** Ranges of children by parent. `parent` is a rank, 0 having the most; positions are permuted row indexes. */
export interface Buckets {
  /** The parent whose range holds the position. */
  parentAt(position: number): number;
  /** The first position of the parent's range; of `parents`: the number of rows. */
  start(parent: number): number;
}

/** Buckets by formula. `cap`: most children that one parent may have; the slope gives way to it. */
export class PowerBuckets implements Buckets {
  readonly #rows: number;
  readonly #parents: number;
  readonly #slope: number;

  /** skew 0: as even as can be; towards 1: the first parents have most. rows <= parents * cap. */
  constructor(rows: number, parents: number, skew: number, cap: number = Infinity) {
    this.#rows = rows;
    this.#parents = parents;
    // The first parent is the largest: rows * (1 / parents)^slope children, and one more by rounding.
    const least = parents > 1 && rows > cap - 1 ? Math.log(rows / Math.max(cap - 1, 1e-9)) / Math.log(parents) : 0;
    this.#slope = Math.min(1, Math.max(1 - skew, least));
  }

  start(parent: number): number {
    if (parent <= 0) return 0;
    if (parent >= this.#parents) return this.#rows;
    const share = this.#slope === 1 ? parent / this.#parents : (parent / this.#parents) ** this.#slope;
    return Math.ceil(this.#rows * share - 0.5);
  }

  parentAt(position: number): number {
    const share = (position + 0.5) / this.#rows;
    let parent = Math.min(this.#parents - 1, Math.floor(this.#parents * (this.#slope === 1 ? share : share ** (1 / this.#slope))));
    while (parent > 0 && this.start(parent) > position) parent--; // rounding puts the guess off by one or two at most
    while (parent < this.#parents - 1 && this.start(parent + 1) <= position) parent++;
    return parent;
  }
}

/** Halvings of the level that CountedBuckets seeks: enough for any count of rows. */
const LEVEL_STEPS = 64;

/** Buckets by stored prefix sums, for caps that differ by parent: the same power law, cut at each one's cap. Four bytes a parent. */
export class CountedBuckets implements Buckets {
  readonly #starts: Uint32Array;

  /** Throws RangeError where the caps together hold fewer than `rows`. */
  constructor(rows: number, parents: number, { capOf, skew = 0 }: { readonly capOf: (parent: number) => number; readonly skew?: number }) {
    const caps = Float64Array.from({ length: parents }, (_, parent) => capOf(parent));
    const weights = Float64Array.from(caps, (_, parent) => (parent + 1) ** -skew);
    const wanted = (level: number, parent: number): number => Math.min(caps[parent] ?? 0, Math.ceil(level * (weights[parent] ?? 0)));
    const heldAt = (level: number): number => caps.reduce((sum, _, parent) => sum + wanted(level, parent), 0);
    let high = rows * parents ** skew + 1; // at this level each parent alone would have all rows
    if (heldAt(high) < rows) throw new RangeError(`${parents} parents hold ${heldAt(high)} of ${rows} rows`);
    let low = 0;
    for (let step = 0; step < LEVEL_STEPS; step++) {
      const middle = (low + high) / 2;
      if (heldAt(middle) < rows) low = middle;
      else high = middle;
    }
    let surplus = heldAt(high) - rows;
    this.#starts = new Uint32Array(parents + 1);
    for (let parent = 0; parent < parents; parent++) {
      const full = wanted(high, parent);
      // Just below the level some parents have one less: as many of them as there are rows too many.
      const kept = surplus > 0 && full > wanted(low, parent) ? full - 1 : full;
      surplus -= full - kept;
      this.#starts[parent + 1] = (this.#starts[parent] ?? 0) + kept;
    }
  }

  start(parent: number): number {
    return this.#starts[parent] ?? 0;
  }

  parentAt(position: number): number {
    let low = 0;
    let high = this.#starts.length - 2;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#starts[middle] ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
