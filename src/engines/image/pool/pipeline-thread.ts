// The thread of a pipeline, with the safety checker where there is one.
import { workerData } from 'node:worker_threads';
import type { ImageOrder } from '../../../domain/images/order.ts';
import type { MadeImage } from '../engine.ts';
import { Pipeline } from '../pipeline.ts';
import { Batches } from './batches.ts';
import type { ThreadOptions } from './messages.ts';
import { serveModel, type Served } from './serving.ts';

async function load({ folder, device, threads }: ThreadOptions): Promise<Served<ImageOrder, MadeImage>> {
  const chosen = device === 'cuda' ? 'cuda' : 'cpu';
  const pipeline = await Pipeline.load(folder, { device: chosen, threads });
  return new Batches({ ready: { device: chosen, reason: null, fingerprint: pipeline.fingerprint }, pipeline, isSafe: null, requireMemory: () => {} });
}

await serveModel(() => load(workerData as ThreadOptions));
