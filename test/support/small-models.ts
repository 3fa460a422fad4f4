// Models of some kilobytes, for tests of what happens around a model: a manifest, a hub that has it, a folder for it.
import { join } from 'node:path';
import { Hub } from '../../src/engines/models/hub.ts';
import { readManifest, type KnownModel } from '../../src/engines/models/manifest.ts';
import { pullModel, type PullOptions } from '../../src/engines/models/pull.ts';
import { ModelStore, type InstalledModel } from '../../src/engines/models/store.ts';
import { startHub, type Hub as TestHub, type HubFile } from './model-hub.ts';
import { temporaryFolder } from './postgres.ts';

const ENTRY = {
  id: 'small-q4_0', name: 'Small (Q4_0)', kind: 'TEXT', repository: 'verisim/small-GGUF', file: 'small-q4_0.gguf', quantization: 'Q4_0', license: 'MIT', context: 2_048, prompt: 'None.',
} as const;
export const SMALL = ENTRY.id;
/** Of a model's file on a hub, by its name there. */
export const SMALL_PATH = `${ENTRY.repository}/resolve/main/${ENTRY.file}`;

/** A manifest of one small model, with other values where they are given. */
export function smallManifest(values: Partial<KnownModel> = {}): ReturnType<typeof readManifest> {
  return readManifest({ defaults: { TEXT: SMALL }, models: [{ ...ENTRY, ...values }] });
}

export interface Pulling extends AsyncDisposable {
  readonly hub: TestHub;
  readonly folder: string;
  readonly store: ModelStore;
  readonly model: KnownModel;
  /** Pulls the model, under its lock. */
  pull(options?: Partial<PullOptions> & { readonly token?: string; readonly stalledAfterMs?: number }): Promise<InstalledModel>;
}

/** A hub that has the small model's file, and an empty folder. */
export async function startPulling(file: HubFile, { values = {}, floorBytes = 0 }: { readonly values?: Partial<KnownModel>; readonly floorBytes?: number } = {}): Promise<Pulling> {
  const folder = temporaryFolder();
  const hub = await startHub();
  hub.serve(SMALL_PATH, file);
  const manifest = smallManifest(values);
  const [model] = manifest.models;
  if (model === undefined) throw new Error('an empty manifest');
  const store = new ModelStore({ folder: join(folder.path, 'models'), floorBytes, manifest });
  return {
    hub,
    folder: store.folder,
    store,
    model,
    pull: async ({ token, stalledAfterMs, ...options } = {}) => {
      using _ = await store.lock(model.id);
      const own = new Hub({ endpoint: hub.endpoint, token, ...(stalledAfterMs === undefined ? {} : { stalledAfterMs }) });
      return await pullModel(model, { store, hub: own, signal: new AbortController().signal, ...options });
    },
    [Symbol.asyncDispose]: async () => {
      await hub[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}
