// What the keys of a table ask of its rows, before a row is drawn: which foreign keys are drawn freely, which must agree because
// they share fields, and of which parts ("axes") each unique key is made. Says how many rows the keys can hold.
import { analyseChecks, type CheckAnalysis } from '../checks.ts';
import { fieldsOf } from '../expression.ts';
import type { GeneratorOf } from '../generator.ts';
import type { PlannedTable } from '../plan.ts';
import { chosenValues, valueKey } from '../samplers/categories.ts';
import { keysOf, type Check, type Field } from '../schema.ts';
import { colourOf, type Space } from '../spaces.ts';
import { allowedSpace, boundsBesideDrawn } from './allowed.ts';
import { fieldOf, type Link, type Surroundings } from './anchors.ts';
import { MOST_INDEXED } from './descent.ts';
import { pairOf, pairSizes, type Pair } from './pairs.ts';
import { ownChecks, siftedSpace } from './sieve.ts';

/** One independent part of a unique key. `ordinal`: a number counted within its parent (line 1, 2, 3). */
export type Axis =
  | { readonly kind: 'link'; readonly link: number; readonly size: number }
  | { readonly kind: 'field'; readonly field: string; readonly size: number; readonly space: Space; readonly ordinal: boolean };

export interface UniqueKey {
  readonly fields: readonly string[];
  readonly axes: readonly Axis[];
  /** How the first two axes, links to the same table, stand to each other. */
  readonly pair: Pair | null;
  /** A link that something else draws: the axes only tell the children of each of its parents apart. */
  readonly beside: number | null;
  /** The checks that the axes meet together, by a sieve (sieve.ts). */
  readonly checks: readonly Check[];
  /** Most rows that the axes tell apart, whatever else limits them. */
  readonly size: number;
}

/** How many rows the axes of a key tell apart; of one beside a link: for each parent. */
export function roomOf({ axes, pair }: Pick<UniqueKey, 'axes' | 'pair'>): number {
  const sizes = [...(pair === null ? [] : pairSizes(pair, axes[0]?.size ?? 0)), ...axes.slice(pair === null ? 0 : 2).map((axis) => axis.size)];
  return Math.min(sizes.reduce((product, size) => product * size, 1), Number.MAX_SAFE_INTEGER);
}

/** Whether a key has its rows in ranges by the parents of this link, so that each one's children are found and counted at once. */
export function inRanges({ axes: [first, second], pair, beside, checks }: UniqueKey, link: number): boolean {
  return first?.kind === 'link' && first.link === link && second !== undefined && beside === null && checks.length === 0 && pair?.kind !== 'ordered';
}

export interface KeyShape {
  /** Rows of the table. */
  readonly rows: number;
  readonly links: readonly Link[];
  readonly uniqueKeys: readonly UniqueKey[];
  /** Fields without a finite space that are unique by the row's index in their text. */
  readonly tagged: ReadonlySet<string>;
  /** The values, in their order, of sequences that CHECKs have gaps in. */
  readonly gapped: ReadonlyMap<string, Space>;
  /** Most rows that the keys hold. */
  readonly capacity: number;
  /** What sets the capacity, in words; empty where nothing does. */
  readonly limit: string;
  /** Keys that cannot be kept, in words. */
  readonly problems: readonly string[];
  /** The unique keys among them: none may rely on these. */
  readonly unkept: readonly (readonly string[])[];
}

/** All that the keys of a table ask, for its present count of rows. */
export function shapeKeys(table: PlannedTable, around: Surroundings): KeyShape {
  const links = around.links(table.name);
  const shaper = new UniqueShaper(table, links, around);
  const problems = links.flatMap((link) => linkProblems(table, link, around));
  for (const fields of shaper.inOrder(keysOf(table))) shaper.add(fields);
  shaper.limitSequences();
  const orphaned = parentless(table, links, around) ?? partnerless(links, around);
  return {
    rows: table.rows,
    links,
    uniqueKeys: shaper.keys,
    tagged: shaper.tagged,
    gapped: shaper.gapped,
    capacity: orphaned === null ? shaper.capacity : 0,
    limit: orphaned ?? shaper.limit,
    problems: [...problems, ...shaper.problems],
    unkept: shaper.unkept,
  };
}

function linkProblems(table: PlannedTable, link: Link, around: Surroundings): string[] {
  if (link.within === null || link.within.down !== null) return [];
  const anchor = around.links(table.name)[link.within.anchor];
  const names = `(${link.foreignKey.fields.join(', ')}) and (${anchor?.foreignKey.fields.join(', ')})`;
  const outcome = link.masked.length > 0 ? `${link.masked.join(', ')} is left null` : 'the former refers to rows that may not be there';
  return [`foreign keys ${names} share fields, but their parents have no common ancestor that would make them agree: ${outcome}`];
}

/** Why a table can have no row for want of a parent; null: it can. */
function parentless(table: PlannedTable, links: readonly Link[], around: Surroundings): string | null {
  const wanting = table.rows === 0 ? undefined : links.find((link) => !link.self && link.masked.length === 0 && around.planned(link.foreignKey.table).rows === 0);
  return wanting === undefined ? null : `table ${wanting.foreignKey.table}, which it refers to, has no rows`;
}

/** The same for want of a second parent, where a check keeps two that are never null apart. */
function partnerless(links: readonly Link[], around: Surroundings): string | null {
  for (const link of links) {
    const other = link.distinctFrom === null ? undefined : links[link.distinctFrom];
    if (other === undefined || link.self || link.masked.length > 0 || other.masked.length > 0 || around.planned(link.foreignKey.table).rows > 1) continue;
    return `a CHECK keeps ${other.foreignKey.fields.join()} and ${link.foreignKey.fields.join()} apart, and table ${link.foreignKey.table} has one row`;
  }
  return null;
}

/** Takes the unique keys one by one, and gives each field and link to the first that needs it. */
class UniqueShaper {
  readonly keys: UniqueKey[] = [];
  readonly tagged = new Set<string>();
  readonly gapped = new Map<string, Space>();
  readonly problems: string[] = [];
  readonly unkept: (readonly string[])[] = [];
  capacity = Infinity;
  limit = '';
  readonly #checks: CheckAnalysis;
  readonly #table: PlannedTable;
  readonly #links: readonly Link[];
  readonly #around: Surroundings;
  readonly #linked: ReadonlySet<string>;
  readonly #spaces = new Map<string, Space | null>();

  constructor(table: PlannedTable, links: readonly Link[], around: Surroundings) {
    this.#table = table;
    this.#checks = analyseChecks(table);
    this.#links = links;
    this.#around = around;
    this.#linked = new Set(links.flatMap((link) => link.foreignKey.fields));
  }

  /** The narrow ones first: where one column is unique, so is every key that holds it. But a number counts beside its reference when other keys have drawn that. */
  inOrder(keys: readonly (readonly string[])[]): readonly (readonly string[])[] {
    const counts = (key: readonly string[]): boolean => this.#linkAxes(key).length === 1 && key.some((name) => !this.#linked.has(name)) && !keys.some((other) => other.length > key.length && key.every((name) => other.includes(name)));
    return keys.toSorted((a, b) => Number(counts(a)) - Number(counts(b)) || a.length - b.length);
  }

  add(fields: readonly string[]): void {
    if (this.#holds(fields)) return;
    const plain = fields.filter((name) => !this.#linked.has(name));
    const spaceless = plain.filter((name) => this.#space(name) === null);
    const text = spaceless.find((name) => ['STRING', 'TEXT'].includes(fieldOf(this.#table, name).type));
    if (text !== undefined) {
      this.tagged.add(text);
      return;
    }
    if (spaceless.length > 0) {
      this.#leave(fields, `the unique key (${fields.join(', ')}) cannot be kept: the values of ${spaceless.join(', ')} cannot be counted; give it a range, a pattern, a category or a sequence`);
      return;
    }
    const axes = [...this.#linkAxes(fields), ...this.#fieldAxes(plain)];
    const free = axes.filter((axis) => !this.#taken(axis));
    const beside = this.#besideOf(axes);
    const alone = this.#alone(axes, free);
    if (beside?.inRanges === true) this.#keep(fields, beside.axes, beside.link);
    else if (alone !== undefined) this.#keep(fields, [alone]);
    else if (beside !== null && this.#table.rows <= MOST_INDEXED) this.#keep(fields, beside.axes, beside.link);
    else if (axes.length > 0 && free.length === axes.length && this.#agree(axes)) this.#keep(fields, axes);
    else this.#leave(fields, `the unique key (${fields.join(', ')}) shares fields with another key and cannot be kept unique`);
  }

  /** The axis that holds all rows without the others, where no check ties it to them. */
  #alone(axes: readonly Axis[], free: readonly Axis[]): Axis | undefined {
    if (free.length === axes.length && this.#tying(axes, null).length > 0) return undefined;
    const roomy = free.filter((axis) => axis.size >= this.#table.rows);
    return roomy.find((axis) => axis.kind === 'field' && !axis.ordinal) ?? (free.length < axes.length ? roomy.find((axis) => this.#agree([axis])) : undefined);
  }

  /**
   * A link of the key that is drawn elsewhere, as a tree's is, and the axes that tell its parents' children apart. `inRanges`: the key that draws it
   * has its rows in ranges by that link, or can have: then each parent's children are counted without a look at the others.
   */
  #besideOf(axes: readonly Axis[]): { readonly link: number; readonly axes: readonly Axis[]; readonly inRanges: boolean } | null {
    const elsewhere = (axis: Axis): boolean => this.#taken(axis) || !this.#agree([axis]) || (axis.kind === 'link' && this.#links[axis.link]?.self === true);
    const rest = axes.filter((axis) => !elsewhere(axis));
    const targets = rest.flatMap((axis) => (axis.kind === 'link' ? [axis.link] : []));
    const hosts = axes.flatMap((axis) => (axis.kind === 'link' && elsewhere(axis) && !this.#leadsTo(axis.link, targets) ? [axis.link] : []));
    const [found] = hosts;
    if (rest.length === 0 || found === undefined || rest.some((axis) => this.#isFollowed(axis))) return null;
    const ranged = hosts.find((link) => this.#ranges(link));
    const [only] = rest;
    const counted = rest.length === 1 && only?.kind === 'field' && fieldOf(this.#table, only.field).type === 'INTEGER';
    return { link: ranged ?? found, axes: counted ? [{ ...only, ordinal: true }] : rest, inRanges: ranged !== undefined };
  }

  /** Whether the draw of a link follows that of another: because it agrees with it, or counts beside it. */
  #leadsTo(link: number, targets: readonly number[]): boolean {
    if (targets.includes(link)) return true;
    const within = this.#links[link]?.within ?? null;
    const beside = this.#keyOf(link)?.beside ?? null;
    return (within !== null && this.#leadsTo(within.anchor, targets)) || (beside !== null && this.#leadsTo(beside, targets));
  }

  #keyOf(link: number): UniqueKey | undefined {
    return this.keys.find((key) => key.axes.some((axis) => axis.kind === 'link' && axis.link === link));
  }

  /** Has the key of a link its rows in ranges by the link's parents? Where nothing speaks against it, it is made so. */
  #ranges(link: number): boolean {
    const key = this.#keyOf(link);
    const [first] = key?.axes ?? [];
    if (key === undefined || first === undefined || inRanges(key, link)) return key !== undefined;
    const isLink = (axis: Axis): boolean => axis.kind === 'link' && axis.link === link;
    const axes = [...key.axes.filter(isLink), ...key.axes.filter((axis) => !isLink(axis))];
    const turned = { ...key, axes };
    const kept = first.kind === 'link' && (this.keys.some(({ beside }) => beside === first.link) || this.#isFollowed(first)); // others go by these ranges
    if (kept || !inRanges(turned, link) || !axes.every((axis) => this.#agree([axis])) || this.#tying(axes, key.pair).length > 0 || (key.pair !== null && axes[1] !== first)) return false;
    this.keys[this.keys.indexOf(key)] = turned;
    return true;
  }

  /** Whether each link among the axes is drawn freely, or agrees with the first of them: what agrees with another link is decided elsewhere. */
  #agree(axes: readonly Axis[]): boolean {
    const [first] = axes;
    return axes.every((axis) => {
      if (axis.kind === 'field') return true;
      const within = this.#links[axis.link]?.within ?? null;
      return within === null || (axis !== first && first?.kind === 'link' && within.anchor === first.link);
    });
  }

  #leave(fields: readonly string[], problem: string): void {
    this.problems.push(problem);
    this.unkept.push(fields);
  }

  /** Unique already, because a part of it is. */
  #holds(fields: readonly string[]): boolean {
    if (fields.some((name) => this.tagged.has(name) || this.#uniqueByNature(name))) return true;
    return this.keys.some((key) => {
      const held = [...key.axes.flatMap((axis) => this.#axisFields(axis)), ...(key.beside === null ? [] : (this.#links[key.beside]?.foreignKey.fields ?? []))];
      return held.every((name) => fields.includes(name));
    });
  }

  #uniqueByNature(name: string): boolean {
    if (this.#linked.has(name)) return false;
    const field = fieldOf(this.#table, name);
    const { generator } = field;
    if (generator?.kind === 'subcategory') return tellsApart(generator, field) && keysOf(this.#table).some((key) => key.length === 1 && key[0] === generator.field);
    return generator?.kind === 'sequence' || (generator?.kind === 'uuid' && ownChecks(this.#table, field, this.#checks).length === 0);
  }

  #axisFields(axis: Axis): readonly string[] {
    return axis.kind === 'field' ? [axis.field] : (this.#links[axis.link]?.foreignKey.fields ?? []);
  }

  #taken(axis: Axis): boolean {
    const fields = this.#axisFields(axis);
    return this.keys.some((key) => key.axes.some((other) => this.#axisFields(other).some((name) => fields.includes(name))));
  }

  #keep(fields: readonly string[], axes: readonly Axis[], beside: number | null = null): void {
    const [first, second] = axes;
    const free = beside === null && axes.every((axis) => this.#agree([axis]));
    const pair = free && first?.kind === 'link' && second?.kind === 'link' ? pairOf(this.#table, this.#links, [first.link, second.link]) : null;
    const parents = beside === null ? 1 : this.#rowsBehind(this.#links[beside] as Link); // a link of the table
    const size = Math.min(parents * roomOf({ axes, pair }), Number.MAX_SAFE_INTEGER);
    this.keys.push({ fields, axes, pair, beside, checks: beside === null ? this.#tying(axes, pair) : [], size });
    const only = axes.length === 1 && beside === null ? axes[0] : undefined;
    if (only !== undefined && this.#mayBeNull(only, fields)) return; // the rows past its values are null
    this.#cap(size, `no more distinct values of (${fields.join(', ')})`);
  }

  /** The checks that read several of the axes, or one that no sieve of its own goes over: neither a field's own, nor the first link's, nor the pair's. */
  #tying(axes: readonly Axis[], pair: Pair | null): readonly Check[] {
    if (axes.length < 2) return [];
    const held = new Set(axes.flatMap((axis) => this.#axisFields(axis)));
    const [first] = axes;
    return this.#table.checks.filter((check) => {
      const names = [...fieldsOf(check.condition)];
      if (names.length === 0 || !names.every((name) => held.has(name)) || pair?.met.includes(check) === true) return false;
      if (first?.kind === 'link' && pair?.kind !== 'ordered' && names.every((name) => this.#axisFields(first).includes(name))) return false;
      return names.length > 1 || this.#linked.has(names[0] ?? '');
    });
  }

  /** A sequence counts on by row, in a key or not: past the end of what its field and the CHECKs on it hold there is no row. */
  limitSequences(): void {
    for (const field of this.#table.fields) {
      const { name, generator, computed, type } = field;
      if (generator?.kind !== 'sequence' || computed !== undefined || this.#linked.has(name)) continue;
      const space = this.#space(name);
      if (space === null) continue;
      if (ownChecks(this.#table, field, this.#checks).length > 0) this.gapped.set(name, space);
      this.#cap(space.size, `the sequence of ${name} then leaves what its type, ${type}, and the CHECKs on it hold`);
    }
  }

  #cap(rows: number, limit: string): void {
    if (rows >= this.capacity) return;
    this.capacity = rows;
    this.limit = limit;
  }

  /** Whether a row without a value of the axis has a null in the key. */
  #mayBeNull(axis: Axis, key: readonly string[]): boolean {
    return axis.kind === 'link' ? key.some((name) => this.#links[axis.link]?.masked.includes(name)) : fieldOf(this.#table, axis.field).nullable && !this.#table.primaryKey.includes(axis.field);
  }

  /** Links that are drawn freely come first: the others are drawn among what agrees with them. Of these the ones that others follow: of the first axis only parents are drawn for which those have rows. */
  #linkAxes(fields: readonly string[]): Axis[] {
    const isFree = (axis: Axis): boolean => axis.kind === 'link' && this.#links[axis.link]?.within === null;
    const axes = this.#links.flatMap((link, index): Axis[] => {
      const within = link.within;
      const decided = within !== null && within.down !== null && within.down.length === 0; // its parent follows from the anchor's
      if (decided || !this.#decides(link, fields)) return [];
      return [{ kind: 'link', link: index, size: this.#rowsBehind(link) }];
    });
    const order = (axis: Axis): number => (isFree(axis) ? (this.#isFollowed(axis) ? 0 : 1) : 2);
    return axes.toSorted((a, b) => order(a) - order(b));
  }

  /** Whether the parents of other links must agree with this one's. */
  #isFollowed(axis: Axis): boolean {
    return axis.kind === 'link' && this.#links.some(({ within }) => within?.anchor === axis.link);
  }

  #rowsBehind(link: Link): number {
    return link.self ? this.#table.rows : this.#around.planned(link.foreignKey.table).rows;
  }

  /** Do these fields tell the link's parent? They do if the parent's fields behind them hold one of its keys. */
  #decides(link: Link, fields: readonly string[]): boolean {
    const behind = new Set(link.foreignKey.references.filter((_, at) => fields.includes(link.foreignKey.fields[at] ?? '')));
    return keysOf(this.#around.planned(link.foreignKey.table)).some((key) => key.every((name) => behind.has(name)));
  }

  #fieldAxes(plain: readonly string[]): Axis[] {
    return plain.map((name) => {
      const field = fieldOf(this.#table, name);
      const space = this.#space(name) as Space; // `add` turned to tags where there is none
      const ordinal = field.type === 'INTEGER' && plain.length === 1 && this.#table.primaryKey.includes(name) && this.#table.primaryKey.length > 1;
      return { kind: 'field', field: name, size: space.size, space, ordinal };
    });
  }

  #space(name: string): Space | null {
    const known = this.#spaces.get(name);
    if (known !== undefined) return known;
    const space = this.#spaceOf(fieldOf(this.#table, name));
    this.#spaces.set(name, space);
    return space;
  }

  #spaceOf(field: Field): Space | null {
    const { generator, name, type } = field;
    const bounds = boundsBesideDrawn(this.#table, field, this.#checks);
    const whole = generator === undefined ? null : allowedSpace(generator, field, bounds);
    const checks = ownChecks(this.#table, field, this.#checks);
    if (whole === null || checks.length === 0) return whole;
    const { plan } = this.#around;
    const ordered = generator?.kind === 'sequence' || (type === 'INTEGER' && keysOf(this.#table).some((key) => key.length > 1 && key.includes(name)));
    return siftedSpace(whole, { checks, ...plan, tag: colourOf(plan.seed, this.#table.name, name), wanted: this.#table.rows, most: this.#around.mostTried(), ordered });
  }
}

/** One value for each of the other field's, all of them different: a name for each code. */
function tellsApart({ groups }: GeneratorOf<'subcategory'>, field: Field): boolean {
  const values = groups.map((group) => chosenValues(group.values, field).map(({ value }) => valueKey(value)));
  return values.every(({ length }) => length === 1) && new Set(values.flat()).size === values.length;
}
