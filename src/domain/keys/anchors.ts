// A foreign key as a link that is drawn, and which of several links that share fields decides over them.
import type { Plan, PlannedTable } from '../plan.ts';
import { DEFAULT_NULL_SHARE, keysOf, type Field, type ForeignKey } from '../schema.ts';

/** A foreign key, and the way its parent is found. */
export interface Link {
  readonly foreignKey: ForeignKey;
  readonly self: boolean;
  /** The fields that are null where the key is: its nullable ones that no other key shares. Empty: never null. */
  readonly masked: readonly string[];
  readonly nullShare: number;
  readonly skew: number;
  /** Drawn freely; or agreeing with another link on the fields that they share. */
  readonly within: Within | null;
  /** A check says that this link and that one, to the same table, never meet: `sender_id <> recipient_id`. */
  readonly distinctFrom: number | null;
  /** A check says that no row is its own parent. */
  readonly apartFromItself: boolean;
  /** Nothing else goes by its draw, so that another parent may be drawn where a check asks for it. */
  readonly loose: boolean;
  /** The fields that may be drawn again: all where the link is loose, else those that may become null or filled without any key's knowing. */
  readonly redrawn: readonly string[];
}

/** Steps from child to parent: the table, and which of its links is taken. */
export type Path = readonly { readonly table: string; readonly link: number }[];

/** From the anchor's parent up to a common ancestor, and from there down to this link's parent. */
export interface Within {
  readonly anchor: number;
  readonly up: Path;
  /** null: there is no common ancestor, and the keys cannot agree. */
  readonly down: Path | null;
}

/** What the links of a table are made from. */
export interface Surroundings {
  readonly plan: Pick<Plan, 'seed' | 'reference'>;
  planned(name: string): PlannedTable;
  /** The links of another table of the plan: a lineage goes through them. */
  links(name: string): readonly Link[];
  /** Most candidates that one sieve may try (sieve.ts). */
  mostTried(): number;
}

/** A link as if it stood alone. */
export function freeLink(table: PlannedTable, foreignKey: ForeignKey): Link {
  const shared = new Set(table.foreignKeys.filter((other) => other !== foreignKey).flatMap((other) => other.fields));
  const keyed = new Set(table.primaryKey);
  const masked = foreignKey.fields.filter((name) => fieldOf(table, name).nullable && !shared.has(name) && !keyed.has(name));
  const reference = fieldOf(table, foreignKey.fields[0] ?? '').generator;
  const own = masked.map((name) => fieldOf(table, name).nullShare);
  const inKeys = new Set(keysOf(table).flat());
  return {
    foreignKey,
    self: foreignKey.table === table.name,
    masked,
    nullShare: masked.length === 0 ? 0 : (own.find((share) => share !== undefined) ?? DEFAULT_NULL_SHARE),
    skew: reference?.kind === 'reference' ? reference.skew : 0,
    within: null,
    distinctFrom: null,
    apartFromItself: false,
    loose: foreignKey.fields.every((name) => !shared.has(name) && !inKeys.has(name)),
    redrawn: masked.some((name) => inKeys.has(name)) ? [] : masked,
  };
}

/** Sets of links that share fields, directly or through others; those of one link are left out. */
export function groupsOf(links: readonly Link[]): readonly (readonly number[])[] {
  const groups: number[][] = [];
  const grouped = new Set<number>();
  links.forEach((_, start) => {
    if (grouped.has(start)) return;
    const group = [start];
    for (const at of group) {
      const fields = new Set(links[at]?.foreignKey.fields);
      links.forEach((other, index) => {
        if (!group.includes(index) && other.foreignKey.fields.some((name) => fields.has(name))) group.push(index);
      });
    }
    for (const index of group) grouped.add(index);
    if (group.length > 1) groups.push(group.sort((a, b) => a - b));
  });
  return groups;
}

/** The links of a group by how much they decide: the first is the anchor, if all goes well. */
export function anchorsOf(table: PlannedTable, links: readonly Link[], group: readonly number[], around: Pick<Surroundings, 'planned'>): readonly number[] {
  const isKey = (link: Link): boolean => keysOf(table).some((key) => key.every((name) => link.foreignKey.fields.includes(name)));
  const isFree = (link: Link): boolean => group.every((other) => links[other] === link || (links[other]?.masked.length ?? 0) > 0);
  const depth = (at: number): number => {
    const link = links[at] as Link; // the group is made of these links
    const { rows } = around.planned(link.foreignKey.table);
    if (rows === 0 && link.masked.length > 0) return -2;
    if (link.self) return -1;
    return isKey(link) && isFree(link) ? Infinity : link.foreignKey.fields.length * 0x1_0000_0000 - rows;
  };
  return group.toSorted((a, b) => depth(b) - depth(a) || a - b);
}

/**
 * Which of a table's foreign keys the value of a field comes from: the anchor of its group where that holds it, else the widest. Of keys that
 * agree each would do; but a key that is sometimes null is no way to follow.
 */
export function decidingKey(table: PlannedTable, field: string, around: Pick<Surroundings, 'planned'>): ForeignKey | undefined {
  const links = table.foreignKeys.map((foreignKey) => freeLink(table, foreignKey));
  const holding = links.filter((link) => link.foreignKey.fields.includes(field));
  if (holding.length < 2) return holding[0]?.foreignKey;
  const group = groupsOf(links).find((indexes) => indexes.some((index) => links[index] === holding[0])) ?? [];
  const anchor = links[anchorsOf(table, links, group, around)[0] ?? -1];
  if (anchor !== undefined && holding.includes(anchor)) return anchor.foreignKey;
  return holding.reduce((best, link) => (link.foreignKey.fields.length > best.foreignKey.fields.length ? link : best)).foreignKey;
}

/** The field of that name; for names that were checked already. */
export function fieldOf(table: PlannedTable, name: string): Field {
  const field = table.fields.find((candidate) => candidate.name === name);
  if (field === undefined) throw new Error(`field ${table.name}.${name} is not in the plan`);
  return field;
}
