// Shorthand: one table as `{"customer_name": "string", "age": "int 18..90", "status": ["new", "paid"]}`. A word is a type, as many
// languages and databases spell it, or the name of a kind of value (email, city ...); a list, or `new|paid`, is the values themselves.
import { InvalidInput, type InputIssue } from '../errors.ts';
import { SEMANTICS, type Semantic } from '../generator.ts';
import { MAX_FIELDS } from '../limits.ts';
import type { FieldType, Value } from '../schema.ts';
import type { FieldDraft, TableDraft } from './draft.ts';

/** Spellings of every type. */
const WORDS: Readonly<Record<FieldType, readonly string[]>> = {
  STRING: ['string', 'str', 'varchar', 'nvarchar', 'char', 'character', 'character_varying', 'nchar'],
  TEXT: ['text', 'longtext', 'mediumtext', 'clob', 'prose'],
  INTEGER: ['int', 'integer', 'long', 'short', 'bigint', 'smallint', 'tinyint', 'int32', 'int64', 'whole', 'serial', 'bigserial', 'autoincrement'],
  FLOAT: ['float', 'double', 'double_precision', 'real', 'number', 'float32', 'float64'],
  DECIMAL: ['decimal', 'numeric', 'money', 'currency', 'price', 'amount'],
  BOOLEAN: ['bool', 'boolean', 'flag'],
  DATE: ['date'],
  TIME: ['time'],
  DATETIME: ['datetime', 'date_time', 'timestamp', 'timestamptz', 'timestamp_with_time_zone', 'timestamp_without_time_zone', 'instant'],
  UUID: ['uuid', 'guid'],
  JSON: ['json', 'jsonb', 'object', 'dict'],
  BINARY: ['binary', 'bytes', 'blob', 'bytea'],
};
const TYPE_OF_WORD: ReadonlyMap<string, FieldType> = new Map(
  // The keys of WORDS are the field types, which Object.entries widens to string.
  Object.entries(WORDS).flatMap(([type, words]) => words.map((word) => [word, type as FieldType] as const)),
);
/** Other words for kinds of values. */
const SEMANTIC_OF_WORD: Readonly<Record<string, Semantic>> = {
  name: 'FULL_NAME', fullname: 'FULL_NAME', firstname: 'FIRST_NAME', lastname: 'LAST_NAME', surname: 'LAST_NAME', mail: 'EMAIL', telephone: 'PHONE', mobile: 'PHONE', uri: 'URL', link: 'URL',
  website: 'URL', ip: 'IP_ADDRESS', ipv4: 'IP_ADDRESS', ipv6: 'IPV6_ADDRESS', mac: 'MAC_ADDRESS', address: 'FULL_ADDRESS', street: 'STREET_ADDRESS', zip: 'POSTAL_CODE', zipcode: 'POSTAL_CODE',
  postcode: 'POSTAL_CODE', state: 'REGION', province: 'REGION', job: 'JOB_TITLE', birthday: 'BIRTH_DATE', dob: 'BIRTH_DATE', timezone: 'TIME_ZONE', password: 'PASSWORD_HASH', image: 'IMAGE_URL',
  colour: 'COLOR', lat: 'LATITUDE', lng: 'LONGITUDE', lon: 'LONGITUDE', creditcard: 'CREDIT_CARD_NUMBER', description: 'SENTENCE', bio: 'BIOGRAPHY', category: 'PRODUCT_CATEGORY',
};
const TYPE_OF_SEMANTIC: Partial<Readonly<Record<Semantic, FieldType>>> = {
  AGE: 'INTEGER', BIRTH_DATE: 'DATE', LATITUDE: 'FLOAT', LONGITUDE: 'FLOAT', BIOGRAPHY: 'TEXT', PARAGRAPH: 'TEXT', PRODUCT_DESCRIPTION: 'TEXT', REVIEW: 'TEXT', SUPPORT_TICKET: 'TEXT',
  COMMENT: 'TEXT', NOTE: 'TEXT',
};
/** Most values that a list may hold. */
const MAX_LISTED = 1_000;
/** Longer is no type. */
const MAX_WORD_LENGTH = 100;
/** Places of decimals between bounds, where the type says none. */
const USUAL_PLACES = 2;

/**
 * The fields that a shorthand stands for.
 * @throws InvalidInput, paths begin with the field's name, naming the accepted words where one is unknown.
 */
export function readShorthand(shorthand: unknown): readonly FieldDraft[] {
  if (typeof shorthand !== 'object' || shorthand === null || Array.isArray(shorthand)) {
    throw InvalidInput.at([], `expected an object of field names and types, such as {"customer_name": "string", "age": "int"}, got ${kindOf(shorthand)}`);
  }
  const entries = Object.entries(shorthand);
  if (entries.length === 0) throw InvalidInput.at([], 'expected at least one field, such as {"customer_name": "string"}, got an empty object');
  if (entries.length > MAX_FIELDS) throw InvalidInput.at([], `expected at most ${MAX_FIELDS} fields, got ${entries.length}`);
  const issues: InputIssue[] = [];
  const drafts = entries.flatMap(([name, kind]) => {
    const draft = readKind(name, kind);
    if (typeof draft !== 'string') return [draft];
    issues.push({ path: [name], message: `field ${name}: ${draft}` });
    return [];
  });
  if (issues.length > 0) throw new InvalidInput(issues);
  return drafts;
}

/** One field by its word or its list of values; or what is wrong with that. */
export function readKind(name: string, kind: unknown): FieldDraft | string {
  if (Array.isArray(kind)) return readList(name, kind);
  return typeof kind === 'string' ? readWord(name, kind) : `expected a type, such as "string", or a list of values, got ${kindOf(kind)}`;
}

/** A table of fields and nothing else. A field `id` of which nothing else is said is its key: that is what everyone means by it. */
export function tableOfFields(name: string, fields: readonly FieldDraft[]): TableDraft {
  const id = fields.find(({ name: own, generator, nullable, type }) => own.toLowerCase() === 'id' && generator === undefined && !nullable && (type === 'INTEGER' || type === 'UUID' || type === 'STRING'));
  return { name, fields, primaryKey: id === undefined ? [] : [id.name], uniqueKeys: [], foreignKeys: [], checks: [] };
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object; for several tables use `tables`' : `a ${typeof value}`;
}

/** `type`, `type(40)`, `type(10,2)`, `type 1..5`, `1..5` or `new|paid`, and behind it `?` (may be null), `unique`, `not null`; or what is wrong with it. */
function readWord(name: string, given: string): FieldDraft | string {
  if (given.includes('|')) return readChoices(name, given);
  const { text, nullable, unique } = withoutMarks(given.slice(0, MAX_WORD_LENGTH).trim());
  const range = /^(.*?)\s*(-?\d\S*?)\s*\.\.\s*(-?\d\S*)$/.exec(text);
  const match = /^([a-z][\w\s-]*?)\s*(?:\(\s*(\d{1,7})\s*(?:,\s*(\d{1,3})\s*)?\))?$/i.exec(range?.[1] ?? text);
  const word = match?.[1]?.toLowerCase().replace(/[\s-]+/g, '_') ?? '';
  const [size, places] = [match?.[2], match?.[3]].map((digits) => (digits === undefined ? undefined : Number(digits)));
  const type = range?.[1] === '' ? numberType(range.slice(2)) : TYPE_OF_WORD.get(word);
  if (type !== undefined) {
    const field: FieldDraft = { name, nullable, unique, type, ...sizeOf(type, size, places) };
    return range === null ? field : between(field, range[2] ?? '', range[3] ?? '');
  }
  const semantic = range === null ? semanticOf(word) : undefined;
  if (semantic === undefined) return `type ${JSON.stringify(given.slice(0, 40))} is not known; expected ${accepted()}`;
  return { name, nullable, unique, type: TYPE_OF_SEMANTIC[semantic] ?? 'STRING', generator: { kind: 'semantic', of: semantic } };
}

const MARK = /\s*(\?|\s(?:unique|not\s+null|null))$/i;

/** What stands before `?`, `unique` and `not null`. */
function withoutMarks(given: string): { readonly text: string; readonly nullable: boolean; readonly unique: boolean } {
  let text = given;
  const marks = new Set<string>();
  for (let mark = MARK.exec(text); mark !== null; mark = MARK.exec(text)) {
    marks.add((mark[1] ?? '').trim().toLowerCase());
    text = text.slice(0, mark.index);
  }
  return { text, nullable: marks.has('?') || marks.has('null'), unique: marks.has('unique') };
}

function numberType(bounds: readonly string[]): FieldType | undefined {
  if (!bounds.every((bound) => Number.isFinite(Number(bound)))) return undefined;
  return bounds.every((bound) => Number.isInteger(Number(bound))) ? 'INTEGER' : 'FLOAT';
}

function sizeOf(type: FieldType, size: number | undefined, places: number | undefined): Pick<FieldDraft, 'maxLength' | 'precision' | 'scale'> {
  if (size === undefined) return {};
  if (type === 'STRING' || type === 'TEXT') return { maxLength: size };
  return type === 'DECIMAL' ? { precision: size, scale: places ?? 0 } : {};
}

/** The field with values from one bound to the other; or what is wrong with them. */
function between(field: FieldDraft, from: string, to: string): FieldDraft | string {
  const [minimum, maximum] = [Number(from), Number(to)];
  const isNumbers = Number.isFinite(minimum) && Number.isFinite(maximum);
  switch (field.type) {
    case 'INTEGER': case 'FLOAT': case 'DECIMAL':
      if (!isNumbers || minimum > maximum) return `expected two numbers, the smaller one first, such as 1..5; got ${from}..${to}`;
      return { ...field, generator: field.type === 'DECIMAL' ? { kind: 'decimal', minimum, maximum, places: field.scale ?? USUAL_PLACES } : { kind: field.type === 'FLOAT' ? 'float' : 'integer', minimum, maximum } };
    case 'DATE': return { ...field, generator: { kind: 'date', from, to } };
    case 'TIME': return { ...field, generator: { kind: 'time', from, to } };
    case 'DATETIME': return { ...field, generator: { kind: 'datetime', from, to } };
    default: return `values between bounds are numbers, dates or times; got ${from}..${to} for ${field.type}`;
  }
}

/** `new|paid|sent`, or `1|2|3`. */
function readChoices(name: string, given: string): FieldDraft | string {
  const values = given.split('|').map((value) => value.trim());
  if (values.includes('')) return `expected values with | between them, such as new|paid; got ${JSON.stringify(given.slice(0, 40))}`;
  return readList(name, values.every((value) => Number.isFinite(Number(value))) ? values.map(Number) : values);
}

function semanticOf(word: string): Semantic | undefined {
  const alias = word.replaceAll('_', '');
  return Object.hasOwn(SEMANTIC_OF_WORD, alias) ? SEMANTIC_OF_WORD[alias] : SEMANTICS.find((semantic) => semantic === word.toUpperCase());
}

function accepted(): string {
  return `one of ${[...TYPE_OF_WORD.keys()].join(', ')}, a kind of value such as ${SEMANTICS.slice(0, 12).join(', ').toLowerCase()}, email, phone, city, url, a range such as int 1..5, or values such as new|paid`;
}

function readList(name: string, values: readonly unknown[]): FieldDraft | string {
  if (values.length === 0) return 'its list of values is empty: give it at least one';
  if (values.length > MAX_LISTED) return `expected at most ${MAX_LISTED} values, got ${values.length}`;
  const known = values.filter((value): value is string | number | boolean => typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value));
  const nulls = values.filter((value) => value === null).length;
  if (known.length === 0 || known.length + nulls < values.length) return 'expected a list of texts, numbers or truth values';
  const is = (type: string): boolean => known.every((value) => typeof value === type);
  const type: FieldType = is('boolean') ? 'BOOLEAN' : is('number') ? (known.every(Number.isInteger) ? 'INTEGER' : 'FLOAT') : 'STRING';
  const choices = known.map((value): { readonly value: Value; readonly weight: number } => ({ value: type === 'STRING' ? String(value) : value, weight: 1 }));
  return { name, type, nullable: nulls > 0, unique: false, generator: { kind: 'category', values: choices } };
}
