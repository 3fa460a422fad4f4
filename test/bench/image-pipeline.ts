// A pipeline by itself: its time beside the bare sum of the runtime's calls in the same run, and how many pictures of a batch it makes in a second.
import { InferenceSession } from 'onnxruntime-node';
import type { ImageOrder } from '../../src/domain/images/order.ts';
import type { Device } from '../../src/engines/device.ts';
import { Pipeline, type Member } from '../../src/engines/image/pipeline.ts';

export interface Painting {
  readonly folder: string;
  readonly device: Device;
  readonly threads: number;
  /** Of both sides, in pixels. */
  readonly side: number;
  readonly steps: number;
}

export interface Painted {
  /** From the prompt to the pixels. */
  readonly seconds: number;
  /** Of these, those that the runtime's own calls took. */
  readonly bareSeconds: number;
  readonly calls: number;
}

/** Makes pictures in batches of these sizes, one batch after another; each is warmed up by one of a single step. */
export async function paint({ folder, device, threads, side, steps }: Painting, batches: readonly number[]): Promise<readonly Painted[]> {
  const pipeline = await Pipeline.load(folder, { device, threads });
  const painted: Painted[] = [];
  try {
    for (const size of batches) {
      const orders = Array.from({ length: size }, (_, seed) => orderOf({ side, steps, seed }));
      await finish(pipeline, orders.map((order) => ({ ...order, steps: 1 })));
      using bare = new BareTime();
      const startedMs = performance.now();
      await finish(pipeline, orders);
      painted.push({ seconds: (performance.now() - startedMs) / 1_000, bareSeconds: bare.seconds, calls: bare.calls });
    }
  } finally {
    await pipeline.release();
  }
  return painted;
}

async function finish(pipeline: Pipeline, orders: readonly ImageOrder[]): Promise<void> {
  const members: Member[] = [];
  for (const order of orders) members.push({ order, prompt: await pipeline.embed(order.prompt), negative: await pipeline.embed(order.negativePrompt) });
  const batch = pipeline.begin(members);
  while (batch.step < batch.of) await batch.advance();
  for (const member of members) await batch.decode(member);
}

function orderOf({ side, steps, seed }: { readonly side: number; readonly steps: number; readonly seed: number }): ImageOrder {
  return { prompt: `a photo of a red house in the snow, number ${seed}`, negativePrompt: 'blurry', width: side, height: side, steps, guidance: 7.5, scheduler: 'DPMPP_2M_KARRAS', seed };
}

/** Counts the time of every `session.run` of the runtime itself, in this thread, until disposed. */
class BareTime implements Disposable {
  static readonly #session = (InferenceSession as unknown as { readonly prototype: InferenceSession }).prototype; // a class, which its type hides
  readonly #run = BareTime.#session.run;
  seconds = 0;
  calls = 0;

  constructor() {
    const [run, time] = [this.#run, this];
    BareTime.#session.run = async function timed(this: InferenceSession, ...words: Parameters<InferenceSession['run']>) {
      const startedMs = performance.now();
      try {
        return await run.apply(this, words);
      } finally {
        time.seconds += (performance.now() - startedMs) / 1_000;
        time.calls++;
      }
    } as InferenceSession['run'];
  }

  [Symbol.dispose](): void {
    BareTime.#session.run = this.#run;
  }
}
