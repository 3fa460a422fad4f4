// Time as a clock shows it that runs by what is going on: fast in the busy hours of a week, slowly in the others, and not at all where nothing ever happens.
// An even spread by that clock is one with the week's rhythm by ours, and what comes later by the one comes later by the other.
import { isoWeekday, SECONDS_PER_DAY } from '../calendar.ts';
import type { Rhythm } from '../generator.ts';

const SECONDS_PER_HOUR = 3_600;
const HOURS_PER_WEEK = 168;
const SECONDS_PER_WEEK = HOURS_PER_WEEK * SECONDS_PER_HOUR;
/** Seconds from the Monday before 1970 to 1970. */
const MONDAY = (isoWeekday(0) - 1) * SECONDS_PER_DAY;

export interface ActiveTime {
  /** What that clock shows at a moment, both in seconds since 1970. Weeks are as long by both. */
  readonly at: (moment: number) => number;
  /** The moment at which it does; the last, where it stood still. */
  readonly moment: (active: number) => number;
}

/** The clock of a rhythm; ours, where there is none. */
export function activeTime(rhythm: Rhythm | undefined): ActiveTime {
  if (rhythm === undefined) return { at: (moment) => moment, moment: (active) => active };
  const rates = hourlyRates(rhythm);
  const starts = new Float64Array(HOURS_PER_WEEK + 1);
  rates.forEach((rate, hour) => (starts[hour + 1] = (starts[hour] as number) + rate * SECONDS_PER_HOUR));
  return {
    at: (moment) => {
      const week = Math.floor((moment + MONDAY) / SECONDS_PER_WEEK) * SECONDS_PER_WEEK;
      const within = moment + MONDAY - week;
      const hour = Math.floor(within / SECONDS_PER_HOUR);
      return week - MONDAY + (starts[hour] as number) + (within - hour * SECONDS_PER_HOUR) * (rates[hour] as number);
    },
    moment: (active) => {
      const week = Math.floor((active + MONDAY) / SECONDS_PER_WEEK) * SECONDS_PER_WEEK;
      const within = active + MONDAY - week;
      let [low, high] = [0, HOURS_PER_WEEK - 1];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] as number) <= within) low = middle;
        else high = middle - 1;
      }
      const rate = rates[low] as number;
      return week - MONDAY + low * SECONDS_PER_HOUR + (rate > 0 ? Math.min((within - (starts[low] as number)) / rate, SECONDS_PER_HOUR) : 0);
    },
  };
}

/** Of each hour of a week, from Monday's first on, how fast the clock runs: 1 in the mean. */
function hourlyRates({ weekdays, hours }: Rhythm): Float64Array {
  const rates = Float64Array.from({ length: HOURS_PER_WEEK }, (_, hour) => (weekdays?.[Math.floor(hour / 24)] ?? 1) * (hours?.[hour % 24] ?? 1));
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / HOURS_PER_WEEK;
  return mean > 0 ? rates.map((rate) => rate / mean) : rates.fill(1);
}
