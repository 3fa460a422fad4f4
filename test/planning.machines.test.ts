// Machines from plain words, with a model whose answers are given here: what an engineer would expect comes of sensible ones, and machines that can be run
// of all others; an industry of the catalogue needs no model; the words that are said to one are known.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { InvalidInput, ModelUnavailable } from '../src/domain/errors.ts';
import { Stream } from '../src/domain/random.ts';
import { INDUSTRIES } from '../src/domain/series/catalogue/industries.ts';
import { machineIssues, scheduleIssues } from '../src/domain/series/issues.ts';
import { MAX_MACHINES } from '../src/domain/series/limits.ts';
import { KIND_PLACES, MAX_PLANNED_KINDS, MAX_PLANNED_SIGNALS, readKind, readSignal, signalPlaces, UNITS } from '../src/domain/series/planning.ts';
import { plannedMachine } from '../src/domain/series/planned-machine.ts';
import { planSeries } from '../src/domain/series/plan.ts';
import type { MachineSpec } from '../src/domain/series/specification.ts';
import { compilePlan } from '../src/domain/rows.ts';
import { MachinePlanner } from '../src/jobs/machine-planner.ts';
import { NO_MODELS } from './support/no-models.ts';
import { answered, byScript, never, scripted, type Answers, type Scripted } from './support/scripted-answers.ts';

const BREWERY = 'a brewery with its own bottling line';

/** What a good model would answer, by the last line of what it is asked. */
const SENSIBLE: Answers = {
  '1. machines: JSON array of their names, each one kind in the singular': [['bottle_filler', 'mash_tun']],
  'The machine: bottle_filler.': ['fills bottles', ['idle', 'cleaning'], 'two_shifts', 'monthly', ['fill_speed', 'filler_pressure']],
  'The machine: mash_tun.': ['mashes malt', [], 'around_the_clock', 'never', ['mash_temperature', 'agitator_current', 'steam_flow']],
};
const SIGNALS: Answers = {
  'The signal: fill_speed.': ['bottles a minute', '1/min', 0, 600, 400, 'nearly_off', 'seconds', 'quiet', 'none', 'falls', true, 'nothing', 'rises_with_it', 'at_once'],
  'The signal: filler_pressure.': ['over the product', 'bar', 6, 0, 2.5, 'lower', 'at_once', 'ordinary', 'none', 'none', false, 'fill_speed', 'falls_with_it', 'minutes'],
  'The signal: mash_temperature.': ['of the mash', '°C', -20, 120, 65, 'the_same', 'hours', 'quiet', 'daily_and_weekly', 'none', false, 'steam_flow', 'rises_with_it', 'hours'],
  'The signal: agitator_current.': ['of its motor', 'A', 0, 50, 20, 'the_same', 'at_once', 'noisy', 'daily', 'rises', false, 'nothing', 'rises_with_it', 'at_once'],
  'The signal: steam_flow.': ['into the jacket', 'kg/h', 0, 2_000, 900, 'the_same', 'minutes', 'ordinary', 'weekly', 'none', true, 'mash_temperature', 'rises_with_it', 'minutes'],
};
/** Answers of three signals at least, as the constraint has them. */
const ANSWERS: Answers = { ...SENSIBLE, 'The machine: bottle_filler.': [...(SENSIBLE['The machine: bottle_filler.'] ?? []).slice(0, 4), ['fill_speed', 'filler_pressure', 'crown_torque']], ...SIGNALS, 'The signal: crown_torque.': SIGNALS['The signal: agitator_current.'] ?? [] };

function plannerOf(engine: Scripted): MachinePlanner {
  return new MachinePlanner({ models: { standard: async () => 'scripted', require: async () => {} }, engines: { of: () => engine } });
}

async function planned(answers: Answers, count = 5): Promise<readonly MachineSpec[]> {
  return (await plannerOf(scripted(byScript(answers))).plan({ kind: 'industry', name: BREWERY, count }, { seed: 1 })).machines;
}

describe('a brewery from plain words', () => {
  it('has the machines, units, ranges and behaviour that were said, units of each kind in turn', async () => {
    const machines = await planned(ANSWERS);
    assert.deepEqual(machines.map(({ name, kind }) => [name, kind]), [['bottle_filler_01', 'bottle filler'], ['mash_tun_01', 'mash tun'], ['bottle_filler_02', 'bottle filler'], ['mash_tun_02', 'mash tun'], ['bottle_filler_03', 'bottle filler']]);
    const [filler, tun] = machines;
    assert.deepEqual(filler?.modes.map(({ name }) => name), ['run', 'idle', 'cleaning', 'maintenance', 'off']);
    assert.deepEqual([filler?.shifts?.mode, filler?.shifts?.from, filler?.shifts?.until, filler?.maintenance?.everyDays], ['off', 6, 22, 30]);
    assert.deepEqual([tun?.modes.length, tun?.shifts, tun?.maintenance], [1, undefined, undefined]);
    assert.deepEqual(filler?.signals.map(({ name, unit, minimum, maximum, resolution }) => [name, unit, minimum, maximum, resolution]), [['fill_speed', '1/min', 0, 600, 0.1], ['filler_pressure', 'bar', 0, 6, 0.001], ['crown_torque', 'A', 0, 50, 0.01]]);
    assert.deepEqual([UNITS.at(-1), readSignal(['a', 'none', 0, 1, 0.5, 'lower', 'hours', 'noisy', 'daily', 'rises', true, 'nothing', 'falls_with_it', 'hours']).unit], ['none', '']);
    const [speed, pressure] = filler?.signals ?? [];
    assert((speed?.wearPerDay ?? 0) < 0 && speed?.steps !== undefined && speed.drivers === undefined);
    assert(speed?.levels?.every(({ level }) => level < 100) && speed.level > 350);
    const [driver] = pressure?.drivers ?? [];
    assert(driver?.signal === 'fill_speed' && driver.gain < 0 && driver.lagSeconds === 300);
    const [temperature, current, steam] = tun?.signals ?? [];
    assert.deepEqual([temperature?.drivers?.[0]?.signal, steam?.drivers], ['steam_flow', undefined], 'no circle: the first that was said stays');
    assert(temperature?.daily !== undefined && temperature.weekly !== undefined && current?.weekly === undefined && current?.daily !== undefined);
    assert.equal(current.wearPerDay, undefined, 'nothing wears that is never maintained');
  });

  it('says which model planned it, and asks with one seed for one question', async () => {
    const engine = scripted(byScript(ANSWERS));
    const { warnings } = await plannerOf(engine).plan({ kind: 'industry', name: ` ${BREWERY}\n`, count: 3 }, { seed: 1 });
    assert.match(String(warnings), /planned from "a brewery with its own bottling line" by the model scripted: look at/);
    assert.deepEqual(engine.orders.map(({ prompt }) => prompt.own.split('\n').at(-1) ?? '').toSorted(), Object.keys(ANSWERS).toSorted());
    assert.equal(new Set(engine.orders.map(({ seed }) => seed)).size, engine.orders.length);
    assert(engine.orders.every(({ prompt }) => prompt.shared.startsWith(`A plant: ${BREWERY}\n`) && prompt.system.startsWith('You are an engineer')));
  });

  it('asks the model that is named, though the catalogue has the industry', async () => {
    const asked: (string | undefined)[] = [];
    const planner = new MachinePlanner({ models: { standard: async () => 'other', require: async (id) => void asked.push(id) }, engines: { of: (id) => (asked.push(id), scripted(byScript(ANSWERS))) } });
    await planner.plan({ kind: 'industry', name: 'semiconductor', count: 2 }, { seed: 1, model: 'mine' });
    assert.deepEqual(asked, ['mine', 'mine']);
  });
});

describe('any answers that meet their constraints', () => {
  const names = fc.oneof({ weight: 3, arbitrary: fc.constantFrom('pump', 'pressure', 'speed', 'level', 'timestamp', 'anomalies', 'run', 'off') }, fc.stringMatching(/^[a-z][a-z0-9]{1,15}(_[a-z0-9]{1,13}){0,2}$/));

  it('make machines that can be run, within their bounds', async () => {
    const largest = { kinds: 0, signals: 0 };
    await fc.assert(fc.asyncProperty(fc.array(names, { minLength: 40, maxLength: 60 }), fc.nat(), fc.boolean(), fc.integer({ min: 1, max: 30 }), async (pool, seed, most, count) => {
      const stream = Stream.of(seed);
      let drawn = 0;
      const engine = scripted((_, { places }) => places.map(({ constraint }) => answered(constraint, () => (most && constraint.kind === 'list' ? 0.999 : stream.unit(drawn++)), () => pool[drawn++ % pool.length] ?? 'a1')));
      const { machines } = await plannerOf(engine).plan({ kind: 'industry', name: 'anything', count }, { seed });
      assert.equal(machines.length, count);
      for (const [index, machine] of machines.entries()) {
        assert.deepEqual(machineIssues(machine, [String(index)]), []);
        assert.deepEqual(scheduleIssues(machine, { points: 525_600, intervalSeconds: 60 }, []), []);
        assert(machine.signals.length <= MAX_PLANNED_SIGNALS);
        for (const { unit, minimum, maximum, level, levels = [] } of machine.signals) {
          if (unit === '%') assert(minimum >= 0 && maximum <= 100, `${minimum} to ${maximum}`);
          for (const one of [level, ...levels.map((other) => other.level)]) assert(one > minimum && one < maximum);
        }
      }
      largest.kinds = Math.max(largest.kinds, new Set(machines.map(({ kind }) => kind)).size);
      largest.signals = Math.max(largest.signals, ...machines.map(({ signals }) => signals.length));
      const plan = planSeries({ machines, start: 0, timeZone: 'UTC', days: 0.1, intervalSeconds: 60, anomalyRate: 0.05, seed, maxRows: 1e6 });
      for (const row of compilePlan(plan).table(plan.tables[0]?.name ?? '').rows(0, 144)) assert.equal(row.length, 1 + (machines[0]?.signals.length ?? 0));
    }), { numRuns: 60 });
    assert(largest.kinds > 8 && largest.kinds <= MAX_PLANNED_KINDS && largest.signals > 9, JSON.stringify(largest));
  });

  it('make no circle of signals that follow one another', () => {
    fc.assert(fc.property(fc.integer({ min: 3, max: 12 }).chain((size) => fc.array(fc.nat(size), { minLength: size, maxLength: size })), (follows) => {
      const signals = follows.map((_, index) => `s${index}`);
      const kind = readKind(['a', [], 'one_shift', 'weekly', signals]);
      const answers = follows.map((to, index) => readSignal(['a', 'A', 0, 1, 0.5, 'lower', 'hours', 'noisy', 'daily', 'rises', true, to === index ? 'nothing' : (signals[to] ?? 'nothing'), 'falls_with_it', 'hours']));
      assert.deepEqual(machineIssues(plannedMachine('m', kind, answers), []), []);
    }));
  });

  it('are asked for in few, short places', () => {
    assert.deepEqual([KIND_PLACES.length, signalPlaces(['a', 'b']).length], [5, 14]);
  });
});

describe('what a model that plans machines is told', () => {
  const BEGIN = `A plant: ${BREWERY}\n`;

  for (const [what, last, words] of [
    ['kinds', '1. machines: JSON array of their names, each one kind in the singular', `|List the kinds of machines that work in it, 5 at most, the most important first.
Write a JSON array of one value:
1. machines: JSON array of their names, each one kind in the singular`],
    ['a kind', 'The machine: mash_tun.', `Its machines: bottle_filler, mash_tun.
Describe one machine as a JSON array of these values, in this order:
1. about: what it does, in a few words
2. modes: JSON array of what it may be doing beside its work, of idle, standby, setup, loading, warm_up, cleaning, fault
3. hours: around_the_clock, two_shifts or one_shift
4. maintenance: never, weekly, monthly, quarterly or half_yearly
5. signals: JSON array of the names of what its sensors measure, 12 at most, without units
|The machine: mash_tun.`],
    ['a signal', 'The signal: steam_flow.', `Its machine mash_tun: mashes malt. The signals: mash_temperature, agitator_current, steam_flow.
Describe one signal as a JSON array of these values, in this order:
1. about: what it measures, in a few words
2. unit: one of ${UNITS.join(', ')}
3. lowest: the least that its sensor can measure, in that unit
4. highest: the most that its sensor can measure
5. usual: what it measures at work, between the two
6. stopped: the_same, lower or nearly_off, while the machine does not work
7. speed: how fast it changes, at_once, seconds, minutes or hours
8. noise: quiet, ordinary or noisy
9. rhythm: none, daily, weekly or daily_and_weekly
10. wear: none, rises or falls, as the machine wears until it is maintained
11. adjusted: true where an operator sets it to other values now and then
12. follows: nothing, or the other signal that drives it
13. how: rises_with_it or falls_with_it
14. lag: how soon it follows, at_once, seconds, minutes or hours
|The signal: steam_flow.`],
  ] as const) {
    it(`is word for word this, for ${what}`, async () => {
      const engine = scripted(byScript(ANSWERS));
      await plannerOf(engine).plan({ kind: 'industry', name: BREWERY, count: 5 }, { seed: 1 });
      const asked = engine.orders.find(({ prompt }) => prompt.own.endsWith(last))?.prompt;
      assert.equal(`${asked?.shared}|${asked?.own}`, BEGIN + words);
    });
  }
});

describe('machines that cannot be planned', () => {
  const withoutModel = new MachinePlanner({ models: NO_MODELS, engines: { of: () => scripted(never) } });

  it('are those of an industry that nobody knows, where no model is: the others are named, and the way to a model', async () => {
    await assert.rejects(withoutModel.plan({ kind: 'industry', name: 'underwater basket weaving', count: 3 }, { seed: 1 }), (error) =>
      error instanceof InvalidInput && error.issues[0]?.path.join() === 'industry,name' && INDUSTRIES.every(({ name }) => error.message.includes(name)) && /npm run models -- pull/.test(error.message));
    await assert.rejects(withoutModel.plan({ kind: 'industry', name: 'semiconductor', count: 3 }, { seed: 1, model: 'mine' }), ModelUnavailable);
    assert.equal((await withoutModel.plan({ kind: 'industry', name: 'Semiconductor', count: 3 }, { seed: 1 })).machines.length, 3);
  });

  it('are too many, or none', async () => {
    for (const count of [0, -1, MAX_MACHINES + 1]) {
      await assert.rejects(withoutModel.plan({ kind: 'industry', name: 'semiconductor', count }, { seed: 1 }), (error) => error instanceof InvalidInput && error.issues[0]?.path.join() === 'industry,count' && error.message.includes(`1 to ${MAX_MACHINES}`));
    }
  });

  it('end with whoever waits for them', async () => {
    const caller = new AbortController();
    const plan = plannerOf(scripted((...asked) => {
      queueMicrotask(() => caller.abort(new Error('the socket broke')));
      return never(...asked);
    })).plan({ kind: 'industry', name: BREWERY, count: 3 }, { seed: 1, signal: caller.signal });
    await assert.rejects(plan, { name: 'AbortError' });
  });
});
