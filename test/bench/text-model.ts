// The model of the text bench: made-up weights in the true Qwen2.5-1.5B shape, which cost what the real ones cost, and a script that makes it
// write rows of a real model's length. A script knows which token follows which, and no more, so its texts are made such that what follows is
// always what a place may hold next: the sampled token is allowed, as it nearly always is with a model that knows what it is asked.
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ModelStore } from '../../src/engines/models/store.ts';
import { writeModel } from '../support/gguf.ts';
import type { Quant } from '../support/gguf/weights.ts';
import { temporaryFolder } from '../support/postgres.ts';

/** Qwen2 writes each of these in one token, and a name of one of each in three: `Alice`, ` Hart`, `mann`. */
const FIRST_NAMES = ['Alice', 'David', 'Grace', 'Laura', 'Simon', 'Anna', 'Peter', 'Maria', 'John', 'James', 'Robert', 'Emma', 'Daniel', 'Sarah', 'Martin', 'Thomas'];
const STEMS = ['Hart', 'Wald', 'Stein', 'Berg', 'Lind', 'Rosen', 'Brand', 'Stern', 'Winter', 'Sand', 'North', 'West', 'Wood', 'Black', 'Brook', 'Red'];
const ENDINGS = ['mann', 'feld', 'bach', 'field', 'wood', 'ford', 'well', 'ley', 'burn', 'worth', 'house', 'quist'];
export const CATEGORIES = ['books', 'garden', 'food', 'music'];
/** Passes through a chain of digits, so many that its end says next to nothing. */
const ROUNDS = 100;

/** The nth of the names that the script leads to. */
export function nameAt(n: number): string {
  const pick = (list: readonly string[], step: number): string => list[Math.floor(n * step) % list.length] ?? '';
  return `${pick(FIRST_NAMES, 1)} ${pick(STEMS, 5 / 3)}${pick(ENDINGS, 7 / 5)}`;
}

/** What stands in each place of a positional row, from the punctuation that is forced before it on. */
function corpus(): string {
  const pieces = [
    ...FIRST_NAMES.flatMap((first) => STEMS.flatMap((stem) => ENDINGS.map((ending) => `["${first} ${stem}${ending}" `))),
    // 37, 47, 37.47: after 3 and 4 comes 7, after 7 the point.
    ...['3', '4'].map((digit) => `,${`${digit}7.`.repeat(ROUNDS)}`),
    ...CATEGORIES.map((category) => `,"${category}`),
    // 1985-05-06: after 5 and 6 comes the dash, after the dash 0.
    ...['5', '6'].map((digit) => `","198${`${digit}-05-06-`.repeat(ROUNDS)}`),
    '",true', '",false',
  ];
  return pieces.join('<|im_end|>');
}

/** A folder with the model installed in it. */
export interface BenchModel extends Disposable {
  /** Setting of a service, MODEL_DIR. */
  readonly folder: string;
  readonly id: string;
  readonly file: string;
}

/** Makes the model, in BENCH_MODELS where that is set and does not have it yet, else among the temporary files. */
export async function benchModel(quant: Quant): Promise<BenchModel> {
  const kept = process.env['BENCH_MODELS'];
  const temporary = kept === undefined ? temporaryFolder() : undefined;
  const folder = path.resolve(kept ?? temporary?.path ?? '.');
  const script = corpus();
  const id = `bench-${quant.replaceAll('_', '-')}-${createHash('sha256').update(script).digest('hex').slice(0, 8)}`;
  const store = new ModelStore({ folder, floorBytes: 0 });
  const installed = (await store.installed(id)) ?? (await make());
  return { folder, id, file: installed.path, [Symbol.dispose]: () => temporary?.[Symbol.dispose]() };

  async function make(): ReturnType<ModelStore['add']> {
    mkdirSync(folder, { recursive: true });
    const source = path.join(folder, `${id}.source`);
    try {
      await writeModel(source, { preset: 'qwen2.5-1.5b', quant, script });
      return await store.add(source, { id });
    } finally {
      rmSync(source, { force: true });
    }
  }
}
