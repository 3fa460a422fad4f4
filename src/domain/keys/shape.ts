// What the keys of a table ask of its rows, before a row is drawn: which foreign keys are drawn freely, which must agree because
// they share fields, and of which axes each unique key is made. Says how many rows the keys can hold.
import type { PlannedTable } from '../plan.ts';
import { keysOf } from '../schema.ts';
import type { Space } from '../spaces.ts';
import type { Link, Surroundings } from './anchors.ts';
import type { UniqueKey } from './axes.ts';
import { UniqueShaper } from './unique-shape.ts';

export interface KeyShape {
  /** Rows of the table. */
  readonly rows: number;
  readonly links: readonly Link[];
  readonly uniqueKeys: readonly UniqueKey[];
  /** Fields without a finite space that are unique by the row's index in their text. */
  readonly tagged: ReadonlySet<string>;
  /** The values, in their order, of sequences that CHECKs have gaps in. */
  readonly gapped: ReadonlyMap<string, Space>;
  /** Most rows that the keys hold. */
  readonly capacity: number;
  /** What sets the capacity, in words; empty where nothing does. */
  readonly limit: string;
  /** Keys that cannot be kept, in words. */
  readonly problems: readonly string[];
  /** The unique keys among them: none may rely on these. */
  readonly unkept: readonly (readonly string[])[];
}

/** All that the keys of a table ask, for its present count of rows. */
export function shapeKeys(table: PlannedTable, around: Surroundings): KeyShape {
  const links = around.links(table.name);
  const shaper = new UniqueShaper(table, links, around);
  const problems = links.flatMap((link) => linkProblems(table, link, around));
  for (const fields of shaper.inOrder(keysOf(table))) shaper.add(fields);
  shaper.limitSequences();
  const orphaned = parentless(table, links, around) ?? partnerless(links, around);
  return {
    rows: table.rows,
    links,
    uniqueKeys: shaper.keys,
    tagged: shaper.tagged,
    gapped: shaper.gapped,
    capacity: orphaned === null ? shaper.capacity : 0,
    limit: orphaned ?? shaper.limit,
    problems: [...problems, ...shaper.problems],
    unkept: shaper.unkept,
  };
}

function linkProblems(table: PlannedTable, link: Link, around: Surroundings): string[] {
  if (link.within === null || link.within.down !== null) return [];
  const anchor = around.links(table.name)[link.within.anchor];
  const names = `(${link.foreignKey.fields.join(', ')}) and (${anchor?.foreignKey.fields.join(', ')})`;
  const outcome = link.masked.length > 0 ? `${link.masked.join(', ')} is left null` : 'the former refers to rows that may not be there';
  return [`foreign keys ${names} share fields, but their parents have no common ancestor that would make them agree: ${outcome}`];
}

/** Why a table can have no row for want of a parent; null: it can. */
function parentless(table: PlannedTable, links: readonly Link[], around: Surroundings): string | null {
  const wanting = table.rows === 0 ? undefined : links.find((link) => !link.self && link.masked.length === 0 && around.planned(link.foreignKey.table).rows === 0);
  return wanting === undefined ? null : `table ${wanting.foreignKey.table}, which it refers to, has no rows`;
}

/** The same for want of a second parent, where a check keeps two that are never null apart. */
function partnerless(links: readonly Link[], around: Surroundings): string | null {
  for (const link of links) {
    const other = link.distinctFrom === null ? undefined : links[link.distinctFrom];
    if (other === undefined || link.self || link.masked.length > 0 || other.masked.length > 0 || around.planned(link.foreignKey.table).rows > 1) continue;
    return `a CHECK keeps ${other.foreignKey.fields.join()} and ${link.foreignKey.fields.join()} apart, and table ${link.foreignKey.table} has one row`;
  }
  return null;
}
