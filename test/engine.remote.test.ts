// A model behind an endpoint: what it is asked, what its answers become, and what every fault of it comes to. The endpoint is a real server on
// loopback, and nobody else is asked.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { Place } from '../src/domain/text/constraint.ts';
import { MAX_CORRECTIONS, MAX_TRIES, MOST_ASKED_WAIT_MS, type RemoteOptions } from '../src/engines/text/remote/engine.ts';
import { Turns } from '../src/engines/text/remote/turns.ts';
import { MAX_ANSWER_BYTES, MAX_SENT_BYTES } from '../src/engines/text/remote/wire.ts';
import type { TextEngine, TextOrder, TokenCounts, Written } from '../src/engines/text/engine.ts';
import { EngineFailed, OrderFailed, OrderRefused } from '../src/engines/failures.ts';
import { inTurn, repeating, startScriptedModel, type ModelAnswer } from './support/scripted-model.ts';

const PLACES: readonly Place[] = [
  { name: 'name', description: 'full name', constraint: { kind: 'text', maxLength: 20 } },
  { name: 'price', constraint: { kind: 'decimal', minimum: 1, maximum: 99.5, places: 2 } },
  { name: 'state', constraint: { kind: 'choice', values: ['new', 'used'] } },
];
const CONTENT = { state: 'used', price: 12.5, name: 'Ada Lovelace' };
const VALUES = ['Ada Lovelace', '12.50', 'used'];
const RIGHT: ModelAnswer = { content: CONTENT };
const KEY = 'sk-proj-0123456789abcdefghijklmnop';

function order(own = 'Known: nothing.', places = PLACES): TextOrder {
  return { prompt: { system: 'You write records.', shared: 'Table "goods".\n', own }, places, seed: 4_000_000_001, temperature: 0.7 };
}

function write(engine: TextEngine, what: TextOrder = order(), lane = 'job', signal = new AbortController().signal): Promise<Written> {
  return engine.write(what, { lane, signal });
}

/** Waits that are noted, and over at once. */
function noted(): { readonly waits: number[]; readonly options: RemoteOptions } {
  const waits: number[] = [];
  return { waits, options: { wait: (ms) => (waits.push(ms), Promise.resolve()) } };
}

function isOf(kind: typeof EngineFailed | typeof OrderFailed | typeof OrderRefused, words: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert(error instanceof kind, String(error));
    assert.match(error.message, words);
    return true;
  };
}

describe('an order to a model elsewhere', () => {
  it('is one call with the prompt, the schema, the seed and the temperature; its values come in the places\' order', async () => {
    await using model = await startScriptedModel(() => RIGHT);
    await using engine = model.engine({ apiKey: KEY });
    assert.deepEqual(await write(engine), { values: VALUES, tokens: { read: 30, written: 7 } });
    const [{ path, headers, body } = assert.fail('nobody asked')] = model.asked;
    assert.equal(model.asked.length, 1);
    assert.equal(path, '/v1/chat/completions');
    assert.equal(headers.authorization, `Bearer ${KEY}`);
    const { response_format: format, ...rest } = body;
    assert.deepEqual(rest, {
      model: 'scripted', seed: 4_000_000_001 % 2 ** 31, temperature: 0.7, max_tokens: 8192,
      messages: [{ role: 'system', content: 'You write records.' }, { role: 'user', content: 'Table "goods".\nAnswer with one JSON object, not an array, of "name", "price", "state".\nKnown: nothing.' }],
    });
    assert.deepEqual([format?.type, format?.json_schema.strict, format?.json_schema.schema['required']], ['json_schema', true, ['name', 'price', 'state']]);
  });

  it('has its engine say what it is', async () => {
    await using model = await startScriptedModel(() => RIGHT);
    await using engine = model.engine({ model: 'some/model', places: 3 });
    assert.deepEqual([engine.model, engine.device, engine.repeatable, engine.width], ['remote:some/model', new URL(model.endpoint).host, false, 3]);
    assert.equal(model.asked.length, 0);
  });

  it('has no key where none is set', async () => {
    await using model = await startScriptedModel(() => RIGHT);
    await using engine = model.engine();
    await write(engine);
    assert.equal(model.asked[0]?.headers.authorization, undefined);
  });

  it('counts tokens by characters where the endpoint does not, and says so', async () => {
    await using model = await startScriptedModel(inTurn({ ...RIGHT, usage: null }, { ...RIGHT, usage: { prompt_tokens: 0, completion_tokens: 0 } }));
    await using engine = model.engine();
    for (let time = 0; time < 2; time++) {
      const { tokens } = await write(engine);
      assert.deepEqual(tokens, { read: Math.ceil((model.asked[time]?.body.messages ?? []).reduce((length, { content }) => length + content.length, 0) / 4), written: Math.ceil(JSON.stringify(CONTENT).length / 4), estimated: true });
    }
  });

  it('is one of as many at once as there are places', async () => {
    const two = Promise.withResolvers<void>();
    let now = 0;
    let most = 0;
    await using model = await startScriptedModel(async () => {
      most = Math.max(most, ++now);
      if (now === 2) two.resolve();
      await two.promise;
      await setImmediate();
      now--;
      return RIGHT;
    });
    await using engine = model.engine({ places: 2 });
    await Promise.all(Array.from({ length: 6 }, () => write(engine)));
    assert.equal(most, 2);
  });

  it('takes turns with those of other lanes', async () => {
    await using model = await startScriptedModel(() => RIGHT);
    await using engine = model.engine({ places: 1 });
    await Promise.all([...'aaaabb'].map((lane) => write(engine, order(lane), lane)));
    assert.equal(model.asked.map(({ body }) => body.messages.at(-1)?.content.at(-1)).join(''), 'aababa'); // the first found the place free
  });
});

describe('an answer', () => {
  for (const [title, wrong, told] of [
    ['that is no JSON', { content: 'I would rather not.' }, /- expected one whole JSON object, got something else/],
    ['that is cut short', { content: '{"name": "Ada', finish: 'length' }, /- expected one whole JSON object/],
    ['of the wrong types', { content: { ...CONTENT, name: 5, price: [] } }, /- name: expected text.*got 5\n- price: expected number.*got \[\]/],
    ['out of range', { content: { ...CONTENT, price: 200 } }, /- price: expected number from 1 to 99\.5 .*got "200\.00"/],
    ['that is not among the choices', { content: { ...CONTENT, state: 'broken' } }, /- state: expected one of "new", "used", got "broken"/],
    ['that lacks a value', { content: { name: 'Ada' } }, /- price: expected .*got nothing\n- state: expected/],
  ] as const) it(`${title} is sent back with what is wrong, and its tokens are counted`, async () => {
    await using model = await startScriptedModel(inTurn(wrong, RIGHT));
    await using engine = model.engine();
    assert.deepEqual(await write(engine), { values: VALUES, tokens: { read: 60, written: 14 } });
    const [first, second] = model.asked.map(({ body }) => body);
    assert.deepEqual(second?.messages.map(({ role }) => role), ['system', 'user', 'assistant', 'user']);
    assert.match(second?.messages.at(-1)?.content ?? '', told);
    assert.notEqual(first?.seed, second?.seed);
  });

  it('that is empty is asked for again', async () => {
    await using model = await startScriptedModel(inTurn({ content: '' }, RIGHT));
    await using engine = model.engine();
    assert.deepEqual((await write(engine)).values, VALUES);
    assert.deepEqual(model.asked[1]?.body.messages, model.asked[0]?.body.messages);
  });

  it('that is never right is given up, and no value of it is told', async () => {
    await using model = await startScriptedModel(() => ({ content: { ...CONTENT, state: 'confidential' } }));
    await using engine = model.engine();
    await assert.rejects(write(engine), isOf(OrderFailed, /^remote:scripted did not answer as asked, 4 times in a row: state: expected one of "new", "used"\. Set REMOTE_MODEL/));
    assert.equal(model.asked.length, 1 + MAX_CORRECTIONS);
  });

  it('costs its tokens even so, and where it is stopped before it is right', async () => {
    const stop = new AbortController();
    const wasted: TokenCounts[] = [];
    const told = { lane: 'a', wasted: (tokens: TokenCounts) => wasted.push(tokens) };
    await using model = await startScriptedModel(({ number }) => (number === 5 ? 'hold' : { content: { ...CONTENT, state: 'confidential' } }));
    await using engine = model.engine();
    await assert.rejects(engine.write(order(), { ...told, signal: new AbortController().signal }), OrderFailed);
    const stopped = engine.write(order(), { ...told, signal: stop.signal });
    await model.held();
    stop.abort(new Error('cancelled'));
    await assert.rejects(stopped, /cancelled/);
    assert.deepEqual(wasted, [{ read: 120, written: 28 }, { read: 30, written: 7 }]);
  });

  it('is read out of fences, words and thoughts; texts are cut and numbers rounded to fit', async () => {
    await using model = await startScriptedModel(() => ({ content: `<think>{"name": maybe}</think>Here it is:\n\`\`\`json\n${JSON.stringify({ ...CONTENT, name: ' Ada\nLovelace of London ', price: 12.499, more: 1 })}\n\`\`\`` }));
    await using engine = model.engine({ structured: 'no' });
    assert.deepEqual((await write(engine)).values, ['Ada Lovelace of', '12.50', 'used']);
  });

  it('from a model that repeats itself is what it is', async () => {
    await using model = await startScriptedModel(repeating(['Ann', 'Bob']));
    await using engine = model.engine({ places: 1 });
    assert.deepEqual((await Promise.all([1, 2, 3].map(() => write(engine)))).map(({ values }) => values), ['Ann', 'Bob', 'Ann'].map((name) => [name, '1.00', 'new']));
  });
});

describe('structured output', () => {
  const refusal: ModelAnswer = { status: 400, body: { error: { message: "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model." } } };

  it('that is refused gives way to plain JSON with the schema in the prompt, for good', async () => {
    await using model = await startScriptedModel(({ body }) => (body.response_format === undefined ? RIGHT : refusal));
    await using engine = model.engine();
    assert.deepEqual((await write(engine)).values, VALUES);
    await write(engine);
    assert.deepEqual(model.asked.map(({ body }) => body.response_format?.type), ['json_schema', undefined, undefined]);
    assert.match(model.asked[1]?.body.messages[1]?.content ?? '', /It meets this JSON Schema: \{"type":"object".*"additionalProperties":false\}\nKnown/);
  });

  it('is kept to, or never asked for, where that is set', async () => {
    await using model = await startScriptedModel(({ body }) => (body.response_format === undefined ? RIGHT : refusal));
    await using kept = model.engine({ structured: 'yes' });
    await assert.rejects(write(kept), isOf(OrderRefused, /answered 400 .*response_format.*REMOTE_STRUCTURED=auto/));
    await using without = model.engine({ structured: 'no' });
    assert.deepEqual((await write(without)).values, VALUES);
    assert.deepEqual(model.asked.map(({ body }) => body.response_format?.type), ['json_schema', undefined]);
  });

  it('is not the only thing that an endpoint may refuse: seed, temperature and a bound of tokens are left out too', async () => {
    const refused = ['temperature', 'max_tokens', 'seed'] as const;
    await using model = await startScriptedModel(({ body }) => {
      const named = refused.find((name) => body[name] !== undefined);
      return named === undefined ? RIGHT : { status: named === 'seed' ? 422 : 400, body: { error: { message: `Unsupported parameter: '${named}'`, param: named } } };
    });
    await using engine = model.engine();
    assert.deepEqual((await Promise.all([write(engine), write(engine)])).map(({ values }) => values), [VALUES, VALUES]);
    assert(model.asked.length <= 8);
  });
});

describe('an endpoint that is busy or fails for a moment', () => {
  it('is asked again after as long as it says: seconds, milliseconds or a date', async () => {
    const busy = (headers: Readonly<Record<string, string>>): ModelAnswer => ({ status: 429, headers, body: 'slower' });
    await using model = await startScriptedModel(inTurn(busy({ 'retry-after': '3' }), busy({ 'retry-after-ms': '70' }), busy({ 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }), RIGHT));
    const { waits, options } = noted();
    await using engine = model.engine({}, options);
    assert.deepEqual((await write(engine)).values, VALUES);
    assert.deepEqual([...new Set(waits)], [3_000, 70, 0]);
  });

  it('is left alone meanwhile by every order, and then has fewer at once', async () => {
    const over = Promise.withResolvers<void>();
    const paused = Promise.withResolvers<void>();
    let now = 0;
    let most = 0;
    await using model = await startScriptedModel(async ({ number }) => {
      if (number === 0) return { status: 429, headers: { 'retry-after': '9' }, body: '' };
      most = Math.max(most, ++now);
      await setImmediate();
      now--;
      return RIGHT;
    });
    await using engine = model.engine({ places: 2 }, { wait: () => (paused.resolve(), over.promise) });
    const first = write(engine);
    await paused.promise;
    const others = [write(engine), write(engine), write(engine)];
    await using elsewhere = model.engine();
    await write(elsewhere);
    assert.equal(model.asked.length, 2, 'one came before it that should have waited');
    over.resolve();
    await Promise.all([first, ...others]);
    assert.equal(most, 1);
  });

  for (const [title, fault] of [
    ['answers 500', { status: 500, body: 'oops' }],
    ['cuts its answer', { cutAfter: '{"choices": [{"mess' }],
    ['answers with malformed JSON', { status: 200, body: '{"choices": [' }],
    ['answers with something else', { status: 200, body: { choices: [] } }],
    ['answers with nothing', { status: 204, body: '' }],
    ['answers with far too much', { status: 200, body: JSON.stringify({ choices: [{ message: { content: JSON.stringify(CONTENT) }, finish_reason: 'stop' }] }).padEnd(MAX_ANSWER_BYTES + 1) }],
  ] as const) it(`is asked again where it ${title}`, async () => {
    await using model = await startScriptedModel(inTurn(fault, fault, RIGHT));
    const { waits, options } = noted();
    await using engine = model.engine({}, options);
    assert.deepEqual((await write(engine)).values, VALUES);
    assert.equal(model.asked.length, 3);
    const [one = 0, two = 0] = waits;
    assert(one >= 250 && one <= 500 && two >= 500 && two <= 1_000, waits.join());
  });

  it('is given up after so many times, with what to look at', async () => {
    await using model = await startScriptedModel(() => ({ status: 503, body: { error: 'overloaded' } }));
    const { waits, options } = noted();
    await using engine = model.engine({}, options);
    await assert.rejects(write(engine), isOf(EngineFailed, /remote:scripted cannot be used now: 127\.0\.0\.1:\d+ answered 503 \(.*overloaded.*\), 8 times in a row; .*REMOTE_ENDPOINT/));
    assert.deepEqual([model.asked.length, waits.length], [MAX_TRIES, MAX_TRIES - 1]);
  });

  it('is given up at once where it asks to wait for too long', async () => {
    await using model = await startScriptedModel(() => ({ status: 429, headers: { 'retry-after': String(MOST_ASKED_WAIT_MS / 1_000 + 1) }, body: '' }));
    await using engine = model.engine();
    await assert.rejects(write(engine), isOf(EngineFailed, /asks to wait for 301 s; .*REMOTE_PLACES/));
    assert.equal(model.asked.length, 1);
  });

  it('is given up where it never answers, or is not there', async () => {
    await using model = await startScriptedModel(() => 'hold');
    await using engine = model.engine({}, { ...noted().options, timeoutMs: 20 });
    await assert.rejects(write(engine), isOf(EngineFailed, /gave no whole answer within 0\.02 s, 8 times/));
    const gone = await startScriptedModel(() => RIGHT);
    await gone[Symbol.asyncDispose]();
    await using lost = gone.engine({}, noted().options);
    await assert.rejects(write(lost), isOf(EngineFailed, /cannot be reached.*ECONNREFUSED.*REMOTE_ENDPOINT/));
  });
});

describe('an endpoint that refuses', () => {
  for (const [status, remedy] of [[400, /REMOTE_MODEL=scripted/], [401, /REMOTE_API_KEY/], [403, /REMOTE_API_KEY.*REMOTE_MODEL=scripted/], [404, /REMOTE_MODEL.*REMOTE_ENDPOINT/], [413, /larger context/], [307, /REMOTE_ENDPOINT/]] as const) it(`by ${status} is asked once, and the setting is named`, async () => {
    await using model = await startScriptedModel(() => ({ status, headers: { location: 'http://127.0.0.2:1/' }, body: 'no' }));
    await using engine = model.engine({ apiKey: KEY });
    await assert.rejects(write(engine), isOf(OrderRefused, new RegExp(`answered ${status}.*: .*${remedy.source}`)));
    assert.equal(model.asked.length, 1);
  });

  it('is not followed to where it sends on to, which would be shown the key', async () => {
    await using other = await startScriptedModel(() => RIGHT);
    await using model = await startScriptedModel(() => ({ status: 308, headers: { location: `${other.endpoint}/chat/completions` }, body: '' }));
    await using engine = model.engine({ apiKey: KEY });
    await assert.rejects(write(engine), OrderRefused);
    assert.equal(other.asked.length, 0);
  });

  it('is not sent an order beyond all bounds', async () => {
    await using model = await startScriptedModel(() => RIGHT);
    await using engine = model.engine();
    await assert.rejects(write(engine, order('x'.repeat(MAX_SENT_BYTES))), isOf(OrderRefused, /larger than 4000000 bytes/));
    assert.equal(model.asked.length, 0);
  });

  it('never has the key in what is said of it, whole, in part or in capitals', async () => {
    for (const [status, echo] of [[400, KEY], [401, KEY], [500, `key ${KEY.slice(0, 20)}... is bad`], [400, KEY.toUpperCase()], [400, `${'y'.repeat(280)}${KEY}`]] as const) {
      await using model = await startScriptedModel(() => ({ status, body: { error: { message: `Incorrect API key provided: ${echo}` } } }));
      await using engine = model.engine({ apiKey: KEY }, noted().options);
      await assert.rejects(write(engine), (error: unknown) => {
        assert(error instanceof Error && error.cause === undefined);
        assert.doesNotMatch(`${error.message}${error.stack}`.toLowerCase(), /0123|sk-proj/);
        return true;
      });
    }
  });
});

describe('an order that is stopped', () => {
  it('ends at once, and the request with it', async () => {
    await using model = await startScriptedModel(() => 'hold');
    await using engine = model.engine({ places: 1 });
    const stop = new AbortController();
    const [first, waiting] = [write(engine, order(), 'a', stop.signal), write(engine, order(), 'a', stop.signal)];
    await model.held();
    const why = new Error('cancelled');
    stop.abort(why);
    await assert.rejects(first, why);
    await assert.rejects(waiting, why);
    await model.dropped();
    assert.equal(model.asked.length, 1);
  });

  it('ends while it waits for the endpoint too, and the others go on', async () => {
    const over = Promise.withResolvers<void>();
    const paused = Promise.withResolvers<void>();
    await using model = await startScriptedModel(inTurn({ status: 429, headers: { 'retry-after': '9' }, body: '' }, RIGHT));
    await using engine = model.engine({}, { wait: async (_, signal) => {
      paused.resolve();
      signal.throwIfAborted();
      await Promise.race([over.promise, once(signal, 'abort').then(() => signal.throwIfAborted())]);
    } });
    const stop = new AbortController();
    const [stopped, other] = [write(engine, order(), 'a', stop.signal), paused.promise.then(() => write(engine))];
    await paused.promise;
    stop.abort(new Error('cancelled'));
    await assert.rejects(stopped, /cancelled/);
    over.resolve();
    assert.deepEqual((await other).values, VALUES);
  });

  it('takes no place with it that it was given just then', async () => {
    const turns = new Turns(1);
    const never = new AbortController().signal;
    const [stop, taken] = [new AbortController(), await turns.take('a', never)];
    const stopped = turns.take('a', stop.signal);
    stop.abort(new Error('cancelled'));
    taken[Symbol.dispose]();
    await assert.rejects(stopped, /cancelled/);
    assert(await turns.take('a', never), 'the next has it');
  });

  it('ends with the engine', async () => {
    await using model = await startScriptedModel(() => 'hold');
    const engine = model.engine();
    const waiting = assert.rejects(write(engine), isOf(EngineFailed, /stopping/));
    await model.held();
    await engine[Symbol.asyncDispose]();
    await waiting;
    await assert.rejects(write(engine), EngineFailed);
  });
});
