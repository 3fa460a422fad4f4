// How large a series run may be. What is drawn before readings are made is kept in memory, so that is bounded, too.
import { daysOf, SECONDS_PER_DAY } from '../calendar.ts';

/** Most machines of a run. */
export const MAX_MACHINES = 200;
/** Most points of a machine. */
export const MAX_POINTS = 50_000_000;
/** Most seconds from one point to the next. */
export const MAX_INTERVAL_SECONDS = SECONDS_PER_DAY;
/** Instants at which a series may begin, and must end, in seconds since 1970 UTC: years 1970 to 9000. */
export const [FIRST_INSTANT, LAST_INSTANT] = [0, daysOf(9_001, 1, 1) * SECONDS_PER_DAY - 1];
/** Most signals and modes of a machine. */
export const MAX_SIGNALS = 64;
export const MAX_MODES = 32;
/** Most signals that drive one. */
export const MAX_DRIVERS = 16;
/** Longest that a signal may lag behind its driver, and behind the first of a chain of drivers. */
export const MAX_LAG_SECONDS = SECONDS_PER_DAY;
/** Most changes of its mode that a machine may go through, if each mode lasted as long as the shortest, with those that shifts and maintenance call for. */
export const MAX_MODE_CHANGES = 2_000_000;
/** Most set-points of a signal. */
export const MAX_SET_POINTS = 100_000;
/** Most anomalies of a machine. */
export const MAX_ANOMALIES = 100_000;
/** Characters of names of machines, modes and signals; and of kinds, units and descriptions. */
export const MAX_SERIES_NAME_LENGTH = 60;
export const MAX_SERIES_TEXT_LENGTH = 500;
/** Most days without work of a machine. */
export const MAX_HOLIDAYS = 1_000;
/** Longest times of settling and of autocorrelation. */
export const MAX_SETTLING_SECONDS = 365 * SECONDS_PER_DAY;
/** Most share of points inside an anomaly. */
export const MAX_ANOMALY_RATE = 0.5;
/** Buckets of a preview, of each signal. */
export const MAX_PREVIEW_BUCKETS = 2_000;
