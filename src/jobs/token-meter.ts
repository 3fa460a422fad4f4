// Tokens that an attempt had a model read and write, until a commit counts them. Those of rows that are never committed are counted, too: they were
// paid for. What a killed process has not committed yet is lost, seconds of work.
import { totalOf, type TokenCounts } from '../engines/text/engine.ts';

export class TokenMeter {
  #uncounted: TokenCounts | undefined;

  /** Undefined: nothing. */
  get uncounted(): TokenCounts | undefined {
    return this.#uncounted;
  }

  add(tokens: TokenCounts): void {
    this.#uncounted = this.#uncounted === undefined ? tokens : totalOf(this.#uncounted, tokens);
  }

  /** Has a commit count them; where nothing comes of it (it rejects, or answers null or false), they are still to be counted. */
  async countedIn<T>(commit: (tokens: TokenCounts | undefined) => Promise<T>): Promise<T> {
    const tokens = this.#uncounted;
    this.#uncounted = undefined;
    let isCounted = false;
    try {
      const done = await commit(tokens);
      isCounted = done !== null && done !== false;
      return done;
    } finally {
      if (!isCounted && tokens !== undefined) this.add(tokens);
    }
  }
}
