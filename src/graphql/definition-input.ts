// What a caller hands in to say what to generate: SchemaDefinition and its parts, as input types. Read into the domain's
// words by read-definition.ts.
import { DEFAULT_NULL_SHARE, MOSTLY_NULL_SHARE } from '../domain/schema.ts';
import type { SqlDialect } from '../domain/sql-dialects.ts';
import { MAX_PLANNED_LENGTH } from '../jobs/model-planning.ts';
import { builder } from './builder.ts';
import { described } from './described.ts';
import { GeneratorInput } from './generator-input.ts';
import { FieldTypeEnum } from './table.ts';

export const SqlDialectEnum = builder.enumType('SqlDialect', {
  description: 'A dialect of SQL.',
  values: described<SqlDialect>({ POSTGRESQL: 'PostgreSQL.', MYSQL: 'MySQL, and MariaDB.', SQLITE: 'SQLite.', SQLSERVER: 'SQL Server.' }),
});

const FOUND_OUT = 'Left out: found out from the script; POSTGRESQL where nothing in it is of one dialect alone.';

const FieldInput = builder.inputType('FieldInput', {
  description: 'A column.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Unique in its table.' }),
    type: t.field({ type: FieldTypeEnum, required: true, description: 'Its type.' }),
    description: t.string({ description: 'What it means; helps to choose how its values are made.' }),
    nullable: t.boolean({ defaultValue: false, description: 'It may be null.' }),
    unique: t.boolean({ defaultValue: false, description: 'Its values never repeat.' }),
    nullShare: t.float({ description: `Share of nulls, 0 to 1, where it is nullable and no part of the primary key. Left out: ${DEFAULT_NULL_SHARE}; ${MOSTLY_NULL_SHARE} where the name says that it is empty more often than not (deleted_at, middle_name); none where an expression, a condition or a constant makes the values.` }),
    maxLength: t.int({ description: 'Most characters that a STRING or TEXT may have, or bytes of a BINARY.' }),
    generator: t.field({ type: GeneratorInput, description: 'Left out: planned from name, type and description.' }),
  }),
});

const ForeignKeyInput = builder.inputType('ForeignKeyInput', {
  description: 'Fields that hold the key of a row elsewhere.',
  fields: (t) => ({
    fields: t.stringList({ required: true, description: 'Here.' }),
    table: t.string({ required: true, description: 'The table referred to; it may be this one.' }),
    references: t.stringList({ description: "There, in the same order. Left out: that table's primary key." }),
  }),
});

const TableInput = builder.inputType('TableInput', {
  description: 'A table.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Unique in its schema.' }),
    fields: t.field({ type: [FieldInput], required: true, description: 'Its columns, one at least.' }),
    primaryKey: t.stringList({ description: 'Names of fields.' }),
    uniqueKeys: t.field({ type: t.listRef(t.listRef('String')), description: 'Other sets of fields whose values never repeat.' }),
    foreignKeys: t.field({ type: [ForeignKeyInput], description: 'What it refers to.' }),
    checks: t.stringList({ description: "Conditions that every row meets, as SQL expressions: price > 0." }),
  }),
});

const SqlDefinition = builder.inputType('SqlDefinition', {
  description: 'CREATE TABLE statements, read and never run. What another dialect says is said in the words of PostgreSQL first: CHECKs and generated columns appear so.',
  fields: (t) => ({
    text: t.string({ required: true, description: 'The statements; a dump of a schema will do.' }),
    dialect: t.field({ type: SqlDialectEnum, description: `Its dialect. ${FOUND_OUT}` }),
  }),
});

const CsvDefinition = builder.inputType('CsvDefinition', {
  description: 'Rows of a table, as an example: rows like them are made, with columns spread and joined as here. Values that few rows share, free text and whatever may be personal are never taken over. `Schema.warnings` says what was learned.',
  fields: (t) => ({
    text: t.string({ required: true, description: 'The rows, as CSV; only what is learned from them is kept.' }),
    delimiter: t.string({ description: 'One character. Left out: found out.' }),
    header: t.boolean({ description: 'Whether the first line names the columns. Left out: found out.' }),
  }),
});

export const FileInput = builder.inputType('FileInput', {
  description: 'A file: part of this multipart request, or the id that the upload route answered.',
  isOneOf: true,
  fields: (t) => ({
    file: t.field({ type: 'File', description: 'Part of this multipart request.' }),
    uploadId: t.id({ description: 'What `PUT /uploads?name=` answered; for files over the multipart limit.' }),
  }),
});

const FileDefinition = builder.inputType('FileDefinition', {
  description: 'A .sql or .txt file with CREATE TABLE statements, a .txt file with lines such as `lines` takes, a .json file with a JSON Schema, or a .csv or .tsv file to learn from: one table, called as the file. Such an upload is removed when the schema is saved.',
  fields: (t) => ({
    source: t.field({ type: FileInput, required: true, description: 'The file.' }),
    dialect: t.field({ type: SqlDialectEnum, description: `Its dialect. ${FOUND_OUT}` }),
    delimiter: t.string({ description: 'Of a .csv, .tsv or .txt file to learn from: one character. Left out: found out.' }),
    header: t.boolean({ description: 'Of a .csv, .tsv or .txt file to learn from: whether the first line names the columns. Left out: found out.' }),
  }),
});

export const SchemaDefinition = builder.inputType('SchemaDefinition', {
  description: 'Exactly one way to say what to generate.',
  isOneOf: true,
  fields: (t) => ({
    fields: t.field({ type: [FieldInput], description: 'The columns of one table, called data.' }),
    tables: t.field({ type: [TableInput], description: 'Several tables, which may refer to one another.' }),
    sql: t.field({ type: SqlDefinition, description: 'CREATE TABLE statements.' }),
    shorthand: t.field({ type: 'JSON', description: 'Shorthand for one table, called data: {"customer_name": "string", "age": "int 18..90", "status": "new|paid"}. Behind a type: ? (may be null), unique.' }),
    jsonSchema: t.field({ type: 'JSON', description: 'A JSON Schema (draft 2020-12, an earlier one, or of OpenAPI) of an object or of an array of objects, or its text: each property is a field of one table, called data, and what is nested is JSON. Null stands for the absence of a property that is not required, or not of the shape (oneOf, anyOf, if) that the row is of.' }),
    lines: t.string({ description: 'Plain lines "name: type" with the types of shorthand, its ranges and choices; "# ..." behind a type says what the field means. A line "[orders]" begins a table; fields before the first are those of one called data.' }),
    description: t.string({ description: `Plain words, turned into tables by the text model: "online pharmacy with customers, prescriptions and refills". ${MAX_PLANNED_LENGTH} characters at most. May take a minute on a CPU. From a model in this process, the same words give the same schema.` }),
    csv: t.field({ type: CsvDefinition, description: 'Rows to learn one table from, called data.' }),
    file: t.field({ type: FileDefinition, description: 'A .sql, .txt, .json, .csv or .tsv file.' }),
  }),
});

export type SchemaDefinitionShape = typeof SchemaDefinition.$inferInput;
export type TableInputShape = typeof TableInput.$inferInput;
export type FieldInputShape = typeof FieldInput.$inferInput;
export type FileInputShape = typeof FileInput.$inferInput;
