// llama.cpp reads every grammar of ours, and a model that writes nonsense at a high temperature writes valid values all the same.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { getLlama, LlamaGrammarEvaluationState, type Llama, type LlamaContextSequence, type LlamaModel, type Token } from 'node-llama-cpp';
import type { Value } from '../src/domain/schema.ts';
import type { Constraint } from '../src/domain/text/constraint.ts';
import { problemWith } from '../src/domain/text/problem.ts';
import { writingOf } from '../src/domain/text/writing.ts';
import { anyConstraint } from './support/constraints.ts';
import { writeModel } from './support/gguf.ts';

const KINDS: readonly Constraint[] = [
  { kind: 'text', maxLength: 40 },
  { kind: 'text', maxLength: 25, lines: true },
  { kind: 'integer', minimum: -17, maximum: 4210 },
  { kind: 'decimal', minimum: -12.5, maximum: 999.99, places: 2, written: 3 },
  { kind: 'float', minimum: 0, maximum: 1, places: 4 },
  { kind: 'choice', values: ['pending', 'paid', 'paid "late"', 'zażółć', 'ß', 7, 70] },
  { kind: 'boolean' },
  { kind: 'date', from: '1999-12-30', to: '2101-03-01' },
  { kind: 'time', from: '08:30:15', to: '17:00:00' },
  { kind: 'datetime', from: '2020-01-15T10:20:30Z', to: '2026-11-20T09:08:07Z' },
  { kind: 'pattern', regex: '[A-ZÄ-Ü]{3}-\\d{2,4}(/"\\w")?' },
  { kind: 'object', members: [{ name: 'size', constraint: { kind: 'choice', values: ['S', 'M', 'L'] } }, { name: 'note', constraint: { kind: 'text', maxLength: 20 } }, { name: 'weights', constraint: { kind: 'list', items: { kind: 'decimal', minimum: 0, maximum: 9.5, places: 1 }, minItems: 0, maxItems: 3 } }] },
];
const VALUES_OF_A_KIND = 200;

describe('llama.cpp under our grammars', () => {
  let folder: string;
  let llama: Llama;
  let model: LlamaModel;
  let sequence: LlamaContextSequence;
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'verisim-grammars-'));
    llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, maxThreads: 1 });
    const modelPath = path.join(folder, 'noise.gguf');
    await writeModel(modelPath, {});
    model = await llama.loadModel({ modelPath });
    sequence = (await model.createContext({ contextSize: 512, threads: 1 })).getSequence();
  });
  after(async () => {
    await llama.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  /** One value, by whatever the model chooses. */
  async function written(constraint: Constraint, seed: number): Promise<Value> {
    const writing = writingOf(constraint, ',');
    const grammar = await llama.createGrammar({ grammar: writing.gbnf });
    const grammarEvaluationState = new LlamaGrammarEvaluationState({ model, grammar });
    await sequence.clearHistory();
    const tokens: Token[] = [];
    for await (const token of sequence.evaluate(model.tokenize(`Write a value: [${writing.open}`), { grammarEvaluationState, seed, temperature: 1.5, topK: 0, topP: 1, yieldEogToken: true })) {
      tokens.push(token);
      const over = writing.read(model.detokenize(tokens));
      if (over !== null) return over.value;
      if (model.isEogToken(token)) break;
    }
    return assert.fail(`never over: ${JSON.stringify(model.detokenize(tokens))}`);
  }

  it('reads each of them', async () => {
    await fc.assert(fc.asyncProperty(anyConstraint, async (constraint) => {
      const { gbnf } = writingOf(constraint, ',');
      const grammar = await llama.createGrammar({ grammar: gbnf });
      new LlamaGrammarEvaluationState({ model, grammar }); // it is read here, not before
    }), { numRuns: 200 });
  });

  for (const constraint of KINDS) it(`writes nothing but valid values: ${JSON.stringify(constraint).slice(0, 60)}`, async () => {
    const values: Value[] = [];
    for (let seed = 1; seed <= VALUES_OF_A_KIND; seed++) values.push(await written(constraint, seed));
    assert.deepEqual(values.map((value) => problemWith(constraint, value)).filter((problem) => problem !== null), []);
    assert.ok(new Set(values.map((value) => JSON.stringify(value))).size > 1, 'noise varies');
  });
});
