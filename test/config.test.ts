// The settings: defaults, what each refuses, and that one message names all that is wrong.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resolve } from 'node:path';
import { InvalidSettings, readConfig } from '../src/server/config.ts';

describe('settings', () => {
  it('have defaults for an empty environment', () => {
    const config = readConfig({});
    assert.equal(config.port, 4000);
    assert.equal(config.host, '127.0.0.1');
    assert.deepEqual(config.corsOrigins, []);
    assert.equal(config.databaseUrl, undefined);
    assert.equal(config.dataFolder, resolve('generated_data'));
    assert.equal(config.modelFolder, resolve('models'));
    assert.equal(config.role, 'all');
    assert.equal(config.maxRowsPerJob, 100_000_000);
  });

  it('take what the environment gives', () => {
    const config = readConfig({ PORT: '0', ROLE: 'worker', CORS_ORIGINS: 'https://a.example, http://localhost:5173', DATABASE_URL: 'postgresql://u:p@h:5432/d', SHARD_ROWS: '100' });
    assert.equal(config.port, 0);
    assert.equal(config.role, 'worker');
    assert.deepEqual(config.corsOrigins, ['https://a.example', 'http://localhost:5173']);
    assert.equal(config.databaseUrl, 'postgresql://u:p@h:5432/d');
    assert.equal(config.shardRows, 128, 'shards are whole blocks');
  });

  it('refuse a part of the service without a database to share', () => {
    for (const ROLE of ['api', 'worker']) {
      for (const DATABASE_URL of [undefined, ' ']) assert.throws(() => readConfig({ ROLE, DATABASE_URL }), (error: unknown) => error instanceof InvalidSettings && /^ {2}DATABASE_URL: expected .*, got nothing\.\nSet DATABASE_URL/m.test(error.message));
      assert.equal(readConfig({ ROLE, DATABASE_URL: 'postgresql://u:p@h/d' }).role, ROLE);
    }
  });

  it('count an empty value as left out', () => {
    assert.equal(readConfig({ PORT: '', DATABASE_URL: ' ' }).port, 4000);
  });

  it('name every wrong one in one message, with what was expected', () => {
    const environment = { PORT: '70000', ROLE: 'boss', LOG_LEVEL: 'loud', MAX_ROWS_PER_JOB: '-1', CORS_ORIGINS: 'example.com', DATABASE_URL: 'mysql://u:secret@h/d', HOST: 'a b' };
    assert.throws(() => readConfig(environment), (error: unknown) => {
      assert(error instanceof InvalidSettings);
      for (const name of Object.keys(environment)) assert.match(error.message, new RegExp(`^  ${name}: expected .*, got`, 'm'), name);
      assert.match(error.message, /all, api, worker/);
      return true;
    });
  });

  it('take a hub to pull models from, and a token that no message shows', () => {
    assert.deepEqual(readConfig({}).hub, { endpoint: 'https://huggingface.co', token: undefined });
    assert.deepEqual(readConfig({ HF_ENDPOINT: 'http://127.0.0.1:8080/mirror/', HF_TOKEN: 'hf_abc' }).hub, { endpoint: 'http://127.0.0.1:8080/mirror', token: 'hf_abc' });
    for (const environment of [{ HF_ENDPOINT: 'ftp://secret' }, { HF_ENDPOINT: 'https://me:secret@hub.example' }, { HF_ENDPOINT: 'https://hub.example/?key=secret' }, { HF_TOKEN: 'my secret' }]) {
      assert.throws(() => readConfig(environment), (error: unknown) => error instanceof InvalidSettings && /expected/.test(error.message) && !error.message.includes('secret'), JSON.stringify(environment));
    }
  });

  it('take a model elsewhere, with what its provider calls for', () => {
    assert.equal(readConfig({ REMOTE_PLACES: '3' }).remote, null);
    assert.deepEqual(readConfig({ REMOTE_MODEL: 'llama3', REMOTE_ENDPOINT: 'http://127.0.0.1:11434/v1/' }).remote, { provider: 'openai', model: 'llama3', endpoint: 'http://127.0.0.1:11434/v1', apiKey: undefined, region: undefined, places: 8, structured: 'auto' });
    assert.deepEqual(readConfig({ REMOTE_PROVIDER: 'bedrock', REMOTE_MODEL: 'm', REMOTE_REGION: 'us-east-1', REMOTE_API_KEY: 'secret', REMOTE_STRUCTURED: 'no' }).remote, { provider: 'bedrock', model: 'm', endpoint: undefined, apiKey: 'secret', region: 'us-east-1', places: 8, structured: 'no' });
    for (const [environment, ...missing] of [
      [{ REMOTE_MODEL: 'm' }, 'REMOTE_ENDPOINT'], [{ REMOTE_MODEL: 'm', REMOTE_PROVIDER: 'azure' }, 'REMOTE_ENDPOINT', 'REMOTE_API_KEY'], [{ REMOTE_MODEL: 'm', REMOTE_PROVIDER: 'bedrock', REMOTE_API_KEY: ' ' }, 'REMOTE_REGION', 'REMOTE_API_KEY'],
      [{ REMOTE_API_KEY: 'secret', PORT: '0' }, 'REMOTE_MODEL'], [{ REMOTE_ENDPOINT: 'https://me:secret@h/v1', REMOTE_MODEL: 'a b', PORT: 'x' }], [{ REMOTE_MODEL: 'm', REMOTE_ENDPOINT: 'https://h', REMOTE_API_KEY: 'my secret' }],
    ] as const) {
      assert.throws(() => readConfig(environment), (error: unknown) => {
        assert(error instanceof InvalidSettings);
        for (const name of missing) assert.match(error.message, new RegExp(`^  ${name}: expected .*, since .*, got nothing$`, 'm'));
        assert.doesNotMatch(error.message, /secret/);
        return true;
      });
    }
  });

  it('never show the password of a database address', () => {
    assert.throws(() => readConfig({ DATABASE_URL: 'mysql://u:secret@h/d' }), (error: unknown) => error instanceof InvalidSettings && !error.message.includes('secret'));
  });
});
