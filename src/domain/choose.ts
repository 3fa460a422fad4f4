// Gives every field without a generator one: from what keys and constraints say first, then from its name, type and description. Pure and
// deterministic; the order of fields does not matter, and a generator that was given is never touched.
import { analyseChecks } from './checks.ts';
import { columnsOf, defaultLiteral } from './choose/column.ts';
import type { Column } from './choose/column.ts';
import { fitMoments, fitRange, sequenceStart } from './choose/fit-numbers.ts';
import { fitText } from './choose/fit-texts.ts';
import { listingsOf } from './choose/listings.ts';
import { snakeCase, subjectOf } from './choose/names.ts';
import type { Reading } from './choose/names.ts';
import { DEFAULT_RANGE, NUMBER_RULES, numbers, NUMBERS_AS_TEXT } from './choose/number-rules.ts';
import { withFittingReviews } from './choose/reviews.ts';
import { withOwnRoles } from './choose/roles.ts';
import { applyRules, readingsOf } from './choose/rules.ts';
import { namedCode } from './choose/patterns.ts';
import { TEXT_ENDING_RULES, TEXT_RULES } from './choose/text-rules.ts';
import { after, successionsOf, TIME_RULES } from './choose/time-rules.ts';
import { dependenciesOf } from './dependencies.ts';
import { sqlOf } from './expression-sql.ts';
import type { Generator, NumberRange, Semantic } from './generator.ts';
import { MAX_BINARY_BYTES } from './limits.ts';
import { handsDown, keysOf, MOSTLY_NULL_SHARE, type DataSchema, type Field, type Table, type Value } from './schema.ts';
import { MAXIMUM_AGE, MINIMUM_AGE } from './vocabulary/person.ts';

/** How far references lean to few parents, 0 to 1: some customers order more than others. */
export const DEFAULT_SKEW = 0.3;
const MOSTLY_NULL = /(^|_)(deleted|archived|cancell?ed|removed|suspended|terminated|termination|deceased|death|refunded|returned)(_(at|on|date))?$|^(address_?(line_?)?[23]|middle_?name|suffix|maiden_?name)$/;
/** Weight of a DEFAULT among the values of its column, next to 1 for the others. */
const DEFAULT_WEIGHT = 3;
/** Most numbers of one parent's children: line numbers and the like, where they are part of a key. */
const MAX_ORDINALS = 1000;
const WORD_LENGTH = 20;
const UUID_LENGTH = 36;
/** Bytes of a binary value, where the field and its CHECKs say nothing else. */
const USUAL_BYTES = { minimum: 16, maximum: 64 } as const;

/** The schema with a generator in every field. */
export function chooseGenerators(schema: DataSchema): DataSchema {
  return { tables: schema.tables.map(chooseForTable) };
}

/** The fields without a generator of which neither constraints nor name nor description say what they hold: they get values of their type, and no more. */
export function unclearFields(table: Table): readonly string[] {
  const columns = columnsOf(table);
  const listed = listingsOf(table, columns);
  const unclear = columns.filter((column) => column.field.generator === undefined && settled(column) === null && !listed.has(column.field.name) && isUnclear(column));
  return unclear.map(({ field }) => field.name);
}

function isUnclear(column: Column): boolean {
  switch (column.field.type) {
    case 'STRING': case 'TEXT': return meantText(column) === null && defaultLiteral(column) === undefined && column.hints.length === 0;
    case 'INTEGER': case 'FLOAT': case 'DECIMAL': return meantNumber(column) === null;
    default: return false;
  }
}

function chooseForTable(table: Table): Table {
  const columns = columnsOf(table);
  const missing = new Set(table.fields.filter((field) => field.generator === undefined).map((field) => field.name));
  const later = successions(table, columns);
  const listed = listingsOf(table, columns);
  const fields = columns.map((column): Field => {
    const { field } = column;
    if (!missing.has(field.name)) return withReference(table, field);
    const generator = settled(column) ?? listed.get(field.name) ?? later.get(field.name) ?? byMeaning(column);
    const nullShare = field.nullable && field.nullShare === undefined && MOSTLY_NULL.test(snakeCase(field.name)) ? { nullShare: MOSTLY_NULL_SHARE } : {};
    const length = Number.isFinite(column.maxLength) ? { maxLength: column.maxLength } : {};
    return { ...field, ...length, ...nullShare, generator, chosen: true };
  });
  const keyed = new Set(keysOf(table).flat());
  return { ...table, fields: withFittingReviews(withOwnRoles(fields, subjectOf(table.name), missing), missing, keyed) };
}

/** What keys, types and constraints leave no choice about; null: there is one. */
function settled(column: Column): Generator | null {
  const { field, table, bounds } = column;
  if (field.computed !== undefined) return { kind: 'expression', sql: sqlOf(field.computed), expression: field.computed };
  if (field.identity !== undefined) return { kind: 'sequence', start: field.identity.start, step: field.identity.step };
  const reference = referenceOf(table, field);
  if (reference !== null) return reference;
  const values = bounds.values ?? field.values;
  if (values !== undefined && values.length > 0) return weighted(values.filter((value) => field.values === undefined || bounds.values === undefined || field.values.some((label) => label === value)), column);
  if (field.type === 'UUID') return { kind: 'uuid' };
  if (table.primaryKey.length === 1 && table.primaryKey[0] === field.name) return primaryKey(column);
  return null;
}

/** A foreign key's values are its parent's, whatever those of its type are made by. */
function withReference(table: Table, field: Field): Field {
  const reference = field.generator?.kind === 'reference' ? null : referenceOf(table, field);
  return reference === null ? field : { ...field, generator: reference };
}

function referenceOf(table: Table, field: Field): Generator | null {
  const key = table.foreignKeys.find(({ fields }) => fields.includes(field.name));
  const target = key?.references[key.fields.indexOf(field.name)];
  if (handsDown(table, field.name)) return null;
  return key === undefined || target === undefined ? null : { kind: 'reference', table: key.table, field: target, skew: DEFAULT_SKEW };
}

/** Keys of one field: numbers count up, texts are codes unless they say what they are; null where the name decides. */
function primaryKey(column: Column): Generator | null {
  const { field, subject } = column;
  if (field.type === 'INTEGER' || (field.type === 'DECIMAL' && (field.scale ?? 0) === 0)) return { kind: 'sequence', start: sequenceStart(column, field), step: 1 };
  if (field.type !== 'STRING' && field.type !== 'TEXT') return null;
  const name = snakeCase(field.name);
  if (!/(^|_)(id|key|uid|uuid|guid|pk)$/.test(name)) return null;
  if (column.maxLength >= UUID_LENGTH && /^(id|uuid|guid|pk|.*_(uuid|guid))$/.test(name)) return fitText({ kind: 'uuid' }, column);
  return fitText(namedCode(column, { text: name === 'id' ? `${subject}_id` : name, role: '' }), column);
}

/** The default, where it is one of them, comes more often. */
function weighted(values: readonly Value[], column: Column): Generator {
  const usual = defaultLiteral(column);
  return { kind: 'category', values: values.map((value) => ({ value, weight: value === usual ? DEFAULT_WEIGHT : 1 })) };
}

/** By name, then by description, then by type alone. */
function byMeaning(column: Column): Generator {
  const { field } = column;
  switch (field.type) {
    case 'STRING': case 'TEXT': return text(column);
    case 'INTEGER': case 'FLOAT': case 'DECIMAL': return number(column);
    case 'BOOLEAN': return { kind: 'boolean', share: shareOfTrue(column) };
    case 'DATE': case 'TIME': case 'DATETIME': return moment(column);
    case 'UUID': return { kind: 'uuid' };
    case 'JSON': return LIST_NAME.test(snakeCase(field.name)) ? WORD_LISTS : SMALL_OBJECT;
    case 'BINARY': return bytes(column);
    default: return field.type satisfies never;
  }
}

function bytes({ bounds, maxLength }: Column): Generator {
  const least = Math.min(bounds.minLength ?? 0, MAX_BINARY_BYTES);
  const most = Math.max(least, Math.min(USUAL_BYTES.maximum, maxLength));
  return { kind: 'bytes', minimum: Math.max(least, Math.min(USUAL_BYTES.minimum, most)), maximum: most };
}

function text(column: Column): Generator {
  const found = meantText(column);
  const usual = defaultLiteral(column);
  const literal = typeof usual === 'string' && usual !== '' ? usual : undefined;
  const hints = column.hints.filter((hint) => typeof hint === 'string');
  if (found?.kind === 'category' || (found === null && hints.length > 1)) {
    const listed = found?.kind === 'category' ? found.values : [];
    const more = [...new Set([...hints, ...(literal === undefined ? [] : [literal])])].filter((value) => listed.every((entry) => entry.value !== value));
    return fitText({ kind: 'category', values: [...listed, ...more.map((value) => ({ value, weight: DEFAULT_WEIGHT }))] }, column);
  }
  if (found !== null) return fitText(found, column);
  if (literal !== undefined && column.key === 'none') return { kind: 'constant', value: literal };
  return fitText(unknownText(column), column);
}

/** What description and name say; null: nothing. */
function meantText(column: Column): Generator | null {
  const { description } = column.field;
  return statedValues(description) ?? byTextRules(column, column.readings) ?? byTextRules(column, readingsOf(description));
}

function byTextRules(column: Column, readings: readonly Reading[]): Generator | null {
  return applyRules(TEXT_RULES, column, readings) ?? applyRules(NUMBERS_AS_TEXT, column, readings) ?? applyRules(TEXT_ENDING_RULES, column, readings);
}

function unknownText(column: Column): Generator {
  if (column.maxLength <= 5) return { kind: 'pattern', regex: `[A-Z]{${column.maxLength}}` };
  if (column.field.type === 'TEXT') return { kind: 'semantic', of: 'SENTENCE' };
  return { kind: 'semantic', of: column.maxLength <= WORD_LENGTH ? 'WORD' : 'TITLE' };
}

/** A description that lists its values: "one of: small, medium, large". */
function statedValues(description: string | undefined): Generator | null {
  const list = /\b(?:one of|either|values?|options?)[:\s]+([^.;()]{3,200})/i.exec(description ?? '')?.[1];
  const values = list?.split(/\s*,\s*(?:or\s+|and\s+)?|\s+or\s+|\s*\|\s*|\s*\/\s*/).map((value) => value.trim().replace(/^["'`]|["'`]$/g, '')).filter((value) => value !== '');
  if (values === undefined || values.length < 2 || values.some((value) => value.length > 30)) return null;
  return { kind: 'category', values: [...new Set(values)].map((value) => ({ value, weight: 1 })) };
}

/** Numbers that say the place in a list. */
const PLACE_NAME = /^(.+_)?(order|position|rank|ordinal|sort|priority|sequence|seq|place)$/;

function number(column: Column): Generator {
  const { field, key, table } = column;
  if (key === 'alone' && field.type === 'INTEGER' && PLACE_NAME.test(snakeCase(field.name))) return { kind: 'sequence', start: sequenceStart(column, field), step: 1 };
  const found = meantNumber(column) ?? numbers(DEFAULT_RANGE, column);
  const bounded = column.bounds.minimum !== undefined || column.bounds.maximum !== undefined;
  const meant = found.kind === 'semantic' ? (SEMANTIC_RANGES[found.of] ?? DEFAULT_RANGE) : DEFAULT_RANGE;
  if (found.kind === 'semantic' && key === 'none' && allows(column, meant)) return found;
  if (found.kind === 'category' && key === 'none' && !bounded) return found;
  const plain = found.kind === 'integer' || found.kind === 'float' || found.kind === 'decimal' ? found : numbers(meant, column);
  // In a key of several fields the number counts within the others: it needs room for that, and no more.
  const ranged = key === 'part' && table.primaryKey.includes(field.name) && plain.kind === 'integer' ? numbers({ minimum: 1, maximum: MAX_ORDINALS }, column) : plain;
  return ranged.kind === 'integer' || ranged.kind === 'float' || ranged.kind === 'decimal' ? fitRange(ranged, column) : ranged;
}

/** What description and name say; null: nothing. */
function meantNumber(column: Column): Generator | null {
  const { description } = column.field;
  const stated = /\b(?:between|from)\s+(-?\d+(?:\.\d+)?)\s+(?:and|to)\s+(-?\d+(?:\.\d+)?)/i.exec(description ?? '');
  if (stated !== null && Number(stated[1]) <= Number(stated[2])) return numbers({ minimum: Number(stated[1]), maximum: Number(stated[2]) }, column);
  return applyRules(NUMBER_RULES, column) ?? applyRules(NUMBER_RULES, column, readingsOf(description));
}

/** What the semantics that are numbers draw from; where a CHECK forbids part of it, a plain range takes their place. */
const SEMANTIC_RANGES: Partial<Record<Semantic, NumberRange>> = {
  AGE: { minimum: MINIMUM_AGE, maximum: MAXIMUM_AGE, distribution: 'NORMAL', mean: 42, deviation: 15 },
  LATITUDE: { minimum: -90, maximum: 90 },
  LONGITUDE: { minimum: -180, maximum: 180 },
};

/** Whether type and CHECKs take the whole range. */
function allows({ field, bounds }: Column, { minimum, maximum }: NumberRange): boolean {
  const least = Math.max(typeof bounds.minimum === 'number' ? bounds.minimum : -Infinity, field.minimum ?? -Infinity);
  const most = Math.min(typeof bounds.maximum === 'number' ? bounds.maximum : Infinity, field.maximum ?? Infinity, field.precision === undefined ? Infinity : 10 ** (field.precision - (field.scale ?? 0)) - 1);
  return least <= minimum && most >= maximum;
}

function shareOfTrue(column: Column): number {
  const usual = defaultLiteral(column);
  if (usual === true || usual === 'true') return 0.85;
  const name = snakeCase(column.field.name);
  if (/(deleted|archived|discontinued|blocked|banned|locked|suspended|hidden|fraud|flagged|spam|cancell?ed|expired|admin|superuser|deprecated|default|test|refunded|churn(ed)?|overdue|closed|primary|featured|premium|gift)$/.test(name)) return 0.1;
  if (usual === false || usual === 'false') return 0.2;
  return /(active|enabled|verified|available|confirmed|visible|published|valid|approved|in_stock|accepted|public|paid)$/.test(name) ? 0.85 : 0.5;
}

function moment(column: Column): Generator {
  const unnamed: Generator = column.field.type === 'TIME' ? { kind: 'time', from: '00:00:00', to: '23:59:59' } : { kind: 'datetime', from: '2023-01-01T00:00:00Z', to: '2025-12-31T23:59:59Z' };
  const found = applyRules(TIME_RULES, column) ?? unnamed;
  const bounded = column.bounds.minimum !== undefined || column.bounds.maximum !== undefined;
  if (found.kind === 'semantic' && (bounded || column.key !== 'none')) return fitMoments(momentSpan(column), column);
  return found.kind === 'date' || found.kind === 'time' || found.kind === 'datetime' ? fitMoments(found, column) : found;
}

/** Where a birth date or hire date has bounds of its own, days enough for either. */
function momentSpan({ field }: Column) {
  return field.type === 'DATE' ? { kind: 'date', from: '1945-01-01', to: '2025-12-31' } as const : { kind: 'datetime', from: '1945-01-01T00:00:00Z', to: '2025-12-31T23:59:59Z' } as const;
}

/** JSON columns that hold a list of words. */
const LIST_NAME = /(^|_)(tags|labels|keywords|topics|categories|interests|skills|features|aliases|amenities|hobbies|genres|languages|colors|colours|sizes)$/;
const WORD_LISTS: Generator = {
  kind: 'category',
  values: [['new', 'sale'], ['featured'], [], ['limited', 'online'], ['gift', 'summer', 'sale'], ['classic'], ['new', 'eco'], ['premium', 'gift']].map((value) => ({ value, weight: 1 })),
};

/** A small object, as settings and attributes are. */
const SMALL_OBJECT: Generator = {
  kind: 'object',
  fields: [
    { name: 'key', generator: { kind: 'semantic', of: 'WORD' } },
    { name: 'value', generator: { kind: 'integer', minimum: 0, maximum: 100 } },
    { name: 'enabled', generator: { kind: 'boolean', share: 0.5 } },
  ],
};

/** Moments after others of their row: by name, and by the table's CHECKs, which win. Never in a circle, never null where that is forbidden. */
function successions(table: Table, columns: readonly Column[]): ReadonlyMap<string, Generator> {
  const found = new Map<string, Generator>();
  const byName = new Map(columns.map((column) => [column.field.name, column]));
  const add = (name: string, generator: Generator): void => {
    const column = byName.get(name);
    const base = generator.kind === 'after' ? byName.get(generator.field) : undefined;
    if (column === undefined || base === undefined || column.key !== 'none' || settled(column) !== null) return;
    if (base.field.nullable && !column.field.nullable) return;
    if (!leadsTo(byName, found, base.field.name, name)) found.set(name, generator);
  };
  for (const { lower, upper, strict } of analyseChecks(table).orders) {
    const [first, second] = [byName.get(lower)?.field, byName.get(upper)?.field];
    if (first === undefined || second === undefined || !isMoment(first) || !isMoment(second)) continue;
    const named = successionsOf([byName.get(lower), byName.get(upper)].filter((column) => column !== undefined)).get(upper);
    if (named === undefined && isBirth(byName.get(lower))) continue;
    if (!found.has(upper)) add(upper, named ?? after(first, second, { minDays: strict ? 1 : 0, maxDays: 60 }));
  }
  for (const [name, generator] of successionsOf(columns)) {
    if (!found.has(name)) add(name, generator);
  }
  return found;
}

/** A column of birth dates: what follows one in its row does so by years, and is drawn on its own. */
function isBirth(column: Column | undefined): boolean {
  if (column === undefined) return false;
  const made = column.field.generator ?? applyRules(TIME_RULES, column);
  return made?.kind === 'semantic' && made.of === 'BIRTH_DATE';
}

function isMoment({ type }: Field): boolean {
  return type === 'DATE' || type === 'DATETIME';
}

/** Whether `from` depends on `target`, by what was given and what was found so far. */
function leadsTo(columns: ReadonlyMap<string, Column>, found: ReadonlyMap<string, Generator>, from: string, target: string): boolean {
  const seen = new Set<string>();
  const stack = [from];
  for (let name = stack.pop(); name !== undefined; name = stack.pop()) {
    if (name === target) return true;
    const column = columns.get(name);
    if (column === undefined || seen.has(name)) continue;
    seen.add(name);
    const generator = found.get(name) ?? column.field.generator;
    stack.push(...dependenciesOf(generator === undefined ? column.field : { ...column.field, generator }));
  }
  return false;
}
