// Outputs in parts: the rows of every section are cut on one fixed grid of row indexes, each part is written wherever and whenever, and
// joined in order. So a file's bytes depend on its layout and rows alone, never on shards, workers or time.
import { asWritten } from '../domain/images/illustration.ts';
import type { Plan } from '../domain/plan.ts';
import { tableOf, type Table, type Value } from '../domain/schema.ts';
import { runsOf } from '../lib/bits.ts';
import { evenChunks } from './chunks.ts';
import { compressed } from './compression.ts';
import { chatLinesWriter } from './encoders/chat.ts';
import { csvWriter } from './encoders/csv.ts';
import { cocoImageWriter, fileNameWriter, metadataWriter } from './encoders/images.ts';
import { jsonItemsWriter, jsonLinesWriter } from './encoders/json.ts';
import { parquetFile, parquetGroups } from './encoders/parquet.ts';
import { sqlInsertWriter, sqlUpdateWriter, sqlValuesWriter } from './encoders/sql.ts';
import { encodeRows, type RowWriter } from './encoders/writer.ts';
import type { OutputFile, PicturesSection, RowsForm, RowsSection } from './layout.ts';
import { cocoBytes, linesOf } from './pictures.ts';
import type { CompleteRequest } from './request.ts';
import { type Chunks, putHashed, type Storage, type Stored } from './storage.ts';
import { zipped, type ZipEntry } from './zip.ts';

/** Rows between two lines of the grid. Changing it changes the bytes of outputs. */
export const PART_ROWS = 65_536;

/** The same for rows of pictures: what is known of one takes kilobytes. */
export const PART_IMAGES = 4_096;

/** Rows from `first` up to, but without, `last`. */
export interface RowRange {
  readonly first: number;
  readonly last: number;
}

/** Some rows of a range that lies in one cell of the grid. */
export interface SparseRange extends RowRange {
  /** How many. */
  readonly rows: number;
  /** Which: bit n (lib/bits.ts) is row `first + n`. Left out where it is enough to know how many. */
  readonly bits?: Uint8Array;
}

/** The rows of one section in one cell of the grid. */
export interface Part {
  /** Index of the section in its file. */
  readonly section: number;
  readonly table: string;
  /** Inside one cell of the grid, in order. */
  readonly ranges: readonly (RowRange | SparseRange)[];
  /** It has the section's first row, or the last. */
  readonly opens: boolean;
  readonly closes: boolean;
}

/** The rows that exist, by table: ascending and disjoint. A table left out has none. */
export type RowRanges = Readonly<Record<string, readonly (RowRange | SparseRange)[]>>;

/** A file's parts, in the order in which they are joined. */
export function partsOf(file: OutputFile, ranges: RowRanges): readonly Part[] {
  return file.sections.flatMap((section, index): readonly Part[] => {
    if (!('table' in section)) return [];
    const cells = gridCells(Object.hasOwn(ranges, section.table) ? (ranges[section.table] ?? []) : [], isOfPictures(section, file) ? PART_IMAGES : PART_ROWS);
    return cells.map((cell, number) => ({ section: index, table: section.table, ranges: cell, opens: number === 0, closes: number === cells.length - 1 }));
  });
}

function isOfPictures(section: RowsSection | PicturesSection, { illustrated }: OutputFile): boolean {
  return section.kind !== 'rows' || section.form.kind === 'metadata-lines' || section.table === illustrated;
}

function gridCells(ranges: readonly (RowRange | SparseRange)[], rows: number): readonly Part['ranges'][] {
  const cells = new Map<number, (RowRange | SparseRange)[]>();
  for (const range of ranges) {
    for (let first = range.first; first < range.last; ) {
      const cell = Math.floor(first / rows);
      const last = 'rows' in range ? range.last : Math.min(range.last, (cell + 1) * rows);
      const inCell = cells.get(cell) ?? [];
      // Ranges that touch are one: how rows were committed has no say in how they are written.
      const before = inCell.at(-1);
      if ('rows' in range) inCell.push(range);
      else if (before?.last === first && !('rows' in before)) inCell[inCell.length - 1] = { first: before.first, last };
      else inCell.push({ first, last });
      cells.set(cell, inCell);
      first = last;
    }
  }
  return [...cells.values()];
}

/** The rows of a part, with its bits, from whatever makes the rows of its table. */
export function rowsOfPart({ ranges }: Part, rowsOf: (range: RowRange) => Iterable<readonly Value[]>): Iterable<readonly Value[]> {
  const [only] = ranges;
  // Nearly always so; every layer of iteration costs each row.
  return only !== undefined && ranges.length === 1 && !('rows' in only) ? rowsOf(only) : inTurn(ranges, rowsOf);
}

function* inTurn(ranges: Part['ranges'], rowsOf: (range: RowRange) => Iterable<readonly Value[]>): Generator<readonly Value[]> {
  for (const range of runsIn(ranges)) yield* rowsOf(range);
}

/** The ranges of which every row is there, from a row on. Throws where it is not known which rows of one are. */
export function* runsIn(ranges: readonly (RowRange | SparseRange)[], from = 0): Generator<RowRange> {
  for (const range of ranges) {
    const start = Math.max(range.first, from);
    if (start >= range.last) continue;
    if (!('rows' in range)) {
      yield { first: start, last: range.last };
      continue;
    }
    if (range.bits === undefined) throw new Error(`which of the rows ${range.first} to ${range.last} are there was not read`);
    for (const { first, last } of runsOf(range.bits, start - range.first, range.last - range.first)) yield { first: range.first + first, last: range.first + last };
  }
}

export interface PartContent {
  readonly plan: Plan;
  readonly file: OutputFile;
  readonly part: Part;
  /** Exactly the rows of the part, with values in the order of the fields of the table as it is written. Read once. */
  readonly rows: Iterable<readonly Value[]>;
}

/** Writes a part under a name of its own, without compression and without a hash: joining does both. */
export async function writePart(storage: Storage, name: string, content: PartContent): Promise<void> {
  await storage.put(name, partBytes(content));
}

function* partBytes({ plan, file, part, rows }: PartContent): Generator<Uint8Array> {
  const section = file.sections[part.section];
  switch (section?.kind) {
    case 'rows':
      if (part.opens && section.open !== '') yield Buffer.from(section.open);
      yield* rowBytes(rows, section.form, plan, { table: asWritten(plan, tableOf(plan, section.table)), request: file.request, opens: part.opens });
      if (part.closes && section.close !== '') yield Buffer.from(section.close);
      return;
    case 'coco': return yield* encodeRows(rows, cocoImageWriter(plan));
    case 'files': return yield* encodeRows(rows, fileNameWriter(plan));
    default: throw new Error(`section ${part.section} of ${file.fileName} has no rows`);
  }
}

interface RowsContext {
  readonly table: Table;
  readonly request: CompleteRequest;
  readonly opens: boolean;
}

function rowBytes(rows: Iterable<readonly Value[]>, form: RowsForm, plan: Plan, context: RowsContext): Iterable<Uint8Array> {
  return form.kind === 'parquet' ? parquetGroups(rows, context.table, context.request.compression) : encodeRows(rows, writerOf(form, plan, context));
}

function writerOf(form: Exclude<RowsForm, { kind: 'parquet' }>, plan: Plan, { table, request, opens }: RowsContext): RowWriter {
  switch (form.kind) {
    case 'metadata-lines': return metadataWriter(plan);
    case 'csv': return csvWriter(table, request.csv);
    case 'json-items': return jsonItemsWriter(table, { opens, json: request.json });
    case 'json-lines': return jsonLinesWriter(table, request.json);
    case 'chat-lines': return chatLinesWriter(table);
    case 'sql-inserts': return sqlInsertWriter(table, request.sql, form.later);
    case 'sql-values': return sqlValuesWriter(table, { later: form.later, opens });
    case 'sql-updates': return sqlUpdateWriter(table, request.sql.dialect, form);
    default: return form satisfies never;
  }
}

/** A part that was written, and where. */
export interface NamedPart {
  readonly section: number;
  readonly name: string;
}

/** The files of a run that an archive takes in. */
interface RunFiles {
  /** Their folder; left out: there are none. */
  readonly folder?: string;
}

/** Writes the file from its texts and parts (in the order of partsOf), in one pass. The parts stay. */
export async function joinParts(
  storage: Pick<Storage, 'get' | 'put'>,
  finalName: string,
  source: { readonly file: OutputFile; readonly parts: readonly NamedPart[] } & RunFiles,
): Promise<Stored> {
  const { file, parts, folder = '' } = source;
  const bySection = Map.groupBy(parts, (part) => part.section);
  // What is compressed, or a row group, is gathered into larger pieces first; what is not goes from one file to the other as it is read.
  const reuse = file.request.format !== 'ZIP' && file.request.format !== 'PARQUET' && file.request.compression === 'NONE';
  const bytesOf = async function* (section: number): AsyncGenerator<Uint8Array> {
    for (const part of bySection.get(section) ?? []) yield* storage.get(part.name, undefined, { reuse });
  };
  return putHashed(storage, finalName, fileBytes(file, { bytesOf, fileOf: (name) => storage.get(`${folder}/${name}`) }));
}

export interface WholeContent extends RunFiles {
  readonly plan: Plan;
  readonly file: OutputFile;
  readonly ranges: RowRanges;
  /** Rows of a table, with values in the order of its fields. */
  readonly rowsOf: (table: string, range: RowRange) => Iterable<readonly Value[]>;
}

/** Writes the file at once, without parts of its own: the same bytes, and the better way where there are few rows. */
export async function writeWhole(storage: Storage, name: string, { plan, file, folder = '', ranges, rowsOf }: WholeContent): Promise<Stored> {
  const bySection = Map.groupBy(partsOf(file, ranges), (part) => part.section);
  const bytesOf = function* (section: number): Generator<Uint8Array> {
    for (const part of bySection.get(section) ?? []) {
      yield* partBytes({ plan, file, part, rows: rowsOfPart(part, (range) => rowsOf(part.table, range)) });
    }
  };
  return putHashed(storage, name, fileBytes(file, { bytesOf, fileOf: (name) => storage.get(`${folder}/${name}`) }));
}

interface Sources {
  /** What was written of the rows of a section. */
  readonly bytesOf: (section: number) => Chunks;
  /** A file of the run. */
  readonly fileOf: (name: string) => AsyncIterable<Uint8Array>;
}

function fileBytes(file: OutputFile, sources: Sources): AsyncIterable<Uint8Array> {
  if (file.request.format === 'ZIP') return zipped(zipEntries(file, sources), file.reference);
  const whole = joined(file, sources, { first: 0, last: file.sections.length });
  return file.request.compression === 'NONE' || file.request.format === 'PARQUET' ? whole : compressed(evenChunks(whole), file.request.compression);
}

async function* zipEntries(file: OutputFile, sources: Sources): AsyncGenerator<ZipEntry> {
  for (const [index, section] of file.sections.entries()) {
    if (section.kind === 'files') {
      for await (const name of linesOf(sources.bytesOf(index))) yield { name, isPacked: true, chunks: () => sources.fileOf(name) };
    }
    if (section.kind !== 'entry') continue;
    const next = file.sections.findIndex((candidate, position) => position > index && candidate.kind === 'entry');
    const last = next === -1 ? file.sections.length : next;
    yield { name: section.name, chunks: () => evenChunks(joined(file, sources, { first: index + 1, last })) };
  }
}

/** The bytes of the sections from `first` up to, but without, `last`. */
async function* joined(file: OutputFile, { bytesOf }: Sources, { first, last }: RowRange): AsyncGenerator<Uint8Array> {
  for (let index = first; index < last; index++) {
    const section = file.sections[index];
    if (section?.kind === 'text') yield Buffer.from(section.text);
    if (section?.kind === 'rows') yield* section.form.kind === 'parquet' ? parquetFile(section.form.schema, bytesOf(index)) : bytesOf(index);
    if (section?.kind === 'coco') yield* cocoBytes(section.dataset, () => bytesOf(index));
  }
}
