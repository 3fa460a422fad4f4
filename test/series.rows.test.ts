// Rows of series, whatever the machine: each is the same alone as among others, within its sensor's range and on its steps, and labelled.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { compilePlan } from '../src/domain/rows.ts';
import { decimalOf } from '../src/domain/series/sensor.ts';
import { anyMachine, anyTime, machineOf, readingsOf, rowsOf, seriesOf, signalOf } from './support/machines.ts';

const anyRun = fc.tuple(anyMachine, anyTime, fc.nat(), fc.constantFrom(0, 0.01, 0.1, 0.5));

describe('rows of a series', () => {
  it('are the same alone as among others, in any order, from any thread', () => {
    fc.assert(fc.property(anyRun, fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 300 })), { minLength: 1, maxLength: 5 }), ([machine, time, seed, anomalyRate], cuts) => {
      const plan = seriesOf([machine], { ...time, seed, anomalyRate });
      for (const { name, rows } of plan.tables) {
        const whole = rowsOf(plan, name);
        assert.equal(whole.length, rows);
        const afresh = compilePlan(JSON.parse(JSON.stringify(plan)) as typeof plan).table(name);
        for (const [share, length] of cuts) {
          const first = Math.floor(share * rows);
          assert.deepEqual([...afresh.rows(first, Math.min(rows, first + length))], whole.slice(first, first + length));
        }
      }
    }), { numRuns: 60 });
  });

  it('are within their sensors\' ranges, on the steps of their resolution and written cleanly, anomalies too', () => {
    fc.assert(fc.property(anyRun, ([machine, time, seed, anomalyRate]) => {
      const plan = seriesOf([machine], { ...time, seed, anomalyRate });
      for (const { name, minimum, maximum, resolution } of machine.signals) {
        const places = Math.round(Math.log10(decimalOf(resolution)?.perOne ?? NaN));
        for (const reading of readingsOf(plan, name)) {
          if (Number.isNaN(reading)) continue;
          if (!(reading >= minimum && reading <= maximum)) assert.fail(`${reading} is outside of ${minimum} to ${maximum}`);
          if (Math.abs(reading / resolution - Math.round(reading / resolution)) > 1e-6) assert.fail(`${reading} is not on steps of ${resolution}`);
          if (Number(reading.toFixed(places)) !== reading || Object.is(reading, -0)) assert.fail(`${reading} has more than ${places} places`);
        }
      }
    }), { numRuns: 60 });
  });

  it('repeat with the seed, and with no other', () => {
    const machine = machineOf([signalOf({ noise: { deviation: 1 } })]);
    assert.deepEqual(readingsOf(seriesOf([machine], { seed: 7 }), 'value'), readingsOf(seriesOf([machine], { seed: 7 }), 'value'));
    assert.notDeepEqual(readingsOf(seriesOf([machine], { seed: 7 }), 'value'), readingsOf(seriesOf([machine], { seed: 8 }), 'value'));
  });

  it('of one machine do not depend on those of others', () => {
    const machine = machineOf([signalOf({ noise: { deviation: 1 } })]);
    const other = { ...machine, name: 'other' };
    assert.deepEqual(rowsOf(seriesOf([other, machine]), 'machine'), rowsOf(seriesOf([machine]), 'machine'));
    assert.notDeepEqual(rowsOf(seriesOf([other, machine]), 'machine'), rowsOf(seriesOf([other, machine]), 'other'));
  });

  it('have nothing where a sensor drops out, as often and as long as it is said to', () => {
    const values = readingsOf(seriesOf([machineOf([signalOf({ dropouts: { perDay: 6, meanMinutes: 20 } })])], { days: 365 }), 'value');
    let [missing, times] = [0, 0];
    values.forEach((value, point) => {
      if (!Number.isNaN(value)) return;
      missing++;
      if (!Number.isNaN(values[point - 1] ?? 0)) times++;
    });
    assert.ok(Math.abs(times / 365 - 6) < 0.2, `${times} dropouts in a year`);
    assert.ok(Math.abs(missing / times - 20) < 2, `${missing / times} minutes in the mean`);
  });

  it('are visited field by field as they are made', () => {
    const plan = seriesOf([machineOf([signalOf(), signalOf({ name: 'other', level: 20 })])]);
    const seen: unknown[] = [];
    compilePlan(plan).table('machine').visit(['other', 'Timestamp'], { first: 4_095, last: 4_097 }, (values, row) => seen.push([...values, row]));
    assert.deepEqual(seen, [[20, '2025-01-03 20:15:00', 4_095], [20, '2025-01-03 20:16:00', 4_096]]);
  });
});
