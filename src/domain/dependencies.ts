// Which other fields of its row a field reads: what the order of making, the search for cycles and the re-draws all go by.
import { fieldsOf } from './expression.ts';
import type { Generator } from './generator.ts';
import type { Field } from './schema.ts';

/** The fields that a field's value is made from. */
export function dependenciesOf(field: Field): ReadonlySet<string> {
  if (field.computed !== undefined) return fieldsOf(field.computed);
  return field.generator === undefined ? new Set() : readBy(field.generator);
}

function readBy(generator: Generator): ReadonlySet<string> {
  switch (generator.kind) {
    case 'subcategory':
    case 'after':
      return new Set([generator.field]);
    case 'expression':
      return fieldsOf(generator.expression);
    case 'conditional': {
      const branches = [...generator.cases.map((one) => one.then), ...(generator.otherwise === undefined ? [] : [generator.otherwise])];
      return new Set([...generator.cases.flatMap((one) => [...fieldsOf(one.condition)]), ...branches.flatMap((one) => [...readBy(one)])]);
    }
    case 'object':
      return new Set(generator.fields.flatMap((part) => [...readBy(part.generator)]));
    case 'array':
      return new Set([generator.items, ...(generator.first ?? [])].flatMap((one) => [...readBy(one)]));
    case 'mixture':
      return new Set(generator.parts.flatMap((part) => [...readBy(part.generator)]));
    default:
      return new Set();
  }
}
