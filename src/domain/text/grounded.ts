// Whether a text supports an answer, as far as words tell: the answer's content words, less their endings, stand in it. That is K-precision (Adlakha
// et al. 2023) asked to be 1. It sees words, not sense: what is turned round (who bought, who sold) passes; a synonym does not.
import { normalized } from './variety.ts';

/** Words that hold a sentence together and claim nothing; English, where other languages have theirs in nearly every text anyway. */
const STOP_WORDS = new Set(
  `a about after all also am an and any are as at be because been before being both but by can cannot could did do does doing done during each either else etc for from had has have having he her here hers him his how i if in
  into is it its itself just let may me might more most much must my neither no nor not of off on one only or other our out over own per shall she should since so some such than that the their them then there these they
  this those through to too under until up upon us very via was we were what when where whether which while who whom whose why will with within without would yes you your s t don doesn didn isn aren wasn weren`.split(/\s+/),
);
/** Endings that say the same of a thing or a deed; longest first. */
const ENDING = /(?:ing|ed|es|ly|(?<!s)s|e)$/;
const SHORTEST_STEM = 3;
/** Scripts without spaces between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const words = new Intl.Segmenter('en', { granularity: 'word' });

/** The words that say something, less their endings; each once. */
export function contentWords(text: string): ReadonlySet<string> {
  const plain = normalized(text);
  const all = UNSPACED.test(plain) ? Array.from(words.segment(plain), ({ segment }) => segment.trim()) : plain.split(' ');
  return new Set(all.filter((word) => word !== '' && !STOP_WORDS.has(word)).map(stemOf));
}

function stemOf(word: string): string {
  const stem = word.replace(ENDING, '');
  return stem.length >= SHORTEST_STEM ? stem : word;
}

/**
 * Does the evidence support the answer? A word of the question counts as supported where it stands anywhere in the chunk: often the evidence calls by
 * a pronoun what the question names. A plain yes or no claims what its question says.
 */
export function isGrounded({ question, answer, evidence }: { readonly question: string; readonly answer: string; readonly evidence: string }, chunk: ReadonlySet<string>): boolean {
  const [asked, answered, shown] = [contentWords(question), contentWords(answer), contentWords(evidence)];
  const claimed = answered.size > 0 ? answered : asked;
  return claimed.size > 0 && [...claimed].every((word) => shown.has(word) || (asked.has(word) && chunk.has(word)));
}
