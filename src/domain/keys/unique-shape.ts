// Of which axes each unique key of a table is drawn, so that no two of them draw the same thing: some hold because a part of them does, some by a
// mark in a text, some by their axes alone, and some count beside a reference that another key draws.
import { analyseChecks, type CheckAnalysis } from '../checks.ts';
import { fieldsOf } from '../expression.ts';
import type { GeneratorOf } from '../generator.ts';
import type { PlannedTable } from '../plan.ts';
import { chosenValues, valueKey } from '../samplers/categories.ts';
import { keysOf, type Check, type Field } from '../schema.ts';
import { colourOf, type Space } from '../spaces.ts';
import { allowedSpace, boundsBesideDrawn } from './allowed.ts';
import { fieldOf, type Link, type Surroundings } from './anchors.ts';
import { inRanges, roomOf, type Axis, type UniqueKey } from './axes.ts';
import { MOST_INDEXED } from './descent.ts';
import { pairOf, type Pair } from './pairs.ts';
import { linkChecks, ownChecks, siftedSpace } from './sieve.ts';

/** Takes the unique keys one by one, and gives each field and link to the first that needs it. */
export class UniqueShaper {
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
    if (this.#couple(fields, axes)) return;
    const free = axes.filter((axis) => !this.#taken(axis));
    const beside = this.#besideOf(axes);
    const alone = this.#alone(axes, free);
    if (beside?.inRanges === true) this.#keep(fields, beside.axes, { beside: beside.link });
    else if (alone !== undefined) this.#keep(fields, [alone]);
    else if (beside !== null && this.#table.rows <= MOST_INDEXED) this.#keep(fields, beside.axes, { beside: beside.link });
    else if (axes.length > 0 && free.length === axes.length && this.#agree(axes)) this.#keep(fields, axes);
    else this.#leave(fields, `the unique key (${fields.join(', ')}) shares fields with another key and cannot be kept unique`);
  }

  /** Two references that are unique each, and that a check sets against one another, are drawn as one key; false where this is no such second one. */
  #couple(fields: readonly string[], [axis, ...more]: readonly Axis[]): boolean {
    if (axis?.kind !== 'link' || more.length > 0 || this.#links[axis.link]?.self !== false) return false;
    for (const key of this.keys) {
      const [first, second] = key.axes;
      if (first?.kind !== 'link' || second !== undefined || key.beside !== null || pairOf(this.#table, this.#links, [first.link, axis.link]) === null) continue;
      this.keys.splice(this.keys.indexOf(key), 1);
      this.#keep([...key.fields, ...fields], [first, axis], { couples: true });
      return true;
    }
    return false;
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
    const checked = targets.some((link) => linkChecks(this.#table, this.#links[link] as Link).length > 0); // a key of its own goes by them, this one cannot
    const ranged = checked ? undefined : hosts.find((link) => this.#ranges(link));
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
      const held = key.axes.map((axis) => this.#axisFields(axis).every((name) => fields.includes(name)));
      const beside = key.beside === null || this.#links[key.beside]?.foreignKey.fields.every((name) => fields.includes(name)) === true;
      return beside && (key.couples ? held.some(Boolean) : held.every(Boolean));
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

  #keep(fields: readonly string[], axes: readonly Axis[], { beside = null, couples = false }: { readonly beside?: number | null; readonly couples?: boolean } = {}): void {
    const [first, second] = axes;
    const free = beside === null && axes.every((axis) => this.#agree([axis]));
    const pair = free && first?.kind === 'link' && second?.kind === 'link' ? pairOf(this.#table, this.#links, [first.link, second.link]) : null;
    const parents = beside === null ? 1 : this.#rowsBehind(this.#links[beside] as Link); // a link of the table
    const size = Math.min(parents * roomOf({ axes, pair, couples }), Number.MAX_SAFE_INTEGER);
    this.keys.push({ fields, axes, pair, couples, beside, checks: beside === null ? this.#tying(axes, pair, { couples }) : [], size });
    const single = beside === null && (couples || axes.length === 1);
    if (single && axes.every((axis) => this.#mayBeNull(axis, fields))) return; // the rows past its values are null
    this.#cap(size, `no more distinct values of (${fields.join(', ')})`);
  }

  /** The checks that read several of the axes, or one that no sieve of its own goes over: neither a field's own, nor the first link's, nor the pair's. */
  #tying(axes: readonly Axis[], pair: Pair | null, { couples = false } = {}): readonly Check[] {
    if (axes.length < 2) return [];
    const held = new Set(axes.flatMap((axis) => this.#axisFields(axis)));
    const [first] = axes;
    return this.#table.checks.filter((check) => {
      const names = [...fieldsOf(check.condition)];
      if (names.length === 0 || !names.every((name) => held.has(name)) || pair?.met.includes(check) === true) return false;
      if (first?.kind === 'link' && pair?.kind !== 'ordered' && !couples && names.every((name) => this.#axisFields(first).includes(name))) return false;
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
