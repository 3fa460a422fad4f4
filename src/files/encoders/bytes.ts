// Text on its way to bytes: written value by value into one piece of memory, with no string joined on the way. Joined strings cost more than
// their making: each is made flat to be looked into, and the garbage collector copies those that are still waiting.

/** Bytes of a piece, about: large enough that calls cost nothing, small enough that many fit in memory. */
const PIECE_BYTES = 128 * 1024;
/** Room for the row that is under way when a piece is full. */
const ROW_BYTES = 16 * 1024;
/** Of a UTF-16 unit in UTF-8. */
const MOST_BYTES_PER_UNIT = 3;
/** Whole numbers below it are written digit by digit; all others as JavaScript writes them. */
const PLAIN_NUMBERS = 0x4000_0000;
const DIGIT_ZERO = 0x30;
const LAST_ASCII = 0x7f;

/** Characters to look out for: one flag for each of ASCII. */
export type Marks = Uint8Array;

/** The ASCII characters that match. */
export function marksOf(characters: RegExp): Marks {
  return Uint8Array.from({ length: LAST_ASCII + 1 }, (_, code) => Number(characters.test(String.fromCharCode(code))));
}

const EMPTY = Buffer.alloc(0);
const NO_MARKS = new Uint8Array(LAST_ASCII + 1);

/** Text in UTF-8, as it is written. */
export class TextBytes {
  #bytes = EMPTY;
  #length = 0;

  /** Whether there is enough for a piece. */
  get isFull(): boolean {
    return this.#length >= PIECE_BYTES;
  }

  /** The bytes that were written since the last time. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#bytes = EMPTY;
    this.#length = 0;
    return taken;
  }

  text(text: string): void {
    if (this.plain(text, NO_MARKS)) return;
    this.#room(text.length * MOST_BYTES_PER_UNIT);
    this.#length += this.#bytes.write(text, this.#length);
  }

  /** Writes a text of ASCII without marked characters; answers false, with nothing written, for any other. */
  plain(text: string, marks: Marks): boolean {
    this.#room(text.length);
    const bytes = this.#bytes;
    let at = this.#length;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > LAST_ASCII || marks[code] === 1) return false;
      bytes[at++] = code;
    }
    this.#length = at;
    return true;
  }

  number(value: number): void {
    if (!(value >= 0 && value < PLAIN_NUMBERS && (value | 0) === value)) {
      this.text(String(value));
      return;
    }
    let digits = 1;
    for (let power = 10; power <= value; power *= 10) digits++;
    this.#room(digits);
    this.#length += digits;
    const bytes = this.#bytes;
    let rest = value | 0;
    for (let at = this.#length - 1, left = digits; left > 0; left--) {
      const tenth = (rest / 10) | 0;
      bytes[at--] = DIGIT_ZERO + rest - tenth * 10;
      rest = tenth;
    }
  }

  #room(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2, PIECE_BYTES + ROW_BYTES));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
