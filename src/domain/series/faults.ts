// Faults of an input as they are found, in the words of all: subject, expected, got.
import type { InputIssue } from '../errors.ts';
import { MAX_SERIES_NAME_LENGTH } from './limits.ts';

export type Path = readonly string[];

const CONTROL = /\p{Cc}/u;

/** Collects what is not as expected. */
export class Faults {
  readonly issues: InputIssue[] = [];

  expect(holds: boolean, path: Path, message: string | (() => string)): void {
    if (!holds) this.issues.push({ path, message: typeof message === 'string' ? message : message() });
  }

  /** A finite number between two bounds, both inclusive. */
  number(value: number, path: Path, { least = -Infinity, most = Infinity, above = -Infinity, unit = '' }: { readonly least?: number; readonly most?: number; readonly above?: number; readonly unit?: string } = {}): boolean {
    const isFine = Number.isFinite(value) && value >= least && value <= most && value > above;
    const bounds = [...(above > -Infinity ? [`above ${above}`] : []), ...(least > -Infinity ? [`of ${least} or more`] : []), ...(most < Infinity ? [`of ${most} at most`] : [])].join(' and ');
    this.expect(isFine, path, () => `expected a number${unit === '' ? '' : ` of ${unit}`}${bounds === '' ? '' : ` ${bounds}`}, got ${value}`);
    return isFine;
  }

  text(value: string, path: Path, most: number): void {
    this.expect(value.length <= most, path, () => `expected at most ${most} characters, got ${value.length}`);
  }

  /** One of the machine's own, by its name. */
  known(name: string, names: readonly string[], path: Path, what: string): void {
    this.expect(names.includes(name), path, () => `unknown ${what} ${JSON.stringify(name)}: expected one of ${names.join(', ')}`);
  }

  names(names: readonly string[], pathOf: (index: number) => Path, what: string): void {
    const seen = new Set<string>();
    names.forEach((name, index) => {
      this.expect(name.trim() === name && name !== '' && name.length <= MAX_SERIES_NAME_LENGTH && !CONTROL.test(name), pathOf(index), () => `expected a name of 1 to ${MAX_SERIES_NAME_LENGTH} characters, without space around it, got ${JSON.stringify(name)}`);
      this.expect(!seen.has(name.toLowerCase()), pathOf(index), () => `two ${what}s are named ${JSON.stringify(name)}: give each a name of its own`);
      seen.add(name.toLowerCase());
    });
  }
}
