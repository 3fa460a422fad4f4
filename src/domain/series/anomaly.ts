// An anomaly, as it is drawn for a machine before any reading is made.
import type { AnomalyKind } from './specification.ts';

export interface Anomaly {
  readonly kind: AnomalyKind;
  /** Names of the signals that it befalls, in the machine's order. */
  readonly signals: readonly string[];
  /** Points [first, last). */
  readonly first: number;
  readonly last: number;
  /** In multiples of the signals' usual deviations. */
  readonly severity: number;
}
