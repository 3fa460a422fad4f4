// Made-up weights: normal deviates, fixed by seed and name. They are drawn once and then sliced anywhere, so that a model of a billion weights is
// written in seconds; needs a machine that puts low bytes first, as all of ours do.
import { createCipheriv, createHash } from 'node:crypto';
import { floatsToHalves } from '../../../../src/lib/half.ts';

/** Element types of ONNX, with their numbers (TensorProto.DataType). */
export const TYPES = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9, float16: 10 } as const;
export type Type = keyof typeof TYPES;
export type FloatType = 'float32' | 'float16';

/** A power of two. */
const DRAWN = 2 ** 20;
let drawn: Float32Array | undefined;

/** `count` normal deviates of the spread; another seed or name, others. */
export function noise(count: number, { seed, name, spread }: { readonly seed: number; readonly name: string; readonly spread: number }): Float32Array {
  const deviates = (drawn ??= draw());
  const start = createHash('sha256').update(`${seed} ${name}`).digest().readUInt32LE();
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = (deviates[(start + i) & (DRAWN - 1)] ?? 0) * spread;
  return values;
}

/** By Box and Muller, of a cipher's stream. */
function draw(): Float32Array {
  const stream = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(Buffer.alloc(DRAWN * 4));
  const uniform = (at: number): number => (stream.readUInt32LE(at * 4) + 1) / (2 ** 32 + 1);
  const deviates = new Float32Array(DRAWN);
  for (let i = 0; i < DRAWN; i += 2) {
    const [radius, angle] = [Math.sqrt(-2 * Math.log(uniform(i))), 2 * Math.PI * uniform(i + 1)];
    deviates[i] = radius * Math.cos(angle);
    deviates[i + 1] = radius * Math.sin(angle);
  }
  return deviates;
}

/** As they lie in a file. */
export function bytesOf(type: FloatType, values: Float32Array): Uint8Array {
  return new Uint8Array(type === 'float32' ? values.buffer : floatsToHalves(values).buffer);
}
