// The pipeline beside Python's diffusers: the same made-up weights, texts, seeds and schedulers end in the same latents and pixels (fixtures/diffusers/pipeline.py).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Batch } from '../src/engines/image/batch.ts';
import type { ImageOrder, Picture } from '../src/engines/image/engine.ts';
import { modelFile, readPipelineConfig, type ModelName, type PipelineConfig } from '../src/engines/image/folder.ts';
import { Session } from '../src/engines/image/runtime.ts';
import { parseSchedulerConfig } from '../src/engines/image/schedulers/config.ts';
import { TextEncoder } from '../src/engines/image/text-encoder.ts';
import { Unet } from '../src/engines/image/unet.ts';
import { VaeDecoder } from '../src/engines/image/vae-decoder.ts';
import { writePipeline } from './support/made-up/diffusion.ts';
import { temporaryFolder } from './support/postgres.ts';

interface Golden {
  readonly order: ImageOrder;
  /** To the folder's scheduler_config.json. */
  readonly changes: Readonly<Record<string, unknown>>;
  readonly latents: readonly number[];
  /** Base64 of every fourth pixel in both directions. */
  readonly pixels: string;
}

const GOLDEN = JSON.parse(readFileSync(new URL('fixtures/diffusers/pipeline.json', import.meta.url), 'utf8')) as readonly Golden[];
const EVERY = 4;
/** Of the largest value; where the fixture was made they differ by 4e-6. */
const TOLERANCE = 1e-4;

/** Tells what it was given to decode. */
class SeenDecoder extends VaeDecoder {
  latents: Float32Array = new Float32Array();

  override decode(latents: Float32Array, size: { readonly height: number; readonly width: number }): Promise<Picture> {
    this.latents = latents;
    return super.decode(latents, size);
  }
}

let folder: ReturnType<typeof temporaryFolder>;
let config: PipelineConfig;
let text: TextEncoder;
let unet: Unet;
let vae: SeenDecoder;

before(async () => {
  folder = temporaryFolder();
  writePipeline(folder.path);
  config = await readPipelineConfig(folder.path);
  const open = (model: ModelName): Promise<Session> => Session.open(model, modelFile(folder.path, model), { device: 'cpu', threads: 1 });
  text = new TextEncoder('text_encoder', await open('text_encoder'), { tokenizer: config.tokenizer, width: config.embeddingWidth });
  unet = new Unet('unet', await open('unet'), { positions: config.tokenizer.length, contextWidth: config.contextWidth });
  vae = new SeenDecoder('vae_decoder', await open('vae_decoder'), config.latentScale);
});
after(async () => {
  for (const model of [text, unet, vae]) await model.release();
  folder[Symbol.dispose]();
});

async function painted(order: ImageOrder, changes: Golden['changes']): Promise<{ readonly picture: Picture; readonly latents: Float32Array }> {
  const file = JSON.parse(readFileSync(path.join(folder.path, 'scheduler/scheduler_config.json'), 'utf8')) as object;
  const member = { order, prompt: await text.embed(order.prompt), negative: await text.embed(order.negativePrompt) };
  const batch = new Batch({ unet, vae, scheduler: parseSchedulerConfig({ ...file, ...changes }), colours: config.latentColours }, [member]);
  while (batch.step < batch.of) await batch.advance();
  const picture = await batch.decode(member);
  return { picture, latents: vae.latents };
}

function thinned({ rgb, width, height }: Picture): number[] {
  const rows = Array.from({ length: height / EVERY }, (_, row) => row * EVERY);
  const columns = Array.from({ length: width / EVERY }, (_, column) => column * EVERY);
  return rows.flatMap((y) => columns.flatMap((x) => [...rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)]));
}

function furthest(ours: ArrayLike<number>, theirs: readonly number[]): number {
  assert.equal(ours.length, theirs.length);
  return Math.max(...theirs.map((value, i) => Math.abs(value - (ours[i] ?? Number.NaN))));
}

describe('a picture', () => {
  for (const { order, changes, latents, pixels } of GOLDEN) {
    it(`is painted as diffusers paints it, by ${JSON.stringify({ ...order, prompt: order.prompt.slice(0, 20), ...changes })}`, async () => {
      const made = await painted(order, changes);
      const scale = Math.max(...latents.map(Math.abs));
      const [latentsOff, pixelsOff] = [furthest(made.latents, latents) / scale, furthest(thinned(made.picture), [...Buffer.from(pixels, 'base64')])];
      assert.ok(latentsOff <= TOLERANCE, `latents: ${latentsOff}`);
      assert.ok(pixelsOff <= 1, `pixels: ${pixelsOff}`);
    });
  }
});
