// The text of a file whose encoding nobody names: a byte order mark says it, or the zeros of UTF-16, or that the bytes are UTF-8;
// what is left is taken for Windows-1252, which gives every byte a meaning. ASCII is both, so the first byte that is none decides, wherever it comes.
import { InvalidInput } from '../errors.ts';

/** Bytes that are looked at before the encoding is settled. */
const HEAD_BYTES = 4_096;
/** Every other byte of Latin text in UTF-16 is zero; this share of them tells it from text with a stray NUL. */
const ZERO_SHARE = 0.3;
const UTF_8 = new TextDecoder('utf-8', { fatal: true });

/** Its pieces, as they come, without a byte order mark. Throws InvalidInput where bytes are not in the encoding of those before them. */
export async function* decodedText(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<string> {
  let head = new Uint8Array();
  let decode: ((chunk?: Uint8Array) => string) | null = null;
  for await (const chunk of chunks) {
    if (decode !== null) yield decode(chunk);
    else {
      head = joined(head, chunk);
      if (head.length < HEAD_BYTES) continue;
      const ascii = asciiText(head);
      if (ascii === undefined) decode = decoderOf(head);
      yield ascii ?? decode?.(head) ?? '';
      head = new Uint8Array();
    }
  }
  if (decode === null) {
    decode = decoderOf(head);
    yield decode(head);
  }
  yield decode();
}

/** The text of bytes that are all ASCII, each a character, without NUL, which UTF-16 is full of. */
function asciiText(bytes: Uint8Array): string | undefined {
  try {
    const text = UTF_8.decode(bytes);
    return text.length === bytes.length && !text.includes('\0') ? text : undefined;
  } catch {
    return undefined; // the bytes are no UTF-8: that is all that can be thrown
  }
}

/** A copy: whoever reads a file may use its buffer again. */
function joined(head: Uint8Array, chunk: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(head.length + chunk.length);
  both.set(head);
  both.set(chunk, head.length);
  return both;
}

function decoderOf(head: Uint8Array): (chunk?: Uint8Array) => string {
  const encoding = encodingOf(head);
  const decoder = new TextDecoder(encoding, { fatal: true });
  return (chunk) => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // TextDecoder's word for bytes that are not of the encoding
      throw InvalidInput.at([], `expected text in ${encoding.toUpperCase()}, as the bytes before are, but further on they are something else; save it as UTF-8 and send it again`);
    }
  };
}

/** The encoding by its name for TextDecoder. */
export function encodingOf(head: Uint8Array): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  head.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  if (odd > (head.length / 2) * ZERO_SHARE && even < odd) return 'utf-16le';
  if (even > (head.length / 2) * ZERO_SHARE && odd < even) return 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return 'utf-8';
  } catch {
    return 'windows-1252'; // the bytes are no UTF-8: that is all that can be thrown
  }
}
