// What the rooms above know of jobs: plain records in words of the domain, with no word of the database or of GraphQL.
// Every function that hands one out has filtered it by the viewer already.
import type { ConditionOrder } from '../domain/conditions.ts';
import type { IllustrationRequest } from '../domain/images/illustration.ts';
import type { ImageFacts, ImagesRequest } from '../domain/images/plan.ts';
import type { Wanted } from '../domain/import/draft.ts';
import type { TableQuality } from '../domain/quality/table-quality.ts';
import type { Anomaly } from '../domain/series/anomaly.ts';
import type { SeriesQuality } from '../domain/series/detection/detection.ts';
import type { SeriesPreview } from '../domain/series/preview.ts';
import type { SpanRequest } from '../domain/series/span.ts';
import type { MachineSpec } from '../domain/series/specification.ts';
import type { Value } from '../domain/schema.ts';
import type { Variety } from '../domain/text/variety.ts';
import type { Compression, OutputFormat, OutputRequest } from '../files/request.ts';

/** Who asks. Every Schema, Job and Upload belongs to one owner, and is seen by no other. */
export interface Viewer {
  readonly ownerId: string;
}

/** The only viewer while there is no sign-in. */
export const LOCAL_VIEWER: Viewer = { ownerId: 'local' };

export const JOB_STATUSES = ['QUEUED', 'RUNNING', 'CANCELLING', 'CANCELLED', 'COMPLETED', 'FAILED'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];
export const JOB_STAGES = ['PLANNING', 'LOADING_MODEL', 'GENERATING', 'EXPORTING', 'DONE'] as const;
export type JobStage = (typeof JOB_STAGES)[number];
export const TEXT_ENGINES = ['AUTO', 'MODEL', 'SAMPLER'] as const;
export type TextEngine = (typeof TEXT_ENGINES)[number];

export type { OutputRequest };
export type { Page, PageRequest } from '../db/pages.ts';
export type { StoredSchema as SchemaRecord, StoredSchemaSource as SchemaSource } from '../db/schemas.ts';
export type { StoredUpload as UploadRecord } from '../db/uploads.ts';

/** What every order of a run has. */
export interface RunOrder {
  /** Left out: drawn, and recorded on the job. */
  readonly seed?: number;
  readonly outputs: readonly OutputRequest[];
  /** The same key from the same viewer starts one job only. */
  readonly idempotencyKey?: string;
  /** What Job.input shows: the caller's own input with the defaults filled in, as plain JSON (the seed is put in when drawn). */
  readonly asked: Readonly<Record<string, unknown>>;
}

export interface TextRunInput extends RunOrder {
  readonly source: { readonly kind: 'saved'; readonly schemaId: string } | { readonly kind: 'once'; readonly definition: Wanted };
  readonly rows: number;
  readonly rowsPerTable: Readonly<Record<string, number>>;
  readonly engine: TextEngine;
  /** The model's id; left out: the one that is standard here. */
  readonly model?: string;
  /** What the data is about, for the model. */
  readonly instructions?: string;
  /** 0 to 2. */
  readonly temperature?: number;
  /** Of names and places whose field says no other; left out: DEFAULT_LOCALE. */
  readonly locale?: string;
  /** Which rows are wanted, and how often values come; left out: as they come. */
  readonly conditions?: readonly ConditionOrder[];
}

export interface QaRunInput extends RunOrder {
  /** The text that is asked about. */
  readonly context: string;
  readonly pairs: number;
  /** The model's id; left out: the one that is standard here. */
  readonly model?: string;
}

export interface ImageRunInput extends RunOrder, ImagesRequest {
  /** The model's id; left out: the one that is standard here. */
  readonly model?: string;
}

export interface UnifiedRunInput extends TextRunInput {
  readonly illustration: IllustrationRequest & {
    /** The id of the model that makes the pictures; left out: the one that is standard here. */
    readonly model?: string;
  };
}

/** Which machines a run of series has. */
export type MachinesOrder =
  | { readonly kind: 'industry'; readonly name: string; readonly count: number }
  | { readonly kind: 'specs'; readonly specs: readonly MachineSpec[] };

export interface SeriesRunInput extends RunOrder {
  readonly machines: MachinesOrder;
  /** The id of the text model that plans the machines; left out: the catalogue does where it can. */
  readonly model?: string;
  readonly span: SpanRequest;
  readonly intervalSeconds: number;
  readonly anomalyRate: number;
}

export type JobKind = 'TEXT' | 'QA' | 'IMAGE' | 'UNIFIED' | 'SERIES';

/** Which rows of a run that is not started are to be shown. */
export interface PreviewRequest {
  /** Left out: every table. */
  readonly table?: string;
  /** Rows shown of each table. */
  readonly rows: number;
  readonly seed: number;
  /** As those of a run. */
  readonly locale?: string;
  readonly conditions?: readonly ConditionOrder[];
  /** Counts of the run that is looked into; tables it does not name get as many rows as are shown. */
  readonly rowsPerTable: Readonly<Record<string, number>>;
}

export interface TableProgress {
  readonly table: string;
  readonly done: number;
  readonly total: number;
}

export interface JobProgress {
  /** Rows, over all tables. */
  readonly done: number;
  readonly total: number;
  /** Of all the work: rows made and rows written to outputs. 0 to 100. */
  readonly percent: number;
  readonly tables: readonly TableProgress[];
  /** Rows per second lately; null while unknown. */
  readonly rate: number | null;
  readonly etaSeconds: number | null;
  /** That a model read and wrote so far; null where none takes part. */
  readonly tokens: number | null;
  /** Those of them that it wrote. */
  readonly tokensWritten: number | null;
  /** That it wrote a second, while rows were made; null while unknown. */
  readonly tokensPerSecond: number | null;
}

/** How varied the texts of one field are, as varietyOf measures them. */
export interface FieldDiversity extends Variety {
  readonly table: string;
  readonly field: string;
}

/** What was measured of a run at its end. */
export interface JobReport {
  /** Table by table, those of rows. */
  readonly tables: readonly TableQuality[];
  /** How many tables are not measured, since there are too many. */
  readonly tablesLeftOut: number;
  /** Of the fields that a model writes texts into. */
  readonly diversity: readonly FieldDiversity[];
  /** Of question-answer pairs: the share of those that are grounded. */
  readonly groundedShare?: number;
  /** Of a run of series. */
  readonly series?: SeriesQuality;
}

export interface JobFailure {
  readonly message: string;
  readonly table?: string;
  readonly field?: string;
  readonly rowIndex?: number;
  readonly attempts: number;
}

export interface JobRecord {
  readonly kind: JobKind;
  readonly id: string;
  readonly ownerId: string;
  readonly status: JobStatus;
  readonly stage: JobStage;
  readonly progress: JobProgress;
  readonly seed: number;
  /** Folder of its outputs, relative to the data folder. */
  readonly folder: string;
  readonly partial: boolean;
  /** Why nothing moves just now (the disk is full, the model cannot be had); null while it does. */
  readonly pausedReason: string | null;
  readonly failure: JobFailure | null;
  readonly warnings: readonly string[];
  readonly schemaId: string | null;
  readonly schemaRevision: number | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  /** Its finished outputs, where they were read together with it: for many followers at once, and while the database is away. */
  readonly outputs?: readonly OutputRecord[];
  /** What was ordered, where it was read together with it, and is small. */
  readonly input?: unknown;
  /** The same of what was measured of it. */
  readonly report?: JobReport | null;
}

/** A finished file. `file` is its name in storage. */
export interface OutputRecord {
  readonly id: string;
  readonly jobId: string;
  readonly format: OutputFormat;
  readonly compression: Compression;
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly file: string;
}

export interface RowRecord {
  readonly table: string;
  readonly index: number;
  readonly values: Readonly<Record<string, Value>>;
  /** What its picture is found by, once that is made; left out: none will be. */
  readonly imageKey?: string;
}

/** A finished picture. */
export interface ImageRecord extends ImageFacts {
  readonly jobId: string;
  /** Its place in the run, from 0. */
  readonly index: number;
  /** The table whose row of that index it is of; null: it is of no row. */
  readonly table: string | null;
  readonly width: number;
  readonly height: number;
  /** Things were looked for in it. */
  readonly isAnnotated: boolean;
}

/** How a picture under way looks at present. */
export interface ImagePreviewRecord {
  readonly index: number;
  /** From 1 on. */
  readonly step: number;
  readonly of: number;
  /** A small WebP. */
  readonly dataUrl: string;
}

/** A machine of a run of series. */
export interface MachineRecord {
  readonly jobId: string;
  readonly spec: MachineSpec;
  /** Names of the tables of its readings and of their labels. */
  readonly readings: string;
  readonly labels: string;
}

/** The time of a run of series. */
export interface TimelineRecord {
  readonly start: Date;
  /** The first moment that is not in it. */
  readonly end: Date;
  readonly intervalSeconds: number;
  /** Readings of each signal. */
  readonly points: number;
  readonly timeZone: string;
}

export interface SeriesRecord {
  readonly timeline: TimelineRecord;
  readonly anomalyRate: number;
  readonly machines: readonly MachineRecord[];
}

/** An anomaly of a machine. */
export interface AnomalyRecord extends Omit<Anomaly, 'first' | 'last'> {
  /** Of its first and of its last reading. */
  readonly start: Date;
  readonly end: Date;
  readonly points: number;
}

/** Part of a series. */
export interface SeriesPart {
  /** Left out: from the start, to the end. */
  readonly from?: Date;
  readonly to?: Date;
}

export interface SeriesPreviewRequest extends SeriesPart {
  /** Left out: all of the machine. */
  readonly signals?: readonly string[];
  /** Most buckets. */
  readonly points: number;
}

export type { SeriesPreview };

/** Finished pictures of one job in commit order, and some under way, with the cursor to go on from. */
export interface ImageBatchRecord {
  readonly images: readonly ImageRecord[];
  readonly previews: readonly ImagePreviewRecord[];
  readonly cursor: string;
}

/** Rows of one job in commit order, with the cursor to go on from. */
export interface RowBatchRecord {
  readonly rows: readonly RowRecord[];
  readonly cursor: string;
}
