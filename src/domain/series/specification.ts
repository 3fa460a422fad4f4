// What a machine is and how its sensors behave: the specification that a series run carries out (signal.ts, schedule.ts, anomaly.ts). It is data: the
// catalogue has machines of many industries written so, a caller may hand in others, and a text model answers questions that come to the same. Nobody's
// program is run.
//
// A signal's reading at a moment is the sum of
//
//     its mode's level, gone to at its settling time      + rhythm of the day and of the week, by the clock of the place
//     + trend, and wear since the last maintenance        + steps of its set-point
//     + gain x what each signal that drives it was a lag before, as a difference from that one's own level
//     + autocorrelated noise                              + an anomaly, where there is one
//
// kept inside the sensor's range, and rounded to the sensor's resolution; or nothing, where the sensor drops out.

/** A machine with its sensors. */
export interface MachineSpec {
  /** Unique in the run, and the name of its files: letters, digits, space, `_`, `-` and `.`. */
  readonly name: string;
  /** What it is: `plasma etcher`. */
  readonly kind: string;
  readonly description?: string;
  /** What it may be doing; the first is what it starts in. One at least. */
  readonly modes: readonly ModeSpec[];
  /** When it may work; left out: always. */
  readonly shifts?: ShiftSpec;
  /** Left out: never, and nothing wears. */
  readonly maintenance?: MaintenanceSpec;
  readonly signals: readonly SignalSpec[];
  /** Which anomalies there may be; left out: all kinds, as usual (ANOMALY_DEFAULTS). Empty: none. */
  readonly anomalies?: readonly AnomalySpec[];
  /** Share of points inside an anomaly, 0 to 0.5; left out: the run's. */
  readonly anomalyRate?: number;
}

/** Something that a machine does for a while. After it comes one of `next` by its weight: a Markov chain, and how long each mode lasts is drawn about its mean. */
export interface ModeSpec {
  readonly name: string;
  /** How long it lasts in the mean. */
  readonly meanMinutes: number;
  /** Left out: any of the others that maintenance and shifts do not call for, each alike; of one mode alone: itself. */
  readonly next?: readonly { readonly mode: string; readonly weight: number }[];
  /** How much of their rhythms, noise, set-points and wear its signals have in it, 0 to 1; left out: 1. Signals that stand alike in all modes take no notice, and those that stand at their minimum in one are at rest in it. */
  readonly activity?: number;
}

/** Working hours by the clock of the place; outside of them the machine is in one mode. */
export interface ShiftSpec {
  /** Days of work: Monday is 1, Sunday 7. */
  readonly days: readonly number[];
  /** Hours of the day, 0 to 24, fractions allowed; where `until` is not past `from`, it is of the next day. */
  readonly from: number;
  readonly until: number;
  /** Days without work: `2025-12-25`, or `12-25` in every year. */
  readonly holidays?: readonly string[];
  /** The mode outside of working hours. */
  readonly mode: string;
}

/** Planned work on the machine, which undoes its wear. */
export interface MaintenanceSpec {
  /** The mode during it. */
  readonly mode: string;
  /** Days from one to the next, in the mean; they vary by a tenth. */
  readonly everyDays: number;
  readonly hours: number;
}

/** What a sensor measures, and how that goes. Numbers are in the signal's own unit. */
export interface SignalSpec {
  /** Unique in the machine: the header of its column. */
  readonly name: string;
  /** As engineers write it: `°C`, `mbar`, `rpm`, `%`; empty: a number without one. */
  readonly unit: string;
  readonly description?: string;
  /** The sensor's range: no reading is outside of it. */
  readonly minimum: number;
  readonly maximum: number;
  /** The step between two readings that can be told apart. */
  readonly resolution: number;
  /** Where it stands, in modes that `levels` does not name. */
  readonly level: number;
  readonly levels?: readonly { readonly mode: string; readonly level: number }[];
  /** Time constant with which it follows its level to another mode (63 % of the way); left out: 0, at once. */
  readonly settlingSeconds?: number;
  readonly noise?: NoiseSpec;
  /** Over a day, highest at the hour `peak` (0 to 24). */
  readonly daily?: RhythmSpec;
  /** Over a week, highest at the day `peak` (1 is Monday noon, fractions allowed, below 8). */
  readonly weekly?: RhythmSpec;
  /** Slow change over the whole series. */
  readonly trendPerDay?: number;
  /** Change for each day of work since the last maintenance. */
  readonly wearPerDay?: number;
  /** Set-points: every so often another one is set, that far away in the mean square. */
  readonly steps?: { readonly deviation: number; readonly meanHours: number };
  /** Signals that drive it. Never in a circle. */
  readonly drivers?: readonly DriverSpec[];
  /** Readings that are missing: how often it happens, and how long it lasts. */
  readonly dropouts?: { readonly perDay: number; readonly meanMinutes: number };
}

/** Noise, normally distributed and autocorrelated: an Ornstein-Uhlenbeck process, which is AR(1) at equal steps of time. */
export interface NoiseSpec {
  readonly deviation: number;
  /** Time after which its autocorrelation is 1/e; left out: 0, white noise. */
  readonly correlationSeconds?: number;
}

/** A sine: `amplitude` above and below. */
export interface RhythmSpec {
  readonly amplitude: number;
  readonly peak: number;
}

/** One signal drives another: a chamber's pressure follows its pump. */
export interface DriverSpec {
  readonly signal: string;
  /** Units of this signal for one of the other's. */
  readonly gain: number;
  /** Left out: 0. */
  readonly lagSeconds?: number;
}

/**
 * Kinds of anomalies. They are the sensor's: what drives another signal is untouched. Kinds of GutenTAG (Wenig, Schmidl, Papenbrock 2022) in brackets.
 * POINT (extremum): one reading far off. LEVEL_SHIFT (mean): off by the same for a while. DRIFT (trend): farther and farther off. VARIANCE (variance): noise of
 * several times its strength. PATTERN (pattern, frequency): an oscillation that does not belong there. STUCK_AT (platform): the same reading again and again.
 * SPIKE_TRAIN (extremum, repeated): spikes at equal distances. CORRELATION_BREAK (mode correlation): it no longer follows what drives it, but that signal as
 * it was at another time, and several times as strongly; only of signals that have drivers.
 */
export const ANOMALY_KINDS = ['POINT', 'LEVEL_SHIFT', 'DRIFT', 'VARIANCE', 'PATTERN', 'STUCK_AT', 'SPIKE_TRAIN', 'CORRELATION_BREAK'] as const;
export type AnomalyKind = (typeof ANOMALY_KINDS)[number];

/** Anomalies of one kind. */
export interface AnomalySpec {
  readonly kind: AnomalyKind;
  /** Which signals it may befall; left out: all that it can. */
  readonly signals?: readonly string[];
  /** How many of them there are beside those of the other kinds; left out: 1. */
  readonly weight?: number;
  /** How long one lasts, drawn evenly between; POINT is one reading. Left out: as usual. */
  readonly minutes?: { readonly least: number; readonly most: number };
  /** How strong one is, in multiples of the signal's usual deviation, drawn evenly between; what the sensor's range has no room for is less. Left out: as usual. STUCK_AT has none; of CORRELATION_BREAK it is how many times as strongly it follows. */
  readonly severity?: { readonly least: number; readonly most: number };
}
