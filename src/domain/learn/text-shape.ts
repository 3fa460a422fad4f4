// The pattern that texts such as AB-1234 share, as a regular expression: runs of letters and digits by class, other characters as they are.
// Where a letter or digit is the same in all of them (AB-), it stays.
import { regexLiteral } from '../../lib/regex-literal.ts';

/** Longer texts have no pattern. */
const MAX_SHAPED = 40;
/** Shapes of fewer cells than this are not looked at: their fixed characters would be the cells themselves. */
const LEAST_CELLS = 20;

/** A pattern for texts of which this share has one shape; null where there is none, or no character in it varies. */
export function patternShared(cells: readonly string[], least: number): string | null {
  const [first] = cells;
  if (cells.length < LEAST_CELLS || first === undefined) return null;
  const shapes = new Map<string, string[]>();
  for (const cell of cells) {
    if (cell.length > MAX_SHAPED) continue;
    const shape = shapeOf(cell);
    const alike = shapes.get(shape);
    if (alike === undefined) shapes.set(shape, [cell]);
    else alike.push(cell);
  }
  const [shape, alike] = [...shapes].reduce<readonly [string, readonly string[]]>((best, each) => (each[1].length > best[1].length ? each : best), ['', []]);
  if (alike.length < cells.length * least || alike.length < LEAST_CELLS || !/[A09a]/.test(shape)) return null;
  const parts = [...shape].map((kind, place) => partOf(kind, alike, place));
  return parts.every((part) => part.length <= 2) ? null : parts.join('');
}

/** A for capitals, a for small letters, 9 for digits; every other character for itself, quoted by a blank before it where it is one of these. */
function shapeOf(cell: string): string {
  return cell.replace(/[A-Z]/g, 'A').replace(/[a-z]/g, 'a').replace(/[0-9]/g, '9');
}

const CLASSES: Readonly<Record<string, string>> = { A: '[A-Z]', a: '[a-z]', 9: '[0-9]' };

function partOf(kind: string, cells: readonly string[], place: number): string {
  const fixed = cells[0]?.[place] ?? '';
  const kept = CLASSES[kind];
  if (kept !== undefined && cells.some((cell) => cell[place] !== fixed)) return kept;
  return /[A-Za-z0-9]/.test(fixed) ? fixed : regexLiteral(fixed);
}
