// Plan in, rows out: makes each table of a plan into functions of the row index. A field that others read is made once per row, when
// it is first read. Pure: any row, in any order, on any machine, gives the same values.
import { compileCondition, type Condition } from './conditions.ts';
import { RowCursor, type Group, type Makers } from './cursor.ts';
import { compileExpression } from './expression.ts';
import { makeFields } from './fields.ts';
import type { Link, Surroundings } from './keys/anchors.ts';
import { drawKeys, type KeyDraws } from './keys/draw.ts';
import { shapeLinks } from './keys/links.ts';
import { shapeKeys, type KeyShape } from './keys/shape.ts';
import { MOST_TRIED, sievesOf } from './keys/sieve.ts';
import type { Plan, PlannedTable } from './plan.ts';
import { redrawGroups } from './redraws.ts';
import type { Sampler } from './samplers/sampler.ts';
import type { Value } from './schema.ts';
import { SeriesTables } from './series/tables.ts';

/** The rows of one table. */
export interface TableRows {
  readonly table: PlannedTable;
  /** The values of rows [first, last) in field order, each row an array of its own. Throws RowFailure where a row cannot be made. */
  rows(first: number, last: number): Iterable<readonly Value[]>;
  /** Makes these fields alone of rows [first, last), and hands them over in one array that is used again. */
  visit(fields: readonly string[], { first, last }: { readonly first: number; readonly last: number }, visitor: (values: readonly Value[], row: number) => void): void;
  /** The index of the parent's row behind one of the table's foreign keys; -1 where the key is null. */
  parentOf(foreignKey: number, row: number): number;
  /** Draws on trial of the fields that conditions are about, one for every set of conditions that share fields. */
  trials(): readonly Trials[];
  /** Throws CheckUnmet where checks that read nothing but keys, which no further draw could help, are not met in a row. */
  tryKeyChecks(row: number): void;
}

/** Draws of some fields that end with no row. */
export interface Trials {
  readonly conditions: readonly Condition[];
  /** Draws the fields once more, for the table's rows in turn: whether they meet their checks, and their conditions keep them. */
  draw(trial: number): boolean;
  /** A field of the last draw. */
  read(field: string): Value;
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

/** Makes a plan ready to be drawn from. Tables are made when first asked for; nothing is drawn yet. */
export function compilePlan(plan: Plan): PlanRows {
  return plan.series === undefined ? new CompiledPlan(plan) : new SeriesTables(plan, plan.series);
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

class CompiledTable implements TableRows, Makers {
  readonly table: PlannedTable;
  readonly shape: KeyShape;
  readonly draws: KeyDraws;
  readonly positions: ReadonlyMap<string, number>;
  readonly makers: readonly Sampler[];
  readonly groups: readonly Group[];
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
    this.groups = redrawGroups(table, { keys, together }).map(({ positions, checks, conditions }) => ({
      positions,
      drawn: positions.some((position) => table.fields[position]?.computed === undefined),
      checks: checks.map((check) => {
        const condition = compileExpression(check.condition, { reference });
        return { check, holds: (row: RowCursor) => condition((name) => row.read(name)) !== false };
      }),
      conditions: conditions.map((condition) => ({ condition, keeps: compileCondition(condition, { seed, table: table.name, reference }) })),
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

  trials(): readonly Trials[] {
    const { rows } = this.table;
    const cursor = this.cursor();
    return this.groups.flatMap(({ conditions }, group): Trials[] =>
      conditions.length === 0 ? [] : [{ conditions: conditions.map(({ condition }) => condition), draw: (trial) => cursor.draw(group, trial % rows, Math.floor(trial / rows)), read: (field) => cursor.read(field) }]);
  }

  tryKeyChecks(row: number): void {
    this.#reader ??= this.cursor();
    this.#reader.moveTo(row);
    this.groups.forEach(({ drawn }, group) => {
      if (!drawn) this.#reader?.attemptOf(group);
    });
  }
}
