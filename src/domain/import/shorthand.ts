// Shorthand: one table as `{"customer_name": "string", "age": "int?", "status": ["new", "paid"]}`. A word is a type, as many
// languages and databases spell it, or the name of a kind of value (email, city ...); a list is the values themselves.
import { InvalidInput, type InputIssue } from '../errors.ts';
import { SEMANTICS, type Semantic } from '../generator.ts';
import { MAX_FIELDS } from '../limits.ts';
import type { FieldType, Value } from '../schema.ts';
import type { FieldDraft, TableDraft } from './draft.ts';

/** Spellings of every type. */
const WORDS: Readonly<Record<FieldType, readonly string[]>> = {
  STRING: ['string', 'str', 'varchar', 'nvarchar', 'char', 'character', 'nchar'],
  TEXT: ['text', 'longtext', 'mediumtext', 'clob', 'prose'],
  INTEGER: ['int', 'integer', 'long', 'short', 'bigint', 'smallint', 'tinyint', 'int32', 'int64', 'whole', 'serial', 'bigserial', 'autoincrement'],
  FLOAT: ['float', 'double', 'real', 'number', 'float32', 'float64'],
  DECIMAL: ['decimal', 'numeric', 'money', 'currency', 'price', 'amount'],
  BOOLEAN: ['bool', 'boolean', 'flag'],
  DATE: ['date'],
  TIME: ['time'],
  DATETIME: ['datetime', 'timestamp', 'timestamptz', 'instant'],
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

/** `type`, `type?` (may be null), `type(40)`, `type(10,2)`; or what is wrong with it. */
function readWord(name: string, given: string): FieldDraft | string {
  const match = /^\s*([a-z][\w\s-]*?)\s*(?:\(\s*(\d{1,7})\s*(?:,\s*(\d{1,3})\s*)?\))?\s*(\??)\s*$/i.exec(given.slice(0, 100));
  const word = match?.[1]?.toLowerCase().replace(/[\s-]+/g, '_') ?? '';
  const base = { name, nullable: match?.[4] === '?', unique: false };
  const size = match?.[2] === undefined ? undefined : Number(match[2]);
  const type = TYPE_OF_WORD.get(word);
  if (type !== undefined) return { ...base, type, ...((type === 'STRING' || type === 'TEXT') && size !== undefined ? { maxLength: size } : {}) };
  const semantic = semanticOf(word);
  if (semantic === undefined) return `type ${JSON.stringify(given.slice(0, 40))} is not known; expected ${accepted()}`;
  return { ...base, type: TYPE_OF_SEMANTIC[semantic] ?? 'STRING', generator: { kind: 'semantic', of: semantic } };
}

function semanticOf(word: string): Semantic | undefined {
  const alias = word.replaceAll('_', '');
  return Object.hasOwn(SEMANTIC_OF_WORD, alias) ? SEMANTIC_OF_WORD[alias] : SEMANTICS.find((semantic) => semantic === word.toUpperCase());
}

function accepted(): string {
  return `one of ${[...TYPE_OF_WORD.keys()].join(', ')}, a kind of value such as ${SEMANTICS.slice(0, 12).join(', ').toLowerCase()}, email, phone, city, url, or a list of values`;
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
