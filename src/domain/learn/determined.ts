// Functional dependencies between columns of labels: where each city has its one country, the country is read off the city and never drawn.
import type { GeneratorOf } from '../generator.ts';
import type { Learnable } from './strata.ts';
import type { Spread } from './values.ts';

/** Of the rows of a value, so many may say otherwise: slips of whoever typed them. */
const MAX_SLIPS = 0.005;
/** Columns of labels that are compared with one another. */
const MAX_COMPARED = 100;
/** A dependency that the shares of the values alone would nearly give says nothing: the determined column has this many labels at least. */
const LEAST_LABELS = 2;

type Candidate = Pick<Learnable, 'name' | 'missing' | 'spread'>;

/** The columns that another one determines, by name. Those that determine are never determined themselves, so there are no circles. */
export function determinedOf(candidates: readonly Candidate[]): ReadonlyMap<string, GeneratorOf<'subcategory'>> {
  const found = new Map<string, GeneratorOf<'subcategory'>>();
  const deciding = new Set<string>();
  const labelled = candidates.filter(({ spread, missing }) => spread.values.of === 'labels' && missing === 0).slice(0, MAX_COMPARED);
  for (const target of labelled) {
    if (deciding.has(target.name)) continue;
    for (const source of labelled) {
      if (source === target || found.has(source.name)) continue;
      const groups = groupsOf(source.spread, target.spread);
      if (groups === null) continue;
      found.set(target.name, { kind: 'subcategory', field: source.name, groups });
      deciding.add(source.name);
      break;
    }
  }
  return found;
}

/** What goes with each label of the source; null where they are not several, or one of them goes with several. */
function groupsOf(source: Spread, target: Spread): GeneratorOf<'subcategory'>['groups'] | null {
  if (source.values.of !== 'labels' || target.values.of !== 'labels') return null;
  const [from, to] = [source.values.labels, target.values.labels];
  if (to.length < LEAST_LABELS || from.length <= to.length) return null;
  const counts = new Float64Array(from.length * to.length);
  source.places.forEach((place, row) => {
    const at = place * to.length + (target.places[row] ?? Number.NaN);
    if (at >= 0) counts[at] = (counts[at] ?? 0) + 1;
  });
  const groups = [];
  for (const [place, { value: when }] of from.entries()) {
    const row = counts.subarray(place * to.length, (place + 1) * to.length);
    const best = row.indexOf(Math.max(...row));
    const rows = row.reduce((sum, count) => sum + count, 0);
    const decided = to[best];
    if (decided === undefined || rows === 0 || (row[best] ?? 0) < rows * (1 - MAX_SLIPS)) return null;
    groups.push({ when, values: [{ value: decided.value, weight: 1 }] });
  }
  return groups;
}
