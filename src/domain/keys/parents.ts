// Reads values of parents' rows: what the fields of a foreign key hold, and what CHECKs on them are tried with.
import type { Value } from '../schema.ts';

/** Another table's rows, from which a child takes its key. */
export interface ParentCursor {
  moveTo(index: number): { read(field: string): Value };
}

/**
 * Reads values of parents. To make one the parent may have to read its own parent in the same table, and so on: each such depth has a cursor of
 * its own, since one that moved away in the middle of its row would go on with another's values.
 */
export class ParentReader {
  readonly #make: () => ParentCursor;
  /** Made when first needed: tables may refer to one another in a circle. */
  readonly #cursors: ParentCursor[] = [];
  #depth = 0;

  constructor(make: () => ParentCursor) {
    this.#make = make;
  }

  read(row: number, field: string): Value {
    const cursor = (this.#cursors[this.#depth] ??= this.#make());
    this.#depth++;
    try {
      return cursor.moveTo(row).read(field);
    } finally {
      this.#depth--;
    }
  }
}
