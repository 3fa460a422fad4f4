// The samplers: step for step what Python's diffusers computes (fixtures/diffusers), and, for data whose end point is known in closed form, as near to it as their order says.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { SCHEDULERS, type SchedulerName } from '../src/domain/images/order.ts';
import { OrderRefused } from '../src/engines/failures.ts';
import { TorchGenerator } from '../src/engines/image/noise.ts';
import { parseSchedulerConfig, type PredictionType, type SchedulerConfig, type TimestepSpacing } from '../src/engines/image/schedulers/config.ts';
import { createScheduler } from '../src/engines/image/schedulers/create.ts';
import { alphasCumprod, levelOf, sigmaAt, sigmasOf, type Level } from '../src/engines/image/schedulers/levels.ts';
import type { Scheduler } from '../src/engines/image/schedulers/scheduler.ts';

interface Golden {
  readonly config: Readonly<Record<string, unknown>>;
  readonly cases: readonly Case[];
  readonly betas: readonly { readonly changes: Changes; readonly alphasCumprod: string }[];
  /** Hashes of the timesteps of all numbers of steps, by scheduler and spacing. */
  readonly timesteps: Readonly<Record<string, string>>;
}

interface Case {
  readonly scheduler: SchedulerName;
  readonly changes: Changes;
  readonly steps: number;
  readonly initialSigma: number;
  readonly timesteps: readonly number[];
  /** The first few, after each step. */
  readonly latents: readonly (readonly number[])[];
}

type Changes = Readonly<Record<string, unknown>>;

const GOLDEN = JSON.parse(readFileSync(new URL('fixtures/diffusers/schedulers.json', import.meta.url), 'utf8')) as Golden;
/** As many as the fixture's latents. */
const LATENTS = 16;
const TOLERANCE = 1e-5;

/** That of Stable Diffusion 1.5 with these changes; null: it does not say it. */
function configOf(changes: Changes): SchedulerConfig {
  return parseSchedulerConfig(Object.fromEntries(Object.entries({ ...GOLDEN.config, ...changes }).filter(([, value]) => value !== null)));
}

function sha256(values: Float32Array): string {
  return createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex'); // little-endian, as every machine that Node.js runs on
}

/** The fixture's model. */
function modelled(shown: Float32Array, timestep: number): Float32Array {
  return shown.map((value) => (value / (1 + Math.abs(value))) * (0.5 + timestep / 2000));
}

/** The latents after each step. */
function sampled(scheduler: Scheduler, seed: number, model: (shown: Float32Array, timestep: number) => Float32Array): Float32Array[] {
  const generator = new TorchGenerator(seed);
  let latents: Float32Array = generator.randn(LATENTS).map((value) => value * scheduler.initialSigma);
  return scheduler.timesteps.map((timestep, step) => {
    const output = model(scheduler.scaled(latents, step), timestep);
    latents = scheduler.advance(output, step, latents, () => generator.randn(LATENTS));
    return latents;
  });
}

describe('schedulers', () => {
  for (const { scheduler: name, changes, steps, initialSigma, timesteps, latents } of GOLDEN.cases) {
    it(`${name} takes ${steps} steps as diffusers does, with ${JSON.stringify(changes)}`, () => {
      const scheduler = createScheduler(name, configOf(changes), steps);
      assert.deepEqual(scheduler.timesteps, timesteps.map(Math.fround));
      assert.ok(Math.abs(scheduler.initialSigma / initialSigma - 1) < 1e-6, `${scheduler.initialSigma}`);
      sampled(scheduler, steps, modelled).forEach((ours, step) => {
        const theirs = latents[step] ?? [];
        const furthest = Math.max(...theirs.map((value, i) => Math.abs(value - (ours[i] ?? Number.NaN)) / (1 + Math.abs(value))));
        assert.ok(furthest <= TOLERANCE, `step ${step}: ${furthest}`);
      });
    });
  }

  for (const { changes, alphasCumprod: hash } of GOLDEN.betas) it(`begin with the noise of the training to the bit, with ${JSON.stringify(changes)}`, () => assert.equal(sha256(alphasCumprod(configOf(changes))), hash));

  for (const [key, hash] of Object.entries(GOLDEN.timesteps)) {
    it(`lay out their timesteps as diffusers does for every number of steps: ${key}`, () => {
      const [name, spacing] = key.split(' ') as [SchedulerName, TimestepSpacing];
      const config = configOf({ timestep_spacing: spacing });
      const counts = Array.from({ length: name === 'LCM' ? 49 : 499 }, (_, i) => i + 2);
      assert.equal(sha256(Float32Array.from(counts.flatMap((steps) => createScheduler(name, config, steps).timesteps))), hash);
    });
  }
});

// Data of one normal distribution: what the best possible model says, and where the ODE ends, are known in closed form.
const MEAN = 0.3;
const DEVIATION = 0.5;
/** In units of the noise to begin with. */
const START = 1.85;
const SIGMAS = sigmasOf(alphasCumprod(configOf({})));

function levelAt(timestep: number): Level {
  return levelOf(sigmaAt(SIGMAS, timestep));
}

/** How far latents of that level lie from the mean of what is possible there, in its standard deviations: the same all along the ODE. */
function scoreOf(latent: number, { alpha, sigma }: Level): number {
  return (latent - alpha * MEAN) / Math.hypot(alpha * DEVIATION, sigma);
}

/** What the best model says of latents at a timestep. */
function best(shown: Float32Array, timestep: number, prediction: PredictionType = 'epsilon'): Float32Array {
  const { alpha, sigma } = levelAt(timestep);
  return shown.map((latent) => {
    const noise = (sigma / Math.hypot(alpha * DEVIATION, sigma)) * scoreOf(latent, { alpha, sigma });
    const picture = (latent - sigma * noise) / alpha;
    return { epsilon: noise, v_prediction: alpha * noise - sigma * picture, sample: picture }[prediction];
  });
}

/** How far a scheduler ends from where the ODE ends. */
function errorOf(name: SchedulerName, steps: number): number {
  const scheduler = createScheduler(name, configOf({}), steps);
  let latents: Float32Array = Float32Array.of(-START, START).map((value) => value * scheduler.initialSigma);
  const scores = scheduler.scaled(latents, 0).map((latent) => scoreOf(latent, levelAt(scheduler.timesteps[0] ?? Number.NaN)));
  scheduler.timesteps.forEach((timestep, step) => {
    latents = scheduler.advance(best(scheduler.scaled(latents, step), timestep), step, latents, () => assert.fail('an ODE takes no noise'));
  });
  const { alpha, sigma } = name === 'DDIM' || name === 'PNDM' ? levelAt(0) : levelOf(0); // set_alpha_to_one is false
  return Math.max(...scores.map((score, i) => Math.abs((latents[i] ?? Number.NaN) - alpha * MEAN - Math.hypot(alpha * DEVIATION, sigma) * score)));
}

const anyOrder = fc.record({ name: fc.constantFrom(...SCHEDULERS), spacing: fc.constantFrom<TimestepSpacing>('leading', 'linspace', 'trailing'), steps: fc.integer({ min: 2, max: 50 }), seed: fc.nat() });

describe('schedulers, for data with a known end', () => {
  for (const [name, errors] of Object.entries({
    DDIM: [0.185, 0.103, 0.055, 0.028, 0.014],
    PNDM: [0.0375, 0.014, 0.0042, 0.0006, 0.0004],
    EULER: [0.216, 0.116, 0.062, 0.033, 0.018],
    DPMPP_2M: [0.171, 0.081, 0.039, 0.0185, 0.0098], // in diffusers' layout, whose last step is of first order, down to no noise at all
    DPMPP_2M_KARRAS: [0.05, 0.0125, 0.0015, 0.0009, 0.0015], // its floor is the smallest sigma of the training
  })) it(`${name} comes as near to it as its order promises`, () => errors.forEach((most, i) => assert.ok(errorOf(name as SchedulerName, 10 * 2 ** i) <= most, `${10 * 2 ** i} steps: ${errorOf(name as SchedulerName, 10 * 2 ** i)}`)));

  it('EULER_ANCESTRAL ends with the data\'s own mean and deviation', () => {
    const scheduler = createScheduler('EULER_ANCESTRAL', configOf({}), 160);
    const generator = new TorchGenerator(1);
    let latents: Float32Array = generator.randn(16_384).map((value) => value * scheduler.initialSigma);
    scheduler.timesteps.forEach((timestep, step) => {
      latents = scheduler.advance(best(scheduler.scaled(latents, step), timestep), step, latents, () => generator.randn(latents.length));
    });
    const mean = latents.reduce((sum, value) => sum + value, 0) / latents.length;
    const deviation = Math.sqrt(latents.reduce((sum, value) => sum + (value - mean) ** 2, 0) / latents.length);
    assert.ok(Math.abs(mean - MEAN) < 0.025 && Math.abs(deviation - DEVIATION) < 0.025, `${mean}, ${deviation}`);
  });

  it('make the same of the noise, the velocity and the picture, where the model knows one of them', () => {
    // As in diffusers, PNDM mixes what the model said before it looks at what that was, and Karras's timesteps are rounded, so that the model is asked beside them.
    fc.assert(fc.property(anyOrder.filter(({ name }) => name !== 'PNDM' && name !== 'DPMPP_2M_KARRAS'), ({ name, spacing, steps, seed }) => {
      const ends = (['epsilon', 'v_prediction', 'sample'] as const).map((prediction) => {
        const scheduler = createScheduler(name, configOf({ timestep_spacing: spacing, prediction_type: prediction }), steps);
        return sampled(scheduler, seed, (shown, timestep) => best(shown, timestep, prediction)).at(-1) ?? new Float32Array();
      });
      const [noise, ...others] = ends;
      for (const other of others) other.forEach((value, i) => assert.ok(Math.abs(value - (noise?.[i] ?? Number.NaN)) < 1e-4, `${value}, ${noise?.[i]}`));
    }), { numRuns: 100 });
  });

  it('stay on the training\'s timesteps, from the noisiest down, and leave the latents that they were given', () => {
    fc.assert(fc.property(anyOrder, ({ name, spacing, steps, seed }) => {
      const scheduler = createScheduler(name, configOf({ timestep_spacing: spacing }), steps);
      assert.equal(scheduler.timesteps.length, name === 'PNDM' ? steps + 1 : steps);
      scheduler.timesteps.forEach((timestep, step) => assert.ok(timestep >= 0 && timestep <= (scheduler.timesteps[step - 1] ?? 999)));
      const generator = new TorchGenerator(seed);
      let latents: Float32Array = generator.randn(LATENTS);
      scheduler.timesteps.forEach((timestep, step) => {
        const [before, output] = [latents.slice(), modelled(scheduler.scaled(latents, step), timestep)];
        const next = scheduler.advance(output, step, latents, () => generator.randn(LATENTS));
        assert.deepEqual(latents, before);
        assert.ok(next.every(Number.isFinite));
        latents = next;
      });
    }), { numRuns: 100 });
  });
});

describe('the steps of an order', () => {
  for (const [name, changes, steps, bounds] of [
    ['DDIM', {}, 0, '1 to 500'],
    ['PNDM', {}, 501, '1 to 500'],
    ['EULER', {}, 1, '2 to 500'],
    ['DDIM', { timestep_spacing: 'linspace' }, 1, '2 to 500'],
    ['DPMPP_2M', {}, -1, '1 to 500'],
    ['DPMPP_2M_KARRAS', { num_train_timesteps: 100 }, 51, '1 to 50'],
    ['LCM', {}, 51, '1 to 50'],
    ['LCM', { original_inference_steps: 100 }, 101, '1 to 100'],
    ['EULER', {}, 2.5, '2 to 500'],
    ['EULER', {}, Number.NaN, '2 to 500'],
  ] as const) it(`are refused where ${name} cannot take ${steps} with ${JSON.stringify(changes)}`, () => assert.throws(() => createScheduler(name, configOf(changes), steps), (error) => error instanceof OrderRefused && error.message.includes(`expected ${bounds} with the scheduler ${name}`)));
});

describe('parseSchedulerConfig', () => {
  it('leaves to each scheduler what the file of Stable Diffusion 1.5 does not say', () => {
    const { timestep_spacing, prediction_type, set_alpha_to_one } = configOf({});
    assert.deepEqual([timestep_spacing, prediction_type, set_alpha_to_one], [undefined, 'epsilon', false]);
    assert.equal(createScheduler('DDIM', configOf({}), 10).timesteps[0], 901);
    assert.equal(createScheduler('EULER', configOf({}), 10).timesteps[0], 999);
  });

  for (const [changes, message] of [
    [{ prediction_type: 'flow' }, 'prediction_type: expected one of epsilon, v_prediction, sample, got "flow"'],
    [{ timestep_spacing: 'log' }, 'timestep_spacing: expected one of leading, linspace, trailing, got "log"'],
    [{ beta_start: undefined }, 'beta_start: expected a number, got nothing'],
    [{ beta_end: 1 }, 'beta_end: expected less than 1, got 1'],
    [{ beta_schedule: 'squaredcos_cap_v2' }, 'beta_schedule: expected one of linear, scaled_linear, got "squaredcos_cap_v2"'],
    [{ num_train_timesteps: 1e9 }, 'num_train_timesteps: expected 10000 or less, got 1000000000'],
    [{ rescale_betas_zero_snr: true }, 'rescale_betas_zero_snr: expected false: rescaling to zero terminal SNR is not supported; take a model that was trained without it, got true'],
    [{ original_inference_steps: 2000 }, 'original_inference_steps: expected num_train_timesteps, 1000, or fewer, got 2000'],
    [{ trained_betas: [0.1] }, 'trained_betas: expected null: betas listed one by one are not supported, got [0.1]'],
    [{ clip_sample: 'no', steps_offset: -1 }, 'steps_offset: expected 0 or more, got -1\nclip_sample: expected true or false, got "no"'],
  ] as const) it(`says what is wrong with ${JSON.stringify(changes)}`, () => assert.throws(() => configOf(changes), { name: 'InvalidInput', message }));

  it('says so where the file holds no object', () => assert.throws(() => parseSchedulerConfig([]), { name: 'InvalidInput', message: 'expected an object, got []' }));
});
