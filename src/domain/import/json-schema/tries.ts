// Values of a generator, looked at beforehand: where a schema asks more of them than the generator knows, those that meet it are listed instead.
import type { Generator } from '../../generator.ts';
import { DEFAULT_LOCALE, REFERENCE_INSTANT } from '../../plan.ts';
import { makeSampler } from '../../samplers/make.ts';
import { partField } from '../../samplers/compound.ts';
import type { Value } from '../../schema.ts';

/** Values that are looked at: most of what a vocabulary of names holds. */
const TRIES = 256;
/** Values that are listed at most. */
const MAX_LISTED = 100;

/** Keeps what was looked at: one format stands at many places. */
export class Tries {
  readonly #known = new Map<string, readonly Value[]>();

  /** Different values of a generator, always the same. */
  of(generator: Generator): readonly Value[] {
    const key = JSON.stringify(generator);
    const values = this.#known.get(key) ?? triedValues(generator);
    this.#known.set(key, values);
    return values;
  }

  /** Those that are texts. */
  texts(generator: Generator): readonly string[] {
    return this.of(generator).filter((value) => typeof value === 'string');
  }
}

function triedValues(generator: Generator): readonly Value[] {
  const sampler = makeSampler(generator, partField('', generator), { seed: 0, table: '', field: '', reference: REFERENCE_INSTANT, locale: DEFAULT_LOCALE });
  const values = Array.from({ length: TRIES }, (_, index) => sampler({ index, attempt: 0, read: () => null }));
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/** The values, each alike; null: there are none. */
export function categoryOf(values: readonly Value[]): Generator | null {
  return values.length === 0 ? null : { kind: 'category', values: values.map((value) => ({ value, weight: 1 })) };
}

/** Those of a generator's values that are let through, as a list; null: none was met. */
export function listedBy(values: readonly Value[], isFine: (value: Value) => boolean): Generator | null {
  return categoryOf(values.filter(isFine).slice(0, MAX_LISTED));
}
