// CHECKs that hold here and there in a key's space: `id % 2 = 0`, `year > 2010 OR quarter > 2`. A key is never drawn again, so what it could hold
// is tried beforehand, once for a plan, and row n takes the n-th value that is let through: still a function of the row's index alone.
import { analyseChecks, type CheckAnalysis, type FieldBounds } from '../checks.ts';
import { compileExpression, fieldsOf, type ReadField } from '../expression.ts';
import { Permutation } from '../permutation.ts';
import { Stream } from '../random.ts';
import { keysOf, type Check, type Field, type Table } from '../schema.ts';
import type { Space } from '../spaces.ts';
import type { Link } from './anchors.ts';

/** Most candidates that all sieves of a plan try together; where these let too few through, the CHECK is not honoured, and the plan says so. */
export const MOST_TRIED = 2 ** 22;
/** From so many on it is seen now and then whether the rest could do. */
const FIRST_TRIED = 2 ** 16;
/** What its bounds promise is only looked into where one of so many candidates fails. */
const PROBED = 1_000;

export interface Sifting {
  /** Enough of them: more than a table has rows are of no use. */
  readonly wanted: number;
  /** Most candidates to try. */
  readonly most: number;
  readonly accepts: (candidate: number) => boolean;
}

/** Which of so many candidates, tried from 0 on, are let through, four bytes each; null where that takes trying more than `most`, or plainly would. */
export function sifted(candidates: number, { wanted, most, accepts }: Sifting): Uint32Array | null {
  const tried = Math.min(candidates, most);
  const found = new Uint32Array(Math.min(wanted, tried));
  let count = 0;
  let candidate = 0;
  for (; count < wanted && candidate < tried; candidate++) {
    const isPower = (candidate & (candidate - 1)) === 0;
    if (isPower && candidate >= FIRST_TRIED && candidates > most && (count * most) / candidate < wanted) return null;
    if (accepts(candidate)) found[count++] = candidate;
  }
  return count < wanted && candidate < candidates ? null : found.subarray(0, count);
}

/** Whether all checks are met by a row of which `read` gives the fields. Null counts as met, as in SQL. */
export function meeting(checks: readonly Check[], reference: string): (read: ReadField) => boolean {
  const conditions = checks.map((check) => compileExpression(check.condition, { reference }));
  return (read) => conditions.every((holds) => holds(read) !== false);
}

/** Kinds whose values allowed.ts cuts to whatever bounds a CHECK sets but a list of values. */
const RANGED: ReadonlySet<string> = new Set(['sequence', 'integer', 'float', 'decimal', 'date', 'time', 'datetime']);

/** The checks on a field alone that its space may hold values against; `sure` where its bounds or its pattern say as much, if its generator goes by them. */
export function ownChecks(table: Pick<Table, 'checks'>, field: Field, { bounds, residual }: CheckAnalysis): readonly { readonly check: Check; readonly sure: boolean }[] {
  const { values, pattern, minLength, maxLength }: FieldBounds = bounds.get(field.name) ?? {};
  const kind = field.generator?.kind ?? '';
  const patterned = field.generator?.kind === 'pattern' && field.generator.regex === pattern;
  const bounded = kind === 'category' || (RANGED.has(kind) && values === undefined && pattern === undefined && minLength === undefined && maxLength === undefined);
  return table.checks.flatMap((check) => {
    const names = fieldsOf(check.condition);
    const sure = patterned || !residual.includes(check);
    return names.size === 1 && names.has(field.name) && !(sure && bounded) ? [{ check, sure }] : [];
  });
}

/** The checks on nothing but fields of a link that is never drawn again; `sure` where they set bounds, which a few of its parents show at once to be kept. */
export function linkChecks(table: Pick<Table, 'fields' | 'checks'>, { foreignKey, loose, self }: Link): readonly { readonly check: Check; readonly sure: boolean }[] {
  if (loose || self) return [];
  const own = table.checks.filter((check) => {
    const names = [...fieldsOf(check.condition)];
    return names.length > 0 && names.every((name) => foreignKey.fields.includes(name));
  });
  const residual = own.length === 0 ? [] : analyseChecks(table).residual;
  return own.map((check) => ({ check, sure: !residual.includes(check) }));
}

/** Whether checks set bounds to single fields only, which a few values show at once to be kept. */
export function areBounds(table: Pick<Table, 'fields' | 'checks'>, checks: readonly Check[]): boolean {
  const { residual } = analyseChecks(table);
  return checks.every((check) => fieldsOf(check.condition).size === 1 && !residual.includes(check));
}

/** Some of so many rows, from the first to the last. */
export function probes(rows: number): readonly number[] {
  const count = Math.min(PROBED, rows);
  return Array.from({ length: count }, (_, at) => Math.floor((at * (rows - 1)) / Math.max(1, count - 1)));
}

/** About how many sieves a table asks for: its checks on nothing but keys that are more than ranges. */
export function sievesOf(table: Table): number {
  if (table.checks.length === 0) return 0;
  const keys = new Set([...keysOf(table).flat(), ...table.foreignKeys.flatMap(({ fields }) => fields), ...table.fields.flatMap(({ name, generator }) => (generator?.kind === 'sequence' ? [name] : []))]);
  const { residual, orders } = analyseChecks(table);
  return orders.length + residual.filter((check) => [...fieldsOf(check.condition)].every((name) => keys.has(name))).length;
}

/** What a space is sifted by. */
export interface FieldSifting {
  readonly checks: ReturnType<typeof ownChecks>;
  readonly seed: number;
  readonly reference: string;
  /** What colours the values: as for Space.at. */
  readonly tag: string;
  readonly wanted: number;
  readonly most: number;
  /** Its values come in their order, as those that are counted do; else strewn over the space. */
  readonly ordered: boolean;
}

/** The values of the space that meet a field's own checks, as many as are wanted; the whole space where that takes trying too many. */
export function siftedSpace(space: Space, { checks, seed, reference, tag, wanted, most, ordered }: FieldSifting): Space {
  if (checks.length === 0 || space.size === 0) return space;
  const meets = meeting(checks.map(({ check }) => check), reference);
  const strewn = new Permutation(space.size, Stream.of(seed, tag, 'sieve'));
  const rankOf = (candidate: number): number => (ordered ? candidate : strewn.at(candidate));
  const accepts = (candidate: number): boolean => {
    const value = space.at(rankOf(candidate), tag);
    return meets(() => value);
  };
  if (checks.every(({ sure }) => sure) && probes(space.size).every(accepts)) return space;
  const found = sifted(space.size, { wanted, most, accepts });
  return found === null ? space : { size: found.length, at: (rank, colour) => space.at(rankOf(found[rank] as number), colour) }; // asked for ranks below the size only
}
