// Outputs: the finished files of a job, and how a caller asks for one.
import { InvalidInput } from '../domain/errors.ts';
import {
  completeRequest, DEFAULT_CSV, DEFAULT_JSON, DEFAULT_SQL, MAX_NULL_TEXT_LENGTH, MAX_ROWS_PER_INSERT, MAX_SQLSERVER_ROWS, type Compression, type CsvOptions, type JsonOptions, type OutputFormat, type OutputRequest,
} from '../files/request.ts';
import type { OutputRecord } from '../jobs/records.ts';
import { builder } from './builder.ts';
import { described } from './described.ts';
import { SqlDialectEnum } from './definition-input.ts';
import { given } from './read-generator.ts';

const FORMAT_WORDS: Readonly<Record<OutputFormat, string>> = {
  JSON: 'One JSON document.',
  JSONL: 'One JSON object a line; of a run of images alone, metadata.jsonl, as Hugging Face imagefolder reads it beside the pictures.',
  CSV: 'Comma-separated values (RFC 4180), a file per table.',
  SQL: 'INSERT statements, in an order that loads. Not of rows with images, which the tables of their schema have no columns for, and not of series.',
  PARQUET: 'Parquet with the types of the fields (decimals, dates, times, UUIDs, JSON as its logical types), a file per table, in row groups. `compression` is that of its pages, inside the file.',
  ZIP: 'One archive: every table as CSV, with the schema (of series, specification.json); of a run that makes images, the PNG files with metadata.jsonl and, where there are boxes or categories, annotations/annotations.json.',
  CHAT_JSONL: 'Question-answer pairs as conversations, one a line: {"messages": [{"role": "user", ...}, {"role": "assistant", ...}]}. Of question-answer runs only.',
  COCO: 'Images and boxes in the object detection format of COCO: annotations/annotations.json; with `category`, images have a `category_id` of their own, which COCO itself has no word for. The boxes are pseudo-labels of a detector, unverified. Of runs that make images only.',
};
const COMPRESSION_WORDS: Readonly<Record<Compression, string>> = { NONE: 'As it is.', GZIP: 'gzip.', ZSTD: 'Zstandard.' };

const QUOTING_WORDS: Readonly<Record<CsvOptions['quoting'], string>> = { NEEDED: 'Round what would be read otherwise without them.', ALWAYS: 'Round every name and every value but null.' };
const LINE_END_WORDS: Readonly<Record<CsvOptions['lineEnd'], string>> = { CRLF: 'Carriage return and line feed, as RFC 4180 says.', LF: 'Line feed alone.' };
const DECIMALS_WORDS: Readonly<Record<JsonOptions['decimals'], string>> = { STRING: 'Strings, which keep their digits in every reader.', NUMBER: 'Numbers with all their digits, of which many readers keep 15 or so.' };

const OutputFormatEnum = builder.enumType('OutputFormat', {
  description: 'What an output is written as.',
  values: described(FORMAT_WORDS),
});

const CompressionEnum = builder.enumType('Compression', {
  description: 'How an output is compressed.',
  values: described(COMPRESSION_WORDS),
});

export const OutputType = builder.node(builder.objectRef<OutputRecord>('Output'), {
  description: 'A finished file.',
  id: { resolve: (output) => output.id },
  loadOne: (id, context) => context.runs.output(context.viewer, id),
  fields: (t) => ({
    format: t.expose('format', { type: OutputFormatEnum, description: 'What it is written as.' }),
    compression: t.expose('compression', { type: CompressionEnum, description: 'How it is compressed.' }),
    fileName: t.exposeString('fileName', { description: "Its name in the job's folder." }),
    mediaType: t.exposeString('mediaType', { description: 'What a download says it is.' }),
    bytes: t.expose('bytes', { type: 'SafeInt', description: 'Its size.' }),
    sha256: t.exposeString('sha256', { description: 'Hash of its bytes, in hexadecimal.' }),
    url: t.string({
      description: 'Plain HTTP GET with range requests; signed, and good for a while.',
      resolve: (output, _args, context) => context.downloadUrl(output),
    }),
  }),
});

const CsvQuotingEnum = builder.enumType('CsvQuoting', { description: 'Where quotes stand in CSV.', values: described(QUOTING_WORDS) });
const LineEndEnum = builder.enumType('LineEnd', { description: 'What ends a line.', values: described(LINE_END_WORDS) });
const JsonDecimalsEnum = builder.enumType('JsonDecimals', { description: 'What decimals are in JSON.', values: described(DECIMALS_WORDS) });

const CsvOptionsInput = builder.inputType('CsvOptions', {
  description: 'How CSV is written.',
  fields: (t) => ({
    delimiter: t.string({ defaultValue: DEFAULT_CSV.delimiter, description: 'One character between values; no quote and no line end.' }),
    header: t.boolean({ defaultValue: DEFAULT_CSV.header, description: 'A first line with the names.' }),
    nullText: t.string({ defaultValue: DEFAULT_CSV.nullText, description: `What null is written as, at most ${MAX_NULL_TEXT_LENGTH} characters. A value that is the same text is put in quotes, so the two differ.` }),
    quoting: t.field({ type: CsvQuotingEnum, defaultValue: DEFAULT_CSV.quoting, description: 'Where quotes stand.' }),
    lineEnd: t.field({ type: LineEndEnum, defaultValue: DEFAULT_CSV.lineEnd, description: 'What ends a line.' }),
    byteOrderMark: t.boolean({ defaultValue: DEFAULT_CSV.byteOrderMark, description: 'A byte order mark in front, by which Excel reads UTF-8 rightly.' }),
  }),
});

const JsonOptionsInput = builder.inputType('JsonOptions', {
  description: 'How JSON is written.',
  fields: (t) => ({
    nulls: t.boolean({ defaultValue: DEFAULT_JSON.nulls, description: 'Whether fields that are null are written; else they are left out of their objects.' }),
    decimals: t.field({ type: JsonDecimalsEnum, defaultValue: DEFAULT_JSON.decimals, description: 'What DECIMAL values, and integers past 2^53, are written as.' }),
  }),
});

const SqlOptions = builder.inputType('SqlOptions', {
  description: 'How SQL is written.',
  fields: (t) => ({
    dialect: t.field({ type: SqlDialectEnum, defaultValue: DEFAULT_SQL.dialect, description: 'The dialect of the database that it is for: its names, literals and transaction. SQLSERVER is held to its rules only, and is not tried on a server.' }),
    rowsPerInsert: t.int({ defaultValue: DEFAULT_SQL.rowsPerInsert, description: `Rows of one statement, 1 to ${MAX_ROWS_PER_INSERT.toLocaleString('en')}, for SQLSERVER to ${MAX_SQLSERVER_ROWS.toLocaleString('en')}.` }),
  }),
});

export const OutputInput = builder.inputType('OutputInput', {
  description: 'A format, and how it is written.',
  fields: (t) => ({
    format: t.field({ type: OutputFormatEnum, required: true, description: 'What to write.' }),
    compression: t.field({ type: CompressionEnum, defaultValue: 'NONE', description: 'How to compress it; a ZIP is compressed in itself, and the pages of PARQUET are compressed each by itself.' }),
    csv: t.field({ type: CsvOptionsInput, description: 'For CSV and ZIP.' }),
    json: t.field({ type: JsonOptionsInput, description: 'For JSON and JSONL of rows and of question-answer pairs.' }),
    sql: t.field({ type: SqlOptions, description: 'For SQL.' }),
  }),
});

/**
 * The same in the words of files/, defaults filled in.
 * @throws InvalidInput, with paths from the output's root, where an option is out of bounds, or none of the format's.
 */
export function readOutput({ format, compression, csv, json, sql }: typeof OutputInput.$inferInput): OutputRequest {
  return completeRequest({
    format,
    compression: compression ?? 'NONE',
    csv: { ...DEFAULT_CSV, ...given(csv ?? {}) },
    json: { ...DEFAULT_JSON, ...given(json ?? {}) },
    sql: { ...DEFAULT_SQL, ...given(sql ?? {}) },
  });
}

/** The same for a list of them; paths from the root of the order, where they are its `outputs`. */
export function readOutputs(outputs: readonly (typeof OutputInput.$inferInput)[]): readonly OutputRequest[] {
  return outputs.map((output, index) => InvalidInput.within(['outputs', String(index)], () => readOutput(output)));
}
