// The live stream of a job's rows: pulled from a cursor, so that a slow client costs nothing and a cut one misses nothing.
import { InvalidInput } from '../domain/errors.ts';
import { builder } from './builder.ts';
import { decodeId } from './node-id.ts';
import { RowBatchType } from './row.ts';

/** Rows of one batch where the caller says nothing. */
const DEFAULT_BATCH = 100;
/** Most rows of one batch. */
const MAX_BATCH = 1_000;

builder.subscriptionFields((t) => ({
  jobRows: t.field({
    type: RowBatchType,
    description: 'Every row after `after`, each once: the stored, then the live ones, in the order in which they were committed; `index` says where in its table. Completes with the job. Of a run that was stopped, what is stored is from its end on exactly what it kept; after a retry the other rows come, and those it kept past the complete beginning of a table come again.',
    args: {
      id: t.arg.id({ required: true, description: "The job's id." }),
      table: t.arg.string({ description: 'Only of this table. Left out: of all.' }),
      after: t.arg({ type: 'StreamCursor', description: 'Cursor of the last batch seen. Left out: from the start.' }),
      maxBatch: t.arg.int({ defaultValue: DEFAULT_BATCH, description: `Most rows of one batch, 1 to ${MAX_BATCH.toLocaleString('en')}.` }),
    },
    subscribe: (_root, { id, table, after, maxBatch }, context) =>
      context.live.rows(context.viewer, decodeId(id, 'job', 'TextJob', 'UnifiedJob', 'SeriesJob'), {
        maxBatch: batchSize(maxBatch),
        ...(table == null ? {} : { table }),
        ...(after == null ? {} : { after }),
      }),
    resolve: (batch) => batch,
  }),
}));

function batchSize(maxBatch: number | null | undefined): number {
  const size = maxBatch ?? DEFAULT_BATCH;
  if (size < 1 || size > MAX_BATCH) throw InvalidInput.at(['maxBatch'], `expected 1 to ${MAX_BATCH} rows, got ${size}`);
  return size;
}
