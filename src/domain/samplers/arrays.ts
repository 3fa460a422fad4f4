// JSON arrays whose items are made alike, but for those in front that have generators of their own. An item is a row of its own to its generator, by an index that the array's row and the item's number
// decide: so what belongs together in an item (a name and its e-mail) does, and items differ.
import { RowFailure } from '../errors.ts';
import type { GeneratorOf } from '../generator.ts';
import { MAX_JSON_VALUES } from '../limits.ts';
import { mix } from '../random.ts';
import type { Field, Value } from '../schema.ts';
import { chosenValues, valueKey } from './categories.ts';
import { part, partField, type MakePart } from './compound.ts';
import { drawOf, valueStream } from './draws.ts';
import { unfit } from './ranges.ts';
import type { Sampler, SamplerContext } from './sampler.ts';

/** Draws for each item that must differ from the others. */
const TRIES = 8;

/** Arrays of the items. Thrown: InvalidInput, where there cannot be so many; by a row RowFailure, where too few that differ were drawn. */
export function makeArray(generator: GeneratorOf<'array'>, field: Field, context: SamplerContext, makePart: MakePart): Sampler {
  const { minimum, items, first = [], unique = false } = generator;
  const itemField = partField(field.name, items);
  // Of a category all values are known, so none has to be met by chance.
  const listed = unique && items.kind === 'category' ? distinct(chosenValues(items.values, itemField).map(({ value }) => value)) : [];
  const maximum = unique && items.kind === 'category' ? Math.min(generator.maximum, first.length + listed.length) : generator.maximum;
  if (!(Number.isInteger(minimum) && Number.isInteger(generator.maximum) && minimum >= 0 && minimum <= generator.maximum && generator.maximum <= MAX_JSON_VALUES)) {
    throw unfit(field, `an array needs whole numbers of items from 0 to ${MAX_JSON_VALUES}, the smaller one first; got ${minimum} to ${generator.maximum}`, 'minimum');
  }
  if (minimum > maximum) throw unfit(field, `an array of ${minimum} items, none twice, cannot be drawn from ${first.length + listed.length} values; give it more values or fewer items`, 'minimum');
  const stream = valueStream(context);
  const front = first.map((one, place) => makePart(one, partField(field.name, one), part(context, `first ${place + 1}`)));
  const behind = makePart(items, itemField, part(context, 'items'));
  const tries = unique ? maximum * TRIES : maximum;
  return (row) => {
    const wanted = minimum + stream.below(maximum - minimum + 1, row.index, drawOf(row));
    const read = (name: string): Value => row.read(name);
    const found: Value[] = [];
    const seen = new Set<string>();
    const add = (value: Value): void => {
      if (found.length < wanted && (!unique || seen.size < seen.add(valueKey(value)).size)) found.push(value);
    };
    for (let number = 0; found.length < wanted && number < tries; number++) add((front[found.length] ?? behind)({ index: itemIndex(row.index, number), attempt: row.attempt, read }));
    if (found.length >= front.length) for (const value of listed) add(value);
    if (found.length < minimum) throw new RowFailure(context.table, context.field, row.index, `an array wants ${minimum} items that differ, but only ${found.length} were met in ${tries} draws; give its items more values or ask for fewer`);
    return found;
  };
}

/** Different for the items of an array, and hardly ever shared by those of two. */
function itemIndex(row: number, number: number): number {
  return mix(mix(row) ^ Math.imul(number + 1, 0x9e3779b1));
}

function distinct(values: readonly Value[]): readonly Value[] {
  return [...new Map(values.map((value) => [valueKey(value), value])).values()];
}
