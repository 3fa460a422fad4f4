// A small tokenizer in CLIP's form: a token for every byte, the same at the end of a word, some whole words, and the two that begin and end a text.

const WORDS = 'a an the of in on with and photo photograph image picture portrait painting red blue green black white small large dog cat car street city house tree mountain river person people factory defect metal surface medical scan road traffic sign night day rain snow high quality detailed blurry low'.split(' ');

export interface SmallTokenizer {
  readonly vocabulary: Readonly<Record<string, number>>;
  readonly merges: readonly string[];
}

/** `size`: tokens in all, of which the last two begin and end a text; there may be gaps below them. Default: no gaps. */
export function smallTokenizer(size?: number): SmallTokenizer {
  const letters = lettersOfBytes();
  const tokens = new Set([...letters, ...letters.map((letter) => `${letter}</w>`)]);
  const merges: string[] = [];
  for (const word of WORDS) {
    const [first = '', ...rest] = [...word.slice(0, -1), `${word.at(-1)}</w>`];
    rest.reduce((left, right) => {
      if (!tokens.has(left + right)) merges.push(`${left} ${right}`);
      tokens.add(left + right);
      return left + right;
    }, first);
  }
  const all = size ?? tokens.size + 2;
  return { vocabulary: Object.fromEntries([...[...tokens].map((token, id) => [token, id] as const), ['<|startoftext|>', all - 2], ['<|endoftext|>', all - 1]]), merges };
}

/** GPT-2's letter for each byte, those that Latin-1 shows first: the order of CLIP's own vocabulary. */
function lettersOfBytes(): string[] {
  const isShown = (byte: number): boolean => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  const shown = bytes.filter(isShown).map((byte) => String.fromCharCode(byte));
  const hidden = bytes.filter((byte) => !isShown(byte)).map((_, i) => String.fromCharCode(256 + i));
  return [...shown, ...hidden];
}
