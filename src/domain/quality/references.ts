// Whether what rows refer to is there: the parent is named by the key functions, and its key is compared with what the row has.
import type { PlanRows } from '../rows.ts';
import type { ForeignKey, Value } from '../schema.ts';

/** Asks that of the rows of a table, key by key; null where a row refers to none, or it cannot be told. `isThere`: which rows the run holds. */
export type Refers = (foreignKey: number, row: number, values: readonly Value[]) => boolean | null;
type IsThere = (table: string, row: number) => boolean;

/** Most rows of a parent that are searched for a key. */
const MOST_SEARCHED = 100_000;

export function references(plan: PlanRows, name: string, isThere: IsThere): Refers {
  const children = plan.table(name);
  const keys = children.table.foreignKeys.map((key) => {
    let all: ReadonlySet<string> | null | undefined;
    return { key, places: key.fields.map((field) => children.table.fields.findIndex((own) => own.name === field)), all: () => (all ??= keysThere(plan, key, isThere)) };
  });
  return (foreignKey, row, values) => {
    const { key, places, all } = keys[foreignKey] as (typeof keys)[number]; // one of the table's
    const given = places.map((place) => values[place] ?? null);
    if (given.includes(null)) return null;
    const parent = children.parentOf(foreignKey, row);
    if (parent >= 0 && isThere(key.table, parent) && textOf(keyOf(plan, key, parent)) === textOf(given)) return true;
    // Of keys that share fields but whose parents cannot agree, one names no parent; there may be a row of that key all the same.
    const found = all()?.has(textOf(given));
    return found ?? (parent >= 0 ? false : null);
  };
}

/** The keys of all rows that are there; null where they are too many. */
function keysThere(plan: PlanRows, { table, references: fields }: ForeignKey, isThere: IsThere): ReadonlySet<string> | null {
  const parents = plan.table(table);
  if (parents.table.rows > MOST_SEARCHED) return null;
  const keys = new Set<string>();
  parents.visit(fields, { first: 0, last: parents.table.rows }, (key, row) => {
    if (isThere(table, row)) keys.add(textOf(key));
  });
  return keys;
}

function keyOf(plan: PlanRows, { table, references: fields }: ForeignKey, row: number): readonly Value[] {
  let key: readonly Value[] = [];
  plan.table(table).visit(fields, { first: row, last: row + 1 }, (values) => (key = [...values]));
  return key;
}

/** The same text for keys that a database holds for equal, whatever the types of their columns: of 5, '5' and '5.00'. */
function textOf(key: readonly Value[]): string {
  return JSON.stringify(key.map((value) => (typeof value === 'number' || typeof value === 'string' ? withoutZeros(String(value)) : value)));
}

function withoutZeros(text: string): string {
  if (!/^-?\d+\.\d+$/.test(text)) return text;
  let end = text.length;
  while (text[end - 1] === '0') end--;
  return text.slice(0, text[end - 1] === '.' ? end - 1 : end);
}
