// Rows, as pages and batches show them, and the counts per table that runs and previews take.
import { InvalidInput } from '../domain/errors.ts';
import type { RowBatchRecord, RowRecord } from '../jobs/records.ts';
import { builder } from './builder.ts';
import { ImageType } from './image.ts';
import { connectionOf } from './pagination.ts';

export const RowType = builder.objectRef<RowRecord>('Row').implement({
  description: 'One row of one table: values by field name, 64-bit integers past 2^53 and DECIMAL as strings, dates and times as RFC 3339 / ISO 8601, BINARY as base64.',
  fields: (t) => ({
    table: t.exposeString('table', { description: 'Its table.' }),
    index: t.expose('index', { type: 'SafeInt', description: 'Its place in the table, from 0.' }),
    values: t.field({
      type: 'JSON',
      description: 'Values by field name.',
      resolve: (row) => row.values,
    }),
    image: t.field({
      type: ImageType,
      nullable: true,
      description: 'Its image, joined at the time of reading: null until it is there, and where rows of this table get none.',
      resolve: async ({ imageKey }, _args, context) => (imageKey === undefined ? null : await context.imageByKey.get(imageKey)),
    }),
  }),
});

export const RowConnection = connectionOf('Row', RowType);

export const RowBatchType = builder.objectRef<RowBatchRecord>('RowBatch').implement({
  description: 'Rows as they were committed, a handful at a time.',
  fields: (t) => ({
    rows: t.field({ type: [RowType], description: 'One at least.', resolve: (batch) => [...batch.rows] }),
    cursor: t.expose('cursor', { type: 'StreamCursor', description: 'Hand it in as `after` to go on right behind these rows.' }),
  }),
});

export const TableRows = builder.inputType('TableRows', {
  description: 'How many rows one table gets.',
  fields: (t) => ({
    table: t.string({ required: true, description: 'Its name.' }),
    rows: t.field({ type: 'SafeInt', required: true, description: 'How many.' }),
  }),
});

/**
 * Counts by table.
 * @throws InvalidInput where a table is named twice.
 */
export function readTableRows(items: readonly (typeof TableRows.$inferInput)[] | null | undefined): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const [i, { table, rows }] of (items ?? []).entries()) {
    if (counts.has(table)) throw InvalidInput.at(['rowsPerTable', String(i), 'table'], `table ${table} is named twice; name it once`);
    counts.set(table, rows);
  }
  return Object.fromEntries(counts);
}
