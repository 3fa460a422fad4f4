// A plan's rows as one SQL script: one transaction, so that a failure on the way leaves the database as it was, in steps that a database takes which
// checks foreign keys at the end of every statement, or, as MySQL and SQLite do, row by row.
import type { Plan, PlannedTable } from '../domain/plan.ts';
import type { SqlDialect } from '../domain/sql-dialects.ts';
import { insertStart, sequenceResets } from './encoders/sql.ts';
import { type DialectRules, rulesOf, tableNameIn } from './encoders/sql-rules.ts';
import type { RowsSection, Section } from './layout.ts';
import { type LoadStep, loadSteps } from './sql-loading.ts';

type TogetherStep = Extract<LoadStep, { kind: 'together' }>;

/** The script, and nothing of tables that have no rows. */
export function sqlSections(plan: Plan, dialect: SqlDialect): readonly Section[] {
  const rules = rulesOf(dialect);
  const byName = new Map(plan.tables.map((table) => [table.name, table]));
  const resets = dialect === 'POSTGRESQL' ? plan.tables.map((table) => sequenceResets(table)).join('') : '';
  return [text(rules.begin), ...loadSteps(plan.tables).flatMap((step) => stepSections(step, byName, dialect)), text(resets + rules.commit)];
}

function stepSections(step: LoadStep, tables: ReadonlyMap<string, PlannedTable>, dialect: SqlDialect): readonly Section[] {
  switch (step.kind) {
    case 'insert': return insertSections(step, tables, rulesOf(dialect));
    case 'update': return [{ kind: 'rows', table: step.table, form: { kind: 'sql-updates', later: step.later, key: step.key }, open: '', close: '' }];
    case 'together': return dialect === 'POSTGRESQL' ? oneStatement(step, tables) : uncheckedMeanwhile(step, tables, dialect);
    default: return step satisfies never;
  }
}

function insertSections({ table, later }: { readonly table: string; readonly later: readonly string[] }, tables: ReadonlyMap<string, PlannedTable>, rules: DialectRules): readonly RowsSection[] {
  const planned = tables.get(table);
  const around = planned?.fields.some(({ identity }) => identity !== undefined) === true ? rules.identityRows(tableNameIn(rules, planned)) : { open: '', close: '' };
  return [{ kind: 'rows', table, form: { kind: 'sql-inserts', later }, ...around }];
}

/**
 * PostgreSQL checks foreign keys when a statement ends, so one statement holds every INSERT. Each is a query of its own in WITH, after one
 * that does nothing: so a table without rows can simply be left out.
 */
function oneStatement(step: TogetherStep, tables: ReadonlyMap<string, PlannedTable>): readonly Section[] {
  const inserts = step.tables.flatMap(({ table, later }, index): readonly Section[] => {
    const planned = tables.get(table);
    if (planned === undefined) return [];
    return [{ kind: 'rows', table, form: { kind: 'sql-values', later }, open: `,\nrows_${index + 1} AS (${insertStart(planned, 'POSTGRESQL')}`, close: '\n)' }];
  });
  return [text('WITH nothing AS (SELECT)'), ...inserts, text('\nSELECT FROM nothing WHERE false;\n')];
}

/** The others put the checks off: SQLite to the end of the transaction; SQL Server until all these rows are there; MySQL, which cannot, does without them for these rows. */
function uncheckedMeanwhile(step: TogetherStep, tables: ReadonlyMap<string, PlannedTable>, dialect: Exclude<SqlDialect, 'POSTGRESQL'>): readonly Section[] {
  const rules = rulesOf(dialect);
  const ofEach = (statement: (table: string) => string): string => step.tables.map(({ table }) => `${statement(tableNameIn(rules, { name: table }))};\n`).join('');
  const inserts = step.tables.flatMap((insert) => insertSections(insert, tables, rules));
  switch (dialect) {
    case 'SQLITE': return [text('PRAGMA defer_foreign_keys = ON;\n'), ...inserts];
    case 'MYSQL': return [text('SET @old_checks = @@SESSION.foreign_key_checks, SESSION foreign_key_checks = 0;\n'), ...inserts, text('SET SESSION foreign_key_checks = @old_checks;\n')];
    case 'SQLSERVER': return [text(ofEach((table) => `ALTER TABLE ${table} NOCHECK CONSTRAINT ALL`)), ...inserts, text(ofEach((table) => `ALTER TABLE ${table} WITH CHECK CHECK CONSTRAINT ALL`))];
    default: return dialect satisfies never;
  }
}

function text(content: string): Section {
  return { kind: 'text', text: content };
}
