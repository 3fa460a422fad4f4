// Made-up models are models: llama.cpp loads them, reads their vocabulary as we do, and writes by their seed; and the same options make the same file.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { getLlama, type Llama, type LlamaModel, type Token } from 'node-llama-cpp';
import { sampleRows, weightBytes, writeModel, type MadeUpModel } from './support/gguf.ts';
import { ownVocabulary, qwen2Vocabulary } from './support/gguf/vocabulary.ts';
import { PROSE } from './support/gguf/corpus.ts';

const QUANTS = ['f32', 'q4_0', 'q8_0', 'q4_k_m'] as const;

let folder: string;
let llama: Llama;
before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'verisim-models-'));
  llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, maxThreads: 1 });
});
after(async () => {
  await llama.dispose();
  rmSync(folder, { recursive: true, force: true });
});

async function made(name: string, options: MadeUpModel): Promise<string> {
  const file = path.join(folder, `${name}.gguf`);
  await writeModel(file, options);
  return file;
}

async function sha256(file: string): Promise<string> {
  return createHash('sha256').update(await readFile(file)).digest('hex');
}

/** The next tokens after the prompt, 30 or up to the end of the turn. */
async function written(model: LlamaModel, prompt: string, seed: number): Promise<Token[]> {
  const context = await model.createContext({ contextSize: 256, threads: 1 });
  try {
    const tokens: Token[] = [];
    for await (const token of context.getSequence().evaluate(model.tokenize(prompt, true), { temperature: 1, seed })) {
      tokens.push(token);
      if (tokens.length === 30) break;
    }
    return tokens;
  } finally {
    await context.dispose();
  }
}

/** Each token with the one before it. */
function stepsOf(tokens: readonly number[]): string[] {
  return tokens.slice(1).map((token, i) => `${tokens[i]} ${token}`);
}

describe('a made-up model', () => {
  const script = sampleRows(1);

  it('is the same file for the same options, and another for another seed', async () => {
    const [first, again, other] = await Promise.all([made('first', {}), made('again', {}), made('other', { seed: 2 })]);
    assert.equal(await sha256(first), await sha256(again));
    assert.notEqual(await sha256(first), await sha256(other));
    assert((await stat(first)).size < 3_000_000, `${(await stat(first)).size} bytes`);
  });

  it('has as many weights as the real one', () => {
    assert.equal(weightBytes({ preset: 'qwen2.5-1.5b', quant: 'f32' }) / 4, 1_543_714_304);
  });

  it('has as many tokens as the real one where the sources of llama.cpp cannot be read', () => {
    const { tokens, merges, types } = qwen2Vocabulary(path.join(folder, 'none'));
    assert.deepEqual([tokens.length, types.length], [151_936, 151_936]);
    assert.deepEqual(merges, ownVocabulary().merges);
  });

  it('has a vocabulary that llama.cpp reads as we do', async () => {
    const model = await llama.loadModel({ modelPath: await made('vocabulary', {}) });
    const texts = [PROSE, sampleRows(3, 20), "It's 12,5 €\n\n  naïve  日本語 \t🙂 DON'T <|im_start|>system\r\n a_b  "];
    for (const text of texts) {
      const tokens = model.tokenize(text, true);
      assert.deepEqual(tokens, ownVocabulary().encoder.encode(text));
      assert.equal(model.detokenize(tokens, true), text);
    }
    await model.dispose();
  });

  for (const quant of QUANTS) it(`of ${quant} writes the same for the same seed, and something else for another`, async () => {
    const model = await llama.loadModel({ modelPath: await made(quant, { quant }) });
    const first = await written(model, 'Write a row.', 7);
    assert(first.length > 0);
    assert.deepEqual(await written(model, 'Write a row.', 7), first);
    assert.notDeepEqual(await written(model, 'Write a row.', 8), first);
    await model.dispose();
  });

  for (const quant of QUANTS) it(`of ${quant} with a script writes like it`, async () => {
    const model = await llama.loadModel({ modelPath: await made(`${quant}-scripted`, { quant, script }) });
    const steps: string[] = [];
    for (const seed of [1, 2, 3]) steps.push(...stepsOf(await written(model, '<|im_start|>assistant\n', seed)));
    const stepsOfScript = new Set(stepsOf(model.tokenize(script, true)));
    const strange = steps.filter((step) => !stepsOfScript.has(step));
    assert(steps.length > 20 && strange.length < steps.length / 10, `${strange.length} of ${steps.length} steps are not in the script`);
    await model.dispose();
  });
});
