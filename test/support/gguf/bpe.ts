// Byte-pair encoding as Qwen2 does it: text in pieces, a piece in bytes (each a letter of its own), then pairs merged in the order in which
// training found them. Small and slow; the tests hold it to llama.cpp's.

export interface Merges {
  readonly tokens: readonly string[];
  /** Two tokens with a space between, the most frequent pair first. */
  readonly merges: readonly string[];
}

/** How Qwen2 cuts a text before it merges (`tokenizer.ggml.pre` = qwen2). */
const PIECE = /'(?:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+/giu;

/** A token that stands for itself, never made of letters. */
const SPECIAL = /(<\|\w+\|>)/;

/** A letter for each byte, as in GPT-2: the byte's own where Latin-1 shows something there, one above U+0100 elsewhere. */
const LETTERS: readonly string[] = (() => {
  let hidden = 0;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode((byte > 32 && byte < 127) || (byte > 160 && byte !== 173) ? byte : 256 + hidden++));
})();

function piecesOf(text: string): string[] {
  return (text.match(PIECE) ?? []).map((piece) => Array.from(Buffer.from(piece), (byte) => LETTERS[byte]).join(''));
}

/** The letters of all bytes, and then tokens for the most frequent pairs of the text, until there are `size` or no pair is left. */
export function trainMerges(text: string, size: number): Merges {
  const counts = new Map<string, number>();
  for (const piece of text.split(SPECIAL).flatMap((part, i) => (i % 2 === 1 ? [] : piecesOf(part)))) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  const words = [...counts].map(([piece, count]) => ({ parts: [...piece], count }));
  const tokens = [...LETTERS].sort();
  const merges: string[] = [];
  while (tokens.length < size) {
    const pair = mostFrequentPair(words);
    if (pair === undefined) break;
    merges.push(pair);
    tokens.push(pair.replace(' ', ''));
    for (const word of words) word.parts = merged(word.parts, pair);
  }
  return { tokens, merges };
}

function mostFrequentPair(words: readonly { readonly parts: readonly string[]; readonly count: number }[]): string | undefined {
  const pairs = new Map<string, number>();
  for (const { parts, count } of words)
    for (let i = 1; i < parts.length; i++) {
      const pair = `${parts[i - 1]} ${parts[i]}`;
      pairs.set(pair, (pairs.get(pair) ?? 0) + count);
    }
  let best: string | undefined;
  for (const [pair, count] of pairs) if (best === undefined || count > (pairs.get(best) ?? 0)) best = pair;
  return best;
}

function merged(parts: readonly string[], pair: string): string[] {
  const out: string[] = [];
  for (let i = 0; i < parts.length; i++) {
    if (`${parts[i]} ${parts[i + 1]}` === pair) out.push(`${parts[i]}${parts[++i]}`);
    else out.push(parts[i] ?? '');
  }
  return out;
}

/** Writes texts in the tokens of a vocabulary. */
export class Encoder {
  readonly #ids: ReadonlyMap<string, number>;
  readonly #ranks: ReadonlyMap<string, number>;
  readonly #known = new Map<string, readonly number[]>();

  constructor({ tokens, merges }: Merges) {
    this.#ids = new Map(tokens.map((token, id) => [token, id]));
    this.#ranks = new Map(merges.map((pair, rank) => [pair, rank]));
  }

  encode(text: string): number[] {
    return text.split(SPECIAL).flatMap((part, i) => (i % 2 === 1 ? [this.#idOf(part)] : piecesOf(part).flatMap((piece) => this.#encodePiece(piece))));
  }

  #encodePiece(piece: string): readonly number[] {
    const known = this.#known.get(piece) ?? this.#split(piece);
    this.#known.set(piece, known);
    return known;
  }

  #split(piece: string): number[] {
    let parts = [...piece];
    for (let pair = this.#earliestPair(parts); pair !== undefined; pair = this.#earliestPair(parts)) parts = merged(parts, pair);
    return parts.map((part) => this.#idOf(part));
  }

  #idOf(token: string): number {
    const id = this.#ids.get(token);
    if (id === undefined) throw new Error(`expected a token for each byte and merge, got none for ${token}`);
    return id;
  }

  #earliestPair(parts: readonly string[]): string | undefined {
    let best: string | undefined;
    let least = Infinity;
    for (let i = 1; i < parts.length; i++) {
      const pair = `${parts[i - 1]} ${parts[i]}`;
      const rank = this.#ranks.get(pair);
      if (rank !== undefined && rank < least) [best, least] = [pair, rank];
    }
    return best;
  }
}
