// One random script, from import to the server's own rows. A warning that names a constraint excuses that constraint alone: it is dropped
// before the load, and all else must hold.
import type pg from 'pg';
import { InvalidInput } from '../../src/domain/errors.ts';
import type { Plan } from '../../src/domain/plan.ts';
import type { Constraint, Script, ScriptTable } from './ddl-scripts.ts';
import { countOf, jsonDifferences, loadSql, orphansIn, prepare, type Prepared } from './loading.ts';

export interface Trial {
  /** What went wrong, as one line each; empty: nothing. */
  readonly faults: readonly string[];
  /** The plan, where there is one: the service may refuse a script or its counts, with a reason. */
  readonly plan?: Plan;
  readonly refused?: string;
  readonly excused: number;
  /** Tables with a generated column that the import leaves empty, with a warning. */
  readonly uncomputed?: ReadonlySet<string>;
}

/** Thrown where PostgreSQL does not take the script itself: the script is at fault, not we. */
export class BadScript extends Error {
  override readonly name = 'BadScript';
}

/** Makes an empty database of the script, fills it, and looks. */
export async function tryScript(client: pg.Client, script: Script, order: { readonly rows: number; readonly seed: number }): Promise<Trial> {
  await client.query("DROP SCHEMA IF EXISTS public, sales, twin CASCADE; CREATE SCHEMA public; SET TimeZone = 'UTC'");
  try {
    await client.query(script.text);
  } catch (error) {
    throw new BadScript(`${String(error)}\n${script.text}`, { cause: error });
  }
  let prepared: Prepared;
  try {
    prepared = await prepare(script.text, order);
  } catch (error) {
    if (!(error instanceof InvalidInput)) return { faults: [`prepare: ${String(error)}`], excused: 0 };
    return { faults: [], refused: error.message, excused: 0 };
  }
  const excused = excusedBy(prepared, script);
  const { plan } = prepared;
  try {
    for (const statement of excused.statements) await client.query(statement);
    await loadSql(client, plan);
    return { faults: await faultsOf(client, plan, excused.uncomputed), plan, excused: excused.statements.length, uncomputed: excused.uncomputed };
  } catch (error) {
    const { detail = '', table = '', constraint = '' } = error as { detail?: string; table?: string; constraint?: string };
    return { faults: [`load: ${String(error)} ${detail} ${table} ${constraint}`.trim()], plan, excused: excused.statements.length };
  }
}

async function faultsOf(client: pg.Client, plan: Plan, uncomputed: ReadonlySet<string>): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const table of plan.tables) {
    const count = await countOf(client, table);
    if (count !== table.rows) faults.push(`count: ${table.name} has ${count} rows, planned ${table.rows}`);
  }
  faults.push(...(await orphansIn(client)).map((orphan) => `orphans: ${orphan}`));
  // Columns that could not be computed, which the import said, differ of course.
  faults.push(...(await jsonDifferences(client, plan, uncomputed)).map((difference) => `value: ${difference}`));
  return faults;
}

interface Excused {
  readonly statements: readonly string[];
  /** Tables with a generated column that is left empty. */
  readonly uncomputed: ReadonlySet<string>;
}

function excusedBy({ importWarnings, planWarnings }: Prepared, script: Script): Excused {
  const statements = new Set<string>();
  const uncomputed = new Set<string>();
  const drop = (table: ScriptTable, matches: (constraint: Constraint) => boolean): boolean => {
    const found = table.constraints.filter(matches);
    for (const { name } of found) statements.add(`ALTER TABLE ${table.sql} DROP CONSTRAINT IF EXISTS ${name} CASCADE`);
    return found.length > 0;
  };
  const check = (table: ScriptTable, message: string): void => {
    const found = drop(table, ({ condition }) => condition !== undefined && message.includes(`CHECK (${condition})`));
    if (found) return;
    for (const { type } of table.columns) if (type.domain !== undefined) statements.add(`ALTER DOMAIN ${type.domain} DROP CONSTRAINT IF EXISTS ${type.domain.replace(/^.*\./, '')}_check`);
  };
  for (const { message, table: name } of importWarnings) {
    const table = script.tables.find((one) => one.name === name);
    if (table === undefined) continue;
    if (message.startsWith('the generated column is left empty')) uncomputed.add(table.name);
    if (message.startsWith('CHECK (')) check(table, message);
  }
  for (const warning of planWarnings) {
    const table = script.tables.find((one) => warning.startsWith(`table ${one.name}: `));
    if (table === undefined) continue;
    if (warning.includes(': CHECK (')) check(table, warning);
    drop(table, ({ fields, definition }) => fields.length > 0 && !definition.startsWith('FOREIGN') && isSameSet(fields, /the unique key \((.*?)\) (?:shares|cannot)/.exec(warning)?.[1]));
    drop(table, ({ fields, definition }) => definition.startsWith('FOREIGN') && /foreign keys .* share fields/.test(warning) && warning.includes(`(${fields.join(', ')})`));
  }
  return { statements: [...statements], uncomputed };
}

/** Two keys of the same columns are one to us. */
function isSameSet(fields: readonly string[], listed: string | undefined): boolean {
  return listed !== undefined && fields.toSorted().join(', ') === listed.split(', ').toSorted().join(', ');
}
