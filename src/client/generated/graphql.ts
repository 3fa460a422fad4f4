/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A date or instant some time after another field of the row; null where that is null. */
export type AfterGeneratorInput = {
  /** The earlier field, of the same table. */
  field: string;
  /** At most this long after it, in seconds. */
  maxSeconds: number;
  /** At least this long after it, in seconds. */
  minSeconds?: number | null | undefined;
};

/** Anomalies of one kind. */
export type AnomalyInput = {
  /** The kind. */
  kind: AnomalyKind;
  /** How long one lasts; POINT is one reading. Left out: as usual. */
  minutes?: SpreadInput | null | undefined;
  /** How strong one is, in multiples of the signal's usual deviation; what the sensor's range has no room for is less. Left out: as usual. */
  severity?: SpreadInput | null | undefined;
  /** Which signals it may befall. Left out: all that it can. */
  signals?: Array<string> | null | undefined;
  /** How many of them there are beside those of the other kinds. Left out: 1. */
  weight?: number | null | undefined;
};

/** Kinds of anomalies, beside those of GutenTAG (Wenig, Schmidl, Papenbrock 2022). They are the sensor's: signals that it drives are untouched. */
export type AnomalyKind =
  /** It no longer follows what drives it, but that signal as it was at another time, and several times as strongly (mode correlation); only of signals that have drivers. */
  | 'CORRELATION_BREAK'
  /** Farther and farther off (trend). */
  | 'DRIFT'
  /** Off by the same for a while (mean). */
  | 'LEVEL_SHIFT'
  /** An oscillation that does not belong there (pattern, frequency). */
  | 'PATTERN'
  /** One reading far off (GutenTAG: extremum). */
  | 'POINT'
  /** Spikes at equal distances (extremum, repeated). */
  | 'SPIKE_TRAIN'
  /** The same reading again and again (platform). */
  | 'STUCK_AT'
  /** Noise of several times its strength (variance). */
  | 'VARIANCE';

/** A JSON array of items that are made alike. */
export type ArrayGeneratorInput = {
  /** How the items in front are made, one by one. Left out: like the others. */
  first?: Array<GeneratorInput> | null | undefined;
  /** How an item is made. */
  items: GeneratorInput;
  /** Greatest number of items. */
  maximum: number;
  /** Least number of items. */
  minimum: number;
  /** No item is there twice. */
  unique?: boolean | null | undefined;
};

/** How often values of a field come, beside how often they would. */
export type BalanceInput =
  {   /** All values of this field equally often; nulls stay as often as they are. */
  evenly: string; shares?: never; times?: never; }
  |  { evenly?: never;   /** So many of all rows have these values. */
  shares: FieldSharesInput; times?: never; }
  |  { evenly?: never; shares?: never;   /** These values come so many times as often. */
  times: FieldTimesInput; };

/** True or false. */
export type BooleanGeneratorInput = {
  /** Share of true, 0 to 1. */
  share?: number | null | undefined;
};

/** Random bytes. */
export type BytesGeneratorInput = {
  /** Greatest number of bytes. */
  maximum: number;
  /** Least number of bytes. */
  minimum: number;
};

/** One of a list of values, by weight. */
export type CategoryGeneratorInput = {
  /** What it may be. */
  values: Array<WeightedValueInput>;
};

/** The values that go with one value of the other field. */
export type CategoryGroupInput = {
  /** What it may be then. */
  values: Array<WeightedValueInput>;
  /** Value of the other field. Left out: null. */
  when?: unknown;
};

/** How an output is compressed. */
export type Compression =
  /** gzip. */
  | 'GZIP'
  /** As it is. */
  | 'NONE'
  /** Zstandard. */
  | 'ZSTD';

/** Which rows of a table are wanted, and how often values come. Rows are drawn, whole but for their keys, until one fits: so what goes with what stays as it was, learned or planned. Conditions that fewer than 1 row in 1,000 fits are refused. */
export type ConditionInput = {
  /** How often values come among these. */
  balance?: Array<BalanceInput> | null | undefined;
  /** Left out: the only table. */
  table?: string | null | undefined;
  /** Only rows for which this is true, as an SQL expression: region = 'EU' AND amount > 100. */
  where?: string | null | undefined;
};

/** A condition over the row, and how the value is made where it is true. */
export type ConditionalCaseInput = {
  /** How the value is made then. */
  then: GeneratorInput;
  /** An SQL condition over other fields of the row: status = 'PAID'. */
  when: string;
};

/** The first condition that is true decides how the value is made. */
export type ConditionalGeneratorInput = {
  /** In the order in which they are tried. */
  cases: Array<ConditionalCaseInput>;
  /** Where none is true. Left out: null. */
  otherwise?: GeneratorInput | null | undefined;
};

/** The same value in every row. */
export type ConstantGeneratorInput = {
  /** The value. Left out: null. */
  value?: unknown;
};

/** The text that is asked about, of 2,000,000 bytes at most. */
export type ContextInput =
  {   /** A .txt or .md file in UTF-8. */
  file: FileInput; text?: never; }
  |  { file?: never;   /** The text itself. */
  text: string; };

/** A schema to save. */
export type CreateSchemaInput = {
  /** What to generate. */
  definition: SchemaDefinition;
  /** What it is for. */
  description?: string | null | undefined;
  /** What to call it. */
  name: string;
};

/** Rows of a table, as an example: rows like them are made, with columns spread and joined as here. Values that few rows share, free text and whatever may be personal are never taken over. `Schema.warnings` says what was learned. */
export type CsvDefinition = {
  /** One character. Left out: found out. */
  delimiter?: string | null | undefined;
  /** Whether the first line names the columns. Left out: found out. */
  header?: boolean | null | undefined;
  /** The rows, as CSV; only what is learned from them is kept. */
  text: string;
};

/** How CSV is written. */
export type CsvOptions = {
  /** A byte order mark in front, by which Excel reads UTF-8 rightly. */
  byteOrderMark?: boolean | null | undefined;
  /** One character between values; no quote and no line end. */
  delimiter?: string | null | undefined;
  /** A first line with the names. */
  header?: boolean | null | undefined;
  /** What ends a line. */
  lineEnd?: LineEnd | null | undefined;
  /** What null is written as, at most 100 characters. A value that is the same text is put in quotes, so the two differ. */
  nullText?: string | null | undefined;
  /** Where quotes stand. */
  quoting?: CsvQuoting | null | undefined;
};

/** Where quotes stand in CSV. */
export type CsvQuoting =
  /** Round every name and every value but null. */
  | 'ALWAYS'
  /** Round what would be read otherwise without them. */
  | 'NEEDED';

/** Dates between two, both inclusive. */
export type DateGeneratorInput = {
  /** First date, 2026-01-31. */
  from: string;
  /** Last date. */
  to: string;
};

/** Instants to the second between two, both inclusive. */
export type DatetimeGeneratorInput = {
  /** Only Monday to Friday, 9 to 17. */
  businessHours?: boolean | null | undefined;
  /** First instant, 2026-01-31T09:00:00Z. */
  from: string;
  /** Last instant. */
  to: string;
};

/** Exact decimal numbers between two bounds. */
export type DecimalGeneratorInput = {
  /** Standard deviation of the values. Left out: made to fit the bounds. */
  deviation?: number | null | undefined;
  /** How they are spread. */
  distribution?: Distribution | null | undefined;
  /** Greatest value, inclusive. */
  maximum: number;
  /** Mean of the values. Left out: made to fit the bounds. */
  mean?: number | null | undefined;
  /** Least value, inclusive. */
  minimum: number;
  /** Digits after the point, always written. */
  places?: number | null | undefined;
};

/** How numbers are spread between their bounds. */
export type Distribution =
  /** Falling from the minimum: waiting times. */
  | 'EXPONENTIAL'
  /** Many small, few large: prices, durations, sizes. */
  | 'LOGNORMAL'
  /** Bell-shaped round the mean. */
  | 'NORMAL'
  /** Counts of rare things. */
  | 'POISSON'
  /** Every value alike. */
  | 'UNIFORM';

/** A signal that drives this one: a chamber's pressure follows its pump. */
export type DriverInput = {
  /** Units of this signal for one of the other's. */
  gain: number;
  /** How long it takes. Left out: 0. */
  lagSeconds?: number | null | undefined;
  /** Name of the signal, of the same machine. Never in a circle. */
  signal: string;
};

/** Readings that are missing. */
export type DropoutsInput = {
  /** How long it lasts, in the mean. */
  meanMinutes: number;
  /** How often it happens. */
  perDay: number;
};

/** Computed from other fields of the row. Never run by a database: parsed, and computed here. */
export type ExpressionGeneratorInput = {
  /** An SQL expression: price * quantity. */
  sql: string;
};

/** What of a learned table is compared with its example, by the names of SDMetrics' quality report. */
export type FidelityMetric =
  /** ContingencySimilarity, of two columns of which one has categories: 1 less the total variation distance of their contingency tables, numbers in ten bins. */
  | 'CONTINGENCY_SIMILARITY'
  /** CorrelationSimilarity, of two columns of numbers or moments: 1 less half the difference of their correlations (Pearson). */
  | 'CORRELATION_SIMILARITY'
  /** KSComplement, of numbers and moments: 1 less the greatest distance of the two distribution functions (Kolmogorov and Smirnov). */
  | 'KS_COMPLEMENT'
  /** TVComplement, of categories: 1 less the total variation distance of their shares. */
  | 'TV_COMPLEMENT';

/** A column. */
export type FieldInput = {
  /** What it means; helps to choose how its values are made. */
  description?: string | null | undefined;
  /** Left out: planned from name, type and description. */
  generator?: GeneratorInput | null | undefined;
  /** Most characters that a STRING or TEXT may have, or bytes of a BINARY. */
  maxLength?: number | null | undefined;
  /** Unique in its table. */
  name: string;
  /** Share of nulls, 0 to 1, where it is nullable and no part of the primary key. Left out: 0.1; 0.8 where the name says that it is empty more often than not (deleted_at, middle_name); none where an expression, a condition or a constant makes the values. */
  nullShare?: number | null | undefined;
  /** It may be null. */
  nullable?: boolean | null | undefined;
  /** Its type. */
  type: FieldType;
  /** Its values never repeat. */
  unique?: boolean | null | undefined;
};

/** Shares that values of a field are to have. */
export type FieldSharesInput = {
  /** The field. */
  field: string;
  /** Values with their shares; others keep their proportions in what is left. */
  values: Array<ValueShareInput>;
};

/** How many times as often as they would values of a field come. */
export type FieldTimesInput = {
  /** The field. */
  field: string;
  /** Values with their times; that of others is 1. */
  values: Array<ValueTimesInput>;
};

/** The type of a field, whatever its source calls it. */
export type FieldType =
  /** Bytes, shown as base64. */
  | 'BINARY'
  /** True or false. */
  | 'BOOLEAN'
  /** A day, 2026-01-31. */
  | 'DATE'
  /** An instant, 2026-01-31T13:45:00Z. */
  | 'DATETIME'
  /** An exact decimal number, shown as a string. */
  | 'DECIMAL'
  /** A number in double precision. */
  | 'FLOAT'
  /** A whole number. */
  | 'INTEGER'
  /** Any JSON value. */
  | 'JSON'
  /** Text of one line. */
  | 'STRING'
  /** Text of any length. */
  | 'TEXT'
  /** A time of day, 13:45:00. */
  | 'TIME'
  /** A UUID. */
  | 'UUID';

/** A .sql or .txt file with CREATE TABLE statements, a .txt file with lines such as `lines` takes, a .json file with a JSON Schema, or a .csv or .tsv file to learn from: one table, called as the file. Such an upload is removed when the schema is saved. */
export type FileDefinition = {
  /** Of a .csv, .tsv or .txt file to learn from: one character. Left out: found out. */
  delimiter?: string | null | undefined;
  /** Its dialect. Left out: found out from the script; POSTGRESQL where nothing in it is of one dialect alone. */
  dialect?: SqlDialect | null | undefined;
  /** Of a .csv, .tsv or .txt file to learn from: whether the first line names the columns. Left out: found out. */
  header?: boolean | null | undefined;
  /** The file. */
  source: FileInput;
};

/** A file: part of this multipart request, or the id that the upload route answered. */
export type FileInput =
  {   /** Part of this multipart request. */
  file: never; uploadId?: never; }
  |  { file?: never;   /** What `PUT /uploads?name=` answered; for files over the multipart limit. */
  uploadId: string | number; };

/** Numbers with a fraction between two bounds. */
export type FloatGeneratorInput = {
  /** Standard deviation of the values. Left out: made to fit the bounds. */
  deviation?: number | null | undefined;
  /** How they are spread. */
  distribution?: Distribution | null | undefined;
  /** Greatest value, inclusive. */
  maximum: number;
  /** Mean of the values. Left out: made to fit the bounds. */
  mean?: number | null | undefined;
  /** Least value, inclusive. */
  minimum: number;
  /** Digits after the point. Left out: as they come. */
  places?: number | null | undefined;
};

/** Fields that hold the key of a row elsewhere. */
export type ForeignKeyInput = {
  /** Here. */
  fields: Array<string>;
  /** There, in the same order. Left out: that table's primary key. */
  references?: Array<string> | null | undefined;
  /** The table referred to; it may be this one. */
  table: string;
};

/** How the values of a field are made: exactly one kind. */
export type GeneratorInput =
  {   /** A date or instant some time after another field of the row; null where that is null. */
  after: AfterGeneratorInput; array?: never; boolean?: never; bytes?: never; category?: never; conditional?: never; constant?: never; date?: never; datetime?: never; decimal?: never; expression?: never; float?: never; integer?: never; mixture?: never; object?: never; pattern?: never; reference?: never; semantic?: never; sequence?: never; subcategory?: never; time?: never; uuid?: never; }
  |  { after?: never;   /** A JSON array of items that are made alike. */
  array: ArrayGeneratorInput; boolean?: never; bytes?: never; category?: never; conditional?: never; constant?: never; date?: never; datetime?: never; decimal?: never; expression?: never; float?: never; integer?: never; mixture?: never; object?: never; pattern?: never; reference?: never; semantic?: never; sequence?: never; subcategory?: never; time?: never; uuid?: never; }
  |  { after?: never; array?: never;   /** True or false. */
  boolean: BooleanGeneratorInput; bytes?: never; category?: never; conditional?: never; constant?: never; date?: never; datetime?: never; decimal?: never; expression?: never; float?: never; integer?: never; mixture?: never; object?: never; pattern?: never; reference?: never; semantic?: never; sequence?: never; subcategory?: never; time?: never; uuid?: never; }
  |  { after?: never; array?: never; boolean?: never;   /** Random bytes. */
  bytes: BytesGeneratorInput; category?: never; conditional?: never; constant?: never; date?: never; datetime?: never; decimal?: never; expression?: never; float?: never; integer?: never; mixture?: never; object?: never; pattern?: never; reference?: never; semantic?: never; sequence?: never; subcategory?: never; time?: never; uuid?: never; }
  |  { after?: never; array?: never; boolean?: never; bytes?: never;   /** One of a list of values, by weight. */
  category: CategoryGeneratorInput; conditional?: never; constant?: never; date?: never; datetime?: never; decimal?: never; expression?: never; float?: never; integer?: never; mixture?: never; object?: never; pattern?: never; reference?: never; semantic?: never; sequence?: never; subcategory?: never; time?: never; uuid?: never; }
  |  { after?: never; array?: never; boolean?: never; bytes?: never; category?: never;   /** The first condition that is true decides how the value is made. */
  conditional: ConditionalGeneratorInput; constant?: never; date?: never; datetime?: never; decimal?: never; expression?: never; float?: never; integer?: never; mixture?: never; object?: never; pattern?: never; reference?: never; semantic?: never; sequence?: never; subcategory?: never; time?: never; uuid?: never; }
  |  { after?: never; array?: never; boolean?: never; bytes?: never; category?: never; conditional?: never;   /** The same value in every row. */
  constant: ConstantGeneratorInput; date?: never; datetime?: never; decimal?: never; expression?: never; float?: never; integer?: never; mixture?: never; object?: never; pattern?: never; reference?: never; semantic?: never; sequence?: never; subcategory?: never; time?: never; uuid?: never; }
  |  { after?: never; array?: never; boolean?: never; bytes?: never; category?: never; conditional?: never; constant?: never;   /** Dates between two, both inclusive. */
  date: DateGeneratorInput; datetime?: never; decimal?: never; expression?: never; float?: never; integer?: never; mixture?: never; object?: never; pattern?: never; reference?: never; semantic?: never; sequence?: never; subcategory?: never; time?: never; uuid?: never; }
  |  { after?: never; array?: never; boolean?: never; bytes?: never; category?: never; conditional?: never; constant?: never; date?: never;   /** Instants to the second between two, both inclusive. */
  datetime: DatetimeGeneratorInput; decimal?: never; expression?: never; float?: never; integer?: never; mixture?: never; object?: never; pattern?: never; reference?: never; semantic?: never; sequence?: never; subcategory?: never; time?: never; uuid?: never; }
  |  { after?: never; array?: never; boolean?: never; bytes?: never; category?: never; conditional?: never; constant?: never; date?: never; datetime?: never;   /** Exact decimal numbers between two bounds. */
  decimal: DecimalGeneratorInput; expression?: never; float?: never; integer?: never; mixture?: never; object?: never; pattern?: never; reference?: never; semantic?: never; sequence?: never; subcategory?: never; time?: never; uuid?: never; }
  |  { after?: never; array?: never; boolean?: never; bytes?: never; category?: never; conditional?: never; constant?: never; date?: never; datetime?: never; decimal?: never;   /** Computed from other fields of the row. Never run by a database: parsed, and computed here. */
  expression: ExpressionGeneratorInput; float?: never; integer?: never; mixture?: never; object?: never; pattern?: never; reference?: never; semantic?: never; sequence?: never; subcategory?: never; time?: never; uuid?: never; }
  |  { after?: never; array?: never; boolean?: never; bytes?: never; category?: never; conditional?: never; constant?: never; date?: never; datetime?: never; decimal?: never; expression?: never;   /** Numbers with a fraction between two bounds. */
  float: FloatGeneratorInput; integer?: never; mixture?: never; object?: never; pattern?: never; reference?: never; semantic?: never; sequence?: never; subcategory?: never; time?: never; uuid?: never; }
  |  { after?: never; array?: never; boolean?: never; bytes?: never; category?: never; conditional?: never; constant?: never; date?: never; datetime?: never; decimal?: never; expression?: never; float?: never;   /** Whole numbers between two bounds. */
  integer: IntegerGeneratorInput; mixture?: never; object?: never; pattern?: never; reference?: never; semantic?: never; sequence?: never; subcategory?: never; time?: never; uuid?: never; }
  |  { after?: never; array?: never; boolean?: never; bytes?: never; category?: never; conditional?: never; constant?: never; date?: never; datetime?: never; decimal?: never; expression?: never; float?: never; integer?: never;   /** Each value by one of several generators, drawn by weight. */
  mixture: MixtureGeneratorInput; object?: never; pattern?: never; reference?: never; semantic?: never; sequence?: never; subcategory?: never; time?: never; uuid?: never; }
  |  { after?: never; array?: never; boolean?: never; bytes?: never; category?: never; conditional?: never; constant?: never; date?: never; datetime?: never; decimal?: never; expression?: never; float?: never; integer?: never; mixture?: never;   /** A small JSON object, member by member. */
  object: ObjectGeneratorInput; pattern?: never; reference?: never; semantic?: never; sequence?: never; subcategory?: never; time?: never; uuid?: never; }
  |  { after?: never; array?: never; boolean?: never; bytes?: never; category?: never; conditional?: never; constant?: never; date?: never; datetime?: never; decimal?: never; expression?: never; float?: never; integer?: never; mixture?: never; object?: never;   /** Texts that match a regular expression. */
  pattern: PatternGeneratorInput; reference?: never; semantic?: never; sequence?: never; subcategory?: never; time?: never; uuid?: never; }
  |  { after?: never; array?: never; boolean?: never; bytes?: never; category?: never; conditional?: never; constant?: never; date?: never; datetime?: never; decimal?: never; expression?: never; float?: never; integer?: never; mixture?: never; object?: never; pattern?: never;   /** The key of a row of another table, or of an earlier row of this one; planned from the foreign key. */
  reference: ReferenceGeneratorInput; semantic?: never; sequence?: never; subcategory?: never; time?: never; uuid?: never; }
  |  { after?: never; array?: never; boolean?: never; bytes?: never; category?: never; conditional?: never; constant?: never; date?: never; datetime?: never; decimal?: never; expression?: never; float?: never; integer?: never; mixture?: never; object?: never; pattern?: never; reference?: never;   /** Names, addresses, products, prose ... from the vocabularies. */
  semantic: SemanticGeneratorInput; sequence?: never; subcategory?: never; time?: never; uuid?: never; }
  |  { after?: never; array?: never; boolean?: never; bytes?: never; category?: never; conditional?: never; constant?: never; date?: never; datetime?: never; decimal?: never; expression?: never; float?: never; integer?: never; mixture?: never; object?: never; pattern?: never; reference?: never; semantic?: never;   /** start, start + step, ... by row. */
  sequence: SequenceGeneratorInput; subcategory?: never; time?: never; uuid?: never; }
  |  { after?: never; array?: never; boolean?: never; bytes?: never; category?: never; conditional?: never; constant?: never; date?: never; datetime?: never; decimal?: never; expression?: never; float?: never; integer?: never; mixture?: never; object?: never; pattern?: never; reference?: never; semantic?: never; sequence?: never;   /** A category that depends on another field's value; null where no group names that value. */
  subcategory: SubcategoryGeneratorInput; time?: never; uuid?: never; }
  |  { after?: never; array?: never; boolean?: never; bytes?: never; category?: never; conditional?: never; constant?: never; date?: never; datetime?: never; decimal?: never; expression?: never; float?: never; integer?: never; mixture?: never; object?: never; pattern?: never; reference?: never; semantic?: never; sequence?: never; subcategory?: never;   /** Times of day between two, both inclusive. */
  time: TimeGeneratorInput; uuid?: never; }
  |  { after?: never; array?: never; boolean?: never; bytes?: never; category?: never; conditional?: never; constant?: never; date?: never; datetime?: never; decimal?: never; expression?: never; float?: never; integer?: never; mixture?: never; object?: never; pattern?: never; reference?: never; semantic?: never; sequence?: never; subcategory?: never; time?: never;   /** A random UUID, never twice. Chosen by true. */
  uuid: boolean; };

/** How the service is. */
export type HealthStatus =
  /** Something is away; work waits until it is back. */
  | 'DEGRADED'
  /** All is well. */
  | 'HEALTHY';

/** What a histogram counts. */
export type HistogramUnit =
  /** Lengths of texts in characters, of BINARY in bytes. */
  | 'LENGTHS'
  /** The numbers themselves. */
  | 'NUMBERS'
  /** Seconds since 1970-01-01 in UTC; of a TIME since midnight. */
  | 'SECONDS';

/** How images are made. */
export type ImageOptions = {
  /** What to find and box in every image, at most 100 things of 100 characters; empty: no detection. Takes a detector (kind DETECTOR); without one, or where it does not know such things, the run is refused. */
  annotate?: Array<string> | null | undefined;
  /** How closely the prompt is followed, 0 to 50; at 1 or less the negative prompt has no say, and each step costs half. Left out: what the model was made for, 7.5 where it does not say. */
  guidance?: number | null | undefined;
  /** In pixels: a multiple of 64 up to 1,024. Left out: what the model was made for, 512 where it does not say. A model that makes one size alone refuses any other. */
  height?: number | null | undefined;
  /** Id of the model, as `models` lists it (kind IMAGE). Left out: the one that is standard here. */
  model?: string | number | null | undefined;
  /** What the images shall not show, at most 2,000 characters. */
  negativePrompt?: string | null | undefined;
  /** Left out: DPMPP_2M_KARRAS, whatever the model, so that a plan means the same on every machine. */
  scheduler?: Scheduler | null | undefined;
  /** 1 to 200. */
  steps?: number | null | undefined;
  /** In pixels: a multiple of 64 up to 1,024. Left out: what the model was made for, 512 where it does not say. A model that makes one size alone refuses any other. */
  width?: number | null | undefined;
};

/** An order of images. */
export type ImageRunInput = {
  /** The same key from the same caller starts one job only: the same order again answers that job, another is refused. */
  idempotencyKey?: string | null | undefined;
  /** How they are made. */
  image?: ImageOptions | null | undefined;
  /** In all, at most 50,000; shared out over the prompts in turn. */
  numImages: number;
  /** What to write beside the PNG files: JSONL, COCO or ZIP; an empty list writes nothing more. */
  outputs?: Array<OutputInput> | null | undefined;
  /** What the images shall show: 1 to 1,000 prompts of at most 2,000 characters. Stable Diffusion reads some 75 tokens of one, the model that comes along 30; `truncatedTokens` tells how many were cut off. */
  prompts: Array<string>;
  /** Left out: drawn, and recorded on the job. Every image draws a seed of its own from it. */
  seed?: number | null | undefined;
};

/** An industry, and how many of its machines. */
export type IndustryInput = {
  /** Machines, 1 to 200: units of each of its kinds in turn, each a little unlike the others by the seed. */
  count?: number | null | undefined;
  /** As `machineCatalog` has it: semiconductor. With a text model any other, or a plant in plain words of at most 2,000 characters. */
  name: string;
};

/** Whole numbers between two bounds. */
export type IntegerGeneratorInput = {
  /** Standard deviation of the values. Left out: made to fit the bounds. */
  deviation?: number | null | undefined;
  /** How they are spread. */
  distribution?: Distribution | null | undefined;
  /** Greatest value, inclusive. */
  maximum: number;
  /** Mean of the values. Left out: made to fit the bounds. */
  mean?: number | null | undefined;
  /** Least value, inclusive. */
  minimum: number;
};

/** What a job is at. */
export type JobStage =
  /** Nothing is left to do. */
  | 'DONE'
  /** Outputs are written. */
  | 'EXPORTING'
  /** Rows are made. */
  | 'GENERATING'
  /** The model is loaded into memory. */
  | 'LOADING_MODEL'
  /** The plan is made. */
  | 'PLANNING';

/** Where a job stands. */
export type JobStatus =
  /** Was cancelled; what was made stays. */
  | 'CANCELLED'
  /** Is being cancelled: what it keeps is still written to its outputs. */
  | 'CANCELLING'
  /** Everything is made. */
  | 'COMPLETED'
  /** Could not be made; `failure` says why. */
  | 'FAILED'
  /** Waits for a worker. */
  | 'QUEUED'
  /** Is worked on. */
  | 'RUNNING';

/** What decimals are in JSON. */
export type JsonDecimals =
  /** Numbers with all their digits, of which many readers keep 15 or so. */
  | 'NUMBER'
  /** Strings, which keep their digits in every reader. */
  | 'STRING';

/** How JSON is written. */
export type JsonOptions = {
  /** What DECIMAL values, and integers past 2^53, are written as. */
  decimals?: JsonDecimals | null | undefined;
  /** Whether fields that are null are written; else they are left out of their objects. */
  nulls?: boolean | null | undefined;
};

/** What ends a line. */
export type LineEnd =
  /** Carriage return and line feed, as RFC 4180 says. */
  | 'CRLF'
  /** Line feed alone. */
  | 'LF';

/** A machine with its sensors, and how they behave. It is data: nothing of it is run. */
export type MachineInput = {
  /** Which anomalies there may be. Left out: all kinds, as usual; empty: none. */
  anomalies?: Array<AnomalyInput> | null | undefined;
  /** Share of points inside an anomaly, 0 to 0.5. Left out: the run's. */
  anomalyRate?: number | null | undefined;
  /** What it is about. */
  description?: string | null | undefined;
  /** What it is: plasma etcher. */
  kind: string;
  /** Left out: never, and nothing wears. */
  maintenance?: MaintenanceInput | null | undefined;
  /** What it may be doing; the first is what it starts in. */
  modes: Array<ModeInput>;
  /** Unique in the run, and the name of its files: letters, digits, space, _, - and . */
  name: string;
  /** When it may work. Left out: always. */
  shifts?: ShiftInput | null | undefined;
  /** What is measured. */
  signals: Array<SignalInput>;
};

/** From an industry's name, or given in full. */
export type MachinesInput =
  {   /** By industry. */
  industry: IndustryInput; specs?: never; }
  |  { industry?: never;   /** 1 to 200 machines. */
  specs: Array<MachineInput>; };

/** Planned work on a machine, which undoes its wear. */
export type MaintenanceInput = {
  /** Days from one to the next, in the mean; they vary by a tenth. */
  everyDays: number;
  /** How long it takes. */
  hours: number;
  /** The mode during it. */
  mode: string;
};

/** Each value by one of several generators, drawn by weight. */
export type MixtureGeneratorInput = {
  /** What it draws from. */
  parts: Array<MixturePartInput>;
  /** Mixtures of one role draw the same part in a row, where their weights are the same. Left out: each draws on its own. */
  role?: string | null | undefined;
};

/** One of the generators of a mixture. */
export type MixturePartInput = {
  /** How the value is made then. */
  generator: GeneratorInput;
  /** How often, against the other weights. */
  weight?: number | null | undefined;
};

/** Something that a machine does for a while; a Markov chain leads from one to the next. */
export type ModeInput = {
  /** How much of their rhythms, noise, set-points and wear its signals have in it, 0 to 1; left out: 1. Signals that stand alike in all modes take no notice, and those that stand at their minimum in one are at rest in it. */
  activity?: number | null | undefined;
  /** How long it lasts in the mean. */
  meanMinutes: number;
  /** As labels have it: run, idle. */
  name: string;
  /** What comes after it. Left out: any of the others that maintenance and shifts do not call for, each alike; of one mode alone: itself. */
  next?: Array<NextModeInput> | null | undefined;
};

/** Where a signal stands in a mode. */
export type ModeLevelInput = {
  /** In the signal's unit. */
  level: number;
  /** Name of the mode. */
  mode: string;
};

/** What a model does. */
export type ModelKind =
  /** Finds things in pictures. */
  | 'DETECTOR'
  /** Makes pictures. */
  | 'IMAGE'
  /** Says of a picture whether it is fit to be shown. */
  | 'SAFETY'
  /** Writes text. */
  | 'TEXT';

/** What may come after a mode. */
export type NextModeInput = {
  /** Name of the mode. */
  mode: string;
  /** How often, beside the others. */
  weight: number;
};

/** Noise, normally distributed and autocorrelated: an Ornstein-Uhlenbeck process, which is AR(1) at equal steps of time. */
export type NoiseInput = {
  /** Time after which its autocorrelation is 1/e. Left out: 0, white noise. */
  correlationSeconds?: number | null | undefined;
  /** Standard deviation. */
  deviation: number;
};

/** One member of a JSON object. */
export type ObjectFieldInput = {
  /** How its value is made. */
  generator: GeneratorInput;
  /** Its name. */
  name: string;
  /** Share of objects that have it, 0 to 1. Left out: all of them. */
  share?: number | null | undefined;
};

/** A small JSON object, member by member. */
export type ObjectGeneratorInput = {
  /** Its members. */
  fields: Array<ObjectFieldInput>;
};

/** What an output is written as. */
export type OutputFormat =
  /** Question-answer pairs as conversations, one a line: {"messages": [{"role": "user", ...}, {"role": "assistant", ...}]}. Of question-answer runs only. */
  | 'CHAT_JSONL'
  /** Images and boxes in the object detection format of COCO: annotations/annotations.json; with `category`, images have a `category_id` of their own, which COCO itself has no word for. The boxes are pseudo-labels of a detector, unverified. Of runs that make images only. */
  | 'COCO'
  /** Comma-separated values (RFC 4180), a file per table. */
  | 'CSV'
  /** One JSON document. */
  | 'JSON'
  /** One JSON object a line; of a run of images alone, metadata.jsonl, as Hugging Face imagefolder reads it beside the pictures. */
  | 'JSONL'
  /** Parquet with the types of the fields (decimals, dates, times, UUIDs, JSON as its logical types), a file per table, in row groups. `compression` is that of its pages, inside the file. */
  | 'PARQUET'
  /** INSERT statements, in an order that loads. Not of rows with images, which the tables of their schema have no columns for, and not of series. */
  | 'SQL'
  /** One archive: every table as CSV, with the schema (of series, specification.json); of a run that makes images, the PNG files with metadata.jsonl and, where there are boxes or categories, annotations/annotations.json. */
  | 'ZIP';

/** A format, and how it is written. */
export type OutputInput = {
  /** How to compress it; a ZIP is compressed in itself, and the pages of PARQUET are compressed each by itself. */
  compression?: Compression | null | undefined;
  /** For CSV and ZIP. */
  csv?: CsvOptions | null | undefined;
  /** What to write. */
  format: OutputFormat;
  /** For JSON and JSONL of rows and of question-answer pairs. */
  json?: JsonOptions | null | undefined;
  /** For SQL. */
  sql?: SqlOptions | null | undefined;
};

/** Texts that match a regular expression. */
export type PatternGeneratorInput = {
  /** No look-around and no back-references; open repetitions are bounded. */
  regex: string;
};

/** An order of question-answer pairs. */
export type QaRunInput = {
  /** What they are about. */
  context: ContextInput;
  /** The same key from the same caller starts one job only: the same order again answers that job, another is refused. */
  idempotencyKey?: string | null | undefined;
  /** Id of the model, as `models` lists it. Left out: the one that is standard here. */
  model?: string | number | null | undefined;
  /** What to write: JSONL, CHAT_JSONL, JSON or CSV; an empty list writes nothing. */
  outputs?: Array<OutputInput> | null | undefined;
  /** In all; shared out evenly over the chunks of the text, which are as long as the model's context allows (MODEL_CONTEXT). */
  pairs: number;
  /** Left out: drawn, and recorded on the job. */
  seed?: number | null | undefined;
};

/** The key of a row of another table, or of an earlier row of this one; planned from the foreign key. */
export type ReferenceGeneratorInput = {
  /** Its key field. */
  field: string;
  /** 0: every parent alike; towards 1: few parents have most children. */
  skew?: number | null | undefined;
  /** The table referred to. */
  table: string;
};

/** A sine. */
export type RhythmInput = {
  /** Above and below. */
  amplitude: number;
  /** When it is highest: of a day, the hour (0 to 24); of a week, the day (1 is Monday noon, fractions allowed, below 8). */
  peak: number;
};

/** How noise becomes an image, step by step. */
export type Scheduler =
  /** DDIM (Song et al. 2020). */
  | 'DDIM'
  /** DPM-Solver++ 2M (Lu et al. 2022). */
  | 'DPMPP_2M'
  /** The same with noise levels spaced as Karras et al. (2022) do: good images in 20 to 30 steps. */
  | 'DPMPP_2M_KARRAS'
  /** Euler steps along the noise levels of Karras et al. (2022). */
  | 'EULER'
  /** Euler with noise added at each step, drawn from the seed of the image. */
  | 'EULER_ANCESTRAL'
  /** For latent consistency models (Luo et al. 2023): 1 to 8 steps, guidance 1. */
  | 'LCM'
  /** PNDM (Liu et al. 2022); what Stable Diffusion 1.5 came with. */
  | 'PNDM';

/** Exactly one way to say what to generate. */
export type SchemaDefinition =
  {   /** Rows to learn one table from, called data. */
  csv: CsvDefinition; description?: never; fields?: never; file?: never; jsonSchema?: never; lines?: never; shorthand?: never; sql?: never; tables?: never; }
  |  { csv?: never;   /** Plain words, turned into tables by the text model: "online pharmacy with customers, prescriptions and refills". 2000 characters at most. May take a minute on a CPU. From a model in this process, the same words give the same schema. */
  description: string; fields?: never; file?: never; jsonSchema?: never; lines?: never; shorthand?: never; sql?: never; tables?: never; }
  |  { csv?: never; description?: never;   /** The columns of one table, called data. */
  fields: Array<FieldInput>; file?: never; jsonSchema?: never; lines?: never; shorthand?: never; sql?: never; tables?: never; }
  |  { csv?: never; description?: never; fields?: never;   /** A .sql, .txt, .json, .csv or .tsv file. */
  file: FileDefinition; jsonSchema?: never; lines?: never; shorthand?: never; sql?: never; tables?: never; }
  |  { csv?: never; description?: never; fields?: never; file?: never;   /** A JSON Schema (draft 2020-12, an earlier one, or of OpenAPI) of an object or of an array of objects, or its text: each property is a field of one table, called data, and what is nested is JSON. Null stands for the absence of a property that is not required, or not of the shape (oneOf, anyOf, if) that the row is of. */
  jsonSchema: unknown; lines?: never; shorthand?: never; sql?: never; tables?: never; }
  |  { csv?: never; description?: never; fields?: never; file?: never; jsonSchema?: never;   /** Plain lines "name: type" with the types of shorthand, its ranges and choices; "# ..." behind a type says what the field means. A line "[orders]" begins a table; fields before the first are those of one called data. */
  lines: string; shorthand?: never; sql?: never; tables?: never; }
  |  { csv?: never; description?: never; fields?: never; file?: never; jsonSchema?: never; lines?: never;   /** Shorthand for one table, called data: {"customer_name": "string", "age": "int 18..90", "status": "new|paid"}. Behind a type: ? (may be null), unique. */
  shorthand: unknown; sql?: never; tables?: never; }
  |  { csv?: never; description?: never; fields?: never; file?: never; jsonSchema?: never; lines?: never; shorthand?: never;   /** CREATE TABLE statements. */
  sql: SqlDefinition; tables?: never; }
  |  { csv?: never; description?: never; fields?: never; file?: never; jsonSchema?: never; lines?: never; shorthand?: never; sql?: never;   /** Several tables, which may refer to one another. */
  tables: Array<TableInput>; };

/** What a schema was made from. */
export type SchemaSource =
  /** An example, which its rows are like. */
  | 'CSV'
  /** Plain words, by the text model. */
  | 'DESCRIPTION'
  /** Fields, tables, shorthand or lines. */
  | 'FIELDS'
  /** A JSON Schema. */
  | 'JSON_SCHEMA'
  /** CREATE TABLE statements. */
  | 'SQL';

/** A saved schema, or one for this run only. */
export type SchemaSourceInput =
  {   /** One for this run only. */
  definition: SchemaDefinition; schemaId?: never; }
  |  { definition?: never;   /** Id of a saved schema. */
  schemaId: string | number; };

/** What the vocabularies hold. Values of one row and one role belong together: the e-mail fits the name, the city fits the country. */
export type Semantic =
  /** Account number. */
  | 'ACCOUNT_NUMBER'
  /** Address line 2. */
  | 'ADDRESS_LINE_2'
  /** Age. */
  | 'AGE'
  /** Album. */
  | 'ALBUM'
  /** Animal. */
  | 'ANIMAL'
  /** Artist. */
  | 'ARTIST'
  /** Barcode. */
  | 'BARCODE'
  /** BIC. */
  | 'BIC'
  /** Biography. */
  | 'BIOGRAPHY'
  /** Birth date. */
  | 'BIRTH_DATE'
  /** Book. */
  | 'BOOK'
  /** Brand. */
  | 'BRAND'
  /** Catch phrase. */
  | 'CATCH_PHRASE'
  /** Category description. */
  | 'CATEGORY_DESCRIPTION'
  /** City. */
  | 'CITY'
  /** Color. */
  | 'COLOR'
  /** Comment. */
  | 'COMMENT'
  /** Company. */
  | 'COMPANY'
  /** Company email. */
  | 'COMPANY_EMAIL'
  /** Continent. */
  | 'CONTINENT'
  /** Country. */
  | 'COUNTRY'
  /** Country code. */
  | 'COUNTRY_CODE'
  /** Credit card number. */
  | 'CREDIT_CARD_NUMBER'
  /** Credit card type. */
  | 'CREDIT_CARD_TYPE'
  /** Currency code. */
  | 'CURRENCY_CODE'
  /** Department. */
  | 'DEPARTMENT'
  /** Domain. */
  | 'DOMAIN'
  /** Email. */
  | 'EMAIL'
  /** Error message. */
  | 'ERROR_MESSAGE'
  /** Fax. */
  | 'FAX'
  /** File name. */
  | 'FILE_NAME'
  /** File path. */
  | 'FILE_PATH'
  /** First name. */
  | 'FIRST_NAME'
  /** Food. */
  | 'FOOD'
  /** Full address. */
  | 'FULL_ADDRESS'
  /** Full name. */
  | 'FULL_NAME'
  /** Gender. */
  | 'GENDER'
  /** Genre. */
  | 'GENRE'
  /** Hex color. */
  | 'HEX_COLOR'
  /** Hire date. */
  | 'HIRE_DATE'
  /** IBAN. */
  | 'IBAN'
  /** Image URL. */
  | 'IMAGE_URL'
  /** Industry. */
  | 'INDUSTRY'
  /** IPV6 address. */
  | 'IPV6_ADDRESS'
  /** IP address. */
  | 'IP_ADDRESS'
  /** Isbn. */
  | 'ISBN'
  /** Job title. */
  | 'JOB_TITLE'
  /** Language. */
  | 'LANGUAGE'
  /** Last name. */
  | 'LAST_NAME'
  /** Latitude. */
  | 'LATITUDE'
  /** License plate. */
  | 'LICENSE_PLATE'
  /** Locale code. */
  | 'LOCALE_CODE'
  /** Longitude. */
  | 'LONGITUDE'
  /** MAC address. */
  | 'MAC_ADDRESS'
  /** Material. */
  | 'MATERIAL'
  /** Middle name. */
  | 'MIDDLE_NAME'
  /** MIME type. */
  | 'MIME_TYPE'
  /** Mixed review. */
  | 'MIXED_REVIEW'
  /** Movie. */
  | 'MOVIE'
  /** Nationality. */
  | 'NATIONALITY'
  /** Negative review. */
  | 'NEGATIVE_REVIEW'
  /** Note. */
  | 'NOTE'
  /** Paragraph. */
  | 'PARAGRAPH'
  /** Password hash. */
  | 'PASSWORD_HASH'
  /** Payment method. */
  | 'PAYMENT_METHOD'
  /** Phone. */
  | 'PHONE'
  /** Positive review. */
  | 'POSITIVE_REVIEW'
  /** Postal code. */
  | 'POSTAL_CODE'
  /** Product. */
  | 'PRODUCT'
  /** Product category. */
  | 'PRODUCT_CATEGORY'
  /** Product description. */
  | 'PRODUCT_DESCRIPTION'
  /** Publisher. */
  | 'PUBLISHER'
  /** Quantity per unit. */
  | 'QUANTITY_PER_UNIT'
  /** Region. */
  | 'REGION'
  /** Region code. */
  | 'REGION_CODE'
  /** Review. */
  | 'REVIEW'
  /** Semver. */
  | 'SEMVER'
  /** Sentence. */
  | 'SENTENCE'
  /** Size. */
  | 'SIZE'
  /** SKU. */
  | 'SKU'
  /** Slug. */
  | 'SLUG'
  /** Song. */
  | 'SONG'
  /** Street address. */
  | 'STREET_ADDRESS'
  /** Support ticket. */
  | 'SUPPORT_TICKET'
  /** Tax ID. */
  | 'TAX_ID'
  /** Time zone. */
  | 'TIME_ZONE'
  /** Title. */
  | 'TITLE'
  /** Title of courtesy. */
  | 'TITLE_OF_COURTESY'
  /** Token. */
  | 'TOKEN'
  /** Unit of measure. */
  | 'UNIT_OF_MEASURE'
  /** URL. */
  | 'URL'
  /** Username. */
  | 'USERNAME'
  /** User agent. */
  | 'USER_AGENT'
  /** Vehicle. */
  | 'VEHICLE'
  /** VIN. */
  | 'VIN'
  /** Word. */
  | 'WORD'
  /** Work email. */
  | 'WORK_EMAIL';

/** Names, addresses, products, prose ... from the vocabularies. */
export type SemanticGeneratorInput = {
  /** Language and region: en, de, fr ... Left out: en. */
  locale?: string | null | undefined;
  /** What. */
  of: Semantic;
  /** Fields of one role agree: `billing`, `shipping` ... Left out: the row's own person and place. */
  role?: string | null | undefined;
};

/** start, start + step, ... by row. */
export type SequenceGeneratorInput = {
  /** Text before the number: "ORD-". */
  prefix?: string | null | undefined;
  /** Value of the first row. */
  start?: number | null | undefined;
  /** From one row to the next. */
  step?: number | null | undefined;
  /** Digits that a prefixed number is padded to. */
  width?: number | null | undefined;
};

/** An order of machines' sensor data. */
export type SeriesRunInput = {
  /** Share of points inside an anomaly, 0 to 0.5, of machines that say no other. */
  anomalyRate?: number | null | undefined;
  /** Of 24 hours. Left out: up to `end`, or 365. */
  days?: number | null | undefined;
  /** The first moment without a reading. Beside it `start` or `days` may stand. */
  end?: string | null | undefined;
  /** The same key from the same caller starts one job only: the same order again answers that job, another is refused. */
  idempotencyKey?: string | null | undefined;
  /** From one reading to the next, 1 to 86,400. A machine has at most 50,000,000 readings of each signal. */
  intervalSeconds?: number | null | undefined;
  /** Which machines. */
  machines: MachinesInput;
  /** Id of the text model that plans the machines of an industry, as `models` lists it. Left out: the catalogue; where it does not have the industry, the one that is standard here. */
  model?: string | number | null | undefined;
  /** What to write, 20 at most: CSV, PARQUET, JSONL, JSON or ZIP; an empty list writes nothing. Files are named by the machine: its readings, its labels, and `anomalies` of all; `specification.json` beside them has the machines as they were used. */
  outputs?: Array<OutputInput> | null | undefined;
  /** Left out: drawn, and recorded on the job. */
  seed?: number | null | undefined;
  /** When the first reading is, at a whole second. Left out: so that the last is right before the year 2026 by the clock of the place. */
  start?: string | null | undefined;
  /** Whose clock timestamps, shifts and rhythms go by: an IANA name such as Europe/Berlin. Labels tell the repeated hour apart. */
  timeZone?: string | null | undefined;
};

/** Working hours by the clock of the place. */
export type ShiftInput = {
  /** Days of work: Monday is 1, Sunday 7. */
  days: Array<number>;
  /** Hour of the day, 0 to 24, fractions allowed. */
  from: number;
  /** Days without work: 2025-12-25, or 12-25 in every year. */
  holidays?: Array<string> | null | undefined;
  /** The mode outside of working hours. */
  mode: string;
  /** The same; where it is not past `from`, it is of the next day. */
  until: number;
};

/** What a sensor measures, and how that goes: its mode's level, rhythms, trend and wear, set-points, what drives it, and noise are summed, kept inside the range and rounded to the resolution. Numbers are in the signal's unit. */
export type SignalInput = {
  /** Over a day, by the clock of the place. */
  daily?: RhythmInput | null | undefined;
  /** What it is about. */
  description?: string | null | undefined;
  /** Signals that drive it. */
  drivers?: Array<DriverInput> | null | undefined;
  /** Left out: none is missing. */
  dropouts?: DropoutsInput | null | undefined;
  /** Where it stands, in modes that `levels` does not name. */
  level: number;
  /** Where it stands in some modes. */
  levels?: Array<ModeLevelInput> | null | undefined;
  /** Most of it: no reading is outside. */
  maximum: number;
  /** Least of the sensor's range. */
  minimum: number;
  /** Unique in the machine: the header of its column. */
  name: string;
  /** Left out: none. */
  noise?: NoiseInput | null | undefined;
  /** The step between two readings that can be told apart. */
  resolution: number;
  /** Time constant with which it follows its level to another mode (63 % of the way). Left out: 0, at once. */
  settlingSeconds?: number | null | undefined;
  /** Left out: its set-point stays. */
  steps?: StepsInput | null | undefined;
  /** Slow change over the whole series. */
  trendPerDay?: number | null | undefined;
  /** As engineers write it: °C, mbar, rpm, %; empty: a number without one. */
  unit: string;
  /** Change for each day of work since the last maintenance. */
  wearPerDay?: number | null | undefined;
  /** Over a week, by the clock of the place. */
  weekly?: RhythmInput | null | undefined;
};

/** Drawn evenly between two numbers. */
export type SpreadInput = {
  /** The lower. */
  least: number;
  /** The upper. */
  most: number;
};

/** CREATE TABLE statements, read and never run. What another dialect says is said in the words of PostgreSQL first: CHECKs and generated columns appear so. */
export type SqlDefinition = {
  /** Its dialect. Left out: found out from the script; POSTGRESQL where nothing in it is of one dialect alone. */
  dialect?: SqlDialect | null | undefined;
  /** The statements; a dump of a schema will do. */
  text: string;
};

/** A dialect of SQL. */
export type SqlDialect =
  /** MySQL, and MariaDB. */
  | 'MYSQL'
  /** PostgreSQL. */
  | 'POSTGRESQL'
  /** SQLite. */
  | 'SQLITE'
  /** SQL Server. */
  | 'SQLSERVER';

/** How SQL is written. */
export type SqlOptions = {
  /** The dialect of the database that it is for: its names, literals and transaction. SQLSERVER is held to its rules only, and is not tried on a server. */
  dialect?: SqlDialect | null | undefined;
  /** Rows of one statement, 1 to 10,000, for SQLSERVER to 1,000. */
  rowsPerInsert?: number | null | undefined;
};

/** Set-points: every so often another one is set. */
export type StepsInput = {
  /** How far from the level, in the mean square. */
  deviation: number;
  /** How long one stays, in the mean. */
  meanHours: number;
};

/** A category that depends on another field's value; null where no group names that value. */
export type SubcategoryGeneratorInput = {
  /** The other field, of the same table. */
  field: string;
  /** By value of the other field. */
  groups: Array<CategoryGroupInput>;
};

/** A table. */
export type TableInput = {
  /** Conditions that every row meets, as SQL expressions: price > 0. */
  checks?: Array<string> | null | undefined;
  /** Its columns, one at least. */
  fields: Array<FieldInput>;
  /** What it refers to. */
  foreignKeys?: Array<ForeignKeyInput> | null | undefined;
  /** Unique in its schema. */
  name: string;
  /** Names of fields. */
  primaryKey?: Array<string> | null | undefined;
  /** Other sets of fields whose values never repeat. */
  uniqueKeys?: Array<Array<string>> | null | undefined;
};

/** How many rows one table gets. */
export type TableRows = {
  /** How many. */
  rows: number;
  /** Its name. */
  table: string;
};

/** Who makes the values. */
export type TextEngine =
  /** Samplers for typed values, the model for prose; samplers alone, with a warning, while no model is installed. */
  | 'AUTO'
  /** The model writes every value but keys, references, unique, generated and expression fields. */
  | 'MODEL'
  /** No model at all. */
  | 'SAMPLER';

/** An order of rows. */
export type TextRunInput = {
  /** Which rows are wanted, and how often values come: one for each table that has any. Keys, references and what counts rows stay as they are. */
  conditions?: Array<ConditionInput> | null | undefined;
  /** Who makes the values. */
  engine?: TextEngine | null | undefined;
  /** The same key from the same caller starts one job only: the same order again answers that job, another is refused. */
  idempotencyKey?: string | null | undefined;
  /** What the data is about, for the model; 4000 characters at most. */
  instructions?: string | null | undefined;
  /** Language and region of names whose field says no other: en, de, fr ... Left out: en. */
  locale?: string | null | undefined;
  /** Id of the model, as `models` lists it. Left out: the one that is standard here. */
  model?: string | number | null | undefined;
  /** What to write, 20 at most; an empty list writes nothing. */
  outputs?: Array<OutputInput> | null | undefined;
  /** Rows of every table that `rowsPerTable` does not name. A count that keys or categories cannot hold is refused if the table is named or the only one, else capped with a warning. */
  rows: number;
  /** Other counts for some tables. */
  rowsPerTable?: Array<TableRows> | null | undefined;
  /** Left out: drawn, and recorded on the job. */
  seed?: number | null | undefined;
  /** What to generate. */
  source: SchemaSourceInput;
  /** How freely the model chooses, from 0 (always the likeliest) to 2. Left out: 0.9. */
  temperature?: number | null | undefined;
};

/** Times of day between two, both inclusive. */
export type TimeGeneratorInput = {
  /** First time, 09:00:00. */
  from?: string | null | undefined;
  /** Last time. */
  to?: string | null | undefined;
};

/** An order of rows, those of one table with an image each. */
export type UnifiedRunInput = {
  /** A field of the table whose value is the category of the whole image in COCO. Left out: only boxes have categories. */
  category?: string | null | undefined;
  /** Which rows are wanted, and how often values come: one for each table that has any. Keys, references and what counts rows stay as they are. */
  conditions?: Array<ConditionInput> | null | undefined;
  /** Who makes the values. */
  engine?: TextEngine | null | undefined;
  /** The same key from the same caller starts one job only: the same order again answers that job, another is refused. */
  idempotencyKey?: string | null | undefined;
  /** How the images are made. */
  image?: ImageOptions | null | undefined;
  /** What the data is about, for the model; 4000 characters at most. */
  instructions?: string | null | undefined;
  /** Language and region of names whose field says no other: en, de, fr ... Left out: en. */
  locale?: string | null | undefined;
  /** Id of the model, as `models` lists it. Left out: the one that is standard here. */
  model?: string | number | null | undefined;
  /** What to write beside the PNG files, 20 at most: JSON, JSONL, CSV, COCO or ZIP. In files of rows, two columns more have each image's place, null where there is none, and its prompt: image and image_prompt, or both with the first number behind them (image_2, image_prompt_2) that no field's name has. An empty list writes nothing more. */
  outputs?: Array<OutputInput> | null | undefined;
  /** What the images shall show, with {field} places that the row fills: "{product} on a white background". Several are taken in turn; {{ and }} stand for braces. 1 to 1,000 of at most 2,000 characters; a filled one is cut to as many. */
  prompts: Array<string>;
  /** Rows of every table that `rowsPerTable` does not name. A count that keys or categories cannot hold is refused if the table is named or the only one, else capped with a warning. */
  rows: number;
  /** Other counts for some tables. */
  rowsPerTable?: Array<TableRows> | null | undefined;
  /** Left out: drawn, and recorded on the job. */
  seed?: number | null | undefined;
  /** What to generate. */
  source: SchemaSourceInput;
  /** One image for every row of this table, which may have 50,000 rows. Left out where there is only one. */
  table?: string | null | undefined;
  /** How freely the model chooses, from 0 (always the likeliest) to 2. Left out: 0.9. */
  temperature?: number | null | undefined;
};

/** A change to a saved schema. What is left out stays as it is. */
export type UpdateSchemaInput = {
  /** What to generate from now on. */
  definition?: SchemaDefinition | null | undefined;
  /** What it is for; null removes it. */
  description?: string | null | undefined;
  /** Its id. */
  id: string | number;
  /** What to call it from now on. */
  name?: string | null | undefined;
};

/** What rows are asked for, by the names of SDMetrics' diagnostic and of SQL. */
export type ValidityMetric =
  /** BoundaryAdherence: values lie between the bounds of their field, texts are no longer than it takes. */
  | 'BOUNDARY_ADHERENCE'
  /** CategoryAdherence: values are among those that their field lists. */
  | 'CATEGORY_ADHERENCE'
  /** A CHECK is met, which one is that comes to null; or a condition of the run, which is met by what is true alone. */
  | 'CHECK'
  /** KeyUniqueness: no primary or unique key comes twice; those with a null in them are not asked. */
  | 'KEY_UNIQUENESS'
  /** No null where the field takes none. */
  | 'NOT_NULL'
  /** ReferentialIntegrity: foreign keys lead to rows that are there. */
  | 'REFERENTIAL_INTEGRITY';

/** A value, and the share of rows that are to have it. */
export type ValueShareInput = {
  /** 0 to 1. */
  share: number;
  /** One of its values. Left out: null. */
  value?: unknown;
};

/** A value, and how many times as often it comes. */
export type ValueTimesInput = {
  /** 2: two rows where there would be one, against the rows of other values; 0: none. */
  times: number;
  /** One of its values. Left out: null. */
  value?: unknown;
};

/** A value of a category. */
export type WeightedValueInput = {
  /** The value. Left out: null. */
  value?: unknown;
  /** How often, against the other weights. */
  weight?: number | null | undefined;
};

type GeneratorParts_AfterGenerator_Fragment = { __typename: 'AfterGenerator', summary: string };

type GeneratorParts_ArrayGenerator_Fragment = { __typename: 'ArrayGenerator', summary: string };

type GeneratorParts_BooleanGenerator_Fragment = { __typename: 'BooleanGenerator', summary: string };

type GeneratorParts_BytesGenerator_Fragment = { __typename: 'BytesGenerator', summary: string };

type GeneratorParts_CategoryGenerator_Fragment = { __typename: 'CategoryGenerator', summary: string };

type GeneratorParts_ConditionalGenerator_Fragment = { __typename: 'ConditionalGenerator', summary: string };

type GeneratorParts_ConstantGenerator_Fragment = { __typename: 'ConstantGenerator', summary: string };

type GeneratorParts_DateGenerator_Fragment = { __typename: 'DateGenerator', summary: string };

type GeneratorParts_DatetimeGenerator_Fragment = { __typename: 'DatetimeGenerator', summary: string };

type GeneratorParts_DecimalGenerator_Fragment = { __typename: 'DecimalGenerator', summary: string };

type GeneratorParts_ExpressionGenerator_Fragment = { __typename: 'ExpressionGenerator', summary: string };

type GeneratorParts_FloatGenerator_Fragment = { __typename: 'FloatGenerator', summary: string };

type GeneratorParts_IntegerGenerator_Fragment = { __typename: 'IntegerGenerator', summary: string };

type GeneratorParts_LearnedGenerator_Fragment = { __typename: 'LearnedGenerator', summary: string };

type GeneratorParts_MixtureGenerator_Fragment = { __typename: 'MixtureGenerator', summary: string };

type GeneratorParts_ObjectGenerator_Fragment = { __typename: 'ObjectGenerator', summary: string };

type GeneratorParts_PatternGenerator_Fragment = { __typename: 'PatternGenerator', summary: string };

type GeneratorParts_ReferenceGenerator_Fragment = { __typename: 'ReferenceGenerator', summary: string };

type GeneratorParts_SemanticGenerator_Fragment = { __typename: 'SemanticGenerator', summary: string };

type GeneratorParts_SequenceGenerator_Fragment = { __typename: 'SequenceGenerator', summary: string };

type GeneratorParts_SubcategoryGenerator_Fragment = { __typename: 'SubcategoryGenerator', summary: string };

type GeneratorParts_TimeGenerator_Fragment = { __typename: 'TimeGenerator', summary: string };

type GeneratorParts_UuidGenerator_Fragment = { __typename: 'UuidGenerator', summary: string };

export type GeneratorPartsFragment =
  | GeneratorParts_AfterGenerator_Fragment
  | GeneratorParts_ArrayGenerator_Fragment
  | GeneratorParts_BooleanGenerator_Fragment
  | GeneratorParts_BytesGenerator_Fragment
  | GeneratorParts_CategoryGenerator_Fragment
  | GeneratorParts_ConditionalGenerator_Fragment
  | GeneratorParts_ConstantGenerator_Fragment
  | GeneratorParts_DateGenerator_Fragment
  | GeneratorParts_DatetimeGenerator_Fragment
  | GeneratorParts_DecimalGenerator_Fragment
  | GeneratorParts_ExpressionGenerator_Fragment
  | GeneratorParts_FloatGenerator_Fragment
  | GeneratorParts_IntegerGenerator_Fragment
  | GeneratorParts_LearnedGenerator_Fragment
  | GeneratorParts_MixtureGenerator_Fragment
  | GeneratorParts_ObjectGenerator_Fragment
  | GeneratorParts_PatternGenerator_Fragment
  | GeneratorParts_ReferenceGenerator_Fragment
  | GeneratorParts_SemanticGenerator_Fragment
  | GeneratorParts_SequenceGenerator_Fragment
  | GeneratorParts_SubcategoryGenerator_Fragment
  | GeneratorParts_TimeGenerator_Fragment
  | GeneratorParts_UuidGenerator_Fragment
;

export type TablePartsFragment = { name: string, primaryKey: Array<string>, uniqueKeys: Array<Array<string>>, checks: Array<string>, fields: Array<{ name: string, type: FieldType, description: string | null, nullable: boolean, generator:
      | { __typename: 'AfterGenerator', summary: string }
      | { __typename: 'ArrayGenerator', summary: string }
      | { __typename: 'BooleanGenerator', summary: string }
      | { __typename: 'BytesGenerator', summary: string }
      | { __typename: 'CategoryGenerator', summary: string }
      | { __typename: 'ConditionalGenerator', summary: string }
      | { __typename: 'ConstantGenerator', summary: string }
      | { __typename: 'DateGenerator', summary: string }
      | { __typename: 'DatetimeGenerator', summary: string }
      | { __typename: 'DecimalGenerator', summary: string }
      | { __typename: 'ExpressionGenerator', summary: string }
      | { __typename: 'FloatGenerator', summary: string }
      | { __typename: 'IntegerGenerator', summary: string }
      | { __typename: 'LearnedGenerator', summary: string }
      | { __typename: 'MixtureGenerator', summary: string }
      | { __typename: 'ObjectGenerator', summary: string }
      | { __typename: 'PatternGenerator', summary: string }
      | { __typename: 'ReferenceGenerator', summary: string }
      | { __typename: 'SemanticGenerator', summary: string }
      | { __typename: 'SequenceGenerator', summary: string }
      | { __typename: 'SubcategoryGenerator', summary: string }
      | { __typename: 'TimeGenerator', summary: string }
      | { __typename: 'UuidGenerator', summary: string }
     }>, foreignKeys: Array<{ fields: Array<string>, table: string, references: Array<string> }> };

export type ImportWarningPartsFragment = { message: string, line: number | null, table: string | null, field: string | null };

export type SchemaPartsFragment = { id: string, name: string, description: string | null, source: SchemaSource, revision: number, createdAt: string, updatedAt: string, tables: Array<{ name: string, primaryKey: Array<string>, uniqueKeys: Array<Array<string>>, checks: Array<string>, fields: Array<{ name: string, type: FieldType, description: string | null, nullable: boolean, generator:
        | { __typename: 'AfterGenerator', summary: string }
        | { __typename: 'ArrayGenerator', summary: string }
        | { __typename: 'BooleanGenerator', summary: string }
        | { __typename: 'BytesGenerator', summary: string }
        | { __typename: 'CategoryGenerator', summary: string }
        | { __typename: 'ConditionalGenerator', summary: string }
        | { __typename: 'ConstantGenerator', summary: string }
        | { __typename: 'DateGenerator', summary: string }
        | { __typename: 'DatetimeGenerator', summary: string }
        | { __typename: 'DecimalGenerator', summary: string }
        | { __typename: 'ExpressionGenerator', summary: string }
        | { __typename: 'FloatGenerator', summary: string }
        | { __typename: 'IntegerGenerator', summary: string }
        | { __typename: 'LearnedGenerator', summary: string }
        | { __typename: 'MixtureGenerator', summary: string }
        | { __typename: 'ObjectGenerator', summary: string }
        | { __typename: 'PatternGenerator', summary: string }
        | { __typename: 'ReferenceGenerator', summary: string }
        | { __typename: 'SemanticGenerator', summary: string }
        | { __typename: 'SequenceGenerator', summary: string }
        | { __typename: 'SubcategoryGenerator', summary: string }
        | { __typename: 'TimeGenerator', summary: string }
        | { __typename: 'UuidGenerator', summary: string }
       }>, foreignKeys: Array<{ fields: Array<string>, table: string, references: Array<string> }> }>, warnings: Array<{ message: string, line: number | null, table: string | null, field: string | null }> };

export type OutputPartsFragment = { id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string };

type JobParts_ImageJob_Fragment = { __typename: 'ImageJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> };

type JobParts_QaJob_Fragment = { __typename: 'QaJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> };

type JobParts_SeriesJob_Fragment = { __typename: 'SeriesJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> };

type JobParts_TextJob_Fragment = { __typename: 'TextJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> };

type JobParts_UnifiedJob_Fragment = { __typename: 'UnifiedJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> };

export type JobPartsFragment =
  | JobParts_ImageJob_Fragment
  | JobParts_QaJob_Fragment
  | JobParts_SeriesJob_Fragment
  | JobParts_TextJob_Fragment
  | JobParts_UnifiedJob_Fragment
;

export type RowPartsFragment = { table: string, index: number, values: unknown };

export type PairPartsFragment = { index: number, question: string, answer: string, evidence: string, chunk: number, grounded: boolean };

export type ImagePartsFragment = { index: number, table: string | null, rowIndex: number | null, url: string, overlayUrl: string | null, width: number, height: number, prompt: string, seed: number, bytes: number | null, sha256: string | null, truncatedTokens: number, safe: boolean | null, blocked: boolean, annotations: Array<{ label: string, bbox: Array<number>, score: number, detectorSha256: string }> };

export type ModelPartsFragment = { id: string, kind: ModelKind, name: string, quantization: string | null, context: number | null, isDefault: boolean, installed: boolean, pulling: boolean, failure: string | null, loaded: boolean, device: string | null, bytes: number | null, pulledBytes: number | null, license: string, source: string, shipped: boolean, notes: string | null };

export type PagePartsFragment = { hasNextPage: boolean, endCursor: string | null };

type Refusal_InvalidInputError_Fragment = { __typename: 'InvalidInputError', message: string, issues: Array<{ path: Array<string>, message: string, line: number | null }> };

type Refusal_InvalidStateError_Fragment = { __typename: 'InvalidStateError', message: string };

type Refusal_ModelUnavailableError_Fragment = { __typename: 'ModelUnavailableError', message: string };

type Refusal_NotFoundError_Fragment = { __typename: 'NotFoundError', message: string };

export type RefusalFragment =
  | Refusal_InvalidInputError_Fragment
  | Refusal_InvalidStateError_Fragment
  | Refusal_ModelUnavailableError_Fragment
  | Refusal_NotFoundError_Fragment
;

export type HealthQueryVariables = Exact<{ [key: string]: never; }>;


export type HealthQuery = { health: { status: HealthStatus, textModel: string, imageModel: string, database: string, jobsInProgress: number, jobsQueued: number, version: string } };

export type JobQueryVariables = Exact<{
  id: string | number;
}>;


export type JobQuery = { job:
    | { __typename: 'ImageJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
    | { __typename: 'QaJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
    | { __typename: 'SeriesJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
    | { __typename: 'TextJob', schemaRevision: number | null, id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, schema: { id: string, name: string } | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
    | { __typename: 'UnifiedJob', schemaRevision: number | null, id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, schema: { id: string, name: string } | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
   | null };

export type JobQualityQueryVariables = Exact<{
  id: string | number;
}>;


export type JobQualityQuery = { job:
    | { id: string, report: { validity: number, tablesLeftOut: number, broken: Array<{ metric: ValidityMetric, table: string, fields: Array<string>, rule: string, score: number, checked: number, broken: number, example: { index: number, values: unknown } | null }>, tables: Array<{ table: string, rows: number, rowsRead: number, validity: Array<{ metric: ValidityMetric, table: string, fields: Array<string>, rule: string, score: number, checked: number, broken: number, example: { index: number, values: unknown } | null }>, columns: Array<{ field: string, nullShare: number, histogram: { unit: HistogramUnit, edges: Array<number>, counts: Array<number> } | null, categories: { rest: number, top: Array<{ value: string, count: number }> } | null }>, fidelity: { score: number | null, columnShapes: number | null, columnPairTrends: number | null, pairsLeftOut: number, exampleRows: number, conditioned: boolean, columns: Array<{ field: string, metric: FidelityMetric, score: number | null, missingValueSimilarity: number | null }>, pairs: Array<{ fields: Array<string>, metric: FidelityMetric, score: number | null, dependence: number }> } | null, privacy: { rows: number, synthetic: { dcrOverfittingProtection: number, closerToTraining: number, exactCopies: number }, real: { dcrOverfittingProtection: number, closerToTraining: number, exactCopies: number } } | null }> } | null }
    | { id: string, report: { validity: number, tablesLeftOut: number, broken: Array<{ metric: ValidityMetric, table: string, fields: Array<string>, rule: string, score: number, checked: number, broken: number, example: { index: number, values: unknown } | null }>, tables: Array<{ table: string, rows: number, rowsRead: number, validity: Array<{ metric: ValidityMetric, table: string, fields: Array<string>, rule: string, score: number, checked: number, broken: number, example: { index: number, values: unknown } | null }>, columns: Array<{ field: string, nullShare: number, histogram: { unit: HistogramUnit, edges: Array<number>, counts: Array<number> } | null, categories: { rest: number, top: Array<{ value: string, count: number }> } | null }>, fidelity: { score: number | null, columnShapes: number | null, columnPairTrends: number | null, pairsLeftOut: number, exampleRows: number, conditioned: boolean, columns: Array<{ field: string, metric: FidelityMetric, score: number | null, missingValueSimilarity: number | null }>, pairs: Array<{ fields: Array<string>, metric: FidelityMetric, score: number | null, dependence: number }> } | null, privacy: { rows: number, synthetic: { dcrOverfittingProtection: number, closerToTraining: number, exactCopies: number }, real: { dcrOverfittingProtection: number, closerToTraining: number, exactCopies: number } } | null }> } | null }
    | { id: string, report: { validity: number, tablesLeftOut: number, broken: Array<{ metric: ValidityMetric, table: string, fields: Array<string>, rule: string, score: number, checked: number, broken: number, example: { index: number, values: unknown } | null }>, tables: Array<{ table: string, rows: number, rowsRead: number, validity: Array<{ metric: ValidityMetric, table: string, fields: Array<string>, rule: string, score: number, checked: number, broken: number, example: { index: number, values: unknown } | null }>, columns: Array<{ field: string, nullShare: number, histogram: { unit: HistogramUnit, edges: Array<number>, counts: Array<number> } | null, categories: { rest: number, top: Array<{ value: string, count: number }> } | null }>, fidelity: { score: number | null, columnShapes: number | null, columnPairTrends: number | null, pairsLeftOut: number, exampleRows: number, conditioned: boolean, columns: Array<{ field: string, metric: FidelityMetric, score: number | null, missingValueSimilarity: number | null }>, pairs: Array<{ fields: Array<string>, metric: FidelityMetric, score: number | null, dependence: number }> } | null, privacy: { rows: number, synthetic: { dcrOverfittingProtection: number, closerToTraining: number, exactCopies: number }, real: { dcrOverfittingProtection: number, closerToTraining: number, exactCopies: number } } | null }> } | null }
    | { id: string, report: { validity: number, tablesLeftOut: number, broken: Array<{ metric: ValidityMetric, table: string, fields: Array<string>, rule: string, score: number, checked: number, broken: number, example: { index: number, values: unknown } | null }>, tables: Array<{ table: string, rows: number, rowsRead: number, validity: Array<{ metric: ValidityMetric, table: string, fields: Array<string>, rule: string, score: number, checked: number, broken: number, example: { index: number, values: unknown } | null }>, columns: Array<{ field: string, nullShare: number, histogram: { unit: HistogramUnit, edges: Array<number>, counts: Array<number> } | null, categories: { rest: number, top: Array<{ value: string, count: number }> } | null }>, fidelity: { score: number | null, columnShapes: number | null, columnPairTrends: number | null, pairsLeftOut: number, exampleRows: number, conditioned: boolean, columns: Array<{ field: string, metric: FidelityMetric, score: number | null, missingValueSimilarity: number | null }>, pairs: Array<{ fields: Array<string>, metric: FidelityMetric, score: number | null, dependence: number }> } | null, privacy: { rows: number, synthetic: { dcrOverfittingProtection: number, closerToTraining: number, exactCopies: number }, real: { dcrOverfittingProtection: number, closerToTraining: number, exactCopies: number } } | null }> } | null }
    | { id: string, report: { validity: number, tablesLeftOut: number, broken: Array<{ metric: ValidityMetric, table: string, fields: Array<string>, rule: string, score: number, checked: number, broken: number, example: { index: number, values: unknown } | null }>, tables: Array<{ table: string, rows: number, rowsRead: number, validity: Array<{ metric: ValidityMetric, table: string, fields: Array<string>, rule: string, score: number, checked: number, broken: number, example: { index: number, values: unknown } | null }>, columns: Array<{ field: string, nullShare: number, histogram: { unit: HistogramUnit, edges: Array<number>, counts: Array<number> } | null, categories: { rest: number, top: Array<{ value: string, count: number }> } | null }>, fidelity: { score: number | null, columnShapes: number | null, columnPairTrends: number | null, pairsLeftOut: number, exampleRows: number, conditioned: boolean, columns: Array<{ field: string, metric: FidelityMetric, score: number | null, missingValueSimilarity: number | null }>, pairs: Array<{ fields: Array<string>, metric: FidelityMetric, score: number | null, dependence: number }> } | null, privacy: { rows: number, synthetic: { dcrOverfittingProtection: number, closerToTraining: number, exactCopies: number }, real: { dcrOverfittingProtection: number, closerToTraining: number, exactCopies: number } } | null }> } | null }
   | null };

export type PrivacyPartsFragment = { dcrOverfittingProtection: number, closerToTraining: number, exactCopies: number };

export type ValidityPartsFragment = { metric: ValidityMetric, table: string, fields: Array<string>, rule: string, score: number, checked: number, broken: number, example: { index: number, values: unknown } | null };

export type JobsQueryVariables = Exact<{
  status?: Array<JobStatus> | JobStatus | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type JobsQuery = { jobs: { edges: Array<{ node:
        | { __typename: 'ImageJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
        | { __typename: 'QaJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
        | { __typename: 'SeriesJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
        | { __typename: 'TextJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
        | { __typename: 'UnifiedJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
       }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type RowsPageQueryVariables = Exact<{
  id: string | number;
  table?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type RowsPageQuery = { job:
    | { rows: { edges: Array<{ cursor: string, node: { table: string, index: number, values: unknown } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }
    | { rows: { edges: Array<{ cursor: string, node: { table: string, index: number, values: unknown } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }
    | Record<PropertyKey, never>
   | null };

export type RowPagePartsFragment = { edges: Array<{ cursor: string, node: { table: string, index: number, values: unknown } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } };

export type IllustratedRowsPageQueryVariables = Exact<{
  id: string | number;
  table?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type IllustratedRowsPageQuery = { job:
    | { rows: { edges: Array<{ cursor: string, node: { table: string, index: number, values: unknown, image: { index: number, table: string | null, rowIndex: number | null, url: string, overlayUrl: string | null, width: number, height: number, prompt: string, seed: number, bytes: number | null, sha256: string | null, truncatedTokens: number, safe: boolean | null, blocked: boolean, annotations: Array<{ label: string, bbox: Array<number>, score: number, detectorSha256: string }> } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }
    | Record<PropertyKey, never>
   | null };

export type StartTextRunMutationVariables = Exact<{
  input: TextRunInput;
}>;


export type StartTextRunMutation = { startTextRun:
    | { __typename: 'InvalidInputError', message: string, issues: Array<{ path: Array<string>, message: string, line: number | null }> }
    | { __typename: 'ModelUnavailableError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'TextJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
   };

export type PairsPageQueryVariables = Exact<{
  id: string | number;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type PairsPageQuery = { job:
    | { pairs: { edges: Array<{ cursor: string, node: { index: number, question: string, answer: string, evidence: string, chunk: number, grounded: boolean } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }
    | Record<PropertyKey, never>
   | null };

export type StartQaRunMutationVariables = Exact<{
  input: QaRunInput;
}>;


export type StartQaRunMutation = { startQaRun:
    | { __typename: 'InvalidInputError', message: string, issues: Array<{ path: Array<string>, message: string, line: number | null }> }
    | { __typename: 'ModelUnavailableError', message: string }
    | { __typename: 'QaJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
   };

export type ImagesPageQueryVariables = Exact<{
  id: string | number;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ImagesPageQuery = { job:
    | { images: { edges: Array<{ cursor: string, node: { index: number, table: string | null, rowIndex: number | null, url: string, overlayUrl: string | null, width: number, height: number, prompt: string, seed: number, bytes: number | null, sha256: string | null, truncatedTokens: number, safe: boolean | null, blocked: boolean, annotations: Array<{ label: string, bbox: Array<number>, score: number, detectorSha256: string }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }
    | { images: { edges: Array<{ cursor: string, node: { index: number, table: string | null, rowIndex: number | null, url: string, overlayUrl: string | null, width: number, height: number, prompt: string, seed: number, bytes: number | null, sha256: string | null, truncatedTokens: number, safe: boolean | null, blocked: boolean, annotations: Array<{ label: string, bbox: Array<number>, score: number, detectorSha256: string }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }
    | Record<PropertyKey, never>
   | null };

export type StartImageRunMutationVariables = Exact<{
  input: ImageRunInput;
}>;


export type StartImageRunMutation = { startImageRun:
    | { __typename: 'ImageJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
    | { __typename: 'InvalidInputError', message: string, issues: Array<{ path: Array<string>, message: string, line: number | null }> }
    | { __typename: 'ModelUnavailableError', message: string }
   };

export type StartUnifiedRunMutationVariables = Exact<{
  input: UnifiedRunInput;
}>;


export type StartUnifiedRunMutation = { startUnifiedRun:
    | { __typename: 'InvalidInputError', message: string, issues: Array<{ path: Array<string>, message: string, line: number | null }> }
    | { __typename: 'ModelUnavailableError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'UnifiedJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
   };

export type CancelJobMutationVariables = Exact<{
  id: string | number;
}>;


export type CancelJobMutation = { cancelJob:
    | { __typename: 'ImageJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
    | { __typename: 'InvalidStateError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'QaJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
    | { __typename: 'SeriesJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
    | { __typename: 'TextJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
    | { __typename: 'UnifiedJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
   };

export type RetryJobMutationVariables = Exact<{
  id: string | number;
}>;


export type RetryJobMutation = { retryJob:
    | { __typename: 'ImageJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
    | { __typename: 'InvalidStateError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'QaJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
    | { __typename: 'SeriesJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
    | { __typename: 'TextJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
    | { __typename: 'UnifiedJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
   };

export type DeleteJobMutationVariables = Exact<{
  id: string | number;
}>;


export type DeleteJobMutation = { deleteJob:
    | { __typename: 'Deleted', id: string }
    | { __typename: 'InvalidStateError', message: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type ExportJobMutationVariables = Exact<{
  id: string | number;
  output: OutputInput;
}>;


export type ExportJobMutation = { exportJob:
    | { __typename: 'ImageJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
    | { __typename: 'InvalidInputError', message: string, issues: Array<{ path: Array<string>, message: string, line: number | null }> }
    | { __typename: 'InvalidStateError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'QaJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
    | { __typename: 'SeriesJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
    | { __typename: 'TextJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
    | { __typename: 'UnifiedJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
   };

export type JobProgressSubscriptionVariables = Exact<{
  id: string | number;
}>;


export type JobProgressSubscription = { jobProgress:
    | { __typename: 'ImageJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
    | { __typename: 'QaJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
    | { __typename: 'SeriesJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
    | { __typename: 'TextJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
    | { __typename: 'UnifiedJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
   };

export type JobRowsSubscriptionVariables = Exact<{
  id: string | number;
  table?: string | null | undefined;
  after?: string | null | undefined;
  maxBatch?: number | null | undefined;
}>;


export type JobRowsSubscription = { jobRows: { cursor: string, rows: Array<{ table: string, index: number, values: unknown }> } };

export type JobPairsSubscriptionVariables = Exact<{
  id: string | number;
  after?: string | null | undefined;
}>;


export type JobPairsSubscription = { jobPairs: { cursor: string, pairs: Array<{ index: number, question: string, answer: string, evidence: string, chunk: number, grounded: boolean }> } };

export type JobImagesSubscriptionVariables = Exact<{
  id: string | number;
  after?: string | null | undefined;
}>;


export type JobImagesSubscription = { jobImages: { cursor: string, images: Array<{ index: number, table: string | null, rowIndex: number | null, url: string, overlayUrl: string | null, width: number, height: number, prompt: string, seed: number, bytes: number | null, sha256: string | null, truncatedTokens: number, safe: boolean | null, blocked: boolean, annotations: Array<{ label: string, bbox: Array<number>, score: number, detectorSha256: string }> }>, previews: Array<{ index: number, step: number, of: number, dataUrl: string }> } };

export type JobChangesSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type JobChangesSubscription = { jobs:
    | { __typename: 'ImageJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
    | { __typename: 'QaJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
    | { __typename: 'SeriesJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
    | { __typename: 'TextJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
    | { __typename: 'UnifiedJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
   };

export type ModelsQueryVariables = Exact<{ [key: string]: never; }>;


export type ModelsQuery = { models: Array<{ id: string, kind: ModelKind, name: string, quantization: string | null, context: number | null, isDefault: boolean, installed: boolean, pulling: boolean, failure: string | null, loaded: boolean, device: string | null, bytes: number | null, pulledBytes: number | null, license: string, source: string, shipped: boolean, notes: string | null }> };

export type PullModelMutationVariables = Exact<{
  id: string | number;
}>;


export type PullModelMutation = { pullModel:
    | { __typename: 'InvalidStateError', message: string }
    | { __typename: 'Model', id: string, kind: ModelKind, name: string, quantization: string | null, context: number | null, isDefault: boolean, installed: boolean, pulling: boolean, failure: string | null, loaded: boolean, device: string | null, bytes: number | null, pulledBytes: number | null, license: string, source: string, shipped: boolean, notes: string | null }
    | { __typename: 'NotFoundError', message: string }
   };

export type RemoveModelMutationVariables = Exact<{
  id: string | number;
}>;


export type RemoveModelMutation = { removeModel:
    | { __typename: 'Deleted', id: string }
    | { __typename: 'InvalidStateError', message: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type ModelProgressSubscriptionVariables = Exact<{
  id: string | number;
}>;


export type ModelProgressSubscription = { modelProgress: { id: string, kind: ModelKind, name: string, quantization: string | null, context: number | null, isDefault: boolean, installed: boolean, pulling: boolean, failure: string | null, loaded: boolean, device: string | null, bytes: number | null, pulledBytes: number | null, license: string, source: string, shipped: boolean, notes: string | null } };

export type SchemasQueryVariables = Exact<{
  search?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type SchemasQuery = { schemas: { edges: Array<{ node: { id: string, name: string, description: string | null, source: SchemaSource, revision: number, updatedAt: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SchemaQueryVariables = Exact<{
  id: string | number;
}>;


export type SchemaQuery = { schema: { id: string, name: string, description: string | null, source: SchemaSource, revision: number, createdAt: string, updatedAt: string, tables: Array<{ name: string, primaryKey: Array<string>, uniqueKeys: Array<Array<string>>, checks: Array<string>, fields: Array<{ name: string, type: FieldType, description: string | null, nullable: boolean, generator:
          | { __typename: 'AfterGenerator', summary: string }
          | { __typename: 'ArrayGenerator', summary: string }
          | { __typename: 'BooleanGenerator', summary: string }
          | { __typename: 'BytesGenerator', summary: string }
          | { __typename: 'CategoryGenerator', summary: string }
          | { __typename: 'ConditionalGenerator', summary: string }
          | { __typename: 'ConstantGenerator', summary: string }
          | { __typename: 'DateGenerator', summary: string }
          | { __typename: 'DatetimeGenerator', summary: string }
          | { __typename: 'DecimalGenerator', summary: string }
          | { __typename: 'ExpressionGenerator', summary: string }
          | { __typename: 'FloatGenerator', summary: string }
          | { __typename: 'IntegerGenerator', summary: string }
          | { __typename: 'LearnedGenerator', summary: string }
          | { __typename: 'MixtureGenerator', summary: string }
          | { __typename: 'ObjectGenerator', summary: string }
          | { __typename: 'PatternGenerator', summary: string }
          | { __typename: 'ReferenceGenerator', summary: string }
          | { __typename: 'SemanticGenerator', summary: string }
          | { __typename: 'SequenceGenerator', summary: string }
          | { __typename: 'SubcategoryGenerator', summary: string }
          | { __typename: 'TimeGenerator', summary: string }
          | { __typename: 'UuidGenerator', summary: string }
         }>, foreignKeys: Array<{ fields: Array<string>, table: string, references: Array<string> }> }>, warnings: Array<{ message: string, line: number | null, table: string | null, field: string | null }> } | null };

export type SchemaRowsQueryVariables = Exact<{
  id: string | number;
  table?: string | null | undefined;
  rows?: number | null | undefined;
  seed?: number | null | undefined;
  rowsPerTable?: Array<TableRows> | TableRows | null | undefined;
}>;


export type SchemaRowsQuery = { schema: { preview: Array<{ table: string, index: number, values: unknown }> } | null };

export type PreviewSchemaQueryVariables = Exact<{
  definition: SchemaDefinition;
  rows?: number | null | undefined;
  seed?: number | null | undefined;
}>;


export type PreviewSchemaQuery = { previewSchema:
    | { __typename: 'InvalidInputError', message: string, issues: Array<{ path: Array<string>, message: string, line: number | null }> }
    | { __typename: 'ModelUnavailableError', message: string }
    | { __typename: 'SchemaPreview', tables: Array<{ name: string, primaryKey: Array<string>, uniqueKeys: Array<Array<string>>, checks: Array<string>, fields: Array<{ name: string, type: FieldType, description: string | null, nullable: boolean, generator:
            | { __typename: 'AfterGenerator', summary: string }
            | { __typename: 'ArrayGenerator', summary: string }
            | { __typename: 'BooleanGenerator', summary: string }
            | { __typename: 'BytesGenerator', summary: string }
            | { __typename: 'CategoryGenerator', summary: string }
            | { __typename: 'ConditionalGenerator', summary: string }
            | { __typename: 'ConstantGenerator', summary: string }
            | { __typename: 'DateGenerator', summary: string }
            | { __typename: 'DatetimeGenerator', summary: string }
            | { __typename: 'DecimalGenerator', summary: string }
            | { __typename: 'ExpressionGenerator', summary: string }
            | { __typename: 'FloatGenerator', summary: string }
            | { __typename: 'IntegerGenerator', summary: string }
            | { __typename: 'LearnedGenerator', summary: string }
            | { __typename: 'MixtureGenerator', summary: string }
            | { __typename: 'ObjectGenerator', summary: string }
            | { __typename: 'PatternGenerator', summary: string }
            | { __typename: 'ReferenceGenerator', summary: string }
            | { __typename: 'SemanticGenerator', summary: string }
            | { __typename: 'SequenceGenerator', summary: string }
            | { __typename: 'SubcategoryGenerator', summary: string }
            | { __typename: 'TimeGenerator', summary: string }
            | { __typename: 'UuidGenerator', summary: string }
           }>, foreignKeys: Array<{ fields: Array<string>, table: string, references: Array<string> }> }>, rows: Array<{ table: string, index: number, values: unknown }>, warnings: Array<{ message: string, line: number | null, table: string | null, field: string | null }> }
   };

export type CreateSchemaMutationVariables = Exact<{
  input: CreateSchemaInput;
}>;


export type CreateSchemaMutation = { createSchema:
    | { __typename: 'InvalidInputError', message: string, issues: Array<{ path: Array<string>, message: string, line: number | null }> }
    | { __typename: 'ModelUnavailableError', message: string }
    | { __typename: 'Schema', id: string, name: string, description: string | null, source: SchemaSource, revision: number, createdAt: string, updatedAt: string, tables: Array<{ name: string, primaryKey: Array<string>, uniqueKeys: Array<Array<string>>, checks: Array<string>, fields: Array<{ name: string, type: FieldType, description: string | null, nullable: boolean, generator:
            | { __typename: 'AfterGenerator', summary: string }
            | { __typename: 'ArrayGenerator', summary: string }
            | { __typename: 'BooleanGenerator', summary: string }
            | { __typename: 'BytesGenerator', summary: string }
            | { __typename: 'CategoryGenerator', summary: string }
            | { __typename: 'ConditionalGenerator', summary: string }
            | { __typename: 'ConstantGenerator', summary: string }
            | { __typename: 'DateGenerator', summary: string }
            | { __typename: 'DatetimeGenerator', summary: string }
            | { __typename: 'DecimalGenerator', summary: string }
            | { __typename: 'ExpressionGenerator', summary: string }
            | { __typename: 'FloatGenerator', summary: string }
            | { __typename: 'IntegerGenerator', summary: string }
            | { __typename: 'LearnedGenerator', summary: string }
            | { __typename: 'MixtureGenerator', summary: string }
            | { __typename: 'ObjectGenerator', summary: string }
            | { __typename: 'PatternGenerator', summary: string }
            | { __typename: 'ReferenceGenerator', summary: string }
            | { __typename: 'SemanticGenerator', summary: string }
            | { __typename: 'SequenceGenerator', summary: string }
            | { __typename: 'SubcategoryGenerator', summary: string }
            | { __typename: 'TimeGenerator', summary: string }
            | { __typename: 'UuidGenerator', summary: string }
           }>, foreignKeys: Array<{ fields: Array<string>, table: string, references: Array<string> }> }>, warnings: Array<{ message: string, line: number | null, table: string | null, field: string | null }> }
   };

export type UpdateSchemaMutationVariables = Exact<{
  input: UpdateSchemaInput;
}>;


export type UpdateSchemaMutation = { updateSchema:
    | { __typename: 'InvalidInputError', message: string, issues: Array<{ path: Array<string>, message: string, line: number | null }> }
    | { __typename: 'ModelUnavailableError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'Schema', id: string, name: string, description: string | null, source: SchemaSource, revision: number, createdAt: string, updatedAt: string, tables: Array<{ name: string, primaryKey: Array<string>, uniqueKeys: Array<Array<string>>, checks: Array<string>, fields: Array<{ name: string, type: FieldType, description: string | null, nullable: boolean, generator:
            | { __typename: 'AfterGenerator', summary: string }
            | { __typename: 'ArrayGenerator', summary: string }
            | { __typename: 'BooleanGenerator', summary: string }
            | { __typename: 'BytesGenerator', summary: string }
            | { __typename: 'CategoryGenerator', summary: string }
            | { __typename: 'ConditionalGenerator', summary: string }
            | { __typename: 'ConstantGenerator', summary: string }
            | { __typename: 'DateGenerator', summary: string }
            | { __typename: 'DatetimeGenerator', summary: string }
            | { __typename: 'DecimalGenerator', summary: string }
            | { __typename: 'ExpressionGenerator', summary: string }
            | { __typename: 'FloatGenerator', summary: string }
            | { __typename: 'IntegerGenerator', summary: string }
            | { __typename: 'LearnedGenerator', summary: string }
            | { __typename: 'MixtureGenerator', summary: string }
            | { __typename: 'ObjectGenerator', summary: string }
            | { __typename: 'PatternGenerator', summary: string }
            | { __typename: 'ReferenceGenerator', summary: string }
            | { __typename: 'SemanticGenerator', summary: string }
            | { __typename: 'SequenceGenerator', summary: string }
            | { __typename: 'SubcategoryGenerator', summary: string }
            | { __typename: 'TimeGenerator', summary: string }
            | { __typename: 'UuidGenerator', summary: string }
           }>, foreignKeys: Array<{ fields: Array<string>, table: string, references: Array<string> }> }>, warnings: Array<{ message: string, line: number | null, table: string | null, field: string | null }> }
   };

export type DeleteSchemaMutationVariables = Exact<{
  id: string | number;
}>;


export type DeleteSchemaMutation = { deleteSchema:
    | { __typename: 'Deleted', id: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type StartSeriesRunMutationVariables = Exact<{
  input: SeriesRunInput;
}>;


export type StartSeriesRunMutation = { startSeriesRun:
    | { __typename: 'InvalidInputError', message: string, issues: Array<{ path: Array<string>, message: string, line: number | null }> }
    | { __typename: 'ModelUnavailableError', message: string }
    | { __typename: 'SeriesJob', id: string, status: JobStatus, seed: number, input: unknown, outputPath: string, partial: boolean, pausedReason: string | null, warnings: Array<string>, createdAt: string, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number, percent: number, stage: JobStage, rate: number | null, etaSeconds: number | null, tokens: number | null, tokensWritten: number | null, tokensPerSecond: number | null, tables: Array<{ table: string, done: number, total: number }> }, failure: { message: string, table: string | null, field: string | null, rowIndex: number | null, attempts: number } | null, report: { groundedShare: number | null, diversity: Array<{ table: string, field: string, texts: number, duplicateShare: number, distinct1: number, distinct2: number, selfBleu: number | null, compressionRatio: number }> } | null, outputs: Array<{ id: string, format: OutputFormat, compression: Compression, fileName: string, mediaType: string, bytes: number, sha256: string, url: string }> }
   };

export type SeriesQueryVariables = Exact<{
  id: string | number;
}>;


export type SeriesQuery = { job:
    | { __typename: 'ImageJob' }
    | { __typename: 'QaJob' }
    | { __typename: 'SeriesJob', anomalyRate: number, timeline: { start: string, end: string, intervalSeconds: number, points: number, timeZone: string }, machines: Array<{ readingsTable: string, labelsTable: string, specification: unknown, name: string, kind: string, description: string | null, modes: Array<string>, signals: Array<{ name: string, unit: string, description: string | null, minimum: number, maximum: number, resolution: number, level: number, drivers: Array<string> }> }> }
    | { __typename: 'TextJob' }
    | { __typename: 'UnifiedJob' }
   | null };

export type ReadingsQueryVariables = Exact<{
  id: string | number;
  machine: string;
  from?: string | null | undefined;
  to?: string | null | undefined;
  signals?: Array<string> | string | null | undefined;
  points?: number | null | undefined;
}>;


export type ReadingsQuery = { job:
    | { __typename: 'ImageJob' }
    | { __typename: 'QaJob' }
    | { __typename: 'SeriesJob', machines: Array<{ readings: { starts: Array<string>, pointsPerBucket: number, isExact: boolean, signals: Array<{ name: string, unit: string, minimum: Array<number | null>, maximum: Array<number | null> }> } }> }
    | { __typename: 'TextJob' }
    | { __typename: 'UnifiedJob' }
   | null };

export type AnomaliesQueryVariables = Exact<{
  id: string | number;
  machine: string;
  from?: string | null | undefined;
  to?: string | null | undefined;
  first?: number | null | undefined;
}>;


export type AnomaliesQuery = { job:
    | { __typename: 'ImageJob' }
    | { __typename: 'QaJob' }
    | { __typename: 'SeriesJob', machines: Array<{ anomalies: Array<{ kind: AnomalyKind, signals: Array<string>, start: string, end: string, points: number, severity: number }> }> }
    | { __typename: 'TextJob' }
    | { __typename: 'UnifiedJob' }
   | null };

export type MachineCatalogQueryVariables = Exact<{
  industry?: string | null | undefined;
}>;


export type MachineCatalogQuery = { machineCatalog: Array<{ name: string, aliases: Array<string>, description: string, machines: Array<{ name: string, kind: string, description: string | null, specification: unknown, signals: Array<{ name: string, unit: string, description: string | null, minimum: number, maximum: number, resolution: number, level: number, drivers: Array<string> }> }> }> };

export type MachinePartsFragment = { name: string, kind: string, description: string | null, modes: Array<string>, signals: Array<{ name: string, unit: string, description: string | null, minimum: number, maximum: number, resolution: number, level: number, drivers: Array<string> }> };

export type SignalPartsFragment = { name: string, unit: string, description: string | null, minimum: number, maximum: number, resolution: number, level: number, drivers: Array<string> };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const GeneratorPartsFragmentDoc = new TypedDocumentString(`
    fragment GeneratorParts on Generator {
  __typename
  summary
}
    `, {"fragmentName":"GeneratorParts"}) as unknown as TypedDocumentString<GeneratorPartsFragment, unknown>;
export const TablePartsFragmentDoc = new TypedDocumentString(`
    fragment TableParts on Table {
  name
  fields {
    name
    type
    description
    nullable
    generator {
      ...GeneratorParts
    }
  }
  primaryKey
  uniqueKeys
  foreignKeys {
    fields
    table
    references
  }
  checks
}
    fragment GeneratorParts on Generator {
  __typename
  summary
}`, {"fragmentName":"TableParts"}) as unknown as TypedDocumentString<TablePartsFragment, unknown>;
export const ImportWarningPartsFragmentDoc = new TypedDocumentString(`
    fragment ImportWarningParts on ImportWarning {
  message
  line
  table
  field
}
    `, {"fragmentName":"ImportWarningParts"}) as unknown as TypedDocumentString<ImportWarningPartsFragment, unknown>;
export const SchemaPartsFragmentDoc = new TypedDocumentString(`
    fragment SchemaParts on Schema {
  id
  name
  description
  source
  revision
  tables {
    ...TableParts
  }
  warnings {
    ...ImportWarningParts
  }
  createdAt
  updatedAt
}
    fragment GeneratorParts on Generator {
  __typename
  summary
}
fragment TableParts on Table {
  name
  fields {
    name
    type
    description
    nullable
    generator {
      ...GeneratorParts
    }
  }
  primaryKey
  uniqueKeys
  foreignKeys {
    fields
    table
    references
  }
  checks
}
fragment ImportWarningParts on ImportWarning {
  message
  line
  table
  field
}`, {"fragmentName":"SchemaParts"}) as unknown as TypedDocumentString<SchemaPartsFragment, unknown>;
export const OutputPartsFragmentDoc = new TypedDocumentString(`
    fragment OutputParts on Output {
  id
  format
  compression
  fileName
  mediaType
  bytes
  sha256
  url
}
    `, {"fragmentName":"OutputParts"}) as unknown as TypedDocumentString<OutputPartsFragment, unknown>;
export const JobPartsFragmentDoc = new TypedDocumentString(`
    fragment JobParts on Job {
  __typename
  id
  status
  progress {
    done
    total
    percent
    stage
    rate
    etaSeconds
    tokens
    tokensWritten
    tokensPerSecond
    tables {
      table
      done
      total
    }
  }
  seed
  input
  outputPath
  partial
  pausedReason
  failure {
    message
    table
    field
    rowIndex
    attempts
  }
  report {
    diversity {
      table
      field
      texts
      duplicateShare
      distinct1
      distinct2
      selfBleu
      compressionRatio
    }
    groundedShare
  }
  warnings
  outputs {
    ...OutputParts
  }
  createdAt
  startedAt
  finishedAt
}
    fragment OutputParts on Output {
  id
  format
  compression
  fileName
  mediaType
  bytes
  sha256
  url
}`, {"fragmentName":"JobParts"}) as unknown as TypedDocumentString<JobPartsFragment, unknown>;
export const PairPartsFragmentDoc = new TypedDocumentString(`
    fragment PairParts on QaPair {
  index
  question
  answer
  evidence
  chunk
  grounded
}
    `, {"fragmentName":"PairParts"}) as unknown as TypedDocumentString<PairPartsFragment, unknown>;
export const ImagePartsFragmentDoc = new TypedDocumentString(`
    fragment ImageParts on Image {
  index
  table
  rowIndex
  url
  overlayUrl
  width
  height
  prompt
  seed
  bytes
  sha256
  truncatedTokens
  safe
  blocked
  annotations {
    label
    bbox
    score
    detectorSha256
  }
}
    `, {"fragmentName":"ImageParts"}) as unknown as TypedDocumentString<ImagePartsFragment, unknown>;
export const ModelPartsFragmentDoc = new TypedDocumentString(`
    fragment ModelParts on Model {
  id
  kind
  name
  quantization
  context
  isDefault
  installed
  pulling
  failure
  loaded
  device
  bytes
  pulledBytes
  license
  source
  shipped
  notes
}
    `, {"fragmentName":"ModelParts"}) as unknown as TypedDocumentString<ModelPartsFragment, unknown>;
export const RefusalFragmentDoc = new TypedDocumentString(`
    fragment Refusal on Error {
  __typename
  message
  ... on InvalidInputError {
    issues {
      path
      message
      line
    }
  }
}
    `, {"fragmentName":"Refusal"}) as unknown as TypedDocumentString<RefusalFragment, unknown>;
export const PrivacyPartsFragmentDoc = new TypedDocumentString(`
    fragment PrivacyParts on PrivacyFigures {
  dcrOverfittingProtection
  closerToTraining
  exactCopies
}
    `, {"fragmentName":"PrivacyParts"}) as unknown as TypedDocumentString<PrivacyPartsFragment, unknown>;
export const ValidityPartsFragmentDoc = new TypedDocumentString(`
    fragment ValidityParts on ValidityScore {
  metric
  table
  fields
  rule
  score
  checked
  broken
  example {
    index
    values
  }
}
    `, {"fragmentName":"ValidityParts"}) as unknown as TypedDocumentString<ValidityPartsFragment, unknown>;
export const RowPartsFragmentDoc = new TypedDocumentString(`
    fragment RowParts on Row {
  table
  index
  values
}
    `, {"fragmentName":"RowParts"}) as unknown as TypedDocumentString<RowPartsFragment, unknown>;
export const PagePartsFragmentDoc = new TypedDocumentString(`
    fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}
    `, {"fragmentName":"PageParts"}) as unknown as TypedDocumentString<PagePartsFragment, unknown>;
export const RowPagePartsFragmentDoc = new TypedDocumentString(`
    fragment RowPageParts on RowConnection {
  edges {
    cursor
    node {
      ...RowParts
    }
  }
  pageInfo {
    ...PageParts
  }
}
    fragment RowParts on Row {
  table
  index
  values
}
fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}`, {"fragmentName":"RowPageParts"}) as unknown as TypedDocumentString<RowPagePartsFragment, unknown>;
export const SignalPartsFragmentDoc = new TypedDocumentString(`
    fragment SignalParts on Signal {
  name
  unit
  description
  minimum
  maximum
  resolution
  level
  drivers
}
    `, {"fragmentName":"SignalParts"}) as unknown as TypedDocumentString<SignalPartsFragment, unknown>;
export const MachinePartsFragmentDoc = new TypedDocumentString(`
    fragment MachineParts on Machine {
  name
  kind
  description
  modes
  signals {
    ...SignalParts
  }
}
    fragment SignalParts on Signal {
  name
  unit
  description
  minimum
  maximum
  resolution
  level
  drivers
}`, {"fragmentName":"MachineParts"}) as unknown as TypedDocumentString<MachinePartsFragment, unknown>;
export const HealthDocument = new TypedDocumentString(`
    query Health {
  health {
    status
    textModel
    imageModel
    database
    jobsInProgress
    jobsQueued
    version
  }
}
    `) as unknown as TypedDocumentString<HealthQuery, HealthQueryVariables>;
export const JobDocument = new TypedDocumentString(`
    query Job($id: ID!) {
  job(id: $id) {
    ...JobParts
    ... on TextJob {
      schema {
        id
        name
      }
      schemaRevision
    }
    ... on UnifiedJob {
      schema {
        id
        name
      }
      schemaRevision
    }
  }
}
    fragment OutputParts on Output {
  id
  format
  compression
  fileName
  mediaType
  bytes
  sha256
  url
}
fragment JobParts on Job {
  __typename
  id
  status
  progress {
    done
    total
    percent
    stage
    rate
    etaSeconds
    tokens
    tokensWritten
    tokensPerSecond
    tables {
      table
      done
      total
    }
  }
  seed
  input
  outputPath
  partial
  pausedReason
  failure {
    message
    table
    field
    rowIndex
    attempts
  }
  report {
    diversity {
      table
      field
      texts
      duplicateShare
      distinct1
      distinct2
      selfBleu
      compressionRatio
    }
    groundedShare
  }
  warnings
  outputs {
    ...OutputParts
  }
  createdAt
  startedAt
  finishedAt
}`) as unknown as TypedDocumentString<JobQuery, JobQueryVariables>;
export const JobQualityDocument = new TypedDocumentString(`
    query JobQuality($id: ID!) {
  job(id: $id) {
    id
    report {
      validity
      broken {
        ...ValidityParts
      }
      tablesLeftOut
      tables {
        table
        rows
        rowsRead
        validity {
          ...ValidityParts
        }
        columns {
          field
          nullShare
          histogram {
            unit
            edges
            counts
          }
          categories {
            top {
              value
              count
            }
            rest
          }
        }
        fidelity {
          score
          columnShapes
          columnPairTrends
          columns {
            field
            metric
            score
            missingValueSimilarity
          }
          pairs {
            fields
            metric
            score
            dependence
          }
          pairsLeftOut
          exampleRows
          conditioned
        }
        privacy {
          rows
          synthetic {
            ...PrivacyParts
          }
          real {
            ...PrivacyParts
          }
        }
      }
    }
  }
}
    fragment PrivacyParts on PrivacyFigures {
  dcrOverfittingProtection
  closerToTraining
  exactCopies
}
fragment ValidityParts on ValidityScore {
  metric
  table
  fields
  rule
  score
  checked
  broken
  example {
    index
    values
  }
}`) as unknown as TypedDocumentString<JobQualityQuery, JobQualityQueryVariables>;
export const JobsDocument = new TypedDocumentString(`
    query Jobs($status: [JobStatus!], $first: Int, $after: String) {
  jobs(status: $status, first: $first, after: $after) {
    edges {
      node {
        ...JobParts
      }
    }
    pageInfo {
      ...PageParts
    }
  }
}
    fragment OutputParts on Output {
  id
  format
  compression
  fileName
  mediaType
  bytes
  sha256
  url
}
fragment JobParts on Job {
  __typename
  id
  status
  progress {
    done
    total
    percent
    stage
    rate
    etaSeconds
    tokens
    tokensWritten
    tokensPerSecond
    tables {
      table
      done
      total
    }
  }
  seed
  input
  outputPath
  partial
  pausedReason
  failure {
    message
    table
    field
    rowIndex
    attempts
  }
  report {
    diversity {
      table
      field
      texts
      duplicateShare
      distinct1
      distinct2
      selfBleu
      compressionRatio
    }
    groundedShare
  }
  warnings
  outputs {
    ...OutputParts
  }
  createdAt
  startedAt
  finishedAt
}
fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}`) as unknown as TypedDocumentString<JobsQuery, JobsQueryVariables>;
export const RowsPageDocument = new TypedDocumentString(`
    query RowsPage($id: ID!, $table: String, $first: Int, $after: String) {
  job(id: $id) {
    ... on TextJob {
      rows(table: $table, first: $first, after: $after) {
        ...RowPageParts
      }
    }
    ... on SeriesJob {
      rows(table: $table, first: $first, after: $after) {
        ...RowPageParts
      }
    }
  }
}
    fragment RowParts on Row {
  table
  index
  values
}
fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}
fragment RowPageParts on RowConnection {
  edges {
    cursor
    node {
      ...RowParts
    }
  }
  pageInfo {
    ...PageParts
  }
}`) as unknown as TypedDocumentString<RowsPageQuery, RowsPageQueryVariables>;
export const IllustratedRowsPageDocument = new TypedDocumentString(`
    query IllustratedRowsPage($id: ID!, $table: String, $first: Int, $after: String) {
  job(id: $id) {
    ... on UnifiedJob {
      rows(table: $table, first: $first, after: $after) {
        edges {
          cursor
          node {
            ...RowParts
            image {
              ...ImageParts
            }
          }
        }
        pageInfo {
          ...PageParts
        }
      }
    }
  }
}
    fragment RowParts on Row {
  table
  index
  values
}
fragment ImageParts on Image {
  index
  table
  rowIndex
  url
  overlayUrl
  width
  height
  prompt
  seed
  bytes
  sha256
  truncatedTokens
  safe
  blocked
  annotations {
    label
    bbox
    score
    detectorSha256
  }
}
fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}`) as unknown as TypedDocumentString<IllustratedRowsPageQuery, IllustratedRowsPageQueryVariables>;
export const StartTextRunDocument = new TypedDocumentString(`
    mutation StartTextRun($input: TextRunInput!) {
  startTextRun(input: $input) {
    __typename
    ...JobParts
    ...Refusal
  }
}
    fragment OutputParts on Output {
  id
  format
  compression
  fileName
  mediaType
  bytes
  sha256
  url
}
fragment JobParts on Job {
  __typename
  id
  status
  progress {
    done
    total
    percent
    stage
    rate
    etaSeconds
    tokens
    tokensWritten
    tokensPerSecond
    tables {
      table
      done
      total
    }
  }
  seed
  input
  outputPath
  partial
  pausedReason
  failure {
    message
    table
    field
    rowIndex
    attempts
  }
  report {
    diversity {
      table
      field
      texts
      duplicateShare
      distinct1
      distinct2
      selfBleu
      compressionRatio
    }
    groundedShare
  }
  warnings
  outputs {
    ...OutputParts
  }
  createdAt
  startedAt
  finishedAt
}
fragment Refusal on Error {
  __typename
  message
  ... on InvalidInputError {
    issues {
      path
      message
      line
    }
  }
}`) as unknown as TypedDocumentString<StartTextRunMutation, StartTextRunMutationVariables>;
export const PairsPageDocument = new TypedDocumentString(`
    query PairsPage($id: ID!, $first: Int, $after: String) {
  job(id: $id) {
    ... on QaJob {
      pairs(first: $first, after: $after) {
        edges {
          cursor
          node {
            ...PairParts
          }
        }
        pageInfo {
          ...PageParts
        }
      }
    }
  }
}
    fragment PairParts on QaPair {
  index
  question
  answer
  evidence
  chunk
  grounded
}
fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}`) as unknown as TypedDocumentString<PairsPageQuery, PairsPageQueryVariables>;
export const StartQaRunDocument = new TypedDocumentString(`
    mutation StartQaRun($input: QaRunInput!) {
  startQaRun(input: $input) {
    __typename
    ...JobParts
    ...Refusal
  }
}
    fragment OutputParts on Output {
  id
  format
  compression
  fileName
  mediaType
  bytes
  sha256
  url
}
fragment JobParts on Job {
  __typename
  id
  status
  progress {
    done
    total
    percent
    stage
    rate
    etaSeconds
    tokens
    tokensWritten
    tokensPerSecond
    tables {
      table
      done
      total
    }
  }
  seed
  input
  outputPath
  partial
  pausedReason
  failure {
    message
    table
    field
    rowIndex
    attempts
  }
  report {
    diversity {
      table
      field
      texts
      duplicateShare
      distinct1
      distinct2
      selfBleu
      compressionRatio
    }
    groundedShare
  }
  warnings
  outputs {
    ...OutputParts
  }
  createdAt
  startedAt
  finishedAt
}
fragment Refusal on Error {
  __typename
  message
  ... on InvalidInputError {
    issues {
      path
      message
      line
    }
  }
}`) as unknown as TypedDocumentString<StartQaRunMutation, StartQaRunMutationVariables>;
export const ImagesPageDocument = new TypedDocumentString(`
    query ImagesPage($id: ID!, $first: Int, $after: String) {
  job(id: $id) {
    ... on ImageJob {
      images(first: $first, after: $after) {
        edges {
          cursor
          node {
            ...ImageParts
          }
        }
        pageInfo {
          ...PageParts
        }
      }
    }
    ... on UnifiedJob {
      images(first: $first, after: $after) {
        edges {
          cursor
          node {
            ...ImageParts
          }
        }
        pageInfo {
          ...PageParts
        }
      }
    }
  }
}
    fragment ImageParts on Image {
  index
  table
  rowIndex
  url
  overlayUrl
  width
  height
  prompt
  seed
  bytes
  sha256
  truncatedTokens
  safe
  blocked
  annotations {
    label
    bbox
    score
    detectorSha256
  }
}
fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}`) as unknown as TypedDocumentString<ImagesPageQuery, ImagesPageQueryVariables>;
export const StartImageRunDocument = new TypedDocumentString(`
    mutation StartImageRun($input: ImageRunInput!) {
  startImageRun(input: $input) {
    __typename
    ...JobParts
    ...Refusal
  }
}
    fragment OutputParts on Output {
  id
  format
  compression
  fileName
  mediaType
  bytes
  sha256
  url
}
fragment JobParts on Job {
  __typename
  id
  status
  progress {
    done
    total
    percent
    stage
    rate
    etaSeconds
    tokens
    tokensWritten
    tokensPerSecond
    tables {
      table
      done
      total
    }
  }
  seed
  input
  outputPath
  partial
  pausedReason
  failure {
    message
    table
    field
    rowIndex
    attempts
  }
  report {
    diversity {
      table
      field
      texts
      duplicateShare
      distinct1
      distinct2
      selfBleu
      compressionRatio
    }
    groundedShare
  }
  warnings
  outputs {
    ...OutputParts
  }
  createdAt
  startedAt
  finishedAt
}
fragment Refusal on Error {
  __typename
  message
  ... on InvalidInputError {
    issues {
      path
      message
      line
    }
  }
}`) as unknown as TypedDocumentString<StartImageRunMutation, StartImageRunMutationVariables>;
export const StartUnifiedRunDocument = new TypedDocumentString(`
    mutation StartUnifiedRun($input: UnifiedRunInput!) {
  startUnifiedRun(input: $input) {
    __typename
    ...JobParts
    ...Refusal
  }
}
    fragment OutputParts on Output {
  id
  format
  compression
  fileName
  mediaType
  bytes
  sha256
  url
}
fragment JobParts on Job {
  __typename
  id
  status
  progress {
    done
    total
    percent
    stage
    rate
    etaSeconds
    tokens
    tokensWritten
    tokensPerSecond
    tables {
      table
      done
      total
    }
  }
  seed
  input
  outputPath
  partial
  pausedReason
  failure {
    message
    table
    field
    rowIndex
    attempts
  }
  report {
    diversity {
      table
      field
      texts
      duplicateShare
      distinct1
      distinct2
      selfBleu
      compressionRatio
    }
    groundedShare
  }
  warnings
  outputs {
    ...OutputParts
  }
  createdAt
  startedAt
  finishedAt
}
fragment Refusal on Error {
  __typename
  message
  ... on InvalidInputError {
    issues {
      path
      message
      line
    }
  }
}`) as unknown as TypedDocumentString<StartUnifiedRunMutation, StartUnifiedRunMutationVariables>;
export const CancelJobDocument = new TypedDocumentString(`
    mutation CancelJob($id: ID!) {
  cancelJob(id: $id) {
    __typename
    ...JobParts
    ...Refusal
  }
}
    fragment OutputParts on Output {
  id
  format
  compression
  fileName
  mediaType
  bytes
  sha256
  url
}
fragment JobParts on Job {
  __typename
  id
  status
  progress {
    done
    total
    percent
    stage
    rate
    etaSeconds
    tokens
    tokensWritten
    tokensPerSecond
    tables {
      table
      done
      total
    }
  }
  seed
  input
  outputPath
  partial
  pausedReason
  failure {
    message
    table
    field
    rowIndex
    attempts
  }
  report {
    diversity {
      table
      field
      texts
      duplicateShare
      distinct1
      distinct2
      selfBleu
      compressionRatio
    }
    groundedShare
  }
  warnings
  outputs {
    ...OutputParts
  }
  createdAt
  startedAt
  finishedAt
}
fragment Refusal on Error {
  __typename
  message
  ... on InvalidInputError {
    issues {
      path
      message
      line
    }
  }
}`) as unknown as TypedDocumentString<CancelJobMutation, CancelJobMutationVariables>;
export const RetryJobDocument = new TypedDocumentString(`
    mutation RetryJob($id: ID!) {
  retryJob(id: $id) {
    __typename
    ...JobParts
    ...Refusal
  }
}
    fragment OutputParts on Output {
  id
  format
  compression
  fileName
  mediaType
  bytes
  sha256
  url
}
fragment JobParts on Job {
  __typename
  id
  status
  progress {
    done
    total
    percent
    stage
    rate
    etaSeconds
    tokens
    tokensWritten
    tokensPerSecond
    tables {
      table
      done
      total
    }
  }
  seed
  input
  outputPath
  partial
  pausedReason
  failure {
    message
    table
    field
    rowIndex
    attempts
  }
  report {
    diversity {
      table
      field
      texts
      duplicateShare
      distinct1
      distinct2
      selfBleu
      compressionRatio
    }
    groundedShare
  }
  warnings
  outputs {
    ...OutputParts
  }
  createdAt
  startedAt
  finishedAt
}
fragment Refusal on Error {
  __typename
  message
  ... on InvalidInputError {
    issues {
      path
      message
      line
    }
  }
}`) as unknown as TypedDocumentString<RetryJobMutation, RetryJobMutationVariables>;
export const DeleteJobDocument = new TypedDocumentString(`
    mutation DeleteJob($id: ID!) {
  deleteJob(id: $id) {
    __typename
    ... on Deleted {
      id
    }
    ...Refusal
  }
}
    fragment Refusal on Error {
  __typename
  message
  ... on InvalidInputError {
    issues {
      path
      message
      line
    }
  }
}`) as unknown as TypedDocumentString<DeleteJobMutation, DeleteJobMutationVariables>;
export const ExportJobDocument = new TypedDocumentString(`
    mutation ExportJob($id: ID!, $output: OutputInput!) {
  exportJob(id: $id, output: $output) {
    __typename
    ...JobParts
    ...Refusal
  }
}
    fragment OutputParts on Output {
  id
  format
  compression
  fileName
  mediaType
  bytes
  sha256
  url
}
fragment JobParts on Job {
  __typename
  id
  status
  progress {
    done
    total
    percent
    stage
    rate
    etaSeconds
    tokens
    tokensWritten
    tokensPerSecond
    tables {
      table
      done
      total
    }
  }
  seed
  input
  outputPath
  partial
  pausedReason
  failure {
    message
    table
    field
    rowIndex
    attempts
  }
  report {
    diversity {
      table
      field
      texts
      duplicateShare
      distinct1
      distinct2
      selfBleu
      compressionRatio
    }
    groundedShare
  }
  warnings
  outputs {
    ...OutputParts
  }
  createdAt
  startedAt
  finishedAt
}
fragment Refusal on Error {
  __typename
  message
  ... on InvalidInputError {
    issues {
      path
      message
      line
    }
  }
}`) as unknown as TypedDocumentString<ExportJobMutation, ExportJobMutationVariables>;
export const JobProgressDocument = new TypedDocumentString(`
    subscription JobProgress($id: ID!) {
  jobProgress(id: $id) {
    ...JobParts
  }
}
    fragment OutputParts on Output {
  id
  format
  compression
  fileName
  mediaType
  bytes
  sha256
  url
}
fragment JobParts on Job {
  __typename
  id
  status
  progress {
    done
    total
    percent
    stage
    rate
    etaSeconds
    tokens
    tokensWritten
    tokensPerSecond
    tables {
      table
      done
      total
    }
  }
  seed
  input
  outputPath
  partial
  pausedReason
  failure {
    message
    table
    field
    rowIndex
    attempts
  }
  report {
    diversity {
      table
      field
      texts
      duplicateShare
      distinct1
      distinct2
      selfBleu
      compressionRatio
    }
    groundedShare
  }
  warnings
  outputs {
    ...OutputParts
  }
  createdAt
  startedAt
  finishedAt
}`) as unknown as TypedDocumentString<JobProgressSubscription, JobProgressSubscriptionVariables>;
export const JobRowsDocument = new TypedDocumentString(`
    subscription JobRows($id: ID!, $table: String, $after: StreamCursor, $maxBatch: Int) {
  jobRows(id: $id, table: $table, after: $after, maxBatch: $maxBatch) {
    rows {
      ...RowParts
    }
    cursor
  }
}
    fragment RowParts on Row {
  table
  index
  values
}`) as unknown as TypedDocumentString<JobRowsSubscription, JobRowsSubscriptionVariables>;
export const JobPairsDocument = new TypedDocumentString(`
    subscription JobPairs($id: ID!, $after: StreamCursor) {
  jobPairs(id: $id, after: $after) {
    pairs {
      ...PairParts
    }
    cursor
  }
}
    fragment PairParts on QaPair {
  index
  question
  answer
  evidence
  chunk
  grounded
}`) as unknown as TypedDocumentString<JobPairsSubscription, JobPairsSubscriptionVariables>;
export const JobImagesDocument = new TypedDocumentString(`
    subscription JobImages($id: ID!, $after: StreamCursor) {
  jobImages(id: $id, after: $after) {
    images {
      ...ImageParts
    }
    previews {
      index
      step
      of
      dataUrl
    }
    cursor
  }
}
    fragment ImageParts on Image {
  index
  table
  rowIndex
  url
  overlayUrl
  width
  height
  prompt
  seed
  bytes
  sha256
  truncatedTokens
  safe
  blocked
  annotations {
    label
    bbox
    score
    detectorSha256
  }
}`) as unknown as TypedDocumentString<JobImagesSubscription, JobImagesSubscriptionVariables>;
export const JobChangesDocument = new TypedDocumentString(`
    subscription JobChanges {
  jobs {
    ...JobParts
  }
}
    fragment OutputParts on Output {
  id
  format
  compression
  fileName
  mediaType
  bytes
  sha256
  url
}
fragment JobParts on Job {
  __typename
  id
  status
  progress {
    done
    total
    percent
    stage
    rate
    etaSeconds
    tokens
    tokensWritten
    tokensPerSecond
    tables {
      table
      done
      total
    }
  }
  seed
  input
  outputPath
  partial
  pausedReason
  failure {
    message
    table
    field
    rowIndex
    attempts
  }
  report {
    diversity {
      table
      field
      texts
      duplicateShare
      distinct1
      distinct2
      selfBleu
      compressionRatio
    }
    groundedShare
  }
  warnings
  outputs {
    ...OutputParts
  }
  createdAt
  startedAt
  finishedAt
}`) as unknown as TypedDocumentString<JobChangesSubscription, JobChangesSubscriptionVariables>;
export const ModelsDocument = new TypedDocumentString(`
    query Models {
  models {
    ...ModelParts
  }
}
    fragment ModelParts on Model {
  id
  kind
  name
  quantization
  context
  isDefault
  installed
  pulling
  failure
  loaded
  device
  bytes
  pulledBytes
  license
  source
  shipped
  notes
}`) as unknown as TypedDocumentString<ModelsQuery, ModelsQueryVariables>;
export const PullModelDocument = new TypedDocumentString(`
    mutation PullModel($id: ID!) {
  pullModel(id: $id) {
    __typename
    ...ModelParts
    ...Refusal
  }
}
    fragment ModelParts on Model {
  id
  kind
  name
  quantization
  context
  isDefault
  installed
  pulling
  failure
  loaded
  device
  bytes
  pulledBytes
  license
  source
  shipped
  notes
}
fragment Refusal on Error {
  __typename
  message
  ... on InvalidInputError {
    issues {
      path
      message
      line
    }
  }
}`) as unknown as TypedDocumentString<PullModelMutation, PullModelMutationVariables>;
export const RemoveModelDocument = new TypedDocumentString(`
    mutation RemoveModel($id: ID!) {
  removeModel(id: $id) {
    __typename
    ... on Deleted {
      id
    }
    ...Refusal
  }
}
    fragment Refusal on Error {
  __typename
  message
  ... on InvalidInputError {
    issues {
      path
      message
      line
    }
  }
}`) as unknown as TypedDocumentString<RemoveModelMutation, RemoveModelMutationVariables>;
export const ModelProgressDocument = new TypedDocumentString(`
    subscription ModelProgress($id: ID!) {
  modelProgress(id: $id) {
    ...ModelParts
  }
}
    fragment ModelParts on Model {
  id
  kind
  name
  quantization
  context
  isDefault
  installed
  pulling
  failure
  loaded
  device
  bytes
  pulledBytes
  license
  source
  shipped
  notes
}`) as unknown as TypedDocumentString<ModelProgressSubscription, ModelProgressSubscriptionVariables>;
export const SchemasDocument = new TypedDocumentString(`
    query Schemas($search: String, $first: Int, $after: String) {
  schemas(search: $search, first: $first, after: $after) {
    edges {
      node {
        id
        name
        description
        source
        revision
        updatedAt
      }
    }
    pageInfo {
      ...PageParts
    }
  }
}
    fragment PageParts on PageInfo {
  hasNextPage
  endCursor
}`) as unknown as TypedDocumentString<SchemasQuery, SchemasQueryVariables>;
export const SchemaDocument = new TypedDocumentString(`
    query Schema($id: ID!) {
  schema(id: $id) {
    ...SchemaParts
  }
}
    fragment GeneratorParts on Generator {
  __typename
  summary
}
fragment TableParts on Table {
  name
  fields {
    name
    type
    description
    nullable
    generator {
      ...GeneratorParts
    }
  }
  primaryKey
  uniqueKeys
  foreignKeys {
    fields
    table
    references
  }
  checks
}
fragment ImportWarningParts on ImportWarning {
  message
  line
  table
  field
}
fragment SchemaParts on Schema {
  id
  name
  description
  source
  revision
  tables {
    ...TableParts
  }
  warnings {
    ...ImportWarningParts
  }
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<SchemaQuery, SchemaQueryVariables>;
export const SchemaRowsDocument = new TypedDocumentString(`
    query SchemaRows($id: ID!, $table: String, $rows: Int, $seed: SafeInt, $rowsPerTable: [TableRows!]) {
  schema(id: $id) {
    preview(table: $table, rows: $rows, seed: $seed, rowsPerTable: $rowsPerTable) {
      ...RowParts
    }
  }
}
    fragment RowParts on Row {
  table
  index
  values
}`) as unknown as TypedDocumentString<SchemaRowsQuery, SchemaRowsQueryVariables>;
export const PreviewSchemaDocument = new TypedDocumentString(`
    query PreviewSchema($definition: SchemaDefinition!, $rows: Int, $seed: SafeInt) {
  previewSchema(definition: $definition, rows: $rows, seed: $seed) {
    __typename
    ... on SchemaPreview {
      tables {
        ...TableParts
      }
      rows {
        ...RowParts
      }
      warnings {
        ...ImportWarningParts
      }
    }
    ...Refusal
  }
}
    fragment GeneratorParts on Generator {
  __typename
  summary
}
fragment TableParts on Table {
  name
  fields {
    name
    type
    description
    nullable
    generator {
      ...GeneratorParts
    }
  }
  primaryKey
  uniqueKeys
  foreignKeys {
    fields
    table
    references
  }
  checks
}
fragment ImportWarningParts on ImportWarning {
  message
  line
  table
  field
}
fragment RowParts on Row {
  table
  index
  values
}
fragment Refusal on Error {
  __typename
  message
  ... on InvalidInputError {
    issues {
      path
      message
      line
    }
  }
}`) as unknown as TypedDocumentString<PreviewSchemaQuery, PreviewSchemaQueryVariables>;
export const CreateSchemaDocument = new TypedDocumentString(`
    mutation CreateSchema($input: CreateSchemaInput!) {
  createSchema(input: $input) {
    __typename
    ...SchemaParts
    ...Refusal
  }
}
    fragment GeneratorParts on Generator {
  __typename
  summary
}
fragment TableParts on Table {
  name
  fields {
    name
    type
    description
    nullable
    generator {
      ...GeneratorParts
    }
  }
  primaryKey
  uniqueKeys
  foreignKeys {
    fields
    table
    references
  }
  checks
}
fragment ImportWarningParts on ImportWarning {
  message
  line
  table
  field
}
fragment SchemaParts on Schema {
  id
  name
  description
  source
  revision
  tables {
    ...TableParts
  }
  warnings {
    ...ImportWarningParts
  }
  createdAt
  updatedAt
}
fragment Refusal on Error {
  __typename
  message
  ... on InvalidInputError {
    issues {
      path
      message
      line
    }
  }
}`) as unknown as TypedDocumentString<CreateSchemaMutation, CreateSchemaMutationVariables>;
export const UpdateSchemaDocument = new TypedDocumentString(`
    mutation UpdateSchema($input: UpdateSchemaInput!) {
  updateSchema(input: $input) {
    __typename
    ...SchemaParts
    ...Refusal
  }
}
    fragment GeneratorParts on Generator {
  __typename
  summary
}
fragment TableParts on Table {
  name
  fields {
    name
    type
    description
    nullable
    generator {
      ...GeneratorParts
    }
  }
  primaryKey
  uniqueKeys
  foreignKeys {
    fields
    table
    references
  }
  checks
}
fragment ImportWarningParts on ImportWarning {
  message
  line
  table
  field
}
fragment SchemaParts on Schema {
  id
  name
  description
  source
  revision
  tables {
    ...TableParts
  }
  warnings {
    ...ImportWarningParts
  }
  createdAt
  updatedAt
}
fragment Refusal on Error {
  __typename
  message
  ... on InvalidInputError {
    issues {
      path
      message
      line
    }
  }
}`) as unknown as TypedDocumentString<UpdateSchemaMutation, UpdateSchemaMutationVariables>;
export const DeleteSchemaDocument = new TypedDocumentString(`
    mutation DeleteSchema($id: ID!) {
  deleteSchema(id: $id) {
    __typename
    ... on Deleted {
      id
    }
    ...Refusal
  }
}
    fragment Refusal on Error {
  __typename
  message
  ... on InvalidInputError {
    issues {
      path
      message
      line
    }
  }
}`) as unknown as TypedDocumentString<DeleteSchemaMutation, DeleteSchemaMutationVariables>;
export const StartSeriesRunDocument = new TypedDocumentString(`
    mutation StartSeriesRun($input: SeriesRunInput!) {
  startSeriesRun(input: $input) {
    __typename
    ...JobParts
    ...Refusal
  }
}
    fragment OutputParts on Output {
  id
  format
  compression
  fileName
  mediaType
  bytes
  sha256
  url
}
fragment JobParts on Job {
  __typename
  id
  status
  progress {
    done
    total
    percent
    stage
    rate
    etaSeconds
    tokens
    tokensWritten
    tokensPerSecond
    tables {
      table
      done
      total
    }
  }
  seed
  input
  outputPath
  partial
  pausedReason
  failure {
    message
    table
    field
    rowIndex
    attempts
  }
  report {
    diversity {
      table
      field
      texts
      duplicateShare
      distinct1
      distinct2
      selfBleu
      compressionRatio
    }
    groundedShare
  }
  warnings
  outputs {
    ...OutputParts
  }
  createdAt
  startedAt
  finishedAt
}
fragment Refusal on Error {
  __typename
  message
  ... on InvalidInputError {
    issues {
      path
      message
      line
    }
  }
}`) as unknown as TypedDocumentString<StartSeriesRunMutation, StartSeriesRunMutationVariables>;
export const SeriesDocument = new TypedDocumentString(`
    query Series($id: ID!) {
  job(id: $id) {
    __typename
    ... on SeriesJob {
      timeline {
        start
        end
        intervalSeconds
        points
        timeZone
      }
      anomalyRate
      machines {
        ...MachineParts
        readingsTable
        labelsTable
        specification
      }
    }
  }
}
    fragment MachineParts on Machine {
  name
  kind
  description
  modes
  signals {
    ...SignalParts
  }
}
fragment SignalParts on Signal {
  name
  unit
  description
  minimum
  maximum
  resolution
  level
  drivers
}`) as unknown as TypedDocumentString<SeriesQuery, SeriesQueryVariables>;
export const ReadingsDocument = new TypedDocumentString(`
    query Readings($id: ID!, $machine: String!, $from: DateTime, $to: DateTime, $signals: [String!], $points: Int) {
  job(id: $id) {
    __typename
    ... on SeriesJob {
      machines(names: [$machine]) {
        readings(from: $from, to: $to, signals: $signals, points: $points) {
          starts
          pointsPerBucket
          isExact
          signals {
            name
            unit
            minimum
            maximum
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ReadingsQuery, ReadingsQueryVariables>;
export const AnomaliesDocument = new TypedDocumentString(`
    query Anomalies($id: ID!, $machine: String!, $from: DateTime, $to: DateTime, $first: Int) {
  job(id: $id) {
    __typename
    ... on SeriesJob {
      machines(names: [$machine]) {
        anomalies(from: $from, to: $to, first: $first) {
          kind
          signals
          start
          end
          points
          severity
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AnomaliesQuery, AnomaliesQueryVariables>;
export const MachineCatalogDocument = new TypedDocumentString(`
    query MachineCatalog($industry: String) {
  machineCatalog(industry: $industry) {
    name
    aliases
    description
    machines {
      name
      kind
      description
      signals {
        ...SignalParts
      }
      specification
    }
  }
}
    fragment SignalParts on Signal {
  name
  unit
  description
  minimum
  maximum
  resolution
  level
  drivers
}`) as unknown as TypedDocumentString<MachineCatalogQuery, MachineCatalogQueryVariables>;