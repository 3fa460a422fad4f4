// Choices among given values, by weight: on their own, or by the value of another field of the row.
import type { GeneratorOf } from '../generator.ts';
import { fitTo } from '../fit.ts';
import type { Field, Value } from '../schema.ts';
import { drawOf, valueStream } from './draws.ts';
import { unfit } from './ranges.ts';
import type { Sampler, SamplerContext } from './sampler.ts';
import { WeightedIndex } from './weights.ts';

type Weighted = GeneratorOf<'category'>['values'];
/** From a number in [0, 1) to a value. */
type Choice = (unit: number) => Value;

/** One of the values, made to fit the field once and for all. */
export function makeCategory(generator: GeneratorOf<'category'>, field: Field, context: SamplerContext): Sampler {
  const stream = valueStream(context);
  const choose = choiceOf(generator.values, field);
  return (row) => choose(stream.fine(row.index, drawOf(row)));
}

/** One of the values of the group that another field's value names; null where no group does. */
export function makeSubcategory(generator: GeneratorOf<'subcategory'>, field: Field, context: SamplerContext): Sampler {
  const stream = valueStream(context);
  const groups = new Map<string, Choice>();
  for (const group of generator.groups) groups.set(valueKey(group.when), choiceOf(group.values, field));
  return (row) => {
    const choose = groups.get(valueKey(row.read(generator.field)));
    return choose === undefined ? null : choose(stream.fine(row.index, drawOf(row)));
  };
}

/** The values with a chance of being chosen, as the field holds them. Thrown: InvalidInput, where there is none or a weight is not one. */
export function chosenValues(values: Weighted, field: Field): Weighted {
  const wrong = values.find(({ weight }) => !(weight >= 0 && weight < Infinity));
  if (wrong !== undefined) throw unfit(field, `the weight of ${JSON.stringify(wrong.value)} must be a finite number, 0 or more; got ${wrong.weight}`, 'values');
  const chosen = values.filter(({ weight }) => weight > 0);
  if (chosen.length === 0) throw unfit(field, 'the category has no value with a weight above 0; give it at least one', 'values');
  return chosen.map(({ value, weight }) => ({ value: fittedOnce(field, value), weight }));
}

/** A given value as the field holds it. Thrown: InvalidInput, where it cannot. */
export function fittedOnce(field: Field, value: Value): Value {
  const fitted = fitTo(field, value);
  if (fitted === null && value !== null) throw unfit(field, `${JSON.stringify(value)} is no ${field.type}${field.values === undefined ? '' : ` out of ${JSON.stringify(field.values)}`}; give a value that the field can hold`);
  return fitted;
}

/** A name for a value that only equal ones share. Numbers and the strings that spell them are alike: 5 is '5'. */
export function valueKey(value: Value): string {
  switch (typeof value) {
    case 'string': return `s${value}`;
    case 'number': return `s${value}`;
    case 'boolean': return value ? 'true' : 'false';
    default: return JSON.stringify(value);
  }
}

function choiceOf(values: Weighted, field: Field): Choice {
  const chosen = chosenValues(values, field);
  const outcomes = chosen.map(({ value }) => value);
  const [only] = outcomes;
  if (outcomes.length === 1 && only !== undefined) return () => only;
  const index = new WeightedIndex(chosen.map(({ weight }) => weight));
  return (unit) => outcomes[index.at(unit)] as Value; // at() stays inside the list
}
