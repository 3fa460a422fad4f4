// Whether what is to be done fits into the memory that is free. The system kills a process that takes more than there is, so it is asked before.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineFailed } from '../../failures.ts';

/** What a pass needs beside weights and attention: Stable Diffusion 1.5 takes some 400 MB more at 256 x 256, where attention is small. */
const WORKING_BYTES = 400 * 1024 * 1024;

const mebibytes = (bytes: number): string => `${Math.ceil(bytes / 1024 / 1024)} MiB`;

/** @throws EngineFailed where so much is not free. */
export function requireMemory(bytes: number, { what, remedy }: { readonly what: string; readonly remedy: string }): void {
  const free = process.availableMemory();
  if (bytes <= free) return;
  throw new EngineFailed(`${what} does not fit into memory: it needs ${mebibytes(bytes)}, and ${mebibytes(free)} are free. ${remedy}`);
}

/** @throws EngineFailed where a model in these folders would not fit. */
export async function requireRoomFor(id: string, folders: readonly string[]): Promise<void> {
  const sizes = await Promise.all(folders.map(bytesIn));
  const bytes = sizes.reduce((sum, size) => sum + size, WORKING_BYTES);
  requireMemory(bytes, { what: `the model ${id}`, remedy: 'Take a smaller model or one in float16, or free memory' });
}

async function bytesIn(folder: string): Promise<number> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => !entry.isDirectory());
  const sizes = await Promise.all(files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
