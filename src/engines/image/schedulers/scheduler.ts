// What a scheduler is to the pipeline: how noisy the latents are that the model looks at, and what becomes of them by what it says.

export interface Scheduler {
  /** When the model is asked, in training timesteps, the noisiest first; PNDM asks once more than there are steps, EULER between whole timesteps. */
  readonly timesteps: readonly number[];
  /** Standard deviation of the noise to begin with. */
  readonly initialSigma: number;
  /** What the model is shown of the latents; `step` counts timesteps from 0. */
  scaled(latents: Float32Array, step: number): Float32Array;
  /**
   * The next latents, by what the model said of these. A scheduler serves one image, from step 0 on, each step once; `noise` is called only where the sampler
   * adds some: as many standard normal values as there are latents. What it is given it may keep, and never changes; nor may others.
   */
  advance(output: Float32Array, step: number, latents: Float32Array, noise: () => Float32Array): Float32Array;
}
