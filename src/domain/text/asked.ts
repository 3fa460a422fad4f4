// What a model is asked of each row, and what it is told: the row's own pure values, and those of the rows that it refers to, so that a review
// fits its product and its rating.
import { plannedTable, type Plan, type PlannedTable } from '../plan.ts';
import type { PlanRows, TableRows } from '../rows.ts';
import type { Value } from '../schema.ts';

/** A row to be written. */
export interface Asked {
  readonly row: number;
  /** Of the table's places, those that are not null in this row, by index. */
  readonly places: readonly number[];
  /** What is known of it, and of the rows that it refers to. */
  readonly known: readonly (readonly [string, Value])[];
}

/** Rows [first, last) of a table, as they are to be asked for. */
export function* askedRows(plan: Plan, rows: PlanRows, name: string, { first, last }: { readonly first: number; readonly last: number }): Generator<Asked> {
  const table = plannedTable(plan, name);
  const own = rows.table(name);
  const told = tellingFields(table);
  const places = (table.written ?? []).map((place) => table.fields.findIndex((field) => field.name === place.name));
  const parents = parentsOf(plan, rows, table);
  let row = first;
  for (const values of own.rows(first, last)) {
    yield {
      row,
      places: places.flatMap((position, index) => (values[position] === null ? [] : [index])),
      known: [...facts(told, values, ''), ...parents.flatMap((parent) => parent.factsFor(own, row))],
    };
    row++;
  }
}

interface TellingField {
  readonly name: string;
  readonly position: number;
}

/** What says something about a row: no identifiers, nothing that is a parent's, and nothing that a model writes. */
function tellingFields(table: PlannedTable): readonly TellingField[] {
  const mute = new Set([...table.foreignKeys.flatMap(({ fields }) => fields), ...(table.written ?? []).map((place) => place.name)]);
  return table.fields.flatMap(({ name, generator }, position) => (mute.has(name) || ['sequence', 'uuid', 'bytes'].includes(generator?.kind ?? '') ? [] : [{ name, position }]));
}

function facts(fields: readonly TellingField[], values: readonly Value[], prefix: string): readonly (readonly [string, Value])[] {
  return fields.flatMap(({ name, position }) => (values[position] == null ? [] : [[prefix + name, values[position]] as const]));
}

interface Parent {
  factsFor(own: TableRows, row: number): readonly (readonly [string, Value])[];
}

function parentsOf(plan: Plan, rows: PlanRows, table: PlannedTable): readonly Parent[] {
  return table.foreignKeys.flatMap((key, index): Parent[] => {
    if (key.table === table.name) return []; // another row of the same kind says little
    const fields = tellingFields(plannedTable(plan, key.table));
    if (fields.length === 0) return [];
    return [{
      factsFor: (own, row) => {
        const at = own.parentOf(index, row);
        const [values] = at < 0 ? [] : rows.table(key.table).rows(at, at + 1);
        return values === undefined ? [] : facts(fields, values, `${key.table}.`);
      },
    }];
  });
}
