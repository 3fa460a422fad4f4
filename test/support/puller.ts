// A process that pulls the small model: `node puller.ts FOLDER ENDPOINT`. For tests that kill it.
import { Hub } from '../../src/engines/models/hub.ts';
import { pullModel } from '../../src/engines/models/pull.ts';
import { ModelStore } from '../../src/engines/models/store.ts';
import { SMALL, smallManifest } from './small-models.ts';

const [folder = '', endpoint = ''] = process.argv.slice(2);
const manifest = smallManifest();
const store = new ModelStore({ folder, floorBytes: 0, manifest });
const model = store.known(SMALL);
if (model === undefined || model.shipped !== undefined) throw new Error('no small model');
using _ = await store.lock(SMALL);
await pullModel(model, { store, hub: new Hub({ endpoint }), signal: new AbortController().signal });
