// One row under way: every value is made when it is first read, and kept until the cursor moves on. What checks and conditions are about is drawn
// until they are met, group by group.
import { MAX_CONDITIONED_ATTEMPTS, type Condition } from './conditions.ts';
import { RowFailure } from './errors.ts';
import type { PlannedTable } from './plan.ts';
import type { Cursor, Sampler } from './samplers/sampler.ts';
import type { Check, Value } from './schema.ts';

/** How often a row is drawn again until its checks are met. A check that one row in a hundred meets fails once in 10^13 rows. */
const MAX_ATTEMPTS = 3_000;

/** Thrown where a row meets its checks in none of MAX_ATTEMPTS draws. */
export class CheckUnmet extends RowFailure {
  readonly check: Check;
  /** It reads nothing but keys, which no further draw could help. */
  readonly onKeys: boolean;

  constructor(table: string, row: number, { check, onKeys }: { readonly check: Check; readonly onKeys: boolean }) {
    super(table, '', row, `CHECK (${check.sql}) of table ${table} was met by none of ${MAX_ATTEMPTS} draws of row ${row}; give its fields generators that can meet it`);
    this.check = check;
    this.onKeys = onKeys;
  }
}

/** Thrown where the conditions of a run keep none of MAX_CONDITIONED_ATTEMPTS draws of a row. */
class NoneKept extends RowFailure {
  constructor(table: string, row: number) {
    super(table, '', row, `the conditions on table ${table} kept none of ${MAX_CONDITIONED_ATTEMPTS} draws of row ${row}; widen them`);
  }
}

/** The checks and conditions of a group of fields, ready to be asked. */
export interface Group {
  readonly positions: readonly number[];
  /** Whether any field of it is drawn; else keys alone decide, and what is computed from them. */
  readonly drawn: boolean;
  readonly checks: readonly { readonly check: Check; readonly holds: (row: RowCursor) => boolean }[];
  readonly conditions: readonly { readonly condition: Condition; readonly keeps: (row: RowCursor, attempt: number) => boolean }[];
}

/** What the rows of a table are made by. */
export interface Makers {
  readonly table: PlannedTable;
  /** Places of its fields. */
  readonly positions: ReadonlyMap<string, number>;
  readonly makers: readonly Sampler[];
  readonly groups: readonly Group[];
  /** Which group a field is in, by position; -1: none. */
  readonly groupOf: Int32Array;
}

/** A place in a table, and what is made of the row there. */
export class RowCursor implements Cursor {
  index = -1;
  attempt = 0;
  readonly #table: Makers;
  readonly #values: Value[];
  /** The visit in which each value was made, and each group settled; a visit is one row. */
  readonly #made: Float64Array;
  readonly #settled: Float64Array;
  readonly #attempts: Int32Array;
  #visit = 0;

  constructor(table: Makers) {
    this.#table = table;
    this.#values = new Array<Value>(table.makers.length).fill(null);
    this.#made = new Float64Array(table.makers.length);
    this.#settled = new Float64Array(table.groups.length);
    this.#attempts = new Int32Array(table.groups.length);
  }

  moveTo(index: number): this {
    if (index === this.index) return this;
    this.index = index;
    this.#visit++;
    return this;
  }

  read(field: string): Value {
    const position = this.#table.positions.get(field);
    if (position === undefined) throw new Error(`field ${this.#table.table.name}.${field} is not in the plan`);
    return this.at(position);
  }

  /** The value of the field at a position of the table. */
  at(position: number): Value {
    if (this.#made[position] === this.#visit) return this.#values[position] as Value;
    const group = this.#table.groupOf[position] as number;
    if (group >= 0 && this.#settled[group] !== this.#visit) {
      this.#settle(group);
      return this.at(position);
    }
    const outer = this.attempt;
    this.attempt = group < 0 ? 0 : (this.#attempts[group] as number);
    const value = (this.#table.makers[position] as Sampler)(this);
    this.attempt = outer;
    this.#keep(position, value);
    return value;
  }

  #keep(position: number, value: Value): void {
    this.#values[position] = value;
    this.#made[position] = this.#visit;
  }

  /** The attempt that met the checks of a group. Throws CheckUnmet where none does. */
  attemptOf(group: number): number {
    if (this.#settled[group] !== this.#visit) this.#settle(group);
    return this.#attempts[group] as number;
  }

  all(): Value[] {
    for (let group = 0; group < this.#settled.length; group++) if (this.#settled[group] !== this.#visit) this.#settle(group);
    const { makers, groupOf } = this.#table;
    for (let position = 0; position < makers.length; position++) {
      if (this.#made[position] === this.#visit) continue;
      // What is in no group is made here: at() would look for one again, for every value of every row.
      if (groupOf[position] === -1) this.#keep(position, (makers[position] as Sampler)(this));
      else this.at(position);
    }
    return this.#values.slice();
  }

  /** Draws the fields of a group until their checks hold, and their conditions keep them. */
  #settle(index: number): void {
    const group = this.#table.groups[index] as Group; // the table's own groups
    const attempts = group.conditions.length > 0 ? MAX_CONDITIONED_ATTEMPTS : group.drawn ? MAX_ATTEMPTS : 1;
    this.#settled[index] = this.#visit;
    let unmet: Check | undefined;
    for (let attempt = 0; attempt < attempts; attempt++) {
      unmet = this.#attemptAt(index, attempt);
      if (unmet === undefined && this.#isKept(index)) return;
    }
    this.#settled[index] = 0;
    if (group.conditions.length > 0) throw new NoneKept(this.#table.table.name, this.index);
    throw new CheckUnmet(this.#table.table.name, this.index, { check: unmet as Check, onKeys: !group.drawn }); // no attempt met all
  }

  /** Draws the fields of a settled group anew; a check that they do not meet. */
  #attemptAt(index: number, attempt: number): Check | undefined {
    const { positions, checks } = this.#table.groups[index] as Group; // the table's own groups
    this.#attempts[index] = attempt;
    for (const position of positions) this.#made[position] = 0;
    return checks.find(({ holds }) => !holds(this))?.check;
  }

  #isKept(index: number): boolean {
    const { conditions } = this.#table.groups[index] as Group; // the table's own groups
    return conditions.every(({ keeps }) => keeps(this, this.#attempts[index] as number));
  }

  /** One attempt at the fields of a group, whatever comes of it, as Trials.draw says. */
  draw(index: number, row: number, attempt: number): boolean {
    this.moveTo(row);
    this.#settled[index] = this.#visit;
    return this.#attemptAt(index, attempt) === undefined && this.#isKept(index);
  }
}
