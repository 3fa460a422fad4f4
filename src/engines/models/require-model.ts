// What a run that asks for a model is given: the installed one, or words that say how to get it. Nothing is downloaded.
import { ModelUnavailable } from '../../domain/errors.ts';
import type { InstalledModel } from './installed.ts';
import { MODEL_ID, type ModelKind } from './manifest.ts';
import { RESTORE } from './shipped.ts';
import type { ModelStore } from './store.ts';

/**
 * The installed model of that id and kind, whole and unchanged.
 * @throws ModelUnavailable that says how to get it, or such a one.
 */
export async function requireModel(store: ModelStore, id: string, kind: ModelKind): Promise<InstalledModel> {
  const state = MODEL_ID.test(id) ? await store.stateOf(id) : null;
  if (state?.kind !== kind) {
    const what = state === null ? `there is no model ${JSON.stringify(id.slice(0, 100))}` : `the model ${id} is of kind ${state.kind}, not ${kind}`;
    throw new ModelUnavailable(id, `${what}: expected one of ${store.knownIds(kind).join(', ')}, or ${kind === 'TEXT' ? 'a GGUF file' : 'a model'} of yours, added by \`npm run models -- add PATH --id ID\``);
  }
  const model = await store.installed(id);
  if (model !== undefined && (await store.isIntact(model))) return model;
  const { pulling, pulledBytes, bytes } = state;
  const failure = model === undefined ? state.failure : `bytes of its files were changed; ${state.shipped ? RESTORE : 'remove it first'}`;
  if (state.shipped) throw new ModelUnavailable(id, `the model ${id} came with this version, and is not whole: ${failure}`);
  const why = pulling ? `is being pulled (${pulledBytes ?? 0} of ${bytes ?? 'so many'} bytes)` : `is not installed${failure === null ? '' : ` (${failure})`}`;
  const way = store.known(id) === undefined ? `remove it by \`npm run models -- rm ${id}\`, and add it again` : `run \`npm run models -- pull ${id}\`, or the mutation pullModel(id: "${id}")`;
  throw new ModelUnavailable(id, `the model ${id} ${why}: ${way}`);
}
