// Keeps chosen texts inside what the column allows: its length, its keys, its CHECKs. What a CHECK thinks of a vocabulary is found out by trying
// it on sample values, so that an e-mail stays an e-mail under LIKE '%@%'.
import { compileExpression, fieldsOf } from '../expression.ts';
import type { Generator, Semantic } from '../generator.ts';
import { makeSampler } from '../samplers/make.ts';
import type { Cursor, SamplerContext } from '../samplers/sampler.ts';
import { CURRENCY_CODES } from '../vocabulary/gazetteer.ts';
import { COUNTRY_CODES } from '../vocabulary/listings.ts';
import type { Column } from './column.ts';
import { codePattern } from './patterns.ts';

/** Text keys shorter than this have no room for words and a tag that tells rows apart. */
const SHORTEST_TAGGED = 10;
const SAMPLES = 24;
const TRIAL: SamplerContext = { seed: 1, table: 'trial', field: 'trial', reference: '2026-01-01T00:00:00Z', locale: 'en' };

/** Keys that a standard lists: a table of countries has as many rows as there are codes. */
const STANDARD_CODES: Partial<Record<Semantic, readonly string[]>> = { COUNTRY_CODE: COUNTRY_CODES, CURRENCY_CODE: CURRENCY_CODES };

/** The generator, or another where the column's key, length or CHECKs forbid it. */
export function fitText(generator: Generator, column: Column): Generator {
  const short = fitLength(fitKey(generator, column), column);
  const whole = [short, ...alternatives(column)].find((candidate) => meetsChecks(candidate, column));
  if (whole !== undefined || samplesMeeting(short, column) > 0) return whole ?? short;
  // Of what meets them now and then, draws and sieves find what always does.
  return alternatives(column).reduce((best, candidate) => (samplesMeeting(candidate, column) > samplesMeeting(best, column) ? candidate : best), short);
}

function fitKey(generator: Generator, column: Column): Generator {
  if (column.key === 'none') return generator;
  const codes = generator.kind === 'semantic' && column.key === 'alone' ? STANDARD_CODES[generator.of] : undefined;
  if (codes !== undefined) return { kind: 'category', values: codes.map((value) => ({ value, weight: 1 })) };
  if (generator.kind === 'semantic' && column.maxLength < SHORTEST_TAGGED) return codePattern(column, '');
  // A handful of values would be a handful of rows.
  if (generator.kind === 'category' && column.key === 'alone') return column.maxLength < SHORTEST_TAGGED ? codePattern(column, '') : { kind: 'semantic', of: 'TITLE' };
  return generator;
}

/** Values of a list that fit; fixed patterns that do not fit become shorter codes. */
function fitLength(generator: Generator, column: Column): Generator {
  const { maxLength } = column;
  if (generator.kind === 'category') {
    const values = generator.values.filter(({ value }) => typeof value !== 'string' || value.length <= maxLength);
    return values.length > 0 ? { ...generator, values } : codePattern(column, '');
  }
  if (generator.kind === 'pattern' || generator.kind === 'datetime' || generator.kind === 'date' || generator.kind === 'uuid') {
    return samplesOf(generator, column).some((value) => value.length > maxLength) ? codePattern(column, '') : generator;
  }
  return generator;
}

/** What a column takes that refuses its own kind of words. */
function alternatives({ bounds, maxLength }: Column): readonly Generator[] {
  const { pattern, minLength = 0 } = bounds;
  const most = Math.min(maxLength, minLength + 8);
  return [
    ...(pattern === undefined ? [] : [{ kind: 'pattern', regex: pattern } as const]),
    { kind: 'semantic', of: 'TITLE' },
    { kind: 'semantic', of: 'SENTENCE' },
    { kind: 'semantic', of: 'PARAGRAPH' },
    { kind: 'pattern', regex: `[A-Z]{${minLength},${Number.isFinite(most) ? most : minLength + 8}}` },
    { kind: 'pattern', regex: `[a-z]{${minLength},${Number.isFinite(most) ? most : minLength + 8}}` },
    { kind: 'pattern', regex: `[0-9]{${minLength},${Number.isFinite(most) ? most : minLength + 8}}` },
  ];
}

/** Whether sample values pass every CHECK that is about this column alone. */
export function meetsChecks(generator: Generator, column: Column): boolean {
  return samplesMeeting(generator, column) === SAMPLES;
}

function samplesMeeting(generator: Generator, column: Column): number {
  const { name } = column.field;
  const own = column.table.checks.filter(({ condition }) => {
    const fields = fieldsOf(condition);
    return fields.size === 1 && fields.has(name);
  });
  if (own.length === 0) return SAMPLES;
  const tests = own.map(({ condition }) => compileExpression(condition, { reference: TRIAL.reference }));
  return samplesOf(generator, column).filter((value) => tests.every((test) => test(() => value) !== false)).length;
}

function samplesOf(generator: Generator, column: Column): readonly string[] {
  const { name, type, nullable } = column.field;
  // Vocabularies fit their texts to the field; all else is seen at its own length.
  const field = { name, type, nullable, ...(generator.kind === 'semantic' && Number.isFinite(column.maxLength) ? { maxLength: column.maxLength } : {}) };
  const sampler = makeSampler(generator, field, TRIAL);
  return Array.from({ length: SAMPLES }, (_, index) => {
    const cursor: Cursor = { index, attempt: 0, read: () => null };
    return String(sampler(cursor) ?? '');
  });
}
