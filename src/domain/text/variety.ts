// How varied a set of texts is, by the measures of the literature, and when two texts count as the same. All of them read words: what differs
// in case, accents, punctuation or spaces only is no variety.
import { evenlySpread } from '../../lib/evenly-spread.ts';

/** Accents, the vowel points that Hebrew and Arabic may leave out, and selectors of an emoji's form; other scripts tell words apart by their marks. */
const ACCENTS = /[\u0300-\u036F\u0591-\u05C7\u064B-\u065F\p{Variation_Selector}]/gu;

/** The text as it is compared. */
export function normalized(text: string): string {
  return text.normalize('NFKD').replace(ACCENTS, '').toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ').trim();
}

export interface Variety {
  /** Texts looked at: a sample where there are more than MAX_TEXTS. */
  readonly texts: number;
  /** Share of texts that an earlier one says already, normalized. */
  readonly duplicateShare: number;
  /** Different words, and different pairs of words, as shares of all (Li et al. 2016). */
  readonly distinct1: number;
  readonly distinct2: number;
  /** Mean BLEU-4 of a text against the others: 0 all different, 1 all alike (Zhu et al. 2018, Texygen). Null for fewer than two texts. */
  readonly selfBleu: number | null;
  /** Bytes of the texts to bytes when compressed: the higher, the more they repeat (Shaib et al. 2024). */
  readonly compressionRatio: number;
}

/** Texts that figures are taken from. */
export const MAX_TEXTS = 10_000;
/** Self-BLEU compares each with each. */
const MAX_COMPARED = 200;
const BLEU_ORDER = 4;

/** The figures; `compressedBytes` says how small a text becomes (gzip). */
export function varietyOf(texts: readonly string[], compressedBytes: (text: string) => number): Variety {
  const plain = texts.map(normalized);
  const words = plain.map((text) => (text === '' ? [] : text.split(' ')));
  const all = texts.join('\n');
  return {
    texts: texts.length,
    duplicateShare: texts.length === 0 ? 0 : 1 - new Set(plain).size / texts.length,
    distinct1: distinctShare(words, 1),
    distinct2: distinctShare(words, 2),
    selfBleu: selfBleu(evenlySpread(words, MAX_COMPARED)),
    compressionRatio: all === '' ? 1 : Buffer.byteLength(all) / compressedBytes(all),
  };
}

function distinctShare(texts: readonly (readonly string[])[], order: number): number {
  const grams = texts.flatMap((words) => [...gramsOf(words, order)]);
  return grams.length === 0 ? 1 : new Set(grams).size / grams.length;
}

function* gramsOf(words: readonly string[], order: number): Iterable<string> {
  for (let at = 0; at + order <= words.length; at++) yield words.slice(at, at + order).join(' ');
}

function selfBleu(texts: readonly (readonly string[])[]): number | null {
  if (texts.length < 2) return null;
  const orders = Array.from({ length: BLEU_ORDER }, (_, index) => texts.map((words) => counted(gramsOf(words, index + 1))));
  const most = orders.map(twoHighest);
  const scores = texts.map((words, index) => {
    const precisions = orders.map((counts, order) => clippedPrecision(counts[index] as ReadonlyMap<string, number>, most[order] as Highest));
    return brevityPenalty(words.length, texts, index) * geometricMean(precisions);
  });
  return scores.reduce((sum, score) => sum + score, 0) / texts.length;
}

/** Of each n-gram: how often it stands in the text that has most of it, in how many texts that is so, and in the next best. */
type Highest = ReadonlyMap<string, { readonly first: number; readonly holders: number; readonly second: number }>;

function twoHighest(texts: readonly ReadonlyMap<string, number>[]): Highest {
  const highest = new Map<string, { first: number; holders: number; second: number }>();
  for (const [gram, count] of texts.flatMap((counts) => [...counts])) {
    const known = highest.get(gram);
    if (known === undefined) highest.set(gram, { first: count, holders: 1, second: 0 });
    else if (count > known.first) highest.set(gram, { first: count, holders: 1, second: known.first });
    else if (count === known.first) known.holders++;
    else known.second = Math.max(known.second, count);
  }
  return highest;
}

/** Matches with the best of the other texts; smoothed by one where there is none (Lin and Och 2004), so that short texts count too. */
function clippedPrecision(counts: ReadonlyMap<string, number>, highest: Highest): number {
  let matches = 0;
  let total = 0;
  for (const [gram, count] of counts) {
    const { first, holders, second } = highest.get(gram) ?? { first: 0, holders: 0, second: 0 };
    matches += Math.min(count, count === first && holders === 1 ? second : first);
    total += count;
  }
  if (total === 0) return Number.NaN; // the text is shorter than n words: this order says nothing of it
  return matches === 0 ? 1 / (2 * total + 1) : matches / total;
}

function counted(grams: Iterable<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const gram of grams) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  return counts;
}

function geometricMean(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? 0 : Math.exp(known.reduce((sum, value) => sum + Math.log(value), 0) / known.length);
}

/** Against the other text that is nearest in length. */
function brevityPenalty(length: number, texts: readonly (readonly string[])[], own: number): number {
  if (length === 0) return 0;
  let nearest = Number.POSITIVE_INFINITY;
  texts.forEach((words, index) => {
    if (index !== own && Math.abs(words.length - length) < Math.abs(nearest - length)) nearest = words.length;
  });
  return length >= nearest ? 1 : Math.exp(1 - nearest / length);
}
