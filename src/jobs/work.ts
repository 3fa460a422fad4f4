// What worker threads do: everything that computes for longer than a request may hold the event loop. Pure functions of their arguments, but
// for parts of outputs, which they write to the storage that the thread was started with.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { workerData } from 'node:worker_threads';
import type { Segment, TableRange, WrittenRange } from '../db/segments.ts';
import { chooseGenerators } from '../domain/choose.ts';
import { InvalidInput, RowFailure, unknownTable } from '../domain/errors.ts';
import { freezePlan, type Frozen, type PlanRequest } from '../domain/freeze.ts';
import { withIllustrations, type IllustrationRequest } from '../domain/images/illustration.ts';
import { planImages, type ImageModels, type ImagesRequest } from '../domain/images/plan.ts';
import { importDefinition } from '../domain/import/definition.ts';
import type { Definition } from '../domain/import/draft.ts';
import { readFileContent, type FileContent, type FileHints } from '../domain/import/file.ts';
import { loadParser } from '../domain/import/parser.ts';
import { mayFail, type ModelUse, type Plan } from '../domain/plan.ts';
import { unclearIn, withMeanings, type Meaning, type Unclear } from '../domain/planning/meanings.ts';
import type { TableQuality } from '../domain/quality/table-quality.ts';
import { compilePlan, type PlanRows } from '../domain/rows.ts';
import type { Imported } from '../domain/schema.ts';
import { anomalyShares, detectionIn, type SeriesQuality } from '../domain/series/detection/detection.ts';
import { planSeries, type SeriesPlan, type SeriesRequest } from '../domain/series/plan.ts';
import { anomaliesOf, seriesPreview, type PreviewOrder as ReadingsOrder, type SeriesPreview } from '../domain/series/preview.ts';
import { spanOf, type Span, type SpanRequest } from '../domain/series/span.ts';
import { instantOf } from '../domain/series/timeline.ts';
import { askedRows, type Asked } from '../domain/text/asked.ts';
import { withModel } from '../domain/text/model-fields.ts';
import { planPairs, type PairsRequest } from '../domain/text/pairs.ts';
import { varietyOf } from '../domain/text/variety.ts';
import { validateSchema } from '../domain/validate.ts';
import type { OutputFile } from '../files/layout.ts';
import { localStorage } from '../files/local.ts';
import { readSegment, type WrittenValues } from '../files/segment.ts';
import { joinParts, rowsOfPart, writePart, writeWhole, type Part, type RowRange, type WholeContent } from '../files/parts.ts';
import type { Chunks, Storage, Stored } from '../files/storage.ts';
import { atOnce } from '../lib/at-once.ts';
import { Recent } from '../lib/recent.ts';
import { crossing } from './crossing.ts';
import { settledOf, type Settled } from './kept.ts';
import { measuredTables, type MeasureOrder } from './measured-table.ts';
import type { FieldDiversity, RowRecord } from './records.ts';
import { checkOf, chunksUntilRaised, untilRaised, type StopFlag } from './stop-flag.ts';
import { wholeRows, withCompanions, type RowsOf } from './whole-rows.ts';

/** What a thread is started with. */
export interface ThreadData {
  readonly storage: { readonly folder: string; readonly floorBytes: number };
}

/** A plan as it travels: its text is parsed only by a thread that does not have it yet. */
export interface PlanText {
  readonly hash: string;
  readonly text: string;
  /** Where a model's values lie of the rows that the call is about; left out: it wrote none of them. */
  readonly written?: readonly WrittenRange[];
}

/** The first rows of a run that was not started. */
export interface PreviewOrder extends PlanRequest {
  /** Only this table's rows; left out: every table's. */
  readonly table?: string;
  /** Rows to show of each table. */
  readonly shown: number;
}

/** A file as it was called where it came from, what is said of it, and its name in storage or all of its bytes. */
export type FileSource = { readonly name: string } & FileHints & ({ readonly file: string } | { readonly bytes: Uint8Array });

/** Small outputs that a thread writes at once: most of their time goes by waiting for the disk. */
const FILES_AT_ONCE = 8;
/** Plans that a thread keeps compiled. */
const MAX_COMPILED = 8;
const compiled = new Recent<{ readonly plan: Plan; readonly rows: PlanRows }>(MAX_COMPILED);

function compiledPlan({ hash, text }: PlanText): { readonly plan: Plan; readonly rows: PlanRows } {
  return compiled.of(hash, () => {
    const plan = JSON.parse(text) as Plan; // written by `frozen`, below
    return { plan, rows: compilePlan(plan) };
  });
}

/** Answers as soon as this module is loaded. */
export function loaded(): void {}

/** Parses, checks and completes a definition: every field has its generator. `meanings`: what a model said of fields that would have none of their own. */
export const imported = crossing(async (definition: Definition, meanings: readonly Meaning[] = []): Promise<Imported> => {
  const { schema, warnings } = await importDefinition(definition);
  const chosen = chooseGenerators(withMeanings(schema, meanings));
  const issues = validateSchema(chosen);
  if (issues.length > 0) throw new InvalidInput(issues);
  return { schema: chosen, warnings };
});

/** The fields of a definition whose names and descriptions say nothing to us. */
export const unclear = crossing(async (definition: Definition): Promise<readonly Unclear[]> => unclearIn((await importDefinition(definition)).schema));

/** What a file of a definition holds, without its data: read piece by piece, whatever its size. */
export const fileContent = crossing((source: FileSource): Promise<FileContent> => {
  return readFileContent(source.name, 'file' in source ? storage().get(source.file, undefined, { reuse: true }) : [source.bytes], source);
});

/** What a plan has beside rows that samplers make; left out: nothing. */
export interface FrozenWith {
  readonly model?: ModelUse;
  /** Pictures of the rows of a table; the request has no issues. */
  readonly illustration?: { readonly request: IllustrationRequest; readonly models: ImageModels };
}

/** Freezes a plan, gives the model its part in it, adds pictures, and names it by its hash. */
export const frozen = crossing(async (request: PlanRequest, { model, illustration }: FrozenWith = {}): Promise<Frozen & { readonly hash: string }> => {
  await loadParser(); // conditions are SQL
  const { plan: pure, warnings } = freezePlan(request);
  const rows = model === undefined ? pure : withModel(pure, model);
  const plan = illustration === undefined ? rows : withIllustrations(rows, illustration.request, illustration.models);
  return { plan, warnings, hash: planHash(plan) };
});

/** Cuts a text into chunks, plans question-answer pairs about them, and names the plan by its hash. */
export const pairsPlanned = crossing((request: PairsRequest): { readonly plan: Plan; readonly hash: string } => {
  const plan = planPairs(request);
  return { plan, hash: planHash(plan) };
});

/** Plans a run of pictures, and names the plan by its hash. */
export const imagesPlanned = crossing((request: ImagesRequest, more: Parameters<typeof planImages>[1]): { readonly plan: Plan; readonly hash: string } => {
  const plan = planImages(request, more);
  return { plan, hash: planHash(plan) };
});

/** Plans a run of series, and names the plan by its hash. Throws InvalidInput with paths as in SeriesRequest and SpanRequest. */
export const seriesPlanned = crossing((request: Omit<SeriesRequest, keyof Span | 'timeZone'>, span: SpanRequest): { readonly plan: Plan; readonly hash: string } => {
  const plan = planSeries({ ...request, timeZone: span.timeZone, ...spanOf(span) });
  return { plan, hash: planHash(plan) };
});

/** SHA-256 of the plan's JSON with sorted keys: Postgres gives keys back in an order of its own. */
export function planHash(plan: Plan): string {
  const sorted = (_: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
  return createHash('sha256').update(JSON.stringify(plan, sorted)).digest('hex');
}

/** The first rows of the run that the request would start. */
export const preview = crossing(async (request: PreviewOrder): Promise<{ readonly rows: readonly RowRecord[]; readonly warnings: readonly string[] }> => {
  await loadParser(); // conditions are SQL
  if (request.table !== undefined && !request.schema.tables.some((table) => table.name === request.table)) {
    throw unknownTable(['table'], request.table, request.schema.tables);
  }
  const { plan, warnings } = freezePlan(request);
  const rows = compilePlan(plan);
  const tables = plan.tables.filter((table) => request.table === undefined || table.name === request.table);
  return { rows: tables.flatMap((table) => placed(rows, table.name, { first: 0, last: Math.min(request.shown, table.rows) })), warnings };
});

/** The first anomalies of a machine of a run that reach into part of its time, in seconds since 1970 UTC; of each its first and its last reading. */
export const anomaliesIn = crossing((text: PlanText, machine: string, { from = -Infinity, to = Infinity, first: most }: { readonly from?: number; readonly to?: number; readonly first: number }) => {
  const { plan } = compiledPlan(text);
  const at = (point: number): number => instantOf(plan.series as SeriesPlan, point); // of a run of series
  const there = anomaliesOf(plan, machine).filter(({ first, last }) => at(last - 1) >= from && at(first) < to).slice(0, most);
  return there.map(({ first, last, ...anomaly }) => ({ ...anomaly, start: at(first), end: at(last - 1), points: last - first }));
});

/** Readings of a machine of a run, for plotting. */
export const readingsShown = crossing((text: PlanText, machine: string, order: ReadingsOrder): SeriesPreview => seriesPreview(compiledPlan(text).plan, machine, order));

/** Rows of a run. */
export const rowsOf = crossing(async (plan: PlanText, table: string, ranges: readonly RowRange[]): Promise<readonly RowRecord[]> => {
  const rows = await rowsWith(plan);
  return ranges.flatMap((range) => placed(compiledPlan(plan).rows, table, range, rows));
});

function rowsWith(plan: PlanText): Promise<RowsOf> {
  return wholeRows(compiledPlan(plan).rows, storage(), plan.written ?? []);
}

/** What a model is to be asked of the rows of a range. */
export const asked = crossing((stop: StopFlag, text: PlanText, { table, ...range }: TableRange): readonly Asked[] => {
  const { plan, rows } = compiledPlan(text);
  return [...untilRaised(askedRows(plan, rows, table, range), stop)];
});

/** How varied a model's texts of a table are, in the rows that lie in `written`. */
export const diversity = crossing(async (stop: StopFlag, text: PlanText, name: string): Promise<readonly FieldDiversity[]> => {
  const check = checkOf(stop);
  const places = compiledPlan(text).rows.table(name).table.written ?? [];
  const rows: WrittenValues[] = [];
  for (const { file } of text.written ?? []) {
    check();
    rows.push(...(await readSegment(storage(), file)).rows);
  }
  return places.flatMap(({ name: field, constraint }, place) => {
    check();
    const texts = rows.flatMap((values) => values[place] ?? []).filter((value) => typeof value === 'string');
    return constraint.kind === 'text' ? [{ table: name, field, ...varietyOf(texts, (whole) => gzipSync(whole).length) }] : [];
  });
});

/** Whether the rows of tables keep to their plan, and how their values are spread. */
export const measured = crossing(async (stop: StopFlag, text: PlanText, order: MeasureOrder): Promise<readonly TableQuality[]> => measuredTables({ ...compiledPlan(text), rowsOf: await rowsWith(text) }, order, checkOf(stop)));

/** How well the anomalies of a run of series are found, and how many there are. */
export const detected = crossing((stop: StopFlag, text: PlanText): SeriesQuality => {
  const { seed, series } = compiledPlan(text).plan;
  const machines = { seed, series: series as SeriesPlan }; // of a run of series
  const check = checkOf(stop);
  return { anomalyShares: anomalyShares(machines, check), detection: detectionIn(machines, check) };
});

function placed(plan: PlanRows, name: string, range: RowRange, rows: RowsOf = (table, { first, last }) => plan.table(table).rows(first, last)): readonly RowRecord[] {
  const names = plan.table(name).table.fields.map((field) => field.name);
  let index = range.first;
  return Array.from(rows(name, range), (values) => ({ table: name, index: index++, values: Object.fromEntries(names.map((field, position) => [field, values[position] ?? null])) }));
}

/**
 * Makes the rows of the ranges once, where they may fail, so that a row that cannot be made is found before its range is committed. Answers how many
 * ranges can be committed before the one with such a row. Throws RowFailure where that is the first.
 */
export const tried = crossing((stop: StopFlag, plan: PlanText, ranges: readonly TableRange[]): number => {
  for (const [index, { table, first, last }] of ranges.entries()) {
    const rows = compiledPlan(plan).rows.table(table);
    try {
      if (mayFail(rows.table)) for (const _ of untilRaised(rows.rows(first, last), stop)) continue;
    } catch (error) {
      if (index > 0 && error instanceof RowFailure) return index;
      throw error;
    }
  }
  return ranges.length;
});

/** Writes one part of an output under a name of its own. */
export const partWritten = crossing(async (stop: StopFlag, plan: PlanText, { file, part, name }: { readonly file: OutputFile; readonly part: Part; readonly name: string }): Promise<null> => {
  const rows = withCompanions(compiledPlan(plan).plan, await rowsWith(plan));
  await writePart(storage(), name, { plan: compiledPlan(plan).plan, file, part, rows: untilRaised(rowsOfPart(part, (range) => rows(part.table, range)), stop) });
  return null;
});

/** Joins the parts of an output into its file. */
export const joined = crossing((stop: StopFlag, name: string, source: Parameters<typeof joinParts>[2]): Promise<Stored> => {
  const own = storage();
  const stopping = { get: own.get.bind(own), put: (target: string, chunks: Chunks) => own.put(target, chunksUntilRaised(chunks, stop)) };
  return joinParts(stopping, name, source);
});

/** Writes outputs of few rows, each at once; either all of them or none. */
export const wholeWritten = crossing(async (stop: StopFlag, plan: PlanText, { folder, ranges }: Required<Pick<WholeContent, 'folder' | 'ranges'>>, files: readonly { readonly file: OutputFile; readonly name: string }[]): Promise<readonly Stored[]> => {
  const rows = withCompanions(compiledPlan(plan).plan, await rowsWith(plan));
  const own = storage();
  const source = { plan: compiledPlan(plan).plan, folder, ranges, rowsOf: (table: string, range: RowRange) => untilRaised(rows(table, range), stop) };
  try {
    return await atOnce(files, FILES_AT_ONCE, ({ file, name }) => writeWhole(own, name, { ...source, file }));
  } catch (error) {
    // The next attempt writes under other names; on a disk that is full, what this one leaves would keep it so.
    for (const { name } of files) await own.delete(name);
    throw error;
  }
});

/** Which rows a run that ended early keeps: every table's complete prefix, and the parents that those rows refer to. */
export const settled = crossing((stop: StopFlag, plan: PlanText, there: { readonly prefixes: Readonly<Record<string, number>>; readonly committed: readonly Segment[] }): Settled => {
  const { plan: frozenPlan, rows } = compiledPlan(plan);
  const check = checkOf(stop);
  return settledOf(frozenPlan, there, (table, foreignKey, row) => {
    check();
    return rows.table(table).parentOf(foreignKey, row);
  });
});

function storage(): Storage {
  const { storage: options } = workerData as ThreadData; // set by whoever starts the threads (jobs/threads.ts)
  return localStorage(options.folder, { floorBytes: options.floorBytes });
}

