// Machines from plain words over the whole service, with a made-up model that writes noise: whatever it says, machines come of it that run, and the job says
// who planned them.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { StartSeriesRunDocument } from '../src/client/generated/graphql.ts';
import { MODEL, modelFolder, type ModelFolder } from './support/made-up-models.ts';
import { ended } from './support/runs.ts';
import { finishedSeries, rowsOfTable, seriesOf, seriesOrder, specsOf, startSeries } from './support/series-runs.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';

const PLANT = { industry: { name: 'a brewery with its own bottling line', count: 3 } };

describe('a plant in plain words', () => {
  let models: ModelFolder;
  let service: ServiceProcess;
  before(async () => {
    models = await modelFolder({});
    service = await startServiceProcess({ environment: models.environment });
  });
  after(async () => {
    await service?.[Symbol.asyncDispose]();
    models?.[Symbol.dispose]();
  });

  it('becomes machines that run, with a warning that says who planned them; the same again of the same words', async () => {
    const { client } = service;
    const { id, warnings } = await startSeries(client, seriesOrder({ machines: PLANT, days: 1 }));
    assert.match(String(warnings), new RegExp(`planned from "a brewery with its own bottling line" by the model ${MODEL}: look at`));
    const job = await ended(client, id);
    const { machines } = await seriesOf(client, id);
    assert.equal(machines.length, 3);
    assert.deepEqual(job.outputs.length, 7);
    const [machine] = machines;
    const rows = await rowsOfTable(client, id, machine?.readingsTable ?? '');
    assert.deepEqual([rows.length, Object.keys(rows[0] ?? {})], [1_440, ['Timestamp', ...(machine?.signals ?? []).map(({ name }) => name)]]);
    const again = await finishedSeries(client, seriesOrder({ machines: PLANT, days: 1 }));
    assert.deepEqual(await specsOf(client, again.id), await specsOf(client, id));
  });

  it('is asked of the model that is named, though the catalogue has the industry', async () => {
    const order = seriesOrder({ machines: { industry: { name: 'semiconductor', count: 1 } }, days: 1, outputs: [] });
    assert.deepEqual((await startSeries(service.client, order)).warnings, []);
    assert.match(String((await startSeries(service.client, { ...order, model: MODEL })).warnings), /by the model/);
    const { startSeriesRun: refused } = await service.client.ask(StartSeriesRunDocument, { input: { ...order, model: 'another' } });
    assert(refused.__typename === 'ModelUnavailableError' && refused.message.includes('another'));
  });

  it('is refused where it is too long, with the limit', async () => {
    const { startSeriesRun: refused } = await service.client.ask(StartSeriesRunDocument, { input: seriesOrder({ machines: { industry: { name: 'word '.repeat(1_000) } } }) });
    assert(refused.__typename === 'InvalidInputError' && refused.issues[0]?.path.join() === 'machines,industry,name' && /1 to 2000 characters.*got 5000/.test(refused.message), JSON.stringify(refused));
  });
});
