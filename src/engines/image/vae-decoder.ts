// The VAE's decoder of a pipeline: from a latent to a picture eight times as wide and high. One picture at a time, since it takes the most memory.
import { LATENT_SCALE } from '../../domain/images/size.ts';
import { EngineFailed, OrderRefused } from '../failures.ts';
import type { Picture } from './engine.ts';
import { FLOATS, portOf, requirePorts } from './ports.ts';
import { floatsOf, floatTensor, type ElementType, type Session } from './runtime.ts';
import { LATENT_CHANNELS } from './unet.ts';

export class VaeDecoder {
  readonly #name: string;
  readonly #session: Session;
  readonly #latentScale: number;
  readonly #type: ElementType;

  /** `latentScale`: what latents were multiplied by. Throws EngineFailed where the model is not a VAE's decoder. */
  constructor(name: string, session: Session, latentScale: number) {
    requirePorts(name, session, {
      inputs: { latent_sample: { types: FLOATS, shapes: [[1, LATENT_CHANNELS, 'any', 'any']] } },
      outputs: { sample: { types: FLOATS, shapes: [[1, 3, 'any', 'any']] } },
    });
    this.#name = name;
    this.#session = session;
    this.#latentScale = latentScale;
    this.#type = portOf(session.inputs, 'latent_sample').type;
  }

  /** Throws OrderRefused where its numbers break down: a black picture would be a lie. */
  async decode(latents: Float32Array, { height, width }: { readonly height: number; readonly width: number }): Promise<Picture> {
    const scaled = latents.map((value) => value / this.#latentScale);
    const { sample } = await this.#session.run({ latent_sample: floatTensor(this.#type, scaled, [1, LATENT_CHANNELS, height, width]) }, ['sample']);
    const values = floatsOf(sample);
    const shape = [1, 3, height * LATENT_SCALE, width * LATENT_SCALE];
    if (sample.dims.join() !== shape.join()) throw new EngineFailed(`${this.#name}: expected a picture of shape [${shape.join(', ')}], got [${sample.dims.join(', ')}]. Take the VAE of Stable Diffusion 1 or 2`);
    if (!values.every(Number.isFinite)) throw new OrderRefused(`${this.#name}: expected a picture, got values that are no finite numbers (NaN). Take the model in float32, or another prompt, seed or guidance`);
    return pictureOf(values, { width: width * LATENT_SCALE, height: height * LATENT_SCALE });
  }

  release(): Promise<void> {
    return this.#session.release();
  }
}

/** Planes of red, green and blue, from -1 to 1, as pixels; what lies beyond is cut. */
export function pictureOf(planes: Float32Array, { width, height }: { readonly width: number; readonly height: number }): Picture {
  const pixels = width * height;
  const rgb = new Uint8ClampedArray(pixels * 3); // rounds and cuts
  for (let channel = 0; channel < 3; channel++) {
    const plane = planes.subarray(channel * pixels, (channel + 1) * pixels);
    for (let i = 0; i < pixels; i++) rgb[i * 3 + channel] = ((plane[i] ?? 0) + 1) * 127.5;
  }
  return { rgb: new Uint8Array(rgb.buffer), width, height };
}
