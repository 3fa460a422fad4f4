// SQL expressions, read by PostgreSQL's parser, turned into our own tree. Only one plain expression over the columns of one row
// passes: no subquery, aggregate, parameter or unknown function; the refusal names what is not understood.
import type { A_ArrayExpr, A_Expr, BooleanTest, CaseExpr, ColumnRef, FuncCall, Node, SQLValueFunction, TypeCast, TypeName } from 'libpg-query';
import type { InvalidInput } from '../errors.ts';
import { MAX_EXPRESSION_NODES, sizeOf, type Expression } from '../expression.ts';
import { compileRegex } from '../functions/regex.ts';
import { call, refused } from './calls.ts';
import { arrayLiteral, arrayText, constant, intervalCast } from './literals.ts';
import { parseStatement } from './parser.ts';
import { similarToRegex } from './similar.ts';
import { Lines, splitStatements } from './statements.ts';

/** Longest text of one expression. */
export const MAX_EXPRESSION_LENGTH = 20_000;

/**
 * Parses one SQL expression over the fields of a row, such as `price * quantity`. `loadParser` must have been awaited.
 * @throws InvalidInput that says what is not understood.
 */
export function parseExpression(sql: string): Expression {
  if (sql.length > MAX_EXPRESSION_LENGTH) throw refused(`it has ${sql.length} characters, expected at most ${MAX_EXPRESSION_LENGTH}`);
  const prefix = 'SELECT ';
  const script = `${prefix}${sql}\n`;
  const lines = new Lines(script);
  const statements = [...splitStatements(script, lines)];
  const [statement] = statements;
  if (sql.trim() === '' || statement === undefined) throw refused('it is empty; write one SQL expression, such as price * quantity');
  if (statements.length > 1 || statement.end < script.trimEnd().length) throw refused('it holds a semicolon; write one expression without it');
  const { node } = parseStatement(script, lines, statement);
  const target = onlyTarget(node);
  if (target === undefined) throw refused('it is more than one plain expression; write one expression over the fields of the row, without FROM, WHERE or commas');
  return toExpression(target);
}

/** The one value that a bare SELECT gives; undefined where the statement is anything more. */
function onlyTarget(node: Node): Node | undefined {
  if (!('SelectStmt' in node)) return undefined;
  const { targetList, limitOption: _limit, op, ...rest } = node.SelectStmt;
  const [target] = targetList ?? [];
  if (op !== 'SETOP_NONE' || Object.keys(rest).length > 0 || targetList?.length !== 1) return undefined;
  if (target === undefined || !('ResTarget' in target) || target.ResTarget.name !== undefined || target.ResTarget.indirection !== undefined) return undefined;
  return target.ResTarget.val;
}

/**
 * The tree of a parsed expression. `rename` gives a column's name in our schema: what VALUE means in a domain's CHECK.
 * @throws InvalidInput that says what is not understood, or that it is too large.
 */
export function toExpression(node: Node, rename: (column: string) => string = (column) => column): Expression {
  const expression = new Reader(rename).read(node);
  if (sizeOf(expression) > MAX_EXPRESSION_NODES) throw tooLarge();
  return expression;
}

function tooLarge(): InvalidInput {
  return refused(`it has more than ${MAX_EXPRESSION_NODES} parts`);
}

/** The names in a list of String nodes. */
export function namesOf(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []));
}

const NEGATED: Readonly<Record<string, string>> = { '~~': 'like', '!~~': 'not like', '~~*': 'ilike', '!~~*': 'not ilike' };
const TESTS: Readonly<Record<string, string>> = {
  IS_TRUE: 'is true', IS_NOT_TRUE: 'is not true', IS_FALSE: 'is false', IS_NOT_FALSE: 'is not false', IS_UNKNOWN: 'is unknown', IS_NOT_UNKNOWN: 'is not unknown',
};
const CASTS: Readonly<Record<string, string>> = {
  int2: '::smallint', smallint: '::smallint', int4: '::integer', int: '::integer', integer: '::integer', int8: '::bigint', bigint: '::bigint', numeric: '::numeric', decimal: '::numeric',
  float4: '::float', float8: '::float', text: '::text', varchar: '::text', bpchar: '::text', name: '::text', citext: '::text', bool: '::boolean', boolean: '::boolean', date: '::date',
  time: '::time', timetz: '::time', timestamp: '::timestamp', timestamptz: '::timestamp', interval: '::interval', uuid: '::uuid', json: '::json', jsonb: '::json', money: '::numeric',
};
/** The present moment, in SQL's words that are no calls. */
const VALUE_FUNCTIONS: Readonly<Record<string, string>> = {
  SVFOP_CURRENT_DATE: 'current_date', SVFOP_CURRENT_TIME: 'current_time', SVFOP_CURRENT_TIME_N: 'current_time', SVFOP_CURRENT_TIMESTAMP: 'now', SVFOP_CURRENT_TIMESTAMP_N: 'now',
  SVFOP_LOCALTIME: 'localtime', SVFOP_LOCALTIME_N: 'localtime', SVFOP_LOCALTIMESTAMP: 'now', SVFOP_LOCALTIMESTAMP_N: 'now',
};

class Reader {
  readonly #rename: (column: string) => string;
  #nodes = 0;

  constructor(rename: (column: string) => string) {
    this.#rename = rename;
  }

  read(node: Node): Expression {
    // Counted on the way, so that a list of a million values is not read to its end first.
    if (++this.#nodes > MAX_EXPRESSION_NODES) throw tooLarge();
    if ('A_Const' in node) return constant(node.A_Const);
    if ('ColumnRef' in node) return this.#column(node.ColumnRef);
    if ('A_Expr' in node) return this.#operator(node.A_Expr);
    if ('BoolExpr' in node) return call(({ AND_EXPR: 'and', OR_EXPR: 'or', NOT_EXPR: 'not' })[node.BoolExpr.boolop ?? 'AND_EXPR'], ...this.#all(node.BoolExpr.args));
    if ('NullTest' in node) return call(node.NullTest.nulltesttype === 'IS_NULL' ? 'is null' : 'is not null', this.#one(node.NullTest.arg));
    if ('BooleanTest' in node) return this.#booleanTest(node.BooleanTest);
    if ('CaseExpr' in node) return this.#case(node.CaseExpr);
    if ('CoalesceExpr' in node) return call('coalesce', ...this.#all(node.CoalesceExpr.args));
    if ('MinMaxExpr' in node) return call(node.MinMaxExpr.op === 'IS_GREATEST' ? 'greatest' : 'least', ...this.#all(node.MinMaxExpr.args));
    if ('TypeCast' in node) return this.#cast(node.TypeCast);
    if ('FuncCall' in node) return this.#function(node.FuncCall);
    if ('SQLValueFunction' in node) return valueFunction(node.SQLValueFunction);
    if ('CollateClause' in node) return this.#one(node.CollateClause.arg);
    throw refused(nameOfKind(node));
  }

  #one(node: Node | undefined): Expression {
    if (node === undefined) throw refused('a part of it is missing');
    return this.read(node);
  }

  #all(nodes: readonly Node[] | undefined): readonly Expression[] {
    return (nodes ?? []).map((node) => this.read(node));
  }

  /** `t.a` is the column a: an expression sees one row only. */
  #column({ fields }: ColumnRef): Expression {
    const names = namesOf(fields);
    const name = names[names.length - 1];
    if (name === undefined || names.length !== fields?.length) throw refused('* stands for all columns; name one');
    return { kind: 'field', name: this.#rename(name) };
  }

  #booleanTest({ arg, booltesttype }: BooleanTest): Expression {
    return call(TESTS[booltesttype ?? ''] ?? '', this.#one(arg));
  }

  #operator(expression: A_Expr): Expression {
    const name = namesOf(expression.name).at(-1) ?? '';
    switch (expression.kind) {
      case 'AEXPR_OP': return this.#plainOperator(name, expression);
      case 'AEXPR_LIKE': case 'AEXPR_ILIKE': return this.#like(NEGATED[name] ?? name, expression);
      case 'AEXPR_IN': return call(name === '<>' ? 'not in' : 'in', this.#one(expression.lexpr), ...this.#list(expression.rexpr));
      case 'AEXPR_BETWEEN': case 'AEXPR_NOT_BETWEEN': case 'AEXPR_BETWEEN_SYM': case 'AEXPR_NOT_BETWEEN_SYM':
        return call(name.toLowerCase(), this.#one(expression.lexpr), ...this.#list(expression.rexpr));
      case 'AEXPR_DISTINCT': return call('is distinct from', this.#one(expression.lexpr), this.#one(expression.rexpr));
      case 'AEXPR_NOT_DISTINCT': return call('is not distinct from', this.#one(expression.lexpr), this.#one(expression.rexpr));
      case 'AEXPR_NULLIF': return call('nullif', this.#one(expression.lexpr), this.#one(expression.rexpr));
      case 'AEXPR_OP_ANY': case 'AEXPR_OP_ALL': return this.#anyOrAll(name, expression);
      case 'AEXPR_SIMILAR': return this.#similar(name, expression);
      default: throw refused('one of its operators is not known here');
    }
  }

  #plainOperator(name: string, { lexpr, rexpr }: A_Expr): Expression {
    if (name in NEGATED) return call(NEGATED[name] ?? '', this.#one(lexpr), this.#one(rexpr));
    const left = lexpr === undefined ? [] : [this.read(lexpr)];
    const right = this.#one(rexpr);
    if (name.includes('~')) assertRegex(right, { folded: name.endsWith('*') });
    if (lexpr === undefined && name === '-' && right.kind === 'literal' && typeof right.value === 'number') return { kind: 'literal', value: 0 - right.value };
    return call(name === '!=' ? '<>' : name, ...left, right);
  }

  /** `like p escape e` comes as a call of like_escape. */
  #like(name: string, { lexpr, rexpr }: A_Expr): Expression {
    if (rexpr !== undefined && 'FuncCall' in rexpr && namesOf(rexpr.FuncCall.funcname).at(-1) === 'like_escape') {
      return call(name, this.#one(lexpr), ...this.#all(rexpr.FuncCall.args));
    }
    return call(name, this.#one(lexpr), this.#one(rexpr));
  }

  /** `similar to p escape e` comes as a call of similar_to_escape. */
  #similar(name: string, { lexpr, rexpr }: A_Expr): Expression {
    const [pattern, escape] = rexpr !== undefined && 'FuncCall' in rexpr ? this.#all(rexpr.FuncCall.args) : [];
    if (pattern?.kind !== 'literal' || typeof pattern.value !== 'string' || (escape !== undefined && escape.kind !== 'literal')) throw refused('SIMILAR TO is known with a literal pattern only; use LIKE or ~');
    const regex: Expression = { kind: 'literal', value: similarToRegex(pattern.value, escape === undefined ? undefined : String(escape.value ?? '')) };
    assertRegex(regex);
    return call(name, this.#one(lexpr), regex);
  }

  #list(node: Node | undefined): readonly Expression[] {
    if (node === undefined || !('List' in node)) throw refused('a list of values is expected after IN or BETWEEN; a subquery is not known here');
    return this.#all(node.List.items);
  }

  /** `x = ANY (ARRAY[...])`, as dumps write IN, and `x <> ALL (ARRAY[...])`, NOT IN; with other operators a chain of OR or AND. */
  #anyOrAll(name: string, { kind, lexpr, rexpr }: A_Expr): Expression {
    const subject = this.#one(lexpr);
    const items = this.#array(rexpr);
    const any = kind === 'AEXPR_OP_ANY';
    if (items.length > 0 && ((any && name === '=') || (!any && name === '<>'))) return call(any ? 'in' : 'not in', subject, ...items);
    const operator = NEGATED[name] ?? (name === '!=' ? '<>' : name);
    if (items.length === 0) return { kind: 'literal', value: !any };
    return call(any ? 'or' : 'and', ...items.map((item) => call(operator, subject, item)));
  }

  #array(node: Node | undefined): readonly Expression[] {
    if (node !== undefined && 'A_ArrayExpr' in node) return this.#elements(node.A_ArrayExpr);
    if (node !== undefined && 'TypeCast' in node && node.TypeCast.typeName?.arrayBounds !== undefined) {
      const { arg } = node.TypeCast;
      const literal = arg !== undefined && 'A_Const' in arg ? arg.A_Const.sval?.sval : undefined;
      return literal === undefined ? this.#array(arg) : arrayLiteral(literal).map((value) => ({ kind: 'literal', value }));
    }
    throw refused('after ANY or ALL an ARRAY[...] of values is expected');
  }

  #elements({ elements }: A_ArrayExpr): readonly Expression[] {
    return this.#all(elements);
  }

  #case({ arg, args, defresult }: CaseExpr): Expression {
    const subject = arg === undefined ? undefined : this.read(arg);
    const branches = (args ?? []).flatMap((branch) => {
      if (!('CaseWhen' in branch)) return [];
      const when = this.#one(branch.CaseWhen.expr);
      return [{ when: subject === undefined ? when : call('=', subject, when), then: this.#one(branch.CaseWhen.result) }];
    });
    return { kind: 'case', branches, otherwise: defresult === undefined ? { kind: 'literal', value: null } : this.read(defresult) };
  }

  #cast({ arg, typeName }: TypeCast): Expression {
    if (typeName?.arrayBounds !== undefined) return arrayText(arg);
    const inner = this.#one(arg);
    const name = namesOf(typeName?.names).at(-1) ?? '';
    if (typeName === undefined) throw refused('a cast without a type');
    const sizes = (typeName.typmods ?? []).flatMap((mod) => ('A_Const' in mod ? [mod.A_Const.ival?.ival ?? 0] : []));
    if (name === 'interval') return intervalCast(inner, sizes[0]);
    const cast = CASTS[name];
    // A cast to an enum or a domain keeps the text.
    if (cast === undefined) return isUserType(typeName) ? call('::text', inner) : unknownCast(name);
    const sized = cast === '::text' || cast === '::numeric' ? sizes : [];
    return call(cast, inner, ...sized.map((value): Expression => ({ kind: 'literal', value })));
  }

  #function(node: FuncCall): Expression {
    const name = (namesOf(node.funcname).at(-1) ?? '').toLowerCase();
    if (node.agg_star === true || node.agg_distinct === true || node.over !== undefined || node.agg_filter !== undefined || node.agg_order !== undefined || node.func_variadic === true) {
      throw refused(`${name} looks over several rows; an expression sees one row only`);
    }
    const args = this.#all(node.args);
    if (name === 'timezone') return zoned(args);
    if (name.startsWith('regexp_') && args[1] !== undefined) assertRegex(args[1]);
    if (!/^[a-z_]/.test(name)) throw refused(`${name} is not a function that is known here`);
    return call(name, ...args);
  }
}

/** All instants are kept in UTC, so `at time zone 'UTC'` changes nothing; any other zone would. */
function zoned(args: readonly Expression[]): Expression {
  const [zone, value] = args;
  if (value !== undefined && zone?.kind === 'literal' && /^(utc|gmt|z|etc\/utc)$/i.test(String(zone.value))) return call('::timestamp', value);
  throw refused("at time zone is known for 'UTC' only");
}

function isUserType({ names }: TypeName): boolean {
  const all = namesOf(names);
  return all[0] !== 'pg_catalog' && !/^(reg\w+|oid|xml|tsvector|tsquery|inet|cidr|macaddr8?|bytea|bit|varbit|point|line|lseg|box|path|polygon|circle|pg_lsn|\w*range)$/.test(all.at(-1) ?? '');
}

function unknownCast(name: string): never {
  throw refused(`a cast to ${name} is not known here`);
}

function assertRegex(pattern: Expression, { folded } = { folded: false }): void {
  if (pattern.kind === 'literal' && typeof pattern.value === 'string' && compileRegex(pattern.value, { folded }) === null) {
    throw refused(`the regular expression ${pattern.value.slice(0, 80)} is not understood; look-around, back-references and word-edge escapes are not known here`);
  }
}

function valueFunction({ op }: SQLValueFunction): Expression {
  const name = VALUE_FUNCTIONS[op ?? ''];
  if (name === undefined) throw refused('the present user and catalog mean nothing here');
  return call(name);
}

const KINDS: Readonly<Record<string, string>> = {
  SubLink: 'a subquery cannot be used; an expression sees one row only', ParamRef: 'a parameter such as $1 has no value here', RowExpr: 'a row (a, b) is not known here; compare field by field',
  A_ArrayExpr: 'an ARRAY[...] is known only after = ANY', A_Indirection: 'array places and parts of composite values, such as a[1] or (a).b, are not known here',
  GroupingFunc: 'grouping is not known here', NamedArgExpr: 'arguments by name (a => b) are not known here', XmlExpr: 'XML is not known here', SetToDefault: 'DEFAULT has no value here',
};

function nameOfKind(node: Node): string {
  const kind = Object.keys(node)[0] ?? '';
  return KINDS[kind] ?? `${kind.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()} is not known here`;
}
