// What a pipeline's pictures depend on beside their orders: pictures of one fingerprint and one order have the same bytes on the CPU. Every byte of
// the files is read for it, which also finds weights that have rotted: the runtime cannot tell those from good ones.
import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import { isCode } from '../../lib/disk.ts';
import { messageOf } from '../../lib/message.ts';
import type { Device } from '../device.ts';
import { EngineFailed } from '../failures.ts';
import { hashFile } from '../models/hashing.ts';
import { OPTIMIZATION, runtimeVersion, type ElementType } from './runtime.ts';

/** SHA-256 of files, in lower-case hexadecimal, by their paths in a folder, with slashes. */
export type Hashes = Readonly<Record<string, string>>;

/**
 * Of those files, and of every file in folders among them. Throws EngineFailed for the first that is not as expected; one of which nothing is expected
 * passes.
 */
export async function hashesOf(folder: string, places: readonly string[], expected: Hashes = {}): Promise<Hashes> {
  const hashes: Record<string, string> = {};
  for (const file of await filesOf(folder, places)) {
    const hash = await hashFile(path.join(folder, file));
    const known = expected[file];
    if (known !== undefined && known !== hash) throw new EngineFailed(`${file}: expected the SHA-256 ${known}, got ${hash}: it has changed since it was installed. ${AGAIN}`);
    hashes[file] = hash;
  }
  const missing = Object.keys(expected).find((file) => hashes[file] === undefined && places.some((place) => file === place || file.startsWith(`${place}/`)));
  if (missing !== undefined) throw new EngineFailed(`${missing}: expected a file that was there when it was installed, but it is missing. ${AGAIN}`);
  return hashes;
}

const AGAIN = 'Pull or add the model again';

/** One line, for people and to be compared. Kernels are chosen by the processor, so it is part of it. */
export async function fingerprintOf({ device, type, hashes }: { readonly device: Device; readonly type: ElementType; readonly hashes: Hashes }): Promise<string> {
  const processor = device === 'cpu' ? `cpu (${cpus()[0]?.model ?? process.arch})` : device;
  const all = createHash('sha256');
  for (const [file, hash] of Object.entries(hashes)) all.update(`${hash}  ${file}\n`);
  return `${await runtimeVersion()}, ${processor}, optimization ${OPTIMIZATION}, ${type}, files sha256 ${all.digest('hex')}`;
}

/** In the order of their paths, so that a hash over all of them is the same wherever they lie. Throws EngineFailed for the first place where there is nothing. */
async function filesOf(folder: string, places: readonly string[]): Promise<string[]> {
  const files = new Set<string>();
  for (const place of places) for (const file of await filesAt(folder, place)) files.add(file);
  return [...files].sort();
}

async function filesAt(folder: string, place: string): Promise<string[]> {
  try {
    if (!(await stat(path.join(folder, place))).isDirectory()) return [place];
    const entries = await readdir(path.join(folder, place), { withFileTypes: true });
    return entries.filter((entry) => !entry.isDirectory()).map((entry) => `${place}/${entry.name}`);
  } catch (error) {
    throw new EngineFailed(`${place}: expected a part of the model, but ${isCode(error, 'ENOENT') ? 'it is missing' : messageOf(error)}. ${AGAIN}`, { cause: error });
  }
}
