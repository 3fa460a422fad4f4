// What a bench finds out: one line of the table. A figure is measured, never asserted: the verdict says whether it meets the aim, and the
// run ends well either way.

/** One measured figure. */
export interface Figure {
  /** What was measured, such as "rows, CSV, one core". */
  readonly name: string;
  /** The figure with its unit, for people. */
  readonly figure: string;
  /** What the project aims at; "-" where it aims at nothing. */
  readonly aim: string;
  readonly verdict: 'met' | 'missed' | 'told';
  /** The numbers behind it, for whoever compares runs: names carry their units. */
  readonly details: Readonly<Record<string, number | string>>;
}

/** What a bench is given. */
export interface BenchOptions {
  /** Rows of the large runs. */
  readonly rows: number;
  /** Rows that a language model is to write in a run. */
  readonly modelRows: number;
  /** Quantization of the model that is measured. */
  readonly quant: 'q4_0' | 'q8_0';
  /** Files with DDL that are not in the repository; undefined: not given. */
  readonly chinook: string | undefined;
  readonly northwind: string | undefined;
  /** Folder for results and profiles; undefined: none are kept. */
  readonly out: string | undefined;
}

/** Measures, and hands each figure over as soon as it is known. */
export type Bench = (options: BenchOptions, tell: (figure: Figure) => void) => Promise<void>;

/** A figure with an aim that is met or not. */
export function aimed(name: string, figure: string, aim: { readonly text: string; readonly met: boolean }, details: Figure['details']): Figure {
  return { name, figure, aim: aim.text, verdict: aim.met ? 'met' : 'missed', details };
}

/** A figure that is only told. */
export function told(name: string, figure: string, details: Figure['details'] = {}): Figure {
  return { name, figure, aim: '-', verdict: 'told', details };
}

/** The value below which this share of the sorted or unsorted numbers lies; NaN where there are none. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

/** A count or rate for people: three digits that matter, with thousands set apart. */
export function shortly(value: number): string {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.max(1, Math.abs(value)))));
  return Number(value.toPrecision(value < 1000 ? 3 : 4)).toLocaleString('en', { maximumFractionDigits: digits });
}

/** Mebibytes, without places. */
export function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MiB`;
}
