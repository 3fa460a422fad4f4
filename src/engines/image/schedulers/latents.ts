// Arithmetic on latents. The sums are made in float64 and rounded once, to float32.
import type { PredictionType } from './config.ts';
import type { Level } from './levels.ts';

/** Latents, and how much of them. */
export type Term = readonly [weight: number, latents: Float32Array];

/** Of latents of one length. */
export function weightedSum(...terms: readonly Term[]): Float32Array {
  const sum = new Float64Array(terms[0]?.[1].length ?? 0);
  for (const [weight, latents] of terms) {
    // A plain loop: it runs over every value of every step, several times as fast as with a function for each.
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + weight * (latents[i] as number);
  }
  return new Float32Array(sum);
}

/** The picture that the model takes to be in latents of that level. */
export function pictureIn(latents: Float32Array, output: Float32Array, { alpha, sigma }: Level, prediction: PredictionType): Float32Array {
  switch (prediction) {
    case 'epsilon':
      return weightedSum([1 / alpha, latents], [-sigma / alpha, output]);
    case 'v_prediction':
      return weightedSum([alpha, latents], [-sigma, output]);
    case 'sample':
      return output;
  }
}

/** The noise that the model takes to be in latents of that level. */
export function noiseIn(latents: Float32Array, output: Float32Array, { alpha, sigma }: Level, prediction: PredictionType): Float32Array {
  switch (prediction) {
    case 'epsilon':
      return output;
    case 'v_prediction':
      return weightedSum([sigma, latents], [alpha, output]);
    case 'sample':
      return weightedSum([1 / sigma, latents], [-alpha / sigma, output]);
  }
}

/** No value beyond the range, on either side. */
export function clipped(latents: Float32Array, range: number): Float32Array {
  return latents.map((value) => Math.min(Math.max(value, -range), range));
}
