// The thread of a detector, which looks at one picture at a time.
import { workerData } from 'node:worker_threads';
import { loadDetector } from '../detector/load.ts';
import type { Detection } from '../engine.ts';
import type { Look, ThreadOptions } from './messages.ts';
import { serveModel, type Served } from './serving.ts';

async function load({ model, device, threads }: ThreadOptions): Promise<Served<Look, Detection>> {
  const detector = await loadDetector(model.path, { device, threads, expected: model.hashes });
  const { sha256 } = detector;
  return {
    ready: { fingerprint: sha256 },
    serve: async (waiting, reports) => {
      const order = waiting.shift();
      if (order === undefined) return;
      const { picture, labels } = order.work;
      try {
        reports.answered(order, { boxes: await detector.detect(picture, labels), sha256 }, []);
      } catch (error) {
        reports.failed(order, error);
      }
    },
    release: () => detector.release(),
  };
}

await serveModel(() => load(workerData as ThreadOptions));
