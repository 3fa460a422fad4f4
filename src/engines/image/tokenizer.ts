// CLIP's tokenizer: a text in lower case, cut into words, numbers and signs; a word as bytes (each a letter of its own), merged pair by pair in the
// order in which training found the pairs. As transformers' CLIPTokenizer does it.

export interface TokenizerData {
  /** Numbers of tokens (vocab.json). */
  readonly vocabulary: Readonly<Record<string, number>>;
  /** Two tokens with a space between, the most frequent pair first, behind a first line that says the version (merges.txt). */
  readonly merges: string;
  /** Tokens of a text, with those that begin and end it. */
  readonly length: number;
  /** Fills what a text leaves empty. */
  readonly padding: string;
}

export interface Tokens {
  /** As many as the model takes. */
  readonly ids: readonly number[];
  /** Those that there was no room for. */
  readonly truncated: number;
}

export const START = '<|startoftext|>';
export const END = '<|endoftext|>';

const SPECIALS = /(<\|startoftext\|>|<\|endoftext\|>)/;
const WORDS = /'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+/gu;

/** A letter for each byte, as in GPT-2: the byte's own where Latin-1 shows something there, one above U+0100 elsewhere. */
const LETTERS: readonly string[] = (() => {
  let hidden = 0;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode((byte > 32 && byte < 127) || (byte > 160 && byte !== 173) ? byte : 256 + hidden++));
})();

export class Tokenizer {
  readonly #data: TokenizerData;
  readonly #ranks: ReadonlyMap<string, number>;
  readonly #end: number;

  constructor(data: TokenizerData) {
    this.#data = data;
    this.#ranks = new Map(data.merges.split(/\r?\n/).slice(1).filter((line) => line !== '').map((pair, rank) => [pair, rank]));
    this.#end = data.vocabulary[END] ?? 0;
  }

  /** What begins and ends a text may stand in it too, and is then one token. Unknown letters are taken for an end, as CLIP has it. */
  encode(text: string): Tokens {
    const { vocabulary, length, padding } = this.#data;
    const ids = text.normalize('NFC').toLowerCase().split(SPECIALS).flatMap((part) => (SPECIALS.test(part) ? [part] : this.#tokens(part))).map((token) => this.#id(token));
    const room = length - 2;
    const whole = [this.#id(START), ...ids.slice(0, room), this.#end];
    return { ids: [...whole, ...Array<number>(length - whole.length).fill(vocabulary[padding] ?? this.#end)], truncated: Math.max(0, ids.length - room) };
  }

  #id(token: string): number {
    return this.#data.vocabulary[token] ?? this.#end;
  }

  #tokens(text: string): string[] {
    return (text.match(WORDS) ?? []).flatMap((word) => this.#merged(Array.from(Buffer.from(word), (byte) => LETTERS[byte] ?? '')));
  }

  #merged(letters: readonly string[]): string[] {
    let tokens = [...letters.slice(0, -1), `${letters.at(-1)}</w>`];
    for (;;) {
      const best = this.#bestPair(tokens);
      if (best < 0) return tokens;
      tokens = joined(tokens, tokens[best] ?? '', tokens[best + 1] ?? '');
    }
  }

  /** Where the pair begins that training found first; -1: none of them did it find. */
  #bestPair(tokens: readonly string[]): number {
    let [best, lowest] = [-1, Infinity];
    for (let i = 0; i + 1 < tokens.length; i++) {
      const rank = this.#ranks.get(`${tokens[i]} ${tokens[i + 1]}`) ?? Infinity;
      if (rank < lowest) [best, lowest] = [i, rank];
    }
    return best;
  }
}

/** The pair as one token wherever it stands. */
function joined(tokens: readonly string[], left: string, right: string): string[] {
  const result: string[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const isPair = tokens[i] === left && tokens[i + 1] === right;
    result.push(isPair ? left + right : tokens[i] ?? '');
    if (isPair) i++;
  }
  return result;
}
