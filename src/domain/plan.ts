// The plan: schema, counts and seed, frozen. All that a value may depend on is in here, so that any machine makes the same
// value again. Plain JSON, kept on the job.
import type { Table } from './schema.ts';

/** Grows with every change that gives other values for the same plan; a worker of another version leaves a job alone. */
export const GENERATORS_VERSION = 1;

/**
 * The instant that "now" means in every plan, ISO 8601 in UTC. A constant and not the clock, so that the same schema, counts and seed give
 * the same bytes on any day. It may only change together with GENERATORS_VERSION.
 */
export const REFERENCE_INSTANT = '2026-01-01T00:00:00.000Z';

/** faker's locale name for plans that are asked for without one. */
export const DEFAULT_LOCALE = 'en';

export interface Plan {
  readonly generators: number;
  readonly seed: number;
  /** The instant that "now" means, ISO 8601 in UTC. */
  readonly reference: string;
  /** faker's locale name for fields that say no other. */
  readonly locale: string;
  readonly tables: readonly PlannedTable[];
}

/** A table whose every field has a generator, with its number of rows. */
export interface PlannedTable extends Table {
  readonly rows: number;
}
