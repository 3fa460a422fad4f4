// A model's thread from outside: orders go in and answers come out, each in its lane's turn; it is asked to stop and does; and what kills it fails
// what was under way, and nothing else.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { describe, it } from 'node:test';
import { EngineFailed, OrderRefused } from '../src/engines/failures.ts';
import type { Step } from '../src/engines/image/engine.ts';
import { EngineThread } from '../src/engines/image/pool/engine-thread.ts';
import { OnDemand } from '../src/engines/on-demand.ts';
import type { Counting } from './support/counting-thread.ts';
import { SILENT } from './support/postgres.ts';

const FILE = new URL('support/counting-thread.ts', import.meta.url);
/** More than anybody counts to in a test. */
const ENDLESS = 1e9;

function start(folder = 'whole'): Promise<EngineThread<Counting, string>> {
  return EngineThread.start<Counting, string>({ id: 'counter', file: FILE, data: { model: { path: folder, hashes: {} }, safety: null, device: 'cpu', threads: 1 }, onPass: () => {} });
}

const never = new AbortController().signal;
const inLane = { lane: 'a', signal: never };

function isFailure(message: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof EngineFailed && message.test(error.message);
}

describe('the thread of a model', () => {
  it('answers orders, tells their steps, and says what it is', async () => {
    await using thread = await start();
    const steps: Step[] = [];
    assert.equal(await thread.ask(3, { ...inLane, onStep: (step) => steps.push(step) }), 'counted to 3');
    assert.deepEqual(steps, [1, 2, 3].map((step) => ({ step, of: 3, preview: null })));
    assert.deepEqual([thread.device, thread.fingerprint, thread.isBroken], ['cpu', 'whole', false]);
  });

  it('lets lanes take turns', async () => {
    await using thread = await start();
    const first = new AbortController();
    const begun = Promise.withResolvers<void>();
    const underWay = thread.ask(ENDLESS, { lane: 'a', signal: first.signal, onStep: () => begun.resolve() });
    await begun.promise; // so that those that come now are there together
    const ended: string[] = [];
    const waiting = ['a', 'a', 'a', 'b'].map((lane) => thread.ask(1, { lane, signal: never }).then(() => ended.push(lane)));
    first.abort(new Error('enough'));
    await assert.rejects(underWay, /enough/);
    await Promise.all(waiting);
    assert.deepEqual(ended, ['a', 'b', 'a', 'a']);
  });

  it('stands behind the other threads of its process when a core is wanted by both', { skip: process.platform !== 'linux' }, async () => {
    await using _ = await start();
    const niceness = readdirSync('/proc/self/task').map((task) => Number(readFileSync(`/proc/self/task/${task}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')[16]));
    assert.equal(Math.max(...niceness), Math.min(19, getPriority() + 5), niceness.join());
    assert.equal(Math.min(...niceness), getPriority());
  });

  it('tells a refusal from a failure, and goes on after both', async () => {
    await using thread = await start();
    await assert.rejects(thread.ask('refuse', inLane), (error: unknown) => error instanceof OrderRefused && error.message === 'that is no number');
    await assert.rejects(thread.ask('fail', inLane), isFailure(/^the count was lost$/));
    assert.equal(await thread.ask(1, inLane), 'counted to 1');
  });

  it('makes previews while somebody looks, and not before or after', async () => {
    await using thread = await start();
    let looks = false;
    const seen: boolean[] = [];
    const stop = new AbortController();
    const looked = Promise.withResolvers<void>();
    const asked = thread.ask(ENDLESS, {
      lane: 'a',
      signal: stop.signal,
      isWatched: () => looks,
      onStep: ({ step, preview }) => {
        if (seen.at(-1) !== (preview !== null)) seen.push(preview !== null);
        if (step === 2) looks = true;
        if (seen.length === 2) looks = false;
        if (seen.length === 3) looked.resolve();
      },
    });
    await looked.promise;
    assert.deepEqual(seen, [false, true, false]);
    stop.abort(new Error('enough'));
    await assert.rejects(asked, /enough/);
  });

  it('lets go of what is aborted, under way or waiting, and goes on with the next', async () => {
    await using thread = await start();
    const stop = new AbortController();
    const begun = Promise.withResolvers<void>();
    const underWay = thread.ask(ENDLESS, { lane: 'a', signal: stop.signal, onStep: () => begun.resolve() });
    const waiting = thread.ask(ENDLESS, { lane: 'a', signal: stop.signal });
    const next = thread.ask(2, inLane);
    await begun.promise;
    stop.abort(new Error('enough'));
    for (const outcome of await Promise.allSettled([underWay, waiting])) assert(outcome.status === 'rejected' && outcome.reason === stop.signal.reason);
    assert.equal(await next, 'counted to 2');
    await assert.rejects(thread.ask(1, { lane: 'a', signal: stop.signal }), /enough/);
  });

  it('ends in the middle of an order when it is disposed of, once or twice, and takes no other', async () => {
    const thread = await start();
    const begun = Promise.withResolvers<void>();
    const underWay = assert.rejects(thread.ask(ENDLESS, { ...inLane, onStep: () => begun.resolve() }), isFailure(/counter failed: it was unloaded/));
    await begun.promise;
    await Promise.all([thread[Symbol.asyncDispose](), thread[Symbol.asyncDispose]()]);
    await underWay;
    await assert.rejects(thread.ask(1, inLane), isFailure(/unloaded/));
  });

  it('is told why it could not be loaded', async () => {
    await assert.rejects(start('broken'), isFailure(/^the model counter cannot be loaded: one and one are three$/));
  });

  it('fails what is under way when it breaks down, and is made anew for the next order', async () => {
    await using model = new OnDemand({ id: 'counter', load: () => start(), idleMs: 60_000, log: SILENT });
    const ask = (work: Counting): Promise<string> => model.use(never, (thread) => thread.ask(work, inLane));
    const [dead, company] = await Promise.allSettled([ask('die'), ask(3)]);
    for (const outcome of [dead, company]) assert(outcome.status === 'rejected' && isFailure(/counter failed: its thread broke down: nobody expects that/)(outcome.reason), JSON.stringify(outcome));
    assert.equal(model.loaded, null);
    assert.equal(await ask(2), 'counted to 2');
  });
});
