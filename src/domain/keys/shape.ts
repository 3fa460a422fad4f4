// What the keys of a table ask of its rows, before a row is drawn: which foreign keys are drawn freely, which must agree because
// they share fields, and of which parts ("axes") each unique key is made. Says how many rows the keys can hold.
import { analyseChecks, type FieldBounds } from '../checks.ts';
import type { GeneratorOf } from '../generator.ts';
import type { PlannedTable } from '../plan.ts';
import { chosenValues, valueKey } from '../samplers/categories.ts';
import { keysOf, type Field } from '../schema.ts';
import type { Space } from '../spaces.ts';
import { allowedSpace } from './allowed.ts';
import { fieldOf, type Link, type Surroundings } from './anchors.ts';

/** One independent part of a unique key. `ordinal`: a number counted within its parent (line 1, 2, 3). */
export type Axis =
  | { readonly kind: 'link'; readonly link: number; readonly size: number }
  | { readonly kind: 'field'; readonly field: string; readonly size: number; readonly space: Space; readonly ordinal: boolean };

export interface UniqueKey {
  readonly fields: readonly string[];
  readonly axes: readonly Axis[];
  /** The first two axes are links to the same table that must differ: pairs without the diagonal. */
  readonly offDiagonal: boolean;
}

export interface KeyShape {
  /** Rows of the table. */
  readonly rows: number;
  readonly links: readonly Link[];
  readonly uniqueKeys: readonly UniqueKey[];
  /** Fields without a finite space that are unique by the row's index in their text. */
  readonly tagged: ReadonlySet<string>;
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
  // The narrow ones first: where one column is unique, so is every key that holds it.
  for (const fields of keysOf(table).toSorted((a, b) => a.length - b.length)) shaper.add(fields);
  shaper.limitSequences();
  const orphaned = parentless(table, links, around) ?? partnerless(links, around);
  return {
    rows: table.rows,
    links,
    uniqueKeys: shaper.keys,
    tagged: shaper.tagged,
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
  readonly problems: string[] = [];
  readonly unkept: (readonly string[])[] = [];
  capacity = Infinity;
  limit = '';
  readonly #bounds: ReadonlyMap<string, FieldBounds>;
  readonly #table: PlannedTable;
  readonly #links: readonly Link[];
  readonly #around: Surroundings;
  readonly #linked: ReadonlySet<string>;

  constructor(table: PlannedTable, links: readonly Link[], around: Surroundings) {
    this.#table = table;
    this.#bounds = analyseChecks(table).bounds;
    this.#links = links;
    this.#around = around;
    this.#linked = new Set(links.flatMap((link) => link.foreignKey.fields));
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
    const alone = free.find((axis) => axis.kind === 'field' && !axis.ordinal && axis.size >= this.#table.rows) ?? (free.length < axes.length ? free.find((axis) => axis.size >= this.#table.rows && this.#agree([axis])) : undefined);
    if (alone !== undefined) this.#keep(fields, [alone]);
    else if (axes.length === 0 || free.length < axes.length || !this.#agree(axes)) this.#leave(fields, `the unique key (${fields.join(', ')}) shares fields with another key and cannot be kept unique`);
    else this.#keep(fields, axes);
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
    return this.keys.some((key) => key.axes.every((axis) => this.#axisFields(axis).every((name) => fields.includes(name))));
  }

  #uniqueByNature(name: string): boolean {
    if (this.#linked.has(name)) return false;
    const field = fieldOf(this.#table, name);
    const { generator } = field;
    if (generator?.kind === 'subcategory') return tellsApart(generator, field) && keysOf(this.#table).some((key) => key.length === 1 && key[0] === generator.field);
    return generator?.kind === 'sequence' || generator?.kind === 'uuid';
  }

  #axisFields(axis: Axis): readonly string[] {
    return axis.kind === 'field' ? [axis.field] : (this.#links[axis.link]?.foreignKey.fields ?? []);
  }

  #taken(axis: Axis): boolean {
    const fields = this.#axisFields(axis);
    return this.keys.some((key) => key.axes.some((other) => this.#axisFields(other).some((name) => fields.includes(name))));
  }

  #keep(fields: readonly string[], axes: readonly Axis[]): void {
    const [first, second] = axes.map((axis) => (axis.kind === 'link' ? axis.link : null));
    const drawn = axes.every((axis) => axis.kind === 'field' || this.#links[axis.link]?.within === null);
    const offDiagonal = drawn && first != null && second != null && (this.#links[second]?.distinctFrom === first || this.#links[first]?.distinctFrom === second);
    this.keys.push({ fields, axes, offDiagonal });
    const only = axes.length === 1 ? axes[0] : undefined;
    if (only !== undefined && this.#mayBeNull(only, fields)) return; // the rows past its values are null
    const sizes = axes.map((axis) => axis.size);
    if (offDiagonal) sizes[1] = Math.max(0, (sizes[1] ?? 0) - 1);
    this.#cap(Math.min(sizes.reduce((product, size) => product * size, 1), Number.MAX_SAFE_INTEGER), `no more distinct values of (${fields.join(', ')})`);
  }

  /** A sequence counts on by row, in a key or not: past the end of what its field and the CHECKs on it hold there is no row. */
  limitSequences(): void {
    for (const { name, generator, computed, type } of this.#table.fields) {
      if (generator?.kind !== 'sequence' || computed !== undefined || this.#linked.has(name)) continue;
      const space = this.#space(name);
      if (space !== null) this.#cap(space.size, `the sequence of ${name} then leaves what its type, ${type}, and the CHECKs on it hold`);
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

  /** Links that are drawn freely come first: the others are drawn among what agrees with them. */
  #linkAxes(fields: readonly string[]): Axis[] {
    const isFree = (axis: Axis): boolean => axis.kind === 'link' && this.#links[axis.link]?.within === null;
    const axes = this.#links.flatMap((link, index): Axis[] => {
      const within = link.within;
      const decided = within !== null && within.down !== null && within.down.length === 0; // its parent follows from the anchor's
      if (decided || !this.#decides(link, fields)) return [];
      return [{ kind: 'link', link: index, size: link.self ? this.#table.rows : this.#around.planned(link.foreignKey.table).rows }];
    });
    return [...axes.filter(isFree), ...axes.filter((axis) => !isFree(axis))];
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
    const field = fieldOf(this.#table, name);
    return field.generator === undefined ? null : allowedSpace(field.generator, field, this.#bounds.get(name));
  }
}

/** One value for each of the other field's, all of them different: a name for each code. */
function tellsApart({ groups }: GeneratorOf<'subcategory'>, field: Field): boolean {
  const values = groups.map((group) => chosenValues(group.values, field).map(({ value }) => valueKey(value)));
  return values.every(({ length }) => length === 1) && new Set(values.flat()).size === values.length;
}
