// What a job says of its model's tokens: how many, and how fast they came while it was at work.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Job } from '../src/db/jobs.ts';
import { recordOf, resumed, withTokens, type JobState } from '../src/jobs/state.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const BEGUN: JobState = { tables: {}, totals: { review: 10 }, work: 0, totalWork: 10, samples: [[0, 0]] };

function recordWith(state: JobState) {
  return recordOf({ status: 'RUNNING', stage: 'GENERATING', seed: 1n, startedAt: new Date(MINUTE), warnings: ['old'], done: state } as unknown as Job); // as much of a job as is looked at
}

function progressOf(state: JobState) {
  return recordWith(state).progress;
}

describe('tokens of a job', () => {
  const half = withTokens(BEGUN, { read: 500, written: 300 }, { startedMs: MINUTE, nowMs: 2 * MINUTE });

  it('are counted, those that were written by themselves, and their rate is taken from the start', () => {
    assert.deepEqual([progressOf(BEGUN).tokens, progressOf(BEGUN).tokensWritten, progressOf(BEGUN).tokensPerSecond], [null, null, null]);
    assert.deepEqual([progressOf(half).tokens, progressOf(half).tokensWritten, progressOf(half).tokensPerSecond], [800, 300, 5]);
  });

  it('come no slower for an export a day later, nor for the time between a failure and its retry', () => {
    const later = resumed(half, { work: 0, totalWork: 10, nowMs: DAY });
    assert.equal(progressOf(later).tokensPerSecond, 5);
    const whole = withTokens(later, { read: 500, written: 900 }, { startedMs: MINUTE, nowMs: DAY + MINUTE });
    assert.deepEqual([progressOf(whole).tokensWritten, progressOf(whole).tokensPerSecond], [1_200, 10]);
  });

  it('are said to be estimates once some of them are', () => {
    assert.deepEqual(recordWith(half).warnings, ['old']);
    const estimated = withTokens(half, { read: 5, written: 3, estimated: true }, { startedMs: MINUTE, nowMs: 3 * MINUTE });
    const later = withTokens(estimated, { read: 5, written: 3 }, { startedMs: MINUTE, nowMs: 4 * MINUTE });
    for (const state of [estimated, later, resumed(later, { work: 0, totalWork: 10, nowMs: DAY })]) assert.match(recordWith(state).warnings.join(), /^old,.*does not count tokens/);
  });
});
