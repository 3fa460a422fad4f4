// Parsed documents by their text, for Yoga's parser: the last ones used, and only small ones, so that a client who sends ever
// new or huge documents fills no memory.
import { Recent } from '../lib/recent.ts';

/** Most documents kept. */
const MAX_DOCUMENTS = 500;
/** Longer documents are parsed anew each time. */
const MAX_LENGTH = 20_000;

export class DocumentCache<T> {
  readonly #documents = new Recent<T>(MAX_DOCUMENTS);

  get(text: string): T | undefined {
    return this.#documents.get(text);
  }

  set(text: string, value: T): void {
    if (text.length <= MAX_LENGTH) this.#documents.set(text, value);
  }
}
