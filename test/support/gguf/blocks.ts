// Weights in the layouts of llama.cpp: a block of values shares its scales. Noise of a given spread, zeros, and single rows that are encoded
// to be read again (roughly) as they were given. Fixed by seed and name; needs a machine that puts low bytes first, as all of ours do.
import { createCipheriv, createHash } from 'node:crypto';

export type BlockType = 'f32' | 'q4_0' | 'q8_0' | 'q4_k' | 'q6_k';

/** Its number in the file, values of a block, and the bytes that they take. */
export const BLOCKS: Readonly<Record<BlockType, { readonly code: number; readonly values: number; readonly bytes: number }>> = {
  f32: { code: 0, values: 1, bytes: 4 },
  q4_0: { code: 2, values: 32, bytes: 18 },
  q8_0: { code: 8, values: 32, bytes: 34 },
  q4_k: { code: 12, values: 256, bytes: 144 },
  q6_k: { code: 14, values: 256, bytes: 210 },
};

const PIECE_BYTES = 2 ** 21;
/** Scales inside a block of q6_k, all alike: 64 of the block's own. */
const Q6_SCALE = 64;

/** `values` of them in whole blocks. Throws where they do not fill the last one. */
export function bytesOf(type: BlockType, values: number): number {
  const block = BLOCKS[type];
  if (values % block.values !== 0) throw new Error(`${type}: expected a multiple of ${block.values} values, got ${values}`);
  return (values / block.values) * block.bytes;
}

export interface NoiseOptions {
  /** Another seed or name, other noise. */
  readonly seed: number;
  readonly name: string;
  readonly type: BlockType;
  readonly columns: number;
  readonly rows: number;
  /** The standard deviation of the values, about. */
  readonly spread: number;
}

/** A matrix of random weights in pieces of whole rows, each a few MB at most. */
export function* noise({ seed, name, type, columns, rows, spread }: NoiseOptions): Generator<Buffer> {
  const rowBytes = bytesOf(type, columns);
  const atOnce = Math.max(1, Math.floor(PIECE_BYTES / rowBytes));
  // A cipher's stream: gigabytes a second, and the same bytes on every machine.
  const key = createHash('sha256').update(`${seed} ${name}`).digest();
  const stream = createCipheriv('aes-128-ctr', key.subarray(0, 16), key.subarray(16));
  const silence = Buffer.alloc(atOnce * rowBytes);
  for (let row = 0; row < rows; row += atOnce) {
    const piece = stream.update(silence.subarray(0, Math.min(atOnce, rows - row) * rowBytes));
    tame(type, piece, spread);
    yield piece;
  }
}

/** Makes weights of random bytes: puts scales into the blocks so that their values spread as wanted. */
function tame(type: BlockType, piece: Buffer, spread: number): void {
  if (type === 'f32') return spreadEvenly(piece, spread);
  const { bytes } = BLOCKS[type];
  // Divided by the deviation of the block's random integers.
  const scale = { q4_0: half(spread / 4.6), q8_0: half(spread / 74), q4_k: half(spread / 200), q6_k: half(spread / 18.5 / Q6_SCALE) }[type];
  for (let at = 0; at < piece.length; at += bytes) {
    if (type === 'q6_k') {
      piece.fill(Q6_SCALE, at + 192, at + 208);
      piece.writeUInt16LE(scale, at + 208);
    } else piece.writeUInt16LE(scale, at);
    // The least value of a block's part, 7.5 steps below zero.
    if (type === 'q4_k') piece.writeUInt16LE(half((spread / 200) * 7.5), at + 2);
  }
}

function spreadEvenly(piece: Buffer, spread: number): void {
  const width = 2 * Math.sqrt(3) * spread;
  for (let at = 0; at < piece.length; at += 4) piece.writeFloatLE((piece.readUInt32LE(at) / 2 ** 32 - 0.5) * width, at);
}

export function zeros(type: BlockType, values: number): Buffer {
  const bytes = Buffer.alloc(bytesOf(type, values));
  // A nibble of q4_0 counts from -8.
  if (type === 'q4_0') for (let at = 0; at < bytes.length; at += 18) bytes.fill(0x88, at + 2, at + 18);
  return bytes;
}

/** A row of given values. Not for q4_k: whoever needs one uses q8_0 there, which llama.cpp allows tensor by tensor. */
export function encodeRow(type: Exclude<BlockType, 'q4_k'>, row: Float32Array): Buffer {
  const out = zeros(type, row.length);
  const { values, bytes } = BLOCKS[type];
  for (let i = 0, at = 0; i < row.length; i += values, at += bytes) {
    const block = row.subarray(i, i + values);
    const most = furthestFromZero(block);
    if (most !== 0) ENCODERS[type](out.subarray(at, at + bytes), block, most);
  }
  return out;
}

/** Each writes one block whose value furthest from zero is `most`. */
const ENCODERS: Readonly<Record<Exclude<BlockType, 'q4_k'>, (out: Buffer, block: Float32Array, most: number) => void>> = {
  f32: (out, block) => void out.writeFloatLE(block[0] ?? 0),
  q4_0(out, block, most) {
    const step = most / -8;
    const nibble = (i: number): number => Math.min(15, Math.floor((block[i] ?? 0) / step + 8.5));
    out.writeUInt16LE(half(step));
    for (let i = 0; i < 16; i++) out[2 + i] = nibble(i) | (nibble(i + 16) << 4);
  },
  q8_0(out, block, most) {
    const step = Math.abs(most) / 127;
    out.writeUInt16LE(half(step));
    for (let i = 0; i < 32; i++) out.writeInt8(Math.round((block[i] ?? 0) / step), 2 + i);
  },
  q6_k(out, block, most) {
    const step = Math.abs(most) / 31 / Q6_SCALE;
    const six = (i: number): number => Math.max(0, Math.min(63, Math.round((block[i] ?? 0) / step / Q6_SCALE) + 32));
    for (let i = 0; i < 64; i++) {
      // Half of the block, and a value's place in each of the half's quarters: low four bits in pairs, then the high two of all four.
      const [of, low, high] = i < 32 ? [i, i, 128 + i] : [128 + i - 32, 64 + i - 32, 160 + i - 32];
      const [a, b, c, d] = [six(of), six(of + 32), six(of + 64), six(of + 96)];
      out[low] = (a & 15) | ((c & 15) << 4);
      out[low + 32] = (b & 15) | ((d & 15) << 4);
      out[high] = (a >> 4) | ((b >> 4) << 2) | ((c >> 4) << 4) | ((d >> 4) << 6);
    }
    out.fill(Q6_SCALE, 192, 208);
    out.writeUInt16LE(half(step), 208);
  },
};

function furthestFromZero(block: Float32Array): number {
  let most = 0;
  for (const value of block) if (Math.abs(value) > Math.abs(most)) most = value;
  return most;
}

/** The bits of the nearest number of 16 bits. */
function half(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.max(-14, Math.floor(Math.log2(Math.abs(value))));
  const units = Math.round(Math.abs(value) / 2 ** (exponent - 10));
  // 1024 units and more are a normal number, whose first bit is not written but counts one exponent up; fewer are a subnormal one.
  return (value < 0 ? 0x8000 : 0) | (((exponent + 14) << 10) + units);
}
