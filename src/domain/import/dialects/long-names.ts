// Names longer than the 63 bytes that PostgreSQL's parser keeps of one: MySQL's may have 64 characters, SQL Server's 128, SQLite's any number. While a script is
// said in PostgreSQL's words, each goes by a short mark, and what the parser made of the script has the names again.

/** Bytes that PostgreSQL keeps of a name. */
export const MAX_NAME_BYTES = 63;
/** A long name has so many UTF-16 units at least. */
export const SHORTEST_LONG = 21;
/** Characters of private use stand round a mark's number, so that it is no name of a script's own. */
const MARK = /\ue000(\d+)\ue001/g;

/** Whether PostgreSQL would cut a name. */
export function isLong(name: string): boolean {
  return name.length >= SHORTEST_LONG && Buffer.byteLength(name) > MAX_NAME_BYTES;
}

export class LongNames {
  readonly #names: string[] = [];
  /** By the names in lower case, since case does not tell names apart. */
  readonly #marks = new Map<string, string>();

  /** What stands for a name; a short one for itself. */
  marked(name: string): string {
    if (!isLong(name)) return name;
    const known = this.#marks.get(name.toLowerCase());
    if (known !== undefined) return known;
    const mark = `\ue000${this.#names.push(name) - 1}\ue001`;
    this.#marks.set(name.toLowerCase(), mark);
    return mark;
  }

  /** A text with the names that its marks stand for. */
  named(text: string): string {
    return this.#names.length === 0 ? text : text.replace(MARK, (mark, index: string) => this.#names[Number(index)] ?? mark);
  }

  /** The same in every text of plain data. */
  inAll<Data>(data: Data): Data {
    if (this.#names.length === 0) return data;
    return JSON.parse(JSON.stringify(data), (_key, value: unknown) => (typeof value === 'string' ? this.named(value) : value)) as Data; // of the same shape
  }
}
