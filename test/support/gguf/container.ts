// The container of a GGUF file (version 3): what the model says of itself, the list of its tensors, their bytes. Tensors are made piece by piece
// while they are written, so a model of any size takes little memory.
import { open } from 'node:fs/promises';
import { BLOCKS, bytesOf, type BlockType } from './blocks.ts';

/** A whole number is written with 32 bits, unsigned; a list of them signed. */
export type MetaValue = string | boolean | number | { readonly float: number } | readonly string[] | Int32Array;
export type Meta = Readonly<Record<string, MetaValue>>;

export interface Tensor {
  readonly name: string;
  readonly type: BlockType;
  /** Values in a row, a multiple of the type's block; and rows, where there is more than one. */
  readonly dims: readonly [number, number?];
  /** Its bytes in order, in pieces of a few MB. */
  fill(): Iterable<Uint8Array>;
}

const ALIGNMENT = 32;
const KIND = { u32: 4, i32: 5, f32: 6, bool: 7, text: 8, list: 9 } as const;

/** Writes the file, over one that is there. */
export async function writeContainer(path: string, meta: Meta, tensors: readonly Tensor[]): Promise<void> {
  await using file = await open(path, 'w');
  await file.write(padded(Buffer.concat([
    Buffer.from('GGUF'), u32(3), u64(tensors.length), u64(Object.keys(meta).length),
    ...Object.entries(meta).flatMap(([key, value]) => [text(key), ...encoded(value)]),
    ...listed(tensors),
  ])));
  for (const tensor of tensors) {
    let written = 0;
    for (const piece of tensor.fill()) written += (await file.write(piece)).bytesWritten;
    const expected = tensorBytes(tensor);
    if (written !== expected) throw new Error(`${tensor.name}: expected ${expected} bytes, got ${written}`);
    await file.write(Buffer.alloc(paddingOf(written)));
  }
}

/** Without what is added behind it so that the next one is aligned. */
export function tensorBytes({ type, dims: [columns, rows = 1] }: Tensor): number {
  return bytesOf(type, columns * rows);
}

function listed(tensors: readonly Tensor[]): Buffer[] {
  let offset = 0;
  return tensors.flatMap((tensor) => {
    const dims = tensor.dims.filter((size) => size !== undefined);
    const entry = [text(tensor.name), u32(dims.length), ...dims.map(u64), u32(BLOCKS[tensor.type].code), u64(offset)];
    const bytes = tensorBytes(tensor);
    offset += bytes + paddingOf(bytes);
    return entry;
  });
}

function encoded(value: MetaValue): Buffer[] {
  if (typeof value === 'string') return [u32(KIND.text), text(value)];
  if (typeof value === 'boolean') return [u32(KIND.bool), Buffer.of(value ? 1 : 0)];
  if (typeof value === 'number') return [u32(KIND.u32), u32(value)];
  if (value instanceof Int32Array) return [u32(KIND.list), u32(KIND.i32), u64(value.length), Buffer.from(value.buffer, value.byteOffset, value.byteLength)];
  if ('float' in value) return [u32(KIND.f32), Buffer.from(Float32Array.of(value.float).buffer)];
  return [u32(KIND.list), u32(KIND.text), u64(value.length), ...value.map(text)];
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([u64(bytes.length), bytes]);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function paddingOf(bytes: number): number {
  return (ALIGNMENT - (bytes % ALIGNMENT)) % ALIGNMENT;
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(paddingOf(bytes.length))]);
}
