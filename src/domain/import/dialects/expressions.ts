// An expression of another dialect as PostgreSQL writes it, token by token: names are quoted as their table spells them, functions and
// operators get PostgreSQL's names. What has none is left as it is, and refused with its name where the expression is parsed.
import type { OtherDialect } from '../dialects.ts';
import type { FieldType } from '../../schema.ts';
import { quotedIdentifier } from '../../sql-identifiers.ts';
import { Cursor, piecesOf } from './cursor.ts';
import { wordOf } from './statements.ts';
import type { Token } from './tokens.ts';

/** A column as its expressions see it. */
export interface Known {
  /** As it is spelled where it is made. */
  readonly name: string;
  readonly type: FieldType;
}

/** Columns by their names in lower case. */
export type KnownColumns = ReadonlyMap<string, Known>;

/** What stands for a function's name and its opening bracket. */
const CALLS: Readonly<Record<string, string>> = {
  ifnull: 'coalesce(', nvl: 'coalesce(', len: 'length(', datalength: 'octet_length(', lcase: 'lower(', ucase: 'upper(', pow: 'power(', ceiling: 'ceil(', instr: 'strpos(', substring: 'substr(', char: 'chr(',
  year: "date_part('year', ", month: "date_part('month', ", day: "date_part('day', ", dayofmonth: "date_part('day', ", hour: "date_part('hour', ", minute: "date_part('minute', ", second: "date_part('second', ",
  quarter: "date_part('quarter', ",
};
/** Calls that take nothing, or only digits of a second. */
const MOMENTS: Readonly<Record<string, string>> = {
  current_timestamp: 'now()', now: 'now()', localtimestamp: 'now()', localtime: 'now()', utc_timestamp: 'now()', sysdate: 'now()', getdate: 'now()', getutcdate: 'now()', sysdatetime: 'now()', sysutcdatetime: 'now()',
  sysdatetimeoffset: 'now()', curdate: 'current_date', utc_date: 'current_date', current_date: 'current_date', curtime: 'localtime', current_time: 'localtime',
  uuid: 'gen_random_uuid()', newid: 'gen_random_uuid()', newsequentialid: 'gen_random_uuid()',
};
/** Units of DATEADD and the like that have other names in PostgreSQL. */
const UNITS: Readonly<Record<string, string>> = { yy: 'year', yyyy: 'year', mm: 'month', m: 'month', wk: 'week', ww: 'week', dd: 'day', d: 'day', hh: 'hour', mi: 'minute', n: 'minute', ss: 'second', s: 'second' };
/** MySQL's, of a moment and an INTERVAL. */
const SHIFTS: Readonly<Record<string, string>> = { date_add: '+', adddate: '+', date_sub: '-', subdate: '-' };
/** SQLite's, of the text 'now'. */
const SQLITE_MOMENTS: Readonly<Record<string, string>> = { datetime: 'now()', date: 'current_date', time: 'localtime' };
/** Moments that need no brackets. */
const BARE_MOMENTS: ReadonlySet<string> = new Set(['current_timestamp', 'localtimestamp', 'current_date', 'current_time']);
const CAST_TYPES: Readonly<Record<string, string>> = {
  signed: 'bigint', unsigned: 'bigint', int: 'integer', integer: 'integer', bigint: 'bigint', smallint: 'integer', tinyint: 'integer', char: 'text', nchar: 'text', varchar: 'text', nvarchar: 'text', text: 'text', date: 'date',
  datetime: 'timestamp', datetime2: 'timestamp', smalldatetime: 'timestamp', timestamp: 'timestamp', time: 'time', decimal: 'numeric', numeric: 'numeric', money: 'numeric', smallmoney: 'numeric', float: 'float8',
  double: 'float8', real: 'float8', bit: 'boolean', boolean: 'boolean', uniqueidentifier: 'uuid', uuid: 'uuid', json: 'json',
};
const SIGNS: Readonly<Record<string, string>> = { '==': '=', '<=>': ' is not distinct from ', '&&': ' and ' };
const COMPARISONS: ReadonlySet<string> = new Set(['=', '==', '<>', '!=', '<', '>', '<=', '>=']);
const NUMERIC: ReadonlySet<FieldType> = new Set(['INTEGER', 'FLOAT', 'DECIMAL']);

/** A text in quotes, on one line. */
export function literal(text: string): string {
  const plain = text.replaceAll('\0', '').replaceAll("'", "''");
  return /[\n\r\\]/.test(plain) ? `E'${plain.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'` : `'${plain}'`;
}

/** PostgreSQL's text for an expression. */
export function inPostgres(tokens: readonly Token[], columns: KnownColumns, dialect: OtherDialect): string {
  return new Writer(tokens, columns, dialect).write();
}

class Writer {
  readonly #tokens: readonly Token[];
  readonly #columns: KnownColumns;
  readonly #dialect: OtherDialect;

  constructor(tokens: readonly Token[], columns: KnownColumns, dialect: OtherDialect) {
    this.#tokens = tokens;
    this.#columns = columns;
    this.#dialect = dialect;
  }

  write(): string {
    const cursor = new Cursor(this.#tokens);
    const out: string[] = [];
    for (let token = cursor.next(); token !== undefined; token = cursor.next()) out.push(this.#one(token, cursor));
    return out.join(' ');
  }

  #inside(tokens: readonly Token[]): string {
    return inPostgres(tokens, this.#columns, this.#dialect);
  }

  #one(token: Token, cursor: Cursor): string {
    switch (token.kind) {
      case 'text': return literal(token.value);
      case 'bits': return String(Number.parseInt(token.value, 2));
      case 'number': case 'end': case 'batch': return token.value;
      case 'sign': return this.#sign(token, cursor);
      case 'double': return this.#columns.has(token.value.toLowerCase()) || cursor.isSign('.') ? this.#name(token, cursor) : literal(token.value);
      case 'name': case 'word': return this.#name(token, cursor);
      default: return token.kind satisfies never;
    }
  }

  #name(token: Token, cursor: Cursor): string {
    // `table.column`: an expression sees one row only.
    if (cursor.takeSign('.')) {
      const next = cursor.next();
      return next === undefined ? '' : this.#name(next, cursor);
    }
    const name = token.value.toLowerCase();
    if (cursor.isSign('(') && !(name === 'in' || name === 'and' || name === 'or' || name === 'not' || name === 'like' || name === 'then' || name === 'when' || name === 'else' || name === 'between')) return this.#call(name, cursor);
    const column = this.#columns.get(name);
    if (column !== undefined) return column.type === 'BOOLEAN' && this.#isCompared(token) ? `(${quotedIdentifier(column.name)})::integer` : quotedIdentifier(column.name);
    return token.kind === 'word' ? this.#keyword(name, token, cursor) : quotedIdentifier(token.value);
  }

  #keyword(name: string, token: Token, cursor: Cursor): string {
    if (BARE_MOMENTS.has(name)) return MOMENTS[name] ?? name;
    switch (name) {
      case 'collate': cursor.next(); return '';
      case 'regexp': case 'rlike': return '~';
      case 'div': return '/';
      case 'mod': return '%';
      // These servers compare letters of either case alike: what is unlike must be so in both.
      case 'not': return cursor.takeOne('regexp', 'rlike') !== undefined ? '!~' : cursor.take('like') ? 'not ilike' : name;
      case 'interval': {
        const sign = cursor.takeSign('-') ? '-' : '';
        const [count, unit] = [cursor.next(), cursor.next()];
        return `interval ${literal(`${sign}${count?.value ?? ''} ${unit?.value ?? ''}`)}`;
      }
      default: return token.value;
    }
  }

  #call(name: string, cursor: Cursor): string {
    const args = cursor.group() ?? [];
    if (Object.hasOwn(MOMENTS, name)) return MOMENTS[name] ?? '';
    const parts = piecesOf(args);
    if ((name === 'datetime' || name === 'date' || name === 'time') && args.length === 1 && args[0]?.value.toLowerCase() === 'now') return SQLITE_MOMENTS[name] ?? '';
    if ((name === 'if' || name === 'iif') && parts.length === 3) return `(case when ${this.#inside(parts[0] ?? [])} then ${this.#inside(parts[1] ?? [])} else ${this.#inside(parts[2] ?? [])} end)`;
    if (name === 'isnull' && parts.length === 2) return `coalesce(${this.#inside(args)})`;
    if (name === 'charindex' && parts.length === 2) return `strpos(${this.#inside(parts[1] ?? [])}, ${this.#inside(parts[0] ?? [])})`;
    if (name === 'datepart' && parts.length === 2) return `date_part(${literal(unitOf(parts[0]))}, ${this.#inside(parts[1] ?? [])})`;
    if (name === 'dateadd' && parts.length === 3) return `(${this.#inside(parts[2] ?? [])} + (${this.#inside(parts[1] ?? [])}) * interval ${literal(`1 ${unitOf(parts[0])}`)})`;
    if (name === 'datediff' && (parts.length === 2 || unitOf(parts[0]) === 'day')) return this.#days(parts.length === 2 ? parts.toReversed() : parts.slice(1));
    if (name === 'datediff' && parts.length === 3) return `(date_part(${literal(unitOf(parts[0]))}, ${this.#inside(parts[2] ?? [])}) - date_part(${literal(unitOf(parts[0]))}, ${this.#inside(parts[1] ?? [])}))`;
    if (Object.hasOwn(SHIFTS, name) && parts.length === 2 && wordOf(parts[1]?.[0]) === 'interval') return `(${this.#inside(parts[0] ?? [])} ${SHIFTS[name] ?? '+'} ${this.#inside(parts[1] ?? [])})`;
    if (name === 'concat' && this.#dialect === 'MYSQL') return `(${parts.map((part) => this.#inside(part)).join(' || ')})`; // null where one is
    if (name === 'cast') return this.#cast(args);
    if (name === 'convert' && parts.length >= 2) return this.#dialect === 'SQLSERVER' ? castTo(this.#inside(parts[1] ?? []), parts[0]) : castTo(this.#inside(parts[0] ?? []), parts[1]);
    return `${(Object.hasOwn(CALLS, name) ? CALLS[name] : undefined) ?? `${/^[a-z_]\w*$/.test(name) ? name : quotedIdentifier(name)}(`}${this.#inside(args)})`;
  }

  /** From one day to another. */
  #days([from = [], to = []]: readonly (readonly Token[])[]): string {
    return `((${this.#inside(to)})::date - (${this.#inside(from)})::date)`;
  }

  #cast(args: readonly Token[]): string {
    const as = args.findLastIndex((token) => wordOf(token) === 'as');
    return as === -1 ? `cast(${this.#inside(args)})` : castTo(this.#inside(args.slice(0, as)), args.slice(as + 1));
  }

  #sign({ value, start }: Token, cursor: Cursor): string {
    if (value === '||' && this.#dialect === 'MYSQL') return 'or';
    if (value === '/' && this.#dialect === 'MYSQL') return '* 1.0 /'; // of whole numbers, too, it keeps the rest
    if (value === '!') return 'not';
    if (value === '+' && this.#dialect === 'SQLSERVER' && [this.#tokens[this.#tokens.findIndex((token) => token.start === start) - 1], cursor.token].some((token) => this.#isText(token))) return '||';
    return SIGNS[value] ?? value;
  }

  #isText(token: Token | undefined): boolean {
    if (token === undefined) return false;
    const type = token.kind === 'name' || token.kind === 'word' ? this.#columns.get(token.value.toLowerCase())?.type : undefined;
    return token.kind === 'text' || type === 'STRING' || type === 'TEXT';
  }

  /** Whether a truth value stands beside a number, as it may where it is one. */
  #isCompared(token: Token): boolean {
    const at = this.#tokens.indexOf(token);
    const around = [-2, -1, 1, 2, 3].map((offset) => this.#tokens[at + offset]);
    const [twoBefore, before, after, twoAfter, threeAfter] = around;
    const isNumber = (one: Token | undefined): boolean => one?.kind === 'number' || one?.kind === 'bits';
    if (before !== undefined && COMPARISONS.has(before.value) && isNumber(twoBefore)) return true;
    if (after !== undefined && COMPARISONS.has(after.value)) return isNumber(twoAfter) || (twoAfter?.value === '(' && isNumber(threeAfter));
    return (wordOf(after) === 'in' || wordOf(after) === 'between') && (isNumber(twoAfter) || isNumber(threeAfter));
  }
}

function unitOf(part: readonly Token[] | undefined): string {
  const unit = part?.[0]?.value.toLowerCase() ?? '';
  return (Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined) ?? unit;
}

function castTo(value: string, type: readonly Token[] | undefined): string {
  const name = type?.[0]?.value.toLowerCase() ?? '';
  return `cast(${value} as ${CAST_TYPES[name] ?? quotedIdentifier(name)})`;
}

/** The kind of value that an expression makes, as far as its columns tell: for computed columns that name no type. */
export function typeOfExpression(tokens: readonly Token[], columns: KnownColumns): FieldType {
  const mentioned = tokens.flatMap((token) => columns.get(token.value.toLowerCase())?.type ?? []);
  if (tokens.some(({ kind }) => kind === 'text') || mentioned.some((type) => type === 'STRING' || type === 'TEXT')) return 'TEXT';
  const numbers = mentioned.filter((type) => NUMERIC.has(type));
  if (numbers.includes('FLOAT')) return 'FLOAT';
  if (numbers.includes('DECIMAL') || tokens.some(({ kind, value }) => kind === 'number' && value.includes('.')) ) return 'DECIMAL';
  return numbers.length > 0 ? 'INTEGER' : (mentioned[0] ?? 'INTEGER');
}
