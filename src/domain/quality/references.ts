// Whether what rows refer to is there: the parent is named by the key functions, and its key is compared with what the row has.
import type { PlanRows } from '../rows.ts';
import type { ForeignKey, Value } from '../schema.ts';

/** Asks that of the rows of a table, key by key; null where a row refers to none. `isThere`: which rows the run holds. */
export function references(plan: PlanRows, name: string, isThere: (table: string, row: number) => boolean): (foreignKey: number, row: number, values: readonly Value[]) => boolean | null {
  const children = plan.table(name);
  const keys = children.table.foreignKeys.map((key) => ({ key, places: key.fields.map((field) => children.table.fields.findIndex((own) => own.name === field)) }));
  return (foreignKey, row, values) => {
    const { key, places } = keys[foreignKey] as (typeof keys)[number]; // one of the table's
    const given = places.map((place) => values[place] ?? null);
    if (given.includes(null)) return null;
    const parent = children.parentOf(foreignKey, row);
    return parent >= 0 && isThere(key.table, parent) && keyOf(plan, key, parent).every((value, at) => isSame(value, given[at] ?? null));
  };
}

function keyOf(plan: PlanRows, { table, references: fields }: ForeignKey, row: number): readonly Value[] {
  let key: readonly Value[] = [];
  plan.table(table).visit(fields, { first: row, last: row + 1 }, (values) => (key = values));
  return key;
}

/** Equal as a database has it, where the two columns are of different types: 5 is '5' is '5.00'. */
function isSame(one: Value, other: Value): boolean {
  return one === other || String(one) === String(other) || (typeof one !== typeof other && Number(one) === Number(other));
}
