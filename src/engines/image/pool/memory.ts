// Whether what is to be done fits into the memory that is free. The system kills a process that takes more than there is, so it is asked before.
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageOrder } from '../../../domain/images/order.ts';
import { EngineFailed } from '../../failures.ts';

/** What a loaded model takes beside its files. */
const WORKING_BYTES = 256 * 1024 * 1024;
/**
 * The VAE's widest layers, for each pixel of a picture; and the UNet's attention, for each pair of latent pixels, unless it is fused: three matrices at a
 * time, of eight heads, in floats. Some more than was measured: Stable Diffusion 1.5 takes 3.3 GB beside its weights at 512 x 512, 9.5 GB at 640 x 640.
 */
const BYTES_PER_PIXEL = 7_200;
const BYTES_PER_PAIR = 3 * 8 * 4;
/** Holds the beginning of an ONNX file, where its operators are listed: some 1 MB in Stable Diffusion 1.5. */
const OPERATORS_BYTES = 4 * 1024 * 1024;
/** Attention as one operator. */
const FUSED = 'MultiHeadAttention';

/** @throws EngineFailed where a model of the files in these folders would not fit. */
export async function requireRoomFor(id: string, folders: readonly string[]): Promise<void> {
  const sizes = await Promise.all(folders.map(bytesIn));
  const bytes = sizes.reduce((sum, size) => sum + size, WORKING_BYTES);
  requireFree(bytes, { what: `the model ${id}`, remedy: 'Take a smaller model, or one in float16, or free memory' });
}

/** What pictures take while they are made on the CPU. onnxruntime keeps what it has once taken: only what a larger picture needs more is asked for. */
export class WorkingMemory {
  readonly #isFused: boolean;
  #taken = 0;

  private constructor(isFused: boolean) {
    this.#isFused = isFused;
  }

  /** For the pipeline in the folder. */
  static async of(folder: string): Promise<WorkingMemory> {
    const operators = await beginningOf(join(folder, 'unet/model.onnx'));
    return new WorkingMemory(operators.includes(FUSED));
  }

  /** @throws EngineFailed where there is none for a batch of so many pictures like this. */
  require({ width, height, guidance }: ImageOrder, pictures: number): void {
    const latents = (width / 8) * (height / 8);
    const attention = this.#isFused ? 0 : BYTES_PER_PAIR * latents ** 2 * (guidance > 1 ? 2 : 1) * pictures;
    const needed = BYTES_PER_PIXEL * width * height + attention; // the VAE takes one after the other
    requireFree(needed - this.#taken, { what: `a picture of ${width} x ${height}`, remedy: 'Ask for a smaller one, take a model with fused attention, or free memory' });
    this.#taken = Math.max(this.#taken, needed);
  }
}

function requireFree(bytes: number, { what, remedy }: { readonly what: string; readonly remedy: string }): void {
  const free = process.availableMemory();
  if (bytes > free) throw new EngineFailed(`${what} does not fit into memory: it needs ${mebibytes(bytes)}, and ${mebibytes(free)} are free. ${remedy}`);
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 / 1024)} MiB`;
}

async function bytesIn(folder: string): Promise<number> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => !entry.isDirectory());
  const sizes = await Promise.all(files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function beginningOf(path: string): Promise<Buffer> {
  await using file = await open(path, 'r');
  const { buffer, bytesRead } = await file.read(Buffer.alloc(OPERATORS_BYTES), 0, OPERATORS_BYTES, 0);
  return buffer.subarray(0, bytesRead);
}
