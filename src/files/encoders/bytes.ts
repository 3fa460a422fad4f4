// Text on its way to bytes: written value by value into one piece of memory, with no string joined on the way. Joined strings cost more than
// their making: each is made flat to be looked into, and the garbage collector copies those that are still waiting.

/** Bytes of a piece, about: large enough that calls cost nothing, small enough that many fit in memory. */
const PIECE_BYTES = 128 * 1024;
/** Room for the row that is under way when a piece is full. */
const ROW_BYTES = 16 * 1024;
/** Of a UTF-16 unit in UTF-8. */
const MOST_BYTES_PER_UNIT = 3;
/** Numbers below it, either way from 0, are written digit by digit where they have no more than PLACES places; all others as JavaScript writes them. */
const PLAIN_NUMBERS = 1_000_000_000;
const PLACES = 6;
const PER_ONE = 10 ** PLACES;
const MOST_DIGITS = 9;
const [DIGIT_ZERO, MINUS, POINT] = [0x30, 0x2d, 0x2e];
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

  /** Writes what String(value) gives. */
  number(value: number): void {
    if ((value | 0) === value && value >= 0 && value < PLAIN_NUMBERS) {
      this.#room(MOST_DIGITS);
      this.#digits(value | 0, digitsOf(value));
    } else if (!this.#decimal(value)) {
      this.text(String(value));
    }
  }

  /**
   * Writes a decimal; answers false, with nothing written, where it is none of so few places. Two decimals of at most 15 digits are never the same double
   * (its DBL_DIG), so the one that is read as the value is what JavaScript writes: the shortest.
   */
  #decimal(value: number): boolean {
    const size = Math.abs(value);
    if (!(size > 0 && size < PLAIN_NUMBERS)) return false;
    const scaled = Math.round(size * PER_ONE);
    if (scaled / PER_ONE !== size) return false;
    this.#room(1 + MOST_DIGITS + 1 + PLACES);
    if (value < 0) this.#bytes[this.#length++] = MINUS;
    const whole = size | 0;
    this.#digits(whole, digitsOf(whole));
    let rest = (scaled - whole * PER_ONE) | 0;
    if (rest === 0) return true;
    let places = PLACES;
    for (let tenth = (rest / 10) | 0; tenth * 10 === rest; tenth = (rest / 10) | 0) {
      rest = tenth;
      places--;
    }
    this.#bytes[this.#length++] = POINT;
    this.#digits(rest, places);
    return true;
  }

  /** Writes a whole number with so many digits, for which there is room. */
  #digits(value: number, digits: number): void {
    this.#length += digits;
    const bytes = this.#bytes;
    let rest = value;
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

function digitsOf(value: number): number {
  let digits = 1;
  for (let power = 10; power <= value; power *= 10) digits++;
  return digits;
}
