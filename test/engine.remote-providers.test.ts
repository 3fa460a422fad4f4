// The providers of models elsewhere: where each sends its requests, and how it shows its key; and what is logged of them.
import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { describe, it } from 'node:test';
import { pino } from 'pino';
import type { Place } from '../src/domain/text/constraint.ts';
import type { TextEngine, Written } from '../src/engines/text/engine.ts';
import { remoteEngine } from '../src/engines/text/remote/engine.ts';
import { addressOf } from '../src/engines/text/remote/settings.ts';
import { inTurn, startScriptedModel, type ModelAnswer } from './support/scripted-model.ts';

const PLACES: readonly Place[] = [{ name: 'name', constraint: { kind: 'text', maxLength: 20 } }, { name: 'price', constraint: { kind: 'decimal', minimum: 1, maximum: 99.5, places: 2 } }];
const CONTENT = { price: 12.5, name: 'Ada Lovelace' };
const VALUES = ['Ada Lovelace', '12.50'];
const RIGHT: ModelAnswer = { content: CONTENT };
const KEY = 'sk-proj-0123456789abcdefghijklmnop';

function write(engine: TextEngine): Promise<Written> {
  return engine.write({ prompt: { system: 'You write records.', shared: 'Table "goods".\n', own: '' }, places: PLACES, seed: 1, temperature: 0.7 }, { lane: 'job', signal: new AbortController().signal });
}

describe('the providers', () => {
  it('of Azure ask the deployment at the resource\'s address, with the key in its own header', async () => {
    await using model = await startScriptedModel(() => RIGHT);
    await using engine = model.engine({ provider: 'azure', endpoint: new URL(model.endpoint).origin, model: 'my-deployment', apiKey: KEY });
    assert.deepEqual((await write(engine)).values, VALUES);
    const [{ path, headers, body } = assert.fail('nobody asked')] = model.asked;
    assert.deepEqual([path, headers['api-key'], headers.authorization, body.model, body.response_format?.type], ['/openai/v1/chat/completions', KEY, undefined, 'my-deployment', 'json_schema']);
  });

  const converse: ModelAnswer = {
    status: 200,
    body: { output: { message: { role: 'assistant', content: [{ toolUse: { toolUseId: '1', name: 'json', input: CONTENT } }] } }, stopReason: 'tool_use', usage: { inputTokens: 40, outputTokens: 9, totalTokens: 49 } },
  };
  const BEDROCK = { provider: 'bedrock', region: 'eu-central-1', model: 'meta.llama3-1-8b-instruct-v1:0' } as const;
  const NAME = 'meta.llama3-1-8b-instruct-v1%3A0';

  it('of Bedrock send an API key as it is', async () => {
    await using model = await startScriptedModel(() => converse);
    await using engine = model.engine({ ...BEDROCK, apiKey: KEY });
    assert.deepEqual(await write(engine), { values: VALUES, tokens: { read: 40, written: 9 } });
    const [{ path, headers } = assert.fail('nobody asked')] = model.asked;
    assert.deepEqual([path, headers.authorization], [`/v1/model/${NAME}/converse`, `Bearer ${KEY}`]);
  });

  it('of Bedrock sign with an access key, whose secret never leaves the house', async () => {
    await using model = await startScriptedModel(() => converse);
    await using engine = model.engine({ ...BEDROCK, apiKey: 'AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMIK7MDENG/bPxRfiCYEXAMPLEKEY:session+token==' });
    assert.deepEqual((await write(engine)).values, VALUES);
    const [{ headers, body } = assert.fail('nobody asked')] = model.asked;
    assert.match(headers.authorization ?? '', /^AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE\/\d{8}\/eu-central-1\/bedrock\/aws4_request, SignedHeaders=[a-z;-]+, Signature=[0-9a-f]{64}$/);
    assert.equal(headers['x-amz-security-token'], 'session+token==');
    assert.doesNotMatch(JSON.stringify([headers, body]), /wJalr/);
  });

  it('of Bedrock do without tools where the model has none', async () => {
    await using model = await startScriptedModel(({ body }) => ('toolConfig' in body
      ? { status: 400, body: { message: "This model doesn't support tool use." } }
      : { status: 200, body: { output: { message: { role: 'assistant', content: [{ text: JSON.stringify(CONTENT) }] } }, stopReason: 'end_turn', usage: { inputTokens: 40, outputTokens: 9, totalTokens: 49 } } }));
    await using engine = model.engine({ ...BEDROCK, apiKey: KEY });
    assert.deepEqual((await write(engine)).values, VALUES);
    assert.equal(model.asked.length, 2);
  });

  it('have addresses of their own where none is set', () => {
    const settings = { provider: 'bedrock', model: 'm', endpoint: undefined, apiKey: KEY, places: 1, structured: 'auto' } as const;
    assert.equal(addressOf({ ...settings, region: 'us-east-1' }), 'https://bedrock-runtime.us-east-1.amazonaws.com');
    assert.equal(addressOf({ ...settings, region: 'cn-north-1' }), 'https://bedrock-runtime.cn-north-1.amazonaws.com.cn');
    assert.equal(addressOf({ ...settings, provider: 'azure', endpoint: 'https://mine.openai.azure.com', region: undefined }), 'https://mine.openai.azure.com/openai/v1');
    assert.equal(addressOf({ ...settings, provider: 'azure', endpoint: 'https://gate.example/azure', region: undefined }), 'https://gate.example/azure');
  });
});

describe('the log of a model elsewhere', () => {
  it('says what is left out, slowed down or estimated, once each, and never a key or a value', async () => {
    const lines: string[] = [];
    const log = pino({ base: null }, new Writable({ write: (line, _, done) => (lines.push(String(line)), done()) }));
    await using model = await startScriptedModel(inTurn({ status: 400, body: `no seed with ${KEY}` }, { status: 429, headers: { 'retry-after': '0' }, body: KEY }, { ...RIGHT, usage: null }));
    await using engine = remoteEngine({ provider: 'openai', model: 'scripted', endpoint: model.endpoint, apiKey: KEY, region: undefined, places: 1, structured: 'auto' }, log);
    await write(engine);
    await write(engine);
    assert.deepEqual(lines.map((line) => (JSON.parse(line) as { readonly msg: string }).msg), [
      'the endpoint refuses a part of the request, which is left out from now on', 'the endpoint asks to slow down', 'the endpoint does not count tokens; 4 characters are taken for one',
    ]);
    assert.doesNotMatch(lines.join(''), /sk-proj|Ada/);
  });
});
