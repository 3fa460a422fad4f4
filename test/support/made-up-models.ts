// A model folder with a small made-up model in it, for services that shall have one: valid rows come of it, and no sense.
import path from 'node:path';
import { ModelStore } from '../../src/engines/models/store.ts';
import { sampleRows, writeModel, type MadeUpModel } from './gguf.ts';
import { temporaryFolder } from './postgres.ts';

export const MODEL = 'made-up';

export interface ModelFolder extends Disposable {
  readonly path: string;
  /** Of the installed model. */
  readonly file: string;
  /** Settings for a service that is to use it. One thread: a model of this size is only slowed down by more. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Makes the folder, with the model installed as MODEL. */
export async function modelFolder(options: MadeUpModel = { script: sampleRows(100) }): Promise<ModelFolder> {
  const folder = temporaryFolder();
  const [models, source] = [path.join(folder.path, 'models'), path.join(folder.path, 'source.gguf')];
  await writeModel(source, options);
  const { path: file } = await new ModelStore({ folder: models, floorBytes: 0 }).add(source, { id: MODEL });
  return { path: models, file, environment: { MODEL_DIR: models, DEVICE: 'cpu', MODEL_THREADS: '1' }, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}
