// What people write beside the stars that they give: praise beside many, complaints beside few.
import type { Expression } from '../expression.ts';
import { sqlOf } from '../expression-sql.ts';
import type { Generator, Semantic } from '../generator.ts';
import type { Field } from '../schema.ts';
import { snakeCase } from './names.ts';

const RATING_NAME = /^((star|overall|user|customer|product|review)_)?(rating|stars|score)$/;
/** From these parts of the way between the worst rating and the best: of one to five stars four and five, and three. */
const POSITIVE_FROM = 0.75;
const MIXED_FROM = 0.5;

/** The fields, with each chosen review written to fit a rating in its row; where there is none, as they were. */
export function withFittingReviews(fields: readonly Field[], chosen: ReadonlySet<string>, keys: ReadonlySet<string>): readonly Field[] {
  const rating = fields.find((field) => RATING_NAME.test(snakeCase(field.name)) && scaleOf(field) !== null);
  const scale = rating === undefined ? null : scaleOf(rating);
  if (rating === undefined || scale === null) return fields;
  return fields.map((field) => {
    const { generator } = field;
    if (generator?.kind !== 'semantic' || generator.of !== 'REVIEW' || !chosen.has(field.name) || keys.has(field.name)) return field;
    const review = (of: Semantic): Generator => ({ ...generator, of });
    const atLeast = (part: number): Expression => call('>=', read(rating), { kind: 'literal', value: scale.worst + part * (scale.best - scale.worst) });
    const cases: readonly (readonly [Expression, Semantic])[] = [
      ...(rating.nullable ? [[call('is null', read(rating)), 'REVIEW'] as const] : []), [atLeast(POSITIVE_FROM), 'POSITIVE_REVIEW'], [atLeast(MIXED_FROM), 'MIXED_REVIEW'],
    ];
    return { ...field, generator: { kind: 'conditional', cases: cases.map(([condition, of]) => ({ when: sqlOf(condition), condition, then: review(of) })), otherwise: review('NEGATIVE_REVIEW') } };
  });
}

/** The worst and the best that a numeric field's generator gives; null where it gives something else. */
function scaleOf({ type, generator }: Field): { readonly worst: number; readonly best: number } | null {
  if (type !== 'INTEGER' && type !== 'FLOAT' && type !== 'DECIMAL') return null;
  const values = generator?.kind === 'category' ? generator.values.map(({ value }) => Number(value)) : generator?.kind === 'integer' || generator?.kind === 'float' || generator?.kind === 'decimal' ? [generator.minimum, generator.maximum] : [];
  const [worst, best] = [Math.min(...values), Math.max(...values)];
  return Number.isFinite(worst) && Number.isFinite(best) && worst < best ? { worst, best } : null;
}

function read({ name, type, scale }: Field): Expression {
  return { kind: 'field', name, type, ...(scale === undefined ? {} : { scale }) };
}

function call(name: string, ...args: readonly Expression[]): Expression {
  return { kind: 'call', name, args };
}
