// Reads a column's definition and the constraints on columns and tables, from CREATE TABLE and ALTER TABLE alike. What
// cannot be honoured becomes a warning with its line, table and field.
import type { ColumnDef, Constraint, Node } from 'libpg-query';
import { shortened } from '../../../lib/shortened.ts';
import { InvalidInput } from '../../errors.ts';
import type { Expression } from '../../expression.ts';
import { namesOf, toExpression } from '../expression.ts';
import type { Column, SequenceOptions, StatementContext, TableInProgress } from './catalog.ts';
import { splitName } from './names.ts';
import { readType } from './types.ts';

const UUID_FUNCTIONS: ReadonlySet<string> = new Set(['gen_random_uuid', 'uuid_generate_v1', 'uuid_generate_v1mc', 'uuid_generate_v4', 'uuidv4', 'uuidv7', 'uuid_generate_v7']);
const UUID_LENGTH = 36;
/** Of a condition this much is told. */
const MAX_SHOWN_LENGTH = 120;

/** Adds a column and all that its definition says. */
export function addColumn(context: StatementContext, table: TableInProgress, definition: ColumnDef): void {
  const { catalog, source } = context;
  const type = readType(definition.typeName, catalog);
  const domain = catalog.domainOfType(definition.typeName);
  const column: Column = { name: definition.colname ?? '', line: source.lineAt(definition.location), type, domain, elements: catalog.domainOfElements(definition.typeName), notNull: definition.is_not_null === true || type.serial === true };
  if (type.serial === true) column.identity = { always: false, start: 1, step: 1 };
  if (type.caveat !== undefined) catalog.warn({ message: type.caveat, line: column.line, table: table.name, field: column.name });
  catalog.addColumn(table, column);
  if (domain?.defaultTo !== undefined) setDefault(context, table, column, domain.defaultTo);
  for (const node of definition.constraints ?? []) if ('Constraint' in node) addColumnConstraint(context, table, column, node.Constraint);
}

function addColumnConstraint(context: StatementContext, table: TableInProgress, column: Column, constraint: Constraint): void {
  switch (constraint.contype) {
    case 'CONSTR_NOTNULL': column.notNull = true; return;
    case 'CONSTR_DEFAULT': setDefault(context, table, column, constraint.raw_expr); return;
    case 'CONSTR_IDENTITY': setIdentity(column, constraint); return;
    case 'CONSTR_GENERATED': setComputed(context, table, column, constraint.raw_expr); return;
    case 'CONSTR_PRIMARY': case 'CONSTR_UNIQUE': addConstraint(context, table, { ...constraint, keys: [{ String: { sval: column.name } }] }); return;
    case 'CONSTR_FOREIGN': addConstraint(context, table, { ...constraint, fk_attrs: [{ String: { sval: column.name } }] }); return;
    default: addConstraint(context, table, constraint);
  }
}

export function setIdentity(column: Column, { generated_when: when, options }: Constraint): void {
  column.identity = { always: when === 'a', ...sequenceOptions(options) };
  column.notNull = true;
}

/** START and INCREMENT of a sequence or identity; a falling one begins at -1. */
export function sequenceOptions(options: readonly Node[] | undefined): SequenceOptions {
  const numbers = new Map((options ?? []).flatMap((option) => ('DefElem' in option ? [[option.DefElem.defname ?? '', integerOf(option.DefElem.arg)] as const] : [])));
  const step = numbers.get('increment') ?? 1;
  return { step: step === 0 ? 1 : step, start: numbers.get('start') ?? (step < 0 ? (numbers.get('maxvalue') ?? -1) : (numbers.get('minvalue') ?? 1)) };
}

function integerOf(node: Node | undefined): number | undefined {
  if (node === undefined) return undefined;
  const number = 'Integer' in node ? (node.Integer.ival ?? 0) : 'Float' in node ? Number(node.Float.fval) : Number.NaN;
  return Number.isSafeInteger(number) ? number : undefined;
}

/** A DEFAULT: nextval makes a serial column, a new UUID is what such a field gets anyway, the rest is kept if it can be computed. */
export function setDefault(context: StatementContext, table: TableInProgress, column: Column, node: Node | undefined): void {
  column.defaultTo = undefined;
  if (node === undefined) return;
  const { catalog } = context;
  const called = 'FuncCall' in node ? (namesOf(node.FuncCall.funcname).at(-1) ?? '') : '';
  if (called === 'nextval' && column.type.type === 'INTEGER') {
    column.identity = { always: false, ...(sequenceNamed(context, 'FuncCall' in node ? node.FuncCall.args?.[0] : undefined) ?? { start: 1, step: 1 }) };
    return;
  }
  if (UUID_FUNCTIONS.has(innermostCall(node))) {
    const { type, maxLength = UUID_LENGTH } = column.type;
    if ((type === 'STRING' || type === 'TEXT') && maxLength >= UUID_LENGTH) column.generator = { kind: 'uuid' };
    return;
  }
  const expression = understood(node, (reason) => {
    catalog.warn({ message: `DEFAULT plays no part: ${reason}`, line: column.line, table: table.name, field: column.name });
  });
  if (expression !== undefined) column.defaultTo = expression;
}

/** Under casts, the name of the function that is called. */
function innermostCall(node: Node): string {
  if ('TypeCast' in node && node.TypeCast.arg !== undefined) return innermostCall(node.TypeCast.arg);
  return 'FuncCall' in node ? (namesOf(node.FuncCall.funcname).at(-1) ?? '') : '';
}

function sequenceNamed({ catalog }: StatementContext, node: Node | undefined): SequenceOptions | undefined {
  const arg = node !== undefined && 'TypeCast' in node ? node.TypeCast.arg : node;
  const text = arg !== undefined && 'A_Const' in arg ? (arg.A_Const.sval?.sval ?? '') : '';
  const parts = text.match(/"[^"]*"|[^."]+/g)?.map((part) => part.replace(/^"|"$/g, '')) ?? [];
  return catalog.sequences.get(catalog.qualified(...splitName(parts)));
}

/** GENERATED ALWAYS AS: where it cannot be computed the column is null here, and still left out of INSERTs. */
export function setComputed(context: StatementContext, table: TableInProgress, column: Column, node: Node | undefined): void {
  const expression = node === undefined ? undefined : understood(node, (reason) => {
    context.catalog.warn({ message: `the generated column is left empty: ${reason}`, line: column.line, table: table.name, field: column.name });
  });
  column.computed = expression ?? { kind: 'literal', value: null };
}

/** The expression, or undefined and why not. */
function understood(node: Node, tell: (reason: string) => void): Expression | undefined {
  try {
    return toExpression(node);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    tell(error.issues.map((issue) => issue.message).join('; '));
    return undefined;
  }
}

/** A constraint on a table. */
export function addConstraint(context: StatementContext, table: TableInProgress, constraint: Constraint): void {
  const { catalog, source } = context;
  const line = source.lineAt(constraint.location);
  const name = constraint.conname;
  const keyFields = (): readonly string[] => (constraint.indexname === undefined ? namesOf(constraint.keys) : (catalog.uniqueIndexes.get(constraint.indexname) ?? []));
  switch (constraint.contype) {
    case 'CONSTR_PRIMARY':
      table.primaryKey = { name: name ?? `${table.name.replace(/^.*\./, '')}_pkey`, fields: keyFields(), line };
      return;
    case 'CONSTR_UNIQUE':
      if (constraint.nulls_not_distinct === true) {
        catalog.warn({ message: 'UNIQUE NULLS NOT DISTINCT: nulls are taken as distinct, so several rows may have one', line, table: table.name });
      }
      if (keyFields().length > 0) table.uniqueKeys.push({ name, fields: keyFields(), line });
      return;
    case 'CONSTR_FOREIGN':
      if (constraint.pktable !== undefined) {
        table.foreignKeys.push({ name, fields: namesOf(constraint.fk_attrs), parent: constraint.pktable, references: namesOf(constraint.pk_attrs), matchFull: constraint.fk_matchtype === 'f', line, defaultSchema: catalog.defaultSchema });
      }
      return;
    case 'CONSTR_CHECK': addCheck(context, table, constraint); return;
    case 'CONSTR_EXCLUSION':
      catalog.warn({ message: 'EXCLUDE is not honoured: rows may overlap', line, table: table.name });
      return;
    case 'CONSTR_NOTNULL': {
      const column = table.columns.get(namesOf(constraint.keys)[0] ?? '');
      if (column !== undefined) column.notNull = true;
      return;
    }
    default: // NULL, and when a constraint is looked at (DEFERRABLE ...), change no value
  }
}

function addCheck({ catalog, source }: StatementContext, table: TableInProgress, { raw_expr: node, location = 0, conname: name }: Constraint): void {
  if (node === undefined) return;
  const line = source.lineAt(location);
  const sql = source.conditionAt(location);
  const condition = understood(node, (reason) => {
    catalog.warn({ message: `CHECK (${shownCondition(sql)}) is not honoured: ${reason}`, line, table: table.name });
  });
  if (condition !== undefined) table.checks.push({ name, sql, condition, line });
}

/** A condition on one line, short enough for a message. */
export function shownCondition(sql: string): string {
  return shortened(sql.replace(/\s+/g, ' '), MAX_SHOWN_LENGTH);
}
