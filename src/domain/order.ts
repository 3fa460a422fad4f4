// The order in which tables load: parents before the tables that refer to them. Tables round a cycle of foreign keys come
// together, as one group; a table that refers to itself is no cycle. The order depends on nothing but the tables given.
import type { ForeignKey } from './schema.ts';

/** What an order needs to know of a table. */
export interface OrderedTable {
  readonly name: string;
  readonly foreignKeys: readonly Pick<ForeignKey, 'table'>[];
}

/**
 * Groups of tables (nearly always of one), parents first; among equals, as the schema has them. Foreign keys to tables that
 * are not given are left out of account.
 */
export function loadOrder(tables: readonly OrderedTable[]): readonly (readonly string[])[] {
  return rankedGroups(tables).map(({ members }) => members.map((member) => nameAt(tables, member)));
}

/** The longest way from each table up to one without parents: tables of one rank wait for none of each other, round a cycle apart. */
export function rankOf(tables: readonly OrderedTable[]): ReadonlyMap<string, number> {
  return new Map(rankedGroups(tables).flatMap(({ members, rank }) => members.map((member) => [nameAt(tables, member), rank] as const)));
}

interface RankedGroup {
  readonly members: readonly number[];
  readonly rank: number;
}

function rankedGroups(tables: readonly OrderedTable[]): readonly RankedGroup[] {
  const parents = parentsOf(tables);
  const rankByTable = new Map<number, number>();
  const groups: RankedGroup[] = [];
  // A group comes after the groups of all its parents, so their ranks are known by then.
  for (const members of stronglyConnected(parents)) {
    let rank = 0;
    for (const member of members) {
      for (const parent of parents[member] ?? []) rank = Math.max(rank, (rankByTable.get(parent) ?? -1) + 1);
    }
    for (const member of members) rankByTable.set(member, rank);
    groups.push({ members, rank });
  }
  return groups.sort((a, b) => a.rank - b.rank || (a.members[0] ?? 0) - (b.members[0] ?? 0));
}

function parentsOf(tables: readonly OrderedTable[]): readonly (readonly number[])[] {
  const position = new Map(tables.map((table, index) => [table.name, index]));
  return tables.map((table, index) => {
    const parents = new Set<number>();
    for (const key of table.foreignKeys) {
      const parent = position.get(key.table);
      if (parent !== undefined && parent !== index) parents.add(parent);
    }
    return [...parents].sort((a, b) => a - b);
  });
}

/** Tarjan's strongly connected components, each sorted, parents before children. A stack of our own: chains may be long. */
function stronglyConnected(parents: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const order = new Map<number, number>();
  const low: number[] = [];
  const open: number[] = [];
  const isOpen = new Set<number>();
  const groups: (readonly number[])[] = [];

  const enter = (node: number): Visit => {
    order.set(node, order.size);
    low[node] = order.size - 1;
    open.push(node);
    isOpen.add(node);
    return { node, next: 0 };
  };
  const leave = (node: number): void => {
    if (low[node] !== order.get(node)) return;
    const members = open.splice(open.lastIndexOf(node));
    for (const member of members) isOpen.delete(member);
    groups.push(members.sort((a, b) => a - b));
  };

  for (let root = 0; root < parents.length; root++) {
    if (order.has(root)) continue;
    const visits = [enter(root)];
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const parent = parents[visit.node]?.[visit.next++];
      if (parent === undefined) {
        visits.pop();
        leave(visit.node);
        const below = visits.at(-1);
        if (below !== undefined) low[below.node] = Math.min(low[below.node] ?? 0, low[visit.node] ?? 0);
      } else if (!order.has(parent)) {
        visits.push(enter(parent));
      } else if (isOpen.has(parent)) {
        low[visit.node] = Math.min(low[visit.node] ?? 0, order.get(parent) ?? 0);
      }
    }
  }
  return groups;
}

interface Visit {
  readonly node: number;
  next: number;
}

function nameAt(tables: readonly OrderedTable[], index: number): string {
  return (tables[index] as OrderedTable).name; // indexes come from this very list
}
