// Writes into every expression of a schema which type each field that it reads has. A tree then says all that it is computed
// by, wherever it travels: whole numbers divide as whole numbers, decimals compare as numbers, dates as dates.
import type { Expression } from '../expression.ts';
import type { Generator } from '../generator.ts';
import type { DataSchema, Field, Table } from '../schema.ts';

/** The same schema, its expressions' fields with their types. */
export function withFieldTypes(schema: DataSchema): DataSchema {
  return { tables: schema.tables.map(typedTable) };
}

/** The expression over the fields of the table, with their types. */
export function typedIn({ fields }: Pick<Table, 'fields'>, expression: Expression): Expression {
  const byName = new Map(fields.map((field) => [field.name, field]));
  return typed(expression, (name) => byName.get(name));
}

type FieldOf = (name: string) => Field | undefined;

function typedTable(table: Table): Table {
  const fields = new Map(table.fields.map((field) => [field.name, field]));
  const fieldOf: FieldOf = (name) => fields.get(name);
  return {
    ...table,
    fields: table.fields.map((field) => ({
      ...field,
      ...(field.computed === undefined ? {} : { computed: typed(field.computed, fieldOf) }),
      ...(field.defaultTo === undefined ? {} : { defaultTo: typed(field.defaultTo, fieldOf) }),
      ...(field.generator === undefined ? {} : { generator: typedGenerator(field.generator, fieldOf) }),
    })),
    checks: table.checks.map((check) => ({ ...check, condition: typed(check.condition, fieldOf) })),
  };
}

function typedGenerator(generator: Generator, fieldOf: FieldOf): Generator {
  switch (generator.kind) {
    case 'expression': return { ...generator, expression: typed(generator.expression, fieldOf) };
    case 'conditional': return {
      ...generator,
      cases: generator.cases.map((one) => ({ ...one, condition: typed(one.condition, fieldOf), then: typedGenerator(one.then, fieldOf) })),
      ...(generator.otherwise === undefined ? {} : { otherwise: typedGenerator(generator.otherwise, fieldOf) }),
    };
    case 'object': return { ...generator, fields: generator.fields.map((part) => ({ ...part, generator: typedGenerator(part.generator, fieldOf) })) };
    case 'array': return { ...generator, items: typedGenerator(generator.items, fieldOf), ...(generator.first === undefined ? {} : { first: generator.first.map((one) => typedGenerator(one, fieldOf)) }) };
    case 'mixture': return { ...generator, parts: generator.parts.map((part) => ({ ...part, generator: typedGenerator(part.generator, fieldOf) })) };
    default: return generator;
  }
}

function typed(expression: Expression, fieldOf: FieldOf): Expression {
  switch (expression.kind) {
    case 'literal': return expression;
    case 'field': {
      const field = fieldOf(expression.name);
      return field === undefined ? expression : { kind: 'field', name: expression.name, type: field.type, ...(field.scale === undefined ? {} : { scale: field.scale }) };
    }
    case 'call': return { ...expression, args: expression.args.map((arg) => typed(arg, fieldOf)) };
    case 'case': return {
      ...expression,
      branches: expression.branches.map(({ when, then }) => ({ when: typed(when, fieldOf), then: typed(then, fieldOf) })),
      otherwise: typed(expression.otherwise, fieldOf),
    };
    default: return expression satisfies never;
  }
}
