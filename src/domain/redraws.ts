// Which fields of a row are drawn again together when a CHECK or a condition is not met. Fields that one names, those that they are made from,
// those that belong to one person or place and those learned together form a group with an attempt of its own; keys are in no group, and are never re-drawn.
import { fieldsIn, type Condition } from './conditions.ts';
import { dependenciesOf } from './dependencies.ts';
import { fieldsOf } from './expression.ts';
import type { Generator } from './generator.ts';
import type { PlannedTable } from './plan.ts';
import type { Check } from './schema.ts';

export interface RedrawGroup {
  /** Positions of its fields in the table. */
  readonly positions: readonly number[];
  readonly checks: readonly Check[];
  readonly conditions: readonly Condition[];
}

/** The groups of a table, one for every set of checks and conditions that share fields. `keys`: fields that are never re-drawn; `together`: that are only as one. */
export function redrawGroups(table: PlannedTable, { keys, together }: { readonly keys: ReadonlySet<string>; readonly together: readonly (readonly string[])[] }): readonly RedrawGroup[] {
  const union = new Map(table.fields.map((field) => [field.name, field.name]));
  const find = (name: string): string => {
    const up = union.get(name) ?? name;
    return up === name ? name : find(up);
  };
  const join = (names: Iterable<string>): void => {
    const [first, ...rest] = [...names].filter((name) => union.has(name) && !keys.has(name));
    for (const name of rest) union.set(find(name), find(first as string)); // there is a first where there is a rest
  };
  for (const field of table.fields) join([field.name, ...dependenciesOf(field), ...scoresIn(field.generator)]);
  for (const names of [...roles(table), ...together]) join(names);
  for (const check of table.checks) join(fieldsOf(check.condition));
  for (const condition of table.conditions ?? []) join(fieldsIn(condition));

  const rootOf = (names: Iterable<string>): string => find([...names].find((name) => !keys.has(name)) ?? '');
  const checks = Map.groupBy(table.checks, ({ condition }) => rootOf(fieldsOf(condition)));
  const conditions = Map.groupBy(table.conditions ?? [], (condition) => rootOf(fieldsIn(condition)));
  return [...new Set([...checks.keys(), ...conditions.keys()])].map((root) => ({
    positions: table.fields.flatMap((field, position) => (!keys.has(field.name) && find(field.name) === root ? [position] : [])),
    checks: checks.get(root) ?? [],
    conditions: conditions.get(root) ?? [],
  }));
}

/** The columns whose scores a learned field sums up: fields that share one go with one another, and would no longer if one alone were drawn again. */
function scoresIn(generator: Generator | undefined): readonly string[] {
  if (generator?.kind === 'conditional') return [...generator.cases.map(({ then }) => then), ...(generator.otherwise === undefined ? [] : [generator.otherwise])].flatMap(scoresIn);
  return generator?.kind === 'learned' ? generator.scores.map(({ of }) => of) : [];
}

function roles(table: PlannedTable): Iterable<readonly string[]> {
  const byRole = new Map<string, string[]>();
  const linked = new Set(table.foreignKeys.flatMap((key) => key.fields)); // have their parents' values, whatever generator they carry
  for (const { name, generator } of table.fields) {
    if (generator?.kind !== 'semantic' || linked.has(name)) continue;
    const role = generator.role ?? '';
    byRole.set(role, [...(byRole.get(role) ?? []), name]);
  }
  return byRole.values();
}
