// scheduler_config.json of a model folder: how the model was trained, and how its steps are laid out. Which sampler it names, and what sets that sampler up
// (solver orders, Karras's sigmas), is not read: an order says that by the scheduler's name.
import { z } from 'zod';
import { InvalidInput } from '../../../domain/errors.ts';

const PREDICTION_TYPES = ['epsilon', 'v_prediction', 'sample'] as const;
const TIMESTEP_SPACINGS = ['leading', 'linspace', 'trailing'] as const;

/** What the model's output is: the noise, the velocity (Salimans and Ho, 2022), or the picture itself. */
export type PredictionType = (typeof PREDICTION_TYPES)[number];
/** Table 2 of "Common Diffusion Noise Schedules and Sample Steps are Flawed" (Lin et al., 2024). */
export type TimestepSpacing = (typeof TIMESTEP_SPACINGS)[number];

const beta = z.number('expected a number').gt(0, 'expected more than 0').lt(1, 'expected less than 1');
const yesOrNo = z.boolean('expected true or false');
const oneOf = <const Word extends string>(words: readonly Word[]) => z.enum(words, `expected one of ${words.join(', ')}`);
const whole = (least: number, most: number): z.ZodInt => z.int('expected a whole number').min(least, `expected ${least} or more`).max(most, `expected ${most} or less`);
const unsupported = (message: string) => z.literal(false, message).default(false);

/** Under the file's own names. What is left out is as StableDiffusionPipeline takes it (no clipping, an offset of 1), or as each scheduler has it. */
const schedulerConfig = z.object({
  num_train_timesteps: whole(10, 10_000),
  beta_start: beta,
  beta_end: beta,
  beta_schedule: oneOf(['linear', 'scaled_linear']),
  trained_betas: z.null('expected null: betas listed one by one are not supported').default(null),
  prediction_type: oneOf(PREDICTION_TYPES).default('epsilon'),
  timestep_spacing: oneOf(TIMESTEP_SPACINGS).optional(),
  steps_offset: whole(0, 1).default(1),
  set_alpha_to_one: yesOrNo.optional(),
  clip_sample: yesOrNo.default(false),
  clip_sample_range: z.number('expected a number').gt(0, 'expected more than 0').default(1),
  thresholding: unsupported('expected false: dynamic thresholding is not for latents'),
  rescale_betas_zero_snr: unsupported('expected false: rescaling to zero terminal SNR is not supported; take a model that was trained without it'),
  final_sigmas_type: oneOf(['zero', 'sigma_min']).default('zero'),
  lower_order_final: yesOrNo.default(true),
  original_inference_steps: whole(1, 10_000).default(50),
  timestep_scaling: z.number('expected a number').gt(0, 'expected more than 0').default(10),
}, 'expected an object').superRefine(({ original_inference_steps: input, num_train_timesteps }, context) => {
  if (input > num_train_timesteps) context.addIssue({ code: 'custom', path: ['original_inference_steps'], message: `expected num_train_timesteps, ${num_train_timesteps}, or fewer`, input });
});

export type SchedulerConfig = Readonly<z.infer<typeof schedulerConfig>>;

/** The config in a JSON value. Throws InvalidInput with every fault; each path is the field's. */
export function parseSchedulerConfig(json: unknown): SchedulerConfig {
  const result = schedulerConfig.safeParse(json, { reportInput: true });
  if (result.success) return result.data;
  throw new InvalidInput(result.error.issues.map(({ path, message, input }) => ({ path: path.map(String), message: `${message}, got ${JSON.stringify(input) ?? 'nothing'}` })));
}
