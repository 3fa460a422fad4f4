// Models that come with this version, in its own folder beside the manifest: here on every machine without a pull, used where they lie, and never
// removed. The manifest is their record; what it says of their bytes is compared whenever one is asked for.
import { fileURLToPath } from 'node:url';
import { InvalidState } from '../../domain/errors.ts';
import type { KnownModel, ShippedModel } from './manifest.ts';
import type { ModelRecord } from './records.ts';

/** Where the folders of such models lie: that of the manifest. */
export const SHIPPED_FOLDER = fileURLToPath(new URL('../../../models/', import.meta.url));

/** What to do where a file of one is gone or was changed. */
export const RESTORE = 'restore the files of this version: git checkout -- models, or install it again';

/** Nobody has noted when its files were written, so they are read whenever that matters: they are small. */
const NEVER = 0;

/** As if it had been installed. */
export function shippedRecord({ id, kind, name, license, shipped, files, quantization, context }: ShippedModel): ModelRecord {
  return {
    id, kind, name, license,
    source: `this version of Verisim (models/${shipped})`,
    quantization: quantization ?? null,
    context: context ?? null,
    files: Object.entries(files).map(([path, { bytes, sha256 }]) => ({ path, bytes, sha256, modifiedMs: NEVER })),
    installedAt: new Date(NEVER).toISOString(),
  };
}

/** Throws InvalidState for one that came with this version. */
export function requireOwn(known: KnownModel | undefined): asserts known is Exclude<KnownModel, ShippedModel> | undefined {
  if (known?.shipped === undefined) return;
  throw new InvalidState(`the model ${known.id} came with this version (models/${known.shipped}), so it is neither pulled, added nor removed: a run takes another where it names that as its model, or where another is installed; where its files are damaged, ${RESTORE}`);
}
