// Draws what shape.ts describes: for every row of a table, the parent's row of each foreign key and the digits of each unique key. All
// by permutations and bucket ranges, so nothing is looked up or remembered, and children can be found from their parent too.
import { PowerBuckets, type Buckets } from '../buckets.ts';
import { RowFailure } from '../errors.ts';
import { Permutation } from '../permutation.ts';
import type { PlannedTable } from '../plan.ts';
import { Stream } from '../random.ts';
import type { Link, Path } from './anchors.ts';
import { climb, descendants, indexedChildren, NO_PARENT, placeIn, type Relations, type Siblings } from './descent.ts';
import { ParentReader, type ParentCursor } from './parents.ts';
import type { KeyShape } from './shape.ts';
import { linkChecks, meeting, probes } from './sieve.ts';
import { AGREEING, UniqueDraw, UNLIMITED, type Held } from './unique.ts';

export { NO_PARENT } from './descent.ts';

/** How often a row looks for parents that agree in tables that are too large for an index, before it gives up. */
const TRIES = 32;

/** The draws of one table. */
export interface KeyDraws extends Relations {
  /** The parent's row behind a link, or NO_PARENT. With an attempt past 0 another draw, of as much as may be drawn again. */
  parentOf(link: number, row: number, attempt?: number): number;
  /**
   * The same before nulls are strewn in: what fields that stay filled where the key is null hold, and what other keys agree with. Where a row
   * has no parent any row stands in for it, so NO_PARENT means that the parent has no rows.
   */
  filledParentOf(link: number, row: number, attempt?: number): number;
  /** The rank of a unique field's value in its space, or -1 past the end of that space (null); undefined: not drawn by a key. */
  rankOf(field: string, row: number): number | undefined;
  /** Most rows, as far as that takes a walk over the parents or a sieve; Infinity where shape.ts says all. */
  capacity(): Held;
}

/** The rest of the plan. */
export interface Relatives {
  readonly reference: string;
  readonly rows: (table: string) => number;
  readonly draws: (table: string) => KeyDraws;
  readonly cursor: (table: string) => ParentCursor;
  /** Most candidates that one sieve may try. */
  readonly mostTried: () => number;
}

/** The parent of a row by one link, and the way back where there is one. */
export interface LinkDraw {
  parentOf(row: number, attempt: number): number;
  /** Where some rows have none: the parent that they would have. */
  filledParentOf?(row: number, attempt: number): number;
  childrenOf?(parent: number): Siblings;
}

/** Makes the draws of a table; of the others only the names are needed until a row is drawn. */
export function drawKeys(table: PlannedTable, shape: KeyShape, seed: number, relatives: Relatives): KeyDraws {
  return new TableDraws(table, shape, seed, relatives);
}

class TableDraws implements KeyDraws {
  readonly #table: PlannedTable;
  readonly #shape: KeyShape;
  readonly #seed: number;
  readonly #relatives: Relatives;
  readonly #keys: readonly UniqueDraw[];
  /** The key that draws a field, and which of its axes the field is. */
  readonly #byField = new Map<string, { readonly key: UniqueDraw; readonly axis: number }>();
  readonly #links: readonly LinkDraw[];
  readonly #indexes = new Map<number, ((parent: number) => Siblings) | null>();
  readonly #eligible = new Map<number, Int32Array | null>();

  constructor(table: PlannedTable, shape: KeyShape, seed: number, relatives: Relatives) {
    this.#table = table;
    this.#shape = shape;
    this.#seed = seed;
    this.#relatives = relatives;
    this.#keys = shape.uniqueKeys.map((key) => new UniqueDraw(table, key, { shape, seed, relatives, eligible: (link) => this.#eligibleFor(link), placeBeside: (link, row) => this.#placeBeside(link, row), mostChildren: (link) => this.#mostChildren(link) }));
    for (const key of this.#keys.toReversed()) for (const { name } of table.fields) if (key.axisOfField(name) >= 0) this.#byField.set(name, { key, axis: key.axisOfField(name) });
    this.#links = shape.links.map((link, index) => {
      const draw = this.#keys.find((key) => key.axisOfLink(index) >= 0)?.linkDraw(index) ?? this.#freeDraw(link, index);
      return masked(table, link, seed, { draw, parents: this.#parentsOf(index), eligible: () => (link.within === null ? this.#eligibleFor(index) : null) });
    });
  }

  parentOf(link: number, row: number, attempt = 0): number {
    return (this.#links[link] as LinkDraw).parentOf(row, attempt); // the shape's links, one draw each
  }

  filledParentOf(link: number, row: number, attempt = 0): number {
    const draw = this.#links[link] as LinkDraw; // as above
    return draw.filledParentOf === undefined ? draw.parentOf(row, attempt) : draw.filledParentOf(row, attempt);
  }

  childrenOf(link: number, parent: number): Siblings | null {
    const draw = this.#links[link];
    if (draw?.childrenOf !== undefined) return draw.childrenOf(parent);
    let index = this.#indexes.get(link);
    if (index === undefined) this.#indexes.set(link, (index = indexedChildren(this.#table.rows, this.#parentsOf(link), (row) => this.filledParentOf(link, row))));
    return index?.(parent) ?? null;
  }

  rankOf(field: string, row: number): number | undefined {
    const drawn = this.#byField.get(field);
    return drawn?.key.digit(drawn.axis, row);
  }

  capacity(): Held {
    // A field that stays filled where the key is null has its value from a parent, too.
    const orphaned = this.#shape.links.some((link, index) => link.within === null && link.masked.length < link.foreignKey.fields.length && this.#eligibleFor(index)?.length === 0);
    const held = this.#keys.map((key) => key.capacity()).reduce((least, one) => (one.rows < least.rows ? one : least), UNLIMITED);
    return orphaned ? { rows: 0, why: AGREEING, key: null } : held;
  }

  #placeBeside(link: number, row: number): { parent: number; place: number } {
    const parent = this.filledParentOf(link, row);
    return { parent, place: parent === NO_PARENT ? NO_PARENT : (this.childrenOf(link, parent)?.placeOf(row) ?? NO_PARENT) };
  }

  #mostChildren(link: number): number {
    let most = 0;
    for (let parent = 0; parent < this.#parentsOf(link); parent++) most = Math.max(most, this.childrenOf(link, parent)?.count ?? 0);
    return most;
  }

  #parentsOf(link: number): number {
    return this.#relatives.rows(this.#shape.links[link]?.foreignKey.table ?? '');
  }

  #freeDraw(link: Link, index: number): LinkDraw {
    if (link.self && link.within === null) return new EarlierRow(this.#table, link, this.#seed);
    if (link.within !== null) return new Agreeing(this.#table, link, { seed: this.#seed, relatives: this.#relatives, anchorOf: (row) => this.filledParentOf(link.within?.anchor ?? 0, row), anchorTable: this.#shape.links[link.within.anchor]?.foreignKey.table ?? '' });
    const apart = link.distinctFrom;
    return new Spread(this.#table, link, {
      seed: this.#seed,
      parents: this.#parentsOf(index),
      eligible: () => this.#eligibleFor(index),
      apartFrom: apart === null ? null : (row) => this.parentOf(apart, row),
    });
  }

  /** The parents of a freely drawn link that its own checks take, and for which every link that must agree with it, and is never null, has rows; null: every parent. */
  #eligibleFor(index: number): Int32Array | null {
    const known = this.#eligible.get(index);
    if (known !== undefined) return known;
    const followers = this.#shape.links.flatMap(({ within, masked: nulls, self }) => (within !== null && within.anchor === index && within.down !== null && within.down.length > 0 && nulls.length === 0 && !self ? [{ up: within.up, down: within.down }] : []));
    const parents = this.#parentsOf(index);
    const hasRows = (parent: number): boolean => followers.every(({ up, down }) => {
      const ancestor = climb(up, parent, this.#relatives);
      return ancestor !== NO_PARENT && (descendants(down, ancestor, this.#relatives)?.count ?? 1) > 0;
    });
    const meets = this.#checkOf(index, parents);
    const found = followers.length === 0 && meets === null ? [] : Array.from({ length: parents }, (_, parent) => parent).filter((parent) => meets?.(parent) !== false && hasRows(parent));
    const eligible = (followers.length === 0 && meets === null) || found.length === parents ? null : Int32Array.from(found);
    this.#eligible.set(index, eligible);
    return eligible;
  }

  /** Whether the checks on a link's fields alone take a parent; null where there are none, or too many parents to look at. */
  #checkOf(index: number, parents: number): ((parent: number) => boolean) | null {
    const link = this.#shape.links[index] as Link; // one of them
    const checks = linkChecks(this.#table, link);
    if (checks.length === 0 || parents > this.#relatives.mostTried()) return null;
    const { fields, references, table } = link.foreignKey;
    const reader = new ParentReader(() => this.#relatives.cursor(table));
    const meets = meeting(checks.map(({ check }) => check), this.#relatives.reference);
    const takes = (parent: number): boolean => meets((name) => reader.read(parent, references[fields.indexOf(name)] ?? ''));
    return checks.every(({ sure }) => sure) && probes(parents).every(takes) ? null : takes;
  }
}

function streamOf(seed: number, table: PlannedTable, link: Link, purpose: string): Stream {
  return Stream.of(seed, table.name, link.foreignKey.fields.join(), purpose);
}

interface Masking {
  readonly draw: LinkDraw;
  readonly parents: number;
  readonly eligible: () => Int32Array | null;
}

/** Null first, and whole. */
function masked(table: PlannedTable, link: Link, seed: number, { draw, parents, eligible }: Masking): LinkDraw {
  if (parents === 0 && link.masked.length > 0) return { parentOf: () => NO_PARENT };
  if (link.nullShare <= 0 && link.within === null) return draw;
  const [nulls, standIns] = [streamOf(seed, table, link, 'null'), streamOf(seed, table, link, 'stand-in')];
  const drawn = (row: number, attempt: number): number => draw.parentOf(row, link.loose ? attempt : 0);
  const parentOf = (row: number, attempt: number): number => (nulls.unit(row, attempt) < link.nullShare ? NO_PARENT : drawn(row, attempt));
  const filledParentOf = (row: number, attempt: number): number => {
    const parent = drawn(row, attempt);
    if (parent !== NO_PARENT || parents === 0) return parent;
    const among = eligible();
    return among === null ? standIns.below(parents, row) : (among[standIns.below(among.length, row)] ?? NO_PARENT);
  };
  return draw.childrenOf === undefined ? { parentOf, filledParentOf } : { parentOf, filledParentOf, childrenOf: (parent) => (draw.childrenOf as NonNullable<LinkDraw['childrenOf']>)(parent) };
}

interface Spreading {
  readonly seed: number;
  readonly parents: number;
  /** Asked when a row is first drawn, since other tables' draws decide. */
  readonly eligible: () => Int32Array | null;
  /** The parent that a row must not have, by another link to the same table. */
  readonly apartFrom: ((row: number) => number) | null;
}

interface Ranges {
  readonly parents: Permutation;
  readonly buckets: Buckets;
  readonly eligible: Int32Array | null;
}

/** Any parent for any row, in skewed shares: children in permuted order fill their parents' ranges. */
class Spread implements LinkDraw {
  readonly #table: PlannedTable;
  readonly #link: Link;
  readonly #order: Spreading;
  readonly #children: Permutation;
  readonly #again: Stream;
  #made: Ranges | undefined;

  constructor(table: PlannedTable, link: Link, order: Spreading) {
    this.#table = table;
    this.#link = link;
    this.#order = order;
    this.#children = new Permutation(Math.max(1, table.rows), streamOf(order.seed, table, link, 'children'));
    this.#again = streamOf(order.seed, table, link, 'again');
  }

  get #ranges(): Ranges {
    if (this.#made !== undefined) return this.#made;
    const { seed, parents, apartFrom } = this.#order;
    const eligible = apartFrom === null ? this.#order.eligible() : null;
    const others = Math.max(1, (eligible?.length ?? parents) - (apartFrom === null ? 0 : 1));
    this.#made = { parents: new Permutation(others, streamOf(seed, this.#table, this.#link, 'parents')), buckets: new PowerBuckets(this.#table.rows, others, this.#link.skew), eligible };
    return this.#made;
  }

  parentOf(row: number, attempt: number): number {
    const { parents, buckets, eligible } = this.#ranges;
    const place = attempt === 0 ? this.#children.at(row) : this.#again.below(this.#children.size, row, attempt);
    const parent = parents.at(buckets.parentAt(place));
    const { apartFrom } = this.#order;
    if (apartFrom === null) return eligible === null ? parent : (eligible[parent] ?? NO_PARENT);
    const avoided = apartFrom(row);
    if (avoided === NO_PARENT || parent < avoided) return parent;
    return parent + 1 < this.#order.parents ? parent + 1 : NO_PARENT; // a parent that is alone is no other's
  }

  childrenOf(parent: number): Siblings {
    const { parents, buckets, eligible } = this.#ranges;
    const place = eligible === null ? parent : placeIn(eligible, parent);
    if (place < 0 || place >= parents.size) return { count: 0, at: () => NO_PARENT, placeOf: () => NO_PARENT };
    const rank = parents.inverse(place);
    const first = buckets.start(rank);
    return { count: buckets.start(rank + 1) - first, at: (child) => this.#children.inverse(first + child), placeOf: (row) => this.#children.at(row) - first };
  }
}

/** A self-reference: an earlier row, so trees have no cycles. The first has none, or itself where it must have one, or the second where that is forbidden. */
class EarlierRow implements LinkDraw {
  readonly #stream: Stream;
  readonly #first: number;

  constructor(table: PlannedTable, link: Link, seed: number) {
    this.#stream = streamOf(seed, table, link, 'earlier');
    this.#first = link.masked.length > 0 ? NO_PARENT : link.apartFromItself && table.rows > 1 ? 1 : 0;
  }

  parentOf(row: number, attempt: number): number {
    if (row === 0) return this.#first;
    return this.#stream.below(row, row, attempt);
  }
}

interface Agreement {
  readonly seed: number;
  readonly relatives: Relatives;
  /** The row that the link must agree with. */
  readonly anchorOf: (row: number) => number;
  readonly anchorTable: string;
}

/** A parent that agrees with the anchor's on the fields that both keys hold: up to the common ancestor, and down again. */
class Agreeing implements LinkDraw {
  readonly #table: PlannedTable;
  readonly #link: Link;
  readonly #stream: Stream;
  readonly #agreement: Agreement;

  constructor(table: PlannedTable, link: Link, agreement: Agreement) {
    this.#table = table;
    this.#link = link;
    this.#stream = streamOf(agreement.seed, table, link, 'agreeing');
    this.#agreement = agreement;
  }

  parentOf(row: number): number {
    const { within } = this.#link;
    const { relatives } = this.#agreement;
    const parent = this.#agreement.anchorOf(row);
    if (within === null || within.down === null || parent === NO_PARENT) return NO_PARENT;
    const ancestor = climb(within.up, parent, relatives);
    if (ancestor === NO_PARENT) return NO_PARENT;
    if (this.#link.self) return this.#sibling(within.down, ancestor, row);
    const found = descend(within.down, ancestor, this.#stream, row, relatives);
    if (found !== NO_PARENT || this.#link.masked.length > 0) return found;
    const keys = this.#link.foreignKey;
    throw new RowFailure(this.#table.name, keys.fields.join(', '), row, `no row of ${keys.table} agrees with the row drawn from ${this.#agreement.anchorTable} on the fields they share; give ${keys.table} more rows`);
  }

  /** A row of the same table with the same ancestor, and before this one in that ancestor's own order. */
  #sibling(down: Path, ancestor: number, row: number): number {
    const step = down[0];
    const siblings = down.length === 1 && step !== undefined ? this.#agreement.relatives.draws(step.table).childrenOf(step.link, ancestor) : null;
    let place = siblings === null ? 0 : siblings.placeOf(row);
    if (siblings === null || place === 0) return this.#link.masked.length > 0 ? NO_PARENT : row;
    place = this.#stream.below(place, row);
    return siblings.at(place);
  }
}

/** A row whose path leads to the ancestor: one of all that do; where the tables are too large to tell, by trying rows. */
function descend(path: Path, ancestor: number, stream: Stream, row: number, relatives: Relatives): number {
  const found = descendants(path, ancestor, relatives);
  if (found !== null) return found.count === 0 ? NO_PARENT : found.at(stream.below(found.count, row));
  const rows = relatives.rows(path[0]?.table ?? '');
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const candidate = stream.below(rows, row, attempt);
    if (climb(path, candidate, relatives) === ancestor) return candidate;
  }
  const start = stream.below(Math.max(1, rows), row, TRIES);
  for (let step = 0; step < Math.min(rows, 0x1_0000); step++) {
    const candidate = (start + step) % rows;
    if (climb(path, candidate, relatives) === ancestor) return candidate;
  }
  return NO_PARENT;
}
