// The size of pictures that a pipeline was trained for, as its UNet's config.json has it (`sample_size`, in latents): what a run takes where its order
// says none. One that can make no other says so by `fixed_sample_size`, a word of ours: its runs are refused before they begin, not at their first picture.
import { z } from 'zod';
import { isSide, LATENT_SCALE, type NativeSize } from '../../domain/images/size.ts';
import { readConfigIfThere } from './config-files.ts';

export const PIPELINE_REMEDY = 'Take a pipeline of Stable Diffusion 1 or 2 that optimum has exported to ONNX';

const unetConfig = z.object({ sample_size: z.number().optional().catch(undefined), fixed_sample_size: z.boolean().default(false) });

/** Of the pipeline in that folder; null: it does not say, or says one that no run can ask for. Throws EngineFailed where the file is broken. */
export async function readNativeSize(folder: string): Promise<NativeSize | null> {
  const { sample_size: latents = 0, fixed_sample_size: isOnly = false } = (await readConfigIfThere(folder, 'unet/config.json', unetConfig, PIPELINE_REMEDY)) ?? {};
  const side = latents * LATENT_SCALE;
  return isSide(side) ? { side, isOnly } : null;
}
