// What is written beside the files of models, and read again by whoever looks at the folder: checked, bounded, and whole or not there at all.
import { randomUUID } from 'node:crypto';
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { isCode } from '../../lib/disk.ts';
import { FILE_PATH, MAX_FILE_PATH, MAX_FILES, MODEL_ID, MODEL_KINDS } from './manifest.ts';

const MAX_RECORD_BYTES = 256 * 1024;
/** Longest text in a record. */
export const MAX_RECORD_TEXT = 2_000;

const text = z.string().max(MAX_RECORD_TEXT);
const path = z.string().max(MAX_FILE_PATH).regex(FILE_PATH);

const installedFile = z.object({
  path,
  bytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** When it was last written to, as its system counts: while that stays, its bytes are taken to be those of the hash. */
  modifiedMs: z.number(),
});
/** What is known of a file of an installed model. */
export type InstalledFile = Readonly<z.infer<typeof installedFile>>;

export const modelRecord = z.object({
  id: z.string().regex(MODEL_ID),
  kind: z.enum(MODEL_KINDS),
  name: text,
  license: text,
  source: text,
  quantization: text.nullable(),
  context: z.int().positive().nullable(),
  files: z.array(installedFile).min(1).max(MAX_FILES),
  installedAt: z.iso.datetime(),
});
/** What is known of an installed model; it lies beside the folder of its files. */
export type ModelRecord = Readonly<z.infer<typeof modelRecord>>;

export const partRecord = z.object({
  /** What each will be, as the hub says. */
  files: z.array(z.object({ path, bytes: z.int().nonnegative().nullable(), hash: z.string().regex(/^(?:[0-9a-f]{64}|[0-9a-f]{40})$/) })).max(MAX_FILES),
  failure: text.nullable(),
});
/** What a model that is being pulled will be, and why the last pull of it failed. */
export type PartRecord = Readonly<z.infer<typeof partRecord>>;

/** Bytes of a file; undefined where there is none. */
export async function sizeOf(path: string): Promise<number | undefined> {
  return (await stat(path).catch(absent))?.size;
}

/** What a record file says; undefined where it is not there, or is not what we write. */
export async function readRecord<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const size = await sizeOf(path);
  if (size === undefined || size > MAX_RECORD_BYTES) return undefined;
  try {
    return schema.safeParse(JSON.parse(await readFile(path, 'utf8'))).data;
  } catch (error) {
    if (error instanceof SyntaxError || isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Whole or not at all, whoever else writes it. */
export async function writeRecord(path: string, value: unknown): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { flush: true });
  await rename(draft, path);
}

/** For `catch`: what is not there is undefined, any other failure stays one. */
export function absent(error: unknown): undefined {
  if (!isCode(error, 'ENOENT', 'ENOTDIR')) throw error;
}
