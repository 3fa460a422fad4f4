// Which fields of a plan a model writes, and under which constraint. Everything that others rely on stays pure: keys, references, what is
// unique or computed, what a CHECK, a condition or another field's sampler reads.
import { fieldsIn } from '../conditions.ts';
import { dependenciesOf } from '../dependencies.ts';
import { fieldsOf } from '../expression.ts';
import type { Generator, GeneratorKind, GeneratorOf, Semantic } from '../generator.ts';
import type { ModelUse, Plan, PlannedTable } from '../plan.ts';
import { keysOf } from '../schema.ts';
import { constraintOf } from './field-constraint.ts';
import type { Place } from './constraint.ts';

/** Prose: what samplers only play at, and a model does well. */
const PROSE: ReadonlySet<Semantic> = new Set([
  'BIOGRAPHY', 'CATCH_PHRASE', 'TITLE', 'SENTENCE', 'PARAGRAPH', 'PRODUCT_DESCRIPTION', 'CATEGORY_DESCRIPTION', 'REVIEW', 'POSITIVE_REVIEW', 'MIXED_REVIEW', 'NEGATIVE_REVIEW', 'COMMENT', 'NOTE', 'SUPPORT_TICKET',
]);
/** What many rows share in life: there are few genders and countries, and a town has many people. */
const SHARED: ReadonlySet<Semantic> = new Set([
  'GENDER', 'TITLE_OF_COURTESY', 'JOB_TITLE', 'DEPARTMENT', 'LANGUAGE', 'NATIONALITY', 'ADDRESS_LINE_2', 'CITY', 'REGION', 'COUNTRY', 'CONTINENT', 'INDUSTRY', 'BRAND', 'PRODUCT_CATEGORY', 'COLOR', 'SIZE', 'MATERIAL',
  'QUANTITY_PER_UNIT', 'UNIT_OF_MEASURE', 'PAYMENT_METHOD', 'ERROR_MESSAGE', 'GENRE', 'PUBLISHER', 'VEHICLE', 'ANIMAL', 'FOOD',
]);
/** What says itself how its values hang together: no model keeps to that. */
const SAID: ReadonlySet<GeneratorKind> = new Set(['sequence', 'uuid', 'reference', 'expression', 'conditional', 'constant', 'after', 'subcategory', 'bytes', 'learned']);

/** The plan with the fields that the model writes named in each table. */
export function withModel(plan: Plan, model: ModelUse): Plan {
  return { ...plan, model, tables: plan.tables.map((table) => ({ ...table, written: placesOf(table, plan, model.mode) })) };
}

function placesOf(table: PlannedTable, plan: Plan, mode: ModelUse['mode']): readonly Place[] {
  const pure = pureFields(table, plan);
  return table.fields.flatMap((field): Place[] => {
    const prose = field.generator === undefined ? null : proseOf(field.generator);
    if (pure.has(field.name) || (mode === 'AUTO' && prose === null)) return [];
    const constraint = constraintOf(prose === null ? field : { ...field, generator: prose });
    if (constraint === null) return [];
    const mayRepeat = field.generator?.kind === 'semantic' && SHARED.has(field.generator.of);
    return [{ name: field.name, ...(field.description === undefined ? {} : { description: field.description }), ...(mayRepeat ? { mayRepeat } : {}), constraint }];
  });
}

/** The kind of prose that a generator stands for; where it depends on the row (a review on its rating), the first: the model is told the row. */
function proseOf(generator: Generator): GeneratorOf<'semantic'> | null {
  if (generator.kind === 'semantic') return PROSE.has(generator.of) ? generator : null;
  if (generator.kind !== 'conditional') return null;
  const branches = [...generator.cases.map(({ then }) => then), ...(generator.otherwise === undefined ? [] : [generator.otherwise])].map(proseOf);
  return branches.every((branch) => branch !== null) ? (branches[0] ?? null) : null;
}

/** The fields that must be known before, or apart from, what a model says. */
function pureFields(table: PlannedTable, plan: Plan): ReadonlySet<string> {
  return new Set([
    ...keysOf(table).flat(),
    ...table.foreignKeys.flatMap(({ fields }) => fields),
    ...plan.tables.flatMap(({ foreignKeys }) => foreignKeys.flatMap((key) => (key.table === table.name ? key.references : []))),
    ...table.checks.flatMap(({ condition }) => [...fieldsOf(condition)]),
    ...(table.conditions ?? []).flatMap((condition) => [...fieldsIn(condition)]),
    ...table.fields.flatMap((field) => [...dependenciesOf(field)]),
    ...table.fields.flatMap(({ name, computed, generator }) => (computed !== undefined || generator === undefined || (SAID.has(generator.kind) && proseOf(generator) === null) ? [name] : [])),
  ]);
}
