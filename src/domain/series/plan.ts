// A series run in its plan: machines, each a table of readings and one of labels, over the same points of time; and one table of the anomalies of all.
import type { MachineSpec } from './specification.ts';

/** In a plan. */
export interface SeriesPlan extends Timeline {
  readonly machines: readonly PlannedMachine[];
  /** Share of points inside an anomaly, of machines that say no other. */
  readonly anomalyRate: number;
}

/** Points at equal distances of time. */
export interface Timeline {
  /** Of point 0, in seconds since 1970 UTC. */
  readonly start: number;
  readonly intervalSeconds: number;
  readonly points: number;
  /** IANA name. */
  readonly timeZone: string;
  /** The clock of the place: from each moment (seconds since 1970 UTC, ascending, the first not after `start`) so many seconds ahead of UTC. Frozen, since rules of zones change. */
  readonly offsets: readonly { readonly from: number; readonly seconds: number }[];
}

export interface PlannedMachine {
  readonly spec: MachineSpec;
  /** Table of its readings: `Timestamp`, and a field for each signal. */
  readonly readings: string;
  /** Table of its labels, a row for each of the readings. */
  readonly labels: string;
}

/** The table of the anomalies of all machines. */
export const ANOMALIES = 'anomalies';
