// Small plans made by hand, for tests of what is drawn from them.
import type { Generator } from '../../src/domain/generator.ts';
import { GENERATORS_VERSION, type Plan, type PlannedTable } from '../../src/domain/plan.ts';
import { compilePlan } from '../../src/domain/rows.ts';
import type { Field, FieldType, Value } from '../../src/domain/schema.ts';

export const SEQUENCE: Generator = { kind: 'sequence', start: 1, step: 1 };

export function field(name: string, generator: Generator | undefined, more: Partial<Field> = {}): Field {
  const type: FieldType = generator?.kind === 'uuid' ? 'UUID' : generator?.kind === 'category' || generator?.kind === 'semantic' || generator?.kind === 'pattern' ? 'STRING' : 'INTEGER';
  return { name, type, nullable: false, ...(generator === undefined ? {} : { generator }), ...more };
}

/** A field of a foreign key. */
export function reference(name: string, table: string, to = 'id', { skew = 0, ...more }: Partial<Field> & { skew?: number } = {}): Field {
  return field(name, { kind: 'reference', table, field: to, skew }, more);
}

export function table(name: string, rows: number, fields: readonly Field[], keys: Partial<PlannedTable> = {}): PlannedTable {
  return { name, rows, fields, primaryKey: [], uniqueKeys: [], foreignKeys: [], checks: [], ...keys };
}

export function planOf(seed: number, ...tables: readonly PlannedTable[]): Plan {
  return { generators: GENERATORS_VERSION, seed, reference: '2026-01-01T00:00:00.000Z', locale: 'en', tables };
}

/** All rows of a table as objects. */
export function allRows(plan: Plan, name: string): readonly Readonly<Record<string, Value>>[] {
  const compiled = compilePlan(plan).table(name);
  const planned = compiled.table;
  return Array.from(compiled.rows(0, planned.rows), (values) => Object.fromEntries(planned.fields.map((one, position) => [one.name, values[position] ?? null])));
}

/** The values of some fields as one comparable text. */
export function tuple(row: Readonly<Record<string, Value>>, names: readonly string[]): string {
  return JSON.stringify(names.map((name) => row[name] ?? null));
}
