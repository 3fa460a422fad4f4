// Where models lie in their folder. It alone says what is there, so every process that looks at it sees the same: a model is installed where its files
// lie beside its record, each of the size that the record says. For the model `x`:
//   x.model/           its files; the folder gets this name once every hash was found right
//   x.model.json       its record: where it came from, its files with sizes and hashes, when
//   x.model.part/      what is pulled of it so far, with x.model.part.json: what it will be, and why the last pull failed
//   x.model.lock       who works on these; a killed owner does not keep it
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { NotFound } from '../../domain/errors.ts';
import { MODEL_ID } from './manifest.ts';
import { absent } from './records.ts';

export interface ModelPaths {
  readonly folder: string;
  readonly record: string;
  readonly part: string;
  readonly partRecord: string;
  readonly lock: string;
}

const RECORD_ENDING = '.model.json';

/** Throws NotFound for an id that could lead out of the folder: no model has such a one. */
export function pathsIn(models: string, id: string): ModelPaths {
  if (!MODEL_ID.test(id)) throw NotFound.of('model');
  const folder = join(models, `${id}.model`);
  return { folder, record: join(models, `${id}${RECORD_ENDING}`), part: `${folder}.part`, partRecord: `${folder}.part.json`, lock: `${folder}.lock` };
}

/** Ids of those that have a record there; sorted. */
export async function recordedIn(models: string): Promise<readonly string[]> {
  const names = (await readdir(models).catch(absent)) ?? [];
  return names.filter((name) => name.endsWith(RECORD_ENDING)).map((name) => name.slice(0, -RECORD_ENDING.length)).filter((id) => MODEL_ID.test(id)).sort();
}
