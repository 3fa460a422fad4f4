// Who may send a request now. Lanes take turns; so many requests go on at once as there are places. Where the endpoint asks to slow down, all
// of them wait, and half of the places stay empty; each answer that comes then opens a little more.
import { unlessAborted } from '../../../lib/abort.ts';
import { Lanes } from '../../../lib/lanes.ts';

export class Turns {
  readonly #places: number;
  readonly #waiting = new Lanes<() => void>();
  #allowed: number;
  #taken = 0;
  #pauses = 0;

  constructor(places: number) {
    this.#places = places;
    this.#allowed = places;
  }

  /** Resolves with a place, which is given back by disposing it; rejects with the signal's reason. */
  async take(lane: string, signal: AbortSignal): Promise<Disposable> {
    const { promise, resolve } = Promise.withResolvers<Disposable>();
    const begin = (): void => {
      this.#taken++;
      resolve({ [Symbol.dispose]: () => this.#giveBack() });
    };
    this.#waiting.push(lane, begin);
    this.#fill();
    try {
      return await unlessAborted(promise, signal);
    } catch (error) {
      this.#waiting.remove(lane, begin);
      void promise.then((place) => place[Symbol.dispose]()); // where it came to its turn just then
      throw error;
    }
  }

  /** Nobody begins before `over` is. */
  slowDown(over: Promise<void>): void {
    if (this.#pauses === 0) this.#allowed = Math.max(1, this.#allowed / 2); // those that were under way together say it together
    this.#pauses++;
    void over.finally(() => {
      this.#pauses--;
      this.#fill();
    });
  }

  /** An answer came: after as many as there are places now, there is one more. */
  speedUp(): void {
    this.#allowed = Math.min(this.#places, this.#allowed + 1 / this.#allowed);
  }

  #giveBack(): void {
    this.#taken--;
    this.#fill();
  }

  #fill(): void {
    while (this.#pauses === 0 && this.#taken < Math.floor(this.#allowed)) {
      const begin = this.#waiting.shift();
      if (begin === undefined) return;
      begin();
    }
  }
}
