// Question-answer pairs before any model is asked: how they are shared out, what each is asked, and what is made of an answer.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { InvalidInput } from '../src/domain/errors.ts';
import type { Plan } from '../src/domain/plan.ts';
import type { Value } from '../src/domain/schema.ts';
import { estimatedTokens } from '../src/domain/text/chunks.ts';
import { isGrounded, contentWords } from '../src/domain/text/grounded.ts';
import { AskedChunk, chunkOfPair, firstPairOf, planPairs, senseOf } from '../src/domain/text/pairs.ts';
import { PairHints } from '../src/domain/text/prompts.ts';
import type { TextEngine, TextOrder } from '../src/engines/text/engine.ts';
import { pairsToWrite } from '../src/jobs/asked-rows.ts';
import { writtenRows } from '../src/jobs/model-rows.ts';
import { collect } from './support/collect.ts';

const TEXT = Array.from({ length: 300 }, (_, index) => `Fact ${index} is that town ${index} has ${index * 3} wells. `).join('');

function planned(more: Partial<Parameters<typeof planPairs>[0]> = {}): Plan {
  return planPairs({ context: TEXT, pairs: 50, seed: 7, model: { id: 'm', mode: 'MODEL', temperature: 0.7 }, contextTokens: 2_048, maxPairs: 1_000, ...more });
}

/** All that is asked, each at its first attempt. */
function asked(plan: Plan, first = 0, last = plan.tables[0]?.rows ?? 0) {
  return [...pairsToWrite(plan, { first, last }).rows].map((row) => ({ row: row.row, order: row.order(0, []), kept: row.kept }));
}

describe('pairs', () => {
  it('are shared out evenly over the chunks, which they take in turn', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 60 }), (pairs, chunks) => {
      const of = Array.from({ length: pairs }, (_, pair) => chunkOfPair(pair, pairs, chunks));
      const shares = Array.from({ length: chunks }, (_, chunk) => of.filter((own) => own === chunk).length);
      assert(Math.max(...shares) - Math.min(...shares) <= 1, shares.join(', '));
      assert.deepEqual(of, of.toSorted((a, b) => a - b));
      of.forEach((chunk, pair) => assert(firstPairOf(chunk, pairs, chunks) <= pair && pair < firstPairOf(chunk + 1, pairs, chunks)));
    }));
  });

  it('are asked with their chunk as the shared part, and otherwise each in its own way, wherever a shard begins', () => {
    const plan = planned();
    const all = asked(plan);
    assert.equal(all.length, 50);
    assert.equal(new Set(all.map(({ order }) => order?.prompt.shared)).size, plan.chunks?.length);
    assert((plan.chunks?.length ?? 0) > 3);
    assert.equal(new Set(all.map(({ order }) => order?.prompt.shared + String(order?.prompt.own))).size, 50, 'no two are asked alike');
    assert.equal(new Set(all.map(({ order }) => order?.seed)).size, 50);
    assert.deepEqual(asked(plan, 17, 40).map(({ order }) => order), all.slice(17, 40).map(({ order }) => order));
  });

  it('fit the model, prompt, answer and further attempts, however small its context', () => {
    for (const contextTokens of [1_300, 2_048, 8_192]) {
      const plan = planned({ contextTokens, pairs: 200, context: TEXT.repeat(4) });
      for (const { order } of [...pairsToWrite(plan, { first: 0, last: 200 }).rows].map((row) => ({ order: row.order(3, ['q'.repeat(200), 'r'.repeat(200), 's'.repeat(200)]) }))) {
        assert(order !== null);
        const tokens = estimatedTokens(order.prompt.system + order.prompt.shared + order.prompt.own) + 600;
        assert(tokens <= contextTokens, `${tokens} of ${contextTokens}`);
      }
    }
  });

  it('are refused where nothing can come of them', () => {
    const refused = (more: Parameters<typeof planned>[0], place: string, message: RegExp): void => {
      assert.throws(() => planned(more), (error) => error instanceof InvalidInput && error.issues[0]?.path.join('.') === place && message.test(error.message));
    };
    refused({ contextTokens: 512 }, 'context', /set MODEL_CONTEXT to \d+ or more/);
    refused({ context: '...' }, 'context', /words/);
    refused({ pairs: 1_001 }, 'pairs', /at most 1000/);
    refused({ pairs: 1.5 }, 'pairs', /whole number/);
  });
});

describe('an answer', () => {
  it('becomes a pair with a sentence of its chunk, whatever number is chosen', () => {
    const plan = planned();
    const [first] = asked(plan);
    const { sentences, places } = new AskedChunk(0, plan.chunks?.[0] ?? []);
    const [evidence] = places;
    assert(evidence?.constraint.kind === 'integer');
    assert.deepEqual([evidence.constraint.minimum, evidence.constraint.maximum], [1, sentences.length]);
    sentences.forEach((sentence, index) => {
      const [, , shown, chunk] = first?.kept([index + 1, 'Q?', 'A.']) ?? [];
      assert.deepEqual([shown, chunk], [sentence, 0]);
      assert(TEXT.includes(sentence));
    });
  });

  it('has no heading and no fence for its evidence, unless its chunk has nothing else', () => {
    const text = ['# Title\n\n', 'One is here. ', '```bash\n', 'ls -l\n```\n\n', '```\n\n## Next\n', 'Two is here.'];
    assert.deepEqual(new AskedChunk(0, text).sentences, ['One is here.', 'ls -l\n```', 'Two is here.']);
    assert.deepEqual(new AskedChunk(0, ['# Title\n\n', '## Next']).sentences, ['# Title', '## Next']);
  });

  const chunk = ['Northwind was founded in 1950 by Ana Díaz. ', 'It makes chairs, and sold 1,200 of them in Malmö. ', 'The people of the town like them.'];
  const grounded = (evidence: number, question: string, answer: string): Value => new AskedChunk(0, chunk).pairOf([evidence, question, answer])[4] ?? null;

  it('is grounded where its words stand in the evidence, in whatever form', () => {
    assert.equal(grounded(1, 'Who founded Northwind?', 'Ana Diaz was the founder.'), false, 'founder is another word');
    assert.equal(grounded(1, 'Who founded it?', 'Ana Diaz founded Northwind.'), true);
    assert.equal(grounded(2, 'What is made?', 'A chair is what it is making.'), true);
    assert.equal(grounded(2, 'What does it make?', 'It sells chairs.'), false, 'as words go, sells is no form of sold');
    assert.equal(grounded(2, 'How many chairs were sold in Malmö?', '1,200 chairs.'), true);
    assert.equal(grounded(2, 'How many?', '1,300 chairs.'), false);
  });

  it('may use words of its question that the chunk has, and none that nobody has', () => {
    assert.equal(grounded(2, 'What does Northwind make?', 'Northwind makes chairs.'), true);
    assert.equal(grounded(2, 'What?', 'Northwind makes chairs.'), false);
    assert.equal(grounded(2, 'What does Southwind make?', 'Southwind makes chairs.'), false);
  });

  it('of yes or no claims what was asked', () => {
    assert.equal(grounded(1, 'Was Northwind founded in 1950?', 'Yes.'), true);
    assert.equal(grounded(1, 'Was Northwind founded in 1960?', 'Yes.'), false);
    assert.equal(grounded(1, 'Is it?', 'Yes, it is.'), false);
  });

  it('is read word by word where words are not spaced', () => {
    const evidence = '木材は北から来る。';
    const words = contentWords(evidence);
    assert(words.size > 2);
    assert.equal(isGrounded({ question: 'どこから来る？', answer: '北から来る。', evidence }, words), true);
    assert.equal(isGrounded({ question: 'どこから来る？', answer: '南から来る。', evidence }, words), false);
  });
});

describe('questions', () => {
  it('with the same content words are near-duplicates', () => {
    assert.equal(senseOf('What does Northwind make?'), senseOf('What is Northwind making?'));
    assert.equal(senseOf('Who founded the company?'), senseOf('By whom was a company founded?'));
    assert.notEqual(senseOf('Who founded the company?'), senseOf('Who left the company?'));
    assert.notEqual(senseOf('Who is it?'), senseOf('Where is it?'));
  });

  it('that say what an earlier one of their block asks are asked again, told of it, and no pair is left out', async () => {
    const orders: TextOrder[] = [];
    const engine: TextEngine = {
      model: 'scripted', device: 'test', repeatable: true, isLoaded: true, width: 4,
      write: async (order) => {
        orders.push(order);
        const words = ['wells', 'has', `town${order.seed % 10}`];
        const turned = words.slice(order.seed % 3).concat(words.slice(0, order.seed % 3));
        return { values: [1, `What are the ${turned.join(' ')}?`, 'A.'], tokens: { read: 1, written: 1 } };
      },
      [Symbol.asyncDispose]: async () => {},
    };
    const written = await collect(writtenRows({ engine, lane: 'a', signal: new AbortController().signal, spent: () => {}, ...pairsToWrite(planned({ pairs: 64 }), { first: 0, last: 64 }) }, []));
    assert.deepEqual(written.map(({ row }) => row), Array.from({ length: 64 }, (_, row) => row));
    assert.equal(new Set(written.map(({ values }) => senseOf(String(values[0])))).size, 10, 'every question that it has is there');
    const again = orders.filter(({ prompt }) => prompt.own.includes('say this already'));
    assert(again.length >= 64 - 10 && orders.length <= 64 * 4, `${orders.length} orders`);
  });

  it('are asked of every kind about every sentence before any comes again', () => {
    const hints = new PairHints(3, 2, 9);
    const of = (from: number, to: number): Set<string> => new Set(Array.from({ length: to - from }, (_, place) => hints.of(from + place, 0)));
    const round = of(0, 13 * 9);
    assert.equal(round.size, 13 * 9);
    assert.deepEqual([...of(13 * 9, 2 * 13 * 9)].sort(), [...round].sort());
    assert.notEqual(hints.of(0, 0), hints.of(0, 1));
  });
});
