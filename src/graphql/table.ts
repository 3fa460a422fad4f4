// What a schema is made of, as the API shows it: tables, fields, keys, conditions, and what an import could not take over.
import type { Field, FieldType, ForeignKey, ImportWarning, Table } from '../domain/schema.ts';
import { builder } from './builder.ts';
import { described } from './described.ts';
import { GeneratorInterface } from './generator.ts';

const FIELD_TYPE_WORDS: Readonly<Record<FieldType, string>> = {
  STRING: 'Text of one line.',
  TEXT: 'Text of any length.',
  INTEGER: 'A whole number.',
  FLOAT: 'A number in double precision.',
  DECIMAL: 'An exact decimal number, shown as a string.',
  BOOLEAN: 'True or false.',
  DATE: 'A day, 2026-01-31.',
  TIME: 'A time of day, 13:45:00.',
  DATETIME: 'An instant, 2026-01-31T13:45:00Z.',
  UUID: 'A UUID.',
  JSON: 'Any JSON value.',
  BINARY: 'Bytes, shown as base64.',
};

export const FieldTypeEnum = builder.enumType('FieldType', {
  description: 'The type of a field, whatever its source calls it.',
  values: described(FIELD_TYPE_WORDS),
});

export const ImportWarningType = builder.objectRef<ImportWarning>('ImportWarning').implement({
  description: 'What an import could not take over faithfully, with its place in the source.',
  fields: (t) => ({
    message: t.exposeString('message', { description: 'What was met, and what was done instead.' }),
    line: t.int({ nullable: true, description: 'Line in the source text, from 1.', resolve: (warning) => warning.line }),
    table: t.string({ nullable: true, description: 'The table it touches.', resolve: (warning) => warning.table }),
    field: t.string({ nullable: true, description: 'The field it touches.', resolve: (warning) => warning.field }),
  }),
});

const ForeignKeyType = builder.objectRef<ForeignKey>('ForeignKey').implement({
  description: 'Fields that hold the key of a row elsewhere.',
  fields: (t) => ({
    fields: t.stringList({ description: 'Here.', resolve: (key) => [...key.fields] }),
    table: t.exposeString('table', { description: 'The table referred to.' }),
    references: t.stringList({ description: 'There, in the same order.', resolve: (key) => [...key.references] }),
  }),
});

const FieldObject = builder.objectRef<Field>('Field').implement({
  description: 'A column.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    type: t.expose('type', { type: FieldTypeEnum, description: 'Its type.' }),
    description: t.string({ nullable: true, description: 'What it means.', resolve: (field) => field.description }),
    nullable: t.exposeBoolean('nullable', { description: 'It may be null.' }),
    generator: t.field({
      type: GeneratorInterface,
      description: 'How its values will be made.',
      resolve: (field) => {
        if (field.generator === undefined) throw new Error(`field ${field.name} has no generator, though importing chooses one for every field`);
        return field.generator;
      },
    }),
  }),
});

export const TableType = builder.objectRef<Table>('Table').implement({
  description: 'A table: fields, keys and conditions.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Unique in its schema.' }),
    fields: t.field({ type: [FieldObject], description: 'In the order of the source.', resolve: (table) => [...table.fields] }),
    primaryKey: t.stringList({ description: 'Names of its fields; empty: none.', resolve: (table) => [...table.primaryKey] }),
    uniqueKeys: t.field({ type: t.listRef(t.listRef('String')), description: 'Other sets of fields whose values never repeat.', resolve: (table) => table.uniqueKeys.map((key) => [...key]) }),
    foreignKeys: t.field({ type: [ForeignKeyType], description: 'What it refers to.', resolve: (table) => [...table.foreignKeys] }),
    checks: t.stringList({ description: 'Conditions on one row, as SQL expressions.', resolve: (table) => table.checks.map((check) => check.sql) }),
  }),
});
