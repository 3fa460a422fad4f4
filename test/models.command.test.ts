// `npm run models` as a process: what it writes, where, and how it ends.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ownManifest } from '../src/engines/models/manifest.ts';
import { writeContainer } from './support/gguf/container.ts';
import { sha256Of, someBytes, startHub, type Hub } from './support/model-hub.ts';
import { temporaryFolder } from './support/postgres.ts';

const PROGRAM = fileURLToPath(new URL('../src/models.ts', import.meta.url));
const BYTES = someBytes(300_000);
const [MODEL = assert.fail('an empty manifest')] = ownManifest().models;
const [FILE = ''] = Object.keys(MODEL.files);

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

let hub: Hub;
let folder: Disposable & { readonly path: string };

before(async () => {
  hub = await startHub();
  hub.serve(`${MODEL.repository}/resolve/main/${FILE}`, { bytes: BYTES });
  folder = temporaryFolder();
});
after(async () => {
  await hub[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

function start(words: readonly string[], settings: Readonly<Record<string, string>> = {}): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const environment = { ...process.env, MODEL_DIR: join(folder.path, 'models'), HF_ENDPOINT: hub.endpoint, HF_TOKEN: 'hf_secret', MIN_FREE_DISK_BYTES: '', ROLE: '', DATABASE_URL: '', DEVICE: '', ...settings };
  const child = spawn(process.execPath, [PROGRAM, ...words], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  return { child, ended: once(child, 'close').then(([code]) => ({ code: code as number | null, out, err })) }; // as `close` has it
}

async function models(...words: readonly string[]): Promise<Ended> {
  const ended = await start(words).ended;
  assert.doesNotMatch(ended.out + ended.err, /hf_secret/);
  return ended;
}

describe('npm run models', () => {
  it('is a script of the package', () => {
    const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { readonly scripts: Readonly<Record<string, string>> };
    assert.equal(scripts['models'], 'node src/models.ts');
  });

  it('lists what can be pulled, in columns', async () => {
    const { code, out } = await models('list');
    const lines = out.trim().split('\n').map((line) => line.split(/ {2,}/));
    assert.equal(code, 0);
    assert.deepEqual(lines[0], ['id', 'kind', 'state', 'size', 'weights', 'context', 'licence']);
    assert.deepEqual(lines[1], ['qwen2.5-1.5b-instruct-q4_0', 'TEXT', 'not here, default', '1.1 GB', 'Q4_0', '32768', 'Apache-2.0']);
    assert.deepEqual(lines[4], ['stable-diffusion-v1-5', 'IMAGE', 'not here', '?', 'CreativeML OpenRAIL-M']);
    assert.deepEqual(lines.at(-2)?.slice(0, 3), ['verisim-nano', 'IMAGE', 'came along, default']);
    assert.equal(lines.length, 1 + ownManifest().models.length);
  });

  it('pulls a model, stopped by Ctrl-C and taken up again, verifies and removes it', async () => {
    hub.fail({ holdAfter: 100_000 });
    const { child, ended } = start(['pull', MODEL.id]);
    await hub.held();
    const second = await models('pull', MODEL.id);
    assert.equal(second.code, 1);
    assert.match(second.err, new RegExp(`is being pulled, added or removed by process ${child.pid}`));
    child.kill('SIGINT');
    assert.deepEqual(await ended.then(({ code, err }) => [code, err.includes('stopped; what was pulled so far stays')]), [130, true]);
    assert.match((await models('list')).out, /incomplete( 33 %)?, default/);

    const { code, out, err } = await models('pull', MODEL.id);
    assert.equal(code, 0, err);
    assert.equal(out, `${MODEL.id} is installed: 300.0 KB at ${join(folder.path, 'models', `${MODEL.id}.model`, FILE)}, SHA-256 ${sha256Of(BYTES)}\n`);
    assert.match(err, /100 % {2}300\.0 KB of 300\.0 KB/);
    assert.match((await models('pull', MODEL.id)).out, /is here already/);
    const verified = await models('verify');
    assert.equal(verified.code, 0);
    assert(verified.out.startsWith(`${MODEL.id} is whole: SHA-256 ${sha256Of(BYTES)}\nverisim-nano is whole: `), verified.out);

    const path = join(folder.path, 'models', `${MODEL.id}.model`, FILE);
    writeFileSync(path, someBytes(BYTES.length, 2));
    const changed = await models('verify', MODEL.id);
    assert.equal(changed.code, 1);
    assert.match(changed.err, /was changed or damaged/);
    assert.deepEqual(await models('rm', MODEL.id).then(({ code, out }) => [code, out]), [0, `${MODEL.id} is removed\n`]);
    assert.equal(existsSync(path), false);
    assert.equal((await models('rm', MODEL.id)).code, 1);
  });

  it('adds a file of one’s own', async () => {
    const file = join(folder.path, 'mine.gguf');
    await writeContainer(file, { 'general.architecture': 'llama', 'general.file_type': 7 }, []);
    const { code, out } = await models('add', file, '--id', 'my-own');
    assert.equal(code, 0);
    assert.match(out, /^my-own is installed: \d+ bytes at .*my-own\.model\/my-own\.gguf, SHA-256 [0-9a-f]{64}\n$/);
    assert.match((await models('list')).out, /my-own +TEXT +installed, default +\d+ bytes +Q8_0 +not stated in the file/);
    writeFileSync(file, 'no model');
    const junk = await models('add', file, '--id', 'junk');
    assert.equal(junk.code, 1);
    assert.match(junk.err, /begins with the letters GGUF/);
  });

  it('adds a folder of one’s own', async () => {
    const detector = join(folder.path, 'boxes');
    mkdirSync(detector);
    writeFileSync(join(detector, 'config.json'), '{ "model_type": "d_fine" }');
    writeFileSync(join(detector, 'model.onnx'), 'weights');
    const half = await models('add', detector);
    assert.deepEqual([half.code, half.out], [1, '']);
    assert.match(half.err, /boxes is not whole: expected preprocessor_config\.json in it/);
    writeFileSync(join(detector, 'preprocessor_config.json'), '{}');
    const { code, out } = await models('add', detector);
    assert.equal(code, 0);
    assert.match(out, /^boxes is installed: 35 bytes at .*boxes\.model, 3 files, SHA-256 of their list [0-9a-f]{64}\n$/);
    assert.match((await models('list')).out, /boxes +DETECTOR +installed, default +35 bytes +not stated in the file/);
    assert.match((await models('verify', 'boxes')).out, /^boxes is whole: 3 files/);
  });

  it('says which device each engine would use, and why it is not CUDA', async () => {
    const { code, out } = await models('doctor');
    assert.equal(code, 0);
    assert.match(out, /^text: (?:cuda .*|cpu, not cuda: .+)\nimages: (?:cuda|cpu, not cuda: .+)\n$/);
  });

  it('says of each engine why it cannot have CUDA, where it shall have nothing else', async () => {
    const { code, out, err } = await start(['doctor'], { DEVICE: 'cuda' }).ended;
    for (const answer of [/^text: cuda|CUDA cannot be had: /m, /^images: cuda|CUDA cannot be had for images: /m]) assert.match(`${out}\n${err}`, answer);
    assert.equal(code, /DEVICE=cuda, but/.test(out + err) ? 1 : 0);
  });

  it('says how it is called, where it is called otherwise', async () => {
    for (const words of [[], ['nothing', 'x'], ['rm', 'a', 'b'], ['pull', 'x', '--id', 'y'], ['list', '--what']]) {
      const { code, err, out } = await models(...words);
      assert.deepEqual([code, out], [2, ''], words.join(' '));
      assert.match(err, /npm run models -- COMMAND/);
    }
    const { code, err } = await models('pull', 'nobody');
    assert.equal(code, 1);
    assert.match(err, /no such model is known: expected one of qwen2\.5-1\.5b-instruct-q4_0, /);
  });
});
