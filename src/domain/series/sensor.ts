// What a sensor shows of a quantity: within its range, and on the steps of its resolution, as a decimal number without a trace of binary fractions.
import type { SignalSpec } from './specification.ts';

/** Most digits after the point of a resolution. */
export const MAX_RESOLUTION_PLACES = 12;
/** How far a resolution may be from a decimal number, as a share of it. */
const ROUNDING = 1e-13;

/** A resolution as a whole number of units of 10^-places; null where it has more places than MAX_RESOLUTION_PLACES. */
export function decimalOf(resolution: number): { readonly units: number; readonly perOne: number } | null {
  for (let places = 0; places <= MAX_RESOLUTION_PLACES; places++) {
    const perOne = 10 ** places;
    const units = Math.round(resolution * perOne);
    if (units > 0 && Math.abs(resolution * perOne - units) <= ROUNDING * units) return { units, perOne };
  }
  return null;
}

/** The steps that a sensor's readings lie on. */
export class Sensor {
  readonly #units: number;
  readonly #perOne: number;
  readonly #stepsPerOne: number;
  /** In steps from 0. */
  readonly #lowest: number;
  readonly #highest: number;

  /** The signal was checked. */
  constructor({ minimum, maximum, resolution }: Pick<SignalSpec, 'minimum' | 'maximum' | 'resolution'>) {
    const { units, perOne } = decimalOf(resolution) ?? { units: resolution, perOne: 1 };
    this.#units = units;
    this.#perOne = perOne;
    this.#stepsPerOne = perOne / units;
    const inside = (steps: number): boolean => this.#value(steps) >= minimum && this.#value(steps) <= maximum;
    const [low, high] = [Math.round(minimum * this.#stepsPerOne), Math.round(maximum * this.#stepsPerOne)];
    this.#lowest = inside(low) ? low : low + 1;
    this.#highest = inside(high) ? high : high - 1;
  }

  /** Whether its range holds a reading at all. */
  get canRead(): boolean {
    return this.#lowest <= this.#highest;
  }

  /** Makes readings of quantities, in place; NaN stays. */
  read(values: Float64Array): void {
    const [lowest, highest, stepsPerOne, units, perOne] = [this.#lowest, this.#highest, this.#stepsPerOne, this.#units, this.#perOne];
    for (let i = 0; i < values.length; i++) {
      const steps = Math.round((values[i] as number) * stepsPerOne);
      values[i] = ((steps < lowest ? lowest : steps > highest ? highest : steps) * units) / perOne + 0; // no -0
    }
  }

  /** A whole number of units by a power of ten is the double that is next to the decimal, and so it is written. */
  #value(steps: number): number {
    return (steps * this.#units) / this.#perOne;
  }
}
