// The plain detector, and how well it finds what a run's machines have: on machines of the catalogue, with what it learned under other seeds.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { INDUSTRIES } from '../src/domain/series/catalogue/industries.ts';
import { machinesOf } from '../src/domain/series/catalogue/units.ts';
import { anomalyShares, detectionIn, LEAST_POINTS, type Detection, type SeriesSeed } from '../src/domain/series/detection/detection.ts';
import { auroc } from '../src/domain/series/detection/statistics.ts';
import type { MachineSpec } from '../src/domain/series/specification.ts';
import type { Plan } from '../src/domain/plan.ts';
import { machineOf, seriesOf, signalOf } from './support/machines.ts';

function seedOf({ seed, series }: Plan): SeriesSeed {
  assert.ok(series !== undefined);
  return { seed, series };
}

function detected(machines: readonly MachineSpec[], more: Parameters<typeof seriesOf>[1] = {}): Detection {
  const found = detectionIn(seedOf(seriesOf(machines, { days: 100, ...more })), () => {});
  assert.ok(found !== null);
  return found;
}

/** One of the catalogue's machines, by its kind. */
function fromCatalogue(kind: string): MachineSpec {
  const found = INDUSTRIES.flatMap((industry) => machinesOf(industry, industry.machines.length, 11)).find((one) => one.kind === kind);
  assert.ok(found !== undefined);
  return found;
}

describe('the plain detector', () => {
  it('finds anomalies of machines of the catalogue: AUROC of 0.9 of those like points and of 0.75 of those like drifts, with 1 % of false alarms at most', () => {
    const { machines, cleanPoints, falseAlarms, pointLike, driftLike, kinds } = detected(['plasma etcher', 'wind turbine', 'reverse osmosis unit'].map(fromCatalogue), { days: 365, seed: 11 });
    assert.equal(machines.length, 2);
    assert.ok(cleanPoints > 20_000 && (falseAlarms ?? 1) <= 0.01, `${falseAlarms} of ${cleanPoints}`);
    assert.ok((pointLike.auroc ?? 0) >= 0.9 && (driftLike.auroc ?? 0) >= 0.75, `${pointLike.auroc} and ${driftLike.auroc}`);
    assert.ok((pointLike.anomaliesFound ?? 0) > 0.7 && (driftLike.anomaliesFound ?? 0) > 0.7, `${pointLike.anomaliesFound} and ${driftLike.anomaliesFound}`);
    assert.equal(kinds.length, 8);
    for (const { kind, auroc: area } of kinds) assert.ok((area ?? 0) > 0.75, `${kind}: ${area}`);
  });

  it('raises false alarms no more often in a week, of which alone hardly anything could be learned', () => {
    for (const kind of ['plasma etcher', 'batch reactor', 'rotary kiln']) {
      const { cleanPoints, falseAlarms } = detected([fromCatalogue(kind)], { days: 7, seed: 6 });
      assert.ok(cleanPoints > 2_000 && (falseAlarms ?? 1) <= 0.02, `${kind}: ${falseAlarms} of ${cleanPoints}`);
    }
  });

  it('knows nothing of where they are: of anomalies too weak to see it finds as many as of clean points', () => {
    const weak = machineOf([signalOf({ noise: { deviation: 1 } })], { anomalies: [{ kind: 'LEVEL_SHIFT', severity: { least: 1e-6, most: 1e-6 } }] });
    const { pointLike, falseAlarms } = detected([weak], { anomalyRate: 0.2 });
    assert.ok(pointLike.points > 1_000 && Math.abs((pointLike.auroc ?? 0) - 0.5) < 0.08, `${pointLike.auroc}`);
    assert.ok(Math.abs((pointLike.pointsFound ?? 1) - (falseAlarms ?? 0)) < 0.02);
  });

  it('finds that a signal does not follow what drives it, though each alone is as usual', () => {
    const [pump, chamber] = [signalOf({ name: 'pump', noise: { deviation: 2, correlationSeconds: 120 } }), signalOf({ noise: { deviation: 0.2 }, drivers: [{ signal: 'pump', gain: 2, lagSeconds: 900 }] })];
    const { driftLike } = detected([machineOf([pump, chamber], { anomalies: [{ kind: 'CORRELATION_BREAK', severity: { least: 1, most: 1 } }] })]);
    assert.ok((driftLike.auroc ?? 0) > 0.9, `${driftLike.auroc}`);
  });

  it('says the same of a run again, and nothing of kinds that there are none of', () => {
    const machine = machineOf([signalOf({ noise: { deviation: 1 }, dropouts: { perDay: 20, meanMinutes: 10 } })], { anomalies: [{ kind: 'POINT' }] });
    const [one, again] = [detected([machine]), detected([machine])];
    assert.deepEqual(one, again);
    assert.deepEqual(one.kinds.map(({ kind }) => kind), ['POINT']);
    assert.deepEqual([one.driftLike.auroc, one.driftLike.pointsFound, one.driftLike.anomalies], [null, null, 0]);
  });

  it('has no figures of series that are too short to learn from, nor of anomalies where there are none', () => {
    const machine = machineOf([signalOf({ noise: { deviation: 1 } })]);
    assert.equal(detectionIn(seedOf(seriesOf([machine], { days: (LEAST_POINTS - 1) / 1_440 })), () => {}), null);
    const { pointLike, kinds, cleanPoints } = detected([machine], { days: LEAST_POINTS / 1_440 });
    assert.deepEqual([pointLike.auroc, kinds], [null, []]);
    assert.ok(cleanPoints > 1_000);
  });

  it('can be stopped', () => {
    let left = 10;
    const stop = (): void => {
      if (left-- === 0) throw new Error('stopped');
    };
    assert.throws(() => detectionIn(seedOf(seriesOf([fromCatalogue('plasma etcher')], { days: 100 })), stop), /stopped/);
  });
});

describe('the area under the ROC curve', () => {
  it('is the share of pairs that are in order, ties by halves', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 40 });
    fc.assert(fc.property(scores, scores, (positive, negative) => {
      const pairs = positive.flatMap((one) => negative.map((other) => (one > other ? 1 : one === other ? 0.5 : 0)));
      assert.ok(Math.abs(auroc(Float64Array.from(positive), Float64Array.from(negative)) - pairs.reduce((sum: number, one) => sum + one, 0) / pairs.length) < 1e-12);
    }));
  });
});

describe('shares of anomalies', () => {
  it('are told as they were asked for and as they are, machine by machine', () => {
    const noisy = [signalOf({ noise: { deviation: 1 } })];
    const plan = seriesOf([machineOf(noisy, { anomalies: [{ kind: 'POINT' }] }), machineOf(noisy, { name: 'other', anomalies: [{ kind: 'DRIFT' }], anomalyRate: 0.05 }), machineOf(noisy, { name: 'sound' })]);
    assert.deepEqual(anomalyShares(seedOf(plan), () => {}), [{ machine: 'machine', asked: 0.01, made: 0.01 }, { machine: 'other', asked: 0.05, made: 0.05 }, { machine: 'sound', asked: 0, made: 0 }]);
  });
});
