// Text that a model went on with for too long, cut where a reader would not mind.
import { fitText } from '../vocabulary/text.ts';

/** Full stops and the like, with the quotes and brackets that close behind them; of long rows of them the last few, so that no text can make this slow. */
export const SENTENCE_END = /(?:[.!?…]{1,8}["'”’)\]]{0,8}(?=\s)|[。！？]{1,8}[」』]{0,8})/gu;

/** The text, or its beginning of at most `maxLength` UTF-16 units: by whole sentences, else by whole words, where that keeps half of the room. */
export function cutToFit(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  let end = 0;
  for (const match of text.matchAll(SENTENCE_END)) {
    if (match.index + match[0].length > maxLength) break;
    end = match.index + match[0].length;
  }
  return end * 2 >= maxLength ? text.slice(0, end) : fitText(text, maxLength);
}
