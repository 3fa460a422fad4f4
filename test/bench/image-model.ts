// The pipelines of the image bench: made-up weights in the true architecture, which cost what the real ones cost.
import { existsSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { writePipeline, type MadeUpPipeline } from '../support/made-up/diffusion.ts';
import { temporaryFolder } from '../support/postgres.ts';

/** A folder with a pipeline in it. */
export interface BenchPipeline extends Disposable {
  readonly folder: string;
}

/** Makes the pipeline, in BENCH_MODELS where that is set and does not have it yet, else among the temporary files. */
export function benchPipeline(options: Required<Pick<MadeUpPipeline, 'preset' | 'type'>>): BenchPipeline {
  const kept = process.env['BENCH_MODELS'];
  const temporary = kept === undefined ? temporaryFolder() : undefined;
  const folder = path.resolve(kept ?? temporary?.path ?? '.', `bench-${options.preset}-${options.type}`);
  if (!existsSync(folder)) {
    const unfinished = `${folder}.part`;
    rmSync(unfinished, { recursive: true, force: true });
    writePipeline(unfinished, options);
    renameSync(unfinished, folder);
  }
  return { folder, [Symbol.dispose]: () => temporary?.[Symbol.dispose]() };
}
