// Short prose by counter: a text is a pure function of its stream, row and attempt. It fits the field's length by whole
// sentences where possible, then by whole words; it never repeats a sentence pattern inside one text.
import type { Semantic } from '../generator.ts';
import { Stream } from '../random.ts';
import { drawOf } from '../samplers/draws.ts';
import type { Cursor, SamplerContext } from '../samplers/sampler.ts';
import { capitalize, Draws, Grammar } from './grammar.ts';
import type { Slots } from './grammar.ts';
import { PHRASES } from './phrases.ts';
import { PRODUCT_PHRASES } from './product-phrases.ts';
import { Product } from './product.ts';
import { fitText } from './text.ts';

/** Each kind: the rules of its sentences in order, each with the share of texts that have it (1: all). */
interface ProseKind {
  readonly grammar: 'general' | 'product';
  readonly sentences: readonly (readonly [rule: string, share: number])[];
  /** The rule of a few words, where no sentence has room. Default: DEFAULT_SHORT. */
  readonly short?: string;
}

const KINDS = {
  TITLE: { grammar: 'general', sentences: [['title', 1]], short: 'heading' },
  SENTENCE: { grammar: 'general', sentences: [['sentence', 1]] },
  PARAGRAPH: { grammar: 'general', sentences: [['sentence', 1], ['sentence', 1], ['sentence', 1], ['sentence', 0.7], ['sentence', 0.4], ['sentence', 0.2]] },
  PRODUCT_DESCRIPTION: { grammar: 'product', sentences: [['opening', 1], ['second', 0.9], ['third', 0.4], ['closing', 0.8]] },
  CATEGORY_DESCRIPTION: { grammar: 'product', sentences: [['category', 1]] },
  REVIEW: { grammar: 'general', sentences: [['review', 1], ['aftermath', 0.6]] },
  POSITIVE_REVIEW: { grammar: 'general', sentences: [['praise', 1], ['aftermath', 0.6]] },
  MIXED_REVIEW: { grammar: 'general', sentences: [['mixed', 1], ['sequel', 0.5]] },
  NEGATIVE_REVIEW: { grammar: 'general', sentences: [['blame', 1], ['regret', 0.6]] },
  COMMENT: { grammar: 'general', sentences: [['comment', 1], ['comment', 0.25]] },
  NOTE: { grammar: 'general', sentences: [['note', 1], ['note', 0.3]] },
  SUPPORT_TICKET: { grammar: 'general', sentences: [['ticket', 1]] },
  ERROR_MESSAGE: { grammar: 'general', sentences: [['error', 1]] },
  BIOGRAPHY: { grammar: 'general', sentences: [['biography', 1], ['biography', 0.7]] },
  SONG: { grammar: 'general', sentences: [['song', 1]], short: 'work' },
  ALBUM: { grammar: 'general', sentences: [['album', 1]], short: 'work' },
  MOVIE: { grammar: 'general', sentences: [['movie', 1]], short: 'work' },
  BOOK: { grammar: 'general', sentences: [['book', 1]], short: 'work' },
  ARTIST: { grammar: 'general', sentences: [['artist', 1]], short: 'work' },
} as const satisfies Partial<Record<Semantic, ProseKind>>;

export type ProseSemantic = keyof typeof KINDS;

const DEFAULT_SHORT = 'short';

/** Times that a sentence too long for what room is left is drawn anew, before the text goes without it or is cut. */
const SHORTER_TRIES = 6;

const GENERAL = new Grammar(PHRASES);
const PRODUCTS = new Grammar(PRODUCT_PHRASES);
const NO_SLOTS: Slots = {};

/** Whether the phrase grammar writes this. */
export function isProse(semantic: string): semantic is ProseSemantic {
  return semantic in KINDS;
}

/** Texts of a kind, none longer than `maxLength` UTF-16 units. Two fields of a table have texts of their own. */
export function proseOf(kind: ProseSemantic, context: SamplerContext, role: string, maxLength: number): (row: Cursor) => string {
  const stream = Stream.of(context.seed, context.table, 'prose', role, context.field);
  const slots = KINDS[kind].grammar === 'product' ? productSlots(context, role) : () => NO_SLOTS;
  return (row) => {
    const draws = new Draws(stream, row.index, drawOf(row));
    return writeText(KINDS[kind], draws, slots(row, draws), maxLength);
  };
}

/** What one text is written with. */
interface Writing {
  readonly grammar: Grammar;
  readonly draws: Draws;
  readonly slots: Slots;
}

function writeText(kind: ProseKind, draws: Draws, slots: Slots, maxLength: number): string {
  const writing: Writing = { grammar: kind.grammar === 'product' ? PRODUCTS : GENERAL, draws, slots };
  const used = new Set<string>();
  let text = '';
  for (const [rule, share] of kind.sentences) {
    if (share < 1 && draws.below(1000) >= share * 1000) continue;
    const sentence = fittingSentence(writing, rule, { used, room: text === '' ? maxLength : maxLength - text.length - 1 });
    if (sentence !== null) text += text === '' ? sentence : ` ${sentence}`;
    else if (text === '') return shortText(writing, kind.short ?? DEFAULT_SHORT, maxLength);
  }
  return text;
}

/** Where no sentence has room: a few words. */
function shortText(writing: Writing, rule: string, maxLength: number): string {
  const { grammar, draws, slots } = writing;
  return fittingSentence(writing, rule, { used: new Set(), room: maxLength }) ?? fitText(capitalize(grammar.expand(rule, draws, slots, 0)), maxLength);
}

/** A sentence of a pattern not used yet, within the room; null where none was found. */
function fittingSentence({ grammar, draws, slots }: Writing, rule: string, limits: { readonly used: Set<string>; readonly room: number }): string | null {
  for (let tries = 0; tries < SHORTER_TRIES; tries++) {
    const choice = draws.below(grammar.size(rule));
    const sentence = capitalize(grammar.expand(rule, draws, slots, choice));
    if (sentence.length > limits.room || limits.used.has(`${rule} ${choice}`)) continue;
    limits.used.add(`${rule} ${choice}`);
    return sentence;
  }
  return null;
}

/** What the row's product is, as words in mid-sentence. */
function productSlots(context: SamplerContext, role: string): (row: Cursor, draws: Draws) => Slots {
  const product = new Product(context, role);
  return (row, draws) => {
    const { merits, uses, nouns } = product.category(row);
    const things = pickedThings(nouns, draws);
    const noun = product.noun(row);
    const merit = draws.below(merits.length);
    const use = draws.below(uses.length);
    const material = product.material(row);
    return {
      thing: things[0] ?? '',
      thing2: things[1] ?? '',
      things: `${things.slice(0, -1).join(', ')} and ${things.at(-1) ?? ''}`,
      product: onePiece(inMidSentence(draws.below(2) === 0 || noun.includes(product.adjective(row)) ? noun : `${product.adjective(row)} ${noun}`)),
      material,
      merit: merits[merit] ?? '',
      merit2: merits[(merit + 1 + draws.below(merits.length - 1)) % merits.length] ?? '',
      use: uses[use] ?? '',
      use2: uses[(use + 1 + draws.below(uses.length - 1)) % uses.length] ?? '',
    };
  };
}

/** Lower case, but for what is written large everywhere: `T-Shirt`, `E-Reader`, `Vitamin D`. */
function inMidSentence(words: string): string {
  return words.split(' ').map((word) => (/^[A-Z](-|$)/.test(word) ? word : word.toLowerCase())).join(' ');
}

/** Plural goods as one thing that a sentence may call "it": `pair of hiking boots`. */
function onePiece(words: string): string {
  if (/(shoes|boots|sneakers|loafers|sandals|slippers|trousers|poles|goggles|headphones|shears)$/.test(words)) return `pair of ${words}`;
  return /[^s]s$/.test(words) && !/(canvas|atlas)$/.test(words) ? `set of ${words}` : words;
}

/** Three kinds of goods of a category, in the plural: neighbours in its list, from a drawn place on. */
function pickedThings(nouns: readonly string[], draws: Draws): readonly string[] {
  const first = draws.below(nouns.length);
  const step = 1 + draws.below(2);
  return [0, 1, 2].map((place) => plural(inMidSentence(nouns[(first + place * step) % nouns.length] ?? '')));
}

function plural(noun: string): string {
  if (/(oil|water|granola|honey|bread|rice|tea|juice|beer|brew|chocolate|butter|cheddar|pasta|infusion|sunscreen|cream|lotion|cleanser)$/.test(noun)) return noun;
  if (/knife$/.test(noun)) return noun.replace(/fe$/, 'ves');
  if (/shelf$/.test(noun)) return noun.replace(/f$/, 'ves');
  if (/(sh|ch|x|ss)$/.test(noun)) return `${noun}es`;
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return noun.endsWith('s') ? noun : `${noun}s`;
}
