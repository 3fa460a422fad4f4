// In which steps tables load into a database that checks foreign keys at the end of every statement. Parents come first; what goes
// round in a circle is broken where a null may stand in for a while, and where none may, its rows go in as one statement.
import { fieldsOf } from '../domain/expression.ts';
import { apartFromItself } from '../domain/keys/links.ts';
import { loadOrder } from '../domain/order.ts';
import type { ForeignKey, Table } from '../domain/schema.ts';

export type LoadStep =
  /** Rows in their order; fields in `later` are null at first. */
  | { readonly kind: 'insert'; readonly table: string; readonly later: readonly string[] }
  /** All rows of these tables in one statement, since they wait for each other. */
  | { readonly kind: 'together'; readonly tables: readonly { readonly table: string; readonly later: readonly string[] }[] }
  /** The fields left null before, row by row, by the key. */
  | { readonly kind: 'update'; readonly table: string; readonly later: readonly string[]; readonly key: readonly string[] };

/** The steps for these tables. Every row is in exactly one insert or together step, and at the end every value is as it should be. */
export function loadSteps(tables: readonly Table[]): readonly LoadStep[] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  return loadOrder(tables).flatMap((names) => groupSteps(names.flatMap((name) => byName.get(name) ?? [])));
}

function groupSteps(group: readonly Table[]): readonly LoadStep[] {
  const open = new Set<ForeignKey>();
  const entangled = new Set<string>();
  for (const table of group) {
    for (const key of lateSelfReferences(table)) {
      if (nullableMeanwhile(table, key).length > 0) open.add(key);
      else entangled.add(table.name);
    }
  }
  openCycles(group, open);
  // One that refers to what is null for now, and may not be null itself, leaves no other way than one statement.
  if (!openReferrers(group, open)) return [{ kind: 'together', tables: group.map(({ name }) => ({ table: name, later: [] })) }];

  const byName = new Map(group.map((table) => [table.name, table]));
  const laterOf = (name: string): readonly string[] => laterFields(byName.get(name), open);
  const inserts = loadOrder(withoutKeys(group, open)).map((names): LoadStep => {
    const [first = ''] = names;
    if (names.length === 1 && !entangled.has(first)) return { kind: 'insert', table: first, later: laterOf(first) };
    return { kind: 'together', tables: names.map((table) => ({ table, later: laterOf(table) })) };
  });
  return [...inserts, ...updateSteps(group, open)];
}

/** Opens the keys of the group that refer to fields which are null for now. False where one of them cannot be. */
function openReferrers(group: readonly Table[], open: Set<ForeignKey>): boolean {
  for (let before = -1; before !== open.size; ) {
    before = open.size;
    const later = new Map(group.map((table) => [table.name, new Set(laterFields(table, open))]));
    for (const table of group) {
      for (const key of table.foreignKeys) {
        if (open.has(key) || !key.references.some((name) => later.get(key.table)?.has(name) === true)) continue;
        if (nullableMeanwhile(table, key).length === 0) return false;
        open.add(key);
      }
    }
  }
  return true;
}

/** Fields that others refer to are filled in first: each of the rest a step later than the last that it refers to. */
function updateSteps(group: readonly Table[], open: ReadonlySet<ForeignKey>): readonly LoadStep[] {
  const later = new Map(group.map((table) => [table.name, laterFields(table, open)]));
  const level = new Map<string, number>();
  const levelOf = (table: string, field: string): number => level.get(JSON.stringify([table, field])) ?? 0;
  let highest = 0;
  // A field is never later than itself (such keys are refused), so that this ends; the bound is for schemas that were never validated.
  for (let changed = true; changed && highest <= level.size + 1; ) {
    changed = false;
    for (const table of group) {
      for (const key of table.foreignKeys.filter((candidate) => open.has(candidate))) {
        const after = Math.max(0, ...key.references.map((name) => (later.get(key.table)?.includes(name) === true ? levelOf(key.table, name) + 1 : 0)));
        for (const name of key.fields) {
          if (levelOf(table.name, name) >= after) continue;
          level.set(JSON.stringify([table.name, name]), after);
          highest = Math.max(highest, after);
          changed = true;
        }
      }
    }
  }
  return Array.from({ length: highest + 1 }, (_, step) => step).flatMap((step) =>
    group.flatMap((table): readonly LoadStep[] => {
      const fields = (later.get(table.name) ?? []).filter((name) => levelOf(table.name, name) === step);
      return fields.length === 0 ? [] : [{ kind: 'update', table: table.name, later: fields, key: rowKey(table) ?? [] }];
    }),
  );
}

/**
 * Self-references whose parents may come later in the table. A parent is an earlier row (or the row itself), unless the key shares
 * a field with another foreign key, which then has its say in which row the parent is, or the first row must not be its own parent.
 */
function lateSelfReferences(table: Table): readonly ForeignKey[] {
  return table.foreignKeys.filter(
    (key) => key.table === table.name && (apartFromItself(table, key) || table.foreignKeys.some((other) => other !== key && other.fields.some((field) => key.fields.includes(field)))),
  );
}

/** Adds keys to `open` until no cycle is left that nulls can break: one pair of child and parent at a time, in the schema's order. */
function openCycles(group: readonly Table[], open: Set<ForeignKey>): void {
  for (;;) {
    const pair = firstBreakable(group, open);
    if (pair === null) return;
    for (const key of pair) open.add(key);
  }
}

function firstBreakable(group: readonly Table[], open: ReadonlySet<ForeignKey>): readonly ForeignKey[] | null {
  const cycleOf = new Map<string, number>();
  loadOrder(withoutKeys(group, open)).forEach((names, index) => names.forEach((name) => cycleOf.set(name, index)));
  for (const child of group) {
    const closed = child.foreignKeys.filter((key) => key.table !== child.name && !open.has(key) && cycleOf.get(key.table) === cycleOf.get(child.name));
    for (const parent of new Set(closed.map((key) => key.table))) {
      // One key that stays would keep the two tables in their order, so all of a pair are opened, or none.
      const pair = closed.filter((key) => key.table === parent);
      if (pair.every((key) => nullableMeanwhile(child, key).length > 0)) return pair;
    }
  }
  return null;
}

function withoutKeys(tables: readonly Table[], left: ReadonlySet<ForeignKey>): readonly Table[] {
  return tables.map((table) => ({ ...table, foreignKeys: table.foreignKeys.filter((key) => !left.has(key)) }));
}

function laterFields(table: Table | undefined, open: ReadonlySet<ForeignKey>): readonly string[] {
  if (table === undefined) return [];
  const fields = new Set(table.foreignKeys.filter((key) => open.has(key)).flatMap((key) => nullableMeanwhile(table, key)));
  return table.fields.map((field) => field.name).filter((name) => fields.has(name));
}

/**
 * The fields of a key that may be null for a while, so that the key is not checked yet: those that allow it and that no CHECK reads
 * (one might ask for a value). None where no key finds the row again.
 */
function nullableMeanwhile(table: Table, key: ForeignKey): readonly string[] {
  if (rowKey(table) === null) return [];
  const checked = new Set(table.checks.flatMap((check) => [...fieldsOf(check.condition)]));
  // A generated column is computed anew from what is null for now, and a CHECK may read it.
  for (const field of table.fields) if (field.computed !== undefined && checked.has(field.name)) for (const name of fieldsOf(field.computed)) checked.add(name);
  return key.fields.filter((name) => !checked.has(name) && table.fields.some((field) => field.name === name && field.nullable && field.computed === undefined));
}

/** The key that an UPDATE finds a row by: the primary key, else a unique one that is never null. */
function rowKey(table: Table): readonly string[] | null {
  const neverNull = (name: string): boolean => table.fields.some((field) => field.name === name && !field.nullable);
  return [table.primaryKey, ...table.uniqueKeys].find((key) => key.length > 0 && key.every(neverNull)) ?? null;
}
