// A plane of numbers made larger or smaller, to the same values as Pillow and PyTorch: models were trained on what those make, and other libraries
// (sharp's among them) place the pixels of an enlarged picture elsewhere.

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Resampling {
  readonly filter: Filter;
  /** As Pillow does it: a smaller plane is the average of what it was made of, and after each direction values are bytes again. Else it is read at single points. */
  readonly asBytes: boolean;
}

/** How much a value counts by its distance, in pixels. */
export interface Filter {
  /** Beyond this distance, nothing counts. */
  readonly support: number;
  weight(distance: number): number;
}

export const BILINEAR: Filter = { support: 1, weight: (distance) => 1 - Math.abs(distance) };

/** Keys' cubic convolution with a = -1/2, as Pillow has it. */
export const BICUBIC: Filter = {
  support: 2,
  weight(distance) {
    const x = Math.abs(distance);
    return x < 1 ? (1.5 * x - 2.5) * x * x + 1 : ((-0.5 * x + 2.5) * x - 4) * x + 2;
  },
};

/** Rows from the top, each from the left. */
export function resampled(plane: Float32Array, from: Size, to: Size, how: Resampling): Float32Array {
  const wide = stretchedAndTurned(plane, from, to.width, how);
  return stretchedAndTurned(wide, { width: from.height, height: to.width }, to.height, how);
}

/** Stretched from side to side, and with rows and columns swapped; so that twice the same makes both directions. */
function stretchedAndTurned(plane: Float32Array, { width, height }: Size, newWidth: number, how: Resampling): Float32Array {
  const result = new Float32Array(newWidth * height);
  for (let x = 0; x < newWidth; x++) {
    const { first, weights } = tapsOf(x, width / newWidth, width, how);
    for (let y = 0; y < height; y++) {
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += (weights[i] ?? 0) * (plane[y * width + first + i] ?? 0);
      result[x * height + y] = how.asBytes ? byteOf(sum) : sum;
    }
  }
  return result;
}

interface Taps {
  readonly first: number;
  /** Of the values from `first` on; in all 1. */
  readonly weights: readonly number[];
}

/** What the new value at `x` is made of, where a new pixel is as wide as `scale` old ones. */
function tapsOf(x: number, scale: number, width: number, { filter, asBytes }: Resampling): Taps {
  const spread = asBytes ? Math.max(scale, 1) : 1;
  const centre = (x + 0.5) * scale;
  const first = Math.max(0, Math.floor(centre - filter.support * spread + 0.5));
  const last = Math.min(width, Math.floor(centre + filter.support * spread + 0.5));
  const weights = Array.from({ length: last - first }, (_, i) => filter.weight((first + i + 0.5 - centre) / spread));
  const sum = weights.reduce((sum, weight) => sum + weight, 0);
  return { first, weights: weights.map((weight) => weight / sum) };
}

/** Cubic convolution swings past both ends. */
function byteOf(value: number): number {
  return Math.min(Math.max(Math.round(value), 0), 255);
}
