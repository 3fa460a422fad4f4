// Models over the API: what is here and what can be pulled, a pull in the background and whoever follows it, removal; and what health says.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { VerisimClient } from '../src/client/client.ts';
import { accepted, Refused } from '../src/client/failures.ts';
import { HealthDocument, ModelProgressDocument, ModelsDocument, PullModelDocument, RemoveModelDocument, StartTextRunDocument, type ModelPartsFragment } from '../src/client/generated/graphql.ts';
import { ownManifest } from '../src/engines/models/manifest.ts';
import { takeLock } from '../src/lib/lock.ts';
import { eventually } from './support/eventually.ts';
import { sha256Of, someBytes, startHub, type Hub } from './support/model-hub.ts';
import { startService, type Service } from './support/service.ts';

const BYTES = someBytes(300_000);
const [MODEL = assert.fail('an empty manifest')] = ownManifest().models;
const COMMAND = fileURLToPath(new URL('../src/models.ts', import.meta.url));
const FILE = `${MODEL.repository}/resolve/main/${Object.keys(MODEL.files)[0]}`;

let hub: Hub;
let service: Service;
let client: VerisimClient;

before(async () => {
  hub = await startHub();
  service = await startService({ HF_ENDPOINT: hub.endpoint });
  client = new VerisimClient({ address: `${service.base}/graphql` });
});

after(async () => {
  await client[Symbol.asyncDispose]();
  await service[Symbol.asyncDispose]();
  await hub[Symbol.asyncDispose]();
});

async function modelNow(id = MODEL.id): Promise<ModelPartsFragment | undefined> {
  return (await client.ask(ModelsDocument, {})).models.find((model) => model.id === id);
}

async function pull(id = MODEL.id): Promise<ModelPartsFragment> {
  return accepted((await client.ask(PullModelDocument, { id })).pullModel);
}

async function remove(id = MODEL.id): Promise<void> {
  accepted((await client.ask(RemoveModelDocument, { id })).removeModel);
}

/** Every state that a follower sees, to the end of the stream. */
async function followed(id = MODEL.id): Promise<readonly ModelPartsFragment[]> {
  const states: ModelPartsFragment[] = [];
  for await (const { modelProgress } of client.watch(ModelProgressDocument, { id })) states.push(modelProgress);
  return states;
}

function refusedAs(typename: string, words: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof Refused && error.refusal.__typename === typename && words.test(error.message);
}

describe('models over the API', () => {
  it('are those that can be pulled, and those that came with this version, while no other is here; and health says so', async () => {
    const { models } = await client.ask(ModelsDocument, {});
    assert.deepEqual(models.map(({ id }) => id), ownManifest().models.map(({ id }) => id));
    assert.ok(models.every(({ loaded, pulling, failure, device }) => !loaded && !pulling && failure === null && device === null));
    assert.ok(models.every(({ installed, shipped, bytes, pulledBytes }) => installed === shipped && pulledBytes === (shipped ? bytes : null)));
    const { TEXT, SAFETY } = ownManifest().defaults;
    assert.deepEqual(models.filter(({ isDefault }) => isDefault).map(({ id }) => id), [TEXT, SAFETY, 'verisim-nano', 'verisim-nano-detector']);
    const { textModel, imageModel } = (await client.ask(HealthDocument, {})).health;
    assert.deepEqual([textModel, imageModel], ['none installed', 'verisim-nano (Verisim nano: simple drawings, 128 x 128; came with this version, not loaded)']);
    await assert.rejects(remove('verisim-nano'), refusedAs('InvalidStateError', /the model verisim-nano came with this version/));
  });

  it('are pulled in the background, followed until they are here, and removed', async () => {
    hub.serve(FILE, { bytes: BYTES });
    hub.fail({ holdAfter: 100_000 });
    const begun = await Promise.all([pull(), pull(), pull()]);
    assert.deepEqual(begun.map(({ pulling }) => pulling), [true, true, true]);
    await hub.held();
    const again = await pull();
    assert.deepEqual([again.pulling, again.installed], [true, false], 'asked again, it is answered as it is');
    const stream = client.watch(ModelProgressDocument, { id: MODEL.id })[Symbol.asyncIterator]();
    for (let seen = 0; seen < 100_000; ) {
      const { value, done } = await stream.next();
      assert.ok(done !== true, 'the stream ended before the pull');
      seen = value.modelProgress.pulledBytes ?? 0;
    }
    await remove(); // stops it
    let last: boolean | undefined;
    for (let next = await stream.next(); next.done !== true; next = await stream.next()) last = next.value.modelProgress.pulling;
    assert.equal(last, false);

    await pull();
    const here = (await followed()).at(-1);
    assert.deepEqual([here?.installed, here?.pulling, here?.bytes, here?.pulledBytes, here?.failure], [true, false, BYTES.length, BYTES.length, null]);
    assert.equal((await modelNow())?.source, `${hub.endpoint}/${MODEL.repository}/tree/main`);
    assert.equal((await client.ask(HealthDocument, {})).health.textModel, `${MODEL.id} (not loaded)`);
    assert.equal((await pull()).installed, true, 'what is here is answered as it is');
    await remove();
    assert.equal((await modelNow())?.installed, false);
  });

  it('of several files are pulled alike: one figure for all of them', async () => {
    const pipeline = ownManifest().models.find(({ kind }) => kind === 'IMAGE') ?? assert.fail('no image model');
    const paths = Object.keys(pipeline.files);
    for (const path of paths) hub.serve(`${pipeline.repository}/resolve/${pipeline.revision}/${path}`, { bytes: someBytes(1_000), inGit: path.endsWith('.json') });
    await pull(pipeline.id);
    const { kind, installed, bytes, pulledBytes, license } = (await followed(pipeline.id)).at(-1) ?? assert.fail('nothing was told');
    assert.deepEqual({ kind, installed, bytes, pulledBytes, license }, { kind: 'IMAGE', installed: true, bytes: 1_000 * paths.length, pulledBytes: 1_000 * paths.length, license: 'CreativeML OpenRAIL-M' });
    await assert.rejects(client.ask(StartTextRunDocument, { input: { source: { definition: { shorthand: { note: 'string' } } }, rows: 1, engine: 'MODEL', model: pipeline.id } }).then(({ startTextRun }) => accepted(startTextRun)), refusedAs('ModelUnavailableError', /stable-diffusion-v1-5 is of kind IMAGE, not TEXT: expected one of qwen/));
    await remove(pipeline.id);
    assert.equal((await modelNow(pipeline.id))?.installed, false);
  });

  it('say why they could not be pulled, to those who follow and those who come later', async () => {
    hub.serve(FILE, { bytes: BYTES, sha256: sha256Of(Buffer.from('another')) });
    await pull();
    assert.match((await followed()).at(-1)?.failure ?? '', /wrong hash/);
    assert.match((await modelNow())?.failure ?? '', /wrong hash/);
    hub.serve(FILE, { bytes: BYTES });
    await pull();
    assert.equal((await followed()).at(-1)?.failure, null);
    assert.equal((await modelNow())?.installed, true);
    await remove();
  });

  it('are seen alike when another process pulls them', async () => {
    hub.serve(FILE, { bytes: BYTES });
    hub.fail({ holdAfter: 100_000 });
    const environment = { ...process.env, MODEL_DIR: path.join(service.folder, '.models'), HF_ENDPOINT: hub.endpoint, MIN_FREE_DISK_BYTES: '', ROLE: '' };
    const other = spawn(process.execPath, [COMMAND, 'pull', MODEL.id], { env: environment, stdio: 'ignore' });
    const ended = once(other, 'exit');
    await hub.held();
    assert.equal((await pull()).pulling, true, 'nobody else begins to');
    const states = followed();
    await assert.rejects(remove(), refusedAs('InvalidStateError', new RegExp(`by process ${other.pid}`)));
    await eventually('bytes of the other process', async () => ((await modelNow())?.pulledBytes ?? 0) > 0);
    other.kill('SIGKILL');
    await ended;
    assert.match((await states).at(-1)?.failure ?? '', /the pull was stopped at \d+ bytes; pull it again/);
    await pull();
    assert.equal((await followed()).at(-1)?.installed, true);
    assert.match(hub.asked.at(-1)?.range ?? '', /^bytes=[1-9]\d*-$/);
    await remove();
  });

  it('that nobody pulls are told once', async () => {
    assert.deepEqual((await followed()).map(({ pulling, installed }) => [pulling, installed]), [[false, false]]);
  });

  it('that are not known are not found, however they are called', async () => {
    for (const id of ['nobody', '../../etc/passwd', '', 'a/b', '.hidden', 'UPPER', 'x'.repeat(1_000)]) {
      await assert.rejects(pull(id), refusedAs('NotFoundError', /no such model/), id);
      await assert.rejects(remove(id), refusedAs('NotFoundError', /no such model/), id);
      await assert.rejects(followed(id), /no such model/, id);
    }
  });

  it('are left alone while another process is at them', async () => {
    hub.serve(FILE, { bytes: BYTES });
    await pull();
    await followed();
    using _ = await takeLock(path.join(service.folder, '.models', `${MODEL.id}.model.lock`));
    await assert.rejects(remove(), refusedAs('InvalidStateError', /by process \d+/));
    assert.equal((await modelNow())?.installed, true);
  });
});
