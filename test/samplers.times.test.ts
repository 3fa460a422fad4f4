// Dates, times and instants: always real ones, always inside, business hours kept, and `after` truly after.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { InvalidInput, RowFailure } from '../src/domain/errors.ts';
import type { Generator } from '../src/domain/generator.ts';
import { instantWriter, readMoment } from '../src/domain/samplers/moments.ts';
import { contextOf, cursorOf, fieldOf, sampleOf, samplerOf } from './support/samples.ts';
import { makeSampler } from '../src/domain/samplers/make.ts';

/** JavaScript's own calendar, the judge: whole seconds of the years 1 to 9999. */
const anInstant = fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }).map((date) => `${date.toISOString().slice(0, 19)}Z`);
const rows = Array.from({ length: 30 }, (_, i) => i * 31);

describe('moments', () => {
  it('are written and read as JavaScript writes and reads them, for every year', () => {
    const write = instantWriter();
    fc.assert(fc.property(anInstant, (instant) => {
      const seconds = Date.parse(instant) / 1000;
      assert.equal(write(seconds), instant);
      assert.equal(readMoment(instant), seconds);
      assert.equal(readMoment(instant.slice(0, 10)), Date.parse(instant.slice(0, 10)) / 1000);
    }), { numRuns: 2_000 });
  });

  it('are not read from other text', () => {
    for (const text of ['', 'hello wor', '2026-13-01', '2026-00-10', 'yyyy-mm-dd', '2026-01-01 10:00:00Z', '2026-01-01T10:00:00', '0000-01-01']) assert.equal(readMoment(text), null, text);
  });

  it('lie inside their range, both ends included, and are real', () => {
    fc.assert(fc.property(anInstant, anInstant, (a, b) => {
      const [from, to] = a < b ? [a, b] : [b, a];
      const instant = samplerOf({ kind: 'datetime', from, to }, fieldOf('DATETIME'));
      const date = samplerOf({ kind: 'date', from: from.slice(0, 10), to: to.slice(0, 10) }, fieldOf('DATE'));
      const [early, late] = [from.slice(11, 19), to.slice(11, 19)].sort();
      const time = samplerOf({ kind: 'time', from: early ?? '', to: late ?? '' }, fieldOf('TIME'));
      for (const row of rows) {
        const at = String(instant(cursorOf(row)));
        assert.ok(at >= from && at <= to);
        assert.equal(new Date(at).toISOString().replace('.000', ''), at);
        const day = String(date(cursorOf(row)));
        assert.ok(day >= from.slice(0, 10) && day <= to.slice(0, 10));
        assert.equal(new Date(day).toISOString().slice(0, 10), day);
        const clock = String(time(cursorOf(row)));
        assert.ok(clock >= (early ?? '') && clock <= (late ?? ''));
        assert.match(clock, /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/);
      }
    }), { numRuns: 60 });
  });

  it('reach every day of a short range', () => {
    assert.deepEqual([...new Set(sampleOf({ kind: 'date', from: '2024-02-27', to: '2024-03-01' }, fieldOf('DATE'), 200))].sort(), ['2024-02-27', '2024-02-28', '2024-02-29', '2024-03-01']);
  });

  it('in business hours are Monday to Friday, 9 to 17, inside the range, and spread over all of them', () => {
    const from = '2025-01-04T10:00:00Z';
    const to = '2025-01-15T11:30:00Z';
    const values = sampleOf({ kind: 'datetime', from, to, businessHours: true }, fieldOf('DATETIME'), 3_000).map(String);
    for (const value of values) {
      assert.ok(value >= from && value <= to);
      assert.ok(![0, 6].includes(new Date(value).getUTCDay()), `${value} is on a weekend`);
      assert.ok(value.slice(11) >= '09:00:00Z' && value.slice(11) < '17:00:00Z', value);
    }
    assert.equal(new Set(values.map((value) => value.slice(0, 10))).size, 8);
    assert.ok(Math.abs(values.filter((value) => value.startsWith('2025-01-07')).length / 3_000 - 8 / 58.5) < 0.02);
  });

  it('in business hours hold for any range that has one', () => {
    fc.assert(fc.property(anInstant, fc.integer({ min: 0, max: 2_000_000 }), (from, seconds) => {
      const end = Math.min(Date.parse(from) + seconds * 1000, Date.parse('9999-12-31T23:59:59Z'));
      const to = `${new Date(end).toISOString().slice(0, 19)}Z`;
      let make;
      try {
        make = samplerOf({ kind: 'datetime', from, to, businessHours: true }, fieldOf('DATETIME'));
      } catch (error) {
        assert.ok(error instanceof InvalidInput && end - Date.parse(from) < 64 * 3_600_000);
        return;
      }
      for (const row of rows) {
        const value = String(make(cursorOf(row)));
        assert.ok(value >= from && value <= to && value.slice(11) >= '09:00:00Z' && value.slice(11) < '17:00:00Z' && ![0, 6].includes(new Date(value).getUTCDay()), value);
      }
    }));
  });

  it('refuse ends that are none, or upside down, or without a business hour', () => {
    const wrong: readonly Generator[] = [
      { kind: 'date', from: '2025-02-30', to: '2025-03-01' }, { kind: 'date', from: '2025-03-02', to: '2025-03-01' }, { kind: 'time', from: '08:00', to: '24:00:00' },
      { kind: 'datetime', from: 'yesterday', to: '2025-03-01' }, { kind: 'datetime', from: '2025-01-04', to: '2025-01-05', businessHours: true },
    ];
    for (const generator of wrong) assert.throws(() => samplerOf(generator, fieldOf('DATETIME')), InvalidInput);
  });

  it('take offsets into account', () => {
    assert.deepEqual(sampleOf({ kind: 'datetime', from: '2025-01-01T00:30:00+02:00', to: '2025-01-01T00:30:00+02:00' }, fieldOf('DATETIME'), 1), ['2024-12-31T22:30:00Z']);
  });
});

describe('after', () => {
  const generator = { kind: 'after', field: 'base', minSeconds: 3_600, maxSeconds: 10 * 86_400 } as const;

  it('is an instant from minSeconds to maxSeconds after an instant or a date', () => {
    const make = samplerOf(generator, fieldOf('DATETIME'));
    fc.assert(fc.property(anInstant.filter((text) => text < '9999-12'), fc.boolean(), fc.nat(1e6), (instant, dateOnly, row) => {
      const base = dateOnly ? instant.slice(0, 10) : instant;
      const value = String(make(cursorOf(row, 0, { base })));
      const distance = (Date.parse(value) - Date.parse(base)) / 1000;
      assert.ok(distance >= 3_600 && distance <= 10 * 86_400);
      assert.ok(value > base);
    }));
  });

  it('is a later day for a date field', () => {
    const make = samplerOf(generator, fieldOf('DATE'));
    for (const row of rows) {
      const value = String(make(cursorOf(row, 0, { base: '2024-02-28' })));
      assert.ok(value > '2024-02-28' && value <= '2024-03-09', value);
      assert.ok(String(make(cursorOf(row, 0, { base: '2024-02-28T23:59:59Z' }))) > '2024-02-28T23:59:59Z');
    }
  });

  it('is null where its base is null', () => {
    assert.equal(samplerOf(generator, fieldOf('DATE'))(cursorOf(0)), null);
  });

  it('stays a time that can be written at the end of the day and of the calendar', () => {
    assert.equal(samplerOf(generator, fieldOf('TIME'))(cursorOf(0, 0, { base: '23:30:00' })), '23:59:59');
    assert.equal(samplerOf(generator, fieldOf('DATETIME'))(cursorOf(0, 0, { base: '9999-12-31T23:30:00Z' })), '9999-12-31T23:59:59Z');
  });

  it('fails with its place where the base is no moment', () => {
    const make = makeSampler(generator, fieldOf('DATE'), contextOf());
    assert.throws(() => make(cursorOf(7, 0, { base: 'soon' })), (error) => error instanceof RowFailure && error.rowIndex === 7 && /base should be a date/.test(error.message));
    assert.throws(() => make(cursorOf(7, 0, { base: '10:00:00' })), RowFailure);
  });

  it('is null-safe and ordered when the least and the most are the same', () => {
    assert.equal(samplerOf({ kind: 'after', field: 'base', minSeconds: 60, maxSeconds: 60 }, fieldOf('DATETIME'))(cursorOf(3, 0, { base: '2025-01-31T23:59:30Z' })), '2025-02-01T00:00:30Z');
  });
});
