// Of which independent parts ("axes") a unique key is made, and how many rows they tell apart.
import type { Check } from '../schema.ts';
import type { Space } from '../spaces.ts';
import { pairSizes, type Pair } from './pairs.ts';

/** One independent part of a unique key. `ordinal`: a number counted within its parent (line 1, 2, 3). */
export type Axis =
  | { readonly kind: 'link'; readonly link: number; readonly size: number }
  | { readonly kind: 'field'; readonly field: string; readonly size: number; readonly space: Space; readonly ordinal: boolean };

export interface UniqueKey {
  readonly fields: readonly string[];
  readonly axes: readonly Axis[];
  /** How the first two axes, links to the same table, stand to each other. */
  readonly pair: Pair | null;
  /** Each of the two axes is unique alone, too: couples, of which nobody is in two on the same side. */
  readonly couples: boolean;
  /** A link that something else draws: the axes only tell the children of each of its parents apart. */
  readonly beside: number | null;
  /** The checks that the axes meet together, by a sieve (sieve.ts). */
  readonly checks: readonly Check[];
  /** Most rows that the axes tell apart, whatever else limits them. */
  readonly size: number;
}

/** How many rows the axes of a key tell apart; of one beside a link: for each parent. */
export function roomOf({ axes, pair, couples }: Pick<UniqueKey, 'axes' | 'pair' | 'couples'>): number {
  const first = axes[0]?.size ?? 0;
  if (couples) return pair?.kind === 'ordered' ? Math.floor(first / 2) : first < 2 ? 0 : first;
  const sizes = [...(pair === null ? [] : pairSizes(pair, first)), ...axes.slice(pair === null ? 0 : 2).map((axis) => axis.size)];
  return Math.min(sizes.reduce((product, size) => product * size, 1), Number.MAX_SAFE_INTEGER);
}

/** Whether a key has its rows in ranges by the parents of this link, so that each one's children are found and counted at once. */
export function inRanges({ axes: [first, second], pair, couples, beside, checks }: UniqueKey, link: number): boolean {
  return first?.kind === 'link' && first.link === link && second !== undefined && !couples && beside === null && checks.length === 0 && pair?.kind !== 'ordered';
}
