// What a resolver may reach: who asks, and the services that answer. The interfaces say only what this room needs; the
// classes of jobs/ and server/ that fulfil them are put together by the composition root.
import type { Wanted } from '../domain/import/draft.ts';
import type { FileContent, FileHints } from '../domain/import/file.ts';
import type { ImportWarning, DataSchema } from '../domain/schema.ts';
import type { Model } from '../engines/models/models.ts';
import type {
  AnomalyRecord, ImageBatchRecord, ImageRecord, ImageRunInput, JobRecord, JobReport, JobStatus, MachineRecord, OutputRecord, OutputRequest, Page, PageRequest, PreviewRequest, QaRunInput, RowBatchRecord, RowRecord, SchemaRecord, SeriesPart, SeriesPreview,
  SeriesPreviewRequest, SeriesRecord, SeriesRunInput, TextRunInput, UnifiedRunInput, UploadRecord, Viewer,
} from '../jobs/records.ts';
import type { Batch } from './batch.ts';

export type ImageLook = 'plain' | 'overlay';

export interface SchemaService {
  create(viewer: Viewer, input: { name: string; description?: string; definition: Wanted }, signal: AbortSignal): Promise<SchemaRecord>;
  update(viewer: Viewer, id: string, change: { name?: string; description?: string | null; definition?: Wanted }, signal: AbortSignal): Promise<SchemaRecord>;
  remove(viewer: Viewer, id: string): Promise<void>;
  /** Those of the viewer's own; one that is missing is missing in the answer. */
  getMany(viewer: Viewer, ids: readonly string[]): Promise<ReadonlyMap<string, SchemaRecord>>;
  list(viewer: Viewer, request: PageRequest & { search?: string }): Promise<Page<SchemaRecord>>;
  previewDefinition(definition: Wanted, request: PreviewRequest, signal: AbortSignal): Promise<SchemaPreview>;
  previewSchema(schema: DataSchema, request: PreviewRequest): Promise<readonly RowRecord[]>;
  /** What a file of a definition holds, by its name in storage or by its bytes, without its data. Throws NotFound, or InvalidInput where it is no text or too large. */
  readFile(source: { readonly name: string } & FileHints & ({ readonly file: string } | { readonly bytes: Uint8Array })): Promise<FileContent>;
}

export interface SchemaPreview {
  readonly schema: DataSchema;
  readonly warnings: readonly ImportWarning[];
  readonly rows: readonly RowRecord[];
}

export interface RunService {
  startTextRun(viewer: Viewer, input: TextRunInput, signal: AbortSignal): Promise<JobRecord>;
  startQaRun(viewer: Viewer, input: QaRunInput): Promise<JobRecord>;
  startImageRun(viewer: Viewer, input: ImageRunInput): Promise<JobRecord>;
  startUnifiedRun(viewer: Viewer, input: UnifiedRunInput, signal: AbortSignal): Promise<JobRecord>;
  startSeriesRun(viewer: Viewer, input: SeriesRunInput, signal: AbortSignal): Promise<JobRecord>;
  job(viewer: Viewer, id: string): Promise<JobRecord | null>;
  jobs(viewer: Viewer, request: PageRequest & { status?: readonly JobStatus[]; schemaId?: string }): Promise<Page<JobRecord>>;
  cancel(viewer: Viewer, id: string): Promise<JobRecord>;
  retry(viewer: Viewer, id: string): Promise<JobRecord>;
  remove(viewer: Viewer, id: string): Promise<void>;
  exportAs(viewer: Viewer, id: string, output: OutputRequest): Promise<JobRecord>;
  /** What was ordered, of these jobs, which the viewer was shown already; those that would be too much to show at once are missing. */
  inputs(jobIds: readonly string[]): Promise<ReadonlyMap<string, unknown>>;
  /** What was measured of these jobs, in the same way; null where nothing was. */
  reports(jobIds: readonly string[]): Promise<ReadonlyMap<string, JobReport | null>>;
  /** The finished outputs of these jobs, which the viewer was shown already. */
  outputs(jobIds: readonly string[]): Promise<ReadonlyMap<string, readonly OutputRecord[]>>;
  /** One finished output, if its job is the viewer's. */
  output(viewer: Viewer, id: string): Promise<OutputRecord | null>;
  rows(viewer: Viewer, job: JobRecord, request: PageRequest & { table?: string }): Promise<Page<RowRecord>>;
  images(viewer: Viewer, job: JobRecord, request: PageRequest): Promise<Page<ImageRecord>>;
  /** The pictures of rows that the viewer was shown already, by the rows' keys; those that are not made yet are missing. */
  imagesByKey(keys: readonly string[]): Promise<ReadonlyMap<string, ImageRecord>>;
  /** One picture, if its job is the viewer's and it is made, and the name of its file in storage. */
  image(viewer: Viewer, jobId: string, index: number): Promise<(ImageRecord & { readonly file: string }) | null>;
}

/** What a run of series is of; of jobs and machines that the viewer was shown already. */
export interface SeriesService {
  of(job: JobRecord): Promise<SeriesRecord>;
  /** The first anomalies of a machine in part of its time. */
  anomalies(machine: MachineRecord, request: SeriesPart & { readonly first: number }): Promise<readonly AnomalyRecord[]>;
  /** Readings of a machine for plotting. Throws InvalidInput for signals that it does not have. */
  readings(machine: MachineRecord, request: SeriesPreviewRequest): Promise<SeriesPreview>;
}

/** Pull-based streams: each ends by itself or when it is returned, whichever comes first. */
export interface LiveService {
  progress(viewer: Viewer, id: string): AsyncIterableIterator<JobRecord>;
  rows(viewer: Viewer, id: string, request: { table?: string; after?: string; maxBatch: number }): AsyncIterableIterator<RowBatchRecord>;
  images(viewer: Viewer, id: string, request: { after?: string }): AsyncIterableIterator<ImageBatchRecord>;
  jobs(viewer: Viewer): AsyncIterableIterator<JobRecord>;
}

export interface UploadService {
  /** Throws NotFound where the viewer has none of that id. */
  find(viewer: Viewer, id: string): Promise<UploadRecord>;
  /** The bytes of one that was found. */
  bytes(upload: UploadRecord): AsyncIterable<Uint8Array>;
  /** One that is gone, or another's, is no error. */
  remove(viewer: Viewer, id: string): Promise<void>;
}

export interface ModelService {
  list(): Promise<readonly Model[]>;
  pull(id: string): Promise<Model>;
  remove(id: string): Promise<void>;
  /** Ends once nobody pulls it. */
  follow(id: string): AsyncIterableIterator<Model>;
}

export interface HealthRecord {
  readonly database: 'up' | 'down';
  /** Those that are in use, or would be; undefined where none is installed. */
  readonly textModel: Model | undefined;
  readonly imageModel: Model | undefined;
  readonly jobsInProgress: number;
  readonly jobsQueued: number;
  readonly version: string;
}

export interface HealthService {
  check(viewer: Viewer): Promise<HealthRecord>;
}

/** The same for every request. */
export interface Services {
  readonly schemas: SchemaService;
  readonly runs: RunService;
  readonly series: SeriesService;
  readonly live: LiveService;
  readonly uploads: UploadService;
  readonly models: ModelService;
  readonly health: HealthService;
}

/** Made anew for every operation, so that what it has batched and cached is nobody else's. */
export interface Context extends Services {
  readonly viewer: Viewer;
  /** Aborted once nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** A signed address of an output, as this client can reach it. */
  readonly downloadUrl: (output: OutputRecord) => string;
  /** The same of a picture, as it is or with its boxes drawn over it. */
  readonly imageUrl: (image: ImageRecord, look: ImageLook) => string;
  readonly schemaById: Batch<SchemaRecord>;
  readonly outputsByJob: Batch<readonly OutputRecord[]>;
  readonly inputByJob: Batch<unknown>;
  readonly reportByJob: Batch<JobReport | null>;
  readonly imageByKey: Batch<ImageRecord>;
}
