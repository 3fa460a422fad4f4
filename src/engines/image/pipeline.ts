// A Stable Diffusion pipeline, loaded: prompts become embeddings, orders that match become a batch, a batch goes on step by step. It blocks the
// thread that it runs on for as long as a step takes, so it belongs on a thread of its own.
import { SIZE_STEP } from '../../domain/images/size.ts';
import type { Device } from '../device.ts';
import { EngineFailed, OrderRefused } from '../failures.ts';
import { Batch, type Member } from './batch.ts';
import type { ImageOrder } from './engine.ts';
import { fingerprintOf, hashesOf, type Hashes } from './fingerprint.ts';
import { modelFile, MODELS, readPipelineConfig, type ModelName, type PipelineConfig } from './folder.ts';
import type { LatentColours } from './preview.ts';
import { Session } from './runtime.ts';
import type { SchedulerConfig } from './schedulers/config.ts';
import { TextEncoder, type Embedding } from './text-encoder.ts';
import { Unet } from './unet.ts';
import { VaeDecoder } from './vae-decoder.ts';

export type { Batch, Embedding, Member };

export interface PipelineOptions {
  readonly device: Device;
  /** Threads of a step on the CPU. */
  readonly threads: number;
  /** Of the folder's files, as they were when it was installed. Left out: whatever is there will do. */
  readonly expected?: Hashes;
}

interface Parts {
  readonly fingerprint: string;
  readonly text: TextEncoder;
  readonly unet: Unet;
  readonly vae: VaeDecoder;
  readonly scheduler: SchedulerConfig;
  readonly colours: LatentColours;
}

export class Pipeline {
  /** All that decides the bytes of a picture beside its order: runtime, device, files; one line. */
  readonly fingerprint: string;
  readonly #parts: Parts;

  private constructor(parts: Parts) {
    this.fingerprint = parts.fingerprint;
    this.#parts = parts;
  }

  /**
   * Checks the folder's files and loads its models.
   * @throws EngineFailed that says which file is at fault, what was expected, and what to do.
   */
  static async load(folder: string, options: PipelineOptions): Promise<Pipeline> {
    const config = await readPipelineConfig(folder);
    const hashes = await hashesOf(folder, [...MODELS.map(fileOf), ...MODELS, 'scheduler', 'tokenizer'], options.expected);
    const sessions = await openAll(folder, options);
    try {
      const models = modelsOf(config, sessions);
      const fingerprint = await fingerprintOf({ device: options.device, type: models.unet.type, hashes });
      return new Pipeline({ ...models, fingerprint, scheduler: config.scheduler, colours: config.latentColours });
    } catch (error) {
      await releaseAll(Object.values(sessions));
      throw error;
    }
  }

  embed(text: string): Promise<Embedding> {
    return this.#parts.text.embed(text);
  }

  /**
   * Members match in width, height, steps, scheduler and whether they are guided (guidance > 1); company changes no bit of a picture.
   * @throws OrderRefused where the model cannot make such a picture.
   */
  begin(members: readonly Member[]): Batch {
    for (const { order } of members) requireSize(order, this.#parts.unet);
    return new Batch(this.#parts, members);
  }

  /** Gives its memory back. */
  async release(): Promise<void> {
    const { text, unet, vae } = this.#parts;
    await releaseAll([text, unet, vae]);
  }
}

type Sessions = Readonly<Record<ModelName, Session>>;

async function openAll(folder: string, options: PipelineOptions): Promise<Sessions> {
  const opened: [ModelName, Session][] = [];
  try {
    for (const name of MODELS) opened.push([name, await Session.open(fileOf(name), modelFile(folder, name), options)]);
    return Object.fromEntries(opened) as Sessions; // it has each of MODELS
  } catch (error) {
    await releaseAll(opened.map(([, session]) => session));
    throw error;
  }
}

function modelsOf(config: PipelineConfig, sessions: Sessions): Pick<Parts, 'text' | 'unet' | 'vae'> {
  const text = new TextEncoder(fileOf('text_encoder'), sessions.text_encoder, { tokenizer: config.tokenizer, width: config.embeddingWidth });
  const unet = new Unet(fileOf('unet'), sessions.unet, { positions: config.tokenizer.length, contextWidth: config.contextWidth });
  const vae = new VaeDecoder(fileOf('vae_decoder'), sessions.vae_decoder, config.latentScale);
  if (text.width !== undefined && unet.contextWidth !== undefined && text.width !== unet.contextWidth)
    throw new EngineFailed(`${fileOf('unet')}: expected to read embeddings of ${text.width} values, as the text encoder makes them, got ${unet.contextWidth} (cross_attention_dim). They are of two models: take both from one`);
  return { text, unet, vae };
}

/** As messages name it. */
function fileOf(model: ModelName): string {
  return `${model}/model.onnx`;
}

function requireSize({ width, height }: ImageOrder, { fixedSize }: Unet): void {
  if (width < SIZE_STEP || height < SIZE_STEP || width % SIZE_STEP !== 0 || height % SIZE_STEP !== 0) throw new OrderRefused(`size: expected multiples of ${SIZE_STEP}, got ${width} x ${height}. Round them`);
  if (fixedSize !== undefined && (width !== fixedSize.width || height !== fixedSize.height))
    throw new OrderRefused(`size: expected ${fixedSize.width} x ${fixedSize.height}, the only one that this model was exported for, got ${width} x ${height}. Ask for that, or export the model with dynamic axes`);
}

async function releaseAll(parts: readonly { release(): Promise<void> }[]): Promise<void> {
  for (const part of parts) await part.release();
}
