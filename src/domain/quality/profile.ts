// The distribution of one column, ready to plot: gathered value by value, with memory for a number a value and for some hundreds of texts.
import type { Field, Value } from '../schema.ts';
import { shortened } from '../../lib/shortened.ts';
import { categoriesOf, measureOf } from './rules.ts';

/** NUMBERS: the values. SECONDS: since 1970 in UTC, or of a TIME since midnight. LENGTHS: of texts in characters, of BINARY in bytes. */
export const HISTOGRAM_UNITS = ['NUMBERS', 'SECONDS', 'LENGTHS'] as const;
export type HistogramUnit = (typeof HISTOGRAM_UNITS)[number];

/** Counts of values between edges of equal distance: bin n holds what is from edge n up to, but without, edge n + 1; the last has its upper edge, too. */
export interface Histogram {
  readonly unit: HistogramUnit;
  /** One more than counts, ascending. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

export interface ColumnProfile {
  readonly field: string;
  /** Values looked at, nulls with them. */
  readonly values: number;
  readonly nulls: number;
  /** Of numbers, moments and lengths; left out: the type has none, or there is no value. */
  readonly histogram?: Histogram;
  /** The most frequent values, where there are few of them, and how many values are none of these. */
  readonly categories?: { readonly top: readonly { readonly value: string; readonly count: number }[]; readonly rest: number };
}

const MOST_BINS = 20;
const MOST_TOP = 20;
/** A column with more different values has no categories. */
const MOST_CATEGORIES = 1_000;
const MOST_SHOWN = 100;

export class Profiler {
  readonly #field: Field;
  readonly #measure: ReturnType<typeof measureOf>;
  readonly #sizes: number[] = [];
  #counts: Map<string, number> | null;
  #values = 0;
  #nulls = 0;

  constructor(field: Field) {
    this.#field = field;
    this.#measure = measureOf(field.type);
    this.#counts = categoriesOf(field) !== null || ['BOOLEAN', 'STRING', 'TEXT'].includes(field.type) ? new Map() : null;
  }

  add(value: Value): void {
    this.#values++;
    if (value === null) {
      this.#nulls++;
      return;
    }
    const size = this.#measure?.(value) ?? null;
    if (size !== null && Number.isFinite(size)) this.#sizes.push(size);
    if (this.#counts === null) return;
    const text = shortened(String(value), MOST_SHOWN);
    this.#counts.set(text, (this.#counts.get(text) ?? 0) + 1);
    if (this.#counts.size > MOST_CATEGORIES) this.#counts = null;
  }

  profile(): ColumnProfile {
    const categories = this.#categories();
    const histogram = histogramOf(this.#sizes, unitOf(this.#field));
    return { field: this.#field.name, values: this.#values, nulls: this.#nulls, ...(histogram === null ? {} : { histogram }), ...(categories === null ? {} : { categories }) };
  }

  /** Null: texts that hardly ever come twice are no categories. */
  #categories(): NonNullable<ColumnProfile['categories']> | null {
    const there = this.#values - this.#nulls;
    if (this.#counts === null || there === 0 || (categoriesOf(this.#field) === null && this.#counts.size > there / 2)) return null;
    const top = [...this.#counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)).slice(0, MOST_TOP);
    return { top, rest: there - top.reduce((sum, { count }) => sum + count, 0) };
  }
}

function unitOf({ type }: Field): HistogramUnit {
  if (type === 'DATE' || type === 'DATETIME' || type === 'TIME') return 'SECONDS';
  return type === 'STRING' || type === 'TEXT' || type === 'BINARY' ? 'LENGTHS' : 'NUMBERS';
}

/** At most MOST_BINS bins over all values; where they are whole numbers, so are the edges. Null: there is no value. */
export function histogramOf(values: readonly number[], unit: HistogramUnit): Histogram | null {
  if (values.length === 0) return null;
  const { least, most, whole } = extentOf(values);
  const width = whole ? Math.ceil((most - least + 1) / MOST_BINS) : (most - least) / MOST_BINS;
  // Numbers so near, or so far, that the steps between them cannot be told apart.
  if (!(width > 0 && Number.isFinite(width) && least + width > least && most - width < most)) return { unit, edges: [least, most], counts: [values.length] };
  const bins = whole ? Math.ceil((most - least + 1) / width) : MOST_BINS;
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of values) {
    const bin = Math.min(bins - 1, Math.floor((value - least) / width));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const edges = Array.from({ length: bins + 1 }, (_, edge) => (edge === bins && !whole ? most : least + edge * width));
  return { unit, edges, counts };
}

function extentOf(values: readonly number[]): { readonly least: number; readonly most: number; readonly whole: boolean } {
  let [least, most, whole] = [Infinity, -Infinity, true];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
    whole &&= Number.isSafeInteger(value);
  }
  return { least, most, whole };
}
