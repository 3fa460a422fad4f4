// Models of some kilobytes, for tests of what happens around a model: a manifest, a hub that has them, a folder for them.
import { join } from 'node:path';
import { Hub } from '../../src/engines/models/hub.ts';
import type { InstalledModel } from '../../src/engines/models/installed.ts';
import { readManifest, type KnownModel } from '../../src/engines/models/manifest.ts';
import { pullModel, type PullOptions } from '../../src/engines/models/pull.ts';
import { ModelStore } from '../../src/engines/models/store.ts';
import { startHub, type Hub as TestHub, type HubFile } from './model-hub.ts';
import { temporaryFolder } from './postgres.ts';

const TEXT = {
  id: 'small-q4_0', name: 'Small (Q4_0)', kind: 'TEXT', repository: 'verisim/small-GGUF', files: { 'small-q4_0.gguf': {} }, quantization: 'Q4_0', license: 'MIT', context: 2_048, notes: 'None.',
} as const;
const PIPELINE = {
  id: 'small-pipeline', name: 'Small pipeline', kind: 'IMAGE', repository: 'verisim/small-ONNX', license: 'MIT', notes: 'None.',
  files: { 'model_index.json': {}, 'unet/model.onnx': {}, 'unet/model.onnx_data': {} },
} as const;
const DETECTOR = { ...PIPELINE, id: 'small-detector', kind: 'DETECTOR', files: { 'config.json': {} } } as const;
const SAFETY = { ...PIPELINE, id: 'small-safety', kind: 'SAFETY', files: { 'safety_checker/model.onnx': {} } } as const;

export const SMALL = TEXT.id;
/** A model of several files. */
export const SMALL_PIPELINE = PIPELINE.id;
/** Of a model's file on a hub, by its name there. */
export const SMALL_PATH = `${TEXT.repository}/resolve/main/small-q4_0.gguf`;
/** Of the page about it. */
export const SMALL_PAGE = `${TEXT.repository}/tree/main`;

/** Of a file of the pipeline on a hub. */
export function pipelinePath(file: string): string {
  return `${PIPELINE.repository}/resolve/main/${file}`;
}

/** A manifest of one small model of each kind; the text model with other values where they are given. */
export function smallManifest(values: Partial<KnownModel> = {}): ReturnType<typeof readManifest> {
  return readManifest({ defaults: { TEXT: SMALL, IMAGE: PIPELINE.id, DETECTOR: DETECTOR.id, SAFETY: SAFETY.id }, models: [{ ...TEXT, ...values }, PIPELINE, DETECTOR, SAFETY] });
}

export interface Pulling extends AsyncDisposable {
  readonly hub: TestHub;
  readonly folder: string;
  readonly store: ModelStore;
  /** Pulls the model, under its lock. Default: the small text model. */
  pull(options?: Partial<PullOptions> & { readonly id?: string; readonly token?: string; readonly stalledAfterMs?: number }): Promise<InstalledModel>;
}

/** A hub that has these files by their paths there, or only the small text model's, and an empty folder. */
export async function startPulling(files: HubFile | Readonly<Record<string, HubFile>>, { values = {}, floorBytes = 0 }: { readonly values?: Partial<KnownModel>; readonly floorBytes?: number } = {}): Promise<Pulling> {
  const folder = temporaryFolder();
  const hub = await startHub();
  for (const [path, file] of Object.entries(isOne(files) ? { [SMALL_PATH]: files } : files)) hub.serve(path, file);
  const store = new ModelStore({ folder: join(folder.path, 'models'), floorBytes, manifest: smallManifest(values) });
  return {
    hub,
    folder: store.folder,
    store,
    pull: async ({ id = SMALL, token, stalledAfterMs, ...options } = {}) => {
      using _ = await store.lock(id);
      const model = store.known(id);
      if (model === undefined || model.shipped !== undefined) throw new Error(`no model ${id}`);
      const own = new Hub({ endpoint: hub.endpoint, token, ...(stalledAfterMs === undefined ? {} : { stalledAfterMs }) });
      return await pullModel(model, { store, hub: own, signal: new AbortController().signal, ...options });
    },
    [Symbol.asyncDispose]: async () => {
      await hub[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

function isOne(files: HubFile | Readonly<Record<string, HubFile>>): files is HubFile {
  return files['bytes'] instanceof Buffer;
}
