// The plan: schema, counts and seed, frozen. All that a value may depend on is in here, so that any machine makes the same
// value again. Plain JSON, kept on the job.
import type { Condition } from './conditions.ts';
import type { ImagesPlan } from './images/order.ts';
import { tableOf, type Table } from './schema.ts';
import type { SeriesPlan } from './series/plan.ts';
import type { Chunk } from './text/chunks.ts';
import type { Place } from './text/constraint.ts';

/** Grows with every change that gives other values for the same plan; a worker of another version leaves a job alone. */
export const GENERATORS_VERSION = 3;

/**
 * The instant that "now" means in every plan, ISO 8601 in UTC. A constant and not the clock, so that the same schema, counts and seed give
 * the same bytes on any day. It may only change together with GENERATORS_VERSION.
 */
export const REFERENCE_INSTANT = '2026-01-01T00:00:00.000Z';

/** faker's locale name for plans that are asked for without one. */
export const DEFAULT_LOCALE = 'en';

/** Rows in a block: what a model writes is compared, and drawn again, inside one only, whoever makes it. */
export const BLOCK_ROWS = 64;

/** A model's part in a run. */
export interface ModelUse {
  readonly id: string;
  /** AUTO: it writes prose only; MODEL: every value that need not be pure. */
  readonly mode: 'AUTO' | 'MODEL';
  /** 0 to 2. */
  readonly temperature: number;
  /** What the data is about, in the caller's words. */
  readonly instructions?: string;
}

export interface Plan {
  readonly generators: number;
  readonly seed: number;
  /** The instant that "now" means, ISO 8601 in UTC. */
  readonly reference: string;
  /** faker's locale name for fields that say no other. */
  readonly locale: string;
  readonly tables: readonly PlannedTable[];
  /** Left out: samplers make every value. */
  readonly model?: ModelUse;
  /** The text that question-answer pairs are about; left out: the tables are a schema's. */
  readonly chunks?: readonly Chunk[];
  /** The pictures that one of the tables keeps; left out: none does. */
  readonly images?: ImagesPlan;
  /** The machines whose readings, labels and anomalies the tables are; left out: no series. */
  readonly series?: SeriesPlan;
}

/** A table whose every field has a generator, with its number of rows. */
export interface PlannedTable extends Table {
  readonly rows: number;
  /** The fields that a model writes, wherever their value is not null; left out: none. Their generators say only that. */
  readonly written?: readonly Place[];
  /** Which of the rows are wanted, and how often; left out: as they come. */
  readonly conditions?: readonly Condition[];
}

/** Does a model write in it? */
export function isWritten({ written = [] }: PlannedTable): boolean {
  return written.length > 0;
}

/** Does it keep the pictures of the run? */
export function keepsImages({ images }: Plan, table: string): boolean {
  return images?.table === table;
}

/** The tables that hold rows: all but that of the pictures. */
export function rowTables(plan: Plan): readonly PlannedTable[] {
  return plan.tables.filter(({ name }) => !keepsImages(plan, name));
}

/** The table of that name; for names that were checked already. */
export function plannedTable(plan: Plan, name: string): PlannedTable {
  return tableOf(plan, name) as PlannedTable; // a plan's tables are planned
}

/** May a row of it turn out to be impossible? Rows without checks, without conditions and without keys that must agree can always be made. */
export function mayFail({ checks, conditions = [], foreignKeys }: PlannedTable): boolean {
  const keyFields = foreignKeys.flatMap((key) => key.fields);
  return checks.length > 0 || conditions.length > 0 || new Set(keyFields).size < keyFields.length;
}
