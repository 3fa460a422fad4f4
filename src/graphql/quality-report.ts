// What was measured of a job, under the names that the literature has for it: validity as SDMetrics' diagnostic has it, distributions ready to plot,
// and of what a model wrote how varied it is.
import type { ColumnProfile, Histogram, HistogramUnit } from '../domain/quality/profile.ts';
import type { ValidityMetric } from '../domain/quality/rules.ts';
import { scoreOf, validityOf, type Adherence, type TableQuality } from '../domain/quality/table-quality.ts';
import { MAX_TEXTS } from '../domain/text/variety.ts';
import type { FieldDiversity, JobReport } from '../jobs/records.ts';
import { MAX_FIELDS, MAX_KEYS, MAX_ROWS } from '../jobs/report.ts';
import { builder } from './builder.ts';
import { described } from './described.ts';

const METRIC_WORDS: Readonly<Record<ValidityMetric, string>> = {
  BOUNDARY_ADHERENCE: 'BoundaryAdherence: values lie between the bounds of their field, texts are no longer than it takes.',
  CATEGORY_ADHERENCE: 'CategoryAdherence: values are among those that their field lists.',
  KEY_UNIQUENESS: 'KeyUniqueness: no primary or unique key comes twice; those with a null in them are not asked.',
  REFERENTIAL_INTEGRITY: 'ReferentialIntegrity: foreign keys lead to rows that are there.',
  NOT_NULL: 'No null where the field takes none.',
  CHECK: 'A CHECK is met; one that comes to null is.',
};

const UNIT_WORDS: Readonly<Record<HistogramUnit, string>> = {
  NUMBERS: 'The numbers themselves.',
  SECONDS: 'Seconds since 1970-01-01 in UTC; of a TIME since midnight.',
  LENGTHS: 'Lengths of texts in characters, of BINARY in bytes.',
};

const ValidityMetricEnum = builder.enumType('ValidityMetric', { description: "What rows are asked for, by the names of SDMetrics' diagnostic and of SQL.", values: described(METRIC_WORDS) });
const HistogramUnitEnum = builder.enumType('HistogramUnit', { description: 'What a histogram counts.', values: described(UNIT_WORDS) });

const BrokenRowType = builder.objectRef<NonNullable<Adherence['example']>>('BrokenRow').implement({
  description: 'A row that breaks a rule.',
  fields: (t) => ({
    index: t.field({ type: 'SafeInt', description: 'Its place in the table, from 0.', resolve: ({ row }) => row }),
    values: t.field({ type: 'JSON', description: 'Its values of the fields that the rule is about, long texts cut.', resolve: ({ values }) => values }),
  }),
});

const ValidityScoreType = builder.objectRef<Adherence>('ValidityScore').implement({
  description: 'A rule of the schema, and how many rows keep to it.',
  fields: (t) => ({
    metric: t.expose('metric', { type: ValidityMetricEnum, description: 'What kind of rule it is.' }),
    table: t.exposeString('table', { description: 'Its table.' }),
    fields: t.stringList({ description: 'The fields that it is about.', resolve: ({ fields }) => [...fields] }),
    rule: t.exposeString('rule', { description: 'What it says, in words or in SQL; of a foreign key what it refers to.' }),
    score: t.float({ description: 'The share of rows that keep to it, 0 to 1.', resolve: scoreOf }),
    checked: t.expose('checked', { type: 'SafeInt', description: `Rows that were asked: those of \`rowsRead\` that have a value; keys among up to ${MAX_KEYS} rows, fewer where tables share that.` }),
    broken: t.expose('broken', { type: 'SafeInt', description: 'Those of them that do not keep to it.' }),
    example: t.field({ type: BrokenRowType, nullable: true, description: 'The first of these; null: there is none.', resolve: ({ example }) => example }),
  }),
});

const HistogramType = builder.objectRef<Histogram>('Histogram').implement({
  description: 'How values are spread, ready to plot.',
  fields: (t) => ({
    unit: t.expose('unit', { type: HistogramUnitEnum, description: 'What is counted.' }),
    edges: t.floatList({ description: 'The edges of the bins, ascending, one more than there are bins.', resolve: ({ edges }) => [...edges] }),
    counts: t.field({ type: ['SafeInt'], description: 'Values in each bin: from its lower edge up to, but without, its upper one; the last has both.', resolve: ({ counts }) => [...counts] }),
  }),
});

type Categories = NonNullable<ColumnProfile['categories']>;
const ValueCountType = builder.objectRef<Categories['top'][number]>('ValueCount').implement({
  description: 'A value, and how often it comes.',
  fields: (t) => ({
    value: t.exposeString('value', { description: 'As text; a long one is cut.' }),
    count: t.expose('count', { type: 'SafeInt', description: 'How often.' }),
  }),
});

const CategoryCountsType = builder.objectRef<Categories>('CategoryCounts').implement({
  description: 'The values of a column that has few different ones.',
  fields: (t) => ({
    top: t.field({ type: [ValueCountType], description: 'The most frequent ones, the first of them first.', resolve: ({ top }) => [...top] }),
    rest: t.expose('rest', { type: 'SafeInt', description: 'How many values are none of these; nulls are not counted.' }),
  }),
});

const ColumnProfileType = builder.objectRef<ColumnProfile>('ColumnProfile').implement({
  description: 'How the values of one field are spread, in the rows that were looked at.',
  fields: (t) => ({
    field: t.exposeString('field', { description: 'Its name.' }),
    nullShare: t.float({ description: 'Share of nulls, 0 to 1.', resolve: ({ values, nulls }) => (values === 0 ? 0 : nulls / values) }),
    histogram: t.field({ type: HistogramType, nullable: true, description: 'Of numbers, dates and times, and of the lengths of texts; null for other types, and where there is no value.', resolve: ({ histogram }) => histogram }),
    categories: t.field({ type: CategoryCountsType, nullable: true, description: 'The values themselves, where few different ones come again and again; null elsewhere.', resolve: ({ categories }) => categories }),
  }),
});

const TableQualityType = builder.objectRef<TableQuality>('TableQuality').implement({
  description: 'What was measured of one table.',
  fields: (t) => ({
    table: t.exposeString('table', { description: 'Its name.' }),
    rows: t.expose('rows', { type: 'SafeInt', description: 'Rows that there are.' }),
    rowsRead: t.field({ type: 'SafeInt', description: `Rows whose values were looked at: all, or up to ${MAX_ROWS} evenly spread ones, fewer where tables share that.`, resolve: ({ read }) => read }),
    validity: t.field({ type: [ValidityScoreType], description: 'Rule by rule.', resolve: ({ validity }) => [...validity] }),
    columns: t.field({ type: [ColumnProfileType], description: 'Field by field.', resolve: ({ columns }) => [...columns] }),
  }),
});

const FieldDiversityType = builder.objectRef<FieldDiversity>('FieldDiversity').implement({
  description: 'How varied the texts are that a model wrote into a field, by the measures of the literature.',
  fields: (t) => ({
    table: t.exposeString('table', { description: 'Its table.' }),
    field: t.exposeString('field', { description: 'Its name.' }),
    texts: t.expose('texts', { type: 'SafeInt', description: `Texts that were looked at: all of them, or a sample of about ${MAX_TEXTS}.` }),
    duplicateShare: t.exposeFloat('duplicateShare', { description: 'Share of texts that repeat an earlier one; case, accents and punctuation set none apart.' }),
    distinct1: t.exposeFloat('distinct1', { description: 'distinct-1: different words, as a share of all (Li et al. 2016).' }),
    distinct2: t.exposeFloat('distinct2', { description: 'distinct-2: different pairs of words, as a share of all.' }),
    selfBleu: t.exposeFloat('selfBleu', { nullable: true, description: 'Self-BLEU: mean BLEU-4 of a text against the others, 0 (all different) to 1 (all alike) (Zhu et al. 2018). Null for fewer than two texts.' }),
    compressionRatio: t.exposeFloat('compressionRatio', { description: 'Bytes of the texts to bytes under gzip: the higher, the more they repeat (Shaib et al. 2024).' }),
  }),
});

export const QualityReportType = builder.objectRef<JobReport>('QualityReport').implement({
  description: 'What was measured of a job at its end, on the rows that its outputs hold.',
  fields: (t) => ({
    validity: t.float({ description: 'The mean of all scores: 1 where every row that was asked keeps to every rule, and only there.', resolve: ({ tables }) => validityOf(tables) }),
    broken: t.field({ type: [ValidityScoreType], description: 'The rules that some row breaks.', resolve: ({ tables }) => tables.flatMap(({ validity }) => validity.filter(({ broken }) => broken > 0)) }),
    tables: t.field({ type: [TableQualityType], description: `Table by table; the first ones, where together they have more than ${MAX_FIELDS} fields.`, resolve: ({ tables }) => [...tables] }),
    tablesLeftOut: t.exposeInt('tablesLeftOut', { description: 'Tables that were not measured, since there are so many.' }),
    diversity: t.field({ type: [FieldDiversityType], description: 'Field by field, of those that a model writes texts into.', resolve: ({ diversity }) => [...diversity] }),
    groundedShare: t.float({ nullable: true, description: 'Of a question-answer run: the share of its pairs that are grounded, 0 to 1.', resolve: (report) => report.groundedShare }),
  }),
});
