// What `health` says of the models that are here, and what /metrics counts of them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { IMAGE_MODEL, imageModelFolder } from './support/made-up-pipelines.ts';
import { startService } from './support/service.ts';

describe('health', () => {
  it('names the image model that is installed, beside the text model', async () => {
    using models = await imageModelFolder();
    await using service = await startService(models.environment);
    const { data } = await service.ask('{ health { status textModel imageModel } models { id kind installed loaded } }');
    assert.deepEqual(data?.['health'], { status: 'HEALTHY', textModel: 'none installed', imageModel: `${IMAGE_MODEL} (not loaded)` });
    const listed = data?.['models'] as readonly { readonly id: string }[]; // as the query asks for them
    assert.deepEqual(listed.find(({ id }) => id === IMAGE_MODEL), { id: IMAGE_MODEL, kind: 'IMAGE', installed: true, loaded: false });
  });
});
