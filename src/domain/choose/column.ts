// A column as the rules see it: its field with all that bears on the choice, gathered once.
import { analyseChecks } from '../checks.ts';
import type { FieldBounds } from '../checks.ts';
import { keysOf, type Field, type Table, type Value } from '../schema.ts';
import { readName, snakeCase, subjectOf } from './names.ts';
import type { Reading } from './names.ts';

export interface Column {
  readonly table: Table;
  readonly field: Field;
  /** What a row of the table is: `order_detail`. */
  readonly subject: string;
  readonly readings: readonly Reading[];
  /** From the table's CHECKs. */
  readonly bounds: FieldBounds;
  readonly hints: readonly Value[];
  /** Most characters, by type and CHECKs. */
  readonly maxLength: number;
  /** `alone`: unique by itself; `part`: with others. */
  readonly key: 'none' | 'alone' | 'part';
  /** Whether the table has a field whose snake-case name matches. */
  readonly has: (pattern: RegExp) => boolean;
}

/** The columns of a table, in its order. */
export function columnsOf(table: Table): readonly Column[] {
  const { bounds, hints } = analyseChecks(table);
  const subject = subjectOf(table.name);
  const names = table.fields.map((field) => snakeCase(field.name));
  const keys = keysOf(table);
  return table.fields.map((field) => {
    const found = bounds.get(field.name) ?? {};
    const own = keys.filter((key) => key.includes(field.name));
    return {
      table, field, subject,
      readings: readName(field.name, subject),
      bounds: found,
      hints: hints.get(field.name) ?? [],
      maxLength: Math.min(field.maxLength ?? Infinity, found.maxLength ?? Infinity),
      key: own.some((key) => key.length === 1) ? 'alone' : own.length > 0 ? 'part' : 'none',
      has: (pattern) => names.some((name) => pattern.test(name)),
    };
  });
}

/** A literal DEFAULT; undefined where there is none, or it is computed. */
export function defaultLiteral({ field }: Column): string | number | boolean | undefined {
  let expression = field.defaultTo;
  // A cast around a literal ('open'::text) is looked through.
  while (expression?.kind === 'call' && expression.args.length === 1) expression = expression.args[0];
  return expression?.kind === 'literal' && expression.value !== null ? expression.value : undefined;
}
