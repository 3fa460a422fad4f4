// A JSON Schema (draft 2020-12) of an object, or of an array of objects, as a table: each property is a field, what is nested is JSON. A property that
// is not required is a field that may be null, which stands for its absence.
import { InvalidInput } from '../../errors.ts';
import type { FieldDraft, TableDraft } from '../draft.ts';
import type { FieldType } from '../../schema.ts';
import { tableOfFields } from '../shorthand.ts';
import { FORMATS } from './formats.ts';
import { refusal, SchemaReader, type Merged, type Place } from './merged.ts';
import { numberBounds, smallest } from './numbers.ts';
import { describedBy, formatOf, usualTypes, ValueMaker, type Meant } from './values.ts';

/** Most characters of a schema that comes as a text. */
export const MAX_JSON_SCHEMA_LENGTH = 2_000_000;

/**
 * The table of a schema, which may be given as its text.
 * @throws InvalidInput; messages begin with the JSON pointer of the place at fault.
 */
export function readJsonSchema(given: unknown, table: string, meant: Meant): { readonly table: TableDraft; readonly warnings: readonly string[] } {
  const schema = typeof given === 'string' ? parsed(given) : given;
  const reader = new SchemaReader(schema);
  const maker = new ValueMaker(reader, meant);
  const root = rootOf(reader, { schema, pointer: '#', trail: [] });
  const members = maker.members(root);
  if (members === null || members.length === 0) throw refusal(root.pointer, 'expected an object with properties, each of which becomes a field; got none');
  const fields = members.flatMap(({ name, places, isRequired }) => {
    const field = fieldOf(reader.merged(places), { name, isRequired, maker });
    if (field === null && isRequired) throw refusal(places[0]?.pointer ?? root.pointer, 'no finite value meets this place, which is required; let it have one');
    if (field === null) reader.warn(places[0]?.pointer ?? root.pointer, 'no finite value meets this place: it is left out');
    return field === null ? [] : [field];
  });
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
  for (const keyword of ['oneOf', 'anyOf'] as const) {
    for (const { schema, pointer } of merged.parts) if (Object.hasOwn(schema, keyword)) reader.warn(`${pointer}/${keyword}`, 'branches of a whole row are not followed: rows may not meet them');
  }
  const types = usualTypes(merged);
  if (types.includes('object')) return merged;
  const items = merged.parts.find(({ schema }) => Object.hasOwn(schema, 'items'));
  if (!types.includes('array') || items === undefined || place.pointer.endsWith('/items')) throw refusal(place.pointer, `expected the schema of an object or of an array of objects, got one of ${types.join(', ')}`);
  return rootOf(reader, { schema: items.schema['items'], pointer: `${items.pointer}/items`, trail: items.trail });
}

/** null: no finite value meets the place. */
function fieldOf(merged: Merged | null, { name, isRequired, maker }: { readonly name: string; readonly isRequired: boolean; readonly maker: ValueMaker }): FieldDraft | null {
  if (merged === null) return null;
  const nullable = !isRequired || (merged.listed === undefined ? usualTypes(merged).includes('null') : merged.listed.includes(null));
  const description = describedBy(merged);
  const base = { name, nullable, unique: false, ...(description === undefined ? {} : { description }) };
  const made = valuesOf(withoutNull(merged), name, maker);
  if (made !== null) return { ...base, ...made };
  // Null alone is left.
  return nullable && isRequired ? { ...base, type: 'JSON', nullShare: 1, generator: { kind: 'constant', value: null } } : null;
}

function withoutNull(merged: Merged): Merged {
  const types = new Set([...merged.types].filter((type) => type !== 'null' || merged.types.size === 7));
  return { ...merged, types, ...(merged.listed === undefined ? {} : { listed: merged.listed.filter((value) => value !== null) }) };
}

/** A field's type with how its values are made; without a generator its name and its bounds choose one. */
function valuesOf(merged: Merged, name: string, maker: ValueMaker): Pick<FieldDraft, 'type' | 'generator'> | null {
  const generator = merged.types.size === 0 ? null : maker.of(merged, name, 0);
  if (generator === null) return null;
  const types = usualTypes(merged);
  const [only] = types;
  const isPlain = merged.listed === undefined && types.length === 1 && merged.parts.every(({ schema }) => !Object.hasOwn(schema, 'anyOf') && !Object.hasOwn(schema, 'oneOf'));
  if (merged.listed !== undefined) return { type: listType(maker.allowed(merged, merged.listed)), generator };
  if (!isPlain || only === 'array' || only === 'object' || only === undefined) return { type: 'JSON', generator };
  if (only === 'boolean' || only === 'null') return { type: only === 'boolean' ? 'BOOLEAN' : 'JSON' };
  if (only === 'integer' || only === 'number') {
    const bounds = numberBounds(merged, only);
    const type = only === 'integer' ? 'INTEGER' as const : 'FLOAT' as const;
    if (generator.kind === 'category' || bounds === null) return { type, generator };
    return bounds.isBounded ? { type, generator } : { type };
  }
  const format = formatOf(merged);
  const type = generator.kind === 'pattern' || format === undefined ? 'STRING' : (FORMATS[format]?.type ?? 'STRING');
  const isFree = generator.kind === 'semantic' && format === undefined && smallest(merged, 'maxLength') === Infinity;
  return isFree || type === 'DATE' || type === 'DATETIME' ? { type } : { type, generator };
}

function listType(values: readonly unknown[]): FieldType {
  const is = (type: string): boolean => values.every((value) => typeof value === type);
  if (is('string')) return 'STRING';
  if (is('boolean')) return 'BOOLEAN';
  return is('number') ? (values.every(Number.isSafeInteger) ? 'INTEGER' : 'FLOAT') : 'JSON';
}
