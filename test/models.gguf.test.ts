// Headers of GGUF files: what they say of themselves, and that no file, whatever is in it, is more than refused.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { InvalidInput } from '../src/domain/errors.ts';
import { readGgufHeader } from '../src/engines/models/gguf.ts';
import { cpuMsOf } from './support/cpu.ts';
import { writeContainer } from './support/gguf/container.ts';
import { temporaryFolder } from './support/postgres.ts';

/** What llama.cpp writes last stands behind the vocabulary. */
const META = {
  'general.architecture': 'qwen2',
  'general.name': 'A name\nof two lines',
  'general.license': 'mit',
  'qwen2.context_length': 4_096,
  'qwen2.rope.freq_base': { float: 10_000 },
  'tokenizer.ggml.tokens': ['a', 'bc', 'déf'],
  'tokenizer.ggml.token_type': Int32Array.of(1, 2, 3),
  'tokenizer.ggml.add_bos_token': false,
  'general.file_type': 2,
} as const;

let folder: Disposable & { readonly path: string };
let file: string;
let bytes: Buffer;

before(async () => {
  folder = temporaryFolder();
  file = join(folder.path, 'x.gguf');
  await writeContainer(file, META, []);
  bytes = readFileSync(file);
});
after(() => folder[Symbol.dispose]());

describe('the header of a GGUF file', () => {
  it('gives name, licence, weights and context, wherever they stand in it', async () => {
    assert.deepEqual(await readGgufHeader(file), { architecture: 'qwen2', name: 'A name of two lines', license: 'mit', quantization: 'Q4_0', context: 4_096 });
  });

  it('is read behind a vocabulary of megabytes', async () => {
    const large = join(folder.path, 'large.gguf');
    await writeContainer(large, { ...META, 'tokenizer.ggml.tokens': Array.from({ length: 150_000 }, (_, index) => `token number ${index}`), 'general.file_type': 15 }, []);
    assert.equal((await readGgufHeader(large)).quantization, 'Q4_K_M');
  });

  it('says nothing of what is not in it', async () => {
    const bare = join(folder.path, 'bare.gguf');
    await writeContainer(bare, { 'general.file_type': 9_999, 'null.context_length': 0 }, []);
    assert.deepEqual(await readGgufHeader(bare), { architecture: null, name: null, license: null, quantization: null, context: null });
  });
});

describe('a file that is no GGUF', () => {
  const other = (): string => join(folder.path, 'other.gguf');

  async function refusal(content: Uint8Array): Promise<string> {
    writeFileSync(other(), content);
    const error = await readGgufHeader(other()).then(() => undefined, (reason: unknown) => reason);
    assert(error instanceof InvalidInput, String(error));
    return error.message;
  }

  it('is refused by its first letters, its version, or its end', async () => {
    assert.match(await refusal(Buffer.alloc(0)), /begins with the letters GGUF/);
    assert.match(await refusal(Buffer.from('<!doctype html>')), /begins with the letters GGUF, got one that begins with "<!do"/);
    assert.match(await refusal(Buffer.from([...Buffer.from('GGUF'), 1, 0, 0, 0])), /version 2 or 3, got 1/);
    for (let length = 4; length < bytes.length - 32; length++) assert.match(await refusal(bytes.subarray(0, length)), /is cut short/, `${length} bytes`);
  });

  it('takes neither memory nor time by the numbers in it, and nothing but a refusal comes of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.constantFrom(0, 1, 8, 9, 0x7f, 0xff)), { minLength: 1, maxLength: 12 }), async (changes) => {
        const changed = Buffer.from(bytes);
        for (const [at, value] of changes) changed[at] = value;
        writeFileSync(other(), changed);
        const tookMs = await cpuMsOf(() => readGgufHeader(other()).catch((error: unknown) => assert(error instanceof InvalidInput, String(error))));
        assert.ok(tookMs < 10_000, `${tookMs} ms`);
      }),
      { numRuns: 500 },
    );
  });
});
