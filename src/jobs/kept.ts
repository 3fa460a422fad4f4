// What a run that was stopped keeps. Rows are complete up to a prefix of each table, but a kept row may refer to a parent past its
// table's prefix (round a cycle of tables): those parents are kept too, and theirs, so that every reference leads somewhere.
import type { Plan } from '../domain/plan.ts';
import type { RowRange, RowRanges } from '../files/parts.ts';

/** The parent's row behind one of a table's foreign keys, or a negative number for none. */
export type ParentOf = (table: string, foreignKey: number, row: number) => number;

/** Ranges of rows by table: ascending, disjoint, touching ones joined. */
export function keptRanges(plan: Plan, prefixes: Readonly<Record<string, number>>, parentOf: ParentOf): RowRanges {
  const extras = new Map(plan.tables.map((table) => [table.name, new Set<number>()]));
  const prefixOf = (table: string): number => prefixes[table] ?? 0;
  // Parents that are all there, and theirs, need no walk: only keys into tables that are cut short can lead outside.
  const short = new Set(plan.tables.filter((table) => prefixOf(table.name) < table.rows).map((table) => table.name));
  const open: { readonly table: string; readonly row: number }[] = [];

  const follow = (name: string, row: number): void => {
    const table = plan.tables.find((candidate) => candidate.name === name);
    table?.foreignKeys.forEach((key, index) => {
      if (!short.has(key.table)) return;
      const parent = parentOf(name, index, row);
      const known = extras.get(key.table);
      if (parent < prefixOf(key.table) || known === undefined || known.has(parent)) return;
      known.add(parent);
      open.push({ table: key.table, row: parent });
    });
  };
  for (const table of plan.tables) {
    if (!table.foreignKeys.some((key) => short.has(key.table))) continue;
    for (let row = 0; row < prefixOf(table.name); row++) follow(table.name, row);
  }
  for (let next = open.pop(); next !== undefined; next = open.pop()) follow(next.table, next.row);
  return Object.fromEntries(plan.tables.map((table) => [table.name, ranges(prefixOf(table.name), extras.get(table.name) ?? new Set())]));
}

function ranges(prefix: number, extras: ReadonlySet<number>): readonly RowRange[] {
  const found: { first: number; last: number }[] = prefix > 0 ? [{ first: 0, last: prefix }] : [];
  for (const row of [...extras].sort((a, b) => a - b)) {
    const before = found.at(-1);
    if (before?.last === row) before.last = row + 1;
    else found.push({ first: row, last: row + 1 });
  }
  return found;
}
