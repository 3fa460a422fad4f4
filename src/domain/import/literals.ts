// Values that are written in SQL expressions: numbers, texts, intervals, arrays.
import type { A_Const, Node } from 'libpg-query';
import { formatInterval, parseInterval } from '../calendar.ts';
import type { Expression } from '../expression.ts';
import { MAX_TEXT_LENGTH } from '../functions/compiled.ts';
import { call, refused } from './calls.ts';

/** What `interval '3' day` keeps of its unit: a bit for each. */
const INTERVAL_UNITS: ReadonlyMap<number, string> = new Map([[2, 'month'], [4, 'year'], [8, 'day'], [1024, 'hour'], [2048, 'minute'], [4096, 'second']]);

/** A value as it is written. Throws InvalidInput where it is too long or too large. */
export function constant(value: A_Const): Expression {
  if (value.isnull === true) return { kind: 'literal', value: null };
  if (value.boolval !== undefined) return { kind: 'literal', value: value.boolval.boolval ?? false };
  if (value.ival !== undefined) return { kind: 'literal', value: value.ival.ival ?? 0 };
  if (value.fval !== undefined) return numeric(value.fval.fval ?? '0');
  if (value.sval !== undefined) return textLiteral(value.sval.sval ?? '');
  throw refused("bit strings, such as b'01', are not known here");
}

function textLiteral(text: string): Expression {
  if (text.length > MAX_TEXT_LENGTH) throw refused(`a text in it has ${text.length} characters, expected at most ${MAX_TEXT_LENGTH}`);
  return { kind: 'literal', value: text };
}

/** 2.50 is numeric with two places, 2.0 is no integer, 99999999999 is one. */
function numeric(digits: string): Expression {
  const value = Number(digits);
  if (!Number.isFinite(value)) throw refused(`the number ${digits.slice(0, 40)} is too large`);
  const literal: Expression = { kind: 'literal', value };
  const point = /^\d*\.(\d*)$/.exec(digits);
  if (point === null) return Number.isSafeInteger(value) && /^\d+$/.test(digits) ? literal : call('::float', literal);
  const places = point[1]?.length ?? 0;
  const shown = String(value).split('.')[1]?.length ?? 0;
  return places === shown && places > 0 ? literal : call('::numeric', literal, { kind: 'literal', value: 1000 }, { kind: 'literal', value: places });
}

/** An interval by its text; `mask`: PostgreSQL's bits of its unit. Throws InvalidInput where it cannot be read. */
export function intervalCast(inner: Expression, mask: number | undefined): Expression {
  const unit = mask === undefined ? undefined : INTERVAL_UNITS.get(mask);
  if (inner.kind !== 'literal' || typeof inner.value !== 'string') return call('::interval', inner);
  const parsed = parseInterval(inner.value, unit);
  if (parsed === null) throw refused(`interval '${inner.value.slice(0, 40)}' is not understood; write it as '1 year 2 months 3 days 04:05:06'`);
  return call('::interval', { kind: 'literal', value: unit === undefined ? inner.value : formatInterval(parsed) });
}

/** The elements of a one-dimensional array literal, `{a,"b c",NULL}`. Throws InvalidInput where it is none. */
export function arrayLiteral(text: string): readonly (string | null)[] {
  const inner = /^\s*\{(.*)\}\s*$/s.exec(text)?.[1];
  if (inner === undefined || inner.length > MAX_TEXT_LENGTH || /^\s*\{/.test(inner)) throw refused('an array literal {a,b} of one dimension is expected');
  if (inner.trim() === '') return [];
  return [...inner.matchAll(/\s*(?:"((?:[^"\\]|\\.)*)"|([^,"]*))\s*(?:,|$)/gs)]
    .slice(0, inner.trimEnd().endsWith(',') ? undefined : -1)
    .map(([, quoted, bare]) => (quoted !== undefined ? quoted.replace(/\\(.)/gs, '$1') : bare?.trim().toLowerCase() === 'null' ? null : (bare ?? '').trim()));
}

/** Arrays are kept as the text of their literals: `'{a,b}'::text[]` is that text. Throws InvalidInput of any other array. */
export function arrayText(arg: Node | undefined): Expression {
  if (arg !== undefined && 'A_Const' in arg && arg.A_Const.sval !== undefined) return textLiteral(arg.A_Const.sval.sval ?? '');
  if (arg !== undefined && 'A_ArrayExpr' in arg && arg.A_ArrayExpr.elements === undefined) return { kind: 'literal', value: '{}' };
  throw refused('arrays are not known here, but for their literals');
}
