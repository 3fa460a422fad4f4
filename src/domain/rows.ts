// Plan in, rows out: makes each table of a plan into functions of the row index. A field that others read is made once per row, when
// it is first read. Pure: any row, in any order, on any machine, gives the same values.
import { RowFailure } from './errors.ts';
import { compileExpression } from './expression.ts';
import { makeFields } from './fields.ts';
import type { Link, Surroundings } from './keys/anchors.ts';
import { drawKeys, type KeyDraws } from './keys/draw.ts';
import { shapeLinks } from './keys/links.ts';
import { shapeKeys, type KeyShape } from './keys/shape.ts';
import { MOST_TRIED, sievesOf } from './keys/sieve.ts';
import type { Plan, PlannedTable } from './plan.ts';
import { redrawGroups } from './redraws.ts';
import type { Cursor, Sampler } from './samplers/sampler.ts';
import type { Check, Value } from './schema.ts';

/** How often a row is drawn again until its checks are met. A check that one row in a hundred meets fails once in 10^13 rows. */
export const MAX_ATTEMPTS = 3_000;

/** The rows of one table. */
export interface TableRows {
  readonly table: PlannedTable;
  /** The values of rows [first, last) in field order, each row an array of its own. Throws RowFailure where a row cannot be made. */
  rows(first: number, last: number): Iterable<readonly Value[]>;
  /** Makes these fields alone of rows [first, last), and hands them over in one array that is used again. */
  visit(fields: readonly string[], { first, last }: { readonly first: number; readonly last: number }, visitor: (values: readonly Value[], row: number) => void): void;
  /** The index of the parent's row behind one of the table's foreign keys; -1 where the key is null. */
  parentOf(foreignKey: number, row: number): number;
  /** Throws CheckUnmet where checks that read nothing but keys, which no further draw could help, are not met in a row. */
  tryKeyChecks(row: number): void;
}

export interface PlanRows {
  table(name: string): TableRows;
  /** What the keys of a table ask, and how many rows they hold. */
  keys(name: string): { readonly shape: KeyShape } & Tightest;
}

interface Tightest {
  readonly capacity: number;
  /** What sets it, in words. */
  readonly limit: string;
  /** The unique key that does, where it takes a walk or a sieve to tell. */
  readonly key: readonly string[] | null;
}

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

/** Makes a plan ready to be drawn from. Tables are made when first asked for; nothing is drawn yet. */
export function compilePlan(plan: Plan): PlanRows {
  return new CompiledPlan(plan);
}

class CompiledPlan implements PlanRows, Surroundings {
  readonly plan: Plan;
  readonly #planned: ReadonlyMap<string, PlannedTable>;
  readonly #links = new Map<string, readonly Link[]>();
  readonly #tables = new Map<string, CompiledTable>();
  #sieves: number | undefined;

  constructor(plan: Plan) {
    this.plan = plan;
    this.#planned = new Map(plan.tables.map((table) => [table.name, table]));
  }

  /** The fields of a table that foreign keys of any table take. */
  referenced(name: string): ReadonlySet<string> {
    return new Set(this.plan.tables.flatMap(({ foreignKeys }) => foreignKeys.flatMap((key) => (key.table === name ? key.references : []))));
  }

  planned(name: string): PlannedTable {
    const table = this.#planned.get(name);
    if (table === undefined) throw new Error(`table ${name} is not in the plan`);
    return table;
  }

  mostTried(): number {
    this.#sieves ??= this.plan.tables.reduce((sum, table) => sum + sievesOf(table), 0);
    return Math.floor(MOST_TRIED / Math.max(1, this.#sieves));
  }

  links(name: string): readonly Link[] {
    return remembered(this.#links, name, () => shapeLinks(this.planned(name), this));
  }

  table(name: string): CompiledTable {
    return remembered(this.#tables, name, () => new CompiledTable(this.planned(name), this));
  }

  keys(name: string): { shape: KeyShape } & Tightest {
    const { shape, draws } = this.table(name);
    const { rows, why, key } = draws.capacity();
    return rows < shape.capacity ? { shape, capacity: rows, limit: why, key } : { shape, capacity: shape.capacity, limit: shape.limit, key: null };
  }
}

function remembered<T>(memory: Map<string, T>, name: string, make: () => T): T {
  const known = memory.get(name);
  if (known !== undefined) return known;
  const made = make();
  memory.set(name, made);
  return made;
}

/** The checks of a group of fields, ready to be asked. */
interface Group {
  readonly positions: readonly number[];
  /** Whether any field of it is drawn; else keys alone decide, and what is computed from them. */
  readonly drawn: boolean;
  readonly conditions: readonly { readonly check: Check; readonly holds: (row: RowCursor) => boolean }[];
}

class CompiledTable implements TableRows {
  readonly table: PlannedTable;
  readonly shape: KeyShape;
  readonly draws: KeyDraws;
  readonly positions: ReadonlyMap<string, number>;
  readonly makers: readonly Sampler[];
  readonly groups: readonly Group[];
  /** Which group a field is in, by position; -1: none. */
  readonly groupOf: Int32Array;
  #reader: RowCursor | undefined;

  constructor(table: PlannedTable, plan: CompiledPlan) {
    const { seed, reference, locale } = plan.plan;
    this.table = table;
    this.positions = new Map(table.fields.map((field, position) => [field.name, position]));
    this.shape = shapeKeys(table, plan);
    this.draws = drawKeys(table, this.shape, seed, { reference, rows: (name) => plan.planned(name).rows, draws: (name) => plan.table(name).draws, cursor: (name) => plan.table(name).cursor(), mostTried: () => plan.mostTried() });
    const { makers, keys, together } = makeFields(table, this.shape, this.draws, { seed, reference, locale }, { cursor: (name) => plan.table(name).cursor(), referenced: plan.referenced(table.name) });
    this.makers = makers;
    this.groups = redrawGroups(table, { keys, together }).map(({ positions, checks }) => ({
      positions,
      drawn: positions.some((position) => table.fields[position]?.computed === undefined),
      conditions: checks.map((check) => {
        const condition = compileExpression(check.condition, { reference });
        return { check, holds: (row: RowCursor) => condition((name) => row.read(name)) !== false };
      }),
    }));
    this.groupOf = new Int32Array(table.fields.length).fill(-1);
    this.groups.forEach((group, index) => group.positions.forEach((position) => (this.groupOf[position] = index)));
  }

  cursor(): RowCursor {
    return new RowCursor(this);
  }

  rows(first: number, last: number): Iterable<readonly Value[]> {
    return {
      [Symbol.iterator]: () => {
        const cursor = this.cursor();
        let index = first;
        // No generator: it would cost each row as much as one of its values.
        return { next: () => (index < last ? { done: false, value: cursor.moveTo(index++).all() } : { done: true, value: undefined }) };
      },
    };
  }

  visit(fields: readonly string[], { first, last }: { readonly first: number; readonly last: number }, visitor: (values: readonly Value[], row: number) => void): void {
    const cursor = this.cursor();
    const values: Value[] = fields.map(() => null);
    for (let row = first; row < last; row++) {
      cursor.moveTo(row);
      for (let at = 0; at < fields.length; at++) values[at] = cursor.read(fields[at] as string);
      visitor(values, row);
    }
  }

  parentOf(foreignKey: number, row: number): number {
    const [redrawn] = this.shape.links[foreignKey]?.redrawn ?? [];
    const group = redrawn === undefined ? -1 : (this.groupOf[this.positions.get(redrawn) ?? -1] ?? -1);
    if (group < 0) return this.draws.parentOf(foreignKey, row);
    this.#reader ??= this.cursor();
    return this.draws.parentOf(foreignKey, row, this.#reader.moveTo(row).attemptOf(group));
  }

  tryKeyChecks(row: number): void {
    this.#reader ??= this.cursor();
    this.#reader.moveTo(row);
    this.groups.forEach(({ drawn }, group) => {
      if (!drawn) this.#reader?.attemptOf(group);
    });
  }
}

/** One row under way: every value is made when first read, and kept until the cursor moves on. */
export class RowCursor implements Cursor {
  index = -1;
  attempt = 0;
  readonly #table: CompiledTable;
  readonly #values: Value[];
  /** The visit in which each value was made, and each group settled; a visit is one row. */
  readonly #made: Float64Array;
  readonly #settled: Float64Array;
  readonly #attempts: Int32Array;
  #visit = 0;

  constructor(table: CompiledTable) {
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

  /** Draws the fields of a group until their checks hold. */
  #settle(index: number): void {
    const group = this.#table.groups[index] as Group; // the table's own groups
    this.#settled[index] = this.#visit;
    let unmet: Check | undefined;
    for (let attempt = 0; attempt < (group.drawn ? MAX_ATTEMPTS : 1); attempt++) {
      this.#attempts[index] = attempt;
      for (const position of group.positions) this.#made[position] = 0;
      unmet = group.conditions.find(({ holds }) => !holds(this))?.check;
      if (unmet === undefined) return;
    }
    this.#settled[index] = 0;
    throw new CheckUnmet(this.#table.table.name, this.index, { check: unmet as Check, onKeys: !group.drawn }); // no attempt met all
  }
}
