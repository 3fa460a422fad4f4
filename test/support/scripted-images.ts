// Image engines that do as their prompts say, for what no model with made-up weights can be brought to: a picture that is not safe, one that cannot be
// made, one that waits. The colour of a picture tells its seed.
import { EngineFailed, OrderRefused } from '../../src/engines/failures.ts';
import type { Detector, ImageEngine, ImageOrder, MadeImage, MakeOptions, SafetyChoice } from '../../src/engines/image/engine.ts';
import { unlessAborted } from '../../src/lib/abort.ts';
import type { ImageEngines } from '../../src/jobs/image-shard.ts';
import { eventually } from './eventually.ts';

const STEPS_SHOWN = 2;
const dispose = { [Symbol.asyncDispose]: async () => {} };

export class ScriptedImages implements ImageEngines {
  /** Seeds of the pictures that were asked for, in their order. */
  readonly asked: number[] = [];
  safety: SafetyChoice = 'off';
  isLoaded = true;
  /** Pictures with the prompt `held` wait for it; those with `watched` begin once somebody watches, and wait for it with their last step. */
  held: Promise<void> = Promise.resolve();
  /** Previews that were made. */
  previews = 0;
  /** How often a picture with the prompt `broken` still fails. */
  failures = 0;

  of(model: string): ImageEngine {
    return { ...dispose, model, device: 'cpu', repeatable: true, isLoaded: this.isLoaded, width: 2, fingerprint: 'f00d', make: (order, options) => this.#make(order, options) };
  }

  /** Finds each label that it is asked for, once, at the top left. */
  detector(model: string): Detector {
    return {
      ...dispose,
      model,
      detect: async ({ width, height }, labels) => ({ sha256: 'beef', boxes: labels.map((label) => ({ label, x: 0, y: 0, width: width / 2, height: height / 4, score: 0.5 })) }),
    };
  }

  async #make({ prompt, seed, width, height }: ImageOrder, { signal, onStep, isWatched }: MakeOptions): Promise<MadeImage> {
    this.asked.push(seed);
    if (prompt === 'refused') throw new OrderRefused('the prompt is refused');
    if (prompt === 'broken' && this.failures-- > 0) throw new EngineFailed('the model broke down');
    if (prompt === 'held') await unlessAborted(this.held, signal);
    if (prompt === 'watched') await eventually('somebody who watches', () => isWatched?.());
    const rgb = new Uint8Array(width * height * 3).fill(seed % 256);
    for (let step = 1; step <= STEPS_SHOWN; step++) {
      const isShown = isWatched?.() === true;
      if (isShown) this.previews++;
      onStep?.({ step, of: STEPS_SHOWN, preview: isShown ? { rgb: new Uint8Array(8 * 8 * 3).fill(step), width: 8, height: 8 } : null });
      if (prompt === 'watched') await unlessAborted(this.held, signal);
    }
    return { picture: { rgb, width, height }, truncatedTokens: 0, isSafe: this.safety === 'off' ? null : prompt !== 'unsafe' };
  }
}
