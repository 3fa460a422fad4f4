// Pictures that a diffusion model makes: the pipeline's own time beside the bare sum of the runtime's calls, at the true shape of Stable Diffusion 1.5;
// pictures through the whole service, and how it answers others meanwhile; and on a GPU, pictures a second by the size of a batch.
import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { VerisimClient } from '../../src/client/client.ts';
import { accepted } from '../../src/client/failures.ts';
import { StartImageRunDocument } from '../../src/client/generated/graphql.ts';
import { imageDevice } from '../../src/engines/image/image-device.ts';
import { messageOf } from '../../src/lib/message.ts';
import { IMAGE_MODEL, imageModelFolder } from '../support/made-up-pipelines.ts';
import { aimed, quantile, shortly, told, type Bench, type Figure } from './figure.ts';
import { benchPipeline } from './image-model.ts';
import { paint, type Painting } from './image-pipeline.ts';
import { serve, type Served } from './served.ts';

const AIM = { overShare: 0.03, healthP99Ms: 50, nanoSeconds: 1.5 };
/** At 512 x 512 a core takes a minute for a step or two. */
const TRUE_SIZE = { side: 256, steps: 8 };
const TINY = { side: 256, steps: 20 };
/** The model that comes along, at the one size that it makes. */
const NANO = { model: 'verisim-nano', side: 128, steps: 20, threads: 2 };
const NANO_IMAGES = 7;
const SERVED_IMAGES = 40;
const ASKED_EVERY_MS = 20;
const IDLE_MS = 5_000;
const ON_GPU = { side: 512, steps: [30, 50], batches: [1, 2, 4, 8] };
/** Of a picture of 512 x 512 in 50 steps on an H100, by onnxruntime's own benchmark (pull request 22834 of microsoft/onnxruntime). */
const PUBLISHED_SECONDS = 0.588;

type Tell = (figure: Figure) => void;

export const imagesBench: Bench = async (_options, tell) => {
  const threads = Number(process.env['MODEL_THREADS'] ?? availableParallelism());
  await measureOverhead('tiny', { ...TINY, threads }, tell);
  await measureService(threads, tell);
  await measureNano(tell);
  await measureOverhead('sd15', { ...TRUE_SIZE, threads }, tell);
  await measureGpu(threads, tell);
};

async function measureOverhead(preset: 'tiny' | 'sd15', painting: Omit<Painting, 'folder' | 'device'>, tell: Tell): Promise<void> {
  using pipeline = benchPipeline({ preset, type: 'float32' });
  const [painted] = await paint({ ...painting, folder: pipeline.folder, device: 'cpu' }, [1]);
  if (painted === undefined) throw new Error('nothing was painted');
  const { seconds, bareSeconds, calls } = painted;
  const over = seconds / bareSeconds - 1;
  const name = `images: ${preset}, ${painting.side} x ${painting.side}, ${painting.steps} steps, CPU`;
  const figure = `${shortly(seconds)} s, ${percent(over)} over its ${calls} calls of the runtime (${shortly((1_000 * (seconds - bareSeconds)) / calls)} ms each)`;
  const details = { seconds, bareSeconds, calls, over };
  tell(preset === 'tiny' ? told(name, figure, details) : aimed(name, figure, { text: `< ${100 * AIM.overShare} % over`, met: over < AIM.overShare }, details));
}

async function measureService(threads: number, tell: Tell): Promise<void> {
  using models = await imageModelFolder();
  await using service = await serve({ environment: { ...models.environment, MODEL_THREADS: String(threads) } });
  await made(service.client, 1); // loads the model
  const idle = await answered(service, pause(IDLE_MS));
  await loopDelayMsOf(service); // each look at it starts it anew
  const startedMs = performance.now();
  const meanwhile = await answered(service, made(service.client, SERVED_IMAGES));
  const perSecond = SERVED_IMAGES / ((performance.now() - startedMs) / 1_000);
  const loopMs = await loopDelayMsOf(service);
  const [p50, p99, idleP50, idleP99] = [quantile(meanwhile, 0.5), quantile(meanwhile, 0.99), quantile(idle, 0.5), quantile(idle, 0.99)];
  tell(told(`images: served, tiny, ${TINY.side} x ${TINY.side}, ${TINY.steps} steps`, `${shortly(perSecond)} images/s, watched, PNG and metadata written`, { perSecond }));
  tell(aimed('images: health over HTTP while they are made', `p50 ${shortly(p50)} ms, p99 ${shortly(p99)} ms of ${meanwhile.length} (idle ${shortly(idleP50)} and ${shortly(idleP99)} ms)`, {
    text: `p99 < ${AIM.healthP99Ms} ms`, met: p99 < AIM.healthP99Ms,
  }, { p50Ms: p50, p99Ms: p99, queries: meanwhile.length, idleP50Ms: idleP50, idleP99Ms: idleP99 }));
  tell(told('images: loop delay p99 while they are made', `${shortly(loopMs)} ms`, { loopDelayP99Ms: loopMs }));
}

/** One at a time, each a run of its own, from its order to its last byte. */
async function measureNano(tell: Tell): Promise<void> {
  await using service = await serve({ environment: { MODEL_THREADS: String(NANO.threads) } });
  const seconds: number[] = [];
  for (let i = 0; i < NANO_IMAGES; i++) {
    const startedMs = performance.now();
    await made(service.client, 1, NANO);
    seconds.push((performance.now() - startedMs) / 1_000);
  }
  const [first = 0, ...later] = seconds;
  const one = quantile(later, 0.5);
  const name = `images: served, ${NANO.model}, ${NANO.side} x ${NANO.side}, ${NANO.steps} steps, guided, ${NANO.threads} threads`;
  tell(aimed(name, `${shortly(one)} s for a run of one, ${shortly(first)} s for the first, which loads it`, { text: `<= ${AIM.nanoSeconds} s`, met: one <= AIM.nanoSeconds }, { seconds: one, firstSeconds: first }));
}

/** A run of so many, followed with its previews; resolves when all are there. */
async function made(client: VerisimClient, numImages: number, { model, side, steps }: { readonly model: string; readonly side: number; readonly steps: number } = { model: IMAGE_MODEL, ...TINY }): Promise<void> {
  const { startImageRun } = await client.ask(StartImageRunDocument, { input: { prompts: ['a red house in the snow'], numImages, seed: 1, image: { model, width: side, height: side, steps }, outputs: [{ format: 'JSONL' }] } });
  let seen = 0;
  for await (const { images } of client.followImages(accepted(startImageRun).id)) seen += images.length;
  if (seen !== numImages) throw new Error(`expected ${numImages} images, got ${seen}`);
}

/** How long each health query took, in milliseconds, asked one after another until the work is over. */
async function answered({ address }: Served, work: Promise<void>): Promise<readonly number[]> {
  let isOver = false;
  const ended = work.finally(() => (isOver = true));
  const tookMs: number[] = [];
  while (!isOver) {
    const startedMs = performance.now();
    const response = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: '{ health { status imageModel jobsInProgress } }' }) });
    if (!(await response.text()).includes('HEALTHY')) throw new Error(`health answered ${response.status}`);
    tookMs.push(performance.now() - startedMs);
    await pause(ASKED_EVERY_MS);
  }
  await ended;
  return tookMs;
}

/** Straight on the pipeline, in halves, where DEVICE=cuda asks for it. */
async function measureGpu(threads: number, tell: Tell): Promise<void> {
  const name = `images: sd15 in float16, ${ON_GPU.side} x ${ON_GPU.side}, CUDA`;
  if (process.env['DEVICE'] !== 'cuda') return tell(told(name, 'left out: DEVICE=cuda asks for it'));
  try {
    await imageDevice('cuda');
  } catch (error) {
    return tell(told(name, `left out: ${messageOf(error)}`));
  }
  using pipeline = benchPipeline({ preset: 'sd15', type: 'float16' });
  for (const steps of ON_GPU.steps) {
    const painted = await paint({ folder: pipeline.folder, device: 'cuda', threads, side: ON_GPU.side, steps }, ON_GPU.batches);
    for (const [index, { seconds, bareSeconds }] of painted.entries()) {
      const size = ON_GPU.batches[index] ?? 0;
      const published = steps === 50 && size === 1 ? ` (published: ${PUBLISHED_SECONDS} s on an H100)` : '';
      tell(told(`${name}, ${steps} steps, ${size} at once`, `${shortly(size / seconds)} images/s, ${shortly(seconds / size)} s each, ${percent(seconds / bareSeconds - 1)} over${published}`, { perSecond: size / seconds, seconds, bareSeconds, steps, size }));
    }
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

async function loopDelayMsOf(service: Served): Promise<number> {
  return 1_000 * (await service.metric('nodejs_eventloop_lag_p99_seconds'));
}
