// What kind of values a column of a sample holds, and those values as numbers or labels. Only what all of its cells agree on counts. Whatever
// may be personal is none of these: its values are made anew, and nothing is learned of them but how many are missing.
import type { Rhythm } from '../generator.ts';
import { addressIn, isFullName, isPersonalName, personalNamed, type Personal } from './personal.ts';
import { isMissing, LAYOUTS, numberOf, type Layout, type NumberStyle } from './cells.ts';
import { KEPT_LENGTH } from './sample.ts';
import { patternShared } from './text-shape.ts';

/** A label is kept where this many rows share it: no one row can be told by it. Groups of numbers, too, are of this size at the least. */
export const RARE_BELOW = 5;
/** A column of texts is a category where labels that are not rare cover this share of its rows. */
const COVERED_SHARE = 0.8;
/** Most labels of a category. */
export const MAX_LABELS = 1_000;
/** Of a shape, or of e-mail addresses, where this share of the cells is. */
const MOST = 0.9;
/** Of people's names, where more than this share of the different cells is: no list has all names. */
const MANY = 0.5;

export type Column =
  | { readonly kind: 'numbers'; readonly type: 'INTEGER' | 'FLOAT' | 'DECIMAL'; /** Missing: NaN. */ readonly values: Float64Array; readonly places: number }
  | { readonly kind: 'moments'; readonly type: Layout['type']; /** Days of a DATE, else seconds; missing: NaN. */ readonly values: Float64Array; readonly layout: string; readonly rhythm?: Rhythm }
  | { readonly kind: 'labels'; readonly type: 'STRING' | 'BOOLEAN'; readonly values: readonly (string | null)[] }
  | { readonly kind: 'pattern'; readonly regex: string; readonly maxLength: number }
  /** Nothing is kept of its values. `like`: what its contents show; left out: its name decides. */
  | { readonly kind: 'anew'; readonly why: 'personal' | 'prose' | 'empty'; readonly like?: Personal; readonly maxLength: number };

/** A column with what holds whatever its kind is. */
export interface NamedColumn {
  readonly name: string;
  readonly column: Column;
  /** Share of missing cells. */
  readonly missing: number;
  /** All cells are there, and no two are alike. */
  readonly unique: boolean;
}

/** Reads the column at a place of the sample's rows. */
export function columnAt(name: string, place: number, rows: readonly (readonly string[])[]): NamedColumn {
  const cells = rows.map((row) => {
    const cell = (row[place] ?? '').trim();
    return isMissing(cell) ? null : cell;
  });
  const present = cells.filter((cell) => cell !== null);
  return { name, column: columnOf(name, cells, present), missing: 1 - present.length / cells.length, unique: present.length === cells.length && new Set(present).size === present.length };
}

function columnOf(name: string, cells: readonly (string | null)[], present: readonly string[]): Column {
  const maxLength = present.reduce((most, cell) => Math.max(most, cell.length), 1);
  if (present.length === 0) return { kind: 'anew', why: 'empty', maxLength };
  if (isPersonalName(name)) return { kind: 'anew', why: 'personal', maxLength };
  const like = personalNamed(name) ?? (['EMAIL', 'PHONE'] as const).find((kind) => share(present, (cell) => addressIn(cell) === kind) >= MOST);
  if (like !== undefined) return { kind: 'anew', why: 'personal', like, maxLength };
  const typed = numbersOf(cells, 'point') ?? numbersOf(cells, 'comma') ?? momentsOf(cells);
  if (typed !== null) return typed;
  if (share([...new Set(present)], isFullName) > MANY) return { kind: 'anew', why: 'personal', like: 'FULL_NAME', maxLength };
  if (present.every((cell) => /^(?:true|false)$/i.test(cell))) return { kind: 'labels', type: 'BOOLEAN', values: cells.map((cell) => cell?.toLowerCase() ?? null) };
  if (isCategory(present)) return { kind: 'labels', type: 'STRING', values: cells };
  const regex = patternShared(present, MOST);
  return regex === null ? { kind: 'anew', why: 'prose', maxLength } : { kind: 'pattern', regex, maxLength };
}

function share(cells: readonly string[], test: (cell: string) => boolean): number {
  return cells.filter(test).length / cells.length;
}

function numbersOf(cells: readonly (string | null)[], style: NumberStyle): Column | null {
  const values = new Float64Array(cells.length).fill(Number.NaN);
  let most = 0;
  let least = Infinity;
  for (const [row, cell] of cells.entries()) {
    if (cell === null) continue;
    const number = numberOf(cell, style);
    if (number === null) return null;
    values[row] = number.value;
    most = Math.max(most, number.places);
    least = Math.min(least, number.places);
  }
  // The same places in every cell are written on purpose: prices, rates.
  return { kind: 'numbers', type: most === 0 ? 'INTEGER' : most === least ? 'DECIMAL' : 'FLOAT', values, places: Math.min(most, MAX_LEARNED_PLACES) };
}

/** More places than a double holds for sure are noise. */
const MAX_LEARNED_PLACES = 12;

function momentsOf(cells: readonly (string | null)[]): Column | null {
  for (const { name, type, read } of LAYOUTS) {
    const values = new Float64Array(cells.length).fill(Number.NaN);
    const fits = cells.every((cell, row) => {
      const count = cell === null ? Number.NaN : read(cell);
      if (count !== null) values[row] = count;
      return count !== null;
    });
    if (fits) return { kind: 'moments', type, values, layout: name };
  }
  return null;
}

function isCategory(present: readonly string[]): boolean {
  // A cell that was cut is prose, and its end may be half a character.
  if (present.some(({ length }) => length >= KEPT_LENGTH)) return false;
  return keptOf(present).reduce((sum, [, count]) => sum + count, 0) >= present.length * COVERED_SHARE;
}

/** The labels that are not rare, and no one's address, the most frequent first, with how often each comes. */
export function keptOf(labels: Iterable<string>): readonly (readonly [string, number])[] {
  const kept = [...countsOf(labels)].filter(([label, count]) => count >= RARE_BELOW && addressIn(label) === null);
  return kept.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, MAX_LABELS);
}

/** How often each comes. */
export function countsOf<Key>(keys: Iterable<Key>): ReadonlyMap<Key, number> {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
