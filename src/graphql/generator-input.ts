// How a caller says how a field's values are made, as input types: exactly one kind, with its own arguments. Read into the
// domain's words by read-generator.ts.
import { DEFAULT_LOCALE } from '../domain/plan.ts';
import { builder } from './builder.ts';
import { DistributionEnum, SemanticEnum } from './generator.ts';
import { KIND_DEFAULTS, KIND_WORDS } from './kinds.ts';
import type { GeneratorInputShape } from './read-generator.ts';

type InputFields = PothosSchemaTypes.InputFieldBuilder<typeof builder.$inferSchemaTypes, 'InputObject'>;

/** The bounds of numbers with a fraction. */
function boundFields(t: InputFields) {
  return {
    minimum: t.float({ required: true, description: 'Least value, inclusive.' }),
    maximum: t.float({ required: true, description: 'Greatest value, inclusive.' }),
  };
}

/** How numbers are spread between their bounds. */
function spreadFields(t: InputFields) {
  return {
    distribution: t.field({ type: DistributionEnum, defaultValue: KIND_DEFAULTS.distribution, description: 'How they are spread.' }),
    mean: t.float({ description: 'Mean of the values. Left out: made to fit the bounds.' }),
    deviation: t.float({ description: 'Standard deviation of the values. Left out: made to fit the bounds.' }),
  };
}

const SequenceInput = builder.inputType('SequenceGeneratorInput', {
  description: KIND_WORDS.sequence,
  fields: (t) => ({
    start: t.field({ type: 'SafeInt', defaultValue: KIND_DEFAULTS.start, description: 'Value of the first row.' }),
    step: t.field({ type: 'SafeInt', defaultValue: KIND_DEFAULTS.step, description: 'From one row to the next.' }),
    prefix: t.string({ description: 'Text before the number: "ORD-".' }),
    width: t.int({ description: 'Digits that a prefixed number is padded to.' }),
  }),
});

const IntegerInput = builder.inputType('IntegerGeneratorInput', {
  description: KIND_WORDS.integer,
  fields: (t) => ({
    minimum: t.field({ type: 'SafeInt', required: true, description: 'Least value, inclusive.' }),
    maximum: t.field({ type: 'SafeInt', required: true, description: 'Greatest value, inclusive.' }),
    ...spreadFields(t),
  }),
});

const FloatInput = builder.inputType('FloatGeneratorInput', {
  description: KIND_WORDS.float,
  fields: (t) => ({
    ...boundFields(t),
    ...spreadFields(t),
    places: t.int({ description: 'Digits after the point. Left out: as they come.' }),
  }),
});

const DecimalInput = builder.inputType('DecimalGeneratorInput', {
  description: KIND_WORDS.decimal,
  fields: (t) => ({
    ...boundFields(t),
    ...spreadFields(t),
    places: t.int({ defaultValue: KIND_DEFAULTS.places, description: 'Digits after the point, always written.' }),
  }),
});

const BooleanInput = builder.inputType('BooleanGeneratorInput', {
  description: KIND_WORDS.boolean,
  fields: (t) => ({ share: t.float({ defaultValue: KIND_DEFAULTS.share, description: 'Share of true, 0 to 1.' }) }),
});

const WeightedValueInput = builder.inputType('WeightedValueInput', {
  description: 'A value of a category.',
  fields: (t) => ({
    value: t.field({ type: 'JSON', description: 'The value. Left out: null.' }),
    weight: t.float({ defaultValue: KIND_DEFAULTS.weight, description: 'How often, against the other weights.' }),
  }),
});

const CategoryInput = builder.inputType('CategoryGeneratorInput', {
  description: KIND_WORDS.category,
  fields: (t) => ({ values: t.field({ type: [WeightedValueInput], required: true, description: 'What it may be.' }) }),
});

const CategoryGroupInput = builder.inputType('CategoryGroupInput', {
  description: 'The values that go with one value of the other field.',
  fields: (t) => ({
    when: t.field({ type: 'JSON', description: 'Value of the other field. Left out: null.' }),
    values: t.field({ type: [WeightedValueInput], required: true, description: 'What it may be then.' }),
  }),
});

const SubcategoryInput = builder.inputType('SubcategoryGeneratorInput', {
  description: KIND_WORDS.subcategory,
  fields: (t) => ({
    field: t.string({ required: true, description: 'The other field, of the same table.' }),
    groups: t.field({ type: [CategoryGroupInput], required: true, description: 'By value of the other field.' }),
  }),
});

const DateInput = builder.inputType('DateGeneratorInput', {
  description: KIND_WORDS.date,
  fields: (t) => ({
    from: t.string({ required: true, description: 'First date, 2026-01-31.' }),
    to: t.string({ required: true, description: 'Last date.' }),
  }),
});

const TimeInput = builder.inputType('TimeGeneratorInput', {
  description: KIND_WORDS.time,
  fields: (t) => ({
    from: t.string({ defaultValue: KIND_DEFAULTS.fromTime, description: 'First time, 09:00:00.' }),
    to: t.string({ defaultValue: KIND_DEFAULTS.toTime, description: 'Last time.' }),
  }),
});

const DatetimeInput = builder.inputType('DatetimeGeneratorInput', {
  description: KIND_WORDS.datetime,
  fields: (t) => ({
    from: t.string({ required: true, description: 'First instant, 2026-01-31T09:00:00Z.' }),
    to: t.string({ required: true, description: 'Last instant.' }),
    businessHours: t.boolean({ defaultValue: KIND_DEFAULTS.businessHours, description: 'Only Monday to Friday, 9 to 17.' }),
  }),
});

const AfterInput = builder.inputType('AfterGeneratorInput', {
  description: KIND_WORDS.after,
  fields: (t) => ({
    field: t.string({ required: true, description: 'The earlier field, of the same table.' }),
    minSeconds: t.field({ type: 'SafeInt', defaultValue: KIND_DEFAULTS.minSeconds, description: 'At least this long after it, in seconds.' }),
    maxSeconds: t.field({ type: 'SafeInt', required: true, description: 'At most this long after it, in seconds.' }),
  }),
});

const PatternInput = builder.inputType('PatternGeneratorInput', {
  description: KIND_WORDS.pattern,
  fields: (t) => ({ regex: t.string({ required: true, description: 'No look-around and no back-references; open repetitions are bounded.' }) }),
});

const SemanticInput = builder.inputType('SemanticGeneratorInput', {
  description: KIND_WORDS.semantic,
  fields: (t) => ({
    of: t.field({ type: SemanticEnum, required: true, description: 'What.' }),
    locale: t.string({ description: `Language and region: en, de, fr ... Left out: ${DEFAULT_LOCALE}.` }),
    role: t.string({ description: "Fields of one role agree: `billing`, `shipping` ... Left out: the row's own person and place." }),
  }),
});

const ExpressionInput = builder.inputType('ExpressionGeneratorInput', {
  description: KIND_WORDS.expression,
  fields: (t) => ({ sql: t.string({ required: true, description: 'An SQL expression: price * quantity.' }) }),
});

const ConstantInput = builder.inputType('ConstantGeneratorInput', {
  description: KIND_WORDS.constant,
  fields: (t) => ({ value: t.field({ type: 'JSON', description: 'The value. Left out: null.' }) }),
});

const BytesInput = builder.inputType('BytesGeneratorInput', {
  description: KIND_WORDS.bytes,
  fields: (t) => ({
    minimum: t.int({ required: true, description: 'Least number of bytes.' }),
    maximum: t.int({ required: true, description: 'Greatest number of bytes.' }),
  }),
});

const ReferenceInput = builder.inputType('ReferenceGeneratorInput', {
  description: KIND_WORDS.reference,
  fields: (t) => ({
    table: t.string({ required: true, description: 'The table referred to.' }),
    field: t.string({ required: true, description: 'Its key field.' }),
    skew: t.float({ defaultValue: KIND_DEFAULTS.skew, description: '0: every parent alike; towards 1: few parents have most children.' }),
  }),
});

export const GeneratorInput = builder.inputRef<GeneratorInputShape>('GeneratorInput');

const ConditionalCaseInput = builder.inputRef<{ when: string; then: GeneratorInputShape }>('ConditionalCaseInput').implement({
  description: 'A condition over the row, and how the value is made where it is true.',
  fields: (t) => ({
    when: t.string({ required: true, description: "An SQL condition over other fields of the row: status = 'PAID'." }),
    then: t.field({ type: GeneratorInput, required: true, description: 'How the value is made then.' }),
  }),
});

const ConditionalInput = builder.inputRef<NonNullable<GeneratorInputShape['conditional']>>('ConditionalGeneratorInput').implement({
  description: KIND_WORDS.conditional,
  fields: (t) => ({
    cases: t.field({ type: [ConditionalCaseInput], required: true, description: 'In the order in which they are tried.' }),
    otherwise: t.field({ type: GeneratorInput, description: 'Where none is true. Left out: null.' }),
  }),
});

const ObjectFieldInput = builder.inputRef<NonNullable<GeneratorInputShape['object']>['fields'][number]>('ObjectFieldInput').implement({
  description: 'One member of a JSON object.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Its name.' }),
    generator: t.field({ type: GeneratorInput, required: true, description: 'How its value is made.' }),
    share: t.float({ description: 'Share of objects that have it, 0 to 1. Left out: all of them.' }),
  }),
});

const ObjectInput = builder.inputRef<NonNullable<GeneratorInputShape['object']>>('ObjectGeneratorInput').implement({
  description: KIND_WORDS.object,
  fields: (t) => ({ fields: t.field({ type: [ObjectFieldInput], required: true, description: 'Its members.' }) }),
});

const ArrayInput = builder.inputRef<NonNullable<GeneratorInputShape['array']>>('ArrayGeneratorInput').implement({
  description: KIND_WORDS.array,
  fields: (t) => ({
    items: t.field({ type: GeneratorInput, required: true, description: 'How an item is made.' }),
    first: t.field({ type: [GeneratorInput], description: 'How the items in front are made, one by one. Left out: like the others.' }),
    minimum: t.int({ required: true, description: 'Least number of items.' }),
    maximum: t.int({ required: true, description: 'Greatest number of items.' }),
    unique: t.boolean({ defaultValue: KIND_DEFAULTS.unique, description: 'No item is there twice.' }),
  }),
});

const MixturePartInput = builder.inputRef<NonNullable<GeneratorInputShape['mixture']>['parts'][number]>('MixturePartInput').implement({
  description: 'One of the generators of a mixture.',
  fields: (t) => ({
    generator: t.field({ type: GeneratorInput, required: true, description: 'How the value is made then.' }),
    weight: t.float({ defaultValue: KIND_DEFAULTS.weight, description: 'How often, against the other weights.' }),
  }),
});

const MixtureInput = builder.inputRef<NonNullable<GeneratorInputShape['mixture']>>('MixtureGeneratorInput').implement({
  description: KIND_WORDS.mixture,
  fields: (t) => ({
    parts: t.field({ type: [MixturePartInput], required: true, description: 'What it draws from.' }),
    role: t.string({ description: 'Mixtures of one role draw the same part in a row, where their weights are the same. Left out: each draws on its own.' }),
  }),
});

GeneratorInput.implement({
  description: 'How the values of a field are made: exactly one kind.',
  isOneOf: true,
  fields: (t) => ({
    sequence: t.field({ type: SequenceInput, description: KIND_WORDS.sequence }),
    uuid: t.boolean({ description: `${KIND_WORDS.uuid} Chosen by true.` }),
    integer: t.field({ type: IntegerInput, description: KIND_WORDS.integer }),
    float: t.field({ type: FloatInput, description: KIND_WORDS.float }),
    decimal: t.field({ type: DecimalInput, description: KIND_WORDS.decimal }),
    boolean: t.field({ type: BooleanInput, description: KIND_WORDS.boolean }),
    category: t.field({ type: CategoryInput, description: KIND_WORDS.category }),
    subcategory: t.field({ type: SubcategoryInput, description: KIND_WORDS.subcategory }),
    date: t.field({ type: DateInput, description: KIND_WORDS.date }),
    time: t.field({ type: TimeInput, description: KIND_WORDS.time }),
    datetime: t.field({ type: DatetimeInput, description: KIND_WORDS.datetime }),
    after: t.field({ type: AfterInput, description: KIND_WORDS.after }),
    pattern: t.field({ type: PatternInput, description: KIND_WORDS.pattern }),
    semantic: t.field({ type: SemanticInput, description: KIND_WORDS.semantic }),
    expression: t.field({ type: ExpressionInput, description: KIND_WORDS.expression }),
    conditional: t.field({ type: ConditionalInput, description: KIND_WORDS.conditional }),
    constant: t.field({ type: ConstantInput, description: KIND_WORDS.constant }),
    bytes: t.field({ type: BytesInput, description: KIND_WORDS.bytes }),
    object: t.field({ type: ObjectInput, description: KIND_WORDS.object }),
    array: t.field({ type: ArrayInput, description: KIND_WORDS.array }),
    mixture: t.field({ type: MixtureInput, description: KIND_WORDS.mixture }),
    reference: t.field({ type: ReferenceInput, description: KIND_WORDS.reference }),
  }),
});
