// What a pipeline was trained for, as its files have it, and what its runs take where their order says nothing: the size of its pictures in its UNet's
// config.json (`sample_size`, in latents), and how closely they follow a prompt, in model_index.json (`guidance_scale`, a word of ours). One that can make no
// other size says so by `fixed_sample_size`, another word of ours: its runs are refused before they begin, not at their first picture.
import { z } from 'zod';
import { MAX_GUIDANCE, type TrainedFor } from '../../domain/images/plan.ts';
import { isSide, LATENT_SCALE } from '../../domain/images/size.ts';
import { readConfigIfThere } from './config-files.ts';

export const PIPELINE_REMEDY = 'Take a pipeline of Stable Diffusion 1 or 2 that optimum has exported to ONNX';

const modelIndex = z.object({ guidance_scale: z.number().min(0).max(MAX_GUIDANCE).optional().catch(undefined) });
const unetConfig = z.object({ sample_size: z.number().optional().catch(undefined), fixed_sample_size: z.boolean().default(false) });

/** Of the pipeline in that folder; null is what it does not say, and a size that no run can ask for. Throws EngineFailed where a file is broken. */
export async function readTrainedFor(folder: string): Promise<TrainedFor> {
  const { guidance_scale: guidance = null } = (await readConfigIfThere(folder, 'model_index.json', modelIndex, PIPELINE_REMEDY)) ?? {};
  const { sample_size: latents = 0, fixed_sample_size: isOnly = false } = (await readConfigIfThere(folder, 'unet/config.json', unetConfig, PIPELINE_REMEDY)) ?? {};
  const side = latents * LATENT_SCALE;
  return { size: isSide(side) ? { side, isOnly } : null, guidance };
}
