// Orders of runs, through the whole service: what a job keeps of its order, keys that stand for one order, and the locale of its names.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startService, type Service } from './support/service.ts';

let service: Service;
before(async () => {
  service = await startService();
});
after(async () => {
  await service?.[Symbol.asyncDispose]();
});

interface Outcome {
  readonly __typename: string;
  readonly id?: string;
  readonly seed?: number;
  readonly input?: Readonly<Record<string, unknown>>;
  readonly issues?: readonly { readonly path: readonly string[]; readonly message: string }[];
  readonly rows?: readonly { readonly values: Readonly<Record<string, unknown>> }[];
}

const START = 'mutation($input: TextRunInput!) { outcome: startTextRun(input: $input) { __typename ... on TextJob { id seed input } ... on InvalidInputError { issues { path message } } } }';
const PREVIEW = 'query($locale: String) { outcome: previewSchema(definition: { shorthand: { full_name: "string" } }, rows: 30, locale: $locale) { __typename ... on SchemaPreview { rows { values } } ... on InvalidInputError { issues { path message } } } }';

async function outcome(query: string, variables: Readonly<Record<string, unknown>>): Promise<Outcome> {
  const { data, errors } = await service.ask(query, variables);
  assert(data?.['outcome'] !== undefined, JSON.stringify(errors));
  return data['outcome'] as Outcome; // the queries above ask for these fields
}

const ORDER = { source: { definition: { shorthand: { b: 'string', a: 'int' } } }, rows: 3, outputs: [] };

describe('an idempotency key', () => {
  it('answers the same order by the same job, however its members stand and though the seed was drawn', async () => {
    const first = await outcome(START, { input: { ...ORDER, idempotencyKey: 'one' } });
    const again = await outcome(START, { input: { idempotencyKey: 'one', outputs: [], rows: 3, source: { definition: { shorthand: { a: 'int', b: 'string' } } } } });
    assert.equal(first.__typename, 'TextJob');
    assert.deepEqual(again, first);
    assert.deepEqual(await outcome(START, { input: { ...ORDER, seed: first.seed, idempotencyKey: 'one' } }), first);
  });

  it('with another order is refused at the key', async () => {
    await outcome(START, { input: { ...ORDER, idempotencyKey: 'two' } });
    for (const other of [{ rows: 4 }, { seed: 2 ** 40 }, { outputs: [{ format: 'CSV' }] }, { locale: 'de' }]) {
      const { __typename, issues } = await outcome(START, { input: { ...ORDER, ...other, idempotencyKey: 'two' } });
      assert.equal(__typename, 'InvalidInputError', JSON.stringify(other));
      assert.deepEqual(issues?.[0]?.path, ['idempotencyKey']);
    }
  });

  it('is no part of what the job shows, so that handing its input back starts another', async () => {
    const first = await outcome(START, { input: { ...ORDER, idempotencyKey: 'three' } });
    assert(first.input !== undefined && !('idempotencyKey' in first.input), JSON.stringify(first.input));
    const again = await outcome(START, { input: first.input });
    assert.equal(again.__typename, 'TextJob');
    assert.notEqual(again.id, first.id);
    assert.deepEqual(again.input, first.input);
  });
});

describe('a locale', () => {
  it('gives a run and a preview names of its own, and is kept with the order', async () => {
    const [english, plain, polish] = [await outcome(PREVIEW, { locale: 'en' }), await outcome(PREVIEW, {}), await outcome(PREVIEW, { locale: 'pl' })];
    assert.deepEqual(plain.rows, english.rows);
    assert.notDeepEqual(polish.rows, english.rows);
    assert.match(JSON.stringify(polish.rows), /[ąćęłńóśźż]/);
    assert.equal((await outcome(START, { input: { ...ORDER, locale: 'pl' } })).input?.['locale'], 'pl');
  });

  it('that is not there is refused, with those that are', async () => {
    for (const refused of [await outcome(PREVIEW, { locale: 'xx' }), await outcome(START, { input: { ...ORDER, locale: 'xx' } })]) {
      assert.equal(refused.__typename, 'InvalidInputError');
      assert.deepEqual(refused.issues?.[0]?.path, ['locale']);
      assert.match(refused.issues?.[0]?.message ?? '', /expected one of .*\bde\b.*\bpl\b.*got "xx"/);
    }
  });
});
