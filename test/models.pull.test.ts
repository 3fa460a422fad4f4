// Pulls from a hub on loopback, with its faults: what is installed is what the hub has, byte by byte, or nothing is.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { InvalidState } from '../src/domain/errors.ts';
import { MAX_REDIRECTS } from '../src/engines/models/hub.ts';
import { PullFailed } from '../src/engines/models/pull.ts';
import { sha256Of, someBytes, startHub } from './support/model-hub.ts';
import { SMALL, SMALL_PAGE, SMALL_PATH, startPulling, type Pulling } from './support/small-models.ts';

const BYTES = someBytes(300_000);
const FILE = `${SMALL}.gguf`;
const OTHER_PULLER = fileURLToPath(new URL('./support/puller.ts', import.meta.url));

function rangesOf({ hub }: Pulling): readonly (string | undefined)[] {
  return hub.asked.filter(({ method }) => method === 'GET').map(({ range }) => range);
}

async function assertInstalled({ store, folder }: Pulling, bytes = BYTES): Promise<void> {
  assert.deepEqual(readdirSync(folder).sort(), [`${SMALL}.model`, `${SMALL}.model.json`]);
  assert.deepEqual(readdirSync(join(folder, `${SMALL}.model`)), [FILE]);
  assert.deepEqual(readFileSync(join(folder, `${SMALL}.model`, FILE)), bytes);
  assert.equal((await store.installed(SMALL))?.sha256, sha256Of(bytes));
}

/** Lays down what an earlier pull would have left. */
async function leavePart({ store }: Pulling, bytes: Uint8Array, sha256 = sha256Of(BYTES)): Promise<void> {
  using _ = await store.lock(SMALL);
  mkdirSync(store.pathsOf(SMALL).part);
  writeFileSync(join(store.pathsOf(SMALL).part, FILE), bytes);
  await store.notePart(SMALL, { files: [{ path: FILE, bytes: BYTES.length, hash: sha256 }], failure: null });
}

async function failure({ store }: Pulling): Promise<string> {
  return (await store.look(SMALL))?.failure ?? '';
}

describe('a pull', { concurrency: true }, () => {
  it('installs the file with its record: hash and size from the hub, and where it came from', async () => {
    await using pulling = await startPulling({ bytes: BYTES });
    const seen: (readonly [number, number | null])[] = [];
    const { id, bytes, sha256, source } = await pulling.pull({ onProgress: (...step) => seen.push(step) });
    assert.deepEqual({ id, bytes, sha256, source }, { id: SMALL, bytes: BYTES.length, sha256: sha256Of(BYTES), source: `${pulling.hub.endpoint}/${SMALL_PAGE}` });
    assert.deepEqual(seen.at(-1), [BYTES.length, BYTES.length]);
    await assertInstalled(pulling);
  });

  it('goes on by a range from what an earlier one has left', async () => {
    await using pulling = await startPulling({ bytes: BYTES });
    await leavePart(pulling, BYTES.subarray(0, 100_000));
    assert.match(await failure(pulling), /stopped at 100000 bytes/);
    await pulling.pull();
    assert.deepEqual(rangesOf(pulling), ['bytes=100000-']);
    await assertInstalled(pulling);
  });

  it('asks for no byte where all are here already', async () => {
    await using pulling = await startPulling({ bytes: BYTES });
    await leavePart(pulling, BYTES);
    await pulling.pull();
    assert.deepEqual(rangesOf(pulling), []);
    await assertInstalled(pulling);
  });

  it('takes a 416 for the end where the hub says no size, and all is here', async () => {
    await using pulling = await startPulling({ bytes: BYTES, sizeless: true });
    await leavePart(pulling, BYTES);
    await pulling.pull();
    assert.deepEqual(rangesOf(pulling), [`bytes=${BYTES.length}-`]);
    await assertInstalled(pulling);
  });

  it('begins anew after a 416 where more is here than there is', async () => {
    await using pulling = await startPulling({ bytes: BYTES, sizeless: true });
    await leavePart(pulling, Buffer.concat([BYTES, BYTES]));
    await pulling.pull();
    assert.deepEqual(rangesOf(pulling), [`bytes=${2 * BYTES.length}-`, undefined]);
    await assertInstalled(pulling);
  });

  it('begins anew where the hub has another file by now', async () => {
    await using pulling = await startPulling({ bytes: BYTES });
    await leavePart(pulling, someBytes(50_000, 2), sha256Of(someBytes(400_000, 2)));
    await pulling.pull();
    assert.deepEqual(rangesOf(pulling), [undefined]);
    await assertInstalled(pulling);
  });

  it('goes on by itself after cut streams, and after answers that pass', async () => {
    await using pulling = await startPulling({ bytes: BYTES });
    pulling.hub.fail({ cutAfter: 70_000 }, { status: 503 }, { cutAfter: 40_000 });
    await pulling.pull();
    const ranges = rangesOf(pulling);
    assert.equal(ranges.length, 4);
    assert.equal(ranges[0], undefined);
    assert.equal(ranges[1], ranges[2]);
    assert.match(ranges[3] ?? '', /^bytes=\d+-$/);
    await assertInstalled(pulling);
  });

  it('is given up after too many failures in a row; what came stays, and the reason is told', async () => {
    await using pulling = await startPulling({ bytes: BYTES });
    pulling.hub.fail({ cutAfter: 70_000 }, ...Array.from({ length: 5 }, () => ({ status: 500 })));
    await assert.rejects(pulling.pull(), PullFailed);
    assert.match(await failure(pulling), /answered 500, again and again.*HF_ENDPOINT.*npm run models -- add PATH --id small-q4_0/);
    const { pulledBytes, pulling: under } = (await pulling.store.look(SMALL)) ?? {};
    assert.ok((pulledBytes ?? 0) > 0, 'nothing stayed');
    assert.equal(under, false);
    await pulling.pull();
    await assertInstalled(pulling);
  });

  it('is given up where a hub without ranges never comes further', async () => {
    await using pulling = await startPulling({ bytes: BYTES, rangeless: true });
    pulling.hub.fail(...Array.from({ length: 20 }, () => ({ cutAfter: 70_000 })));
    await assert.rejects(pulling.pull(), PullFailed);
    assert.ok(rangesOf(pulling).length <= 10, `asked ${rangesOf(pulling).length} times`);
  });

  it('takes all bytes from a hub without ranges', async () => {
    await using pulling = await startPulling({ bytes: BYTES, rangeless: true });
    pulling.hub.fail({ cutAfter: 70_000 });
    await pulling.pull();
    await assertInstalled(pulling);
  });

  it('that stands still is asked for again', async () => {
    await using pulling = await startPulling({ bytes: BYTES });
    pulling.hub.fail({ holdAfter: 70_000 });
    await pulling.pull({ stalledAfterMs: 500 });
    const [first, ...others] = rangesOf(pulling);
    assert.equal(first, undefined);
    assert(others.length > 0 && others.every((range) => range?.startsWith('bytes=')), others.join()); // more than one, where this process stood still itself
    await assertInstalled(pulling);
  });

  it('that is stopped leaves its part for the next', async () => {
    await using pulling = await startPulling({ bytes: BYTES });
    pulling.hub.fail({ holdAfter: 70_000 });
    const stop = new AbortController();
    const here = Promise.withResolvers<void>();
    const first = pulling.pull({ signal: stop.signal, onProgress: (done) => void (done === 70_000 && here.resolve()) });
    await here.promise;
    stop.abort();
    await assert.rejects(first, { name: 'AbortError' });
    assert.match(await failure(pulling), /stopped at 70000 bytes; pull it again/);
    await pulling.pull();
    assert.deepEqual(rangesOf(pulling), [undefined, 'bytes=70000-']);
    await assertInstalled(pulling);
  });
});

describe('what a hub sends', { concurrency: true }, () => {
  it('is removed where its hash is wrong, and nothing is installed', async () => {
    await using pulling = await startPulling({ bytes: BYTES, sha256: sha256Of(Buffer.from('another')) });
    await assert.rejects(pulling.pull(), PullFailed);
    assert.match(await failure(pulling), new RegExp(`${FILE} has a wrong hash: expected ${sha256Of(Buffer.from('another'))}, got ${sha256Of(BYTES)}`));
    assert.equal(existsSync(join(pulling.store.pathsOf(SMALL).part, FILE)), false);
    assert.equal(await pulling.store.installed(SMALL), undefined);
  });

  it('is refused without a hash, or with another than the manifest has', async () => {
    await using without = await startPulling({ bytes: BYTES, sha256: null });
    await assert.rejects(without.pull(), /does not tell the hash/);
    await using other = await startPulling({ bytes: BYTES }, { values: { files: { [FILE]: { sha256: sha256Of(Buffer.from('another')) } } } });
    await assert.rejects(other.pull(), /another small-q4_0\.gguf than the one that is known here/);
    assert.deepEqual([...rangesOf(without), ...rangesOf(other)], []);
  });

  it('is refused at once where it cannot be had, with what to do', async () => {
    await using pulling = await startPulling({ bytes: BYTES }, { values: { files: { 'missing.gguf': {} } } });
    await assert.rejects(pulling.pull(), /answered 404: it has no .*missing\.gguf; set HF_ENDPOINT/);
    await using closed = await startPulling({ bytes: BYTES });
    closed.hub.fail({ status: 403 });
    await assert.rejects(closed.pull(), /answered 403: the model's terms are to be accepted there, and HF_TOKEN/);
  });

  it('never exceeds what was said', async () => {
    await using cdn = await startHub();
    cdn.serve('cdn', { bytes: Buffer.concat([BYTES, BYTES]), sha256: null });
    await using pulling = await startPulling({ bytes: BYTES, location: `${cdn.endpoint}/cdn` });
    await assert.rejects(pulling.pull(), /sends more than the 300000 bytes/);
  });

  it('comes from elsewhere without the token, which the hub alone gets', async () => {
    await using cdn = await startHub();
    cdn.serve('cdn', { bytes: BYTES, sha256: null });
    await using pulling = await startPulling({ bytes: BYTES, location: `${cdn.endpoint}/cdn` });
    await pulling.pull({ token: 'hf_secret' });
    await assertInstalled(pulling);
    assert.deepEqual(pulling.hub.asked.map(({ authorization }) => authorization), ['Bearer hf_secret', 'Bearer hf_secret']);
    assert.deepEqual(cdn.asked.map(({ method, authorization }) => [method, authorization]), [['GET', undefined]]);
    assert.doesNotMatch(readFileSync(pulling.store.pathsOf(SMALL).record, 'utf8'), /secret/);
  });

  it('is not followed round and round', async () => {
    await using pulling = await startPulling({ bytes: BYTES, sha256: null, location: `/${SMALL_PATH}` });
    await assert.rejects(pulling.pull(), new RegExp(`sends on more than ${MAX_REDIRECTS} times`));
    assert.equal(pulling.hub.asked.length, MAX_REDIRECTS + 1);
  });

  it('is not begun where the disk would go below its floor', async () => {
    await using pulling = await startPulling({ bytes: BYTES }, { floorBytes: 2 ** 50 });
    await assert.rejects(pulling.pull(), /no room for the model small-q4_0: expected 300000 bytes free .*MIN_FREE_DISK_BYTES.*MODEL_DIR/);
    assert.deepEqual(rangesOf(pulling), []);
  });
});

describe('a hub that cannot be reached', () => {
  it('is said so, with the ways round it', async () => {
    await using pulling = await startPulling({ bytes: BYTES });
    await pulling.hub[Symbol.asyncDispose]();
    await assert.rejects(pulling.pull(), /cannot be reached \(.*ECONNREFUSED.*HF_ENDPOINT.*npm run models -- add PATH --id small-q4_0/);
  });
});

describe('two that pull one model', () => {
  it('are not at it at once, in one process or in two', async () => {
    await using pulling = await startPulling({ bytes: BYTES });
    pulling.hub.fail({ holdAfter: 70_000 });
    const other = spawn(process.execPath, [OTHER_PULLER, pulling.folder, pulling.hub.endpoint], { stdio: ['ignore', 'inherit', 'inherit'] });
    const ended = once(other, 'exit');
    await pulling.hub.held();
    assert.equal((await pulling.store.look(SMALL))?.pulling, true);
    await assert.rejects(pulling.pull(), (error: unknown) => error instanceof InvalidState && error.message.includes(`by process ${other.pid}`));
    await assert.rejects(pulling.store.remove(SMALL), InvalidState);
    other.kill('SIGKILL');
    await ended;
    assert.equal((await pulling.store.look(SMALL))?.pulling, false, 'a killed puller is not taken for alive');
    const [one, two] = await Promise.allSettled([pulling.pull(), pulling.pull()]);
    assert.deepEqual([one.status, two.status].sort(), ['fulfilled', 'rejected']);
    await assertInstalled(pulling);
  });
});
