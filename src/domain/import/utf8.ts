// The text of a file, whichever way it came in.
import { InvalidInput } from '../errors.ts';

/** Its pieces, as they come. Throws InvalidInput where the bytes are no UTF-8. */
export async function* utf8Text(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decoded = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // TextDecoder's word for bytes that are no UTF-8
      throw InvalidInput.at([], 'expected a text file in UTF-8; save it as UTF-8 and send it again');
    }
  };
  for await (const chunk of chunks) yield decoded(chunk);
  yield decoded();
}
