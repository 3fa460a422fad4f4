// A JSON Schema (draft 2020-12, or an earlier one) of an object, or of an array of objects, as a table: each property is a field, what is nested is JSON. A property that
// is not required is a field that may be null, which stands for its absence. Where rows may be of several shapes (oneOf, anyOf, if) each row is of one.
import { InvalidInput } from '../../errors.ts';
import type { Generator } from '../../generator.ts';
import { MAX_FIELDS } from '../../limits.ts';
import type { FieldType } from '../../schema.ts';
import type { FieldDraft, TableDraft } from '../draft.ts';
import { tableOfFields } from '../shorthand.ts';
import { waysOf, type Way } from './branches.ts';
import { refusal, type Place } from './keywords.ts';
import type { Member } from './members.ts';
import { SchemaReader, type Merged } from './merged.ts';
import { numberBounds, smallest, stepsOf } from './numbers.ts';
import { columnType, describedBy, mixture, PRESENT_SHARE, usualTypes, ValueMaker, type Kind, type Meant } from './values.ts';

/** Most characters of a schema that comes as a text. */
export const MAX_JSON_SCHEMA_LENGTH = 2_000_000;
/** What the mixtures of a row's shapes have in common. */
const SHAPE = 'shape';
/** Mixtures that a field of rows of several shapes stands in: of shapes, and of a value and null. */
const SHAPE_DEPTH = 2;
const NULL: Generator = { kind: 'constant', value: null };

/**
 * The table of a schema, which may be given as its text.
 * @throws InvalidInput; messages begin with the JSON pointer of the place at fault.
 */
export function readJsonSchema(given: unknown, table: string, meant: Meant): { readonly table: TableDraft; readonly warnings: readonly string[] } {
  const schema = typeof given === 'string' ? parsed(given) : given;
  const reader = new SchemaReader(schema);
  const root = rootOf(reader, { schema, pointer: '#', trail: [] });
  const fields = new RowReader(reader, meant).fields(waysOf(reader, root, 0).filter(({ merged }) => usualTypes(merged).includes('object')), root.pointer);
  const description = describedBy(root);
  return { table: { ...tableOfFields(table, fields), ...(description === undefined ? {} : { description }) }, warnings: reader.warnings };
}

function parsed(text: string): unknown {
  if (text.length > MAX_JSON_SCHEMA_LENGTH) throw InvalidInput.at([], `expected a JSON Schema of at most ${MAX_JSON_SCHEMA_LENGTH} characters, got ${text.length}; cut the schema`);
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw InvalidInput.at([], `expected a JSON Schema, but the text is no JSON: ${error.message}`);
    throw error;
  }
}

/** The object that a row is: the schema's own, or that of its items. */
function rootOf(reader: SchemaReader, place: Place): Merged {
  const merged = reader.merged([place]);
  if (merged === null) throw refusal(place.pointer, 'expected the schema of an object or of an array of objects; no value meets this one');
  const types = new Set(waysOf(reader, merged, 0).flatMap((way) => usualTypes(way.merged)));
  if (types.has('object')) return merged;
  const items = merged.parts.find(({ schema }) => Object.hasOwn(schema, 'items') && !Array.isArray(schema['items']));
  if (!types.has('array') || items === undefined || place.pointer.endsWith('/items')) throw refusal(place.pointer, `expected the schema of an object or of an array of objects, got one of ${[...types].join(', ')}`);
  return rootOf(reader, { schema: items.schema['items'], pointer: `${items.pointer}/items`, trail: items.trail });
}

/** Of a column of texts: SQL has none without room, though a schema may want all of them empty. */
const LEAST_LENGTH = 1;

/** A field as one shape of rows has it. */
interface Column extends Pick<FieldDraft, 'nullable' | 'description' | 'maxLength'> {
  readonly type: FieldType;
  readonly generator: Generator;
  /** Its name and its bounds may choose a generator as well. */
  readonly isFree: boolean;
  readonly isRequired: boolean;
}

class RowReader {
  readonly #reader: SchemaReader;
  readonly #maker: ValueMaker;

  constructor(reader: SchemaReader, meant: Meant) {
    this.#reader = reader;
    this.#maker = new ValueMaker(reader, meant);
  }

  /** The fields of rows of these shapes: a shape that cannot be is left out. */
  fields(ways: readonly Way[], pointer: string): readonly FieldDraft[] {
    const shapes = ways.flatMap(({ merged, weight }) => {
      const members = this.#maker.members(merged);
      return members === null ? [] : [{ members, weight }];
    });
    const most = Math.max(0, ...shapes.map(({ members }) => members.length));
    if (most > MAX_FIELDS) throw refusal(pointer, `expected at most ${MAX_FIELDS} properties, each of which becomes a field, got ${most}; cut the schema`);
    const places = shapes.reduce((sum, { members }) => sum + members.length, 0);
    const made = shapes.map(({ members }) => this.#columns(members, { places, isOneOfSeveral: shapes.length > 1 }));
    const possible = shapes.flatMap(({ weight }, index) => (made[index] === null || made[index] === undefined ? [] : [{ weight, columns: made[index] }]));
    const names = new Set(possible.flatMap(({ columns }) => [...columns.keys()]));
    if (names.size === 0) throw refusal(pointer, 'expected an object with properties, each of which becomes a field; got none');
    return [...names].map((name) => together(name, possible.map(({ columns, weight }) => ({ column: columns.get(name), weight }))));
  }

  /** null: a required one has no finite value, and there are other shapes. */
  #columns(members: readonly Member[], { places, isOneOfSeveral }: { readonly places: number; readonly isOneOfSeveral: boolean }): ReadonlyMap<string, Column> | null {
    const columns = new Map<string, Column>();
    for (const member of members) {
      this.#reader.allot(places);
      const column = this.#column(member, isOneOfSeveral ? SHAPE_DEPTH : 0);
      const pointer = member.places[0]?.pointer ?? '#';
      if (column !== null) columns.set(member.name, column);
      else if (!member.isRequired) this.#reader.warn(pointer, 'no finite value meets this place: it is left out');
      else if (isOneOfSeveral) return null;
      else throw refusal(pointer, 'no finite value meets this place, which is required; let it have one');
    }
    return columns;
  }

  /** null: no finite value meets the place. */
  #column({ name, places, isRequired }: Member, depth: number): Column | null {
    const merged = this.#reader.merged(places);
    if (merged === null) return null;
    const kinds = this.#maker.kindsOf(merged, depth);
    const values = kinds.map(withoutNull);
    const isNull = kinds.some(({ type, merged: { listed, excluded } }) => (type === 'null' || (type === 'listed' && listed?.includes(null) === true)) && !excluded.has('null'));
    const description = describedBy(merged);
    const base = { nullable: !isRequired || isNull, isRequired, ...(description === undefined ? {} : { description }) };
    const parts = values.flatMap((kind) => {
      const generator = kind === null ? null : this.#maker.ofKind(kind, name, values.length > 1 ? depth + 1 : depth);
      return kind === null || generator === null ? [] : [{ kind, generator, weight: kind.weight, type: columnType(kind, generator, this.#maker.allowed(kind.merged)) }];
    });
    const generator = mixture(parts.map((part) => ({ generator: part.generator, weight: part.weight })));
    const [only] = parts;
    if (generator === null || only === undefined) return isNull ? { ...base, type: 'JSON', generator: NULL, isFree: false } : null;
    const type = parts.every((part) => part.type === only.type) ? only.type : 'JSON';
    const longest = Math.max(...parts.map(({ kind }) => smallest(kind.merged, 'maxLength')));
    const maxLength = type === 'STRING' && longest < Infinity && parts.every(({ kind }) => kind.type === 'string') ? { maxLength: Math.max(LEAST_LENGTH, longest) } : {};
    return { ...base, type, ...maxLength, generator, isFree: parts.length === 1 && isFree(only.kind, only.generator, type) };
  }
}

/** A kind of values but null; null: there is nothing else. */
function withoutNull(kind: Kind): Kind | null {
  if (kind.type === 'null') return null;
  const listed = kind.merged.listed?.filter((value) => value !== null);
  if (kind.type !== 'listed' || listed === undefined) return kind;
  return listed.length === 0 ? null : { ...kind, merged: { ...kind.merged, listed } };
}

/** Whether nothing but the type is said of the values, so that the whole table may have a say in them. */
function isFree({ type, merged }: Kind, generator: Generator, column: FieldType): boolean {
  if (merged.excluded.size > 0) return false;
  if (type === 'integer' || type === 'number') return numberBounds(merged, type)?.isBounded === false && stepsOf(merged).length === 0;
  if (type === 'string') return column === 'DATE' || column === 'DATETIME' || (generator.kind === 'semantic' && merged.parts.every(({ schema }) => !['format', 'pattern', 'minLength', 'maxLength'].some((keyword) => Object.hasOwn(schema, keyword))));
  return type === 'boolean';
}

/** One field of what all shapes say of it: where they differ, the row's shape decides. */
function together(name: string, said: readonly { readonly column: Column | undefined; readonly weight: number }[]): FieldDraft {
  const columns = said.flatMap(({ column }) => column ?? []);
  const [one] = columns as [Column, ...Column[]]; // some shape has it
  const base = { name, unique: false, type: columns.every(({ type }) => type === one.type) ? one.type : 'JSON' as const, ...(one.description === undefined ? {} : { description: one.description }) };
  const longest = columns.map(({ maxLength = Infinity }) => maxLength);
  const maxLength = base.type === 'STRING' && Math.max(...longest) < Infinity ? { maxLength: Math.max(LEAST_LENGTH, ...longest) } : {};
  if (said.every(({ column }) => JSON.stringify(column) === JSON.stringify(one))) {
    return { ...base, ...maxLength, nullable: one.nullable, ...(one.isFree ? {} : { generator: one.generator }), ...(one.generator === NULL ? { nullShare: 1 } : {}) };
  }
  const parts = said.map(({ column, weight }) => ({ weight, generator: column === undefined ? NULL : column.nullable ? orNull(column.generator) : column.generator }));
  return { ...base, ...maxLength, nullable: said.some(({ column }) => column === undefined || column.nullable), nullShare: 0, generator: { kind: 'mixture', parts, role: SHAPE } };
}

function orNull(generator: Generator): Generator {
  return { kind: 'mixture', parts: [{ generator, weight: PRESENT_SHARE }, { generator: NULL, weight: 1 - PRESENT_SHARE }] };
}
