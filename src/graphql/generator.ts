// How a field's values are made, as the API shows it: one type per kind, all of them a Generator with a summary in plain words.
import { summarize } from '../domain/describe.ts';
import { SEMANTICS, type Generator, type GeneratorKind, type GeneratorOf, type NumberRange, type Semantic } from '../domain/generator.ts';
import type { Value } from '../domain/schema.ts';
import { builder } from './builder.ts';
import { described } from './described.ts';
import { KIND_DEFAULTS, KIND_WORDS } from './kinds.ts';

const DISTRIBUTION_WORDS = {
  UNIFORM: 'Every value alike.',
  NORMAL: 'Bell-shaped round the mean.',
  LOGNORMAL: 'Many small, few large: prices, durations, sizes.',
  EXPONENTIAL: 'Falling from the minimum: waiting times.',
  POISSON: 'Counts of rare things.',
} as const;

export const DistributionEnum = builder.enumType('Distribution', {
  description: 'How numbers are spread between their bounds.',
  values: described(DISTRIBUTION_WORDS),
});

const SEMANTIC_WORDS = Object.fromEntries(SEMANTICS.map((name) => [name, semanticWords(name)])) as Record<Semantic, string>; // fromEntries forgets its keys

export const SemanticEnum = builder.enumType('Semantic', {
  description: 'What the vocabularies hold. Values of one row and one role belong together: the e-mail fits the name, the city fits the country.',
  values: described(SEMANTIC_WORDS),
});

export const GeneratorInterface = builder.interfaceRef<Generator>('Generator').implement({
  description: 'How the values of a field are made. One type per kind.',
  resolveType: (generator) => typeName(generator.kind),
  fields: (t) => ({
    summary: t.string({ description: 'In plain words, for people.', resolve: (generator) => summarize(generator) }),
  }),
});

interface Weighted {
  readonly value: Value;
  readonly weight: number;
}

const WeightedValue = builder.objectRef<Weighted>('WeightedValue').implement({
  description: 'A value of a category.',
  fields: (t) => ({
    value: t.field({ type: 'JSON', nullable: true, description: 'The value.', resolve: (item) => item.value }),
    weight: t.exposeFloat('weight', { description: 'How often, against the other weights.' }),
  }),
});

const CategoryGroup = builder.objectRef<GeneratorOf<'subcategory'>['groups'][number]>('CategoryGroup').implement({
  description: 'The values that go with one value of the other field.',
  fields: (t) => ({
    when: t.field({ type: 'JSON', nullable: true, description: 'Value of the other field.', resolve: (group) => group.when }),
    values: t.field({ type: [WeightedValue], description: 'What it may be then.', resolve: (group) => [...group.values] }),
  }),
});

const ConditionalCase = builder.objectRef<GeneratorOf<'conditional'>['cases'][number]>('ConditionalCase').implement({
  description: 'A condition over the row, and how the value is made where it is true.',
  fields: (t) => ({
    when: t.exposeString('when', { description: 'An SQL condition over other fields of the row.' }),
    then: t.field({ type: GeneratorInterface, description: 'How the value is made then.', resolve: (branch) => branch.then }),
  }),
});

const ObjectField = builder.objectRef<GeneratorOf<'object'>['fields'][number]>('ObjectField').implement({
  description: 'One member of a JSON object.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    generator: t.field({ type: GeneratorInterface, description: 'How its value is made.', resolve: (field) => field.generator }),
    share: t.float({ description: 'Share of objects that have it, 0 to 1.', resolve: (field) => field.share ?? 1 }),
  }),
});

const MixturePart = builder.objectRef<GeneratorOf<'mixture'>['parts'][number]>('MixturePart').implement({
  description: 'One of the generators of a mixture.',
  fields: (t) => ({
    generator: t.field({ type: GeneratorInterface, description: 'How the value is made then.', resolve: (part) => part.generator }),
    weight: t.exposeFloat('weight', { description: 'How often, against the other weights.' }),
  }),
});

/** A generator type of its kind's name. */
function kindRef<Kind extends GeneratorKind>(kind: Kind) {
  return builder.objectRef<GeneratorOf<Kind>>(typeName(kind));
}

const interfaces = [GeneratorInterface];

/** What every kind of numbers between bounds shows. */
function rangeFields(t: PothosSchemaTypes.ObjectFieldBuilder<typeof builder.$inferSchemaTypes, NumberRange>) {
  return {
    minimum: t.exposeFloat('minimum', { description: 'Least value, inclusive.' }),
    maximum: t.exposeFloat('maximum', { description: 'Greatest value, inclusive.' }),
    distribution: t.field({ type: DistributionEnum, description: 'How they are spread.', resolve: (range) => range.distribution ?? KIND_DEFAULTS.distribution }),
    mean: t.float({ nullable: true, description: 'Mean of the values; null: made to fit the bounds.', resolve: (range) => range.mean }),
    deviation: t.float({ nullable: true, description: 'Standard deviation of the values; null: made to fit the bounds.', resolve: (range) => range.deviation }),
  };
}

kindRef('sequence').implement({
  interfaces,
  description: KIND_WORDS.sequence,
  fields: (t) => ({
    start: t.expose('start', { type: 'SafeInt', description: 'Value of the first row.' }),
    step: t.expose('step', { type: 'SafeInt', description: 'From one row to the next.' }),
    prefix: t.string({ nullable: true, description: 'Text before the number.', resolve: (generator) => generator.prefix }),
    width: t.int({ nullable: true, description: 'Digits that a prefixed number is padded to.', resolve: (generator) => generator.width }),
  }),
});

kindRef('uuid').implement({ interfaces, description: KIND_WORDS.uuid });

kindRef('integer').implement({
  interfaces,
  description: KIND_WORDS.integer,
  fields: (t) => ({
    ...rangeFields(t),
    minimum: t.expose('minimum', { type: 'SafeInt', description: 'Least value, inclusive.' }),
    maximum: t.expose('maximum', { type: 'SafeInt', description: 'Greatest value, inclusive.' }),
  }),
});

kindRef('float').implement({
  interfaces,
  description: KIND_WORDS.float,
  fields: (t) => ({
    ...rangeFields(t),
    places: t.int({ nullable: true, description: 'Digits after the point; null: as they come.', resolve: (generator) => generator.places }),
  }),
});

kindRef('decimal').implement({
  interfaces,
  description: KIND_WORDS.decimal,
  fields: (t) => ({
    ...rangeFields(t),
    places: t.exposeInt('places', { description: 'Digits after the point, always written.' }),
  }),
});

kindRef('boolean').implement({
  interfaces,
  description: KIND_WORDS.boolean,
  fields: (t) => ({ share: t.exposeFloat('share', { description: 'Share of true, 0 to 1.' }) }),
});

kindRef('category').implement({
  interfaces,
  description: KIND_WORDS.category,
  fields: (t) => ({ values: t.field({ type: [WeightedValue], description: 'What it may be.', resolve: (generator) => [...generator.values] }) }),
});

kindRef('subcategory').implement({
  interfaces,
  description: KIND_WORDS.subcategory,
  fields: (t) => ({
    field: t.exposeString('field', { description: 'The other field, of the same table.' }),
    groups: t.field({ type: [CategoryGroup], description: 'By value of the other field.', resolve: (generator) => [...generator.groups] }),
  }),
});

kindRef('date').implement({
  interfaces,
  description: KIND_WORDS.date,
  fields: (t) => ({
    from: t.exposeString('from', { description: 'First date, 2026-01-31.' }),
    to: t.exposeString('to', { description: 'Last date.' }),
  }),
});

kindRef('time').implement({
  interfaces,
  description: KIND_WORDS.time,
  fields: (t) => ({
    from: t.exposeString('from', { description: 'First time, 09:00:00.' }),
    to: t.exposeString('to', { description: 'Last time.' }),
  }),
});

kindRef('datetime').implement({
  interfaces,
  description: KIND_WORDS.datetime,
  fields: (t) => ({
    from: t.exposeString('from', { description: 'First instant, 2026-01-31T09:00:00Z.' }),
    to: t.exposeString('to', { description: 'Last instant.' }),
    businessHours: t.boolean({ description: 'Only Monday to Friday, 9 to 17.', resolve: (generator) => generator.businessHours ?? KIND_DEFAULTS.businessHours }),
  }),
});

kindRef('after').implement({
  interfaces,
  description: KIND_WORDS.after,
  fields: (t) => ({
    field: t.exposeString('field', { description: 'The earlier field, of the same table.' }),
    minSeconds: t.expose('minSeconds', { type: 'SafeInt', description: 'At least this long after it, in seconds.' }),
    maxSeconds: t.expose('maxSeconds', { type: 'SafeInt', description: 'At most this long after it, in seconds.' }),
  }),
});

kindRef('pattern').implement({
  interfaces,
  description: KIND_WORDS.pattern,
  fields: (t) => ({ regex: t.exposeString('regex', { description: 'The expression; open repetitions are bounded.' }) }),
});

kindRef('semantic').implement({
  interfaces,
  description: KIND_WORDS.semantic,
  fields: (t) => ({
    of: t.expose('of', { type: SemanticEnum, description: 'What.' }),
    locale: t.string({ nullable: true, description: "Language and region (en, de, fr ...); null: the plan's.", resolve: (generator) => generator.locale }),
    role: t.string({ description: "Fields of one role agree; empty: the row's own person and place.", resolve: (generator) => generator.role ?? '' }),
  }),
});

kindRef('expression').implement({
  interfaces,
  description: KIND_WORDS.expression,
  fields: (t) => ({ sql: t.exposeString('sql', { description: 'The SQL expression.' }) }),
});

kindRef('conditional').implement({
  interfaces,
  description: KIND_WORDS.conditional,
  fields: (t) => ({
    cases: t.field({ type: [ConditionalCase], description: 'In the order in which they are tried.', resolve: (generator) => [...generator.cases] }),
    otherwise: t.field({ type: GeneratorInterface, nullable: true, description: 'Where none is true; null: null.', resolve: (generator) => generator.otherwise }),
  }),
});

kindRef('constant').implement({
  interfaces,
  description: KIND_WORDS.constant,
  fields: (t) => ({ value: t.field({ type: 'JSON', nullable: true, description: 'The value.', resolve: (generator) => generator.value }) }),
});

kindRef('bytes').implement({
  interfaces,
  description: KIND_WORDS.bytes,
  fields: (t) => ({
    minimum: t.exposeInt('minimum', { description: 'Least number of bytes.' }),
    maximum: t.exposeInt('maximum', { description: 'Greatest number of bytes.' }),
  }),
});

kindRef('object').implement({
  interfaces,
  description: KIND_WORDS.object,
  fields: (t) => ({ fields: t.field({ type: [ObjectField], description: 'Its members.', resolve: (generator) => [...generator.fields] }) }),
});

kindRef('learned').implement({
  interfaces,
  description: KIND_WORDS.learned,
  fields: (t) => ({
    missing: t.exposeFloat('missing', { description: 'Share of null, 0 to 1.' }),
    labels: t.field({ type: [WeightedValue], nullable: true, description: 'What it may be; null: numbers or moments, spread by `quantiles`.', resolve: ({ values }) => (values.of === 'labels' ? [...values.labels] : null) }),
    quantiles: t.floatList({ nullable: true, description: 'Values at equal steps of probability from 0 to 1: numbers, days since 1970 of dates, else seconds. No knot is a value of one row.', resolve: ({ values }) => (values.of === 'labels' ? null : [...values.quantiles]) }),
    joinedTo: t.stringList({ description: 'Other fields whose scores are part of its own: it goes with them.', resolve: ({ scores }) => scores.slice(0, -1).map(({ of }) => of) }),
  }),
});

kindRef('array').implement({
  interfaces,
  description: KIND_WORDS.array,
  fields: (t) => ({
    items: t.field({ type: GeneratorInterface, description: 'How an item is made.', resolve: (generator) => generator.items }),
    first: t.field({ type: [GeneratorInterface], description: 'How the items in front are made, one by one.', resolve: ({ first = [] }) => [...first] }),
    minimum: t.exposeInt('minimum', { description: 'Least number of items.' }),
    maximum: t.exposeInt('maximum', { description: 'Greatest number of items.' }),
    unique: t.boolean({ description: 'No item is there twice.', resolve: (generator) => generator.unique ?? false }),
  }),
});

kindRef('mixture').implement({
  interfaces,
  description: KIND_WORDS.mixture,
  fields: (t) => ({
    parts: t.field({ type: [MixturePart], description: 'What it draws from.', resolve: (generator) => [...generator.parts] }),
    role: t.string({ nullable: true, description: 'Mixtures of one role draw the same part in a row; null: it draws on its own.', resolve: (generator) => generator.role }),
  }),
});

kindRef('reference').implement({
  interfaces,
  description: KIND_WORDS.reference,
  fields: (t) => ({
    table: t.exposeString('table', { description: 'The table referred to.' }),
    field: t.exposeString('field', { description: 'Its key field.' }),
    skew: t.exposeFloat('skew', { description: '0: every parent alike; towards 1: few parents have most children.' }),
  }),
});

/** `sequence` is shown as SequenceGenerator. */
function typeName(kind: GeneratorKind): string {
  return `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}Generator`;
}

/** `IBAN` stays as it is, `FULL_NAME` reads "Full name." */
function semanticWords(name: Semantic): string {
  const acronyms = new Set(['URL', 'IP', 'IPV6', 'MAC', 'IBAN', 'BIC', 'SKU', 'VIN', 'ID', 'MIME']);
  const words = name.split('_').map((word) => (acronyms.has(word) ? word : word.toLowerCase())).join(' ');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;
}
