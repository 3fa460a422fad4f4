// From a row up to its ancestor and down again: how two foreign keys that share fields find rows that agree. Children are found by
// turning a draw round, or, where that cannot be done, by an index made once.
import type { Path } from './anchors.ts';

/** No parent: the key is null in this row. */
export const NO_PARENT = -1;
/** Rows of a table whose children are put into an index at most: eight bytes each. */
export const MOST_INDEXED = 4_000_000;

/** The rows that have one and the same parent or ancestor. */
export interface Children {
  readonly count: number;
  /** The row at a place below `count`. */
  at(place: number): number;
}

/** The children of one parent, each of which finds its own place. */
export interface Siblings extends Children {
  /** The place of a row that is one of them. */
  placeOf(row: number): number;
}

/** What the draws of another table tell of its rows. */
export interface Relations {
  /** The parent's row behind a link, also where the key itself is null. */
  filledParentOf(link: number, row: number): number;
  /** The rows whose parent is this one; null where the table is too large to tell. */
  childrenOf(link: number, parent: number): Siblings | null;
}

export interface Relatives {
  rows(table: string): number;
  draws(table: string): Relations;
}

/** The ancestor that a path of links leads to. */
export function climb(path: Path, row: number, relatives: Relatives): number {
  let at = row;
  for (const step of path) {
    if (at === NO_PARENT) return NO_PARENT;
    at = relatives.draws(step.table).filledParentOf(step.link, at);
  }
  return at;
}

/** All rows whose path leads to an ancestor; null where a table on the way is too large to tell. */
export function descendants(path: Path, ancestor: number, relatives: Relatives): Children | null {
  const step = path.at(-1);
  if (step === undefined) return { count: 1, at: () => ancestor };
  const children = relatives.draws(step.table).childrenOf(step.link, ancestor);
  if (children === null || path.length === 1) return children;
  const families: Children[] = [];
  const starts = [0];
  for (let place = 0; place < children.count; place++) {
    const family = descendants(path.slice(0, -1), children.at(place), relatives);
    if (family === null) return null;
    families.push(family);
    starts.push((starts.at(-1) ?? 0) + family.count);
  }
  return {
    count: starts.at(-1) ?? 0,
    at(place) {
      const found = familyAt(starts, place);
      return families[found]?.at(place - (starts[found] ?? 0)) ?? NO_PARENT;
    },
  };
}

/** The last start that is not past the place. */
function familyAt(starts: readonly number[], place: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The rows of a table by their parent, in order; null for a table of more than MOST_INDEXED rows. */
export function indexedChildren(rows: number, parents: number, parentOf: (row: number) => number): ((parent: number) => Siblings) | null {
  if (rows > MOST_INDEXED) return null;
  const starts = new Int32Array(parents + 1);
  const parentByRow = Int32Array.from({ length: rows }, (_, row) => parentOf(row));
  for (const parent of parentByRow) if (parent >= 0) starts[parent + 1] = (starts[parent + 1] ?? 0) + 1;
  for (let parent = 0; parent < parents; parent++) starts[parent + 1] = (starts[parent + 1] ?? 0) + (starts[parent] ?? 0);
  const next = starts.slice();
  const sorted = new Int32Array(starts[parents] ?? 0);
  parentByRow.forEach((parent, row) => {
    if (parent < 0) return;
    sorted[next[parent] ?? 0] = row;
    next[parent] = (next[parent] ?? 0) + 1;
  });
  return (parent) => {
    const first = starts[parent] ?? 0;
    const last = starts[parent + 1] ?? first;
    return { count: last - first, at: (place) => sorted[first + place] ?? NO_PARENT, placeOf: (row) => placeIn(sorted.subarray(first, last), row) };
  };
}

/** Where a number stands in a rising list; -1: nowhere. */
export function placeIn(rising: Int32Array, wanted: number): number {
  let low = 0;
  let high = rising.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rising[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return rising[low] === wanted ? low : -1;
}
