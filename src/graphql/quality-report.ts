// What was measured of a job, under the names that the literature has for it: validity, fidelity and privacy as SDMetrics has them, distributions
// ready to plot, and of what a model wrote how varied it is.
import { RARE_BELOW } from '../domain/learn/columns.ts';
import { MAX_JOINED } from '../domain/learn/copula.ts';
import { LEAST_FOR_PRIVACY } from '../domain/learn/example.ts';
import { LEAST_ASSOCIATION, LEAST_CORRELATION } from '../domain/quality/column-pairs.ts';
import type { ColumnFidelity, FidelityMetric, PairFidelity, TableFidelity } from '../domain/quality/fidelity.ts';
import type { LearnedPrivacy, Privacy } from '../domain/quality/privacy.ts';
import type { ColumnProfile, Histogram, HistogramUnit } from '../domain/quality/profile.ts';
import type { ValidityMetric } from '../domain/quality/rules.ts';
import { scoreOf, validityOf, type Adherence, type TableQuality } from '../domain/quality/table-quality.ts';
import { LEAST_POINTS as DETECTABLE_POINTS, MAX_DETECTED_ANOMALIES, MAX_DETECTED_MACHINES, type AnomalyShare, type Detection, type Found, type SeriesQuality } from '../domain/series/detection/detection.ts';
import { MAX_TEXTS } from '../domain/text/variety.ts';
import type { FieldDiversity, JobReport } from '../jobs/records.ts';
import { MAX_FIELDS, MAX_KEYS, MAX_ROWS } from '../jobs/report.ts';
import { builder } from './builder.ts';
import { described } from './described.ts';
import { AnomalyKindEnum } from './machine-input.ts';

const METRIC_WORDS: Readonly<Record<ValidityMetric, string>> = {
  BOUNDARY_ADHERENCE: 'BoundaryAdherence: values lie between the bounds of their field, texts are no longer than it takes.',
  CATEGORY_ADHERENCE: 'CategoryAdherence: values are among those that their field lists.',
  KEY_UNIQUENESS: 'KeyUniqueness: no primary or unique key comes twice; those with a null in them are not asked.',
  REFERENTIAL_INTEGRITY: 'ReferentialIntegrity: foreign keys lead to rows that are there.',
  NOT_NULL: 'No null where the field takes none.',
  CHECK: 'A CHECK is met, which one is that comes to null; or a condition of the run, which is met by what is true alone.',
};

const UNIT_WORDS: Readonly<Record<HistogramUnit, string>> = {
  NUMBERS: 'The numbers themselves.',
  SECONDS: 'Seconds since 1970-01-01 in UTC; of a TIME since midnight.',
  LENGTHS: 'Lengths of texts in characters, of BINARY in bytes.',
};

const FIDELITY_WORDS: Readonly<Record<FidelityMetric, string>> = {
  KS_COMPLEMENT: 'KSComplement, of numbers and moments: 1 less the greatest distance of the two distribution functions (Kolmogorov and Smirnov).',
  TV_COMPLEMENT: 'TVComplement, of categories: 1 less the total variation distance of their shares.',
  CORRELATION_SIMILARITY: 'CorrelationSimilarity, of two columns of numbers or moments: 1 less half the difference of their correlations (Pearson).',
  CONTINGENCY_SIMILARITY: 'ContingencySimilarity, of two columns of which one has categories: 1 less the total variation distance of their contingency tables, numbers in ten bins.',
};

const ValidityMetricEnum = builder.enumType('ValidityMetric', { description: "What rows are asked for, by the names of SDMetrics' diagnostic and of SQL.", values: described(METRIC_WORDS) });
const FidelityMetricEnum = builder.enumType('FidelityMetric', { description: "What of a learned table is compared with its example, by the names of SDMetrics' quality report.", values: described(FIDELITY_WORDS) });
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

const ColumnFidelityType = builder.objectRef<ColumnFidelity>('ColumnFidelity').implement({
  description: 'How like a column is to that of the example, by itself.',
  fields: (t) => ({
    field: t.exposeString('column', { description: 'Its name.' }),
    metric: t.expose('metric', { type: FidelityMetricEnum, description: 'How it is measured.' }),
    score: t.exposeFloat('shape', { nullable: true, description: 'From 0, altogether unlike, to 1, alike; null: there was nothing to compare.' }),
    missingValueSimilarity: t.exposeFloat('missing', { nullable: true, description: 'MissingValueSimilarity: 1 less the difference of the shares of nulls.' }),
  }),
});

const PairFidelityType = builder.objectRef<PairFidelity>('PairFidelity').implement({
  description: 'How like what goes on between two columns is to what did in the example.',
  fields: (t) => ({
    fields: t.stringList({ description: 'Their names.', resolve: ({ columns }) => [...columns] }),
    metric: t.expose('metric', { type: FidelityMetricEnum, description: 'How it is measured.' }),
    score: t.exposeFloat('trend', { nullable: true, description: 'From 0, altogether unlike, to 1, alike; null: one of the columns has one value only.' }),
    dependence: t.exposeFloat('dependence', { description: "How much the example's columns depended on one another: Pearson's coefficient, or Cramér's V." }),
  }),
});

const FidelityType = builder.objectRef<TableFidelity>('Fidelity').implement({
  description: `How like the rows of a learned table are to its example, as SDMetrics' quality report has it. Of the example only statistics are kept, of ${RARE_BELOW} rows or more each, so a figure may be off by 0.02.`,
  fields: (t) => ({
    score: t.exposeFloat('score', { nullable: true, description: 'The overall score: the mean of the two that follow. Null: there was nothing to compare.' }),
    columnShapes: t.exposeFloat('columnShapes', { nullable: true, description: 'Column Shapes: the mean over columns.' }),
    columnPairTrends: t.exposeFloat('columnPairTrends', { nullable: true, description: 'Column Pair Trends: the mean over pairs. Null: no columns depend on one another.' }),
    columns: t.field({ type: [ColumnFidelityType], description: `Column by column: those whose values are learned, up to ${MAX_JOINED}. Keys, codes, prose and what may be personal are made anew.`, resolve: ({ columns }) => [...columns] }),
    pairs: t.field({ type: [PairFidelityType], description: `Pairs that depended on one another in the example (a correlation over ${LEAST_CORRELATION}, an association over ${LEAST_ASSOCIATION}), those that did most first.`, resolve: ({ pairs }) => [...pairs] }),
    pairsLeftOut: t.exposeInt('pairsLeftOut', { description: 'Pairs that are not compared, since there are so many, or they have so many categories.' }),
    exampleRows: t.expose('exampleRows', { type: 'SafeInt', description: 'Rows of the example that the table was learned from: what its rows are compared with, whatever the run is to make of them.' }),
    conditioned: t.exposeBoolean('conditioned', { description: 'The run has conditions for this table, so that its rows differ from the example as they are meant to.' }),
  }),
});

const PrivacyFiguresType = builder.objectRef<Privacy>('PrivacyFigures').implement({
  description: 'Whether rows lie nearer to those that were learned from (the training set) than to others of the example (the holdout).',
  fields: (t) => ({
    dcrOverfittingProtection: t.exposeFloat('score', { description: 'DCROverfittingProtection: 1 where no more than a half lie closer to the training set, 0 where all do.' }),
    closerToTraining: t.exposeFloat('closerToTraining', { description: 'Share of rows whose closest record is in the training set; about a half by chance.' }),
    exactCopies: t.exposeFloat('exactCopies', { description: 'Share of rows that are one of the training set, value for value.' }),
  }),
});

const LearnedPrivacyType = builder.objectRef<LearnedPrivacy>('LearnedPrivacy').implement({
  description: 'How much a learned table tells of the rows of its example, measured when it was learned: from one third of them, beside another, each in its turn. Rows of the run are learned from all.',
  fields: (t) => ({
    rows: t.expose('rows', { type: 'SafeInt', description: 'Rows of the example that were compared.' }),
    synthetic: t.field({ type: PrivacyFiguresType, description: 'Of rows that were made of what was learned.', resolve: ({ synthetic }) => synthetic }),
    real: t.field({ type: PrivacyFiguresType, description: 'Of real rows in their place, the last third: what chance alone gives.', resolve: ({ real }) => real }),
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
    fidelity: t.field({ type: FidelityType, nullable: true, description: 'How like its rows are to the example that it was learned from; null: it was not learned from one.', resolve: ({ fidelity }) => fidelity }),
    privacy: t.field({ type: LearnedPrivacyType, nullable: true, description: `What they tell of the rows of the example; null: it was not learned, or from fewer than ${LEAST_FOR_PRIVACY} rows.`, resolve: ({ privacy }) => privacy }),
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

const SCORE_WORDS = 'Area under the ROC curve: the probability that one of these points looks less usual than a clean one. Null: none was looked at.';

function foundFields<Shape extends Found>(t: PothosSchemaTypes.ObjectFieldBuilder<typeof builder.$inferSchemaTypes, Shape>) {
  return {
    points: t.field({ type: 'SafeInt', description: 'Points inside of anomalies that were looked at.', resolve: ({ points }) => points }),
    anomalies: t.int({ description: 'Anomalies that those are of.', resolve: ({ anomalies }) => anomalies }),
    auroc: t.float({ nullable: true, description: SCORE_WORDS, resolve: ({ auroc }) => auroc }),
    pointsFound: t.float({ nullable: true, description: 'Share of those points that alarm.', resolve: ({ pointsFound }) => pointsFound }),
    anomaliesFound: t.float({ nullable: true, description: 'Share of those anomalies some point of which alarms.', resolve: ({ anomaliesFound }) => anomaliesFound }),
  };
}

const AnomaliesFoundType = builder.objectRef<Found>('AnomaliesFound').implement({ description: 'How well anomalies are found.', fields: (t) => foundFields(t) });

const KindFoundType = builder.objectRef<Detection['kinds'][number]>('AnomalyKindFound').implement({
  description: 'How well anomalies of a kind are found.',
  fields: (t) => ({ kind: t.field({ type: AnomalyKindEnum, description: 'The kind.', resolve: ({ kind }) => kind }), ...foundFields(t) }),
});

const AnomalyDetectionType = builder.objectRef<Detection>('AnomalyDetection').implement({
  description: `How well a plain detector finds the anomalies: robust z-scores by what the machine is at, what its drivers leave unexplained, and features of moving windows. It learns from the same machines under another seed, without anomalies, and its threshold is fixed under a third. On a sample: up to ${MAX_DETECTED_MACHINES} machines, ${MAX_DETECTED_ANOMALIES} anomalies of each.`,
  fields: (t) => ({
    machines: t.stringList({ description: 'Machines that were looked at.', resolve: ({ machines }) => [...machines] }),
    cleanPoints: t.expose('cleanPoints', { type: 'SafeInt', description: 'Points far from all anomalies that were looked at.' }),
    falseAlarms: t.exposeFloat('falseAlarms', { nullable: true, description: 'Share of those that alarm. Null: there are none.' }),
    pointLike: t.field({ type: AnomaliesFoundType, description: 'Those that stand out point by point: POINT, SPIKE_TRAIN and LEVEL_SHIFT.', resolve: ({ pointLike }) => pointLike }),
    driftLike: t.field({ type: AnomaliesFoundType, description: 'Those that do as they go on: all others.', resolve: ({ driftLike }) => driftLike }),
    kinds: t.field({ type: [KindFoundType], description: 'Kind by kind, of those that were looked at.', resolve: ({ kinds }) => [...kinds] }),
  }),
});

const AnomalyShareType = builder.objectRef<AnomalyShare>('AnomalyShare').implement({
  description: 'Points inside of anomalies, as a share of all.',
  fields: (t) => ({
    machine: t.exposeString('machine', { description: 'Of the machine of this name.' }),
    asked: t.exposeFloat('asked', { description: 'As it was asked for; 0 where the machine may have none.' }),
    made: t.exposeFloat('made', { description: 'As it is: of all points.' }),
  }),
});

const SeriesQualityType = builder.objectRef<SeriesQuality>('SeriesQuality').implement({
  description: 'What was measured of a run of series beside its tables.',
  fields: (t) => ({
    anomalyShares: t.field({ type: [AnomalyShareType], description: 'Machine by machine.', resolve: ({ anomalyShares }) => [...anomalyShares] }),
    detection: t.field({ type: AnomalyDetectionType, nullable: true, description: `How well its anomalies are found; null: fewer than ${DETECTABLE_POINTS} points are too few to learn from.`, resolve: ({ detection }) => detection }),
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
    series: t.field({ type: SeriesQualityType, nullable: true, description: 'Of a run of series.', resolve: ({ series }) => series }),
  }),
});
