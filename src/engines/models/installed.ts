// A model's folder beside its record: what the two say together.
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile, type HashOptions } from './hashing.ts';
import { sizeOf, type InstalledFile, type ModelRecord } from './records.ts';

export interface InstalledModel extends ModelRecord {
  /** What its engine opens: the file of a text model, the folder of any other. Absolute. */
  readonly path: string;
  /** Of all its files. */
  readonly bytes: number;
  /** SHA-256 of its one file; of several, of their list as `sha256sum` writes it, sorted by path. */
  readonly sha256: string;
}

export function installedAt(folder: string, record: ModelRecord): InstalledModel {
  const { kind, files } = record;
  return { ...record, path: kind === 'TEXT' ? join(folder, files[0]?.path ?? '') : folder, bytes: bytesOf(files), sha256: hashOf(files) };
}

export function bytesOf(files: readonly Pick<InstalledFile, 'bytes'>[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

function hashOf(files: readonly InstalledFile[]): string {
  const [first, ...others] = files;
  if (first !== undefined && others.length === 0) return first.sha256;
  const lines = files.toSorted((one, other) => (one.path < other.path ? -1 : 1)).map(({ path, sha256 }) => `${sha256}  ${path}\n`);
  return createHash('sha256').update(lines.join('')).digest('hex');
}

/** What is wrong with the files at a glance, and what to do: one is gone, or has another size; null where nothing is. */
export async function faultOf({ record: { files }, folder, remedy }: { readonly record: ModelRecord; readonly folder: string; readonly remedy: string }): Promise<string | null> {
  const sizes = await Promise.all(files.map(({ path }) => sizeOf(join(folder, path))));
  for (const [index, { path, bytes }] of files.entries()) {
    const got = sizes[index];
    if (got === undefined) return `its file ${path} is gone; ${remedy}`;
    if (got !== bytes) return `its file ${path} was changed: expected ${bytes} bytes, got ${got}; ${remedy}`;
  }
  return null;
}

/** Reads every file whole, with one progress for all. */
export async function hashesOf(folder: string, paths: readonly string[], { onProgress, ...options }: HashOptions): Promise<readonly Pick<InstalledFile, 'path' | 'sha256'>[]> {
  const files = await Promise.all(paths.map(async (path) => ({ path, bytes: (await stat(join(folder, path))).size })));
  const total = bytesOf(files);
  const hashes: Pick<InstalledFile, 'path' | 'sha256'>[] = [];
  let before = 0;
  for (const { path, bytes } of files) {
    hashes.push({ path, sha256: await hashFile(join(folder, path), { ...options, onProgress: (done) => onProgress?.(before + done, total) }) });
    before += bytes;
  }
  return hashes;
}

/** The files as they are now; undefined where the bytes of one are not those that were installed. Only those that were written to since are read. */
export async function intactFiles(folder: string, files: readonly InstalledFile[]): Promise<readonly InstalledFile[] | undefined> {
  const now: InstalledFile[] = [];
  for (const file of files) {
    const place = join(folder, file.path);
    const { mtimeMs: modifiedMs } = await stat(place);
    if (modifiedMs !== file.modifiedMs && (await hashFile(place)) !== file.sha256) return undefined;
    now.push({ ...file, modifiedMs });
  }
  return now;
}
