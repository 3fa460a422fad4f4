// A text cut at the ends of sentences: into pieces, one sentence each, and these into chunks that a model reads at once. Nothing is lost or changed:
// all pieces joined are the text again, so whatever is quoted from one stands in it word for word.
import { SENTENCE_END } from './cut.ts';

/** Pieces one after another, each a sentence with the spaces behind it. */
export type Chunk = readonly string[];

/** A sentence's number and the end of its line in a prompt. */
const NUMBER_TOKENS = 6;

/** Empty lines, and lines before which a paragraph ends in Markdown: headings, items of lists, rows of tables, quotes, fences. */
const BLOCK_END = /\n(?:[ \t]*\r?\n\s*|(?=[ \t]*(?:#{1,6} |[-*+] |\d{1,9}[.)] |\||>|```|~~~)))/gu;
/** Headings and fences end with their line. */
const LINE_END = /^[ \t]{0,3}(?:#{1,6} |`{3}|~{3})[^\n]*\n/gmu;
/** A full stop behind one of these, or behind the number or letter of an item, ends no sentence. */
const NO_END = /(?:(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|Prof|St|No|Nr|vs|approx|ca|Fig|Abb|bzw|e\.g|i\.e|z\.B|d\.h|\p{Lu})|(?:^|\n)[\s#>*-]{0,12}\d{1,9})\.$/u;
const FRAME = /^\s*(?:#{1,6}\s|`{3,}|~{3,}|$)/u;
const LOOKED_BACK = 24;
/** A letter or a digit: what has none (rules, dashes, brackets) is no sentence. */
export const HAS_WORDS = /[\p{L}\p{N}]/u;

/** Tokens of a text, where no tokenizer is at hand: rather too many than too few, for Qwen2 and its like. */
export function estimatedTokens(text: string): number {
  let tokens = 0;
  for (let at = 0; at < text.length; at++) tokens += unitTokens(text.charCodeAt(at));
  return Math.ceil(tokens);
}

/** Of one UTF-16 unit: words of English take one for four letters, digits and marks of tables or code one each, other scripts half of one for a byte at worst. */
function unitTokens(code: number): number {
  if (code > 0x7f) return code <= 0x7ff || (code >= 0xd800 && code <= 0xdfff) ? 1 : 1.5;
  const letter = code | 0x20;
  return code <= 0x20 || (letter >= 0x61 && letter <= 0x7a) ? 1 / 3 : 1;
}

/** Whether a piece says something that can be quoted: headings and fences of Markdown only name and frame what does. */
export function isSentence(piece: string): boolean {
  return piece.trim().split('\n').some((line) => !FRAME.test(line));
}

/** The sentence of a piece, as it stands in the text. */
export function sentenceOf(piece: string): string {
  return piece.trim();
}

/**
 * The text in pieces that have a word each. What takes more tokens than `maxTokens` is cut between words, or between characters where it has none,
 * but never inside one.
 */
export function piecesOf(text: string, maxTokens: number): readonly string[] {
  const ends = [...sentenceEnds(text), ...[BLOCK_END, LINE_END].flatMap((end) => [...text.matchAll(end)].map(({ index, 0: { length } }) => index + length)), text.length];
  const pieces: string[] = [];
  let [begun, looked] = [0, 0];
  for (const end of ends.toSorted((a, b) => a - b)) {
    if (HAS_WORDS.test(text.slice(looked, end))) {
      // What has no words goes with the piece before it, if there is one.
      const from = pieces.length === 0 ? begun : looked;
      if (from > begun) pieces.push(...cutToSize(`${pieces.pop()}${text.slice(begun, from)}`, maxTokens));
      pieces.push(...cutToSize(text.slice(from, end), maxTokens));
      begun = end;
    }
    looked = end;
  }
  if (begun < text.length) pieces.push(...cutToSize((pieces.pop() ?? '') + text.slice(begun), maxTokens));
  return pieces;
}

/** Where sentences end, with the spaces behind them. */
function sentenceEnds(text: string): readonly number[] {
  return [...text.matchAll(SENTENCE_END)].flatMap(({ index, 0: mark }) => {
    const end = index + mark.length;
    const next = /\S/gu;
    next.lastIndex = end;
    const at = next.exec(text)?.index ?? text.length;
    const goesOn = /\p{Ll}/u.test(text.charAt(at)) || (mark === '.' && NO_END.test(text.slice(Math.max(0, end - LOOKED_BACK), end)));
    return goesOn ? [] : [at];
  });
}

function cutToSize(piece: string, maxTokens: number): readonly string[] {
  const cut: string[] = [];
  let rest = piece;
  for (;;) {
    const fits = headOf(rest, maxTokens - NUMBER_TOKENS);
    if (fits === rest) return [...cut, rest];
    const space = Math.max(fits.search(/\s\S*$/u) + 1, 0);
    const end = HAS_WORDS.test(fits.slice(0, space)) ? space : fits.length;
    cut.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
}

/** As many whole characters from its beginning on as take no more tokens than that; one at least. */
function headOf(text: string, tokens: number): string {
  let end = 0;
  let taken = 1; // a share of a token may come to a whole one
  for (const character of text) {
    for (let at = 0; at < character.length; at++) taken += unitTokens(character.charCodeAt(at));
    if (taken > tokens && end > 0) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** Tokens that a piece takes in a prompt, with its number. */
function costOf(piece: string): number {
  return estimatedTokens(piece) + NUMBER_TOKENS;
}

/**
 * The text in chunks of whole sentences that take at most `maxTokens` each: as few as that allows, and of these the longest as short as can be. So
 * they are of much the same length, and what is shared out over them evenly is shared out over the text evenly.
 */
export function chunksOf(text: string, maxTokens: number): readonly Chunk[] {
  const pieces = piecesOf(text, maxTokens);
  const costs = pieces.map(costOf);
  const fewest = startsOf(costs, maxTokens).length;
  let [least, most] = [0, maxTokens];
  while (least < most) {
    const middle = Math.floor((least + most) / 2);
    if (startsOf(costs, middle).length > fewest) least = middle + 1;
    else most = middle;
  }
  const starts = startsOf(costs, most);
  return starts.map((start, index) => pieces.slice(start, starts[index + 1]));
}

/** Where chunks begin, if each takes as much as it may. */
function startsOf(costs: readonly number[], most: number): readonly number[] {
  const starts: number[] = [];
  let room = -1;
  costs.forEach((cost, index) => {
    if (cost > room || index === 0) {
      starts.push(index);
      room = most;
    }
    room -= cost;
  });
  return starts;
}
