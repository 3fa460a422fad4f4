// The UNet of a pipeline: what of a latent is noise, by what a prompt says. All members of a batch go through it together.
import { LATENT_SCALE } from '../../domain/images/size.ts';
import { EngineFailed } from '../failures.ts';
import { FLOATS, INTEGERS, portOf, requirePorts } from './ports.ts';
import { floatsOf, floatTensor, numberTensor, type ElementType, type Port, type Session, type Tensor } from './runtime.ts';

/** Channels of a latent. */
export const LATENT_CHANNELS = 4;

export class Unet {
  /** Of an embedding at one position; undefined: the model does not say. */
  readonly contextWidth: number | undefined;
  readonly #name: string;
  readonly #session: Session;
  readonly #positions: number;
  readonly #sample: Port;
  readonly #timestep: Port;
  readonly #context: Port;

  /** Throws EngineFailed where the model is not a UNet of Stable Diffusion 1 or 2, or reads embeddings of another shape. */
  constructor(name: string, session: Session, { positions, contextWidth }: { readonly positions: number; readonly contextWidth: number | undefined }) {
    requirePorts(name, session, {
      inputs: {
        sample: { types: FLOATS, shapes: [['open', LATENT_CHANNELS, 'any', 'any']] },
        timestep: { types: [...INTEGERS, ...FLOATS], shapes: [[], ['open']] },
        encoder_hidden_states: { types: FLOATS, shapes: [['open', positions, contextWidth ?? 'any']] },
      },
      outputs: { out_sample: { types: FLOATS, shapes: [['open', LATENT_CHANNELS, 'any', 'any']] } },
    });
    this.#name = name;
    this.#session = session;
    this.#positions = positions;
    this.#sample = portOf(session.inputs, 'sample');
    this.#timestep = portOf(session.inputs, 'timestep');
    this.#context = portOf(session.inputs, 'encoder_hidden_states');
    const read = this.#context.dims[2];
    this.contextWidth = contextWidth ?? (typeof read === 'number' ? read : undefined);
  }

  /** Of its values. */
  get type(): ElementType {
    return this.#sample.type;
  }

  /** The only width and height, in pixels, of the pictures that it can make; undefined: any. */
  get fixedSize(): { readonly width: number; readonly height: number } | undefined {
    const [, , height, width] = this.#sample.dims;
    return typeof height === 'number' && typeof width === 'number' ? { width: width * LATENT_SCALE, height: height * LATENT_SCALE } : undefined;
  }

  /** Embeddings one after the other, as `predict` takes them. */
  context(embeddings: readonly Float32Array[]): Tensor {
    const length = embeddings[0]?.length ?? 0;
    const values = new Float32Array(embeddings.length * length);
    embeddings.forEach((embedding, i) => values.set(embedding, i * length));
    return floatTensor(this.#context.type, values, [embeddings.length, this.#positions, length / this.#positions]);
  }

  /** For latents that lie one after the other, each of `height` x `width`, as many as the context has embeddings; in the same order. */
  async predict(latents: Float32Array, { height, width }: { readonly height: number; readonly width: number }, timestep: number, context: Tensor): Promise<Float32Array> {
    const count = context.dims[0] ?? 0;
    const each = this.#timestep.dims.length === 1;
    const { out_sample: predicted } = await this.#session.run({
      sample: floatTensor(this.#sample.type, latents, [count, LATENT_CHANNELS, height, width]),
      timestep: numberTensor(this.#timestep.type, Array<number>(each ? count : 1).fill(timestep), each ? [count] : []),
      encoder_hidden_states: context,
    }, ['out_sample']);
    const values = floatsOf(predicted);
    if (values.length !== latents.length) throw new EngineFailed(`${this.#name}: expected ${latents.length} values, as many as it was shown, got ${values.length}. Take the UNet of Stable Diffusion 1 or 2`);
    return values;
  }

  release(): Promise<void> {
    return this.#session.release();
  }
}
