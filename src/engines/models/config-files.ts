// Small files of a model's folder, read whole: a fault is told with the file, what was expected of it, and what to do. Pure of what kind of model it is.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { isCode } from '../../lib/disk.ts';
import { messageOf } from '../../lib/message.ts';
import { EngineFailed } from '../failures.ts';

const AGAIN = 'Pull or add the model again';
/** That are told of one file; a vocabulary can have thousands. */
const MOST_FAULTS = 5;

/** A file of JSON. `remedy`: what to do about one that says something else. Throws EngineFailed, whose cause is that of the file's system where it has one. */
export async function readConfig<T>(folder: string, file: string, schema: z.ZodType<T>, remedy: string): Promise<T> {
  const { success, data, error } = schema.safeParse(await readJson(folder, file));
  if (!success) throw faultsOf(file, error.issues, { remedy, cause: error });
  return data;
}

/** The same; undefined where the file is missing, as some exports leave it out. */
export async function readConfigIfThere<T>(folder: string, file: string, schema: z.ZodType<T>, remedy: string): Promise<T | undefined> {
  try {
    return await readConfig(folder, file, schema, remedy);
  } catch (error) {
    if (error instanceof EngineFailed && isCode(error.cause, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Throws EngineFailed. */
export async function readText(folder: string, file: string): Promise<string> {
  try {
    return await readFile(path.join(folder, file), 'utf8');
  } catch (error) {
    const reason = isCode(error, 'ENOENT') ? 'it is missing' : messageOf(error);
    throw new EngineFailed(`${file}: expected a file of the model ${path.basename(folder)}, but ${reason}. ${AGAIN}`, { cause: error });
  }
}

async function readJson(folder: string, file: string): Promise<unknown> {
  const text = await readText(folder, file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new EngineFailed(`${file}: expected JSON, got ${messageOf(error)}. ${AGAIN}`, { cause: error });
  }
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function faultsOf(file: string, issues: readonly Issue[], { remedy, cause }: { readonly remedy: string; readonly cause: unknown }): EngineFailed {
  const faults = issues.slice(0, MOST_FAULTS).map(({ path, message }) => `${path.map(String).join('.') || 'all of it'}: ${message}`);
  return new EngineFailed(`${file}: ${faults.join('; ')}. ${remedy}`, { cause });
}
