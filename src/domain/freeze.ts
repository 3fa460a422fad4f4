// Freezes a plan: counts are checked against what the keys can hold, checks against what the generators can draw. After this nothing about
// the run is open, and whatever cannot be honoured has been said.
import { demandsOf, settleConditions, unsettled } from './balance.ts';
import type { ConditionOrder } from './conditions.ts';
import { InvalidInput, type InputIssue } from './errors.ts';
import { readConditions, type Wanted } from './import/conditions.ts';
import { withoutNullsThatChildrenNeed } from './keys/needed.ts';
import { loadOrder } from './order.ts';
import { DEFAULT_LOCALE, GENERATORS_VERSION, type Plan, type PlannedTable } from './plan.ts';
import { compilePlan, type PlanRows } from './rows.ts';
import { tableOf, type Check, type DataSchema } from './schema.ts';
import { firstUnmet, tryRows } from './trial.ts';
import { widenKeys } from './widen.ts';
import { localeOf } from './vocabulary/names.ts';

export interface PlanRequest {
  /** Every field has its generator (chooseGenerators). */
  readonly schema: DataSchema;
  /** Rows of every table that rowsPerTable does not name. */
  readonly rows: number;
  readonly rowsPerTable: Readonly<Record<string, number>>;
  readonly seed: number;
  /** The instant that "now" means, ISO 8601 in UTC. */
  readonly reference: string;
  /** Of names that say no other; left out: DEFAULT_LOCALE. */
  readonly locale?: string;
  /** Most rows of all tables together. */
  readonly maxRows: number;
  /** Left out: none. With some, `loadParser` must have been awaited. */
  readonly conditions?: readonly ConditionOrder[];
}

export interface Frozen {
  readonly plan: Plan;
  readonly warnings: readonly string[];
}

/** Throws InvalidInput with paths ['rows'], ['rowsPerTable', table], ['locale'] and from ['conditions', index] on. */
export function freezePlan(request: PlanRequest): Frozen {
  localeOf(request.locale ?? DEFAULT_LOCALE);
  const wanted = readConditions(request.conditions ?? [], request.schema);
  const freezing = new Freezing(request);
  do freezing.settleKeys();
  while (!freezing.settleChecks());
  freezing.settleConditions(wanted);
  return { plan: freezing.plan(), warnings: freezing.warnings };
}

/** A plan whose counts, keys and checks are not settled yet. */
class Freezing {
  readonly warnings: string[] = [];
  readonly #request: PlanRequest;
  readonly #asked: ReadonlyMap<string, number>;
  readonly #order: readonly string[];
  /** Checks that have capped their table once: such a table is not capped again and again. */
  readonly #capping = new Set<Check>();
  #tables: readonly PlannedTable[];
  /** The plan as it now is, ready to be asked. */
  #rows: PlanRows | undefined;

  constructor(request: PlanRequest) {
    this.#request = request;
    this.#asked = askedRows(request);
    this.#order = loadOrder(request.schema.tables).flat();
    this.#tables = withoutNullsThatChildrenNeed(request.schema.tables.map((table) => ({ ...table, rows: this.#asked.get(table.name) ?? request.rows })));
  }

  plan(): Plan {
    const { seed, reference, locale = DEFAULT_LOCALE } = this.#request;
    const tables = this.#tables.map((table) => ({ ...table, fields: table.fields.map(({ chosen: _, ...field }) => field) }));
    return { generators: GENERATORS_VERSION, seed, reference, locale, tables };
  }

  /** Until nothing changes any more: tables in a circle hold no more rows than one that comes later in it, or rely on its keys. */
  settleKeys(): void {
    while (!this.#order.map((name) => this.#settleKeysOf(name)).every(Boolean)) continue;
  }

  /** False where a table was changed. */
  #settleKeysOf(name: string): boolean {
    const table = tableOf({ tables: this.#tables }, name) as PlannedTable; // one of those
    const { shape, ...tightest } = this.#compiled().keys(name);
    const { capacity, limit } = tightest;
    for (const problem of shape.problems) if (!this.warnings.includes(`table ${name}: ${problem}`)) this.warnings.push(`table ${name}: ${problem}`);
    if (shape.unkept.length > 0) {
      this.#replace(withoutKeys(table, shape.unkept));
      return false;
    }
    if (table.rows <= capacity) return true;
    const widened = widenKeys(table, shape, tightest);
    if (widened === null) this.#cap(table, this.#heldFrom(table, capacity), limit);
    else {
      this.#replace(widened.table);
      this.warnings.push(`table ${name}: ${widened.fields.join(', ')} took more values than usual, which hold ${capacity} rows of the ${table.rows} wanted; where that looks wrong, ask for fewer rows or give a generator`);
    }
    return false;
  }

  /** The first count from this one down that the keys hold: fewer rows are drawn otherwise, and their busiest parent may hold fewer still. */
  #heldFrom(table: PlannedTable, rows: number): number {
    this.#replace({ ...table, rows });
    const { capacity } = this.#compiled().keys(table.name);
    return capacity < rows ? this.#heldFrom(table, capacity) : rows;
  }

  /** Refuses a count that names its table or is the only one; lowers any other. */
  #cap(table: PlannedTable, capacity: number, why: string): void {
    const { name, rows } = table;
    const words = `table ${name} can hold ${capacity} rows: ${why}`;
    const path = this.#asked.has(name) ? ['rowsPerTable', name] : ['rows'];
    if (this.#tables.length === 1 || this.#asked.has(name)) throw InvalidInput.at(path, `${words}; got ${rows}. Ask for ${capacity} or fewer, or widen its keys`);
    this.warnings.push(`${words}; capped from ${rows}`);
    this.#replace({ ...table, rows: capacity });
  }

  #compiled(): PlanRows {
    return (this.#rows ??= compilePlan(this.plan()));
  }

  #replace(changed: PlannedTable): void {
    this.#rows = undefined;
    this.#tables = this.#tables.map((table) => (table.name === changed.name ? changed : table));
  }

  /** Leaves out the checks that no draw of the trial rows meets, each said in a warning. False where a table was changed. */
  settleChecks(): boolean {
    let settled = true;
    for (const name of this.#order) {
      for (let unmet = firstUnmet(this.#compiled(), name, this.#order.length); unmet !== null; unmet = firstUnmet(this.#compiled(), name, this.#order.length)) {
        const { check, heldRows } = unmet;
        const table = tableOf({ tables: this.#tables }, unmet.table) as PlannedTable; // one of those
        if (heldRows !== null && !this.#capping.has(check)) {
          this.#capping.add(check);
          this.#cap(table, heldRows, `the keys of later rows do not meet CHECK (${check.sql})`);
          return false;
        }
        this.warnings.push(`table ${table.name}: CHECK (${check.sql}) is not honoured: ${unmet.onKeys ? 'keys are drawn once, and some rows\' do not meet it; such rows do not load into a table that has it, so give its fields generators that always do' : 'its fields\' generators give no row that meets it'}`);
        this.#replace({ ...table, checks: table.checks.filter((one) => one !== check) });
        settled = false;
      }
    }
    return settled;
  }

  /** Last, since a condition changes no key, count or check: which rows of the plan are kept, and how often. */
  settleConditions(wanted: readonly Wanted[]): void {
    const demands = demandsOf(wanted);
    for (const one of wanted) {
      const table = tableOf({ tables: this.#tables }, one.table) as PlannedTable; // one of those
      if (table.rows === 0) continue;
      this.#replace({ ...table, conditions: unsettled(one) });
      const { conditions, warnings } = settleConditions(this.#compiled().table(one.table), one, demands);
      this.#replace({ ...table, conditions });
      this.warnings.push(...warnings);
      InvalidInput.within(one.path, () => tryRows(this.#compiled().table(one.table)));
    }
  }
}

/** The table without keys that its rows will not keep, so that nothing relies on them. */
function withoutKeys(table: PlannedTable, unkept: readonly (readonly string[])[]): PlannedTable {
  const left = new Set(unkept.map((key) => key.join()));
  return { ...table, primaryKey: left.has(table.primaryKey.join()) ? [] : table.primaryKey, uniqueKeys: table.uniqueKeys.filter((key) => !left.has(key.join())) };
}

/** The counts that name their table, once all of them are legal. */
function askedRows(request: PlanRequest): ReadonlyMap<string, number> {
  const issues: InputIssue[] = [];
  const asked = new Map(Object.entries(request.rowsPerTable));
  const names = request.schema.tables.map((table) => table.name);
  checkCount(request.rows, ['rows'], 1, issues);
  for (const [table, rows] of asked) {
    const path = ['rowsPerTable', table];
    if (!names.includes(table)) issues.push({ path, message: `unknown table ${JSON.stringify(table)}: expected one of ${names.slice(0, 50).join(', ')}` });
    checkCount(rows, path, 0, issues);
  }
  const total = names.reduce((sum, name) => sum + (asked.get(name) ?? request.rows), 0);
  if (issues.length === 0 && total > request.maxRows) issues.push({ path: ['rows'], message: `expected at most ${request.maxRows} rows in all tables together, got ${total}: ask for fewer, or raise MAX_ROWS_PER_JOB` });
  if (issues.length > 0) throw new InvalidInput(issues);
  return asked;
}

function checkCount(rows: number, path: readonly string[], least: number, issues: InputIssue[]): void {
  if (!Number.isSafeInteger(rows) || rows < least) issues.push({ path, message: `expected a whole number of rows, ${least} or more, got ${rows}` });
}
