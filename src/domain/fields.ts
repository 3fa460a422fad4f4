// How each field of a planned table is made: by a key if it is part of one, else by its generator; null first, where it may be.
import { analyseChecks } from './checks.ts';
import { dependenciesOf } from './dependencies.ts';
import { compileExpression } from './expression.ts';
import { fitTo } from './fit.ts';
import type { Generator } from './generator.ts';
import { NO_PARENT, type KeyDraws } from './keys/draw.ts';
import { fieldOf, type Link } from './keys/anchors.ts';
import { ParentReader, type ParentCursor } from './keys/parents.ts';
import type { KeyShape } from './keys/shape.ts';
import { Permutation } from './permutation.ts';
import type { PlannedTable } from './plan.ts';
import { Stream } from './random.ts';
import { makeSampler } from './samplers/make.ts';
import { DRAWS_PER_ATTEMPT, type Sampler, type SamplerContext } from './samplers/sampler.ts';
import { DEFAULT_NULL_SHARE, handsDown, keysOf, type Field } from './schema.ts';
import { colourOf, valueSpace } from './spaces.ts';
import { uniqueSemantic } from './vocabulary/semantic.ts';

/** Row indexes are below this: a permutation of it gives each row a rank of its own, whatever the count of rows. */
const RANKS = 0x1_0000_0000;

/** How many tags a table draws from: as many as have one length in base 36, two at the least, so that they are short and look alike. */
function tagsFor(rows: number): number {
  let tags = 36 ** 2;
  while (tags < rows) tags *= 36;
  return tags;
}

export interface MadeFields {
  /** In the order of the table's fields. */
  readonly makers: readonly Sampler[];
  /** The fields that keys decide: never re-drawn. */
  readonly keys: ReadonlySet<string>;
  /** The fields of foreign keys that are drawn again as one. */
  readonly together: readonly (readonly string[])[];
}

export interface OtherTables {
  /** A cursor of its own over another table's rows. */
  readonly cursor: (table: string) => ParentCursor;
  /** The fields of this table that foreign keys take: they never wait for a re-draw, or a row might wait for itself through its children. */
  readonly referenced: ReadonlySet<string>;
}

/** A maker for every field of the table. */
export function makeFields(table: PlannedTable, shape: KeyShape, draws: KeyDraws, plan: Pick<SamplerContext, 'seed' | 'reference' | 'locale'>, others: OtherTables): MadeFields {
  const links = linkMakers(shape, draws, others.cursor);
  const natural = new Set(keysOf(table).flatMap((key) => (key.length === 1 ? key : [])));
  const together = shape.links.map(({ redrawn }) => redrawn).filter((fields) => fields.length > 0 && !fields.some((name) => others.referenced.has(name)));
  const redrawn = new Set(together.flat());
  const linked = [...links.keys()].filter((name) => !redrawn.has(name));
  const keys = new Set([...linked, ...others.referenced, ...shape.tagged, ...shape.uniqueKeys.flatMap((key) => key.axes.flatMap((axis) => (axis.kind === 'field' ? [axis.field] : []))), ...natural]);
  const floors = numericFloors(table, keys);
  const makers = table.fields.map((field): Sampler => {
    const context = { ...plan, table: table.name, field: field.name };
    if (handsDown(table, field.name)) return handedDown(table, field, context);
    const link = links.get(field.name);
    if (link !== undefined) return link;
    if (field.computed !== undefined) return computedMaker(field, field.computed, plan.reference);
    const maker = keyMaker(field, shape, draws, context, natural) ?? aboveFloor(field, floors.get(field.name), makeSampler(generatorOf(table, field), field, context));
    return orNull(table, field, context, maker);
  });
  // A key's value is never drawn again; but where nothing refers to it, whether it is null may be, and the text around a tag: an e-mail goes with its name.
  const mayChange = (name: string): boolean => !links.has(name) && !others.referenced.has(name) && (shape.tagged.has(name) || nullShareOf(table, fieldOf(table, name)) > 0);
  return { makers, keys: new Set([...keys].filter((name) => !mayChange(name))), together };
}

function generatorOf(table: PlannedTable, field: Field): Generator {
  if (field.generator === undefined) throw new Error(`field ${table.name}.${field.name} has no generator; chooseGenerators comes before the plan`);
  return field.generator;
}

/** The same in every row: what the first row would draw. */
function handedDown(table: PlannedTable, field: Field, context: SamplerContext): Sampler {
  const generator = generatorOf(table, field);
  const value = generator.kind === 'reference' ? fitTo(field, 1) : makeSampler(generator, field, context)({ index: 0, attempt: 0, read: () => null });
  return () => value;
}

function computedMaker(field: Field, computed: NonNullable<Field['computed']>, reference: string): Sampler {
  const compute = compileExpression(computed, { reference });
  return (row) => fitTo(field, compute((name) => row.read(name)));
}

/** Fields of foreign keys: the parent's value. A field that two keys share follows the one that decides. */
function linkMakers(shape: KeyShape, draws: KeyDraws, parent: (table: string) => ParentCursor): Map<string, Sampler> {
  const makers = new Map<string, Sampler>();
  // What is drawn freely first, what agrees next, and last what cannot agree: that is the one that the plan warns of.
  const place = ({ within }: Link): number => (within === null ? 0 : within.down === null ? 2 : 1);
  const order = shape.links.map((link, index) => ({ index, place: place(link) })).sort((a, b) => a.place - b.place || a.index - b.index).map(({ index }) => index);
  for (const index of order) {
    const link = shape.links[index];
    const parents = new ParentReader(() => parent(link?.foreignKey.table ?? ''));
    link?.foreignKey.fields.forEach((name, at) => {
      const source = link.foreignKey.references[at] ?? '';
      if (makers.has(name)) return;
      const mayBeNull = link.masked.includes(name); // what is no field of this key alone stays filled: MATCH SIMPLE asks for one null only
      makers.set(name, (row) => {
        const parentRow = mayBeNull ? draws.parentOf(index, row.index, row.attempt) : draws.filledParentOf(index, row.index, row.attempt);
        return parentRow === NO_PARENT ? null : parents.read(parentRow, source);
      });
    });
  }
  return makers;
}

/** Fields that a key makes unique: by rank in their space, or by a tag in their text. */
function keyMaker(field: Field, shape: KeyShape, draws: KeyDraws, context: SamplerContext, natural: ReadonlySet<string>): Sampler | null {
  const { generator } = field;
  if (generator === undefined) return null;
  const colour = colourOf(context.seed, context.table, context.field);
  const stream = Stream.of(context.seed, context.table, context.field, 'tag');
  if (shape.tagged.has(field.name)) {
    const tags = new Permutation(tagsFor(shape.rows), stream);
    return taggedMaker(field, generator, context, (row) => tags.at(row).toString(36));
  }
  const ranks = new Permutation(RANKS, stream);
  for (const axis of shape.uniqueKeys.flatMap((key) => key.axes)) {
    if (axis.kind !== 'field' || axis.field !== field.name) continue;
    return (row) => {
      const rank = draws.rankOf(field.name, row.index) ?? -1;
      return rank < 0 ? null : axis.space.at(rank, colour);
    };
  }
  const gapped = shape.gapped.get(field.name);
  if (gapped !== undefined) return (row) => (row.index < gapped.size ? gapped.at(row.index, colour) : null);
  const space = valueSpace(generator, field);
  if (space === null) return null;
  return generator.kind === 'uuid' && natural.has(field.name) ? (row) => space.at(ranks.at(row.index), colour) : null;
}

/** The vocabularies carry a tag in their own way; other text has it at its end, cut before the tag and never in it. */
function taggedMaker(field: Field, generator: Generator, context: SamplerContext, tagOf: (row: number) => string): Sampler {
  if (generator.kind === 'semantic') {
    const make = uniqueSemantic(generator, field, context);
    return (row) => make(row, tagOf(row.index));
  }
  const make = makeSampler(generator, field, context);
  return (row) => {
    const tag = `-${tagOf(row.index)}`;
    return `${String(make(row) ?? '').slice(0, (field.maxLength ?? Infinity) - tag.length)}${tag}`;
  };
}

function orNull(table: PlannedTable, field: Field, context: SamplerContext, make: Sampler): Sampler {
  const share = nullShareOf(table, field);
  if (share <= 0) return make;
  const stream = Stream.of(context.seed, context.table, context.field, 'null');
  return (row) => (stream.unit(row.index, row.attempt * DRAWS_PER_ATTEMPT) < share ? null : make(row));
}

/** What is written out (expression, conditional, constant) or learned is null only where it says so. */
function nullShareOf(table: PlannedTable, field: Field): number {
  if (!field.nullable || table.primaryKey.includes(field.name)) return 0;
  const said = field.generator?.kind === 'learned' || field.generator?.kind === 'expression' || field.generator?.kind === 'conditional' || field.generator?.kind === 'constant';
  return field.nullShare ?? (said ? 0 : DEFAULT_NULL_SHARE);
}

/** For `low <= high` between two drawn numbers: the field that the upper one must not fall below. */
function numericFloors(table: PlannedTable, keys: ReadonlySet<string>): ReadonlyMap<string, string> {
  const floors = new Map<string, string>();
  const reads = (from: string, target: string, seen: ReadonlySet<string> = new Set()): boolean => {
    if (from === target) return true;
    if (seen.has(from)) return false;
    const next = [...dependenciesOf(fieldOf(table, from)), ...(floors.has(from) ? [floors.get(from) as string] : [])];
    return next.some((name) => reads(name, target, new Set([...seen, from])));
  };
  for (const { lower, upper } of analyseChecks(table).orders) {
    const drawn = ['integer', 'float', 'decimal'].includes(fieldOf(table, upper).generator?.kind ?? '');
    if (drawn && !keys.has(upper) && !floors.has(upper) && !reads(lower, upper)) floors.set(upper, lower);
  }
  return floors;
}

/** Squeezes a drawn number into what lies between its floor and its maximum, where it fell below the floor. */
function aboveFloor(field: Field, floor: string | undefined, make: Sampler): Sampler {
  const { generator } = field;
  if (floor === undefined || generator === undefined || !('maximum' in generator) || generator.kind === 'bytes') return make;
  const { minimum, maximum } = generator;
  return (row) => {
    const value = make(row);
    const least = row.read(floor);
    if (value === null || least === null || Number(value) > Number(least) || Number(least) > maximum) return value;
    const share = maximum > minimum ? (Number(value) - minimum) / (maximum - minimum) : 1;
    return fitTo(field, Number(least) + (maximum - Number(least)) * share);
  };
}
