// A model folder with a tiny made-up image model in it, for services that shall have one: what it paints is noise.
import path from 'node:path';
import { ModelStore } from '../../src/engines/models/store.ts';
import { writePipeline, type MadeUpPipeline } from './made-up/diffusion.ts';
import type { ModelFolder } from './made-up-models.ts';
import { temporaryFolder } from './postgres.ts';

export const IMAGE_MODEL = 'made-up-images';

/** Makes the folder, with the model installed as IMAGE_MODEL. */
export async function imageModelFolder(options: MadeUpPipeline = {}): Promise<ModelFolder> {
  const folder = temporaryFolder();
  const [models, source] = [path.join(folder.path, 'models'), path.join(folder.path, 'source')];
  writePipeline(source, options);
  const { path: file } = await new ModelStore({ folder: models, floorBytes: 0 }).add(source, { id: IMAGE_MODEL });
  return { path: models, file, environment: { MODEL_DIR: models, DEVICE: 'cpu', MODEL_THREADS: '1' }, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}
