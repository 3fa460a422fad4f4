// Time of a series: points at equal distances of elapsed time, written as the clock of the place shows them, and told apart where it shows them twice.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fillLocal, instantOfLocal, offsetAt, offsetText, pointFrom } from '../src/domain/series/timeline.ts';
import { instantOfClock, isTimeZone, offsetsBetween } from '../src/domain/series/zone.ts';
import { anyTime, machineOf, NEW_YEAR, readingsOf, rowsOf, seriesOf, signalOf } from './support/machines.ts';

/** What this build of JavaScript says that a clock shows: another way to it than the one that is tested. */
function shown(instant: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' }).formatToParts(instant * 1_000);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}:${part('second')}`;
}

const seconds = (text: string): number => Date.parse(text) / 1_000;
const labelsAround = (timeZone: string, start: string, intervalSeconds: number, points: number): readonly string[] => {
  const plan = seriesOf([machineOf([signalOf()])], { timeZone, start: seconds(start), intervalSeconds, days: (points * intervalSeconds) / 86_400 });
  return rowsOf(plan, 'machine_labels').map(([timestamp, offset]) => `${String(timestamp)} ${String(offset)}`);
};

describe('timestamps', () => {
  it('are what clocks of the place show, in any zone, from any start, at any interval', () => {
    fc.assert(fc.property(anyTime, fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 3, maxLength: 3 }), (time, shares) => {
      const plan = seriesOf([machineOf([signalOf()])], time);
      const points = plan.series?.points ?? 0;
      for (const share of shares) {
        const point = Math.floor(share * points);
        const [[timestamp] = []] = rowsOf(plan, 'machine', point, point + 1);
        assert.equal(timestamp, shown(time.start + point * time.intervalSeconds, time.timeZone));
      }
    }), { numRuns: 60 });
  });

  it('tell the repeated hour apart, and miss the missing one', () => {
    assert.deepEqual(labelsAround('Europe/Berlin', '2025-10-26T00:30:00Z', 1_800, 4), ['2025-10-26 02:30:00 +02:00', '2025-10-26 02:00:00 +01:00', '2025-10-26 02:30:00 +01:00', '2025-10-26 03:00:00 +01:00']);
    assert.deepEqual(labelsAround('America/New_York', '2025-03-09T06:30:00Z', 1_800, 2), ['2025-03-09 01:30:00 -05:00', '2025-03-09 03:00:00 -04:00']);
    assert.deepEqual(labelsAround('Australia/Lord_Howe', '2025-04-05T14:45:00Z', 900, 3), ['2025-04-06 01:45:00 +11:00', '2025-04-06 01:30:00 +10:30', '2025-04-06 01:45:00 +10:30']);
  });

  it('have the leap day, and end with the year', () => {
    const days = rowsOf(seriesOf([machineOf([signalOf()])], { start: seconds('2024-01-01T00:00:00Z'), days: 366, intervalSeconds: 86_400 }), 'machine').map(([timestamp]) => timestamp);
    assert.deepEqual([days.length, days[59], days[60], days[365]], [366, '2024-02-29 00:00:00', '2024-03-01 00:00:00', '2024-12-31 00:00:00']);
    const minutes = rowsOf(seriesOf([machineOf([signalOf()])], { days: 365 }), 'machine', 525_599);
    assert.deepEqual(minutes.map(([timestamp]) => timestamp), ['2025-12-31 23:59:00']);
  });

  it('keep their zone\'s offsets in the plan, each change to the second', () => {
    assert.deepEqual(offsetsBetween('Europe/Berlin', NEW_YEAR, NEW_YEAR + 365 * 86_400), [
      { from: NEW_YEAR, seconds: 3_600 }, { from: seconds('2025-03-30T01:00:00Z'), seconds: 7_200 }, { from: seconds('2025-10-26T01:00:00Z'), seconds: 3_600 },
    ]);
    assert.deepEqual([isTimeZone('Europe/Berlin'), isTimeZone('Mars/Olympus')], [true, false]);
    assert.deepEqual([offsetText(0), offsetText(-12_600), offsetText(3_208)], ['+00:00', '-03:30', '+00:53:28']);
  });

  it('are found back from an instant and from a clock', () => {
    fc.assert(fc.property(anyTime, fc.nat(), (time, at) => {
      const series = seriesOf([machineOf([signalOf()])], time).series;
      assert.ok(series !== undefined);
      const point = at % series.points;
      const instant = series.start + point * series.intervalSeconds;
      assert.equal(pointFrom(series, instant), point);
      assert.equal(pointFrom(series, instant + 1), point + 1);
      const local = new Float64Array(1);
      fillLocal(series, point, local);
      const found = instantOfLocal(series, local[0] ?? NaN);
      assert.ok(found <= instant && found + offsetAt(series, found) === local[0]);
    }), { numRuns: 100 });
    assert.equal(instantOfClock('Europe/Berlin', seconds('2026-01-01T00:00:00Z')), seconds('2025-12-31T23:00:00Z'));
    assert.equal(instantOfClock('Europe/Berlin', seconds('2025-10-26T02:30:00Z')), seconds('2025-10-26T00:30:00Z'));
  });
});

describe('shifts and rhythms', () => {
  it('go by the clock of the place, in summer as in winter', () => {
    const machine = machineOf([signalOf()], { modes: [{ name: 'run', meanMinutes: 1e6 }, { name: 'off', meanMinutes: 1 }], shifts: { days: [1, 2, 3, 4, 5], from: 6, until: 14.5, holidays: ['2025-06-09', '01-01'], mode: 'off' } });
    const labels = rowsOf(seriesOf([machine], { timeZone: 'Europe/Berlin', start: seconds('2024-12-31T23:00:00Z'), days: 365 }), 'machine_labels');
    for (const [timestamp, , mode] of labels) {
      const [date = '', clock = ''] = String(timestamp).split(' ');
      const day = new Date(`${date}T00:00:00Z`).getUTCDay();
      const works = day >= 1 && day <= 5 && clock >= '06:00:00' && clock < '14:30:00' && date !== '2025-06-09' && date !== '2025-01-01';
      if (mode !== (works ? 'run' : 'off')) assert.fail(`${String(timestamp)} is ${String(mode)}`);
    }
  });

  it('of the night end on the next day', () => {
    const machine = machineOf([signalOf()], { modes: [{ name: 'run', meanMinutes: 1e6 }, { name: 'off', meanMinutes: 1 }], shifts: { days: [1], from: 22, until: 6, mode: 'off' } });
    const running = rowsOf(seriesOf([machine], { days: 14, intervalSeconds: 3_600 }), 'machine_labels').filter(([, , mode]) => mode === 'run').map(([timestamp]) => timestamp);
    assert.deepEqual([running.length, running[0], running[7], running[8]], [16, '2025-01-06 22:00:00', '2025-01-07 05:00:00', '2025-01-13 22:00:00']);
  });

  it('are highest at their peaks', () => {
    const plan = seriesOf([machineOf([signalOf({ daily: { amplitude: 10, peak: 15 } }), signalOf({ name: 'week', weekly: { amplitude: 10, peak: 3 } })])], { timeZone: 'America/New_York', start: seconds('2025-06-02T04:00:00Z'), days: 7 });
    const rows = rowsOf(plan, 'machine');
    assert.deepEqual(rows.filter((row) => row[1] === 60).map(([timestamp]) => String(timestamp).slice(11, 13)).filter((hour) => hour !== '14' && hour !== '15'), []);
    const highest = rows.filter((row) => row[2] === 60).map(([timestamp]) => String(timestamp));
    assert.ok(highest.includes('2025-06-04 12:00:00') && highest.every((timestamp) => timestamp.startsWith('2025-06-04 1')), highest[0]);
    const year = readingsOf(seriesOf([machineOf([signalOf({ daily: { amplitude: 10, peak: 15 } })])], { timeZone: 'Europe/Berlin', days: 365 }), 'value');
    assert.equal(year[14 * 60], 60); // 15:00 in winter
    assert.equal(year[180 * 1_440 + 13 * 60], 60); // and in summer
  });
});
