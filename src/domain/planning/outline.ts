// From a model's answers to tables that hang together, whatever it answered: each has its key, a reference leads to a table that is there,
// and no circle of references is without one that may be null.
import { subjectOf } from '../choose/names.ts';
import type { FieldDraft, TableDraft } from '../import/draft.ts';
import type { ColumnAnswer, TableAnswer } from './questions.ts';

/** A table before its columns are asked about. */
export interface Outline {
  readonly name: string;
  readonly about: string;
  readonly references: readonly Reference[];
  /** Those that are neither key nor reference. */
  readonly columns: readonly string[];
}

export interface Reference {
  readonly column: string;
  readonly table: string;
  readonly nullable: boolean;
}

/** Every planned table has it. */
const KEY = 'id';
/** The column of a table that would have nothing but its key. */
const ONLY_COLUMN = 'name';

/** The tables of these names, with what was answered of each. */
export function outlinesOf(names: readonly string[], answers: readonly TableAnswer[]): readonly Outline[] {
  const tables = answers.map((answer, index) => outline(names[index] ?? '', names, answer));
  const nullable = nullableReferences(tables);
  return tables.map((table) => ({ ...table, references: table.references.map((reference) => ({ ...reference, nullable: nullable.has(reference) })) }));
}

function outline(name: string, names: readonly string[], { about, parents, columns }: TableAnswer): Outline {
  const given = columns.filter((column) => column !== KEY && column !== keyColumn(name));
  const named = given.flatMap((column): Reference[] => {
    const table = referredBy(column, names);
    return table === undefined ? [] : [{ column, table, nullable: false }];
  });
  const taken = new Set([KEY, ...given]);
  const added = parents.filter((parent) => named.every(({ table }) => table !== parent)).map((table): Reference => ({ column: free(keyColumn(table), taken), table, nullable: false }));
  const references = [...added, ...named];
  const rest = given.filter((column) => named.every((reference) => reference.column !== column));
  return { name, about, references, columns: rest.length + references.length === 0 ? [ONLY_COLUMN] : rest };
}

/** `customer_id` of `customers`. */
function keyColumn(table: string): string {
  return `${subjectOf(table)}_${KEY}`;
}

/** The table that a column refers to by its name: `order_item_id` and `first_order_item_id` mean order_items, not items. */
function referredBy(column: string, names: readonly string[]): string | undefined {
  const meant = names.filter((name) => column === keyColumn(name) || column.endsWith(`_${keyColumn(name)}`));
  return meant.toSorted((a, b) => keyColumn(b).length - keyColumn(a).length)[0];
}

/** The name, or with a number where it is taken; taken from then on. */
function free(name: string, taken: Set<string>): string {
  let found = name;
  for (let number = 2; taken.has(found); number++) found = `${name}_${number}`;
  taken.add(found);
  return found;
}

/** Those that refer to their own table, or close a circle. What leads to a table that was named earlier never does: it is the usual way round. */
function nullableReferences(tables: readonly Outline[]): ReadonlySet<Reference> {
  const place = new Map(tables.map(({ name }, index) => [name, index]));
  const parents = tables.map((): Set<number> => new Set());
  const nullable = new Set<Reference>();
  const links = tables.flatMap(({ references }, from) => references.map((reference) => ({ reference, from, to: place.get(reference.table) ?? from })));
  for (const { from, to } of links) if (to < from) parents[from]?.add(to);
  for (const { reference, from, to } of links.filter((link) => link.to >= link.from)) {
    if (leadsTo(parents, to, from)) nullable.add(reference);
    else parents[from]?.add(to);
  }
  return nullable;
}

function leadsTo(parents: readonly ReadonlySet<number>[], from: number, target: number): boolean {
  const seen = new Set([from]);
  for (const table of seen) for (const parent of parents[table] ?? []) seen.add(parent); // a set goes on with what is added on the way
  return seen.has(target);
}

/** The table as anybody could have handed it in. `answers`: of its columns, in their order. */
export function draftOf({ name, about, references, columns }: Outline, answers: readonly ColumnAnswer[]): TableDraft {
  const whole = (column: string, nullable: boolean): FieldDraft => ({ name: column, type: 'INTEGER', nullable, unique: false });
  return {
    name,
    description: about,
    fields: [
      whole(KEY, false),
      ...references.map(({ column, nullable }) => whole(column, nullable)),
      ...answers.map(({ about: description, type, nullable }, index): FieldDraft => ({ name: columns[index] ?? '', type, description, nullable, unique: false })),
    ],
    primaryKey: [KEY],
    uniqueKeys: [],
    foreignKeys: references.map(({ column, table }) => ({ fields: [column], table })),
    checks: [],
  };
}
