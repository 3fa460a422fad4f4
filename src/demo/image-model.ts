// The image model of the demo: the user's own where one is installed, else one that is made on the spot and removed again. That one lies among the
// demo's own data, where no other service looks, and says by its name that it has learned nothing.
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { writePipeline } from '../made-up/diffusion.ts';

const COMMAND = fileURLToPath(new URL('../models.ts', import.meta.url));
/** Stands in every file that comes of it. */
const MADE_UP = 'test-pattern-random-weights';

/** Whether the user has one. */
export async function isImageModelInstalled(): Promise<boolean> {
  return /^\S+ +IMAGE +installed/m.test(await models(['list']));
}

/** Settings of a service that looks for models in a folder of the demo's own, where there is no safety checker either. */
export function ownModels(dataFolder: string): Readonly<Record<string, string>> {
  return { MODEL_DIR: join(dataFolder, '.demo-models'), SAFETY: 'off' };
}

/** A model in the folder of those settings, made anew; disposing it removes the folder. The caller's service holds the data folder. */
export async function makeImageModel(settings: ReturnType<typeof ownModels>): Promise<AsyncDisposable> {
  const folder = settings['MODEL_DIR'] ?? '';
  const source = join(folder, 'source');
  await rm(folder, { recursive: true, force: true }); // of a demo that was killed
  writePipeline(source);
  await models(['add', source, '--id', MADE_UP], settings);
  return { [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

/** What `npm run models -- WORDS` says. */
async function models(words: readonly string[], settings: Readonly<Record<string, string>> = {}): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, ...words], { env: { ...process.env, ...settings } });
  return stdout;
}
