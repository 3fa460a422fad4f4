// A key may name a field that can be null, and a foreign key that never is may refer to it: then the field has a value in every row, or a
// child would take a null that it cannot hold. Says so before the plan is frozen.
import type { PlannedTable } from '../plan.ts';

/** The tables, with every field that a child needs a value of no longer nullable; through foreign keys that are such fields themselves, too. */
export function withoutNullsThatChildrenNeed(tables: readonly PlannedTable[]): readonly PlannedTable[] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const needed = new Map<string, Set<string>>();
  const open: { readonly table: PlannedTable; readonly field: string }[] = [];
  const need = (table: PlannedTable | undefined, name: string): void => {
    const field = table?.fields.find((candidate) => candidate.name === name);
    if (table === undefined || field === undefined || !field.nullable) return;
    const names = needed.get(table.name) ?? new Set<string>();
    if (names.has(name)) return;
    needed.set(table.name, names.add(name));
    open.push({ table, field: name });
  };
  const parentsOf = (table: PlannedTable, isNeeded: (field: string) => boolean): void => {
    for (const { fields, table: parent, references } of table.foreignKeys) {
      fields.forEach((name, at) => {
        if (isNeeded(name)) need(byName.get(parent), references[at] ?? '');
      });
    }
  };
  for (const table of tables) parentsOf(table, (name) => table.fields.some((field) => field.name === name && (!field.nullable || table.primaryKey.includes(name))));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { field } = next;
    parentsOf(next.table, (name) => name === field);
  }
  return tables.map((table) => {
    const names = needed.get(table.name);
    return names === undefined ? table : { ...table, fields: table.fields.map((field) => (names.has(field.name) ? { ...field, nullable: false } : field)) };
  });
}
