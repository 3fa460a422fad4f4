// What one picture is asked for by: all that decides how it looks, beside the model.

/** Schedulers under the field's names. */
export const SCHEDULERS = ['DDIM', 'PNDM', 'EULER', 'EULER_ANCESTRAL', 'DPMPP_2M', 'DPMPP_2M_KARRAS', 'LCM'] as const;
export type SchedulerName = (typeof SCHEDULERS)[number];

/** Width and height are multiples of this, in pixels: a latent is an eighth as wide, and the UNet halves it three times. */
export const SIZE_STEP = 64;

export interface ImageOrder {
  readonly prompt: string;
  /** What it shall not show; empty: nothing is said. */
  readonly negativePrompt: string;
  readonly width: number;
  readonly height: number;
  readonly steps: number;
  /** Scale of classifier-free guidance; 1 or less: none, and each step costs half. */
  readonly guidance: number;
  readonly scheduler: SchedulerName;
  /** Unsigned, 32 bits: gives the starting latents that diffusers draws on the CPU. */
  readonly seed: number;
}
