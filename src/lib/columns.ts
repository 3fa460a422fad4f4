// Rows as text in columns, no wider than a terminal. Pure: text in, lines out.

const LONGEST_CELL = 26;
const GAP = '  ';

/** A header and the rows below it, each a line; columns that do not fit into the width are left out, and said so in the header. */
export function inColumns(names: readonly string[], rows: readonly (readonly unknown[])[], width: number, longestCell = LONGEST_CELL): string[] {
  const cells = [names, ...rows].map((row) => row.map((value) => cut(textOf(value), longestCell)));
  const widths = names.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const fitting = countFitting(widths, width);
  const hidden = names.length - fitting;
  return cells.map((row, line) => {
    const shown = row.slice(0, fitting).map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(GAP);
    return (line === 0 && hidden > 0 ? `${shown}${GAP}+${hidden}` : shown).trimEnd();
  });
}

/** At most that many characters, on one line. */
export function cut(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= length ? line : `${line.slice(0, length - 3)}...`;
}

/** Whole words on lines of at most that many characters; a longer word has a line of its own. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** 4546524 as `4.5 MB`. */
export function sizeText(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${power === 0 ? bytes : (bytes / 1000 ** power).toFixed(1)} ${units[power]}`;
}

function countFitting(widths: readonly number[], width: number): number {
  const reserved = 5; // the note on what is left out
  let used = 0;
  let count = 0;
  for (const column of widths) {
    used += column + GAP.length;
    if (used > width - reserved && count > 0) break;
    count += 1;
  }
  return count;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value) ?? '';
}
