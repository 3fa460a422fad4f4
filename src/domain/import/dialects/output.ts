// The translation of a script while it is written: every statement stands on the line of what it was made from.
import type { LineGap } from '../dump.ts';

export class Output {
  readonly #source: string;
  readonly #sourceGaps: readonly LineGap[];
  readonly #pieces: string[] = [];
  readonly #gaps: LineGap[] = [];
  #length = 0;
  /** The place in the source up to which lines are counted. */
  #read = 0;

  constructor(source: string, gaps: readonly LineGap[]) {
    this.#source = source;
    this.#sourceGaps = gaps;
  }

  /** Writes text, which has no line breaks, on the line of a place in the source; places only grow. */
  at(place: number, text: string): void {
    for (let line = this.#nextLine(place); line !== -1; line = this.#nextLine(place)) {
      this.#read = line + 1;
      this.#write('\n');
    }
    this.#read = Math.max(this.#read, place);
    for (let gap = this.#sourceGaps[this.#gaps.length]; gap !== undefined && gap.at <= place; gap = this.#sourceGaps[this.#gaps.length]) this.#gaps.push({ at: this.#length, lines: gap.lines });
    this.#write(`${text} `);
  }

  end(): { readonly text: string; readonly gaps: readonly LineGap[] } {
    return { text: this.#pieces.join(''), gaps: this.#gaps };
  }

  #nextLine(place: number): number {
    const found = this.#read < place ? this.#source.indexOf('\n', this.#read) : -1;
    return found < place ? found : -1;
  }

  #write(text: string): void {
    this.#pieces.push(text);
    this.#length += text.length;
  }
}
