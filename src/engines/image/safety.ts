// The safety checker of Stable Diffusion, as diffusers' older export has it: CLIP looks at a picture, and says whether it shows what it should not.
import path from 'node:path';
import type { Picture } from './engine.ts';
import { hashesOf } from './fingerprint.ts';
import type { PipelineOptions } from './pipeline.ts';
import { pixelValues, type PreprocessorConfig } from './pixel-values.ts';
import { FLOATS, portOf, requirePorts } from './ports.ts';
import { floatTensor, Session, type ElementType } from './runtime.ts';

/** Where it lies in the folder of a pipeline, and in one of its own. */
const FOLDER = 'safety_checker';
const FILE = `${FOLDER}/model.onnx`;
/** Of a picture as CLIP sees it. */
const SIDE = 224;
/** OpenAI's, in CLIPImageProcessor. */
const CLIP: Omit<PreprocessorConfig, 'size'> = {
  resample: 3,
  do_rescale: true,
  rescale_factor: 1 / 255,
  do_normalize: true,
  image_mean: [0.48145466, 0.4578275, 0.40821073],
  image_std: [0.26862954, 0.26130258, 0.27577711],
};

export class SafetyChecker {
  readonly #session: Session;
  readonly #types: { readonly clip: ElementType; readonly pictures: ElementType };

  private constructor(session: Session) {
    requirePorts(FILE, session, {
      inputs: { clip_input: { types: FLOATS, shapes: [[1, 3, SIDE, SIDE]] }, images: { types: FLOATS, shapes: [[1, 'open', 'open', 3]] } },
      outputs: { has_nsfw_concepts: { types: ['bool'], shapes: [[1]] } },
      remedy: "Take the safety checker of Stable Diffusion 1 as diffusers' script has exported it to ONNX",
    });
    this.#session = session;
    this.#types = { clip: portOf(session.inputs, 'clip_input').type, pictures: portOf(session.inputs, 'images').type };
  }

  /** From a folder that holds `safety_checker`. Throws EngineFailed that says what is wrong with it, and what to do. */
  static async load(folder: string, options: PipelineOptions): Promise<SafetyChecker> {
    await hashesOf(folder, [FILE, FOLDER], options.expected);
    const session = await Session.open(FILE, path.join(folder, FILE), options);
    try {
      return new SafetyChecker(session);
    } catch (error) {
      await session.release();
      throw error;
    }
  }

  async isSafe(picture: Picture): Promise<boolean> {
    const { rgb, width, height } = picture;
    const { has_nsfw_concepts: unsafe } = await this.#session.run({
      clip_input: floatTensor(this.#types.clip, seenByClip(picture), [1, 3, SIDE, SIDE]),
      images: floatTensor(this.#types.pictures, Float32Array.from(rgb, (value) => value / 255), [1, height, width, 3]),
    }, ['has_nsfw_concepts']);
    return unsafe.data[0] === 0;
  }

  /** Gives its memory back. */
  release(): Promise<void> {
    return this.#session.release();
  }
}

/** As CLIPImageProcessor does it: the shorter side as long as CLIP's, and the middle of the longer one. */
export function seenByClip(picture: Picture): Float32Array {
  const shorter = Math.min(picture.width, picture.height);
  const [width, height] = [Math.floor((picture.width * SIDE) / shorter), Math.floor((picture.height * SIDE) / shorter)];
  const [left, top] = [Math.floor((width - SIDE) / 2), Math.floor((height - SIDE) / 2)];
  const values = pixelValues(picture, { config: { ...CLIP, size: { width, height } }, isSquare: false });
  const seen = new Float32Array(3 * SIDE * SIDE);
  for (let row = 0; row < 3 * SIDE; row++) {
    const from = (Math.floor(row / SIDE) * height + top + (row % SIDE)) * width + left;
    seen.set(values.subarray(from, from + SIDE), row * SIDE);
  }
  return seen;
}
