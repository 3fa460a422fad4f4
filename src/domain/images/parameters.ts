// How a picture was made, as a text in the layout of AUTOMATIC1111's web UI, which readers of Stable Diffusion's pictures know: the prompt, the negative
// prompt, and a last line of names and values. It stands in the PNG's chunk `parameters`.
import type { ImageOrder, SchedulerName } from './order.ts';

/** The schedulers under the names of that web UI (modules/sd_samplers_*.py); its PLMS is diffusers' PNDM. */
const SAMPLERS: Readonly<Record<SchedulerName, string>> = {
  DDIM: 'DDIM',
  PNDM: 'PLMS',
  EULER: 'Euler',
  EULER_ANCESTRAL: 'Euler a',
  DPMPP_2M: 'DPM++ 2M',
  DPMPP_2M_KARRAS: 'DPM++ 2M Karras',
  LCM: 'LCM',
};
/** Hexadecimal digits of a model's hash that are shown. */
const HASH_DIGITS = 10;

export interface NamedModel {
  readonly id: string;
  /** Ends with the SHA-256 of the model's files, in hexadecimal; null: it is not known. */
  readonly fingerprint: string | null;
}

/** The layout has no escape for prompts: one with a line that begins with "Negative prompt:" is taken apart there by its readers. */
export function generationParameters(order: ImageOrder, model: NamedModel): string {
  const hash = /[0-9a-f]{64}$/.exec(model.fingerprint ?? '')?.[0];
  const values = {
    Steps: order.steps,
    Sampler: SAMPLERS[order.scheduler],
    'CFG scale': order.guidance,
    Seed: order.seed,
    Size: `${order.width}x${order.height}`,
    ...(hash === undefined ? {} : { 'Model hash': hash.slice(0, HASH_DIGITS) }),
    Model: model.id,
  };
  return [
    order.prompt,
    ...(order.negativePrompt === '' ? [] : [`Negative prompt: ${order.negativePrompt}`]),
    Object.entries(values).map(([name, value]) => `${name}: ${quoted(String(value))}`).join(', '),
  ].join('\n');
}

/** What would end a value stands in quotes, as JSON. */
function quoted(value: string): string {
  return /[,:\n]/.test(value) ? JSON.stringify(value) : value;
}
