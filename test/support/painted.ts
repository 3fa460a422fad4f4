// Pictures by a pipeline, without a pool around it.
import { createHash } from 'node:crypto';
import type { ImageOrder } from '../../src/domain/images/order.ts';
import type { Picture } from '../../src/engines/image/engine.ts';
import { Pipeline, type Member } from '../../src/engines/image/pipeline.ts';

/** A small picture, other values where they are given. */
export function imageOrder(values: Partial<ImageOrder> = {}): ImageOrder {
  return { prompt: 'a photo of a red car', negativePrompt: 'blurry', width: 64, height: 64, steps: 4, guidance: 7.5, scheduler: 'DPMPP_2M_KARRAS', seed: 42, ...values };
}

/** With what the model makes of its texts. */
export async function memberOf(pipeline: Pipeline, order: ImageOrder): Promise<Member> {
  return { order, prompt: await pipeline.embed(order.prompt), negative: await pipeline.embed(order.negativePrompt) };
}

/** All orders as one batch, to its end. */
export async function painted(pipeline: Pipeline, orders: readonly ImageOrder[]): Promise<Picture[]> {
  const members = await Promise.all(orders.map((order) => memberOf(pipeline, order)));
  const batch = pipeline.begin(members);
  while (batch.step < batch.of) await batch.advance();
  return await Promise.all(members.map((member) => batch.decode(member)));
}

export interface OpenPipeline extends AsyncDisposable {
  readonly pipeline: Pipeline;
}

/** On the CPU, released with its scope. */
export async function openPipeline(folder: string, threads = 1): Promise<OpenPipeline> {
  const pipeline = await Pipeline.load(folder, { device: 'cpu', threads });
  return { pipeline, [Symbol.asyncDispose]: () => pipeline.release() };
}

/** The size and the bytes of a picture, short enough to be compared and shown. */
export function digestOf({ rgb, width, height }: Picture): string {
  return `${width} x ${height} ${createHash('sha256').update(rgb).digest('hex')}`;
}

/** Of two pictures of one size, in steps of 255: the mean over all values, and the most. */
export function differenceOf(one: Picture, other: Picture): { readonly mean: number; readonly most: number } {
  const steps = Array.from(one.rgb, (value, i) => Math.abs(value - (other.rgb[i] ?? 0)));
  return { mean: steps.reduce((sum, step) => sum + step, 0) / steps.length, most: Math.max(...steps) };
}
