// An expression as SQL text, for people to read: fully bracketed where needed, and true to the tree. Nothing parses it again.
import type { Expression } from './expression.ts';
import { sqlIdentifier } from './sql-identifiers.ts';

const INFIX: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%', '^', '||', '=', '<>', '<', '<=', '>', '>=', 'and', 'or', 'like', 'ilike', '~', '~*', 'is distinct from', 'is not distinct from']);

/** The expression in SQL's words. */
export function sqlOf(expression: Expression): string {
  switch (expression.kind) {
    case 'literal': return typeof expression.value === 'string' ? `'${expression.value.replaceAll("'", "''")}'` : String(expression.value ?? 'NULL');
    case 'field': return sqlIdentifier(expression.name);
    case 'case': {
      const branches = expression.branches.map(({ when, then }) => `WHEN ${sqlOf(when)} THEN ${sqlOf(then)}`);
      return `CASE ${branches.join(' ')} ELSE ${sqlOf(expression.otherwise)} END`;
    }
    case 'call': return callSql(expression.name, expression.args);
    default: return expression satisfies never;
  }
}

function callSql(name: string, args: readonly Expression[]): string {
  if (INFIX.has(name) && args.length > 1) return args.map(operandSql).join(` ${name.toUpperCase()} `);
  const [first, ...rest] = args;
  if (first !== undefined && rest.length === 0 && name.startsWith('is ')) return `${operandSql(first)} ${name.toUpperCase()}`;
  if (first !== undefined && rest.length === 0 && (name === 'not' || name === '-')) return `${name.toUpperCase()} ${operandSql(first)}`;
  if (first !== undefined && name === 'in') return `${operandSql(first)} IN (${rest.map(sqlOf).join(', ')})`;
  return `${name}(${args.map(sqlOf).join(', ')})`;
}

function operandSql(expression: Expression): string {
  const text = sqlOf(expression);
  return expression.kind === 'call' && expression.args.length > 1 && (INFIX.has(expression.name) || expression.name === 'in') ? `(${text})` : text;
}
