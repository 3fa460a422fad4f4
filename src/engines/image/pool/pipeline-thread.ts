// The thread of a pipeline, with the safety checker where there is one.
import { workerData } from 'node:worker_threads';
import type { ImageOrder } from '../../../domain/images/order.ts';
import type { MadeImage } from '../engine.ts';
import { Pipeline } from '../pipeline.ts';
import { Batches, MOST_TOGETHER } from './batches.ts';
import { WorkingMemory } from './memory.ts';
import type { ThreadOptions } from './messages.ts';
import { serveModel, type Served } from './serving.ts';

async function load({ folder, device, threads }: ThreadOptions): Promise<Served<ImageOrder, MadeImage>> {
  const pipeline = await Pipeline.load(folder, { device, threads });
  const memory = device === 'cpu' ? await WorkingMemory.of(folder) : null; // a GPU refuses by itself what it has no room for
  return new Batches({ pipeline, mostTogether: MOST_TOGETHER[device], isSafe: null, requireMemory: (order) => memory?.require(order) });
}

await serveModel(() => load(workerData as ThreadOptions));
