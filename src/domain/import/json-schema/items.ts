// The items of an array that a JSON Schema describes: those in front one by one (prefixItems; `items` as a list in earlier drafts), those that `contains` asks for, and the others.
import { listOf, type Place } from './keywords.ts';
import type { Merged, Part } from './merged.ts';
import { greatest, smallest } from './numbers.ts';

/** Most items that are made for `contains`. */
const MAX_CONTAINED = 20;

export interface Items {
  /** What each of the items in front must meet. */
  readonly first: readonly (readonly Place[])[];
  /** And all behind them. */
  readonly others: readonly Place[];
  readonly minimum: number;
  /** Infinity: the schema does not say. */
  readonly most: number;
  readonly isUnique: boolean;
}

/** What a place says of an array's items. */
export function itemsOf(merged: Merged): Items {
  const { parts } = merged;
  const fronts = parts.map(frontOf);
  const others = parts.map(othersOf);
  const named = Math.max(0, ...fronts.map(({ length }) => length));
  const containing = parts.filter(({ schema }) => Object.hasOwn(schema, 'contains') && schema['minContains'] !== 0);
  const contained = Math.min(MAX_CONTAINED, Math.max(0, ...containing.map(({ schema }) => Number(schema['minContains'] ?? 1))));
  const asked = containing.map(({ schema, pointer, trail }): Place => ({ schema: schema['contains'], pointer: `${pointer}/contains`, trail }));
  const avoided = parts.flatMap(({ schema, pointer, trail }): Place[] => (Object.hasOwn(schema, 'maxContains') && Object.hasOwn(schema, 'contains') ? [{ schema: { not: schema['contains'] }, pointer: `${pointer}/contains`, trail }] : []));
  return {
    first: [
      ...Array.from({ length: named }, (_, index) => parts.map((_part, at) => fronts[at]?.[index] ?? (others[at] as Place))), // each part has one
      ...Array.from({ length: contained }, () => [...asked, ...others]),
    ],
    others: [...others, ...avoided],
    minimum: Math.max(greatest(merged, 'minItems', 0), contained > 0 ? named + contained : 0),
    most: smallest(merged, 'maxItems'),
    isUnique: parts.some(({ schema }) => schema['uniqueItems'] === true),
  };
}

function frontOf({ schema, pointer, trail }: Part): readonly Place[] {
  const keyword = Array.isArray(schema['items']) ? 'items' : 'prefixItems';
  return listOf(schema[keyword]).map((each, index) => ({ schema: each, pointer: `${pointer}/${keyword}/${index}`, trail }));
}

function othersOf({ schema, pointer, trail }: Part): Place {
  const keyword = Array.isArray(schema['items']) ? 'additionalItems' : 'items';
  return { schema: Object.hasOwn(schema, keyword) ? schema[keyword] : true, pointer: `${pointer}/${keyword}`, trail };
}
