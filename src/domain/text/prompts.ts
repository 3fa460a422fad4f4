// Every word that we say to a model that writes data, in one place (planning-prompts.ts has those for one that plans schemas). Written for small
// instruction-tuned models (Qwen2.5-1.5B): short sentences, the task first, what differs from record to record last, so that all that comes
// before is read once.
import { Permutation } from '../permutation.ts';
import type { PlannedTable } from '../plan.ts';
import { mix, Stream } from '../random.ts';
import type { Value } from '../schema.ts';
import type { Place } from './constraint.ts';
import type { JsonSchema } from './json-schema.ts';
import { wordsOf } from './words.ts';

/** What is said to the model: `system` and `shared` are the same for many orders, `own` is this one's. */
export interface Prompt {
  readonly system: string;
  readonly shared: string;
  readonly own: string;
  /** What the model's own answer begins with, unasked: this order's own in the fewest tokens, since with an empty `own` all before it is read once. */
  readonly lead?: string;
}

const SYSTEM = 'You write realistic records for a test database. People, companies and events are invented, and every record differs from the others. You answer with the values only.';
const PAIR_SYSTEM = 'You write question-answer pairs about a text. Each question can be answered from the text alone, and each answer says only what the text says. You answer with the values only.';
/** Longest value, and longest list of values, that is told of a record. */
const MAX_TOLD_LENGTH = 200;
const MAX_TOLD_VALUES = 40;
/** Texts of at most so many characters are names and the like: a letter sets them apart, and they need no more. */
const NAME_LENGTH = 40;
/** Further attempts at a record whose texts its block has already, each told of those; then it stays as it is. */
export const MAX_REDRAWS = 3;
/** Longest instructions of a caller. */
export const MAX_INSTRUCTIONS_LENGTH = 4_000;

export interface TableOrder {
  readonly table: Pick<PlannedTable, 'name' | 'description'>;
  /** What the model writes, in order. */
  readonly places: readonly Place[];
  /** What the data is about, in the caller's words. */
  readonly instructions?: string;
  /** Language, as a BCP 47 tag or faker's name of a locale. */
  readonly locale: string;
}

/** The part that all records of a table share. */
export function tablePrompt({ table, places, instructions, locale }: TableOrder): Pick<Prompt, 'system' | 'shared'> {
  const about = table.description === undefined ? '' : `: ${told(table.description)}`;
  const lines = [
    `Table "${table.name}"${about}.`,
    ...(instructions === undefined ? [] : [`The data is about: ${instructions}`]),
    ...(locale.startsWith('en') ? [] : [`Write in the language of the locale ${locale}.`]),
    ...arrayOf('record', places),
    `Before the array stands ${isLong(places) ? 'a line: the letter that names begin with, then tone, length and subject of texts' : 'the letter that names begin with'}${isNames(places) ? '' : ', then what is known of the record, which the values must fit'}.`,
  ];
  return { system: SYSTEM, shared: lines.join('\n') };
}

function isLong(places: readonly Place[]): boolean {
  return places.some(({ constraint }) => constraint.kind === 'text' && constraint.maxLength > NAME_LENGTH);
}

function isNames(places: readonly Place[]): boolean {
  return places.every(({ constraint }) => constraint.kind === 'text' && constraint.maxLength <= NAME_LENGTH);
}

/** A line of a text; those that can be named are numbered. */
export interface Line {
  readonly text: string;
  readonly isNumbered: boolean;
}

/** The part that all pairs about a chunk of a text share. */
export function chunkPrompt(text: readonly Line[], places: readonly Place[]): Pick<Prompt, 'system' | 'shared'> {
  let number = 0;
  const told = text.map((line) => `${line.isNumbered ? `${++number}. ` : ''}${line.text.replace(/\s+/gu, ' ').trim()}`);
  const lines = ['The text, sentence by sentence:', ...told, '', ...arrayOf('question-answer pair about it, in its language,', places)];
  return { system: PAIR_SYSTEM, shared: lines.join('\n') };
}

function arrayOf(what: string, places: readonly Place[]): readonly string[] {
  return [
    `Write one ${what} as a JSON array of these values, in this order:`,
    ...places.map((place, index) => `${index + 1}. ${place.name}: ${wordsOf(place.constraint)}${place.description === undefined ? '' : ` (${told(place.description)})`}`),
    '',
  ];
}

export interface RecordFacts {
  /** Values of the record that are there already, and of the rows that it refers to, by name. */
  readonly known: readonly (readonly [string, Value])[];
  /** What makes it unlike its neighbours. */
  readonly hint: Hint;
  /** The only values that it has, by name, where it has not all of them. */
  readonly only?: readonly string[];
  /** Texts of other records that it came too near to. */
  readonly avoid: readonly string[];
}

/** What is one record's own, as the answer's lead: as few tokens as will do, since each is read for every record. */
export function recordLead(places: readonly Place[], { known, hint, only, avoid }: RecordFacts): string {
  const parts = [
    ...(isLong(places) ? [hint.letter, hint.tone, hint.length, hint.subject] : [hint.letter]),
    ...(isNames(places) ? [] : known.slice(0, MAX_TOLD_VALUES).map(([name, value]) => `${name}=${told(shown(value))}`)),
    ...(only === undefined ? [] : [`only ${only.join(', ')}`]),
    ...avoidance(avoid),
  ];
  return parts.length === 1 ? parts.join('') : `${parts.join('; ')}\n`;
}

/** The part that is one question-answer pair's own. */
export function pairPrompt({ hint, avoid }: { readonly hint: string; readonly avoid: readonly string[] }): string {
  return [`For variety: ${hint}.`, ...avoidance(avoid).map((words) => `${words}.`)].join('\n');
}

function avoidance(avoid: readonly string[]): readonly string[] {
  return avoid.length === 0 ? [] : [`Others say this already, so write something else: ${avoid.map((text) => JSON.stringify(told(text))).join(', ')}`];
}

function shown(value: Value): string {
  return typeof value === 'string' ? JSON.stringify(value) : JSON.stringify(value) ?? 'null';
}

/** One line of bounded length. */
function told(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length <= MAX_TOLD_LENGTH ? line : `${line.slice(0, MAX_TOLD_LENGTH - 3).replace(/[\uD800-\uDBFF]$/, '')}...`;
}

/** How an endpoint elsewhere is to answer: by names, whatever the prompt says before. `schema`: where nothing but words holds it to one. */
export function objectAnswer(places: readonly Place[], schema: JsonSchema | null): string {
  if (schema !== null) return `Answer with one JSON object, not an array, and nothing else. It meets this JSON Schema: ${JSON.stringify(schema)}`;
  return `Answer with one JSON object, not an array, of ${places.map(({ name }) => JSON.stringify(name)).join(', ')}.`;
}

/** Said of an answer that did not do. */
export function correction(problems: readonly string[]): string {
  return ['That answer does not do:', ...problems.map((problem) => `- ${problem}`), 'Answer again with the whole JSON object, and nothing else.'].join('\n');
}

const LETTERS = [...'ABCDEFGHIJKLMNOPRSTUVWYZ'];
const TONES = ['plain', 'warm', 'brisk', 'formal', 'playful', 'dry', 'careful', 'proud', 'modest', 'curious', 'blunt', 'hopeful', 'weary', 'exact', 'casual', 'vivid'];
const SUBJECTS = [
  'how it is used every day', 'where it comes from', 'how it is made', 'what it costs', 'what went wrong once', 'what surprises at first', 'who it suits', 'a small detail', 'a comparison', 'the first impression',
  'after long use', 'the weather or the season', 'a place', 'a family', 'work', 'travel', 'a number', 'colour and shape', 'sound or smell', 'an old habit', 'a wish', 'a deadline', 'a rule', 'a stranger', 'a gift',
];
const LENGTHS = ['short', 'of middling length', 'as long as allowed'];

/** What sets a record apart. */
export interface Hint {
  /** Names begin with it. */
  readonly letter: string;
  /** Of its texts. */
  readonly tone: string;
  readonly length: string;
  readonly subject: string;
}

/**
 * What sets each record of a table apart: attributes drawn by counter and permuted over the table, so that all combinations come once before
 * any comes again.
 */
export class Hints {
  readonly #order: Permutation;

  constructor(seed: number, table: string) {
    this.#order = new Permutation(LETTERS.length * TONES.length * SUBJECTS.length * LENGTHS.length, Stream.of(seed, table, 'hint'));
  }

  /** For a record, and its next attempt where one came too near to another. */
  of(row: number, attempt: number): Hint {
    let rest = this.#order.at(row % this.#order.size, Math.floor(row / this.#order.size) + attempt * 0x1_0000);
    const digit = <T>(items: readonly T[]): T => {
      const at = rest % items.length;
      rest = (rest - at) / items.length;
      return items[at] as T; // below its length
    };
    return { letter: digit(LETTERS), tone: digit(TONES), length: digit(LENGTHS), subject: digit(SUBJECTS) };
  }
}

const QUESTION_KINDS = [
  'who', 'what', 'when', 'where', 'why', 'how', 'what something is', 'for a number or an amount', 'for a name', 'for a comparison', 'for a cause or a purpose', 'for a step or a condition', 'what can be answered by yes or no',
];

/** What sets the pairs about a chunk apart: a kind of question and a sentence to look at, all combinations once before any comes again. */
export class PairHints {
  readonly #order: Permutation;
  readonly #sentences: number;

  constructor(seed: number, chunk: number, sentences: number) {
    this.#sentences = sentences;
    this.#order = new Permutation(QUESTION_KINDS.length * sentences, Stream.of(seed, 'pairs', 'hint', String(chunk)));
  }

  /** For the pair at that place among those about the chunk, and its next attempt where its question came too near to another. */
  of(place: number, attempt: number): string {
    const { size } = this.#order;
    const drawn = this.#order.at(place % size, Math.floor(place / size) + attempt * 0x1_0000);
    const kind = QUESTION_KINDS[drawn % QUESTION_KINDS.length] ?? '';
    return `ask ${kind}, if the text allows it, about what sentence ${Math.floor(drawn / QUESTION_KINDS.length) + 1} of ${this.#sentences} says`;
  }
}

/** The seed of one attempt at a record: unsigned, 32 bits. */
export function recordSeed(seed: number, table: string, row: number, attempt: number): number {
  return mix(Stream.of(seed, table, 'model').bits(row, attempt));
}
