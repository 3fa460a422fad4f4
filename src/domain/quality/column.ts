// A column as fidelity and privacy see it: numbers (moments as seconds) or categories (booleans, too), null where a value is missing.

export type Column =
  | { readonly name: string; readonly kind: 'continuous'; readonly values: readonly (number | null)[] }
  | { readonly name: string; readonly kind: 'discrete'; readonly values: readonly (string | null)[] };

/** How often each value comes, as a share of all; nulls with them. */
export function sharesOf<T>(values: readonly T[]): ReadonlyMap<T, number> {
  const shares = new Map<T, number>();
  for (const value of values) shares.set(value, (shares.get(value) ?? 0) + 1 / values.length);
  return shares;
}

/** 1 less the total variation distance of two distributions: half the sum of the differences of their shares. */
export function overlapOf<T>(one: ReadonlyMap<T, number>, other: ReadonlyMap<T, number>): number {
  let distance = 0;
  for (const [value, share] of one) distance += Math.abs(share - (other.get(value) ?? 0));
  for (const [value, share] of other) if (!one.has(value)) distance += share;
  return Math.max(0, 1 - distance / 2);
}
