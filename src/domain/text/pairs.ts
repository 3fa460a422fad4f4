// Question-answer pairs about a text, as rows of a table of their own: so that shards, segments, resuming and outputs are those of all rows. The
// model writes each pair whole; the evidence it names by the number of a sentence, and so it always stands in the text.
import { InvalidInput } from '../errors.ts';
import { DEFAULT_LOCALE, GENERATORS_VERSION, REFERENCE_INSTANT, type ModelUse, type Plan, type PlannedTable } from '../plan.ts';
import type { Field, FieldType, Value } from '../schema.ts';
import { chunksOf, estimatedTokens, HAS_WORDS, isSentence, sentenceOf, type Chunk } from './chunks.ts';
import type { Place } from './constraint.ts';
import { contentWords, isGrounded } from './grounded.ts';
import { chunkPrompt, MAX_REDRAWS, PairHints, pairPrompt, type Line } from './prompts.ts';

/** The table, and its fields in order. */
export const PAIRS = 'pairs';
export const PAIR_FIELDS = ['question', 'answer', 'evidence', 'chunk', 'grounded'] as const;

/** Most bytes of UTF-8 of a text that is asked about. */
export const MAX_CONTEXT_BYTES = 2_000_000;
/** UTF-16 units. */
const QUESTION_LENGTH = 200;
const ANSWER_LENGTH = 400;
/** What a model's template puts around a prompt, and an answer's brackets and number. */
const FRAME_TOKENS = 48;
/** A chunk of less is no text to ask about. */
const LEAST_CHUNK_TOKENS = 64;

const QUESTION: Place = { name: 'question', description: 'one question, complete in itself', constraint: { kind: 'text', maxLength: QUESTION_LENGTH } };
const ANSWER: Place = { name: 'answer', description: 'what the text answers, in one or two sentences', constraint: { kind: 'text', maxLength: ANSWER_LENGTH } };

export interface PairsRequest {
  readonly context: string;
  readonly pairs: number;
  readonly seed: number;
  readonly model: ModelUse;
  /** Tokens that the model holds at once. */
  readonly contextTokens: number;
  /** Most pairs of a run. */
  readonly maxPairs: number;
}

/** The plan of a run. Throws InvalidInput with paths ['context'] and ['pairs']. */
export function planPairs({ context, pairs, seed, model, contextTokens, maxPairs }: PairsRequest): Plan {
  const bytes = Buffer.byteLength(context);
  if (bytes > MAX_CONTEXT_BYTES) throw InvalidInput.at(['context'], `expected a text of at most ${MAX_CONTEXT_BYTES} bytes, got ${bytes}: send it in several runs`);
  if (!HAS_WORDS.test(context)) throw InvalidInput.at(['context'], `expected a text with words in it, got ${bytes} bytes without any`);
  if (!Number.isSafeInteger(pairs) || pairs < 1) throw InvalidInput.at(['pairs'], `expected a whole number of pairs, 1 or more, got ${pairs}`);
  if (pairs > maxPairs) throw InvalidInput.at(['pairs'], `expected at most ${maxPairs} pairs, got ${pairs}: ask for fewer, or raise MAX_ROWS_PER_JOB`);
  const chunks = chunksOf(context, chunkTokens(contextTokens));
  return { generators: GENERATORS_VERSION, seed, reference: REFERENCE_INSTANT, locale: DEFAULT_LOCALE, tables: [tableOfPairs(pairs)], model, chunks };
}

/** Tokens of a chunk: what the model holds, less what it is told besides and what it answers (a token for each character, at worst). */
function chunkTokens(contextTokens: number): number {
  const { system, shared } = chunkPrompt([], placesFor(MAX_CONTEXT_BYTES));
  const avoid = Array.from({ length: MAX_REDRAWS }, () => 'x'.repeat(QUESTION_LENGTH));
  const own = pairPrompt({ hint: new PairHints(0, 0, MAX_CONTEXT_BYTES).of(0, 0), avoid });
  const taken = estimatedTokens(system + shared + own) + QUESTION_LENGTH + ANSWER_LENGTH + FRAME_TOKENS;
  if (contextTokens - taken < LEAST_CHUNK_TOKENS) {
    throw InvalidInput.at(['context'], `a question and its answer take ${taken} tokens beside the text, and the model holds ${contextTokens}: set MODEL_CONTEXT to ${taken + LEAST_CHUNK_TOKENS} or more`);
  }
  return contextTokens - taken;
}

function tableOfPairs(rows: number): PlannedTable {
  const field = (name: string, type: FieldType, value: Value): Field => ({ name, type, nullable: false, generator: { kind: 'constant', value } });
  const fields = [field('question', 'TEXT', ''), field('answer', 'TEXT', ''), field('evidence', 'TEXT', ''), field('chunk', 'INTEGER', 0), field('grounded', 'BOOLEAN', false)];
  // The last two follow from what the model writes; they are kept with it.
  const [evidence] = placesFor(MAX_CONTEXT_BYTES);
  const written: readonly Place[] = [QUESTION, ANSWER, evidence, { name: 'chunk', constraint: { kind: 'integer', minimum: 0, maximum: MAX_CONTEXT_BYTES } }, { name: 'grounded', constraint: { kind: 'boolean' } }];
  return { name: PAIRS, rows, fields, primaryKey: [], uniqueKeys: [], foreignKeys: [], checks: [], written };
}

/**
 * The chunk that a pair is about: as many pairs for each, one more or less, and the chunks are of one length. Those of one chunk follow one another: so
 * a chunk is read once for all of its pairs, and questions alike meet in one block. Fewer pairs than chunks are spread over the text.
 */
export function chunkOfPair(pair: number, pairs: number, chunks: number): number {
  return Math.floor((pair * chunks) / pairs);
}

/** The first pair about a chunk, or behind it where it has none. */
export function firstPairOf(chunk: number, pairs: number, chunks: number): number {
  return Math.ceil((chunk * pairs) / chunks);
}

/** What the model writes: the evidence first, and question and answer with it in mind. */
export function placesFor(sentences: number): readonly [Place, Place, Place] {
  return [{ name: 'evidence', description: 'the number of the sentence that holds the answer', constraint: { kind: 'integer', minimum: 1, maximum: sentences } }, QUESTION, ANSWER];
}

/** A chunk, ready to be asked about. */
export class AskedChunk {
  readonly index: number;
  /** Those that may be named as evidence, in order; all where none is a sentence. */
  readonly sentences: readonly string[];
  readonly lines: readonly Line[];
  readonly places: readonly Place[];
  readonly #words: ReadonlySet<string>;

  constructor(index: number, chunk: Chunk) {
    this.index = index;
    const isNumbered = chunk.some(isSentence) ? isSentence : () => true;
    this.sentences = chunk.filter(isNumbered).map(sentenceOf);
    this.lines = chunk.map((piece) => ({ text: piece, isNumbered: isNumbered(piece) }));
    this.places = placesFor(this.sentences.length);
    this.#words = contentWords(chunk.join(''));
  }

  /** The values of a pair, in the order of PAIR_FIELDS, from those of the places. */
  pairOf([number, question, answer]: readonly Value[]): readonly Value[] {
    const evidence = this.sentences[Number(number) - 1] ?? '';
    const [asked, answered] = [String(question), String(answer)];
    return [asked, answered, evidence, this.index, isGrounded({ question: asked, answer: answered, evidence }, this.#words)];
  }
}

/** Two questions with the same are near-duplicates: the same content words, in whatever order and form. */
export function senseOf(question: string): string {
  const content = [...contentWords(question)].sort().join(' ');
  return content === '' ? question : content;
}
