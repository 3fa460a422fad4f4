// Saved schemas, as the API shows them, with the queries that find and preview them.
import type { PreviewRequest, SchemaRecord, SchemaSource } from '../jobs/records.ts';
import { InvalidInput, ModelUnavailable } from '../domain/errors.ts';
import { builder, WORK_COST } from './builder.ts';
import { described } from './described.ts';
import { CONDITION_WORDS, ConditionInput, readConditions } from './conditions.ts';
import type { SchemaPreview } from './context.ts';
import { SchemaDefinition } from './definition-input.ts';
import { idOf } from './node-id.ts';
import { connectionOf, pageArgs, pageCost, pageRequest, toConnection } from './pagination.ts';
import { LOCALE_WORDS } from './kinds.ts';
import { readNamedDefinition } from './read-definition.ts';
import { given } from './read-generator.ts';
import { readTableRows, RowType, TableRows } from './row.ts';
import { ImportWarningType, TableType } from './table.ts';

/** Rows of a preview where the caller says nothing. */
const DEFAULT_PREVIEW_ROWS = 5;
/** Most rows that a preview shows of each table. */
const MAX_PREVIEW_ROWS = 100;

const SOURCE_WORDS: Readonly<Record<SchemaSource, string>> = {
  FIELDS: 'Fields, tables, shorthand or lines.',
  SQL: 'CREATE TABLE statements.',
  JSON_SCHEMA: 'A JSON Schema.',
  CSV: 'An example, which its rows are like.',
  DESCRIPTION: 'Plain words, by the text model.',
};

const SchemaSourceEnum = builder.enumType('SchemaSource', {
  description: 'What a schema was made from.',
  values: described(SOURCE_WORDS),
});

export const SchemaType = builder.node(builder.objectRef<SchemaRecord>('Schema'), {
  description: 'A saved data model: one table, or several that refer to one another.',
  id: { resolve: (schema) => schema.id },
  loadOne: (id, context) => context.schemaById.get(id),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    description: t.exposeString('description', { nullable: true, description: 'What it is for.' }),
    source: t.expose('source', { type: SchemaSourceEnum, description: 'What it was made from.' }),
    revision: t.exposeInt('revision', { description: 'Grows by one with every change; a job keeps the plan that it started with.' }),
    tables: t.field({ type: [TableType], description: 'Its tables.', resolve: (schema) => [...schema.schema.tables] }),
    warnings: t.field({
      type: [ImportWarningType],
      description: 'What an import could not take over faithfully, with its place in the source; and which model planned the schema, where one did.',
      resolve: (schema) => [...schema.warnings],
    }),
    preview: t.field({
      type: [RowType],
      description: 'The first rows of a SAMPLER run with these counts and this seed.',
      args: {
        table: t.arg.string({ description: 'Only of this table. Left out: of all.' }),
        rows: t.arg.int({ defaultValue: DEFAULT_PREVIEW_ROWS, description: `Rows of each table, 1 to ${MAX_PREVIEW_ROWS}.` }),
        seed: t.arg({ type: 'SafeInt', defaultValue: 0, description: 'The same seed gives the same rows.' }),
        rowsPerTable: t.arg({ type: [TableRows], description: 'Counts of the run whose first rows these are. Left out: as many as are shown.' }),
        conditions: t.arg({ type: [ConditionInput], description: CONDITION_WORDS }),
        locale: t.arg.string({ description: LOCALE_WORDS }),
      },
      complexity: WORK_COST,
      resolve: async (schema, args, context) => [...(await context.schemas.previewSchema(schema.schema, readPreview(args)))],
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was saved first.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it was changed last.' }),
  }),
});

const SchemaPreviewType = builder.objectRef<SchemaPreview>('SchemaPreview').implement({
  description: 'What a definition would become.',
  fields: (t) => ({
    tables: t.field({ type: [TableType], description: 'Its tables.', resolve: (preview) => [...preview.schema.tables] }),
    warnings: t.field({ type: [ImportWarningType], description: 'What could not be taken over faithfully.', resolve: (preview) => [...preview.warnings] }),
    rows: t.field({ type: [RowType], description: 'Its first rows.', resolve: (preview) => [...preview.rows] }),
  }),
});

const SchemaConnection = connectionOf('Schema', SchemaType);

builder.queryFields((t) => ({
  schema: t.field({
    type: SchemaType,
    nullable: true,
    description: 'The schema of that id, or null where there is none or it is not yours.',
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    resolve: async (_root, args, context) => {
      const id = idOf(args.id, 'Schema');
      return id === null ? null : context.schemaById.get(id);
    },
  }),
  schemas: t.field({
    type: SchemaConnection,
    description: 'Your schemas, newest first.',
    args: { search: t.arg.string({ description: 'Only those whose name or description holds this text, in whatever case.' }), ...pageArgs() },
    complexity: pageCost,
    resolve: async (_root, { search, ...page }, context) =>
      toConnection(await context.schemas.list(context.viewer, { ...pageRequest(page), ...(search == null ? {} : { search }) })),
  }),
  previewSchema: t.field({
    type: SchemaPreviewType,
    description: 'What a definition would become, with rows, before it is saved.',
    errors: { types: [InvalidInput, ModelUnavailable] },
    args: {
      definition: t.arg({ type: SchemaDefinition, required: true, description: 'What to generate.' }),
      rows: t.arg.int({ defaultValue: DEFAULT_PREVIEW_ROWS, description: `Rows of each table, 1 to ${MAX_PREVIEW_ROWS}.` }),
      seed: t.arg({ type: 'SafeInt', defaultValue: 0, description: 'The same seed gives the same rows.' }),
      conditions: t.arg({ type: [ConditionInput], description: CONDITION_WORDS }),
      locale: t.arg.string({ description: LOCALE_WORDS }),
    },
    complexity: WORK_COST,
    resolve: async (_root, { definition, ...args }, context) => {
      const request = readPreview(args);
      return context.schemas.previewDefinition(await readNamedDefinition(definition, context), request, context.signal);
    },
  }),
}));

interface PreviewArgs {
  readonly table?: string | null | undefined;
  readonly rows?: number | null | undefined;
  readonly seed?: number | null | undefined;
  readonly locale?: string | null | undefined;
  readonly rowsPerTable?: readonly (typeof TableRows.$inferInput)[] | null | undefined;
  readonly conditions?: Parameters<typeof readConditions>[0];
}

function readPreview({ table, rows, seed, rowsPerTable, conditions, locale }: PreviewArgs): PreviewRequest {
  const shown = rows ?? DEFAULT_PREVIEW_ROWS;
  if (shown < 1 || shown > MAX_PREVIEW_ROWS) throw InvalidInput.at(['rows'], `expected 1 to ${MAX_PREVIEW_ROWS} rows, got ${shown}; start a run for more`);
  return { rows: shown, seed: seed ?? 0, rowsPerTable: readTableRows(rowsPerTable), ...readConditions(conditions), ...given({ table, locale }) };
}
