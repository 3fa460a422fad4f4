// A program that makes a picture with the pipeline in a folder, and tells each step; asked by SIGTERM, it stops as the service does.
// `node image-maker.ts FOLDER`
import { LocalImageEngine } from '../../src/engines/image/local.ts';
import { createLog } from '../../src/lib/log.ts';

const path = process.argv[2] ?? '';
const engine = new LocalImageEngine({
  id: 'made-up', locate: async () => ({ path, hashes: {} }), locateSafety: null, device: 'cpu', threads: 1, idleMs: 60_000, log: createLog('silent'), onPass: () => {}, onMade: () => {},
});
process.once('SIGTERM', async () => {
  await engine[Symbol.asyncDispose]();
  process.exit(0);
});
const order = { prompt: 'a dog', negativePrompt: '', width: 256, height: 256, steps: 100, guidance: 7.5, scheduler: 'EULER', seed: 1 } as const;
engine.make(order, { lane: 'a', signal: new AbortController().signal, onStep: ({ step }) => process.stdout.write(`${step}\n`) }).catch(() => {}); // it is stopped
