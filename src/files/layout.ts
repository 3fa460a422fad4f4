// What an output consists of: files, each a list of sections in order. A section is a text, or all rows of one table in one form; parts
// of it are written anywhere and joined later. A layout is plain JSON, kept with the job, and depends on plan and request alone.
import type { SchemaElement } from 'hyparquet-writer';
import { InvalidInput } from '../domain/errors.ts';
import type { CocoDataset } from '../domain/images/coco.ts';
import { asWritten } from '../domain/images/illustration.ts';
import type { ImagesPlan } from '../domain/images/order.ts';
import { rowTables, type Plan } from '../domain/plan.ts';
import type { Table } from '../domain/schema.ts';
import { csvStart } from './encoders/csv.ts';
import { parquetSchema } from './encoders/parquet-columns.ts';
import { distinctFileNames } from './file-names.ts';
import { definitionFile } from './manifest.ts';
import { cocoDataset } from './pictures.ts';
import { type CompleteRequest, completeRequest, type OutputFormat, type OutputRequest } from './request.ts';
import { sqlSections } from './sql-sections.ts';

export type Section =
  | { readonly kind: 'text'; readonly text: string }
  | RowsSection
  | PicturesSection
  /** ZIP: what follows, up to the next entry, is the content of this one. */
  | { readonly kind: 'entry'; readonly name: string };

export interface RowsSection {
  readonly kind: 'rows';
  readonly table: string;
  readonly form: RowsForm;
  /** Written before the first row and after the last one, and not at all where there is no row. */
  readonly open: string;
  readonly close: string;
}

/** What is put together (pictures.ts) from a line for each picture of a table: a COCO file, or, in a ZIP, an entry for each picture's file. */
export type PicturesSection =
  | { readonly kind: 'coco'; readonly table: string; readonly dataset: CocoDataset }
  | { readonly kind: 'files'; readonly table: string };

/** How the rows of a section are written. `later`: fields that are null now and updated later. */
export type RowsForm =
  | { readonly kind: 'csv' }
  | { readonly kind: 'json-items' }
  | { readonly kind: 'json-lines' }
  /** Row groups; the columns, for the file's footer. */
  | { readonly kind: 'parquet'; readonly schema: readonly SchemaElement[] }
  /** Question-answer pairs as conversations. */
  | { readonly kind: 'chat-lines' }
  /** What is known of pictures, as imagefolder reads it. */
  | { readonly kind: 'metadata-lines' }
  | { readonly kind: 'sql-inserts'; readonly later: readonly string[] }
  | { readonly kind: 'sql-values'; readonly later: readonly string[] }
  | { readonly kind: 'sql-updates'; readonly later: readonly string[]; readonly key: readonly string[] };

export interface OutputFile {
  readonly fileName: string;
  readonly mediaType: string;
  /** The request that it answers, defaults filled in. */
  readonly request: CompleteRequest;
  /** The plan's reference instant: the time that a ZIP's entries bear. */
  readonly reference: string;
  /** The table whose rows have pictures, and are written with what is told of these; left out: none. */
  readonly illustrated?: string;
  readonly sections: readonly Section[];
}

/**
 * The files of an output. Names are new among `taken` (compared without case): `data.csv`, else `data-2.csv` and so on, for all files of the output
 * alike. Throws InvalidInput for a request that cannot be written.
 */
export function layoutOutput(plan: Plan, request: OutputRequest, taken: readonly string[] = []): readonly OutputFile[] {
  const complete = completeRequest(request);
  const drafts = draftsOf(plan, complete);
  // A Parquet file is compressed page by page, inside.
  const ending = ENDINGS[complete.format === 'PARQUET' ? 'NONE' : complete.compression];
  const illustrated = plan.images?.illustrates?.table;
  const names = distinctFileNames(drafts.map(({ folder = '', stem, extension }) => ({ folder, stem, extension: extension + ending.extension })), taken);
  return drafts.map((draft, index) => ({
    fileName: names[index] ?? '', // one name for each draft
    mediaType: ending.mediaType ?? draft.mediaType,
    request: complete,
    reference: plan.reference,
    ...(illustrated === undefined ? {} : { illustrated }),
    sections: draft.sections,
  }));
}

const ENDINGS = {
  NONE: { extension: '', mediaType: null },
  GZIP: { extension: '.gz', mediaType: 'application/gzip' },
  ZSTD: { extension: '.zst', mediaType: 'application/zstd' },
} as const;

const MEDIA_TYPES: Readonly<Record<OutputFormat, string>> = {
  JSON: 'application/json',
  JSONL: 'application/jsonl',
  CSV: 'text/csv; charset=utf-8',
  SQL: 'application/sql',
  PARQUET: 'application/vnd.apache.parquet',
  ZIP: 'application/zip',
  CHAT_JSONL: 'application/jsonl',
  COCO: 'application/json',
};

/** What question-answer pairs are written as. SQL loads a schema's tables, and a ZIP holds them; pairs have neither. */
const PAIR_FORMATS: readonly OutputFormat[] = ['JSONL', 'CHAT_JSONL', 'JSON', 'CSV', 'PARQUET'];
/** What a run of pictures is written as, beside the pictures. */
const IMAGE_FORMATS: readonly OutputFormat[] = ['JSONL', 'COCO', 'ZIP'];
/** What a run of rows with pictures is written as: SQL fills the tables of its schema, and those have no columns for pictures. */
const ILLUSTRATED_FORMATS: readonly OutputFormat[] = ['JSON', 'JSONL', 'CSV', 'PARQUET', 'COCO', 'ZIP'];
/** What a run of series is written as: no database has tables for it that SQL could fill. */
const SERIES_FORMATS: readonly OutputFormat[] = ['CSV', 'PARQUET', 'JSONL', 'JSON', 'ZIP'];

/** Where a run of pictures has its boxes, in its folder and in its archive. */
const ANNOTATIONS: Pick<Draft, 'stem' | 'extension' | 'folder'> = { folder: 'annotations/', stem: 'annotations', extension: '.json' };
const METADATA: Pick<Draft, 'stem' | 'extension'> = { stem: 'metadata', extension: '.jsonl' };
/** What readers of an archive with pictures take for metadata, so that no table is named so. */
const METADATA_FILES: readonly string[] = ['metadata.jsonl', 'metadata.csv'];

interface Draft {
  /** In the folder of the run, with a slash at its end; left out: none. */
  readonly folder?: string;
  readonly stem: string;
  readonly extension: string;
  readonly mediaType: string;
  readonly sections: readonly Section[];
}

function draftsOf(plan: Plan, request: CompleteRequest): readonly Draft[] {
  const { format } = request;
  const { images } = plan;
  if (images !== undefined && images.illustrates === undefined) return [imagesDraft(plan, images, format)];
  if (images !== undefined && !ILLUSTRATED_FORMATS.includes(format)) throw InvalidInput.at(['format'], `rows with images are written as one of ${ILLUSTRATED_FORMATS.join(', ')}, got ${format}${format === 'SQL' ? ': the tables of its schema have no columns for images' : ''}`);
  const tables = rowTables(plan).map((table) => asWritten(plan, table));
  if (plan.series !== undefined && !SERIES_FORMATS.includes(format)) throw InvalidInput.at(['format'], `sensor series are written as one of ${SERIES_FORMATS.join(', ')}, got ${format}`);
  const isPairs = plan.chunks !== undefined;
  if (isPairs && !PAIR_FORMATS.includes(format)) throw InvalidInput.at(['format'], `question-answer pairs are written as one of ${PAIR_FORMATS.join(', ')}, got ${format}`);
  const mediaType = MEDIA_TYPES[format];
  const only = isPairs ? 'qa' : 'data';
  const whole = (extension: string, sections: readonly Section[]): readonly Draft[] => [{ stem: only, extension, mediaType, sections }];
  const perTable = (extension: string, sectionsOf: (table: Table) => readonly Section[]): readonly Draft[] =>
    tables.map((table) => ({ stem: tables.length === 1 ? only : table.name, extension, mediaType, sections: sectionsOf(table) }));
  switch (format) {
    case 'JSON': return whole('.json', jsonSections(tables));
    case 'JSONL': return perTable('.jsonl', (table) => [rows(table.name, { kind: 'json-lines' })]);
    case 'CSV': return perTable('.csv', (table) => csvSections(table, request));
    case 'SQL': return whole('.sql', sqlSections(plan, request.sql.dialect));
    case 'PARQUET': return perTable('.parquet', (table) => [rows(table.name, { kind: 'parquet', schema: parquetSchema(table) })]);
    case 'ZIP': return whole('.zip', [...(images === undefined ? [] : picturesSections(plan, images)), ...zipSections(plan, tables, request)]);
    case 'CHAT_JSONL':
      if (!isPairs) throw InvalidInput.at(['format'], 'CHAT_JSONL is for question-answer runs, and this one makes rows of tables: take JSONL');
      return perTable('.jsonl', (table) => [rows(table.name, { kind: 'chat-lines' })]).map((draft) => ({ ...draft, stem: 'chat' }));
    case 'COCO':
      if (images === undefined) throw InvalidInput.at(['format'], 'COCO is for runs that make images, and this one makes none');
      return [{ ...ANNOTATIONS, mediaType, sections: [cocoSection(plan, images)] }];
    default: return format satisfies never;
  }
}

/** Of a run of pictures: what is known of them, their boxes, or all of it in one archive. */
function imagesDraft(plan: Plan, images: ImagesPlan, format: OutputFormat): Draft {
  const mediaType = MEDIA_TYPES[format];
  switch (format) {
    case 'JSONL': return { ...METADATA, mediaType, sections: [metadataSection(images)] };
    case 'COCO': return { ...ANNOTATIONS, mediaType, sections: [cocoSection(plan, images)] };
    case 'ZIP': return { stem: 'images', extension: '.zip', mediaType, sections: picturesSections(plan, images) };
    default: throw InvalidInput.at(['format'], `images are written as one of ${IMAGE_FORMATS.join(', ')}, got ${format}`);
  }
}

/** In an archive: the pictures, what is known of each, and their boxes and categories where there may be any. */
function picturesSections(plan: Plan, images: ImagesPlan): readonly Section[] {
  const entry = ({ folder = '', stem, extension }: Pick<Draft, 'stem' | 'extension' | 'folder'>): Section => ({ kind: 'entry', name: folder + stem + extension });
  const hasCategories = images.detection !== undefined || images.illustrates?.category !== undefined;
  return [{ kind: 'files', table: images.table }, entry(METADATA), metadataSection(images), ...(hasCategories ? [entry(ANNOTATIONS), cocoSection(plan, images)] : [])];
}

function metadataSection({ table }: ImagesPlan): Section {
  return rows(table, { kind: 'metadata-lines' });
}

function cocoSection(plan: Plan, { table }: ImagesPlan): Section {
  return { kind: 'coco', table, dataset: cocoDataset(plan) };
}

function rows(table: string, form: RowsForm, around: { readonly open: string; readonly close: string } = { open: '', close: '' }): RowsSection {
  return { kind: 'rows', table, form, ...around };
}

function text(content: string): Section {
  return { kind: 'text', text: content };
}

/** One table: an array. Several: an object of arrays by table name. */
function jsonSections(tables: readonly Table[]): readonly Section[] {
  const [only] = tables;
  const items = (table: string): RowsSection => rows(table, { kind: 'json-items' }, { open: '', close: '\n' });
  if (only !== undefined && tables.length === 1) return [text('[\n'), items(only.name), text(']\n')];
  const arrays = tables.flatMap((table, index) => [text(`${index === 0 ? '' : '],\n'}${JSON.stringify(table.name)}: [\n`), items(table.name)]);
  return [text('{\n'), ...arrays, text(arrays.length === 0 ? '}\n' : ']\n}\n')];
}

function csvSections(table: Table, request: CompleteRequest): readonly Section[] {
  const body = rows(table.name, { kind: 'csv' });
  const start = csvStart(table, request.csv);
  return start === '' ? [body] : [text(start), body];
}

/** Every table's CSV, and the file that says what was generated. */
function zipSections(plan: Plan, tables: readonly Table[], request: CompleteRequest): readonly Section[] {
  const names = distinctFileNames(tables.map((table) => ({ stem: tables.length === 1 ? 'data' : table.name, extension: '.csv' })), plan.images === undefined ? [] : METADATA_FILES);
  const entries = tables.flatMap((table, index): readonly Section[] => [{ kind: 'entry', name: names[index] ?? '' }, ...csvSections(table, request)]);
  const definition = definitionFile(plan);
  return definition === null ? entries : [...entries, { kind: 'entry', name: definition.fileName }, text(definition.text)];
}
