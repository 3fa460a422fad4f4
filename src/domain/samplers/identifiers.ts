// Values that only need to be told apart: sequences, UUIDs, random bytes. Drawn by counter like all others; unique ones are made by
// rank in spaces.ts, with the same writers.
import type { GeneratorOf } from '../generator.ts';
import { MAX_BINARY_BYTES, MAX_SEQUENCE_TEXT } from '../limits.ts';
import { mix } from '../random.ts';
import type { Field } from '../schema.ts';
import { drawOf, valueStream } from './draws.ts';
import { unfit } from './ranges.ts';
import type { Sampler, SamplerContext } from './sampler.ts';

const HEX_DIGITS = Buffer.from('0123456789abcdef', 'latin1');
const DASH = 0x2d;

/** start + step × row: a number, or text where it has a prefix or a width. */
export function makeSequence(generator: GeneratorOf<'sequence'>, field: Field): Sampler {
  const write = sequenceWriter(generator, field);
  return (row) => write(row.index);
}

/** The sequence's value by its number from 0. */
export function sequenceWriter(generator: GeneratorOf<'sequence'>, field: Field): (rank: number) => number | string {
  const { start, step, prefix, width } = generator;
  if (!Number.isSafeInteger(start)) throw unfit(field, `start must be a whole number below 2^53; got ${start}`, 'start');
  if (!Number.isSafeInteger(step) || step === 0) throw unfit(field, `step must be a whole number below 2^53 and other than 0; got ${step}`, 'step');
  if (prefix !== undefined && prefix.length > MAX_SEQUENCE_TEXT) throw unfit(field, `the prefix may have at most ${MAX_SEQUENCE_TEXT} characters; got ${prefix.length}`, 'prefix');
  if (width !== undefined && !(Number.isInteger(width) && width >= 0 && width <= MAX_SEQUENCE_TEXT)) throw unfit(field, `the width must be 0 to ${MAX_SEQUENCE_TEXT} digits; got ${width}`, 'width');
  const number = (rank: number): number | string => {
    const value = start + step * rank;
    return Number.isSafeInteger(value) ? value : String(BigInt(start) + BigInt(step) * BigInt(rank));
  };
  if (prefix === undefined && width === undefined) return number;
  if (field.type === 'INTEGER' || field.type === 'FLOAT' || field.type === 'DECIMAL') throw unfit(field, `a sequence with a prefix or a width is text, but the field is ${field.type}; leave them out`, 'prefix');
  return (rank) => {
    const text = String(number(rank));
    const digits = text.startsWith('-') ? `-${text.slice(1).padStart(width ?? 0, '0')}` : text.padStart(width ?? 0, '0');
    return (prefix ?? '') + digits;
  };
}

/** Version 4 UUIDs. */
export function makeUuid(context: SamplerContext): Sampler {
  const stream = valueStream(context);
  const writer = new UuidWriter();
  return (row) => {
    const number = drawOf(row);
    return writer.write(stream.bits(row.index, number), stream.bits(row.index, number + 1), stream.bits(row.index, number + 2), stream.bits(row.index, number + 3));
  };
}

/** Writes version 4 UUIDs in a buffer of its own, which is quicker than joining strings. */
export class UuidWriter {
  readonly #bytes = Buffer.alloc(36, DASH);

  /** The UUID of four 32-bit words; the first one is kept whole, the others give six bits to version and variant. */
  write(first: number, second: number, third: number, fourth: number): string {
    this.#put(first >>> 16, 0);
    this.#put(first, 4);
    this.#put(second >>> 16, 9);
    this.#put((second & 0x0fff) | 0x4000, 14);
    this.#put(((third >>> 16) & 0x3fff) | 0x8000, 19);
    this.#put(third, 24);
    this.#put(fourth >>> 16, 28);
    this.#put(fourth, 32);
    return this.#bytes.toString('latin1');
  }

  #put(word: number, at: number): void {
    for (let digit = 0; digit < 4; digit++) this.#bytes[at + digit] = HEX_DIGITS[(word >>> (12 - 4 * digit)) & 15] ?? 0;
  }
}

/** How many bytes a value of the generator may have in this field. */
export function byteBounds(generator: GeneratorOf<'bytes'>, field: Field): { readonly minimum: number; readonly maximum: number } {
  const { minimum } = generator;
  const maximum = Math.min(generator.maximum, field.maxLength ?? Infinity);
  if (!(Number.isInteger(minimum) && Number.isInteger(maximum) && minimum >= 0 && minimum <= maximum && maximum <= MAX_BINARY_BYTES)) {
    throw unfit(field, `bytes need whole numbers from 0 to ${Math.min(field.maxLength ?? MAX_BINARY_BYTES, MAX_BINARY_BYTES)}, the smaller one first; got ${minimum} to ${generator.maximum}`, 'minimum');
  }
  return { minimum, maximum };
}

/** Random bytes, as base64. */
export function makeBytes(generator: GeneratorOf<'bytes'>, field: Field, context: SamplerContext): Sampler {
  const stream = valueStream(context);
  const { minimum, maximum } = byteBounds(generator, field);
  return (row) => {
    const number = drawOf(row);
    const size = minimum + stream.below(maximum - minimum + 1, row.index, number);
    return hashedBytes(size, stream.bits(row.index, number + 1), stream.bits(row.index, number + 2)).toString('base64');
  };
}

/** Bytes that two words decide: a counter under murmur3's mixer, so that a long value costs no draws of the next attempt. */
export function hashedBytes(size: number, first: number, second: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; at += 4) {
    const word = mix(mix(first ^ Math.imul(at + 1, 0x9e3779b1)) ^ second);
    for (let i = at; i < Math.min(at + 4, size); i++) bytes[i] = word >>> (8 * (i - at));
  }
  return bytes;
}
