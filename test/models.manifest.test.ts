// What is known of models: the manifest that comes with this version, and what a wrong one is told.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { InvalidManifest, ownManifest, readManifest } from '../src/engines/models/manifest.ts';

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
    assert.deepEqual(models.map(({ id }) => id).sort(), ['qwen2.5-1.5b-instruct-q4_0', 'qwen2.5-1.5b-instruct-q4_k_m', 'qwen2.5-1.5b-instruct-q8_0']);
    assert.equal(defaults.TEXT, 'qwen2.5-1.5b-instruct-q4_0');
    for (const { repository, license, context } of models) assert.deepEqual([repository, license, context], ['Qwen/Qwen2.5-1.5B-Instruct-GGUF', 'Apache-2.0', 32_768]);
  });
});

describe('a wrong manifest', () => {
  it('is told every fault, with the entry that has it', () => {
    const [first, second, third] = models;
    const faults = faultsOf({ defaults: { TEXT: 'nobody' }, models: [{ ...first, id: '../up' }, { ...second, kind: 'SMELL', bytes: -1, sha256: 'ABC' }, { ...third, repository: 'one', colour: 'red' }] });
    for (const line of [/models\[0\] \(\.\.\/up\)\.id: expected 1 to 100 of a-z/, /models\[1\] \(qwen2\.5-1\.5b-instruct-q4_k_m\)\.kind: /, /models\[1\].*\.bytes: /, /models\[1\].*\.sha256: expected 64/, /models\[2\].*\.repository: expected owner\/name/, /models\[2\].*colour/]) assert.match(faults, line);
  });

  it('names an id that comes twice, and a default that is not there', () => {
    const [first] = models;
    assert.match(faultsOf({ defaults, models: [first, first] }), /models\[1\] \(qwen2\.5-1\.5b-instruct-q4_0\)\.id: another entry has this id/);
    assert.match(faultsOf({ defaults: { TEXT: 'nobody' }, models }), /defaults\.TEXT: expected the id of a TEXT entry/);
    assert.match(faultsOf(null), /all of it: /);
  });

  it('cannot name a file outside of its repository', () => {
    const [first] = models;
    for (const file of ['../a.gguf', 'a/../../b.gguf', '/a.gguf', 'a//b.gguf', 'a?b.gguf', 'a.bin']) assert.match(faultsOf({ defaults, models: [{ ...first, file }] }), /\.file: /, file);
    for (const revision of ['..', 'a b', 'x/../y', '']) assert.match(faultsOf({ defaults, models: [{ ...first, revision }] }), /\.revision: /, revision);
  });
});
