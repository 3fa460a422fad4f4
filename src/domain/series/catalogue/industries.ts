// The catalogue: kinds of machines of many industries, found by the words that people use for them. So a run of series needs no model.
import { AUTOMOTIVE } from './automotive.ts';
import { CEMENT } from './cement.ts';
import { CHEMICAL } from './chemical.ts';
import { DATA_CENTRE } from './data-centre.ts';
import { FOOD_AND_BEVERAGE } from './food-and-beverage.ts';
import type { Industry } from './machine.ts';
import { MINING } from './mining.ts';
import { OIL_AND_GAS } from './oil-and-gas.ts';
import { PACKAGING_AND_LOGISTICS } from './packaging-and-logistics.ts';
import { PAPER } from './paper.ts';
import { PHARMACEUTICAL } from './pharmaceutical.ts';
import { PLASTICS } from './plastics.ts';
import { POWER_GENERATION } from './power-generation.ts';
import { RENEWABLE_ENERGY } from './renewable-energy.ts';
import { SEMICONDUCTOR } from './semiconductor.ts';
import { STEEL } from './steel.ts';
import { WATER_TREATMENT } from './water-treatment.ts';

/** All of them, in the order in which they are listed. */
export const INDUSTRIES: readonly Industry[] = [
  SEMICONDUCTOR, AUTOMOTIVE, FOOD_AND_BEVERAGE, PHARMACEUTICAL, CHEMICAL, OIL_AND_GAS, POWER_GENERATION, RENEWABLE_ENERGY,
  WATER_TREATMENT, MINING, STEEL, CEMENT, PAPER, PLASTICS, PACKAGING_AND_LOGISTICS, DATA_CENTRE,
];

/** Words that say nothing of which industry it is: `the semiconductor industry`, `a car factory`. */
const FILLERS: ReadonlySet<string> = new Set(['the', 'a', 'an', 'industry', 'industries', 'sector', 'manufacturing', 'manufacturer', 'manufacturers', 'production', 'factory', 'factories', 'plant', 'plants', 'company', 'companies']);

const BY_WORDS: ReadonlyMap<string, Industry> = new Map(INDUSTRIES.flatMap((industry) => [industry.name, ...industry.aliases].map((words) => [tellingWords(words), industry] as const)));

/** The industry of that name or alias, however it is written: capitals, hyphens and words such as `industry` do not count. Null: the catalogue has none such. */
export function findIndustry(name: string): Industry | null {
  return BY_WORDS.get(tellingWords(name)) ?? null;
}

/** `F&B` and `f and b` come to the same, and so do `the Data-Centre industry` and `data centre`. */
function tellingWords(text: string): string {
  return text.toLowerCase().replaceAll('&', ' and ').split(/[^a-z0-9]+/).filter((word) => word !== '' && !FILLERS.has(word)).join(' ');
}
