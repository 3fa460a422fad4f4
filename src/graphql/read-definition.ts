// From SchemaDefinition, as GraphQL hands it over, to what the domain makes a schema of, fetching what a file holds on the way. Only maps: what is
// in it is checked where it is imported, on a worker thread.
import { createHash } from 'node:crypto';
import { InvalidInput, NotFound } from '../domain/errors.ts';
import type { FieldDraft, TableDraft, Wanted } from '../domain/import/draft.ts';
import { DEFINITION_FILE, type FileContent, type FileHints } from '../domain/import/file.ts';
import { checkedHints } from '../domain/learn/dialect.ts';
import type { Context } from './context.ts';
import type { FieldInputShape, FileInputShape, SchemaDefinitionShape, TableInputShape } from './definition-input.ts';
import { decodeId } from './node-id.ts';
import { given, readGenerator } from './read-generator.ts';

/**
 * The same in the domain's words.
 * @throws InvalidInput, with paths from the definition's root, where a file cannot be read or a generator has no kind.
 */
export async function readDefinition(input: SchemaDefinitionShape, context: Context): Promise<Wanted> {
  if (input.fields != null) return { kind: 'fields', fields: input.fields.map((field, i) => InvalidInput.within(['fields', String(i)], () => readField(field))) };
  if (input.tables != null) return { kind: 'tables', tables: input.tables.map((table, i) => InvalidInput.within(['tables', String(i)], () => readTable(table))) };
  if (input.sql != null) return { kind: 'sql', text: input.sql.text, ...given({ dialect: input.sql.dialect }) };
  if (input.description != null) return { kind: 'description', text: input.description };
  if (input.lines != null) return { kind: 'lines', text: input.lines };
  if (input.jsonSchema != null) return { kind: 'jsonSchema', schema: input.jsonSchema };
  if (input.csv != null) return { kind: 'csv', text: input.csv.text, ...given({ delimiter: input.csv.delimiter, header: input.csv.header }) };
  if (input.file != null) {
    const { source, dialect, delimiter, header } = input.file;
    return readFile(source, InvalidInput.within(['file'], () => checkedHints(given({ dialect, delimiter, header }))), context);
  }
  return { kind: 'shorthand', shorthand: input.shorthand ?? null };
}

/** The same for an argument called `definition`: paths begin with that. */
export function readNamedDefinition(input: SchemaDefinitionShape, context: Context): Promise<Wanted> {
  return InvalidInput.withinAsync(['definition'], () => readDefinition(input, context));
}

/** The input as it can be given again: a file becomes the text that it held, without its data. Of an example that a table was learned from it only says which. */
export function repeatable(input: SchemaDefinitionShape, definition: Wanted): object {
  switch (definition.kind) {
    case 'sql': return { sql: { text: definition.text, ...given({ dialect: definition.dialect }) } };
    case 'lines': return { lines: definition.text };
    case 'jsonSchema': return { jsonSchema: definition.schema };
    // What a table was learned from is not kept.
    case 'csv': return { csv: { ...input.csv, text: `(not kept; SHA-256 ${createHash('sha256').update(definition.text).digest('hex')})` } };
    default: return input;
  }
}

/** Removes the upload that a table was learned from, once that is saved. */
export async function forgetExample(input: SchemaDefinitionShape, definition: Wanted, { uploads, viewer }: Context): Promise<void> {
  const id = input.file?.source.uploadId;
  if (definition.kind === 'learned' && id != null) await uploads.remove(viewer, decodeId(id, 'upload', 'Upload'));
}

function readTable(table: TableInputShape): TableDraft {
  return {
    name: table.name,
    fields: table.fields.map((field, i) => InvalidInput.within(['fields', String(i)], () => readField(field))),
    primaryKey: table.primaryKey ?? [],
    uniqueKeys: table.uniqueKeys ?? [],
    foreignKeys: (table.foreignKeys ?? []).map((key) => ({ fields: key.fields, table: key.table, ...given({ references: key.references }) })),
    checks: table.checks ?? [],
  };
}

function readField(field: FieldInputShape): FieldDraft {
  return {
    name: field.name,
    type: field.type,
    nullable: field.nullable ?? false,
    unique: field.unique ?? false,
    ...given({ description: field.description, nullShare: field.nullShare, maxLength: field.maxLength }),
    ...(field.generator == null ? {} : { generator: readGenerator(field.generator) }),
  };
}

async function readFile({ file, uploadId }: FileInputShape, hints: FileHints, context: Context): Promise<FileContent & { readonly path: readonly string[] }> {
  const path = ['file', 'source', file == null ? 'uploadId' : 'file'];
  const content = await InvalidInput.withinAsync(path, () => (file == null ? readUpload(uploadId ?? '', hints, context) : readPart(file, hints, context)));
  return { ...content, path };
}

async function readPart(file: File, hints: FileHints, context: Context): Promise<FileContent> {
  checkKind(file.name);
  return context.schemas.readFile({ ...hints, name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
}

async function readUpload(id: string, hints: FileHints, context: Context): Promise<FileContent> {
  try {
    const { name, file } = await context.uploads.find(context.viewer, decodeId(id, 'upload', 'Upload'));
    checkKind(name);
    return await context.schemas.readFile({ ...hints, name, file });
  } catch (error) {
    throw error instanceof NotFound ? InvalidInput.at([], error.message) : error;
  }
}

function checkKind(name: string): void {
  if (!DEFINITION_FILE.test(name)) throw InvalidInput.at([], `expected a .sql or .txt file with CREATE TABLE statements, a .txt file with lines such as customer_name: string, a .json file with a JSON Schema, or a .csv or .tsv file to learn from, got ${JSON.stringify(name.slice(0, 80))}`);
}
