// A phrase grammar: rules with alternatives, `{name}` in a text stands for another rule or for a slot of the row. `{a}` becomes
// "a" or "an" by what follows. Expansion is bounded by the rules themselves: a rule may not reach itself.

import type { Stream } from '../random.ts';

/** Alternatives by rule name. */
export type Rules = Readonly<Record<string, readonly string[]>>;
/** What only the row knows, by slot name: its product, its company ... */
export type Slots = Readonly<Record<string, string>>;

type Part = string | { readonly rule: string };

/** The mark for an article until what follows it is known; no phrase holds it otherwise. */
const ARTICLE = '\u0001';

/** Draws of one text: one after another, from one row of a stream. */
export class Draws {
  readonly #stream: Stream;
  readonly #row: number;
  #next: number;

  constructor(stream: Stream, row: number, first: number) {
    this.#stream = stream;
    this.#row = row;
    this.#next = first;
  }

  below(size: number): number {
    return this.#stream.below(size, this.#row, this.#next++);
  }
}

/** Rules that were taken apart once; `expand` is quick and pure. */
export class Grammar {
  readonly #rules: ReadonlyMap<string, readonly (readonly Part[])[]>;

  constructor(rules: Rules) {
    this.#rules = new Map(Object.entries(rules).map(([name, texts]) => [name, texts.map(takeApart)]));
  }

  /** The number of alternatives of a rule. */
  size(rule: string): number {
    return this.#rules.get(rule)?.length ?? 0;
  }

  /** One text of a rule: alternative `choice` where given, else a drawn one. A name that is no rule is a slot. */
  expand(rule: string, draws: Draws, slots: Slots, choice?: number): string {
    return withArticles(this.#raw(rule, draws, slots, choice));
  }

  #raw(name: string, draws: Draws, slots: Slots, choice?: number): string {
    if (name === 'a') return ARTICLE;
    const alternatives = this.#rules.get(name);
    if (alternatives === undefined) return slots[name] ?? '';
    const parts = alternatives[choice ?? draws.below(alternatives.length)] ?? [];
    let text = '';
    for (const part of parts) text += typeof part === 'string' ? part : this.#raw(part.rule, draws, slots);
    return text;
  }
}

function takeApart(text: string): readonly Part[] {
  return text.split(/(\{\w+\})/).filter((part) => part !== '')
    .map((part) => (part.startsWith('{') ? { rule: part.slice(1, -1) } : part));
}

/** Words that begin with a vowel's letter and not its sound, and the other way round. */
const SOUNDS_CONSONANT = /^(uni(?!n|m)|use|user|usu|util|one\b|once\b|euro|ubiq)/i;
const SOUNDS_VOWEL = /^(hour|honest|heir|honou?r|[8]|1[18]\b|x-)/i;

/** "a" or "an", by the sound that the word begins with. */
export function articleFor(word: string): 'a' | 'an' {
  if (SOUNDS_VOWEL.test(word)) return 'an';
  return /^[aeiou]/i.test(word) && !SOUNDS_CONSONANT.test(word) ? 'an' : 'a';
}

function withArticles(text: string): string {
  if (!text.includes(ARTICLE)) return text;
  const pieces = text.split(`${ARTICLE} `);
  let whole = pieces[0] ?? '';
  for (const piece of pieces.slice(1)) whole += `${articleFor(piece)} ${piece}`;
  return whole;
}

/** The text with a capital first letter. */
export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
