// What a machine does when: its modes as a list of intervals, drawn before anything else is. Maintenance goes before shifts, and both before the Markov
// chain, whose clock stands still meanwhile: in the morning the machine goes on with what it was at in the evening.
import { formatDate, isoWeekday, SECONDS_PER_DAY } from '../calendar.ts';
import { Stream } from '../random.ts';
import { WeightedIndex } from '../samplers/weights.ts';
import type { Timeline } from './plan.ts';
import type { MachineSpec, ModeSpec, ShiftSpec } from './specification.ts';
import { instantOf, instantOfLocal, offsetAt, pointFrom } from './timeline.ts';

/** Modes by the points at which they begin, ascending, the first at 0. */
export interface Schedule {
  readonly from: Int32Array;
  /** Places in MachineSpec.modes. */
  readonly mode: Uint8Array;
  /** Days of work since the last maintenance, at point 0. */
  readonly wornDays: number;
}

/** How long modes last is Erlang distributed with this shape: half the mean is one deviation. */
const ERLANG_SHAPE = 4;
/** How far the time from one maintenance to the next may be from its mean, as a share of it. */
const MAINTENANCE_SPREAD = 0.1;
const SECONDS_PER_HOUR = 3_600;
/** No other mode than the chain's. */
const CHAIN = -1;

/** From when on it is in a mode, whatever the chain says. In seconds since 1970 UTC. */
interface Called {
  readonly at: number;
  readonly by: 'shift' | 'maintenance';
  /** CHAIN: its call is over. */
  readonly mode: number;
}

/** The modes of a machine over all points. */
export function scheduleOf(spec: MachineSpec, timeline: Timeline, seed: number): Schedule {
  const end = instantOf(timeline, timeline.points);
  const firstMaintenance = maintenanceOf(spec, timeline, seed);
  const calls = [...firstMaintenance.calls, ...shiftCalls(spec, timeline)].sort((a, b) => a.at - b.at);
  const chain = new Chain(spec, Stream.of(seed, spec.name, 'modes'));
  const list = new IntervalList(timeline);
  const calling = { shift: CHAIN, maintenance: CHAIN };
  let at = timeline.start;
  for (const call of [...calls, { at: end, by: 'shift', mode: CHAIN } as const]) {
    const until = Math.min(end, Math.max(at, call.at));
    const mode = calling.maintenance === CHAIN ? calling.shift : calling.maintenance;
    if (until > at && mode !== CHAIN) list.add(at, mode);
    else if (until > at) chain.run(at, until, list);
    calling[call.by] = call.mode;
    at = until;
  }
  return { ...list.taken(), wornDays: firstMaintenance.wornDays };
}

/** The intervals as they come; those between two points, and those that go on with the mode before them, leave no trace. */
class IntervalList {
  readonly #timeline: Timeline;
  readonly #from: number[] = [];
  readonly #mode: number[] = [];

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  /** In a mode from an instant on. */
  add(instant: number, mode: number): void {
    const from = pointFrom(this.#timeline, instant);
    if (this.#from.at(-1) === from) {
      this.#from.pop();
      this.#mode.pop();
    }
    if (this.#mode.at(-1) === mode || from >= this.#timeline.points) return;
    this.#from.push(from);
    this.#mode.push(mode);
  }

  taken(): Pick<Schedule, 'from' | 'mode'> {
    return { from: Int32Array.from(this.#from), mode: Uint8Array.from(this.#mode) };
  }
}

/** What may follow a mode. */
interface Next {
  readonly modes: readonly number[];
  readonly weights: WeightedIndex;
}

/** The Markov chain. It takes up where it was interrupted. */
class Chain {
  readonly #modes: readonly ModeSpec[];
  readonly #next: readonly Next[];
  readonly #stream: Stream;
  #mode = 0;
  #step = 0;
  #leftSeconds: number;

  constructor(spec: MachineSpec, stream: Stream) {
    this.#modes = spec.modes;
    this.#next = spec.modes.map((_, mode) => nextOf(spec, mode));
    this.#stream = stream;
    this.#leftSeconds = this.#drawSeconds();
  }

  run(from: number, until: number, list: IntervalList): void {
    for (let at = from; ; ) {
      list.add(at, this.#mode);
      if (this.#leftSeconds > until - at) {
        this.#leftSeconds -= until - at;
        return;
      }
      at += this.#leftSeconds;
      const { modes, weights } = this.#next[this.#mode] as Next; // every mode has its next
      this.#mode = modes[weights.at(this.#stream.unit(this.#step))] as number;
      this.#step++;
      this.#leftSeconds = this.#drawSeconds();
    }
  }

  #drawSeconds(): number {
    let product = 1;
    for (let i = 1; i <= ERLANG_SHAPE; i++) product *= 1 - this.#stream.unit(this.#step, i);
    return ((this.#modes[this.#mode]?.meanMinutes ?? 0) * 60 * -Math.log(product)) / ERLANG_SHAPE;
  }
}

/** As ModeSpec.next says. */
function nextOf({ modes, shifts, maintenance }: MachineSpec, mode: number): Next {
  const { next } = modes[mode] as ModeSpec; // one of them
  const named = next?.filter(({ weight }) => weight > 0).map((one) => ({ mode: placeOf(modes, one.mode), weight: one.weight }));
  const others = modes.flatMap(({ name }, place) => (place === mode || name === shifts?.mode || name === maintenance?.mode ? [] : [{ mode: place, weight: 1 }]));
  const following = named ?? (others.length > 0 ? others : [{ mode, weight: 1 }]);
  return { modes: following.map((one) => one.mode), weights: new WeightedIndex(following.map(({ weight }) => weight)) };
}

/** The modes that the chain comes to; any other is only called for. */
export function chainModes(spec: MachineSpec): readonly ModeSpec[] {
  const places = new Set([0]);
  for (const place of places) for (const next of nextOf(spec, place).modes) places.add(next);
  return spec.modes.filter((_, place) => places.has(place));
}

/** The place of a mode; for names that were checked already. */
export function placeOf(modes: readonly ModeSpec[], name: string): number {
  return modes.findIndex((mode) => mode.name === name);
}

/** Each maintenance begins at a full hour. */
function maintenanceOf(spec: MachineSpec, timeline: Timeline, seed: number): { readonly calls: readonly Called[]; readonly wornDays: number } {
  const { maintenance, modes } = spec;
  if (maintenance === undefined) return { calls: [], wornDays: 0 };
  const stream = Stream.of(seed, spec.name, 'maintenance');
  const mode = placeOf(modes, maintenance.mode);
  const every = maintenance.everyDays * SECONDS_PER_DAY;
  const untilFirst = stream.unit(0) * every;
  const calls: Called[] = [];
  for (let drawn = timeline.start + untilFirst, number = 1; drawn < instantOf(timeline, timeline.points); number++) {
    const at = Math.round(drawn / SECONDS_PER_HOUR) * SECONDS_PER_HOUR;
    calls.push({ at, by: 'maintenance', mode }, { at: at + maintenance.hours * SECONDS_PER_HOUR, by: 'maintenance', mode: CHAIN });
    drawn += every * (1 + MAINTENANCE_SPREAD * (2 * stream.unit(number) - 1));
  }
  return { calls, wornDays: (every - untilFirst) / SECONDS_PER_DAY };
}

/** When shifts end and begin, from the day before the first point on. */
function shiftCalls({ shifts, modes }: MachineSpec, timeline: Timeline): readonly Called[] {
  if (shifts === undefined) return [];
  const off = placeOf(modes, shifts.mode);
  const dayOf = (instant: number): number => Math.floor((instant + offsetAt(timeline, instant)) / SECONDS_PER_DAY);
  const hours = shifts.until > shifts.from ? shifts.until - shifts.from : shifts.until + 24 - shifts.from;
  const calls: Called[] = [{ at: -Infinity, by: 'shift', mode: off }];
  const [last, isWorkday] = [dayOf(instantOf(timeline, timeline.points)), workdays(shifts)];
  for (let day = dayOf(timeline.start) - 1; day <= last; day++) {
    if (!isWorkday(day)) continue;
    const from = day * SECONDS_PER_DAY + shifts.from * SECONDS_PER_HOUR;
    const begins = instantOfLocal(timeline, from);
    // A night shift that is followed by the next without a break goes on.
    if ((calls.at(-1)?.at ?? 0) >= begins) calls.pop();
    else calls.push({ at: begins, by: 'shift', mode: CHAIN });
    calls.push({ at: instantOfLocal(timeline, from + hours * SECONDS_PER_HOUR), by: 'shift', mode: off });
  }
  return calls;
}

function workdays({ days, holidays = [] }: ShiftSpec): (day: number) => boolean {
  const free = new Set(holidays);
  return (day) => {
    if (!days.includes(isoWeekday(day))) return false;
    const date = formatDate(day) ?? '';
    return !free.has(date) && !free.has(date.slice('2025-'.length));
  };
}
