// Circles that no order of making could resolve: fields made from one another, and keys that are their own foreign keys.
import { dependenciesOf } from '../dependencies.ts';
import type { DataSchema, Table } from '../schema.ts';

/** One circle for every knot of fields that are made from one another, first and last name the same. */
export function fieldCycles(table: Table): readonly (readonly string[])[] {
  const linked = new Set(table.foreignKeys.flatMap((key) => key.fields));
  // A foreign key's field takes its parent's value, whatever generator it may carry.
  const edges = new Map(table.fields.map((field) => [field.name, linked.has(field.name) ? [] : [...dependenciesOf(field)]]));
  return cyclesIn(edges);
}

export interface KeyCycle {
  readonly table: string;
  readonly field: string;
  readonly cycle: readonly string[];
}

/**
 * Fields whose value would be that of another row's, round and round. A composite key that refers to its own table, such as
 * (tenant_id, parent_id) to (tenant_id, id), keeps tenant_id: that is no circle, as long as another of its fields moves on.
 */
export function keyCycles(schema: DataSchema): readonly KeyCycle[] {
  const edges = new Map<string, string[]>();
  const places = new Map<string, { readonly table: string; readonly field: string }>();
  for (const table of schema.tables) {
    for (const { name } of table.fields) places.set(nodeOf(table.name, name), { table: table.name, field: name });
    for (const key of table.foreignKeys) {
      const moves = key.table !== table.name || key.fields.some((name, index) => name !== key.references[index]);
      key.fields.forEach((name, index) => {
        const target = key.references[index] ?? '';
        if (key.table === table.name && name === target && moves && key.fields.length > 1) return;
        const from = nodeOf(table.name, name);
        edges.set(from, [...(edges.get(from) ?? []), nodeOf(key.table, target)]);
      });
    }
  }
  return cyclesIn(edges).flatMap((cycle) => {
    const place = places.get(cycle[0] ?? '');
    return place === undefined ? [] : [{ ...place, cycle: cycle.map((node) => readable(places.get(node))) }];
  });
}

function nodeOf(table: string, field: string): string {
  return JSON.stringify([table, field]);
}

function readable(place: { readonly table: string; readonly field: string } | undefined): string {
  return place === undefined ? '' : `${place.table}.${place.field}`;
}

/** Depth first, without recursion; each node is left once, so every knot gives at least one circle. */
function cyclesIn(edges: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const cycles: (readonly string[])[] = [];
  const done = new Set<string>();
  for (const start of edges.keys()) {
    const path: { readonly name: string; next: number }[] = done.has(start) ? [] : [{ name: start, next: 0 }];
    const onPath = new Set([start]);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const target = edges.get(top.name)?.[top.next++];
      if (target === undefined) {
        done.add(top.name);
        onPath.delete(top.name);
        path.pop();
      } else if (onPath.has(target)) {
        const from = path.findIndex(({ name }) => name === target);
        cycles.push([...path.slice(from).map(({ name }) => name), target]);
      } else if (!done.has(target) && edges.has(target)) {
        path.push({ name: target, next: 0 });
        onPath.add(target);
      }
    }
  }
  return cycles;
}
