// What a runner and runs are given where no model takes part.
import { ModelUnavailable } from '../../src/domain/errors.ts';
import type { ImagePreviews } from '../../src/jobs/image-previews.ts';
import type { ImageEngines } from '../../src/jobs/image-shard.ts';
import type { InstalledModels } from '../../src/jobs/model-choice.ts';
import type { Engines } from '../../src/jobs/model-shard.ts';
import type { MachinePlanner } from '../../src/jobs/machine-planner.ts';
import type { SchemaPlanner } from '../../src/jobs/schema-planner.ts';

const none = (id: string | undefined): never => {
  throw new ModelUnavailable(id ?? 'any', 'no model is here');
};

export const NO_ENGINES: Engines = { of: none };
export const NO_IMAGES: ImageEngines = { safety: 'off', of: none, detector: none };
export const NO_PREVIEWS: Pick<ImagePreviews, 'isWatched' | 'show' | 'follow'> = { isWatched: () => false, show: async () => {}, follow: () => ({ take: () => [], [Symbol.dispose]: () => {} }) };
export const NO_PLANNER: Pick<SchemaPlanner, 'plan'> = { plan: async () => none(undefined) };
export const NO_MACHINES: Pick<MachinePlanner, 'plan'> = { plan: async () => none(undefined) };
export const NO_MODELS: InstalledModels = { standard: async () => undefined, require: async (id) => none(id), detectorFor: async () => undefined, labelsOf: async (id) => none(id), trainedFor: async (id) => none(id) };
