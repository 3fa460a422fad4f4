// The thread of a detector.
import { workerData } from 'node:worker_threads';
import type { Detection } from '../engine.ts';
import { EngineFailed } from '../../failures.ts';
import type { Look, ThreadOptions } from './messages.ts';
import { serveModel, type Served } from './serving.ts';

async function load({ folder }: ThreadOptions): Promise<Served<Look, Detection>> {
  throw new EngineFailed(`there is no detector for ${folder}`);
}

await serveModel(() => load(workerData as ThreadOptions));
