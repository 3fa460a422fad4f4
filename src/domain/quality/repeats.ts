// Keys that come more than once among many rows, found with 8 bytes of memory a row: by their hashes, and where two of these are equal by the values
// themselves.
import { mix } from '../random.ts';
import type { Value } from '../schema.ts';

/** Hands over the key of one row after the other, in an array that may be used again. */
export type VisitKeys = (visitor: (key: readonly Value[], row: number) => void) => void;

/** Keys with a null in them never repeat, as in SQL. */
export interface Repeats {
  /** Rows with a whole key. */
  readonly checked: number;
  /** Of those, the rows whose key an earlier one has already. */
  readonly repeated: number;
  /** One of them. */
  readonly example?: { readonly row: number; readonly key: readonly Value[] };
}

/** Hashes that are looked at by value: where more repeat, the key is broken whatever a few collisions do. */
const MOST_DOUBTED = 10_000;

/** Counts the repeats among `most` keys at most; visits them once, and once more where hashes repeat. */
export function repeatsIn(visit: VisitKeys, most: number): Repeats {
  const hashes = new Float64Array(most);
  let [checked, rising] = [0, true];
  visit((key) => {
    if (key.includes(null)) return;
    const hash = hashOf(key);
    rising &&= checked === 0 || hash > (hashes[checked - 1] as number);
    hashes[checked++] = hash;
  });
  if (rising) return { checked, repeated: 0 }; // counted keys are: most are, and need no sorting
  const doubted = equalNeighbours(hashes.subarray(0, checked).sort());
  return doubted.size === 0 ? { checked, repeated: 0 } : { checked, ...compared(visit, doubted) };
}

/** The values that come more than once in a sorted list. */
function equalNeighbours(sorted: Float64Array): ReadonlySet<number> {
  const found = new Set<number>();
  for (let at = 1; at < sorted.length && found.size < MOST_DOUBTED; at++) if (sorted[at] === sorted[at - 1]) found.add(sorted[at] as number);
  return found;
}

function compared(visit: VisitKeys, doubted: ReadonlySet<number>): Omit<Repeats, 'checked'> {
  const seen = new Set<string>();
  let repeated = 0;
  let example: Repeats['example'];
  visit((key, row) => {
    if (key.includes(null) || !doubted.has(hashOf(key))) return;
    const text = JSON.stringify(key);
    if (!seen.has(text)) {
      seen.add(text);
      return;
    }
    repeated++;
    example ??= { row, key: [...key] };
  });
  return { repeated, ...(example === undefined ? {} : { example }) };
}

/** 53 bits; a single safe integer is its own. */
function hashOf(key: readonly Value[]): number {
  const [only] = key;
  if (key.length === 1 && Number.isSafeInteger(only)) return only as number;
  let low = 0x811c9dc5;
  let high = 0x01000193;
  for (const value of key) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    for (let at = 0; at < text.length; at++) {
      low = Math.imul(low ^ text.charCodeAt(at), 0x01000193);
      high = Math.imul(high ^ text.charCodeAt(at), 0x5bd1e995);
    }
    low = mix(low); // or ('a', 'bc') would be ('ab', 'c')
    high = mix(high ^ low);
  }
  return high * 0x20_0000 + (low >>> 11);
}
