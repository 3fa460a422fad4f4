// What `health` says of the models that are here.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { IMAGE_MODEL, imageModelFolder } from './support/made-up-pipelines.ts';
import { finished, startService } from './support/service.ts';

describe('health', () => {
  it('names the image model that is installed, beside the text model', async () => {
    using models = await imageModelFolder();
    await using service = await startService(models.environment);
    const { data } = await service.ask('{ health { status textModel imageModel } models { id kind installed loaded } }');
    assert.deepEqual(data?.['health'], { status: 'HEALTHY', textModel: 'none installed', imageModel: `${IMAGE_MODEL} (not loaded)` });
    const listed = data?.['models'] as readonly { readonly id: string }[]; // as the query asks for them
    assert.deepEqual(listed.find(({ id }) => id === IMAGE_MODEL), { id: IMAGE_MODEL, kind: 'IMAGE', installed: true, loaded: false });

    const { startImageRun } = (await service.ask('mutation { startImageRun(input: { prompts: ["a"], numImages: 1, image: { width: 64, height: 64, steps: 1 } }) { ... on ImageJob { id } } }')).data as { readonly startImageRun: { readonly id: string } }; // as it asks
    await finished(service, startImageRun.id);
    assert.deepEqual((await service.ask('{ health { imageModel } }')).data?.['health'], { imageModel: `${IMAGE_MODEL} (loaded: cpu)` });
  });
});
