// What is written beside the files of models, and read again by whoever looks at the folder: checked, bounded, and whole or not there at all.
import { randomUUID } from 'node:crypto';
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { isCode } from '../../lib/disk.ts';
import { MODEL_ID, MODEL_KINDS } from './manifest.ts';

const MAX_RECORD_BYTES = 64 * 1024;
/** Longest text in a record. */
export const MAX_RECORD_TEXT = 2_000;

const text = z.string().max(MAX_RECORD_TEXT);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const modelRecord = z.object({
  id: z.string().regex(MODEL_ID),
  kind: z.enum(MODEL_KINDS),
  name: text,
  license: text,
  source: text,
  quantization: text.nullable(),
  context: z.int().positive().nullable(),
  bytes: z.int().nonnegative(),
  sha256,
  /** When the file was last written to, as its system counts: while that stays, its bytes are taken to be those of the hash. */
  modifiedMs: z.number(),
  installedAt: z.iso.datetime(),
});
/** What is known of an installed model; it lies beside its file. */
export type ModelRecord = Readonly<z.infer<typeof modelRecord>>;

export const partRecord = z.object({ source: text, bytes: z.int().nonnegative().nullable(), sha256: sha256.nullable(), failure: text.nullable() });
/** What a file that is being pulled will be, and why the last pull of it failed. */
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
