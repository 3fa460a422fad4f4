// The header of a GGUF file: is it one, and what does it say of itself. Bounded, since the file may be anybody's: nothing is allocated by
// a number that it holds, and what lies past MAX_HEADER_BYTES is not looked at.
import { open, type FileHandle } from 'node:fs/promises';
import { InvalidInput } from '../../domain/errors.ts';
import { shortened } from '../../lib/shortened.ts';

/** A vocabulary of 150,000 tokens makes about 6 MB. */
export const MAX_HEADER_BYTES = 64 * 1024 * 1024;
const FIRST_READ_BYTES = 1024 * 1024;
const MAX_TEXT_LENGTH = 200;

export interface GgufHeader {
  readonly architecture: string | null;
  readonly name: string | null;
  readonly license: string | null;
  /** Such as Q4_0; null where the file does not say, or says something new. */
  readonly quantization: string | null;
  /** Tokens. */
  readonly context: number | null;
}

/** The header of the file at `path`. Throws InvalidInput where it is no GGUF, or one that is cut short. */
export async function readGgufHeader(path: string): Promise<GgufHeader> {
  await using file = await open(path, 'r');
  const { size } = await file.stat();
  for (let length = FIRST_READ_BYTES; ; length *= 4) {
    const bytes = await readStart(file, Math.min(length, size, MAX_HEADER_BYTES));
    try {
      return InvalidInput.within([path], () => headerIn(bytes));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      if (bytes.length === size) throw InvalidInput.at([], `${path} is cut short: its header goes on past its ${size} bytes; get it again`);
      if (bytes.length === MAX_HEADER_BYTES) throw InvalidInput.at([], `${path} is no GGUF that can be used: expected a header of at most ${MAX_HEADER_BYTES} bytes`);
    }
  }
}

async function readStart(file: FileHandle, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/** Throws RangeError where it goes on past these bytes. */
function headerIn(bytes: Buffer): GgufHeader {
  const reader = new Reader(bytes);
  if (bytes.toString('latin1', 0, 4) !== 'GGUF') throw InvalidInput.at([], `expected a GGUF file, which begins with the letters GGUF, got one that begins with ${JSON.stringify(bytes.toString('latin1', 0, 4))}`);
  reader.skip(4);
  const version = reader.u32();
  if (version !== 2 && version !== 3) throw InvalidInput.at([], `expected GGUF version 2 or 3, got ${version}; convert the model with a present llama.cpp`);
  reader.length(); // of tensors
  const fields = new Map<string, string | number>();
  for (let left = reader.length(); left > 0; left--) {
    const key = reader.text();
    const value = reader.value(reader.u32());
    if (value !== undefined) fields.set(key, value);
  }
  const text = (key: string): string | null => {
    const value = fields.get(key);
    return typeof value === 'string' && value !== '' ? shortened(value.replaceAll(/\p{Cc}+/gu, ' '), MAX_TEXT_LENGTH) : null;
  };
  const architecture = text('general.architecture');
  const context = fields.get(`${architecture}.context_length`);
  const fileType = fields.get('general.file_type');
  return {
    architecture,
    name: text('general.name'),
    license: text('general.license'),
    quantization: typeof fileType === 'number' ? (FILE_TYPES[fileType] ?? null) : null,
    context: typeof context === 'number' && Number.isInteger(context) && context > 0 && context < 2 ** 31 ? context : null,
  };
}

/** Bytes of a value by its type; texts and arrays say their own length. */
const SIZES: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 };
const [U32, TEXT, ARRAY, U64] = [4, 8, 9, 10];

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  skip(count: number): void {
    if (count > this.#bytes.length - this.#at) throw new RangeError('past the end');
    this.#at += count;
  }

  u32(): number {
    const value = this.#bytes.readUInt32LE(this.#at);
    this.#at += 4;
    return value;
  }

  /** A count or length, of 64 bits. */
  length(): number {
    const value = this.#bytes.readBigUInt64LE(this.#at);
    this.#at += 8;
    return Number(value);
  }

  text(): string {
    const length = this.length();
    const start = this.#at;
    this.skip(length);
    return this.#bytes.toString('utf8', start, this.#at);
  }

  /** The value where it is one that anybody asks for; past it in any case. */
  value(type: number, depth = 0): string | number | undefined {
    if (type === TEXT) return this.text();
    if (type === U32) return this.u32();
    if (type === U64) return this.length();
    if (type === ARRAY) {
      if (depth > 3) throw InvalidInput.at([], 'expected a GGUF file whose arrays are not nested like this');
      const [inner, count] = [this.u32(), this.length()];
      const size = SIZES[inner];
      if (size !== undefined) this.skip(size * count);
      else if (inner === TEXT) for (let left = count; left > 0; left--) this.skip(this.length());
      else for (let left = count; left > 0; left--) this.value(inner, depth + 1);
      return undefined;
    }
    const size = SIZES[type];
    if (size === undefined) throw InvalidInput.at([], `expected a GGUF file of a kind that is known here, got a value of type ${type}`);
    this.skip(size);
    return undefined;
  }
}

/** Names of `general.file_type`, as llama.cpp numbers them. */
const FILE_TYPES: Readonly<Record<number, string>> = {
  0: 'F32', 1: 'F16', 2: 'Q4_0', 3: 'Q4_1', 7: 'Q8_0', 8: 'Q5_0', 9: 'Q5_1', 10: 'Q2_K', 11: 'Q3_K_S', 12: 'Q3_K_M', 13: 'Q3_K_L', 14: 'Q4_K_S',
  15: 'Q4_K_M', 16: 'Q5_K_S', 17: 'Q5_K_M', 18: 'Q6_K', 19: 'IQ2_XXS', 20: 'IQ2_XS', 21: 'Q2_K_S', 22: 'IQ3_XS', 23: 'IQ3_XXS', 24: 'IQ1_S', 25: 'IQ4_NL',
  26: 'IQ3_S', 27: 'IQ3_M', 28: 'IQ2_S', 29: 'IQ2_M', 30: 'IQ4_XS', 31: 'IQ1_M', 32: 'BF16',
};
