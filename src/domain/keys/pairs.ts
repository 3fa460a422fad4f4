// Keys that name two rows of one table (friends, matches, edges) where a CHECK says how the two stand to each other: apart, or in an order, so
// that each pair comes once. Ordered pairs are those of a round robin: a table of firsts by others without gaps, whatever the order is by.
import { simplified, strippedField } from '../checks/terms.ts';
import type { Expression } from '../expression.ts';
import type { Check, ForeignKey, Table } from '../schema.ts';
import type { Link } from './anchors.ts';

/** `apart`: any two that differ. `ordered`: two of which a check wants one before the other. `met`: the checks that need no more care. */
export type Pair =
  | { readonly kind: 'apart'; readonly met: readonly Check[] }
  | { readonly kind: 'ordered'; readonly met: readonly Check[]; readonly check: Check; /** No row with itself. */ readonly strict: boolean };

const COMPARISONS: ReadonlySet<string> = new Set(['<>', '<', '<=', '>', '>=']);

/** How two freely drawn links stand to each other by the table's checks; null: they lead to different things, or any two will do. */
export function pairOf(table: Table, links: readonly Link[], [first, second]: readonly [number, number]): Pair | null {
  const [one, other] = [links[first], links[second]];
  if (one === undefined || other === undefined || one.within !== null || other.within !== null) return null;
  if (!sameKey(one.foreignKey, other.foreignKey)) return null;
  const [a, b] = [one.foreignKey.fields[0], other.foreignKey.fields[0]];
  const operatorOf = ({ condition }: Check): string | null => {
    const found = comparisonIn(condition, table);
    return found !== null && ((found.left === a && found.right === b) || (found.left === b && found.right === a)) ? found.operator : null;
  };
  const differing = table.checks.filter((check) => operatorOf(check) === '<>');
  const orders = table.checks.filter((check) => /^[<>]=?$/.test(operatorOf(check) ?? ''));
  const apart = other.distinctFrom === first || one.distinctFrom === second || orders.some((check) => operatorOf(check)?.length === 1);
  const [check] = orders;
  if (check !== undefined) return { kind: 'ordered', met: [check, ...differing], check, strict: apart };
  return apart ? { kind: 'apart', met: differing } : null;
}

/** Whether two keys of one field each have their value from the same field of the same table, so that equal values mean the same row. */
export function sameKey(one: ForeignKey, other: ForeignKey): boolean {
  return one.fields.length === 1 && other.fields.length === 1 && one.table === other.table && one.references[0] === other.references[0];
}

/** The two fields that a condition compares, and how; null: it does something else. */
export function comparisonIn(condition: Expression, { fields }: Pick<Table, 'fields'>): { readonly operator: string; readonly left: string; readonly right: string } | null {
  const plain = simplified(condition);
  if (plain.kind !== 'call' || !COMPARISONS.has(plain.name)) return null;
  const byName = new Map(fields.map((field) => [field.name, field]));
  const [left, right] = plain.args.map((arg) => strippedField(arg, byName));
  return left === undefined || right === undefined ? null : { operator: plain.name, left, right };
}

/** How many firsts a pair of so many rows has, and how many others each of them. */
export function pairSizes(pair: Pair, rows: number): readonly [firsts: number, others: number] {
  if (pair.kind === 'apart') return [rows, Math.max(0, rows - 1)];
  const players = pair.strict ? rows : rows + 1; // a row with itself is a pair with one more player
  return players % 2 === 1 ? [players, (players - 1) / 2] : [Math.max(0, players - 1), players / 2];
}

/** The two rows of a place: every two once, the smaller index first where they are ordered. */
export function pairAt(pair: Pair, rows: number, [first, other]: readonly [number, number]): readonly [number, number] {
  if (pair.kind === 'apart') return [first, other >= first ? other + 1 : other];
  const [firsts, others] = pairSizes(pair, rows);
  const leaves = (pair.strict ? rows : rows + 1) > firsts && other === others - 1; // of an even number of players the last meets every first
  const met = leaves ? firsts : (first + 1 + other) % firsts;
  return [Math.min(first, met), Math.max(first, met) - (pair.strict ? 0 : 1)];
}
