// The thread of a pipeline, and of the safety checker that looks at its pictures where there is one.
import { workerData } from 'node:worker_threads';
import type { ImageOrder } from '../../../domain/images/order.ts';
import type { MadeImage } from '../engine.ts';
import { Pipeline } from '../pipeline.ts';
import { SafetyChecker } from '../safety.ts';
import { Batches, MOST_TOGETHER } from './batches.ts';
import { WorkingMemory } from './memory.ts';
import type { ThreadOptions } from './messages.ts';
import { serveModel, type Served } from './serving.ts';

async function load({ model, safety, device, threads }: ThreadOptions): Promise<Served<ImageOrder, MadeImage>> {
  const pipeline = await Pipeline.load(model.path, { device, threads, expected: model.hashes });
  const checker = safety === null ? null : await SafetyChecker.load(safety.path, { device, threads, expected: safety.hashes });
  const memory = device === 'cpu' ? await WorkingMemory.of(model.path) : null; // a GPU refuses by itself what it has no room for
  return new Batches({ pipeline, checker, memory, mostTogether: MOST_TOGETHER[device] });
}

await serveModel(() => load(workerData as ThreadOptions));
