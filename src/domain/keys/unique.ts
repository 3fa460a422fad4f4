// The digits of one unique key, one an axis, no two rows alike. One axis: a permutation of its space. With a link as the first axis rows
// are cut into ranges per parent (counts skewed, capped by what the other axes hold beside that parent), and the place inside the range,
// permuted anew for each parent, gives the other digits. Without: a permutation of the product. A key beside a link that is drawn elsewhere has
// its digits from the row's place among its siblings; one with CHECKs is drawn for all that it could hold, and of that a sieve takes what meets them.
import { CountedBuckets, PowerBuckets, type Buckets } from '../buckets.ts';
import type { ReadField } from '../expression.ts';
import { Permutation } from '../permutation.ts';
import type { PlannedTable } from '../plan.ts';
import { Stream } from '../random.ts';
import { colourOf } from '../spaces.ts';
import type { Link } from './anchors.ts';
import { inRanges, roomOf, type Axis, type UniqueKey } from './axes.ts';
import { climb, descendants, NO_PARENT, type Children, type Siblings } from './descent.ts';
import type { LinkDraw, Relatives } from './draw.ts';
import { pairAt, pairSizes } from './pairs.ts';
import { ParentReader } from './parents.ts';
import type { KeyShape } from './shape.ts';
import { areBounds, meeting, probes, sifted } from './sieve.ts';

/** What limits a table whose own keys hold more rows. */
export const AGREEING = 'no more rows of the tables that its foreign keys refer to agree on the fields that these share, or meet the CHECKs on them';

/** How many rows something holds, and why no more. */
export interface Held {
  readonly rows: number;
  readonly why: string;
  /** The unique key that it is. */
  readonly key: readonly string[] | null;
}

export const UNLIMITED: Held = { rows: Infinity, why: '', key: null };

export interface UniqueSurroundings {
  readonly shape: KeyShape;
  readonly seed: number;
  readonly relatives: Relatives;
  /** The parents of a link for which all that must agree with it has rows, and that its own checks take; null: every one. */
  eligible(link: number): Int32Array | null;
  /** A row's parent by a link, and its place among that one's children; -1: none. */
  placeBeside(link: number, row: number): { readonly parent: number; readonly place: number };
  /** Most children that a parent has by a link. */
  mostChildren(link: number): number;
}

/** A draw of all that a key could hold, and the rows of it that meet its checks. */
interface Sieve {
  readonly draw: UniqueDraw;
  readonly found: Uint32Array;
}

export class UniqueDraw {
  readonly #table: PlannedTable;
  readonly #key: UniqueKey;
  readonly #around: UniqueSurroundings;
  readonly #rows: Permutation;
  /** Of the first axis, or of the firsts of pairs. */
  readonly #first: Permutation;
  readonly #rest: Permutation;
  readonly #restStream: Stream;
  /** How many values each axis behind the first has beside a value of the first. */
  readonly #otherSizes: readonly number[];
  /** The first axis is a link. */
  readonly #major: boolean;
  /** Some other axis is a link that must agree with the first. */
  readonly #agreeing: boolean;
  /** Most rows of one value of the first axis: what the others hold, and what any key beside it holds. */
  readonly #cap: number;
  #sieve: Sieve | null | undefined;
  #reading: ((digits: readonly number[]) => ReadField) | undefined;
  #ordering: ((read: ReadField) => boolean) | undefined;
  #eligibleRows: Permutation | undefined;
  #buckets: Buckets | null = null;
  #lastRow = -1;
  #digits: number[] = [];

  constructor(table: PlannedTable, key: UniqueKey, around: UniqueSurroundings) {
    const stream = (purpose: string): Stream => Stream.of(around.seed, table.name, key.fields.join(), 'unique', purpose);
    const sizes = key.axes.map((axis) => axis.size);
    if (key.pair !== null && !key.couples) sizes.splice(0, 2, ...pairSizes(key.pair, sizes[0] ?? 0));
    const [first = 1, ...others] = key.beside === null ? sizes : [1, ...sizes];
    const rest = others.reduce((product, size) => product * size, 1);
    this.#otherSizes = others;
    this.#table = table;
    this.#key = key;
    this.#around = around;
    this.#major = key.axes.length > 1 && !key.couples && key.beside === null && key.axes[0]?.kind === 'link';
    this.#agreeing = this.#major && key.axes.slice(1).some((axis) => axis.kind === 'link' && around.shape.links[axis.link]?.within !== null);
    const domain = this.#major ? table.rows : Math.max(table.rows, key.couples ? roomOf(key) : Math.min(Number.MAX_SAFE_INTEGER, first * Math.max(1, rest)));
    this.#rows = new Permutation(Math.max(1, domain), stream('rows'));
    this.#first = new Permutation(Math.max(1, first), stream('first'));
    this.#restStream = stream('rest');
    this.#rest = new Permutation(Math.max(1, Math.min(rest, Number.MAX_SAFE_INTEGER)), this.#restStream);
    this.#cap = Math.min(this.#rest.size, ...around.shape.uniqueKeys.flatMap((other) => (other.beside !== null && inRanges({ ...key, checks: [] }, other.beside) ? [roomOf(other)] : [])));
  }

  axisOfLink(link: number): number {
    return this.#key.axes.findIndex((axis) => axis.kind === 'link' && axis.link === link);
  }

  axisOfField(field: string): number {
    return this.#key.axes.findIndex((axis) => axis.kind === 'field' && axis.field === field);
  }

  linkDraw(link: number): LinkDraw {
    const axis = this.axisOfLink(link);
    const parentOf = (row: number): number => this.digit(axis, row);
    const { self, masked } = this.#around.shape.links[link] as Link; // one of the key's own axes
    const opens = this.#key.fields.some((name) => masked.includes(name)); // a null frees the first row from the key
    if (self && this.#key.axes.length === 1) return { parentOf: (row) => (opens ? row - 1 : row) }; // a chain; or each its own
    return inRanges(this.#key, link) ? { parentOf, childrenOf: (parent) => this.#children(parent) } : { parentOf };
  }

  digit(axis: number, row: number): number {
    if (row !== this.#lastRow) {
      this.#digits = this.#draw(row);
      this.#lastRow = row;
    }
    return this.#digits[axis] ?? -1;
  }

  #children(parent: number): Siblings {
    const rank = this.#first.inverse(parent);
    const first = this.#ranges().start(rank);
    return { count: this.#ranges().start(rank + 1) - first, at: (place) => this.#rows.inverse(first + place), placeOf: (row) => this.#rows.at(row) - first };
  }

  #draw(row: number): number[] {
    const { axes, beside, couples, pair } = this.#key;
    if (beside !== null) return this.#besideDigits(beside, row);
    if (axes.length === 1) return [this.#single(row)];
    const sieve = this.#sieved();
    if (sieve !== null) return row < sieve.found.length ? sieve.draw.#draw(sieve.found[row] as number) : axes.map(() => NO_PARENT);
    const position = this.#rows.at(row);
    if (couples) return this.#coupled(position);
    if (!this.#major) return split(position, axes.map((axis) => axis.size));
    const ranges = this.#ranges();
    const rank = ranges.parentAt(position);
    const first = this.#first.at(rank);
    const place = position - ranges.start(rank);
    // Past what the key holds: a row that another table looks at before this one's count is settled.
    if (place >= this.#cap || position >= ranges.start(this.#first.size)) return axes.map(() => NO_PARENT);
    if (this.#agreeing) return [first, ...this.#agreeingDigits(first, place)];
    const others = this.#others(first, place);
    if (pair === null) return [first, ...others];
    const [low, high] = this.#paired(first, others[0] ?? 0);
    others[0] = high;
    return [low, ...others];
  }

  /** The two rows of a place, in the order that a check wants. */
  #paired(first: number, other: number): readonly [number, number] {
    const pair = this.#key.pair as NonNullable<UniqueKey['pair']>; // asked of pairs only
    return this.#ordered(pairAt(pair, this.#key.axes[0]?.size ?? 0, [first, other]));
  }

  /** Those who stand side by side in a permutation: all of them round a circle, or two and two where there is an order. */
  #coupled(position: number): number[] {
    const { axes, pair } = this.#key;
    if (position >= roomOf(this.#key)) return axes.map(() => NO_PARENT);
    const at = pair?.kind === 'ordered' ? 2 * position : position;
    return [...this.#ordered([this.#first.at(at), this.#first.at((at + 1) % this.#first.size)])];
  }

  #ordered([one, other]: readonly [number, number]): readonly [number, number] {
    const { pair } = this.#key;
    if (pair?.kind !== 'ordered') return [one, other];
    this.#ordering ??= meeting([pair.check], this.#around.relatives.reference);
    return this.#ordering(this.#read([one, other])) ? [one, other] : [other, one];
  }

  #besideDigits(link: number, row: number): number[] {
    const { parent, place } = this.#around.placeBeside(link, row);
    return place < 0 || place >= this.#rest.size ? this.#key.axes.map(() => NO_PARENT) : this.#others(parent, place);
  }

  /** What the key could hold, drawn whole, and what of it the checks let through; null where there are none, or too much would have to be tried. */
  #sieved(): Sieve | null {
    if (this.#sieve !== undefined) return this.#sieve;
    this.#sieve = null;
    const { checks } = this.#key;
    if (checks.length === 0) return null;
    const { reference, mostTried } = this.#around.relatives;
    const candidates = this.#held();
    const draw = new UniqueDraw({ ...this.#table, rows: Math.min(candidates, mostTried()) }, { ...this.#key, checks: [] }, this.#around);
    const meets = meeting(checks, reference);
    const accepts = (candidate: number): boolean => meets(this.#read(draw.#draw(candidate)));
    if (areBounds(this.#table, checks) && probes(Math.min(candidates, mostTried())).every(accepts)) return null;
    const found = sifted(candidates, { wanted: this.#table.rows, most: mostTried(), accepts });
    if (found !== null) this.#sieve = { draw, found };
    return this.#sieve;
  }

  /** How many rows the axes hold, whatever the checks. */
  #held(): number {
    if (this.#key.couples) return roomOf(this.#key);
    return this.#caps()?.reduce((sum, cap) => sum + cap, 0) ?? Math.min(Number.MAX_SAFE_INTEGER, this.#key.axes.some(({ size }) => size === 0) ? 0 : this.#first.size * this.#cap);
  }

  /** The fields of a row of these digits. */
  #read(digits: readonly number[]): ReadField {
    this.#reading ??= this.#reader();
    return this.#reading(digits);
  }

  #reader(): (digits: readonly number[]) => ReadField {
    const { seed, shape, relatives } = this.#around;
    const sources = new Map<string, (digits: readonly number[]) => ReturnType<ReadField>>();
    this.#key.axes.forEach((axis, at) => {
      if (axis.kind === 'field') {
        const colour = colourOf(seed, this.#table.name, axis.field);
        sources.set(axis.field, (digits) => axis.space.at(digits[at] ?? 0, colour));
        return;
      }
      const { fields, references, table } = (shape.links[axis.link] as Link).foreignKey; // one of the key's own axes
      const parents = new ParentReader(() => relatives.cursor(table));
      fields.forEach((name, position) => {
        if (!sources.has(name)) sources.set(name, (digits) => parents.read(digits[at] ?? 0, references[position] ?? ''));
      });
    });
    return (digits) => (name) => sources.get(name)?.(digits) ?? null;
  }

  #single(row: number): number {
    const [axis] = this.#key.axes;
    const eligible = axis?.kind === 'link' ? this.#around.eligible(axis.link) : null;
    if (eligible === null) {
      const position = this.#rows.at(row);
      return position < (axis?.size ?? 0) ? position : -1;
    }
    this.#eligibleRows ??= new Permutation(Math.max(1, this.#table.rows, eligible.length), this.#restStream);
    return eligible[this.#eligibleRows.at(row)] ?? -1;
  }

  #others(parent: number, place: number): number[] {
    const last = this.#key.axes.at(-1);
    if (this.#otherSizes.length === 1 && last?.kind === 'field' && last.ordinal) return [place];
    return split(this.#rest.at(place, parent + 1), this.#otherSizes);
  }

  #agreeingDigits(parent: number, place: number): number[] {
    const relations = this.#key.axes.slice(1).map((axis) => this.#relation(axis, parent));
    const sizes = relations.map((relation) => relation.count);
    const room = sizes.reduce((product, size) => product * size, 1);
    const digits = split(new Permutation(Math.max(1, room), this.#restStream).at(place, parent + 1), sizes);
    return digits.map((digit, index) => relations[index]?.at(digit) ?? NO_PARENT);
  }

  #ranges(): Buckets {
    if (this.#buckets !== null) return this.#buckets;
    const [first] = this.#key.axes;
    const skew = first?.kind === 'link' ? (this.#around.shape.links[first.link]?.skew ?? 0) : 0;
    const caps = this.#caps();
    this.#buckets = caps === null ? new PowerBuckets(this.#table.rows, this.#first.size, skew, this.#cap) : new CountedBuckets(Math.min(this.#table.rows, caps.reduce((sum, cap) => sum + cap, 0)), this.#first.size, { capOf: (rank) => caps[this.#first.at(rank)] ?? 0, skew });
    return this.#buckets;
  }

  /** Most rows of each parent of the first axis; null: all alike. */
  #caps(): Float64Array | null {
    const [first] = this.#key.axes;
    if (!this.#major || first?.kind !== 'link' || this.#key.pair?.kind === 'ordered') return null;
    const eligible = this.#around.eligible(first.link);
    if (eligible === null && !this.#agreeing) return null;
    const caps = new Float64Array(first.size);
    const all = eligible ?? Int32Array.from({ length: first.size }, (_, parent) => parent);
    for (const parent of all) caps[parent] = Math.min(this.#cap, this.#agreeing ? this.#key.axes.slice(1).reduce((product, axis) => product * this.#relation(axis, parent).count, 1) : Infinity);
    return caps;
  }

  /** Most rows, where that takes a walk over the parents or a sieve; else Infinity. */
  capacity(): Held {
    const { axes, beside, checks, fields } = this.#key;
    const { rows } = this.#table;
    if (beside !== null) {
      if (this.#around.shape.uniqueKeys.some((key) => inRanges(key, beside))) return UNLIMITED;
      const most = this.#around.mostChildren(beside);
      return most <= this.#rest.size ? UNLIMITED : { rows: Math.min(rows - 1, Math.floor((rows * this.#rest.size) / most)), why: `no more distinct values of (${fields.join(', ')}) for the row that has most of them`, key: fields };
    }
    const [axis] = axes;
    if (axes.length === 1 && axis?.kind === 'link') {
      const free = fields.some((name) => this.#around.shape.links[axis.link]?.masked.includes(name));
      return free ? UNLIMITED : { rows: this.#around.eligible(axis.link)?.length ?? Infinity, why: AGREEING, key: fields };
    }
    const sieve = axes.length === 1 ? null : this.#sieved();
    if (sieve !== null && sieve.found.length < rows) return { rows: sieve.found.length, why: `no more values of (${fields.join(', ')}) meet ${checks.map(({ sql }) => `CHECK (${sql})`).join(' and ')}`, key: fields };
    return { rows: this.#caps()?.reduce((sum, cap) => sum + cap, 0) ?? Infinity, why: AGREEING, key: fields };
  }

  /** The values that an axis may take beside this parent of the first: all, or for a link that must agree the rows with the same ancestor. */
  #relation(axis: Axis, parent: number): Children {
    const all = { count: axis.size, at: (place: number) => place };
    if (axis.kind === 'field') return all;
    const within = this.#around.shape.links[axis.link]?.within ?? null;
    if (within === null) return all;
    const ancestor = within.down === null ? NO_PARENT : climb(within.up, parent, this.#around.relatives);
    const found = ancestor === NO_PARENT || within.down === null ? null : descendants(within.down, ancestor, this.#around.relatives);
    return found ?? { count: 0, at: () => NO_PARENT };
  }
}

/** The digits of a number whose places have these sizes; NO_PARENT where a place has none, in a table that will have no rows. */
function split(value: number, sizes: readonly number[]): number[] {
  const digits: number[] = [];
  let left = value;
  for (const size of sizes.toReversed()) {
    digits.unshift(size > 0 ? left % size : NO_PARENT);
    left = Math.floor(left / Math.max(1, size));
  }
  return digits;
}
