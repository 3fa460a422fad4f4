// The foreign keys of a table as they are drawn: which are drawn freely, and which must agree with another because they share fields. What
// a key refers to is drawn, never looked up.
import type { Expression } from '../expression.ts';
import type { PlannedTable } from '../plan.ts';
import type { ForeignKey, Table } from '../schema.ts';
import { anchorsOf, freeLink, groupsOf, type Link, type Surroundings, type Within } from './anchors.ts';
import { meetingPlace } from './lineage.ts';
import { comparisonIn, sameKey } from './pairs.ts';

/** The links of a table, in its order. */
export function shapeLinks(table: PlannedTable, around: Pick<Surroundings, 'planned'>): readonly Link[] {
  const free = table.foreignKeys.map((foreignKey) => freeLink(table, foreignKey));
  const distinct = distinctPairs(table);
  const within = new Map<number, Within>();
  for (const group of groupsOf(free)) for (const [index, found] of agreements(table, free, group, around)) within.set(index, found);
  return free.map((link, index) => {
    const distinctFrom = distinct.get(link.foreignKey.fields.join()) ?? null;
    const apart = distinctFrom !== null || [...distinct.values()].includes(index);
    const loose = link.loose && !apart;
    // Of one parent only one of the two can have it; the one that may not be null does.
    const yields = link.masked.length > 0 && free.some((other) => other.masked.length === 0 && distinct.get(other.foreignKey.fields.join()) === index) && around.planned(link.foreignKey.table).rows === 1;
    return { ...link, ...(yields ? { nullShare: 1 } : {}), apartFromItself: apartFromItself(table, link.foreignKey), within: within.get(index) ?? null, distinctFrom, loose, redrawn: loose ? link.foreignKey.fields : link.redrawn };
  });
}

/**
 * The links of a group from the one that is drawn freely, its anchor, to those that agree with it, and with these. The deepest decides; but one
 * that is a key of the table goes first, where the others may be null: a customer has one row of settings, and perhaps a favourite among his
 * addresses. Where links cannot agree, an anchor is sought with which only such cannot that may be null.
 */
function agreements(table: PlannedTable, links: readonly Link[], group: readonly number[], around: Pick<Surroundings, 'planned'>): ReadonlyMap<number, Within> {
  const orders = anchorsOf(table, links, group, around).map((anchor) => agreeingWith(anchor, links, group, around));
  const kept = orders.find((found) => [...found].every(([index, { down }]) => down !== null || (links[index]?.masked.length ?? 0) > 0));
  return kept ?? orders[0] ?? new Map<number, Within>();
}

function agreeingWith(anchor: number, links: readonly Link[], group: readonly number[], around: Pick<Surroundings, 'planned'>): ReadonlyMap<number, Within> {
  const keyOf = (index: number): ForeignKey => (links[index] as Link).foreignKey; // the group is made of these links
  const found = new Map<number, Within>();
  const agreed = [anchor];
  for (const near of agreed) {
    for (const index of group) {
      if (agreed.includes(index) || found.has(index)) continue;
      // It must agree with all that stand already on what it shares with them: here with one that holds all of it.
      const shared = keyOf(index).fields.filter((name) => agreed.some((other) => keyOf(other).fields.includes(name)));
      if (shared.length === 0 || !shared.every((name) => keyOf(near).fields.includes(name))) continue;
      const meeting = meetingPlace(keyOf(near), keyOf(index), around);
      if (meeting === null) continue;
      found.set(index, { anchor: near, ...meeting });
      agreed.push(index);
    }
  }
  for (const index of group) if (!agreed.includes(index)) found.set(index, { anchor, up: [], down: null });
  return found;
}

/** Links, by their field, that a check keeps apart: the later one of each pair names the earlier. */
function distinctPairs(table: PlannedTable): ReadonlyMap<string, number> {
  const keyOf = (field: string): number => table.foreignKeys.findIndex(({ fields }) => fields.length === 1 && fields[0] === field);
  const pairs = new Map<string, number>();
  for (const { left, right } of differing(table)) {
    const [a, b] = [keyOf(left), keyOf(right)];
    const [one, other] = [table.foreignKeys[Math.min(a, b)], table.foreignKeys[Math.max(a, b)]];
    if (one === undefined || other === undefined || a === b || !sameKey(one, other)) continue;
    pairs.set(other.fields[0] ?? '', Math.min(a, b));
  }
  return pairs;
}

/** Whether a check says that no row is its own parent: `boss_id <> id`. */
export function apartFromItself(table: Pick<Table, 'name' | 'fields' | 'checks'>, { fields, table: parent, references }: ForeignKey): boolean {
  if (parent !== table.name || fields.length !== 1) return false;
  return differing(table).some(({ left, right }) => (left === fields[0] && right === references[0]) || (left === references[0] && right === fields[0]));
}

/** The pairs of fields that a check keeps different, whatever else it asks. */
function differing(table: Pick<Table, 'fields' | 'checks'>): readonly { readonly left: string; readonly right: string }[] {
  return table.checks.flatMap((check) => conjuncts(check.condition)).flatMap((condition) => comparisonIn(condition, table) ?? []).filter(({ operator }) => operator === '<>');
}

function conjuncts(condition: Expression): readonly Expression[] {
  return condition.kind === 'call' && condition.name === 'and' ? condition.args.flatMap(conjuncts) : [condition];
}
