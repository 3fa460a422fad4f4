// What is known of models: the manifest that comes with this version, and what a wrong one is told.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { contentOf } from '../src/engines/models/content.ts';
import { InvalidManifest, ownManifest, readManifest } from '../src/engines/models/manifest.ts';
import { temporaryFolder } from './support/postgres.ts';

const { models, defaults } = ownManifest();

function faultsOf(value: unknown): string {
  try {
    readManifest(value);
  } catch (error) {
    assert(error instanceof InvalidManifest);
    return error.message;
  }
  return 'none';
}

describe('models/manifest.json', () => {
  it('knows Qwen2.5-1.5B-Instruct in three quantizations, one of them the default', () => {
    const texts = models.filter(({ kind }) => kind === 'TEXT');
    assert.deepEqual(texts.map(({ id }) => id).sort(), ['qwen2.5-1.5b-instruct-q4_0', 'qwen2.5-1.5b-instruct-q4_k_m', 'qwen2.5-1.5b-instruct-q8_0']);
    assert.equal(defaults.TEXT, 'qwen2.5-1.5b-instruct-q4_0');
    for (const { repository, license, context } of texts) assert.deepEqual([repository, license, context], ['Qwen/Qwen2.5-1.5B-Instruct-GGUF', 'Apache-2.0', 32_768]);
  });

  it('knows Stable Diffusion 1.5, its safety checker, detectors of both sorts, and what comes with this version, with their licences', () => {
    const others = models.filter(({ kind }) => kind !== 'TEXT');
    assert.deepEqual(others.map(({ id, kind, license }) => [id, kind, license]), [
      ['stable-diffusion-v1-5', 'IMAGE', 'CreativeML OpenRAIL-M'],
      ['owlv2-base-patch16-ensemble', 'DETECTOR', 'Apache-2.0'],
      ['rtdetr-r50vd', 'DETECTOR', 'Apache-2.0'],
      ['stable-diffusion-safety-checker', 'SAFETY', 'CreativeML OpenRAIL-M'],
      ['verisim-nano', 'IMAGE', 'MIT'],
      ['verisim-nano-detector', 'DETECTOR', 'MIT'],
    ]);
    for (const kind of ['IMAGE', 'DETECTOR', 'SAFETY'] as const) assert.equal(defaults[kind], others.find((model) => model.kind === kind)?.id);
    assert.deepEqual(others.flatMap(({ shipped }) => shipped ?? []), ['verisim-nano/pipeline', 'verisim-nano/detector']);
  });

  it('gives each the files that its kind needs, as one that is added needs them', async () => {
    using folder = temporaryFolder();
    for (const { id, kind, files } of models.filter((model) => model.kind !== 'TEXT')) {
      const place = join(folder.path, id);
      for (const path of Object.keys(files)) {
        mkdirSync(dirname(join(place, path)), { recursive: true });
        writeFileSync(join(place, path), JSON.stringify({ model_type: id.startsWith('owlv2') ? 'owlv2' : 'rt_detr' }));
      }
      assert.equal((await contentOf(place, { id, known: undefined })).kind, kind);
    }
  });
});

describe('a wrong manifest', () => {
  it('is told every fault, with the entry that has it', () => {
    const [first, second, third] = models;
    const faults = faultsOf({ defaults: { ...defaults, TEXT: 'nobody' }, models: [{ ...first, id: '../up' }, { ...second, kind: 'SMELL', files: { 'a.gguf': { bytes: -1, sha256: 'ABC' } } }, { ...third, repository: 'one', colour: 'red' }] });
    for (const line of [/models\[0\] \(\.\.\/up\)\.id: expected 1 to 100 of a-z/, /models\[1\] \(qwen2\.5-1\.5b-instruct-q4_k_m\)\.kind: /, /models\[1\].*\.files\.a\.gguf\.bytes: /, /models\[1\].*\.sha256: expected 64/, /models\[2\].*\.repository: expected owner\/name/, /models\[2\].*colour/]) assert.match(faults, line);
  });

  it('names an id that comes twice, a default that is not there, and a kind without one', () => {
    const [first] = models;
    assert.match(faultsOf({ defaults, models: [...models, first] }), /models\[9\] \(qwen2\.5-1\.5b-instruct-q4_0\)\.id: another entry has this id/);
    assert.match(faultsOf({ defaults: { ...defaults, IMAGE: first?.id }, models }), /defaults\.IMAGE: expected the id of an entry of kind IMAGE/);
    assert.match(faultsOf({ defaults: { TEXT: first?.id }, models }), /defaults\.IMAGE: /);
    assert.match(faultsOf(null), /all of it: /);
  });

  it('cannot name a file outside of its repository, nor a text model of other than one GGUF file', () => {
    const [first] = models;
    const pipeline = models.find(({ kind }) => kind === 'IMAGE');
    for (const path of ['../a.gguf', 'a/../../b.gguf', '/a.gguf', 'a//b.gguf', 'a?b.gguf', '', `${'a'.repeat(201)}.gguf`]) assert.match(faultsOf({ defaults, models: [{ ...first, files: { [path]: {} } }] }), /\.files/, path);
    for (const files of [{}, { 'a.bin': {} }, { 'a.gguf': {}, 'b.gguf': {} }]) assert.match(faultsOf({ defaults, models: [{ ...first, files }] }), /\.files: expected one \.gguf file/);
    assert.match(faultsOf({ defaults, models: [{ ...pipeline, files: {} }] }), /\.files: expected 1 to 200 files/);
    for (const revision of ['..', 'a b', 'x/../y', '']) assert.match(faultsOf({ defaults, models: [{ ...first, revision }] }), /\.revision: /, revision);
  });
});
