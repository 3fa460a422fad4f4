// A weighted choice in constant time, whatever the number of items: Walker's alias method in Vose's form. Pure: the same
// number gives the same item.

/** Chooses indices in proportion to weights. */
export class WeightedIndex {
  readonly #keep: Float64Array;
  readonly #alias: Uint32Array;
  readonly #count: number;

  /** Weights are finite, none below 0, and not all 0. */
  constructor(weights: readonly number[]) {
    // Divided by the greatest first, so that the sum of huge weights stays finite.
    const greatest = weights.reduce((most, weight) => Math.max(most, weight), 0);
    const total = weights.reduce((sum, weight) => sum + weight / greatest, 0);
    this.#count = weights.length;
    this.#keep = new Float64Array(weights.length).fill(1);
    this.#alias = Uint32Array.from(weights, (_, i) => i);
    const scaled = Float64Array.from(weights, (weight) => (weight / greatest / total) * weights.length);
    const poor: number[] = [];
    const rich: number[] = [];
    scaled.forEach((share, i) => (share < 1 ? poor : rich).push(i));
    let high = rich.pop();
    for (let low = poor.pop(); low !== undefined && high !== undefined; low = poor.pop()) {
      this.#keep[low] = scaled[low] ?? 0;
      this.#alias[low] = high;
      scaled[high] = (scaled[high] ?? 0) - (1 - (scaled[low] ?? 0));
      if ((scaled[high] ?? 0) < 1) {
        poor.push(high);
        high = rich.pop();
      }
    }
    this.#dropWeightless(weights);
  }

  /** The index that a number in [0, 1) stands for. */
  at(unit: number): number {
    const place = unit * this.#count;
    const index = Math.floor(place);
    return place - index < (this.#keep[index] ?? 0) ? index : (this.#alias[index] ?? 0);
  }

  /** Rounding may leave a weightless item with its own share of the table; it must never be chosen. */
  #dropWeightless(weights: readonly number[]): void {
    const heaviest = weights.reduce((best, weight, i) => (weight > (weights[best] ?? 0) ? i : best), 0);
    weights.forEach((weight, i) => {
      if (weight > 0) return;
      this.#keep[i] = 0;
      if (this.#alias[i] === i) this.#alias[i] = heaviest;
    });
  }
}
