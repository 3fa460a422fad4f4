// The digits of one unique key, one an axis, no two rows alike. One axis: a permutation of its space. With a link as the first axis rows
// are cut into ranges per parent (counts skewed, capped by what the other axes hold beside that parent), and the place inside the range,
// permuted anew for each parent, gives the other digits. Without: a permutation of the product.
import { CountedBuckets, PowerBuckets, type Buckets } from '../buckets.ts';
import { Permutation } from '../permutation.ts';
import type { PlannedTable } from '../plan.ts';
import { Stream } from '../random.ts';
import type { Link } from './anchors.ts';
import { climb, descendants, NO_PARENT, type Children, type Siblings, type Relatives } from './descent.ts';
import type { LinkDraw } from './draw.ts';
import type { Axis, KeyShape, UniqueKey } from './shape.ts';

export interface UniqueSurroundings {
  readonly shape: KeyShape;
  readonly seed: number;
  readonly relatives: Relatives;
  /** The parents of a link for which all that must agree with it has rows; null: every one. */
  eligible(link: number): Int32Array | null;
}

export class UniqueDraw {
  readonly #table: PlannedTable;
  readonly #key: UniqueKey;
  readonly #around: UniqueSurroundings;
  readonly #rows: Permutation;
  readonly #first: Permutation;
  readonly #rest: Permutation;
  readonly #restStream: Stream;
  /** How many values each axis behind the first has beside a value of the first. */
  readonly #otherSizes: readonly number[];
  /** The first axis is a link. */
  readonly #major: boolean;
  /** Some other axis is a link that must agree with the first. */
  readonly #agreeing: boolean;
  #eligibleRows: Permutation | undefined;
  #buckets: Buckets | null = null;
  #lastRow = -1;
  #digits: number[] = [];

  constructor(table: PlannedTable, key: UniqueKey, around: UniqueSurroundings) {
    const stream = (purpose: string): Stream => Stream.of(around.seed, table.name, key.fields.join(), 'unique', purpose);
    const [first, ...rest] = key.axes.map((axis) => axis.size);
    const [second = 1, ...more] = rest;
    this.#otherSizes = [Math.max(0, second - (key.offDiagonal ? 1 : 0)), ...more];
    const others = rest.length === 0 ? 1 : this.#otherSizes.reduce((product, size) => product * size, 1);
    this.#table = table;
    this.#key = key;
    this.#around = around;
    this.#major = key.axes.length > 1 && key.axes[0]?.kind === 'link';
    this.#agreeing = this.#major && key.axes.slice(1).some((axis) => axis.kind === 'link' && around.shape.links[axis.link]?.within !== null);
    const domain = this.#major ? table.rows : Math.max(table.rows, Math.min(Number.MAX_SAFE_INTEGER, (first ?? 1) * Math.max(1, others)));
    this.#rows = new Permutation(Math.max(1, domain), stream('rows'));
    this.#first = new Permutation(Math.max(1, first ?? 1), stream('first'));
    this.#restStream = stream('rest');
    this.#rest = new Permutation(Math.max(1, Math.min(others, Number.MAX_SAFE_INTEGER)), this.#restStream);
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
    return this.#major && axis === 0 ? { parentOf, childrenOf: (parent) => this.#children(parent) } : { parentOf };
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
    if (this.#key.axes.length === 1) return [this.#single(row)];
    const position = this.#rows.at(row);
    if (!this.#major) return split(position, this.#key.axes.map((axis) => axis.size));
    const rank = this.#ranges().parentAt(position);
    const parent = this.#first.at(rank);
    const place = position - this.#ranges().start(rank);
    return [parent, ...(this.#agreeing ? this.#agreeingDigits(parent, place) : this.#others(parent, place))];
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
    const [, second] = this.#key.axes;
    if (this.#key.axes.length === 2 && second?.kind === 'field' && second.ordinal) return [place];
    const rest = this.#rest.at(place, parent + 1);
    const [other = 0, ...more] = split(rest, this.#otherSizes);
    return [this.#key.offDiagonal && other >= parent ? other + 1 : other, ...more];
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
    this.#buckets = caps === null ? new PowerBuckets(this.#table.rows, this.#first.size, skew, this.#rest.size) : new CountedBuckets(this.#table.rows, this.#first.size, { capOf: (rank) => caps[this.#first.at(rank)] ?? 0, skew });
    return this.#buckets;
  }

  /** Most rows of each parent of the first axis; null: all alike. */
  #caps(): Float64Array | null {
    const [first] = this.#key.axes;
    if (!this.#major || first?.kind !== 'link') return null;
    const eligible = this.#around.eligible(first.link);
    if (eligible === null && !this.#agreeing) return null;
    const caps = new Float64Array(first.size);
    const all = eligible ?? Int32Array.from({ length: first.size }, (_, parent) => parent);
    for (const parent of all) caps[parent] = this.#agreeing ? this.#key.axes.slice(1).reduce((product, axis) => product * this.#relation(axis, parent).count, 1) : this.#rest.size;
    return caps;
  }

  /** Most rows, where that takes a walk over the parents; else Infinity. */
  agreeingCapacity(): number {
    const [axis] = this.#key.axes;
    if (this.#key.axes.length === 1 && axis?.kind === 'link') {
      const free = this.#key.fields.some((name) => this.#around.shape.links[axis.link]?.masked.includes(name));
      return free ? Infinity : (this.#around.eligible(axis.link)?.length ?? Infinity);
    }
    return this.#caps()?.reduce((sum, cap) => sum + cap, 0) ?? Infinity;
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

/** The digits of a number whose places have these sizes. */
function split(value: number, sizes: readonly number[]): number[] {
  const digits: number[] = [];
  let left = value;
  for (const size of sizes.toReversed()) {
    digits.unshift(left % size);
    left = Math.floor(left / size);
  }
  return digits;
}
